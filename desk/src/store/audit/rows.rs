//! The rows that the record is held against.

use super::super::Conn;
use super::{Found, keys};
use crate::refusal::Fault;
use sea_orm::{ConnectionTrait, DbErr, EntityName, EntityTrait, FromQueryResult, ModelTrait, QueryResult, Value};
use std::collections::HashSet;
use uuid::Uuid;

/// A row that an audit can read one by one.
pub trait Auditable: ModelTrait + FromQueryResult {}

impl<M: ModelTrait + FromQueryResult> Auditable for M {}

/// The table a kind of row lies in.
pub fn table<M: Auditable>() -> &'static str
where
    M::Entity: EntityTrait,
{
    M::Entity::default().table_name()
}

async fn found<K, M: Auditable>(
    conn: &impl Conn,
    column: &str,
    values: Vec<Value>,
    key: impl Fn(&QueryResult) -> Result<K, DbErr>,
) -> Result<Vec<Found<K, M>>, Fault> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let table = table::<M>();
    let readable = if conn.sqlite() { keys(table) } else { "1 = 1" };
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT * FROM {table} WHERE {readable} AND {column} IN ({})", places.join(", "));
    let rows = conn.raw().query_all_raw(conn.statement(&sql, values)).await?;
    rows.iter().map(|row| Ok(Found { key: key(row)?, row: M::from_query_result(row, "").ok() })).collect()
}

/// Rows with these ids.
pub async fn by_ids<M: Auditable>(conn: &impl Conn, ids: &[Uuid]) -> Result<Vec<Found<Uuid, M>>, Fault> {
    found(conn, "id", ids.iter().map(|id| (*id).into()).collect(), |row| row.try_get("", "id")).await
}

/// Rows that hang on these tickets, by their ids.
pub async fn of_tickets<M: Auditable>(conn: &impl Conn, ids: &[Uuid]) -> Result<Vec<Found<(Uuid, Uuid), M>>, Fault> {
    let key = |row: &QueryResult| Ok((row.try_get("", "ticket_id")?, row.try_get("", "id")?));
    found(conn, "ticket_id", ids.iter().map(|id| (*id).into()).collect(), key).await
}

/// Rows that hang on these tickets and have no id of their own.
pub async fn around<M: Auditable>(conn: &impl Conn, ids: &[Uuid]) -> Result<Vec<Found<Uuid, M>>, Fault> {
    found(conn, "ticket_id", ids.iter().map(|id| (*id).into()).collect(), |row| row.try_get("", "ticket_id")).await
}

/// Rows that belong to these people.
pub async fn of_people<M: Auditable>(conn: &impl Conn, ids: &[Uuid]) -> Result<Vec<Found<Uuid, M>>, Fault> {
    found(conn, "person_id", ids.iter().map(|id| (*id).into()).collect(), |row| row.try_get("", "person_id")).await
}

/// What rows of a table hang on by `column`, and which is not in the table `of`: the first hundred.
pub async fn hanging_on_nothing(conn: &impl Conn, table: &str, column: &str, of: &str) -> Result<Vec<Uuid>, Fault> {
    let readable =
        if conn.sqlite() { format!("typeof({column}) = 'blob' AND length({column}) = 16") } else { "1 = 1".into() };
    let sql = format!(
        "SELECT DISTINCT {column} FROM {table} WHERE {readable} \
         AND NOT EXISTS (SELECT 1 FROM {of} WHERE {of}.id = {table}.{column}) ORDER BY 1 LIMIT 100"
    );
    let rows = conn.raw().query_all_raw(conn.statement(&sql, Vec::new())).await?;
    rows.iter().map(|row| Ok(row.try_get("", column)?)).collect()
}

/// Rows with these words as their key.
pub async fn by_words<M: Auditable>(
    conn: &impl Conn,
    column: &str,
    words: &[String],
) -> Result<Vec<Found<String, M>>, Fault> {
    found(conn, column, words.iter().map(|word| word.as_str().into()).collect(), |row| row.try_get("", column)).await
}

/// The ids in a table after `after`, each with the id in the column `owner`, if that can be read.
pub async fn ids(
    conn: &impl Conn,
    table: &str,
    owner: &str,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<(Uuid, Option<Uuid>)>, Fault> {
    let readable = if conn.sqlite() { keys(table) } else { "1 = 1" };
    let (after, values) = after.map_or(("1 = 1", Vec::new()), |id| ("id > $1", vec![id.into()]));
    let sql = format!("SELECT id, {owner} AS owner FROM {table} WHERE {readable} AND {after} ORDER BY id LIMIT {most}");
    let rows = conn.raw().query_all_raw(conn.statement(&sql, values)).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "owner").ok()))).collect()
}

/// The words in the key of a table: there are few.
pub async fn words(conn: &impl Conn, table: &str, column: &str) -> Result<Vec<String>, Fault> {
    let readable = if conn.sqlite() { keys(table) } else { "1 = 1" };
    let sql = format!("SELECT DISTINCT {column} AS word FROM {table} WHERE {readable} ORDER BY 1");
    let rows = conn.raw().query_all_raw(conn.statement(&sql, Vec::new())).await?;
    rows.iter().map(|row| Ok(row.try_get("", "word")?)).collect()
}

/// Which of these streams there are: a head, or at least a first event.
pub async fn known_streams(conn: &impl Conn, names: &[String]) -> Result<HashSet<String>, Fault> {
    if names.is_empty() {
        return Ok(HashSet::new());
    }
    let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
    let places = places.join(", ");
    let sql = format!(
        "SELECT name FROM stream WHERE name IN ({places}) \
         UNION SELECT stream AS name FROM event WHERE seq = 1 AND stream IN ({places})"
    );
    let values = names.iter().map(|name| name.as_str().into()).collect();
    let rows = conn.raw().query_all_raw(conn.statement(&sql, values)).await?;
    rows.iter().map(|row| Ok(row.try_get("", "name")?)).collect()
}
