//! SLA clocks, what they did, and why they are due when they are.

use super::catalogue::{Team, Unit};
use super::person::{IntoGql, Person};
use crate::enums::{
    ClockDid, ClockKind, ClockState, ClockStepKind, ClockWhy, ExceptionState, SlaRecipient, TargetUnit,
};
use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::sla::explain::{Explanation as Why, Step};
use desk::time::Rule;
use desk::view::TicketView;

/// An SLA clock of a ticket.
#[derive(Debug, Clone)]
pub struct Clock {
    pub view: TicketView,
    pub clock: desk::sla::Clock,
}

/// How much time is promised.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaTarget {
    /// How many of the unit.
    pub value: u32,
    /// What is counted.
    pub unit: TargetUnit,
}

impl From<desk::time::Target> for SlaTarget {
    fn from(it: desk::time::Target) -> Self {
        Self { value: it.value, unit: it.unit.into() }
    }
}

/// Whole seconds of a number of microseconds.
pub fn seconds(micros: i64) -> i64 {
    micros / 1_000_000
}

/// An SLA clock of a ticket.
#[Object]
impl Clock {
    /// The clock's id.
    pub async fn id(&self) -> ID {
        self.clock.id.into_gql()
    }

    /// What it measures.
    async fn kind(&self) -> ClockKind {
        self.clock.kind.into()
    }

    /// The how-manieth of its kind on this ticket, from 1: each stay at a tier is a clock of its own.
    async fn stay(&self) -> i32 {
        self.clock.stay
    }

    /// Where it stands.
    async fn state(&self) -> ClockState {
        self.clock.state.into()
    }

    /// Of a LEGAL one: the deadline's code; null where only the outline of the ticket shows.
    async fn code(&self) -> Option<&str> {
        self.view.clock_code(&self.clock)
    }

    /// Of a TIER1 one: whose stay.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.clock.unit_id).await
    }

    /// Of a TIER2 one: whose stay.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, self.clock.team_id).await
    }

    /// From when on it runs.
    async fn started_at(&self) -> DateTime<Utc> {
        self.clock.started_at
    }

    /// When it is due. Null while it is paused (see `remainingSeconds`), or where there is no target.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.clock.due_at
    }

    /// What is left while it stands still; null while it runs: then the client counts to `dueAt`.
    async fn remaining_seconds(&self) -> Option<i64> {
        self.clock.time_left.map(seconds)
    }

    /// When it stopped.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.clock.ended_at
    }

    /// The exact instant from which it is late. Never taken back.
    async fn breached_at(&self) -> Option<DateTime<Utc>> {
        self.clock.breached_at
    }

    /// It was an edit of policy, calendar, priority or service that made it late.
    async fn breached_by_change(&self) -> bool {
        self.clock.by_change
    }

    /// It has given a warning and is not late yet.
    async fn at_risk(&self) -> bool {
        self.clock.warned_to > 0 && self.clock.breached_at.is_none() && self.clock.state.is_open()
    }

    /// *Di luar kendali daerah*: it stands still for somebody outside.
    async fn outside_control(&self) -> bool {
        outside_control(&self.clock)
    }

    /// What is promised; null: it records time and is never late.
    async fn target(&self) -> Option<SlaTarget> {
        self.clock.target.map(Into::into)
    }

    /// The time there is, in seconds of the calendar; null without a target.
    async fn budget_seconds(&self) -> Option<i64> {
        self.clock.target.is_some().then(|| seconds(self.clock.budget))
    }

    /// Code of the calendar it runs on.
    async fn calendar(&self) -> Option<&str> {
        self.clock.calendar.as_deref()
    }

    /// Code of the policy, or of the legal deadline; null where only the outline of the ticket shows.
    async fn policy(&self) -> Option<&str> {
        self.view.clock_policy(&self.clock)
    }

    /// The version of the policies it was derived from.
    async fn policy_version(&self) -> i32 {
        self.clock.policy_version
    }

    /// *Pengecualian SLA*, if one was asked for.
    async fn exception(&self, ctx: &Context<'_>) -> Result<Option<SlaException>> {
        let Some(state) = self.clock.exception.filter(|_| self.view.internal) else { return Ok(None) };
        Ok(Some(SlaException {
            state: state.into(),
            asked_by: Person::by_id(ctx, self.clock.exception_by).await?,
            asked_at: self.clock.exception_at,
            decided_by: Person::by_id(ctx, self.clock.decided_by).await?,
            decided_at: self.clock.decided_at,
        }))
    }

    /// Why it is due when it is.
    #[graphql(complexity = "20 + child_complexity")]
    async fn explanation(&self, ctx: &Context<'_>) -> Result<ClockExplanation> {
        let reader = reader(ctx).await?;
        let why = reader.explain(&self.view, &self.clock).await.map_err(in_words(reader))?;
        Ok(ClockExplanation::of(why))
    }
}

pub fn outside_control(clock: &desk::sla::Clock) -> bool {
    let last = clock.segments.last().map(|last| last.why);
    clock.state == desk::sla::ClockState::Paused && last == Some(desk::sla::Why::ThirdParty)
}

/// How a ticket stands with its SLA, as far as the viewer sees it.
#[derive(Debug, Clone, Default, SimpleObject)]
pub struct TicketSla {
    /// The clock that is due next, be it late already; null if nothing is.
    pub next: Option<Clock>,
    /// When that is.
    pub next_due_at: Option<DateTime<Utc>>,
    /// What it measures.
    pub next_kind: Option<ClockKind>,
    /// A running clock has given a warning.
    pub at_risk: bool,
    /// An open clock is late.
    pub breached: bool,
    /// A clock stands still.
    pub paused: bool,
    /// What is left on the RESOLUTION clock while it stands still.
    pub remaining_seconds: Option<i64>,
    /// *Di luar kendali daerah*.
    pub outside_control: bool,
}

impl TicketSla {
    pub fn of(view: &TicketView, clocks: &[desk::sla::Clock]) -> Self {
        use desk::sla::{ClockKind as K, ClockState as S};
        let open: Vec<_> = clocks.iter().filter(|clock| clock.state.is_open()).collect();
        let next = open.iter().filter(|clock| clock.due_at.is_some()).min_by_key(|clock| (clock.due_at, clock.kind));
        let left = open.iter().find(|clock| clock.kind == K::Resolution).and_then(|clock| clock.time_left);
        let warned = |clock: &&desk::sla::Clock| clock.warned_to > 0 && clock.breached_at.is_none();
        Self {
            next: next.map(|clock| Clock { view: view.clone(), clock: (**clock).clone() }),
            next_due_at: next.and_then(|clock| clock.due_at),
            next_kind: next.map(|clock| clock.kind.into()),
            at_risk: open.iter().copied().filter(warned).any(|clock| clock.state == S::Running),
            breached: open.iter().any(|clock| clock.breached_at.is_some()),
            paused: open.iter().any(|clock| clock.state == S::Paused),
            remaining_seconds: left.map(seconds),
            outside_control: open.iter().any(|clock| outside_control(clock)),
        }
    }
}

/// What a clock did in an event of the timeline.
#[derive(Debug, Clone, SimpleObject)]
pub struct ClockChange {
    /// The clock.
    pub clock: Option<ID>,
    /// What it measures.
    pub kind: ClockKind,
    /// What it did.
    pub did: ClockDid,
    /// When it is due after it.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was due before, if that was another time.
    pub was_due_at: Option<DateTime<Utc>>,
    /// What is left, if it stands still.
    pub remaining_seconds: Option<i64>,
    /// From when on it is late.
    pub breached_at: Option<DateTime<Utc>>,
    /// Of a warning: after how much of the time.
    pub percent: Option<i32>,
    /// Who was told, as codes.
    pub notified: Vec<SlaRecipient>,
}

impl From<desk::sla::ClockChange> for ClockChange {
    fn from(change: desk::sla::ClockChange) -> Self {
        Self {
            clock: change.clock.map(IntoGql::into_gql),
            kind: change.kind.into(),
            did: change.did.into(),
            due_at: change.due_at,
            was_due_at: change.was_due_at,
            remaining_seconds: change.left,
            breached_at: change.breached_at,
            percent: change.percent,
            notified: change.notify.into_iter().map(Into::into).collect(),
        }
    }
}

/// An exception from an SLA: shown beside the breach, which it does not hide.
#[derive(Debug, Clone, SimpleObject)]
pub struct SlaException {
    /// Where it stands.
    pub state: ExceptionState,
    /// Who asked for it.
    pub asked_by: Option<Person>,
    /// When.
    pub asked_at: Option<DateTime<Utc>>,
    /// Who decided on it.
    pub decided_by: Option<Person>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Why a clock is due when it is.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct ClockExplanation {
    /// Name of the policy, or of the legal deadline.
    pub policy: Option<String>,
    /// Name of the calendar; null: every hour counts.
    pub calendar: Option<String>,
    /// What is promised.
    pub target: Option<SlaTarget>,
    /// From when on it counts; null: not yet, the file is not complete.
    pub from: Option<DateTime<Utc>>,
    /// The time there is, in seconds.
    pub budget_seconds: Option<i64>,
    /// What counted so far, or until it is due, in seconds.
    pub counted_seconds: i64,
    /// What counted, what was closed and what stood still, in the order of time.
    pub steps: Vec<ClockStep>,
    #[graphql(skip)]
    why: Box<Why>,
}

/// A step of an explanation: a day on which time counted, days that were closed, or a pause.
#[derive(Debug, Clone, SimpleObject)]
pub struct ClockStep {
    /// What it is about.
    pub kind: ClockStepKind,
    /// The local date, or the first of several.
    pub date: Option<NaiveDate>,
    /// The last local date of several.
    pub to_date: Option<NaiveDate>,
    /// The stretches that counted, or the pause.
    pub spans: Vec<TimeSpan>,
    /// How much counted, or, of a pause, how much did not, in seconds.
    pub seconds: i64,
    /// What decided the hours of the day: the name of a holiday or of a replacement.
    pub rule: Option<String>,
    /// Of a pause: why.
    pub why: Option<ClockWhy>,
}

/// A stretch of time.
#[derive(Debug, Clone, SimpleObject)]
pub struct TimeSpan {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end; null: it goes on.
    pub to: Option<DateTime<Utc>>,
}

impl ClockStep {
    fn of(step: &Step) -> Self {
        let named = |rule: &Rule| match rule {
            Rule::Range { name } | Rule::Single { name } | Rule::Holiday { name, .. } => Some(name.clone()),
            Rule::Always | Rule::Week | Rule::NoSuchDate | Rule::OutOfRange => None,
        };
        match step {
            Step::Counted { date, spans, rule } => Self {
                kind: ClockStepKind::Counted,
                date: Some(*date),
                to_date: None,
                spans: spans.iter().map(|it| TimeSpan { from: it.start, to: Some(it.end) }).collect(),
                seconds: spans.iter().map(|it| (it.end - it.start).num_seconds()).sum(),
                rule: named(rule),
                why: None,
            },
            Step::Closed { from, to, rule } => Self {
                kind: ClockStepKind::Closed,
                date: Some(*from),
                to_date: Some(*to),
                spans: Vec::new(),
                seconds: 0,
                rule: named(rule),
                why: None,
            },
            Step::Paused { from, to, why, lost } => Self {
                kind: ClockStepKind::Paused,
                date: None,
                to_date: None,
                spans: vec![TimeSpan { from: *from, to: *to }],
                seconds: lost.num_seconds(),
                rule: None,
                why: Some((*why).into()),
            },
        }
    }
}

impl ClockExplanation {
    fn of(why: Why) -> Self {
        Self {
            policy: why.policy.clone(),
            calendar: why.calendar.clone(),
            target: why.target.map(Into::into),
            from: why.from,
            budget_seconds: why.budget.map(|budget| budget.num_seconds()),
            counted_seconds: why.counted.num_seconds(),
            steps: why.steps.iter().map(ClockStep::of).collect(),
            why: Box::new(why),
        }
    }
}

#[async_graphql::ComplexObject]
impl ClockExplanation {
    /// One line, as in a message; in the viewer's language.
    async fn line(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.why.line(reader(ctx).await?.standing.language))
    }

    /// Everything, a sentence a line; in the viewer's language.
    async fn sentences(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.why.sentences(reader(ctx).await?.standing.language))
    }
}
