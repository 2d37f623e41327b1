//! One ticket as one person sees it: what shows of it, what they can do, and its timeline.

use super::{Reader, page};
use crate::access::{self, Sight, Ties};
use crate::event::{Event, Facts, Kind, Recorded};
use crate::file::Attachment;
use crate::id::{FileId, Id, MessageId, TicketId};
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::store::record::Moment;
use crate::ticket::{
    self, Audience, Confidentiality, LinkKind, Message, RequestState, SolutionRequest, Status, Ticket, TicketKind, Verb,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A ticket as a person sees it.
#[derive(Debug, Clone)]
pub struct TicketView {
    /// The row. What the person may not see is blank.
    pub ticket: Ticket,
    /// How much of it shows.
    pub sight: Sight,
    /// How the person has to do with it.
    pub ties: Ties,
    /// Who else has.
    pub parties: Vec<(ticket::PartyRole, Uuid)>,
    /// Whether internal texts show.
    pub internal: bool,
    /// Whether the requester's name shows.
    pub names_requester: bool,
    /// The current or last solution request's state, for labels and for what can be done.
    pub request_state: Option<RequestState>,
    /// Whether Tier 1 still owes it its fields (R5).
    pub request_owed: bool,
}

/// One event of a ticket's timeline with its texts.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// Its kind.
    pub kind: Kind,
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

impl TicketView {
    /// The labels, derived from status, tier and solution request; nothing else is stored for them.
    pub fn labels(&self) -> Vec<Label> {
        let t = &self.ticket;
        let active = t.status.is_active();
        let early = matches!(t.status, Status::New | Status::InProgress) && t.tier == 1;
        let state = self.request_state;
        let rules = [
            (early && t.verified, Label::Verified),
            (active && t.tier == 2 && state == Some(RequestState::Open), Label::Escalated),
            (active && t.tier == 2 && state == Some(RequestState::Accepted), Label::AcceptedByTier2),
            (active && t.tier == 2 && self.request_owed, Label::OwedByTier1),
            (active && t.tier == 1 && state == Some(RequestState::Returned), Label::ReturnedToComplete),
            (active && t.tier == 1 && state == Some(RequestState::Answered), Label::AnsweredByTier2),
            (active && t.reopened, Label::Reopened),
            (t.received_at < t.opened_at, Label::RecordedLate),
            (t.replied_after_end, Label::RepliedAfterEnd),
            (t.end_reason == Some(ticket::EndReason::NoAnswer), Label::NoAnswer),
        ];
        rules.into_iter().filter_map(|(holds, label)| holds.then_some(label)).collect()
    }
}

impl Reader {
    /// The view of a row; none if it does not exist for this person.
    fn view_of(
        &self,
        mut ticket: Ticket,
        parties: Vec<(ticket::PartyRole, Uuid)>,
        request: Option<(RequestState, bool)>,
    ) -> Option<TicketView> {
        let who = &self.standing;
        let ties = Ties::of(who, &parties);
        let sight = access::sight(who, &ticket, ties);
        if sight == Sight::Nothing {
            return None;
        }
        let internal = access::reads_internal(who, &ticket, ties);
        let own = [Some(ticket.requester_id), Some(ticket.filer_id), ticket.assignee_id].contains(&Some(who.person));
        let names_requester = sight == Sight::Full
            && (!ticket.identity_hidden
                || own
                || who.coordinator
                || ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit)));
        if sight == Sight::Outline {
            ticket.title = String::new();
            ticket.location = String::new();
            ticket.contact = String::new();
            ticket.form = store::Doc::default();
        }
        if !internal {
            ticket.tags = store::Doc::default();
        }
        let (request_state, request_owed) = (request.map(|it| it.0), request.is_some_and(|it| it.1));
        Some(TicketView { ticket, sight, ties, parties, internal, names_requester, request_state, request_owed })
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
                self.view_of(row, parties.remove(&id).unwrap_or_default(), state)
            })
            .collect())
    }

    /// Tickets by id, as far as the person sees them; in no order.
    pub async fn tickets_by_id(&self, ids: &[TicketId]) -> Outcome<Vec<TicketView>> {
        self.views(store::ticket::by_ids(&self.db(), ids).await?).await
    }

    /// A ticket. Reading a confidential one leaves a trace (R25).
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
        let view = self.views(vec![row]).await?.pop().ok_or(Refusal::NotFound)?;
        let class = view.ticket.confidentiality;
        let own = view.ticket.requester_id == self.standing.person;
        if class != Confidentiality::Normal && view.sight == Sight::Full && !own {
            let facts = Facts::new().with("ticket", view.ticket.id);
            self.desk().note_access(&self.caller, Kind::ConfidentialRead, facts);
        }
        Ok(view)
    }

    /// What this person can do with a ticket now: allowed by access and possible by the lifecycle.
    pub fn can(&self, view: &TicketView) -> Vec<Verb> {
        let t = &view.ticket;
        let by_desk = access::speaks_for_desk(&self.standing, t, view.ties);
        Verb::ALL
            .iter()
            .copied()
            .filter(|verb| !matches!(verb, Verb::Open | Verb::Record))
            .filter(|verb| access::may(&self.standing, *verb, t, view.ties))
            .filter(|verb| ticket::fits(*verb, t.status, t.tier, view.request_state).is_ok())
            .filter(|verb| self.has_what_it_takes(*verb, view))
            .filter(|verb| *verb != Verb::Reply || ticket::hears(t.status, by_desk))
            .collect()
    }

    /// Whether there is anything on a ticket that these could be done to.
    fn has_what_it_takes(&self, verb: Verb, view: &TicketView) -> bool {
        let ticket = &view.ticket;
        let service = ticket.service_id.and_then(|id| self.directory.service(id));
        match verb {
            Verb::CompleteFile => {
                ticket.complete_at.is_none() && service.is_some_and(|service| !service.requirements.is_empty())
            }
            Verb::CompleteRequest => view.request_owed,
            Verb::EndLegal => ticket.legal_open,
            Verb::AskException => ticket.clocks_digest.is_some(),
            Verb::DecideException => ticket.exception_asked,
            _ => true,
        }
    }

    /// The newest of the timeline, oldest first, with what happened on tickets that were merged into this one: at most `last` events before a place in
    /// it, and whether there are any before them. A timeline has no end, so nobody reads all of it at once.
    pub async fn timeline(&self, view: &TicketView, last: usize, before: Option<Moment>) -> Outcome<(Vec<Entry>, bool)> {
        if !(1..=page::MOST).contains(&last) {
            return Err(Refusal::PageSize(page::MOST).into());
        }
        if view.sight != Sight::Full {
            return Ok((Vec::new(), false));
        }
        let kinds: Vec<&'static str> = Kind::ALL.iter().filter(|kind| kind.is_public()).map(|kind| kind.code()).collect();
        let kinds = (!view.internal).then_some(kinds.as_slice());
        let mut streams = vec![(view.ticket.id, view.ticket.stream(), None)];
        for source in store::ticket::merged_into(&self.db(), view.ticket.id).await? {
            // R4: what another requester wrote is internal here.
            let other = source.requester_id != view.ticket.requester_id;
            // The class of this one may have been lowered since.
            let open = !source.confidentiality.stricter_than(view.ticket.confidentiality)
                || self
                    .view_of(source.clone(), store::ticket::parties(&self.db(), source.id).await?, None)
                    .is_some_and(|v| v.sight == Sight::Full);
            if open && (!other || view.internal) {
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
            let of_it: Vec<i64> = found.iter().filter(|(_, of, _)| of == ticket).map(|(moment, ..)| moment.seq).collect();
            for message in store::ticket::messages_of(&self.db(), *ticket, &of_it).await? {
                if view.internal || message.audience == Audience::Public {
                    texts.entry((*ticket, message.seq)).or_default().push(message);
                }
            }
        }
        let entries = found.into_iter().filter_map(|(moment, ticket, event)| {
            let kind: Kind = event.kind.parse().ok()?;
            let messages = texts.remove(&(ticket, event.seq)).unwrap_or_default();
            Some(Entry { event, kind, messages, source: moment.source })
        });
        Ok((entries.collect(), earlier))
    }

    /// The solution requests of a ticket, oldest first; requesters have no business with them.
    pub async fn requests(&self, view: &TicketView) -> Outcome<Vec<SolutionRequest>> {
        if view.internal { store::ticket::requests(&self.db(), view.ticket.id).await } else { Ok(Vec::new()) }
    }

    /// The files of a ticket that this person may have.
    pub async fn files(&self, view: &TicketView) -> Outcome<Vec<Attachment>> {
        if view.sight != Sight::Full {
            return Ok(Vec::new());
        }
        let files = store::file::of_ticket(&self.db(), view.ticket.id).await?;
        if view.internal {
            return Ok(files);
        }
        let texts = store::ticket::messages(&self.db(), view.ticket.id).await?;
        let hidden = |id: MessageId| texts.iter().any(|m| m.id == id && m.audience == Audience::Internal);
        Ok(files.into_iter().filter(|file| !file.message_id.is_some_and(hidden)).collect())
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

    /// Linked tickets that this person sees, with the kind of link and whether it points here.
    pub async fn links(&self, view: &TicketView) -> Outcome<Vec<(LinkKind, bool, TicketView)>> {
        if view.sight != Sight::Full {
            return Ok(Vec::new());
        }
        let me = view.ticket.id;
        let links = store::ticket::links(&self.db(), me).await?;
        let others: Vec<TicketId> =
            links.iter().map(|link| if link.ticket_id == me { link.other_id } else { link.ticket_id }).collect();
        let seen: HashMap<TicketId, TicketView> =
            self.tickets_by_id(&others).await?.into_iter().map(|view| (view.ticket.id, view)).collect();
        let pairs = links.into_iter().zip(others);
        Ok(pairs
            .filter_map(|(link, other)| Some((link.kind, link.other_id == me, seen.get(&other)?.clone())))
            .collect())
    }

    /// Active tickets on the same service from the same unit, newest first: *laporan serupa*.
    pub async fn similar(&self, view: &TicketView) -> Outcome<Vec<TicketView>> {
        let t = &view.ticket;
        if !view.internal || t.kind == Some(TicketKind::Complaint) {
            return Ok(Vec::new());
        }
        let Some(service) = t.service_id else { return Ok(Vec::new()) };
        let filter = super::Filter { services: vec![service], ..super::Filter::default() };
        let page = super::Page { first: Some(6), ..super::Page::default() };
        let found = self.tickets(super::View::Active, &filter, super::Order::Newest, &page).await?;
        Ok(found
            .rows
            .into_iter()
            .map(|(_, other)| other)
            .filter(|other| other.ticket.id.uuid() != t.id.uuid())
            .collect())
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
            | K::PersonErased
            | K::TokenMade
            | K::TokenRevoked
            | K::SignedIn
            | K::SignInFailed
            | K::SignedOut
            | K::Refused
            | K::ConfidentialRead
            | K::Unmasked
            | K::Exported
            | K::AuditRead => false,
        }
    }
}
