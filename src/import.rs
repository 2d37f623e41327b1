//! `tanggap import`: units, people, appointments and services from CSV files.
//!
//! A file is read whole, then checked whole, and only then written: up to 200 rows in one transaction, a longer file in batches
//! ([`desk::import`] says how). As long as anything is wrong with any row nothing is written, and the report names line, column and reason of all that
//! is. Importing a file twice changes nothing the second time.
//!
//! # The files
//!
//! UTF-8 with or without a byte order mark, a header line, commas, semicolons or tabs between the cells (found out from the header, or said by Excel's
//! own first line `sep=;`), cells in double quotes where they hold such a sign or a line break. Blank lines do not matter. The apostrophe that a
//! spreadsheet or our own export puts before `=`, `+`, `-`, `@` or a digit is taken off. Headers are known by several names each, in Indonesian and
//! English, whatever their case, accents, spaces and punctuation ([`columns`]); columns that nobody knows are named in the report and left out.
//!
//! Several values in one cell stand on lines of their own or between `|` or `;`. Yes is *ya*, *y*, *1*, *x*; no is *tidak*, *t*, *0*, *-*. Dates are
//! `2026-07-09`, `9-7-2026`, `09/07/2026` (the day first) or `9 Juli 2026`. Units, teams and services are named by their code, short name or name. A
//! cell left empty empties what was there; a column left out leaves it.

use crate::cli;
use crate::config::Config;
use crate::open;
use crate::stop::Stop;
use desk::Caller;
use desk::Desk;
use desk::import::{BATCH, Column, Import, Imported, Row, RowProblem, Sheet};
use desk::person::Language;
use desk::refusal::{Error, Fault, Outcome, Refusal};
use desk::say;
use std::collections::BTreeMap;
use std::io::{Read, Write};

pub mod columns;
pub mod table;

/// What is wrong, in words for the person whose file it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file; 0: the whole file.
    pub row: u64,
    /// The column, as the file's header calls it.
    pub column: Option<String>,
    /// The code, which never changes.
    pub code: &'static str,
    /// The sentence, in Indonesian.
    pub indonesian: String,
    /// The sentence, in English.
    pub english: String,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the file holds.
    pub sheet: Sheet,
    /// So many rows it has.
    pub rows: usize,
    /// What was done; if `dry_run`, what would be.
    pub done: Imported,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// So many rows are written. Fewer than `rows` with problems: something came between two batches of a long file, a change of the organisation or a
    /// trouble of the storage, and the rows before that are done; the same file imported again takes it up from there.
    pub written: usize,
    /// What is wrong, in the order of the lines.
    pub problems: Vec<Problem>,
    /// Headers that nobody knows; their columns were left out.
    pub ignored: Vec<String>,
}

impl Report {
    /// Whether every row was fine.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Writes it for people.
    pub fn write(&self, language: Language, out: &mut impl Write) -> std::io::Result<()> {
        for problem in &self.problems {
            let sentence = match language {
                Language::Indonesian => &problem.indonesian,
                Language::English => &problem.english,
            };
            let place = match (problem.row, &problem.column) {
                (0, _) => say!(language, "import-in-file"),
                (row, Some(column)) => say!(language, "import-in-column", line = row, column = format!("{column:?}")),
                (row, None) => say!(language, "import-in-line", line = row),
            };
            writeln!(
                out,
                "{}",
                say!(language, "import-problem", place = place, sentence = sentence, code = problem.code)
            )?;
        }
        if !self.ignored.is_empty() {
            writeln!(out, "{}", say!(language, "import-ignored", names = self.ignored.join(", ")))?;
        }
        let Imported { added, changed, unchanged } = self.done;
        let (rows, wrong) = (self.rows, self.problems.len());
        let said = match (wrong, self.written, self.dry_run) {
            (0, _, true) => {
                say!(language, "import-fine", rows = rows, added = added, changed = changed, unchanged = unchanged)
            }
            (0, _, false) => {
                say!(language, "import-done", rows = rows, added = added, changed = changed, unchanged = unchanged)
            }
            (_, 0, _) => say!(language, "import-wrong", count = wrong),
            (_, written, _) => say!(language, "import-half", written = written, rows = rows),
        };
        writeln!(out, "{said}")
    }
}

/// `tanggap import`.
pub async fn command(config: &Config, options: cli::Import) -> Result<(), Stop> {
    let sheet = match options.sheet {
        cli::Table::Units => Sheet::Units,
        cli::Table::People => Sheet::People,
        cli::Table::Appointments => Sheet::Appointments,
        cli::Table::Services => Sheet::Services,
    };
    let told = |error| Stop::wrong(format!("{} tidak dapat dibaca: {error}", options.file.display()));
    let file: Box<dyn Read + Send> = match options.file.as_os_str() == "-" {
        true => Box::new(std::io::stdin()),
        false => Box::new(std::fs::File::open(&options.file).map_err(told)?),
    };
    let desk = open::ready(config).await?;
    let report = run(&desk, &Caller::CONSOLE, sheet, file, options.dry_run).await;
    desk.close().await?;
    let report = report?;
    let language = if options.english { Language::English } else { Language::Indonesian };
    report.write(language, &mut std::io::stdout().lock()).map_err(Fault::new)?;
    if report.is_clean() {
        return Ok(());
    }
    Err(Stop::failed(say!(language, "import-not-in-full")))
}

/// Imports a file, or with `dry_run` only says what an import would do. What is wrong with the file is in the report; an error is that the caller may
/// not import, or that something of ours broke. Nothing is read of the file before it is known that the caller may.
pub async fn run<F: Read + Send + 'static>(
    desk: &Desk,
    caller: &Caller,
    sheet: Sheet,
    file: F,
    dry_run: bool,
) -> Outcome<Report> {
    desk.may_import(caller, sheet).await?;
    let mut report = Report {
        sheet,
        rows: 0,
        done: Imported::default(),
        dry_run,
        written: 0,
        problems: Vec::new(),
        ignored: Vec::new(),
    };
    // Twenty megabytes of commas keep a core busy: not one that answers others.
    let read = tokio::task::spawn_blocking(move || table::read(sheet, file)).await.map_err(Fault::new)?;
    let table = match read.map_err(Fault::new)? {
        Ok(table) => table,
        Err(problems) => {
            report.problems = problems;
            return Ok(report);
        }
    };
    report.rows = table.rows.len();
    report.ignored = table.ignored;
    let headers = table.headers;
    let sound = match desk.check_import(caller, sheet, table.rows).await {
        Ok(sound) => sound,
        Err(Error::Refused(Refusal::Rows(problems))) => {
            report.problems = told(problems, &headers);
            return Ok(report);
        }
        Err(error) => return Err(error),
    };
    if dry_run {
        report.done = sound.would;
        return Ok(report);
    }
    let mut rows = sound.rows.into_iter();
    loop {
        let rows: Vec<Row> = rows.by_ref().take(BATCH).collect();
        let count = rows.len();
        if count == 0 {
            return Ok(report);
        }
        match desk.act(caller, Import { sheet, rows }).await {
            Ok(done) => report.done += done,
            Err(Error::Refused(Refusal::Rows(problems))) => {
                report.problems = told(problems, &headers);
                return Ok(report);
            }
            Err(error) if report.written == 0 => return Err(error),
            // What is written stays written: whoever is told of the trouble is told that too.
            Err(error) => {
                report.problems = vec![stopped(error)];
                return Ok(report);
            }
        }
        report.written += count;
        tracing::info!(sheet = %sheet, written = report.written, of = report.rows, "imported");
        // R33: whoever waits for the database has a turn between two batches.
        tokio::task::yield_now().await;
    }
}

/// What stopped an import between two batches, as far as it is not about a row.
fn stopped(error: Error) -> Problem {
    let (code, indonesian, english) = match error {
        Error::Refused(refusal) => {
            (refusal.code(), refusal.sentence(Language::Indonesian), refusal.sentence(Language::English))
        }
        Error::Fault(fault) => {
            tracing::error!(%fault, "an import broke off on our side");
            let said = |language| say!(language, "answer-internal");
            ("INTERNAL", said(Language::Indonesian), said(Language::English))
        }
    };
    Problem { row: 0, column: None, code, indonesian, english }
}

fn told(problems: Vec<RowProblem>, headers: &BTreeMap<Column, String>) -> Vec<Problem> {
    let told = problems.into_iter().take(table::MOST_PROBLEMS).map(|problem| Problem {
        row: problem.line,
        // A column that the file does not have is called by its usual name.
        column: problem
            .column
            .map(|column| headers.get(&column).cloned().unwrap_or_else(|| columns::usual_name(column).to_owned())),
        code: problem.refusal.code(),
        indonesian: problem.refusal.sentence(Language::Indonesian),
        english: problem.refusal.sentence(Language::English),
    });
    told.collect()
}
