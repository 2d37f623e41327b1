//! The program's settings, read once at the start from `tanggap.toml`, from variables `TANGGAP_*` and from flags, each stronger than the one before.
//! What is wrong is refused with its place and with what is expected there, everything at once, so that nobody has to start the program five times.
//!
//! What differs between regions is not here: that is [`desk::setting`], kept in the database with its legal basis and history.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

mod source;
#[cfg(test)]
mod tests;
mod value;

pub use source::{Flags, Place, Sources};
pub use value::{DatabaseUrl, Every, LogFilter, LogFormat, Networks, Origin, Size};

use source::Given;
use value::Text;

/// A setting: `listen` in the file is `TANGGAP_LISTEN` and `--listen`.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// What it takes, for people.
    pub takes: &'static str,
    /// Whether its value must not be repeated on a screen or in a log.
    pub secret: bool,
}

const fn key(name: &'static str, takes: &'static str) -> Key {
    Key { name, takes, secret: false }
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
    key("listen", "alamat IP dan port tempat mendengarkan, misalnya 127.0.0.1:8080"),
    key(
        "public_url",
        "alamat portal di peramban, misalnya https://tanggap.kab.go.id (http hanya untuk komputer ini sendiri)",
    ),
    key(
        "trusted_proxies",
        "alamat proksi yang header Forwarded-nya dipercaya, misalnya [\"10.0.0.5\", \"10.1.0.0/16\"]",
    ),
    key("data_dir", "folder untuk basis data dan berkas"),
    key("files_dir", "folder untuk berkas unggahan"),
    key("disk_reserve", "ruang yang selalu disisakan oleh unggahan, misalnya 512MiB atau 2GiB; 0: tidak ada"),
    Key {
        name: "database_url",
        takes: "alamat basis data: sqlite://FOLDER/tanggap.db atau postgres://PENGGUNA:SANDI@HOST/NAMA",
        secret: true,
    },
    key("write_connections", "banyaknya koneksi untuk menulis ke PostgreSQL, 1 sampai 200"),
    key("read_connections", "banyaknya koneksi untuk membaca, 1 sampai 200"),
    key("migrate", "true atau false: apakah skema basis data diperbarui sendiri saat mulai"),
    key("log_format", "text atau json"),
    key("log_filter", "tingkat catatan, misalnya info atau warn,tanggap=debug"),
    key("introspection", "true atau false: apakah orang yang sudah masuk boleh membaca skema GraphQL"),
    key(
        "metrics_listen",
        "alamat IP komputer ini sendiri dan port untuk /metrics, misalnya 127.0.0.1:9464; kosong: tidak ada",
    ),
    key("any_operation", "true atau false: apakah sesi peramban boleh menjalankan operasi GraphQL selain milik portal"),
    key("worker", "true atau false: apakah serve juga mengerjakan yang jatuh tempo"),
    key("seal_key_file", "berkas kunci Ed25519 (PEM) untuk menyegel catatan"),
    key("seal_every", "jarak antara dua segel, misalnya 15m atau 1h"),
    key("anchor_file", "berkas di luar basis data tempat setiap segel ditambahkan"),
];

/// The settings as they count.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The portal's address in browsers; none: whatever address was bound.
    pub public_url: Option<Origin>,
    /// Whose `Forwarded` is believed.
    pub trusted_proxies: Networks,
    /// Where database and files lie unless said otherwise.
    pub data_dir: PathBuf,
    /// Uploaded files.
    pub files_dir: PathBuf,
    /// Room that files leave free, in bytes.
    pub disk_reserve: u64,
    /// The database.
    pub database_url: DatabaseUrl,
    /// Connections for commands.
    pub write_connections: u32,
    /// Connections for reads.
    pub read_connections: u32,
    /// Whether the schema is brought up to date at the start.
    pub migrate: bool,
    /// How the log is written.
    pub log_format: LogFormat,
    /// What of it is written.
    pub log_filter: LogFilter,
    /// Whether those signed in may ask the schema about itself.
    pub introspection: bool,
    /// Where `/metrics` listens; none: nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// Whether a browser's session may run operations that are not the portal's; in the demo by default.
    pub any_operation: bool,
    /// Whether `serve` does the worker's duties too.
    pub worker: bool,
    /// The key that seals are signed with.
    pub seal_key_file: Option<PathBuf>,
    /// How often a seal is taken.
    pub seal_every: Duration,
    /// Where seals are appended outside the database.
    pub anchor_file: Option<PathBuf>,
    rows: Vec<Row>,
}

/// A setting as `tanggap config` shows it.
#[derive(Debug, Clone)]
struct Row {
    key: &'static str,
    value: Option<String>,
    place: Place,
}

/// Everything that is wrong with the settings.
#[derive(Debug)]
pub struct Wrong(Vec<(Place, String)>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pengaturan tidak dapat dipakai:")?;
        for (place, what) in &self.0 {
            write!(f, "\n  {place}: {what}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Wrong {}

impl Config {
    /// Reads the settings of this process. With `demo`, data lies in a folder of its own unless said otherwise.
    pub fn read(flags: &Flags, demo: bool) -> Result<Self, Wrong> {
        Self::from_sources(Sources::of_process(flags)?, demo)
    }

    /// Puts the settings together.
    pub fn from_sources(sources: Sources, demo: bool) -> Result<Self, Wrong> {
        let (given, wrong) = sources.gather()?;
        let mut take = Taking { given, wrong, rows: Vec::new() };
        let listen = take.or("listen", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = take.maybe("public_url");
        let trusted_proxies = take.or("trusted_proxies", Networks::default());
        let data_dir = take.or("data_dir", PathBuf::from(if demo { "data/demo" } else { "data" }));
        let files_dir = take.or("files_dir", data_dir.join("files"));
        let disk_reserve = take.or("disk_reserve", Size(512 << 20)).0;
        let database_url = take.or("database_url", DatabaseUrl::sqlite_in(&data_dir));
        let write_connections = take.number("write_connections", 16);
        let read_connections = take.number("read_connections", 16);
        let migrate = take.or("migrate", database_url.is_sqlite());
        let log_format = take.or("log_format", LogFormat::Text);
        let log_filter = take.or("log_filter", LogFilter::default());
        let introspection = take.or("introspection", true);
        let metrics_listen = take.maybe("metrics_listen");
        let any_operation = take.or("any_operation", demo);
        let worker = take.or("worker", true);
        let seal_key_file = take.maybe("seal_key_file");
        let seal_every = take.or("seal_every", Every(Duration::from_secs(15 * 60))).0;
        let anchor_file = take.maybe("anchor_file");

        if public_url.as_ref().is_some_and(|url: &Origin| !url.secure && !url.loopback) {
            take.wrong("public_url", "di luar komputer ini harus https, karena kata sandi lewat di sana");
        }
        if public_url.is_none() && !listen.ip().is_loopback() {
            let needed = "wajib diisi bila mendengarkan di luar komputer ini; isinya alamat portal di peramban, \
                          misalnya https://tanggap.kab.go.id";
            take.wrong("public_url", needed);
        }
        if metrics_listen.is_some_and(|address: SocketAddr| !address.ip().is_loopback()) {
            take.wrong("metrics_listen", "hanya boleh alamat komputer ini sendiri (R37), misalnya 127.0.0.1:9464");
        }
        if anchor_file.is_some() && seal_key_file.is_none() {
            take.wrong("seal_key_file", "wajib diisi bila anchor_file diisi: tanpa kunci tidak ada segel");
        }
        if !take.wrong.is_empty() {
            return Err(Wrong(take.wrong));
        }
        Ok(Self {
            listen,
            public_url,
            trusted_proxies,
            data_dir,
            files_dir,
            disk_reserve,
            database_url,
            write_connections,
            read_connections,
            migrate,
            log_format,
            log_filter,
            introspection,
            metrics_listen,
            any_operation,
            worker,
            seal_key_file,
            seal_every,
            anchor_file,
            rows: take.rows,
        })
    }
}

/// As a file that could be read again, each line with where it comes from. Secrets are masked.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Row { key, value, place } in &self.rows {
            match value {
                Some(value) => writeln!(f, "{key} = {value}  # {place}")?,
                None => writeln!(f, "# {key}: tidak diisi")?,
            }
        }
        Ok(())
    }
}

/// Takes settings one by one and remembers what was wrong.
struct Taking {
    given: Given,
    wrong: Vec<(Place, String)>,
    rows: Vec<Row>,
}

impl Taking {
    fn maybe<T: Text>(&mut self, name: &'static str) -> Option<T> {
        let Some(given) = self.given.get(name) else {
            self.rows.push(Row { key: name, value: None, place: Place::Default });
            return None;
        };
        let value = T::read(&given.text);
        match &value {
            Some(value) => {
                self.rows.push(Row { key: name, value: Some(value.show()), place: given.place.clone() });
            }
            None => self.wrong.push((given.place.clone(), expected(name, &given.text))),
        }
        value
    }

    fn or<T: Text>(&mut self, name: &'static str, default: T) -> T {
        if self.given.contains_key(name) {
            // Where the given one is wrong nothing will be started: the default only lets the other mistakes be found too.
            return self.maybe(name).unwrap_or(default);
        }
        self.rows.push(Row { key: name, value: Some(default.show()), place: Place::Default });
        default
    }

    fn number(&mut self, name: &'static str, default: u32) -> u32 {
        let value = self.or(name, default);
        if !(1..=200).contains(&value) {
            let place = self.place(name);
            self.wrong.push((place, expected(name, &value.to_string())));
        }
        value
    }

    fn wrong(&mut self, name: &'static str, what: &str) {
        self.wrong.push((self.place(name), format!("“{name}” {what}")));
    }

    fn place(&self, name: &'static str) -> Place {
        self.given.get(name).map_or(Place::Default, |given| given.place.clone())
    }
}

fn key_named(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// What people are told of a value that does not fit.
fn expected(name: &str, given: &str) -> String {
    let Some(key) = key_named(name) else { return String::new() };
    if key.secret {
        return format!("“{name}” harus berupa {}; isinya tidak ditampilkan di sini", key.takes);
    }
    let short: String = given.chars().take(100).collect();
    format!("“{name}” harus berupa {}; yang tertulis: “{short}”", key.takes)
}

/// What people are told of a name that is none of ours.
fn unknown(name: &str, shape: impl Fn(&str) -> String) -> String {
    let nearest = KEYS.iter().map(|key| (distance(name, key.name), key.name)).min();
    match nearest {
        Some((far, near)) if far <= 3 => {
            format!("“{}” tidak dikenal; mungkin maksudnya “{}”", shape(name), shape(near))
        }
        _ => format!("“{}” tidak dikenal; `tanggap config` menampilkan semua yang ada", shape(name)),
    }
}

/// Levenshtein's distance: how many letters differ.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.chars().enumerate() {
            let least = (corner + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], least);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The file that is read where none is named, if it is there.
const USUAL_FILE: &str = "tanggap.toml";

fn usual_file() -> Option<PathBuf> {
    Path::new(USUAL_FILE).exists().then(|| PathBuf::from(USUAL_FILE))
}
