//! Lists of tickets in SQL: view, filter, search and access in one query.

use super::Conn;
use super::entity::{party, solution_request, ticket};
use super::{search, visible};
use crate::access::Standing;
use crate::id::{TeamId, TicketId, UnitId};
use crate::refusal::Outcome;
use crate::search::{analyse, scope};
use crate::ticket::{Audience, PartyRole, Priority, RequestState, Status, WAITING};
use crate::view::board::{Before, Quality, Queue};
use crate::view::list::COUNT_LIMIT;
use crate::view::page::Wanted;
use crate::view::{Filter, Order, Reader, View};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IdenStatic, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;
use ticket::Column as T;

/// Reads one row more than wanted, from the end if the page is read backwards.
pub async fn tickets(
    conn: &impl Conn,
    reader: &Reader,
    view: View,
    filter: &Filter,
    order: Order,
    page: &Wanted,
) -> Outcome<Vec<ticket::Model>> {
    let Some(condition) = condition(conn, reader, view, filter)? else { return Ok(Vec::new()) };
    let (column, newest_first) = match order {
        Order::Newest => (T::OpenedAt, true),
        Order::Oldest => (T::OpenedAt, false),
        Order::LatestActivity => (T::LastActivityAt, true),
        Order::Due => (T::DueOrder, false),
    };
    let descending = newest_first != page.backwards;
    let mut query = ticket::Entity::find().filter(condition);
    if let Some((at, id)) = page.from {
        let later = if descending { (column.lt(at), T::Id.lt(id)) } else { (column.gt(at), T::Id.gt(id)) };
        query = query.filter(Condition::any().add(later.0).add(column.eq(at).and(later.1)));
    }
    query = if descending {
        query.order_by_desc(column).order_by_desc(T::Id)
    } else {
        query.order_by_asc(column).order_by_asc(T::Id)
    };
    Ok(query.limit(page.rows as u64 + 1).all(conn.raw()).await?)
}

/// Counts, up to the limit.
pub async fn count(conn: &impl Conn, reader: &Reader, view: View, filter: &Filter) -> Outcome<u64> {
    let Some(condition) = condition(conn, reader, view, filter)? else { return Ok(0) };
    let query = ticket::Entity::find().select_only().column(T::Id).filter(condition).limit(COUNT_LIMIT);
    Ok(query.count(conn.raw()).await?)
}

/// Counts the active tickets of each queue: one pass over what is active.
pub async fn board(conn: &impl Conn, reader: &Reader, before: Before) -> Outcome<Vec<Queue>> {
    let count_if = |condition: Condition| Expr::case(condition, 1).finally(0).sum();
    let older = |at: DateTime<Utc>| count_if(Condition::all().add(T::OpenedAt.lt(at)));
    // While at tier 2 the unit that had it before is not whose work it is.
    let unit = Expr::case(Condition::all().add(T::Tier.eq(1)), Expr::col(T::QueueUnitId));
    let team = Expr::case(Condition::all().add(T::Tier.eq(2)), Expr::col(T::TeamId));
    let urgent = [Priority::Critical, Priority::High];
    let query = ticket::Entity::find()
        .select_only()
        .expr(unit.clone())
        .expr(team.clone())
        .expr(T::Id.count())
        .expr(count_if(Condition::all().add(T::AssigneeId.is_null())))
        .expr(count_if(Condition::all().add(T::Status.is_in(WAITING.iter().copied()))))
        .expr(count_if(Condition::all().add(T::Priority.is_in(urgent))))
        .expr(count_if(Condition::all().add(T::ClockAtRisk.is_set())))
        .expr(count_if(Condition::all().add(T::ClockBreached.is_set())))
        .expr(older(before[0]))
        .expr(older(before[1]))
        .expr(older(before[2]))
        .filter(T::Active.is_set())
        .filter(visible::visible(&reader.standing, true))
        .group_by(T::Tier)
        .group_by(T::QueueUnitId)
        .group_by(T::TeamId);
    type Row = (Option<UnitId>, Option<TeamId>, i64, i64, i64, i64, i64, i64, i64, i64, i64);
    let rows: Vec<Row> = query.into_tuple().all(conn.raw()).await?;
    // The unit before an escalation still parts the rows of a team.
    let mut queues = BTreeMap::new();
    for (unit, team, active, unassigned, waiting, urgent, at_risk, late, day, week, month) in rows {
        let none =
            Queue { unit, team, active: 0, unassigned: 0, waiting: 0, urgent: 0, at_risk: 0, late: 0, older: [0; 3] };
        let queue: &mut Queue = queues.entry((unit, team)).or_insert(none);
        queue.active += active;
        queue.unassigned += unassigned;
        queue.waiting += waiting;
        queue.urgent += urgent;
        queue.at_risk += at_risk;
        queue.late += late;
        for (sum, more) in queue.older.iter_mut().zip([day, week, month]) {
            *sum += more;
        }
    }
    Ok(queues.into_values().collect())
}

/// How well the Tier 1 of each unit did since `since`: two passes over what moved since then.
pub async fn quality(conn: &impl Conn, reader: &Reader, since: DateTime<Utc>) -> Outcome<Vec<Quality>> {
    let count_if = |condition: Condition| Expr::case(condition, 1).finally(0).sum();
    let visible = visible::visible(&reader.standing, true);
    let resolved = ticket::Entity::find()
        .select_only()
        .column(T::QueueUnitId)
        .expr(T::Id.count())
        .expr(count_if(Condition::all().add(T::ResolverTier.eq(1))))
        .filter(T::ResolvedAt.gte(since))
        .filter(visible.clone())
        .group_by(T::QueueUnitId);
    let resolved: Vec<(Option<UnitId>, i64, i64)> = resolved.into_tuple().all(conn.raw()).await?;
    let seen = Query::select().column(T::Id).from(ticket::Entity).cond_where(visible).to_owned();
    let escalated = solution_request::Entity::find()
        .select_only()
        .column(solution_request::Column::FromUnitId)
        .expr(solution_request::Column::Id.count())
        .expr(count_if(Condition::all().add(solution_request::Column::State.eq(RequestState::Returned))))
        .filter(solution_request::Column::OpenedAt.gte(since))
        .filter(solution_request::Column::Automatic.eq(false))
        .filter(solution_request::Column::TicketId.in_subquery(seen))
        .group_by(solution_request::Column::FromUnitId);
    let escalated: Vec<(Option<UnitId>, i64, i64)> = escalated.into_tuple().all(conn.raw()).await?;
    let mut units: BTreeMap<Option<UnitId>, Quality> = BTreeMap::new();
    for (unit, resolved, at_tier1) in resolved {
        units.insert(unit, Quality { unit, resolved, at_tier1, ..Quality::default() });
    }
    for (unit, escalated, returned) in escalated {
        let quality = units.entry(unit).or_insert(Quality { unit, ..Quality::default() });
        (quality.escalated, quality.returned) = (escalated, returned);
    }
    Ok(units.into_values().collect())
}

/// How many tickets were opened and solved on each day since `from`, the first being 0; a pass over each index.
pub async fn trend(conn: &impl Conn, reader: &Reader, from: DateTime<Utc>) -> Outcome<BTreeMap<i64, [i64; 2]>> {
    let mut days: BTreeMap<i64, [i64; 2]> = BTreeMap::new();
    for (place, column) in [T::OpenedAt, T::ResolvedAt].into_iter().enumerate() {
        // Seconds since then, in whole days: the two databases spell instants differently.
        let seconds = if conn.sqlite() {
            Expr::cust(format!("CAST(strftime('%s', ticket.{}) AS INTEGER)", column.as_str()))
        } else {
            Expr::cust(format!("CAST(FLOOR(EXTRACT(EPOCH FROM ticket.{})) AS BIGINT)", column.as_str()))
        };
        let day = seconds.sub(from.timestamp()).div(86_400);
        let query = ticket::Entity::find()
            .select_only()
            .expr_as(day, "day")
            .expr(T::Id.count())
            .filter(column.gte(from))
            .filter(visible::visible(&reader.standing, true))
            .group_by(Expr::col("day"));
        let rows: Vec<(i64, i64)> = query.into_tuple().all(conn.raw()).await?;
        for (day, count) in rows {
            if let Some(number) = days.entry(day).or_default().get_mut(place) {
                *number += count;
            }
        }
    }
    Ok(days)
}

/// Active security incidents in units that somebody serves, the newest first: [`crate::access::contains`] in SQL.
pub async fn struck(conn: &impl Conn, who: &Standing, most: u64) -> Outcome<Vec<ticket::Model>> {
    let units = who.serves.iter().copied();
    let query = ticket::Entity::find()
        .filter(T::Active.is_set())
        .filter(T::SecurityIncident.is_set())
        .filter(T::UnitId.is_in(units))
        .filter(visible::hidden(who).not());
    Ok(query.order_by_desc(T::OpenedAt).limit(most).all(conn.raw()).await?)
}

/// Ids of all tickets somebody sees.
pub async fn visible_ids(conn: &impl Conn, who: &Standing, outline: bool) -> Outcome<Vec<TicketId>> {
    let found = ticket::Entity::find().select_only().column(T::Id).filter(visible::visible(who, outline));
    Ok(found.into_tuple().all(conn.raw()).await?)
}

/// All conditions together; none: nothing can match.
fn condition(conn: &impl Conn, reader: &Reader, view: View, filter: &Filter) -> Outcome<Option<Condition>> {
    let who = &reader.standing;
    // Words are looked for only in what the person may read; an outline has no text.
    let mut all = Condition::all().add(of_view(reader, view)).add(visible::visible(who, filter.text.is_none()));
    if let Some(text) = &filter.text {
        match matching(conn, who, text)? {
            Some(found) => all = all.add(found),
            None => return Ok(None),
        }
    }
    macro_rules! narrow {
        ($($values:expr => $column:expr),+ $(,)?) => { $(
            if !$values.is_empty() {
                all = all.add($column.is_in($values.iter().copied()));
            }
        )+ };
    }
    narrow!(
        filter.statuses => T::Status,
        filter.kinds => T::Kind,
        filter.priorities => T::Priority,
        filter.channels => T::Channel,
        filter.units => T::UnitId,
        filter.queue_units => T::QueueUnitId,
        filter.services => T::ServiceId,
        filter.teams => T::TeamId,
        filter.assignees => T::AssigneeId,
        filter.requesters => T::RequesterId,
    );
    // Who asked for their name to be hidden is not found by it: the same rule as in the view.
    if !filter.requesters.is_empty() && filter.requesters.iter().any(|id| *id != who.person) {
        all = all.add(named(who));
    }
    if !filter.statuses.is_empty() && filter.statuses.iter().all(|status| status.is_active()) {
        all = all.add(T::Active.is_set());
    }
    if let Some(tier) = filter.tier {
        all = all.add(T::Tier.eq(tier));
    }
    if let Some(assigned) = filter.assigned {
        all = all.add(if assigned { T::AssigneeId.is_not_null() } else { T::AssigneeId.is_null() });
    }
    if let Some(security) = filter.security_incident {
        all = all.add(T::SecurityIncident.eq(security));
    }
    for (wanted, column) in [
        (filter.at_risk, T::ClockAtRisk),
        (filter.breached, T::ClockBreached),
        (filter.paused, T::ClockPaused),
        (filter.outside_control, T::OutsideControl),
    ] {
        if let Some(wanted) = wanted {
            // What has ended has no open clock; said so, the small index can be used.
            all = all.add(if wanted { column.is_set() } else { column.eq(false) });
            if wanted {
                all = all.add(T::Active.is_set());
            }
        }
    }
    if let Some(before) = filter.due_before {
        all = all.add(T::DueOrder.lt(before));
    }
    if let Some(from) = filter.opened_from {
        all = all.add(T::OpenedAt.gte(from));
    }
    if let Some(before) = filter.opened_before {
        all = all.add(T::OpenedAt.lt(before));
    }
    Ok(Some(all))
}

/// [`crate::view::TicketView::names_requester`], in SQL.
fn named(who: &Standing) -> Condition {
    let mut any = Condition::any()
        .add(T::IdentityHidden.eq(false))
        .add(T::RequesterId.eq(who.person))
        .add(T::FilerId.eq(who.person))
        .add(T::AssigneeId.eq(who.person))
        .add(T::QueueUnitId.is_in(who.serves.iter().copied()));
    if who.coordinator {
        any = any.add(Expr::value(true));
    }
    any
}

fn of_view(reader: &Reader, view: View) -> Condition {
    let who = &reader.standing;
    let me = who.person;
    let active = || Condition::all().add(T::Active.is_set());
    let unit_queue = || Condition::all().add(T::Tier.eq(1)).add(T::QueueUnitId.is_in(who.serves.iter().copied()));
    let team_queue = || Condition::all().add(T::Tier.eq(2)).add(T::TeamId.is_in(who.teams.iter().copied()));
    // Only the queues a person has: an OR with an empty side would cost the index of the other.
    let queues = || match (who.serves.is_empty(), who.teams.is_empty()) {
        (false, true) => unit_queue(),
        (true, false) => team_queue(),
        (_, _) => Condition::any().add(unit_queue()).add(team_queue()),
    };
    // What the coordinator watches over is everybody's.
    let watched = |all: Condition| {
        if who.coordinator { all } else { all.add(Condition::any().add(T::AssigneeId.eq(me)).add(queues())) }
    };
    match view {
        View::AtRisk => watched(active().add(T::ClockAtRisk.is_set())),
        View::Late => watched(active().add(T::ClockBreached.is_set())),
        View::Paused => watched(active().add(T::ClockPaused.is_set())),
        // Also when the ticket has ended: what is decided is how the record reads.
        View::ExceptionsAsked => watched(Condition::all().add(T::ExceptionAsked.is_set())),
        View::MyReports => Condition::any().add(T::RequesterId.eq(me)).add(T::FilerId.eq(me)),
        View::MyWork => active().add(T::AssigneeId.eq(me)),
        View::UnitQueue => active().add(unit_queue()),
        View::TeamQueue => active().add(team_queue()),
        View::Unassigned => active().add(T::AssigneeId.is_null()).add(queues()),
        View::Waiting => active().add(T::Status.is_in(WAITING.iter().copied())).add(queues()),
        View::OurPeople => active().add(T::UnitId.is_in(who.serves.iter().copied())),
        View::WithoutTier1 => {
            let directory = &reader.directory;
            let nobody =
                directory.units().map(|unit| unit.id).filter(|id| directory.serving(*id, reader.now).is_none());
            let nobody: Vec<_> = nobody.collect();
            active()
                .add(T::Tier.eq(1))
                .add(Condition::any().add(T::QueueUnitId.is_null()).add(T::QueueUnitId.is_in(nobody)))
        }
        View::Followed => {
            let followed = Query::select()
                .column(party::Column::TicketId)
                .from(party::Entity)
                .and_where(party::Column::MemberId.eq(me.0))
                .and_where(party::Column::Role.eq(PartyRole::Follower))
                .to_owned();
            Condition::all().add(T::Id.in_subquery(followed))
        }
        View::RepliedAfterEnd => Condition::all()
            .add(T::RepliedAfterEnd.is_set())
            .add(T::Status.is_in([Status::Resolved, Status::Closed]))
            .add(queues()),
        View::Untold => {
            let untold = Condition::all().add(T::UntoldSince.is_not_null());
            if who.coordinator { untold } else { untold.add(Condition::any().add(T::AssigneeId.eq(me)).add(queues())) }
        }
        View::Active => active(),
        View::All => Condition::all(),
    }
}

/// R36: tickets with a text that matches. Exact numbers come alone; of words, the newest thousand matches count, and of what is the reader's own the
/// newest thousand besides.
fn matching(conn: &impl Conn, who: &Standing, text: &str) -> Outcome<Option<Condition>> {
    let text = text.trim();
    let number = text.to_uppercase();
    if number.len() <= 40 && number.split('-').count() == 3 {
        return Ok(Some(Condition::all().add(T::Number.eq(number))));
    }
    let tokens = analyse::query_tokens(text);
    let scope = scope::of_reader(who);
    let Some((sql, values)) = search::matching(conn, &tokens, scope.as_deref()) else { return Ok(None) };
    let found = |audience: &str| {
        let found = format!("ticket.id IN (SELECT found.ticket_id FROM ({sql}) AS found{audience})");
        Condition::all().add(Expr::cust_with_values(found, values.clone()))
    };
    // The coordinator reads what is internal wherever a text shows at all.
    if who.coordinator {
        return Ok(Some(found("")));
    }
    let public = found(&format!(" WHERE found.audience = '{}'", Audience::Public));
    Ok(Some(Condition::any().add(public).add(found("").add(visible::internal(who)))))
}
