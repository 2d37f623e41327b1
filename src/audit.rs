//! `tanggap audit`: proves the record, or hands it to whoever wants to prove it elsewhere.

use crate::cli::Audit;
use crate::config::Config;
use crate::open;
use crate::stop::Stop;
use desk::audit::export::verify_export;
use desk::audit::verify::{Report, Trust};
use desk::person::Language;
use desk::seal::PublicKey;
use desk::{Caller, Fault};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// Does it. `audit verify` fails where anything is wrong, so that a script can rely on its exit code.
pub async fn run(config: &Config, what: Audit) -> Result<(), Stop> {
    match what {
        Audit::Verify { anchor, key, export, read_only, files, json } => {
            let trust = trust(key.as_deref(), anchor.as_deref())?;
            let report = match export {
                Some(file) => verify_export(BufReader::new(opened(&file)?), trust).await?,
                None => verify_database(config, trust, read_only, files).await?,
            };
            tell(&report, json)
        }
        Audit::Export { file } => export(config, &file).await,
    }
}

/// What the operator brings from outside the database. Nothing is taken from the settings: whoever could alter the database could have altered
/// those too.
fn trust(keys: Option<&Path>, anchor: Option<&Path>) -> Result<Trust<'static>, Stop> {
    let keys = match keys {
        None => Vec::new(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
            let wrong =
                |fault: Fault| Stop::wrong(format!("{} bukan kunci publik Ed25519 (PEM): {fault}", path.display()));
            PublicKey::all_from_pem(&text).map_err(wrong)?
        }
    };
    if let Some(path) = anchor {
        opened(path)?;
    }
    Ok(Trust::files(keys, anchor)?)
}

fn opened(path: &Path) -> Result<File, Stop> {
    File::open(path).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: std::io::Error) -> Stop {
    Stop::wrong(format!("{} tidak dapat dibaca: {error}", path.display()))
}

async fn verify_database(config: &Config, trust: Trust<'_>, read_only: bool, files: bool) -> Result<Report, Stop> {
    let desk = if read_only { open::to_read(config).await? } else { open::ready(config).await? };
    let report = match desk.audit_verify(&Caller::CONSOLE, trust).await {
        Ok(report) if files => desk.audit_files(report).await,
        other => other,
    };
    // A role of PostgreSQL that may only read proves the record all the same.
    if read_only || desk.write_access_log().await.is_err() {
        eprintln!("Pemeriksaan ini tidak tercatat pada log akses: basis data hanya dibaca.");
    }
    desk.close().await?;
    Ok(report?)
}

fn tell(report: &Report, json: bool) -> Result<(), Stop> {
    if json {
        println!("{}", serde_json::to_string_pretty(report).map_err(Fault::new)?);
    } else {
        for finding in &report.findings {
            println!("{}: {}", finding.code(), finding.sentence(Language::Indonesian));
        }
        let Report { streams, events, seals, .. } = report;
        println!("{streams} aliran, {events} peristiwa, {seals} segel diperiksa.");
        if let Some(files) = report.files {
            println!("{files} berkas dibaca.");
        }
        println!("{}", report.note(Language::Indonesian));
    }
    if report.is_clean() {
        return Ok(());
    }
    let found = report.findings.len() as u64 + report.omitted;
    Err(Stop::failed(format!("Catatan ini tidak utuh: {found} temuan.")))
}

/// Writes the export beside its name first: half an export must not pass for one.
async fn export(config: &Config, path: &Path) -> Result<(), Stop> {
    if path.exists() {
        return Err(Stop::wrong(format!("{} sudah ada. Sebutkan nama berkas baru.", path.display())));
    }
    let told = |error: std::io::Error| Stop::failed(format!("{} tidak dapat ditulis: {error}", path.display()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = BufWriter::new(tempfile::NamedTempFile::new_in(folder).map_err(told)?);
    let desk = open::ready(config).await?;
    let exported = desk.audit_export(&Caller::CONSOLE, &mut file).await;
    desk.write_access_log().await?;
    desk.close().await?;
    let exported = exported?;
    file.flush().map_err(told)?;
    let file = file.into_inner().map_err(|error| told(error.into_error()))?;
    file.as_file().sync_all().map_err(told)?;
    file.persist_noclobber(path).map_err(|error| told(error.error))?;
    println!(
        "{} aliran, {} peristiwa, {} segel ditulis ke {}",
        exported.heads,
        exported.events,
        exported.seals,
        path.display()
    );
    Ok(())
}
