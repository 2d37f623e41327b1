//! What people type, checked before anything is done with it.

use crate::refusal::{Outcome, Refusal};
use crate::text::{self, TextError};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::ops::RangeInclusive;

/// The years of every date and instant that is taken, through whatever door. Outside of them is a slip of the pen; and the two databases, and the
/// arithmetic of calendars, do not agree there.
pub const YEARS: RangeInclusive<i32> = 1900..=2200;

/// A date, if it is one that is taken.
pub fn sane_date(date: NaiveDate) -> Option<NaiveDate> {
    YEARS.contains(&date.year()).then_some(date)
}

/// An instant, if it is one that is taken.
pub fn sane_instant(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    YEARS.contains(&at.year()).then_some(at)
}

/// Why nothing takes a text, whatever it is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untakable {
    /// It holds the character NUL, which PostgreSQL cannot keep.
    Nul,
    /// It is a date or an instant outside of [`YEARS`].
    Year,
}

/// Whether a text that came through a door can be taken at all. A door asks this of every text before it looks at what it is for, so that no field
/// can forget it; that is why a date is known by its form alone.
pub fn takable(text: &str) -> Result<(), Untakable> {
    if text.contains('\0') {
        return Err(Untakable::Nul);
    }
    // The longest date there is has fewer letters; a text is not worth reading as one.
    if text.len() > 64 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    // As the types of the API read them.
    let instant = text.parse::<DateTime<Utc>>().is_ok_and(|at| sane_instant(at).is_none());
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|date| sane_date(date).is_none());
    if instant || date { Err(Untakable::Year) } else { Ok(()) }
}

/// The longest title, in characters.
pub const TITLE: usize = 200;
/// The longest name, in characters.
pub const NAME: usize = 200;
/// The longest one-line answer, in characters.
pub const LINE: usize = 500;
/// The longest text, in characters.
pub const TEXT: usize = 20_000;

fn refused(field: &'static str) -> impl Fn(TextError) -> Refusal {
    move |error| match error {
        TextError::Blank => Refusal::Blank(field),
        TextError::TooLong { max } => Refusal::TooLong(field, max),
    }
}

/// A line that must not be empty.
pub fn line(field: &'static str, given: &str, most: usize) -> Outcome<String> {
    Ok(text::clean_line(given, most).map_err(refused(field))?)
}

/// A text of several lines that must not be empty.
pub fn text(field: &'static str, given: &str) -> Outcome<String> {
    Ok(text::clean_text(given, TEXT).map_err(refused(field))?)
}

/// A line that may be empty.
pub fn line_or_empty(field: &'static str, given: &str, most: usize) -> Outcome<String> {
    match text::clean_line(given, most) {
        Err(TextError::Blank) => Ok(String::new()),
        other => Ok(other.map_err(refused(field))?),
    }
}

/// A text that may be empty.
pub fn text_or_empty(field: &'static str, given: &str) -> Outcome<String> {
    match text::clean_text(given, TEXT) {
        Err(TextError::Blank) => Ok(String::new()),
        other => Ok(other.map_err(refused(field))?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_for_every_date_and_no_nul() {
        for text in
            ["", "Printer", "2026-08-17", "1900-01-01", "2200-12-31", "2200-12-31T23:59:59Z", "0813-0026-17", "17"]
        {
            assert_eq!(takable(text), Ok(()), "{text}");
        }
        for text in [
            "0026-08-17",
            "+12028-08-17",
            "2201-01-01",
            "1899-12-31T23:59:59Z",
            "-262143-01-01T00:00:00Z",
            "0026-11-29T00:00:00+08:00",
        ] {
            assert_eq!(takable(text), Err(Untakable::Year), "{text}");
        }
        assert_eq!(takable("a\0b"), Err(Untakable::Nul));
    }
}
