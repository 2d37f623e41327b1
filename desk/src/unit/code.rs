//! The kinds of units.

use crate::codes::codes;

codes! {
    /// What kind of unit it is.
    pub enum UnitKind {
        /// *Sekretariat* (Daerah, DPRD).
        Secretariat = "SEKRETARIAT",
        /// *Inspektorat*.
        Inspectorate = "INSPEKTORAT",
        /// *Dinas*.
        Office = "DINAS",
        /// *Badan*.
        Agency = "BADAN",
        /// *Satuan* (Satpol PP).
        Corps = "SATUAN",
        /// *Kecamatan*.
        District = "KECAMATAN",
        /// *Kelurahan* or *desa*.
        Village = "KELURAHAN",
        /// *RSUD*.
        Hospital = "RSUD",
        /// *Puskesmas*.
        HealthCentre = "PUSKESMAS",
        /// *UPTD*.
        TechnicalUnit = "UPTD",
        /// *Bagian*.
        Division = "BAGIAN",
        /// *Bidang*.
        Field = "BIDANG",
        /// *Seksi*.
        Section = "SEKSI",
    }
}
