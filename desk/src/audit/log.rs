//! Entries of the access log that wait to be written.

use crate::caller::Actor;
use crate::event::{Door, Facts, Kind};
use std::sync::{Mutex, MutexGuard};

/// Entries that wait to be written.
#[derive(Debug, Default)]
pub struct AccessLog(Mutex<Vec<Entry>>);

impl AccessLog {
    pub(super) fn waiting(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) actor: Actor,
    pub(super) door: Door,
    pub(super) kind: Kind,
    pub(super) facts: Facts,
    pub(super) at: chrono::DateTime<chrono::Utc>,
}
