//! `event`.

use crate::digest::Digest;
use crate::event::Door;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// An event, as its bytes were hashed.
#[macro_rules_attribute::apply(super::by_place)]
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub recorded_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub effective_at: DateTime<Utc>,
    pub actor: String,
    pub door: Door,
    pub kind: String,
    pub v: i32,
    pub data: Vec<u8>,
    pub state_digest: Option<Digest>,
    pub prev_hash: Digest,
    pub hash: Digest,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
