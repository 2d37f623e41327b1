//! What [`crate::access::sight`] says, in SQL: lists, counts and search filter by it. A story compares the two for every person and ticket.

use super::entity::{party, ticket};
use crate::access::Standing;
use crate::ticket::{Confidentiality, PartyRole};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, ExprTrait};
use ticket::Column as T;
use uuid::Uuid;

/// Whether one of these is a party of the ticket. It is looked up for each ticket that comes to this: somebody can be a party of very many.
fn party_of(roles: &[PartyRole], members: Vec<Uuid>) -> Expr {
    let parties = Query::select()
        .expr(Expr::value(1))
        .from(party::Entity)
        .and_where(Expr::col((party::Entity, party::Column::TicketId)).equals((ticket::Entity, T::Id)))
        .and_where(party::Column::MemberId.is_in(members))
        .and_where(party::Column::Role.is_in(roles.iter().copied()))
        .to_owned();
    Expr::exists(parties)
}

fn any_of<V: Into<sea_orm::Value>>(condition: Condition, column: T, values: impl IntoIterator<Item = V>) -> Condition {
    let mut values = values.into_iter().peekable();
    if values.peek().is_some() { condition.add(column.is_in(values)) } else { condition }
}

/// Whether nobody has a ticket: [`Standing::nobody_has`] in SQL.
pub fn nobody_has(who: &Standing) -> Condition {
    Condition::any().add(T::AssigneeId.is_null()).add(T::AssigneeId.is_not_in(who.at_work.iter().copied()))
}

/// By which parties somebody counts as involved.
fn involved(who: &Standing) -> Expr {
    let both = [PartyRole::InvolvedAsSelf, PartyRole::Involved];
    party_of(if who.is_staff() { &both } else { &both[..1] }, vec![who.person.0])
}

/// What holds of whoever somebody is towards a ticket ([`Standing::towards`]): with the places they stand in, unless it is hidden from one of those whose
/// places these are, and by themselves in any case. What they are by themselves is never more.
pub fn towards(who: &Standing, holds: impl Fn(&Standing) -> Condition) -> Condition {
    let Some(alone) = who.by_oneself() else { return holds(who) };
    let places = who.stands_for.iter().map(|id| id.0).collect();
    let shown = party_of(&[PartyRole::HiddenFrom], places).not();
    Condition::any().add(holds(alone)).add(Condition::all().add(shown).add(holds(who)))
}

/// Tickets a person sees at all; with `outline`, also those of which only the outline shows.
pub fn visible(who: &Standing, outline: bool) -> Condition {
    let me = who.person;
    let own = Condition::any().add(T::RequesterId.eq(me)).add(T::FilerId.eq(me));
    let others = towards(who, |who| of_others(who, outline));
    own.add(Condition::all().add(hidden(who).not()).add(others))
}

fn of_others(who: &Standing, outline: bool) -> Condition {
    let me = who.person;
    let named = |condition: Condition| {
        let condition = condition.add(involved(who));
        if who.handles() { condition.add(T::AssigneeId.eq(me)) } else { condition }
    };
    let in_team = Condition::all().add(T::Tier.eq(2)).add(T::TeamId.is_in(who.teams.iter().copied()));
    let with_team =
        |condition: Condition| if who.teams.is_empty() { condition } else { condition.add(in_team.clone()) };

    let mut normal = with_team(named(Condition::any()));
    if who.coordinator || who.audits() || who.security || who.reads_all || who.head_of_office {
        normal = normal.add(Expr::value(true));
    } else {
        let units: Vec<_> = who.serves.iter().copied().collect();
        normal = any_of(normal, T::UnitId, units.iter().copied());
        normal = any_of(normal, T::QueueUnitId, units.iter().copied());
        normal = any_of(normal, T::UnitId, who.heads.iter().chain(&who.reads).copied());
        normal = any_of(normal, T::ServiceId, who.owns.union(&who.heads_services).copied());
        if !units.is_empty() {
            let units = units.iter().map(|id| id.0).collect();
            normal = normal.add(party_of(&[PartyRole::PastUnit], units));
        }
        if !who.teams.is_empty() {
            let teams = who.teams.iter().map(|id| id.0).collect();
            normal = normal.add(party_of(&[PartyRole::PastTeam], teams));
        }
    }

    let everything = who.security || who.head_of_office || (outline && (who.coordinator || who.audits()));
    let (mut restricted, mut secret) = (with_team(named(Condition::any())), named(Condition::any()));
    if !who.serves.is_empty() {
        let unassigned = Condition::all().add(T::Tier.eq(1)).add(nobody_has(who));
        let queue = unassigned.add(T::QueueUnitId.is_in(who.serves.iter().copied()));
        restricted = restricted.add(queue);
    }
    if everything {
        restricted = restricted.add(Expr::value(true));
        secret = secret.add(Expr::value(true));
    }
    if who.security_auditor {
        restricted = restricted.add(Expr::value(true));
    }
    let class = |class: Confidentiality, condition: Condition| {
        Condition::all().add(T::Confidentiality.eq(class)).add(condition)
    };
    Condition::any()
        .add(class(Confidentiality::Normal, normal))
        .add(class(Confidentiality::Restricted, restricted))
        .add(class(Confidentiality::Secret, secret))
}

/// Complaints about somebody.
pub fn hidden(who: &Standing) -> Expr {
    party_of(&[PartyRole::HiddenFrom], vec![who.person.0])
}

/// Of the tickets somebody sees in full, those whose INTERNAL texts they read: [`crate::access::reads_internal`] in SQL.
pub fn internal(who: &Standing) -> Condition {
    towards(who, internal_to)
}

fn internal_to(who: &Standing) -> Condition {
    let oversees = who.audits() || who.reads_all || who.head_of_office;
    let units = || who.heads.iter().chain(&who.reads).copied();
    let me = who.person;
    let mut any = Condition::any();
    // Who handles it.
    if who.coordinator {
        any = any.add(Expr::value(true));
    }
    if who.head_of_office {
        any = any.add(Condition::all().add(T::Tier.eq(1)).add(T::QueueUnitId.is_null()));
    }
    if !who.serves.is_empty() {
        any = any.add(Condition::all().add(T::Tier.eq(1)).add(T::QueueUnitId.is_in(who.serves.iter().copied())));
    }
    if !who.teams.is_empty() {
        any = any.add(Condition::all().add(T::Tier.eq(2)).add(T::TeamId.is_in(who.teams.iter().copied())));
    }
    if who.handles() {
        any = any.add(T::AssigneeId.eq(me));
    }
    // Who stands beside, and who oversees.
    let mut others = Condition::any().add(involved(who));
    if who.security {
        others = others.add(Expr::value(true));
    }
    others = any_of(others, T::UnitId, who.serves.iter().copied());
    others = any_of(others, T::QueueUnitId, who.serves.iter().copied());
    others = any_of(others, T::ServiceId, who.owns.iter().copied());
    for (role, members) in [
        (PartyRole::PastUnit, who.serves.iter().map(|id| id.0).collect::<Vec<_>>()),
        (PartyRole::PastTeam, who.teams.iter().map(|id| id.0).collect()),
    ] {
        if !members.is_empty() {
            others = others.add(party_of(&[role], members));
        }
    }
    if oversees || units().next().is_some() || !who.heads_services.is_empty() {
        let not_filed = Condition::all().add(T::FilerId.ne(me));
        let seen = if oversees {
            Condition::any().add(Expr::value(true))
        } else {
            let of_units = any_of(Condition::any(), T::UnitId, units());
            any_of(of_units, T::ServiceId, who.heads_services.iter().copied())
        };
        others = others.add(not_filed.add(seen));
    }
    any.add(Condition::all().add(T::RequesterId.ne(me)).add(others))
}

/// [`crate::access::names_requester`], in SQL.
pub fn named(who: &Standing) -> Condition {
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
