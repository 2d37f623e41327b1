//! The catalogue of services.

use crate::codes::codes;
use serde::{Deserialize, Serialize};

pub use crate::store::entity::service::Model as Service;

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

/// A field that a service asks for besides title and description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// The key under which the answer is kept.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// The choices of a CHOICE.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// A step of an approval chain, as data: the engine that runs it is the same for changes and for requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalStep {
    /// Who decides.
    pub role: String,
    /// ONE, ANY, MAJORITY or ALL.
    pub mode: String,
}
