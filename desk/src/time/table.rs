//! The compiled form (R13): open time as a sorted list with prefix sums, and the business days with their closing times.

use super::plan::Plan;
use super::{Micros, zone};
use chrono::{Datelike, NaiveDate};
use std::ops::Range;

/// A stretch in which the calendar is open without a break.
#[derive(Debug)]
struct Open {
    from: Micros,
    to: Micros,
    /// The open time in all stretches before this one.
    before: Micros,
}

/// What a calendar does in the windows that belong to the dates of `years`.
#[derive(Debug, Default)]
pub(super) struct Table {
    years: Range<i32>,
    open: Vec<Open>,
    /// Every business day and its close of business, by date; the latter never goes back.
    days: Vec<(NaiveDate, Micros)>,
}

impl Table {
    pub(super) fn covers(&self, years: &Range<i32>) -> bool {
        self.years.start <= years.start && years.end <= self.years.end
    }

    /// A table that also covers `years`, and whatever lies between.
    pub(super) fn extended(&self, plan: &Plan, years: &Range<i32>) -> Self {
        let mut all = years.clone();
        if !self.years.is_empty() {
            all = all.start.min(self.years.start)..all.end.max(self.years.end);
        }
        let mut stretches: Vec<_> = self.open.iter().map(|it| (it.from, it.to)).collect();
        let mut days = self.days.clone();
        let new_years = all.clone().filter(|year| !self.years.contains(year));
        let first_days = new_years.filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        for date in first_days.flat_map(|first| first.iter_days().take_while(move |it| it.year() == first.year())) {
            let known = stretches.len();
            stretches.extend(plan.open_on(date).1);
            if let Some(close) = stretches[known..].iter().map(|(_, to)| *to).max() {
                days.push((date, close));
            }
        }
        // Stable, because it is fast on the sorted runs that these are.
        stretches.sort();
        days.sort();
        // A day whose hours end while last night's shift goes on closes with that shift.
        let mut latest = Micros::MIN;
        for (_, close) in &mut days {
            latest = latest.max(*close);
            *close = latest;
        }
        Self { years: all, open: with_sums(stretches), days }
    }

    /// The open time before `at`, counted from the table's beginning: only differences mean something.
    pub(super) fn open_before(&self, at: Micros) -> Micros {
        let begun = self.open.partition_point(|it| it.from < at);
        let last = begun.checked_sub(1).and_then(|index| self.open.get(index));
        last.map_or(0, |it| it.before + it.to.min(at) - it.from)
    }

    /// The first instant at which `open_before` is `sum`, which must be positive.
    pub(super) fn reaches(&self, sum: Micros) -> Option<Micros> {
        let index = self.open.partition_point(|it| it.before + it.to - it.from < sum);
        self.open.get(index).map(|it| it.from + sum - it.before)
    }

    /// The first open instant that is not before `at`.
    pub(super) fn opening(&self, at: Micros) -> Option<Micros> {
        self.open.get(self.open.partition_point(|it| it.to <= at)).map(|it| it.from.max(at))
    }

    /// The close of business on the `n`-th business day after `date`, if that is one too.
    pub(super) fn close_after(&self, date: NaiveDate, n: usize) -> Option<Micros> {
        let index = self.days.binary_search_by_key(&date, |(date, _)| *date).ok()?;
        self.days.get(index.checked_add(n)?).map(|(_, close)| *close)
    }
}

/// Joins sorted stretches that touch or overlap, and sums them up.
fn with_sums(stretches: Vec<(Micros, Micros)>) -> Vec<Open> {
    let mut open: Vec<Open> = Vec::new();
    for (from, to) in stretches {
        match open.last_mut() {
            Some(last) if from <= last.to => last.to = last.to.max(to),
            last => {
                let before = last.map_or(0, |it| it.before + it.to - it.from);
                open.push(Open { from, to, before });
            }
        }
    }
    open
}

/// The years whose windows can be open somewhere in `from..=to`, whatever the zone, cut to `bounds`.
pub(super) fn years_around(from: Micros, to: Micros, bounds: &Range<i32>) -> Range<i32> {
    // A window may end two days after the midnight of its date, and the date may be another one in UTC.
    const REACH: Micros = 3 * super::DAY;
    let year = |at: Micros| zone::date(at).year().clamp(bounds.start, bounds.end - 1);
    year(from.saturating_sub(REACH))..year(to.saturating_add(REACH)) + 1
}
