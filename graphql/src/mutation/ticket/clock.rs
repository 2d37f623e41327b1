//! What people do with the clocks of a ticket: the complete file, legal deadlines, exceptions.

use super::super::{TicketPayload, act_on_ticket};
use crate::error::id;
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use desk::sla::exception::{AskException, DecideException};
use desk::sla::legal::{EndLegal, StartLegal};
use desk::ticket::CompleteFile;

/// Input of `ticketCompleteFile`.
#[derive(Debug, InputObject)]
pub struct TicketCompleteFileInput {
    /// The ticket.
    ticket: ID,
    /// Which of the service's *persyaratan* are met, by their places in its list from 1.
    met: Vec<i32>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketStartLegal`.
#[derive(Debug, InputObject)]
pub struct TicketStartLegalInput {
    /// The ticket.
    ticket: ID,
    /// Code of the deadline.
    code: String,
    /// When it became known; left out: when the report reached us.
    since: Option<DateTime<Utc>>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketEndLegal`.
#[derive(Debug, InputObject)]
pub struct TicketEndLegalInput {
    /// The ticket.
    ticket: ID,
    /// The clock.
    clock: ID,
    /// Whether it was met; else it does not apply.
    met: bool,
    /// The deed (to whom, number, date), or why it does not apply.
    deed: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAskException`.
#[derive(Debug, InputObject)]
pub struct TicketAskExceptionInput {
    /// The ticket.
    ticket: ID,
    /// The clock.
    clock: ID,
    /// Why it could not be kept.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketDecideException`.
#[derive(Debug, InputObject)]
pub struct TicketDecideExceptionInput {
    /// The ticket.
    ticket: ID,
    /// The clock.
    clock: ID,
    /// Granted, or refused.
    granted: bool,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct ClockMutations;

#[Object]
impl ClockMutations {
    /// *Berkas lengkap*: policies that count from the complete file count from now.
    async fn ticket_complete_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketCompleteFileInput,
    ) -> Result<TicketPayload> {
        let command = CompleteFile { ticket: id(&input.ticket, "ticket")?, met: input.met };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tenggat hukum*: one runs on a ticket.
    async fn ticket_start_legal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketStartLegalInput,
    ) -> Result<TicketPayload> {
        let command = StartLegal { ticket: id(&input.ticket, "ticket")?, code: input.code, since: input.since };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// A *tenggat hukum* was met by its deed, or does not apply.
    async fn ticket_end_legal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketEndLegalInput,
    ) -> Result<TicketPayload> {
        let command = EndLegal {
            ticket: id(&input.ticket, "ticket")?,
            clock: id(&input.clock, "clock")?,
            met: input.met,
            deed: input.deed,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Minta pengecualian SLA*, on one clock.
    async fn ticket_ask_exception(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAskExceptionInput,
    ) -> Result<TicketPayload> {
        let command = AskException {
            ticket: id(&input.ticket, "ticket")?,
            clock: id(&input.clock, "clock")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Putuskan pengecualian SLA*: the coordinator, but nobody for what they handled or asked for. The breach stays on record.
    async fn ticket_decide_exception(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketDecideExceptionInput,
    ) -> Result<TicketPayload> {
        let command = DecideException {
            ticket: id(&input.ticket, "ticket")?,
            clock: id(&input.clock, "clock")?,
            granted: input.granted,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }
}
