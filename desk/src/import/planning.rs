//! Where long tables are planned, beside everything else that the program does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// So many tables are planned at once, whoever they are from: more would only share the cores with those who answer people.
pub const PLANNED_AT_ONCE: usize = 1;

/// How often a name was looked at, by whomever.
#[derive(Debug, Clone, Default)]
pub(crate) struct Looks(Arc<AtomicU64>);

impl Looks {
    /// One look more.
    pub(super) fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The one place where long tables are planned, and how much was looked at there.
#[derive(Debug)]
pub(crate) struct Planning {
    pub(super) places: Arc<Semaphore>,
    pub(super) looks: Looks,
}

impl Default for Planning {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLANNED_AT_ONCE)), looks: Looks::default() }
    }
}
