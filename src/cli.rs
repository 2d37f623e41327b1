//! The command line. The comments on commands and arguments here are what `tanggap --help` prints, hence in Indonesian.

use crate::config::Flags;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Service desk bertingkat untuk pemerintah daerah.
#[derive(Debug, Parser)]
#[command(name = "tanggap", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub flags: Flags,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Menjalankan service desk: API, berkas, dan yang jatuh tempo.
    Serve(Serve),
    /// Hanya mengerjakan yang jatuh tempo, di samping `serve` pada basis data yang sama.
    Work,
    /// Memperbarui skema basis data.
    Migrate {
        /// Peran PostgreSQL untuk `serve`: diberi hak seperlunya, tanpa hak mengubah catatan.
        #[arg(long, value_name = "PERAN")]
        grant: Option<String>,
    },
    /// Mencetak skema GraphQL; tanpa basis data.
    Schema,
    /// Menambah, menunjuk, atau menonaktifkan orang, dan menerbitkan kode masuk.
    #[command(subcommand)]
    Person(Person),
    /// Memasukkan unit, orang, penunjukan, atau layanan dari berkas CSV.
    Import(Import),
    /// Memeriksa keutuhan catatan, atau mengekspornya.
    #[command(subcommand)]
    Audit(Audit),
    /// Menyegel catatan sekarang, atau membuat kunci segel.
    #[command(subcommand)]
    Seal(Seal),
    /// Menampilkan jam server yang melompat, atau menyatakan waktunya yang baru benar.
    #[command(subcommand)]
    Clock(Clock),
    /// Mencadangkan basis data dan berkas ke sebuah folder, juga saat program berjalan.
    Backup {
        /// Folder baru atau kosong.
        folder: PathBuf,
    },
    /// Memulihkan cadangan ke basis data yang kosong.
    Restore {
        /// Folder cadangan.
        folder: PathBuf,
        /// Hanya memeriksa apakah cadangan utuh.
        #[arg(long)]
        check: bool,
    },
    /// Memutar ulang log insiden service desk lama ke basis data baru, untuk melihat apakah cocok dengan aturan di sini.
    ///
    /// Mencetak keadaan akhir insiden, apa yang ditolak dan sebabnya, jam SLA per jenis (tepat waktu, terlambat, berhenti sementara), sepuluh
    /// penyelesaian paling lama dengan penjelasannya, dan apakah setiap jam yang diturunkan ulang dari segmennya tetap sama. Keluaran standar hanya
    /// bergantung pada lognya: dua kali diputar, sama sampai bitnya. Lamanya dicetak ke keluaran galat. Gagal (bukan 0) bila ada insiden yang berakhir
    /// lain dari log, jam yang berubah, atau catatan yang tidak utuh.
    Replay {
        /// Log berbentuk CSV, satu baris untuk setiap pembaruan, dengan kolom seperti ekspor ServiceNow.
        file: PathBuf,
        /// Zona waktu log (IANA).
        #[arg(long, default_value = "Asia/Jakarta")]
        zone: chrono_tz::Tz,
    },
    /// Menampilkan pengaturan yang berlaku dan asalnya; rahasia disamarkan.
    Config,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Dengan data contoh, di folder tersendiri dan hanya di komputer ini.
    #[arg(long)]
    pub demo: bool,
    /// Kata sandi semua akun contoh; tanpa ini diundi dan dicetak.
    #[arg(long, value_name = "SANDI", requires = "demo")]
    pub demo_password: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Person {
    /// Menambah orang.
    Add(Add),
    /// Menunjuk orang untuk suatu peran.
    Appoint(Appoint),
    /// Menerbitkan kode sekali pakai untuk masuk pertama kali atau kata sandi baru.
    Reset {
        /// NIP, telepon, e-mail, atau id orang.
        who: String,
    },
    /// Menonaktifkan orang: sesi, token, dan perannya berakhir seketika.
    Retire {
        /// NIP, telepon, e-mail, atau id orang.
        who: String,
    },
}

#[derive(Debug, Args)]
pub struct Add {
    /// Nama lengkap.
    #[arg(long)]
    pub name: String,
    /// NIP, 18 angka.
    #[arg(long)]
    pub nip: Option<String>,
    /// Telepon.
    #[arg(long)]
    pub phone: Option<String>,
    /// E-mail.
    #[arg(long)]
    pub email: Option<String>,
    /// Kode unit (OPD).
    #[arg(long)]
    pub unit: Option<String>,
    /// Siapa orang ini bagi pemerintah daerah.
    #[arg(long = "type", value_enum, default_value_t = Type::Asn)]
    pub kind: Type,
    /// Bahasa yang dibaca: id atau en.
    #[arg(long, default_value = "id")]
    pub language: String,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Isi berkas.
    #[arg(value_enum)]
    pub sheet: Table,
    /// Berkas CSV; `-` untuk masukan standar.
    pub file: PathBuf,
    /// Hanya memeriksa; tidak ada yang disimpan.
    #[arg(long)]
    pub dry_run: bool,
    /// Laporan dalam bahasa Inggris.
    #[arg(long)]
    pub english: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Table {
    /// Unit (OPD, bidang, kecamatan).
    Units,
    /// Orang.
    People,
    /// Penunjukan orang yang sudah terdaftar.
    Appointments,
    /// Katalog layanan.
    Services,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Memeriksa setiap peristiwa, segel, dan baris; gagal bila ada temuan.
    Verify {
        /// Berkas jangkar dari luar basis data.
        #[arg(long, value_name = "BERKAS")]
        anchor: Option<PathBuf>,
        /// Berkas kunci publik (PEM), boleh beberapa kunci.
        #[arg(long, value_name = "BERKAS")]
        key: Option<PathBuf>,
        /// Memeriksa berkas ekspor, tanpa basis data.
        #[arg(long, value_name = "BERKAS")]
        export: Option<PathBuf>,
        /// Hanya membaca: untuk salinan basis data yang tidak dapat ditulisi. Pemeriksaannya lalu tidak tercatat.
        #[arg(long, conflicts_with = "export")]
        read_only: bool,
        /// Membaca juga isi semua berkas lampiran.
        #[arg(long, conflicts_with = "export")]
        files: bool,
        /// Laporan sebagai JSON.
        #[arg(long)]
        json: bool,
    },
    /// Menulis seluruh catatan ke sebuah berkas baru, untuk diperiksa di tempat lain.
    Export {
        /// Berkas baru.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Seal {
    /// Menyegel sekarang yang belum disegel.
    Now,
    /// Membuat pasangan kunci segel.
    Key {
        /// Berkas baru untuk kunci; kunci publiknya di sebelahnya dengan akhiran `.pub`.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Clock {
    /// Menampilkan jam server yang melompat dan belum dipastikan.
    Show,
    /// Menyatakan waktu yang baru benar: yang jatuh tempo menurut waktu itu dikerjakan.
    Confirm,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Type {
    /// Aparatur sipil negara.
    Asn,
    /// Masyarakat.
    Masyarakat,
    /// Pelaku usaha.
    Usaha,
    /// Lainnya.
    Lainnya,
}

#[derive(Debug, Args)]
pub struct Appoint {
    /// NIP, telepon, e-mail, atau id orang.
    pub who: String,
    /// Peran, misalnya TIER1, TIER2, COORDINATOR, ADMINISTRATOR.
    pub role: String,
    /// Kode unit, bagi peran di sebuah unit.
    #[arg(long)]
    pub unit: Option<String>,
    /// Kode tim, bagi peran di sebuah tim.
    #[arg(long)]
    pub team: Option<String>,
    /// Kode layanan, bagi pengelola layanan.
    #[arg(long)]
    pub service: Option<String>,
    /// Nama forum, bagi penyetuju.
    #[arg(long)]
    pub board: Option<String>,
    /// Hari terakhir penunjukan (TTTT-BB-HH); wajib bagi auditor.
    #[arg(long)]
    pub until: Option<chrono::NaiveDate>,
    /// Nomor SK.
    #[arg(long)]
    pub basis: Option<String>,
    /// Tanggal SK (TTTT-BB-HH).
    #[arg(long)]
    pub basis_date: Option<chrono::NaiveDate>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
