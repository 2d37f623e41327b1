//! What the clock does on tickets: closing, reminding, resuming. A due action is a command of the actor *Clock*, with the same events as a person's.

use super::case::Case;
use super::{DueKind, EndReason, Status, Ticket, Verb, accept, escalate};
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::refusal::Outcome;
use crate::setting::SettingKey;
use crate::sla::{self, follow};
use crate::store::{self, ticket::Action};
use crate::work::Work;
use chrono::{DateTime, Utc};

impl DueKind {
    /// The status on which it hangs: with that it ends.
    fn hangs_on(self) -> Status {
        match self {
            Self::AutoClose => Status::Resolved,
            Self::RemindOnce | Self::RemindTwice | Self::CloseUnanswered => Status::WaitingRequester,
            Self::ResumeSchedule => Status::WaitingSchedule,
            Self::CheckThirdParty => Status::WaitingThirdParty,
        }
    }

    /// Whether it is still to be done. We look at what a third party does only where a date for it was named.
    fn stands(self, ticket: &Ticket) -> bool {
        let dated = ticket.wait_until.is_some() || self != Self::CheckThirdParty;
        ticket.status == self.hangs_on() && dated
    }
}

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
    put(work, case, Action { ticket_id: case.ticket.id, kind, due_at: at, counted_from: None, business_days: None })
        .await
}

/// The same for so many business days from now, which the clock goes on counting on the calendar as it becomes.
pub(crate) async fn set_in_days(work: &mut Work<'_>, case: &mut Case, kind: DueKind, days: i64) -> Outcome<()> {
    let (from, ticket_id) = (work.now, case.ticket.id);
    let due_at = business_days(work, &case.ticket, from, days);
    let business_days = i32::try_from(days).ok();
    put(work, case, Action { ticket_id, kind, due_at, counted_from: Some(from), business_days }).await
}

/// Counts business days anew after an edit of what they are counted on. What was due before the edit stays due when it was.
pub(crate) async fn count_anew(work: &mut Work<'_>, case: &mut Case, edited_at: DateTime<Utc>) -> Outcome<bool> {
    if case.ticket.next_due_at.is_none() {
        return Ok(false);
    }
    let actions = held(work, case).await?.clone();
    let mut moved = false;
    for action in actions.into_iter().filter(|action| action.due_at >= edited_at) {
        let Some((from, days)) = action.counted_from.zip(action.business_days) else { continue };
        let due_at = business_days(work, &case.ticket, from, days.into());
        if due_at != action.due_at {
            put(work, case, Action { due_at, ..action }).await?;
            moved = true;
        }
    }
    Ok(moved)
}

async fn put(work: &mut Work<'_>, case: &mut Case, row: Action) -> Outcome<()> {
    work.changed_around(case.ticket.id);
    let actions = held(work, case).await?;
    match actions.iter_mut().find(|action| action.kind == row.kind) {
        Some(action) => {
            action.clone_from(&row);
            work.tx.save(row).await?;
        }
        None => {
            actions.push(row.clone());
            work.tx.insert(row).await?;
        }
    }
    plan(work, case).await
}

/// Takes off the clock's list what hung on a status, or a date, that is over. Called with every event of a ticket, so that no command can forget it.
pub(crate) async fn follow(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let (was, is) = (&case.was, &case.ticket);
    let same = (was.status, was.wait_until) == (is.status, is.wait_until);
    let nothing_hung = DueKind::ALL.iter().all(|kind| kind.hangs_on() != was.status);
    if same || nothing_hung {
        return Ok(());
    }
    let over: Vec<DueKind> = DueKind::ALL.iter().copied().filter(|kind| !kind.stands(is)).collect();
    clear(work, case, &over).await
}

/// Takes things off the clock's list.
async fn clear(work: &mut Work<'_>, case: &mut Case, kinds: &[DueKind]) -> Outcome<()> {
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
    let settled = follow::settle(work, case).await?;
    if let Some(moves) = settled {
        work.settled(moves);
    }
    let mut fired = settled.is_some_and(|it| it.moved > 0);
    fired |= fire_all(&mut work.as_clock(), case).await?;
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
                case.ticket.close(EndReason::Automatic, work.now);
                work.record(case, Kind::TicketClosed, facts).await?;
            }
            DueKind::CloseUnanswered => {
                accept::withdraw(work, case).await?;
                case.ticket.close(EndReason::NoAnswer, work.now);
                work.record(case, Kind::TicketClosed, facts).await?;
            }
            DueKind::RemindOnce | DueKind::RemindTwice => work.record(case, Kind::TicketReminded, facts).await?,
            DueKind::ResumeSchedule => {
                case.ticket.advance(Verb::Resume);
                work.record(case, Kind::TicketResumed, facts).await?;
                escalate::after_wait(work, case).await?;
            }
            DueKind::CheckThirdParty => work.record(case, Kind::TicketCheckDue, facts).await?,
        }
    }
    Ok(true)
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
        set_in_days(work, case, kind, days).await?;
    }
    Ok(())
}
