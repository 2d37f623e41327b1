//! The codes of services.

use crate::codes::codes;

codes! {
    /// The three groups of SPBE services.
    pub enum ServiceGroup {
        /// *Layanan administrasi pemerintahan*.
        Administration = "ADMINISTRASI_PEMERINTAHAN",
        /// *Layanan publik*.
        Public = "LAYANAN_PUBLIK",
        /// *Layanan infrastruktur dan TIK*.
        Infrastructure = "INFRASTRUKTUR_TIK",
    }
}

codes! {
    /// Who runs the application behind a service.
    pub enum Application {
        /// *Aplikasi umum*: run by the centre, which has a *kontak pusat*.
        Common = "COMMON",
        /// *Aplikasi khusus*: run by the region itself.
        Special = "SPECIAL",
    }
}

codes! {
    /// The kind of work behind a service.
    pub enum WorkStream {
        /// *Pelayanan pengguna*.
        UserService = "PELAYANAN_PENGGUNA",
        /// *Pengoperasian layanan*.
        Operation = "PENGOPERASIAN",
        /// *Pengelolaan aplikasi*.
        ApplicationManagement = "PENGELOLAAN_APLIKASI",
    }
}

codes! {
    /// Whose Tier 1 gets a civil servant's ticket first. A citizen's always goes to the owner's.
    pub enum FirstLine {
        /// The technician of the reporter's own unit.
        ReporterUnit = "REPORTER_UNIT",
        /// The technician of the unit that owns the service.
        OwnerUnit = "OWNER_UNIT",
    }
}

codes! {
    /// How much hangs on a service.
    pub enum Criticality {
        /// *Rendah*.
        Low = "LOW",
        /// *Sedang*.
        Medium = "MEDIUM",
        /// *Tinggi*.
        High = "HIGH",
        /// *Kritis*.
        Critical = "CRITICAL",
    }
}

codes! {
    /// What a field of a service's form takes.
    pub enum FieldType {
        /// One line of text.
        Text = "TEXT",
        /// One of the given choices.
        Choice = "CHOICE",
        /// A date, `2026-07-09`.
        Date = "DATE",
        /// A whole number.
        Number = "NUMBER",
    }
}
