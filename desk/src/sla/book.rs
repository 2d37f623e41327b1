//! All policies and legal deadlines: one versioned document, since which of them holds depends on their order.

use super::code::{Action, ClockKind, CountFrom, MetBy, OnReopen, Recipient, ThirdParty};
use crate::person::RequesterType;
use crate::ticket::{Priority, TicketKind};
use crate::time::Target;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The one key of the document.
pub const BOOK: &str = "POLICIES";

/// What a target says for the calendar of the service, which is also the default.
pub const SERVICE: &str = "SERVICE";

/// ... of the unit whose queue it is.
pub const UNIT: &str = "UNIT";

/// ... of the Tier 2 team.
pub const TEAM: &str = "TEAM";

/// All policies and legal deadlines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Book {
    /// From the top: the first that fits a ticket holds.
    pub rules: Vec<Policy>,
    /// Deadlines set by law.
    #[serde(default)]
    pub legal_deadlines: Vec<LegalDeadline>,
}

/// A policy: for which tickets, and what is promised for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// Code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// For which tickets.
    #[serde(default)]
    pub when: When,
    /// From when on RESOLUTION counts.
    #[serde(default)]
    pub count_from: CountFrom,
    /// Whether waiting for a third party pauses.
    #[serde(default)]
    pub third_party: ThirdParty,
    /// What becomes of RESOLUTION when a ticket is reopened.
    #[serde(default)]
    pub on_reopen: OnReopen,
    /// The target of each clock; none or missing: it records time and never breaches.
    #[serde(default)]
    pub targets: BTreeMap<ClockKind, Option<Promise>>,
    /// On what it rests, as text.
    #[serde(default)]
    pub basis: String,
    /// A note for administrators.
    #[serde(default)]
    pub note: String,
}

/// For which tickets a policy holds. An empty list matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct When {
    /// Of these kinds.
    pub kinds: Vec<TicketKind>,
    /// On services with these codes.
    pub services: Vec<String>,
    /// With these priorities.
    pub priorities: Vec<Priority>,
    /// From units with these codes, or below them.
    pub units: Vec<String>,
    /// By such requesters.
    pub requester_types: Vec<RequesterType>,
}

/// What is promised on one clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Promise {
    /// How much time there is.
    #[serde(flatten)]
    pub target: Target,
    /// [`SERVICE`], [`UNIT`], [`TEAM`] or the code of a calendar (R17).
    #[serde(default = "service")]
    pub calendar: String,
    /// The calendar instead, where a 24x7 one is named and nobody is on call.
    #[serde(default)]
    pub without_on_call: Option<String>,
    /// Warnings before it is due, by percent.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Who is told of a breach.
    #[serde(default)]
    pub on_breach: Vec<Recipient>,
    /// What else a breach does.
    #[serde(default)]
    pub breach_actions: Vec<Action>,
}

fn service() -> String {
    SERVICE.to_owned()
}

/// A warning before a target is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// After how much of the time, 1 to 99 percent.
    pub percent: i32,
    /// Who is told.
    #[serde(default)]
    pub notify: Vec<Recipient>,
    /// What else it does.
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// A deadline set by law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LegalDeadline {
    /// Code, unique.
    pub code: String,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// How much time there is.
    #[serde(flatten)]
    pub target: Target,
    /// The calendar that its business days are counted on.
    #[serde(default)]
    pub calendar: Option<String>,
    /// The tickets it starts with by itself; none: by hand, or by a service that names it.
    #[serde(default)]
    pub when: Option<When>,
    /// The deed that meets it.
    #[serde(default)]
    pub met_by: MetBy,
    /// What a notice must contain.
    #[serde(default)]
    pub contents: Vec<String>,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// A note.
    #[serde(default)]
    pub note: String,
}

impl Policy {
    /// What is promised on a clock.
    pub fn promise(&self, kind: ClockKind) -> Option<&Promise> {
        self.targets.get(&kind).and_then(Option::as_ref)
    }
}
