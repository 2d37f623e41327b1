//! *Beri tanda*: words of the office's own by which tickets are found again that no other field sets apart.

use super::{Ticket, Verb};
use crate::event::{Facts, Kind};
use crate::id::TicketId;
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// The most tags of a ticket.
pub const MOST_TAGS: usize = 10;

/// *Beri tanda*. Said as a difference: two people who tag at once lose nothing of each other's.
#[derive(Debug, Clone, Serialize)]
pub struct Tag {
    /// The ticket.
    pub ticket: TicketId,
    /// Which it gets; each one of the setting's.
    pub add: Vec<String>,
    /// Which it loses; those also that the setting has no longer.
    pub remove: Vec<String>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Tag {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Tag, None).await?;
        let offered = work.organisation().words(SettingKey::Tags);
        if let Some(tag) = self.add.iter().find(|tag| !offered.contains(tag)) {
            let (value, known) = (tag.clone(), offered.join(", "));
            return Err(Refusal::Unknown { field: "tag", value, known }.into());
        }
        let tags = tagged(&case.ticket, &self.add, &self.remove);
        if tags.len() > MOST_TAGS {
            return Err(Refusal::TooMany(MOST_TAGS).into());
        }
        if tags != case.ticket.tags.0 {
            case.ticket.tags.0 = tags;
            work.record(&mut case, Kind::TicketTagged, Facts::new()).await?;
        }
        Ok(self.ticket)
    }
}

/// Sorted, each once: in what order they were given says nothing.
fn tagged(ticket: &Ticket, add: &[String], remove: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = ticket.tags.0.iter().chain(add).filter(|tag| !remove.contains(tag)).cloned().collect();
    tags.sort();
    tags.dedup();
    tags
}
