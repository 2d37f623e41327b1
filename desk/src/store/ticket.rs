//! Rows around a ticket.

pub use super::entity::due::Model as Action;
use super::entity::{due, event, message, party, solution_request, ticket, ticket_link};
use super::{Conn, Tx, among, as_one, by_place, one_of};
use crate::event::Kind;
use crate::id::{MessageId, PersonId, RequestId, TeamId, TicketId, UnitId};
use crate::refusal::{Fault, Outcome};
use crate::ticket::{Audience, DueKind, MessageKind, PartyRole, Priority, RequestState};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Who else has to do with a ticket.
pub async fn parties(conn: &impl Conn, id: TicketId) -> Outcome<Vec<(PartyRole, Uuid)>> {
    let rows = party::Entity::find().filter(party::Column::TicketId.eq(id)).all(conn.raw()).await?;
    Ok(rows.into_iter().map(|row| (row.role, row.member_id)).collect())
}

/// The parties of several tickets.
pub async fn parties_of(conn: &impl Conn, ids: &[TicketId]) -> Outcome<Vec<party::Model>> {
    Ok(party::Entity::find().filter(one_of(conn, "party.ticket_id", ids.iter().copied())).all(conn.raw()).await?)
}

/// How many active tickets are with a team.
pub async fn active_with_team(conn: &impl Conn, team: TeamId) -> Outcome<u64> {
    let there = Condition::all().add(ticket::Column::Tier.eq(2)).add(ticket::Column::TeamId.eq(team));
    Ok(ticket::Entity::find().filter(ticket::Column::Active.is_set()).filter(there).count(conn.raw()).await?)
}

/// How many active tickets are in the queue of a unit, or come back to it.
pub async fn active_in_queue(conn: &impl Conn, unit: UnitId) -> Outcome<u64> {
    let there = ticket::Column::QueueUnitId.eq(unit);
    Ok(ticket::Entity::find().filter(ticket::Column::Active.is_set()).filter(there).count(conn.raw()).await?)
}

/// The ticket with this number.
pub async fn by_number(conn: &impl Conn, number: &str) -> Outcome<Option<ticket::Model>> {
    Ok(ticket::Entity::find().filter(ticket::Column::Number.eq(number)).one(conn.raw()).await?)
}

/// The newest ticket with one of these numbers.
pub async fn by_numbers(conn: &impl Conn, numbers: &[String]) -> Outcome<Option<ticket::Model>> {
    let found = ticket::Entity::find().filter(ticket::Column::Number.is_in(numbers));
    Ok(found.order_by_desc(ticket::Column::OpenedAt).one(conn.raw()).await?)
}

/// How many active tickets each of these people has; who has none is not among them.
pub async fn open_of(conn: &impl Conn, people: &[PersonId]) -> Outcome<HashMap<PersonId, u64>> {
    let query = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::AssigneeId)
        .column_as(ticket::Column::Id.count(), "open")
        .filter(ticket::Column::Active.eq(true))
        .filter(ticket::Column::AssigneeId.is_in(people.iter().copied()))
        .group_by(ticket::Column::AssigneeId);
    let rows: Vec<(PersonId, i64)> = query.into_tuple().all(conn.raw()).await?;
    Ok(rows.into_iter().map(|(person, open)| (person, u64::try_from(open).unwrap_or(0))).collect())
}

/// Tickets by id, in no order.
pub async fn by_ids(conn: &impl Conn, ids: &[TicketId]) -> Outcome<Vec<ticket::Model>> {
    by_place(conn, ticket::Entity::find().filter(one_of(conn, "ticket.id", ids.iter().copied()))).await
}

/// Tickets that were merged into this one, oldest first.
pub async fn merged_into(conn: &impl Conn, id: TicketId) -> Outcome<Vec<ticket::Model>> {
    let found = ticket::Entity::find()
        .filter(ticket::Column::MergedIntoId.eq(id))
        .order_by_asc(ticket::Column::Id)
        .limit(200)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Tickets that were merged into this one, or into one that was.
pub async fn all_merged_into(conn: &impl Conn, id: TicketId) -> Outcome<Vec<ticket::Model>> {
    let mut all = merged_into(conn, id).await?;
    let mut from = 0;
    while from < all.len() {
        let ids: Vec<TicketId> = all[from..].iter().map(|ticket| ticket.id).collect();
        from = all.len();
        all.extend(merged_into_any(conn, &ids).await?);
    }
    all.sort_unstable_by_key(|ticket| ticket.id);
    Ok(all)
}

/// Whether a handler noted a report for whom it is from.
pub async fn was_recorded(conn: &impl Conn, id: TicketId) -> Outcome<bool> {
    let first = event::Entity::find()
        .filter(event::Column::Stream.eq(ticket::Model::stream_of(id)))
        .filter(event::Column::Seq.eq(1))
        .one(conn.raw())
        .await?;
    Ok(first.is_some_and(|event| event.kind == Kind::TicketRecorded.code()))
}

/// Tickets of people who came into being with them: of each of these people those that were opened at the instant that stands beside them.
pub async fn opened_at(conn: &impl Conn, new: &[(PersonId, DateTime<Utc>)]) -> Outcome<Vec<ticket::Model>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let found = ticket::Entity::find()
        .filter(ticket::Column::RequesterId.is_in(new.iter().map(|(person, _)| *person)))
        .filter(ticket::Column::OpenedAt.is_in(new.iter().map(|(_, at)| *at)))
        .all(conn.raw())
        .await?;
    Ok(found.into_iter().filter(|ticket| new.contains(&(ticket.requester_id, ticket.opened_at))).collect())
}

/// Tickets of one of these people, or filed by them, that one of those others has or had.
pub async fn between(conn: &impl Conn, people: &[PersonId], handlers: &[PersonId]) -> Outcome<Vec<ticket::Model>> {
    use ticket::Column as C;
    let any = |columns: &[C], ids: &[PersonId]| {
        columns.iter().fold(Condition::any(), |any, column| any.add(column.is_in(ids.iter().copied())))
    };
    if people.is_empty() || handlers.is_empty() {
        return Ok(Vec::new());
    }
    let theirs = any(&[C::RequesterId, C::FilerId], people);
    let had = any(&[C::AssigneeId, C::FormerAssigneeId, C::ResolverId], handlers);
    Ok(ticket::Entity::find().filter(theirs).filter(had).all(conn.raw()).await?)
}

/// Tickets that were merged into one of these.
pub async fn merged_into_any(conn: &impl Conn, ids: &[TicketId]) -> Outcome<Vec<ticket::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = ticket::Column::MergedIntoId.is_in(ids.iter().copied());
    Ok(ticket::Entity::find().filter(wanted).all(conn.raw()).await?)
}

/// Tickets that are hidden from a person: complaints about them.
pub async fn kept_from(conn: &impl Conn, person: PersonId) -> Outcome<Vec<TicketId>> {
    let found = party::Entity::find()
        .select_only()
        .column(party::Column::TicketId)
        .filter(party::Column::Role.eq(PartyRole::HiddenFrom))
        .filter(party::Column::MemberId.eq(person.0));
    Ok(found.into_tuple().all(conn.raw()).await?)
}

/// The texts of a ticket, oldest first.
pub async fn messages(conn: &impl Conn, id: TicketId) -> Outcome<Vec<message::Model>> {
    let found = message::Entity::find()
        .filter(message::Column::TicketId.eq(id))
        .order_by_asc(message::Column::Seq)
        .order_by_asc(message::Column::Id)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Which messages of a ticket are internal. Their texts stay where they are: a ticket may carry any number of them.
pub async fn internal_messages(conn: &impl Conn, id: TicketId) -> Outcome<HashSet<MessageId>> {
    let found = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::TicketId.eq(id))
        .filter(message::Column::Audience.eq(Audience::Internal))
        .into_tuple::<MessageId>()
        .all(conn.raw())
        .await?;
    Ok(found.into_iter().collect())
}

/// The texts that these events of a ticket brought, oldest first.
pub async fn messages_of(conn: &impl Conn, id: TicketId, events: &[i64]) -> Outcome<Vec<message::Model>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    // As one value, for the reason that `one_of` says.
    let events: Vec<String> = events.iter().map(i64::to_string).collect();
    let among_events = if conn.sqlite() {
        let list = format!("[{}]", events.join(","));
        Expr::cust_with_values("message.seq IN (SELECT value FROM json_each(?))", [list])
    } else {
        let list = format!("{{{}}}", events.join(","));
        Expr::cust_with_values("message.seq = ANY(CAST($1 AS bigint[]))", [list])
    };
    let found = message::Entity::find()
        .filter(message::Column::TicketId.eq(id))
        .filter(among_events)
        .order_by_asc(message::Column::Seq)
        .order_by_asc(message::Column::Id);
    by_place(conn, found).await
}

/// The report that began a ticket.
pub async fn report_of(conn: &impl Conn, id: TicketId) -> Outcome<Option<message::Model>> {
    let found = message::Entity::find()
        .filter(message::Column::TicketId.eq(id))
        .filter(message::Column::Kind.eq(MessageKind::Report))
        .one(conn.raw())
        .await?;
    Ok(found)
}

/// The solution requests of a ticket, oldest first.
pub async fn requests(conn: &impl Conn, id: TicketId) -> Outcome<Vec<solution_request::Model>> {
    let found = solution_request::Entity::find()
        .filter(solution_request::Column::TicketId.eq(id))
        .order_by_asc(solution_request::Column::OpenedAt)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// The links of a ticket, in both directions.
pub async fn links(conn: &impl Conn, id: TicketId) -> Outcome<Vec<ticket_link::Model>> {
    let either = Condition::any().add(ticket_link::Column::TicketId.eq(id)).add(ticket_link::Column::OtherId.eq(id));
    Ok(ticket_link::Entity::find().filter(either).limit(200).all(conn.raw()).await?)
}

/// What is to be done on some tickets, besides what their clocks say; the longest due first.
pub async fn actions_of(conn: &impl Conn, ids: &[TicketId]) -> Outcome<Vec<Action>> {
    let found = due::Entity::find()
        .filter(due::Column::TicketId.is_in(ids.iter().copied()))
        .order_by_asc(due::Column::DueAt)
        .order_by_asc(due::Column::Kind)
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Takes things off the clock's list.
pub async fn clear_due(tx: &Tx, id: TicketId, kinds: &[DueKind]) -> Result<(), Fault> {
    due::Entity::delete_many()
        .filter(due::Column::TicketId.eq(id))
        .filter(due::Column::Kind.is_in(kinds.iter().copied()))
        .exec(tx.raw())
        .await?;
    Ok(())
}

/// Tickets on which something is due, the longest due first.
pub async fn tickets_due(conn: &impl Conn, now: DateTime<Utc>, most: u64) -> Outcome<Vec<TicketId>> {
    let found = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::NextDueAt.lte(now))
        .order_by_asc(ticket::Column::NextDueAt)
        .limit(most)
        .into_tuple()
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// When the next action, other than a clock's, falls due on any ticket.
pub async fn earliest_action(conn: &impl Conn) -> Outcome<Option<DateTime<Utc>>> {
    let found = due::Entity::find().order_by_asc(due::Column::DueAt).one(conn.raw()).await?;
    Ok(found.map(|row| row.due_at))
}

/// When the next thing falls due on any ticket.
pub async fn earliest_due(conn: &impl Conn) -> Outcome<Option<DateTime<Utc>>> {
    let found = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::NextDueAt)
        .filter(ticket::Column::NextDueAt.is_not_null())
        .order_by_asc(ticket::Column::NextDueAt)
        .into_tuple()
        .one(conn.raw())
        .await?;
    Ok(found)
}

/// The open CRITICAL and HIGH tickets of a team, the next due first.
pub async fn urgent_of(conn: &impl Conn, team: crate::id::TeamId, most: u64) -> Outcome<Vec<TicketId>> {
    let found = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::Active.is_set())
        .filter(ticket::Column::Tier.eq(2))
        .filter(ticket::Column::TeamId.eq(team))
        .filter(ticket::Column::Priority.is_in([Priority::Critical, Priority::High]))
        .order_by_asc(ticket::Column::DueOrder)
        .order_by_asc(ticket::Column::Id)
        .limit(most)
        .into_tuple()
        .all(conn.raw())
        .await?;
    Ok(found)
}

/// Solution requests by id, in no order.
pub async fn requests_by_id(conn: &impl Conn, ids: &[RequestId]) -> Outcome<Vec<solution_request::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = solution_request::Column::Id.is_in(ids.iter().copied());
    Ok(solution_request::Entity::find().filter(wanted).all(conn.raw()).await?)
}

/// What stands beside tickets and decides what of them shows.
#[derive(Debug, Default)]
pub struct Beside {
    /// Who else has to do with them.
    pub parties: HashMap<TicketId, Vec<(PartyRole, Uuid)>>,
    /// The states of solution requests, and whether Tier 1 still owes them their fields.
    pub requests: HashMap<RequestId, (RequestState, bool)>,
    /// Into which of them others were merged.
    pub absorbing: HashSet<TicketId>,
}

/// Reads what stands beside tickets and their current solution requests, in one question.
pub async fn beside(conn: &impl Conn, ids: &[TicketId], requests: &[RequestId]) -> Outcome<Beside> {
    #[derive(FromQueryResult)]
    struct Row {
        what: i32,
        id: Uuid,
        code: String,
        member: Option<Uuid>,
        unfilled: bool,
    }
    let mut beside = Beside::default();
    if ids.is_empty() {
        return Ok(beside);
    }
    let sql = format!(
        "SELECT 0 AS what, ticket_id AS id, role AS code, member_id AS member, FALSE AS unfilled FROM party WHERE {} \
         UNION ALL SELECT 1, id, state, ticket_id, automatic AND completed_at IS NULL AND salt IS NOT NULL \
         FROM solution_request WHERE {} \
         UNION ALL SELECT 2, merged_into_id, '', id, FALSE FROM ticket WHERE {}",
        among(conn, "ticket_id", "$1"),
        among(conn, "id", "$2"),
        among(conn, "merged_into_id", "$1"),
    );
    let values = vec![as_one(conn, ids.iter().copied()), as_one(conn, requests.iter().copied())];
    for row in conn.raw().query_all_raw(conn.statement(&sql, values)).await? {
        let Row { what, id, code, member, unfilled } = Row::from_query_result(&row, "")?;
        match (what, member) {
            (0, Some(member)) => {
                let role = code.parse().map_err(Fault::new)?;
                beside.parties.entry(TicketId(id)).or_default().push((role, member));
            }
            (1, _) => {
                let state: RequestState = code.parse().map_err(Fault::new)?;
                beside.requests.insert(RequestId(id), (state, solution_request::Model::owes(unfilled, state)));
            }
            _ => drop(beside.absorbing.insert(TicketId(id))),
        }
    }
    Ok(beside)
}
