//! The search index: `tsvector` on PostgreSQL, FTS5 on SQLite, filled with tokens of the same analyser (R36).

use super::entity::{message, solution_request};
use super::{Conn, Row, Together, Tx};
use crate::id::{MessageId, RequestId, TicketId};
use crate::refusal::{Fault, Outcome};
use crate::search::analyse::{self, QueryToken};
use crate::search::scope;
use crate::ticket::{Audience, PartyRole, Ticket};
use sea_orm::sea_query::{Func, InsertStatement, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A text for the index.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its id: of the message or the solution request.
    pub id: Uuid,
    /// Whose it is.
    pub ticket: &'a Ticket,
    /// The parties of that ticket, as far as they are known here.
    pub parties: &'a [(PartyRole, Uuid)],
    /// Who may read it.
    pub audience: Audience,
    /// By what it is found.
    pub words: &'a str,
}

impl Entry<'_> {
    fn tokens(&self) -> Option<String> {
        let mut tokens = analyse::index_tokens(self.words);
        if tokens.is_empty() {
            return None;
        }
        tokens.extend(scope::of_ticket(self.ticket, self.parties));
        Some(tokens.join(" "))
    }

    /// What puts it into PostgreSQL's index.
    fn inserting(&self) -> Result<Option<InsertStatement>, Fault> {
        let Some(tokens) = self.tokens() else { return Ok(None) };
        // The tokens hold letters and digits only, so that nothing in them parts them.
        let list = Func::cust("string_to_array").arg(tokens).arg(" ");
        let vector = Func::cust("array_to_tsvector").arg(list);
        let row = [self.id.into(), self.ticket.id.into(), self.audience.into(), vector.into()];
        let mut insert = Query::insert();
        insert.into_table("search").columns(["id", "ticket_id", "audience", "tokens"]);
        insert.values(row).map_err(Fault::new)?;
        Ok(Some(insert))
    }
}

/// Inserts the row that holds a text, and puts the text into the index.
pub async fn insert<R: Row>(tx: &Tx, row: R, entry: &Entry<'_>) -> Result<(), Fault> {
    if tx.sqlite() {
        tx.insert(row).await?;
        return put(tx, entry).await;
    }
    tx.write(Together::default().insert(vec![row]).insert_by(entry.inserting()?)).await
}

/// Puts a text into the index.
pub async fn put(tx: &Tx, entry: &Entry<'_>) -> Result<(), Fault> {
    if tx.sqlite() {
        let Some(tokens) = entry.tokens() else { return Ok(()) };
        let doc = "INSERT INTO search_doc (id, ticket_id, audience) VALUES ($1, $2, $3)";
        tx.run(doc, vec![entry.id.into(), entry.ticket.id.into(), entry.audience.into()]).await?;
        // One connection writes: last_insert_rowid is this row's.
        let index = "INSERT INTO search (rowid, tokens) VALUES (last_insert_rowid(), $1)";
        tx.run(index, vec![tokens.into()]).await?;
    } else {
        tx.write(Together::default().insert_by(entry.inserting()?)).await?;
    }
    Ok(())
}

/// Puts a text into the index under other words, in its old place in time.
pub async fn put_anew(tx: &Tx, entry: &Entry<'_>) -> Result<(), Fault> {
    let Some(tokens) = entry.tokens() else { return remove(tx, entry.id).await };
    if tx.sqlite() {
        let out = "DELETE FROM search WHERE rowid = (SELECT doc FROM search_doc WHERE id = $1)";
        tx.run(out, vec![entry.id.into()]).await?;
        let index = "INSERT INTO search (rowid, tokens) SELECT doc, $2 FROM search_doc WHERE id = $1";
        tx.run(index, vec![entry.id.into(), tokens.into()]).await?;
    } else {
        let index = "UPDATE search SET tokens = array_to_tsvector(string_to_array($2, ' ')) WHERE id = $1";
        tx.run(index, vec![entry.id.into(), tokens.into()]).await?;
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

/// So many texts a question finds at most.
pub const PAGE: usize = 1_000;
/// So many of them count of one ticket and audience.
pub const OF_EACH: usize = 10;
/// A page of which fewer than this count is asked for again, without the tickets that fill it.
const ENOUGH: usize = 500;
/// So often, at most, and then looking at so many times as many.
pub const AGAIN: usize = 3;

/// Whose the newest texts are that match, and who may read those; of each ticket a few count, so that nobody pushes others out by writing a word often.
/// Which of the tickets somebody sees is for the caller to say in the list itself ([`super::list`]). `scope` is what [`scope::of_reader`] says of them:
/// their own are looked for besides.
pub async fn newest(
    conn: &impl Conn,
    tokens: &[QueryToken],
    scope: Option<&[String]>,
) -> Outcome<Vec<(TicketId, Audience)>> {
    let (words, and, or, quote) = match conn.sqlite() {
        true => (analyse::fts5_query(tokens), "AND", " OR ", '"'),
        false => (analyse::tsquery(tokens), "&", " | ", '\''),
    };
    let Some(words) = words else { return Ok(Vec::new()) };
    let mut asked = vec![(words.clone(), false)];
    if let Some(scope) = scope {
        let scope: Vec<String> = scope.iter().map(|word| format!("{quote}{word}{quote}")).collect();
        asked.push((format!("({words}) {and} ({})", scope.join(or)), true));
    }
    let mut found = HashSet::new();
    for (words, own) in asked {
        let mut full = Full::default();
        for turn in 0..=AGAIN {
            let most = if turn == 0 { PAGE } else { AGAIN * PAGE };
            let page = page(conn, &words, own, &full, most).await?;
            let mut of_each: HashMap<(TicketId, Audience), usize> = HashMap::new();
            for text in &page {
                *of_each.entry(*text).or_default() += 1;
            }
            found.extend(of_each.keys().copied());
            let counting: usize = of_each.values().map(|texts| (*texts).min(OF_EACH)).sum();
            if page.len() < most || counting >= ENOUGH {
                break;
            }
            for ((ticket, audience), _) in of_each.into_iter().filter(|(_, texts)| *texts > OF_EACH) {
                match audience {
                    Audience::Public => full.loud.push(ticket),
                    Audience::Internal => full.inside.push(ticket),
                }
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// Tickets of which enough was found.
#[derive(Debug, Default)]
struct Full {
    /// Something public: nothing else of theirs says more.
    loud: Vec<TicketId>,
    /// Something internal.
    inside: Vec<TicketId>,
}

/// The newest texts that match, but for tickets of which enough was found.
async fn page(
    conn: &impl Conn,
    words: &str,
    own: bool,
    full: &Full,
    most: usize,
) -> Outcome<Vec<(TicketId, Audience)>> {
    let list = |tickets: &[TicketId], before: &str, after: &str| {
        let ids = tickets.iter().map(|id| format!("{before}{}{after}", id.0.simple()));
        ids.collect::<Vec<_>>().join(",")
    };
    let statement = if conn.sqlite() {
        let mut sql = "SELECT d.ticket_id AS ticket_id, d.audience AS audience FROM search s JOIN search_doc d ON d.doc = s.rowid \
                       WHERE s.tokens MATCH $1"
            .to_owned();
        if !full.loud.is_empty() {
            sql += &format!(" AND d.ticket_id NOT IN ({})", list(&full.loud, "x'", "'"));
        }
        if !full.inside.is_empty() {
            let inside = list(&full.inside, "x'", "'");
            sql += &format!(" AND (d.audience <> 'INTERNAL' OR d.ticket_id NOT IN ({inside}))");
        }
        sql += &format!(" ORDER BY s.rowid DESC LIMIT {most}");
        conn.statement(&sql, vec![words.into()])
    } else {
        let array = |tickets: &[TicketId]| format!("{{{}}}", list(tickets, "", ""));
        let sql = "SELECT ticket_id, audience FROM newest_texts(CAST($1 AS tsquery), $2, CAST($3 AS uuid[]), CAST($4 AS uuid[]), $5)";
        let (loud, inside) = (array(&full.loud), array(&full.inside));
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        conn.statement(sql, vec![words.into(), own.into(), loud.into(), inside.into(), most.into()])
    };
    let rows = conn.raw().query_all_raw(statement).await?;
    rows.iter().map(|row| Ok((row.try_get("", "ticket_id")?, row.try_get("", "audience")?))).collect()
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

/// By which version the index was made, and how far it has been made anew; `hold`: nobody else goes on with it meanwhile.
pub(crate) async fn version(conn: &impl Conn, hold: bool) -> Result<(i32, Option<Uuid>), Fault> {
    let lock = if hold && !conn.sqlite() { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT version, reached FROM search_version WHERE id = 1{lock}");
    let row = conn.raw().query_one_raw(conn.statement(&sql, Vec::new())).await?;
    let row = row.ok_or_else(|| Fault::new("nothing says which version made the search index"))?;
    Ok((row.try_get("", "version")?, row.try_get("", "reached")?))
}

/// Notes by which version the index was made, and how far it has been made anew.
pub(crate) async fn made_by(tx: &Tx, version: i32, reached: Option<Uuid>) -> Result<(), Fault> {
    let sql = "UPDATE search_version SET version = $1, reached = $2 WHERE id = 1";
    tx.run(sql, vec![version.into(), reached.into()]).await?;
    Ok(())
}
