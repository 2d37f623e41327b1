//! `make bench`: how fast the program is, measured from outside, beside bare SQL that writes the same rows.
//!
//! For each database: the demo's regency, grown by bulk copies of its tickets; the built program as a process of its own; clients over HTTP in this
//! process, each on one connection that it keeps, each waiting for its answer before it asks again. Runs that are compared alternate, so that a noisy
//! machine is noisy to both. Everything is told as a median with the least and the greatest of the runs.

use clap::Parser;
use std::path::PathBuf;

mod attack;
mod cpu;
mod create;
mod ground;
mod load;
mod program;
mod raw;
mod read;
mod sla;

/// What went wrong; a measurement that fails is of no use to anybody.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures the program, release build, beside bare SQL.
#[derive(Debug, Parser)]
pub struct Flags {
    /// A PostgreSQL server on which databases can be made, without a database name. Left out: only SQLite is measured.
    #[arg(long)]
    pub postgres: Option<String>,
    /// Leaves SQLite out.
    #[arg(long)]
    pub no_sqlite: bool,
    /// Tickets for the first look at the lists.
    #[arg(long, default_value_t = 10_000)]
    pub small: u64,
    /// Tickets for the second, and for search.
    #[arg(long, default_value_t = 1_000_000)]
    pub big: u64,
    /// Tickets made in one run at 16 at a time; a quarter of it one at a time.
    #[arg(long, default_value_t = 2_000)]
    pub creations: usize,
    /// Requests of one run of reads.
    #[arg(long, default_value_t = 4_000)]
    pub reads: usize,
    /// Running clocks; 0 leaves the SLA out.
    #[arg(long, default_value_t = 1_000_000)]
    pub clocks: u64,
    /// Leaves tickets, lists and search out: only the SLA is measured.
    #[arg(long)]
    pub only_sla: bool,
    /// Only measures how others fare while one person does the worst there is.
    #[arg(long)]
    pub attacks: bool,
    /// Only measures what a request costs the program.
    #[arg(long)]
    pub only_cpu: bool,
    /// Runs of everything but the SLA, which is measured once.
    #[arg(long, default_value_t = 5)]
    pub runs: usize,
    /// Seconds that the program is left alone before its memory is read.
    #[arg(long, default_value_t = 60)]
    pub idle: u64,
    /// Where the databases are made; left out: a folder that is removed at the end.
    #[arg(long)]
    pub folder: Option<PathBuf>,
    /// The program; left out: the one beside this one.
    #[arg(long)]
    pub program: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let flags = Flags::parse();
    let kept = tempfile::tempdir()?;
    let folder = flags.folder.clone().unwrap_or_else(|| kept.path().to_owned());
    println!("Load: hyper 1 over HTTP/1.1 on loopback, from one process beside the program; {} cores.", cores());
    if !flags.no_sqlite {
        let database = |name: &str| format!("sqlite://{}", folder.join(name).display());
        both(&flags, &folder, [database("bench.db"), database("bench-sla.db")]).await?;
    }
    match &flags.postgres {
        Some(server) => {
            let databases = [ground::new_postgres(server).await?, ground::new_postgres(server).await?];
            both(&flags, &folder, databases).await?;
        }
        None => println!("\n*** NOT MEASURED: PostgreSQL. --postgres URL says where one is."),
    }
    Ok(())
}

/// Tickets and the SLA, each on a database of its own.
async fn both(flags: &Flags, folder: &std::path::Path, [tickets, clocks]: [String; 2]) -> Result<(), Failure> {
    if flags.attacks {
        return attack::measure(flags, &tickets, folder).await;
    }
    if !flags.only_sla {
        measure(flags, &tickets, folder).await?;
    }
    if flags.clocks > 0 && !flags.only_cpu {
        sla::measure(flags, &clocks, folder).await?;
    }
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

async fn measure(flags: &Flags, database: &str, folder: &std::path::Path) -> Result<(), Failure> {
    let raw = raw::Raw::open(database).await?;
    println!("\n# {}", raw.describe().await?);
    let ground = ground::Ground::make(database, folder, false).await?;
    raw.note_told().await?;
    println!("{} tickets told through the commands, with all their texts and events.", ground.told);

    let program = program::Program::start(flags, database, folder).await?;
    cpu::table(flags, &program, &ground).await?;
    program.stop().await?;
    if flags.only_cpu {
        raw.close().await;
        return Ok(());
    }

    grow(&raw, &ground, flags.small).await?;
    let program = program::Program::start(flags, database, folder).await?;
    read::queues(flags, &program, &ground).await?;
    create::beside_raw(flags, &program, &ground, &raw).await?;
    program.stop().await?;

    grow(&raw, &ground, flags.big).await?;
    let program = program::Program::start(flags, database, folder).await?;
    tokio::time::sleep(std::time::Duration::from_secs(flags.idle)).await;
    println!("memory after {} s idle: {}", flags.idle, program.memory()?);
    read::rare(&program, &ground).await?;
    read::queues(flags, &program, &ground).await?;
    read::search(flags, &program, &ground).await?;
    println!("memory after the run: {}", program.memory()?);
    program.stop().await?;
    raw.close().await;
    Ok(())
}

async fn grow(raw: &raw::Raw, ground: &ground::Ground, until: u64) -> Result<(), Failure> {
    let begin = std::time::Instant::now();
    let there = raw.grow(ground.told, until).await?;
    println!(
        "\n## {there} tickets: {} of them bulk copies of those rows (ticket, report, parties, search index; shifted in time; no events and no clocks) in {:.0} s",
        there.saturating_sub(ground.told),
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}
