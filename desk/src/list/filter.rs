//! What narrows a list of tickets.

use crate::id::{PersonId, ServiceId, TeamId, UnitId};
use crate::ticket::{Channel, Priority, Status, TicketKind};
use chrono::{DateTime, Utc};

/// What narrows a list. An empty list of values narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In one of these statuses.
    pub statuses: Vec<Status>,
    /// Of one of these kinds.
    pub kinds: Vec<TicketKind>,
    /// Of one of these priorities.
    pub priorities: Vec<Priority>,
    /// Through one of these channels.
    pub channels: Vec<Channel>,
    /// At this tier.
    pub tier: Option<i32>,
    /// Reported from one of these units.
    pub units: Vec<UnitId>,
    /// In the queue of one of these units.
    pub queue_units: Vec<UnitId>,
    /// Whether it is in the queue that no unit has: the coordinator's own, at tier 1.
    pub coordinators_queue: Option<bool>,
    /// On one of these services.
    pub services: Vec<ServiceId>,
    /// With one of these teams.
    pub teams: Vec<TeamId>,
    /// Assigned to one of these people.
    pub assignees: Vec<PersonId>,
    /// By one of these requesters.
    pub requesters: Vec<PersonId>,
    /// With one of these tags; found by whoever sees what is internal.
    pub tags: Vec<String>,
    /// Whether somebody has it.
    pub assigned: Option<bool>,
    /// Whether it is a security incident.
    pub security_incident: Option<bool>,
    /// Whether a running clock has given a warning.
    pub at_risk: Option<bool>,
    /// Whether an open clock is late.
    pub breached: Option<bool>,
    /// Whether a clock stands still.
    pub paused: Option<bool>,
    /// Whether one stands still for somebody outside: *di luar kendali daerah*.
    pub outside_control: Option<bool>,
    /// Due before.
    pub due_before: Option<DateTime<Utc>>,
    /// Opened at or after.
    pub opened_from: Option<DateTime<Utc>>,
    /// Opened before.
    pub opened_before: Option<DateTime<Utc>>,
    /// With these words in a text the person may read; an exact number comes alone.
    pub text: Option<String>,
}

impl Filter {
    /// Whether all it asks for is what an outline shows (R23). By what it hides nothing is found. All fields are named here, so that a new one is
    /// put on one side or the other.
    pub(crate) fn within_outline(&self) -> bool {
        let Self {
            statuses: _,
            tier: _,
            units: _,
            queue_units: _,
            coordinators_queue: _,
            teams: _,
            at_risk: _,
            breached: _,
            paused: _,
            outside_control: _,
            due_before: _,
            opened_from: _,
            opened_before: _,
            kinds,
            priorities,
            channels,
            services,
            assignees,
            requesters,
            tags,
            assigned,
            security_incident,
            text,
        } = self;
        let lists = kinds.is_empty() && priorities.is_empty() && channels.is_empty() && services.is_empty();
        let people = assignees.is_empty() && requesters.is_empty() && assigned.is_none();
        lists && people && tags.is_empty() && security_incident.is_none() && text.is_none()
    }
}
