//! The end of a command's transaction: what follows from a changed organisation, its events, the commit.

use super::{Held, Work};
use crate::event::Kind;
use crate::hint::Told;
use crate::refusal::{Again, Fault, Outcome};
use crate::store::{self, Together, record};
use futures_util::future::BoxFuture;

impl<'a> Work<'a> {
    /// Writes the events, commits, and hands over what the live listeners are told. Boxed for the reason that commands are.
    pub(crate) fn commit(self) -> BoxFuture<'a, Outcome<Told>> {
        Box::pin(self.write())
    }

    async fn write(mut self) -> Outcome<Told> {
        if self.directory_moved {
            // Whatever the command was, and nobody has to think of it: who came into a place, and whether due times moved. The clocks follow in a
            // job of their own.
            let (before, after) = (self.began_with.clone(), self.directory().await?);
            crate::two::settle(&mut self, &before, &after).await?;
            if after.sla_print() != self.sla_print {
                crate::sla::recompute::request(&mut self).await?;
            }
        }
        if let Some(ticket) = self.untold.first() {
            // The record would call it an alteration.
            return Err(Fault::new(format!("what was written around {ticket} is in no event")).into());
        }
        // Last, since whoever does the job holds it while they wait for tickets.
        if let (tickets @ 1.., moved, late) = self.derived_anew {
            store::sla::add_to_job(&self.tx, tickets, moved, late).await?;
        }
        let count = |kind: Kind| self.events.iter().filter(|event| event.kind == kind.code()).count() as u64;
        let fired = [Kind::ClockWarned, Kind::ClockBreached, Kind::ClocksMoved].map(count);
        let (mut begun, mut moved) = (Vec::new(), Vec::new());
        for Held { from, head, .. } in std::mem::take(&mut self.heads).into_values() {
            match from {
                _ if head.seq == from.unwrap_or(0) => {}
                None => begun.push(head),
                Some(from) => moved.push((from, head)),
            }
        }
        record::move_heads(&self.tx, &moved).await?;
        let events = std::mem::take(&mut self.events);
        self.tx.write(Together::default().insert(begun).insert(events)).await?;
        // Whatever was decided, it was decided upon the organisation as the command found it. No command can forget that, since none tells the others
        // in any other way; and while this holds the stamp, nobody else changes the organisation.
        if self.directory_moved && !store::directory::move_stamp(&self.tx, self.began_with.stamp).await? {
            self.tx.rollback().await?;
            return Err(Fault::to_repeat("somebody else changed the organisation meanwhile", Again::Overtaken).into());
        }
        self.tx.commit().await?;
        // Appointments stand in the directory: whatever changes there may have been somebody's right.
        Ok(Told { hints: self.hints, rights: self.rights_moved || self.directory_moved, fired })
    }
}
