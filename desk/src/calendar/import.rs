//! Holidays from a file: a table as spreadsheets write it, or iCalendar ([`ical`]) as calendars publish it.
//!
//! A table is taken whole or not at all. A feed can be mended by nobody who only subscribes to it: what cannot be taken of it is named, and the rest is taken.

use super::ical;
use super::{Holiday, HolidaySet};
use crate::access::Matter;
use crate::day;
use crate::import::{Imported, RowProblem, fold};
use crate::input;
use crate::person::Language;
use crate::refusal::{Fault, Outcome, Refusal};
use crate::say;
use crate::store::{self, Doc};
use crate::table::Layout;
use crate::text::uncell;
use crate::token::Needs;
use crate::view::Reader;
use crate::words;
use crate::work::{Command, Work};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// So many days a file may name: ten years of them.
const MOST: usize = 1_000;
/// So many of them are written in one transaction (R33).
const BATCH: usize = 200;
/// So many problems are told.
const MOST_PROBLEMS: usize = 200;
/// So many bytes a file may have.
const MOST_BYTES: usize = 500_000;

/// A day as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) date: NaiveDate,
    pub(super) name: String,
    pub(super) set: Option<HolidaySet>,
    pub(super) source: Option<String>,
}

/// What of a feed was left out: where it begins, what it calls itself, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeftOut {
    pub(super) line: u64,
    pub(super) name: String,
    pub(super) refusal: Refusal,
}

impl LeftOut {
    fn sentence(&self, language: Language) -> String {
        let name = self.name.chars().take(60).collect::<String>();
        say!(language, "left-out", line = self.line, name = name, sentence = self.refusal.sentence(language))
    }
}

/// A file that could be read.
#[derive(Debug, Default)]
struct Found {
    rows: Vec<Row>,
    left_out: Vec<LeftOut>,
}

/// Adds the holidays of a file. A day that is there already under its set takes the file's name; nothing is taken back.
///
/// Of a long file it writes the first part, and says how many are left: the same command again writes the next, since what is there already is no work.
#[derive(Debug, Clone, Serialize)]
pub struct ImportHolidays {
    /// The file: CSV with the columns date (*tanggal*), name (*nama*) and, if it has it, set (*golongan*, *jenis*); or iCalendar.
    pub text: String,
    /// The set of the days whose line names none.
    pub set: HolidaySet,
    /// Where they come from.
    pub source: String,
}

/// What an import of holidays did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedHolidays {
    /// What becomes of all its days.
    pub imported: Imported,
    /// What of a feed cannot be taken, in words.
    pub left_out: Vec<String>,
    /// So many days are still to be written.
    pub rest: usize,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ImportHolidays {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = ImportedHolidays;

    async fn run(self, work: &mut Work<'_>) -> Outcome<ImportedHolidays> {
        work.need(Matter::Catalogue)?;
        let language = work.actor().map_or(Language::Indonesian, |person| person.language);
        let found = read_aside(&self.text, work.organisation().zone()).await?;
        let known = store::directory::all_holidays(&work.tx).await?;
        let mut plan = plan(&self, found, &known, |_| work.id())?;
        let rest = plan.put.len().saturating_sub(BATCH);
        plan.put.truncate(BATCH);
        for (before, after) in plan.put {
            work.save_organisation(before.as_ref(), after).await?;
        }
        Ok(ImportedHolidays { imported: plan.imported, left_out: told(&plan.left_out, language), rest })
    }
}

fn told(left_out: &[LeftOut], language: Language) -> Vec<String> {
    left_out.iter().take(MOST_PROBLEMS).map(|it| it.sentence(language)).collect()
}

impl Reader {
    /// What an import would do, before it is done: to the holidays, and to running clocks.
    pub async fn preview_import(
        &self,
        import: &ImportHolidays,
    ) -> Outcome<(ImportedHolidays, crate::sla::recompute::Preview)> {
        self.need(Matter::Catalogue)?;
        let found = read_aside(&import.text, self.directory.zone()).await?;
        let known = store::directory::all_holidays(&self.db()).await?;
        // Ids that nobody will see: they only tell the rows apart.
        let plan = plan(import, found, &known, |place| uuid::Uuid::from_u128(place as u128 + 1).into())?;
        let (rest, left_out) = (plan.put.len(), told(&plan.left_out, self.standing.language));
        let put = plan.put.into_iter().map(|(_, after)| after).collect();
        let preview = self.preview(crate::sla::recompute::Edit::Holidays(put, Vec::new())).await?;
        Ok((ImportedHolidays { imported: plan.imported, left_out, rest }, preview))
    }
}

struct Plan {
    imported: Imported,
    put: Vec<(Option<Holiday>, Holiday)>,
    left_out: Vec<LeftOut>,
}

fn plan(
    import: &ImportHolidays,
    found: Found,
    known: &[Holiday],
    id: impl Fn(usize) -> crate::id::HolidayId,
) -> Outcome<Plan> {
    let source = input::line_or_empty("source", &import.source, input::LINE)?;
    let (mut imported, mut put) = (Imported::default(), Vec::new());
    for (place, row) in found.rows.into_iter().enumerate() {
        let source = row.source.unwrap_or_else(|| source.clone());
        let set = row.set.unwrap_or(import.set);
        let before = known.iter().find(|holiday| (holiday.date, holiday.holiday_set) == (row.date, set));
        let after = match before {
            Some(before) if before.name == row.name => {
                imported.unchanged += 1;
                continue;
            }
            Some(before) => {
                imported.changed += 1;
                Holiday { name: row.name, source, ..before.clone() }
            }
            None => {
                imported.added += 1;
                Holiday {
                    id: id(place),
                    date: row.date,
                    holiday_set: set,
                    name: row.name,
                    treatment: Doc(Value::Null),
                    source,
                    retired_at: None,
                }
            }
        };
        put.push((before.cloned(), after));
    }
    Ok(Plan { imported, put, left_out: found.left_out })
}

/// Reads a file away from the threads that answer others.
async fn read_aside(text: &str, zone: Tz) -> Outcome<Found> {
    let text = text.to_owned();
    tokio::task::spawn_blocking(move || read(&text, zone)).await.map_err(Fault::new)?
}

/// Reads a file of either kind. What is wrong is told line by line, all of it.
fn read(text: &str, zone: Tz) -> Outcome<Found> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > MOST_BYTES {
        return Err(Refusal::FileTooLarge(MOST_BYTES).into());
    }
    let is_calendar = text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    let (mut rows, left_out) = if is_calendar { ical::read(text, zone) } else { (from_table(text)?, Vec::new()) };
    rows.sort_by_key(|row| (row.date, row.set));
    // Twice the same day in one set: the first line names it.
    rows.dedup_by_key(|row| (row.date, row.set));
    match rows.len() {
        0 if left_out.is_empty() => Err(Refusal::Blank("text").into()),
        0 => Err(wrong(left_out.into_iter().map(|it| problem(it.line, it.refusal)).collect())),
        n if n > MOST => Err(Refusal::TooMany(MOST).into()),
        _ => Ok(Found { rows, left_out }),
    }
}

fn wrong(mut problems: Vec<RowProblem>) -> crate::Error {
    problems.truncate(MOST_PROBLEMS);
    Refusal::Rows(problems).into()
}

fn problem(line: u64, refusal: Refusal) -> RowProblem {
    RowProblem { line, column: None, refusal }
}

/// The name of a day, or why it is none.
pub(super) fn name_of(given: &str) -> Result<String, Refusal> {
    input::line("name", given, input::NAME).map_err(|error| match error {
        crate::Error::Refused(refusal) => refusal,
        crate::Error::Fault(_) => Refusal::Invalid("name"),
    })
}

/// By which headers the columns are known, as [`fold`] makes them.
const DATE: [&str; 2] = ["date", "tanggal"];
const NAME: [&str; 4] = ["name", "nama", "harilibur", "keterangan"];
/// How many of those say nothing else; the others are a name only where none of these is there.
const SURE_NAMES: usize = 2;
const SET: [&str; 5] = ["set", "type", "jenis", "golongan", "kind"];
const SOURCE: [&str; 4] = ["source", "sumber", "dasar", "basis"];

fn from_table(text: &str) -> Outcome<Vec<Row>> {
    let is = |names: &[&str], cell: &str| cell.len() <= 100 && names.contains(&fold(cell).as_str());
    let known = |cell: &str| [&DATE[..], &NAME, &SET, &SOURCE].iter().any(|names| is(names, cell));
    let layout = Layout::of(text, known);
    if let Some(line) = layout.open_quote(text) {
        return Err(wrong(vec![problem(line, Refusal::Invalid("text"))]));
    }
    let mut records = layout.records(text).skip(layout.above);
    let header = records.next();
    let place = |names: &[&str]| header.iter().find_map(|(_, header)| header.iter().position(|cell| is(names, cell)));
    let (Some(date), Some(name)) = (place(&DATE), place(&NAME[..SURE_NAMES]).or_else(|| place(&NAME))) else {
        let line = header.as_ref().map_or(1, |(line, _)| *line);
        return Err(wrong(vec![problem(line, Refusal::Blank("date"))]));
    };
    let (set, source) = (place(&SET), place(&SOURCE));
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (line, record) in records {
        let cell = |place: usize| uncell(record.get(place).unwrap_or_default().trim());
        let row = || {
            let given = cell(date);
            let date = match &*given {
                "" => return Err(Refusal::Blank("date")),
                given => day::date(given).map_err(|why| Refusal::day("date", given, why))?,
            };
            let set = match set.map(cell).unwrap_or_default() {
                word if word.is_empty() => None,
                word => Some(set_of(&word).ok_or_else(|| unknown_set(&word))?),
            };
            let source = source.map(|place| input::line_or_empty("source", &cell(place), input::LINE)).transpose();
            let source = source.map_err(|_| Refusal::TooLong("source", input::LINE))?;
            Ok(Row { date, name: name_of(&cell(name))?, set, source })
        };
        match row() {
            Ok(row) => rows.push(row),
            Err(refusal) => problems.push(problem(line, refusal)),
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(wrong(problems)) }
}

fn unknown_set(word: &str) -> Refusal {
    let known = HolidaySet::ALL.iter().map(HolidaySet::to_string).collect::<Vec<_>>().join(", ");
    Refusal::Unknown { field: "set", value: word.chars().take(60).collect(), known }
}

/// A set by its code, or as the portal and a downloaded list say it in either language, or as people say it.
fn set_of(word: &str) -> Option<HolidaySet> {
    let wanted = fold(word);
    let said = |set: &HolidaySet| Language::ALL.iter().any(|language| fold(&words::word(*set, *language)) == wanted);
    let by_word = || HolidaySet::ALL.iter().copied().find(said);
    let by_code = HolidaySet::ALL.iter().copied().find(|set| fold(set.code()) == wanted);
    by_code.or_else(by_word).or(match wanted.as_str() {
        "nasional" | "liburnasional" => Some(HolidaySet::National),
        "cutibersama" => Some(HolidaySet::JointLeave),
        "fakultatif" | "liburfakultatif" => Some(HolidaySet::LocalOptional),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<String> {
        let set = |row: &Row| row.set.map_or("-", HolidaySet::code);
        let found = read(text, chrono_tz::Asia::Makassar).expect("a file that can be read");
        found.rows.iter().map(|row| format!("{} {} {}", row.date, set(row), row.name)).collect()
    }

    fn lines(text: &str) -> Vec<u64> {
        match read(text, chrono_tz::Asia::Makassar) {
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
