//! Who is looking at a ticket now, and who is writing on it (R34): in memory, never an event, never a lock. Whoever is there says so again and again;
//! who has not for thirty seconds is gone. The instances tell each other ids.

use crate::access;
use crate::desk::Desk;
use crate::id::{PersonId, TicketId};
use crate::ticket::Verb;
use crate::view::Reader;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use tokio::sync::broadcast;
use uuid::Uuid;

pub mod code;

pub use code::Doing;

/// How long somebody is there who does not say so again.
pub const KEPT: TimeDelta = TimeDelta::seconds(30);
/// How often somebody who is there says so.
pub const AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

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
    changes: broadcast::Sender<TicketId>,
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

    fn on(&self, ticket: TicketId, now: DateTime<Utc>) -> BTreeMap<PersonId, Doing> {
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

/// Somebody who is there, until it is dropped.
#[derive(Debug)]
pub struct There {
    desk: Arc<Desk>,
    sign: Sign,
}

impl There {
    /// Says so again.
    pub fn again(&self) {
        self.desk.sign(self.sign);
    }
}

impl Drop for There {
    fn drop(&mut self) {
        self.desk.sign(Sign { doing: None, ..self.sign });
    }
}

impl Desk {
    fn sign(&self, sign: Sign) {
        self.presence.note(sign, self.now());
        self.tell_presence(sign);
    }

    /// Takes in what another instance said.
    pub(crate) fn hear_presence(&self, sign: Sign) {
        self.presence.note(sign, self.now());
    }

    /// Tickets on which somebody came, went, or began or ceased to write.
    pub fn comings_and_goings(&self) -> broadcast::Receiver<TicketId> {
        self.presence.changes.subscribe()
    }
}

impl Reader {
    /// Whether this person may be seen on a ticket, and see who else is there: those who may write notes on it, and nobody else.
    pub async fn may_be_there(&self, ticket: TicketId) -> bool {
        let found = self.tickets_by_id(&[ticket]).await.unwrap_or_default();
        found.iter().any(|view| access::may(&self.standing, Verb::Note, view.row(), view.ties))
    }

    /// Says that this person is there, for as long as the answer lives. To be asked only of whom [`Reader::may_be_there`] allows it.
    pub fn be_there(&self, ticket: TicketId, doing: Doing) -> There {
        let line = (self.standing.person, self.desk().chance.uuid(self.desk().now()));
        let there = There { desk: self.desk().clone(), sign: Sign { ticket, line, doing: Some(doing) } };
        there.again();
        there
    }

    /// Who else is on a ticket now.
    pub fn others_there(&self, ticket: TicketId) -> Vec<(PersonId, Doing)> {
        let people = self.desk().presence.on(ticket, self.desk().now());
        people.into_iter().filter(|(person, _)| *person != self.standing.person).collect()
    }
}
