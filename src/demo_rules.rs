//! What holds for a database of the demo (R37): its passwords are known, so that it must not be mistaken for a region's own, nor be reached from
//! outside.

use crate::config::Config;
use crate::open::{self, Schema};
use crate::stop::Stop;
use desk::Desk;
use desk::store::schema::{Demo, demo};

/// What `serve --demo` finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A new database, marked as the demo's: the history is still to be told, then [`told`].
    New,
    /// The demo of an earlier start.
    Told,
    /// A demo whose history was interrupted: a history told half is no history.
    HalfTold,
}

/// Makes sure that a demo would stay on this machine.
pub fn stays_here(config: &Config) -> Result<(), Stop> {
    let outside = config.public_url.as_ref().is_some_and(|url| !url.loopback);
    if config.listen.ip().is_loopback() && !outside {
        return Ok(());
    }
    Err(Stop::wrong("Data contoh hanya boleh dibuka di komputer ini sendiri: kata sandinya diketahui orang."))
}

/// Looks at the database of `serve --demo`: it has to be new, or one that the demo made.
pub async fn begin(config: &Config, desk: &Desk) -> Result<Found, Stop> {
    stays_here(config)?;
    if open::schema(desk).await? == Schema::None {
        open::up(desk).await?;
        desk.store().mark_demo(Demo::Begun).await?;
        return Ok(Found::New);
    }
    let found = demo(&desk.store().read()).await?;
    match found {
        None => Err(Stop::wrong(format!(
            "Basis data {:?} bukan buatan --demo, jadi tidak diisi data contoh. Pakai folder lain (--data-dir).",
            config.database_url
        ))),
        Some(Demo::Begun) => Ok(Found::HalfTold),
        Some(Demo::Told) => {
            open::make_ready(config, desk).await?;
            Ok(Found::Told)
        }
    }
}

/// Removes the database of a history that was told half, and nothing else. Nobody may have it open.
pub fn remove(config: &Config) -> Result<(), Stop> {
    let by_hand = |why: String| Stop::failed(format!("Data contoh belum selesai dibuat. Hapus basis datanya: {why}"));
    let file = config.database_url.sqlite_file();
    let file = file.ok_or_else(|| by_hand(format!("{:?}", config.database_url)))?;
    for end in ["", "-wal", "-shm"] {
        let path = std::path::PathBuf::from(format!("{}{end}", file.display()));
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(by_hand(format!("{}: {error}", path.display())));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The history is told to its end.
pub async fn told(desk: &Desk) -> Result<(), Stop> {
    Ok(desk.store().mark_demo(Demo::Told).await?)
}

/// Whether the database is the demo's.
pub async fn is_demo(desk: &Desk) -> Result<bool, Stop> {
    Ok(demo(&desk.store().read()).await?.is_some())
}

/// A plain `serve` on a database of the demo is let through, but not to the outside.
pub async fn check_plain(config: &Config, desk: &Desk) -> Result<(), Stop> {
    if is_demo(desk).await? {
        stays_here(config)?;
        tracing::warn!("this is a demo's database: its passwords are known");
    }
    Ok(())
}
