//! `sign_in_delay`.

use crate::digest::Digest;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// How often a sign-in failed lately, by digest of the account or address that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_delay")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Digest,
    pub failures: i32,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub last_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
