//! Why somebody is away, as a code.

use crate::codes::codes;

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
