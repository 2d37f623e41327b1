//! `holiday`.

use super::super::values::Doc;
use crate::calendar::HolidaySet;
use crate::id::HolidayId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A holiday of one date and set.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "holiday")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HolidayId,
    pub date: chrono::NaiveDate,
    pub holiday_set: HolidaySet,
    pub name: String,
    /// Only of LOCAL_OPTIONAL: off, closed, or windows of its own.
    pub treatment: Doc<serde_json::Value>,
    pub source: String,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
