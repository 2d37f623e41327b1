//! The codes of people.

use crate::codes::codes;

codes! {
    /// Who somebody is to the government.
    pub enum RequesterType {
        /// *ASN*.
        CivilServant = "CIVIL_SERVANT",
        /// *Masyarakat*.
        Citizen = "CITIZEN",
        /// *Pelaku usaha*.
        Business = "BUSINESS",
        /// *Lainnya*.
        Other = "OTHER",
    }
}

codes! {
    /// The language somebody reads.
    pub enum Language {
        /// Indonesian.
        Indonesian = "ID",
        /// English.
        English = "EN",
    }
}
