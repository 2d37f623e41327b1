//! The board: how much lies where, at a glance.

use super::Reader;
use crate::board::{AGES, Day, LATELY, Quality, Queue};
use crate::refusal::Outcome;
use crate::store;
use chrono::{NaiveDate, TimeDelta, TimeZone};

impl Reader {
    /// The queues with active tickets; for staff.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn board(&self) -> Outcome<Vec<Queue>> {
        self.staff_only()?;
        store::board::queues(&self.db(), &self.standing, AGES.map(|days| self.now - TimeDelta::days(days))).await
    }

    /// How well Tier 1 did lately, unit by unit; for staff.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn board_quality(&self) -> Outcome<Vec<Quality>> {
        self.staff_only()?;
        store::board::quality(&self.db(), &self.standing, self.now - LATELY).await
    }

    /// What came and what was solved lately, day by day, up to today; for staff.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn board_trend(&self) -> Outcome<Vec<Day>> {
        self.staff_only()?;
        let zone = self.directory.zone();
        let first = (self.now - LATELY).with_timezone(&zone).date_naive();
        // Midnight of the region; where a day begins at one o'clock, then.
        let midnight = first.and_time(chrono::NaiveTime::MIN);
        let from = zone.from_local_datetime(&midnight).earliest().map_or(self.now - LATELY, |at| at.to_utc());
        let counts = store::board::trend(&self.db(), &self.standing, from).await?;
        let day = |(index, date): (i64, NaiveDate)| {
            let [opened, resolved] = counts.get(&index).copied().unwrap_or_default();
            Day { date, opened, resolved }
        };
        Ok((0..=LATELY.num_days()).zip(first.iter_days()).map(day).collect())
    }
}
