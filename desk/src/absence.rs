//! Absences: new work goes to the substitute; a unit whose Tier 1 are all away counts as without.

use crate::codes::codes;
use chrono::{DateTime, Utc};

pub use crate::store::entity::absence::Model as Absence;

codes! {
    /// Why somebody is away.
    pub enum AbsenceKind {
        /// *Cuti*.
        Leave = "CUTI",
        /// *Dinas luar*.
        DutyTravel = "DINAS_LUAR",
        /// *Sakit*.
        Sick = "SAKIT",
        /// *Pendidikan dan pelatihan*.
        Training = "DIKLAT",
    }
}

impl Absence {
    /// Whether the person is away at `now`.
    pub fn covers(&self, now: DateTime<Utc>) -> bool {
        self.cancelled_at.is_none() && self.valid_from <= now && now < self.valid_to
    }
}
