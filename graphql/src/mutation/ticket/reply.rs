//! What is said on a ticket: to the requester, among handlers, and what is taken back.

use super::super::writing::seen;
use super::super::{TicketPayload, act_on_ticket};
use crate::error::{UserError, bad_input, id, ids};
use crate::object::ticket::Ticket;
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::ticket::{Ask, Attach, Note, Redact, RedactWhat, Reply, Supervise};

/// What became of a reply.
#[derive(Debug, SimpleObject)]
pub struct TicketReplyPayload {
    /// The ticket the reply stands on.
    ticket: Option<Ticket>,
    /// The ticket had ended too long ago: a new, linked one was opened.
    follow_up: bool,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

/// Input of `ticketReply`.
#[derive(Debug, InputObject)]
pub struct TicketReplyInput {
    /// The ticket.
    ticket: ID,
    /// The text; may be left out if there are files.
    #[graphql(default)]
    text: String,
    /// Uploaded files to attach.
    #[graphql(default)]
    files: Vec<ID>,
    /// When the draft was saved that its writer saw, null: there was none. Only that one is thrown away with it; left out: whichever there is.
    draft_seen: MaybeUndefined<DateTime<Utc>>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketNote`.
#[derive(Debug, InputObject)]
pub struct TicketNoteInput {
    /// The ticket.
    ticket: ID,
    /// The text.
    text: String,
    /// Uploaded files to attach.
    #[graphql(default)]
    files: Vec<ID>,
    /// When the draft was saved that its writer saw, null: there was none. Only that one is thrown away with it; left out: whichever there is.
    draft_seen: MaybeUndefined<DateTime<Utc>>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketSupervise`.
#[derive(Debug, InputObject)]
pub struct TicketSuperviseInput {
    /// The ticket.
    ticket: ID,
    /// The text.
    text: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAttach`.
#[derive(Debug, InputObject)]
pub struct TicketAttachInput {
    /// The ticket.
    ticket: ID,
    /// Uploaded files to attach.
    #[graphql(default)]
    files: Vec<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketAsk`.
#[derive(Debug, InputObject)]
pub struct TicketAskInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// The question.
    question: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRedact`.
#[derive(Debug, InputObject)]
pub struct TicketRedactInput {
    /// The ticket.
    ticket: ID,
    /// The version that was seen; if the ticket has moved on since, the answer is STALE.
    seen: i64,
    /// A text.
    message: Option<ID>,
    /// A file.
    file: Option<ID>,
    /// Title, location, contact and form.
    #[graphql(default)]
    head: bool,
    /// A solution request: its diagnosis, steps tried and help wanted.
    request: Option<ID>,
    /// Why.
    reason: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct Talk;

#[Object]
impl Talk {
    /// *Balas*: a public reply, by the requester's side or by a handler.
    async fn ticket_reply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketReplyInput,
    ) -> Result<TicketReplyPayload> {
        let ticket = id(&input.ticket, "ticket")?;
        let mut follow_up = false;
        let command =
            Reply { ticket, text: input.text, files: ids(&input.files, "files")?, draft: seen(input.draft_seen) };
        let noted = &mut follow_up;
        let payload = act_on_ticket(ctx, input.request_id, command, move |replied| {
            *noted = replied.follow_up;
            replied.ticket
        })
        .await?;
        Ok(TicketReplyPayload { ticket: payload.ticket, follow_up, user_errors: payload.user_errors })
    }

    /// *Tambah catatan internal*: never shown to the requester.
    async fn ticket_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketNoteInput,
    ) -> Result<TicketPayload> {
        let ticket = id(&input.ticket, "ticket")?;
        let command =
            Note { ticket, text: input.text, files: ids(&input.files, "files")?, draft: seen(input.draft_seen) };
        act_on_ticket(ctx, input.request_id, command, move |_| ticket).await
    }

    /// *Catatan supervisi*: the coordinator, or the lead of the team that has it, to those who handle it; internal.
    async fn ticket_supervise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketSuperviseInput,
    ) -> Result<TicketPayload> {
        let ticket = id(&input.ticket, "ticket")?;
        act_on_ticket(ctx, input.request_id, Supervise { ticket, text: input.text }, move |_| ticket).await
    }

    /// Adds files that arrive after their report or reply.
    async fn ticket_attach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAttachInput,
    ) -> Result<TicketPayload> {
        let command = Attach { ticket: id(&input.ticket, "ticket")?, files: ids(&input.files, "files")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Minta informasi*: a question to the requester, recalled twice after `tickets.remindOnceDays` and `tickets.remindTwiceDays` business days; without an answer the ticket closes after `tickets.unansweredDays`.
    async fn ticket_ask(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketAskInput,
    ) -> Result<TicketPayload> {
        let command = Ask { ticket: id(&input.ticket, "ticket")?, seen: Some(input.seen), question: input.question };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Sembunyikan isi*: destroys a text or a file; its digest, who and why remain. Give one of `message`, `file`, `request`, `head`.
    async fn ticket_redact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRedactInput,
    ) -> Result<TicketPayload> {
        let what = match (&input.message, &input.file, &input.request, input.head) {
            (Some(message), None, None, false) => RedactWhat::Message(id(message, "message")?),
            (None, Some(file), None, false) => RedactWhat::File(id(file, "file")?),
            (None, None, Some(request), false) => RedactWhat::Request(id(request, "request")?),
            (None, None, None, true) => RedactWhat::Head,
            (_, _, _, _) => return Err(bad_input("give one of `message`, `file`, `request`, `head`")),
        };
        let ticket = id(&input.ticket, "ticket")?;
        let command = Redact { ticket, seen: Some(input.seen), what, reason: input.reason };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }
}
