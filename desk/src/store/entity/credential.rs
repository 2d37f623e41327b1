//! `credential`.

use crate::id::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A password, hashed.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    #[serde(skip)]
    pub hash: String,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub changed_at: DateTime<Utc>,
    pub must_change: bool,
    /// R24: by how many hands the way to set it was given, see [`crate::two`]; none: it was set before that was noted.
    pub hands: Option<i32>,
    /// Whether it holds no more: its person came into a place that takes more hands.
    pub dropped: bool,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
