//! A deliberately slow and simple reading of the rules, which shares no code with the real one: it looks at the clock on
//! the wall minute by minute.

use super::super::{Calendar, Holiday, HolidaySet, Mode, REGION, Treatment};
use chrono::{DateTime, Datelike, Days, DurationRound, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use std::cell::RefCell;
use std::collections::HashMap;

type Windows = Vec<(u32, u32)>;

pub(super) struct Oracle<'a> {
    calendar: &'a Calendar,
    holidays: &'a [Holiday],
    zone: Tz,
    /// Only remembers answers.
    seen: RefCell<HashMap<NaiveDate, Windows>>,
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

impl<'a> Oracle<'a> {
    pub(super) fn new(calendar: &'a Calendar, holidays: &'a [Holiday], region: Tz) -> Self {
        let zone = if calendar.zone == REGION { region } else { calendar.zone.parse().unwrap() };
        Self { calendar, holidays, zone, seen: RefCell::default() }
    }

    /// Is the clock on the wall inside a window of today, or of yesterday beyond 24:00?
    pub(super) fn is_open(&self, at: DateTime<Utc>) -> bool {
        let wall = at.with_timezone(&self.zone).naive_local();
        let minute = wall.hour() * 60 + wall.minute();
        self.belongs(wall.date(), minute) || self.belongs(wall.date().pred_opt().unwrap(), minute + 1440)
    }

    fn belongs(&self, date: NaiveDate, minute: u32) -> bool {
        let mut seen = self.seen.borrow_mut();
        let windows = seen.entry(date).or_insert_with(|| self.windows(date));
        windows.iter().any(|(from, to)| *from <= minute && minute < *to)
    }

    /// Openness only changes at full minutes, so time is a row of minutes that are open or not.
    pub(super) fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let (mut at, mut sum) = (from, TimeDelta::zero());
        while at < to {
            let next = next_minute(at).min(to);
            if self.is_open(at) {
                sum += next - at;
            }
            at = next;
        }
        sum
    }

    /// The least instant, not after `limit`, at which `work` has been done.
    pub(super) fn add(&self, start: DateTime<Utc>, work: TimeDelta, limit: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (mut at, mut left) = (start, work);
        while left > TimeDelta::zero() {
            let next = next_minute(at);
            if self.is_open(at) {
                if left <= next - at {
                    return Some(at + left).filter(|it| *it <= limit);
                }
                left -= next - at;
            }
            at = next;
            if at > limit {
                return None;
            }
        }
        Some(at)
    }

    /// Walks minute by minute to the start day, then date by date to the n-th business day, then finds its last minute.
    pub(super) fn business_days(&self, start: DateTime<Utc>, n: u32, limit: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut at = start;
        while !self.is_open(at) {
            at = next_minute(at);
            if at > limit {
                return None;
            }
        }
        let wall = at.with_timezone(&self.zone).naive_local();
        let mut date = wall.date();
        if !self.belongs(date, wall.hour() * 60 + wall.minute()) {
            date = date.pred_opt().unwrap();
        }
        let mut left = n;
        while left > 0 {
            date = date.succ_opt().unwrap();
            if self.close(date).is_some() {
                left -= 1;
            }
            if Utc.from_utc_datetime(&date.into()) > limit {
                return None;
            }
        }
        self.close(date)
    }

    /// The end of the last minute that belongs to the business day `date` or to one of the days before.
    fn close(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        let own = self.own_close(date)?;
        let before = [1, 2].map(|days| self.own_close(date - Days::new(days)));
        before.into_iter().flatten().chain([own]).max()
    }

    /// The end of the last minute that belongs to `date`.
    fn own_close(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        if self.windows(date).is_empty() {
            return None;
        }
        let midnight = Utc.from_utc_datetime(&date.into());
        let mut minute = midnight + TimeDelta::hours(64);
        while minute > midnight - TimeDelta::hours(16) {
            minute -= MINUTE;
            let wall = minute.with_timezone(&self.zone).naive_local();
            let since_midnight = (wall - date.and_time(NaiveTime::MIN)).num_minutes();
            if u32::try_from(since_midnight).is_ok_and(|minute| self.belongs(date, minute)) {
                return Some(minute + MINUTE);
            }
        }
        None
    }

    /// R12, read from top to bottom.
    fn windows(&self, date: NaiveDate) -> Windows {
        let noons = (0..24).map(|hour| date.and_hms_opt(hour, 59, 0).unwrap());
        if noons.map(|it| self.zone.from_local_datetime(&it)).all(|it| it.earliest().is_none()) {
            return Windows::new();
        }
        if self.calendar.mode == Mode::Always {
            return vec![(0, 1440)];
        }
        let weekday = date.weekday().to_string().to_uppercase();
        let of_week = |week: &super::super::Week| read(week.get(&weekday).map_or(&[], Vec::as_slice));
        let mut replacements = self.calendar.replacements.iter();
        if let Some(single) = replacements.find(|it| it.from == date && it.to == date) {
            return of_week(&single.week);
        }
        let today = || self.holidays.iter().filter(|it| it.date == date);
        let closed_by = |set: HolidaySet| self.calendar.holiday_sets.contains(&set);
        let optional = |set: HolidaySet| self.calendar.optional_holiday_sets.contains(&set);
        let shut = |it: &Treatment| *it == Treatment::Closed || *it == Treatment::Windows(Vec::new());
        if today().any(|it| closed_by(it.set) || optional(it.set) && shut(&it.treatment)) {
            return Windows::new();
        }
        for set in [HolidaySet::National, HolidaySet::JointLeave, HolidaySet::LocalOptional] {
            for holiday in today().filter(|it| it.set == set && optional(set)) {
                if let Treatment::Windows(windows) = &holiday.treatment {
                    return read(windows);
                }
            }
        }
        let mut ranges = self.calendar.replacements.iter();
        if let Some(range) = ranges.find(|it| it.from != it.to && it.from <= date && date <= it.to) {
            return of_week(&range.week);
        }
        of_week(self.calendar.week.as_ref().unwrap())
    }
}

fn next_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(MINUTE).unwrap() + MINUTE
}

fn read(windows: &[(String, String)]) -> Windows {
    let minutes = |text: &String| {
        let (hours, minutes) = text.split_once(':').unwrap();
        hours.parse::<u32>().unwrap() * 60 + minutes.parse::<u32>().unwrap()
    };
    windows.iter().map(|(from, to)| (minutes(from), minutes(to))).collect()
}
