//! `seal_leaf`.

use crate::digest::Digest;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A stream's head as a seal found it.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "seal_leaf")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seal_number: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream: String,
    pub seq: i64,
    pub hash: Digest,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
