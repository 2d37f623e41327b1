//! Policies: one versioned document, since which of them holds depends on their order.

use super::{Action, ClockKind, Recipient};
use crate::access::Matter;
use crate::codes::codes;
use crate::desk::Command;
use crate::directory::Directory;
use crate::event::{Facts, Kind, Recorded};
use crate::input;
use crate::person::RequesterType;
use crate::refusal::{Outcome, Refusal};
use crate::service::Application;
use crate::store::{self, Doc};
use crate::ticket::{Priority, Ticket, TicketKind};
use crate::time::Target;
use crate::token::Needs;
use crate::work::Work;
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

codes! {
    /// From when on RESOLUTION counts.
    #[derive(Default)]
    pub enum CountFrom {
        /// From the report.
        #[default]
        Open = "OPEN",
        /// From *Berkas lengkap*.
        Complete = "COMPLETE",
    }
}

codes! {
    /// Whether waiting for a third party pauses TIER1, TIER2 and RESOLUTION.
    #[derive(Default)]
    pub enum ThirdParty {
        /// On COMMON services, which the centre runs.
        #[default]
        CommonServices = "COMMON_SERVICES",
        /// Always.
        Always = "ALWAYS",
        /// Never.
        Never = "NEVER",
    }
}

codes! {
    /// What becomes of RESOLUTION when a ticket is reopened.
    #[derive(Default)]
    pub enum OnReopen {
        /// It goes on with what was left.
        #[default]
        Resume = "RESUME",
        /// It starts anew.
        Restart = "RESTART",
    }
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

codes! {
    /// The deed that meets a legal deadline.
    #[derive(Default)]
    pub enum MetBy {
        /// One of its own, recorded by hand.
        #[default]
        Deed = "DEED",
        /// The first public answer.
        FirstResponse = "FIRST_RESPONSE",
        /// The resolution of the ticket.
        Resolve = "RESOLVE",
    }
}

impl When {
    fn fits(&self, directory: &Directory, ticket: &Ticket, whatever_service: bool) -> bool {
        fn any<T: PartialEq>(wanted: &[T], is: Option<&T>) -> bool {
            wanted.is_empty() || is.is_some_and(|is| wanted.contains(is))
        }
        let service = ticket.service_id.and_then(|id| directory.service(id)).map(|service| &service.code);
        let in_unit = |codes: &[String]| {
            let mut above = ticket.unit_id.into_iter().flat_map(|unit| directory.upwards(unit));
            above.any(|id| directory.unit(id).is_some_and(|unit| codes.contains(&unit.code)))
        };
        any(&self.kinds, ticket.kind.as_ref())
            && (whatever_service || any(&self.services, service))
            && any(&self.priorities, Some(&ticket.priority))
            && any(&self.requester_types, ticket.requester_type.as_ref())
            && (self.units.is_empty() || in_unit(&self.units))
    }
}

impl Book {
    /// The policy of a ticket: the one its service names, if that is for tickets of its kind; else the first that fits.
    pub fn choose(&self, directory: &Directory, ticket: &Ticket) -> Option<&Policy> {
        let named = ticket.service_id.and_then(|id| directory.service(id)).and_then(|it| it.sla_policy.as_deref());
        let named = self.rules.iter().find(|rule| Some(rule.code.as_str()) == named);
        named
            .filter(|rule| rule.when.fits(directory, ticket, true))
            .or_else(|| self.rules.iter().find(|rule| rule.when.fits(directory, ticket, false)))
    }

    /// The policy with this code.
    pub fn policy(&self, code: &str) -> Option<&Policy> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// The legal deadline with this code.
    pub fn legal(&self, code: &str) -> Option<&LegalDeadline> {
        self.legal_deadlines.iter().find(|deadline| deadline.code == code)
    }

    /// The legal deadlines that start with a ticket: by their own rule, or because its service names them.
    pub fn legal_of<'a>(
        &'a self,
        directory: &'a Directory,
        ticket: &'a Ticket,
    ) -> impl Iterator<Item = &'a LegalDeadline> {
        let service = ticket.service_id.and_then(|id| directory.service(id));
        let named = service.and_then(|service| service.legal_deadline.as_deref());
        self.legal_deadlines.iter().filter(move |deadline| {
            named == Some(deadline.code.as_str())
                || deadline.when.as_ref().is_some_and(|when| when.fits(directory, ticket, false))
        })
    }
}

impl Policy {
    /// What is promised on a clock.
    pub fn promise(&self, kind: ClockKind) -> Option<&Promise> {
        self.targets.get(&kind).and_then(Option::as_ref)
    }
}

impl ThirdParty {
    /// Whether waiting for a third party pauses on a service with such an application.
    pub fn pauses(self, application: Option<Application>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::CommonServices => application == Some(Application::Common),
        }
    }
}

/// Saves all policies as the next version. Running due times follow in a job of their own.
#[derive(Debug, Clone, Serialize)]
pub struct SavePolicies {
    /// What holds from now on.
    pub book: Book,
    /// The version the person saw; 0 for the first.
    pub seen: i32,
}

#[macro_rules_attribute::apply(crate::desk::command)]
impl Command for SavePolicies {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = i32;

    async fn run(self, work: &mut Work<'_>) -> Outcome<i32> {
        work.need(Matter::Catalogue)?;
        work.begin_shared(&format!("{}/{BOOK}", super::BookVersion::STREAM)).await?;
        let newest = store::sla::newest_book(&work.tx).await?;
        let version = newest.as_ref().map_or(0, |row| row.version);
        if version != self.seen {
            return Err(Refusal::Stale { changes: Vec::new() }.into());
        }
        check(&self.book, &work.organisation())?;
        let version = version + 1;
        let row = super::BookVersion { code: BOOK.to_owned(), version, document: Doc(self.book), created_at: work.now };
        let facts = Facts::new().with("version", version);
        work.create(row, if version == 1 { Kind::Created } else { Kind::Changed }, facts).await?;
        work.organisation_changed();
        Ok(version)
    }
}

/// Refuses what no clock could run by.
pub(crate) fn check(book: &Book, directory: &Directory) -> Outcome<()> {
    const MOST: usize = 200;
    if book.rules.len() > MOST || book.legal_deadlines.len() > MOST {
        return Err(Refusal::TooMany(MOST).into());
    }
    let known = |calendar: &str| directory.calendar(calendar).is_some();
    let mut codes = Vec::new();
    for rule in &book.rules {
        input::line("code", &rule.code, 40)?;
        input::line("name", &rule.name, input::NAME)?;
        input::line_or_empty("basis", &rule.basis, input::LINE)?;
        input::line_or_empty("note", &rule.note, input::LINE)?;
        codes.push(&rule.code);
        if rule.targets.contains_key(&ClockKind::Legal) {
            return Err(Refusal::Invalid("targets").into());
        }
        for promise in rule.targets.values().flatten() {
            let calendar = |code: &str| [SERVICE, UNIT, TEAM].contains(&code) || known(code);
            let fallback = promise.without_on_call.as_deref().is_none_or(calendar);
            if !calendar(&promise.calendar) || !fallback {
                return Err(Refusal::Invalid("calendar").into());
            }
            let percents: Vec<i32> = promise.warnings.iter().map(|warning| warning.percent).collect();
            if !percents.is_sorted_by(|a, b| a < b) || percents.iter().any(|percent| !(1..=99).contains(percent)) {
                return Err(Refusal::Invalid("percent").into());
            }
            amount(promise.target)?;
        }
    }
    for deadline in &book.legal_deadlines {
        input::line("code", &deadline.code, 40)?;
        codes.push(&deadline.code);
        if deadline.calendar.as_deref().is_some_and(|code| !known(code)) {
            return Err(Refusal::Invalid("calendar").into());
        }
        amount(deadline.target)?;
    }
    let many = codes.len();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < many { Err(Refusal::Taken("code").into()) } else { Ok(()) }
}

/// A target of nothing would be late at once, one of many years is a slip of the hand.
fn amount(target: Target) -> Outcome<()> {
    let most = match target.unit {
        crate::time::TargetUnit::BusinessDays => 1_000,
        crate::time::TargetUnit::WorkingMinutes | crate::time::TargetUnit::CalendarMinutes => 1_000_000,
    };
    if (1..=most).contains(&target.value) { Ok(()) } else { Err(Refusal::Invalid("value").into()) }
}
