//! Several instances on one database tell each other what changed, so that whoever is connected to one hears what was done on another (R34). They
//! tell ids and nothing else, after the commit, and at most so often; what is lost on the way is found by the next look.

use crate::access::Ground;
use crate::desk::{Actor, Caller, Desk, Hint, Told};
use crate::id::{PersonId, TicketId};
use crate::presence::{Doing, Line, Sign};
use crate::refusal::{Fault, Outcome};
use crate::store;
use crate::store::wake::{Heard, LONGEST};
use crate::ticket::PartyRole;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use uuid::Uuid;

/// Whether the ticket of a hint shows, to each person who listens: looked up once, and however many subscriptions of theirs hear of it, they share that.
/// All copies of one hint share it too; it goes when the last of them does.
#[derive(Debug, Clone, Default)]
pub struct Looks(Arc<Mutex<HashMap<PersonId, Look>>>);

/// One person's; none: they are nobody any more, or it cannot be found out.
type Look = Shared<BoxFuture<'static, Option<bool>>>;

/// A hint is the same whoever has looked.
impl PartialEq for Looks {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Looks {}

impl Hint {
    /// Whether the caller sees the ticket; none: they are nobody any more, or it cannot be found out.
    pub async fn shows(&self, desk: &Arc<Desk>, caller: &Caller) -> Option<bool> {
        let Actor::Person(person) = caller.actor else { return None };
        let look = {
            let mut looks = self.looks.0.lock().unwrap_or_else(|broken| broken.into_inner());
            let look = looks.entry(person).or_insert_with(|| {
                let (desk, caller, ticket) = (desk.clone(), *caller, self.ticket);
                // On its own: whoever asked first may be the slowest of those who share it, or gone.
                let look = tokio::spawn(async move {
                    desk.looked.fetch_add(1, Ordering::Relaxed);
                    let reader = desk.reader(&caller).await.ok()?;
                    Some(reader.tickets_by_id(&[ticket]).await.is_ok_and(|found| !found.is_empty()))
                });
                look.map(|done| done.ok().flatten()).boxed().shared()
            });
            look.clone()
        };
        look.await
    }
}

/// The least pause between two calls of an instance: twenty in a second.
pub const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// What other instances are still to be told.
#[derive(Debug)]
pub(crate) struct Outbox {
    /// Tells our own calls from those of others.
    instance: Uuid,
    waiting: Mutex<Waiting>,
    ring: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    hints: BTreeMap<TicketId, Hint>,
    rights: bool,
    presence: BTreeMap<(TicketId, Line), Option<Doing>>,
}

/// A call as it is sent.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Call {
    from: Uuid,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rights: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hints: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    there: Vec<Somebody>,
}

/// Ticket, version, what sight rests on, what it rested on if that was something else, and who else has to do with it; none: too many to be told.
type Entry = (Uuid, i64, Ground, Option<Ground>, Option<Vec<(PartyRole, Uuid)>>);
/// Ticket, person, line, what they do; none: they are gone.
type Somebody = (Uuid, Uuid, Uuid, Option<Doing>);

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
    fn add_presence(&self, sign: Sign) {
        let mut waiting = self.waiting.lock().unwrap_or_else(|broken| broken.into_inner());
        waiting.presence.insert((sign.ticket, sign.line), sign.doing);
        drop(waiting);
        self.ring.notify_one();
    }

    fn take(&self) -> Waiting {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(|broken| broken.into_inner()))
    }

    /// In as few calls as the length of one allows.
    fn calls(&self, waiting: &Waiting) -> Result<Vec<String>, Fault> {
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

impl Desk {
    /// Whether there can be other instances to be told and heard.
    pub fn has_others(&self) -> bool {
        !self.store.is_sqlite()
    }

    /// Waits until there is something to tell the other instances.
    pub async fn news_for_others(&self) {
        self.outbox.ring.notified().await;
    }

    /// Tells the other instances what waits. To be called again only after a [`PAUSE`].
    pub async fn tell_others(&self) -> Outcome<()> {
        let waiting = self.outbox.take();
        let calls = self.outbox.calls(&waiting)?;
        if calls.is_empty() {
            return Ok(());
        }
        if let Err(fault) = self.store.call_out(calls).await {
            // Who is where is said again by itself.
            self.outbox.add(Told {
                hints: waiting.hints.into_values().collect(),
                rights: waiting.rights,
                ..Told::default()
            });
            return Err(fault.into());
        }
        Ok(())
    }

    /// Listens to the other instances and passes on what they tell, until the line breaks.
    pub async fn hear_others(&self) -> Outcome<()> {
        let mut line = self.store.listen().await?;
        // What happened before the line stood was not heard.
        self.rights_may_have_changed();
        loop {
            match line.heard().await? {
                Heard::Gap => self.rights_may_have_changed(),
                Heard::Call(said) => self.hear(&said).await?,
            }
        }
    }

    /// Tells the other instances, where there can be any, that somebody is on a ticket or is no more.
    pub(crate) fn tell_presence(&self, sign: Sign) {
        if self.has_others() {
            self.outbox.add_presence(sign);
        }
    }

    async fn hear(&self, said: &str) -> Outcome<()> {
        // An instance of another version may say what this one does not understand.
        let Ok(call) = serde_json::from_str::<Call>(said) else {
            tracing::warn!("another instance said something that was not understood");
            return Ok(());
        };
        if call.from == self.outbox.instance {
            return Ok(());
        }
        if call.rights {
            self.rights_may_have_changed();
        }
        for (ticket, person, line, doing) in call.there {
            self.hear_presence(Sign { ticket: TicketId(ticket), line: (PersonId(person), line), doing });
        }
        for (ticket, version, now, was, parties) in call.hints {
            let ticket = TicketId(ticket);
            let parties = match parties {
                Some(parties) => parties,
                None => store::ticket::parties(&self.store.read(), ticket).await?,
            };
            let was = was.unwrap_or_else(|| now.clone());
            let parties = parties.into_iter().collect();
            self.pass_on(Hint { ticket, version, was, now, parties, looks: Looks::default() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ServiceId, TeamId, UnitId};
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
        Hint { ticket: TicketId(Uuid::from_u128(ticket)), version, was, now, parties, looks: Looks::default() }
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
