//! The codes of calendars.

use crate::codes::codes;

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
