//! The search index: `tsvector` on PostgreSQL, FTS5 on SQLite, filled with tokens of the same analyser (R36).

use super::entity::{message, solution_request};
use super::{Conn, Tx};
use crate::id::{MessageId, RequestId, TicketId};
use crate::refusal::{Fault, Outcome};
use crate::search::analyse::{self, QueryToken};
use crate::ticket::Audience;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

/// How many matching texts a search looks at.
pub const MOST: u64 = 1_000;

/// Puts a text into the index.
pub async fn put(tx: &Tx, id: Uuid, ticket: TicketId, audience: Audience, text: &str) -> Result<(), Fault> {
    let tokens = analyse::index_tokens(text);
    if tokens.is_empty() {
        return Ok(());
    }
    if tx.sqlite() {
        let doc = "INSERT INTO search_doc (id, ticket_id, audience) VALUES ($1, $2, $3)";
        tx.run(doc, vec![id.into(), ticket.into(), audience.into()]).await?;
        // One connection writes: last_insert_rowid is this row's.
        let index = "INSERT INTO search (rowid, tokens) VALUES (last_insert_rowid(), $1)";
        tx.run(index, vec![tokens.join(" ").into()]).await?;
    } else {
        // The tokens hold letters and digits only, so that they are a tsvector as they stand.
        let index = "INSERT INTO search (id, ticket_id, audience, tokens) VALUES ($1, $2, $3, array_to_tsvector(string_to_array($4, ' ')))";
        tx.run(index, vec![id.into(), ticket.into(), audience.into(), tokens.join(" ").into()]).await?;
    }
    Ok(())
}

/// Takes a text out of the index.
pub async fn remove(tx: &Tx, id: Uuid) -> Result<(), Fault> {
    if tx.sqlite() {
        tx.run("DELETE FROM search WHERE rowid = (SELECT doc FROM search_doc WHERE id = $1)", vec![id.into()]).await?;
        tx.run("DELETE FROM search_doc WHERE id = $1", vec![id.into()]).await?;
    } else {
        tx.run("DELETE FROM search WHERE id = $1", vec![id.into()]).await?;
    }
    Ok(())
}

/// The newest texts that match: ticket and audience. Who may see them is for the caller to say in the same breath ([`super::list`]).
pub fn matching(conn: &impl Conn, tokens: &[QueryToken]) -> Outcome<Option<(String, sea_orm::Value)>> {
    let (sql, query) = if conn.sqlite() {
        let sql = "SELECT d.ticket_id AS ticket_id, d.audience AS audience FROM search s JOIN search_doc d ON d.doc = s.rowid \
                   WHERE s.tokens MATCH ? ORDER BY s.rowid DESC LIMIT 1000";
        (sql, analyse::fts5_query(tokens))
    } else {
        // The least of ids of version 7 is the oldest: newest first without another column.
        let sql =
            "SELECT ticket_id, audience FROM search WHERE tokens @@ CAST($1 AS tsquery) ORDER BY id DESC LIMIT 1000";
        (sql, analyse::tsquery(tokens))
    };
    Ok(query.map(|query| (sql.to_owned(), query.into())))
}

/// The ids of all texts after this one, in order of time; true: a solution request, not a message.
pub(crate) async fn texts_after(tx: &Tx, after: Uuid, most: u64) -> Result<Vec<(Uuid, bool)>, Fault> {
    let sql = format!(
        "SELECT id, request FROM (SELECT id, 0 AS request FROM message UNION ALL SELECT id, 1 FROM solution_request) AS texts \
         WHERE id > $1 ORDER BY id LIMIT {most}"
    );
    let rows = tx.raw().query_all_raw(tx.statement(&sql, vec![after.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<i32>(1)? == 1))).collect()
}

/// Messages by id.
pub(crate) async fn messages(tx: &Tx, ids: &[MessageId]) -> Result<HashMap<MessageId, message::Model>, Fault> {
    let found = message::Entity::find().filter(message::Column::Id.is_in(ids.iter().copied())).all(tx.raw()).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// Solution requests by id.
pub(crate) async fn requests(tx: &Tx, ids: &[RequestId]) -> Result<HashMap<RequestId, solution_request::Model>, Fault> {
    let wanted = solution_request::Column::Id.is_in(ids.iter().copied());
    let found = solution_request::Entity::find().filter(wanted).all(tx.raw()).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}
