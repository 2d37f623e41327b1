//! The clocks of a ticket follow what happens on it. [`follow`] is called with every event of a ticket and compares what there is with what there
//! should be; so no command can forget a clock, and none has to know one.

use super::derive::{self, Derived, Segment, Terms, Why};
use super::policy::{self, CountFrom, MetBy, OnReopen};
use super::{Clock, ClockKind, ClockState, ExceptionState};
use crate::desk::Caller;
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::{Facts, Kind, canonical};
use crate::id::{ClockId, ServiceId, TeamId, UnitId};
use crate::refusal::Outcome;
use crate::store::{self, Doc};
use crate::ticket::{Priority, RequestState, SolutionRequest, Status, Ticket, TicketKind, WaitFor};
use crate::time::{Compiled, Target, TargetUnit};
use crate::work::{Case, Work};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::sync::Arc;

/// Stands in `due_order` where nothing falls due: it sorts last.
pub const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_402_214_400, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::MAX_UTC,
};

/// The least step of time there is. A stop at exactly the due instant is in time (R15): a clock is late one step after it.
const STEP: TimeDelta = TimeDelta::microseconds(1);

/// What of a ticket its clocks look at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scene {
    status: Status,
    why: Why,
    tier: i32,
    unit: Option<UnitId>,
    team: Option<TeamId>,
    accepted: bool,
    answered: bool,
    complete: bool,
    class: Class,
}

/// What of a ticket its policy depends on.
type Class = (Option<TicketKind>, Option<ServiceId>, Priority, Option<UnitId>);

impl Scene {
    pub(crate) fn of(ticket: &Ticket, request: Option<&SolutionRequest>) -> Self {
        Self {
            status: ticket.status,
            why: why(ticket),
            tier: ticket.tier,
            unit: ticket.queue_unit_id,
            team: ticket.team_id,
            accepted: request.is_some_and(|request| request.state == RequestState::Accepted),
            answered: ticket.first_response_at.is_some(),
            complete: ticket.complete_at.is_some(),
            class: (ticket.kind, ticket.service_id, ticket.priority, ticket.unit_id),
        }
    }
}

/// What a ticket is doing now.
fn why(ticket: &Ticket) -> Why {
    match (ticket.status, ticket.wait_for) {
        (Status::WaitingRequester, _) => Why::Requester,
        (Status::WaitingThirdParty, _) => Why::ThirdParty,
        (Status::WaitingApproval, _) => Why::Approval,
        (Status::WaitingSchedule, Some(WaitFor::ScheduleByRequester)) => Why::ChosenSchedule,
        (Status::WaitingSchedule, _) => Why::OwnSchedule,
        (Status::New | Status::InProgress, _) => Why::Work,
        (Status::Resolved | Status::Closed | Status::Rejected | Status::Cancelled | Status::Merged, _) => Why::Done,
    }
}

/// The clocks of a ticket that a command holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clocks {
    /// As they are in the database.
    saved: Vec<Clock>,
    /// As they are now.
    pub(crate) now: Vec<Clock>,
}

impl Clocks {
    pub(crate) fn held(clocks: Vec<Clock>) -> Self {
        Self { saved: clocks.clone(), now: clocks }
    }

    fn dirty(&self) -> bool {
        self.saved != self.now
    }
}

/// What a clock is derived from, resolved for one ticket.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Code of the policy, or of the legal deadline.
    pub policy: Option<String>,
    /// Version of the document it stands in.
    pub version: i32,
    /// What is promised.
    pub target: Option<Target>,
    /// The percents of its warnings.
    pub warnings: Vec<i32>,
    /// From when on it counts.
    pub from: Option<DateTime<Utc>>,
    /// Code of the calendar.
    pub calendar: String,
    /// The calendar.
    pub compiled: Arc<Compiled>,
    /// What the calendar and its holidays say.
    pub print: String,
    /// Whether waiting for a third party pauses.
    pub third_party: bool,
}

impl Basis {
    /// What a clock of a ticket is derived from, as the organisation is now.
    pub fn of(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Self {
        let book = directory.book();
        let mut calendar =
            directory.calendar_code_for(ticket.service_id, ticket.queue_unit_id.or(ticket.unit_id)).to_owned();
        let (mut policy, mut target, mut warnings) = (None, None, Vec::new());
        let (mut from, mut third_party) = (Some(clock.started_at), false);
        if clock.kind == ClockKind::Legal {
            policy.clone_from(&clock.code);
            let deadline = clock.code.as_deref().and_then(|code| book.legal(code));
            // Taken out of the document since: what was promised stays promised.
            target = deadline.map_or(*clock.target, |deadline| Some(deadline.target));
            let named = deadline.map_or(&clock.calendar, |deadline| &deadline.calendar);
            calendar = named.clone().unwrap_or(calendar);
        } else if let Some(chosen) = book.choose(directory, ticket) {
            let service = ticket.service_id.and_then(|id| directory.service(id));
            policy = Some(chosen.code.clone());
            third_party = chosen.third_party.pauses(service.and_then(|service| service.application));
            if clock.kind == ClockKind::Resolution && chosen.count_from == CountFrom::Complete {
                from = ticket.complete_at.map(|at| at.max(clock.started_at));
            }
            if let Some(promise) = chosen.promise(clock.kind) {
                target = Some(promise.target);
                warnings = promise.warnings.iter().map(|warning| warning.percent).collect();
                calendar = named(directory, ticket, clock, promise, calendar);
            }
        }
        let elapsed = target.is_some_and(|target| target.unit == TargetUnit::CalendarMinutes);
        let print = if elapsed { String::new() } else { directory.calendar_print(&calendar).to_owned() };
        let compiled = directory.calendar_or_always(&calendar);
        let version = directory.book_version();
        Self { policy, version, target, warnings, from, calendar, compiled, print, third_party }
    }

    /// As [`of`](Self::of); but what has ended keeps what it was promised then.
    pub fn kept(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Self {
        let basis = Self::of(directory, ticket, clock);
        if clock.state.is_open() {
            return basis;
        }
        let calendar = clock.calendar.clone().unwrap_or(basis.calendar);
        Self {
            policy: clock.policy.clone(),
            version: clock.policy_version,
            target: *clock.target,
            third_party: clock.third_party,
            print: clock.calendar_print.clone(),
            compiled: directory.calendar_or_always(&calendar),
            calendar,
            ..basis
        }
    }

    /// The terms, as the derivation takes them.
    pub fn terms(&self) -> Terms<'_> {
        Terms {
            target: self.target,
            from: self.from,
            calendar: &self.compiled,
            third_party: self.third_party,
            warnings: &self.warnings,
        }
    }

    /// Whether `clock` was derived from other terms than these.
    fn differs(&self, clock: &Clock) -> bool {
        (&self.policy, self.version, &self.target, self.third_party)
            != (&clock.policy, clock.policy_version, &*clock.target, clock.third_party)
            || clock.calendar.as_deref() != Some(&self.calendar)
            || clock.calendar_print != self.print
    }
}

/// R17: the calendar that a promise names. One on 24x7 holds only where somebody is on call.
fn named(
    directory: &Directory,
    ticket: &Ticket,
    clock: &Clock,
    promise: &policy::Promise,
    of_service: String,
) -> String {
    let resolve = |name: &str| match name {
        policy::SERVICE => of_service.clone(),
        policy::UNIT => {
            let unit = ticket.queue_unit_id.or(ticket.unit_id).and_then(|id| directory.unit(id));
            unit.map_or_else(|| of_service.clone(), |unit| unit.calendar.clone())
        }
        policy::TEAM => {
            let team = clock.team_id.or(ticket.team_id).and_then(|id| directory.team(id));
            let office = || directory.office().map(|office| office.calendar.clone());
            team.and_then(|team| team.calendar.clone()).or_else(office).unwrap_or_else(|| of_service.clone())
        }
        code => code.to_owned(),
    };
    let fixed = ![policy::SERVICE, policy::UNIT, policy::TEAM].contains(&promise.calendar.as_str());
    if fixed && directory.never_closes(&promise.calendar) && !clock.on_call {
        return resolve(promise.without_on_call.as_deref().unwrap_or(policy::SERVICE));
    }
    resolve(&promise.calendar)
}

impl Clock {
    /// Derives it anew. `changed_at`: the instant of the edit, if it was one that brings these terms (R14).
    fn derive(&mut self, basis: &Basis, changed_at: Option<DateTime<Utc>>) {
        let derived = derive::derive(self.kind, &self.segments, basis.terms());
        let moved =
            self.due_at != derived.due_at || self.time_left != derived.left().and_then(|left| left.num_microseconds());
        if let Some(at) = changed_at.filter(|_| self.state.is_open()) {
            let passed = derived.warnings.iter().filter(|(_, warning)| *warning < at).map(|(percent, _)| *percent);
            self.warned_to = passed.max().unwrap_or(0).max(self.warned_to);
            if moved {
                self.moved_at = Some(at);
            }
        }
        self.take(basis, &derived);
    }

    fn take(&mut self, basis: &Basis, derived: &Derived) {
        let micros = |delta: TimeDelta| delta.num_microseconds();
        self.policy = basis.policy.clone();
        self.policy_version = basis.version;
        self.target = Doc(basis.target);
        self.calendar = Some(basis.calendar.clone());
        self.calendar_print = basis.print.clone();
        self.third_party = basis.third_party;
        self.budget = derived.budget.and_then(micros).unwrap_or(0);
        self.due_at = derived.due_at;
        self.time_left = derived.left().and_then(micros);
        if self.state.is_open() {
            self.state = if derived.paused { ClockState::Paused } else { ClockState::Running };
        }
        self.next_at = self.next(derived);
    }

    /// When it next has something to do: warn, or be late. A late one has nothing to warn of.
    fn next(&self, derived: &Derived) -> Option<DateTime<Utc>> {
        if !self.state.is_open() || self.breached_at.is_some() {
            return None;
        }
        let warnings = derived.warnings.iter().filter(|(percent, _)| *percent > self.warned_to).map(|(_, at)| *at);
        warnings.chain(derived.due_at.map(|due| due + STEP)).min()
    }

    /// The instant from which it is late at `now`, if it is: that at which it was due, but never before the edit that made it so (R14).
    pub(crate) fn late_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let due = self.due_at.filter(|due| self.breached_at.is_none() && *due < now)?;
        Some(self.moved_at.map_or(due, |moved| moved.max(due)))
    }

    /// Notes that it is late.
    pub(crate) fn breach(&mut self, at: DateTime<Utc>) {
        self.breached_at = Some(at);
        self.by_change = self.due_at.is_some_and(|due| due < at);
        self.next_at = None;
    }

    /// Stops it. One that was late by then stays late, whether or not anybody had noticed.
    pub(crate) fn end(&mut self, at: DateTime<Utc>, state: ClockState) {
        let at = at.max(self.started_at);
        if let Some(late) = self.late_at(at) {
            self.breach(late);
        }
        self.state = match state {
            ClockState::Met if self.breached_at.is_some() => ClockState::Breached,
            ClockState::Met if self.target.is_none() => ClockState::Recorded,
            other => other,
        };
        self.ended_at = Some(at);
        self.next_at = None;
        if let Some(last) = self.segments.0.last_mut() {
            last.to = Some(at.max(last.from));
        }
    }

    /// Its state for the digest on the ticket: what is derived is left out, but for the due time.
    fn canonical(&self) -> Vec<u8> {
        canonical(&serde_json::to_value(self).unwrap_or_default())
    }
}

/// The digest of a ticket's clocks: it stands in the ticket's own state, so that a clock edited by hand is found like any other row (R19).
pub(crate) fn digest(clocks: &[Clock]) -> Option<Digest> {
    let mut sorted: Vec<&Clock> = clocks.iter().collect();
    sorted.sort_unstable_by_key(|clock| clock.id);
    let states: Vec<Vec<u8>> = sorted.into_iter().map(Clock::canonical).collect();
    (!states.is_empty()).then(|| Digest::of("tanggap/clocks/1", states.iter().map(Vec::as_slice)))
}

/// Takes what changed on a ticket over to its clocks, saves them, and adds what they did to the event. Called before the event is appended.
pub(crate) async fn follow(work: &mut Work<'_>, case: &mut Case, facts: Facts) -> Outcome<Facts> {
    let scene = Scene::of(&case.ticket, case.request.as_ref());
    let directory = work.organisation();
    let same = case.scene.as_ref() == Some(&scene) && !case.clocks.as_ref().is_some_and(Clocks::dirty);
    if same && (!case.ticket.clocks_open || case.ticket.derived_from == directory.sla_print()) {
        return Ok(facts);
    }
    let mut clocks = work.clocks(case).await?;
    let class_changed = case.scene.as_ref().is_some_and(|before| before.class != scene.class);
    let mut hand = Hand {
        work,
        directory: &directory,
        ticket: &case.ticket,
        request: case.request.as_ref(),
        clocks: &mut clocks.now,
    };
    hand.reconcile(case.scene.is_none());
    let changed_at = if class_changed { work.now } else { directory.sla_edited_at().unwrap_or(work.now).min(work.now) };
    let on_call = on_call(&directory, &case.ticket, work.now);
    for clock in &mut clocks.now {
        let before = clocks.saved.iter().find(|saved| saved.id == clock.id);
        if before.is_some_and(|before| before == clock && !clock.state.is_open()) {
            continue;
        }
        if class_changed && clock.state.is_open() {
            clock.on_call = on_call;
        }
        let basis = Basis::of(&directory, &case.ticket, clock);
        let edited = before.is_some() && basis.differs(clock);
        clock.derive(&basis, edited.then_some(changed_at));
    }
    let did: Vec<Value> = clocks.now.iter().filter_map(|clock| did(&clocks.saved, clock)).collect();
    keep(work, case, clocks, directory.sla_print()).await?;
    case.scene = Some(scene);
    Ok(if did.is_empty() { facts } else { facts.with("clocks", did) })
}

/// Derives the clocks of a ticket anew if something they rest on was edited since (R18). What really moved is told in one event, by the hand of the
/// clock. Says whether something moved.
pub(crate) async fn settle(work: &mut Work<'_>, case: &mut Case) -> Outcome<bool> {
    let directory = work.organisation();
    if !case.ticket.clocks_open || case.ticket.derived_from == directory.sla_print() {
        return Ok(false);
    }
    let clocks = work.clocks(case).await?;
    let mut after = clocks.clone();
    let changed_at = directory.sla_edited_at().unwrap_or(work.now).min(work.now);
    for clock in after.now.iter_mut().filter(|clock| clock.state.is_open()) {
        let basis = Basis::of(&directory, &case.ticket, clock);
        let edited = basis.differs(clock);
        clock.derive(&basis, edited.then_some(changed_at));
    }
    let moved = after.now.iter().zip(&clocks.now).any(|(after, before)| has_moved(before, after));
    if moved {
        let caller = std::mem::replace(&mut work.caller, Caller::CLOCK);
        case.clocks = Some(after);
        let told = work.record(case, Kind::ClocksMoved, Facts::new()).await;
        work.caller = caller;
        told?;
    } else {
        // Nothing that anybody sees changed, so nothing is told; the row remembers what it was derived from.
        keep(work, case, after, directory.sla_print()).await?;
        work.tx.save(case.ticket.clone()).await?;
    }
    Ok(moved)
}

/// Whether an edit moved what a clock promises.
pub(crate) fn has_moved(before: &Clock, after: &Clock) -> bool {
    (before.due_at, before.time_left) != (after.due_at, after.time_left)
}

/// A clock of a ticket as it would be derived now, for views and previews. Nothing is saved.
pub(crate) fn derived_now(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Clock {
    let mut clock = clock.clone();
    if clock.state.is_open() {
        let basis = Basis::of(directory, ticket, &clock);
        if basis.differs(&clock) {
            clock.derive(&basis, directory.sla_edited_at());
        }
    }
    clock
}

/// A clock derived anew from its segments: equal to what is stored, unless something it rests on was edited since.
pub fn rederived(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Clock {
    let mut again = clock.clone();
    again.derive(&Basis::kept(directory, ticket, clock), None);
    again
}

async fn keep(work: &mut Work<'_>, case: &mut Case, mut clocks: Clocks, print: i64) -> Outcome<()> {
    for clock in &clocks.now {
        match clocks.saved.iter().find(|saved| saved.id == clock.id) {
            None => work.tx.insert(clock.clone()).await?,
            Some(saved) if saved != clock => work.tx.save(clock.clone()).await?,
            Some(_) => {}
        }
    }
    summarise(&mut case.ticket, &clocks.now);
    case.ticket.derived_from = print;
    let action = store::ticket::next_action_at(&work.tx, case.ticket.id).await?;
    case.ticket.next_due_at = clocks.now.iter().filter_map(|clock| clock.next_at).chain(action).min();
    clocks.saved.clone_from(&clocks.now);
    case.clocks = Some(clocks);
    Ok(())
}

/// What lists show and order by, without reading the clocks.
pub(crate) fn summarise(ticket: &mut Ticket, clocks: &[Clock]) {
    let open = || clocks.iter().filter(|clock| clock.state.is_open());
    let next = open().filter_map(|clock| Some((clock.due_at?, clock.kind))).min();
    ticket.clocks_digest = digest(clocks);
    ticket.clocks_open = open().next().is_some();
    ticket.clock_kind = next.map(|(_, kind)| kind);
    ticket.due_order = next.map_or(NEVER, |(due, _)| due);
    ticket.clock_breached = open().any(|clock| clock.breached_at.is_some());
    ticket.clock_at_risk =
        open().any(|clock| clock.warned_to > 0 && clock.breached_at.is_none() && clock.state == ClockState::Running);
    ticket.clock_paused = open().any(|clock| clock.state == ClockState::Paused);
    ticket.legal_open = open().any(|clock| clock.kind == ClockKind::Legal);
    ticket.exception_asked = clocks.iter().any(|clock| clock.exception == Some(ExceptionState::Asked));
    let outside = |clock: &Clock| clock.segments.last().is_some_and(|last| last.why == Why::ThirdParty);
    ticket.outside_control = open().any(|clock| clock.state == ClockState::Paused && outside(clock));
}

/// Whether the team that has a ticket, or would get it, has somebody on call.
fn on_call(directory: &Directory, ticket: &Ticket, now: DateTime<Utc>) -> bool {
    let of_service = || directory.service(ticket.service_id?)?.team_id;
    ticket.team_id.or_else(of_service).is_some_and(|team| directory.on_call(team, now).is_some())
}

/// What a clock did, as the event tells it; none if nothing that shows.
fn did(saved: &[Clock], clock: &Clock) -> Option<Value> {
    let before = saved.iter().find(|saved| saved.id == clock.id);
    let did = match before {
        None => "START",
        Some(before) if before.state.is_open() && !clock.state.is_open() => clock.state.code(),
        Some(before) if !before.state.is_open() && clock.state.is_open() => "REOPEN",
        Some(before) => match (before.state, clock.state) {
            (ClockState::Running, ClockState::Paused) => "PAUSE",
            (ClockState::Paused, ClockState::Running) => "RESUME",
            _ if has_moved(before, clock) => "MOVE",
            _ => return None,
        },
    };
    let micros = |at: DateTime<Utc>| at.timestamp_micros();
    let moved = before.filter(|before| did == "MOVE" && before.due_at != clock.due_at);
    let value = json!({
        "id": clock.id,
        "kind": clock.kind,
        "did": did,
        "code": clock.code,
        "policy": clock.policy,
        "due": clock.due_at.map(micros),
        "wasDue": moved.and_then(|before| before.due_at).map(micros),
        "left": clock.time_left.map(|left| left / 1_000_000),
        "breachedAt": clock.breached_at.map(micros),
    });
    Some(value)
}

/// Brings the clocks of a ticket to what its state asks for.
struct Hand<'a, 'w> {
    work: &'a Work<'w>,
    directory: &'a Directory,
    ticket: &'a Ticket,
    request: Option<&'a SolutionRequest>,
    clocks: &'a mut Vec<Clock>,
}

impl Hand<'_, '_> {
    fn reconcile(&mut self, new: bool) {
        match self.ticket.status {
            Status::New
            | Status::InProgress
            | Status::WaitingRequester
            | Status::WaitingThirdParty
            | Status::WaitingSchedule
            | Status::WaitingApproval => self.active(new),
            Status::Resolved | Status::Closed => {
                if new {
                    self.active(new);
                }
                self.answered();
                self.end_all(ClockState::Met, false);
            }
            Status::Rejected | Status::Cancelled | Status::Merged => {
                self.answered();
                self.end_all(ClockState::Cancelled, true);
            }
        }
    }

    fn active(&mut self, new: bool) {
        let ticket = self.ticket;
        let since = if new { ticket.received_at } else { self.work.now };
        if !self.has(ClockKind::FirstResponse) {
            self.start(ClockKind::FirstResponse, ticket.received_at, None);
        }
        self.stays(since);
        self.resolution();
        let deadlines: Vec<String> =
            self.directory.book().legal_of(self.directory, ticket).map(|deadline| deadline.code.clone()).collect();
        for code in deadlines {
            if !self.clocks.iter().any(|clock| clock.code.as_ref() == Some(&code)) {
                self.start(ClockKind::Legal, ticket.received_at, Some(code));
            }
        }
        self.answered();
        let (why, now) = (why(ticket), self.work.now);
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_open() && clock.kind.can_pause()) {
            turn(clock, why, now);
        }
    }

    /// The stay at a tier: what fits none any more ends, and each new stay is a clock of its own (product 5).
    fn stays(&mut self, since: DateTime<Utc>) {
        let (ticket, now) = (self.ticket, self.work.now);
        let here = |clock: &Clock| match clock.kind {
            ClockKind::Tier1 => ticket.tier == 1 && clock.unit_id == ticket.queue_unit_id,
            ClockKind::Tier2 | ClockKind::Tier2Accept => ticket.tier == 2 && clock.team_id == ticket.team_id,
            ClockKind::FirstResponse | ClockKind::Resolution | ClockKind::Legal => true,
        };
        for clock in self.clocks.iter_mut().filter(|clock| clock.state.is_open() && !here(clock)) {
            // R16: nobody accepted it there.
            let state = if clock.kind == ClockKind::Tier2Accept { ClockState::Void } else { ClockState::Met };
            clock.end(now, state);
        }
        let stay = if ticket.tier == 1 { ClockKind::Tier1 } else { ClockKind::Tier2 };
        if !self.has_open(stay) {
            self.start(stay, since, None);
            if ticket.tier == 2 {
                self.start(ClockKind::Tier2Accept, since, None);
            }
        }
        if self.request.is_some_and(|request| request.state == RequestState::Accepted) {
            self.end_open(ClockKind::Tier2Accept, now, ClockState::Met);
        }
    }

    /// The promise to the requester never starts anew by an escalation; after *Buka kembali* it goes on with what was left.
    fn resolution(&mut self) {
        let now = self.work.now;
        let restart = self.directory.book().choose(self.directory, self.ticket).map(|policy| policy.on_reopen);
        let last = self.clocks.iter_mut().rfind(|clock| clock.kind == ClockKind::Resolution);
        match last {
            None => self.start(ClockKind::Resolution, self.ticket.received_at, None),
            Some(clock) if clock.state.is_open() => {}
            Some(_) if restart == Some(OnReopen::Restart) => self.start(ClockKind::Resolution, now, None),
            Some(clock) => {
                let ended = clock.ended_at.take().unwrap_or(now);
                clock.state = ClockState::Running;
                clock.segments.0.push(Segment { from: ended, to: Some(now), why: Why::Done });
                clock.segments.0.push(Segment { from: now, to: None, why: Why::Work });
            }
        }
    }

    /// The first public answer stops what waits for it.
    fn answered(&mut self) {
        let Some(at) = self.ticket.first_response_at else { return };
        self.end_open(ClockKind::FirstResponse, at, ClockState::Met);
        self.legal_met(MetBy::FirstResponse, at);
    }

    fn legal_met(&mut self, deed: MetBy, at: DateTime<Utc>) {
        let book = self.directory.book();
        let by_it = |clock: &Clock| {
            let deadline = clock.code.as_deref().and_then(|code| book.legal(code));
            clock.kind == ClockKind::Legal && clock.state.is_open() && deadline.is_some_and(|it| it.met_by == deed)
        };
        self.clocks.iter_mut().filter(|clock| by_it(clock)).for_each(|clock| clock.end(at, ClockState::Met));
    }

    /// The ticket ended. A legal deadline of its own deed goes on, unless there is nothing to be done any more.
    fn end_all(&mut self, state: ClockState, legal_too: bool) {
        let now = self.work.now;
        self.end_open(ClockKind::Tier2Accept, now, ClockState::Void);
        if state == ClockState::Met {
            self.legal_met(MetBy::Resolve, now);
        }
        for clock in self.clocks.iter_mut() {
            if clock.state.is_open() && (legal_too || clock.kind != ClockKind::Legal) {
                clock.end(now, state);
            }
        }
    }

    fn has(&self, kind: ClockKind) -> bool {
        self.clocks.iter().any(|clock| clock.kind == kind)
    }

    fn has_open(&self, kind: ClockKind) -> bool {
        self.clocks.iter().any(|clock| clock.kind == kind && clock.state.is_open())
    }

    fn end_open(&mut self, kind: ClockKind, at: DateTime<Utc>, state: ClockState) {
        let open = self.clocks.iter_mut().filter(|clock| clock.kind == kind && clock.state.is_open());
        open.for_each(|clock| clock.end(at, state));
    }

    fn start(&mut self, kind: ClockKind, at: DateTime<Utc>, code: Option<String>) {
        let mut clock = Clock::start(self.work.id(), self.ticket, kind, at, code, self.clocks);
        // At once, since what is recorded late may end in the same breath.
        clock.on_call = on_call(self.directory, self.ticket, self.work.now);
        clock.derive(&Basis::of(self.directory, self.ticket, &clock), None);
        self.clocks.push(clock);
    }
}

impl Clock {
    /// A clock that starts to run on a ticket.
    pub(crate) fn start(
        id: ClockId,
        ticket: &Ticket,
        kind: ClockKind,
        at: DateTime<Utc>,
        code: Option<String>,
        others: &[Self],
    ) -> Self {
        let before = others.iter().filter(|clock| clock.kind == kind).count();
        let at_tier2 = matches!(kind, ClockKind::Tier2 | ClockKind::Tier2Accept);
        Self {
            id,
            ticket_id: ticket.id,
            kind,
            stay: i32::try_from(before).unwrap_or(i32::MAX - 1) + 1,
            code,
            unit_id: ticket.queue_unit_id.filter(|_| kind == ClockKind::Tier1),
            team_id: ticket.team_id.filter(|_| at_tier2),
            started_at: at,
            segments: Doc(vec![Segment { from: at, to: None, why: Why::Work }]),
            on_call: false,
            state: ClockState::Running,
            ended_at: None,
            breached_at: None,
            by_change: false,
            warned_to: 0,
            raised: false,
            due_at: None,
            moved_at: None,
            exception: None,
            exception_by: None,
            exception_at: None,
            decided_by: None,
            decided_at: None,
            policy: None,
            policy_version: 0,
            target: Doc(None),
            calendar: None,
            calendar_print: String::new(),
            third_party: false,
            budget: 0,
            time_left: None,
            next_at: None,
        }
    }
}

/// From now on the ticket does something else.
fn turn(clock: &mut Clock, why: Why, now: DateTime<Utc>) {
    let Some(last) = clock.segments.0.last_mut().filter(|last| last.why != why) else { return };
    let at = now.max(last.from);
    if at == last.from {
        // Two things in one command: only the last of them took any time.
        last.why = why;
    } else {
        last.to = Some(at);
        clock.segments.0.push(Segment { from: at, to: None, why });
    }
}
