//! Opening the desk as the settings say, and bringing its schema up to date where that is wanted.

use crate::config::Config;
use crate::stop::Stop;
use desk::clock::{Chance, Clock, SystemClock};
use desk::store::{PoolSize, schema};
use desk::{Desk, Parts};
use migrations::MigratorTrait;
use std::sync::Arc;

/// How a database's schema stands to this program's.
#[derive(Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is none.
    None,
    /// They are the same.
    Current,
    /// So many steps are missing.
    Old(usize),
    /// It has been through steps that this program does not know.
    Newer(Vec<String>),
}

/// Looks at the schema, without changing anything.
pub async fn schema(desk: &Desk) -> Result<Schema, desk::Error> {
    let (ours, theirs) = (migrations::steps(), schema::steps(&desk.store().read()).await?);
    let newer: Vec<String> = theirs.iter().filter(|step| !ours.contains(step)).cloned().collect();
    let missing = ours.iter().filter(|step| !theirs.contains(step)).count();
    Ok(match (newer.is_empty(), missing) {
        (false, _) => Schema::Newer(newer),
        (true, 0) => Schema::Current,
        (true, _) if theirs.is_empty() => Schema::None,
        (true, missing) => Schema::Old(missing),
    })
}

/// Opens the desk on the machine's clock; its schema may be missing or old.
pub async fn bare(config: &Config) -> Result<Arc<Desk>, Stop> {
    with_clock(config, Arc::new(SystemClock)).await
}

/// Opens the desk; its schema may be missing or old.
pub async fn with_clock(config: &Config, clock: Arc<dyn Clock>) -> Result<Arc<Desk>, Stop> {
    let folder = |path: &std::path::Path| {
        let told = |error| Stop::failed(format!("Folder {} tidak dapat dibuat: {error}", path.display()));
        std::fs::create_dir_all(path).map_err(told)
    };
    if let Some(path) = config.database_url.sqlite_file().as_deref().and_then(std::path::Path::parent) {
        folder(path)?;
    }
    folder(&config.files_dir)?;
    let parts = Parts {
        database: config.database_url.reveal().to_owned(),
        pool: PoolSize { write: config.write_connections, read: config.read_connections },
        files: config.files_dir.clone(),
        clock,
        chance: Chance::from_system(),
    };
    // The driver's own words may repeat the address with its password.
    let told = |fault| Stop::failed(format!("Basis data {:?} tidak dapat dibuka: {fault}", config.database_url));
    let desk = Desk::open(parts).await.map_err(told)?;
    desk.keep_free(config.disk_reserve);
    Ok(Arc::new(desk))
}

/// Opens a desk that is only looked at, such as a copy on a medium that cannot be written to. Its schema must be this program's.
pub async fn to_read(config: &Config) -> Result<Arc<Desk>, Stop> {
    let url = config.database_url.reveal();
    let database = match config.database_url.sqlite_file() {
        None => url.to_owned(),
        Some(file) => {
            let mut log = file.clone().into_os_string();
            log.push("-wal");
            let with_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
            desk::store::to_read(url, with_log)
        }
    };
    if !config.files_dir.is_dir() {
        return Err(Stop::wrong(format!("Folder berkas {} tidak ada.", config.files_dir.display())));
    }
    let parts = Parts {
        database,
        pool: PoolSize { write: 1, read: 2 },
        files: config.files_dir.clone(),
        clock: Arc::new(SystemClock),
        chance: Chance::from_system(),
    };
    let told = |fault| Stop::failed(format!("Basis data {:?} tidak dapat dibuka: {fault}", config.database_url));
    let desk = Desk::open(parts).await.map_err(told)?;
    match schema(&desk).await? {
        Schema::Current => Ok(Arc::new(desk)),
        Schema::Newer(steps) => Err(newer(&steps)),
        Schema::None | Schema::Old(_) => {
            Err(Stop::failed("Skema basis data ini bukan skema program ini. Periksa dengan versi yang menulisnya."))
        }
    }
}

/// Opens the desk with a schema that is up to date: brought there where the settings say so, else refused with how to do it.
pub async fn ready(config: &Config) -> Result<Arc<Desk>, Stop> {
    let desk = bare(config).await?;
    make_ready(config, &desk).await?;
    Ok(desk)
}

/// As [`ready`], for a desk that is open.
pub async fn make_ready(config: &Config, desk: &Desk) -> Result<(), Stop> {
    match schema(desk).await? {
        Schema::Current => Ok(desk.recall_time().await?),
        Schema::Newer(steps) => Err(newer(&steps)),
        Schema::None | Schema::Old(_) if config.migrate => {
            up(desk).await?;
            Ok(desk.recall_time().await?)
        }
        Schema::None => Err(Stop::failed(
            "Basis data ini belum berisi skema. Jalankan `tanggap migrate` dengan pengaturan yang sama, atau isi \
             migrate = true.",
        )),
        Schema::Old(missing) => Err(Stop::failed(format!(
            "Skema basis data ini tertinggal {missing} langkah. Cadangkan dahulu (`tanggap backup`), lalu jalankan \
             `tanggap migrate` dengan pengaturan yang sama, atau isi migrate = true."
        ))),
    }
}

fn newer(steps: &[String]) -> Stop {
    Stop::failed(format!(
        "Basis data ini sudah dipakai oleh tanggap yang lebih baru ({}). Pasang versi yang lebih baru.",
        steps.join(", ")
    ))
}

/// Brings the schema up to date, and a new region its defaults.
pub async fn up(desk: &Desk) -> Result<(), Stop> {
    let told = |error| Stop::failed(format!("Skema tidak dapat diperbarui: {error}"));
    migrations::Migrator::up(desk.store().migrating(), None).await.map_err(told)?;
    if !desk.directory().await?.has_calendars() {
        desk.load_defaults().await?;
    }
    Ok(())
}

/// `tanggap migrate`.
pub async fn migrate(config: &Config, grant: Option<&str>) -> Result<(), Stop> {
    if grant.is_some() && config.database_url.is_sqlite() {
        return Err(Stop::wrong("--grant hanya untuk PostgreSQL: SQLite tidak mengenal peran."));
    }
    let desk = bare(config).await?;
    let before = schema(&desk).await?;
    let said = match &before {
        Schema::Newer(steps) => return Err(newer(steps)),
        Schema::Current => "Skema basis data sudah yang terbaru.".to_owned(),
        Schema::None => format!("Skema dibuat: {} langkah.", migrations::steps().len()),
        Schema::Old(missing) => format!("Skema diperbarui: {missing} langkah."),
    };
    up(&desk).await?;
    if let Some(role) = grant {
        let told = |error| Stop::failed(format!("Hak untuk peran {role} tidak dapat diberikan: {error}"));
        migrations::grant::serving(desk.store().migrating(), role).await.map_err(told)?;
    }
    desk.close().await?;
    println!("{said}");
    if let Some(role) = grant {
        println!("Peran {role} dapat menjalankan serve dan work, dan tidak dapat mengubah catatan.");
    }
    Ok(())
}
