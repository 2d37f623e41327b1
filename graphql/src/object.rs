//! The types of the API.

pub mod catalogue;
pub mod clock;
pub mod containment;
pub mod page;
pub mod person;
pub mod roster;
pub mod sla;
pub mod ticket;
pub mod timeline;
pub mod writing;
