//! `solution_request`.

use crate::digest::Digest;
use crate::id::{PersonId, RequestId, TeamId, TicketId, UnitId};
use crate::ticket::{EscalationReason, RequestState};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A *permintaan solusi permasalahan*, from Tier 1 to Tier 2.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "solution_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestId,
    pub number: String,
    pub ticket_id: TicketId,
    pub team_id: TeamId,
    pub from_unit_id: Option<UnitId>,
    pub state: RequestState,
    /// Made by the clock (R5): nobody had written its fields.
    pub automatic: bool,
    pub reason: EscalationReason,
    #[serde(skip)]
    pub diagnosis: String,
    #[serde(skip)]
    pub steps_tried: String,
    #[serde(skip)]
    pub help_wanted: String,
    #[serde(skip)]
    pub salt: Option<Digest>,
    /// Of diagnosis, steps and help.
    pub digest: Digest,
    pub opened_by: Option<PersonId>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub opened_at: DateTime<Utc>,
    pub accepted_by: Option<PersonId>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub accepted_at: Option<DateTime<Utc>>,
    pub hand_overs: i32,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Who filled in what the clock could not know.
    pub completed_by: Option<PersonId>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub completed_at: Option<DateTime<Utc>>,
}

impl Model {
    /// R5: whether Tier 1 still owes its four fields. Of one that has ended, or whose text was erased, nobody owes anything any more.
    pub fn is_owed(&self) -> bool {
        Self::owes(self.automatic && self.completed_at.is_none() && self.salt.is_some(), self.state)
    }

    /// The same, where it is known whether the clock made it, nobody has filled it in, and its text is there.
    pub fn owes(unfilled: bool, state: RequestState) -> bool {
        unfilled && matches!(state, RequestState::Open | RequestState::Accepted)
    }
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
