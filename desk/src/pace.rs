//! How much a person may do: by the minute, of what leaves no trace by which anybody would notice too much of it; by hour and day, of what is stored.
//!
//! What is stored is whatever a command brings along, so all commands count, with all their bytes, and no new one can forget to. The numbers are far from
//! what anybody does who works: somebody would have to write a text every half minute for hours.

use crate::desk::Actor;
use crate::event::Door;
use crate::id::PersonId;
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::Mutex;

mod cost;

pub use cost::{BYTES_A_DAY, Cost};
use cost::{DAY, HOUR};

/// How long somebody has to wait who has now written until then; none: they need not.
fn wait(now: DateTime<Utc>, commands: DateTime<Utc>, bytes: DateTime<Utc>) -> Option<TimeDelta> {
    let over = (commands - now - HOUR).max(bytes - now - DAY);
    (over > TimeDelta::zero()).then_some(over)
}

impl Work<'_> {
    /// Counts a command of so many bytes for the person who gives it, if it is one, and refuses what is too much. It is counted in the command's own
    /// transaction: what comes to nothing counts for nothing. The console is not hurried.
    pub(crate) async fn count_writing(&self, bytes: usize) -> Outcome<()> {
        let (Actor::Person(person), false) = (self.caller.actor, self.caller.door == Door::Console) else {
            return Ok(());
        };
        let key = if self.standing()?.is_staff() { SettingKey::StaffPerHour } else { SettingKey::RequesterPerHour };
        let cost = Cost::of(bytes, self.organisation().number(key));
        let (commands, bytes) = store::pace::count(&self.tx, person, self.now, (HOUR, DAY), cost).await?;
        match wait(self.now, commands, bytes) {
            None => Ok(()),
            Some(wait) => Err(Refusal::WroteMuch((wait.num_milliseconds() + 999).div_euclid(1000).max(1)).into()),
        }
    }
}

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
