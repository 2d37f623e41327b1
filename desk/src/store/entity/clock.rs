//! `clock`.

use super::super::values::Doc;
use crate::id::{ClockId, PersonId, TeamId, TicketId, UnitId};
use crate::sla::{ClockKind, ClockState, ExceptionState, Segment};
use crate::time::Target;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// An SLA clock of a ticket. What is derived is in no digest, except the due time itself.
#[macro_rules_attribute::apply(super::by_place)]
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClockId,
    pub ticket_id: TicketId,
    pub kind: ClockKind,
    /// The how-manieth of its kind on this ticket, from 1.
    pub stay: i32,
    /// Of a LEGAL one: the deadline's code.
    pub code: Option<String>,
    /// Of a TIER1 one: whose stay.
    pub unit_id: Option<UnitId>,
    /// Of a TIER2 one: whose stay.
    pub team_id: Option<TeamId>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub started_at: DateTime<Utc>,
    /// What happened since, without gaps. The truth, from which the rest is derived.
    pub segments: Doc<Vec<Segment>>,
    /// Whether somebody was on call when its terms were fixed: targets on 24x7 hold only then.
    pub on_call: bool,
    /// When its terms were fixed, if later than its start: what the ticket is about changed.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub on_call_at: Option<DateTime<Utc>>,
    pub state: ClockState,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub ended_at: Option<DateTime<Utc>>,
    /// The exact instant at which it was due, or that of the edit that made it late. Never taken back.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub breached_at: Option<DateTime<Utc>>,
    /// It was an edit that made it late.
    pub by_change: bool,
    /// The highest warning that was given or passed over, in percent.
    #[serde(skip)]
    pub warned_to: i32,
    /// A rule of this clock has raised the ticket's priority: none of its rules acts again (R14).
    pub raised: bool,
    /// None while it is paused, or where there is no target.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub due_at: Option<DateTime<Utc>>,
    /// When an edit last moved its due time: it cannot have been late by that edit before.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub moved_at: Option<DateTime<Utc>>,
    pub exception: Option<ExceptionState>,
    pub exception_by: Option<PersonId>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub exception_at: Option<DateTime<Utc>>,
    pub decided_by: Option<PersonId>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The policy that `due_at` was derived from.
    #[serde(skip)]
    pub policy: Option<String>,
    #[serde(skip)]
    pub policy_version: i32,
    /// None: it records time and never breaches.
    #[serde(skip)]
    pub target: Doc<Option<Target>>,
    #[serde(skip)]
    pub calendar: Option<String>,
    /// What the calendar and its holidays said then.
    #[serde(skip)]
    pub calendar_print: String,
    /// Whether waiting for a third party pauses it.
    #[serde(skip)]
    pub third_party: bool,
    /// In microseconds.
    #[serde(skip)]
    pub budget: i64,
    /// While it is paused: what is left, in microseconds.
    #[serde(skip)]
    pub time_left: Option<i64>,
    /// When it next has something to do: warn, or breach.
    #[serde(skip)]
    pub next_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
