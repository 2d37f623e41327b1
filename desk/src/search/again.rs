//! The index made anew, where an older version of the words made it.

use super::words::{VERSION, texts_after};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::event::Recorded;
use crate::refusal::Outcome;
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// Puts the next texts of an index that an older version made into it anew. Says how many; none: all are done.
#[derive(Debug, Clone, Serialize)]
pub struct Reindex;

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Reindex {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = u64;

    async fn run(self, work: &mut Work<'_>) -> Outcome<u64> {
        // Held to the end: a second instance waits here and goes on where this one stopped.
        let (version, reached) = store::search::version(&work.tx, true).await?;
        if version == VERSION {
            return Ok(0);
        }
        let after = reached.unwrap_or_default();
        let Some((last, texts)) = texts_after(&work.tx, after).await? else {
            store::search::made_by(&work.tx, VERSION, None).await?;
            return Ok(0);
        };
        // What is erased meanwhile waits for this, and what was erased before is seen as such: it is read once more when nobody else holds it.
        work.hold_streams(texts.iter().map(|text| text.ticket.stream()).collect()).await?;
        let texts = texts_after(&work.tx, after).await?.map(|(_, texts)| texts).unwrap_or_default();
        for text in &texts {
            store::search::put_anew(&work.tx, &text.entry()).await?;
        }
        store::search::made_by(&work.tx, version, Some(last)).await?;
        Ok(texts.len() as u64 + 1)
    }
}

impl Desk {
    /// Makes the search index anew if an older version made it, a batch at a time; resumes where it was stopped. Says how many texts it looked at.
    pub async fn reindex(&self) -> Outcome<u64> {
        let mut done = 0;
        while store::search::version(&self.store.read(), false).await?.0 != VERSION {
            done += self.act(&Caller::CLOCK, Reindex).await?;
            tokio::task::yield_now().await;
        }
        Ok(done)
    }
}
