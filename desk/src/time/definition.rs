//! Calendars and holidays as data: what is stored, imported, exported and edited.

use super::{CalendarError, Compiled, plan::Plan};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The word that stands in [`Calendar::zone`] for the zone of the region or unit that uses the calendar.
pub const REGION: &str = "REGION";

/// The hours of a week: `MON` to `SUN`, each with its windows `("07:30", "12:00")` in local time.
///
/// A day that is missing has no windows. A window opens before 24:00 and ends at 48:00 at the latest; one that ends after
/// 24:00 (`("22:00", "30:00")` is a night shift until 06.00) belongs to the day it opens. Windows of one day may touch but
/// not overlap. A night shift may run into the windows of the next day: the time is counted once.
pub type Week = BTreeMap<String, Vec<(String, String)>>;

/// A calendar as it is written. Text is kept as typed: [`compile`](Self::compile) says what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Calendar {
    /// The code that services, units, teams and targets refer to.
    pub code: String,
    /// The name people see.
    pub name: String,
    /// Whether it has hours at all.
    pub mode: Mode,
    /// [`REGION`] or the IANA name of a zone.
    pub zone: String,
    /// The ordinary hours: required when `WEEKLY`, absent when `ALWAYS`.
    #[serde(default)]
    pub week: Option<Week>,
    /// Sets of holidays that close it, whatever the holidays' own treatment.
    #[serde(default)]
    pub holiday_sets: Vec<HolidaySet>,
    /// Sets of holidays of which each day does what its own [`Treatment`] says.
    #[serde(default)]
    pub optional_holiday_sets: Vec<HolidaySet>,
    /// Other hours for some dates.
    #[serde(default)]
    pub replacements: Vec<Replacement>,
}

impl Calendar {
    /// Checks the definition and makes it answer questions, with `region` as the zone wherever it says [`REGION`].
    ///
    /// Holidays of sets that the calendar does not name are ignored, but their windows are checked all the same.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, not only the first thing.
    pub fn compile(&self, holidays: &[Holiday], region: Tz) -> Result<Compiled, Vec<CalendarError>> {
        Plan::new(self, holidays, region).map(Compiled::new)
    }
}

/// Whether a calendar has hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// It follows a weekly pattern.
    Weekly,
    /// 24x7: it never closes and every date is a business day. It has neither week, holidays nor replacements.
    Always,
}

/// Other hours from one date to another, both included.
///
/// A replacement of a single day (`from == to`, for example a half day) stands above holidays. One of several days
/// (Ramadan) is itself a weekly pattern and stands below them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The name people see when a due time is explained.
    pub name: String,
    /// The first local date.
    pub from: NaiveDate,
    /// The last local date.
    pub to: NaiveDate,
    /// The hours instead; a weekday that is missing is closed.
    pub week: Week,
}

/// A named day of a [`HolidaySet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The local date.
    pub date: NaiveDate,
    /// The name people see.
    pub name: String,
    /// The set it belongs to.
    #[serde(rename = "type")]
    pub set: HolidaySet,
    /// What it does to calendars that name its set as optional.
    #[serde(default)]
    pub treatment: Treatment,
}

/// The sets of holidays, the strongest first: when two close the same date, the stronger one is named as the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HolidaySet {
    /// *Libur nasional*.
    National,
    /// *Cuti bersama*.
    JointLeave,
    /// *Libur fakultatif*: does nothing until the region says so.
    LocalOptional,
}

/// What an optional day does. Written `"OFF"`, `"CLOSED"` or `{"WINDOWS": [["08:00", "12:00"]]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Treatment {
    /// Nothing: the day is as any other.
    #[default]
    Off,
    /// The day is closed.
    Closed,
    /// The day has these windows instead (reduced service); without any it is closed.
    Windows(Vec<(String, String)>),
}
