//! What a token may do, as codes.

use crate::codes::codes;

codes! {
    /// What a token for programs may do.
    pub enum TokenScope {
        /// Reads what its person sees; every token does.
        Read = "READ",
        /// Works on the desk: opens and handles tickets, shifts, files.
        Tickets = "TICKETS",
        /// Keeps catalogue, people and settings.
        Administration = "ADMINISTRATION",
        /// Takes lists along.
        Exports = "EXPORTS",
    }
}
