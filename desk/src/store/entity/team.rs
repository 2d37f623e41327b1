//! `team`.

use super::super::values::Doc;
use crate::id::{TeamId, UnitId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A Tier 2 team.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamId,
    pub code: String,
    pub name: String,
    pub covers: String,
    pub competences: Doc<Vec<String>>,
    pub calendar: Option<String>,
    /// The *PD Mandiri TIK* that owns it; none: the Dinas.
    pub unit_id: Option<UnitId>,
    /// R24: whether it handles security incidents, or ever did; nobody takes that back.
    pub security: bool,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
