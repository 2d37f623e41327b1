//! *Kartu penahanan* of the units a reader serves.

use super::Reader;
use crate::id::{CardId, Id, PersonId, UnitId};
use crate::refusal::Outcome;
use crate::setting::SettingKey;
use crate::store;
use crate::ticket::PartyRole;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// What the Tier 1 of a unit learns of a security incident there: where, since when, and what to do first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// The unit that was struck.
    pub unit: UnitId,
    /// Since when it is known.
    pub opened_at: DateTime<Utc>,
    /// Who has carried out the steps.
    pub done_by: Vec<PersonId>,
}

/// How many cards are shown at once, the newest first.
pub const MOST: usize = 20;
/// How many of them with reports of one person: whoever reports much pushes nobody else's off.
pub const MOST_OF_ONE: usize = 3;
/// How many incidents are looked at for them.
const LOOKED_AT: u64 = 500;

impl Reader {
    /// The cards of what is still going on.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn containment_cards(&self) -> Outcome<Vec<Card>> {
        if self.standing.serves.is_empty() {
            return Ok(Vec::new());
        }
        let mut of_each: HashMap<PersonId, usize> = HashMap::new();
        let mut tickets = store::list::struck(&self.db(), &self.standing, LOOKED_AT).await?;
        tickets.retain(|ticket| {
            let theirs = of_each.entry(ticket.requester_id).or_default();
            *theirs += 1;
            *theirs <= MOST_OF_ONE
        });
        tickets.truncate(MOST);
        let ids: Vec<_> = tickets.iter().map(|ticket| ticket.id).collect();
        let parties = store::ticket::parties_of(&self.db(), &ids).await?;
        let card = |ticket: &crate::ticket::Ticket| {
            let done = parties.iter().filter(|row| row.ticket_id == ticket.id && row.role == PartyRole::Containing);
            let done_by = done.map(|row| PersonId(row.member_id)).collect();
            let unit = ticket.unit_id?;
            Some(Card { id: CardId(ticket.id.uuid()), unit, opened_at: ticket.opened_at, done_by })
        };
        Ok(tickets.iter().filter_map(card).collect())
    }

    /// What a card says has to be done first.
    pub fn containment_steps(&self) -> Vec<String> {
        self.directory.words(SettingKey::ContainmentSteps)
    }
}
