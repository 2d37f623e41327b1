//! The audit trail, for those who may look into it: events by stream, kind, actor and time, and the seals over them. That somebody looked, and for
//! what, is an entry in the access log (R25) before they have their answer.

use super::Reader;
use crate::access::Sight;
use crate::audit::trail::{TrailFilter, Wanted};
use crate::digest::Digest;
use crate::event::{ActorKind, Door, Event, Facts, Kind};
use crate::id::{PersonId, RequestId, TicketId};
use crate::input::{sane_instant, takable};
use crate::list::page::{in_cursor, of_cursor};
use crate::list::{Page, PageOf};
use crate::refusal::{Outcome, Refusal};
use crate::seal::Seal;
use crate::store;
use crate::ticket::{Confidentiality, SolutionRequest, Ticket};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The longest stretch of time that is searched at once. A single stream is short, and searched whole.
const LONGEST: TimeDelta = TimeDelta::days(92);
/// The stretch that is searched if none is named.
const USUAL: TimeDelta = TimeDelta::days(31);
/// So many events are looked at in one go, at least.
const BATCH: usize = 100;
/// How many seals are told at once.
const SEALS: u64 = 50;

/// An event as an auditor sees it.
#[derive(Debug, Clone)]
pub struct TrailEvent {
    /// The event, without `data` and `state_digest`: with them a guess of what is struck from the facts could be tried out. One of the access log is
    /// also without its place and its hashes: a gap would tell whoever is told less than others that there is something between.
    pub event: Event,
    /// Where a page goes on after it.
    cursor: String,
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

impl TrailEvent {
    /// Whether its place in its stream and its hashes are told.
    pub fn is_placed(&self) -> bool {
        !is_of_access_log(&self.event.stream)
    }
}

impl Reader {
    /// Events that fit, newest first.
    ///
    /// # Errors
    ///
    /// `Invalid("from")`: without a stream at most 92 days are searched at once.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn audit_events<'a>(&'a self, filter: &'a TrailFilter, page: &'a Page) -> Outcome<PageOf<TrailEvent>> {
        let rows = Page { first: page.first, ..Page::default() }.wanted()?.rows;
        let after = match page.after.as_deref().map(read).transpose()? {
            Some((at, stream, which)) => Some(self.place_of(at, stream, which).await?),
            None => None,
        };
        let has_previous = after.is_some();
        let mut wanted = self.trail(filter, after).await?;
        self.note_search(filter).await?;
        let kept = self.kept_from().await?;
        let (mut found, most) = (Vec::new(), (rows + 1).max(BATCH));
        // What this person does not see leaves no gap: the page is filled up with what comes after it.
        loop {
            let events = store::audit::trail(&self.db(), &wanted, most as u64).await?;
            wanted.after = events.last().filter(|_| events.len() == most).map(place);
            let shown = self.shown_events(events, &kept).await?.into_iter();
            // Whoever asked for their name to be hidden is not found by it either.
            found.extend(shown.filter(|event| filter.actor.is_none() || event.person == filter.actor));
            if found.len() > rows || wanted.after.is_none() {
                break;
            }
        }
        let has_next = found.len() > rows;
        found.truncate(rows);
        let rows = found.into_iter().map(|event| (event.cursor.clone(), event)).collect();
        Ok(PageOf { rows, has_previous, has_next })
    }

    /// The place that a cursor names.
    async fn place_of(&self, at: DateTime<Utc>, stream: String, which: Which) -> Outcome<(DateTime<Utc>, String, i64)> {
        let print = match which {
            Which::Seq(seq) => return Ok((at, stream, seq)),
            Which::Print(print) => print,
        };
        let events = store::audit::recorded_at(&self.db(), &stream, at).await?;
        let event = events.into_iter().find(|event| print_of(event) == print).ok_or(Refusal::WrongCursor)?;
        Ok((at, stream, event.seq))
    }

    /// Complaints about this person, and the solution requests of those: of them there is no event, whoever looks into the trail.
    async fn kept_from(&self) -> Outcome<BTreeSet<Uuid>> {
        let ids = store::ticket::kept_from(&self.db(), self.standing.person).await?;
        let own = self.tickets_by_id(&ids).await?;
        let kept: BTreeSet<TicketId> = ids.into_iter().filter(|id| own.iter().all(|view| view.id() != *id)).collect();
        let mut all: BTreeSet<Uuid> = kept.iter().map(|id| id.0).collect();
        for id in kept {
            all.extend(store::ticket::requests(&self.db(), id).await?.into_iter().map(|request| request.id.0));
        }
        Ok(all)
    }

    /// The newest seals, or those before one.
    #[macro_rules_attribute::apply(crate::view::reading)]
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

    /// Of these events of people who came into being, those who did with a report of which this person may not know whose it is: that somebody was new
    /// in that very instant would tell.
    async fn came_unnamed(&self, events: &[Event]) -> Outcome<BTreeSet<Uuid>> {
        let created = events.iter().filter(|event| event.kind == Kind::Created.code());
        let new: Vec<_> =
            created.filter_map(|event| Some((PersonId(of("person", event)?), event.recorded_at))).collect();
        let tickets = store::ticket::opened_at(&self.db(), &new).await?;
        let views = self.views(tickets.clone()).await?;
        let named = |id: TicketId| views.iter().any(|view| view.id() == id && view.names_requester());
        let unnamed = |it: &&Ticket| it.identity_hidden || it.confidentiality != Confidentiality::Normal;
        let hidden = tickets.iter().filter(unnamed).filter(|it| !named(it.id));
        Ok(hidden.map(|it| it.requester_id.0).collect())
    }

    /// Of whoever looked somebody up next to a ticket that they took: whom, where this person may not know that the ticket is theirs.
    async fn looked_up_unnamed(&self, events: &[(Event, Value)]) -> Outcome<BTreeSet<(PersonId, PersonId)>> {
        let (mut handlers, mut people) = (BTreeSet::new(), BTreeSet::new());
        for (event, facts) in events.iter().filter(|(event, _)| is_look_up(event)) {
            handlers.extend(event.actor.parse::<PersonId>().ok());
            each_text(facts, &mut |text| people.extend(text.parse::<PersonId>().ok()));
        }
        let (handlers, people): (Vec<_>, Vec<_>) = (handlers.into_iter().collect(), people.into_iter().collect());
        let mut tickets = store::ticket::between(&self.db(), &people, &handlers).await?;
        tickets.retain(|it| it.identity_hidden || it.confidentiality != Confidentiality::Normal);
        let views = self.views(tickets.clone()).await?;
        let named = |id: TicketId| views.iter().any(|view| view.id() == id && view.names_requester());
        let mut unnamed = BTreeSet::new();
        for it in tickets.iter().filter(|it| !named(it.id)) {
            for by in [it.assignee_id, it.former_assignee_id, it.resolver_id].into_iter().flatten() {
                unnamed.extend([(by, it.requester_id), (by, it.filer_id)]);
            }
        }
        Ok(unnamed)
    }

    /// What of events this person sees: of a ticket's only those who see it in full read what happened, the others that it did; and of what is kept
    /// from them nobody's event that names it.
    async fn shown_events(&self, mut events: Vec<Event>, kept: &BTreeSet<Uuid>) -> Outcome<Vec<TrailEvent>> {
        let is_kept = |text: &str| id_in(text).is_some_and(|id| kept.contains(&id));
        events.retain(|event| {
            let mut named = is_kept(&event.stream);
            if is_of_access_log(&event.stream) && !kept.is_empty() {
                each_text(&event.facts(), &mut |text| named |= is_kept(text));
            }
            !named
        });
        let together = self.came_unnamed(&events).await?;
        events.retain(|event| {
            event.kind != Kind::Created.code() || !of("person", event).is_some_and(|id| together.contains(&id))
        });
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
        let read = |event: Event| {
            let facts = event.facts();
            (event, facts)
        };
        let events: Vec<(Event, Value)> = events.into_iter().map(read).collect();
        let mut ids = BTreeSet::new();
        for (event, facts) in &events {
            ids.extend(ticket_of(event));
            each_text(facts, &mut |text| ids.extend(text.parse::<TicketId>().ok()));
        }
        let ids: Vec<TicketId> = ids.into_iter().collect();
        let mut tickets = store::ticket::by_ids(&self.db(), &ids).await?;
        let sources = store::ticket::merged_into_any(&self.db(), &ids).await?;
        let own = self.views(sources.clone()).await?;
        let views = self.views(tickets.clone()).await?;
        let views: HashMap<TicketId, _> = views.into_iter().map(|view| (view.id(), view)).collect();
        let full = |id: TicketId| views.get(&id).is_some_and(|view| view.sight == Sight::Full);
        // That there is a SECRET ticket or a security incident is nothing that whoever keeps the program learns from its record: of one that does not
        // exist for somebody there is no event.
        let hushed = |ticket: &Ticket| ticket.security_incident || ticket.confidentiality == Confidentiality::Secret;
        let secret = |id: &TicketId| tickets.iter().any(|ticket| ticket.id == *id && hushed(ticket));
        let exists = |(event, facts): &(Event, Value)| {
            let mut named: BTreeSet<TicketId> = ticket_of(event).into_iter().collect();
            if is_of_access_log(&event.stream) {
                each_text(facts, &mut |text| named.extend(text.parse::<TicketId>().ok()));
            }
            named.iter().all(|id| views.contains_key(id) || !secret(id))
        };
        let events: Vec<(Event, Value)> = events.into_iter().filter(|event| exists(event)).collect();
        let looked_up = self.looked_up_unnamed(&events).await?;
        tickets.sort_unstable_by_key(|ticket| ticket.id);
        // Of each ticket those who may not be known as its reporters: of what shows in full, those who asked for it, also on what was merged into it.
        let nameless: HashMap<TicketId, BTreeSet<PersonId>> = tickets
            .iter()
            .map(|ticket| {
                let of_it = sources.iter().filter(|source| source.merged_into_id == Some(ticket.id));
                let view = |id: TicketId| views.get(&id).or_else(|| own.iter().find(|view| view.id() == id));
                let mut people = BTreeSet::new();
                for it in std::iter::once(ticket).chain(of_it) {
                    people.extend(self.nameless(it, view(it.id)));
                    if it.confidentiality != Confidentiality::Normal && !full(ticket.id) {
                        people.extend([it.requester_id, it.filer_id]);
                    }
                }
                (ticket.id, people)
            })
            .collect();
        let shown = |(mut event, mut facts): (Event, Value)| {
            let about = ticket_of(&event);
            let open = !is_of_ticket(&event) || about.is_some_and(full);
            let mut named: BTreeSet<TicketId> = about.into_iter().collect();
            each_text(&facts, &mut |text| named.extend(text.parse::<TicketId>().ok()));
            let hidden =
                |id: PersonId| named.iter().filter_map(|it| nameless.get(it)).any(|people| people.contains(&id));
            // To what a ticket is linked says what that is about.
            let elsewhere = |id: TicketId| is_of_ticket(&event) && about != Some(id) && !full(id);
            strike(&mut facts, &|text| text.parse().is_ok_and(hidden) || text.parse().is_ok_and(elsewhere));
            let person: Option<PersonId> = event.actor.parse().ok();
            if is_look_up(&event) {
                let unnamed = |text: &str| {
                    person.zip(text.parse().ok()).is_some_and(|pair: (PersonId, PersonId)| looked_up.contains(&pair))
                };
                strike(&mut facts, &unnamed);
            }
            // Older versions wrote the plain digest of whatever was typed for a name.
            if event.kind == Kind::SignInFailed.code()
                && let Some(all) = facts.as_object_mut().filter(|all| !all.contains_key("person"))
            {
                all.remove("login");
            }
            let actor_kind = match (&person, event.actor.as_str()) {
                (Some(_), _) => ActorKind::Person,
                (None, "console") => ActorKind::Console,
                (None, _) => ActorKind::Clock,
            };
            let person = person.filter(|id| !hidden(*id));
            event.data.clear();
            event.state_digest = None;
            let cursor = cursor(&event);
            if is_of_access_log(&event.stream) {
                (event.seq, event.hash, event.prev_hash) = (0, Digest::NONE, Digest::NONE);
            }
            TrailEvent {
                cursor,
                actor_kind,
                person,
                door: event.door,
                facts: open.then_some(facts),
                ticket: about.and_then(|id| views.get(&id)).map(|view| view.number().to_owned()),
                event,
            }
        };
        Ok(events.into_iter().map(shown).collect())
    }
}

/// The id in the name of a stream of this kind.
fn of(kind: &str, event: &Event) -> Option<Uuid> {
    Uuid::try_parse(event.stream.strip_prefix(kind)?.strip_prefix('/')?).ok()
}

/// The id at the end of the name of a stream, or of an id as it is written.
fn id_in(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.rsplit(['/', ':']).next()?).ok()
}

fn is_of_ticket(event: &Event) -> bool {
    ["ticket/", "request/"].iter().any(|kind| event.stream.starts_with(kind))
}

/// Whether it tells that somebody was looked up.
fn is_look_up(event: &Event) -> bool {
    [Kind::Unmasked, Kind::NumberSearched].iter().any(|kind| event.kind == kind.code())
}

/// Says every text in a value.
fn each_text(value: &Value, say: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => say(text),
        Value::Array(all) => all.iter().for_each(|it| each_text(it, say)),
        Value::Object(all) => all.values().for_each(|it| each_text(it, say)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Puts nothing where a text stood that may not be read.
fn strike(value: &mut Value, hidden: &impl Fn(&str) -> bool) {
    match value {
        Value::String(text) if hidden(text) => *value = Value::Null,
        Value::Array(all) => all.iter_mut().for_each(|it| strike(it, hidden)),
        Value::Object(all) => all.values_mut().for_each(|it| strike(it, hidden)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether it is the name of a stream or of a kind of streams, and not a number or a word that somebody typed.
fn is_stream(text: &str) -> bool {
    text.contains('/') && text.len() <= 80 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b))
}

fn place(event: &Event) -> (DateTime<Utc>, String, i64) {
    (event.recorded_at, event.stream.clone(), event.seq)
}

fn is_of_access_log(stream: &str) -> bool {
    stream.starts_with("access/")
}

/// What names an event in a cursor beside its instant and its stream: its number, or, where that is not told, a print of its hash.
enum Which {
    Seq(i64),
    Print(String),
}

/// It tells nothing: the hash takes in a salt.
fn print_of(event: &Event) -> String {
    hex::encode(&Digest::of("tanggap/cursor/1", [&event.hash.0[..]]).0[..12])
}

fn cursor(event: &Event) -> String {
    let Event { recorded_at, seq, stream, .. } = event;
    let which = if is_of_access_log(stream) { print_of(event) } else { seq.to_string() };
    URL_SAFE_NO_PAD.encode(format!("1|{}|{which}|{stream}", in_cursor(*recorded_at)))
}

fn read(cursor: &str) -> Outcome<(DateTime<Utc>, String, Which)> {
    let parse = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.strip_prefix("1|")?.splitn(3, '|');
        let at = of_cursor(parts.next()?).and_then(sane_instant)?;
        let which = parts.next()?;
        let stream = parts.next().filter(|stream| takable(stream).is_ok())?.to_owned();
        let which = match is_of_access_log(&stream) {
            true => Which::Print(which.to_owned()),
            false => Which::Seq(which.parse().ok()?),
        };
        Some((at, stream, which))
    };
    Ok(parse().ok_or(Refusal::WrongCursor)?)
}
