//! `on_call`.

use crate::id::{PersonId, ShiftId, TeamId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A shift on call (*piket*).
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "on_call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShiftId,
    pub team_id: TeamId,
    pub person_id: PersonId,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub valid_from: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub valid_to: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub cancelled_at: Option<DateTime<Utc>>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub added_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
