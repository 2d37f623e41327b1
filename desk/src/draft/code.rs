//! What is being written, as a code.

use crate::codes::codes;

codes! {
    /// What is being written on a ticket.
    pub enum DraftKind {
        /// *Balasan*.
        Reply = "REPLY",
        /// *Catatan internal*.
        Note = "NOTE",
    }
}
