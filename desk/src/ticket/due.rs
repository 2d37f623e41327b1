//! What the clock does on tickets: closing, reminding, resuming. A due action is a command of the actor *Clock*, with the same events as a person's.

use super::{DueKind, EndReason, Status, Ticket, Verb, accept};
use crate::caller::Caller;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::refusal::Outcome;
use crate::setting::SettingKey;
use crate::sla::{self, follow};
use crate::store::{self, ticket::Action};
use crate::work::{Case, Work};
use chrono::{DateTime, Utc};

/// What hangs on a question to the requester.
pub(crate) const WAITING_FOR_ANSWER: &[DueKind] =
    &[DueKind::RemindOnce, DueKind::RemindTwice, DueKind::CloseUnanswered];
/// What hangs on any wait, and ends with it.
pub(crate) const WAITS: &[DueKind] = &[
    DueKind::RemindOnce,
    DueKind::RemindTwice,
    DueKind::CloseUnanswered,
    DueKind::ResumeSchedule,
    DueKind::CheckThirdParty,
];

/// Close of business on the n-th business day after `from`, on the ticket's calendar. A calendar that never opens falls back to plain days.
pub(crate) fn business_days(work: &Work<'_>, ticket: &Ticket, from: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    business_days_of(&work.organisation(), ticket, from, days)
}

/// The same for who reads.
pub(crate) fn business_days_of(
    organisation: &Directory,
    ticket: &Ticket,
    from: DateTime<Utc>,
    days: i64,
) -> DateTime<Utc> {
    let calendar = organisation.calendar_for(ticket.service_id, ticket.queue_unit_id.or(ticket.unit_id));
    let target = calendar.business_days(from, u32::try_from(days).unwrap_or(0));
    target.map_or_else(|| from + chrono::TimeDelta::days(days), |target| target.due)
}

/// Sets when something falls due, instead of an earlier date for the same thing. Recorded with the event that the command appends next.
pub(crate) async fn set(work: &mut Work<'_>, case: &mut Case, kind: DueKind, at: DateTime<Utc>) -> Outcome<()> {
    let row = Action { ticket_id: case.ticket.id, kind, due_at: at };
    work.changed_around(case.ticket.id);
    let actions = held(work, case).await?;
    match actions.iter_mut().find(|action| action.kind == kind) {
        Some(action) => {
            action.due_at = at;
            work.tx.save(row).await?;
        }
        None => {
            actions.push(row.clone());
            work.tx.insert(row).await?;
        }
    }
    plan(work, case).await
}

/// Takes things off the clock's list.
pub(crate) async fn clear(work: &mut Work<'_>, case: &mut Case, kinds: &[DueKind]) -> Outcome<()> {
    if case.ticket.next_due_at.is_none() {
        return Ok(());
    }
    let actions = held(work, case).await?;
    let before = actions.len();
    actions.retain(|action| !kinds.contains(&action.kind));
    if actions.len() < before {
        store::ticket::clear_due(&work.tx, case.ticket.id, kinds).await?;
        work.changed_around(case.ticket.id);
        plan(work, case).await?;
    }
    Ok(())
}

/// What is to be done on a ticket that this command holds.
pub(crate) async fn held<'a>(work: &Work<'_>, case: &'a mut Case) -> Outcome<&'a mut Vec<Action>> {
    if case.actions.is_none() {
        let actions = store::ticket::actions_of(&work.tx, &[case.ticket.id]).await?;
        case.looked_at_actions(&actions);
        case.actions = Some(actions);
    }
    Ok(case.actions.get_or_insert_default())
}

/// Notes on a ticket when the next thing falls due there, be it an action or one of its clocks.
pub(crate) async fn plan(work: &Work<'_>, case: &mut Case) -> Outcome<()> {
    let clocks = work.clocks(case).await?;
    let actions = held(work, case).await?;
    let clocks = clocks.now.iter().filter_map(|clock| clock.next_at);
    case.ticket.next_due_at = clocks.chain(actions.iter().map(|action| action.due_at)).min();
    Ok(())
}

/// The action that has been due for longest.
async fn first_due(work: &Work<'_>, case: &mut Case) -> Outcome<Option<Action>> {
    let due = held(work, case).await?.iter().filter(|action| action.due_at <= work.now);
    Ok(due.min_by_key(|action| (action.due_at, action.kind.code())).cloned())
}

/// Fires everything that is due, by the hand of the clock: first what the SLA clocks say, since it happened while things stood as they do, then what
/// has to be done, oldest first. Says whether there was anything.
pub(crate) async fn fire(work: &mut Work<'_>, case: &mut Case) -> Outcome<bool> {
    let mut fired = follow::settle(work, case).await?;
    let caller = std::mem::replace(&mut work.caller, Caller::CLOCK);
    let done = fire_all(work, case).await;
    work.caller = caller;
    fired |= done?;
    Ok(fired)
}

/// Everything that falls due on a ticket passes here, the clocks' words and actions alike: what a clock that nobody believes says is due stays undone.
fn is_due(work: &Work<'_>, case: &Case) -> bool {
    work.sure && case.ticket.next_due_at.is_some_and(|due| due <= work.now)
}

async fn fire_all(work: &mut Work<'_>, case: &mut Case) -> Outcome<bool> {
    if !is_due(work, case) {
        return Ok(false);
    }
    sla::fire::fire(work, case).await?;
    // Looked at anew each time: an earlier one may have ended the wait that the next one hung on.
    while let Some(row) = first_due(work, case).await? {
        clear(work, case, &[row.kind]).await?;
        let facts = Facts::new().with("due", row.kind).at("dueAt", row.due_at);
        match row.kind {
            DueKind::AutoClose => {
                case.ticket.end_reason = Some(EndReason::Automatic);
                close(work, case, facts).await?;
            }
            DueKind::CloseUnanswered => {
                case.ticket.end_reason = Some(EndReason::NoAnswer);
                clear(work, case, WAITS).await?;
                accept::withdraw(work, case).await?;
                close(work, case, facts).await?;
            }
            DueKind::RemindOnce | DueKind::RemindTwice => work.record(case, Kind::TicketReminded, facts).await?,
            DueKind::ResumeSchedule => {
                case.ticket.advance(Verb::Resume);
                work.record(case, Kind::TicketResumed, facts).await?;
            }
            DueKind::CheckThirdParty => work.record(case, Kind::TicketCheckDue, facts).await?,
        }
    }
    Ok(true)
}

async fn close(work: &mut Work<'_>, case: &mut Case, facts: Facts) -> Outcome<()> {
    case.ticket.enter(Status::Closed);
    case.ticket.ended_at = Some(work.now);
    work.record(case, Kind::TicketClosed, facts).await
}

/// Sets the reminders and the end of a question.
pub(crate) async fn set_question(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let steps = [
        (DueKind::RemindOnce, SettingKey::RemindOnceDays),
        (DueKind::RemindTwice, SettingKey::RemindTwiceDays),
        (DueKind::CloseUnanswered, SettingKey::UnansweredDays),
    ];
    for (kind, key) in steps {
        let days = work.organisation().number(key);
        let at = business_days(work, &case.ticket, work.now, days);
        set(work, case, kind, at).await?;
    }
    Ok(())
}
