//! What signing in leaves behind.

use super::entity::{api_token, session, sign_in_device, sign_in_line, sign_in_place};
use super::{Conn, Tx};
use crate::digest::Digest;
use crate::id::{PersonId, SessionId, TokenId};
use crate::refusal::Fault;
use crate::throttle::{Line, Place};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};

pub use super::entity::sign_in_device::Model as Device;

/// Reads the place where a login was tried, or makes it, and holds it until the transaction ends.
pub async fn hold_place(tx: &Tx, subject: Digest, now: DateTime<Utc>) -> Result<Place, Fault> {
    tx.insert_new(Place::new(subject, now)).await?;
    hold(tx, sign_in_place::Entity::find_by_id(subject)).await
}

/// The same for a line.
pub async fn hold_line(tx: &Tx, subject: Digest, now: DateTime<Utc>) -> Result<Line, Fault> {
    tx.insert_new(Line::new(subject, now)).await?;
    hold(tx, sign_in_line::Entity::find_by_id(subject)).await
}

/// On SQLite the transaction holds the whole database already.
async fn hold<E: EntityTrait>(tx: &Tx, mut query: Select<E>) -> Result<E::Model, Fault> {
    if !tx.sqlite() {
        query = query.lock_exclusive();
    }
    query.one(tx.raw()).await?.ok_or_else(|| Fault::new("a row that was just made is gone"))
}

/// Whether this is anybody's device.
pub async fn is_device(conn: &impl Conn, token_hash: Digest) -> Result<bool, Fault> {
    let found = sign_in_device::Entity::find().filter(sign_in_device::Column::TokenHash.eq(token_hash));
    Ok(found.one(conn.raw()).await?.is_some())
}

/// A device is known by another token from now on.
pub async fn move_device(tx: &Tx, from: Digest, to: Digest) -> Result<(), Fault> {
    sign_in_device::Entity::update_many()
        .col_expr(sign_in_device::Column::TokenHash, Expr::value(to))
        .filter(sign_in_device::Column::TokenHash.eq(from))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Forgets from which devices somebody signs in.
pub async fn forget_devices(tx: &Tx, person: PersonId) -> Result<(), Fault> {
    let theirs = sign_in_device::Entity::delete_many().filter(sign_in_device::Column::PersonId.eq(person));
    theirs.exec(tx.raw()).await?;
    Ok(())
}

/// Forgets, of each kind at most `most`, places where nothing was tried since `tried` nor signed in since `known`, lines that were empty before `tried`,
/// and devices that were not signed in from since `seen`. Returns how many.
pub async fn forget_old(
    tx: &Tx,
    tried: DateTime<Utc>,
    known: DateTime<Utc>,
    seen: DateTime<Utc>,
    most: i64,
) -> Result<u64, Fault> {
    let places = "DELETE FROM sign_in_place WHERE subject IN (SELECT subject FROM sign_in_place \
                  WHERE last_at < $1 AND (good_at IS NULL OR good_at < $2) ORDER BY last_at LIMIT $3)";
    let lines = "DELETE FROM sign_in_line WHERE subject IN (SELECT subject FROM sign_in_line \
                 WHERE next_at < $1 ORDER BY next_at LIMIT $2)";
    let devices = "DELETE FROM sign_in_device WHERE last_at < $1";
    Ok(tx.run(places, vec![tried.into(), known.into(), most.into()]).await?
        + tx.run(lines, vec![tried.into(), most.into()]).await?
        + tx.run(devices, vec![seen.into()]).await?)
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
