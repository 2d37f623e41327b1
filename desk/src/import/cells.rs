//! The cells of one row, read with an eye on what is wrong with them.

use super::names::Miss;
use super::{Column, Ground, Row, RowProblem, fold};
use crate::day;
use crate::id::{ServiceId, TeamId, UnitId};
use crate::person::Language;
use crate::refusal::{Error, Outcome, Refusal};
use crate::words::{self, Spoken};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

/// A row whose cells are being read.
pub(super) struct Cells<'a> {
    row: &'a Row,
    problems: Vec<RowProblem>,
}

const YES: [&str; 9] = ["ya", "y", "yes", "true", "1", "benar", "x", "v", "aktif"];
const NO: [&str; 8] = ["tidak", "t", "n", "no", "false", "0", "salah", "bukan"];

impl<'a> Cells<'a> {
    pub(super) fn of(row: &'a Row) -> Self {
        Self { row, problems: Vec::new() }
    }

    /// Notes a problem.
    pub(super) fn wrong(&mut self, column: Option<Column>, refusal: Refusal) {
        self.problems.push(RowProblem { line: self.row.line, column, refusal });
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// What was found, if nothing was wrong; else the problems join the others.
    pub(super) fn done<T>(self, found: Option<T>, problems: &mut Vec<RowProblem>) -> Option<T> {
        let sound = self.is_sound();
        problems.extend(self.problems);
        found.filter(|_| sound)
    }

    /// The outcome of a check, if it is one; a refusal is noted at the column of its field.
    pub(super) fn take<T>(&mut self, outcome: Outcome<T>, otherwise: Column) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(Error::Refused(refusal)) => {
                let column = refusal.field().and_then(|field| field.parse().ok());
                self.wrong(Some(column.unwrap_or(otherwise)), refusal);
                None
            }
            Err(Error::Fault(fault)) => {
                tracing::error!(%fault, "a row could not be checked");
                self.wrong(Some(otherwise), Refusal::Invalid(otherwise.code()));
                None
            }
        }
    }

    /// Whether the table has the column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.row.cells.contains_key(&column)
    }

    /// What stands in the cell, if anything does.
    pub(super) fn filled(&self, column: Column) -> Option<&'a str> {
        self.row.cells.get(&column).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// What stands in a cell that must not be empty; without the column, what was there before.
    pub(super) fn needed(&mut self, column: Column, before: Option<&str>) -> String {
        match (self.filled(column), self.has(column), before) {
            (Some(text), _, _) => text.to_owned(),
            (None, false, Some(before)) => before.to_owned(),
            (None, _, _) => {
                self.wrong(Some(column), Refusal::Blank(column.code()));
                String::new()
            }
        }
    }

    /// What stands in a cell that may be empty; without the column, what was there before.
    pub(super) fn text(&self, column: Column, before: Option<&str>) -> Option<String> {
        let text = if self.has(column) { self.filled(column) } else { before };
        text.map(str::to_owned)
    }

    /// One of the words a column takes: its code, as the portal and a downloaded list say it in either language, or as people say it.
    pub(super) fn word<T: Spoken + std::fmt::Display>(
        &mut self,
        column: Column,
        all: &[T],
        others: &[(&str, T)],
    ) -> Option<T> {
        let given = self.filled(column)?;
        let found = self.word_of(given, all, others);
        if found.is_none() {
            let known = all.iter().map(T::to_string).collect::<Vec<_>>().join(", ");
            self.wrong(Some(column), Refusal::Unknown { field: column.code(), value: given.to_owned(), known });
        }
        found
    }

    fn word_of<T: Spoken + std::fmt::Display>(&self, given: &str, all: &[T], others: &[(&str, T)]) -> Option<T> {
        let wanted = fold(given);
        let is = |word: &&T, language| fold(&words::word(**word, language)) == wanted;
        let by_code = all.iter().find(|word| fold(&word.to_string()) == wanted);
        let by_word = || all.iter().find(|word| Language::ALL.iter().any(|language| is(word, *language)));
        by_code
            .or_else(by_word)
            .or_else(|| others.iter().find(|(word, _)| fold(word) == wanted).map(|(_, word)| word))
            .copied()
    }

    /// Several words in one cell.
    pub(super) fn words<T: Spoken + std::fmt::Display>(
        &mut self,
        column: Column,
        all: &[T],
        others: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let mut found = Vec::new();
        for given in self.parts(column)? {
            match self.word_of(&given, all, others) {
                Some(word) => found.push(word),
                None => {
                    let known = all.iter().map(T::to_string).collect::<Vec<_>>().join(", ");
                    self.wrong(Some(column), Refusal::Unknown { field: column.code(), value: given, known });
                }
            }
        }
        Some(found)
    }

    /// The parts of a cell that holds several, one per line or between bars or semicolons. None: no such column.
    pub(super) fn parts(&self, column: Column) -> Option<Vec<String>> {
        let cell = self.row.cells.get(&column)?;
        let parts = cell.split(['|', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        Some(parts.map(str::to_owned).collect())
    }

    /// Yes or no. None: no such column, or nothing in it.
    pub(super) fn yes(&mut self, column: Column) -> Option<bool> {
        let given = self.filled(column)?;
        let folded = fold(given);
        match (YES.contains(&folded.as_str()), NO.contains(&folded.as_str())) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ if matches!(given, "✓" | "✔" | "√") => Some(true),
            _ if matches!(given, "-" | "–") => Some(false),
            _ => {
                let known = "ya, tidak".to_owned();
                self.wrong(Some(column), Refusal::Unknown { field: column.code(), value: given.to_owned(), known });
                None
            }
        }
    }

    /// A date as people write it ([`day::date`]).
    pub(super) fn date(&mut self, column: Column) -> Option<NaiveDate> {
        let given = self.filled(column)?;
        let why = match day::date(given) {
            Ok(date) => return Some(date),
            Err(why) => why,
        };
        self.wrong(Some(column), Refusal::day(column.code(), given, why));
        None
    }

    /// JSON of a certain shape. None: no such column, or nothing in it.
    pub(super) fn json<T: DeserializeOwned>(&mut self, column: Column) -> Option<T> {
        let given = self.filled(column)?;
        match serde_json::from_str(given) {
            Ok(value) => Some(value),
            Err(_) => {
                self.wrong(Some(column), Refusal::Invalid(column.code()));
                None
            }
        }
    }

    /// A unit that is in use, by code, short name or name.
    pub(super) fn unit(&mut self, column: Column, ground: &Ground) -> Option<UnitId> {
        let given = self.filled(column)?;
        self.found(column, given, ground.units().named(given))
    }

    /// A team that is in use, by code or name.
    pub(super) fn team(&mut self, column: Column, ground: &Ground) -> Option<TeamId> {
        let given = self.filled(column)?;
        self.found(column, given, ground.teams().named(given))
    }

    /// A service that is in use, by code or name.
    pub(super) fn service(&mut self, column: Column, ground: &Ground) -> Option<ServiceId> {
        let given = self.filled(column)?;
        self.found(column, given, ground.services().named(given))
    }

    fn found<T>(&mut self, column: Column, given: &str, found: Result<T, Miss>) -> Option<T> {
        let refusal = match found {
            Ok(id) => return Some(id),
            Err(Miss::Retired) => Refusal::Retired(column.code()),
            Err(Miss::Several) => Refusal::Ambiguous(column.code()),
            Err(Miss::Unknown) => {
                Refusal::Unknown { field: column.code(), value: given.to_owned(), known: String::new() }
            }
        };
        self.wrong(Some(column), refusal);
        None
    }
}
