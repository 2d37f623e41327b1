//! From bytes to rows, as spreadsheets write them.

use super::{Problem, columns};
use desk::import::{Column, Row, Sheet};
use desk::person::Language;
use desk::say;
use desk::table::{Layout, header};
use desk::text::uncell;
use std::collections::BTreeMap;
use std::io::Read;

/// So many bytes a file may have.
pub const MOST_BYTES: u64 = 20_000_000;
/// So many rows a file may have.
pub const MOST_ROWS: usize = 50_000;
/// So many columns a file may have.
pub const MOST_COLUMNS: usize = 100;
/// So many bytes a cell may have: the longest text there is, in whatever script.
pub const LONGEST_CELL: usize = 80_000;
/// So many problems are told.
pub const MOST_PROBLEMS: usize = 1_000;
/// So many characters of a header are said again.
const HEADER_SHOWN: usize = 60;

/// A file that could be read.
#[derive(Debug)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Row>,
    /// What its header calls the columns.
    pub headers: BTreeMap<Column, String>,
    /// Headers that nobody knows.
    pub ignored: Vec<String>,
}

/// What is wrong with the file as such.
enum Wrong {
    TooLarge,
    Utf16,
    NotUtf8,
    Nul,
    Empty,
    OpenQuote,
    NoHeader,
    MissingColumn(&'static str),
    ColumnTwice,
    TooManyColumns,
    CellTooLong,
    Cells { found: usize, expected: usize },
    TooManyRows,
}

impl Wrong {
    fn at(self, row: u64, column: Option<String>) -> Problem {
        let [indonesian, english] = [Language::Indonesian, Language::English].map(|language| self.sentence(language));
        Problem { row, column, code: self.code(), indonesian, english }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "FILE_TOO_LARGE",
            Self::Utf16 | Self::NotUtf8 => "NOT_UTF8",
            Self::Nul => "NOT_TEXT",
            Self::Empty => "EMPTY",
            Self::OpenQuote => "OPEN_QUOTE",
            Self::NoHeader => "NO_HEADER",
            Self::MissingColumn(_) => "MISSING_COLUMN",
            Self::ColumnTwice => "COLUMN_TWICE",
            Self::TooManyColumns => "TOO_MANY_COLUMNS",
            Self::CellTooLong => "CELL_TOO_LONG",
            Self::Cells { .. } => "CELLS",
            Self::TooManyRows => "TOO_MANY_ROWS",
        }
    }

    fn sentence(&self, language: Language) -> String {
        match self {
            Self::TooLarge => say!(language, "table-too-large"),
            Self::Utf16 => say!(language, "table-utf16"),
            Self::NotUtf8 => say!(language, "table-not-utf8"),
            Self::Nul => say!(language, "table-nul"),
            Self::Empty => say!(language, "table-empty"),
            Self::OpenQuote => say!(language, "table-open-quote"),
            Self::NoHeader => say!(language, "table-no-header"),
            Self::MissingColumn(name) => say!(language, "table-missing-column", name = *name),
            Self::ColumnTwice => say!(language, "table-column-twice"),
            Self::TooManyColumns => say!(language, "table-too-many-columns"),
            Self::CellTooLong => say!(language, "table-cell-too-long"),
            Self::Cells { found, expected } => {
                say!(language, "table-cells", found = *found, expected = *expected)
            }
            Self::TooManyRows => say!(language, "table-too-many-rows"),
        }
    }
}

/// Reads a file; what cannot be read as a table is told line by line.
pub fn read(sheet: Sheet, file: impl Read) -> std::io::Result<Result<Table, Vec<Problem>>> {
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(text_of(bytes).map_err(|problem| vec![problem]).and_then(|text| table(sheet, &text)))
}

fn text_of(bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Wrong::TooLarge.at(0, None));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Wrong::Utf16.at(0, None));
    }
    if bytes.contains(&0) {
        return Err(Wrong::Nul.at(0, None));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let lines = before.iter().filter(|byte| **byte == b'\n').count() as u64;
        Wrong::NotUtf8.at(lines + 1, None)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn table(sheet: Sheet, text: &str) -> Result<Table, Vec<Problem>> {
    let known = columns::Known::of(sheet);
    let layout = Layout::of(text, |cell| known.column(cell).is_some());
    if let Some(line) = layout.open_quote(text) {
        return Err(vec![Wrong::OpenQuote.at(line, None)]);
    }
    let mut problems = Vec::new();
    let mut head: Option<Header> = None;
    let mut rows = Vec::new();
    for (line, record) in layout.records(text).skip(layout.above) {
        let Some(head) = &head else {
            head = Some(Header::read(sheet, &known, &record, line)?);
            continue;
        };
        match head.row(&record, line) {
            Ok(row) => rows.push(row),
            Err(problem) if problems.len() < MOST_PROBLEMS => problems.push(problem),
            Err(_) => {}
        }
        if rows.len() > MOST_ROWS {
            return Err(vec![Wrong::TooManyRows.at(line, None)]);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    match head {
        Some(head) if !rows.is_empty() => {
            let ignored = head.ignored;
            let headers = head.columns.into_iter().flatten().collect();
            Ok(Table { rows, headers, ignored })
        }
        _ => Err(vec![Wrong::Empty.at(0, None)]),
    }
}

struct Header {
    columns: Vec<Option<(Column, String)>>,
    ignored: Vec<String>,
}

impl Header {
    fn read(sheet: Sheet, known: &columns::Known, record: &csv::StringRecord, line: u64) -> Result<Self, Vec<Problem>> {
        // Spreadsheets write a few separators more than there are columns.
        if last_said(record) > MOST_COLUMNS {
            return Err(vec![Wrong::TooManyColumns.at(line, None)]);
        }
        let mut it = Self { columns: Vec::new(), ignored: Vec::new() };
        let mut problems = Vec::new();
        for name in record.iter().map(header) {
            let column = known.column(&name);
            match column {
                Some(column) if it.columns.iter().flatten().any(|(other, _)| *other == column) => {
                    problems.push(Wrong::ColumnTwice.at(line, Some(name.clone())));
                }
                None if !name.is_empty() => it.ignored.push(shown(&name)),
                _ => {}
            }
            it.columns.push(column.map(|column| (column, name)));
        }
        if it.columns.iter().all(Option::is_none) {
            return Err(vec![Wrong::NoHeader.at(line, None)]);
        }
        for needed in sheet.needed() {
            if it.columns.iter().flatten().all(|(column, _)| column != needed) {
                let name = columns::names(sheet, *needed).first().copied().unwrap_or(needed.code());
                problems.push(Wrong::MissingColumn(name).at(line, None));
            }
        }
        if problems.is_empty() { Ok(it) } else { Err(problems) }
    }

    fn row(&self, record: &csv::StringRecord, line: u64) -> Result<Row, Problem> {
        let expected = self.columns.len();
        // Spreadsheets write a few separators more or less at the end of a row; only cells that say something, or that are wanting, count.
        let said = last_said(record);
        if said > expected || record.len() < expected {
            return Err(Wrong::Cells { found: said.max(record.len()), expected }.at(line, None));
        }
        if record.iter().any(|cell| cell.len() > LONGEST_CELL) {
            return Err(Wrong::CellTooLong.at(line, None));
        }
        let cells = self.columns.iter().zip(record).filter_map(|(column, cell)| {
            let (column, _) = column.as_ref()?;
            Some((*column, uncell(cell.trim()).into_owned()))
        });
        Ok(Row { line, cells: cells.collect() })
    }
}

/// How many cells there are up to the last one that says something.
fn last_said(record: &csv::StringRecord) -> usize {
    (0..record.len()).rposition(|at| !record[at].trim().is_empty()).map_or(0, |last| last + 1)
}

/// A header that is nobody's, not longer than anybody reads.
fn shown(name: &str) -> String {
    match name.char_indices().nth(HEADER_SHOWN) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(sheet: Sheet, bytes: &[u8]) -> Vec<(u64, &'static str)> {
        match read(sheet, bytes).expect("bytes") {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(|problem| (problem.row, problem.code)).collect(),
        }
    }

    fn rows(sheet: Sheet, text: &str) -> Table {
        read(sheet, text.as_bytes()).expect("bytes").unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    #[test]
    fn files_as_spreadsheets_write_them() {
        for text in [
            "nama,nip,opd\nSari,198501012010012001,DISDIK\n",
            "\u{feff}Nama;NIP;OPD\r\nSari;198501012010012001;DISDIK\r\n",
            "sep=;\nNama;NIP;OPD\nSari;'198501012010012001;DISDIK",
            "\n\nNAMA\tN.I.P.\tUnit Kerja\n\nSari\t198501012010012001\tDISDIK\n\t\t\n",
            "\"nama\",\"nip\",\"opd\",\"\"\n\"Sari\",\"198501012010012001\",\"DISDIK\",\"\"\n",
            "nama,nip,opd\nSari,198501012010012001,DISDIK,,,\n",
        ] {
            let table = rows(Sheet::People, text);
            let cells: Vec<(&str, &str)> =
                table.rows[0].cells.iter().map(|(column, cell)| (column.code(), cell.as_str())).collect();
            assert_eq!(table.rows.len(), 1, "{text:?}");
            assert_eq!(cells, [("name", "Sari"), ("nip", "198501012010012001"), ("unit", "DISDIK")], "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let table = rows(Sheet::Units, "sep=,\nkode,nama,alamat\nA,Satu,\"Jalan\nLurus\"\n\nB,Dua,\n");
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 6]);
        assert_eq!(table.rows[0].cells[&Column::Address], "Jalan\nLurus");
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (bytes, expected) in [
            (b"".as_slice(), (0, "EMPTY")),
            (b"nama,nip\n", (0, "EMPTY")),
            (b"\xff\xfen\0a\0", (0, "NOT_UTF8")),
            (b"PK\x03\x04\0\0", (0, "NOT_TEXT")),
            (b"nama,nip\nSari,1\nJos\xe9,2\n", (3, "NOT_UTF8")),
            (b"nama,nip\n\"Sari,1\nBudi,2\n", (2, "OPEN_QUOTE")),
            (b"satu,dua\nSari,1\n", (1, "NO_HEADER")),
            (b"nama,nama lengkap\nSari,Sari\n", (1, "COLUMN_TWICE")),
            (b"nama,nip,opd\nSari,1\n", (2, "CELLS")),
            (b"nama,nip\nSari,1,2,3\n", (2, "CELLS")),
        ] {
            assert_eq!(codes(Sheet::People, bytes), [expected], "{:?}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(codes(Sheet::Units, b"nama\nDinas\n"), [(1, "MISSING_COLUMN")]);
        let wide = format!("nama,nip{}\n", ",a".repeat(99));
        assert_eq!(codes(Sheet::People, wide.as_bytes()), [(1, "TOO_MANY_COLUMNS")]);
        let wide = format!("nama,nip{}\nSari,1{}\n", ",".repeat(99), ",".repeat(99));
        assert_eq!(codes(Sheet::People, wide.as_bytes()), [], "separators alone are no columns");
        let long = format!("nama,nip\n{},1\n", "a".repeat(LONGEST_CELL + 1));
        assert_eq!(codes(Sheet::People, long.as_bytes()), [(2, "CELL_TOO_LONG")]);
    }

    #[test]
    fn a_quote_inside_of_a_cell_opens_nothing() {
        let table = rows(Sheet::Units, "kode,nama\nA,Gedung \"Baru\n B,\"Kata \"\"dalam\"\" kutip\"\n");
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[1].cells[&Column::Name], "Kata \"dalam\" kutip");
    }

    #[test]
    fn unknown_columns_are_named() {
        let table = rows(Sheet::People, "No.,nama,nip,Golongan\n1,Sari,198501012010012001,III/a\n");
        assert_eq!(table.ignored, ["No.", "Golongan"]);
        let table = rows(Sheet::People, &format!("{},nama,nip\n1,Sari,1\n", "é".repeat(5_000)));
        assert_eq!(table.ignored, [format!("{}…", "é".repeat(60))], "cut to what anybody reads");
    }
}
