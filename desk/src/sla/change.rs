//! What an event says of the clocks of a ticket: written by [`follow`](super::follow) and [`fire`](super::fire), and read back here.

use super::{ClockDid, ClockKind, Recipient};
use crate::event::{Facts, Happened, Kind};
use crate::id::ClockId;
use chrono::{DateTime, Utc};

/// What a clock did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockChange {
    /// The clock.
    pub clock: Option<ClockId>,
    /// Which one it is.
    pub kind: ClockKind,
    /// What it did.
    pub did: ClockDid,
    /// When it is due.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was due before, if that moved.
    pub was_due_at: Option<DateTime<Utc>>,
    /// While it stands still: how many seconds of its time are left.
    pub left: Option<i64>,
    /// From when on it is late.
    pub breached_at: Option<DateTime<Utc>>,
    /// Of a warning: after how much of the time.
    pub percent: Option<i32>,
    /// Who is to hear of it.
    pub notify: Vec<Recipient>,
}

impl ClockChange {
    /// What the clocks did by an event, or because of it.
    pub fn all_of(happened: &Happened) -> Vec<Self> {
        let own = match happened.kind {
            Kind::ClockWarned => Self::said(happened, ClockDid::Warn),
            Kind::ClockBreached => Self::said(happened, ClockDid::Late),
            _ => None,
        };
        own.into_iter().chain(happened.facts.each("clocks").filter_map(|clock| Self::followed(&clock))).collect()
    }

    /// What a clock said by itself.
    fn said(happened: &Happened, did: ClockDid) -> Option<Self> {
        let facts = &happened.facts;
        Some(Self {
            clock: facts.code("clock"),
            kind: facts.code("clockKind")?,
            did,
            due_at: facts.instant("due"),
            was_due_at: None,
            left: None,
            breached_at: facts.instant("breachedAt"),
            percent: facts.number("percent").and_then(|percent| i32::try_from(percent).ok()),
            notify: happened.notify(),
        })
    }

    /// What a clock did because something else happened.
    fn followed(clock: &Facts) -> Option<Self> {
        Some(Self {
            clock: clock.code("id"),
            kind: clock.code("kind")?,
            did: clock.code("did")?,
            due_at: clock.instant("due"),
            was_due_at: clock.instant("wasDue"),
            left: clock.number("left"),
            breached_at: clock.instant("breachedAt"),
            percent: None,
            notify: Vec::new(),
        })
    }
}
