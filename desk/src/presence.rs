//! Who is looking at a ticket now, and who is writing on it (R34): in memory, never an event, never a lock. Whoever is there says so again and again;
//! who has not for thirty seconds is gone. The instances tell each other ids.

use crate::access;
use crate::desk::Desk;
use crate::id::{PersonId, TicketId};
use crate::ticket::Verb;
use crate::view::Reader;
use std::sync::Arc;
use tokio::sync::broadcast;

pub mod code;
mod signs;

pub use code::Doing;
pub use signs::KEPT;
pub(crate) use signs::{Line, Presence, Sign};

/// How often somebody who is there says so.
pub const AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

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
