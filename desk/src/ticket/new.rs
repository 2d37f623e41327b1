//! The row of a ticket that begins.

use super::route::Route;
use super::{Channel, Impact, Priority, Status, Ticket, TicketKind, Urgency, head_digest};
use crate::digest::Digest;
use crate::id::{PersonId, ServiceId, TicketId};
use crate::person::Person;
use crate::sla::clock;
use crate::store::Doc;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// With what a ticket begins.
pub(super) struct New<'a> {
    pub(super) id: TicketId,
    pub(super) number: String,
    pub(super) kind: Option<TicketKind>,
    pub(super) title: String,
    pub(super) location: String,
    pub(super) contact: String,
    pub(super) form: BTreeMap<String, String>,
    /// Of these texts.
    pub(super) salt: Digest,
    pub(super) requester: &'a Person,
    pub(super) filer: PersonId,
    pub(super) service: Option<ServiceId>,
    pub(super) channel: Channel,
    pub(super) received_at: DateTime<Utc>,
    pub(super) opened_at: DateTime<Utc>,
    pub(super) impact: Impact,
    pub(super) urgency: Urgency,
    pub(super) priority: Priority,
    pub(super) identity_hidden: bool,
    /// Where it goes first.
    pub(super) to: Route,
    /// When it was answered, if somebody spoke with the requester.
    pub(super) first_response_at: Option<DateTime<Utc>>,
}

impl Ticket {
    /// A ticket that begins: nothing has happened to it yet, and it has no clocks.
    pub(super) fn new(new: New<'_>) -> Self {
        Self {
            text_digest: head_digest(new.salt, &new.title, &new.location, &new.contact, &new.form),
            id: new.id,
            number: new.number,
            version: 0,
            kind: new.kind,
            title: new.title,
            location: new.location,
            contact: new.contact,
            form: Doc(new.form),
            text_salt: Some(new.salt),
            requester_id: new.requester.id,
            filer_id: new.filer,
            unit_id: new.requester.unit_id,
            service_id: new.service,
            channel: new.channel,
            received_at: new.received_at,
            opened_at: new.opened_at,
            impact: new.impact,
            urgency: new.urgency,
            priority: new.priority,
            confidentiality: new.to.confidentiality,
            identity_hidden: new.identity_hidden,
            security_incident: new.to.security_incident,
            status: Status::New,
            active: true,
            tier: new.to.tier,
            queue_unit_id: new.to.queue_unit,
            team_id: new.to.team,
            assignee_id: None,
            former_assignee_id: None,
            request_id: None,
            route_reason: new.to.reason,
            forwards: 0,
            verified: false,
            reopened: false,
            replied_after_end: false,
            first_response_at: new.first_response_at,
            wait_for: None,
            wait_until: None,
            cause: None,
            end_reason: None,
            resolver_id: None,
            resolver_tier: None,
            resolved_at: None,
            ended_at: None,
            rating: None,
            merged_into_id: None,
            parent_id: None,
            tags: Doc(Vec::new()),
            last_activity_at: new.opened_at,
            next_due_at: None,
            requester_type: Some(new.requester.requester_type),
            complete_at: None,
            clocks_digest: None,
            clocks_open: false,
            derived_from: 0,
            clock_kind: None,
            due_order: clock::NEVER,
            clock_at_risk: false,
            clock_breached: false,
            clock_paused: false,
            outside_control: false,
            exception_asked: false,
            legal_open: false,
            untold_since: None,
            parties_salt: None,
            parties_digest: None,
            due_digest: None,
        }
    }
}
