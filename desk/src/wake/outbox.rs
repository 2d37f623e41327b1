//! What other instances are still to be told, and how it is said.

use crate::access::Ground;
use crate::hint::{Hint, Told};
use crate::id::TicketId;
use crate::presence::{Doing, Line, Sign};
use crate::refusal::Fault;
use crate::store::wake::LONGEST;
use crate::ticket::PartyRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::Notify;
use uuid::Uuid;

/// What other instances are still to be told.
#[derive(Debug)]
pub(crate) struct Outbox {
    /// Tells our own calls from those of others.
    pub(super) instance: Uuid,
    waiting: Mutex<Waiting>,
    pub(super) ring: Notify,
}

#[derive(Debug, Default)]
pub(super) struct Waiting {
    pub(super) hints: BTreeMap<TicketId, Hint>,
    pub(super) rights: bool,
    pub(super) presence: BTreeMap<(TicketId, Line), Option<Doing>>,
}

/// A call as it is sent.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Call {
    pub(super) from: Uuid,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) rights: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hints: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) there: Vec<Somebody>,
}

/// Ticket, version, what sight rests on, what it rested on if that was something else, and who else has to do with it; none: too many to be told.
pub(super) type Entry = (Uuid, i64, Ground, Option<Ground>, Option<Vec<(PartyRole, Uuid)>>);

/// Ticket, person, line, what they do; none: they are gone.
pub(super) type Somebody = (Uuid, Uuid, Uuid, Option<Doing>);

/// So many parties of a ticket are told: each takes about 55 bytes. Of a ticket with more, whoever hears of it looks them up.
const PARTIES: usize = 80;

/// So many of them in one call: each takes about 140 bytes.
const SOMEBODIES: usize = 50;

impl Outbox {
    pub(crate) fn new(instance: Uuid) -> Self {
        Self { instance, waiting: Mutex::default(), ring: Notify::new() }
    }

    /// Adds what was told here. Of one ticket it is enough to say once that it changed.
    pub(crate) fn add(&self, told: Told) {
        if told.hints.is_empty() && !told.rights {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(|broken| broken.into_inner());
        waiting.rights |= told.rights;
        for hint in told.hints {
            match waiting.hints.get_mut(&hint.ticket) {
                None => {
                    waiting.hints.insert(hint.ticket, hint);
                }
                Some(earlier) => earlier.and(hint),
            }
        }
        drop(waiting);
        self.ring.notify_one();
    }

    /// Adds that somebody is on a ticket, or is no more. Of one line the last word counts.
    pub(super) fn add_presence(&self, sign: Sign) {
        let mut waiting = self.waiting.lock().unwrap_or_else(|broken| broken.into_inner());
        waiting.presence.insert((sign.ticket, sign.line), sign.doing);
        drop(waiting);
        self.ring.notify_one();
    }

    pub(super) fn take(&self) -> Waiting {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(|broken| broken.into_inner()))
    }

    /// In as few calls as the length of one allows.
    pub(super) fn calls(&self, waiting: &Waiting) -> Result<Vec<String>, Fault> {
        let mut calls = Vec::new();
        let mut call = Call { from: self.instance, rights: waiting.rights, hints: Vec::new(), there: Vec::new() };
        let mut length = 0;
        for hint in waiting.hints.values() {
            let entry: Entry = (
                hint.ticket.0,
                hint.version,
                hint.now.clone(),
                Some(&hint.was).filter(|was| **was != hint.now).cloned(),
                Some(&hint.parties).filter(|all| all.len() <= PARTIES).map(|all| all.iter().copied().collect()),
            );
            let more = serde_json::to_string(&entry).map_err(Fault::new)?.len() + 1;
            // 200 bytes for what stands around the entries.
            if length + more + 200 > LONGEST && !call.hints.is_empty() {
                calls.push(serde_json::to_string(&call).map_err(Fault::new)?);
                call = Call { from: self.instance, rights: false, hints: Vec::new(), there: Vec::new() };
                length = 0;
            }
            call.hints.push(entry);
            length += more;
        }
        if call.rights || !call.hints.is_empty() {
            calls.push(serde_json::to_string(&call).map_err(Fault::new)?);
        }
        let there: Vec<Somebody> =
            waiting.presence.iter().map(|((ticket, line), doing)| (ticket.0, line.0.0, line.1, *doing)).collect();
        for some in there.chunks(SOMEBODIES) {
            let call = Call { from: self.instance, rights: false, hints: Vec::new(), there: some.to_vec() };
            calls.push(serde_json::to_string(&call).map_err(Fault::new)?);
        }
        Ok(calls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, ServiceId, TeamId, UnitId};
    use crate::ticket::Confidentiality;

    fn hint(ticket: u128, version: i64, people: std::ops::Range<u128>) -> Hint {
        let id = |n: u128| Uuid::from_u128(u128::MAX - n);
        let was = Ground {
            requester_id: PersonId(id(1)),
            filer_id: PersonId(id(1)),
            unit_id: Some(UnitId(id(2))),
            queue_unit_id: Some(UnitId(id(2))),
            service_id: Some(ServiceId(id(3))),
            tier: 2,
            team_id: Some(TeamId(id(4))),
            assignee_id: Some(PersonId(id(5))),
            confidentiality: Confidentiality::Restricted,
        };
        let now = Ground { confidentiality: Confidentiality::Secret, ..was.clone() };
        let parties = people.map(|n| (PartyRole::Follower, id(n))).collect();
        Hint {
            ticket: TicketId(Uuid::from_u128(ticket)),
            version,
            was,
            now,
            parties,
            looks: crate::hint::Looks::default(),
        }
    }

    #[test]
    fn one_ticket_is_told_once_and_no_call_is_too_long() {
        let outbox = Outbox::new(Uuid::from_u128(1));
        for ticket in 0..100 {
            outbox.add(Told {
                hints: vec![hint(ticket, 3, 0..4), hint(ticket, 2, 4..9)],
                rights: ticket == 50,
                ..Told::default()
            });
        }
        let calls = outbox.calls(&outbox.take()).unwrap();
        assert!(calls.len() > 1 && calls.iter().all(|call| call.len() <= LONGEST));
        let calls: Vec<Call> = calls.iter().map(|call| serde_json::from_str(call).unwrap()).collect();
        assert_eq!(calls.iter().map(|call| call.hints.len()).sum::<usize>(), 100);
        assert_eq!(calls.iter().filter(|call| call.rights).count(), 1);
        let told = &calls[0].hints[0];
        assert_eq!((told.1, &told.2), (3, &hint(0, 0, 0..0).now));
        assert_eq!((&told.3, told.4.as_ref().map(Vec::len)), (&Some(hint(0, 0, 0..0).was), Some(9)));
        // As many parties as are told, and one more.
        for (many, kept) in [(PARTIES as u128, Some(PARTIES)), (PARTIES as u128 + 1, None)] {
            outbox.add(Told { hints: vec![hint(0, 3, 0..many)], ..Told::default() });
            let calls = outbox.calls(&outbox.take()).unwrap();
            assert!(calls.len() == 1 && calls[0].len() <= LONGEST);
            let call: Call = serde_json::from_str(&calls[0]).unwrap();
            assert_eq!(call.hints[0].4.as_ref().map(Vec::len), kept);
        }
        for line in 0..120_u128 {
            let line = (PersonId(Uuid::from_u128(u128::MAX)), Uuid::from_u128(u128::MAX - line));
            let sign = Sign { ticket: TicketId(Uuid::from_u128(u128::MAX)), line, doing: Some(Doing::Writing) };
            outbox.add_presence(Sign { doing: None, ..sign });
            outbox.add_presence(sign);
        }
        let calls = outbox.calls(&outbox.take()).unwrap();
        assert!(calls.len() == 3 && calls.iter().all(|call| call.len() <= LONGEST));
        let call: Call = serde_json::from_str(&calls[0]).unwrap();
        assert_eq!((call.there.len(), call.there[0].3), (50, Some(Doing::Writing)));
        assert!(outbox.calls(&outbox.take()).unwrap().is_empty());
    }
}
