//! Why the program ends without having done what it was asked to do, in words for whoever started it.

use desk::person::Language;
use desk::{Error, Fault};
use std::fmt;

/// The program's last words and its exit code.
#[derive(Debug)]
pub struct Stop {
    /// 1: it did not work; 2: it was asked or set up wrongly.
    pub code: u8,
    text: String,
}

impl Stop {
    /// It did not work.
    pub fn failed(text: impl Into<String>) -> Self {
        Self { code: 1, text: text.into() }
    }

    /// It was asked or set up wrongly.
    pub fn wrong(text: impl Into<String>) -> Self {
        Self { code: 2, text: text.into() }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Stop {}

impl From<crate::config::Wrong> for Stop {
    fn from(it: crate::config::Wrong) -> Self {
        Self::wrong(it.to_string())
    }
}

impl From<Fault> for Stop {
    fn from(it: Fault) -> Self {
        Self::failed(format!("Gangguan di dalam program: {it}"))
    }
}

impl From<Error> for Stop {
    fn from(it: Error) -> Self {
        match it {
            Error::Refused(refusal) => Self::failed(refusal.sentence(Language::Indonesian)),
            Error::Fault(fault) => fault.into(),
        }
    }
}
