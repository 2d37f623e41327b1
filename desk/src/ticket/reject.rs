//! *Tolak* and *Batalkan laporan*.

use super::case::Case;
use super::reply::respond_first;
use super::{Audience, MessageKind, Verb, accept};
use crate::event::{Facts, Kind};
use crate::id::TicketId;
use crate::input;
use crate::refusal::Outcome;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Tolak*.
#[derive(Debug, Clone, Serialize)]
pub struct Reject {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// Why, in words the requester understands.
    pub reason: String,
}

/// *Batalkan laporan*: the requester withdraws it.
#[derive(Debug, Clone, Serialize)]
pub struct Cancel {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// Why.
    pub reason: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Reject {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Reject, self.seen).await?;
        let reason = input::text("reason", &self.reason)?;
        respond_first(work, &mut case);
        end(work, &mut case, Verb::Reject).await?;
        work.say(&mut case, MessageKind::Reject, Audience::Public, &reason).await?;
        work.record(&mut case, Kind::TicketRejected, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Cancel {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Cancel, self.seen).await?;
        let reason = input::text("reason", &self.reason)?;
        end(work, &mut case, Verb::Cancel).await?;
        work.say(&mut case, MessageKind::Cancel, Audience::Public, &reason).await?;
        work.record(&mut case, Kind::TicketCancelled, Facts::new()).await?;
        Ok(self.ticket)
    }
}

/// Ends a ticket that was not solved: its request is withdrawn.
pub(crate) async fn end(work: &mut Work<'_>, case: &mut Case, by: Verb) -> Outcome<()> {
    accept::withdraw(work, case).await?;
    case.ticket.advance(by);
    case.ticket.ended_at = Some(work.now);
    Ok(())
}
