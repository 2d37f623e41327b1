//! `reset_code`.

use crate::digest::Digest;
use crate::id::{PersonId, ResetId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A one-time code for a first sign-in or a reset; only its hash is kept.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "reset_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResetId,
    pub person_id: PersonId,
    pub code_hash: Digest,
    pub issued_by: Option<PersonId>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub expires_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub used_at: Option<DateTime<Utc>>,
    /// R24: whether a second person gives the second half; `code_hash` is that of the first one then.
    pub halved: bool,
    /// The second half's, once it was given.
    pub second_hash: Option<Digest>,
    /// Who gave it.
    pub second_by: Option<PersonId>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
