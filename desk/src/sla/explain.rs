//! Why a clock is due when it is: the policy and the calendar, the time that counted day by day, what did not count and why, and the sum. As data, and
//! as sentences ready to be shown.

use super::basis::Basis;
use super::clock::derived_now;
use super::{Clock, ClockKind, ClockState, Why, derive};
use crate::directory::Directory;
use crate::person::Language;
use crate::say;
use crate::ticket::Ticket;
use crate::time::{Compiled, Rule, Target, TargetUnit, running};
use crate::words;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// An explanation lists at most the days of so long: who waits longer is told the rest as a sum.
const LONGEST: TimeDelta = TimeDelta::days(400);

/// Why a clock is due when it is.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The clock, derived as things are now.
    pub clock: Clock,
    /// Name of the policy, or of the legal deadline.
    pub policy: Option<String>,
    /// Name of the calendar; none: elapsed time counts.
    pub calendar: Option<String>,
    /// What was promised.
    pub target: Option<Target>,
    /// From when on it counts; none: not yet.
    pub from: Option<DateTime<Utc>>,
    /// The time there is.
    pub budget: Option<TimeDelta>,
    /// What counted, what stood still and what was closed, in the order of time: until it is due, or until it was paused or stopped.
    pub steps: Vec<Step>,
    /// The sum of what counted.
    pub counted: TimeDelta,
    zone: Tz,
}

/// A step of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Time that counted on one local date.
    Counted {
        /// The date.
        date: NaiveDate,
        /// When.
        spans: Vec<Range<DateTime<Utc>>>,
        /// What decided the hours.
        rule: Rule,
    },
    /// Days on which nothing counts.
    Closed {
        /// The first.
        from: NaiveDate,
        /// The last.
        to: NaiveDate,
        /// Why.
        rule: Rule,
    },
    /// The clock stood still.
    Paused {
        /// From when on.
        from: DateTime<Utc>,
        /// Until when; none: still.
        to: Option<DateTime<Utc>>,
        /// Why.
        why: Why,
        /// Working time that did not count.
        lost: TimeDelta,
    },
}

/// Explains a clock of a ticket, as the organisation is now; `past`: the calendar that it ran on, where that says something else by now.
pub fn explain(
    directory: &Directory,
    ticket: &Ticket,
    stored: &Clock,
    past: Option<Arc<Compiled>>,
    now: DateTime<Utc>,
) -> Explanation {
    let clock = derived_now(directory, ticket, stored);
    let mut basis = Basis::kept(directory, ticket, &clock);
    basis.compiled = past.unwrap_or(basis.compiled);
    let derived = derive::derive(clock.kind, &clock.segments, basis.terms());
    let elapsed = basis.target.is_some_and(|target| target.unit == TargetUnit::CalendarMinutes);
    let book = directory.book();
    let policy = clock.policy.as_deref().map(|code| match clock.kind {
        ClockKind::Legal => book.legal(code).map_or(code, |deadline| deadline.name.as_str()).to_owned(),
        _ => book.policy(code).map_or(code, |policy| policy.name.as_str()).to_owned(),
    });
    let names = directory.calendar_names();
    let runs_on = basis.target.map_or(&*basis.compiled, |target| target.runs_on(&basis.compiled));
    let pauses = derive::pauses(clock.kind, &clock.segments, basis.third_party);
    let paused_since = clock.segments.last().filter(|_| clock.state == ClockState::Paused).map(|last| last.from);
    let until = clock.ended_at.or(paused_since).or(clock.due_at).unwrap_or(now);
    let (mut steps, mut counted) = (Vec::new(), TimeDelta::zero());
    if let Some(from) = basis.from {
        let stretches = running(from, until.max(from), &pauses);
        counted = stretches.iter().fold(counted, |sum, it| sum + runs_on.between(it.start, it.end));
        let shown = from + LONGEST;
        let stretches = stretches.into_iter().filter(|it| it.start < shown).map(|it| it.start..it.end.min(shown));
        steps = counted_and_closed(runs_on, from, &stretches.collect::<Vec<_>>());
        steps.extend(clock.segments.iter().filter(|it| it.why.pauses(clock.kind, basis.third_party)).map(|it| {
            let lost = runs_on.between(it.from.max(from), it.to.unwrap_or(now).max(from));
            Step::Paused { from: it.from, to: it.to, why: it.why, lost }
        }));
        let zone = directory.zone();
        steps.sort_by_key(|step| step.begins(zone));
    }
    Explanation {
        policy,
        calendar: (!elapsed).then(|| names.get(&basis.calendar).unwrap_or(&basis.calendar).clone()),
        target: basis.target,
        from: basis.from,
        budget: derived.budget,
        steps,
        counted,
        zone: directory.zone(),
        clock,
    }
}

/// The dates from the beginning to the end of the stretches: with what counted on them, or closed.
fn counted_and_closed(calendar: &Compiled, from: DateTime<Utc>, stretches: &[Range<DateTime<Utc>>]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for span in stretches.iter().flat_map(|it| calendar.spans(it.start, it.end)) {
        let more = span.from..span.to;
        match steps.last_mut() {
            Some(Step::Counted { date, spans, .. }) if *date == span.date => spans.push(more),
            _ => steps.push(Step::Counted { date: span.date, spans: vec![more], rule: span.rule }),
        }
    }
    let Some(last) = stretches.last() else { return steps };
    for day in calendar.days(calendar.local_date(from), calendar.local_date(last.end)) {
        if day.is_business_day() {
            continue;
        }
        match steps.last_mut() {
            Some(Step::Closed { to, rule, .. })
                if *rule == day.rule && to.checked_add_days(Days::new(1)) == Some(day.date) =>
            {
                *to = day.date;
            }
            _ => steps.push(Step::Closed { from: day.date, to: day.date, rule: day.rule }),
        }
    }
    steps
}

impl Step {
    fn begins(&self, zone: Tz) -> (NaiveDate, Option<DateTime<Utc>>) {
        match self {
            Self::Counted { date, spans, .. } => (*date, spans.first().map(|span| span.start)),
            Self::Closed { from, .. } => (*from, None),
            Self::Paused { from, .. } => (from.with_timezone(&zone).date_naive(), Some(*from)),
        }
    }
}

impl Explanation {
    /// One line, as in a message: what was promised, and when it is due or what is left.
    pub fn line(&self, language: Language) -> String {
        let say = Say { language, zone: self.zone };
        let clock = words::word(self.clock.kind, language);
        let Some(target) = self.target else { return say!(language, "explain-no-target", clock = clock) };
        let promised = say.target(target);
        let end = match (self.clock.state, self.clock.due_at, self.clock.time_left) {
            (ClockState::Paused, None, Some(left)) => {
                say!(language, "explain-paused", left = duration(language, TimeDelta::microseconds(left)))
            }
            (ClockState::Paused, None, None) => say!(language, "explain-not-begun"),
            (_, Some(due), _) => say!(language, "explain-due", at = say.instant(due)),
            (_, None, _) => say!(language, "explain-never-due"),
        };
        match (self.clock.breached_at.map(|at| say.instant(at)), self.clock.by_change) {
            (None, _) => say!(language, "explain-line", clock = clock, promised = promised, end = end),
            (Some(at), false) => {
                say!(language, "explain-line-late", clock = clock, promised = promised, end = end, at = at)
            }
            (Some(at), true) => {
                say!(language, "explain-line-late-by-change", clock = clock, promised = promised, end = end, at = at)
            }
        }
    }

    /// Everything, a sentence a line.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let say = Say { language, zone: self.zone };
        let mut lines = vec![self.line(language)];
        let policy = self.policy.as_deref().unwrap_or("–");
        lines.push(match &self.calendar {
            Some(calendar) => say!(language, "explain-policy", policy = policy, calendar = calendar),
            None => say!(language, "explain-policy-elapsed", policy = policy),
        });
        let Some(from) = self.from else { return lines };
        let start = say.instant(from);
        lines.push(match (self.target.map(|target| target.unit), self.budget) {
            (Some(TargetUnit::BusinessDays), Some(budget)) => {
                say!(language, "explain-from-business-days", at = start, budget = duration(language, budget))
            }
            _ => say!(language, "explain-from", at = start),
        });
        lines.extend(self.steps.iter().map(|step| say.step(step)));
        let counted = duration(language, self.counted);
        lines.push(match self.budget {
            Some(budget) => {
                say!(language, "explain-sum-of", counted = counted, budget = duration(language, budget))
            }
            None => say!(language, "explain-sum", counted = counted),
        });
        lines
    }
}

/// Hours, minutes and seconds in words, as far as there are any.
pub fn duration(language: Language, time: TimeDelta) -> String {
    let seconds = time.num_seconds();
    let (sign, seconds) = if seconds < 0 { ("-", -seconds) } else { ("", seconds) };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut words = Vec::new();
    if hours > 0 {
        words.push(say!(language, "duration-hours", count = hours));
    }
    if minutes > 0 {
        words.push(say!(language, "duration-minutes", count = minutes));
    }
    if seconds > 0 {
        words.push(say!(language, "duration-seconds", count = seconds));
    }
    match words.is_empty() {
        true => say!(language, "duration-minutes", count = 0),
        false => format!("{sign}{}", words.join(" ")),
    }
}

const DAYS: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// Words for people, in one language and zone.
struct Say {
    language: Language,
    zone: Tz,
}

impl Say {
    fn target(&self, target: Target) -> String {
        let minutes = || duration(self.language, TimeDelta::minutes(target.value.into()));
        match target.unit {
            TargetUnit::BusinessDays => say!(self.language, "explain-business-days", count = target.value),
            TargetUnit::WorkingMinutes => say!(self.language, "explain-working-time", time = minutes()),
            TargetUnit::CalendarMinutes => minutes(),
        }
    }

    fn date(&self, date: NaiveDate) -> String {
        let name = |set, name| words::one_of(set, name, self.language).unwrap_or(Cow::Borrowed(name));
        let weekday = name("weekday-short", DAYS[date.weekday().num_days_from_monday() as usize]);
        let month = name("month-short", MONTHS[date.month0() as usize]);
        say!(self.language, "date-short", weekday = weekday, day = date.day(), month = month)
    }

    fn time(&self, at: DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.zone);
        let [hour, minute, second] = [at.hour(), at.minute(), at.second()].map(|part| format!("{part:02}"));
        match at.second() {
            0 => say!(self.language, "time-short", hour = hour, minute = minute),
            _ => say!(self.language, "time-with-seconds", hour = hour, minute = minute, second = second),
        }
    }

    fn instant(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        let (date, zone) = (self.date(local.date_naive()), local.format("%Z").to_string());
        say!(self.language, "instant", date = date, year = local.year(), time = self.time(at), zone = zone)
    }

    fn step(&self, step: &Step) -> String {
        let language = self.language;
        match step {
            Step::Counted { date, spans, rule } => {
                let sum = spans.iter().fold(TimeDelta::zero(), |sum, it| sum + (it.end - it.start));
                let (date, sum) = (self.date(*date), duration(language, sum));
                let spans = spans.iter().map(|it| format!("{}–{}", self.time(it.start), self.time(it.end)));
                let spans = spans.collect::<Vec<_>>().join(", ");
                match rule {
                    Rule::Range { name } | Rule::Single { name } | Rule::Holiday { name, .. } => {
                        say!(language, "explain-counted-by", date = date, spans = spans, sum = sum, rule = name)
                    }
                    Rule::Always | Rule::Week | Rule::NoSuchDate | Rule::OutOfRange => {
                        say!(language, "explain-counted", date = date, spans = spans, sum = sum)
                    }
                }
            }
            Step::Closed { from, to, rule } => {
                let why = match rule {
                    Rule::Holiday { name, .. } | Rule::Range { name } | Rule::Single { name } => name.clone(),
                    Rule::Always | Rule::Week | Rule::NoSuchDate | Rule::OutOfRange => {
                        say!(language, "explain-no-working-day")
                    }
                };
                let (first, last) = (self.date(*from), self.date(*to));
                match from == to {
                    true => say!(language, "explain-closed", date = first, why = why),
                    false => say!(language, "explain-closed-days", from = first, to = last, why = why),
                }
            }
            Step::Paused { from, to, why, lost } => {
                let until = to.map_or_else(|| say!(language, "explain-now"), |to| self.instant(to));
                let (from, why, lost) = (self.instant(*from), words::word(*why, language), duration(language, *lost));
                say!(language, "explain-pause", from = from, to = until, why = why, lost = lost)
            }
        }
    }
}
