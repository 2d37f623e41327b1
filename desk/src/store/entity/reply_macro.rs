//! `reply_macro`.

use crate::id::{MacroId, TeamId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A text that is used again and again, with placeholders.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "reply_macro")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MacroId,
    pub name: String,
    pub body: String,
    /// The team that uses it; none: everybody who handles tickets.
    pub team_id: Option<TeamId>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
