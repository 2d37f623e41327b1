//! *Pengecualian SLA*: asked for with a reason, decided on by the coordinator, never by or for oneself. It is shown beside the breach and hides nothing.

use super::{Clock, ExceptionState};
use crate::event::{Facts, Happened, Kind, Recorded};
use crate::id::{ClockId, PersonId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::ticket::case::Case;
use crate::ticket::{Audience, MessageKind, Ticket, Verb};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// Asks for an exception on one clock.
#[derive(Debug, Clone, Serialize)]
pub struct AskException {
    /// The ticket.
    pub ticket: TicketId,
    /// The clock.
    pub clock: ClockId,
    /// Why it could not be kept.
    pub reason: String,
}

/// The coordinator's word on it.
#[derive(Debug, Clone, Serialize)]
pub struct DecideException {
    /// The ticket.
    pub ticket: TicketId,
    /// The clock.
    pub clock: ClockId,
    /// *Dikabulkan* or *Ditolak*.
    pub granted: bool,
    /// Why.
    pub reason: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for AskException {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::AskException, None).await?;
        let reason = input::text("reason", &self.reason)?;
        let (person, now) = (work.person()?, work.now);
        let clock = held(work, &mut case, self.clock).await?;
        // A decision stands; and what has no target can be kept from nothing.
        if clock.exception.is_some() || clock.target.is_none() {
            return Err(Refusal::Invalid("clock").into());
        }
        clock.exception = Some(ExceptionState::Asked);
        clock.exception_by = Some(person);
        clock.exception_at = Some(now);
        let facts = Facts::new().with("clock", self.clock).with("clockKind", clock.kind);
        work.say(&mut case, MessageKind::Exception, Audience::Internal, &reason).await?;
        work.record(&mut case, Kind::ExceptionAsked, facts).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for DecideException {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::DecideException, None).await?;
        let reason = input::text("reason", &self.reason)?;
        let (person, now) = (work.person()?, work.now);
        let own = had_in_hand(work, &case.ticket, person).await?;
        let clock = held(work, &mut case, self.clock).await?;
        if clock.exception != Some(ExceptionState::Asked) {
            return Err(Refusal::Invalid("clock").into());
        }
        if own || clock.exception_by == Some(person) {
            return Err(Refusal::OwnException.into());
        }
        clock.exception = Some(if self.granted { ExceptionState::Granted } else { ExceptionState::Refused });
        clock.decided_by = Some(person);
        clock.decided_at = Some(now);
        let facts = Facts::new().with("clock", self.clock).with("clockKind", clock.kind).with("granted", self.granted);
        work.say(&mut case, MessageKind::Exception, Audience::Internal, &reason).await?;
        work.record(&mut case, Kind::ExceptionDecided, facts).await?;
        Ok(self.ticket)
    }
}

/// Whether a ticket is somebody's own, or ever was in their hands: whoever gave it back or passed it on had it all the same, and its columns no longer
/// say so.
async fn had_in_hand(work: &Work<'_>, ticket: &Ticket, person: PersonId) -> Outcome<bool> {
    if ticket.requester_id == person {
        return Ok(true);
    }
    let events = store::record::events_after(&work.tx, &ticket.stream(), 0).await?;
    Ok(events.iter().filter_map(Happened::of).any(|it| it.now().in_hand().any(|id| id == person)))
}

/// A clock of a ticket that is held, to be changed and then recorded with it.
pub(super) async fn held<'c>(work: &Work<'_>, case: &'c mut Case, id: ClockId) -> Outcome<&'c mut Clock> {
    let clocks = work.clocks(case).await?;
    let clocks = case.clocks.insert(clocks);
    Ok(clocks.now.iter_mut().find(|clock| clock.id == id).ok_or(Refusal::NotFound)?)
}
