//! What a command takes of what a person may do.

use chrono::TimeDelta;

/// Over how long commands are counted.
pub(super) const HOUR: TimeDelta = TimeDelta::hours(1);

/// Over how long their bytes are.
pub(super) const DAY: TimeDelta = TimeDelta::hours(24);

/// For each command of an hour, so many bytes in a day.
pub const BYTES_A_DAY: i64 = 30_000;

/// What a command takes of what a person may do. Each is a span: a budget of `n` in an hour is an hour, and each command takes the `n`th part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Of the hour of commands.
    pub command: TimeDelta,
    /// Of the day of bytes.
    pub bytes: TimeDelta,
}

impl Cost {
    /// What a command of so many bytes takes of somebody who may give so many in an hour.
    pub fn of(bytes: usize, an_hour: i64) -> Self {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let part = |whole: TimeDelta, n: i64, of: i64| {
            let micros =
                i128::from(whole.num_microseconds().unwrap_or_default()) * i128::from(n) / i128::from(of.max(1));
            TimeDelta::microseconds(i64::try_from(micros).unwrap_or(i64::MAX / 4).min(i64::MAX / 4))
        };
        Self { command: part(HOUR, 1, an_hour), bytes: part(DAY, bytes, an_hour.saturating_mul(BYTES_A_DAY)) }
    }
}
