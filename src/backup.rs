//! `tanggap backup` and `tanggap restore`, in words.

use crate::config::Config;
use crate::open::{self, Schema};
use crate::stop::Stop;
use desk::Desk;
use desk::backup::{Broken, Manifest, Trouble};
use desk::store::backup::NotARow;
use migrations::MigratorTrait;
use std::path::Path;

/// Takes a backup.
pub async fn take(config: &Config, folder: &Path) -> Result<(), Stop> {
    let desk = open::bare(config).await?;
    match open::schema(&desk).await? {
        Schema::None => return Err(Stop::failed("Basis data ini kosong: tidak ada yang dapat dicadangkan.")),
        Schema::Current => {}
        Schema::Old(_) | Schema::Newer(_) => {
            let told = "Basis data ini milik tanggap versi lain; cadangkan dengan versi itu.";
            return Err(Stop::failed(told));
        }
    }
    let taken = desk.back_up(folder).await.map_err(told)?;
    desk.close().await?;
    println!("Cadangan selesai di {}", folder.display());
    tell(&taken.manifest);
    if taken.lost.is_empty() {
        return Ok(());
    }
    let list = taken.lost.iter().fold(String::new(), |list, sha256| format!("{list}\n  {sha256}"));
    Err(Stop::failed(format!(
        "Cadangan ini utuh, tetapi isi {} berkas sudah hilang atau rusak sebelum dicadangkan:{list}",
        taken.lost.len()
    )))
}

/// Looks a backup over.
pub fn check(folder: &Path) -> Result<(), Stop> {
    let manifest = Desk::check_backup(folder).map_err(told)?;
    println!("Cadangan di {} utuh", folder.display());
    tell(&manifest);
    Ok(())
}

/// Restores a backup.
pub async fn restore(config: &Config, folder: &Path) -> Result<(), Stop> {
    // Before anything is made: a typing error must not leave a schema behind.
    Desk::check_backup(folder).map_err(told)?;
    let desk = open::bare(config).await?;
    if open::schema(&desk).await? == Schema::None {
        // Without the defaults: everything comes from the backup.
        let told = |error| Stop::failed(format!("Skema tidak dapat dibuat: {error}"));
        migrations::Migrator::up(desk.store().migrating(), None).await.map_err(told)?;
    }
    let restored = desk.restore(folder).await.map_err(told)?;
    desk.close().await?;
    println!("Dipulihkan dari {}: {} baris, semuanya sama dengan cadangan", folder.display(), restored.rows);
    tell(&restored.manifest);
    for (name, (told, borne)) in &restored.raised {
        let told = told.map_or_else(|| "tidak menyebutnya".to_owned(), |told| format!("menyebut {told}"));
        println!("  {name}: daftar cadangan {told}, tiketnya sampai {borne}; dilanjutkan setelah {borne}");
    }
    println!("Semua orang masuk kembali seperti biasa: sesi tidak ikut dicadangkan.");
    if restored.revoked > 0 {
        println!("{} token dicabut: buat token baru untuk program yang memerlukannya.", restored.revoked);
    }
    Ok(())
}

fn tell(manifest: &Manifest) {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let bytes: u64 = manifest.files.iter().map(|file| file.size).sum();
    println!("  diambil: {}", manifest.taken_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    println!("  tabel: {}, baris: {rows}", manifest.tables.len());
    println!("  berkas: {}, byte: {bytes}", manifest.files.len());
    if manifest.keys.is_empty() {
        println!("  kunci segel yang diperlukan: tidak ada");
    } else {
        println!("  kunci segel yang diperlukan (disimpan terpisah): {}", manifest.keys.join(", "));
    }
}

fn told(trouble: Trouble) -> Stop {
    match trouble {
        Trouble::FolderInUse(folder) => {
            Stop::wrong(format!("Folder {} sudah berisi. Sebutkan folder baru atau kosong.", folder.display()))
        }
        Trouble::NoBackup(folder) => {
            Stop::wrong(format!("Di {} tidak ada cadangan: manifest.json tidak ditemukan.", folder.display()))
        }
        Trouble::OtherFormat(format) => {
            Stop::failed(format!("Bentuk cadangan ini ({format}) tidak dikenal oleh versi ini."))
        }
        Trouble::Broken { file, line, what } => {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            Stop::failed(format!(
                "Cadangan rusak di {}{line}: {}. Basis data tidak diubah.",
                file.display(),
                broken(&what)
            ))
        }
        Trouble::OtherSchema { program, lacking, ahead } => {
            let steps =
                lacking.iter().map(|step| format!("+{step}")).chain(ahead.iter().map(|step| format!("-{step}")));
            let steps: Vec<String> = steps.collect();
            Stop::failed(format!(
                "Skema cadangan lain dari skema basis data ({}). Pulihkan dengan tanggap {program}, lalu perbarui.",
                steps.join(", ")
            ))
        }
        Trouble::NotEmpty(table) => Stop::failed(format!(
            "Basis data tujuan tidak kosong: tabel {table} berisi. Pulihkan ke basis data baru; tidak ada yang diubah."
        )),
        Trouble::Io(path, error) => {
            Stop::failed(format!("{} tidak dapat dibaca atau ditulis: {error}", path.display()))
        }
        Trouble::Fault(fault) => fault.into(),
    }
}

fn broken(what: &Broken) -> String {
    match what {
        Broken::Missing => "tidak ada".to_owned(),
        Broken::Digest => "isinya tidak seperti saat dicadangkan".to_owned(),
        Broken::Manifest(how) => format!("daftar isi tidak dapat dibaca ({how})"),
        Broken::Row(NotARow::NotJson) => "baris ini bukan JSON".to_owned(),
        Broken::Row(NotARow::Columns) => "kolom baris ini lain dari kolom tabelnya".to_owned(),
        Broken::Row(NotARow::Value(column)) => format!("isi kolom {column} tidak dapat dibaca"),
        Broken::Refused(how) => format!("basis data menolak baris mulai dari sini ({how})"),
        Broken::NotRestored => "setelah dipulihkan isinya tidak sama dengan cadangan".to_owned(),
    }
}
