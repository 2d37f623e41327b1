//! *Ambil* and *Tugaskan*.

use super::case::Case;
use super::{PartyRole, RequestState, Verb};
use crate::access::{Sight, Standing, Ties, in_queue, may_receive, sight};
use crate::event::{Facts, Kind};
use crate::id::{Id, PersonId, TicketId};
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Ambil* (nobody has it) or *Ambil alih* (from somebody else).
#[derive(Debug, Clone, Serialize)]
pub struct Take {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
}

/// *Tugaskan*.
#[derive(Debug, Clone, Serialize)]
pub struct Assign {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// To whom; while away, the substitute gets it.
    pub assignee: PersonId,
}

/// *Lepas*: gives a ticket back to its queue, where anybody can take it.
#[derive(Debug, Clone, Serialize)]
pub struct Release {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Take {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Take, self.seen).await?;
        case.ticket.assignee_id = Some(work.person()?);
        case.ticket.advance(Verb::Take);
        work.record(&mut case, Kind::TicketTaken, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Assign {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Assign, self.seen).await?;
        let there = work.organisation().stands_in(self.assignee, work.now).unwrap_or(self.assignee);
        let person = work.active_person(there).await?;
        let standing = Standing::of(&person, &work.organisation(), work.now);
        let by = work.standing()?;
        let ties = Ties::of(by, &case.parties);
        let ties_there = Ties::of(&standing, &case.parties);
        if !may_receive(&standing, ties_there, by, ties, &case.ticket) {
            let unseen = sight(by, &case.ticket, ties) == Sight::Outline && in_queue(&standing, &case.ticket);
            return Err(if unseen { Refusal::OwnGain } else { Refusal::NotInQueue }.into());
        }
        // A complaint is not brought to its subject.
        if case.parties.contains(&(PartyRole::HiddenFrom, there.uuid())) {
            return Err(Refusal::Invalid("assignee").into());
        }
        case.ticket.assignee_id = Some(there);
        case.ticket.advance(Verb::Assign);
        let facts = Facts::new().with("asked", self.assignee);
        work.record(&mut case, Kind::TicketAssigned, facts).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Release {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Assign, self.seen).await?;
        if case.ticket.assignee_id.is_none() {
            return Err(Refusal::Invalid("assignee").into());
        }
        // At tier 2 whoever accepted has it; a request that nobody has would have to be accepted anew.
        let accepted = case.request.as_ref().is_some_and(|request| request.state == RequestState::Accepted);
        if case.ticket.tier == 2 && accepted {
            return Err(Refusal::AlreadyAccepted.into());
        }
        case.ticket.assignee_id = None;
        work.record(&mut case, Kind::TicketReleased, Facts::new()).await?;
        Ok(self.ticket)
    }
}

/// Whoever does something on a ticket that nobody has and that only its owner can go on with, has it: otherwise nobody would.
pub(crate) fn own(work: &Work<'_>, case: &mut Case) -> Outcome<()> {
    let standing = work.standing()?;
    let standing = standing.towards(Ties::of(standing, &case.parties));
    if case.ticket.assignee_id.is_none() && in_queue(standing, &case.ticket) {
        case.ticket.assignee_id = Some(work.person()?);
    }
    Ok(())
}
