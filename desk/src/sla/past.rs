//! The calendar that a clock ran on which has ended: the version of its time, with the holidays that counted then (R18).

use super::Clock;
use crate::audit::told;
use crate::calendar::Holiday;
use crate::calendar::print::print;
use crate::directory::Directory;
use crate::event::{Event, Recorded};
use crate::id::HolidayId;
use crate::refusal::{Fault, Outcome};
use crate::store::{self, Conn, Doc};
use crate::time::{self, Compiled};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The calendar of a clock that has ended, where it says something else by now; none: it says the same, or no version of old is what the clock noted.
pub(crate) async fn calendar_of(
    conn: &impl Conn,
    directory: &Directory,
    clock: &Clock,
) -> Outcome<Option<Arc<Compiled>>> {
    let (Some(code), Some(ended_at)) = (&clock.calendar, clock.ended_at) else { return Ok(None) };
    if clock.calendar_print.is_empty() || clock.calendar_print == directory.calendar_print(code) {
        return Ok(None);
    }
    let versions = store::directory::calendar_versions(conn, code).await?;
    let mut told_of: Vec<(HolidayId, Vec<Event>)> = Vec::new();
    for holiday in store::directory::holidays_ever(conn).await? {
        told_of.push((holiday.id, store::record::events_after(conn, &holiday.stream(), 0).await?));
    }
    // Mostly as it was when the clock ended. What is recorded late ended before it was recorded, and so before edits that it knew already.
    let edits: BTreeSet<DateTime<Utc>> =
        told_of.iter().flat_map(|(_, events)| events).map(|event| event.recorded_at).collect();
    let instants = std::iter::once(ended_at).chain(edits.into_iter().filter(|at| *at > ended_at));
    for at in instants {
        let holidays = holidays_at(&told_of, at)?;
        for version in &versions {
            if print(&version.document, &holidays, directory.zone())? == clock.calendar_print {
                let compiled = version.document.compile(&holidays, directory.zone());
                return Ok(compiled.ok().map(Arc::new));
            }
        }
    }
    Ok(None)
}

/// The holidays that counted at an instant, as their events tell.
fn holidays_at(told_of: &[(HolidayId, Vec<Event>)], at: DateTime<Utc>) -> Result<Vec<time::Holiday>, Fault> {
    let mut found = Vec::new();
    for (id, events) in told_of {
        let mut state = told::replayed(events.iter().take_while(|event| event.recorded_at <= at));
        if state.is_empty() || state.contains_key("retired_at") {
            continue;
        }
        let mut text = |column: &str| match state.remove(column) {
            Some(serde_json::Value::String(text)) => text,
            _ => String::new(),
        };
        let (date, set, name) = (text("date"), text("holiday_set"), text("name"));
        let holiday = Holiday {
            id: *id,
            date: date.parse().map_err(Fault::new)?,
            holiday_set: set.parse().map_err(|_| Fault::new("the record of a holiday names no set"))?,
            name,
            treatment: Doc(state.remove("treatment").unwrap_or_default()),
            source: String::new(),
            retired_at: None,
        };
        found.push((holiday.date, holiday.id, holiday.as_time()?));
    }
    found.sort_unstable_by_key(|(date, id, _)| (*date, *id));
    Ok(found.into_iter().map(|(.., holiday)| holiday).collect())
}
