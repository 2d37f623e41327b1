//! Who else has to do with a ticket, and which other tickets.

use super::super::{TicketPayload, act_on_ticket};
use crate::enums::{LinkKind, ToldBy};
use crate::error::{id, id_or_none};
use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::ticket::{Follow, Involve, Link, PromoteToProblem, RaiseChange, Tag, Tell, Unfollow, Unlink};

/// Input of `ticketInvolve`.
#[derive(Debug, InputObject)]
pub struct TicketInvolveInput {
    /// The ticket.
    ticket: ID,
    /// Whom.
    person: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketFollow`.
#[derive(Debug, InputObject)]
pub struct TicketFollowInput {
    /// The ticket.
    ticket: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketUnfollow`.
#[derive(Debug, InputObject)]
pub struct TicketUnfollowInput {
    /// The ticket.
    ticket: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketLink`.
#[derive(Debug, InputObject)]
pub struct TicketLinkInput {
    /// The ticket.
    ticket: ID,
    /// The other ticket.
    other: ID,
    /// How they belong together.
    kind: LinkKind,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketUnlink`.
#[derive(Debug, InputObject)]
pub struct TicketUnlinkInput {
    /// The ticket that was linked with the other.
    ticket: ID,
    /// The other ticket.
    other: ID,
    /// How they belonged together.
    kind: LinkKind,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketTag`.
#[derive(Debug, InputObject)]
pub struct TicketTagInput {
    /// The ticket.
    ticket: ID,
    /// Tags it gets; of `ticketTags`.
    #[graphql(default)]
    add: Vec<String>,
    /// Tags it loses.
    #[graphql(default)]
    remove: Vec<String>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketTell`.
#[derive(Debug, InputObject)]
pub struct TicketTellInput {
    /// The ticket.
    ticket: ID,
    /// How the requester was told.
    by: ToldBy,
    /// Which public text they were told; left out: how the ticket stands.
    message: Option<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketPromoteToProblem`.
#[derive(Debug, InputObject)]
pub struct TicketPromoteToProblemInput {
    /// The ticket.
    ticket: ID,
    /// A title; left out: that of the ticket.
    #[graphql(default)]
    title: String,
    /// What is known.
    #[graphql(default)]
    description: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `ticketRaiseChange`.
#[derive(Debug, InputObject)]
pub struct TicketRaiseChangeInput {
    /// The ticket.
    ticket: ID,
    /// A title; left out: that of the ticket.
    #[graphql(default)]
    title: String,
    /// What is known.
    #[graphql(default)]
    description: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct Around;

#[Object]
impl Around {
    /// *Libatkan*: somebody by name, who then sees the ticket whatever its class.
    async fn ticket_involve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketInvolveInput,
    ) -> Result<TicketPayload> {
        let command = Involve { ticket: id(&input.ticket, "ticket")?, person: id(&input.person, "person")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Ikuti*.
    async fn ticket_follow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketFollowInput,
    ) -> Result<TicketPayload> {
        let command = Follow { ticket: id(&input.ticket, "ticket")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Berhenti mengikuti*.
    async fn ticket_unfollow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketUnfollowInput,
    ) -> Result<TicketPayload> {
        let command = Unfollow { ticket: id(&input.ticket, "ticket")? };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Tautkan*.
    async fn ticket_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketLinkInput,
    ) -> Result<TicketPayload> {
        let command =
            Link { ticket: id(&input.ticket, "ticket")?, other: id(&input.other, "other")?, kind: input.kind.into() };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// Takes a link back.
    async fn ticket_unlink(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketUnlinkInput,
    ) -> Result<TicketPayload> {
        let command =
            Unlink { ticket: id(&input.ticket, "ticket")?, other: id(&input.other, "other")?, kind: input.kind.into() };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Beri tanda*: gives tags and takes tags away; a ticket has at most ten.
    async fn ticket_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketTagInput,
    ) -> Result<TicketPayload> {
        let command = Tag { ticket: id(&input.ticket, "ticket")?, add: input.add, remove: input.remove };
        act_on_ticket(ctx, input.request_id, command, |ticket| ticket).await
    }

    /// *Sudah diberi tahu*: notes that the requester was told outside the desk's own channels, how, and by whom.
    async fn ticket_tell(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketTellInput,
    ) -> Result<TicketPayload> {
        let (ticket, message) = (id(&input.ticket, "ticket")?, id_or_none(&input.message, "message")?);
        act_on_ticket(ctx, input.request_id, Tell { ticket, by: input.by.into(), message }, |ticket| ticket).await
    }

    /// *Jadikan masalah*: opens a PROBLEM linked with the incident; the answer is the problem.
    async fn ticket_promote_to_problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketPromoteToProblemInput,
    ) -> Result<TicketPayload> {
        let command = PromoteToProblem {
            ticket: id(&input.ticket, "ticket")?,
            title: input.title,
            description: input.description,
        };
        act_on_ticket(ctx, input.request_id, command, |opened| opened.ticket).await
    }

    /// *Ajukan perubahan*: opens a CHANGE linked with the ticket; the answer is the change.
    async fn ticket_raise_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TicketRaiseChangeInput,
    ) -> Result<TicketPayload> {
        let command =
            RaiseChange { ticket: id(&input.ticket, "ticket")?, title: input.title, description: input.description };
        act_on_ticket(ctx, input.request_id, command, |opened| opened.ticket).await
    }
}
