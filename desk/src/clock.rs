//! Time and chance come from outside, so that a story can hold the clock still and a failure can be replayed.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rand::{Rng, RngCore, SeedableRng};
use std::sync::Mutex;

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
