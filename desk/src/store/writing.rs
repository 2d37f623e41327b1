//! Drafts and macros.

use super::entity::{draft, reply_macro};
use super::{Conn, Tx};
use crate::draft::DraftKind;
use crate::id::{PersonId, TicketId};
use crate::refusal::{Fault, Outcome};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

/// What a person has begun to write on a ticket.
pub async fn drafts(conn: &impl Conn, person: PersonId, ticket: TicketId) -> Outcome<Vec<draft::Model>> {
    let found = draft::Entity::find()
        .filter(draft::Column::PersonId.eq(person))
        .filter(draft::Column::TicketId.eq(ticket))
        .order_by_asc(draft::Column::Kind)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// One of them.
pub async fn draft(
    conn: &impl Conn,
    person: PersonId,
    ticket: TicketId,
    kind: DraftKind,
) -> Outcome<Option<draft::Model>> {
    Ok(draft::Entity::find_by_id((person, ticket, kind)).one(conn.raw()).await?)
}

/// How many drafts a person has.
pub async fn count_drafts(tx: &Tx, person: PersonId) -> Result<u64, Fault> {
    Ok(draft::Entity::find().filter(draft::Column::PersonId.eq(person)).count(tx.raw()).await?)
}

async fn delete(tx: &Tx, which: Condition) -> Result<(), Fault> {
    draft::Entity::delete_many().filter(which).exec(tx.raw()).await?;
    Ok(())
}

/// Deletes one draft.
pub async fn delete_draft(tx: &Tx, person: PersonId, ticket: TicketId, kind: DraftKind) -> Result<(), Fault> {
    let one = Condition::all().add(draft::Column::PersonId.eq(person)).add(draft::Column::TicketId.eq(ticket));
    delete(tx, one.add(draft::Column::Kind.eq(kind))).await
}

/// Deletes whatever anybody has begun to write on a ticket.
pub async fn delete_drafts_on(tx: &Tx, ticket: TicketId) -> Result<(), Fault> {
    delete(tx, Condition::all().add(draft::Column::TicketId.eq(ticket))).await
}

/// Deletes whatever a person has begun to write.
pub async fn delete_drafts_of(tx: &Tx, person: PersonId) -> Result<(), Fault> {
    delete(tx, Condition::all().add(draft::Column::PersonId.eq(person))).await
}

/// Deletes at most `most` drafts that nobody has touched since `before`.
pub async fn forget_drafts(tx: &Tx, before: DateTime<Utc>, most: u64) -> Result<u64, Fault> {
    let sql = "DELETE FROM draft WHERE (person_id, ticket_id, kind) IN \
               (SELECT person_id, ticket_id, kind FROM draft WHERE saved_at < $1 ORDER BY saved_at LIMIT $2)";
    tx.run(sql, vec![before.into(), i64::try_from(most).unwrap_or(i64::MAX).into()]).await
}

/// The macros in use, by name.
pub async fn macros(conn: &impl Conn) -> Outcome<Vec<reply_macro::Model>> {
    let found = reply_macro::Entity::find()
        .filter(reply_macro::Column::RetiredAt.is_null())
        .order_by_asc(reply_macro::Column::Name)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Whether there has ever been a macro.
pub async fn has_macros(conn: &impl Conn) -> Outcome<bool> {
    Ok(reply_macro::Entity::find().one(conn.raw()).await?.is_some())
}
