//! The two forms of a table.

use axum::body::Bytes;
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use desk::view::Reader;
use desk::{Fault, text};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::borrow::Cow;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(i64),
    At(DateTime<Utc>),
    Empty,
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(it: Option<T>) -> Self {
        it.map_or(Self::Empty, Into::into)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(at: DateTime<Utc>) -> Self {
        Self::At(at)
    }
}

/// A table that is being written.
pub(super) trait Sheet {
    fn head(&mut self, head: &[String]) -> Result<(), Fault>;
    fn row(&mut self, row: Vec<Cell>) -> Result<(), Fault>;
}

fn local(at: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// UTF-8 with the mark by which Excel knows it, semicolons as in Indonesian settings, times as in `2026-07-09 14:30` of the reader's zone.
#[derive(Debug)]
pub(super) struct Csv {
    writer: csv::Writer<Vec<u8>>,
    zone: Tz,
}

impl Csv {
    pub(super) fn new(reader: &Reader) -> Self {
        Self { writer: writer("\u{feff}".as_bytes().to_vec()), zone: reader.zone() }
    }

    /// What was written since the last time.
    pub(super) fn take(&mut self) -> Result<Bytes, Fault> {
        let done = std::mem::replace(&mut self.writer, writer(Vec::new()));
        Ok(done.into_inner().map_err(Fault::new)?.into())
    }
}

fn writer(start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).flexible(false).from_writer(start)
}

impl Sheet for Csv {
    fn head(&mut self, head: &[String]) -> Result<(), Fault> {
        self.writer.write_record(head).map_err(Fault::new)
    }

    fn row(&mut self, row: Vec<Cell>) -> Result<(), Fault> {
        let zone = self.zone;
        let cells = row.into_iter().map(|cell| match cell {
            Cell::Text(text) => text::cell(&text).into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::At(at) => local(at, zone).format("%Y-%m-%d %H:%M").to_string(),
            Cell::Empty => String::new(),
        });
        self.writer.write_record(cells).map_err(Fault::new)
    }
}

/// A workbook of one sheet. Rows go to a temporary file as they come; in memory is one row.
pub(super) struct Xlsx {
    book: Workbook,
    rows: u32,
    at: Format,
    zone: Tz,
}

impl Xlsx {
    pub(super) const MIME: &'static str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /// More are a job for CSV: the whole workbook is put together before its first byte is sent.
    const MOST: u32 = 100_000;

    pub(super) fn new(reader: &Reader) -> Result<Self, Fault> {
        let mut book = Workbook::new();
        book.add_worksheet_with_constant_memory().map_err(Fault::new)?;
        let at = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        Ok(Self { book, rows: 0, at, zone: reader.zone() })
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows > Self::MOST
    }

    pub(super) fn bytes(mut self) -> Result<Vec<u8>, Fault> {
        self.book.save_to_buffer().map_err(Fault::new)
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, Fault> {
        self.book.worksheet_from_index(0).map_err(Fault::new)
    }
}

/// The most that a cell of a workbook holds, in the units of UTF-16.
const CELL: usize = 32_767;

/// What of a text a cell of a workbook holds: a longer one ends with an ellipsis.
fn short_enough(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= CELL {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < CELL
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

impl Sheet for Xlsx {
    fn head(&mut self, head: &[String]) -> Result<(), Fault> {
        let bold = Format::new().set_bold();
        let sheet = self.sheet()?;
        sheet.set_freeze_panes(1, 0).map_err(Fault::new)?;
        for (column, name) in (0..).zip(head) {
            sheet.set_column_width(column, 18).map_err(Fault::new)?;
            sheet.write_string_with_format(0, column, name, &bold).map_err(Fault::new)?;
        }
        self.rows = 1;
        Ok(())
    }

    fn row(&mut self, row: Vec<Cell>) -> Result<(), Fault> {
        let (number, zone, at) = (self.rows, self.zone, self.at.clone());
        let sheet = self.sheet()?;
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(text) => sheet.write_string(number, column, short_enough(&text::cell(&text))),
                Cell::Number(value) => sheet.write_number(number, column, value as f64),
                Cell::At(instant) => sheet.write_datetime_with_format(number, column, local(instant, zone), &at),
                Cell::Empty => continue,
            }
            .map_err(Fault::new)?;
        }
        self.rows += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_as_much_as_a_workbook_takes() {
        assert_eq!(short_enough(&"x".repeat(CELL)), "x".repeat(CELL));
        for text in ["x".repeat(CELL + 1), "😀".repeat(CELL), "x".to_owned() + &"😀".repeat(CELL)] {
            let cell = short_enough(&text);
            assert!(
                cell.encode_utf16().count() <= CELL && cell.encode_utf16().count() > CELL - 3 && cell.ends_with('…')
            );
            let mut book = Workbook::new();
            let written = book.add_worksheet().write_string(0, 0, cell).map(drop);
            assert!(written.is_ok(), "{written:?}");
        }
    }
}
