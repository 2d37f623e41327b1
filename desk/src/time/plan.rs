//! Which hours a date has and why: the precedence of R12.

use super::hours::{Hours, WeekHours, parse_hours};
use super::zone::{Zone, date, midnight};
use super::{Calendar, CalendarError, DAY, Holiday, HolidaySet, Micros, Mode, Place, REGION, Treatment};
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use std::collections::{BTreeMap, btree_map::Entry};
use std::ops::Range;

/// The local years in which calendars open.
pub(super) const YEARS: Range<i32> = 1970..2300;

/// What decided the hours of a date, the strongest last but for the bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rule {
    /// The calendar never closes.
    Always,
    /// The ordinary week; a date without windows is simply not a working day (a weekend).
    Week,
    /// A replacement of several days, as Ramadan.
    Range {
        /// Its name.
        name: String,
    },
    /// A holiday. With windows it is an optional day with hours of its own.
    Holiday {
        /// Its name.
        name: String,
        /// The set it belongs to.
        set: HolidaySet,
    },
    /// A replacement of this day alone.
    Single {
        /// Its name.
        name: String,
    },
    /// The zone skips this date (Apia had no 30 December 2011).
    NoSuchDate,
    /// Outside the years 1970 to 2299, where every calendar is shut.
    OutOfRange,
}

/// A checked calendar: a function from dates to hours, and from hours to instants.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) zone: Zone,
    /// `Always` or `Week`.
    usual: Rule,
    week: WeekHours,
    ranges: Vec<(Range<NaiveDate>, Rule, WeekHours)>,
    /// Holidays, and above them replacements of a single day.
    dates: BTreeMap<NaiveDate, (Rule, Hours)>,
}

impl Plan {
    /// Open all the time.
    pub(super) fn always(zone: Tz) -> Self {
        let week = WeekHours::always();
        Self { zone: Zone(zone), usual: Rule::Always, week, ranges: Vec::new(), dates: BTreeMap::new() }
    }

    pub(super) fn new(calendar: &Calendar, holidays: &[Holiday], region: Tz) -> Result<Self, Vec<CalendarError>> {
        let mut errors = Vec::new();
        let zone = if calendar.zone == REGION { Some(region) } else { calendar.zone.parse().ok() };
        if zone.is_none() {
            errors.push(CalendarError::UnknownZone { zone: calendar.zone.clone() });
        }
        let mut plan = Self::always(zone.unwrap_or(region));
        match (calendar.mode, &calendar.week) {
            (Mode::Always, None) if calendar.has_no_exceptions() => {}
            (Mode::Always, _) => errors.push(CalendarError::AlwaysWithHours),
            (Mode::Weekly, None) => errors.push(CalendarError::MissingWeek),
            (Mode::Weekly, Some(week)) => {
                plan.usual = Rule::Week;
                plan.week = WeekHours::parse(week, |weekday| Place::Week { weekday }, &mut errors);
            }
        }
        if let Some(&set) = calendar.holiday_sets.iter().find(|set| calendar.optional_holiday_sets.contains(set)) {
            errors.push(CalendarError::HolidaySetTwice { set });
        }
        for holiday in holidays {
            plan.add_holiday(calendar, holiday, &mut errors);
        }
        plan.add_replacements(calendar, &mut errors);
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    fn add_holiday(&mut self, calendar: &Calendar, holiday: &Holiday, errors: &mut Vec<CalendarError>) {
        let Holiday { date, name, set, treatment } = holiday;
        let own = match treatment {
            Treatment::Off => None,
            Treatment::Closed => Some(Hours::new()),
            Treatment::Windows(windows) => {
                Some(parse_hours(windows, &Place::Holiday { date: *date, name: name.clone() }, errors))
            }
        };
        let closes = calendar.holiday_sets.contains(set).then(Hours::new);
        let optional = own.filter(|_| calendar.optional_holiday_sets.contains(set));
        let Some(hours) = closes.or(optional) else { return };
        let new = (Rule::Holiday { name: name.clone(), set: *set }, hours);
        match self.dates.entry(*date) {
            Entry::Vacant(free) => _ = free.insert(new),
            Entry::Occupied(mut taken) if strength(&new) < strength(taken.get()) => _ = taken.insert(new),
            Entry::Occupied(_) => {}
        }
    }

    fn add_replacements(&mut self, calendar: &Calendar, errors: &mut Vec<CalendarError>) {
        let mut sorted: Vec<_> = calendar.replacements.iter().collect();
        sorted.sort_by_key(|it| (it.from == it.to, it.from));
        for pair in sorted.windows(2) {
            let [first, second] = pair else { continue };
            if (first.from == first.to) == (second.from == second.to) && second.from <= first.to {
                let (first, second) = (first.name.clone(), second.name.clone());
                errors.push(CalendarError::OverlappingReplacements { first, second });
            }
        }
        for it in sorted {
            let name = it.name.clone();
            let place = |weekday| Place::Replacement { name: it.name.clone(), weekday };
            let week = WeekHours::parse(&it.week, place, errors);
            if it.from > it.to {
                errors.push(CalendarError::ReplacementBackwards { name, from: it.from, to: it.to });
            } else if it.from == it.to {
                self.dates.insert(it.from, (Rule::Single { name }, week.on(it.from).clone()));
            } else {
                self.ranges.push((it.from..it.to.succ_opt().unwrap_or(it.to), Rule::Range { name }, week));
            }
        }
    }

    /// The rule of a date and the windows that belong to it.
    fn on(&self, date: NaiveDate) -> (&Rule, &[(Micros, Micros)]) {
        if !YEARS.contains(&date.year()) {
            return (&Rule::OutOfRange, &[]);
        }
        let midnight = midnight(date);
        if self.zone.instants(midnight, midnight + DAY).next().is_none() {
            return (&Rule::NoSuchDate, &[]);
        }
        let (rule, hours) = if let Some((rule, hours)) = self.dates.get(&date) {
            (rule, hours)
        } else if let Some((_, rule, week)) = self.ranges.iter().find(|(dates, ..)| dates.contains(&date)) {
            (rule, week.on(date))
        } else {
            (&self.usual, self.week.on(date))
        };
        (rule, hours)
    }

    /// The rule of a date and the open stretches that belong to it: in order, unless the zone turns its clocks back.
    pub(super) fn open_on(&self, date: NaiveDate) -> (&Rule, impl Iterator<Item = (Micros, Micros)>) {
        let (rule, hours) = self.on(date);
        let midnight = midnight(date);
        (rule, hours.iter().flat_map(move |(from, to)| self.zone.instants(midnight + from, midnight + to)))
    }

    /// The day to which the open instant `at` belongs: today, unless only last night's windows are open.
    pub(super) fn day_of(&self, at: Micros) -> NaiveDate {
        let wall = self.zone.wall(at);
        let today = date(wall);
        let open = |day: NaiveDate| {
            let time = wall - midnight(day);
            self.on(day).1.iter().any(|(from, to)| (*from..*to).contains(&time))
        };
        today.checked_sub_days(Days::new(1)).filter(|_| !open(today)).unwrap_or(today)
    }
}

impl Calendar {
    fn has_no_exceptions(&self) -> bool {
        self.holiday_sets.is_empty() && self.optional_holiday_sets.is_empty() && self.replacements.is_empty()
    }
}

/// When two holidays meet on a date the lesser wins: closed before reduced, then the stronger set, then the first named.
fn strength((rule, hours): &(Rule, Hours)) -> (bool, Option<HolidaySet>) {
    let set = if let Rule::Holiday { set, .. } = rule { Some(*set) } else { None };
    (!hours.is_empty(), set)
}
