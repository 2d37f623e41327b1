//! Lists of tickets in SQL: view, filter, search and access in one query.

use super::entity::{party, solution_request, ticket};
use super::{Conn, by_place, found, visible};
use crate::access::Standing;
use crate::directory::Directory;
use crate::id::{Id, PersonId, TicketId};
use crate::list::page::Wanted;
use crate::list::{COUNT_LIMIT, Filter, Order, View};
use crate::refusal::Outcome;
use crate::ticket::{PartyRole, RequestState, Status, WAITING};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IdenStatic, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use ticket::Column as T;

/// What is asked for: what is in a view for a person, narrowed.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who asks.
    pub who: &'a Standing,
    /// The organisation.
    pub directory: &'a Directory,
    /// When.
    pub now: DateTime<Utc>,
    /// Which list.
    pub view: View,
    /// What narrows it.
    pub filter: &'a Filter,
    /// Whose number was typed, as far as who asks may look for people by it.
    pub people: &'a [PersonId],
}

/// Reads one row more than wanted, from the end if the page is read backwards.
pub async fn tickets(conn: &impl Conn, asked: &Asked<'_>, order: Order, page: &Wanted) -> Outcome<Vec<ticket::Model>> {
    let Some((condition, first)) = condition(conn, asked).await? else { return Ok(Vec::new()) };
    let filter = asked.filter;
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
        let later = Condition::any().add(later.0).add(column.eq(at).and(later.1));
        query = query.filter(match first {
            None => later,
            // What comes first comes before the first page's other rows, whatever the order says of it.
            Some(first) if first.uuid() == id => {
                Condition::all().add(T::Id.ne(first)).add(Expr::value(!page.backwards))
            }
            Some(first) if page.backwards => Condition::any().add(later).add(T::Id.eq(first)),
            Some(first) => Condition::all().add(later).add(T::Id.ne(first)),
        });
    }
    if let Some(first) = first {
        let rank: Expr = Expr::case(T::Id.eq(first), Expr::value(0)).finally(Expr::value(1)).into();
        query = query.order_by(rank, if page.backwards { sea_orm::Order::Desc } else { sea_orm::Order::Asc });
    }
    let by = if filter.text.is_some() && !conn.sqlite() {
        // Of a thousand tickets that were found PostgreSQL would rather walk all tickets in their order until it has met enough of them: no index
        // has this expression.
        Expr::cust(format!("ticket.{} + interval '0'", column.as_str()))
    } else {
        column.into_expr()
    };
    let direction = if descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    query = query.order_by(by, direction.clone()).order_by(T::Id, direction);
    by_place(conn, query.limit(page.rows as u64 + 1)).await
}

/// Counts, up to the limit.
pub async fn count(conn: &impl Conn, asked: &Asked<'_>) -> Outcome<u64> {
    let Some((condition, _)) = condition(conn, asked).await? else { return Ok(0) };
    let query = ticket::Entity::find().select_only().column(T::Id).filter(condition).limit(COUNT_LIMIT);
    Ok(query.count(conn.raw()).await?)
}

/// Active security incidents in units that somebody serves, the newest first: [`crate::access::contains`] in SQL.
pub async fn struck(conn: &impl Conn, who: &Standing, most: u64) -> Outcome<Vec<ticket::Model>> {
    let in_units = |who: &Standing| Condition::all().add(T::UnitId.is_in(who.serves.iter().copied()));
    let query = ticket::Entity::find()
        .filter(T::Active.is_set())
        .filter(T::SecurityIncident.is_set())
        .filter(visible::towards(who, in_units))
        .filter(visible::hidden(who).not());
    Ok(query.order_by_desc(T::OpenedAt).limit(most).all(conn.raw()).await?)
}

/// Ids of all tickets somebody sees.
pub async fn visible_ids(conn: &impl Conn, who: &Standing, outline: bool) -> Outcome<Vec<TicketId>> {
    let found = ticket::Entity::find().select_only().column(T::Id).filter(visible::visible(who, outline));
    Ok(found.into_tuple().all(conn.raw()).await?)
}

/// All conditions together, and the ticket that comes before all others; none: nothing can match.
async fn condition(conn: &impl Conn, asked: &Asked<'_>) -> Outcome<Option<(Condition, Option<TicketId>)>> {
    let Asked { who, view, filter, .. } = *asked;
    // What the outline hides finds nothing.
    let outline = view.within_outline() && filter.within_outline();
    let mut all = Condition::all().add(of_view(asked)).add(visible::visible(who, outline));
    let mut first = None;
    if let Some(text) = &filter.text {
        let Some(found) = found::matching(conn, asked, text).await? else { return Ok(None) };
        all = all.add(found.condition);
        first = found.first;
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
        all = all.add(visible::towards(who, visible::named));
    }
    if !filter.statuses.is_empty() && filter.statuses.iter().all(|status| status.is_active()) {
        all = all.add(T::Active.is_set());
    }
    if !filter.tags.is_empty() {
        all = all.add(tagged(conn, &filter.tags)).add(visible::internal(who));
    }
    if let Some(tier) = filter.tier {
        all = all.add(T::Tier.eq(tier));
    }
    if let Some(wanted) = filter.coordinators_queue {
        let own = Condition::all().add(T::Tier.eq(1)).add(T::QueueUnitId.is_null());
        all = all.add(if wanted { own } else { own.not() });
    }
    if let Some(assigned) = filter.assigned {
        all = all.add(if assigned { visible::nobody_has(who).not() } else { visible::nobody_has(who) });
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
    Ok(Some((all, first)))
}

/// Tickets with one of these tags. That they have any is said besides, as the partial indexes say it.
fn tagged(conn: &impl Conn, tags: &[String]) -> Condition {
    let some = Condition::all().add(Expr::cust("ticket.tags <> '[]'"));
    if conn.sqlite() {
        let among = "EXISTS (SELECT 1 FROM json_each(ticket.tags) WHERE value IN (SELECT value FROM json_each(?)))";
        return some.add(Expr::cust_with_values(among, [json!(tags).to_string()]));
    }
    let has = |tag: &String| Expr::cust_with_values("ticket.tags @> CAST($1 AS jsonb)", [json!([tag]).to_string()]);
    some.add(tags.iter().map(has).fold(Condition::any(), Condition::add))
}

fn of_view(asked: &Asked<'_>) -> Condition {
    let Asked { who, directory, now, view, .. } = *asked;
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
        View::Unassigned => active().add(visible::nobody_has(who)).add(queues()),
        View::Waiting => active().add(T::Status.is_in(WAITING.iter().copied())).add(queues()),
        View::ToComplete => {
            let owed = Query::select()
                .column(solution_request::Column::Id)
                .from(solution_request::Entity)
                .and_where(Expr::col(solution_request::Column::Automatic))
                .and_where(solution_request::Column::CompletedAt.is_null())
                .and_where(solution_request::Column::Salt.is_not_null())
                .and_where(solution_request::Column::State.is_in([RequestState::Open, RequestState::Accepted]))
                .to_owned();
            let all = active().add(T::Tier.eq(2)).add(T::RequestId.in_subquery(owed));
            if who.coordinator { all } else { all.add(T::QueueUnitId.is_in(who.serves.iter().copied())) }
        }
        View::CameBack => {
            let back = Query::select()
                .column(solution_request::Column::Id)
                .from(solution_request::Entity)
                .and_where(solution_request::Column::State.is_in([RequestState::Returned, RequestState::Answered]))
                .to_owned();
            watched(active().add(T::Tier.eq(1)).add(T::RequestId.in_subquery(back)))
        }
        View::AtTier2 => {
            let there = active().add(T::Tier.eq(2));
            if who.coordinator { there } else { there.add(T::QueueUnitId.is_in(who.serves.iter().copied())) }
        }
        View::OurPeople => active().add(T::UnitId.is_in(who.serves.iter().copied())),
        View::WithoutTier1 => {
            let nobody = directory.units().map(|unit| unit.id).filter(|id| directory.serving(*id, now).is_none());
            let nobody: Vec<_> = nobody.collect();
            let tier1 = Condition::all()
                .add(T::Tier.eq(1))
                .add(Condition::any().add(T::QueueUnitId.is_null()).add(T::QueueUnitId.is_in(nobody)));
            let empty = directory.teams().map(|team| team.id).filter(|id| directory.members_of(*id, now).is_empty());
            let tier2 = Condition::all().add(T::Tier.eq(2)).add(T::TeamId.is_in(empty));
            active().add(Condition::any().add(tier1).add(tier2))
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
