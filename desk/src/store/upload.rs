//! Files that are on their way.

use super::entity::upload::{Column, Entity, Model};
use super::{Conn, Tx};
use crate::id::{PersonId, UploadId};
use crate::refusal::Fault;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The files that somebody is sending.
pub async fn of_person(tx: &Tx, person: PersonId) -> Result<Vec<Model>, Fault> {
    Ok(Entity::find().filter(Column::UploaderId.eq(person)).all(tx.raw()).await?)
}

/// Says that bytes up to `to` are there, if those up to `from` were; false: somebody else was faster.
pub async fn advance(tx: &Tx, id: UploadId, from: i64, to: i64) -> Result<bool, Fault> {
    let done = Entity::update_many()
        .col_expr(Column::Received, to.into())
        .filter(Column::Id.eq(id))
        .filter(Column::Received.eq(from))
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Those that began before `before`, oldest first.
pub async fn old(tx: &Tx, before: DateTime<Utc>, most: u64) -> Result<Vec<Model>, Fault> {
    let old = Entity::find().filter(Column::CreatedAt.lt(before)).order_by_asc(Column::CreatedAt).limit(most);
    Ok(old.all(tx.raw()).await?)
}
