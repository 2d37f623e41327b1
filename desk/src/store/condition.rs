//! Whether anything can be stored just now, and why not. Every transaction that writes tells what it met.

use sea_orm::sqlx;
use std::sync::Arc;
use tokio::sync::watch;

/// Why nothing can be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The disk is full, or a quota is.
    DiskFull,
    /// The database can only be read.
    ReadOnly,
    /// The database does not answer.
    Unreachable,
    /// It answers that it cannot: an error of the disk, a lack of memory, a lock that is not let go.
    Failing,
}

impl Trouble {
    /// For programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::Unreachable => "unreachable",
            Self::Failing => "failing",
        }
    }
}

/// How the desk's storage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Condition {
    /// Why nothing can be stored; none: all is well.
    pub trouble: Option<Trouble>,
    /// Whether there is so little room that no files are taken.
    pub tight: bool,
}

/// What is known of it, shared with every transaction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known(Arc<watch::Sender<Condition>>);

impl Known {
    pub(crate) fn now(&self) -> Condition {
        *self.0.borrow()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Condition> {
        self.0.subscribe()
    }

    /// A transaction met trouble.
    pub(crate) fn met(&self, trouble: Trouble, error: &dyn std::fmt::Display) {
        let news = self.change(|condition| condition.trouble = Some(trouble));
        if news {
            tracing::error!(%error, trouble = trouble.code(), "nothing can be stored");
        } else {
            tracing::debug!(%error, "nothing can be stored yet");
        }
    }

    /// Something was stored. Where a disk was full or failed, that a little went in does not say that more will: whoever looks says that.
    pub(super) fn stored(&self) {
        let trouble = self.now().trouble;
        if matches!(trouble, Some(Trouble::ReadOnly | Trouble::Unreachable)) {
            self.well();
        }
    }

    /// It was looked at, and all is well.
    pub(crate) fn well(&self) {
        if self.change(|condition| condition.trouble = None) {
            tracing::info!("things can be stored again");
        }
    }

    /// Whether there is room for files.
    pub(crate) fn tight(&self, tight: bool) {
        if self.change(|condition| condition.tight = tight) {
            if tight {
                tracing::warn!("there is too little room left on the disk: no files are taken");
            } else {
                tracing::info!("there is room for files again");
            }
        }
    }

    fn change(&self, how: impl FnOnce(&mut Condition)) -> bool {
        self.0.send_if_modified(|condition| {
            let before = *condition;
            how(condition);
            *condition != before
        })
    }
}

/// What an error of the driver says of the storage; none: it is about what was asked, not about where.
pub(super) fn trouble_of(error: &sqlx::Error) -> Option<Trouble> {
    match error {
        sqlx::Error::Database(error) => of_code(&error.code()?),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(Trouble::Unreachable),
        _ => None,
    }
}

/// Whether SQLite could not write (778) what it was to commit: the mark that makes it count comes last, so it is not there.
pub(super) fn is_unwritten(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "778")
}

/// SQLite's numbers, PostgreSQL's five letters.
fn of_code(code: &str) -> Option<Trouble> {
    if code.len() == 5 && !code.starts_with(char::is_whitespace) {
        return match code {
            "53100" => Some(Trouble::DiskFull),
            "25006" => Some(Trouble::ReadOnly),
            // Administrator's shutdown, crash, starting up; a session, or a transaction in it, that stood idle too long.
            "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Some(Trouble::Unreachable),
            // A lock or a statement that took too long; an error of the disk.
            "55P03" | "57014" | "58030" => Some(Trouble::Failing),
            _ if code.starts_with("08") => Some(Trouble::Unreachable),
            _ if code.starts_with("53") => Some(Trouble::Failing),
            _ => None,
        };
    }
    // The low byte of an extended code is the plain one.
    match code.parse::<i32>().ok()? & 0xff {
        13 => Some(Trouble::DiskFull),
        8 => Some(Trouble::ReadOnly),
        // BUSY, LOCKED, NOMEM, INTERRUPT, IOERR, CANTOPEN.
        5 | 6 | 7 | 9 | 10 | 14 => Some(Trouble::Failing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_understood() {
        for (code, wanted) in [
            ("13", Some(Trouble::DiskFull)),
            ("8", Some(Trouble::ReadOnly)),
            ("1032", Some(Trouble::ReadOnly)),
            ("778", Some(Trouble::Failing)),
            ("2067", None),
            ("53100", Some(Trouble::DiskFull)),
            ("25006", Some(Trouble::ReadOnly)),
            ("08006", Some(Trouble::Unreachable)),
            ("23505", None),
            ("25P02", None),
        ] {
            assert_eq!(of_code(code), wanted, "{code}");
        }
    }
}
