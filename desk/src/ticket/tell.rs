//! *Sudah diberi tahu*: somebody without a reachable channel hears of what was said on their ticket from a person, and that is recorded.

use super::case::Case;
use super::{Audience, Channel, Message, ToldBy, Verb};
use crate::event::{Facts, Kind};
use crate::id::{MessageId, PersonId, TicketId};
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Sudah diberi tahu*: notes that the requester was told, how, and by whom.
#[derive(Debug, Clone, Serialize)]
pub struct Tell {
    /// The ticket.
    pub ticket: TicketId,
    /// How.
    pub by: ToldBy,
    /// Which public text they were told; none: how the ticket stands.
    pub message: Option<MessageId>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Tell {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Note, None).await?;
        let mut facts = Facts::new().with("by", self.by);
        if let Some(id) = self.message {
            let message: Option<Message> = store::get(&work.tx, id).await?;
            let public = message.filter(|it| it.ticket_id == self.ticket && it.audience == Audience::Public);
            facts = facts.with("message", public.ok_or(Refusal::NotFound)?.id);
        }
        case.ticket.untold_since = None;
        work.record(&mut case, Kind::TicketTold, facts).await?;
        Ok(self.ticket)
    }
}

/// A public text was added: whoever has no channel has not been told of it. One who speaks themselves is there, and so is one who is on the telephone
/// or at the counter while their report is recorded.
pub(crate) async fn follow(work: &Work<'_>, case: &mut Case) -> Outcome<()> {
    let ticket = &mut case.ticket;
    let author = work.author();
    if author == Some(ticket.requester_id) {
        ticket.untold_since = None;
    } else if ticket.untold_since.is_none() {
        let present = matches!(ticket.channel, Channel::Phone | Channel::WalkIn) && ticket.opened_at == work.now;
        let own_report = ticket.opened_at == work.now && ticket.filer_id == ticket.requester_id;
        if !present && !own_report && !reachable(work, ticket.requester_id).await? {
            ticket.untold_since = Some(work.now);
        }
    }
    Ok(())
}

/// Whether a channel of the desk leads to a person: an account in which they read for themselves. The desk sends no letters, so an address is none.
async fn reachable(work: &Work<'_>, id: PersonId) -> Outcome<bool> {
    Ok(store::people::credential(&work.tx, id).await?.is_some())
}
