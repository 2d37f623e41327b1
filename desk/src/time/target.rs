//! Targets and pauses: from a promise to the instant at which it is broken.

use super::{BusinessDayTarget, Compiled};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::LazyLock;

/// What a target is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TargetUnit {
    /// Minutes in which the calendar is open.
    WorkingMinutes,
    /// Until close of business on the n-th business day after the start day.
    BusinessDays,
    /// Minutes of the clock on the wall, whatever the calendar says.
    CalendarMinutes,
}

/// An amount of time that is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// How many of the unit.
    pub value: u32,
    /// What is counted.
    pub unit: TargetUnit,
}

impl Target {
    /// The calendar on which the time of this target runs: `calendar`, or one that never closes for calendar minutes.
    pub fn runs_on(self, calendar: &Compiled) -> &Compiled {
        static ELAPSED: LazyLock<Compiled> = LazyLock::new(|| Compiled::always(chrono_tz::UTC));
        match self.unit {
            TargetUnit::WorkingMinutes | TargetUnit::BusinessDays => calendar,
            TargetUnit::CalendarMinutes => &ELAPSED,
        }
    }

    /// How much time there is from `start` on: fixed at the start, because the budget of a business-day target depends on it.
    /// `None` when the calendar has not enough business days within 50 years.
    pub fn budget(self, calendar: &Compiled, start: DateTime<Utc>) -> Option<TimeDelta> {
        match self.unit {
            TargetUnit::WorkingMinutes | TargetUnit::CalendarMinutes => Some(TimeDelta::minutes(self.value.into())),
            TargetUnit::BusinessDays => {
                let BusinessDayTarget { budget, .. } = calendar.business_days(start, self.value)?;
                Some(budget)
            }
        }
    }
}

/// When a target is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The instant; a stop at exactly this instant still meets the target.
    pub at: DateTime<Utc>,
    /// The time that was available, without the pauses.
    pub budget: TimeDelta,
}

/// `from..to` without the pauses, in order. Pauses may come in any order, overlap, or lie outside.
pub fn running(from: DateTime<Utc>, to: DateTime<Utc>, pauses: &[Range<DateTime<Utc>>]) -> Vec<Range<DateTime<Utc>>> {
    let mut pauses: Vec<_> = pauses.iter().filter(|it| !it.is_empty()).collect();
    pauses.sort_unstable_by_key(|it| it.start);
    let mut running = Vec::new();
    let mut at = from;
    for pause in pauses {
        running.push(at..pause.start.min(to));
        at = at.max(pause.end);
    }
    running.push(at..to);
    running.retain(|it| !it.is_empty());
    running
}

impl Compiled {
    /// When `target` is due that started at `start`, if its clock stood still during `pauses`.
    ///
    /// What is left of the budget when a pause begins still counts when it ends. A pause that has not ended yet is
    /// `since..DateTime::<Utc>::MAX_UTC`: then there is no due time unless it came before the pause. `None` also when the
    /// calendar does not open enough within 50 years of the start or of the end of a pause.
    pub fn due(&self, start: DateTime<Utc>, target: Target, pauses: &[Range<DateTime<Utc>>]) -> Option<Due> {
        let budget = target.budget(self, start)?;
        let at = target.runs_on(self).add_running(start, budget, pauses)?;
        Some(Due { at, budget })
    }

    /// As [`add`](Self::add), but no time counts during `pauses`. For a warning at 75 % give it 75 % of the budget.
    pub fn add_running(
        &self,
        start: DateTime<Utc>,
        work: TimeDelta,
        pauses: &[Range<DateTime<Utc>>],
    ) -> Option<DateTime<Utc>> {
        if work.is_zero() {
            return Some(start);
        }
        let mut left = work;
        for stretch in running(start, DateTime::<Utc>::MAX_UTC, pauses) {
            let done = self.add(stretch.start, left)?;
            if done <= stretch.end {
                return Some(done);
            }
            left -= self.between(stretch.start, stretch.end);
        }
        None
    }

    /// As [`between`](Self::between), but no time counts during `pauses`; zero when `to` is before `from`.
    pub fn between_running(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        pauses: &[Range<DateTime<Utc>>],
    ) -> TimeDelta {
        running(from, to, pauses).into_iter().fold(TimeDelta::zero(), |sum, it| sum + self.between(it.start, it.end))
    }
}
