//! Time and chance come from outside, so that a story can hold the clock still and a failure can be replayed.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rand::{Rng, RngCore, SeedableRng};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Tells the instant, in whole microseconds (PostgreSQL keeps no more).
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The current instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one home of the wall clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that moves only when told: for stories, the demo's history and the replay of logs.
#[derive(Debug)]
pub struct StillClock(Mutex<DateTime<Utc>>);

impl StillClock {
    /// A clock standing at `at`.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at.trunc_subsecs(6)))
    }

    /// Moves the clock, forwards or backwards.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(|broken| broken.into_inner()) = at.trunc_subsecs(6);
    }

    /// Moves the clock on by `by`.
    pub fn forward(&self, by: TimeDelta) {
        let now = self.now();
        self.set(now + by);
    }
}

impl Clock for StillClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

/// A clock that stands still until it is released, and is the machine's from then on: for a desk that first tells ninety days of history and then
/// goes on living.
#[derive(Debug)]
pub struct SwitchClock {
    still: Arc<StillClock>,
    released: AtomicBool,
}

impl SwitchClock {
    /// A clock standing at `at`.
    pub fn still_at(at: DateTime<Utc>) -> Self {
        Self { still: Arc::new(StillClock::at(at)), released: AtomicBool::new(false) }
    }

    /// The still clock, to be moved by whoever tells the history. Once released it moves nobody.
    pub fn still(&self) -> &Arc<StillClock> {
        &self.still
    }

    /// From now on the machine's clock counts. There is no way back: time that has been lived is not lived again.
    pub fn release(&self) {
        self.released.store(true, Ordering::Release);
    }
}

impl Clock for SwitchClock {
    fn now(&self) -> DateTime<Utc> {
        if self.released.load(Ordering::Acquire) { SystemClock.now() } else { self.still.now() }
    }
}

/// Where ids, salts, tokens and codes get their chance from.
#[derive(Debug)]
pub struct Chance(Mutex<rand::rngs::StdRng>);

impl Chance {
    /// Seeded by the operating system: a cryptographic generator.
    pub fn from_system() -> Self {
        Self(Mutex::new(rand::rngs::StdRng::from_os_rng()))
    }

    /// The same sequence every time. Only for tests and the replay of a failure.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(rand::rngs::StdRng::seed_from_u64(seed)))
    }

    /// `N` unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(|broken| broken.into_inner()).fill_bytes(&mut bytes);
        bytes
    }

    /// A number in `0..below`.
    pub fn below(&self, below: u32) -> u32 {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner()).random_range(0..below)
    }

    /// A UUID version 7 for something made at `now`.
    pub fn uuid(&self, now: DateTime<Utc>) -> uuid::Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_clock_stands_still_until_it_is_released() {
        let then = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let clock = SwitchClock::still_at(then);
        assert_eq!(clock.now(), then);
        clock.still().forward(TimeDelta::hours(1));
        assert_eq!(clock.now(), then + TimeDelta::hours(1));
        clock.release();
        clock.still().forward(TimeDelta::hours(1));
        assert!(clock.now() > then + TimeDelta::days(365));
    }
}
