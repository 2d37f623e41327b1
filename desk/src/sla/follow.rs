//! The clocks of a ticket follow what happens on it. [`follow`] is called with every event of a ticket and compares what there is with what there
//! should be; so no command can forget a clock, and none has to know one.

use super::basis::Basis;
use super::clock::{NEVER, digest, has_moved};
use super::fire;
use super::hand::Hand;
use super::moves::Moves;
use super::{Clock, ClockDid, ClockKind, ClockState, ExceptionState, Why};
use crate::event::{Facts, Kind};
use crate::id::{ClockId, ServiceId, TeamId, UnitId};
use crate::refusal::Outcome;
use crate::store::{self, Together};
use crate::ticket::case::Case;
use crate::ticket::{Priority, RequestState, SolutionRequest, Status, Ticket, TicketKind, WaitFor, due};
use crate::work::Work;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

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
pub(super) fn why(ticket: &Ticket) -> Why {
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

/// Takes what changed on a ticket over to its clocks, and adds what they did to the event. Called before the event is appended, by whom the clocks are
/// written that are new or have changed.
pub(crate) async fn follow(work: &mut Work<'_>, case: &mut Case, facts: Facts) -> Outcome<(Facts, Together)> {
    let scene = Scene::of(&case.ticket, case.request.as_ref());
    let directory = work.organisation();
    let same = case.scene.as_ref() == Some(&scene) && !case.clocks.as_ref().is_some_and(Clocks::dirty);
    if same && (!case.ticket.clocks_open || case.ticket.derived_from == directory.sla_print()) {
        return Ok((facts, Together::default()));
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
    let late = late_before_edit(work, &case.ticket, &clocks.saved).await?;
    for clock in &mut clocks.now {
        let before = clocks.saved.iter().find(|saved| saved.id == clock.id);
        if before.is_some_and(|before| before == clock && !clock.state.is_open()) {
            continue;
        }
        if let Some((_, at, _)) = late.iter().find(|(id, ..)| *id == clock.id && clock.breached_at.is_none()) {
            clock.breach(*at);
        }
        if class_changed && clock.state.is_open() {
            clock.on_call_at = Some(work.now);
        }
        let basis = Basis::of(&directory, &case.ticket, clock);
        let edited = before.is_some() && basis.differs(clock);
        clock.derive(&basis, edited.then_some(changed_at));
    }
    let did: Vec<Value> = clocks.now.iter().filter_map(|clock| did(&clocks.saved, clock)).collect();
    let rows = keep(work, case, clocks, directory.sla_print()).await?;
    case.scene = Some(scene);
    Ok((if did.is_empty() { facts } else { facts.with("clocks", did) }, rows))
}

/// The clocks of a ticket that were late before what they rest on was edited, since when, and by which due time: that was under the terms of their
/// time, and stays so whatever they become (R14).
async fn late_before_edit(
    work: &Work<'_>,
    ticket: &Ticket,
    clocks: &[Clock],
) -> Outcome<Vec<(ClockId, DateTime<Utc>, Option<DateTime<Utc>>)>> {
    let directory = work.organisation();
    let open = || clocks.iter().filter(|clock| clock.state.is_open());
    let last = directory.sla_edited_at().filter(|_| work.sure && ticket.derived_from != directory.sla_print());
    if !last.is_some_and(|last| open().any(|clock| clock.late_at(last).is_some())) {
        return Ok(Vec::new());
    }
    // By the first edit that was not taken over yet: what came after it might not have been due any more.
    let Some(first) = store::sla::edited_since(&work.tx, ticket.derived_from).await? else { return Ok(Vec::new()) };
    let first = first.min(work.now);
    Ok(open().filter_map(|clock| Some((clock.id, clock.late_at(first)?, clock.due_at))).collect())
}

/// Derives the clocks of a ticket anew if something they rest on was edited since (R18). What really moved is told in one event, by the hand of the
/// clock; what had been late before is told first. Says what moved; none: nothing was edited.
pub(crate) async fn settle(work: &mut Work<'_>, case: &mut Case) -> Outcome<Option<Moves>> {
    let directory = work.organisation();
    let nothing_runs = !case.ticket.clocks_open && case.ticket.next_due_at.is_none();
    if nothing_runs || case.ticket.derived_from == directory.sla_print() {
        return Ok(None);
    }
    let clocks = work.clocks(case).await?;
    let changed_at = directory.sla_edited_at().unwrap_or(work.now).min(work.now);
    let first_edit = match case.ticket.next_due_at.is_some_and(|due| due < changed_at) {
        true => store::sla::edited_since(&work.tx, case.ticket.derived_from)
            .await?
            .map_or(changed_at, |at| at.min(changed_at)),
        false => changed_at,
    };
    // What else the clock has to do on it follows the same calendars.
    let planned_anew = due::count_anew(work, case, first_edit).await?;
    let late = late_before_edit(work, &case.ticket, &clocks.now).await?;
    if !late.is_empty() {
        fire::late_before(&mut work.as_clock(), case, late).await?;
        // With its event the ticket was derived anew.
        let after = work.clocks(case).await?;
        return Ok(Some(Moves::between(&clocks.now, &after.now, changed_at)));
    }
    let mut after = clocks.clone();
    let old = clocks.now.is_empty() && case.ticket.clocks_open;
    if old {
        // It was there before there were clocks.
        let (ticket, request) = (&case.ticket, case.request.as_ref());
        Hand { work, directory: &directory, ticket, request, clocks: &mut after.now }.reconcile(true);
    }
    for clock in after.now.iter_mut().filter(|clock| clock.state.is_open()) {
        let basis = Basis::of(&directory, &case.ticket, clock);
        if old {
            clock.promise_at(&basis, work.now);
        } else {
            let edited = basis.differs(clock);
            clock.derive(&basis, edited.then_some(changed_at));
        }
    }
    let moves = Moves::between(&clocks.now, &after.now, changed_at);
    if old || planned_anew || moves.moved > 0 || digest(&after.now) != digest(&clocks.now) {
        case.clocks = Some(after);
        if !case.ticket.clocks_open {
            // Nothing derives it anew with its event.
            case.ticket.derived_from = directory.sla_print();
        }
        work.as_clock().record(case, Kind::ClocksMoved, Facts::new()).await?;
    } else {
        // Nothing that is on record changed, so nothing is told; the row remembers what it was derived from. A digest in the form of old stays one.
        let said = case.ticket.clocks_digest;
        let clocks = keep(work, case, after, directory.sla_print()).await?;
        case.ticket.clocks_digest = said;
        work.tx.write(clocks.save(case.ticket.clone())?).await?;
    }
    Ok(Some(moves))
}

/// Gives a ticket its clocks as they are now; answers those that are to be written with it.
async fn keep(work: &mut Work<'_>, case: &mut Case, mut clocks: Clocks, print: i64) -> Outcome<Together> {
    let mut new = Vec::new();
    let mut rows = Together::default();
    for clock in &clocks.now {
        match clocks.saved.iter().find(|saved| saved.id == clock.id) {
            None => new.push(clock.clone()),
            Some(saved) if saved != clock => rows = rows.save(clock.clone())?,
            Some(_) => {}
        }
    }
    summarise(&mut case.ticket, &clocks.now);
    case.ticket.derived_from = print;
    clocks.saved.clone_from(&clocks.now);
    case.clocks = Some(clocks);
    due::plan(work, case).await?;
    Ok(rows.insert(new))
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

/// What a clock did, as the event tells it; none if nothing that shows.
fn did(saved: &[Clock], clock: &Clock) -> Option<Value> {
    use ClockState as S;
    let before = saved.iter().find(|saved| saved.id == clock.id);
    let did = match before {
        None => ClockDid::Start,
        Some(before) => match (before.state, clock.state) {
            (S::Running | S::Paused, S::Met) => ClockDid::Met,
            (S::Running | S::Paused, S::Breached) => ClockDid::Breached,
            (S::Running | S::Paused, S::Recorded) => ClockDid::Recorded,
            (S::Running | S::Paused, S::Void) => ClockDid::Void,
            (S::Running | S::Paused, S::Cancelled) => ClockDid::Cancelled,
            (S::Running, S::Paused) => ClockDid::Pause,
            (S::Paused, S::Running) => ClockDid::Resume,
            (S::Running, S::Running) | (S::Paused, S::Paused) if has_moved(before, clock) => ClockDid::Move,
            (S::Running | S::Paused, S::Running | S::Paused) => return None,
            (_, S::Running | S::Paused) => ClockDid::Reopen,
            (_, _) => return None,
        },
    };
    let micros = |at: DateTime<Utc>| at.timestamp_micros();
    let moved = before.filter(|before| did == ClockDid::Move && before.due_at != clock.due_at);
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
