//! Restoring a backup into an empty database, all of it or nothing.

use super::{Broken, FORMAT, Manifest, Sum, TableEntry, Trouble, file_path, sha256_hex, table_path};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::directory::DirectoryCache;
use crate::store::backup::{Table, is_sequence, numbers_borne, set_number, tables};
use crate::store::{Tx, directory, people, schema};
use crate::token;
use crate::work::Work;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// How many rows are read back at a time to be compared.
const PAGE: u64 = 500;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// The backup.
    pub manifest: Manifest,
    /// How many rows.
    pub rows: u64,
    /// So many tokens were revoked.
    pub revoked: usize,
    /// Of which prefix and year the backup's list names a smaller number than a ticket bears, if any, with that number: it goes on after it.
    pub raised: BTreeMap<String, (Option<i64>, i64)>,
}

impl Desk {
    /// Looks a backup over without touching the database: whether everything is there and as it was written.
    pub fn check_backup(folder: &Path) -> Result<Manifest, Trouble> {
        let manifest = read_manifest(folder)?;
        for entry in &manifest.tables {
            check_table(folder, entry)?;
        }
        for entry in &manifest.files {
            read_file(folder, &entry.sha256)?;
        }
        Ok(manifest)
    }

    /// Restores a backup into this desk's database, which must have the schema and nothing in it.
    pub async fn restore(&self, folder: &Path) -> Result<Restored, Trouble> {
        let manifest = Self::check_backup(folder)?;
        let tables = tables()?;
        let tx = self.store.begin().await?;
        check_schema(&manifest, schema::steps_of(&tx).await?)?;
        for table in &tables {
            if !table.is_empty(&tx).await? {
                return Err(Trouble::NotEmpty(table.name));
            }
        }
        // Bytes first, as with an upload: litter is no harm, a row whose bytes are missing is.
        for entry in &manifest.files {
            self.files.put(&entry.sha256, read_file(folder, &entry.sha256)?).await?;
        }
        let mut rows = 0;
        for table in &tables {
            let entry = manifest.tables.iter().find(|entry| entry.name == table.name);
            let entry = entry.ok_or_else(|| broken("manifest.json".into(), None, Broken::Missing))?;
            fill(&tx, table, folder).await?;
            compare(&tx, table, entry).await?;
            rows += entry.rows;
        }
        // The list says how far the numbers were drawn, which can be further than any ticket; but a number that a ticket bears is drawn, whatever it says.
        let mut numbers = manifest.numbers.clone();
        numbers.retain(|name, _| is_sequence(name));
        let mut raised = BTreeMap::new();
        for (name, borne) in numbers_borne(&tx).await? {
            let told = numbers.get(&name).copied();
            if told.is_none_or(|told| told < borne) {
                numbers.insert(name.clone(), borne);
                raised.insert(name, (told, borne));
            }
        }
        for (name, last) in &numbers {
            set_number(&tx, name, *last).await?;
        }
        crate::search::words::fill(&tx).await?;
        let stamp = directory::stamp(&tx).await?;
        directory::move_stamp(&tx, stamp).await?;
        // Nobody can tell which of them were revoked after the backup was taken, so none is valid. In this transaction: there is no moment in between.
        let tokens = people::unrevoked_tokens(&tx).await?;
        let revoked = tokens.len();
        if tokens.is_empty() {
            tx.commit().await?;
        } else {
            // Of its own: what is read here is not committed yet.
            let region = DirectoryCache::default();
            let console = Caller::CONSOLE;
            let mut work = Work::within(tx, &self.store, &region, &self.chance, self.moment(), console).await?;
            token::revoke_all(&mut work, tokens).await?;
            self.tell(work.commit().await?);
        }
        Ok(Restored { manifest, rows, revoked, raised })
    }
}

fn broken(file: PathBuf, line: Option<u64>, what: Broken) -> Trouble {
    Trouble::Broken { file, line, what }
}

fn read_manifest(folder: &Path) -> Result<Manifest, Trouble> {
    let path = folder.join("manifest.json");
    let text = match std::fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Trouble::NoBackup(folder.to_owned()));
        }
        other => other.map_err(|error| Trouble::Io(path, error))?,
    };
    let digest = std::fs::read_to_string(folder.join("manifest.sha256")).unwrap_or_default();
    if digest.trim() != sha256_hex(&text) {
        return Err(broken("manifest.json".into(), None, Broken::Digest));
    }
    let wrong = |error: serde_json::Error| {
        let line = u64::try_from(error.line()).ok();
        broken("manifest.json".into(), line, Broken::Manifest(error.to_string()))
    };
    // The form is looked at first: another one may have other fields.
    let any: serde_json::Value = serde_json::from_slice(&text).map_err(wrong)?;
    match any["format"].as_u64() {
        Some(format) if format == u64::from(FORMAT) => serde_json::from_value(any).map_err(wrong),
        other => Err(Trouble::OtherFormat(other.and_then(|n| u32::try_from(n).ok()).unwrap_or(0))),
    }
}

fn check_schema(manifest: &Manifest, here: Vec<String>) -> Result<(), Trouble> {
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|step| !others.contains(step)).cloned().collect()
    };
    let (lacking, ahead) = (without(&manifest.schema, &here), without(&here, &manifest.schema));
    if lacking.is_empty() && ahead.is_empty() {
        return Ok(());
    }
    Err(Trouble::OtherSchema { program: manifest.program.clone(), lacking, ahead })
}

fn check_table(folder: &Path, entry: &TableEntry) -> Result<(), Trouble> {
    // The name becomes a path: what is no plain word is no table of ours.
    if !entry.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
        return Err(broken("manifest.json".into(), None, Broken::Manifest(entry.name.clone())));
    }
    let name = table_path(&entry.name);
    let mut sha = Sha256::new();
    let mut file = open(folder, &name)?;
    std::io::copy(&mut file, &mut sha).map_err(|error| Trouble::Io(folder.join(&name), error))?;
    if hex::encode(sha.finalize()) != entry.sha256 {
        return Err(broken(name.clone(), first_wrong_line(folder, &name, &entry.name), Broken::Digest));
    }
    Ok(())
}

/// Where a damaged table can be seen to be damaged; a change that still makes a row cannot be.
fn first_wrong_line(folder: &Path, name: &Path, table: &str) -> Option<u64> {
    let table = tables().ok()?.into_iter().find(|known| known.name == table)?;
    let lines = BufReader::new(open(folder, name).ok()?).split(b'\n');
    let wrong = |line: std::io::Result<Vec<u8>>| {
        let line = line.ok().and_then(|line| String::from_utf8(line).ok());
        line.is_none_or(|line| table.read(&line).is_err())
    };
    lines.enumerate().find_map(|(at, line)| wrong(line).then_some(at as u64 + 1))
}

fn open(folder: &Path, name: &Path) -> Result<File, Trouble> {
    match File::open(folder.join(name)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(broken(name.to_owned(), None, Broken::Missing))
        }
        other => other.map_err(|error| Trouble::Io(folder.join(name), error)),
    }
}

fn read_file(folder: &Path, sha256: &str) -> Result<Vec<u8>, Trouble> {
    if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(broken("manifest.json".into(), None, Broken::Manifest(sha256.to_owned())));
    }
    let name = file_path(sha256);
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut open(folder, &name)?, &mut bytes)
        .map_err(|error| Trouble::Io(folder.join(&name), error))?;
    if sha256_hex(&bytes) == sha256 { Ok(bytes) } else { Err(broken(name, None, Broken::Digest)) }
}

async fn fill(tx: &Tx, table: &Table, folder: &Path) -> Result<(), Trouble> {
    let name = table_path(table.name);
    let at = |line: u64, what: Broken| broken(name.clone(), Some(line), what);
    let (mut rows, mut number) = (Vec::new(), 0);
    for line in BufReader::new(open(folder, &name)?).lines() {
        number += 1;
        let line = line.map_err(|error| Trouble::Io(folder.join(&name), error))?;
        rows.push(table.read(&line).map_err(|wrong| at(number, Broken::Row(wrong)))?);
        if rows.len() == table.most_at_once() {
            let first = number + 1 - rows.len() as u64;
            let full = std::mem::take(&mut rows);
            table.insert(tx, full).await.map_err(|fault| at(first, Broken::Refused(fault.to_string())))?;
        }
    }
    let first = number + 1 - rows.len() as u64;
    table.insert(tx, rows).await.map_err(|fault| at(first, Broken::Refused(fault.to_string())))
}

/// Reads a table back and compares it with the backup: what a database made of a value is what counts.
async fn compare(tx: &Tx, table: &Table, entry: &TableEntry) -> Result<(), Trouble> {
    let (mut sum, mut rows, mut after) = (Sum::default(), 0_u64, None);
    loop {
        let (lines, last) = table.page(tx, after, PAGE).await?;
        for line in &lines {
            sum.add(line);
            rows += 1;
        }
        if last.is_none() {
            break;
        }
        after = last;
    }
    if rows == entry.rows && sum.hex() == entry.rows_digest {
        return Ok(());
    }
    Err(broken(table_path(table.name), None, Broken::NotRestored))
}
