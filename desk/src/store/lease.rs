//! Leases: who does a long duty now. A lease runs out by itself, so that a duty whose bearer died is taken over; and its token fences: a bearer that
//! was only slow finds its token gone and does nothing more.

use super::Tx;
use crate::refusal::Fault;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Takes a duty for `token` until `until`, unless somebody else has it at `now`. Says whether it was taken. A lease that would run for twice as long as
/// this one was given while the clock stood elsewhere: nobody waits for that.
pub async fn take(tx: &Tx, name: &str, token: Uuid, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<bool, Fault> {
    let sql = "INSERT INTO lease (name, token, until) VALUES ($1, $2, $3) \
               ON CONFLICT (name) DO UPDATE SET token = $2, until = $3 WHERE lease.until <= $4 OR lease.until > $5";
    let nonsense = until + (until - now);
    Ok(tx.run(sql, vec![name.into(), token.into(), until.into(), now.into(), nonsense.into()]).await? == 1)
}

/// Keeps a duty until `until`, and holds its row until the transaction ends: until then nobody can take it over. False: it was taken over before.
pub async fn renew(tx: &Tx, name: &str, token: Uuid, until: DateTime<Utc>) -> Result<bool, Fault> {
    let sql = "UPDATE lease SET until = $1 WHERE name = $2 AND token = $3";
    Ok(tx.run(sql, vec![until.into(), name.into(), token.into()]).await? == 1)
}

/// Gives a duty back, if it is still this bearer's.
pub async fn release(tx: &Tx, name: &str, token: Uuid) -> Result<(), Fault> {
    tx.run("DELETE FROM lease WHERE name = $1 AND token = $2", vec![name.into(), token.into()]).await?;
    Ok(())
}
