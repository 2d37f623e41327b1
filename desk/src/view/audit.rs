//! The audit trail, for those who may look into it: events by stream, kind, actor and time, and the seals over them. That somebody looked, and for
//! what, is an entry in the access log (R25) before they have their answer.

use super::Reader;
use super::page::{Page, PageOf};
use crate::access::Sight;
use crate::codes::codes;
use crate::event::{Door, Event, Facts, Kind};
use crate::id::{PersonId, RequestId, TicketId};
use crate::input::{sane_instant, takable};
use crate::refusal::{Outcome, Refusal};
use crate::seal::Seal;
use crate::store;
use crate::ticket::{Confidentiality, SolutionRequest, Ticket};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// The longest stretch of time that is searched at once. A single stream is short, and searched whole.
const LONGEST: TimeDelta = TimeDelta::days(92);
/// The stretch that is searched if none is named.
const USUAL: TimeDelta = TimeDelta::days(31);
/// How many seals are told at once.
const SEALS: u64 = 50;

codes! {
    /// By whom an event came about.
    pub enum ActorKind {
        /// A person.
        Person = "PERSON",
        /// The clock.
        Clock = "CLOCK",
        /// The operator at the server's command line.
        Console = "CONSOLE",
    }
}

/// What narrows the trail.
#[derive(Debug, Clone, Default)]
pub struct TrailFilter {
    /// A stream (`unit/019a...`), all of a kind (`access/`), or the number of a ticket.
    pub stream: Option<String>,
    /// Of one of these kinds; none: of all.
    pub kinds: Vec<Kind>,
    /// By this person.
    pub actor: Option<PersonId>,
    /// Recorded at or after; left out: 31 days before `before`.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before; left out: now.
    pub before: Option<DateTime<Utc>>,
}

/// What the store looks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// One stream.
    pub stream: Option<String>,
    /// The beginning of the names of streams.
    pub prefix: Option<String>,
    /// Of one of these kinds.
    pub kinds: Vec<Kind>,
    /// By this actor, as it is written.
    pub actor: Option<String>,
    /// Recorded at or after; none: whenever.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before.
    pub before: DateTime<Utc>,
    /// Older than this event.
    pub after: Option<(DateTime<Utc>, String, i64)>,
}

/// An event as an auditor sees it.
#[derive(Debug, Clone)]
pub struct TrailEvent {
    /// The event; its `data` only where `facts` is there.
    pub event: Event,
    /// By whom.
    pub actor_kind: ActorKind,
    /// The person; none also where their identity is hidden from the reader.
    pub person: Option<PersonId>,
    /// Through which door.
    pub door: Door,
    /// What it says. None: it is about a ticket that the reader does not see in full (R23).
    pub facts: Option<Value>,
    /// The ticket it is about.
    pub ticket: Option<String>,
}

impl Reader {
    /// Events that fit, newest first.
    ///
    /// # Errors
    ///
    /// `Invalid("from")`: without a stream at most 92 days are searched at once.
    pub async fn audit_events(&self, filter: &TrailFilter, page: &Page) -> Outcome<PageOf<TrailEvent>> {
        let rows = Page { first: page.first, ..Page::default() }.wanted()?.rows;
        let after = page.after.as_deref().map(read).transpose()?;
        let has_previous = after.is_some();
        let wanted = self.trail(filter, after).await?;
        self.note_search(filter).await?;
        let mut events = store::audit::trail(&self.db(), &wanted, rows as u64 + 1).await?;
        let has_next = events.len() > rows;
        events.truncate(rows);
        let cursors: Vec<String> = events.iter().map(cursor).collect();
        let shown = self.shown_events(events).await?.into_iter();
        // Whoever asked for their name to be hidden is not found by it either.
        let found = |event: &TrailEvent| filter.actor.is_none() || event.person == filter.actor;
        let rows = cursors.into_iter().zip(shown).filter(|(_, event)| found(event)).collect();
        Ok(PageOf { rows, has_previous, has_next })
    }

    /// The newest seals, or those before one.
    pub async fn audit_seals(&self, before: Option<i64>) -> Outcome<Vec<Seal>> {
        self.desk().begin_audit(&self.caller, Facts::new().with("what", "SEALS")).await?;
        Ok(store::audit::newest_seals(&self.db(), before, SEALS).await?)
    }

    /// Notes that somebody looks, with what narrows it.
    async fn note_search(&self, filter: &TrailFilter) -> Outcome<()> {
        let mut what = Facts::new().with("what", "SEARCH");
        if let Some(stream) = filter.stream.as_deref().filter(|stream| is_stream(stream)) {
            what = what.with("stream", stream);
        }
        if !filter.kinds.is_empty() {
            what = what.with("kinds", &filter.kinds);
        }
        if let Some(actor) = filter.actor {
            what = what.with("actor", actor);
        }
        if let Some(from) = filter.from {
            what = what.at("from", from);
        }
        if let Some(before) = filter.before {
            what = what.at("before", before);
        }
        self.desk().begin_audit(&self.caller, what).await
    }

    async fn trail(&self, filter: &TrailFilter, after: Option<(DateTime<Utc>, String, i64)>) -> Outcome<Wanted> {
        let before = filter.before.unwrap_or(self.now + TimeDelta::seconds(1));
        let named = filter.stream.as_deref().map(str::trim).filter(|stream| !stream.is_empty());
        let (stream, prefix) = match named {
            None => (None, None),
            Some(kind) if kind.ends_with('/') && is_stream(kind) => (None, Some(kind.to_owned())),
            Some(stream) if is_stream(stream) => (Some(stream.to_owned()), None),
            Some(number) => {
                let found = store::ticket::by_number(&self.db(), &number.to_uppercase()).await?;
                (Some(found.map_or_else(|| number.to_owned(), |ticket| Ticket::stream_of(ticket.id))), None)
            }
        };
        let from = match (filter.from, &stream) {
            (Some(from), _) => Some(from),
            (None, Some(_)) => None,
            (None, None) => Some(before - USUAL),
        };
        if stream.is_none() && from.is_some_and(|from| before - from > LONGEST) {
            return Err(Refusal::Invalid("from").into());
        }
        let actor = filter.actor.map(|id| id.to_string());
        Ok(Wanted { stream, prefix, kinds: filter.kinds.clone(), actor, from, before, after })
    }

    /// What of events this person sees: of a ticket's only those who see it in full read what happened, the others that it did.
    async fn shown_events(&self, events: Vec<Event>) -> Outcome<Vec<TrailEvent>> {
        let of = |kind: &str, event: &Event| {
            let id = event.stream.strip_prefix(kind)?.strip_prefix('/')?;
            Uuid::try_parse(id).ok()
        };
        let requests: Vec<RequestId> = events.iter().filter_map(|it| of("request", it).map(RequestId)).collect();
        let requests: Vec<SolutionRequest> = match requests.is_empty() {
            true => Vec::new(),
            false => store::ticket::requests_by_id(&self.db(), &requests).await?,
        };
        let requests: HashMap<RequestId, TicketId> = requests.into_iter().map(|it| (it.id, it.ticket_id)).collect();
        let ticket_of = |event: &Event| match of("ticket", event) {
            Some(id) => Some(TicketId(id)),
            None => requests.get(&RequestId(of("request", event)?)).copied(),
        };
        let mut ids: Vec<TicketId> = events.iter().filter_map(ticket_of).collect();
        ids.sort_unstable();
        ids.dedup();
        let tickets = store::ticket::by_ids(&self.db(), &ids).await?;
        let views = self.views(tickets.clone()).await?;
        let views: HashMap<TicketId, _> = views.into_iter().map(|view| (view.ticket.id, view)).collect();
        let tickets: HashMap<TicketId, Ticket> = tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect();
        let shown = |mut event: Event| {
            let about = ticket_of(&event);
            let ticket = about.and_then(|id| tickets.get(&id));
            let view = about.and_then(|id| views.get(&id));
            let is_of_ticket = ["ticket/", "request/"].iter().any(|kind| event.stream.starts_with(kind));
            let open = !is_of_ticket || view.is_some_and(|view| view.sight == Sight::Full);
            let person: Option<PersonId> = event.actor.parse().ok();
            let hides = |ticket: &Ticket| {
                let hidden = ticket.identity_hidden || ticket.confidentiality != Confidentiality::Normal;
                let reported = person == Some(ticket.requester_id) || person == Some(ticket.filer_id);
                reported && hidden && !view.is_some_and(|view| view.names_requester)
            };
            let actor_kind = match (&person, event.actor.as_str()) {
                (Some(_), _) => ActorKind::Person,
                (None, "console") => ActorKind::Console,
                (None, _) => ActorKind::Clock,
            };
            let facts = open.then(|| event.facts());
            event.data.clear();
            TrailEvent {
                actor_kind,
                person: person.filter(|_| !ticket.is_some_and(hides)),
                door: event.door,
                facts,
                ticket: ticket.filter(|_| view.is_some()).map(|ticket| ticket.number.clone()),
                event,
            }
        };
        Ok(events.into_iter().map(shown).collect())
    }
}

/// Whether it is the name of a stream or of a kind of streams, and not a number or a word that somebody typed.
fn is_stream(text: &str) -> bool {
    text.contains('/') && text.len() <= 80 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b))
}

fn cursor(event: &Event) -> String {
    let Event { recorded_at, seq, stream, .. } = event;
    URL_SAFE_NO_PAD.encode(format!("1|{}|{seq}|{stream}", recorded_at.timestamp_micros()))
}

fn read(cursor: &str) -> Outcome<(DateTime<Utc>, String, i64)> {
    let parse = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.strip_prefix("1|")?.splitn(3, '|');
        let at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?).and_then(sane_instant)?;
        let seq = parts.next()?.parse().ok()?;
        Some((at, parts.next().filter(|stream| takable(stream).is_ok())?.to_owned(), seq))
    };
    Ok(parse().ok_or(Refusal::WrongCursor)?)
}
