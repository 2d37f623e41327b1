//! People: civil servants, citizens, businesses; with or without an account.

use crate::codes::codes;

pub mod add;
pub mod email;
pub(crate) mod login;
pub mod nip;
pub mod password;
pub mod phone;

pub use crate::store::entity::person::Model as Person;

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
