//! What happened, as those ask who show it, check it or tell people of it: by whom, on which record, and what became other than before. A command makes
//! it before there are bytes; of an event that is stored it is read back. So nobody else has to know under which name something stands in the facts.

use super::{Door, Event, Facts, Kind, SALT};
use crate::caller::Actor;
use crate::id::{PersonId, TeamId, TicketId, UnitId};
use crate::sla::Recipient;
use crate::ticket::{Confidentiality, Priority, Status, TicketKind, ToldBy};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::str::FromStr;
use uuid::Uuid;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The stream of the record that it happened to.
    pub stream: String,
    /// What it was.
    pub kind: Kind,
    /// Who did it.
    pub actor: Actor,
    /// Through which door.
    pub door: Door,
    /// When it took effect.
    pub effective_at: DateTime<Utc>,
    /// What else there is to say.
    pub facts: Facts,
}

impl Happened {
    /// What a stored event says; none: it is of a kind that only a later program knows.
    pub fn of(event: &Event) -> Option<Self> {
        Some(Self {
            stream: event.stream.clone(),
            kind: event.kind.parse().ok()?,
            actor: event.actor.parse().ok()?,
            door: event.door,
            effective_at: event.effective_at,
            facts: Facts::of(event),
        })
    }

    /// The ticket that it happened on; none: it is about something else.
    pub fn ticket(&self) -> Option<TicketId> {
        let (word, key) = self.stream.split_once('/')?;
        if word == "ticket" { Uuid::try_parse(key).ok().map(TicketId) } else { None }
    }

    /// The person who did it; none: it was the clock, or the operator.
    pub fn person(&self) -> Option<PersonId> {
        match self.actor {
            Actor::Person(id) => Some(id),
            Actor::Clock | Actor::Console => None,
        }
    }

    /// Whether the clock did it.
    pub fn is_by_clock(&self) -> bool {
        self.actor == Actor::Clock
    }

    /// The columns that are other than before, as they were.
    pub fn was(&self) -> Columns<'_> {
        self.facts.was()
    }

    /// The columns that are other than before, as they are now.
    pub fn now(&self) -> Columns<'_> {
        self.facts.now()
    }

    /// The ticket that was merged into this one.
    pub fn source(&self) -> Option<TicketId> {
        self.facts.code("source")
    }

    /// By which way the requester was informed outside the desk's own channels.
    pub fn informed_by(&self) -> Option<ToldBy> {
        self.facts.code("by")
    }

    /// Of a warning or a breach: who is to hear of it, as the policy says.
    pub fn notify(&self) -> Vec<Recipient> {
        self.facts.list("notify").iter().filter_map(code).collect()
    }
}

/// Some columns of a record, before a change or after it. What did not change is in neither; what was or became null or false is not there.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a>(Option<&'a Map<String, Value>>);

impl<'a> Columns<'a> {
    /// The status.
    pub fn status(self) -> Option<Status> {
        self.code("status")
    }

    /// The tier.
    pub fn tier(self) -> Option<i64> {
        self.number("tier")
    }

    /// Everybody who has it in hand, or had just before.
    pub fn in_hand(self) -> impl Iterator<Item = PersonId> {
        ["assignee_id", "former_assignee_id", "resolver_id"].into_iter().filter_map(move |key| self.code(key))
    }

    /// The assignee.
    pub fn assignee(self) -> Option<PersonId> {
        self.code("assignee_id")
    }

    /// The unit in whose queue a ticket is.
    pub fn queue_unit(self) -> Option<UnitId> {
        self.code("queue_unit_id")
    }

    /// The team that has it.
    pub fn team(self) -> Option<TeamId> {
        self.code("team_id")
    }

    /// The kind of ticket.
    pub fn ticket_kind(self) -> Option<TicketKind> {
        self.code("kind")
    }

    /// The priority.
    pub fn priority(self) -> Option<Priority> {
        self.code("priority")
    }

    /// The class.
    pub fn confidentiality(self) -> Option<Confidentiality> {
        self.code("confidentiality")
    }

    /// The version of a calendar, or of the policies.
    pub fn version(self) -> Option<i64> {
        self.number("version")
    }

    /// Every column with its value.
    pub fn all(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.0.into_iter().flatten()
    }

    fn code<T: FromStr>(self, column: &str) -> Option<T> {
        code(self.0?.get(column)?)
    }

    fn number(self, column: &str) -> Option<i64> {
        self.0?.get(column)?.as_i64()
    }
}

/// Reading. What only one room says and hears, it asks for by the name that it has given it.
impl Facts {
    /// What a stored event says, without the salt.
    pub fn of(event: &Event) -> Self {
        let facts = serde_json::from_slice(&event.data).unwrap_or_default();
        let Value::Object(mut facts) = facts else { return Self::new() };
        facts.remove(SALT);
        Self(facts)
    }

    /// The columns that are other than before, as they were.
    pub fn was(&self) -> Columns<'_> {
        Columns(self.0.get("was").and_then(Value::as_object))
    }

    /// The columns that are other than before, as they are now.
    pub fn now(&self) -> Columns<'_> {
        Columns(self.0.get("now").and_then(Value::as_object))
    }

    /// A fact that is a code or an id.
    pub fn code<T: FromStr>(&self, key: &str) -> Option<T> {
        code(self.0.get(key)?)
    }

    /// A fact that is a number.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.0.get(key)?.as_i64()
    }

    /// A fact that is an instant.
    pub fn instant(&self, key: &str) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.number(key)?)
    }

    /// A fact that is a word.
    pub(crate) fn word(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    /// A fact that is a list.
    pub(crate) fn list(&self, key: &str) -> &[Value] {
        self.0.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A fact that consists of others.
    pub(crate) fn inner(&self, key: &str) -> Option<Self> {
        Some(Self(self.0.get(key)?.as_object()?.clone()))
    }

    /// The facts of each thing in a list.
    pub(crate) fn each(&self, key: &str) -> impl Iterator<Item = Self> {
        self.list(key).iter().filter_map(|it| Some(Self(it.as_object()?.clone())))
    }

    /// Whether there is such a fact.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|value| !value.is_null())
    }
}

fn code<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use serde_json::json;

    #[test]
    fn what_is_read_back_is_what_happened() {
        let (team, person) = (TeamId(Uuid::from_u128(7)), PersonId(Uuid::from_u128(8)));
        let before = json!({"status": Status::New, "tier": 1, "assignee_id": person, "verified": true});
        let after =
            json!({"status": Status::InProgress, "tier": 1, "assignee_id": null, "team_id": team, "verified": true});
        let facts = Facts::new().with("by", ToldBy::ALL[0]).change(Some(&before), &after);
        let at = DateTime::UNIX_EPOCH;
        let ticket = TicketId(Uuid::from_u128(9));
        let happened = Happened {
            stream: format!("ticket/{}", ticket.0.as_simple()),
            kind: Kind::TicketTold,
            actor: Actor::Person(person),
            door: Door::Graphql,
            effective_at: at,
            facts: facts.clone(),
        };
        let event = Event {
            stream: happened.stream.clone(),
            seq: 2,
            recorded_at: at,
            effective_at: at,
            actor: happened.actor.to_string(),
            door: happened.door,
            kind: happened.kind.code().to_owned(),
            v: super::super::VERSION,
            data: facts.salted([1; 16]).bytes(),
            state_digest: None,
            prev_hash: Digest::NONE,
            hash: Digest::NONE,
        };
        let read = Happened::of(&event).expect("a kind that is known");
        for it in [&happened, &read] {
            assert_eq!((it.ticket(), it.person(), it.is_by_clock()), (Some(ticket), Some(person), false));
            assert_eq!((it.was().status(), it.now().status()), (Some(Status::New), Some(Status::InProgress)));
            assert_eq!((it.was().tier(), it.now().tier(), it.now().team()), (None, None, Some(team)));
            assert_eq!((it.was().team(), it.was().assignee(), it.now().assignee()), (None, Some(person), None));
            assert_eq!((it.informed_by(), it.source()), (Some(ToldBy::ALL[0]), None));
        }
        assert!(!read.facts.has(SALT), "the salt is nobody's to read");
        assert_eq!(Happened::of(&Event { kind: "FROM_A_LATER_PROGRAM".to_owned(), ..event }), None);
    }
}
