//! `shift_handover`.

use super::super::values::Doc;
use crate::digest::Digest;
use crate::id::{HandoverId, PersonId, TeamId, TicketId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A *serah terima piket*: what the next person takes over.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "shift_handover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HandoverId,
    pub team_id: TeamId,
    pub from_id: PersonId,
    pub to_id: PersonId,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub at: DateTime<Utc>,
    #[serde(skip)]
    pub note: String,
    #[serde(skip)]
    pub salt: Option<Digest>,
    /// Of the note.
    pub digest: Digest,
    /// The open CRITICAL and HIGH tickets of the team at that time.
    pub tickets: Doc<Vec<TicketId>>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub accepted_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
