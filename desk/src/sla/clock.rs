//! One clock: derived from its segments and its basis, turned, stopped and late.

use super::basis::Basis;
use super::derive::{self, Derived, Segment};
use super::{Clock, ClockKind, ClockState, Why};
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::canonical;
use crate::id::ClockId;
use crate::store::Doc;
use crate::ticket::Ticket;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

/// Stands in `due_order` where nothing falls due: it sorts last.
pub const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_402_214_400, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::MAX_UTC,
};

/// The least step of time there is. A stop at exactly the due instant is in time (R15): a clock is late one step after it.
const STEP: TimeDelta = TimeDelta::microseconds(1);

impl Clock {
    /// Derives it anew. `changed_at`: the instant of the edit, if it was one that brings these terms (R14).
    pub(super) fn derive(&mut self, basis: &Basis, changed_at: Option<DateTime<Utc>>) {
        let derived = derive::derive(self.kind, &self.segments, basis.terms());
        let moved =
            self.due_at != derived.due_at || self.time_left != derived.left().and_then(|left| left.num_microseconds());
        if let Some(at) = changed_at.filter(|_| self.state.is_open()) {
            let passed = derived.warnings.iter().filter(|(_, warning)| *warning < at).map(|(percent, _)| *percent);
            self.warned_to = passed.max().unwrap_or(0).max(self.warned_to);
            if moved {
                self.moved_at = Some(at);
            }
        }
        self.take(basis, &derived);
    }

    fn take(&mut self, basis: &Basis, derived: &Derived) {
        let micros = |delta: TimeDelta| delta.num_microseconds();
        self.policy = basis.policy.clone();
        self.policy_version = basis.version;
        self.target = Doc(basis.target);
        self.calendar = Some(basis.calendar.clone());
        self.calendar_print = basis.print.clone();
        self.third_party = basis.third_party;
        self.on_call = basis.on_call;
        self.budget = derived.budget.and_then(micros).unwrap_or(0);
        self.due_at = derived.due_at;
        self.time_left = derived.left().and_then(micros);
        if self.state.is_open() {
            self.state = if derived.paused { ClockState::Paused } else { ClockState::Running };
        }
        self.next_at = self.next(derived);
    }

    /// Derives a clock for what began before anything was promised: it was not late, and had nothing to warn of, until `at` (R14).
    pub(super) fn promise_at(&mut self, basis: &Basis, at: DateTime<Utc>) {
        (self.due_at, self.time_left) = (None, None);
        self.derive(basis, Some(at));
    }

    /// When it next has something to do: warn, or be late. A late one has nothing to warn of.
    fn next(&self, derived: &Derived) -> Option<DateTime<Utc>> {
        if !self.state.is_open() || self.breached_at.is_some() {
            return None;
        }
        let warnings = derived.warnings.iter().filter(|(percent, _)| *percent > self.warned_to).map(|(_, at)| *at);
        warnings.chain(derived.due_at.map(|due| due + STEP)).min()
    }

    /// The instant from which it is late at `now`, if it is: that at which it was due, but never before the edit that made it so (R14).
    pub(crate) fn late_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let due = self.due_at.filter(|due| self.breached_at.is_none() && *due < now)?;
        Some(self.moved_at.map_or(due, |moved| moved.max(due)))
    }

    /// Notes that it is late.
    pub(crate) fn breach(&mut self, at: DateTime<Utc>) {
        self.breached_at = Some(at);
        self.by_change = self.due_at.is_some_and(|due| due < at);
        self.next_at = None;
    }

    /// Stops it. One that was late by then stays late, whether or not anybody had noticed.
    pub(crate) fn end(&mut self, at: DateTime<Utc>, state: ClockState) {
        let at = at.max(self.started_at);
        if let Some(late) = self.late_at(at) {
            self.breach(late);
        }
        self.state = match state {
            ClockState::Met if self.breached_at.is_some() => ClockState::Breached,
            // Nothing was promised, or it never began to count (the file was never completed): then nothing was kept.
            ClockState::Met if self.target.is_none() || self.has_not_begun() => ClockState::Recorded,
            other => other,
        };
        self.ended_at = Some(at);
        self.next_at = None;
        if let Some(last) = self.segments.0.last_mut() {
            last.to = Some(at.max(last.from));
        }
    }

    /// Whether what is promised has not begun to count.
    fn has_not_begun(&self) -> bool {
        self.state == ClockState::Paused && self.due_at.is_none() && self.time_left.is_none()
    }

    /// Its state for the digest on the ticket: what an edit of policies or calendars may derive anew without an event is left out, but for the due time.
    /// What has ended is derived anew by nothing, and all of it counts.
    fn canonical(&self, form: Form) -> Vec<u8> {
        let mut state = serde_json::to_value(self).unwrap_or_default();
        if let (Form::Second, Some(state)) = (form, state.as_object_mut()) {
            state.insert("warned_to".into(), self.warned_to.into());
            state.insert("time_left".into(), self.time_left.into());
            if !self.state.is_open() {
                let basis = json!({
                    "policy": self.policy,
                    "policy_version": self.policy_version,
                    "target": self.target,
                    "calendar": self.calendar,
                    "calendar_print": self.calendar_print,
                    "third_party": self.third_party,
                    "budget": self.budget,
                    "next_at": self.next_at.map(|at| at.timestamp_micros()),
                });
                state.insert("basis".into(), basis);
            }
        }
        canonical(&state)
    }
}

/// How a clock is digested.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// As in the events of old.
    First,
    /// As now.
    Second,
}

fn digest_in(form: Form, domain: &str, clocks: &[Clock]) -> Option<Digest> {
    let mut sorted: Vec<&Clock> = clocks.iter().collect();
    sorted.sort_unstable_by_key(|clock| clock.id);
    let states: Vec<Vec<u8>> = sorted.into_iter().map(|clock| clock.canonical(form)).collect();
    (!states.is_empty()).then(|| Digest::of(domain, states.iter().map(Vec::as_slice)))
}

/// The digest of a ticket's clocks: it stands in the ticket's own state, so that a clock edited by hand is found like any other row (R19).
pub(crate) fn digest(clocks: &[Clock]) -> Option<Digest> {
    digest_in(Form::Second, "tanggap/clocks/2", clocks)
}

/// Whether clocks are those of a digest, of whatever form: one of old stands on a ticket until something happens there.
pub(crate) fn fits(clocks: &[Clock], said: Option<Digest>) -> bool {
    digest(clocks) == said || digest_in(Form::First, "tanggap/clocks/1", clocks) == said
}

impl Clock {
    /// A clock that starts to run on a ticket.
    pub(crate) fn start(
        id: ClockId,
        ticket: &Ticket,
        kind: ClockKind,
        at: DateTime<Utc>,
        code: Option<String>,
        others: &[Self],
    ) -> Self {
        let before = others.iter().filter(|clock| clock.kind == kind).count();
        let at_tier2 = matches!(kind, ClockKind::Tier2 | ClockKind::Tier2Accept);
        Self {
            id,
            ticket_id: ticket.id,
            kind,
            stay: i32::try_from(before).unwrap_or(i32::MAX - 1) + 1,
            code,
            unit_id: ticket.queue_unit_id.filter(|_| kind == ClockKind::Tier1),
            team_id: ticket.team_id.filter(|_| at_tier2),
            started_at: at,
            segments: Doc(vec![Segment { from: at, to: None, why: Why::Work }]),
            on_call: false,
            on_call_at: None,
            state: ClockState::Running,
            ended_at: None,
            breached_at: None,
            by_change: false,
            warned_to: 0,
            raised: false,
            due_at: None,
            moved_at: None,
            exception: None,
            exception_by: None,
            exception_at: None,
            decided_by: None,
            decided_at: None,
            policy: None,
            policy_version: 0,
            target: Doc(None),
            calendar: None,
            calendar_print: String::new(),
            third_party: false,
            budget: 0,
            time_left: None,
            next_at: None,
        }
    }
}

/// From now on the ticket does something else.
pub(super) fn turn(clock: &mut Clock, why: Why, now: DateTime<Utc>) {
    let Some(last) = clock.segments.0.last_mut().filter(|last| last.why != why) else { return };
    let at = now.max(last.from);
    if at == last.from {
        // Two things in one command: only the last of them took any time.
        last.why = why;
    } else {
        last.to = Some(at);
        clock.segments.0.push(Segment { from: at, to: None, why });
    }
}

/// Whether an edit moved what a clock promises.
pub(crate) fn has_moved(before: &Clock, after: &Clock) -> bool {
    (before.due_at, before.time_left) != (after.due_at, after.time_left)
}

/// A clock of a ticket as it would be derived now, for views and previews. Nothing is saved.
pub(crate) fn derived_now(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Clock {
    let mut clock = clock.clone();
    // What it rests on is what it was derived from, as long as the print is the same.
    if clock.state.is_open() && ticket.derived_from != directory.sla_print() {
        let basis = Basis::of(directory, ticket, &clock);
        if basis.differs(&clock) {
            clock.derive(&basis, directory.sla_edited_at());
        }
    }
    clock
}

/// A clock derived anew from its segments: equal to what is stored, unless something it rests on was edited since.
pub fn rederived(directory: &Directory, ticket: &Ticket, clock: &Clock) -> Clock {
    let mut again = clock.clone();
    again.derive(&Basis::kept(directory, ticket, clock), None);
    again
}
