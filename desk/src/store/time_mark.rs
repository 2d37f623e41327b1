//! What time it was when a program last looked, for the next one to compare with.

use super::{Conn, Fault, Tx};
use chrono::{DateTime, TimeDelta, Utc};

/// A reading of both clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which run of a machine it was read on.
    pub run: String,
    /// What time it was.
    pub at: DateTime<Utc>,
    /// How long that run had lasted.
    pub steady: TimeDelta,
}

/// Notes a reading, and forgets those of runs from before `old`.
pub async fn note(tx: &Tx, mark: &Mark, old: DateTime<Utc>) -> Result<(), Fault> {
    let sql = "INSERT INTO time_mark (run, at, steady) VALUES ($1, $2, $3) \
               ON CONFLICT (run) DO UPDATE SET at = $2, steady = $3";
    let steady = mark.steady.num_microseconds().unwrap_or(i64::MAX);
    tx.run(sql, vec![(&*mark.run).into(), mark.at.into(), steady.into()]).await?;
    tx.run("DELETE FROM time_mark WHERE at < $1 AND run <> $2", vec![old.into(), (&*mark.run).into()]).await?;
    Ok(())
}

/// All readings.
pub async fn all(conn: &impl Conn) -> Result<Vec<Mark>, Fault> {
    use sea_orm::ConnectionTrait;
    let rows = conn.raw().query_all_raw(conn.statement("SELECT run, at, steady FROM time_mark", Vec::new())).await?;
    let mark = |row: &sea_orm::QueryResult| {
        let steady = TimeDelta::microseconds(row.try_get("", "steady")?);
        Ok(Mark { run: row.try_get("", "run")?, at: row.try_get("", "at")?, steady })
    };
    rows.iter().map(mark).collect()
}

/// What time the database has: another machine's, perhaps. SQLite has no time of its own.
pub async fn of_database(conn: &impl Conn) -> Result<Option<DateTime<Utc>>, Fault> {
    use sea_orm::ConnectionTrait;
    if conn.sqlite() {
        return Ok(None);
    }
    let row = conn.raw().query_one_raw(conn.statement("SELECT clock_timestamp() AS at", Vec::new())).await?;
    Ok(row.map(|row| row.try_get("", "at")).transpose()?)
}
