//! `sla_job`.

use crate::id::{JobId, TicketId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// The work of moving due times after an edit, and how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "sla_job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub requested_at: DateTime<Utc>,
    pub requested_by: String,
    /// What the clocks shall be derived from.
    pub sla_print: i64,
    /// How far it has come, in the order of ids.
    pub reached: Option<TicketId>,
    /// Tickets with running clocks when it began.
    pub total: i32,
    /// Tickets looked at, by the job or by whoever came to them first.
    pub done: i32,
    /// Due times that moved, counted as the preview counts them.
    pub moved: i32,
    /// Of those, the ones that are late by it.
    pub late: i32,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
