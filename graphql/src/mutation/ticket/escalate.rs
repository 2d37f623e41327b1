//! A ticket's way between units and tiers.

use super::super::{TicketPayload, act_on_ticket};
use crate::enums::EscalationReason;
use crate::error::id;
use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::ticket::{Accept, Answer, CompleteRequest, Escalate, Forward, HandOver, Return, Wanted};

/// What a *permintaan solusi permasalahan* carries; none of it may be blank.
#[derive(Debug, InputObject)]
pub struct WantedInput {
    /// Why Tier 2.
    reason: EscalationReason,
    /// *Diagnosis awal*.
    diagnosis: String,
    /// *Langkah yang sudah dilakukan*.
    steps_tried: String,
    /// *Bantuan yang diminta*.
    help_wanted: String,
}

impl WantedInput {
    pub fn read(self) -> Wanted {
        Wanted {
            reason: self.reason.into(),
            diagnosis: self.diagnosis,
            steps_tried: self.steps_tried,
            help_wanted: self.help_wanted,
        }
    }
}

/// Input of `ticketForward`.
#[derive(Debug, InputObject)]
pub struct TicketForwardInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// To which unit.
    unit: ID,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketEscalate`.
#[derive(Debug, InputObject)]
pub struct TicketEscalateInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What is asked of Tier 2.
    wanted: WantedInput,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketCompleteRequest`.
#[derive(Debug, InputObject)]
pub struct TicketCompleteRequestInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What is asked of Tier 2.
    wanted: WantedInput,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAccept`.
#[derive(Debug, InputObject)]
pub struct TicketAcceptInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketHandOver`.
#[derive(Debug, InputObject)]
pub struct TicketHandOverInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// To which team.
    team: ID,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReturn`.
#[derive(Debug, InputObject)]
pub struct TicketReturnInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What is missing.
    missing: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAnswer`.
#[derive(Debug, InputObject)]
pub struct TicketAnswerInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The solution, which Tier 1 applies.
    solution: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct Tiers;

#[Object]
impl Tiers {
    /// *Teruskan ke OPD lain*.
    async fn ticket_forward(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketForwardInput,
    ) -> Result<TicketPayload> {
        let command = Forward {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            unit: id(&input.unit, "unit")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Eskalasi ke Tier 2* by a *permintaan solusi permasalahan*.
    async fn ticket_escalate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketEscalateInput,
    ) -> Result<TicketPayload> {
        let command =
            Escalate { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), wanted: input.wanted.read() };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Lengkapi permintaan solusi*: what Tier 1 still owes to one that the clock made.
    async fn ticket_complete_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketCompleteRequestInput,
    ) -> Result<TicketPayload> {
        let command = CompleteRequest {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            wanted: input.wanted.read(),
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Terima*.
    async fn ticket_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAcceptInput,
    ) -> Result<TicketPayload> {
        let command = Accept { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen) };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Alihkan ke tim lain*.
    async fn ticket_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketHandOverInput,
    ) -> Result<TicketPayload> {
        let command = HandOver {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            team: id(&input.team, "team")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Kembalikan untuk dilengkapi*.
    async fn ticket_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReturnInput,
    ) -> Result<TicketPayload> {
        let command = Return { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), missing: input.missing };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Kirim solusi ke Tier 1*.
    async fn ticket_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAnswerInput,
    ) -> Result<TicketPayload> {
        let command = Answer { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), solution: input.solution };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }
}
