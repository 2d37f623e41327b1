//! The access log (R25): who signed in, who was refused, who read what is confidential. It is a stream of its own for each day, chained like all
//! others and written in batches, so that a read does not wait for a write.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::event::{Facts, Kind};
use crate::refusal::{Outcome, Refusal};
use std::collections::BTreeMap;

mod around;
mod chain;
pub mod export;
pub mod finding;
mod log;
mod powers;
mod rows;
mod seals;
#[cfg(test)]
mod tests;
pub(crate) mod told;
pub mod trail;
pub mod verify;

pub use log::AccessLog;
use log::Entry;

/// So many may wait. Then nobody reads on: what must leave a trace does not happen without one.
const MOST_WAITING: usize = 50_000;
/// How many entries one transaction writes (R33).
const BATCH: usize = 200;

impl Desk {
    /// How many entries wait to be written.
    pub fn access_log_waiting(&self) -> usize {
        self.access_log.waiting().len()
    }

    /// Refuses to read on where so many entries wait that no more can be remembered.
    pub(crate) fn need_trace(&self) -> Outcome<()> {
        if self.access_log_waiting() < MOST_WAITING { Ok(()) } else { Err(Refusal::CannotStore.into()) }
    }

    /// Notes something in the access log. It is written soon, by [`Desk::write_access_log`].
    pub fn note_access(&self, caller: &Caller, kind: Kind, facts: Facts) {
        let entry = Entry { actor: caller.actor, door: caller.door, kind, facts, at: self.now() };
        self.access_log.waiting().push(entry);
    }

    /// Writes what waits. Called by the worker every second and once more when the program stops. Returns how many entries. What could not be
    /// written waits on: an entry is lost only if the program dies.
    pub async fn write_access_log(&self) -> Outcome<usize> {
        let mut written = 0;
        loop {
            let batch: Vec<Entry> = {
                let mut waiting = self.access_log.waiting();
                let n = waiting.len().min(BATCH);
                waiting.drain(..n).collect()
            };
            if batch.is_empty() {
                return Ok(written);
            }
            if let Err(error) = self.write_entries(&batch).await {
                self.access_log.waiting().splice(..0, batch);
                return Err(error);
            }
            written += batch.len();
        }
    }

    async fn write_entries(&self, batch: &[Entry]) -> Outcome<()> {
        let mut work = self.begin(&Caller::CLOCK).await?;
        let zone = work.organisation().zone();
        let mut by_day: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in batch {
            let day = format!("access/{}", entry.at.with_timezone(&zone).date_naive());
            by_day.entry(day).or_default().push(entry);
        }
        for (stream, entries) in by_day {
            work.begin_shared(&stream).await?;
            for entry in entries {
                work.caller =
                    Caller { actor: entry.actor, door: entry.door, proved: false, token: None, session: None };
                work.append(&stream, entry.kind, entry.facts.clone(), None, entry.at).await?;
            }
        }
        self.tell(work.commit().await?);
        Ok(())
    }
}
