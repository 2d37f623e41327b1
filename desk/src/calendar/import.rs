//! Holidays from a file: CSV as spreadsheets write it, or iCalendar (RFC 5545) as calendars publish it.

use super::{Holiday, HolidaySet};
use crate::access::Matter;
use crate::import::{Imported, RowProblem};
use crate::input::{self, sane_date};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::store::{self, Doc};
use crate::token::Needs;
use crate::view::Reader;
use crate::work::{Command, Work};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use serde_json::Value;

/// So many days a file may name: a year of them, and one transaction (R33).
const MOST: usize = 200;
/// So many problems are told.
const MOST_PROBLEMS: usize = 200;
/// So many bytes a file may have.
const MOST_BYTES: usize = 500_000;
/// So many days one entry of an iCalendar may last.
const LONGEST: u64 = 31;

/// A day as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: u64,
    date: NaiveDate,
    name: String,
    set: Option<HolidaySet>,
}

/// Adds the holidays of a file. A day that is there already under its set takes the file's name; nothing is taken back.
#[derive(Debug, Clone, Serialize)]
pub struct ImportHolidays {
    /// The file: CSV with the columns date (*tanggal*), name (*nama*) and, if it has it, set (*jenis*); or iCalendar.
    pub text: String,
    /// The set of the days whose line names none.
    pub set: HolidaySet,
    /// Where they come from.
    pub source: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ImportHolidays {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = Imported;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Imported> {
        work.need(Matter::Catalogue)?;
        let rows = read_aside(&self.text).await?;
        let known = store::directory::all_holidays(&work.tx).await?;
        let plan = plan(&self, rows, &known, |_| work.id())?;
        for (before, after) in plan.put {
            work.save_organisation(before.as_ref(), after).await?;
        }
        Ok(plan.imported)
    }
}

impl Reader {
    /// What an import would do, before it is done: to the holidays, and to running clocks.
    pub async fn preview_import(&self, import: &ImportHolidays) -> Outcome<(Imported, crate::sla::recompute::Preview)> {
        self.need(Matter::Catalogue)?;
        let rows = read_aside(&import.text).await?;
        let known = store::directory::all_holidays(&self.db()).await?;
        // Ids that nobody will see: they only tell the rows apart.
        let plan = plan(import, rows, &known, |place| uuid::Uuid::from_u128(place as u128 + 1).into())?;
        let put = plan.put.into_iter().map(|(_, after)| after).collect();
        let preview = self.preview(crate::sla::recompute::Edit::Holidays(put, Vec::new())).await?;
        Ok((plan.imported, preview))
    }
}

struct Plan {
    imported: Imported,
    put: Vec<(Option<Holiday>, Holiday)>,
}

fn plan(
    import: &ImportHolidays,
    rows: Vec<Row>,
    known: &[Holiday],
    id: impl Fn(usize) -> crate::id::HolidayId,
) -> Outcome<Plan> {
    let source = input::line_or_empty("source", &import.source, input::LINE)?;
    let (mut imported, mut put) = (Imported::default(), Vec::new());
    for (place, row) in rows.into_iter().enumerate() {
        let set = row.set.unwrap_or(import.set);
        let before = known.iter().find(|holiday| (holiday.date, holiday.holiday_set) == (row.date, set));
        let after = match before {
            Some(before) if before.name == row.name => {
                imported.unchanged += 1;
                continue;
            }
            Some(before) => {
                imported.changed += 1;
                Holiday { name: row.name, source: source.clone(), ..before.clone() }
            }
            None => {
                imported.added += 1;
                Holiday {
                    id: id(place),
                    date: row.date,
                    holiday_set: set,
                    name: row.name,
                    treatment: Doc(Value::Null),
                    source: source.clone(),
                    retired_at: None,
                }
            }
        };
        put.push((before.cloned(), after));
    }
    Ok(Plan { imported, put })
}

/// Reads a file away from the threads that answer others.
async fn read_aside(text: &str) -> Outcome<Vec<Row>> {
    let text = text.to_owned();
    tokio::task::spawn_blocking(move || read(&text)).await.map_err(Fault::new)?
}

/// Reads a file of either kind. What is wrong is told line by line, all of it.
fn read(text: &str) -> Outcome<Vec<Row>> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > MOST_BYTES {
        return Err(Refusal::FileTooLarge(MOST_BYTES).into());
    }
    let is_calendar = text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    let (mut rows, mut problems) = if is_calendar { from_ical(text) } else { from_csv(text) };
    if !problems.is_empty() {
        problems.truncate(MOST_PROBLEMS);
        return Err(Refusal::Rows(problems).into());
    }
    rows.sort_by_key(|row| (row.date, row.set));
    // Twice the same day in one set: the first line names it.
    rows.dedup_by_key(|row| (row.date, row.set));
    match rows.len() {
        0 => Err(Refusal::Blank("text").into()),
        n if n > MOST => Err(Refusal::TooMany(MOST).into()),
        _ => Ok(rows),
    }
}

type Read = (Vec<Row>, Vec<RowProblem>);

fn problem(line: u64, refusal: Refusal) -> RowProblem {
    RowProblem { line, column: None, refusal }
}

fn name_of(line: u64, given: &str) -> Result<String, RowProblem> {
    input::line("name", given, input::NAME).map_err(|error| match error {
        crate::Error::Refused(refusal) => problem(line, refusal),
        crate::Error::Fault(_) => problem(line, Refusal::Invalid("name")),
    })
}

fn from_csv(text: &str) -> Read {
    let first = text.lines().next().unwrap_or_default();
    // What Excel writes where the comma is the decimal sign.
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let headers = reader.headers().cloned().unwrap_or_default();
    let place =
        |names: &[&str]| headers.iter().position(|header| names.contains(&header.trim().to_lowercase().as_str()));
    let (Some(date), Some(name)) = (place(&["date", "tanggal"]), place(&["name", "nama"])) else {
        return (rows, vec![problem(1, Refusal::Blank("date"))]);
    };
    let set = place(&["set", "type", "jenis"]);
    for record in reader.records() {
        let Ok(record) = record else {
            problems.push(problem(rows.len() as u64 + 2, Refusal::Invalid("text")));
            break;
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = || {
            let date = day(cell(date)).ok_or_else(|| problem(line, Refusal::Invalid("date")))?;
            let set = match set.map(cell).unwrap_or_default() {
                "" => None,
                word => Some(set_of(word).ok_or_else(|| problem(line, Refusal::Invalid("set")))?),
            };
            Ok(Row { line, date, name: name_of(line, cell(name))?, set })
        };
        match row() {
            Ok(row) => rows.push(row),
            Err(wrong) => problems.push(wrong),
        }
    }
    (rows, problems)
}

/// `2027-01-01`, or `01/01/2027` as it is written here; a year of two digits is none.
fn day(text: &str) -> Option<NaiveDate> {
    let read = |form| NaiveDate::parse_from_str(text, form).ok().and_then(sane_date);
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"].into_iter().find_map(read)
}

fn set_of(word: &str) -> Option<HolidaySet> {
    match word.to_lowercase().as_str() {
        "nasional" | "libur nasional" => Some(HolidaySet::National),
        "cuti bersama" => Some(HolidaySet::JointLeave),
        "fakultatif" | "libur fakultatif" => Some(HolidaySet::LocalOptional),
        _ => word.to_uppercase().parse().ok(),
    }
}

/// An entry of an iCalendar, as far as it has been read.
#[derive(Default)]
struct Entry {
    line: u64,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    summary: String,
    /// It comes again by a rule: then it names no day of this year alone.
    repeats: bool,
}

fn from_ical(text: &str) -> Read {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut entry: Option<Entry> = None;
    for (line, content) in unfolded(text) {
        let Some((head, value)) = content.split_once(':') else { continue };
        let property = head.split(';').next().unwrap_or_default().to_uppercase();
        match (property.as_str(), &mut entry) {
            ("BEGIN", _) if value.eq_ignore_ascii_case("VEVENT") => entry = Some(Entry { line, ..Entry::default() }),
            ("END", Some(_)) if value.eq_ignore_ascii_case("VEVENT") => {
                let found = entry.take().map(|entry| entry.days());
                match found {
                    Some(Ok(days)) => rows.extend(days),
                    Some(Err(wrong)) => problems.push(wrong),
                    None => {}
                }
            }
            ("DTSTART", Some(entry)) => entry.start = ical_date(value),
            ("DTEND", Some(entry)) => entry.end = ical_date(value),
            ("SUMMARY", Some(entry)) => entry.summary = unescaped(value),
            ("RRULE" | "RDATE", Some(entry)) => entry.repeats = true,
            _ => {}
        }
    }
    (rows, problems)
}

impl Entry {
    /// Its days: the end is the first that does not belong to it any more.
    fn days(self) -> Result<Vec<Row>, RowProblem> {
        let Self { line, start, end, summary, repeats } = self;
        let start = start.filter(|_| !repeats).ok_or_else(|| problem(line, Refusal::Invalid("date")))?;
        let name = name_of(line, &summary)?;
        let days = end.map_or(1, |end| (end - start).num_days().max(1)).unsigned_abs();
        if days > LONGEST {
            return Err(problem(line, Refusal::Invalid("date")));
        }
        let dates = (0..days).filter_map(|day| start.checked_add_days(Days::new(day)));
        Ok(dates.map(|date| Row { line, date, name: name.clone(), set: None }).collect())
    }
}

/// Lines that go on with a blank belong to the one before (RFC 5545, 3.1).
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

/// `20270101`, or the date of `20270101T000000Z`: holidays are days, whatever the hour says.
fn ical_date(value: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(value.trim().get(..8)?, "%Y%m%d").ok().and_then(sane_date)
}

/// RFC 5545, 3.3.11.
fn unescaped(value: &str) -> String {
    let (mut text, mut characters) = (String::with_capacity(value.len()), value.chars());
    while let Some(c) = characters.next() {
        match (c, characters.clone().next()) {
            ('\\', Some('n' | 'N')) => {
                text.push(' ');
                characters.next();
            }
            ('\\', Some(next)) => {
                text.push(next);
                characters.next();
            }
            (c, _) => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<String> {
        let set = |row: &Row| row.set.map_or("-", HolidaySet::code);
        let rows = read(text).expect("a file that can be read");
        rows.iter().map(|row| format!("{} {} {}", row.date, set(row), row.name)).collect()
    }

    fn lines(text: &str) -> Vec<u64> {
        match read(text) {
            Err(crate::Error::Refused(Refusal::Rows(problems))) => problems.iter().map(|it| it.line).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn csv_as_spreadsheets_write_it() {
        let comma =
            "\u{feff}date,name,type\r\n2027-01-01,Tahun Baru,NATIONAL\r\n2027-03-09,\"Cuti, bersama\",cuti bersama\r\n";
        assert_eq!(days(comma), ["2027-01-01 NATIONAL Tahun Baru", "2027-03-09 JOINT_LEAVE Cuti, bersama"]);
        let semicolon = "Tanggal;Nama\n01/01/2027;Tahun Baru\n;\n";
        assert_eq!(days(semicolon), ["2027-01-01 - Tahun Baru"]);
        assert_eq!(lines("date,name\n2027-02-30,Tidak ada\n2027-01-01,\n2027-01-02,Ada\n"), [2, 3]);
        assert_eq!(lines("a,b\n1,2\n"), [1]);
    }

    #[test]
    fn icalendar_as_calendars_publish_it() {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270309\r\nDTEND;VALUE=DATE:20270311\r\n\
                    SUMMARY:Idul Fitri\\, 1 dan\r\n  2 Syawal\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20270101T000000Z\r\n\
                    SUMMARY:Tahun Baru\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let idul_fitri = "- Idul Fitri, 1 dan 2 Syawal";
        assert_eq!(
            days(text),
            [
                "2027-01-01 - Tahun Baru".to_owned(),
                format!("2027-03-09 {idul_fitri}"),
                format!("2027-03-10 {idul_fitri}"),
            ]
        );
        let every_year = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=YEARLY\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR";
        assert_eq!(lines(every_year), [2]);
    }
}
