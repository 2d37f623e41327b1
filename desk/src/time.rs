//! Business time: how much working time lies between two instants, and when a given amount of it is used up.
//!
//! Pure arithmetic. Nothing here reads a clock, a file or a database, and no input makes it panic.
//!
//! 1. A [`Calendar`] and its [`Holiday`]s are data, as an administrator writes them.
//! 2. [`Calendar::compile`] checks them, fixes the zone and gives a [`Compiled`] calendar, which answers questions.
//! 3. A [`Target`] with [`Compiled::due`] turns a promise ("3 business days") into an instant, around pauses.
//!
//! # When is it open?
//!
//! An instant is open when the clock on the wall of the calendar's zone shows a time inside a window of that day, or inside
//! a window of the day before that ends after 24:00. So a local time that the zone skips is never open, a local time
//! that it shows twice is open twice, and a date that it skips altogether opens nothing. This is the only place of
//! the product where local times become instants.
//!
//! # Units and bounds
//!
//! Amounts of work are [`chrono::TimeDelta`]s. Everything is counted in whole microseconds, which is what the database
//! keeps; what is finer is cut off on entry. Calendars are shut outside the local years 1970 to 2299, whatever their
//! hours say: it bounds the memory that a hostile date could take. No answer lies more than 50 years after its question.
//!
//! # The laws
//!
//! With `s`, `t` instants and `a`, `b`, `d` work, not negative, wherever `add` has an answer:
//!
//! - `add(s, d)` is the least `t >= s` with `between(s, t) = d`; thus `add(s, 0) = s`, and work that ends at closing
//!   time is due at closing time, not at the next opening;
//! - `add(s, a + b) = add(add(s, a), b)`;
//! - `add` and `between` are monotonic in both arguments;
//! - `between(s, t) + between(t, u) = between(s, u)` in any order of the three, so `between(t, s) = -between(s, t)`.

mod compiled;
mod definition;
mod error;
mod hours;
mod plan;
mod table;
mod target;
#[cfg(test)]
mod tests;
mod zone;

pub use compiled::{BusinessDayTarget, Compiled, Day, Span};
pub use definition::{Calendar, Holiday, HolidaySet, Mode, REGION, Replacement, Treatment, Week};
pub use error::{CalendarError, Place};
pub use plan::Rule;
pub use target::{Due, Target, TargetUnit, running};

/// Microseconds: since 1970 in UTC for an instant, since 1970 on the wall for a local time, since midnight in a window.
type Micros = i64;

const SECOND: Micros = 1_000_000;
const DAY: Micros = 86_400 * SECOND;
