//! What can be wrong with a calendar: codes and parameters, put into words at the edge.

use super::HolidaySet;
use chrono::NaiveDate;
use serde::Serialize;

/// One thing that is wrong with a calendar or its holidays. Serialized as an object with a `code` and its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CalendarError {
    /// The zone is neither [`REGION`](super::REGION) nor a known IANA name.
    UnknownZone {
        /// The name as typed.
        zone: String,
    },
    /// A `WEEKLY` calendar without a week.
    MissingWeek,
    /// An `ALWAYS` calendar with a week, holidays or replacements.
    AlwaysWithHours,
    /// A set is named both as closing and as optional.
    HolidaySetTwice {
        /// The set.
        set: HolidaySet,
    },
    /// A key of a week that is not `MON` to `SUN`.
    UnknownWeekday {
        /// Where.
        place: Place,
        /// The key as typed.
        weekday: String,
    },
    /// Not a time `HH:MM`, an opening at 24:00 or later, or an end after 48:00.
    BadTime {
        /// Where.
        place: Place,
        /// The time as typed.
        time: String,
    },
    /// A window that ends before it opens, or as it opens. A night shift ends at 24:00 plus the time of the next day.
    EndBeforeStart {
        /// Where.
        place: Place,
        /// The opening.
        from: String,
        /// The end.
        to: String,
    },
    /// Two windows of one day overlap.
    OverlappingWindows {
        /// Where.
        place: Place,
        /// The one that opens first.
        first: (String, String),
        /// The one that opens before the first has ended.
        second: (String, String),
    },
    /// A replacement that ends before it begins.
    ReplacementBackwards {
        /// Its name.
        name: String,
        /// Its first date.
        from: NaiveDate,
        /// Its last date.
        to: NaiveDate,
    },
    /// Two replacements of a single day for the same day, or two of several days for the same dates.
    OverlappingReplacements {
        /// The name of the one that begins first.
        first: String,
        /// The name of the other one.
        second: String,
    },
}

/// Where in a definition an error is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "in", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Place {
    /// In the ordinary week.
    Week {
        /// `MON` to `SUN`, or as typed.
        weekday: String,
    },
    /// In the week of a replacement.
    Replacement {
        /// The replacement's name.
        name: String,
        /// `MON` to `SUN`, or as typed.
        weekday: String,
    },
    /// In the windows of an optional holiday.
    Holiday {
        /// Its date.
        date: NaiveDate,
        /// Its name.
        name: String,
    },
}

/// For logs and developers: the code with its parameters, not a sentence.
impl std::fmt::Display for CalendarError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for CalendarError {}
