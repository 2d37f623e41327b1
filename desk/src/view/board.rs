//! The board: how much lies where, at a glance.

use super::Reader;
use crate::id::{TeamId, UnitId};
use crate::refusal::{Outcome, Refusal};
use crate::store;
use chrono::{DateTime, TimeDelta, Utc};

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
    /// Opened longer ago than each of [`AGES`].
    pub older: [i64; 3],
}

impl Reader {
    /// The queues with active tickets; for staff.
    pub async fn board(&self) -> Outcome<Vec<Queue>> {
        if !self.standing.is_staff() {
            return Err(Refusal::Forbidden.into());
        }
        store::list::board(&self.db(), self, AGES.map(|days| self.now - TimeDelta::days(days))).await
    }
}

/// Instants before which a ticket must have been opened to count as old.
pub type Before = [DateTime<Utc>; 3];
