//! *Catatan supervisi*: what a coordinator or lead says to those who handle a ticket, as coaching; internal, and of a kind of its own.

use super::{Audience, MessageKind, Verb};
use crate::access::{self, Ties};
use crate::event::{Facts, Kind};
use crate::id::{MessageId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Catatan supervisi*.
#[derive(Debug, Clone, Serialize)]
pub struct Supervise {
    /// The ticket.
    pub ticket: TicketId,
    /// The text.
    pub text: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Supervise {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = MessageId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<MessageId> {
        let mut case = work.ticket(self.ticket, Verb::Note, None).await?;
        let standing = work.standing()?;
        if !access::oversees(standing.towards(Ties::of(standing, &case.parties)), &case.ticket) {
            return Err(Refusal::Forbidden.into());
        }
        let body = input::text("text", &self.text)?;
        let message = work.say(&mut case, MessageKind::Supervision, Audience::Internal, &body).await?;
        work.record(&mut case, Kind::TicketNoted, Facts::new()).await?;
        Ok(message)
    }
}
