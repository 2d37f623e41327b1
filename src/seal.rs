//! `tanggap seal`, and what the worker needs to take seals by itself.

use crate::cli::Seal;
use crate::config::Config;
use crate::open;
use crate::stop::Stop;
use desk::clock::Chance;
use desk::seal::{Anchor, FileAnchor, PublicKey, SealKey, Sealed};
use desk::{Desk, Outcome};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The key and the place outside, as the settings name them.
#[derive(Debug)]
pub struct Sealing {
    key: SealKey,
    anchor: Option<FileAnchor>,
}

impl Sealing {
    /// Reads the key. None: the settings name no key, and no seals are taken.
    pub fn of(config: &Config) -> Result<Option<Self>, Stop> {
        let Some(path) = &config.seal_key_file else { return Ok(None) };
        Self::with(path, config.anchor_file.as_deref()).map(Some)
    }

    /// The demo's own key and anchor, in its folder and made when they are not there, so that its record is sealed as that of a real desk.
    pub fn of_demo(config: &Config) -> Result<Self, Stop> {
        let key = config.data_dir.join("segel-contoh.pem");
        if !key.exists() {
            let told = |error| Stop::failed(format!("{} tidak dapat dibuat: {error}", config.data_dir.display()));
            std::fs::create_dir_all(&config.data_dir).map_err(told)?;
            write_key(&key)?;
        }
        Self::with(&key, Some(&config.data_dir.join("jangkar-contoh.jsonl")))
    }

    fn with(path: &Path, anchor: Option<&Path>) -> Result<Self, Stop> {
        let told = |why: String| Stop::wrong(format!("Kunci segel {}: {why}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| told(format!("tidak dapat dibaca: {error}")))?;
        let mode = std::fs::metadata(path).map_err(|error| told(error.to_string()))?.permissions().mode();
        if mode & 0o077 != 0 {
            let how = format!("dapat dibaca pengguna lain di komputer ini; jalankan `chmod 600 {}`", path.display());
            return Err(told(how));
        }
        let key = SealKey::from_pem(&text).map_err(|fault| told(format!("bukan kunci Ed25519 (PEM): {fault}")))?;
        Ok(Self { key, anchor: anchor.map(FileAnchor::new) })
    }

    /// The public half of the key.
    pub fn public(&self) -> PublicKey {
        self.key.public()
    }

    /// Seals what moved.
    pub async fn seal(&self, desk: &Desk) -> Outcome<Sealed> {
        let anchors: Vec<&dyn Anchor> = self.anchor.iter().map(|anchor| anchor as &dyn Anchor).collect();
        desk.seal(&self.key, &anchors).await
    }
}

/// Does it.
pub async fn run(config: &Config, what: Seal) -> Result<(), Stop> {
    match what {
        Seal::Key { file } => make_key(&file),
        Seal::Now => {
            let none = || {
                Stop::wrong("Tidak ada seal_key_file dalam pengaturan. Buat kuncinya dengan `tanggap seal key BERKAS`.")
            };
            let sealing = Sealing::of(config)?.ok_or_else(none)?;
            let desk = open::ready(config).await?;
            let sealed = sealing.seal(&desk).await;
            desk.close().await?;
            let sealed = sealed?;
            match (sealed.elsewhere, sealed.last) {
                (true, _) => println!("Sedang disegel oleh proses lain."),
                (false, None) => println!("Belum ada yang dapat disegel."),
                (false, Some(last)) => println!(
                    "Segel baru: {}, aliran: {}, dikirim ke jangkar: {}. Segel terakhir: {last}.",
                    sealed.seals, sealed.leaves, sealed.anchored
                ),
            }
            Ok(())
        }
    }
}

fn make_key(file: &Path) -> Result<(), Stop> {
    let (key, public) = write_key(file)?;
    println!("Kunci segel {} ditulis ke {}", key.key_id(), file.display());
    println!("Kunci publiknya, untuk auditor: {}", public.display());
    println!("Isikan seal_key_file dalam pengaturan, dan simpan salinan kunci di luar komputer ini.");
    Ok(())
}

/// Writes a new key pair: the private half for the settings, the public half to be kept by whoever audits.
fn write_key(file: &Path) -> Result<(SealKey, PathBuf), Stop> {
    let chance = Chance::from_system();
    let key = SealKey::generate(chance.bytes());
    let mut public = file.as_os_str().to_owned();
    public.push(".pub");
    let public = PathBuf::from(public);
    write_new(file, 0o600, &key.to_pem()?)?;
    write_new(&public, 0o644, &key.public_pem()?)?;
    Ok((key, public))
}

/// Never over a file that is there: a lost key takes the proof of its seals with it.
fn write_new(path: &Path, mode: u32, text: &str) -> Result<(), Stop> {
    let told = |error: std::io::Error| Stop::failed(format!("{} tidak dapat ditulis: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(told)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(told)
}
