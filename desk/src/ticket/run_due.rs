//! What is due, done by the hand of the clock.

use super::due::fire;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::id::TicketId;
use crate::refusal::{Error, Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// How many due tickets one transaction takes (R33).
const TOGETHER: usize = 16;

/// Fires whatever is due on some tickets now. Those that somebody else holds at the moment are passed over: whoever holds them fires what is due there
/// first (R15).
#[derive(Debug, Clone, Serialize)]
pub struct FireDue {
    /// The tickets.
    pub tickets: Vec<TicketId>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for FireDue {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = usize;

    async fn run(self, work: &mut Work<'_>) -> Outcome<usize> {
        let mut fired = 0;
        for mut case in work.hold_all(&self.tickets, false).await? {
            // Another worker, or a command, may have been here since: then nothing is due any more.
            fired += usize::from(fire(work, &mut case).await?);
        }
        Ok(fired)
    }
}

impl Desk {
    /// Does what is due, on at most `most` tickets, several in a transaction (R33). Returns on how many something happened. Several instances may do
    /// this at once: what one holds the others pass over, and whoever comes second to a ticket finds nothing due on it any more. A ticket that fails
    /// does not stop the others; where nothing but failures was left, the first of them is told. While the clock is not to be believed nothing is due.
    pub async fn run_due(&self, most: u64) -> Outcome<usize> {
        if self.moment().off.is_some() {
            return Ok(0);
        }
        let (mut done, mut failed) = (0, None);
        let due = store::ticket::tickets_due(&self.store.read(), self.now(), most).await?;
        for some in due.chunks(TOGETHER) {
            match self.act(&Caller::CLOCK, FireDue { tickets: some.to_vec() }).await {
                Ok(fired) => done += fired,
                // None of them is to blame.
                Err(error @ Error::Refused(Refusal::CannotStore)) => return Err(error),
                // One of them is broken: each by itself, so that it holds up none but itself.
                Err(error) if some.len() > 1 => {
                    tracing::warn!(%error, "what is due cannot be done together");
                    for ticket in some {
                        match self.act(&Caller::CLOCK, FireDue { tickets: vec![*ticket] }).await {
                            Ok(fired) => done += fired,
                            Err(error) => {
                                tracing::error!(%ticket, %error, "what is due cannot be done");
                                failed.get_or_insert(error);
                            }
                        }
                    }
                }
                Err(error) => {
                    tracing::error!(ticket = %some[0], %error, "what is due cannot be done");
                    failed.get_or_insert(error);
                }
            }
        }
        match failed {
            Some(error) if done == 0 => Err(error),
            _ => Ok(done),
        }
    }
}
