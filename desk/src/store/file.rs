//! Attachments.

use super::entity::appointment;
use super::entity::attachment::{Column, Entity, Model};
use super::{Conn, Tx, one_of};
use crate::id::{FileId, MessageId, PersonId, TicketId};
use crate::refusal::{Fault, Outcome};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

/// Bytes that a person has uploaded and not attached.
pub async fn unattached_bytes(tx: &Tx, person: PersonId) -> Result<i64, Fault> {
    let theirs = Condition::all()
        .add(Column::UploaderId.eq(person))
        .add(Column::TicketId.is_null())
        .add(Column::ErasedAt.is_null());
    bytes(tx, theirs).await
}

/// Bytes that a person has uploaded since then, whatever became of them.
pub async fn bytes_since(tx: &Tx, person: PersonId, since: DateTime<Utc>) -> Result<i64, Fault> {
    bytes(tx, Condition::all().add(Column::UploaderId.eq(person)).add(Column::CreatedAt.gt(since))).await
}

/// Bytes that a ticket carries.
pub async fn bytes_of_ticket(tx: &Tx, ticket: TicketId) -> Result<i64, Fault> {
    bytes(tx, Condition::all().add(Column::TicketId.eq(ticket)).add(Column::ErasedAt.is_null())).await
}

async fn bytes(tx: &Tx, of: Condition) -> Result<i64, Fault> {
    let sizes = Entity::find().select_only().column(Column::Size).filter(of);
    Ok(sizes.into_tuple::<i64>().all(tx.raw()).await?.into_iter().sum())
}

/// Reads a file and holds its row until the transaction ends: nobody attaches it, rests an appointment on it or collects it meanwhile.
pub async fn hold(tx: &Tx, id: FileId) -> Result<Option<Model>, Fault> {
    let mut query = Entity::find_by_id(id);
    // On SQLite the transaction holds the whole database already.
    if !tx.sqlite() {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.raw()).await?)
}

/// Holds bytes until the transaction ends, whether they are there or not: of two who put and destroy the same ones, the second waits here for the first.
pub async fn hold_bytes(tx: &Tx, sha256: &str) -> Result<(), Fault> {
    if !tx.sqlite() {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))";
        tx.raw().execute_raw(tx.statement(sql, vec![sha256.into()])).await?;
    }
    Ok(())
}

/// Attaches a file, unless it is attached or erased by now; says whether it did. Of two who attach the same one, the second waits here for the first.
pub async fn attach(tx: &Tx, file: &Model) -> Result<bool, Fault> {
    let done = Entity::update_many()
        .col_expr(Column::TicketId, file.ticket_id.into())
        .col_expr(Column::MessageId, file.message_id.into())
        .col_expr(Column::Salt, file.salt.into())
        .filter(Column::Id.eq(file.id))
        .filter(Column::TicketId.is_null())
        .filter(Column::ErasedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected > 0)
}

/// The files of a ticket that are still there, oldest first.
pub async fn of_ticket(conn: &impl Conn, ticket: TicketId) -> Outcome<Vec<Model>> {
    let found = Entity::find().filter(Column::TicketId.eq(ticket)).order_by_asc(Column::Id).all(conn.raw()).await?;
    Ok(found)
}

/// Files that are attached and not erased, after `after`, by id.
pub async fn attached(conn: &impl Conn, after: Option<FileId>, most: u64) -> Outcome<Vec<Model>> {
    let mut query = Entity::find().filter(Column::TicketId.is_not_null()).filter(Column::ErasedAt.is_null());
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    Ok(query.order_by_asc(Column::Id).limit(most).all(conn.raw()).await?)
}

/// The files of a message.
pub async fn of_message(conn: &impl Conn, message: MessageId) -> Outcome<Vec<Model>> {
    let found = Entity::find().filter(Column::MessageId.eq(message)).order_by_asc(Column::Id).all(conn.raw()).await?;
    Ok(found)
}

/// The names of the files of tickets that are not erased, with the message each hangs on; in the order of their ids.
pub async fn names(conn: &impl Conn, tickets: &[TicketId]) -> Outcome<Vec<(TicketId, Option<MessageId>, String)>> {
    let query = Entity::find().select_only().columns([Column::TicketId, Column::MessageId, Column::Name]);
    let query = query.filter(one_of(conn, "attachment.ticket_id", tickets.iter().copied()));
    let query = query.filter(Column::ErasedAt.is_null()).order_by_asc(Column::Id);
    Ok(query.into_tuple().all(conn.raw()).await?)
}

/// The names of these uploads.
pub async fn names_of_uploads(conn: &impl Conn, files: &[FileId]) -> Outcome<Vec<String>> {
    let query = Entity::find().select_only().column(Column::Name).filter(Column::Id.is_in(files.iter().copied()));
    Ok(query.order_by_asc(Column::Id).into_tuple().all(conn.raw()).await?)
}

/// Deletes the rows of uploads that hung on nothing before `before`: on no ticket, and no appointment rests on them; returns the digests of their bytes, and those of erased files.
pub async fn take_litter(tx: &Tx, before: DateTime<Utc>, most: u64) -> Outcome<Vec<String>> {
    let bases = appointment::Entity::find().select_only().column(appointment::Column::BasisFileId);
    let bases = bases.filter(appointment::Column::BasisFileId.is_not_null()).into_query();
    let litter = Condition::all()
        .add(Column::TicketId.is_null())
        .add(Column::CreatedAt.lt(before))
        .add(Column::Id.not_in_subquery(bases));
    let rows = Entity::find().filter(litter).limit(most).all(tx.raw()).await?;
    let mut digests = Vec::with_capacity(rows.len());
    for row in rows {
        // Not what somebody attached since it was looked at, or what an appointment has come to rest on.
        hold(tx, row.id).await?;
        if super::people::is_basis(tx, row.id).await? {
            continue;
        }
        let still = Entity::delete_many().filter(Column::Id.eq(row.id)).filter(Column::TicketId.is_null());
        if still.exec(tx.raw()).await?.rows_affected > 0 {
            digests.push(row.sha256);
        }
    }
    let erased = Entity::find().filter(Column::ErasedAt.gt(before)).all(tx.raw()).await?;
    digests.extend(erased.into_iter().map(|row| row.sha256));
    Ok(digests)
}

/// Whether some row still needs these bytes.
pub async fn is_used(conn: &impl Conn, sha256: &str) -> Outcome<bool> {
    let used = Entity::find().filter(Column::Sha256.eq(sha256)).filter(Column::ErasedAt.is_null());
    Ok(used.count(conn.raw()).await? > 0)
}
