//! What this process knows of its own looks at the time.

use crate::id::DoubtId;
use chrono::TimeDelta;
use std::sync::{Mutex, PoisonError};

/// What this process knows of its own looks at the time.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<Known>);

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Known {
    /// The doubt it is in, as the record names it.
    pub(super) doubt: Option<DoubtId>,
    /// When it last wrote down what time it is.
    pub(super) marked: Option<TimeDelta>,
}

impl Looks {
    pub(super) fn known(&self) -> Known {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn learn(&self, learn: impl FnOnce(&mut Known)) {
        learn(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
