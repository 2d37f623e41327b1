//! What the board says: how much lies where, and how it went lately.

use crate::id::{TeamId, UnitId};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Tickets older than so many days count as ageing, and more so.
pub const AGES: [i64; 3] = [1, 7, 30];

/// The active tickets of one queue, of those the reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Whose Tier 1 has them; none at tier 1: the coordinator's.
    pub unit: Option<UnitId>,
    /// Whose Tier 2 has them; none: they are at tier 1.
    pub team: Option<TeamId>,
    /// How many.
    pub active: i64,
    /// Nobody has them.
    pub unassigned: i64,
    /// They wait for the requester, a third party, a date or an approval.
    pub waiting: i64,
    /// Critical or high.
    pub urgent: i64,
    /// A running clock of theirs has given a warning.
    pub at_risk: i64,
    /// An open clock of theirs is late.
    pub late: i64,
    /// Opened longer ago than each of [`AGES`].
    pub older: [i64; 3],
}

/// How well the Tier 1 of one unit did lately, as far as the reader sees the tickets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// Whose Tier 1; none: the coordinator's.
    pub unit: Option<UnitId>,
    /// Solved in the last [`LATELY`].
    pub resolved: i64,
    /// Of those, solved at tier 1: the first-level resolutions.
    pub at_tier1: i64,
    /// Solution requests made in the last [`LATELY`], without those made by the clock (R5).
    pub escalated: i64,
    /// Of those, returned as incomplete.
    pub returned: i64,
}

/// What came and what was solved on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The local date of the region.
    pub date: NaiveDate,
    /// Tickets opened.
    pub opened: i64,
    /// Tickets solved.
    pub resolved: i64,
}

/// What counts as lately.
pub const LATELY: TimeDelta = TimeDelta::days(30);

/// Instants before which a ticket must have been opened to count as old.
pub type Before = [DateTime<Utc>; 3];
