//! Streams, events and request keys.

use super::entity::{event, request_key, stream};
use super::{Conn, Tx, by_place};
use crate::digest::Digest;
use crate::id::TicketId;
use crate::list::page::Moment;
use crate::refusal::{Fault, Outcome};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoCondition, JoinType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::{Value, json};
use std::cmp::Ordering;

pub use super::entity::request_key::Model as RequestKeyRow;
pub use super::entity::stream::Model as Head;

/// Reads a stream's head and holds it until the transaction ends, so that whoever decides on the record decides alone (R20). On SQLite the
/// transaction holds the whole database already. With it comes the digest of the state that the last event left; none: that event has none, or it came
/// while this waited for the lock ([`last_state`] finds it then).
pub async fn lock_head(tx: &Tx, name: &str) -> Result<Option<(Head, Option<Digest>)>, Fault> {
    let lock = if tx.sqlite() { "" } else { " FOR UPDATE OF s" };
    let sql = format!(
        "SELECT s.name, s.seq, s.hash, s.recorded_at, s.sealed_seq, e.state_digest AS said \
         FROM stream s LEFT JOIN event e ON e.stream = s.name AND e.seq = s.seq WHERE s.name = $1{lock}"
    );
    let row = tx.raw().query_one_raw(tx.statement(&sql, vec![name.into()])).await?;
    Ok(row.map(|row| Ok::<_, DbErr>((Head::from_query_result(&row, "")?, row.try_get("", "said")?))).transpose()?)
}

/// The same for many, held in the order of their names, so that two who hold some of the same do not wait for each other. Streams without events are
/// left out.
pub async fn lock_heads(tx: &Tx, names: &[String]) -> Result<Vec<(Head, Option<Digest>)>, Fault> {
    let marks = (1..=names.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let lock = if tx.sqlite() { "" } else { " FOR UPDATE OF s" };
    let sql = format!(
        "SELECT s.name, s.seq, s.hash, s.recorded_at, s.sealed_seq, e.state_digest AS said \
         FROM stream s LEFT JOIN event e ON e.stream = s.name AND e.seq = s.seq WHERE s.name IN ({marks}) ORDER BY s.name{lock}"
    );
    let values = names.iter().map(|name| name.as_str().into()).collect();
    let rows = tx.raw().query_all_raw(tx.statement(&sql, values)).await?;
    let heads = rows.iter().map(|row| Ok::<_, DbErr>((Head::from_query_result(row, "")?, row.try_get("", "said")?)));
    Ok(heads.collect::<Result<_, _>>()?)
}

/// The digest of the last state that the events of a stream tell.
pub async fn last_state(tx: &Tx, name: &str) -> Result<Option<Digest>, Fault> {
    let sql = "SELECT state_digest FROM event WHERE stream = $1 AND state_digest IS NOT NULL ORDER BY seq DESC LIMIT 1";
    let row = tx.raw().query_one_raw(tx.statement(sql, vec![name.into()])).await?;
    Ok(row.map(|row| row.try_get("", "state_digest")).transpose()?)
}

/// The same for many streams that are held, where their last events tell one.
pub async fn last_states(tx: &Tx, names: &[String]) -> Result<Vec<(String, Digest)>, Fault> {
    let at_head = Expr::col((event::Entity, event::Column::Seq)).equals((stream::Entity, stream::Column::Seq));
    let found = event::Entity::find()
        .select_only()
        .column(event::Column::Stream)
        .column(event::Column::StateDigest)
        .join(
            JoinType::InnerJoin,
            event::Entity::belongs_to(stream::Entity)
                .from(event::Column::Stream)
                .to(stream::Column::Name)
                .on_condition(move |_, _| at_head.clone().into_condition())
                .into(),
        )
        .filter(event::Column::Stream.is_in(names))
        .filter(event::Column::StateDigest.is_not_null());
    Ok(found.into_tuple().all(tx.raw()).await?)
}

/// Moves heads of streams on, each from the number at which it was read. Fails if one is not there any more: two writers would have made two events of
/// one number.
pub async fn move_heads(tx: &Tx, heads: &[(i64, Head)]) -> Result<(), Fault> {
    let mut moved = 0;
    if tx.sqlite() {
        let sql = "UPDATE stream SET seq = $1, hash = $2, recorded_at = $3 WHERE name = $4 AND seq = $5";
        for (from, head) in heads {
            let values = vec![
                head.seq.into(),
                head.hash.0.to_vec().into(),
                head.recorded_at.into(),
                (&*head.name).into(),
                (*from).into(),
            ];
            moved += tx.run(sql, values).await?;
        }
    } else if !heads.is_empty() {
        // The clock moves many at once: one way there and back, and one statement however many they are.
        let sql = "UPDATE stream SET seq = moved.seq, hash = decode(moved.hash, 'hex'), recorded_at = moved.recorded_at \
                   FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS moved (name text, was bigint, seq bigint, hash text, recorded_at timestamptz) \
                   WHERE stream.name = moved.name AND stream.seq = moved.was";
        let rows = heads.iter().map(|(from, head)| {
            json!({"name": head.name, "was": from, "seq": head.seq, "hash": head.hash, "recorded_at": head.recorded_at})
        });
        moved = tx.run(sql, vec![Value::from_iter(rows).to_string().into()]).await?;
    }
    if moved == heads.len() as u64 {
        return Ok(());
    }
    Err(Fault::new(format!("{} of {} streams moved under a lock", heads.len() as u64 - moved, heads.len())))
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

/// The newest events of one stream before a place in a timeline, newest first, at most `most`; `kinds`: only these. `source` is what the stream is in
/// that timeline.
pub async fn events_before(
    conn: &impl Conn,
    name: &str,
    source: Option<TicketId>,
    before: Option<Moment>,
    kinds: Option<&[&'static str]>,
    most: u64,
) -> Outcome<Vec<event::Model>> {
    let mut wanted = Condition::all().add(event::Column::Stream.eq(name));
    if let Some(kinds) = kinds {
        wanted = wanted.add(event::Column::Kind.is_in(kinds.iter().copied()));
    }
    if let Some(before) = before {
        let earlier = event::Column::RecordedAt.lt(before.at);
        let same = event::Column::RecordedAt.eq(before.at);
        wanted = wanted.add(match source.cmp(&before.source) {
            Ordering::Less => Condition::any().add(earlier).add(same),
            Ordering::Equal => Condition::any().add(earlier).add(same.and(event::Column::Seq.lt(before.seq))),
            Ordering::Greater => Condition::any().add(earlier),
        });
    }
    let newest = event::Entity::find()
        .filter(wanted)
        .order_by_desc(event::Column::RecordedAt)
        .order_by_desc(event::Column::Seq)
        .limit(most);
    by_place(conn, newest).await
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
