//! `ticket`.

use super::super::values::Doc;
use crate::digest::Digest;
use crate::id::{PersonId, RequestId, ServiceId, TeamId, TicketId, UnitId};
use crate::person::RequesterType;
use crate::sla::ClockKind;
use crate::ticket::{
    Cause, Channel, Confidentiality, EndReason, Impact, Priority, RouteReason, Status, TicketKind, Urgency, WaitFor,
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use sea_orm::sea_query::Expr;
use serde::Serialize;
use std::collections::BTreeMap;

/// A ticket.
#[macro_rules_attribute::apply(super::by_place)]
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TicketId,
    pub number: String,
    /// The sequence of the last event that did not commute (R6): what a command must have seen.
    pub version: i64,
    /// None: *Tidak tahu*, Tier 1 chooses.
    pub kind: Option<TicketKind>,
    #[serde(skip)]
    pub title: String,
    #[serde(skip)]
    pub location: String,
    #[serde(skip)]
    pub contact: String,
    #[serde(skip)]
    pub form: Doc<BTreeMap<String, String>>,
    #[serde(skip)]
    pub text_salt: Option<Digest>,
    /// Of title, location, contact and form.
    pub text_digest: Digest,
    pub requester_id: PersonId,
    pub filer_id: PersonId,
    /// The reporter's unit; a citizen has none.
    pub unit_id: Option<UnitId>,
    pub service_id: Option<ServiceId>,
    pub channel: Channel,
    /// When the report reached us; clocks start here.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub received_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub opened_at: DateTime<Utc>,
    pub impact: Impact,
    pub urgency: Urgency,
    pub priority: Priority,
    pub confidentiality: Confidentiality,
    pub identity_hidden: bool,
    pub security_incident: bool,
    pub status: Status,
    /// Derived from the status, for partial indexes.
    #[serde(skip)]
    pub active: bool,
    pub tier: i32,
    /// Whose Tier 1 has it, or had it before it went to Tier 2; none: the coordinator's queue.
    pub queue_unit_id: Option<UnitId>,
    /// Whose Tier 2 has it, while at tier 2.
    pub team_id: Option<TeamId>,
    pub assignee_id: Option<PersonId>,
    /// The Tier 1 owner before the escalation, to whom return and answer go back.
    pub former_assignee_id: Option<PersonId>,
    /// The current or last solution request.
    pub request_id: Option<RequestId>,
    pub route_reason: RouteReason,
    pub forwards: i32,
    /// Kind, service and priority confirmed by a handler.
    pub verified: bool,
    /// Since `reopen`, until the next `resolve`.
    pub reopened: bool,
    pub replied_after_end: bool,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub first_response_at: Option<DateTime<Utc>>,
    pub wait_for: Option<WaitFor>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub wait_until: Option<DateTime<Utc>>,
    pub cause: Option<Cause>,
    pub end_reason: Option<EndReason>,
    pub resolver_id: Option<PersonId>,
    pub resolver_tier: Option<i32>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub resolved_at: Option<DateTime<Utc>>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub ended_at: Option<DateTime<Utc>>,
    pub rating: Option<i32>,
    pub merged_into_id: Option<TicketId>,
    pub parent_id: Option<TicketId>,
    pub tags: Doc<Vec<String>>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub last_activity_at: DateTime<Utc>,
    #[serde(skip)]
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub next_due_at: Option<DateTime<Utc>>,
    /// Who the requester was to the government when it was opened: policies may ask.
    pub requester_type: Option<RequesterType>,
    /// *Berkas lengkap*: what policies count from that wait for it.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub complete_at: Option<DateTime<Utc>>,
    /// Of all its clocks (`clock`).
    pub clocks_digest: Option<Digest>,
    #[serde(skip)]
    pub clocks_open: bool,
    /// The print of what its clocks were derived from: [`crate::directory::Directory::sla_print`].
    #[serde(skip)]
    pub derived_from: i64,
    /// The clock that is due next.
    #[serde(skip)]
    pub clock_kind: Option<ClockKind>,
    /// When it is due, for the order of lists; far in the future where nothing is.
    #[serde(skip)]
    pub due_order: DateTime<Utc>,
    /// A running clock has given a warning.
    #[serde(skip)]
    pub clock_at_risk: bool,
    /// An open clock is late.
    #[serde(skip)]
    pub clock_breached: bool,
    /// An open clock stands still.
    #[serde(skip)]
    pub clock_paused: bool,
    /// ... because it waits for somebody outside: *di luar kendali daerah*.
    #[serde(skip)]
    pub outside_control: bool,
    /// An exception waits for the coordinator.
    #[serde(skip)]
    pub exception_asked: bool,
    /// A legal deadline runs.
    #[serde(skip)]
    pub legal_open: bool,
    /// Since when a requester without a reachable channel has not been told of what was said.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub untold_since: Option<DateTime<Utc>>,
    /// Keeps the digest of the parties from being guessed: it stands in events, which auditors read. None: nothing has happened here since there is one.
    #[serde(skip)]
    pub parties_salt: Option<Digest>,
    /// The digest of who else has to do with it.
    pub parties_digest: Option<Digest>,
    /// The digest of what the clock still has to do besides the SLA clocks.
    pub due_digest: Option<Digest>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Column {
    /// A flag that is true, said as the partial indexes say it: that `active = ?` means the same, SQLite does not see, and reads the whole table.
    pub fn is_set(self) -> Expr {
        Expr::col((Entity, self))
    }
}

impl ActiveModelBehavior for ActiveModel {}
