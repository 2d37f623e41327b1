//! What narrows the trail of events.

use crate::event::Kind;
use crate::id::PersonId;
use chrono::{DateTime, Utc};

/// What narrows the trail.
#[derive(Debug, Clone, Default)]
pub struct TrailFilter {
    /// A stream (`unit/019a...`), all of a kind (`access/`), or the number of a ticket.
    pub stream: Option<String>,
    /// Of one of these kinds; none: of all.
    pub kinds: Vec<Kind>,
    /// By this person.
    pub actor: Option<PersonId>,
    /// Recorded at or after; left out: 31 days before `before`.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before; left out: now.
    pub before: Option<DateTime<Utc>>,
}

/// What the store looks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// One stream.
    pub stream: Option<String>,
    /// The beginning of the names of streams.
    pub prefix: Option<String>,
    /// Of one of these kinds.
    pub kinds: Vec<Kind>,
    /// By this actor, as it is written.
    pub actor: Option<String>,
    /// Recorded at or after; none: whenever.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before.
    pub before: DateTime<Utc>,
    /// Older than this event.
    pub after: Option<(DateTime<Utc>, String, i64)>,
}
