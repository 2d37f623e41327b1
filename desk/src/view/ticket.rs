//! One ticket as one person sees it: what shows of it, what they can do, and its timeline.

use super::shown::TicketView;
use super::{Reader, page};
use crate::access::{self, Sight};
use crate::event::{Event, Kind, Recorded};
use crate::file::Attachment;
use crate::id::{FileId, PersonId, TicketId};
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::store::record::Moment;
use crate::ticket::{
    self, Audience, LinkKind, Message, RequestState, SolutionRequest, Status, Ticket, TicketKind, Verb,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// One event of a ticket's timeline with its texts.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// Its kind.
    pub kind: Kind,
    /// Who did it; none: no person, or one whose name does not show.
    pub actor: Option<PersonId>,
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
        let mut parties: HashMap<TicketId, Vec<_>> = HashMap::new();
        for row in store::ticket::parties_of(&self.db(), &ids).await? {
            parties.entry(row.ticket_id).or_default().push((row.role, row.member_id));
        }
        let requests: Vec<_> = rows.iter().filter_map(|row| row.request_id).collect();
        let states = store::ticket::request_states(&self.db(), &requests).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let (id, state) = (row.id, row.request_id.and_then(|request| states.get(&request).copied()));
                self.view_of(row, parties.get(&id).map_or(&[][..], Vec::as_slice), state)
            })
            .collect())
    }

    /// Tickets by id, as far as the person sees them; in no order.
    pub async fn tickets_by_id(&self, ids: &[TicketId]) -> Outcome<Vec<TicketView>> {
        self.views(store::ticket::by_ids(&self.db(), ids).await?).await
    }

    /// A ticket.
    pub async fn ticket(&self, id: TicketId) -> Outcome<TicketView> {
        let row: Option<Ticket> = store::get(&self.db(), id).await?;
        self.opened(row).await
    }

    /// The ticket with a number; the old number of a merged one still finds it.
    pub async fn ticket_by_number(&self, number: &str) -> Outcome<TicketView> {
        let row = store::ticket::by_number(&self.db(), &number.trim().to_uppercase()).await?;
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
            Verb::EndLegal => ticket.legal_open,
            Verb::AskException => ticket.clocks_digest.is_some(),
            Verb::DecideException => ticket.exception_asked,
            _ => true,
        }
    }

    /// The newest of the timeline, oldest first, with what happened on tickets that were merged into this one: at most `last` events before a place in
    /// it, and whether there are any before them. A timeline has no end, so nobody reads all of it at once.
    pub async fn timeline(
        &self,
        view: &TicketView,
        last: usize,
        before: Option<Moment>,
    ) -> Outcome<(Vec<Entry>, bool)> {
        if !(1..=page::MOST).contains(&last) {
            return Err(Refusal::PageSize(page::MOST).into());
        }
        let Some(ticket) = view.full() else { return Ok((Vec::new(), false)) };
        let kinds: Vec<&'static str> =
            Kind::ALL.iter().filter(|kind| kind.is_public()).map(|kind| kind.code()).collect();
        let kinds = (!view.internal).then_some(kinds.as_slice());
        let sources = store::ticket::merged_into(&self.db(), ticket.id).await?;
        // Whoever was merged into this one follows it and goes on to speak here: a name that one of them hides is hidden everywhere.
        let nameless = self.nameless(std::iter::once(ticket).chain(&sources));
        let mut streams = vec![(ticket.id, ticket.stream(), None)];
        for source in sources {
            // R4: what another requester wrote is internal here.
            let other = source.requester_id != ticket.requester_id;
            // The class of this one may have been lowered since.
            let parties = store::ticket::parties(&self.db(), source.id).await?;
            let own = self.view_of(source.clone(), &parties, None);
            let open = !source.confidentiality.stricter_than(ticket.confidentiality)
                || own.as_ref().is_some_and(|own| own.sight == Sight::Full);
            if open && (!other || view.internal) {
                self.trace().read(self.standing.person, &source);
                streams.push((source.id, source.stream(), Some(source.id)));
            }
        }
        let mut found = Vec::new();
        for (ticket, stream, source) in &streams {
            let one_more = last as u64 + 1;
            for event in store::record::events_before(&self.db(), stream, *source, before, kinds, one_more).await? {
                let moment = Moment { at: event.recorded_at, source: *source, seq: event.seq };
                found.push((moment, *ticket, event));
            }
        }
        found.sort_by_key(|(moment, ..)| *moment);
        let earlier = found.len() > last;
        found.drain(..found.len().saturating_sub(last));
        let mut texts: HashMap<(TicketId, i64), Vec<Message>> = HashMap::new();
        for (ticket, ..) in &streams {
            let of_it: Vec<i64> =
                found.iter().filter(|(_, of, _)| of == ticket).map(|(moment, ..)| moment.seq).collect();
            for message in store::ticket::messages_of(&self.db(), *ticket, &of_it).await? {
                if view.internal || message.audience == Audience::Public {
                    texts.entry((*ticket, message.seq)).or_default().push(message);
                }
            }
        }
        let entries = found.into_iter().filter_map(|(moment, ticket, event)| {
            let kind: Kind = event.kind.parse().ok()?;
            let messages = texts.remove(&(ticket, event.seq)).unwrap_or_default();
            let actor = event.actor.parse().ok().filter(|actor| !nameless.contains(actor));
            Some(Entry { event, kind, actor, messages, source: moment.source })
        });
        Ok((entries.collect(), earlier))
    }

    /// Who reported these tickets and may not be known to this person by it.
    pub(super) fn nameless<'t>(&self, tickets: impl IntoIterator<Item = &'t Ticket>) -> BTreeSet<PersonId> {
        let hides = |it: &&Ticket| !access::names_requester(&self.standing, it);
        tickets.into_iter().filter(hides).flat_map(|it| [it.requester_id, it.filer_id]).collect()
    }

    /// The solution requests of a ticket, oldest first; requesters have no business with them.
    pub async fn requests(&self, view: &TicketView) -> Outcome<Vec<SolutionRequest>> {
        match view.inside() {
            Some(ticket) => store::ticket::requests(&self.db(), ticket.id).await,
            None => Ok(Vec::new()),
        }
    }

    /// The files of a ticket that this person may have.
    pub async fn files(&self, view: &TicketView) -> Outcome<Vec<Attachment>> {
        let Some(ticket) = view.full() else { return Ok(Vec::new()) };
        let files = store::file::of_ticket(&self.db(), ticket.id).await?;
        if view.internal {
            return Ok(files);
        }
        let internal = store::ticket::internal_messages(&self.db(), ticket.id).await?;
        Ok(files.into_iter().filter(|file| !file.message_id.is_some_and(|id| internal.contains(&id))).collect())
    }

    /// A file's row and bytes (R28): with the visibility of its ticket or note; before it is attached, its uploader's only.
    pub async fn file(&self, id: FileId) -> Outcome<(Attachment, Vec<u8>)> {
        let row: Option<Attachment> = store::get(&self.db(), id).await?;
        let row = row.filter(|row| row.erased_at.is_none()).ok_or(Refusal::NotFound)?;
        match row.ticket_id {
            None if row.uploader_id == self.standing.person => {}
            None => return Err(Refusal::NotFound.into()),
            Some(ticket) => {
                let view = self.ticket(ticket).await?;
                if !self.files(&view).await?.iter().any(|file| file.id == id) {
                    return Err(Refusal::NotFound.into());
                }
            }
        }
        let bytes = self.desk().files().get(&row.sha256).await?;
        Ok((row, bytes))
    }

    /// Linked tickets that this person sees in full, with the kind of link and whether it points here: to what it is linked says what it is about.
    pub async fn links(&self, view: &TicketView) -> Outcome<Vec<(LinkKind, bool, TicketView)>> {
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
    pub async fn merged_into(&self, view: &TicketView) -> Outcome<Option<TicketView>> {
        let Some(id) = view.merged_into() else { return Ok(None) };
        Ok(self.tickets_by_id(&[id]).await?.into_iter().find(|other| !other.limited()))
    }

    /// Active tickets on the same service from the same unit, newest first: *laporan serupa*.
    pub async fn similar(&self, view: &TicketView) -> Outcome<Vec<TicketView>> {
        let Some(t) = view.inside().filter(|t| t.kind != Some(TicketKind::Complaint)) else { return Ok(Vec::new()) };
        let Some(service) = t.service_id else { return Ok(Vec::new()) };
        let filter = super::Filter { services: vec![service], ..super::Filter::default() };
        let page = super::Page { first: Some(6), ..super::Page::default() };
        let found = self.tickets(super::View::Active, &filter, super::Order::Newest, &page).await?;
        Ok(found.rows.into_iter().map(|(_, other)| other).filter(|other| other.id() != t.id).collect())
    }
}

impl Kind {
    /// Whether a requester sees it happen.
    pub fn is_public(self) -> bool {
        use Kind as K;
        match self {
            K::TicketOpened
            | K::TicketRecorded
            | K::TicketReplied
            | K::TicketFilesAttached
            | K::TicketAsked
            | K::TicketReminded
            | K::TicketHeld
            | K::TicketResumed
            | K::TicketForwarded
            | K::TicketEscalated
            | K::TicketAccepted
            | K::TicketResolved
            | K::TicketConfirmed
            | K::TicketClosed
            | K::TicketRated
            | K::TicketReopened
            | K::TicketRejected
            | K::TicketCancelled
            | K::TicketMerged
            | K::TicketRedacted
            | K::TicketFileComplete
            | K::ClocksMoved => true,
            K::TicketTaken
            | K::TicketAssigned
            | K::TicketNoted
            | K::TicketCheckDue
            | K::TicketHandedOver
            | K::TicketRequestCompleted
            | K::TicketReturned
            | K::TicketAnswered
            | K::TicketAbsorbed
            | K::TicketReclassified
            | K::TicketInvolved
            | K::TicketFollowed
            | K::TicketContained
            | K::TicketUnfollowed
            | K::TicketLinked
            | K::TicketUnlinked
            | K::TicketTagged
            | K::TicketReleased
            | K::TicketTold
            | K::ClockWarned
            | K::ClockBreached
            | K::LegalStarted
            | K::LegalEnded
            | K::ExceptionAsked
            | K::ExceptionDecided
            | K::RequestOpened
            | K::RequestChanged
            | K::Created
            | K::Changed
            | K::Retired
            | K::PasswordSet
            | K::CodeIssued
            | K::CodeCompleted
            | K::PersonErased
            | K::TokenMade
            | K::TokenRevoked
            | K::SignedIn
            | K::SignInFailed
            | K::SignedOut
            | K::Refused
            | K::ConfidentialRead
            | K::Unmasked
            | K::NumberSearched
            | K::Exported
            | K::AuditRead
            | K::TimeDoubted
            | K::TimeConfirmed
            | K::TimeReturned
            | K::FoundAltered => false,
        }
    }
}
