//! Backup and restore: all rows as lines of text, all files by digest, and a manifest that says what must be there. It is taken while the program
//! runs, in one snapshot, and a backup of SQLite can be restored into PostgreSQL and the other way round.
//!
//! ```text
//! FOLDER/manifest.json      what belongs to it, with counts and digests; written last: a folder without it is no backup
//! FOLDER/manifest.sha256    the manifest's own digest
//! FOLDER/tables/NAME.jsonl  a table, one row a line
//! FOLDER/files/ab/abcd...   a file under the SHA-256 of its content
//! ```
//!
//! Keys are not in it: whoever finds a backup must not be able to sign with them. The manifest names those that are needed.

use crate::refusal::{Error, Fault};
use crate::store::backup::NotARow;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

mod restore;
mod take;

pub use restore::Restored;
pub use take::Taken;

/// The form of backup that this program writes and reads.
pub const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// The version of the program that took it.
    pub program: String,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// The steps its schema had been through.
    pub schema: Vec<String>,
    /// The tables, in the order in which they are restored.
    pub tables: Vec<TableEntry>,
    /// The last number drawn of each prefix and year.
    pub numbers: BTreeMap<String, i64>,
    /// The files.
    pub files: Vec<FileEntry>,
    /// Digests of files whose bytes were not there or not what they should be when it was taken.
    pub missing_files: Vec<String>,
    /// Ids of the keys that seals were signed with. They are kept elsewhere.
    pub keys: Vec<String>,
}

/// A table of a backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableEntry {
    /// Its name.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// Of its file.
    pub sha256: String,
    /// The sum of its rows' digests: the same in whatever order a database returns them.
    pub rows_digest: String,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Of its content, which is its name too.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// Why there is no backup, or no restore. Nothing was changed in the database.
#[derive(Debug)]
pub enum Trouble {
    /// The folder for a new backup has something in it already.
    FolderInUse(PathBuf),
    /// There is no manifest here.
    NoBackup(PathBuf),
    /// Another form than this program reads.
    OtherFormat(u32),
    /// Something in the backup is not as it was written.
    Broken {
        /// Which file.
        file: PathBuf,
        /// Which line, from 1.
        line: Option<u64>,
        /// What is wrong.
        what: Broken,
    },
    /// The backup's schema is another one than the database's.
    OtherSchema {
        /// The version of the program that took the backup.
        program: String,
        /// Steps that the backup has been through and the database has not.
        lacking: Vec<String>,
        /// Steps that the database has been through and the backup has not.
        ahead: Vec<String>,
    },
    /// The database to restore into is not empty: this table has rows.
    NotEmpty(&'static str),
    /// A file or folder could not be read or written.
    Io(PathBuf, std::io::Error),
    /// Ours.
    Fault(Fault),
}

/// What is wrong with a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The file is not there.
    Missing,
    /// Its digest is not the one in the manifest.
    Digest,
    /// It is not what a manifest looks like.
    Manifest(String),
    /// A line is no row of its table.
    Row(NotARow),
    /// The database refused a row from about here.
    Refused(String),
    /// After the restore the table is not what the backup says it was.
    NotRestored,
}

impl From<Fault> for Trouble {
    fn from(it: Fault) -> Self {
        Self::Fault(it)
    }
}

impl From<Error> for Trouble {
    fn from(it: Error) -> Self {
        match it {
            Error::Fault(fault) => Self::Fault(fault),
            Error::Refused(refusal) => Self::Fault(Fault::new(refusal.code())),
        }
    }
}

/// The sum of the digests of lines, modulo 2^256: the same in any order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Sum([u8; 32]);

impl Sum {
    fn add(&mut self, line: &str) {
        let digest = Sha256::digest(line.as_bytes());
        let mut carry = 0_u16;
        for (ours, theirs) in self.0.iter_mut().zip(digest).rev() {
            let sum = u16::from(*ours) + u16::from(theirs) + carry;
            *ours = sum.to_be_bytes()[1];
            carry = sum >> 8;
        }
    }

    fn hex(&self) -> String {
        hex::encode(self.0)
    }
}

fn table_path(name: &str) -> PathBuf {
    Path::new("tables").join(format!("{name}.jsonl"))
}

fn file_path(sha256: &str) -> PathBuf {
    Path::new("files").join(sha256.get(..2).unwrap_or_default()).join(sha256)
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_does_not_depend_on_the_order_and_counts_what_is_there_twice() {
        let sum = |lines: &[&str]| {
            lines.iter().fold(Sum::default(), |mut sum, line| {
                sum.add(line);
                sum
            })
        };
        assert_eq!(sum(&["a", "b", "c"]), sum(&["c", "a", "b"]));
        assert_ne!(sum(&["a", "a"]), sum(&["b", "b"]));
        assert_ne!(sum(&["a", "a"]), Sum::default());
        assert_eq!(sum(&["a"]).hex(), sha256_hex(b"a"));
    }
}
