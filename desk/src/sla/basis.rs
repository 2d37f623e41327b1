//! What a clock is derived from: the policy, the calendar and the terms that hold for one ticket.

use super::derive::Terms;
use super::{Clock, ClockKind, CountFrom, book};
use crate::directory::Directory;
use crate::ticket::Ticket;
use crate::time::{Compiled, Target, TargetUnit};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What a clock is derived from, resolved for one ticket.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Code of the policy, or of the legal deadline.
    pub policy: Option<String>,
    /// Version of the document it stands in.
    pub version: i32,
    /// What is promised.
    pub target: Option<Target>,
    /// The percents of its warnings.
    pub warnings: Vec<i32>,
    /// From when on it counts.
    pub from: Option<DateTime<Utc>>,
    /// Code of the calendar.
    pub calendar: String,
    /// The calendar.
    pub compiled: Arc<Compiled>,
    /// What the calendar and its holidays say.
    pub print: String,
    /// Whether waiting for a third party pauses.
    pub third_party: bool,
    /// Whether the team had somebody on call.
    pub on_call: bool,
}

impl Basis {
    /// What a clock of a ticket is derived from, as the organisation is now.
    pub fn of(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Self {
        let book = directory.book();
        let mut calendar =
            directory.calendar_code_for(ticket.service_id, ticket.queue_unit_id.or(ticket.unit_id)).to_owned();
        let (mut policy, mut target, mut warnings) = (None, None, Vec::new());
        let (mut from, mut third_party) = (Some(clock.started_at), false);
        let on_call = on_call(directory, ticket, clock);
        if clock.kind == ClockKind::Legal {
            policy.clone_from(&clock.code);
            let deadline = clock.code.as_deref().and_then(|code| book.legal(code));
            // Taken out of the document since: what was promised stays promised.
            target = deadline.map_or(*clock.target, |deadline| Some(deadline.target));
            let named = deadline.map_or(&clock.calendar, |deadline| &deadline.calendar);
            calendar = named.clone().unwrap_or(calendar);
        } else if let Some(chosen) = book.choose(directory, ticket) {
            let service = ticket.service_id.and_then(|id| directory.service(id));
            policy = Some(chosen.code.clone());
            third_party = chosen.third_party.pauses(service.and_then(|service| service.application));
            if clock.kind == ClockKind::Resolution && chosen.count_from == CountFrom::Complete {
                from = ticket.complete_at.map(|at| at.max(clock.started_at));
            }
            if let Some(promise) = chosen.promise(clock.kind) {
                target = Some(promise.target);
                warnings = promise.warnings.iter().map(|warning| warning.percent).collect();
                calendar = named(directory, ticket, clock, promise, on_call, calendar);
            }
        }
        let elapsed = target.is_some_and(|target| target.unit == TargetUnit::CalendarMinutes);
        let print = if elapsed { String::new() } else { directory.calendar_print(&calendar).to_owned() };
        let compiled = directory.calendar_or_always(&calendar);
        let version = directory.book_version();
        Self { policy, version, target, warnings, from, calendar, compiled, print, third_party, on_call }
    }

    /// As [`of`](Self::of); but what has ended keeps what it was promised then.
    pub fn kept(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Self {
        let basis = Self::of(directory, ticket, clock);
        if clock.state.is_open() {
            return basis;
        }
        let calendar = clock.calendar.clone().unwrap_or(basis.calendar);
        Self {
            policy: clock.policy.clone(),
            version: clock.policy_version,
            target: *clock.target,
            third_party: clock.third_party,
            on_call: clock.on_call,
            print: clock.calendar_print.clone(),
            compiled: directory.calendar_or_always(&calendar),
            calendar,
            ..basis
        }
    }

    /// The terms, as the derivation takes them.
    pub fn terms(&self) -> Terms<'_> {
        Terms {
            target: self.target,
            from: self.from,
            calendar: &self.compiled,
            third_party: self.third_party,
            warnings: &self.warnings,
        }
    }

    /// Whether `clock` was derived from other terms than these.
    pub(super) fn differs(&self, clock: &Clock) -> bool {
        (&self.policy, self.version, &self.target, self.third_party, self.on_call)
            != (&clock.policy, clock.policy_version, &*clock.target, clock.third_party, clock.on_call)
            || clock.calendar.as_deref() != Some(&self.calendar)
            || clock.calendar_print != self.print
    }
}

/// Whether somebody of the team that has the ticket, or would get it, was on call when the terms of a clock were fixed, by the roster as it is now.
fn on_call(directory: &Directory, ticket: &Ticket, clock: &Clock) -> bool {
    let of_service = || directory.service(ticket.service_id?)?.team_id;
    let team = clock.team_id.or_else(of_service).or(ticket.team_id);
    let at = clock.on_call_at.unwrap_or(clock.started_at);
    team.is_some_and(|team| directory.on_call(team, at).is_some())
}

/// R17: the calendar that a promise names. One on 24x7 holds only where somebody is on call.
fn named(
    directory: &Directory,
    ticket: &Ticket,
    clock: &Clock,
    promise: &book::Promise,
    on_call: bool,
    of_service: String,
) -> String {
    let resolve = |name: &str| match name {
        book::SERVICE => of_service.clone(),
        book::UNIT => {
            let unit = ticket.queue_unit_id.or(ticket.unit_id).and_then(|id| directory.unit(id));
            unit.map_or_else(|| of_service.clone(), |unit| unit.calendar.clone())
        }
        book::TEAM => {
            let team = clock.team_id.or(ticket.team_id).and_then(|id| directory.team(id));
            let office = || directory.office().map(|office| office.calendar.clone());
            team.and_then(|team| team.calendar.clone()).or_else(office).unwrap_or_else(|| of_service.clone())
        }
        code => code.to_owned(),
    };
    let fixed = ![book::SERVICE, book::UNIT, book::TEAM].contains(&promise.calendar.as_str());
    if fixed && directory.never_closes(&promise.calendar) && !on_call {
        return resolve(promise.without_on_call.as_deref().unwrap_or(book::SERVICE));
    }
    resolve(&promise.calendar)
}
