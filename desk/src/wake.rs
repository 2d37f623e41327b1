//! Several instances on one database tell each other what changed, so that whoever is connected to one hears what was done on another (R34). They
//! tell ids and nothing else, after the commit, and at most so often; what is lost on the way is found by the next look.

use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::hint::{Hint, Told};
use crate::id::{PersonId, TicketId};
use crate::presence::Sign;
use crate::refusal::Outcome;
use crate::store;
use crate::store::wake::Heard;
use futures_util::FutureExt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

mod outbox;

use outbox::Call;
pub(crate) use outbox::Outbox;

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
            self.pass_on(Hint { ticket, version, was, now, parties, looks: crate::hint::Looks::default() });
        }
        Ok(())
    }
}
