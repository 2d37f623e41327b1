//! `tanggap migrate`, and the check of `serve` that nothing is lacking.

use crate::Failure;
use clap::Args;
use desk::store::{PoolSize, Store};
use migrations::MigratorTrait;

/// Where the database is.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// `sqlite://FILE?mode=rwc` or `postgres://USER:PASSWORD@HOST/DATABASE`.
    #[arg(long, env = "TANGGAP_DATABASE", hide_env_values = true, default_value = "sqlite://tanggap.db")]
    pub database: String,
}

/// Brings the schema up to date.
pub async fn run(options: &Options) -> Result<(), Failure> {
    let store = Store::open(&options.database, PoolSize { write: 1, read: 1 }).await?;
    migrations::Migrator::up(store.migrating(), None).await?;
    store.close().await?;
    println!("Skema basis data sudah mutakhir.");
    Ok(())
}

/// Refuses a database whose schema lacks steps; the embedded one is simply brought up to date.
pub async fn ensure(store: &Store) -> Result<(), Failure> {
    if store.is_sqlite() {
        return Ok(migrations::Migrator::up(store.migrating(), None).await?);
    }
    let lacking = migrations::Migrator::get_pending_migrations(store.migrating()).await?.len();
    if lacking == 0 {
        return Ok(());
    }
    Err(format!("the database lacks {lacking} steps of the schema; stop the other instances and run `tanggap migrate`")
        .into())
}
