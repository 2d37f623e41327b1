//! `unit`.

use crate::id::UnitId;
use crate::unit::UnitKind;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// An organisation unit (OPD), a node of the tree.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnitId,
    /// The region's own code, unique.
    pub code: String,
    pub name: String,
    /// What fits on a badge: `Diskominfo`.
    pub short_name: String,
    pub kind: UnitKind,
    pub parent_id: Option<UnitId>,
    /// IANA zone, where it differs from the region's.
    pub zone: Option<String>,
    /// Code of the calendar it works by.
    pub calendar: String,
    /// The Dinas that runs Tier 2. Exactly one unit.
    pub service_desk_office: bool,
    /// *PD Mandiri TIK*: may own a Tier 2 team to which its services escalate first.
    pub self_managed: bool,
    /// Whether coverage and alarms count it. A unit that does not inherits its parent's Tier 1.
    pub requires_tier1: bool,
    pub address: Option<String>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
