//! Warnings and breaches. What a clock says is an event by the hand of the clock; who is to hear of it ([`notify`](crate::notify)), and what else it
//! does, the policy says.

use super::book::Promise;
use super::{Action, Clock, ClockKind, Recipient};
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::{ClockId, PersonId};
use crate::refusal::Outcome;
use crate::ticket::case::Case;
use crate::ticket::{PartyRole, Priority, Ticket, escalate};
use crate::work::Work;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Lets every clock of a ticket say what it has to say by now. The worker and every command come here first (R15), so that nothing is said twice.
pub(crate) async fn fire(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    loop {
        let clocks = work.clocks(case).await?;
        let due = |clock: &&Clock| clock.next_at.is_some_and(|at| at <= work.now);
        let Some(next) = clocks.now.iter().filter(due).min_by_key(|clock| (clock.next_at, clock.id)) else {
            return Ok(());
        };
        let clock = next.clone();
        case.clocks = Some(clocks);
        match clock.late_at(work.now) {
            Some(at) => breached(work, case, clock, at).await?,
            None => warned(work, case, clock).await?,
        }
    }
}

/// What a clock's policy promises, as the organisation is now.
fn promise(directory: &Directory, ticket: &Ticket, kind: ClockKind) -> Option<Promise> {
    directory.book().choose(directory, ticket)?.promise(kind).cloned()
}

/// Whether what is late at Tier 1 is escalated by itself.
pub(crate) fn escalates(directory: &Directory, ticket: &Ticket) -> bool {
    promise(directory, ticket, ClockKind::Tier1).is_some_and(|it| it.breach_actions.contains(&Action::Escalate))
}

/// Says of each of these clocks, which an edit is about to move, that it was late before: since when, and by which due time.
pub(super) async fn late_before(
    work: &mut Work<'_>,
    case: &mut Case,
    late: Vec<(ClockId, DateTime<Utc>, Option<DateTime<Utc>>)>,
) -> Outcome<()> {
    // All of them before the first word is said, since with it their ticket is derived anew.
    let mut clocks = work.clocks(case).await?;
    for (id, at, _) in &late {
        clocks.now.iter_mut().filter(|clock| clock.id == *id).for_each(|clock| clock.breach(*at));
    }
    case.clocks = Some(clocks);
    for (id, at, due) in late {
        let clocks = work.clocks(case).await?;
        if let Some(clock) = clocks.now.into_iter().find(|clock| clock.id == id) {
            breach_said(work, case, clock, at, due).await?;
        }
    }
    Ok(())
}

async fn breached(work: &mut Work<'_>, case: &mut Case, mut clock: Clock, at: DateTime<Utc>) -> Outcome<()> {
    clock.breach(at);
    let due = clock.due_at;
    breach_said(work, case, clock, at, due).await
}

async fn breach_said(
    work: &mut Work<'_>,
    case: &mut Case,
    clock: Clock,
    at: DateTime<Utc>,
    due: Option<DateTime<Utc>>,
) -> Outcome<()> {
    let promise = promise(&work.organisation(), &case.ticket, clock.kind);
    let (notify, actions) = promise.map(|it| (it.on_breach, it.breach_actions)).unwrap_or_default();
    let facts = Facts::new().at("breachedAt", at).with("byChange", clock.by_change);
    // The breach itself took effect when it was due, whatever the program was doing then.
    say(work, case, clock, due, Kind::ClockBreached, facts, at, &notify, &actions).await
}

async fn warned(work: &mut Work<'_>, case: &mut Case, mut clock: Clock) -> Outcome<()> {
    let directory = work.organisation();
    let basis = super::basis::Basis::of(&directory, &case.ticket, &clock);
    let derived = super::derive::derive(clock.kind, &clock.segments, basis.terms());
    // After the program was down several may be due: the last one says it all.
    let percent = derived.warnings.iter().filter(|(_, at)| *at <= work.now).map(|(percent, _)| *percent).max();
    let Some(percent) = percent else {
        clock.next_at = None;
        replace(case, clock);
        return Ok(());
    };
    let promise = promise(&directory, &case.ticket, clock.kind);
    let warning = promise.and_then(|it| it.warnings.into_iter().find(|warning| warning.percent == percent));
    let (notify, actions) = warning.map(|warning| (warning.notify, warning.actions)).unwrap_or_default();
    clock.warned_to = percent;
    let facts = Facts::new().with("percent", percent);
    let (now, due) = (work.now, clock.due_at);
    say(work, case, clock, due, Kind::ClockWarned, facts, now, &notify, &actions).await
}

fn replace(case: &mut Case, clock: Clock) {
    let held = case.clocks.iter_mut().flat_map(|clocks| &mut clocks.now);
    held.filter(|other| other.id == clock.id).for_each(|other| *other = clock.clone());
}

#[expect(clippy::too_many_arguments, reason = "an event and what hangs on it")]
async fn say(
    work: &mut Work<'_>,
    case: &mut Case,
    mut clock: Clock,
    due: Option<DateTime<Utc>>,
    kind: Kind,
    facts: Facts,
    effective_at: DateTime<Utc>,
    notify: &[Recipient],
    actions: &[Action],
) -> Outcome<()> {
    let directory = work.organisation();
    // R14: what a rule of this clock raised fires none of its rules again.
    let actions: &[Action] = if clock.raised { &[] } else { actions };
    let mut did = Vec::new();
    for action in actions {
        let done = match action {
            Action::RaisePriority => raise(&mut case.ticket),
            Action::ReassignToLead => reassign(&directory, work.now, case),
            // After this event, with one of its own.
            Action::Escalate => false,
        };
        clock.raised |= done && *action == Action::RaisePriority;
        if done {
            did.push(*action);
        }
    }
    let facts = facts
        .with("clock", clock.id)
        .with("clockKind", clock.kind)
        .with("code", &clock.code)
        .with("due", due.map(|due| due.timestamp_micros()))
        .with("notify", notify)
        .with("actions", did);
    let tier1 = clock.kind == ClockKind::Tier1;
    replace(case, clock);
    work.record_at(case, kind, facts, effective_at).await?;
    if tier1 && actions.contains(&Action::Escalate) {
        Box::pin(escalate::automatic(work, case)).await?;
    }
    Ok(())
}

/// One step up. A security incident waits for the security team's word.
fn raise(ticket: &mut Ticket) -> bool {
    let higher = match ticket.priority {
        Priority::Low => Priority::Medium,
        Priority::Medium => Priority::High,
        Priority::High => Priority::Critical,
        Priority::Critical => return false,
    };
    if ticket.security_incident {
        return false;
    }
    ticket.priority = higher;
    true
}

/// To the lead of the team, at tier 2; nobody leads a Tier 1.
fn reassign(directory: &Directory, now: DateTime<Utc>, case: &mut Case) -> bool {
    let ticket = &mut case.ticket;
    let Some(team) = ticket.team_id.filter(|_| ticket.tier == 2) else { return false };
    let subjects = case.parties.iter().filter(|(role, _)| *role == PartyRole::HiddenFrom).map(|(_, id)| PersonId(*id));
    // From its subject, and from whoever does the subject's work.
    let hidden_from: BTreeSet<PersonId> =
        subjects.flat_map(|subject| [Some(subject), directory.stands_in(subject, now)]).flatten().collect();
    let hidden = |person: &PersonId| hidden_from.contains(person);
    let there = directory.leads_of(team, now).into_iter().filter(|lead| !directory.is_away(*lead, now));
    let Some(lead) = there.filter(|lead| !hidden(lead)).find(|lead| ticket.assignee_id != Some(*lead)) else {
        return false;
    };
    ticket.assignee_id = Some(lead);
    true
}
