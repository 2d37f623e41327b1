//! *Kartu penahanan*: what the Tier 1 of a unit does first at a security incident there. They do not see the ticket; the security team sees when it was
//! done, and by whom.

use super::PartyRole;
use crate::access::{self, Ties};
use crate::event::{Facts, Kind};
use crate::id::{CardId, Id, TicketId};
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Sudah dilakukan*: the steps of the card were carried out.
#[derive(Debug, Clone, Serialize)]
pub struct Contain {
    /// The card.
    pub card: CardId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Contain {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = CardId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<CardId> {
        // Not by `Work::ticket`: who may do this is just who may not see the ticket.
        let mut case = work.hold(TicketId(self.card.uuid())).await?;
        let standing = work.standing()?;
        if !access::contains(standing, &case.ticket, Ties::of(standing, &case.parties)) {
            return Err(Refusal::NotFound.into());
        }
        let person = work.person()?;
        if work.add_party(&mut case, PartyRole::Containing, person.uuid()).await? {
            work.record(&mut case, Kind::TicketContained, Facts::new()).await?;
        }
        Ok(self.card)
    }
}
