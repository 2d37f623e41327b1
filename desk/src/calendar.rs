//! Calendars and holidays as versioned data. The arithmetic on them is in [`crate::time`].

use crate::codes::codes;

pub use crate::store::entity::calendar::Model as CalendarVersion;
pub use crate::store::entity::holiday::Model as Holiday;

codes! {
    /// The set a holiday belongs to; a calendar names the sets that close it.
    pub enum HolidaySet {
        /// *Libur nasional*.
        National = "NATIONAL",
        /// *Cuti bersama*.
        JointLeave = "JOINT_LEAVE",
        /// *Libur fakultatif*: off until the region switches it on.
        LocalOptional = "LOCAL_OPTIONAL",
    }
}

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
