//! `sign_in_place`.

use crate::digest::Digest;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// Where a login was tried: from one device or network, by digest of both.
#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Digest,
    /// Tries that did not prove good, those underway included.
    pub failures: i32,
    /// The last of them.
    pub last_at: DateTime<Utc>,
    /// When somebody last signed in well from here.
    pub good_at: Option<DateTime<Utc>>,
    /// The turn that a stranger was given.
    pub turn_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
