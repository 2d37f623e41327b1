//! SLA policies, due times worked out, and what an edit would move.

use super::clock::{SlaTarget, TimeSpan, seconds};
use super::person::IntoGql;
use crate::enums::{
    ClockKind, HolidaySet, LegalMetBy, Priority, RequesterType, SlaAction, SlaCountFrom, SlaOnReopen, SlaRecipient,
    SlaThirdParty, TicketKind,
};
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::sla::book;
use desk::sla::recompute;
use desk::time::Rule;

/// All SLA policies, of which the first that fits a ticket holds, and the legal deadlines.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaPolicies {
    /// The version; goes into `seen`.
    pub version: i32,
    /// When it was saved.
    pub saved_at: Option<DateTime<Utc>>,
    /// From the top.
    pub policies: Vec<SlaPolicy>,
    /// Deadlines set by law.
    pub legal_deadlines: Vec<LegalDeadline>,
}

impl SlaPolicies {
    pub fn of(row: Option<desk::sla::BookVersion>) -> Self {
        let (version, saved_at) = row.as_ref().map_or((0, None), |row| (row.version, Some(row.created_at)));
        let book = row.map(|row| row.document.0).unwrap_or_default();
        Self {
            version,
            saved_at,
            policies: book.rules.into_iter().map(SlaPolicy::of).collect(),
            legal_deadlines: book.legal_deadlines.into_iter().map(LegalDeadline::of).collect(),
        }
    }
}

/// For which tickets a policy holds; an empty list matches everything.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaCondition {
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

impl SlaCondition {
    fn of(when: book::When) -> Self {
        Self {
            kinds: when.kinds.into_iter().map(Into::into).collect(),
            services: when.services,
            priorities: when.priorities.into_iter().map(Into::into).collect(),
            units: when.units,
            requester_types: when.requester_types.into_iter().map(Into::into).collect(),
        }
    }
}

/// A policy: for which tickets, and what is promised for them.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaPolicy {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// For which tickets.
    pub when: SlaCondition,
    /// From when on RESOLUTION counts.
    pub count_from: SlaCountFrom,
    /// Whether waiting for a third party pauses.
    pub third_party: SlaThirdParty,
    /// What becomes of RESOLUTION when a ticket is reopened.
    pub on_reopen: SlaOnReopen,
    /// What is promised; a clock that is missing records time and is never late.
    pub targets: Vec<SlaPromise>,
    /// On what it rests, as text.
    pub basis: String,
    /// A note for administrators.
    pub note: String,
}

impl SlaPolicy {
    fn of(policy: book::Policy) -> Self {
        let promise = |(clock, promise): (desk::sla::ClockKind, Option<book::Promise>)| {
            Some(SlaPromise::of(clock.into(), promise?))
        };
        Self {
            code: policy.code,
            name: policy.name,
            when: SlaCondition::of(policy.when),
            count_from: policy.count_from.into(),
            third_party: policy.third_party.into(),
            on_reopen: policy.on_reopen.into(),
            targets: policy.targets.into_iter().filter_map(promise).collect(),
            basis: policy.basis,
            note: policy.note,
        }
    }
}

/// What is promised on one clock.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaPromise {
    /// The clock.
    pub clock: ClockKind,
    /// How much time there is.
    pub target: SlaTarget,
    /// SERVICE, UNIT, TEAM or the code of a calendar.
    pub calendar: String,
    /// The calendar instead, where a 24x7 one is named and nobody is on call.
    pub without_on_call: Option<String>,
    /// Warnings before it is due, by percent.
    pub warnings: Vec<SlaWarning>,
    /// Who is told of a breach.
    pub on_breach: Vec<SlaRecipient>,
    /// What else a breach does.
    pub breach_actions: Vec<SlaAction>,
}

impl SlaPromise {
    fn of(clock: ClockKind, promise: book::Promise) -> Self {
        let warning = |it: book::Warning| SlaWarning {
            percent: it.percent,
            notify: it.notify.into_iter().map(Into::into).collect(),
            actions: it.actions.into_iter().map(Into::into).collect(),
        };
        Self {
            clock,
            target: promise.target.into(),
            calendar: promise.calendar,
            without_on_call: promise.without_on_call,
            warnings: promise.warnings.into_iter().map(warning).collect(),
            on_breach: promise.on_breach.into_iter().map(Into::into).collect(),
            breach_actions: promise.breach_actions.into_iter().map(Into::into).collect(),
        }
    }
}

/// A warning before a target is due.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaWarning {
    /// After how much of the time.
    pub percent: i32,
    /// Who is told.
    pub notify: Vec<SlaRecipient>,
    /// What else it does.
    pub actions: Vec<SlaAction>,
}

/// A deadline set by law.
#[derive(Debug, Clone, SimpleObject)]
pub struct LegalDeadline {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How much time there is.
    pub target: SlaTarget,
    /// The calendar its business days are counted on.
    pub calendar: Option<String>,
    /// The tickets it starts with by itself; null: by hand, or by a service that names it.
    pub when: Option<SlaCondition>,
    /// The deed that meets it.
    pub met_by: LegalMetBy,
    /// What a notice must contain.
    pub contents: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// A note.
    pub note: String,
}

impl LegalDeadline {
    fn of(it: book::LegalDeadline) -> Self {
        Self {
            code: it.code,
            name: it.name,
            target: it.target.into(),
            calendar: it.calendar,
            when: it.when.map(SlaCondition::of),
            met_by: it.met_by.into(),
            contents: it.contents,
            source: it.source,
            note: it.note,
        }
    }
}

/// A due time that was worked out.
#[derive(Debug, Clone, SimpleObject)]
pub struct Deadline {
    /// When.
    pub due_at: DateTime<Utc>,
    /// The working time until then, in seconds.
    pub budget_seconds: i64,
}

/// What an edit would do to running clocks.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaPreview {
    /// Clocks that run or stand still.
    pub clocks: u64,
    /// Of them, those whose due time would move.
    pub moved: u64,
    /// Of those, the ones that would be late at once.
    pub late: u64,
    /// Those moved most, the most first; at most twenty, as far as the viewer sees them.
    pub most: Vec<SlaMove>,
}

/// A due time that would move.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaMove {
    /// The number of the ticket.
    pub number: String,
    /// The ticket's id.
    pub ticket: ID,
    /// What the clock measures.
    pub kind: ClockKind,
    /// When it is due; null while it is paused.
    pub due_at: Option<DateTime<Utc>>,
    /// When it would be.
    pub would_be_due_at: Option<DateTime<Utc>>,
    /// What is left while it is paused.
    pub remaining_seconds: Option<i64>,
    /// What would be.
    pub would_remain_seconds: Option<i64>,
}

impl SlaPreview {
    pub fn of(it: recompute::Preview) -> Self {
        let moved = |it: recompute::Move| SlaMove {
            number: it.ticket.number.clone(),
            ticket: it.ticket.id.into_gql(),
            kind: it.before.kind.into(),
            due_at: it.before.due_at,
            would_be_due_at: it.after.due_at,
            remaining_seconds: it.before.time_left.map(seconds),
            would_remain_seconds: it.after.time_left.map(seconds),
        };
        Self { clocks: it.clocks, moved: it.moved, late: it.late, most: it.most.into_iter().map(moved).collect() }
    }
}

/// What an import of holidays would do.
#[derive(Debug, Clone, SimpleObject)]
pub struct HolidayImportPreview {
    /// So many would be new.
    pub added: usize,
    /// So many would get another name.
    pub changed: usize,
    /// So many are there already.
    pub unchanged: usize,
    /// What of a feed cannot be taken, each with its line, its name and the reason, in the language of whoever asked; the rest would be.
    pub left_out: Vec<String>,
    /// What that would do to running clocks.
    pub clocks: SlaPreview,
}

/// The work of moving due times after an edit.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaRecomputation {
    /// Its id.
    pub id: ID,
    /// When the edit was made.
    pub requested_at: DateTime<Utc>,
    /// Tickets it has to look at.
    pub total: i32,
    /// Tickets it has looked at.
    pub done: i32,
    /// Due times that moved, counted as the preview counts them.
    pub moved: i32,
    /// Of those, the ones that are late by it.
    pub late: i32,
    /// When it was done; null: it goes on.
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<desk::sla::Job> for SlaRecomputation {
    fn from(it: desk::sla::Job) -> Self {
        Self {
            id: it.id.into_gql(),
            requested_at: it.requested_at,
            total: it.total,
            done: it.done,
            moved: it.moved,
            late: it.late,
            finished_at: it.finished_at,
        }
    }
}

/// A named day that counts on a calendar.
#[derive(Debug, Clone, SimpleObject)]
pub struct CalendarDay {
    /// The local date.
    pub date: NaiveDate,
    /// When it is open; empty: closed.
    pub windows: Vec<TimeSpan>,
    /// The holiday or replacement that decided it; null: the week.
    pub rule: Option<String>,
    /// The set of the holiday.
    pub set: Option<HolidaySet>,
}

impl CalendarDay {
    pub fn of(day: desk::time::Day) -> Self {
        let (rule, set) = match day.rule {
            Rule::Range { name } | Rule::Single { name } => (Some(name), None),
            Rule::Holiday { name, set } => {
                let set = match set {
                    desk::time::HolidaySet::National => desk::calendar::HolidaySet::National,
                    desk::time::HolidaySet::JointLeave => desk::calendar::HolidaySet::JointLeave,
                    desk::time::HolidaySet::LocalOptional => desk::calendar::HolidaySet::LocalOptional,
                };
                (Some(name), Some(HolidaySet(set)))
            }
            Rule::Always | Rule::Week | Rule::NoSuchDate | Rule::OutOfRange => (None, None),
        };
        let windows = day.windows.into_iter().map(|it| TimeSpan { from: it.start, to: Some(it.end) }).collect();
        Self { date: day.date, windows, rule, set }
    }
}
