//! A compiled calendar: the questions it answers.

use super::plan::{Plan, Rule, YEARS};
use super::table::{Table, years_around};
use super::{DAY, Micros, zone};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

/// How far after a question its answer may lie: 50 years with their leap days.
const HORIZON: Micros = 18_263 * DAY;

/// A calendar that answers questions about business time. Made by [`Calendar::compile`](super::Calendar::compile).
///
/// Share it in an [`Arc`]: it learns the years it is asked about and keeps them, so that every question after the first is
/// a binary search. The answers never depend on what was asked before.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
/// use desk::time::Calendar;
///
/// let calendar: Calendar = serde_json::from_str(r#"{
///     "code": "DESK", "name": "Meja layanan", "mode": "WEEKLY", "zone": "Asia/Makassar",
///     "week": { "MON": [["07:30", "12:00"], ["13:00", "16:00"]], "TUE": [["07:30", "12:00"]] }
/// }"#)?;
/// let calendar = calendar.compile(&[], chrono_tz::UTC).expect("a sound calendar");
///
/// // Monday 6 July 2026, 15.00 WITA: one hour of work is due at closing time, not on Tuesday at 07.30 ...
/// let start: DateTime<Utc> = "2026-07-06T15:00:00+08:00".parse()?;
/// let closing: DateTime<Utc> = "2026-07-06T16:00:00+08:00".parse()?;
/// assert_eq!(calendar.add(start, TimeDelta::hours(1)), Some(closing));
/// // ... and at closing time it is no longer open.
/// assert!(!calendar.is_open(closing));
/// assert_eq!(calendar.next_opening(closing), Some("2026-07-07T07:30:00+08:00".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Compiled {
    plan: Plan,
    /// Replaced as a whole: a question keeps the table it began with, and none waits while another one extends it.
    table: RwLock<Arc<Table>>,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").field("plan", &self.plan).finish_non_exhaustive()
    }
}

/// When a number of business days is over, and the working time until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessDayTarget {
    /// Close of business on the last of the days.
    pub due: DateTime<Utc>,
    /// The working time from the start to `due`: what is left of it after a pause still has to be used up.
    pub budget: TimeDelta,
}

/// The hours of one local date and the reason for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// What decided its hours. Together with no `windows` it is the reason why the day is closed.
    pub rule: Rule,
    /// When it is open, in order: half-open, what touches is joined. May reach into the next date.
    pub windows: Vec<Range<DateTime<Utc>>>,
}

impl Day {
    /// Whether it has at least one open second.
    pub fn is_business_day(&self) -> bool {
        !self.windows.is_empty()
    }
}

/// A stretch of counted working time within one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The local date to which it belongs: that on which its window opened.
    pub date: NaiveDate,
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end, which is no longer part of it.
    pub to: DateTime<Utc>,
    /// What decided the hours of the date.
    pub rule: Rule,
}

impl Compiled {
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, table: RwLock::default() }
    }

    /// A calendar that never closes.
    pub fn always(zone: Tz) -> Self {
        Self::new(Plan::always(zone))
    }

    /// The zone in which its hours are read.
    pub fn zone(&self) -> Tz {
        self.plan.zone.0
    }

    /// The date on the wall at `at`.
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        zone::date(self.plan.zone.wall(at.timestamp_micros()))
    }

    /// Whether it is open at `at`. At the instant of closing it is closed.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let at = at.timestamp_micros();
        self.table(at, at).opening(at) == Some(at)
    }

    /// The first open instant at or after `at`: `at` itself when it is open then. `None` when it stays shut for 50 years.
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = at.timestamp_micros();
        self.search(at, |table| table.opening(at))
    }

    /// The working time between two instants; negative when `to` is before `from`.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let (from, to) = (from.timestamp_micros(), to.timestamp_micros());
        let table = self.table(from.min(to), from.max(to));
        TimeDelta::microseconds(table.open_before(to) - table.open_before(from))
    }

    /// When `work` that begins at `start` is done: the least `t >= start` with `between(start, t) = work`.
    ///
    /// `None` when the calendar does not open enough within 50 years, and when `work` is negative. No work is done at
    /// once, even while the calendar is closed.
    pub fn add(&self, start: DateTime<Utc>, work: TimeDelta) -> Option<DateTime<Utc>> {
        let work = work.num_microseconds()?;
        if work <= 0 {
            return (work == 0).then_some(start);
        }
        let start = start.timestamp_micros();
        self.search(start, |table| table.reaches(table.open_before(start).checked_add(work)?))
    }

    /// The close of business on the `n`-th business day after the start day, and the working time until then.
    ///
    /// A business day is a local date with at least one open second; a window belongs to the date it opens. The start day is
    /// that of `start` while the calendar is open and that of the next opening otherwise; the instant of closing is
    /// already closed. Zero days end with the start day. `None` when there are not enough days within 50 years.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta, Utc};
    /// use desk::time::Compiled;
    ///
    /// // Where it never closes every date counts and ends at 24.00.
    /// let start: DateTime<Utc> = "2026-07-06T09:10:00+08:00".parse()?;
    /// let target = Compiled::always(chrono_tz::Asia::Makassar).business_days(start, 1).expect("opens");
    /// assert_eq!(target.due, "2026-07-08T00:00:00+08:00".parse::<DateTime<Utc>>()?);
    /// assert_eq!(target.budget, TimeDelta::minutes(38 * 60 + 50));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn business_days(&self, start: DateTime<Utc>, n: u32) -> Option<BusinessDayTarget> {
        let opening = self.next_opening(start)?.timestamp_micros();
        let (start_day, n) = (self.plan.day_of(opening), usize::try_from(n).ok()?);
        let due = self.search(start.timestamp_micros(), |table| table.close_after(start_day, n))?;
        Some(BusinessDayTarget { due, budget: self.between(start, due) })
    }

    /// When the windows that belong to `date`, and those of last night that are still open, have ended: be it after
    /// midnight. `None` when `date` is not a business day.
    pub fn close_of_business(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        let midnight = zone::midnight(date);
        self.table(midnight, midnight).close_after(date, 0).and_then(instant)
    }

    /// The hours of `date` and the reason for them.
    pub fn day(&self, date: NaiveDate) -> Day {
        let (rule, stretches) = self.plan.open_on(date);
        let mut stretches: Vec<_> = stretches.collect();
        stretches.sort_unstable();
        let mut windows: Vec<Range<DateTime<Utc>>> = Vec::new();
        for (from, to) in stretches.into_iter().filter_map(|(from, to)| Some((instant(from)?, instant(to)?))) {
            match windows.last_mut() {
                Some(last) if from <= last.end => last.end = last.end.max(to),
                _ => windows.push(from..to),
            }
        }
        Day { date, rule: rule.clone(), windows }
    }

    /// The days from one date to another, both included; those outside the years 1970 to 2299 are left out.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = Day> {
        let first = NaiveDate::from_ymd_opt(YEARS.start, 1, 1).unwrap_or_default().max(from);
        let last = NaiveDate::from_ymd_opt(YEARS.end - 1, 12, 31).unwrap_or_default().min(to);
        first.iter_days().take_while(move |date| *date <= last).map(|date| self.day(date))
    }

    /// The working time in `from..to`, stretch by stretch and day by day, in order of time. It sums up to
    /// [`between`](Self::between): where a night shift runs into the hours of the next day, that time counts once.
    ///
    /// As long as the days it covers: meant for the explanation of a due time.
    pub fn spans(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Span> {
        // Last night's shift, and a day more on either side for a zone that turns its clocks back over midnight.
        let first = self.local_date(from).checked_sub_days(Days::new(2)).unwrap_or(NaiveDate::MIN);
        let last = self.local_date(to).checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        let mut spans: Vec<_> = self
            .days(first, last)
            .flat_map(|Day { date, rule, windows }| {
                windows.into_iter().map(move |it| Span { date, from: it.start, to: it.end, rule: rule.clone() })
            })
            .collect();
        spans.sort_by_key(|span| span.from);
        let mut counted = from;
        spans.retain_mut(|span| {
            span.from = span.from.max(counted);
            span.to = span.to.min(to);
            counted = counted.max(span.to);
            span.from < span.to
        });
        spans
    }

    /// The first answer of `find`, looking further and further ahead of `from`, but no further than 50 years.
    fn search(&self, from: Micros, find: impl Fn(&Table) -> Option<Micros>) -> Option<DateTime<Utc>> {
        let answer = [1, 4, 16, 50].into_iter().find_map(|years| {
            let ahead = from.saturating_add(HORIZON / 50 * years);
            // What lies further is not settled yet, even when the table happens to reach there.
            find(&self.table(from, ahead)).filter(|it| *it <= ahead)
        });
        answer.and_then(instant)
    }

    /// A table that knows everything about `from..=to`.
    fn table(&self, from: Micros, to: Micros) -> Arc<Table> {
        let years = years_around(from, to, &YEARS);
        let known = Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner));
        if known.covers(&years) {
            return known;
        }
        // Two threads may do this at once and one result is lost: only work, never an answer.
        let wider = Arc::new(known.extended(&self.plan, &years));
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&wider);
        wider
    }
}

fn instant(at: Micros) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(at)
}
