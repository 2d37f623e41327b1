//! Streams, events and request keys.

use super::entity::{event, request_key, stream};
use super::{Conn, Tx};
use crate::digest::Digest;
use crate::refusal::{Fault, Outcome};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub use super::entity::request_key::Model as RequestKeyRow;
pub use super::entity::stream::Model as Head;

/// Reads a stream's head and holds it until the transaction ends, so that whoever decides on the record decides alone (R20). On SQLite the
/// transaction holds the whole database already.
pub async fn lock_head(tx: &Tx, name: &str) -> Result<Option<Head>, Fault> {
    let mut query = stream::Entity::find_by_id(name.to_owned());
    if !tx.sqlite() {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.raw()).await?)
}

/// Moves a stream's head on. Fails if it is not where it was read: two writers would have made two events of one number.
pub async fn move_head(tx: &Tx, from: i64, head: &Head) -> Result<(), Fault> {
    let moved = stream::Entity::update_many()
        .col_expr(stream::Column::Seq, head.seq.into())
        .col_expr(stream::Column::Hash, head.hash.0.to_vec().into())
        .col_expr(stream::Column::RecordedAt, head.recorded_at.into())
        .filter(stream::Column::Name.eq(&head.name))
        .filter(stream::Column::Seq.eq(from))
        .exec(tx.raw())
        .await?;
    if moved.rows_affected == 1 { Ok(()) } else { Err(Fault::new(format!("stream {} moved under a lock", head.name))) }
}

/// The events of a stream after `after`, oldest first.
pub async fn events_after(conn: &impl Conn, name: &str, after: i64) -> Outcome<Vec<event::Model>> {
    Ok(event::Entity::find()
        .filter(event::Column::Stream.eq(name))
        .filter(event::Column::Seq.gt(after))
        .order_by_asc(event::Column::Seq)
        .all(conn.raw())
        .await?)
}

/// Where a stream begins that has no events yet.
pub fn new_head(name: String, now: DateTime<Utc>) -> Head {
    Head { name, seq: 0, hash: Digest::NONE, recorded_at: now, sealed_seq: 0 }
}

/// What was done under a key before, if anything.
pub async fn request_key(
    tx: &Tx,
    door: crate::event::Door,
    actor: &str,
    key: &str,
) -> Result<Option<RequestKeyRow>, Fault> {
    Ok(request_key::Entity::find_by_id((door, actor.to_owned(), key.to_owned())).one(tx.raw()).await?)
}

/// Forgets at most `most` keys from before `before`.
pub async fn forget_keys(tx: &Tx, before: DateTime<Utc>, most: u64) -> Result<u64, Fault> {
    let sql = "DELETE FROM request_key WHERE (door, actor, key) IN \
               (SELECT door, actor, key FROM request_key WHERE at < $1 ORDER BY at LIMIT $2)";
    tx.run(sql, vec![before.into(), i64::try_from(most).unwrap_or(i64::MAX).into()]).await
}
