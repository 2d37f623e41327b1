//! The types of the API.

pub mod catalogue;
pub mod containment;
pub mod page;
pub mod person;
pub mod sla;
pub mod ticket;
pub mod timeline;
pub mod writing;
