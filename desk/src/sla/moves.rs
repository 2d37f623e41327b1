//! What an edit did, in numbers.

use super::Clock;
use super::clock::has_moved;
use chrono::{DateTime, Utc};

/// What an edit did to the clocks of one ticket, counted as a preview counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Moves {
    /// Due times that moved.
    pub(crate) moved: i32,
    /// Of those, the ones that are late by it.
    pub(crate) late: i32,
}

impl Moves {
    pub(super) fn between(before: &[Clock], after: &[Clock], edited_at: DateTime<Utc>) -> Self {
        let mut moves = Self::default();
        for after in after {
            let Some(before) = before.iter().find(|before| before.id == after.id) else { continue };
            if has_moved(before, after) {
                moves.moved += 1;
                moves.late += i32::from(before.late_at(edited_at).is_none() && after.late_at(edited_at).is_some());
            }
        }
        moves
    }
}
