//! Clocks, policies and calendars as a person sees them.

use super::{Reader, TicketView};
use crate::access::Matter;
use crate::id::TicketId;
use crate::refusal::{Outcome, Refusal};
use crate::sla::clock::derived_now;
use crate::sla::explain::{self, Explanation};
use crate::sla::{BookVersion, Clock, past};
use crate::store;
use crate::time::{Compiled, Target};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// From this month on next year's holidays should be there: the decree comes in autumn.
const OCTOBER: u32 = 10;

/// When a target is due, worked out for an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub due_at: DateTime<Utc>,
    /// The working time until then.
    pub budget: TimeDelta,
}

fn by_ticket(clocks: Vec<Clock>) -> HashMap<TicketId, Vec<Clock>> {
    let mut by_ticket: HashMap<TicketId, Vec<Clock>> = HashMap::new();
    for clock in clocks {
        by_ticket.entry(clock.ticket_id).or_default().push(clock);
    }
    by_ticket
}

impl Reader {
    /// The clocks of tickets, as they are stored.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn clocks_of<'a>(&'a self, tickets: &'a [TicketId]) -> Outcome<HashMap<TicketId, Vec<Clock>>> {
        Ok(by_ticket(store::sla::clocks_of(&self.db(), tickets).await?))
    }

    /// Those of them that have not ended: all that a list asks.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn open_clocks_of<'a>(&'a self, tickets: &'a [TicketId]) -> Outcome<HashMap<TicketId, Vec<Clock>>> {
        Ok(by_ticket(store::sla::open_clocks_of(&self.db(), tickets).await?))
    }

    /// Of the clocks of a ticket those that show, as they would be derived now (R18).
    pub fn shown(&self, view: &TicketView, clocks: &[Clock]) -> Vec<Clock> {
        let shown = clocks.iter().filter(|clock| view.shows(clock));
        shown.map(|clock| derived_now(&self.directory, view.row(), clock)).collect()
    }

    /// The clocks of a ticket that show, in the order in which they started.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn clocks<'a>(&'a self, view: &'a TicketView) -> Outcome<Vec<Clock>> {
        let clocks = self.clocks_of(&[view.id()]).await?.remove(&view.id()).unwrap_or_default();
        Ok(self.shown(view, &clocks))
    }

    /// Why a clock of a ticket is due when it is; in outline without the policy's name, which says what the ticket is about.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn explain<'a>(&'a self, view: &'a TicketView, clock: &'a Clock) -> Outcome<Explanation> {
        let past = past::calendar_of(&self.db(), &self.directory, clock).await?;
        let mut why = explain::explain(&self.directory, view.row(), clock, past, self.now);
        why.policy = why.policy.filter(|_| !view.limited());
        Ok(why)
    }

    /// A version of the policies, or the newest, for staff.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn policies(&self, version: Option<i32>) -> Outcome<Option<BookVersion>> {
        self.staff_only()?;
        match version {
            None => store::sla::newest_book(&self.db()).await,
            Some(version) => store::sla::book(&self.db(), version).await,
        }
    }

    /// When a target that starts at `from` is due on a calendar; for staff. None: the calendar does not open enough.
    pub fn deadline(&self, calendar: &str, from: DateTime<Utc>, target: Target) -> Outcome<Option<Deadline>> {
        let calendar = self.compiled(calendar)?;
        Ok(calendar.due(from, target, &[]).map(|due| Deadline { due_at: due.at, budget: due.budget }))
    }

    /// The working time between two instants on a calendar, negative if they are the wrong way round; for staff.
    pub fn working_time(&self, calendar: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Outcome<TimeDelta> {
        Ok(self.compiled(calendar)?.between(from, to))
    }

    fn compiled(&self, calendar: &str) -> Outcome<Arc<Compiled>> {
        self.staff_only()?;
        Ok(self.directory.calendar(calendar).cloned().ok_or(Refusal::Invalid("calendar"))?)
    }

    /// Years whose holidays are not there and should be: this one, and from October on the next. For those who can enter them.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn years_without_holidays(&self) -> Outcome<Vec<i32>> {
        self.need(Matter::Catalogue)?;
        let today = self.now.with_timezone(&self.directory.zone()).date_naive();
        let next = (today.month() >= OCTOBER).then_some(today.year() + 1);
        let mut missing = Vec::new();
        for year in std::iter::once(today.year()).chain(next) {
            let holidays = store::directory::holidays(&self.db(), year).await?;
            if !holidays.iter().any(|holiday| holiday.holiday_set == crate::calendar::HolidaySet::National) {
                missing.push(year);
            }
        }
        Ok(missing)
    }
}
