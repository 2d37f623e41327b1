//! What of a ticket shows to one person: the only place that decides it. A door has no row, it has a [`TicketView`], and whatever it asks of that
//! goes through one of four gates: what an outline shows, what only those see who see the ticket in full, what is internal, and who reported it.
//! Behind the second gate lies everything that was written, so that is also where the reading of a confidential ticket leaves its trace (R25).

use super::ticket::Label;
use crate::access::{self, Sight, Ties};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::event::{Facts, Kind};
use crate::id::{PersonId, ServiceId, TeamId, TicketId, UnitId};
use crate::sla::Clock;
use crate::ticket::{
    self, Cause, Channel, Confidentiality, EndReason, Impact, Priority, RequestState, RouteReason, Status, Ticket,
    TicketKind, Urgency, WaitFor,
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// The confidential tickets that one operation has read so far: each is noted once, however often and by whatever way it is reached.
#[derive(Debug, Clone, Default)]
pub struct Noted(Arc<Mutex<BTreeSet<TicketId>>>);

/// Whose reading is noted, and where.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    pub(crate) desk: Arc<Desk>,
    pub(crate) caller: Caller,
    pub(crate) noted: Noted,
}

impl Trace {
    /// Notes that a ticket was read, unless there is nothing to note: it is not confidential, or it is one's own.
    pub(super) fn read(&self, reader: PersonId, ticket: &Ticket) {
        if ticket.confidentiality == Confidentiality::Normal || ticket.requester_id == reader {
            return;
        }
        let first = self.noted.0.lock().unwrap_or_else(|broken| broken.into_inner()).insert(ticket.id);
        if first {
            let facts = Facts::new().with("ticket", ticket.id);
            self.desk.note_access(&self.caller, Kind::ConfidentialRead, facts);
        }
    }
}

/// A ticket as a person sees it.
#[derive(Debug, Clone)]
pub struct TicketView {
    row: Arc<Ticket>,
    reader: PersonId,
    trace: Trace,
    /// How much of it shows.
    pub sight: Sight,
    /// How the person has to do with it.
    pub ties: Ties,
    /// Whether internal texts show.
    pub internal: bool,
    names_requester: bool,
    by_mandate: bool,
    request: Option<(RequestState, bool)>,
    /// Whether others were merged into it.
    pub(crate) absorbs: bool,
}

impl TicketView {
    /// The view of a row; none if it does not exist for this person. `request`: the state of its solution request, and whether Tier 1 still owes it
    /// its fields (R5).
    pub(crate) fn of(
        who: &access::Standing,
        trace: Trace,
        row: Ticket,
        parties: &[(ticket::PartyRole, Uuid)],
        request: Option<(RequestState, bool)>,
    ) -> Option<Self> {
        let ties = Ties::of(who, parties);
        let sight = access::sight(who, &row, ties);
        if sight == Sight::Nothing {
            return None;
        }
        let internal = access::reads_internal(who, &row, ties);
        let names_requester = sight == Sight::Full && access::names_requester(who, &row, ties);
        let by_mandate = access::by_mandate(who, &row, ties);
        let (reader, row, absorbs) = (who.person, Arc::new(row), false);
        Some(Self { row, reader, trace, sight, ties, internal, names_requester, by_mandate, request, absorbs })
    }

    /// The row, for decisions of the desk's own. Nothing of it is handed out but through a gate.
    pub(crate) fn row(&self) -> &Ticket {
        &self.row
    }

    pub(crate) fn request_state(&self) -> Option<RequestState> {
        self.request.map(|it| it.0)
    }

    pub(crate) fn owes_request(&self) -> bool {
        self.request.is_some_and(|it| it.1)
    }

    /// The row to who sees the ticket in full: they are about to read of it.
    pub(crate) fn full(&self) -> Option<&Ticket> {
        if self.sight != Sight::Full {
            return None;
        }
        self.trace.read(self.reader, &self.row);
        Some(&self.row)
    }

    /// The row to who reads what is internal.
    pub(crate) fn inside(&self) -> Option<&Ticket> {
        self.full().filter(|_| self.internal)
    }

    /// The row to who may know who reported it.
    pub(crate) fn reporter(&self) -> Option<&Ticket> {
        self.full().filter(|_| self.names_requester)
    }

    /// Whether it is only by the mandate of a security audit that this person reads it.
    pub fn by_mandate(&self) -> bool {
        self.by_mandate
    }

    /// Whether the name of who reported it shows.
    pub fn names_requester(&self) -> bool {
        self.names_requester
    }
}

/// What also the outline shows (R23): the number, the units it is from and lies with, how it stands, when, and its clocks.
impl TicketView {
    /// Its id.
    pub fn id(&self) -> TicketId {
        self.row.id
    }

    /// Its number.
    pub fn number(&self) -> &str {
        &self.row.number
    }

    /// Its version (R6).
    pub fn version(&self) -> i64 {
        self.row.version
    }

    /// *Terbatas*: only the outline shows.
    pub fn limited(&self) -> bool {
        self.sight == Sight::Outline
    }

    /// The class: why only the outline shows.
    pub fn confidentiality(&self) -> Confidentiality {
        self.row.confidentiality
    }

    /// The status.
    pub fn status(&self) -> Status {
        self.row.status
    }

    /// The unit it is from.
    pub fn unit(&self) -> Option<UnitId> {
        self.row.unit_id
    }

    /// 1 or 2.
    pub fn tier(&self) -> i32 {
        self.row.tier
    }

    /// The unit whose Tier 1 has it, or had it.
    pub fn queue_unit(&self) -> Option<UnitId> {
        self.row.queue_unit_id
    }

    /// The team that has it.
    pub fn team(&self) -> Option<TeamId> {
        self.row.team_id
    }

    /// When it reached us.
    pub fn received_at(&self) -> DateTime<Utc> {
        self.row.received_at
    }

    /// When it was entered.
    pub fn opened_at(&self) -> DateTime<Utc> {
        self.row.opened_at
    }

    /// When somebody last did something with it.
    pub fn last_activity_at(&self) -> DateTime<Utc> {
        self.row.last_activity_at
    }

    /// When a handler first answered in public.
    pub fn first_response_at(&self) -> Option<DateTime<Utc>> {
        self.row.first_response_at
    }

    /// Until when it waits.
    pub fn wait_until(&self) -> Option<DateTime<Utc>> {
        self.row.wait_until
    }

    /// When its file was declared complete.
    pub fn complete_at(&self) -> Option<DateTime<Utc>> {
        self.row.complete_at
    }

    /// When it was solved.
    pub fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.row.resolved_at
    }

    /// When it ended.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.row.ended_at
    }

    /// Whether a clock of it shows: requesters see what was promised to them; who handles, oversees or audits sees all of them, also of a ticket of
    /// which only the outline shows.
    pub fn shows(&self, clock: &Clock) -> bool {
        self.internal || self.limited() || clock.kind.is_public()
    }
}

/// What shows in full only.
impl TicketView {
    /// What it is about; none also: not known yet.
    pub fn kind(&self) -> Option<TicketKind> {
        self.full()?.kind
    }

    /// Title.
    pub fn title(&self) -> Option<&str> {
        Some(self.full()?.title.as_str())
    }

    /// Where it is.
    pub fn location(&self) -> Option<&str> {
        self.full().map(|row| row.location.as_str()).filter(|text| !text.is_empty())
    }

    /// The answers to the service's own fields.
    pub fn form(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.full()?.form)
    }

    /// The service.
    pub fn service(&self) -> Option<ServiceId> {
        self.full()?.service_id
    }

    /// How it reached us.
    pub fn channel(&self) -> Option<Channel> {
        Some(self.full()?.channel)
    }

    /// How many are affected.
    pub fn impact(&self) -> Option<Impact> {
        Some(self.full()?.impact)
    }

    /// Whether work goes on.
    pub fn urgency(&self) -> Option<Urgency> {
        Some(self.full()?.urgency)
    }

    /// Impact x urgency.
    pub fn priority(&self) -> Option<Priority> {
        Some(self.full()?.priority)
    }

    /// *Rahasiakan identitas saya*.
    pub fn identity_hidden(&self) -> Option<bool> {
        Some(self.full()?.identity_hidden)
    }

    /// Whether it is a security incident.
    pub fn security_incident(&self) -> Option<bool> {
        Some(self.full()?.security_incident)
    }

    /// Who works on it.
    pub fn assignee(&self) -> Option<PersonId> {
        self.full()?.assignee_id
    }

    /// Why it is in the queue it is in.
    pub fn route_reason(&self) -> Option<RouteReason> {
        Some(self.full()?.route_reason)
    }

    /// How often it was passed from unit to unit.
    pub fn forwards(&self) -> Option<i32> {
        Some(self.full()?.forwards)
    }

    /// What it waits for.
    pub fn wait_for(&self) -> Option<WaitFor> {
        self.full()?.wait_for
    }

    /// How it ended, where the status does not say it.
    pub fn end_reason(&self) -> Option<EndReason> {
        self.full()?.end_reason
    }

    /// 1 to 5, by the requester.
    pub fn rating(&self) -> Option<i32> {
        self.full()?.rating
    }

    /// The ticket it was merged into.
    pub(crate) fn merged_into(&self) -> Option<TicketId> {
        self.full()?.merged_into_id
    }

    /// The labels, derived from status, tier and solution request; nothing else is stored for them.
    pub fn labels(&self) -> Vec<Label> {
        self.full().map(|row| Label::all_of(row, self.request)).unwrap_or_default()
    }

    /// The code of the legal deadline that a clock counts. The clock itself shows in outline, what it is about does not.
    pub fn clock_code<'c>(&self, clock: &'c Clock) -> Option<&'c str> {
        self.full()?;
        clock.code.as_deref()
    }

    /// The policy that a clock follows: named after kinds, priorities and services.
    pub fn clock_policy<'c>(&self, clock: &'c Clock) -> Option<&'c str> {
        self.full()?;
        clock.policy.as_deref()
    }
}

/// What is internal.
impl TicketView {
    /// Why it had happened.
    pub fn cause(&self) -> Option<Cause> {
        self.inside()?.cause
    }

    /// Words of the office's own.
    pub fn tags(&self) -> &[String] {
        self.inside().map_or(&[], |row| &row.tags)
    }

    /// Since when the requester has not been told of what was said.
    pub fn untold_since(&self) -> Option<DateTime<Utc>> {
        self.inside()?.untold_since
    }

    /// Whether a person oversees those who have it now, and can leave supervision notes.
    pub fn supervised_by(&self, who: &access::Standing) -> bool {
        self.inside().is_some_and(|row| access::oversees(who.towards(self.ties), row))
    }
}

/// Who reported it.
impl TicketView {
    /// Who has the problem.
    pub fn requester(&self) -> Option<PersonId> {
        Some(self.reporter()?.requester_id)
    }

    /// Whom to ask for on the spot: most often whoever reported it, with a number.
    pub fn contact(&self) -> Option<&str> {
        self.reporter().map(|row| row.contact.as_str()).filter(|text| !text.is_empty())
    }

    /// Who filed it, if somebody else did.
    pub fn filer(&self) -> Option<PersonId> {
        let row = self.reporter()?;
        Some(row.filer_id).filter(|filer| *filer != row.requester_id)
    }
}
