//! *Minta informasi*, *Tunda* and *Lanjutkan*.

use super::assign::own;
use super::reply::respond_first;
use super::{Audience, DueKind, MessageKind, Status, Verb, WaitFor, due, escalate};
use crate::event::{Facts, Kind};
use crate::id::TicketId;
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::token::Needs;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// *Minta informasi*: a question to the requester, who is reminded of it and whose silence ends the ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Ask {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// The question.
    pub question: String,
}

/// *Tunda*.
#[derive(Debug, Clone, Serialize)]
pub struct Hold {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// For what.
    pub what: HoldFor,
}

/// *Tunda karena apa?*
#[derive(Debug, Clone, Serialize)]
pub enum HoldFor {
    /// Somebody outside.
    ThirdParty {
        /// Who: *pihak pusat*, a vendor.
        who: String,
        /// Through what: a call centre, a letter.
        through: String,
        /// Their reference, if they gave one.
        reference: String,
        /// When we look again; the clock reminds.
        next_check: Option<DateTime<Utc>>,
    },
    /// A date.
    Schedule {
        /// When work goes on, by itself.
        until: DateTime<Utc>,
        /// Whether the requester chose it: then the promise to them pauses.
        chosen_by_requester: bool,
        /// Why.
        reason: String,
    },
}

/// *Lanjutkan*.
#[derive(Debug, Clone, Serialize)]
pub struct Resume {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Ask {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Ask, self.seen).await?;
        let question = input::text("question", &self.question)?;
        respond_first(work, &mut case);
        own(work, &mut case)?;
        case.ticket.advance(Verb::Ask);
        due::set_question(work, &mut case).await?;
        work.say(&mut case, MessageKind::Question, Audience::Public, &question).await?;
        work.record(&mut case, Kind::TicketAsked, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Hold {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Hold, self.seen).await?;
        let soon = |at: DateTime<Utc>, field| {
            let far = work.now + chrono::TimeDelta::days(3 * 366);
            if at <= work.now {
                Err(Refusal::InPast(field))
            } else if at > far {
                Err(Refusal::Invalid(field))
            } else {
                Ok(at)
            }
        };
        let (status, wait_for, until, kind, said) = match self.what {
            HoldFor::ThirdParty { who, through, reference, next_check } => {
                let who = input::line("who", &who, input::LINE)?;
                let through = input::line("through", &through, input::LINE)?;
                let reference = input::line_or_empty("reference", &reference, input::LINE)?;
                let until = next_check.map(|at| soon(at, "nextCheck")).transpose()?;
                let said = [who, through, reference].into_iter().filter(|part| !part.is_empty());
                let said = said.collect::<Vec<_>>().join(" · ");
                (Status::WaitingThirdParty, WaitFor::ThirdParty, until, DueKind::CheckThirdParty, said)
            }
            HoldFor::Schedule { until, chosen_by_requester, reason } => {
                let reason = input::text("reason", &reason)?;
                let until = soon(until, "until")?;
                let who = if chosen_by_requester { WaitFor::ScheduleByRequester } else { WaitFor::ScheduleByUs };
                (Status::WaitingSchedule, who, Some(until), DueKind::ResumeSchedule, reason)
            }
        };
        own(work, &mut case)?;
        case.ticket.wait(status, wait_for, until);
        if let Some(at) = until {
            due::set(work, &mut case, kind, at).await?;
        }
        work.say(&mut case, MessageKind::Hold, Audience::Internal, &said).await?;
        work.record(&mut case, Kind::TicketHeld, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Resume {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Resume, self.seen).await?;
        case.ticket.advance(Verb::Resume);
        work.record(&mut case, Kind::TicketResumed, Facts::new()).await?;
        escalate::after_wait(work, &mut case).await?;
        Ok(self.ticket)
    }
}
