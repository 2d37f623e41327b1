//! What people type, checked before anything is done with it.

use crate::refusal::{Outcome, Refusal};
use crate::text::{self, TextError};

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
