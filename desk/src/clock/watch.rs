//! Whether the wall clock is to be believed. Somebody sets it, or a time server tells it nonsense, and it jumps; the steady clock does not. The desk
//! looks at both in one place, [`Watch::read`], and knows no other time than what comes out there: where they differ it goes on by the steady one. So
//! nothing in the desk ever meets a time that jumped, and nothing has to guard against it.
//!
//! Pure: what the clocks say comes in from outside.

use super::Clock;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::sync::Mutex;

/// By how much the two may differ. A time server that nudges the clock stays far below; who sets it by less changes nothing that matters.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// So often the wall clock is believed anew: what it strays in a year is no jump.
const BELIEVED_FOR: TimeDelta = TimeDelta::hours(1);

/// Whether an instant was given by a clock that was ahead then and was put back since: what began there has not begun, so it is over.
pub fn from_tomorrow(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at - now > TOLERANCE
}

/// What time it is, and whether that is sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moment {
    /// The time, in whole microseconds: PostgreSQL keeps no more, and what is signed, anchored and paged through says no more.
    pub now: DateTime<Utc>,
    /// By how much the wall clock differs from it; none: it does not, and all is well. While it does, nothing falls due.
    pub off: Option<TimeDelta>,
}

impl Moment {
    /// A time, and by how much the wall clock differs from it. The one place where an instant of a clock comes into the desk, whatever it counts in.
    fn new(now: DateTime<Utc>, off: Option<TimeDelta>) -> Self {
        Self { now: now.trunc_subsecs(6), off }
    }

    /// A time that nobody doubts.
    pub fn sure(now: DateTime<Utc>) -> Self {
        Self::new(now, None)
    }
}

/// What was last believed: that at this reading of the steady clock it was that time.
#[derive(Debug, Clone, Copy)]
struct Belief {
    at: DateTime<Utc>,
    steady: TimeDelta,
}

/// Compares the wall clock with the steady one.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Option<Belief>>);

impl Watch {
    fn belief(&self) -> std::sync::MutexGuard<'_, Option<Belief>> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    /// What time it is. The first time the wall clock is believed.
    pub fn read(&self, clock: &dyn Clock) -> Moment {
        let mut belief = self.belief();
        // Read while nobody else does: a later reading does not come before an earlier one.
        let (wall, steady) = (clock.now(), clock.steady());
        let believed = *belief.get_or_insert(Belief { at: wall, steady });
        let passed = steady - believed.steady;
        let expected = believed.at + passed;
        let off = wall - expected;
        if off.abs() > TOLERANCE {
            return Moment::new(expected, Some(off));
        }
        if passed >= BELIEVED_FOR {
            *belief = Some(Belief { at: wall, steady });
        }
        Moment::sure(wall)
    }

    /// From now on the wall clock is believed, wherever it stands.
    pub fn believe(&self, clock: &dyn Clock) {
        *self.belief() = Some(Belief { at: clock.now(), steady: clock.steady() });
    }

    /// What is known from before this program began, or from another clock: that at this reading of the steady clock it was that time.
    pub fn remember(&self, at: DateTime<Utc>, steady: TimeDelta) {
        *self.belief() = Some(Belief { at, steady });
    }
}

#[cfg(test)]
mod tests {
    use super::super::StillClock;
    use super::*;

    fn clock() -> (StillClock, Watch) {
        let clock = StillClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
        let watch = Watch::default();
        assert_eq!(watch.read(&clock), Moment::sure(clock.now()));
        (clock, watch)
    }

    #[test]
    fn a_jump_is_noticed_at_the_first_reading_and_time_goes_on_without_it() {
        for by in [TimeDelta::hours(25), TimeDelta::minutes(6), TimeDelta::minutes(-6), TimeDelta::days(-400)] {
            let (clock, watch) = clock();
            let before = clock.now();
            clock.jump(by);
            assert_eq!(watch.read(&clock), Moment { now: before, off: Some(by) });
            clock.forward(TimeDelta::hours(3));
            assert_eq!(watch.read(&clock), Moment { now: before + TimeDelta::hours(3), off: Some(by) });
            // Back again.
            clock.jump(-by + TimeDelta::seconds(2));
            assert_eq!(watch.read(&clock), Moment::sure(clock.now()));
        }
    }

    /// The steady clock of a machine counts in nanoseconds.
    #[test]
    fn no_instant_is_finer_than_a_microsecond() {
        let (clock, watch) = clock();
        let fine = TimeDelta::nanoseconds(123_456_789);
        watch.remember(clock.now(), clock.steady() - fine);
        for by in [TimeDelta::zero(), TimeDelta::hours(25)] {
            clock.jump(by);
            let moment = watch.read(&clock);
            assert_eq!((moment.now.timestamp_subsec_nanos() % 1000, moment.off.is_some()), (0, by > TOLERANCE));
        }
        assert_eq!(Moment::sure(DateTime::UNIX_EPOCH + fine).now.timestamp_subsec_nanos(), 123_456_000);
    }

    #[test]
    fn whoever_believes_it_goes_on_from_there() {
        let (clock, watch) = clock();
        clock.jump(TimeDelta::hours(25));
        watch.believe(&clock);
        assert_eq!(watch.read(&clock), Moment::sure(clock.now()));
        // What was right before is now what is off.
        clock.jump(TimeDelta::hours(-25));
        assert_eq!(watch.read(&clock).off, Some(TimeDelta::hours(-25)));
    }

    #[test]
    fn a_clock_that_sleeps_strays_or_is_nudged_is_believed() {
        let (clock, watch) = clock();
        // A night with the lid closed: both clocks have counted it.
        clock.forward(TimeDelta::hours(9));
        assert_eq!(watch.read(&clock).off, None);
        // Seconds a day for years, and a time server's nudges.
        for day in 0..2_000 {
            clock.forward(TimeDelta::days(1));
            clock.jump(TimeDelta::seconds(if day % 7 == 0 { -40 } else { 9 }));
            assert_eq!(watch.read(&clock), Moment::sure(clock.now()), "{day}");
        }
    }

    #[test]
    fn a_jump_in_small_steps_is_a_jump() {
        let (clock, watch) = clock();
        for _ in 0..5 {
            clock.jump(TimeDelta::minutes(1));
            assert_eq!(watch.read(&clock).off, None);
        }
        clock.jump(TimeDelta::minutes(1));
        assert_eq!(watch.read(&clock).off, Some(TimeDelta::minutes(6)));
    }

    #[test]
    fn what_is_remembered_counts_as_if_it_had_been_read() {
        let (clock, watch) = clock();
        let (then, steady) = (clock.now(), clock.steady());
        clock.forward(TimeDelta::days(3));
        watch.remember(then, steady);
        assert_eq!(watch.read(&clock).off, None);
        watch.remember(clock.now() + TimeDelta::hours(1), clock.steady());
        assert_eq!(watch.read(&clock).off, Some(TimeDelta::hours(-1)));
    }
}
