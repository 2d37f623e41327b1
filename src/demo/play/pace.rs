//! When the next step comes: in the hours of whoever takes it.

use super::{Done, Player};
use crate::demo::script::Pause;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use desk::directory::Directory;
use desk::refusal::{Fault, Outcome};
use desk::ticket::Ticket;
use desk::time::Compiled;
use rand::Rng;
use std::sync::Arc;

impl Player<'_> {
    /// The hours of those who have a ticket.
    pub(super) fn hours(&self, directory: &Directory, row: &Ticket) -> Outcome<Arc<Compiled>> {
        let unit = row.queue_unit_id.filter(|_| row.tier == 1).and_then(|unit| directory.unit(unit));
        let calendar =
            unit.map(AsRef::as_ref).or(directory.office()).and_then(|unit| directory.calendar(&unit.calendar));
        calendar.cloned().ok_or_else(|| Fault::new("a unit of the demo has no calendar").into())
    }

    pub(super) async fn after(&mut self, pause: Pause, row: &Ticket) -> Outcome<DateTime<Utc>> {
        let directory = self.desk.directory().await?;
        let hours = self.hours(&directory, row)?;
        let from = self.desk.now();
        let rng = &mut self.rng;
        let mut minutes = |from: i64, to: i64| TimeDelta::seconds(rng.random_range(from * 60..to.max(from + 1) * 60));
        let at = match pause {
            Pause::Work(least, most) => hours.add(from, minutes(least, most)),
            Pause::Urgent(least, most) => Some(from + minutes(least, most)),
            Pause::Person(least, most) => {
                let at = from + minutes(least, most);
                Some(self.awake(at))
            }
            Pause::Days(least, most) => {
                let days = u32::try_from(rng.random_range(least..=most)).unwrap_or(1);
                let close = hours.business_days(from, days).map(|target| target.due);
                // Not at closing time, but some hours before.
                close.map(|close| close - TimeDelta::minutes(rng.random_range(30..300)))
            }
            Pause::Date(least, most) => {
                let from = row.wait_until.unwrap_or(from).max(from);
                hours.add(from, minutes(least, most))
            }
        };
        Ok(at.unwrap_or(from + TimeDelta::days(1)))
    }

    /// The same instant, or the next morning.
    fn awake(&mut self, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = at.with_timezone(&self.region.zone);
        let morning = TimeDelta::minutes(self.rng.random_range(6 * 60 + 20..8 * 60 + 30));
        match local.hour() {
            0..6 => self.region.midnight(local.date_naive()) + morning,
            6..22 => at,
            _ => self.region.midnight(local.date_naive() + TimeDelta::days(1)) + morning,
        }
    }

    pub(super) fn calendar(&self, directory: &Directory) -> Outcome<Arc<Compiled>> {
        let calendar = directory.office().and_then(|office| directory.calendar(&office.calendar));
        calendar.cloned().ok_or_else(|| Fault::new("the demo has no calendar").into())
    }

    pub(super) fn tomorrow(&self, hours: &Compiled) -> Done {
        let later = hours.add(self.desk.now(), TimeDelta::minutes(90));
        Done::Later(later.unwrap_or(self.desk.now() + TimeDelta::days(1)))
    }
}
