//! Taking a backup.

use super::{FORMAT, FileEntry, Manifest, Sum, TableEntry, Trouble, file_path, sha256_hex, table_path};
use crate::desk::Desk;
use crate::store::backup::{Table, file_digests, numbers, seal_keys, tables};
use crate::store::{Tx, schema};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// How many rows are read at a time.
const PAGE: u64 = 500;

/// A backup that was taken.
#[derive(Debug)]
pub struct Taken {
    /// What is in it.
    pub manifest: Manifest,
    /// Files that rows need and whose bytes are not there or not theirs: not the backup's fault, and not mended by it.
    pub lost: Vec<String>,
}

impl Desk {
    /// Takes a backup into a folder that is not there yet or empty.
    pub async fn back_up(&self, folder: &Path) -> Result<Taken, Trouble> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| Trouble::Io(path, error)
        };
        if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Trouble::FolderInUse(folder.to_owned()));
        }
        make_folder(folder).map_err(io(folder))?;
        make_folder(&folder.join("tables")).map_err(io(folder))?;
        make_folder(&folder.join("files")).map_err(io(folder))?;

        let snapshot = self.store.snapshot().await?;
        let taken_at = self.now();
        let schema = schema::steps_of(&snapshot).await?;
        let mut entries = Vec::new();
        for table in tables()? {
            let path = folder.join(table_path(table.name));
            entries.push(write_table(&snapshot, &table, &path).await?);
        }
        let (numbers, keys) = (numbers(&snapshot).await?, seal_keys(&snapshot).await?);
        let mut wanted: Vec<String> = Vec::new();
        loop {
            let after = wanted.last().map_or("", String::as_str);
            let page = file_digests(&snapshot, after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            wanted.extend(page);
        }
        // Files are kept by digest and never change, so that the database need not be held while they are copied.
        snapshot.rollback().await?;

        let (mut files, mut missing_files, mut lost) = (Vec::new(), Vec::new(), Vec::new());
        for sha256 in wanted {
            let bytes = self.files.find(&sha256).await?.filter(|bytes| sha256_hex(bytes) == sha256);
            let Some(bytes) = bytes else {
                // Erased since the snapshot is as it should be; still needed is a loss.
                if crate::store::file::is_used(&self.store.read(), &sha256).await? {
                    lost.push(sha256.clone());
                }
                missing_files.push(sha256);
                continue;
            };
            let path = folder.join(file_path(&sha256));
            if let Some(parent) = path.parent() {
                make_folder(parent).map_err(io(parent))?;
            }
            write_file(&path, &bytes).map_err(io(&path))?;
            files.push(FileEntry { sha256, size: bytes.len() as u64 });
        }

        let program = env!("CARGO_PKG_VERSION").to_owned();
        let manifest = Manifest {
            format: FORMAT,
            program,
            taken_at,
            schema,
            tables: entries,
            numbers,
            files,
            missing_files,
            keys,
        };
        let text = serde_json::to_vec_pretty(&manifest).map_err(crate::Fault::new)?;
        let digest = folder.join("manifest.sha256");
        write_file(&digest, sha256_hex(&text).as_bytes()).map_err(io(&digest))?;
        let path = folder.join("manifest.json");
        write_file(&path, &text).map_err(io(&path))?;
        Ok(Taken { manifest, lost })
    }
}

async fn write_table(snapshot: &Tx, table: &Table, path: &Path) -> Result<TableEntry, Trouble> {
    let io = |error| Trouble::Io(path.to_owned(), error);
    let mut file = BufWriter::new(new_file(path).map_err(io)?);
    let (mut sha, mut sum, mut rows, mut after) = (Sha256::new(), Sum::default(), 0_u64, None);
    loop {
        let (lines, last) = table.page(snapshot, after, PAGE).await?;
        for mut line in lines {
            sum.add(&line);
            rows += 1;
            line.push('\n');
            sha.update(line.as_bytes());
            file.write_all(line.as_bytes()).map_err(io)?;
        }
        if last.is_none() {
            break;
        }
        after = last;
    }
    file.into_inner().map_err(|error| io(error.into_error()))?.sync_all().map_err(io)?;
    let name = table.name.to_owned();
    Ok(TableEntry { name, rows, sha256: hex::encode(sha.finalize()), rows_digest: sum.hex() })
}

/// A backup holds everything there is to know: nobody but its owner may look into it.
fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn new_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
