//! What happened on a ticket.

use super::catalogue::{Team, Unit};
use super::clock::ClockChange;
use super::person::{IntoGql, Person};
use crate::budget;
use crate::enums::{
    Audience, Confidentiality, Door, EventKind, MessageKind, Priority, TicketKind, TicketStatus, ToldBy,
};
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use desk::event::Kind;
use desk::view::Entry;

/// One event on a ticket, with the texts it brought.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    entry: Entry,
    /// Whether anything was before it.
    pub earlier: bool,
}

impl TimelineEntry {
    pub fn new(entry: Entry) -> Self {
        Self { entry, earlier: true }
    }

    /// Whether anything of it is left for this viewer, who sees what is `internal` or does not.
    pub fn has_something(&self, internal: bool) -> bool {
        internal || self.entry.happened.kind != Kind::ClocksMoved || !self.entry.clocks.is_empty()
    }
}

/// One event on a ticket, with the texts it brought.
#[Object]
impl TimelineEntry {
    /// Its place in the ticket's stream, from 1.
    async fn seq(&self) -> i64 {
        self.entry.event.seq
    }

    /// What happened.
    async fn kind(&self) -> EventKind {
        self.entry.happened.kind.into()
    }

    /// Goes into `before` of `timeline`, to read what happened before this; null: nothing did.
    async fn before(&self) -> Option<String> {
        self.earlier.then(|| self.entry.moment().cursor())
    }

    /// When it was recorded.
    async fn at(&self) -> DateTime<Utc> {
        self.entry.event.recorded_at
    }

    /// When it took effect, where that was earlier: a report recorded later.
    async fn effective_at(&self) -> DateTime<Utc> {
        self.entry.happened.effective_at
    }

    /// Who did it; null: the clock, or somebody whose identity is hidden from the viewer.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.entry.actor).await
    }

    /// Whether the clock did it.
    async fn by_clock(&self) -> bool {
        self.entry.happened.is_by_clock()
    }

    /// Through which door.
    async fn door(&self) -> Door {
        self.entry.happened.door.into()
    }

    /// The status after it, if it changed.
    async fn status(&self) -> Option<TicketStatus> {
        self.entry.happened.now().status().map(Into::into)
    }

    /// The status before it, if it changed.
    async fn status_before(&self) -> Option<TicketStatus> {
        self.entry.happened.was().status().map(Into::into)
    }

    /// The tier after it, if it changed.
    async fn tier(&self) -> Option<i64> {
        self.entry.happened.now().tier()
    }

    /// The assignee after it, if it changed.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.entry.happened.now().assignee()).await
    }

    /// The unit whose queue it went to, if that changed.
    async fn queue_unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.entry.happened.now().queue_unit()).await
    }

    /// The team it went to, if that changed.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, self.entry.happened.now().team()).await
    }

    /// The kind of ticket after it, if it changed.
    async fn ticket_kind(&self) -> Option<TicketKind> {
        self.entry.happened.now().ticket_kind().map(Into::into)
    }

    /// The priority after it, if it changed.
    async fn priority(&self) -> Option<Priority> {
        self.entry.happened.now().priority().map(Into::into)
    }

    /// The priority before it, if it changed.
    async fn priority_before(&self) -> Option<Priority> {
        self.entry.happened.was().priority().map(Into::into)
    }

    /// The class after it, if it changed.
    async fn confidentiality(&self) -> Option<Confidentiality> {
        self.entry.happened.now().confidentiality().map(Into::into)
    }

    /// The merged ticket it happened on, if not on this one.
    async fn source(&self) -> Option<ID> {
        self.entry.source.map(IntoGql::into_gql)
    }

    /// How the requester was told, where they were told outside the desk's own channels.
    async fn told_by(&self) -> Option<ToldBy> {
        self.entry.happened.informed_by().map(Into::into)
    }

    /// What its SLA clocks did, as far as the viewer sees them.
    async fn clocks(&self) -> Vec<ClockChange> {
        self.entry.clocks.iter().cloned().map(Into::into).collect()
    }

    /// The texts it brought that the viewer may read.
    async fn messages(&self) -> Vec<Message> {
        self.entry.messages.iter().cloned().map(Message).collect()
    }
}

/// A text on a ticket.
#[derive(Debug, Clone)]
pub struct Message(desk::ticket::Message);

/// A text on a ticket.
#[Object]
impl Message {
    /// The message's id.
    async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// What it is.
    async fn kind(&self) -> MessageKind {
        self.0.kind.into()
    }

    /// Who reads it.
    async fn audience(&self) -> Audience {
        self.0.audience.into()
    }

    /// The text as it was typed; empty if it was erased.
    #[graphql(complexity = 10)]
    async fn text(&self, ctx: &Context<'_>) -> Result<&str> {
        budget::spend(ctx, self.0.body.len()).await?;
        Ok(&self.0.body)
    }

    /// The text as HTML: a Markdown subset, safe to show.
    #[graphql(complexity = 20)]
    async fn html(&self, ctx: &Context<'_>) -> Result<String> {
        budget::html(ctx, &self.0.body).await
    }

    /// When it was erased (*Sembunyikan isi*).
    async fn erased_at(&self) -> Option<DateTime<Utc>> {
        self.0.erased_at
    }
}
