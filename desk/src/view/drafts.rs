//! What a person has begun to write on a ticket.

use super::{Reader, TicketView};
use crate::access::{self, Sight};
use crate::draft::Draft;
use crate::refusal::Outcome;
use crate::store;

impl Reader {
    /// What this person has begun to write on a ticket, as far as they may still send it.
    pub async fn drafts(&self, view: &TicketView) -> Outcome<Vec<Draft>> {
        if view.sight != Sight::Full {
            return Ok(Vec::new());
        }
        let mut drafts = store::writing::drafts(&self.db(), self.standing.person, view.id()).await?;
        drafts.retain(|draft| access::may(&self.standing, draft.kind.verb(), view.row(), view.ties));
        Ok(drafts)
    }
}
