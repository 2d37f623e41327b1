//! How much a person may do: by the minute, of what leaves no trace by which anybody would notice too much of it; by hour and day, of what is stored.
//!
//! What is stored is whatever a command brings along, so all commands count, with all their bytes, and no new one can forget to. The numbers are far from
//! what anybody does who works: somebody would have to write a text every half minute for hours.

use crate::caller::Actor;
use crate::event::Door;
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};

mod cost;
mod rate;

pub use cost::{BYTES_A_DAY, Cost};
use cost::{DAY, HOUR};
pub use rate::Pace;

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
