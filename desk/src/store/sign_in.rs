//! What signing in leaves behind.

use super::entity::{api_token, session, sign_in_delay};
use super::{Conn, Tx};
use crate::digest::Digest;
use crate::id::{PersonId, SessionId, TokenId};
use crate::refusal::Fault;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Counts a failure; those of long ago are forgotten.
pub async fn count(tx: &Tx, subject: Digest, now: DateTime<Utc>, forget: TimeDelta) -> Result<(), Fault> {
    let row = sign_in_delay::Entity::find_by_id(subject).one(tx.raw()).await?;
    let failures = row.filter(|row| now - row.last_at < forget).map_or(0, |row| row.failures);
    let next = sign_in_delay::Model { subject, failures: failures + 1, last_at: now };
    if !tx.insert_new(next.clone()).await? {
        tx.save(next).await?;
    }
    Ok(())
}

/// Forgets the failures of somebody who got in.
pub async fn forget(tx: &Tx, subject: Digest) -> Result<(), Fault> {
    sign_in_delay::Entity::delete_by_id(subject).exec(tx.raw()).await?;
    Ok(())
}

/// A session was used.
pub async fn seen(tx: &Tx, id: SessionId, now: DateTime<Utc>) -> Result<(), Fault> {
    set(tx, id, session::Column::LastSeenAt, now).await
}

/// The password was given again in a session.
pub async fn proved(tx: &Tx, id: SessionId, now: DateTime<Utc>) -> Result<(), Fault> {
    set(tx, id, session::Column::ProvedAt, now).await
}

async fn set(tx: &Tx, id: SessionId, column: session::Column, at: DateTime<Utc>) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(column, at.into())
        .filter(session::Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Ends a session of a person.
pub async fn end(tx: &Tx, id: SessionId, person: PersonId, now: DateTime<Utc>) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, now.into())
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Ends a person's sessions but one.
pub async fn end_others(tx: &Tx, person: PersonId, but: Option<SessionId>, now: DateTime<Utc>) -> Result<(), Fault> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, now.into())
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::EndedAt.is_null());
    if let Some(id) = but {
        update = update.filter(session::Column::Id.ne(id));
    }
    update.exec(tx.raw()).await?;
    Ok(())
}

/// A token was used.
pub async fn used(tx: &Tx, id: TokenId, now: DateTime<Utc>) -> Result<(), Fault> {
    api_token::Entity::update_many()
        .col_expr(api_token::Column::LastUsedAt, now.into())
        .filter(api_token::Column::Id.eq(id))
        .exec(tx.raw())
        .await?;
    Ok(())
}
