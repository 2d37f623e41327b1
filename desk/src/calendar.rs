//! Calendars and holidays as versioned data. The arithmetic on them is in [`crate::time`].

use crate::access::Matter;
use crate::directory::Directory;
use crate::event::{Facts, Kind, Recorded};
use crate::id::HolidayId;
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Doc};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

pub mod code;
mod ical;
pub mod import;
pub(crate) mod print;

pub use crate::store::entity::calendar::Model as CalendarVersion;
pub use crate::store::entity::holiday::Model as Holiday;
pub use code::HolidaySet;

impl Holiday {
    /// As the arithmetic of business time takes it.
    pub(crate) fn as_time(&self) -> Result<crate::time::Holiday, crate::Fault> {
        let set = match self.holiday_set {
            HolidaySet::National => crate::time::HolidaySet::National,
            HolidaySet::JointLeave => crate::time::HolidaySet::JointLeave,
            HolidaySet::LocalOptional => crate::time::HolidaySet::LocalOptional,
        };
        let treatment = match &self.treatment.0 {
            serde_json::Value::Null => crate::time::Treatment::Off,
            given => serde_json::from_value(given.clone()).map_err(crate::Fault::new)?,
        };
        Ok(crate::time::Holiday { date: self.date, name: self.name.clone(), set, treatment })
    }
}

/// Refuses a calendar that cannot be, and says all that is wrong with it.
pub(crate) fn check(document: &crate::time::Calendar, organisation: &Directory) -> Outcome<()> {
    match document.compile(&[], organisation.zone()) {
        Ok(_) => Ok(()),
        Err(errors) => Err(Refusal::Calendar("calendar", errors).into()),
    }
}

/// The same of the hours of a holiday, which no calendar could take.
pub(crate) fn check_holiday(holiday: &Holiday, organisation: &Directory) -> Outcome<()> {
    let holiday = holiday.as_time().map_err(|_| Refusal::Invalid("treatment"))?;
    let any = crate::time::Calendar {
        code: String::new(),
        name: String::new(),
        mode: crate::time::Mode::Always,
        zone: crate::time::REGION.to_owned(),
        week: None,
        holiday_sets: Vec::new(),
        optional_holiday_sets: Vec::new(),
        replacements: Vec::new(),
    };
    match any.compile(&[holiday], organisation.zone()) {
        Ok(_) => Ok(()),
        Err(errors) => Err(Refusal::Calendar("treatment", errors).into()),
    }
}

/// Saves a calendar as its next version.
#[derive(Debug, Clone, Serialize)]
pub struct SaveCalendar {
    /// The calendar; its code says which.
    pub document: crate::time::Calendar,
    /// The version the person saw; 0 for a new one.
    pub seen: i32,
}

/// Adds a holiday, or changes one.
#[derive(Debug, Clone, Serialize)]
pub struct SaveHoliday {
    /// The holiday to change; none: a new one.
    pub holiday: Option<HolidayId>,
    /// The local date.
    pub date: chrono::NaiveDate,
    /// The set it belongs to.
    pub holiday_set: HolidaySet,
    /// Name.
    pub name: String,
    /// Only of LOCAL_OPTIONAL: off, closed, or windows of its own.
    pub treatment: crate::time::Treatment,
    /// Where the date comes from.
    pub source: String,
}

/// Takes a holiday back.
#[derive(Debug, Clone, Serialize)]
pub struct RetireHoliday {
    /// The holiday.
    pub holiday: HolidayId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveCalendar {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = String;

    async fn run(self, work: &mut Work<'_>) -> Outcome<String> {
        work.need(Matter::Catalogue)?;
        let mut document = self.document;
        document.code = input::line("code", &document.code, 40)?;
        document.name = input::line("name", &document.name, input::NAME)?;
        check(&document, work.directory().await?.as_ref())?;
        work.begin_shared(&format!("{}/{}", CalendarVersion::STREAM, document.code)).await?;
        let newest = store::directory::newest_calendar(&work.tx, &document.code).await?;
        let version = newest.as_ref().map_or(0, |row| row.version);
        if version != self.seen {
            return Err(Refusal::Stale { changes: Vec::new() }.into());
        }
        let code = document.code.clone();
        let row =
            CalendarVersion { code: code.clone(), version: version + 1, document: Doc(document), created_at: work.now };
        // Every version is a row of its own; old clocks can still be explained by the one they ran on (R18).
        let facts = Facts::new().with("version", row.version);
        work.create(row, if version == 0 { Kind::Created } else { Kind::Changed }, facts).await?;
        work.organisation_changed();
        Ok(code)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveHoliday {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = HolidayId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<HolidayId> {
        work.need(Matter::Catalogue)?;
        let before: Option<Holiday> = match self.holiday {
            Some(id) => Some(store::get(&work.tx, id).await?.ok_or(Refusal::NotFound)?),
            None => None,
        };
        let treatment = match self.treatment {
            crate::time::Treatment::Off => serde_json::Value::Null,
            given => serde_json::to_value(given).map_err(crate::Fault::new)?,
        };
        if self.holiday_set != HolidaySet::LocalOptional && !treatment.is_null() {
            return Err(Refusal::Invalid("treatment").into());
        }
        let holiday = Holiday {
            id: self.holiday.unwrap_or_else(|| work.id()),
            date: self.date,
            holiday_set: self.holiday_set,
            name: input::line("name", &self.name, input::NAME)?,
            treatment: Doc(treatment),
            source: input::line_or_empty("source", &self.source, input::LINE)?,
            retired_at: None,
        };
        check_holiday(&holiday, &work.organisation())?;
        let id = holiday.id;
        work.save_organisation(before.as_ref(), holiday).await?;
        Ok(id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RetireHoliday {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = HolidayId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<HolidayId> {
        work.need(Matter::Catalogue)?;
        let before: Option<Holiday> = store::get(&work.tx, self.holiday).await?;
        let before = before.filter(|row| row.retired_at.is_none()).ok_or(Refusal::NotFound)?;
        let mut after = before.clone();
        after.retired_at = Some(work.now);
        work.change(&before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.holiday)
    }
}
