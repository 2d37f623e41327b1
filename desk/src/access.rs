//! Who may do what: the whole policy, pure. `tests/access` prints it as a matrix that is reviewed like code, and
//! [`crate::store::visible`] says the same in SQL for lists; a story holds the two together.

use crate::appointment::{Appointment, AppointmentState, Role};
use crate::directory::Directory;
use crate::id::{PersonId, ServiceId, TeamId, UnitId};
use crate::person::{Language, Person, RequesterType};
use crate::service::{FirstLine, Service};
use crate::setting::SettingKey;
use crate::ticket::{Confidentiality, PartyRole, Ticket, Verb};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a person is at one instant: the roles that count, with their scopes spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// Their own unit.
    pub unit: Option<UnitId>,
    /// Who they are to the government.
    pub requester_type: RequesterType,
    /// The language they read.
    pub language: Language,
    /// Units they serve as Tier 1: those they are appointed for and those below that have no Tier 1 of their own.
    pub serves: BTreeSet<UnitId>,
    /// Teams they work in at Tier 2.
    pub teams: BTreeSet<TeamId>,
    /// Teams they lead.
    pub leads: BTreeSet<TeamId>,
    /// *Koordinator Service Desk*.
    pub coordinator: bool,
    /// Units they head, with all below.
    pub heads: BTreeSet<UnitId>,
    /// Head of the Dinas that runs the service desk.
    pub head_of_office: bool,
    /// Services they answer for.
    pub owns: BTreeSet<ServiceId>,
    /// Services of the units they head: reports on those they read too, wherever they come from.
    pub heads_services: BTreeSet<ServiceId>,
    /// *Petugas keamanan*.
    pub security: bool,
    /// Reads everything that is not confidential.
    pub reads_all: bool,
    /// Units an executive reads.
    pub reads: BTreeSet<UnitId>,
    /// *Auditor*.
    pub auditor: bool,
    /// *Auditor keamanan*: the mandate counts now.
    pub security_auditor: bool,
    /// *Manajer perubahan*.
    pub change_manager: bool,
    /// *Administrator*.
    pub administrator: bool,
    /// In whose place they work: everybody between the one appointed and them.
    pub stands_for: BTreeSet<PersonId>,
    /// Who handles tickets now, of everybody: a ticket of whoever does not has nobody ([`Self::nobody_has`]).
    pub at_work: Arc<BTreeSet<PersonId>>,
    /// What they are by themselves; none: they stand in for nobody, and are all of it by themselves.
    own: Option<Box<Standing>>,
}

impl Standing {
    /// What `person` is at `now`.
    pub fn of(person: &Person, directory: &Directory, now: DateTime<Utc>) -> Self {
        let mut it = Self::nobody(person.id, person.unit_id, person.requester_type, person.language);
        it.at_work = directory.at_work(now);
        if person.retired_at.is_some() {
            return it;
        }
        it.take_up_all(person, directory, now);
        it
    }

    /// The same without a look at everybody else: enough to compare what somebody is with what they were.
    fn of_oneself(person: &Person, directory: &Directory, now: DateTime<Utc>) -> Self {
        let mut it = Self::nobody(person.id, person.unit_id, person.requester_type, person.language);
        if person.retired_at.is_none() {
            it.take_up_all(person, directory, now);
        }
        it
    }

    fn take_up_all(&mut self, person: &Person, directory: &Directory, now: DateTime<Utc>) {
        let it = self;
        let mut own = it.clone();
        for appointment in directory.appointments().iter().filter(|a| a.counts_at(now)) {
            if appointment.person_id == person.id {
                own.take_up(appointment, directory, now);
                it.take_up(appointment, directory, now);
            } else if directory.workers(appointment, now).any(|worker| worker == person.id) {
                it.take_up(appointment, directory, now);
                it.stands_for.extend(directory.places_between(appointment.person_id, now));
            }
        }
        if !it.stands_for.is_empty() {
            it.stands_for.remove(&person.id);
            it.own = Some(Box::new(own));
        }
    }

    /// Whether nobody has a ticket that is assigned so: to no one, or to somebody who handles nothing any more.
    pub fn nobody_has(&self, assignee: Option<PersonId>) -> bool {
        assignee.is_none_or(|who| !self.at_work.contains(&who))
    }

    /// What they are by themselves, where that is less than what they are with the places that they stand in.
    pub(crate) fn by_oneself(&self) -> Option<&Self> {
        self.own.as_deref()
    }

    /// What of them counts for a ticket: of one that is hidden from somebody in whose place they work, only what they are by themselves.
    pub(crate) fn towards(&self, ties: Ties) -> &Self {
        self.by_oneself().filter(|_| ties.place_hidden).unwrap_or(self)
    }

    /// A person without any role.
    pub fn nobody(person: PersonId, unit: Option<UnitId>, requester_type: RequesterType, language: Language) -> Self {
        Self {
            person,
            unit,
            requester_type,
            language,
            serves: BTreeSet::new(),
            teams: BTreeSet::new(),
            leads: BTreeSet::new(),
            coordinator: false,
            heads: BTreeSet::new(),
            head_of_office: false,
            owns: BTreeSet::new(),
            heads_services: BTreeSet::new(),
            security: false,
            reads_all: false,
            reads: BTreeSet::new(),
            auditor: false,
            security_auditor: false,
            change_manager: false,
            administrator: false,
            stands_for: BTreeSet::new(),
            at_work: Arc::default(),
            own: None,
        }
    }

    fn take_up(&mut self, appointment: &Appointment, directory: &Directory, now: DateTime<Utc>) {
        let (unit, team, service) = (appointment.unit_id, appointment.team_id, appointment.service_id);
        match appointment.role {
            Role::Tier1 => {
                let Some(unit) = unit else { return };
                self.serves.insert(unit);
                let below = directory.subtree(unit).into_iter();
                self.serves.extend(below.filter(|id| directory.serving(*id, now) == Some(unit)));
            }
            Role::Tier2 => self.teams.extend(team),
            Role::TeamLead => {
                self.teams.extend(team);
                self.leads.extend(team);
            }
            Role::Security => {
                self.teams.extend(team);
                self.security = true;
            }
            Role::Coordinator => self.coordinator = true,
            Role::UnitHead => {
                let Some(unit) = unit else { return };
                let units = directory.subtree(unit);
                let of_them = directory.services().filter(|service| units.contains(&service.owner_unit_id));
                self.heads_services.extend(of_them.map(|service| service.id));
                self.heads.extend(units);
                self.head_of_office |= directory.office().is_some_and(|office| office.id == unit);
            }
            Role::ServiceOwner => self.owns.extend(service),
            Role::ChangeManager => self.change_manager = true,
            // What an approver reads comes with the change that waits for the decision.
            Role::Approver => {}
            Role::Executive => match unit {
                Some(unit) => self.reads.extend(directory.subtree(unit)),
                None => self.reads_all = true,
            },
            Role::Auditor => self.auditor = true,
            Role::SecurityAuditor => self.security_auditor = true,
            Role::Administrator => self.administrator = true,
        }
    }

    /// Whether it is more than another standing of the same person; `excused` says of which units served that does not matter.
    fn is_more_than(&self, other: &Self) -> bool {
        !self.serves.is_subset(&other.serves)
            || !self.teams.is_subset(&other.teams)
            || !self.leads.is_subset(&other.leads)
            || !self.heads.is_subset(&other.heads)
            || !self.owns.is_subset(&other.owns)
            || !self.reads.is_subset(&other.reads)
            || self.flags().into_iter().zip(other.flags()).any(|(is, was)| is && !was)
    }

    fn flags(&self) -> [bool; 8] {
        [
            self.coordinator,
            self.head_of_office,
            self.security,
            self.reads_all,
            self.auditor,
            self.security_auditor,
            self.change_manager,
            self.administrator,
        ]
    }

    /// Whether they audit, with or without the mandate that opens what is RESTRICTED.
    pub fn audits(&self) -> bool {
        self.auditor || self.security_auditor
    }

    /// Whether they handle tickets of others.
    pub fn handles(&self) -> bool {
        self.coordinator || self.security || !self.serves.is_empty() || !self.teams.is_empty()
    }

    /// Whether they hold any role, so that the shorter idle time of staff holds.
    pub fn is_staff(&self) -> bool {
        self.handles()
            || self.auditor
            || self.security_auditor
            || self.administrator
            || self.change_manager
            || self.reads_all
            || !self.heads.is_empty()
            || !self.owns.is_empty()
            || !self.reads.is_empty()
    }
}

/// How one person has to do with one ticket besides what its row says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ties {
    /// Follows it. No reason to read it: what lets them read it is something else, or nothing.
    pub follower: bool,
    /// *Involved* by name, and still what they were then: staff, or whoever was asked without a role.
    pub involved: bool,
    /// Is the subject of the complaint.
    pub hidden: bool,
    /// Works in the place of its subject.
    pub place_hidden: bool,
    /// Works in a unit or a team that had it before.
    pub past: bool,
}

impl Ties {
    /// Reads them off the parties of a ticket.
    pub fn of<'p, P>(standing: &Standing, parties: P) -> Self
    where
        P: IntoIterator<Item = &'p (PartyRole, uuid::Uuid)>,
        P::IntoIter: Clone,
    {
        let parties = parties.into_iter();
        let mut ties = Self::default();
        for (_, subject) in parties.clone().filter(|(role, _)| *role == PartyRole::HiddenFrom) {
            ties.hidden |= standing.person.0 == *subject;
            ties.place_hidden |= standing.stands_for.contains(&PersonId(*subject));
        }
        let standing = standing.towards(ties);
        for (role, member) in parties {
            match role {
                PartyRole::Follower => ties.follower |= standing.person.0 == *member,
                PartyRole::Involved => ties.involved |= standing.person.0 == *member && standing.is_staff(),
                PartyRole::InvolvedAsSelf => ties.involved |= standing.person.0 == *member,
                PartyRole::HiddenFrom => {}
                PartyRole::PastUnit => ties.past |= standing.serves.contains(&UnitId(*member)),
                PartyRole::PastTeam => ties.past |= standing.teams.contains(&TeamId(*member)),
                // They know that something happened, and nothing else of it.
                PartyRole::Containing => {}
            }
        }
        ties
    }
}

/// How much of a ticket somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// It does not exist for them.
    Nothing,
    /// *Terbatas*: number, units, status, dates and clocks; nothing of what it is about, from whom it is, or who works on it.
    Outline,
    /// Everything their side of it may see.
    Full,
}

/// What of a ticket's row it rests on who sees it: ids and codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    pub(crate) requester_id: PersonId,
    pub(crate) filer_id: PersonId,
    pub(crate) unit_id: Option<UnitId>,
    pub(crate) queue_unit_id: Option<UnitId>,
    pub(crate) service_id: Option<ServiceId>,
    pub(crate) tier: i32,
    pub(crate) team_id: Option<TeamId>,
    pub(crate) assignee_id: Option<PersonId>,
    pub(crate) confidentiality: Confidentiality,
}

impl Ground {
    /// Reads it off a row.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            requester_id: ticket.requester_id,
            filer_id: ticket.filer_id,
            unit_id: ticket.unit_id,
            queue_unit_id: ticket.queue_unit_id,
            service_id: ticket.service_id,
            tier: ticket.tier,
            team_id: ticket.team_id,
            assignee_id: ticket.assignee_id,
            confidentiality: ticket.confidentiality,
        }
    }
}

/// What a person sees of a ticket (R23).
pub fn sight(who: &Standing, ticket: &Ticket, ties: Ties) -> Sight {
    sight_on(who, &Ground::of(ticket), ties)
}

/// The same, of what it rests on.
pub fn sight_on(who: &Standing, ticket: &Ground, ties: Ties) -> Sight {
    let who = who.towards(ties);
    let own = ticket.requester_id == who.person || ticket.filer_id == who.person;
    if own {
        return Sight::Full;
    }
    if ties.hidden {
        return Sight::Nothing;
    }
    // R24: an assignment gives rights only as long as some role that handles tickets counts.
    let named = (ticket.assignee_id == Some(who.person) && who.handles()) || ties.involved;
    let in_team = ticket.tier == 2 && ticket.team_id.is_some_and(|team| who.teams.contains(&team));
    // As long as nobody has it, the team that has it is the unit's Tier 1: were it hidden from them all, nobody could take it.
    let unassigned = ticket.tier == 1 && who.nobody_has(ticket.assignee_id);
    let in_queue = unassigned && ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit));
    let confidential = match ticket.confidentiality {
        Confidentiality::Normal => {
            let serves = |unit: Option<UnitId>| unit.is_some_and(|unit| who.serves.contains(&unit));
            let full = named
                || in_team
                || ties.past
                || serves(ticket.unit_id)
                || serves(ticket.queue_unit_id)
                || who.coordinator
                || who.audits()
                || who.security
                || who.reads_all
                || who.head_of_office
                || ticket.unit_id.is_some_and(|unit| who.heads.contains(&unit) || who.reads.contains(&unit))
                || ticket
                    .service_id
                    .is_some_and(|service| who.owns.contains(&service) || who.heads_services.contains(&service));
            return if full { Sight::Full } else { Sight::Nothing };
        }
        Confidentiality::Restricted => {
            named || in_team || in_queue || who.security || who.head_of_office || who.security_auditor
        }
        Confidentiality::Secret => named || who.security || who.head_of_office,
    };
    if confidential {
        Sight::Full
    } else if who.coordinator || who.audits() {
        Sight::Outline
    } else {
        Sight::Nothing
    }
}

/// Whether it is only by the mandate of a security audit that somebody reads a ticket: each such reading is on record, and the page says so.
pub fn by_mandate(who: &Standing, ticket: &Ticket, ties: Ties) -> bool {
    let who = who.towards(ties);
    if !who.security_auditor {
        return false;
    }
    let without = Standing { security_auditor: false, auditor: who.audits(), ..who.clone() };
    sight(who, ticket, ties) == Sight::Full && sight(&without, ticket, ties) != Sight::Full
}

/// Whether a person may do `verb` to a ticket that they see in full (or, for what a coordinator may do unseen, in outline).
pub fn may(who: &Standing, verb: Verb, ticket: &Ticket, ties: Ties) -> bool {
    let who = who.towards(ties);
    let seen = sight(who, ticket, ties);
    if seen == Sight::Nothing {
        return false;
    }
    // The coordinator moves work that they may not read: to whom it goes is no text. A mandate opens for reading and for nothing else.
    if seen == Sight::Outline || by_mandate(who, ticket, ties) {
        return who.coordinator && verb == Verb::Assign;
    }
    let requester = ticket.requester_id == who.person;
    let own = requester || ticket.filer_id == who.person;
    let serves = |unit: Option<UnitId>| unit.is_some_and(|unit| who.serves.contains(&unit));
    let assigned = ticket.assignee_id == Some(who.person) && who.handles();
    let tier1 = ticket.tier == 1 && (serves(ticket.queue_unit_id) || assigned);
    let team = ticket.tier == 2 && (ticket.team_id.is_some_and(|team| who.teams.contains(&team)) || assigned);
    // The coordinator's own queue is the head's too: a complaint about the only coordinator must find somebody.
    let above = ticket.tier == 1 && ticket.queue_unit_id.is_none() && who.head_of_office;
    let handler = tier1 || team || who.coordinator || above;
    // Besides the handlers: whose people it comes from, who had it, who was asked to help. Of one's own ticket one is the requester, whatever role
    // one holds elsewhere.
    let beside = !requester
        && (serves(ticket.unit_id) || serves(ticket.queue_unit_id) || ties.past || ties.involved || who.security);
    match verb {
        Verb::Open | Verb::Record => true,
        Verb::Reply | Verb::Attach => own || handler || beside || ties.follower,
        // R4: following is no way to what is internal.
        Verb::Note => handler || beside,
        Verb::Take => in_queue(who, ticket),
        Verb::Assign
        | Verb::Ask
        | Verb::Hold
        | Verb::Resume
        | Verb::Resolve
        | Verb::Reject
        | Verb::Merge
        | Verb::Reclassify
        | Verb::Involve
        | Verb::Link
        | Verb::Tag
        | Verb::PromoteToProblem
        | Verb::RaiseChange
        | Verb::CompleteFile
        | Verb::StartLegal
        | Verb::EndLegal => handler,
        Verb::AskException => handler || (beside && who.handles()),
        Verb::DecideException => who.coordinator && !own,
        Verb::Redact => handler || (beside && who.handles()),
        Verb::Forward | Verb::Escalate => tier1 || who.coordinator || above,
        // R5: of the Tier 1 that had it when the clock escalated it; at tier 2 the ticket still names their unit.
        Verb::CompleteRequest => {
            let coordinators_queue = ticket.queue_unit_id.is_none() && who.head_of_office;
            serves(ticket.queue_unit_id) || who.coordinator || coordinators_queue
        }
        Verb::Accept | Verb::Return | Verb::Answer => team,
        Verb::HandOver => team || who.coordinator,
        Verb::Confirm => requester || handler,
        Verb::Rate => requester,
        Verb::Reopen => own || handler || (beside && who.handles()),
        Verb::Cancel => requester,
        Verb::Follow => own || who.handles(),
    }
}

/// Whether somebody works in the queue a ticket is in now: whoever has it is one of these.
pub fn in_queue(who: &Standing, ticket: &Ticket) -> bool {
    match ticket.tier {
        2 => ticket.team_id.is_some_and(|team| who.teams.contains(&team)),
        // The coordinator's own queue is the head's too.
        _ => who.coordinator || ticket.queue_unit_id.map_or(who.head_of_office, |unit| who.serves.contains(&unit)),
    }
}

/// Whether `by` may bring a ticket to somebody: it is a matter of their queue. Who moves work that they see only the outline of may bring it neither to
/// themselves nor to anybody whose only tie to the queue is to coordinate: that would be a way to read what coordinating does not show.
pub fn may_receive(to: &Standing, ties_of_to: Ties, by: &Standing, ties_of_by: Ties, ticket: &Ticket) -> bool {
    let to = to.towards(ties_of_to);
    let unseen = sight(by, ticket, ties_of_by) == Sight::Outline;
    let works = Standing { coordinator: to.coordinator && !unseen, ..to.clone() };
    in_queue(&works, ticket) && !(unseen && to.person == by.person)
}

/// Whether a person gets the containment card of a ticket: the Tier 1 of the unit that a security incident struck, whatever its class. The card says
/// where and what to do first, and nothing of the ticket.
pub fn contains(who: &Standing, ticket: &Ticket, ties: Ties) -> bool {
    let who = who.towards(ties);
    let struck = ticket.security_incident && ticket.active;
    struck && !ties.hidden && ticket.unit_id.is_some_and(|unit| who.serves.contains(&unit))
}

/// Whether what a person writes on a ticket is the desk speaking: a handler who is not the requester.
pub fn speaks_for_desk(who: &Standing, ticket: &Ticket, ties: Ties) -> bool {
    ticket.requester_id != who.person && may(who, Verb::Note, ticket, ties)
}

/// Whether a person may read what is INTERNAL on a ticket that they see in full: those who handle it, and those who oversee or audit.
/// A requester only of a ticket in the own queue, where one is handler and requester at once; not because of a role held elsewhere.
pub fn reads_internal(who: &Standing, ticket: &Ticket, ties: Ties) -> bool {
    if sight(who, ticket, ties) != Sight::Full {
        return false;
    }
    let who = who.towards(ties);
    let requester = ticket.requester_id == who.person;
    may(who, Verb::Note, ticket, ties)
        || (!requester && ticket.service_id.is_some_and(|service| who.owns.contains(&service)))
        || (!requester
            && ticket.filer_id != who.person
            && (who.audits()
                || who.reads_all
                || who.head_of_office
                || ticket.service_id.is_some_and(|service| who.heads_services.contains(&service))
                || ticket.unit_id.is_some_and(|unit| who.heads.contains(&unit) || who.reads.contains(&unit))))
}

/// Whether whoever sees a ticket in full may know who reported it: those who asked for their name to be hidden are known to those who have to talk to
/// them, and to nobody else.
pub fn names_requester(who: &Standing, ticket: &Ticket, ties: Ties) -> bool {
    let who = who.towards(ties);
    let own = [Some(ticket.requester_id), Some(ticket.filer_id), ticket.assignee_id].contains(&Some(who.person));
    !ticket.identity_hidden
        || own
        || who.coordinator
        || ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit))
}

/// Whether somebody oversees those who have a ticket now: the coordinator everybody, a lead their team.
pub fn oversees(who: &Standing, ticket: &Ticket) -> bool {
    who.coordinator || (ticket.tier == 2 && ticket.team_id.is_some_and(|team| who.leads.contains(&team)))
}

/// The roster of a team is its lead's, the coordinator's and the administrator's.
pub(crate) fn plans(who: &Standing, team: TeamId) -> bool {
    who.leads.contains(&team) || who.coordinator || may_deal(who, Matter::Catalogue)
}

/// Matters besides tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// Units, teams, services, calendars, settings: change them.
    Catalogue,
    /// People and their appointments: change them.
    People,
    /// The audit trail: verify it and look through it.
    Audit,
    /// Recording reports for others.
    RecordReports,
    /// Looking people up by name.
    FindPeople,
    /// Being told that a server's clock has jumped.
    Time,
    /// Saying that its new time is right.
    ConfirmTime,
}

/// Whether a person may deal with a matter.
pub fn may_deal(who: &Standing, matter: Matter) -> bool {
    match matter {
        Matter::Catalogue | Matter::People | Matter::ConfirmTime => who.administrator,
        Matter::Time => who.administrator || who.coordinator,
        Matter::Audit => who.audits() || who.administrator,
        Matter::RecordReports => who.handles(),
        Matter::FindPeople => who.handles() || who.administrator || who.audits(),
    }
}

/// Whether a person may note, confirm or cancel the absence of another: of the people of a unit they head, of a team they lead; the coordinator of
/// those who handle tickets; the administrator of everybody.
pub fn may_note_absence(who: &Standing, of: &Person, directory: &Directory) -> bool {
    let own = of.unit_id.is_some_and(|unit| who.heads.contains(&unit));
    let works = |a: &&Appointment| a.person_id == of.id && a.state == AppointmentState::Active;
    let mut work = directory.appointments().iter().filter(works);
    own || who.administrator
        || work.any(|a| {
            let handles = matches!(a.role, Role::Tier1 | Role::Tier2 | Role::TeamLead | Role::Security);
            handles && who.coordinator
                || a.team_id.is_some_and(|team| who.leads.contains(&team))
                || (a.role == Role::Tier1 && a.unit_id.is_some_and(|unit| who.heads.contains(&unit)))
        })
}

/// Whether somebody can stand in for another: staff of the government, of the same unit or one above or below it, or at work in the same unit or team.
pub fn can_stand_in(substitute: &Person, of: &Person, directory: &Directory) -> bool {
    let active = |id: PersonId| {
        let held = directory.appointments().iter();
        held.filter(move |a| a.person_id == id && a.state == AppointmentState::Active)
    };
    let near = |a: UnitId, b: UnitId| directory.upwards(a).any(|it| it == b) || directory.upwards(b).any(|it| it == a);
    let neighbour = substitute.unit_id.zip(of.unit_id).is_some_and(|(a, b)| near(a, b));
    let colleague = active(of.id).any(|a| {
        let unit = a.unit_id.is_some_and(|unit| substitute.unit_id.is_some_and(|other| near(unit, other)));
        unit || active(substitute.id)
            .any(|b| (a.team_id.is_some() && a.team_id == b.team_id) || (a.unit_id.is_some() && a.unit_id == b.unit_id))
    });
    substitute.requester_type == RequesterType::CivilServant && (neighbour || colleague)
}

/// Whether a person would be more, now or later, under an edited organisation: what nobody's own command may do (R24). Also where a unit
/// falls back to them: whoever would serve it then leaves it to another to say that its own Tier 1 is away or gone. Both are looked at as if the person
/// were there: whoever is away comes back when they like.
pub fn gains(person: &Person, before: &Directory, after: &Directory, now: DateTime<Utc>) -> bool {
    // What is moved now may meet later what stands already: an appointment of today an absence of next week. So every edge of both counts.
    let mut instants = BTreeSet::from([now]);
    for directory in [before, after] {
        instants.extend(directory.appointments().iter().flat_map(|a| [Some(a.valid_from), a.valid_to]).flatten());
        instants.extend(directory.absences().iter().flat_map(|a| [a.valid_from, a.valid_to]));
    }
    let (before, after) = (&before.as_if_there(person.id), &after.as_if_there(person.id));
    instants.into_iter().filter(|at| *at >= now).any(|at| {
        let (was, is) = (Standing::of_oneself(person, before, at), Standing::of_oneself(person, after, at));
        is.is_more_than(&was) || brings_more(&was, &is, before, after) || sends_away(&is, before, after, at)
    })
}

/// Whether a colleague in a queue of theirs handles nothing any more: what that one has, confidential or not, would be for whoever works there to see.
fn sends_away(is: &Standing, before: &Directory, after: &Directory, at: DateTime<Utc>) -> bool {
    let beside = |a: &&Appointment| {
        a.person_id != is.person
            && a.role == Role::Tier1
            && a.unit_id.is_some_and(|unit| is.serves.contains(&unit))
            && a.counts_at(at)
    };
    !is.serves.is_empty() && before.appointments().iter().filter(beside).any(|held| !after.handles(held.person_id, at))
}

/// Whether services that were others' are now brought to a person's team or unit, or begin with a lower class where they read in any role.
fn brings_more(was: &Standing, is: &Standing, before: &Directory, after: &Directory) -> bool {
    let brought = |who: &Standing, service: &Service| {
        service.team_id.is_some_and(|team| who.teams.contains(&team))
            || who.heads.contains(&service.owner_unit_id)
            || (service.first_line == FirstLine::OwnerUnit && who.serves.contains(&service.owner_unit_id))
    };
    let own_team = |who: &Standing, directory: &Directory| {
        let team = directory.team_by_code(&directory.text(SettingKey::CoordinatorTeam));
        team.is_some_and(|team| who.teams.contains(&team.id))
    };
    let moved = |service: &Service| before.service(service.id).is_some_and(|it| !brought(was, it));
    let reads = is.handles() || is.audits() || is.reads_all || [&is.heads, &is.reads].iter().any(|all| !all.is_empty());
    let lowered =
        |service: &Service| before.service(service.id).is_some_and(|it| it.confidentiality > service.confidentiality);
    after.services().any(|service| brought(is, service) && moved(service))
        || ((reads || !is.owns.is_empty()) && after.services().any(|service| lowered(service)))
        || (own_team(is, after) && !own_team(was, before))
}
