//! Time and chance come from outside, so that a story can hold the clock still and a failure can be replayed.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rand::{Rng, RngCore, SeedableRng};
use std::sync::{Arc, Mutex, OnceLock};

pub mod watch;

/// Tells the instant, in whole microseconds (PostgreSQL keeps no more).
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The current instant, as the wall clock has it: anybody who may can set it.
    fn now(&self) -> DateTime<Utc>;

    /// How much time has passed since an instant that stays the same for as long as [`Clock::run`] does, sleep included. Nobody can set it.
    fn steady(&self) -> TimeDelta;

    /// Names what [`Clock::steady`] counts from: two of its readings tell how much time lies between them if they are of the same run.
    fn run(&self) -> &str;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

/// The start of the machine; of the program, where there is no telling that.
static RUN: OnceLock<String> = OnceLock::new();

#[cfg(target_os = "linux")]
fn since_start() -> TimeDelta {
    // Not the monotonic clock: that one stands still while a laptop sleeps.
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    TimeDelta::seconds(time.tv_sec) + TimeDelta::nanoseconds(time.tv_nsec)
}

#[cfg(not(target_os = "linux"))]
fn since_start() -> TimeDelta {
    static BEGAN: OnceLock<std::time::Instant> = OnceLock::new();
    TimeDelta::from_std(BEGAN.get_or_init(std::time::Instant::now).elapsed()).unwrap_or(TimeDelta::MAX)
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one home of the wall clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn steady(&self) -> TimeDelta {
        since_start()
    }

    fn run(&self) -> &str {
        RUN.get_or_init(|| {
            let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
            let boot =
                boot.and_then(|text| uuid::Uuid::try_parse(text.trim()).ok()).filter(|_| cfg!(target_os = "linux"));
            // Its own run then, which no later one continues.
            boot.unwrap_or_else(|| Chance::from_system().uuid(self.now())).to_string()
        })
    }
}

/// A clock that moves only when told: for stories, the demo's history and the replay of logs.
#[derive(Debug)]
pub struct StillClock(Mutex<Still>);

/// Where a still clock stands.
#[derive(Debug, Clone, Copy)]
struct Still {
    at: DateTime<Utc>,
    /// By how much somebody has set it wrong.
    off: TimeDelta,
}

impl StillClock {
    /// A clock standing at `at`.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(Still { at: at.trunc_subsecs(6), off: TimeDelta::zero() }))
    }

    fn still(&self) -> std::sync::MutexGuard<'_, Still> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    /// Moves the clock, forwards or backwards: time itself, as the story tells it.
    pub fn set(&self, at: DateTime<Utc>) {
        self.still().at = at.trunc_subsecs(6);
    }

    /// Sets the wall clock wrong by `by`, while no time passes.
    pub fn jump(&self, by: TimeDelta) {
        let mut still = self.still();
        still.at += by;
        still.off += by;
    }

    /// Moves the clock on by `by`.
    pub fn forward(&self, by: TimeDelta) {
        let now = self.now();
        self.set(now + by);
    }
}

impl Clock for StillClock {
    fn now(&self) -> DateTime<Utc> {
        self.still().at
    }

    fn steady(&self) -> TimeDelta {
        let still = self.still();
        still.at - still.off - DateTime::UNIX_EPOCH
    }

    fn run(&self) -> &str {
        "still"
    }
}

/// A clock that stands still until it is released, and is the machine's from then on: for a desk that first tells ninety days of history and then
/// goes on living.
#[derive(Debug)]
pub struct SwitchClock {
    still: Arc<StillClock>,
    /// What the machine's steady clock lacks to go on from where the still one stood.
    released: OnceLock<TimeDelta>,
}

impl SwitchClock {
    /// A clock standing at `at`.
    pub fn still_at(at: DateTime<Utc>) -> Self {
        Self { still: Arc::new(StillClock::at(at)), released: OnceLock::new() }
    }

    /// The still clock, to be moved by whoever tells the history. Once released it moves nobody.
    pub fn still(&self) -> &Arc<StillClock> {
        &self.still
    }

    /// From now on the machine's clock counts. There is no way back: time that has been lived is not lived again.
    pub fn release(&self) {
        self.released.get_or_init(|| SystemClock.now() - DateTime::UNIX_EPOCH - SystemClock.steady());
    }
}

impl Clock for SwitchClock {
    fn now(&self) -> DateTime<Utc> {
        if self.released.get().is_some() { SystemClock.now() } else { self.still.now() }
    }

    fn steady(&self) -> TimeDelta {
        self.released.get().map_or_else(|| self.still.steady(), |lacking| SystemClock.steady() + *lacking)
    }

    fn run(&self) -> &str {
        // It counts from elsewhere than the machine's.
        "switch"
    }
}

/// Where ids, salts, tokens and codes get their chance from.
#[derive(Debug, Clone)]
pub struct Chance(Arc<Mutex<rand::rngs::StdRng>>);

impl Chance {
    /// Seeded by the operating system: a cryptographic generator.
    pub fn from_system() -> Self {
        Self(Arc::new(Mutex::new(rand::rngs::StdRng::from_os_rng())))
    }

    /// The same sequence every time. Only for tests and the replay of a failure.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(rand::rngs::StdRng::seed_from_u64(seed))))
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
        // Nor is its release taken for somebody who set it.
        let off = clock.now() - DateTime::UNIX_EPOCH - clock.steady();
        assert!(off.abs() < TimeDelta::minutes(1), "{off}");
    }
}
