//! Drafts: what a person has begun to write on a ticket, kept so that neither a reload nor another computer loses it. They are the person's alone,
//! are no events, and are gone once they are sent, when something on the ticket is redacted (they may quote it, R22), and when the person leaves.

use crate::access::{self, Sight, Ties};
use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::id::{PersonId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::ticket::{Ticket, Verb};
use crate::token::Needs;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::Serialize;

pub mod code;
mod limits;

pub use crate::store::entity::draft::Model as Draft;
pub use code::DraftKind;
pub use limits::MOST;
pub(crate) use limits::{KEPT, PER_MINUTE};

/// Saves a draft as it is now; an empty one is deleted.
#[derive(Debug, Clone, Serialize)]
pub struct SaveDraft {
    /// The ticket.
    pub ticket: TicketId,
    /// What is being written.
    pub kind: DraftKind,
    /// The text so far, as typed.
    pub text: String,
    /// Which draft its writer saw: another one, of another window or computer, is not written over.
    pub seen: SeenDraft,
}

/// Which draft somebody saw who now saves one, or sends what was being written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum SeenDraft {
    /// They do not say: whichever there is.
    #[default]
    Any,
    /// There was none.
    Nothing,
    /// The one that was saved then.
    SavedAt(DateTime<Utc>),
}

impl SeenDraft {
    /// Whether it is this one that they saw.
    fn is(self, draft: &Draft) -> bool {
        match self {
            Self::Any => true,
            Self::Nothing => false,
            // A database keeps no more than microseconds.
            Self::SavedAt(at) => at.timestamp_micros() == draft.saved_at.timestamp_micros(),
        }
    }
}

impl DraftKind {
    pub(crate) fn verb(self) -> Verb {
        match self {
            Self::Reply => Verb::Reply,
            Self::Note => Verb::Note,
        }
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveDraft {
    const NEEDS: Needs = Needs::TICKETS;
    // The same text again and again, in the place of the last, at a pace of its own.
    const COUNTS: bool = false;

    /// When it was saved; none: there is none any more.
    type Answer = Option<DateTime<Utc>>;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Self::Answer> {
        // Held: two windows that save at once come one after the other.
        let person = work.hold_self().await?.id;
        let there = store::writing::draft(&work.tx, person, self.ticket, self.kind).await?;
        if there.is_some_and(|there| !self.seen.is(&there) && there.body != self.text) {
            return Err(Refusal::StaleDraft.into());
        }
        if self.text.trim().is_empty() {
            // Also of a ticket that one does not see any more.
            store::writing::delete_draft(&work.tx, person, self.ticket, self.kind).await?;
            return Ok(None);
        }
        if self.text.chars().count() > input::TEXT {
            return Err(Refusal::TooLong("text", input::TEXT).into());
        }
        // Not held: somebody who writes does not keep the others from working on the ticket.
        let ticket: Ticket = store::get(&work.tx, self.ticket).await?.ok_or(Refusal::NotFound)?;
        let standing = work.standing()?;
        let ties = Ties::of(standing, &store::ticket::parties(&work.tx, self.ticket).await?);
        if access::sight(standing, &ticket, ties) != Sight::Full {
            return Err(Refusal::NotFound.into());
        }
        if !access::may(standing, self.kind.verb(), &ticket, ties) {
            return Err(Refusal::Forbidden.into());
        }
        let draft = Draft {
            person_id: person,
            ticket_id: self.ticket,
            kind: self.kind,
            // What PostgreSQL cannot keep is no text.
            body: self.text.replace('\0', ""),
            saved_at: work.now,
        };
        if work.tx.insert_new(draft.clone()).await? {
            if store::writing::count_drafts(&work.tx, person).await? > MOST as u64 {
                return Err(Refusal::TooMany(MOST).into());
            }
        } else {
            work.tx.save(draft).await?;
        }
        Ok(Some(work.now))
    }
}

/// What was being written is sent: in the same transaction there is no draft of it any more. One of another window, that its writer has not seen, stays.
pub(crate) async fn sent(work: &Work<'_>, ticket: TicketId, kind: DraftKind, seen: SeenDraft) -> Outcome<()> {
    let person = work.person()?;
    let there = store::writing::draft(&work.tx, person, ticket, kind).await?;
    if there.is_some_and(|there| seen.is(&there)) {
        store::writing::delete_draft(&work.tx, person, ticket, kind).await?;
    }
    Ok(())
}

/// A person leaves, or is erased.
pub(crate) async fn of_person_gone(work: &Work<'_>, person: PersonId) -> Outcome<()> {
    Ok(store::writing::delete_drafts_of(&work.tx, person).await?)
}

impl Desk {
    /// Saves a draft; under a request id once.
    pub async fn save_draft(
        &self,
        caller: &Caller,
        key: Option<&str>,
        draft: SaveDraft,
    ) -> Outcome<Option<DateTime<Utc>>> {
        if let Actor::Person(person) = caller.actor {
            self.drafts.step(person, self.now())?;
        }
        match key {
            Some(key) => self.act_once(caller, key, draft).await,
            None => self.act(caller, draft).await,
        }
    }

    /// Deletes drafts that nobody has touched for ninety days. Returns how many.
    pub async fn forget_drafts(&self) -> Outcome<u64> {
        let tx = self.store.begin().await?;
        let some = store::writing::forget_drafts(&tx, self.now() - KEPT, 200).await?;
        tx.commit().await?;
        Ok(some)
    }
}
