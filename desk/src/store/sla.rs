//! Policies, clocks, and the jobs that move due times.

use super::entity::{clock, on_call, shift_handover, sla_book, sla_job, stream, ticket};
use super::{Conn, Tx, by_place, one_of};
use crate::id::{TeamId, TicketId};
use crate::refusal::{Fault, Outcome};
use crate::sla::ClockState;
use crate::sla::book::BOOK;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// The newest version of the policies.
pub async fn newest_book(conn: &impl Conn) -> Outcome<Option<sla_book::Model>> {
    let found = sla_book::Entity::find()
        .filter(sla_book::Column::Code.eq(BOOK))
        .order_by_desc(sla_book::Column::Version)
        .one(conn.raw())
        .await?;
    Ok(found)
}

/// One version of the policies.
pub async fn book(conn: &impl Conn, version: i32) -> Outcome<Option<sla_book::Model>> {
    super::get(conn, (BOOK.to_owned(), version)).await
}

/// The clocks of some tickets, in the order in which they started.
pub async fn clocks_of(conn: &impl Conn, tickets: &[TicketId]) -> Outcome<Vec<clock::Model>> {
    found(conn, tickets, Condition::all()).await
}

/// Those of them that have not ended.
pub async fn open_clocks_of(conn: &impl Conn, tickets: &[TicketId]) -> Outcome<Vec<clock::Model>> {
    let open = ClockState::ALL.iter().copied().filter(|state| state.is_open());
    found(conn, tickets, Condition::all().add(clock::Column::State.is_in(open))).await
}

async fn found(conn: &impl Conn, tickets: &[TicketId], also: Condition) -> Outcome<Vec<clock::Model>> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = also.add(one_of(conn, "clock.ticket_id", tickets.iter().copied()));
    let mut found = by_place(conn, clock::Entity::find().filter(wanted)).await?;
    // Those that start in one command have the same instant, and ids that are chance.
    found.sort_unstable_by_key(|clock| (clock.started_at, clock.kind, clock.stay, clock.id));
    Ok(found)
}

/// Tickets with running clocks, by id, after `after`.
pub async fn open_tickets(conn: &impl Conn, after: Option<TicketId>, most: u64) -> Outcome<Vec<ticket::Model>> {
    let mut query = ticket::Entity::find().filter(ticket::Column::ClocksOpen.is_set());
    if let Some(after) = after {
        query = query.filter(ticket::Column::Id.gt(after));
    }
    Ok(query.order_by_asc(ticket::Column::Id).limit(most).all(conn.raw()).await?)
}

/// Clocks run on it, or there is something else that falls due.
fn something_runs() -> Condition {
    Condition::any().add(ticket::Column::ClocksOpen.is_set()).add(ticket::Column::NextDueAt.is_not_null())
}

/// Ids of tickets on which something runs that was derived from something else than `print`, after `after`.
pub async fn stale_tickets(conn: &impl Conn, print: i64, after: Option<TicketId>, most: u64) -> Outcome<Vec<TicketId>> {
    let mut query = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(something_runs())
        .filter(ticket::Column::DerivedFrom.ne(print));
    if let Some(after) = after {
        query = query.filter(ticket::Column::Id.gt(after));
    }
    Ok(query.order_by_asc(ticket::Column::Id).limit(most).into_tuple().all(conn.raw()).await?)
}

/// How many tickets those are in all.
pub async fn count_stale(conn: &impl Conn, print: i64) -> Outcome<u64> {
    let stale = ticket::Entity::find().filter(something_runs()).filter(ticket::Column::DerivedFrom.ne(print));
    Ok(stale.count(conn.raw()).await?)
}

/// When something that due times rest on was last edited.
pub async fn edited_at(conn: &impl Conn) -> Outcome<Option<DateTime<Utc>>> {
    let newest = sla_job::Entity::find()
        .select_only()
        .column(sla_job::Column::RequestedAt)
        .order_by_desc(sla_job::Column::RequestedAt)
        .into_tuple()
        .one(conn.raw())
        .await?;
    Ok(newest)
}

/// When something that due times rest on was first edited since they rested on `print`; none: not since, or that print is none that was noted.
pub async fn edited_since(conn: &impl Conn, print: i64) -> Outcome<Option<DateTime<Utc>>> {
    use sla_job::Column as C;
    let when = || sla_job::Entity::find().select_only().column(C::RequestedAt);
    let last = when().filter(C::SlaPrint.eq(print)).order_by_desc(C::RequestedAt).into_tuple::<DateTime<Utc>>();
    let Some(rested) = last.one(conn.raw()).await? else { return Ok(None) };
    let next = when().filter(C::RequestedAt.gt(rested)).order_by_asc(C::RequestedAt).into_tuple();
    Ok(next.one(conn.raw()).await?)
}

/// Adds to the newest job that is not finished what others than the job derived anew.
pub async fn add_to_job(tx: &Tx, tickets: i32, moved: i32, late: i32) -> Result<(), Fault> {
    let sql = "UPDATE sla_job SET done = done + $1, moved = moved + $2, late = late + $3 WHERE id =
        (SELECT id FROM sla_job WHERE finished_at IS NULL ORDER BY requested_at DESC, id DESC LIMIT 1)";
    tx.run(sql, vec![tickets.into(), moved.into(), late.into()]).await?;
    Ok(())
}

/// The jobs, newest first.
pub async fn jobs(conn: &impl Conn, most: u64) -> Outcome<Vec<sla_job::Model>> {
    let found = sla_job::Entity::find()
        .order_by_desc(sla_job::Column::RequestedAt)
        .order_by_desc(sla_job::Column::Id)
        .limit(most)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Whether some job is not finished.
pub async fn has_open_job(conn: &impl Conn) -> Outcome<bool> {
    let open = sla_job::Entity::find().filter(sla_job::Column::FinishedAt.is_null()).limit(1);
    Ok(open.count(conn.raw()).await? > 0)
}

/// The newest job that is not finished, held until the transaction ends. Older ones would move nothing that it does not move too.
pub async fn open_job(tx: &Tx) -> Outcome<Option<sla_job::Model>> {
    let mut query = sla_job::Entity::find()
        .filter(sla_job::Column::FinishedAt.is_null())
        .order_by_desc(sla_job::Column::RequestedAt)
        .order_by_desc(sla_job::Column::Id);
    if !tx.sqlite() {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.raw()).await?)
}

/// Ends all jobs that were asked for until `at`.
pub async fn finish_jobs(tx: &Tx, until: DateTime<Utc>, at: DateTime<Utc>) -> Result<(), Fault> {
    let sql = "UPDATE sla_job SET finished_at = $1 WHERE finished_at IS NULL AND requested_at <= $2";
    tx.run(sql, vec![at.into(), until.into()]).await?;
    Ok(())
}

/// Takes hold of the heads of those of these streams that nobody else holds (SKIP LOCKED), in the order of their names. SQLite has one writer: of all
/// of them. With `wait` it waits for the others, too.
pub async fn claim_heads(tx: &Tx, names: Vec<String>, wait: bool) -> Outcome<Vec<stream::Model>> {
    let heads = stream::Entity::find().filter(stream::Column::Name.is_in(names)).order_by_asc(stream::Column::Name);
    let heads = match (tx.sqlite(), wait) {
        (true, _) => heads,
        (false, true) => heads.lock_exclusive(),
        (false, false) => heads.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
    };
    Ok(heads.all(tx.raw()).await?)
}

/// Shifts on call, in the order of time: also those that are over, since clocks that started in them still run, and those that were taken back after
/// they had begun, since that was an edit of due times.
pub async fn shifts(conn: &impl Conn) -> Outcome<Vec<on_call::Model>> {
    let begun = Expr::col(on_call::Column::CancelledAt).gt(Expr::col(on_call::Column::ValidFrom));
    let found = on_call::Entity::find()
        .filter(on_call::Column::CancelledAt.is_null().or(begun))
        .order_by_asc(on_call::Column::ValidFrom)
        .order_by_asc(on_call::Column::Id)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// The hand-overs of a team, newest first.
pub async fn handovers(conn: &impl Conn, team: TeamId, most: u64) -> Outcome<Vec<shift_handover::Model>> {
    let found = shift_handover::Entity::find()
        .filter(shift_handover::Column::TeamId.eq(team))
        .order_by_desc(shift_handover::Column::At)
        .limit(most)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// How many clocks run, and how many stand still.
pub async fn count_clocks(conn: &impl Conn) -> Outcome<[u64; 2]> {
    use clock::Column as C;
    // In the words of the partial index: SQLite does not use it for a bound value.
    let open = Expr::cust("state IN ('RUNNING', 'PAUSED')");
    let query =
        clock::Entity::find().select_only().column(C::State).expr(C::Id.count()).filter(open).group_by(C::State);
    let counts: Vec<(ClockState, i64)> = query.into_tuple().all(conn.raw()).await?;
    let of = |state| counts.iter().find(|(it, _)| *it == state).map_or(0, |(_, count)| count.unsigned_abs());
    Ok([of(ClockState::Running), of(ClockState::Paused)])
}

/// How many tickets are active, late, at risk, and how many have something due at `now`.
pub async fn count_tickets(conn: &impl Conn, now: DateTime<Utc>) -> Outcome<[u64; 4]> {
    let active = || ticket::Column::Active.is_set();
    let wanted = [
        active(),
        active().and(ticket::Column::ClockBreached.is_set()),
        active().and(ticket::Column::ClockAtRisk.is_set()),
        ticket::Column::NextDueAt.lte(now),
    ];
    let mut counts = [0; 4];
    for (count, wanted) in counts.iter_mut().zip(wanted) {
        *count = ticket::Entity::find().filter(wanted).count(conn.raw()).await?;
    }
    Ok(counts)
}
