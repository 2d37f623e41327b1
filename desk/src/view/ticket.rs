//! One ticket as one person sees it: what shows of it, what they can do, and its timeline.

use super::Reader;
use super::people::PersonView;
use super::shown::TicketView;
use crate::access::{self, Matter, Sight, Ties, may_deal};
use crate::event::{Event, Happened, Kind, Recorded};
use crate::file::Attachment;
use crate::id::{FileId, PersonId, TicketId};
use crate::list::page::Moment;
use crate::refusal::{Outcome, Refusal};
use crate::search::number::Of;
use crate::sla::ClockChange;
use crate::store;
use crate::text;
use crate::ticket::reply::{opens_new, still_reopens};
use crate::ticket::{
    self, Audience, LinkKind, Message, RequestState, SolutionRequest, Status, Ticket, TicketKind, Verb,
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// So many bytes of texts, as they are and as HTML, end a page of a timeline, which holds at least one entry. Together with the longest text there is, it
/// leaves half of an answer to whatever else is asked for.
pub const PAGE_BYTES: usize = 1 << 20;

/// One event of a ticket's timeline with its texts.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// What it says.
    pub happened: Happened,
    /// Who did it; none: no person, or one whose name does not show.
    pub actor: Option<PersonId>,
    /// What the clocks did by it, as far as the person sees them.
    pub clocks: Vec<ClockChange>,
    /// The texts it brought that the person may read; of an erased one only that it was there.
    pub messages: Vec<Message>,
    /// The ticket it happened on, if that was merged into this one.
    pub source: Option<TicketId>,
}

impl Entry {
    /// Its place in the timeline.
    pub fn moment(&self) -> Moment {
        Moment { at: self.event.recorded_at, source: self.source, seq: self.event.seq }
    }
}

/// One of the streams that a timeline is made of.
struct Stream {
    ticket: TicketId,
    name: String,
    /// The ticket, if it is not the one that is read.
    source: Option<TicketId>,
    /// Where only what the desk says is heard.
    heard: Option<Heard>,
}

/// What whoever was merged away hears of what goes on.
struct Heard {
    /// From this event on.
    since: i64,
    /// Those who reported the same: their words are not the desk's.
    reporters: BTreeSet<PersonId>,
}

/// A label people read for a ticket besides its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// *Diverifikasi*.
    Verified,
    /// *Dieskalasi ke Tier 2*.
    Escalated,
    /// *Diterima Tier 2*.
    AcceptedByTier2,
    /// *Otomatis, belum dilengkapi Tier 1*.
    OwedByTier1,
    /// *Dikembalikan untuk dilengkapi*.
    ReturnedToComplete,
    /// *Solusi dari Tier 2*.
    AnsweredByTier2,
    /// *Dibuka kembali*.
    Reopened,
    /// *Dicatat belakangan*.
    RecordedLate,
    /// *Dibalas setelah selesai*.
    RepliedAfterEnd,
    /// *Tidak ada jawaban*.
    NoAnswer,
}

/// Somebody to whom a ticket may be assigned.
#[derive(Debug, Clone)]
pub struct Assignable {
    /// Who.
    pub person: PersonView,
    /// How many active tickets they have.
    pub open: u64,
    /// Until when they are away; a substitute gets what is assigned to them meanwhile.
    pub away_until: Option<DateTime<Utc>>,
    /// Whether they are on call for the ticket's team.
    pub on_call: bool,
}

impl Label {
    /// The labels of a ticket, of whose solution request the state is given and whether Tier 1 owes it its fields.
    pub(crate) fn all_of(t: &Ticket, request: Option<(RequestState, bool)>) -> Vec<Self> {
        let active = t.status.is_active();
        let early = matches!(t.status, Status::New | Status::InProgress) && t.tier == 1;
        let (state, owed) = (request.map(|it| it.0), request.is_some_and(|it| it.1));
        let rules = [
            (early && t.verified, Self::Verified),
            (active && t.tier == 2 && state == Some(RequestState::Open), Self::Escalated),
            (active && t.tier == 2 && state == Some(RequestState::Accepted), Self::AcceptedByTier2),
            (active && t.tier == 2 && owed, Self::OwedByTier1),
            (active && t.tier == 1 && state == Some(RequestState::Returned), Self::ReturnedToComplete),
            (active && t.tier == 1 && state == Some(RequestState::Answered), Self::AnsweredByTier2),
            (active && t.reopened, Self::Reopened),
            (t.received_at < t.opened_at, Self::RecordedLate),
            (t.replied_after_end, Self::RepliedAfterEnd),
            (t.end_reason == Some(ticket::EndReason::NoAnswer), Self::NoAnswer),
        ];
        rules.into_iter().filter_map(|(holds, label)| holds.then_some(label)).collect()
    }
}

impl Reader {
    /// The view of a row; none if it does not exist for this person.
    pub(super) fn view_of(
        &self,
        row: Ticket,
        parties: &[(ticket::PartyRole, Uuid)],
        request: Option<(RequestState, bool)>,
    ) -> Option<TicketView> {
        TicketView::of(&self.standing, self.trace(), row, parties, request)
    }

    /// Views of rows that a list has already filtered, in their order.
    pub(crate) async fn views(&self, rows: Vec<Ticket>) -> Outcome<Vec<TicketView>> {
        let ids: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
        let requests: Vec<_> = rows.iter().filter_map(|row| row.request_id).collect();
        let beside = store::ticket::beside(&self.db(), &ids, &requests).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let parties = beside.parties.get(&row.id).map_or(&[][..], Vec::as_slice);
                let state = row.request_id.and_then(|request| beside.requests.get(&request).copied());
                let absorbs = beside.absorbing.contains(&row.id);
                let mut view = self.view_of(row, parties, state)?;
                view.absorbs = absorbs;
                Some(view)
            })
            .collect())
    }

    /// Tickets by id, as far as the person sees them; in no order.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn tickets_by_id<'a>(&'a self, ids: &'a [TicketId]) -> Outcome<Vec<TicketView>> {
        self.views(store::ticket::by_ids(&self.db(), ids).await?).await
    }

    /// A ticket.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn ticket(&self, id: TicketId) -> Outcome<TicketView> {
        let row: Option<Ticket> = store::get(&self.db(), id).await?;
        self.opened(row).await
    }

    /// The ticket with a number, in whatever spelling; the old number of a merged one still finds it.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn ticket_by_number<'a>(&'a self, number: &'a str) -> Outcome<TicketView> {
        let mut row = store::ticket::by_number(&self.db(), &number.trim().to_uppercase()).await?;
        if row.is_none() {
            let said = store::found::said(&self.directory, self.now, number);
            let spelt = said.filter(|(said, _)| said.of == Of::Ticket).map(|(_, spelt)| spelt).unwrap_or_default();
            row = store::ticket::by_numbers(&self.db(), &spelt).await?;
        }
        self.opened(row).await
    }

    async fn opened(&self, row: Option<Ticket>) -> Outcome<TicketView> {
        let row = row.ok_or(Refusal::NotFound)?;
        Ok(self.views(vec![row]).await?.pop().ok_or(Refusal::NotFound)?)
    }

    /// What this person can do with a ticket now: allowed by access and possible by the lifecycle.
    pub fn can(&self, view: &TicketView) -> Vec<Verb> {
        let t = view.row();
        let by_desk = access::speaks_for_desk(&self.standing, t, view.ties);
        Verb::ALL
            .iter()
            .copied()
            .filter(|verb| !matches!(verb, Verb::Open | Verb::Record))
            .filter(|verb| access::may(&self.standing, *verb, t, view.ties))
            .filter(|verb| ticket::fits(*verb, t.status, t.tier, view.request_state()).is_ok())
            .filter(|verb| self.has_what_it_takes(*verb, view))
            .filter(|verb| *verb != Verb::Reply || ticket::hears(t.status, by_desk))
            .collect()
    }

    /// Whether there is anything on a ticket that these could be done to.
    fn has_what_it_takes(&self, verb: Verb, view: &TicketView) -> bool {
        let ticket = view.row();
        let service = ticket.service_id.and_then(|id| self.directory.service(id));
        match verb {
            Verb::CompleteFile => {
                ticket.complete_at.is_none() && service.is_some_and(|service| !service.requirements.is_empty())
            }
            Verb::CompleteRequest => view.owes_request(),
            // Whoever has said so themselves is not asked once more.
            Verb::Confirm => ticket.end_reason != Some(ticket::EndReason::Confirmed),
            Verb::Reopen => ticket.status != ticket::Status::Closed || still_reopens(&self.directory, ticket, self.now),
            Verb::EndLegal => ticket.legal_open,
            Verb::AskException => ticket.clocks_digest.is_some(),
            Verb::DecideException => ticket.exception_asked,
            _ => true,
        }
    }

    /// Whether what this person replies becomes a new, linked ticket, because this one ended too long ago (R3, R4).
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn reply_opens_new<'a>(&'a self, view: &'a TicketView) -> Outcome<bool> {
        let Some(ticket) = view.full() else { return Ok(false) };
        if access::speaks_for_desk(&self.standing, ticket, view.ties) {
            return Ok(false);
        }
        opens_new(&self.db(), &self.directory, ticket, self.now).await
    }

    /// To whom this person may assign a ticket now, by name: with how much each has open, until when they are away, and whether they are on call.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn assignable<'a>(&'a self, view: &'a TicketView) -> Outcome<Vec<Assignable>> {
        let Some(ticket) = view.full() else { return Ok(Vec::new()) };
        if !self.can(view).contains(&Verb::Assign) {
            return Ok(Vec::new());
        }
        let working: BTreeSet<PersonId> = self.directory.working(self.now);
        let people = store::people::by_ids(&self.db(), &working.into_iter().collect::<Vec<_>>()).await?;
        let parties = store::ticket::parties(&self.db(), ticket.id).await?;
        let mut found: Vec<_> = people
            .into_iter()
            .filter(|person| person.retired_at.is_none())
            .filter(|person| {
                let standing = access::Standing::of(person, &self.directory, self.now);
                let ties = Ties::of(&standing, &parties);
                !ties.hidden && access::may_receive(&standing, ties, &self.standing, view.ties, ticket)
            })
            .collect();
        found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let ids: Vec<PersonId> = found.iter().map(|person| person.id).collect();
        let open = store::ticket::open_of(&self.db(), &ids).await?;
        let on_call =
            ticket.team_id.filter(|_| ticket.tier == 2).and_then(|team| self.directory.on_call(team, self.now));
        let on_call = on_call.map(|shift| shift.person_id);
        let away = |person: PersonId| {
            let absences = self.directory.absences().iter().filter(|it| it.person_id == person);
            absences.filter(|it| it.valid_from <= self.now && self.now < it.valid_to).map(|it| it.valid_to).max()
        };
        Ok(found
            .iter()
            .map(|person| Assignable {
                person: self.masked(person),
                open: open.get(&person.id).copied().unwrap_or(0),
                away_until: away(person.id),
                on_call: on_call == Some(person.id),
            })
            .collect())
    }

    /// The newest of the timeline, oldest first, with what happened on tickets that were merged into this one: at most `last` events before a place in
    /// it, fewer where their texts are so long that an answer could not hold them, and whether there are any before them. A timeline has no end, so
    /// nobody reads all of it at once.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn timeline<'a>(
        &'a self,
        view: &'a TicketView,
        last: usize,
        before: Option<Moment>,
    ) -> Outcome<(Vec<Entry>, bool)> {
        if !(1..=crate::list::page::MOST).contains(&last) {
            return Err(Refusal::PageSize(crate::list::page::MOST).into());
        }
        let Some(ticket) = view.full() else { return Ok((Vec::new(), false)) };
        let (public, heard) = (Kind::codes(Kind::is_public), Kind::codes(Kind::is_heard));
        let kinds = (!view.internal).then_some(public.as_slice());
        let sources = match view.absorbs {
            true => store::ticket::all_merged_into(&self.db(), ticket.id).await?,
            false => Vec::new(),
        };
        // Whoever was merged into this one may go on to speak here: a name that one of them hides is hidden everywhere.
        let mut nameless = self.nameless(ticket, Some(view));
        let mut streams = vec![Stream { ticket: ticket.id, name: ticket.stream(), source: None, heard: None }];
        for source in sources {
            // R4: what another requester wrote is internal here.
            let other = source.requester_id != ticket.requester_id;
            // The class of this one may have been lowered since.
            let parties = store::ticket::parties(&self.db(), source.id).await?;
            let own = self.view_of(source.clone(), &parties, None);
            nameless.extend(self.nameless(&source, own.as_ref()));
            let open = !source.confidentiality.stricter_than(ticket.confidentiality)
                || own.as_ref().is_some_and(|own| own.sight == Sight::Full);
            if open && (!other || view.internal) {
                self.trace().read(self.standing.person, &source);
                let (id, name) = (source.id, source.stream());
                streams.push(Stream { ticket: id, name, source: Some(id), heard: None });
            }
        }
        self.heard_elsewhere(ticket, &mut streams).await?;
        let mut found = Vec::new();
        for stream in &streams {
            let (one_more, source) = (last as u64 + 1, stream.source);
            let kinds = if stream.heard.is_some() { Some(heard.as_slice()) } else { kinds };
            for event in store::record::events_before(&self.db(), &stream.name, source, before, kinds, one_more).await?
            {
                if stream.heard.as_ref().is_none_or(|heard| event.seq > heard.since) {
                    let moment = Moment { at: event.recorded_at, source, seq: event.seq };
                    found.push((moment, stream.ticket, event));
                }
            }
        }
        found.sort_by_key(|(moment, ..)| *moment);
        let earlier = found.len() > last;
        found.drain(..found.len().saturating_sub(last));
        let mut texts: HashMap<(TicketId, i64), Vec<Message>> = HashMap::new();
        for stream in &streams {
            let id = stream.ticket;
            let of_it: Vec<i64> = found.iter().filter(|(_, of, _)| *of == id).map(|(moment, ..)| moment.seq).collect();
            for message in store::ticket::messages_of(&self.db(), id, &of_it).await? {
                let internal = view.internal && stream.heard.is_none();
                if internal || message.audience == Audience::Public {
                    texts.entry((id, message.seq)).or_default().push(message);
                }
            }
        }
        // From the newest back, as much as an answer has room for, and one in any case.
        let bytes = |(moment, ticket, event): &(Moment, TicketId, Event)| {
            let texts = texts.get(&(*ticket, moment.seq)).map_or(&[][..], Vec::as_slice);
            event.data.len() + texts.iter().map(|text| text::weight(&text.body)).sum::<usize>()
        };
        let mut left = PAGE_BYTES;
        let fits = found.iter().rev().take_while(|it| {
            let room = left > 0;
            left = left.saturating_sub(bytes(it));
            room
        });
        let kept = fits.count();
        let earlier = earlier || kept < found.len();
        found.drain(..found.len() - kept);
        let heard: HashMap<TicketId, &Heard> =
            streams.iter().filter_map(|stream| Some((stream.ticket, stream.heard.as_ref()?))).collect();
        let entries = found.into_iter().filter_map(|(moment, ticket, event)| {
            let happened = Happened::of(&event)?;
            let mut messages = texts.remove(&(ticket, event.seq)).unwrap_or_default();
            let actor = happened.person();
            let theirs = heard.get(&ticket).zip(actor).is_some_and(|(heard, actor)| heard.reporters.contains(&actor));
            if theirs {
                messages.clear();
            }
            let actor = actor.filter(|actor| !theirs && !nameless.contains(actor));
            let shows = |clock: &ClockChange| view.internal || clock.kind.is_public();
            let clocks = ClockChange::all_of(&happened).into_iter().filter(shows).collect();
            Some(Entry { event, happened, clocks, actor, messages, source: moment.source })
        });
        Ok((entries.collect(), earlier))
    }

    /// R4: where a ticket went on that was merged into another's. Its people read there, by reference, what the desk says from then on, and nothing of
    /// the others who reported: the ticket itself does not exist for them.
    async fn heard_elsewhere(&self, ticket: &Ticket, streams: &mut Vec<Stream>) -> Outcome<()> {
        let own = |ticket: &Ticket| [ticket.requester_id, ticket.filer_id].contains(&self.standing.person);
        let (mut at, mut next) = (ticket.id, ticket.merged_into_id.filter(|_| own(ticket)));
        while let Some(id) = next {
            let other: Ticket = store::get(&self.db(), id).await?.ok_or(Refusal::NotFound)?;
            let parties = store::ticket::parties(&self.db(), id).await?;
            let ties = Ties::of(&self.standing, &parties);
            // What is their own they read there.
            if own(&other) || ties.hidden || other.confidentiality.stricter_than(ticket.confidentiality) {
                break;
            }
            let absorbed = Some(&[Kind::TicketAbsorbed.code()][..]);
            let absorbed = store::record::events_before(&self.db(), &other.stream(), None, None, absorbed, 200).await?;
            let source = |event: &&Event| Happened::of(event).and_then(|it| it.source()) == Some(at);
            let Some(since) = absorbed.iter().find(source).map(|event| event.seq) else { break };
            let mut reporters = BTreeSet::new();
            let sources = store::ticket::all_merged_into(&self.db(), id).await?;
            for it in std::iter::once(&other).chain(&sources) {
                reporters.insert(it.requester_id);
                // A handler who noted it down speaks for the desk.
                if it.filer_id != it.requester_id && !store::ticket::was_recorded(&self.db(), it.id).await? {
                    reporters.insert(it.filer_id);
                }
            }
            reporters.remove(&self.standing.person);
            self.trace().read(self.standing.person, &other);
            let heard = Some(Heard { since, reporters });
            streams.push(Stream { ticket: id, name: other.stream(), source: Some(id), heard });
            (at, next) = (id, other.merged_into_id);
        }
        Ok(())
    }

    /// Who reported a ticket and may not be known to this person by it.
    pub(super) fn nameless(&self, ticket: &Ticket, view: Option<&TicketView>) -> BTreeSet<PersonId> {
        let hides = ticket.identity_hidden && !view.is_some_and(TicketView::names_requester);
        let people = [ticket.requester_id, ticket.filer_id];
        people.into_iter().filter(|_| hides).collect()
    }

    /// Whether a handler noted it down for whom it is from.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn was_recorded<'a>(&'a self, view: &'a TicketView) -> Outcome<Option<bool>> {
        match view.full() {
            Some(ticket) => Ok(Some(store::ticket::was_recorded(&self.db(), ticket.id).await?)),
            None => Ok(None),
        }
    }

    /// The solution requests of a ticket, oldest first; requesters have no business with them. Of one that went straight to Tier 2 whoever reported the
    /// ticket made it.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn requests<'a>(&'a self, view: &'a TicketView) -> Outcome<Vec<SolutionRequest>> {
        let Some(ticket) = view.inside() else { return Ok(Vec::new()) };
        let nameless = self.nameless(ticket, Some(view));
        let shown = |person: Option<PersonId>| person.filter(|id| !nameless.contains(id));
        let requests = store::ticket::requests(&self.db(), ticket.id).await?.into_iter();
        Ok(requests
            .map(|it| SolutionRequest {
                opened_by: shown(it.opened_by),
                completed_by: shown(it.completed_by),
                accepted_by: shown(it.accepted_by),
                ..it
            })
            .collect())
    }

    /// The files of a ticket that this person may have.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn files<'a>(&'a self, view: &'a TicketView) -> Outcome<Vec<Attachment>> {
        let Some(ticket) = view.full() else { return Ok(Vec::new()) };
        let files = store::file::of_ticket(&self.db(), ticket.id).await?;
        if view.internal {
            return Ok(files);
        }
        let internal = store::ticket::internal_messages(&self.db(), ticket.id).await?;
        Ok(files.into_iter().filter(|file| !file.message_id.is_some_and(|id| internal.contains(&id))).collect())
    }

    /// A file's row and bytes (R28): with the visibility of its ticket, note or appointment; before it is attached, its uploader's only.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn file(&self, id: FileId) -> Outcome<(Attachment, Vec<u8>)> {
        let row = self.attachment(id).await?;
        let bytes = self.desk().files().get(&row.sha256).await?;
        Ok((row, bytes))
    }

    /// The row alone, to whom the bytes show.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn attachment(&self, id: FileId) -> Outcome<Attachment> {
        let row: Option<Attachment> = store::get(&self.db(), id).await?;
        let row = row.filter(|row| row.erased_at.is_none()).ok_or(Refusal::NotFound)?;
        match row.ticket_id {
            None if row.uploader_id == self.standing.person => {}
            None if may_deal(&self.standing, Matter::Audit) && store::people::is_basis(&self.db(), id).await? => {}
            None => return Err(Refusal::NotFound.into()),
            Some(ticket) => {
                let view = self.ticket(ticket).await?;
                if !self.files(&view).await?.iter().any(|file| file.id == id) {
                    return Err(Refusal::NotFound.into());
                }
            }
        }
        Ok(row)
    }

    /// Linked tickets that this person sees in full, with the kind of link and whether it points here: to what it is linked says what it is about.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn links<'a>(&'a self, view: &'a TicketView) -> Outcome<Vec<(LinkKind, bool, TicketView)>> {
        let Some(ticket) = view.full() else { return Ok(Vec::new()) };
        let me = ticket.id;
        let links = store::ticket::links(&self.db(), me).await?;
        let others: Vec<TicketId> =
            links.iter().map(|link| if link.ticket_id == me { link.other_id } else { link.ticket_id }).collect();
        let seen = self.tickets_by_id(&others).await?.into_iter().filter(|other| !other.limited());
        let seen: HashMap<TicketId, TicketView> = seen.map(|view| (view.id(), view)).collect();
        let pairs = links.into_iter().zip(others);
        Ok(pairs
            .filter_map(|(link, other)| Some((link.kind, link.other_id == me, seen.get(&other)?.clone())))
            .collect())
    }

    /// The ticket that this one was merged into, if the person sees that in full, too: of an outline it would say what it is about.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn merged_into<'a>(&'a self, view: &'a TicketView) -> Outcome<Option<TicketView>> {
        let Some(id) = view.merged_into() else { return Ok(None) };
        Ok(self.tickets_by_id(&[id]).await?.into_iter().find(|other| !other.limited()))
    }

    /// Active tickets on the same service from the same unit, newest first: *laporan serupa*.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn similar<'a>(&'a self, view: &'a TicketView) -> Outcome<Vec<TicketView>> {
        let Some(t) = view.inside().filter(|t| t.kind != Some(TicketKind::Complaint)) else { return Ok(Vec::new()) };
        let Some(service) = t.service_id else { return Ok(Vec::new()) };
        let filter = super::Filter { services: vec![service], ..super::Filter::default() };
        let page = super::Page { first: Some(6), ..super::Page::default() };
        let found = self.tickets(super::View::Active, &filter, super::Order::Newest, &page).await?;
        Ok(found.rows.into_iter().map(|(_, other)| other).filter(|other| other.id() != t.id).collect())
    }
}
