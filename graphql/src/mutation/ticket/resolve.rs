//! How a ticket ends, and how it begins again.

use super::super::{TicketPayload, act_on_ticket};
use crate::enums::CauseCode;
use crate::error::id;
use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::ticket::{Cancel, Confirm, Merge, Rate, Reject, Reopen, Resolve};

/// Input of `ticketResolve`.
#[derive(Debug, InputObject)]
pub struct TicketResolveInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// What was done, in words the requester understands.
    resolution: String,
    /// Why it had happened.
    cause: CauseCode,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketConfirm`.
#[derive(Debug, InputObject)]
pub struct TicketConfirmInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// For handlers: who confirmed, when and how.
    #[graphql(default)]
    how: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRate`.
#[derive(Debug, InputObject)]
pub struct TicketRateInput {
    /// The ticket.
    ticket: ID,
    /// 1 to 5.
    rating: i32,
    /// A comment.
    #[graphql(default)]
    comment: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReopen`.
#[derive(Debug, InputObject)]
pub struct TicketReopenInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketReject`.
#[derive(Debug, InputObject)]
pub struct TicketRejectInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Why, in words the requester understands.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketCancel`.
#[derive(Debug, InputObject)]
pub struct TicketCancelInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketMerge`.
#[derive(Debug, InputObject)]
pub struct TicketMergeInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The ticket that goes on.
    target: ID,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct Endings;

#[Object]
impl Endings {
    /// *Selesaikan*.
    async fn ticket_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketResolveInput,
    ) -> Result<TicketPayload> {
        let command = Resolve {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            resolution: input.resolution,
            cause: input.cause.into(),
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Sudah teratasi*; for handlers *Catat konfirmasi lisan*.
    async fn ticket_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketConfirmInput,
    ) -> Result<TicketPayload> {
        let command = Confirm { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), how: input.how };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Beri penilaian*: only the requester.
    async fn ticket_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRateInput,
    ) -> Result<TicketPayload> {
        let command = Rate { ticket: id(&input.ticket, "ticket")?, rating: input.rating, comment: input.comment };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Belum teratasi* or *Buka kembali*.
    async fn ticket_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReopenInput,
    ) -> Result<TicketPayload> {
        let command = Reopen { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tolak*.
    async fn ticket_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRejectInput,
    ) -> Result<TicketPayload> {
        let command = Reject { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Batalkan laporan*.
    async fn ticket_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketCancelInput,
    ) -> Result<TicketPayload> {
        let command = Cancel { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Gabungkan*: the answer is the ticket that goes on.
    async fn ticket_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketMergeInput,
    ) -> Result<TicketPayload> {
        let command = Merge {
            ticket: id(&input.ticket, "ticket")?,
            seen: Some(input.seen),
            target: id(&input.target, "target")?,
            reason: input.reason,
        };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }
}
