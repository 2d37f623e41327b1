//! Dates and times as people, their spreadsheets and their logs write them: one reader for every table, form and log, with one range
//! ([`crate::input::YEARS`]). A year of two digits is none: nobody knows the century that was meant.

use crate::input::sane_date;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use unicode_normalization::UnicodeNormalization;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// It is none, or there is no such day.
    Unreadable,
    /// Its year has not four digits, or lies outside of the range.
    Year,
}

/// So many characters a date has, at most; a longer text is none.
const LONGEST: usize = 60;

const MONTHS: [[&str; 2]; 12] = [
    ["januari", "january"],
    ["februari", "february"],
    ["maret", "march"],
    ["april", "april"],
    ["mei", "may"],
    ["juni", "june"],
    ["juli", "july"],
    ["agustus", "august"],
    ["september", "september"],
    ["oktober", "october"],
    ["november", "november"],
    ["desember", "december"],
];
/// As some still write them, and shorter than the beginning of the name.
const OTHER_MONTHS: [(&str, u32); 4] = [("pebruari", 2), ("agt", 8), ("ags", 8), ("nopember", 11)];
const WEEKDAYS: [&str; 15] = [
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "ahad",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Reads a date: `2026-07-09`, `9-7-2026`, `09/07/2026` (the day first), `9.7.2026`, `9 Juli 2026`, `Kamis, 9 Jul 2026`; the midnight that a spreadsheet
/// writes behind a date is no part of it.
pub fn date(text: &str) -> Result<NaiveDate, NoDay> {
    let (date, rest) = begin(text)?;
    if rest.is_empty() || time(&rest) == Some(NaiveTime::MIN) { Ok(date) } else { Err(NoDay::Unreadable) }
}

/// Reads a date and a time of day: `29/02/2016 01:16`, `2016-02-29T01:16:00`, `29 Februari 2016 01.16`.
pub fn instant(text: &str) -> Result<NaiveDateTime, NoDay> {
    let (date, rest) = begin(text)?;
    time(&rest).map(|time| date.and_time(time)).ok_or(NoDay::Unreadable)
}

/// The date with which a text begins, and the words after it.
fn begin(text: &str) -> Result<(NaiveDate, Vec<String>), NoDay> {
    if text.len() > 4 * LONGEST {
        return Err(NoDay::Unreadable);
    }
    let text: String =
        text.trim().nfkc().filter(|c| !matches!(c, '\'' | '’' | '‘')).flat_map(char::to_lowercase).collect();
    if text.chars().count() > LONGEST || text.starts_with('-') {
        return Err(NoDay::Unreadable);
    }
    // Where letters end and digits begin, a word ends: the T of `2016-02-29T01:16`.
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = if c.is_ascii_digit() { Some(true) } else { c.is_alphabetic().then_some(false) };
        match (kind, last == kind) {
            (None, _) => {}
            (Some(_), true) => words.last_mut().into_iter().for_each(|word| word.push(c)),
            (Some(_), false) => words.push(c.into()),
        }
        last = kind;
    }
    if words.first().is_some_and(|word| WEEKDAYS.contains(&word.as_str())) {
        words.remove(0);
    }
    if words.len() < 3 {
        return Err(NoDay::Unreadable);
    }
    let rest = words.split_off(3);
    let is_number = |word: &String| word.bytes().all(|b| b.is_ascii_digit());
    let (year, month, day) = match (&words[0], &words[1], &words[2]) {
        (year, month, day) if is_number(year) && year.len() > 2 => (year, month, day),
        (month, day, year) if !is_number(month) && is_number(day) => (year, month, day),
        (day, month, year) => (year, month, day),
    };
    let month = month_of(month).ok_or(NoDay::Unreadable)?;
    let (Ok(number), Ok(day)) = (year.parse::<i32>(), day.parse::<u32>()) else {
        // A year of more digits than there are in a number.
        return Err(if is_number(year) && is_number(day) { NoDay::Year } else { NoDay::Unreadable });
    };
    if year.len() != 4 {
        // Only of what otherwise is a date one can say that its year is what is wrong.
        let is_one = rest.is_empty() || time(&rest).is_some();
        return Err(if is_one { NoDay::Year } else { NoDay::Unreadable });
    }
    let date = NaiveDate::from_ymd_opt(number, month, day).ok_or(NoDay::Unreadable)?;
    Ok((sane_date(date).ok_or(NoDay::Year)?, rest))
}

fn month_of(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    if word.len() < 3 {
        return None;
    }
    let named = MONTHS.iter().zip(1..).find(|(names, _)| names.iter().any(|name| name.starts_with(word)));
    let other = || OTHER_MONTHS.iter().find(|(name, _)| name.starts_with(word)).map(|(_, number)| *number);
    named.map(|(_, number)| number).or_else(other)
}

fn time(words: &[String]) -> Option<NaiveTime> {
    let words = match words {
        [t, rest @ ..] if t == "t" || t == "pukul" || t == "jam" => rest,
        words => words,
    };
    let number = |at: usize| match words.get(at) {
        None => Some(0),
        Some(word) => word.parse::<u32>().ok().filter(|_| word.len() <= 2),
    };
    if !(2..=3).contains(&words.len()) {
        return None;
    }
    NaiveTime::from_hms_opt(number(0)?, number(1)?, number(2)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Days, Timelike};
    use proptest::prelude::*;

    #[test]
    fn dates_as_people_write_them_here() {
        let expected = NaiveDate::from_ymd_opt(2026, 7, 9).ok_or(NoDay::Unreadable);
        for text in [
            "2026-07-09",
            "9-7-2026",
            "09/07/2026",
            "9 Juli 2026",
            "09.07.2026",
            "9 jul 2026",
            "Kamis, 9 Juli 2026",
            "July 9, 2026",
            "2026/7/9",
            "9-Jul-2026",
            "９／７／２０２６",
            " 2026-07-09 00:00:00 ",
            "2026-07-09T00:00",
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
        for (text, month) in [
            ("31 Agustus 2026", 8),
            ("1 Desember 2026", 12),
            ("1 Nopember 2026", 11),
            ("1 Pebruari 2026", 2),
            ("1 agt 2026", 8),
            ("1 Ags. 2026", 8),
            ("Jum'at, 1 Mei 2026", 5),
            ("1 Sept 2026", 9),
            ("1 Oct 2026", 10),
        ] {
            assert_eq!(date(text).map(|date| date.month()), Ok(month), "{text}");
        }
        for text in [
            "",
            "31-02-2026",
            "07/31/2026",
            "besok",
            "2026",
            "46212",
            "9 ju 2026",
            "2026-07-09 08:00",
            "2026-07-09Z",
            "-2026-07-09",
            "1 2 3 4 5 2026",
            "9 Juli",
            "2026-13-01",
        ] {
            assert_eq!(date(text), Err(NoDay::Unreadable), "{text}");
        }
        for text in [
            "17/08/28",
            "17-08-28",
            "28-08-17",
            "0026-08-17",
            "+12028-08-17",
            "2201-01-01",
            "1899-12-31",
            "9 Juli 26",
            "17/08/99999999999999999999",
            "9-7-026",
        ] {
            assert_eq!(date(text), Err(NoDay::Year), "{text}");
        }
    }

    #[test]
    fn times_as_logs_write_them() {
        let expected = NaiveDate::from_ymd_opt(2016, 2, 29).and_then(|date| date.and_hms_opt(1, 16, 0));
        for text in [
            "29-02-2016 01:16",
            "29/2/2016 1:16",
            "2016-02-29 01:16:00",
            "2016-02-29T01:16:00",
            "29.02.2016 01.16",
            "29 Februari 2016 pukul 01.16",
        ] {
            assert_eq!(instant(text).ok(), expected, "{text}");
        }
        assert_eq!(instant("29-02-16 01:16"), Err(NoDay::Year));
        for text in ["", "29-02-2016", "31-02-2016 01:16", "29-02-2016 24:00", "29-02-2016 1:2:3:4"] {
            assert_eq!(instant(text), Err(NoDay::Unreadable), "{text}");
        }
    }

    proptest! {
        /// A date of the range reads back from every spelling, with whatever sign between, and never with another day than was written.
        #[test]
        fn every_spelling_reads_back(days in 0_u64..109_938, sign in "[-/. ]", words in 0_usize..4, minutes in 0_u32..1_440) {
            let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
            let day = first + Days::new(days);
            let (y, m, d) = (day.year(), day.month(), day.day());
            let name = MONTHS[m as usize - 1][words % 2];
            let name = if words < 2 { name } else { &name[..3] };
            for text in [
                format!("{y}{sign}{m:02}{sign}{d:02}"),
                format!("{d}{sign}{m}{sign}{y}"),
                format!("{d:02}{sign}{m:02}{sign}{y}"),
                format!("{d} {name} {y}"),
                format!("{d}{sign}{}{sign}{y}", name.to_uppercase()),
                format!("Minggu, {d} {name} {y}"),
                format!("{name} {d}, {y}"),
                format!("{y}-{m:02}-{d:02} 00:00:00"),
            ] {
                prop_assert_eq!(date(&text), Ok(day), "{}", text);
            }
            let at = day.and_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
            for text in [format!("{d}{sign}{m}{sign}{y} {:02}:{:02}", at.hour(), at.minute()), at.format("%Y-%m-%dT%H:%M:%S").to_string()] {
                prop_assert_eq!(instant(&text), Ok(at), "{}", text);
            }
            // Without its century it is nobody's day.
            prop_assert_eq!(date(&format!("{d}{sign}{m}{sign}{:02}", y % 100)), Err(NoDay::Year));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", digits in "[-+0-9/. T:]{0,30}") {
            for text in [text, digits] {
                if let Ok(day) = date(&text) {
                    prop_assert!(crate::input::YEARS.contains(&day.year()));
                }
                let _ = instant(&text);
            }
        }
    }
}
