//! Policies: which of them holds for a ticket, and how they are saved.

use super::ClockKind;
use super::book::{BOOK, Book, LegalDeadline, Policy, SERVICE, TEAM, UNIT, When};
use crate::access::Matter;
use crate::directory::Directory;
use crate::event::{Facts, Kind, Recorded};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Doc};
use crate::ticket::Ticket;
use crate::time::Target;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

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

/// Saves all policies as the next version. Running due times follow in a job of their own.
#[derive(Debug, Clone, Serialize)]
pub struct SavePolicies {
    /// What holds from now on.
    pub book: Book,
    /// The version the person saw; 0 for the first.
    pub seen: i32,
}

#[macro_rules_attribute::apply(crate::work::command)]
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
    let before = directory.book();
    for service in directory.services().filter(|service| service.retired_at.is_none()) {
        let policy = service.sla_policy.as_deref().filter(|code| before.policy(code).is_some());
        let deadline = service.legal_deadline.as_deref().filter(|code| before.legal(code).is_some());
        let gone = policy.is_some_and(|code| book.policy(code).is_none())
            || deadline.is_some_and(|code| book.legal(code).is_none());
        if gone {
            return Err(Refusal::InUse("service").into());
        }
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
