//! What [`crate::access::sight`] says, in SQL: lists, counts and search filter by it. A story compares the two for every person and ticket.

use super::entity::{party, ticket};
use crate::access::Standing;
use crate::ticket::{Confidentiality, PartyRole};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ExprTrait};
use ticket::Column as T;
use uuid::Uuid;

fn party_of(roles: &[PartyRole], members: Vec<Uuid>) -> SelectStatement {
    Query::select()
        .column(party::Column::TicketId)
        .from(party::Entity)
        .and_where(party::Column::MemberId.is_in(members))
        .and_where(party::Column::Role.is_in(roles.iter().copied()))
        .to_owned()
}

fn any_of<V: Into<sea_orm::Value>>(condition: Condition, column: T, values: impl IntoIterator<Item = V>) -> Condition {
    let mut values = values.into_iter().peekable();
    if values.peek().is_some() { condition.add(column.is_in(values)) } else { condition }
}

/// Tickets a person sees at all; with `outline`, also those of which only the outline shows.
pub fn visible(who: &Standing, outline: bool) -> Condition {
    let me = who.person;
    let own = Condition::any().add(T::RequesterId.eq(me)).add(T::FilerId.eq(me));
    let named = |condition: Condition| {
        condition.add(T::AssigneeId.eq(me)).add(T::Id.in_subquery(party_of(&[PartyRole::Involved], vec![me.0])))
    };
    let in_team = Condition::all().add(T::Tier.eq(2)).add(T::TeamId.is_in(who.teams.iter().copied()));
    let with_team =
        |condition: Condition| if who.teams.is_empty() { condition } else { condition.add(in_team.clone()) };

    let mut normal = with_team(named(Condition::any()));
    if who.coordinator || who.auditor || who.security || who.reads_all {
        normal = normal.add(Expr::value(true));
    } else {
        let units: Vec<_> = who.serves.iter().copied().collect();
        normal = any_of(normal, T::UnitId, units.iter().copied());
        normal = any_of(normal, T::QueueUnitId, units.iter().copied());
        normal = any_of(normal, T::UnitId, who.heads.iter().chain(&who.reads).copied());
        normal = any_of(normal, T::ServiceId, who.owns.iter().copied());
        normal = normal.add(T::Id.in_subquery(party_of(&[PartyRole::Follower], vec![me.0])));
        if !units.is_empty() {
            let units = units.iter().map(|id| id.0).collect();
            normal = normal.add(T::Id.in_subquery(party_of(&[PartyRole::PastUnit], units)));
        }
        if !who.teams.is_empty() {
            let teams = who.teams.iter().map(|id| id.0).collect();
            normal = normal.add(T::Id.in_subquery(party_of(&[PartyRole::PastTeam], teams)));
        }
    }

    let everything = who.security || who.head_of_office || (outline && (who.coordinator || who.auditor));
    let (mut restricted, mut secret) = (with_team(named(Condition::any())), named(Condition::any()));
    if everything {
        restricted = restricted.add(Expr::value(true));
        secret = secret.add(Expr::value(true));
    }
    let class = |class: Confidentiality, condition: Condition| {
        Condition::all().add(T::Confidentiality.eq(class)).add(condition)
    };
    let others = Condition::any()
        .add(class(Confidentiality::Normal, normal))
        .add(class(Confidentiality::Restricted, restricted))
        .add(class(Confidentiality::Secret, secret));
    let hidden = T::Id.in_subquery(party_of(&[PartyRole::HiddenFrom], vec![me.0]));
    own.add(Condition::all().add(hidden.not()).add(others))
}

/// Whether a text of the given audience may be found by a person: INTERNAL ones only by those who handle, oversee or audit.
pub fn finds_internal(who: &Standing) -> bool {
    who.handles() || who.auditor || who.reads_all || who.head_of_office || !who.owns.is_empty() || !who.heads.is_empty()
}
