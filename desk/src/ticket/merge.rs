//! *Gabungkan*: nothing moves, the target shows the source by reference (R4).

use super::{Audience, MessageKind, PartyRole, Verb, reject};
use crate::event::{Facts, Kind};
use crate::id::{Id, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Gabungkan*.
#[derive(Debug, Clone, Serialize)]
pub struct Merge {
    /// The ticket that ends.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// The ticket that goes on.
    pub target: TicketId,
    /// Why.
    pub reason: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Merge {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        if self.ticket == self.target {
            return Err(Refusal::MergeCircle.into());
        }
        let reason = input::text("reason", &self.reason)?;
        // R20: both streams are held in the order of their ids, so that two people merging crosswise cannot wait for each other.
        let (mut source, mut target);
        if self.ticket < self.target {
            source = work.ticket(self.ticket, Verb::Merge, self.seen).await?;
            target = work.ticket(self.target, Verb::Merge, None).await?;
        } else {
            target = work.ticket(self.target, Verb::Merge, None).await?;
            source = work.ticket(self.ticket, Verb::Merge, self.seen).await?;
        }
        // Through the target its subject would read a complaint that is hidden from them.
        let hidden_there = |party: &(PartyRole, uuid::Uuid)| {
            let own = [target.ticket.requester_id, target.ticket.filer_id];
            target.parties.contains(party) && !own.map(Id::uuid).contains(&party.1)
        };
        let mut hidden_here = source.parties.iter().filter(|(role, _)| *role == PartyRole::HiddenFrom);
        if source.ticket.confidentiality.stricter_than(target.ticket.confidentiality) || !hidden_here.all(hidden_there)
        {
            return Err(Refusal::MergeLessConfidential.into());
        }
        reject::end(work, &mut source, Verb::Merge).await?;
        source.ticket.merged_into_id = Some(self.target);
        work.say(&mut source, MessageKind::Merge, Audience::Internal, &reason).await?;
        work.record(&mut source, Kind::TicketMerged, Facts::new()).await?;
        // Its people go on hearing of it, on their own ticket; another requester's words stay internal here, which the view sees to.
        let own = [target.ticket.requester_id, target.ticket.filer_id];
        let others = [source.ticket.requester_id, source.ticket.filer_id];
        for person in others.into_iter().filter(|id| !own.contains(id)) {
            work.add_party(&mut target, PartyRole::Follower, person.uuid()).await?;
        }
        work.record(&mut target, Kind::TicketAbsorbed, Facts::new().with("source", self.ticket)).await?;
        Ok(self.target)
    }
}
