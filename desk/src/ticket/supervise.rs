//! *Catatan supervisi*: what a coordinator or lead says to those who handle a ticket, as coaching; internal, and of a kind of its own.

use super::{Audience, MessageKind, Ticket, Verb};
use crate::access::{Standing, Ties};
use crate::desk::Command;
use crate::event::{Facts, Kind};
use crate::id::{MessageId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::Work;
use serde::Serialize;

/// *Catatan supervisi*.
#[derive(Debug, Clone, Serialize)]
pub struct Supervise {
    /// The ticket.
    pub ticket: TicketId,
    /// The text.
    pub text: String,
}

/// Whether somebody oversees those who have a ticket now: the coordinator everybody, a lead their team.
pub fn oversees(who: &Standing, ticket: &Ticket) -> bool {
    who.coordinator || (ticket.tier == 2 && ticket.team_id.is_some_and(|team| who.leads.contains(&team)))
}

#[macro_rules_attribute::apply(crate::desk::command)]
impl Command for Supervise {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = MessageId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<MessageId> {
        let mut case = work.ticket(self.ticket, Verb::Note, None).await?;
        let standing = work.standing()?;
        if !oversees(standing.towards(Ties::of(standing, &case.parties)), &case.ticket) {
            return Err(Refusal::Forbidden.into());
        }
        let body = input::text("text", &self.text)?;
        let message = work.say(&case.ticket, MessageKind::Supervision, Audience::Internal, &body).await?;
        work.record(&mut case, Kind::TicketNoted, Facts::new()).await?;
        Ok(message)
    }
}
