//! What is tidied away by the worker besides files.

use crate::desk::Desk;
use crate::refusal::Outcome;
use crate::store;
use crate::throttle::{DEVICE_KNOWN, FORGET_FAILURES, NETWORK_KNOWN};
use chrono::TimeDelta;
use std::sync::atomic::{AtomicU64, Ordering};

/// How long it is remembered that a command was done under a key (R7).
const KEYS: TimeDelta = TimeDelta::days(30);
/// How many keys one transaction forgets (R33).
const BATCH: u64 = 200;

/// How much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauges {
    /// Clocks that run.
    pub running: u64,
    /// Clocks that stand still.
    pub paused: u64,
    /// Active tickets.
    pub active: u64,
    /// Of them, those with a clock that is late.
    pub late: u64,
    /// Of them, those with a clock that has given a warning.
    pub at_risk: u64,
    /// Tickets on which something is due.
    pub due: u64,
    /// For how long the oldest of that has been due.
    pub lag: TimeDelta,
    /// Tickets whose clocks have yet to follow an edit.
    pub to_recompute: u64,
    /// Warnings since this process began.
    pub warnings: u64,
    /// Breaches since this process began.
    pub breaches: u64,
    /// Tickets whose due times an edit moved since this process began.
    pub moves: u64,
    /// By how much this process's clock is off, while it is not to be believed.
    pub clock_off: Option<TimeDelta>,
}

impl Desk {
    /// Forgets request keys that are older than thirty days. Returns how many.
    pub async fn forget_keys(&self) -> Outcome<u64> {
        let before = self.now() - KEYS;
        let mut forgotten = 0;
        loop {
            let tx = self.store.begin().await?;
            let some = store::record::forget_keys(&tx, before, BATCH).await?;
            tx.commit().await?;
            forgotten += some;
            if some < BATCH {
                return Ok(forgotten);
            }
            tokio::task::yield_now().await;
        }
    }

    /// Forgets where signing in was tried, and from which devices, as soon as it does not count any more. Returns how many.
    pub async fn forget_sign_ins(&self) -> Outcome<u64> {
        let now = self.now();
        let (tried, known, seen) = (now - FORGET_FAILURES, now - NETWORK_KNOWN, now - DEVICE_KNOWN);
        let mut forgotten = 0;
        loop {
            let tx = self.store.begin().await?;
            let some = store::sign_in::forget_old(&tx, tried, known, seen, BATCH as i64).await?;
            tx.commit().await?;
            forgotten += some;
            if some < BATCH {
                return Ok(forgotten);
            }
            tokio::task::yield_now().await;
        }
    }

    /// When the clock next has something to do.
    pub async fn next_due(&self) -> Outcome<Option<chrono::DateTime<chrono::Utc>>> {
        store::ticket::earliest_due(&self.store.read()).await
    }

    /// How much there is to do, for whoever watches over the program.
    pub async fn gauges(&self) -> Outcome<Gauges> {
        let (db, now) = (self.store.read(), self.now());
        let print = self.directory().await?.sla_print();
        let [running, paused] = store::sla::count_clocks(&db).await?;
        let [active, late, at_risk, due] = store::sla::count_tickets(&db, now).await?;
        let oldest = store::ticket::earliest_due(&db).await?.filter(|due| *due <= now);
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Ok(Gauges {
            running,
            paused,
            active,
            late,
            at_risk,
            due,
            lag: oldest.map_or(TimeDelta::zero(), |due| now - due),
            to_recompute: store::sla::count_stale(&db, print).await?,
            warnings: count(&self.fired.warnings),
            breaches: count(&self.fired.breaches),
            moves: count(&self.fired.moves),
            clock_off: self.moment().off,
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Outcome<()> {
        store::directory::stamp(&self.store.read()).await.map(drop)
    }
}
