//! Who works on a ticket, when, and as what.

use super::super::{TicketPayload, act_on_ticket};
use crate::enums::{Confidentiality, Impact, TicketKind, Urgency};
use crate::error::{bad_input, id, id_or_none};
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use desk::ticket::{Assign, Hold, HoldFor, Reclassify, Release, Resume, Take};

/// Input of `ticketTake`.
#[derive(Debug, InputObject)]
pub struct TicketTakeInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRelease`.
#[derive(Debug, InputObject)]
pub struct TicketReleaseInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAssign`.
#[derive(Debug, InputObject)]
pub struct TicketAssignInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// To whom.
    assignee: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// *Menunggu pihak ketiga*.
#[derive(Debug, InputObject)]
pub struct HoldThirdPartyInput {
    /// Who is waited for.
    who: String,
    /// Through what: a call centre, a letter.
    through: String,
    /// Their reference, if any.
    #[graphql(default)]
    reference: String,
    /// When to look again; the clock reminds.
    next_check: Option<DateTime<Utc>>,
}

/// *Menunggu jadwal*.
#[derive(Debug, InputObject)]
pub struct HoldScheduleInput {
    /// When work goes on, by itself.
    until: DateTime<Utc>,
    /// Whether the requester chose the date: then the promise to them pauses.
    #[graphql(default)]
    chosen_by_requester: bool,
    /// Why.
    reason: String,
}

/// Input of `ticketHold`.
#[derive(Debug, InputObject)]
pub struct TicketHoldInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// For somebody outside.
    third_party: Option<HoldThirdPartyInput>,
    /// For a date.
    schedule: Option<HoldScheduleInput>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketResume`.
#[derive(Debug, InputObject)]
pub struct TicketResumeInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReclassify`.
#[derive(Debug, InputObject)]
pub struct TicketReclassifyInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The kind.
    kind: Option<TicketKind>,
    /// The service.
    service: Option<ID>,
    /// The impact.
    impact: Option<Impact>,
    /// The urgency.
    urgency: Option<Urgency>,
    /// The class; lowering it needs a reason.
    confidentiality: Option<Confidentiality>,
    /// The security team's word on a security incident: it becomes CRITICAL.
    #[graphql(default)]
    security_confirmed: bool,
    /// Why.
    #[graphql(default)]
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct Handling;

#[Object]
impl Handling {
    /// *Ambil* or *Ambil alih*.
    async fn ticket_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketTakeInput,
    ) -> Result<TicketPayload> {
        let command = Take { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Lepas*: gives a ticket back to its queue, where anybody of it can take it.
    async fn ticket_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReleaseInput,
    ) -> Result<TicketPayload> {
        let command = Release { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tugaskan*. While the assignee is away, the substitute gets it.
    async fn ticket_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAssignInput,
    ) -> Result<TicketPayload> {
        let command = Assign {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            assignee: id(&input.assignee, "assignee")?,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tunda*: waits for a third party or for a date.
    async fn ticket_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketHoldInput,
    ) -> Result<TicketPayload> {
        let what = match (input.third_party, input.schedule) {
            (Some(other), None) => HoldFor::ThirdParty {
                who: other.who,
                through: other.through,
                reference: other.reference,
                next_check: other.next_check,
            },
            (None, Some(date)) => HoldFor::Schedule {
                until: date.until,
                chosen_by_requester: date.chosen_by_requester,
                reason: date.reason,
            },
            (_, _) => return Err(bad_input("give either `thirdParty` or `schedule`")),
        };
        let command = Hold { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), what };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Lanjutkan*.
    async fn ticket_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketResumeInput,
    ) -> Result<TicketPayload> {
        let command = Resume { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Ubah jenis, layanan atau prioritas*. What is left out stays; sent with nothing changed it confirms what is there.
    async fn ticket_reclassify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReclassifyInput,
    ) -> Result<TicketPayload> {
        let command = Reclassify {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            kind: input.kind.map(Into::into),
            service: id_or_none(&input.service, "service")?,
            impact: input.impact.map(Into::into),
            urgency: input.urgency.map(Into::into),
            confidentiality: input.confidentiality.map(Into::into),
            security_confirmed: input.security_confirmed,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }
}
