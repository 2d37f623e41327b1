//! What the audit reads: pages of the record in the order of its keys, so that millions of events need no more memory than a page. A row that
//! somebody has made unreadable must not stop an audit, so a row comes as its key and, if it can be read, what it says.

use super::Conn;
use super::entity::{event, seal};
use crate::audit::trail::Wanted;
use crate::event::Event;
use crate::refusal::{Fault, Outcome};
use crate::seal::{Leaf, Seal};
use crate::store::record::Head;
use chrono::{DateTime, Utc};
use event::Column as E;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, Value,
};

pub mod guards;
pub mod rows;
pub mod scratch;

/// A row of the record: its key, and what it says unless it cannot be read.
#[derive(Debug, Clone)]
pub struct Found<K, T> {
    /// What it is found by.
    pub key: K,
    /// What it says.
    pub row: Option<T>,
}

/// The head of a stream, by name.
pub type HeadAt = Found<String, Head>;
/// An event, by stream and number.
pub type EventAt = Found<(String, i64), Event>;
/// A seal, by number.
pub type SealAt = Found<i64, Seal>;
/// A leaf of a seal, by seal and stream.
pub type LeafAt = Found<(i64, String), Leaf>;

const ALL: u64 = i64::MAX as u64;

#[cfg(test)]
impl super::Store {
    /// Runs SQL as whoever owns the database could: that is what an audit is there for.
    pub(crate) async fn as_owner(&self, sql: &str) -> Result<(), Fault> {
        self.write.execute_unprepared(sql).await?;
        Ok(())
    }
}

#[cfg(test)]
impl super::Tx {
    /// The same within a transaction.
    pub(crate) async fn as_owner(&self, sql: &str) -> Result<(), Fault> {
        self.raw().execute_unprepared(sql).await?;
        Ok(())
    }
}

/// Every column of every table, from the database's own catalogue: its table, name and type, and whether no two rows may have the same there.
#[cfg(test)]
pub(crate) async fn columns(conn: &impl Conn) -> Result<Vec<(String, String, String, bool)>, Fault> {
    let sql = if conn.sqlite() {
        "SELECT t.name AS of_table, c.name AS name, c.type AS kind, c.pk > 0 OR EXISTS (SELECT 1 FROM pragma_index_list(t.name) i, \
         pragma_index_info(i.name) k WHERE i.\"unique\" AND k.name = c.name) AS only_once \
         FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, c.cid"
    } else {
        "SELECT CAST(c.table_name AS text) AS of_table, CAST(c.column_name AS text) AS name, CAST(c.data_type AS text) AS kind, \
         EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) \
         WHERE i.indisunique AND i.indrelid = to_regclass(quote_ident(c.table_name)) AND a.attname = c.column_name) AS only_once \
         FROM information_schema.columns c WHERE c.table_schema = 'public' ORDER BY 1, c.ordinal_position"
    };
    let rows = conn.raw().query_all_raw(conn.statement(sql, Vec::new())).await?;
    let column = |row: &QueryResult| {
        Ok((
            row.try_get("", "of_table")?,
            row.try_get("", "name")?,
            row.try_get("", "kind")?,
            row.try_get("", "only_once")?,
        ))
    };
    rows.iter().map(column).collect()
}

/// What the keys of a table must be on SQLite, which takes anything in any column. PostgreSQL sees to it by itself.
fn keys(table: &str) -> &'static str {
    match table {
        "stream" => "typeof(name) = 'text'",
        "event" => "typeof(stream) = 'text' AND typeof(seq) = 'integer'",
        "seal" => "typeof(number) = 'integer'",
        "seal_leaf" => "typeof(seal_number) = 'integer' AND typeof(stream) = 'text'",
        "calendar" | "sla_book" => "typeof(code) = 'text'",
        "setting" => "typeof(key) = 'text'",
        "credential" => "typeof(person_id) = 'blob' AND length(person_id) = 16",
        "party" | "ticket_link" | "due" => "typeof(ticket_id) = 'blob' AND length(ticket_id) = 16",
        _ => "typeof(id) = 'blob' AND length(id) = 16",
    }
}

/// The tables whose keys an audit goes by.
pub const RECORD: &[&str] = &["stream", "event", "seal", "seal_leaf"];

/// How many rows of a table have a key that is none: they would be passed over.
pub async fn unreadable(conn: &impl Conn, table: &str) -> Result<i64, Fault> {
    if !conn.sqlite() {
        return Ok(0);
    }
    let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE NOT ({})", keys(table));
    let row = conn.raw().query_one_raw(conn.statement(&sql, Vec::new())).await?;
    Ok(row.ok_or_else(|| Fault::new("a count gave no row"))?.try_get("", "n")?)
}

async fn page<K, T: FromQueryResult>(
    conn: &impl Conn,
    table: &str,
    (condition, values): (&str, Vec<Value>),
    order: &str,
    most: u64,
    key: impl Fn(&QueryResult) -> Result<K, DbErr>,
) -> Result<Vec<Found<K, T>>, Fault> {
    let readable = if conn.sqlite() { keys(table) } else { "1 = 1" };
    let sql = format!("SELECT * FROM {table} WHERE {readable} AND {condition} ORDER BY {order} LIMIT {most}");
    let rows = conn.raw().query_all_raw(conn.statement(&sql, values)).await?;
    rows.iter().map(|row| Ok(Found { key: key(row)?, row: T::from_query_result(row, "").ok() })).collect()
}

/// Heads after `after`, by name.
pub async fn heads(conn: &impl Conn, after: &str, most: u64) -> Result<Vec<HeadAt>, Fault> {
    let wanted = ("name > $1", vec![after.into()]);
    page(conn, "stream", wanted, "name", most, |row| row.try_get("", "name")).await
}

/// Events after `after` in streams up to `until` (none: in all), by stream and number. Names are compared by the database only, since only it knows
/// its collation.
pub async fn events(
    conn: &impl Conn,
    after: (&str, i64),
    until: Option<&str>,
    most: u64,
) -> Result<Vec<EventAt>, Fault> {
    let mut wanted = ("(stream, seq) > ($1, $2)", vec![after.0.into(), after.1.into()]);
    if let Some(until) = until {
        wanted.0 = "(stream, seq) > ($1, $2) AND stream <= $3";
        wanted.1.push(until.into());
    }
    page(conn, "event", wanted, "stream, seq", most, |row| Ok((row.try_get("", "stream")?, row.try_get("", "seq")?)))
        .await
}

/// All events of a stream, by number.
pub async fn stream(conn: &impl Conn, name: &str) -> Result<Vec<EventAt>, Fault> {
    const PAGE: usize = 1000;
    let mut all: Vec<EventAt> = Vec::new();
    loop {
        let after = all.last().map_or(i64::MIN, |event| event.key.1);
        let wanted = ("stream = $1 AND seq > $2", vec![name.into(), after.into()]);
        let key = |row: &QueryResult| Ok((row.try_get("", "stream")?, row.try_get("", "seq")?));
        let found = page(conn, "event", wanted, "seq", PAGE as u64, key).await?;
        let last = found.len() < PAGE;
        all.extend(found);
        if last {
            return Ok(all);
        }
    }
}

/// Events that fit, newest first.
pub async fn trail(conn: &impl Conn, wanted: &Wanted, most: u64) -> Outcome<Vec<Event>> {
    let mut all = Condition::all().add(E::RecordedAt.lt(wanted.before));
    if let Some(from) = wanted.from {
        all = all.add(E::RecordedAt.gte(from));
    }
    if let Some(stream) = &wanted.stream {
        all = all.add(E::Stream.eq(stream));
    }
    if let Some(prefix) = &wanted.prefix {
        all = all.add(E::Stream.starts_with(prefix));
    }
    if !wanted.kinds.is_empty() {
        all = all.add(E::Kind.is_in(wanted.kinds.iter().map(|kind| kind.code())));
    }
    if let Some(actor) = &wanted.actor {
        all = all.add(E::Actor.eq(actor));
    }
    if let Some((at, stream, seq)) = &wanted.after {
        let same = Condition::all().add(E::RecordedAt.eq(*at));
        let earlier = Condition::any()
            .add(E::Stream.lt(stream))
            .add(Condition::all().add(E::Stream.eq(stream)).add(E::Seq.lt(*seq)));
        all = all.add(Condition::any().add(E::RecordedAt.lt(*at)).add(same.add(earlier)));
    }
    let found = event::Entity::find()
        .filter(all)
        .order_by_desc(E::RecordedAt)
        .order_by_desc(E::Stream)
        .order_by_desc(E::Seq)
        .limit(most)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// The events of a stream that were recorded at one instant: of the access log, what was written at once.
pub async fn recorded_at(conn: &impl Conn, stream: &str, at: DateTime<Utc>) -> Outcome<Vec<Event>> {
    Ok(event::Entity::find().filter(E::Stream.eq(stream)).filter(E::RecordedAt.eq(at)).all(conn.raw()).await?)
}

/// The newest seals, or those before one, newest first.
pub async fn newest_seals(conn: &impl Conn, before: Option<i64>, most: u64) -> Result<Vec<Seal>, Fault> {
    let wanted = seal::Entity::find().filter(seal::Column::Number.lt(before.unwrap_or(i64::MAX)));
    Ok(wanted.order_by_desc(seal::Column::Number).limit(most).all(conn.raw()).await?)
}

/// Seals after `after`, by number.
pub async fn seals(conn: &impl Conn, after: i64, most: u64) -> Result<Vec<SealAt>, Fault> {
    page(conn, "seal", ("number > $1", vec![after.into()]), "number", most, |row| row.try_get("", "number")).await
}

fn leaf_key(row: &QueryResult) -> Result<(i64, String), DbErr> {
    Ok((row.try_get("", "seal_number")?, row.try_get("", "stream")?))
}

/// The leaves of the seals after `after` up to `until` (none: of all), seal by seal.
pub async fn leaves_of_seals(conn: &impl Conn, after: i64, until: Option<i64>) -> Result<Vec<LeafAt>, Fault> {
    let wanted = ("seal_number > $1 AND seal_number <= $2", vec![after.into(), until.unwrap_or(i64::MAX).into()]);
    page(conn, "seal_leaf", wanted, "seal_number, stream", ALL, leaf_key).await
}

/// The leaves of streams after `after` up to `until` (none: of all), stream by stream, the oldest event first.
pub async fn leaves_of_streams(conn: &impl Conn, after: &str, until: Option<&str>) -> Result<Vec<LeafAt>, Fault> {
    let mut wanted = ("stream > $1", vec![after.into()]);
    if let Some(until) = until {
        wanted.0 = "stream > $1 AND stream <= $2";
        wanted.1.push(until.into());
    }
    page(conn, "seal_leaf", wanted, "stream, seq, seal_number", ALL, leaf_key).await
}
