//! Seals, their leaves, and the heads that wait for one.

use super::entity::{seal, seal_leaf, stream};
use super::record::Head;
use super::{Conn, Tx};
use crate::refusal::Fault;
use crate::seal::{Leaf, Seal};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

/// Heads that moved since they were sealed, held until the transaction ends. Those that a command holds just now are left for the next seal: a
/// command may hold one head and wait for another, so whoever holds many must never wait.
pub async fn unsealed(tx: &Tx, most: u64) -> Result<Vec<Head>, Fault> {
    let mut query = stream::Entity::find()
        .filter(Expr::col(stream::Column::Seq).gt(Expr::col(stream::Column::SealedSeq)))
        .order_by_asc(stream::Column::Name)
        .limit(most);
    if !tx.sqlite() {
        query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    Ok(query.all(tx.raw()).await?)
}

/// The last seal.
pub async fn last(conn: &impl Conn) -> Result<Option<Seal>, Fault> {
    Ok(seal::Entity::find().order_by_desc(seal::Column::Number).one(conn.raw()).await?)
}

/// A seal.
pub async fn get(conn: &impl Conn, number: i64) -> Result<Option<Seal>, Fault> {
    Ok(seal::Entity::find_by_id(number).one(conn.raw()).await?)
}

/// Seals after `after`, oldest first.
pub async fn after(conn: &impl Conn, after: i64, most: u64) -> Result<Vec<Seal>, Fault> {
    let found = seal::Entity::find()
        .filter(seal::Column::Number.gt(after))
        .order_by_asc(seal::Column::Number)
        .limit(most)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Writes a seal with its leaves, and marks the heads it was made of as sealed.
pub async fn put(tx: &Tx, seal: Seal, leaves: Vec<Leaf>) -> Result<(), Fault> {
    let names: Vec<String> = leaves.iter().map(|leaf| leaf.stream.clone()).collect();
    tx.insert(seal).await?;
    tx.insert_all::<seal_leaf::Model>(leaves).await?;
    stream::Entity::update_many()
        .col_expr(stream::Column::SealedSeq, Expr::col(stream::Column::Seq))
        .filter(stream::Column::Name.is_in(names))
        .exec(tx.raw())
        .await?;
    Ok(())
}
