//! From what happened to when it is due. Pure: the same segments, target and calendar give the same answer, now and in ten years.

use super::{ClockKind, Why};
use crate::time::{Compiled, Target};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A stretch of a clock's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its beginning.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub from: DateTime<Utc>,
    /// Its end; none: it goes on.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub to: Option<DateTime<Utc>>,
    /// What the ticket was doing.
    pub why: Why,
}

/// The terms that a clock runs by.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// What is promised; none: it only records time.
    pub target: Option<Target>,
    /// From when on it counts; none: not yet (the file is not complete).
    pub from: Option<DateTime<Utc>>,
    /// On which calendar.
    pub calendar: &'a Compiled,
    /// Whether waiting for a third party pauses it.
    pub third_party: bool,
    /// The percents of its warnings.
    pub warnings: &'a [i32],
}

/// What follows from a clock's segments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Derived {
    /// The time there is; none without a target, or on a calendar that does not open enough in 50 years.
    pub budget: Option<TimeDelta>,
    /// When it is due, if nothing pauses it from now on. None while it is paused, unless it was due before.
    pub due_at: Option<DateTime<Utc>>,
    /// The time that counted until it was paused or stopped; none while it runs.
    pub used: Option<TimeDelta>,
    /// Whether it stands still.
    pub paused: bool,
    /// When its warnings are, as far as that can be said now.
    pub warnings: Vec<(i32, DateTime<Utc>)>,
}

impl Derived {
    /// What is left while it is paused.
    pub fn left(&self) -> Option<TimeDelta> {
        if self.paused && self.due_at.is_none() { Some(self.budget? - self.used?) } else { None }
    }
}

/// Derives a clock from its segments.
pub fn derive(kind: ClockKind, segments: &[Segment], terms: Terms<'_>) -> Derived {
    let Some(last) = segments.last() else { return Derived::default() };
    let Some(from) = terms.from else { return Derived { paused: last.to.is_none(), ..Derived::default() } };
    let pauses = pauses(kind, segments, terms.third_party);
    let paused = last.to.is_none() && last.why.pauses(kind, terms.third_party);
    let until = if paused { Some(last.from) } else { last.to };
    let clock = terms.target.map_or(terms.calendar, |target| target.runs_on(terms.calendar));
    let used = until.map(|until| clock.between_running(from, until, &pauses));
    let budget = terms.target.and_then(|target| target.budget(terms.calendar, from));
    let at = |work: TimeDelta| clock.add_running(from, work, &pauses);
    let warnings = |budget: TimeDelta| {
        let warning = |percent: &i32| Some((*percent, at(share(budget, *percent))?));
        terms.warnings.iter().filter_map(warning).collect()
    };
    Derived { budget, due_at: budget.and_then(at), used, paused, warnings: budget.map(warnings).unwrap_or_default() }
}

/// The stretches in which a clock stood still. One that still goes on has no end.
pub fn pauses(kind: ClockKind, segments: &[Segment], third_party: bool) -> Vec<Range<DateTime<Utc>>> {
    let still = segments.iter().filter(|segment| segment.why.pauses(kind, third_party));
    still.map(|segment| segment.from..segment.to.unwrap_or(DateTime::<Utc>::MAX_UTC)).collect()
}

fn share(budget: TimeDelta, percent: i32) -> TimeDelta {
    let micros = budget.num_microseconds().unwrap_or(i64::MAX / 100);
    TimeDelta::microseconds(micros / 100 * i64::from(percent) + micros % 100 * i64::from(percent) / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::TargetUnit;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-07-{text}:00+07:00").parse().expect("an instant")
    }

    fn asn5() -> Compiled {
        let calendars: Vec<crate::time::Calendar> =
            serde_json::from_str(include_str!("../../data/calendars.json")).expect("the defaults");
        calendars[0].compile(&[], chrono_tz::Asia::Jakarta).expect("a sound calendar")
    }

    fn segment(from: &str, to: Option<&str>, why: Why) -> Segment {
        Segment { from: at(from), to: to.map(at), why }
    }

    const THREE_DAYS: Target = Target { value: 3, unit: TargetUnit::BusinessDays };

    fn terms(calendar: &Compiled, third_party: bool) -> Terms<'_> {
        Terms { target: Some(THREE_DAYS), from: Some(at("09T09:00")), calendar, third_party, warnings: &[50, 75] }
    }

    /// Rows 12 and 27 of the worked due times.
    #[test]
    fn a_pause_over_a_weekend() {
        let calendar = asn5();
        let mut segments =
            vec![segment("09T09:00", Some("10T15:30"), Why::Work), segment("10T15:30", None, Why::Requester)];
        let paused = derive(ClockKind::Resolution, &segments, terms(&calendar, false));
        assert_eq!((paused.paused, paused.due_at), (true, None));
        assert_eq!(paused.left(), Some(TimeDelta::hours(16)));
        assert_eq!(paused.warnings, [], "neither came before the pause");
        segments[1].to = Some(at("13T10:00"));
        segments.push(segment("13T10:00", None, Why::Work));
        let running = derive(ClockKind::Resolution, &segments, terms(&calendar, false));
        assert_eq!((running.due_at, running.left()), (Some(at("15T11:00")), None));
        assert_eq!(running.warnings[0], (50, at("13T11:45")));
        // The same segments on a clock that never pauses.
        assert_eq!(derive(ClockKind::FirstResponse, &segments, terms(&calendar, false)).due_at, Some(at("14T16:00")));
    }

    /// What was recorded is what happened: whether it pauses, the policy of the day says.
    #[test]
    fn a_policy_edited_later_is_applied_to_what_happened() {
        let calendar = asn5();
        let segments = [
            segment("09T09:00", Some("09T14:00"), Why::Work),
            segment("09T14:00", Some("10T14:00"), Why::ThirdParty),
            segment("10T14:00", None, Why::Work),
        ];
        let due = |third_party| derive(ClockKind::Resolution, &segments, terms(&calendar, third_party)).due_at;
        assert_eq!(due(false), Some(at("14T16:00")));
        // Two hours of Thursday and five of Friday did not count.
        assert_eq!(due(true), Some(at("15T15:30")));
    }

    /// Time in RESOLVED is not counted; what counts from the complete file does not count before; what is due before a pause stays due.
    #[test]
    fn edges() {
        let calendar = asn5();
        let reopened = [
            segment("09T09:00", Some("09T10:00"), Why::Work),
            segment("09T10:00", Some("10T09:00"), Why::Done),
            segment("10T09:00", None, Why::Work),
        ];
        let due = derive(ClockKind::Resolution, &reopened, terms(&calendar, false)).due_at;
        assert_eq!(due, Some(at("15T15:00")));
        let open = [segment("09T09:00", None, Why::Work)];
        let waiting = derive(ClockKind::Resolution, &open, Terms { from: None, ..terms(&calendar, false) });
        assert_eq!((waiting.paused, waiting.due_at, waiting.left()), (true, None, None));
        let late = [segment("09T09:00", Some("16T09:00"), Why::Work), segment("16T09:00", None, Why::Requester)];
        let late = derive(ClockKind::Resolution, &late, terms(&calendar, false));
        assert_eq!((late.paused, late.due_at, late.left()), (true, Some(at("14T16:00")), None));
        let untargeted = derive(ClockKind::Tier2, &open, Terms { target: None, ..terms(&calendar, false) });
        assert_eq!((untargeted.due_at, untargeted.budget), (None, None));
    }
}
