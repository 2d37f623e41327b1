//! Windows and weeks, checked: from text to numbers.

use super::{CalendarError, Micros, Place, SECOND, Week};
use chrono::{Datelike, NaiveDate};

/// The windows of one day in order, in wall-clock microseconds since its midnight; they never overlap.
pub(super) type Hours = Vec<(Micros, Micros)>;

const MINUTE: Micros = 60 * SECOND;
const WEEKDAYS: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
/// No window opens at or after this, and none ends after twice this.
const MIDNIGHT: Micros = 24 * 60 * MINUTE;

/// The hours of the seven weekdays, Monday first.
#[derive(Debug, Default)]
pub(super) struct WeekHours([Hours; 7]);

impl WeekHours {
    /// Open all the time.
    pub(super) fn always() -> Self {
        Self(std::array::from_fn(|_| vec![(0, MIDNIGHT)]))
    }

    /// Reads a week; `place` makes the place of a weekday's errors.
    pub(super) fn parse(week: &Week, place: impl Fn(String) -> Place, errors: &mut Vec<CalendarError>) -> Self {
        let mut hours = Self::default();
        for (weekday, windows) in week {
            let place = place(weekday.clone());
            match WEEKDAYS.iter().position(|known| known == weekday) {
                Some(day) => hours.0[day] = parse_hours(windows, &place, errors),
                None => errors.push(CalendarError::UnknownWeekday { place, weekday: weekday.clone() }),
            }
        }
        hours
    }

    /// The hours of the weekday of `date`.
    pub(super) fn on(&self, date: NaiveDate) -> &Hours {
        &self.0[date.weekday().num_days_from_monday() as usize]
    }
}

/// Reads the windows of one day, in any order.
pub(super) fn parse_hours(windows: &[(String, String)], place: &Place, errors: &mut Vec<CalendarError>) -> Hours {
    let mut parsed = Vec::new();
    for window @ (from, to) in windows {
        let (opens, ends) = (time(from).filter(|t| *t < MIDNIGHT), time(to).filter(|t| *t <= 2 * MIDNIGHT));
        for (text, time) in [(from, opens), (to, ends)] {
            if time.is_none() {
                errors.push(CalendarError::BadTime { place: place.clone(), time: text.clone() });
            }
        }
        match (opens, ends) {
            (Some(opens), Some(ends)) if opens < ends => parsed.push(((opens, ends), window)),
            (Some(_), Some(_)) => {
                errors.push(CalendarError::EndBeforeStart { place: place.clone(), from: from.clone(), to: to.clone() });
            }
            _ => {}
        }
    }
    parsed.sort_unstable();
    for pair in parsed.windows(2) {
        let [((_, end), first), ((start, _), second)] = pair else { continue };
        if start < end {
            let (first, second) = ((*first).clone(), (*second).clone());
            errors.push(CalendarError::OverlappingWindows { place: place.clone(), first, second });
        }
    }
    parsed.into_iter().map(|(window, _)| window).collect()
}

/// `HH:MM`, with any two digits as the hour.
fn time(text: &str) -> Option<Micros> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| Micros::from(byte - b'0'));
    let [h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let (hours, minutes) = (digit(h1)? * 10 + digit(h2)?, digit(m1)? * 10 + digit(m2)?);
    (minutes < 60).then_some((hours * 60 + minutes) * MINUTE)
}
