//! `sign_in_device`.

use crate::digest::Digest;
use crate::id::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A device from which somebody signs in, known by a cookie. It gives no right: only a place of its own for their tries.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_device")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Digest,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// When it was last signed in from.
    pub last_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
