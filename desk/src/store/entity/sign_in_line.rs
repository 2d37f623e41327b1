//! `sign_in_line`.

use crate::digest::Digest;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// The line of strangers from one network, or at one login, by digest.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Digest,
    /// Up to when turns are given.
    pub next_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
