//! The board in SQL: passes that count, over what somebody sees.

use super::entity::{solution_request, ticket};
use super::{Conn, visible};
use crate::access::Standing;
use crate::board::{Before, Quality, Queue};
use crate::id::{TeamId, UnitId};
use crate::refusal::Outcome;
use crate::ticket::{Confidentiality, Priority, RequestState, WAITING};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, IdenStatic, QueryFilter, QuerySelect};
use std::collections::BTreeMap;
use ticket::Column as T;

/// Counts the active tickets of each queue: one pass over what is active.
pub async fn queues(conn: &impl Conn, who: &Standing, before: Before) -> Outcome<Vec<Queue>> {
    let count_if = |condition: Condition| Expr::case(condition, 1).finally(0).sum();
    let older = |at: DateTime<Utc>| count_if(Condition::all().add(T::OpenedAt.lt(at)));
    // While at tier 2 the unit that had it before is not whose work it is.
    let unit = Expr::case(Condition::all().add(T::Tier.eq(1)), Expr::col(T::QueueUnitId));
    let team = Expr::case(Condition::all().add(T::Tier.eq(2)), Expr::col(T::TeamId));
    let urgent = [Priority::Critical, Priority::High];
    // Who has it and how urgent it is, an outline does not say: not in a sum, either.
    let normal = T::Confidentiality.eq(Confidentiality::Normal);
    let in_full = Condition::any().add(normal).add(visible::visible(who, false));
    let query = ticket::Entity::find()
        .select_only()
        .expr(unit.clone())
        .expr(team.clone())
        .expr(T::Id.count())
        .expr(count_if(Condition::all().add(visible::nobody_has(who)).add(in_full.clone())))
        .expr(count_if(Condition::all().add(T::Status.is_in(WAITING.iter().copied()))))
        .expr(count_if(Condition::all().add(T::Priority.is_in(urgent)).add(in_full)))
        .expr(count_if(Condition::all().add(T::ClockAtRisk.is_set())))
        .expr(count_if(Condition::all().add(T::ClockBreached.is_set())))
        .expr(older(before[0]))
        .expr(older(before[1]))
        .expr(older(before[2]))
        .filter(T::Active.is_set())
        .filter(visible::visible(who, true))
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
pub async fn quality(conn: &impl Conn, who: &Standing, since: DateTime<Utc>) -> Outcome<Vec<Quality>> {
    let count_if = |condition: Condition| Expr::case(condition, 1).finally(0).sum();
    // At which tier it was solved, and what was asked of Tier 2, an outline does not say.
    let visible = visible::visible(who, false);
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
pub async fn trend(conn: &impl Conn, who: &Standing, from: DateTime<Utc>) -> Outcome<BTreeMap<i64, [i64; 2]>> {
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
            .filter(visible::visible(who, true))
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
