//! Anchors: where seals are put outside the database, so that whoever owns the database cannot take them back (R21).

use super::Seal;
use crate::digest::Digest;
use crate::refusal::Fault;
use chrono::DateTime;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A place outside the database that seals are appended to and never removed from.
#[async_trait::async_trait]
pub trait Anchor: Send + Sync {
    /// The last seal it has.
    async fn last(&self) -> Result<Option<Seal>, Fault>;

    /// Appends a seal, unless it is there already. When this returns, the seal survives a power cut. Nothing but the successor of the last one is taken:
    /// an instance that was paused after its commit may come with a seal when another has long gone on.
    async fn append(&self, seal: &Seal) -> Result<(), Fault>;
}

/// A seal as one line of JSON: in an anchor, and in an export. It holds all that its hash covers, so that it is proven by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealLine {
    /// Which seal.
    pub number: i64,
    /// When it was made, in microseconds since 1970.
    pub at: i64,
    /// The Merkle root of its leaves.
    pub root: Digest,
    /// How many leaves it has.
    pub leaves: i32,
    /// The hash of the seal before.
    pub prev_hash: Digest,
    /// The key that signed it.
    pub key_id: String,
    /// The hash over all of the above.
    pub hash: Digest,
    /// The signature over the hash, in hex.
    pub signature: String,
}

impl From<&Seal> for SealLine {
    fn from(seal: &Seal) -> Self {
        Self {
            number: seal.number,
            at: seal.at.timestamp_micros(),
            root: seal.root,
            leaves: seal.leaves,
            prev_hash: seal.prev_hash,
            key_id: seal.key_id.clone(),
            hash: seal.hash,
            signature: hex::encode(&seal.signature),
        }
    }
}

impl SealLine {
    /// The seal that a line spells, if it does.
    pub fn seal(self) -> Option<Seal> {
        Some(Seal {
            number: self.number,
            at: DateTime::from_timestamp_micros(self.at)?,
            leaves: self.leaves,
            root: self.root,
            prev_hash: self.prev_hash,
            key_id: self.key_id,
            signature: hex::decode(self.signature).ok()?,
            hash: self.hash,
        })
    }

    /// Reads a line.
    pub fn read(line: &str) -> Option<Seal> {
        serde_json::from_str::<Self>(line).ok()?.seal()
    }
}

/// A file that is only ever appended to, one line a seal. Best on another machine's disk, or one that writes once.
#[derive(Debug, Clone)]
pub struct FileAnchor {
    path: PathBuf,
}

/// More than a line can be long, by far.
const TAIL: u64 = 64 * 1024;

impl FileAnchor {
    /// The file at `path`, made when the first seal comes.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Its last whole line. A line that was cut off when the machine died stays where it is: the next append writes it anew on a line of its own.
    fn read_last(path: &Path) -> Result<Option<Seal>, Fault> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::new(error)),
        };
        let length = file.seek(SeekFrom::End(0)).map_err(Fault::new)?;
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL))).map_err(Fault::new)?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail).map_err(Fault::new)?;
        let tail = String::from_utf8_lossy(&tail);
        let found = tail.lines().rev().find_map(SealLine::read);
        if found.is_none() && length > TAIL {
            return Err(Fault::new(format!("no seal at the end of the anchor {}", path.display())));
        }
        Ok(found)
    }

    fn write(path: &Path, seal: &Seal) -> Result<(), Fault> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(Fault::new)?;
        // Held until the file is closed: of two processes that share it one looks and appends, then the other.
        file.lock().map_err(Fault::new)?;
        if let Some(last) = Self::read_last(path)? {
            if last.number >= seal.number {
                return Ok(());
            }
            if last.hash != seal.prev_hash {
                let text =
                    format!("the anchor's last seal, {}, is not the one before seal {}", last.number, seal.number);
                return Err(Fault::new(text));
            }
        }
        let mut text = serde_json::to_string(&SealLine::from(seal)).map_err(Fault::new)?;
        text.push('\n');
        let length = file.seek(SeekFrom::End(0)).map_err(Fault::new)?;
        if length == 0 {
            // A new file is there after a power cut only if its folder says so.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(Fault::new)?;
        } else {
            file.seek(SeekFrom::End(-1)).map_err(Fault::new)?;
            let mut end = [0];
            file.read_exact(&mut end).map_err(Fault::new)?;
            if end != *b"\n" {
                text.insert(0, '\n');
            }
        }
        file.write_all(text.as_bytes()).map_err(Fault::new)?;
        file.sync_all().map_err(Fault::new)
    }
}

#[async_trait::async_trait]
impl Anchor for FileAnchor {
    async fn last(&self) -> Result<Option<Seal>, Fault> {
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || Self::read_last(&path)).await.map_err(Fault::new)?
    }

    async fn append(&self, seal: &Seal) -> Result<(), Fault> {
        let (path, seal) = (self.path.clone(), seal.clone());
        tokio::task::spawn_blocking(move || Self::write(&path, &seal)).await.map_err(Fault::new)?
    }
}
