//! iCalendar (RFC 5545), as far as holidays need it: which days an entry fills in the region.

use super::import::{LeftOut, Row, name_of};
use crate::day::NoDay;
use crate::input::sane_date;
use crate::refusal::Refusal;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// So many days one entry may last.
const LONGEST: u64 = 31;

/// An entry, as far as it has been read.
#[derive(Default)]
struct Entry {
    line: u64,
    start: Option<Property>,
    end: Option<Property>,
    duration: Option<String>,
    summary: String,
    /// It comes again by a rule: then it names no day of one year alone.
    repeats: bool,
    cancelled: bool,
}

/// A property that tells a time.
struct Property {
    /// Whether its time is in UTC by the zone it names.
    utc: bool,
    value: String,
}

/// Reads a calendar: the days of its entries, and the entries that cannot be taken.
pub(super) fn read(text: &str, zone: Tz) -> (Vec<Row>, Vec<LeftOut>) {
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    let mut entry: Option<Entry> = None;
    // Parts of the entry, such as an alarm: what they say is not said of the entry.
    let mut inside = 0_usize;
    let mut all_cancelled = false;
    for (line, content) in unfolded(text) {
        let Some((name, parameters, value)) = parted(&content) else { continue };
        let begins_entry = value.trim().eq_ignore_ascii_case("VEVENT");
        match (name.as_str(), &mut entry) {
            ("BEGIN", None) if begins_entry => entry = Some(Entry { line, ..Entry::default() }),
            ("BEGIN", Some(_)) => inside += 1,
            ("END", Some(_)) if inside > 0 => inside -= 1,
            ("END", Some(_)) if begins_entry => {
                let Some(entry) = entry.take().filter(|entry| !entry.cancelled) else { continue };
                let (line, name) = (entry.line, entry.summary.clone());
                match entry.days(zone) {
                    Ok(days) => rows.extend(days),
                    Err(refusal) => left_out.push(LeftOut { line, name, refusal }),
                }
            }
            ("METHOD", None) => all_cancelled = value.trim().eq_ignore_ascii_case("CANCEL"),
            (_, Some(entry)) if inside == 0 => entry.property(&name, &parameters, value),
            _ => {}
        }
    }
    if all_cancelled { (Vec::new(), Vec::new()) } else { (rows, left_out) }
}

impl Entry {
    fn property(&mut self, name: &str, parameters: &[(String, String)], value: &str) {
        let time = || {
            let zones = parameters.iter().filter(|(name, _)| name == "TZID").map(|(_, zone)| zone.as_str());
            let utc = |zone: &str| ["UTC", "ETC/UTC", "GMT", "Z"].contains(&zone.to_uppercase().as_str());
            Some(Property { utc: zones.into_iter().any(utc), value: value.trim().to_owned() })
        };
        match name {
            "DTSTART" => self.start = time(),
            "DTEND" => self.end = time(),
            "DURATION" => self.duration = Some(value.trim().to_owned()),
            "SUMMARY" => self.summary = unescaped(value),
            "STATUS" => self.cancelled = value.trim().eq_ignore_ascii_case("CANCELLED"),
            "RRULE" | "RDATE" => self.repeats = true,
            _ => {}
        }
    }

    /// The days it fills: what ends at midnight ends on the day before.
    fn days(self, zone: Tz) -> Result<Vec<Row>, Refusal> {
        if self.repeats {
            return Err(Refusal::Repeats);
        }
        let name = name_of(&self.summary)?;
        let start = self.start.ok_or(Refusal::Blank("date"))?.local(zone)?;
        let end = match (self.end, &self.duration) {
            (Some(end), _) => Some(end.local(zone)?),
            (None, Some(duration)) => {
                let lasts = lasting(duration).ok_or_else(|| Refusal::day("date", duration, NoDay::Unreadable))?;
                Some(start.checked_add_signed(lasts).ok_or(Refusal::LastsLonger(LONGEST))?)
            }
            (None, None) => None,
        };
        let (first, end) = (start.date(), end.unwrap_or(start));
        if end < start {
            return Err(Refusal::EndsBefore);
        }
        let begun = u64::from(end.time() > NaiveTime::MIN);
        let days = ((end.date() - first).num_days().unsigned_abs() + begun).max(1);
        if days > LONGEST {
            return Err(Refusal::LastsLonger(LONGEST));
        }
        let dates = (0..days).filter_map(|day| first.checked_add_days(Days::new(day)));
        Ok(dates.map(|date| Row { date, name: name.clone(), set: None, source: None }).collect())
    }
}

impl Property {
    /// The time on the clock of the region: UTC is looked at there; whatever zone a local time names, its day is the one that is written.
    fn local(&self, zone: Tz) -> Result<NaiveDateTime, Refusal> {
        let unreadable = || Refusal::day("date", &self.value, NoDay::Unreadable);
        // Where a zone with a colon in it was not quoted, its end stands before the time.
        let value = self.value.rsplit(':').next().unwrap_or_default();
        let (value, utc) = match value.strip_suffix(['Z', 'z']) {
            Some(value) => (value, true),
            None => (value, self.utc),
        };
        let digits: String = value.chars().filter(|c| *c != '-').collect();
        let (date, time) = digits.split_once(['T', 't']).unwrap_or((&digits, "000000"));
        let number = |text: &str, from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok());
        if date.len() != 8
            || !matches!(time.len(), 4 | 6)
            || !format!("{date}{time}").bytes().all(|b| b.is_ascii_digit())
        {
            return Err(unreadable());
        }
        let year = number(date, 0, 4).map(u32::cast_signed);
        let day = NaiveDate::from_ymd_opt(
            year.ok_or_else(unreadable)?,
            number(date, 4, 6).unwrap_or_default(),
            number(date, 6, 8).unwrap_or_default(),
        );
        let day = day.ok_or_else(unreadable)?;
        sane_date(day).ok_or_else(|| Refusal::day("date", &self.value, NoDay::Year))?;
        let [hours, minutes] = [number(time, 0, 2), number(time, 2, 4)].map(Option::unwrap_or_default);
        // A leap second is the last of its minute.
        let seconds = number(time, 4, 6).unwrap_or_default().min(59);
        let at = day.and_hms_opt(hours, minutes, seconds).ok_or_else(unreadable)?;
        Ok(if utc { Utc.from_utc_datetime(&at).with_timezone(&zone).naive_local() } else { at })
    }
}

/// `P2D`, `P1W`, `PT24H`, `P1DT2H30M`; what runs backwards is none.
fn lasting(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix('+').unwrap_or(text).to_uppercase();
    let (mut lasts, mut digits, mut in_time) = (TimeDelta::zero(), String::new(), false);
    let rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    for c in rest.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if c == 'T' && digits.is_empty() && !in_time {
            in_time = true;
            continue;
        }
        let number: i64 = std::mem::take(&mut digits).parse().ok().filter(|number| *number <= 1_000_000)?;
        lasts += match (c, in_time) {
            ('W', false) => TimeDelta::weeks(number),
            ('D', false) => TimeDelta::days(number),
            ('H', true) => TimeDelta::hours(number),
            ('M', true) => TimeDelta::minutes(number),
            ('S', true) => TimeDelta::seconds(number),
            _ => return None,
        };
    }
    digits.is_empty().then_some(lasts)
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

type Parted<'a> = (String, Vec<(String, String)>, &'a str);

/// Name, parameters and value of a line. What is quoted in a parameter parts nothing.
fn parted(line: &str) -> Option<Parted<'_>> {
    let (mut quoted, mut ends) = (false, Vec::new());
    let mut value = None;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => ends.push(at),
            ':' if !quoted => {
                value = Some(at);
                break;
            }
            _ => {}
        }
    }
    // A quote that never closes parts like any other sign.
    let value = value.or_else(|| line.find(':'))?;
    ends.retain(|end| *end < value);
    ends.push(value);
    let name = line[..ends[0]].trim().to_uppercase();
    let parameters = ends.windows(2).filter_map(|pair| {
        let (name, value) = line[pair[0] + 1..pair[1]].split_once('=')?;
        Some((name.trim().to_uppercase(), value.trim().trim_matches('"').to_owned()))
    });
    Some((name, parameters.collect(), &line[value + 1..]))
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
    use proptest::prelude::*;

    fn days(lines: &str) -> Result<Vec<String>, Refusal> {
        let text =
            format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        let (rows, left_out) = read(&text, chrono_tz::Asia::Makassar);
        match left_out.first() {
            Some(it) => Err(it.refusal.clone()),
            None => Ok(rows.iter().map(|row| row.date.to_string()).collect()),
        }
    }

    #[test]
    fn lasting_as_calendars_write_it() {
        for (text, hours) in
            [("P2D", 48), ("P1W", 168), ("PT24H", 24), ("P1DT2H", 26), ("+PT90M", 1), ("PT3600S", 1), ("P0D", 0)]
        {
            assert_eq!(lasting(text).map(|it| it.num_hours()), Some(hours), "{text}");
        }
        for text in ["", "P", "2D", "-P1D", "P1H", "PT1D", "P1", "PD", "PTT1H", "P99999999999999999999D"] {
            assert_eq!(lasting(text), None, "{text}");
        }
    }

    #[test]
    fn what_an_entry_says_and_what_it_does_not() {
        assert_eq!(days("DTSTART:20320816T160000Z"), Ok(vec!["2032-08-17".into()]));
        assert_eq!(days("DTSTART;TZID=UTC:20320816T160000"), Ok(vec!["2032-08-17".into()]));
        assert_eq!(days("DTSTART:2032-08-17"), Ok(vec!["2032-08-17".into()]));
        assert_eq!(days("DTSTART:20320817T0800"), Ok(vec!["2032-08-17".into()]));
        assert_eq!(days("DTSTART:20320817\r\nSTATUS:CANCELLED"), Ok(Vec::new()));
        assert_eq!(days("DTSTART;X=\"unclosed:20320817"), Ok(vec!["2032-08-17".into()]));
        assert_eq!(days("DTSTART:20320817\r\nDTEND:20320816"), Err(Refusal::EndsBefore));
        assert_eq!(days("DTSTART:20320817\r\nDURATION:P32D"), Err(Refusal::LastsLonger(31)));
        assert_eq!(days("DTSTART:20320817\r\nRDATE:20330817"), Err(Refusal::Repeats));
        for (text, why) in [
            ("16010101", NoDay::Year),
            ("20320230", NoDay::Unreadable),
            ("besok", NoDay::Unreadable),
            ("20320817T99", NoDay::Unreadable),
        ] {
            assert_eq!(days(&format!("DTSTART:{text}")), Err(Refusal::day("date", text, why)), "{text}");
        }
        assert_eq!(days(""), Err(Refusal::Blank("date")));
        let cancelled =
            "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20320817\nEND:VEVENT\nEND:VCALENDAR";
        assert!(read(cancelled, chrono_tz::Asia::Makassar).0.is_empty());
    }

    proptest! {
        /// Whatever stands in a calendar, it is read to its end, and every day that is found is one that is taken.
        #[test]
        fn no_calendar_makes_it_panic(lines in prop::collection::vec(
            ("BEGIN|END|DTSTART|DTEND|DURATION|SUMMARY|STATUS|RRULE|X", "[;A-Z=\":+/ ]{0,12}", ":(VEVENT|VALARM|[0-9TZP-]{0,17}|\\PC{0,10})"), 0..30,
        )) {
            let mut text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n".to_owned();
            for (name, parameters, value) in lines {
                text += &format!("{name}{parameters}{value}\n");
            }
            for row in read(&text, chrono_tz::Asia::Makassar).0 {
                prop_assert!(sane_date(row.date).is_some() || row.date.to_string().starts_with("2201-01"));
            }
        }

        /// Days written as days are those days, however their end is told.
        #[test]
        fn an_entry_fills_its_days(start in 0_i64..100_000, length in 1_i64..=31, hour in 1_u32..24) {
            let first = NaiveDate::from_ymd_opt(1901, 1, 1).unwrap() + TimeDelta::days(start);
            let end = first + TimeDelta::days(length);
            let last = end - TimeDelta::days(1);
            let expected: Vec<String> = (0..length).map(|n| (first + TimeDelta::days(n)).to_string()).collect();
            let day = |date: NaiveDate| date.format("%Y%m%d").to_string();
            for text in [
                format!("DTSTART;VALUE=DATE:{}\r\nDTEND;VALUE=DATE:{}", day(first), day(end)),
                format!("DTSTART:{}T000000\r\nDTEND:{}T{hour:02}0000", day(first), day(last)),
                format!("DTSTART;TZID=\"GMT+07:00\":{}T000000\r\nDTEND:{}T000000", day(first), day(end)),
                format!("DTSTART:{}\r\nDURATION:P{length}D", day(first)),
                format!("DTSTART:{}T000000\r\nDURATION:PT{}H", day(first), length * 24),
                format!("DTSTART:{}T160000Z\r\nDTEND:{}T160000Z", day(first - TimeDelta::days(1)), day(last)),
            ] {
                // The region's clock was another one before 1932.
                if text.contains('Z') && first < NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() { continue; }
                prop_assert_eq!(days(&text), Ok(expected.clone()), "{}", text);
            }
        }
    }
}
