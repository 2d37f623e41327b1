//! Legal deadlines by hand: that one runs, that it was met by its deed, or that it does not apply.

use super::exception::held;
use super::follow::Clocks;
use super::{Clock, ClockKind, ClockState};
use crate::event::{Facts, Kind};
use crate::id::{ClockId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::ticket::{Audience, MessageKind, Verb};
use crate::token::Needs;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A legal deadline runs on a ticket.
#[derive(Debug, Clone, Serialize)]
pub struct StartLegal {
    /// The ticket.
    pub ticket: TicketId,
    /// Code of the deadline.
    pub code: String,
    /// From when on: when it became known. None: when the report reached us.
    pub since: Option<DateTime<Utc>>,
}

/// A legal deadline was met by its deed, or does not apply.
#[derive(Debug, Clone, Serialize)]
pub struct EndLegal {
    /// The ticket.
    pub ticket: TicketId,
    /// The clock.
    pub clock: ClockId,
    /// Whether it was met; else it does not apply.
    pub met: bool,
    /// The deed (to whom, number, date), or why it does not apply.
    pub deed: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for StartLegal {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::StartLegal, None).await?;
        let since = self.since.unwrap_or(case.ticket.received_at);
        if since > work.now {
            return Err(Refusal::InFuture("since").into());
        }
        if work.organisation().book().legal(&self.code).is_none() {
            return Err(Refusal::Invalid("code").into());
        }
        let mut clocks = work.clocks(&mut case).await?;
        let same = |clock: &Clock| clock.code.as_ref() == Some(&self.code) && clock.state.is_open();
        if clocks.now.iter().any(same) {
            return Err(Refusal::Taken("code").into());
        }
        let code = Some(self.code.clone());
        let clock = Clock::start(work.id(), &case.ticket, ClockKind::Legal, since, code, &clocks.now);
        clocks.now.push(clock);
        case.clocks = Some::<Clocks>(clocks);
        work.record(&mut case, Kind::LegalStarted, Facts::new().with("code", self.code)).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for EndLegal {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::EndLegal, None).await?;
        let deed = input::text("deed", &self.deed)?;
        let now = work.now;
        let clock = held(work, &mut case, self.clock).await?;
        if clock.kind != ClockKind::Legal || !clock.state.is_open() {
            return Err(Refusal::Invalid("clock").into());
        }
        clock.end(now, if self.met { ClockState::Met } else { ClockState::Void });
        let facts = Facts::new().with("clock", self.clock).with("code", &clock.code).with("met", self.met);
        work.say(&mut case, MessageKind::Deed, Audience::Internal, &deed).await?;
        work.record(&mut case, Kind::LegalEnded, facts).await?;
        Ok(self.ticket)
    }
}
