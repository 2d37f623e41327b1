//! So many times in a minute.

use crate::id::PersonId;
use crate::refusal::{Outcome, Refusal};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Mutex;

/// So many times in a minute of the clock, on this instance.
#[derive(Debug)]
pub struct Pace {
    most: u32,
    done: Mutex<Minute>,
}

#[derive(Debug, Default)]
struct Minute {
    number: i64,
    done: HashMap<PersonId, u32>,
}

impl Pace {
    /// At most `most` times a minute.
    pub fn of(most: u32) -> Self {
        Self { most, done: Mutex::default() }
    }

    /// Counts one more; refuses what is too much, and says in how many seconds it can be tried again.
    pub fn step(&self, who: PersonId, now: DateTime<Utc>) -> Outcome<()> {
        let number = now.timestamp().div_euclid(60);
        let mut minute = self.done.lock().unwrap_or_else(|broken| broken.into_inner());
        if minute.number != number {
            *minute = Minute { number, done: HashMap::new() };
        }
        let done = minute.done.entry(who).or_default();
        if *done >= self.most {
            return Err(Refusal::SlowDown(60 - now.timestamp().rem_euclid(60)).into());
        }
        *done += 1;
        Ok(())
    }
}
