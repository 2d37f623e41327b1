//! How much each person has written lately.

use super::{Conn, Tx};
use crate::clock::watch::TOLERANCE;
use crate::id::PersonId;
use crate::pace::Cost;
use crate::refusal::Fault;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;

/// Adds what a command costs to what its person has written, and says until when that reaches. What reaches further than it can was counted by a clock that
/// has jumped back since: it is forgotten, or nobody could write until that hour comes again. One statement: on PostgreSQL it holds the person's row, so that commands at once, on whatever instance, add up.
pub async fn count(
    tx: &Tx,
    person: PersonId,
    now: DateTime<Utc>,
    most: (TimeDelta, TimeDelta),
    cost: Cost,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Fault> {
    let until = |column: &str, most: &str, cost: &str| {
        format!(
            "{column} = CASE WHEN writing.{column} BETWEEN $2 AND {most} THEN writing.{column} ELSE $2 END + {cost}"
        )
    };
    let sql = format!(
        "INSERT INTO writing (person_id, commands_until, bytes_until) VALUES ($1, $5, $6) ON CONFLICT (person_id) DO UPDATE SET {}, {} \
         RETURNING commands_until, bytes_until",
        until("commands_until", "$3", "$7"),
        until("bytes_until", "$4", "$8"),
    );
    let micros = |span: TimeDelta| span.num_microseconds().unwrap_or(i64::MAX / 4);
    let at = now.timestamp_micros();
    let values = vec![
        person.into(),
        at.into(),
        (at + micros(most.0 + TOLERANCE)).into(),
        (at + micros(most.1 + TOLERANCE)).into(),
        at.saturating_add(micros(cost.command)).into(),
        at.saturating_add(micros(cost.bytes)).into(),
        micros(cost.command).into(),
        micros(cost.bytes).into(),
    ];
    let row = tx.raw().query_one_raw(tx.statement(&sql, values)).await?;
    let row = row.ok_or_else(|| Fault::new("what somebody wrote was not counted"))?;
    let instant = |column: &str| -> Result<DateTime<Utc>, Fault> {
        Ok(DateTime::from_timestamp_micros(row.try_get("", column)?).unwrap_or(DateTime::<Utc>::MAX_UTC))
    };
    Ok((instant("commands_until")?, instant("bytes_until")?))
}
