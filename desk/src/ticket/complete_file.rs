//! *Berkas lengkap*: what the service asks for is there. Policies that count from the complete file count from here.

use super::Verb;
use crate::event::{Facts, Kind};
use crate::id::TicketId;
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Berkas lengkap*.
#[derive(Debug, Clone, Serialize)]
pub struct CompleteFile {
    /// The ticket.
    pub ticket: TicketId,
    /// Which of the service's *persyaratan* are met, by their places in its list from 1. Not all are needed in every case (a new account has other
    /// ones than a new password); which were, stays on record.
    pub met: Vec<i32>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for CompleteFile {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::CompleteFile, None).await?;
        let organisation = work.organisation();
        let service = case.ticket.service_id.and_then(|id| organisation.service(id)).ok_or(Refusal::ClassifyFirst)?;
        if service.requirements.is_empty() {
            return Err(Refusal::NoRequirements.into());
        }
        if case.ticket.complete_at.is_some() {
            return Err(Refusal::FileComplete.into());
        }
        let mut met = self.met;
        met.sort_unstable();
        met.dedup();
        if met.is_empty() {
            return Err(Refusal::Blank("met").into());
        }
        let known = |place: &i32| usize::try_from(*place).is_ok_and(|n| (1..=service.requirements.len()).contains(&n));
        if !met.iter().all(known) {
            return Err(Refusal::Invalid("met").into());
        }
        case.ticket.complete_at = Some(work.now);
        work.record(&mut case, Kind::TicketFileComplete, Facts::new().with("met", met)).await?;
        Ok(self.ticket)
    }
}
