//! What is wrong with a calendar, in words.

use crate::calendar::HolidaySet;
use crate::person::Language;
use crate::say;
use crate::time::{self, CalendarError, Place};
use crate::words;

/// One thing that is wrong with a calendar or with the hours of a holiday.
pub(super) fn sentence(error: &CalendarError, language: Language) -> String {
    use CalendarError as E;
    let place = |place: &Place| words_of(place, language);
    let window = |(from, to): &(String, String)| format!("{from}–{to}");
    match error {
        E::UnknownZone { zone } => say!(language, "calendar-unknown-zone", zone = zone),
        E::MissingWeek => say!(language, "calendar-missing-week"),
        E::AlwaysWithHours => say!(language, "calendar-always-with-hours"),
        E::HolidaySetTwice { set } => {
            let set = match set {
                time::HolidaySet::National => HolidaySet::National,
                time::HolidaySet::JointLeave => HolidaySet::JointLeave,
                time::HolidaySet::LocalOptional => HolidaySet::LocalOptional,
            };
            say!(language, "calendar-holiday-set-twice", set = words::word(set, language))
        }
        E::UnknownWeekday { weekday, .. } => say!(language, "calendar-unknown-weekday", weekday = weekday),
        E::BadTime { place: at, time } => say!(language, "calendar-bad-time", place = place(at), time = time),
        E::EndBeforeStart { place: at, from, to } => {
            say!(language, "calendar-end-before-start", place = place(at), from = from, to = to)
        }
        E::OverlappingWindows { place: at, first, second } => {
            let (first, second) = (window(first), window(second));
            say!(language, "calendar-overlapping-windows", place = place(at), first = first, second = second)
        }
        E::ReplacementBackwards { name, from, to } => {
            let (from, to) = (from.to_string(), to.to_string());
            say!(language, "calendar-replacement-backwards", name = name, from = from, to = to)
        }
        E::OverlappingReplacements { first, second } => {
            say!(language, "calendar-overlapping-replacements", first = first, second = second)
        }
    }
}

/// Where it is.
fn words_of(place: &Place, language: Language) -> String {
    let day = |weekday: &str| match words::one_of("weekday", weekday, language) {
        Some(word) => word.into_owned(),
        None => weekday.to_owned(),
    };
    match place {
        Place::Week { weekday } => day(weekday),
        Place::Replacement { name, weekday } => format!("{name}, {}", day(weekday)),
        // One that is not named yet has its date.
        Place::Holiday { date, name } if name.is_empty() => date.to_string(),
        Place::Holiday { date, name } => format!("{name} ({date})"),
    }
}
