//! How much each person has written lately.

use super::{Conn, Tx};
use crate::id::PersonId;
use crate::pace::Cost;
use crate::refusal::Fault;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;

/// Adds what a command costs to what its person has written, and says until when that reaches. Whatever the clock did meanwhile, nothing from before
/// reaches further than `most`. One statement: on PostgreSQL it holds the person's row, so that commands at once, on whatever instance, add up.
pub async fn count(
    tx: &Tx,
    person: PersonId,
    now: DateTime<Utc>,
    most: (TimeDelta, TimeDelta),
    cost: Cost,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Fault> {
    let (least, greatest) = if tx.sqlite() { ("MIN", "MAX") } else { ("LEAST", "GREATEST") };
    let until = |column: &str, most: &str, cost: &str| {
        format!("{column} = {greatest}({least}(writing.{column}, {most}), $2) + {cost}")
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
        (at + micros(most.0)).into(),
        (at + micros(most.1)).into(),
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
