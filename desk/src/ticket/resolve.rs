//! *Selesaikan*, *Sudah teratasi*, *Beri penilaian*, *Buka kembali*.

use super::case::Case;
use super::reply::{respond_first, within_reopening};
use super::{
    Audience, Cause, DueKind, EndReason, MessageKind, RequestState, SolutionRequest, Status, Verb, accept, due,
};
use crate::event::{Facts, Kind};
use crate::id::TicketId;
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Selesaikan*.
#[derive(Debug, Clone, Serialize)]
pub struct Resolve {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// What was done, in words the requester understands.
    pub resolution: String,
    /// Why it had happened.
    pub cause: Cause,
}

/// *Sudah teratasi*; for handlers *Catat konfirmasi lisan*.
#[derive(Debug, Clone, Serialize)]
pub struct Confirm {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// For handlers: who confirmed, when and how. For requesters: a word, if they like.
    pub how: String,
}

/// *Beri penilaian*: only the requester.
#[derive(Debug, Clone, Serialize)]
pub struct Rate {
    /// The ticket.
    pub ticket: TicketId,
    /// 1 to 5.
    pub rating: i32,
    /// A comment, if they like.
    pub comment: String,
}

/// *Belum teratasi / Buka kembali*.
#[derive(Debug, Clone, Serialize)]
pub struct Reopen {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// Why.
    pub reason: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Resolve {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Resolve, self.seen).await?;
        resolve(work, &mut case, &self.resolution, self.cause).await?;
        Ok(self.ticket)
    }
}

/// Resolves a ticket that this command holds.
pub(crate) async fn resolve(work: &mut Work<'_>, case: &mut Case, resolution: &str, cause: Cause) -> Outcome<()> {
    let resolution = input::text("resolution", resolution)?;
    if case.ticket.kind.is_none() || case.ticket.service_id.is_none() {
        return Err(Refusal::ClassifyFirst.into());
    }
    let now = work.now;
    respond_first(work, case);
    if case.ticket.tier == 2 {
        work.change_request(case, |request| {
            request.state = RequestState::Solved;
            request.ended_at = Some(now);
        })
        .await?;
    }
    let person = work.person()?;
    case.ticket.assignee_id.get_or_insert(person);
    case.ticket.resolver_id = Some(person);
    case.ticket.resolver_tier = Some(case.ticket.tier);
    case.ticket.resolved_at = Some(now);
    case.ticket.cause = Some(cause);
    case.ticket.reopened = false;
    case.ticket.replied_after_end = false;
    case.ticket.advance(Verb::Resolve);
    let days = work.organisation().number(SettingKey::AutoCloseDays);
    due::set_in_days(work, case, DueKind::AutoClose, days).await?;
    work.say(case, MessageKind::Resolution, Audience::Public, &resolution).await?;
    work.record(case, Kind::TicketResolved, Facts::new()).await
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Confirm {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Confirm, self.seen).await?;
        // Whoever has said so themselves is not asked once more.
        if case.ticket.end_reason == Some(EndReason::Confirmed) {
            return Err(Refusal::WrongStatus(Verb::Confirm, case.ticket.status).into());
        }
        let by_requester = case.ticket.requester_id == work.person()?;
        let (said, audience) = if by_requester {
            (input::text_or_empty("how", &self.how)?, Audience::Public)
        } else {
            (input::text("how", &self.how)?, Audience::Internal)
        };
        case.ticket.advance(Verb::Confirm);
        case.ticket.ended_at.get_or_insert(work.now);
        case.ticket.end_reason = Some(if by_requester { EndReason::Confirmed } else { EndReason::ConfirmedOrally });
        case.ticket.replied_after_end = false;
        if !said.is_empty() {
            work.say(&mut case, MessageKind::Confirmation, audience, &said).await?;
        }
        work.record(&mut case, Kind::TicketConfirmed, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Rate {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Rate, None).await?;
        if !(1..=5).contains(&self.rating) {
            return Err(Refusal::Invalid("rating").into());
        }
        let comment = input::text_or_empty("comment", &self.comment)?;
        case.ticket.rating = Some(self.rating);
        if !comment.is_empty() {
            work.say(&mut case, MessageKind::Rating, Audience::Public, &comment).await?;
        }
        work.record(&mut case, Kind::TicketRated, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Reopen {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Reopen, self.seen).await?;
        let reason = input::text("reason", &self.reason)?;
        if case.ticket.status == Status::Closed && !within_reopening(work, &case) {
            return Err(Refusal::TooLate(work.organisation().number(SettingKey::ReopenDays)).into());
        }
        again(work, &mut case).await?;
        work.say(&mut case, MessageKind::Reopen, Audience::Public, &reason).await?;
        work.record(&mut case, Kind::TicketReopened, Facts::new()).await?;
        Ok(self.ticket)
    }
}

/// Takes up work again at the tier the ticket was at: with whoever resolved it, or had it when it was closed without being resolved, if that person
/// can have it back; else in the queue.
pub(crate) async fn again(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let ticket = &mut case.ticket;
    let last = if ticket.resolved_at.is_some() { ticket.resolver_id } else { ticket.assignee_id };
    ticket.reopened = true;
    ticket.replied_after_end = false;
    ticket.ended_at = None;
    ticket.end_reason = None;
    ticket.resolved_at = None;
    let gone = |team| work.organisation().active_team(team).is_err();
    if ticket.tier == 2 && ticket.team_id.is_some_and(gone) {
        // There is no such team any more: it begins where every report does.
        return accept::back_to_tier1(work, case, Verb::Reopen, RequestState::Withdrawn).await;
    }
    ticket.advance(Verb::Reopen);
    if ticket.tier == 2 {
        work.change_request(case, SolutionRequest::accept_again).await?;
    }
    case.ticket.assignee_id = match last {
        Some(who) if accept::can_have_back(work, case, who).await? => Some(who),
        _ => None,
    };
    Ok(())
}
