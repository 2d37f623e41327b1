//! What somebody does on a ticket, as a code.

use crate::codes::codes;

codes! {
    /// What somebody does on a ticket.
    pub enum Doing {
        /// Looks at it.
        Viewing = "VIEWING",
        /// Writes a reply or a note.
        Writing = "WRITING",
    }
}
