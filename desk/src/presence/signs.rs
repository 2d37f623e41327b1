//! Signs of who is where, in memory.

use super::code::Doing;
use crate::id::{PersonId, TicketId};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use tokio::sync::broadcast;
use uuid::Uuid;

/// How long somebody is there who does not say so again.
pub const KEPT: TimeDelta = TimeDelta::seconds(30);

/// One line of one person: a page that is open in some browser.
pub(crate) type Line = (PersonId, Uuid);

/// That somebody is there, or is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign {
    pub(crate) ticket: TicketId,
    pub(crate) line: Line,
    /// None: gone.
    pub(crate) doing: Option<Doing>,
}

/// What each line does, and when it last said so.
type Lines = BTreeMap<Line, (Doing, DateTime<Utc>)>;

/// Who is where.
#[derive(Debug)]
pub(crate) struct Presence {
    there: Mutex<HashMap<TicketId, Lines>>,
    pub(super) changes: broadcast::Sender<TicketId>,
}

impl Default for Presence {
    fn default() -> Self {
        Self { there: Mutex::default(), changes: broadcast::channel(256).0 }
    }
}

impl Presence {
    /// Takes a sign in; whoever listens is told if it is news.
    pub(crate) fn note(&self, sign: Sign, now: DateTime<Utc>) {
        let mut there = self.there.lock().unwrap_or_else(|broken| broken.into_inner());
        let lines = there.entry(sign.ticket).or_default();
        let before = match sign.doing {
            Some(doing) => lines.insert(sign.line, (doing, now)).map(|(doing, _)| doing),
            None => lines.remove(&sign.line).map(|(doing, _)| doing),
        };
        lines.retain(|_, (_, at)| *at + KEPT > now);
        if lines.is_empty() {
            there.remove(&sign.ticket);
        }
        drop(there);
        if before != sign.doing {
            // Nobody listening is no fault.
            let _ = self.changes.send(sign.ticket);
        }
    }

    pub(super) fn on(&self, ticket: TicketId, now: DateTime<Utc>) -> BTreeMap<PersonId, Doing> {
        let there = self.there.lock().unwrap_or_else(|broken| broken.into_inner());
        let mut people = BTreeMap::new();
        for ((person, _), (doing, at)) in there.get(&ticket).into_iter().flatten() {
            if *at + KEPT > now {
                // Of several pages of one person the busiest counts.
                let most = people.entry(*person).or_insert(*doing);
                *most = (*most).max(*doing);
            }
        }
        people
    }
}
