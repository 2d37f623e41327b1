//! Tickets as the viewer sees them.

use super::catalogue::{Answer, Service, Team, Unit};
use super::clock::{Clock, TicketSla};
use super::page::PageInfo;
use super::person::{IntoGql, Person};
use super::timeline::TimelineEntry;
use super::writing::{Draft, FilledMacro};
use crate::budget;
use crate::enums::{
    CauseCode, Channel, Confidentiality, EndReason, EscalationReason, Impact, LinkKind, Priority, RequestState,
    RouteReason, TicketKind, TicketLabel, TicketStatus, TicketVerb, Urgency, WaitFor,
};
use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::list::page::Moment;
use desk::view::{Entry, TicketView};

/// A ticket. What the viewer may not see of it is null or empty; whoever may not know of it does not find it at all.
#[derive(Debug, Clone)]
pub struct Ticket(pub TicketView);

/// A ticket. What the viewer may not see of it is null or empty; whoever may not know of it does not find it at all.
#[Object]
impl Ticket {
    /// The ticket's id.
    pub async fn id(&self) -> ID {
        self.0.id().into_gql()
    }

    /// The number people tell each other: `TKT-2026-000123`.
    async fn number(&self) -> &str {
        self.0.number()
    }

    /// The version; goes into `seen` of a command that rests on what was seen.
    async fn version(&self) -> i64 {
        self.0.version()
    }

    /// *Terbatas*: only number, units, status, dates and clocks show.
    async fn limited(&self) -> bool {
        self.0.limited()
    }

    /// Whether the viewer reads it only by the mandate of a security audit. Each such reading is on record.
    async fn read_by_mandate(&self) -> bool {
        self.0.by_mandate()
    }

    /// What it is about; null: not known yet, Tier 1 chooses; or only the outline shows.
    async fn kind(&self) -> Option<TicketKind> {
        self.0.kind().map(Into::into)
    }

    /// Title; null where only the outline shows.
    async fn title(&self) -> Option<&str> {
        self.0.title()
    }

    /// Where it is.
    async fn location(&self) -> Option<&str> {
        self.0.location()
    }

    /// Whom to ask for there; null where the identity of whoever reported it is hidden from the viewer.
    async fn contact(&self) -> Option<&str> {
        self.0.contact()
    }

    /// The answers to the service's own fields.
    async fn form(&self, ctx: &Context<'_>) -> Result<Vec<Answer>> {
        let Some(form) = self.0.form() else { return Ok(Vec::new()) };
        budget::spend(ctx, form.iter().map(|(key, value)| key.len() + value.len()).sum()).await?;
        Ok(form.iter().map(|(key, value)| Answer { key: key.clone(), value: value.clone() }).collect())
    }

    /// Who has the problem; null where the identity is hidden from the viewer.
    async fn requester(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.requester()).await
    }

    /// Who filed it, if somebody else did.
    async fn filer(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.filer()).await
    }

    /// Whether a handler noted it down for whom it is from: only the report itself is then their word. Null where only the outline shows.
    #[graphql(complexity = 2)]
    async fn recorded(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let reader = reader(ctx).await?;
        reader.was_recorded(&self.0).await.map_err(in_words(reader))
    }

    /// *Rahasiakan identitas saya*; null where only the outline shows.
    async fn identity_hidden(&self) -> Option<bool> {
        self.0.identity_hidden()
    }

    /// The reporter's unit.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.0.unit()).await
    }

    /// The service.
    async fn service(&self, ctx: &Context<'_>) -> Result<Option<Service>> {
        Service::by_id(ctx, self.0.service()).await
    }

    /// How it reached us; null where only the outline shows.
    async fn channel(&self) -> Option<Channel> {
        self.0.channel().map(Into::into)
    }

    /// When it reached us; clocks start here.
    async fn received_at(&self) -> DateTime<Utc> {
        self.0.received_at()
    }

    /// When it was entered.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at()
    }

    /// When somebody last did something with it.
    async fn last_activity_at(&self) -> DateTime<Utc> {
        self.0.last_activity_at()
    }

    /// When a handler first answered in public.
    async fn first_response_at(&self) -> Option<DateTime<Utc>> {
        self.0.first_response_at()
    }

    /// When it was solved.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.0.resolved_at()
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at()
    }

    /// How it ended, where the status does not say it.
    async fn end_reason(&self) -> Option<EndReason> {
        self.0.end_reason().map(Into::into)
    }

    /// How many are affected; null where only the outline shows.
    async fn impact(&self) -> Option<Impact> {
        self.0.impact().map(Into::into)
    }

    /// Whether work goes on; null where only the outline shows.
    async fn urgency(&self) -> Option<Urgency> {
        self.0.urgency().map(Into::into)
    }

    /// Impact x urgency; null where only the outline shows.
    async fn priority(&self) -> Option<Priority> {
        self.0.priority().map(Into::into)
    }

    /// Who may read it.
    async fn confidentiality(&self) -> Confidentiality {
        self.0.confidentiality().into()
    }

    /// Whether it is a security incident; null where only the outline shows.
    async fn security_incident(&self) -> Option<bool> {
        self.0.security_incident()
    }

    /// The status.
    async fn status(&self) -> TicketStatus {
        self.0.status().into()
    }

    /// Labels people read besides the status.
    async fn labels(&self) -> Vec<TicketLabel> {
        self.0.labels().into_iter().map(Into::into).collect()
    }

    /// 1 or 2.
    async fn tier(&self) -> i32 {
        self.0.tier()
    }

    /// The unit whose Tier 1 has it, or had it before it went to Tier 2; null: the coordinator's.
    async fn queue_unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.0.queue_unit()).await
    }

    /// The team that has it, at tier 2.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, self.0.team()).await
    }

    /// Who works on it.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.assignee()).await
    }

    /// Why it is in the queue it is in; null where only the outline shows.
    async fn route_reason(&self) -> Option<RouteReason> {
        self.0.route_reason().map(Into::into)
    }

    /// How often it was passed from unit to unit; null where only the outline shows.
    async fn forwards(&self) -> Option<i32> {
        self.0.forwards()
    }

    /// What it waits for.
    async fn wait_for(&self) -> Option<WaitFor> {
        self.0.wait_for().map(Into::into)
    }

    /// Until when it waits, or when we look again.
    async fn wait_until(&self) -> Option<DateTime<Utc>> {
        self.0.wait_until()
    }

    /// Why it had happened; for handlers.
    async fn cause(&self) -> Option<CauseCode> {
        self.0.cause().map(Into::into)
    }

    /// 1 to 5, by the requester.
    async fn rating(&self) -> Option<i32> {
        self.0.rating()
    }

    /// Words of the office's own by which it is found again; for handlers.
    async fn tags(&self) -> &[String] {
        self.0.tags()
    }

    /// The ticket it was merged into, if the viewer sees that in full.
    #[graphql(complexity = "5 + child_complexity")]
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Ticket>> {
        let reader = reader(ctx).await?;
        Ok(reader.merged_into(&self.0).await.map_err(in_words(reader))?.map(Ticket))
    }

    /// What the viewer can do with it now: allowed to them, and possible in its state.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<TicketVerb>> {
        let reader = reader(ctx).await?;
        Ok(reader.can(&self.0).into_iter().map(Into::into).collect())
    }

    /// Whether what the viewer replies becomes a new, linked ticket, because this one ended too long ago.
    async fn reply_opens_new(&self, ctx: &Context<'_>) -> Result<bool> {
        let reader = reader(ctx).await?;
        reader.reply_opens_new(&self.0).await.map_err(in_words(reader))
    }

    /// To whom the viewer may assign it now, by name; empty: to nobody.
    #[graphql(complexity = "50 + 10 * child_complexity")]
    async fn assignable(&self, ctx: &Context<'_>) -> Result<Vec<Assignable>> {
        let reader = reader(ctx).await?;
        let found = reader.assignable(&self.0).await.map_err(in_words(reader))?;
        Ok(budget::rows(ctx, found).await?.into_iter().map(Into::into).collect())
    }

    /// Whether the viewer reads internal notes on it.
    async fn viewer_reads_internal(&self) -> bool {
        self.0.internal
    }

    /// Since when the requester, who has no reachable channel, has not been told of what was said; for handlers.
    async fn untold_since(&self) -> Option<DateTime<Utc>> {
        self.0.untold_since()
    }

    /// Whether the viewer oversees those who have it now, and can leave supervision notes.
    async fn viewer_supervises(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.supervised_by(&reader(ctx).await?.standing))
    }

    /// Whether the viewer follows it.
    async fn viewer_follows(&self) -> bool {
        self.0.ties.follower
    }

    /// What happened, oldest first, with the texts the viewer may read; also on tickets merged into this one. At most the `last` of it; `before` the first
    /// of them says where to go on reading.
    #[graphql(complexity = "50 + usize::try_from(last).unwrap_or(0).saturating_mul(child_complexity)")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many entries at most, 1 to 100.", default = 50)] last: i32,
        #[graphql(desc = "Only what happened before this: `before` of an entry.")] before: Option<String>,
    ) -> Result<Vec<TimelineEntry>> {
        let reader = reader(ctx).await?;
        let mut before = before.as_deref().map(Moment::read).transpose().map_err(in_words(reader))?;
        let last = usize::try_from(last).unwrap_or(0);
        let internal = self.0.internal;
        loop {
            let (entries, earlier) = reader.timeline(&self.0, last, before).await.map_err(in_words(reader))?;
            before = entries.first().map(Entry::moment);
            // Read is read, asked for or not.
            let texts = entries.iter().flat_map(|entry| &entry.messages).map(|message| message.body.len()).sum();
            budget::spend(ctx, texts).await?;
            let entries = entries.into_iter().map(TimelineEntry::new);
            // A due time that moved is told to whom it was promised; of what only clocks did behind the scenes nothing is left for a requester.
            let mut shown: Vec<TimelineEntry> = entries.filter(|entry| entry.has_something(internal)).collect();
            if let Some(first) = shown.first_mut() {
                first.earlier = earlier;
            }
            if !shown.is_empty() || !earlier {
                return budget::rows(ctx, shown).await;
            }
        }
    }

    /// What the viewer has begun to write on it.
    #[graphql(complexity = "5 + child_complexity")]
    async fn drafts(&self, ctx: &Context<'_>) -> Result<Vec<Draft>> {
        let reader = reader(ctx).await?;
        let drafts = reader.drafts(&self.0).await.map_err(in_words(reader))?;
        budget::spend(ctx, drafts.iter().map(|draft| draft.body.len()).sum()).await?;
        Ok(drafts.into_iter().map(Into::into).collect())
    }

    /// The macros the viewer can use on it, by name, with their placeholders filled in; for handlers.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(10)")]
    async fn macros(&self, ctx: &Context<'_>) -> Result<Vec<FilledMacro>> {
        let reader = reader(ctx).await?;
        let macros = reader.macros_for(&self.0).await.map_err(in_words(reader))?;
        budget::spend(ctx, macros.iter().map(|(_, text)| text.len()).sum()).await?;
        Ok(budget::rows(ctx, macros).await?.into_iter().map(Into::into).collect())
    }

    /// Its SLA clocks that the viewer sees, in the order in which they started: requesters see what was promised to them.
    #[graphql(complexity = "5 + child_complexity.saturating_mul(4)")]
    async fn clocks(&self, ctx: &Context<'_>) -> Result<Vec<Clock>> {
        let view = |clock| Clock { view: self.0.clone(), clock };
        Ok(crate::viewer::clocks(ctx, &self.0).await?.into_iter().map(view).collect())
    }

    /// How it stands with its SLA: what is due next, and when; whether it is at risk, late, or standing still.
    #[graphql(complexity = "2 + child_complexity")]
    async fn sla(&self, ctx: &Context<'_>) -> Result<TicketSla> {
        Ok(TicketSla::of(&self.0, &crate::viewer::open_clocks(ctx, &self.0).await?))
    }

    /// When the file was declared complete (*Berkas lengkap*).
    async fn complete_at(&self) -> Option<DateTime<Utc>> {
        self.0.complete_at()
    }

    /// Its solution requests, oldest first; for handlers.
    #[graphql(complexity = "10 + child_complexity")]
    async fn solution_requests(&self, ctx: &Context<'_>) -> Result<Vec<SolutionRequest>> {
        let reader = reader(ctx).await?;
        let found = budget::rows(ctx, reader.requests(&self.0).await.map_err(in_words(reader))?).await?;
        Ok(found.into_iter().map(SolutionRequest).collect())
    }

    /// Its files.
    #[graphql(complexity = "10 + child_complexity")]
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>> {
        let reader = reader(ctx).await?;
        let found = budget::rows(ctx, reader.files(&self.0).await.map_err(in_words(reader))?).await?;
        Ok(found.into_iter().map(File).collect())
    }

    /// Linked tickets that the viewer sees in full.
    #[graphql(complexity = "20 + child_complexity")]
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<TicketLink>> {
        let reader = reader(ctx).await?;
        let found = budget::rows(ctx, reader.links(&self.0).await.map_err(in_words(reader))?).await?;
        let link = |(kind, incoming, ticket): (desk::ticket::LinkKind, bool, TicketView)| TicketLink {
            kind: kind.into(),
            incoming,
            ticket: Ticket(ticket),
        };
        Ok(found.into_iter().map(link).collect())
    }

    /// *Laporan serupa*: other active tickets on the same service, newest first; for handlers.
    #[graphql(complexity = "20 + child_complexity")]
    async fn similar(&self, ctx: &Context<'_>) -> Result<Vec<Ticket>> {
        let reader = reader(ctx).await?;
        let found = budget::rows(ctx, reader.similar(&self.0).await.map_err(in_words(reader))?).await?;
        Ok(found.into_iter().map(Ticket).collect())
    }
}

/// Somebody to whom a ticket may be assigned.
#[derive(Debug, Clone, SimpleObject)]
pub struct Assignable {
    /// Who.
    pub person: Person,
    /// How many active tickets they have.
    pub open: u64,
    /// Until when they are away; a substitute gets what is assigned to them meanwhile.
    pub away_until: Option<DateTime<Utc>>,
    /// Whether they are on call for the ticket's team.
    pub on_call: bool,
}

impl From<desk::view::ticket::Assignable> for Assignable {
    fn from(it: desk::view::ticket::Assignable) -> Self {
        Self { person: Person(it.person), open: it.open, away_until: it.away_until, on_call: it.on_call }
    }
}

/// A link to another ticket.
#[derive(Debug, Clone, SimpleObject)]
pub struct TicketLink {
    /// How they belong together.
    pub kind: LinkKind,
    /// Whether the other ticket points here.
    pub incoming: bool,
    /// The other ticket.
    pub ticket: Ticket,
}

/// A *permintaan solusi permasalahan*, from Tier 1 to Tier 2.
#[derive(Debug, Clone)]
pub struct SolutionRequest(pub desk::ticket::SolutionRequest);

/// A *permintaan solusi permasalahan*, from Tier 1 to Tier 2.
#[Object]
impl SolutionRequest {
    /// Its id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// Its number: `PSP-2026-000045`.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// Where it stands.
    async fn state(&self) -> RequestState {
        self.0.state.into()
    }

    /// Made by the clock: nobody had written its fields.
    async fn automatic(&self) -> bool {
        self.0.automatic
    }

    /// *Otomatis, belum dilengkapi Tier 1*: Tier 1 still owes the four fields (`ticketCompleteRequest`).
    async fn owed(&self) -> bool {
        self.0.is_owed()
    }

    /// Who filled in what the clock could not know.
    async fn completed_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.completed_by).await
    }

    /// When that was done.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.0.completed_at
    }

    /// The team it is with.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, Some(self.0.team_id)).await
    }

    /// Why Tier 2 is asked.
    async fn reason(&self) -> EscalationReason {
        self.0.reason.into()
    }

    /// *Diagnosis awal*.
    #[graphql(complexity = 10)]
    async fn diagnosis(&self, ctx: &Context<'_>) -> Result<&str> {
        budget::spend(ctx, self.0.diagnosis.len()).await?;
        Ok(&self.0.diagnosis)
    }

    /// *Langkah yang sudah dilakukan*.
    #[graphql(complexity = 10)]
    async fn steps_tried(&self, ctx: &Context<'_>) -> Result<&str> {
        budget::spend(ctx, self.0.steps_tried.len()).await?;
        Ok(&self.0.steps_tried)
    }

    /// *Bantuan yang diminta*.
    #[graphql(complexity = 10)]
    async fn help_wanted(&self, ctx: &Context<'_>) -> Result<&str> {
        budget::spend(ctx, self.0.help_wanted.len()).await?;
        Ok(&self.0.help_wanted)
    }

    /// Who made it; null: the clock, or whoever reported the ticket, where their identity is hidden from the viewer.
    async fn opened_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.opened_by).await
    }

    /// When it was made.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// Who accepted it.
    async fn accepted_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.0.accepted_by).await
    }

    /// When it was accepted.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.accepted_at
    }

    /// How often it was handed from team to team.
    async fn hand_overs(&self) -> i32 {
        self.0.hand_overs
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }
}

/// A file. Its bytes are at `/files/ID`.
#[derive(Debug, Clone)]
pub struct File(pub desk::file::Attachment);

/// A file. Its bytes are at `/files/ID`.
#[Object]
impl File {
    /// The file's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// Its name; empty if it was erased.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its type, by its content.
    async fn mime(&self) -> &str {
        &self.0.mime
    }

    /// Its size in bytes.
    async fn size(&self) -> i64 {
        self.0.size
    }

    /// Whether there is a preview at `/files/ID/preview`.
    async fn preview(&self) -> bool {
        self.0.inline && self.0.erased_at.is_none()
    }

    /// The message it came with.
    async fn message(&self) -> Option<ID> {
        self.0.message_id.map(IntoGql::into_gql)
    }

    /// When it was erased.
    async fn erased_at(&self) -> Option<DateTime<Utc>> {
        self.0.erased_at
    }
}

/// A page of tickets.
#[derive(Debug, Clone)]
pub struct TicketConnection {
    pub page: desk::view::PageOf<TicketView>,
    pub view: desk::view::View,
    pub filter: desk::view::Filter,
}

/// A page of tickets.
#[Object]
impl TicketConnection {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<TicketEdge> {
        let edge =
            |(cursor, view): &(String, TicketView)| TicketEdge { cursor: cursor.clone(), node: Ticket(view.clone()) };
        self.page.rows.iter().map(edge).collect()
    }

    /// The rows.
    async fn nodes(&self) -> Vec<Ticket> {
        self.page.rows.iter().map(|(_, view)| Ticket(view.clone())).collect()
    }

    /// Where the page stands.
    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.page)
    }

    /// How many there are in all, counted only when asked for; it stops at 1000, which reads "999+".
    #[graphql(complexity = 100)]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let reader = reader(ctx).await?;
        reader.count(self.view, &self.filter).await.map_err(in_words(reader))
    }
}

/// A ticket in a page.
#[derive(Debug, Clone, SimpleObject)]
pub struct TicketEdge {
    /// The row's cursor.
    pub cursor: String,
    /// The ticket.
    pub node: Ticket,
}
