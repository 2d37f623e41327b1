//! What a calendar says, in short: another print, other due times.

use crate::digest::Digest;
use crate::refusal::Fault;
use crate::time::{Calendar, Holiday};
use chrono_tz::Tz;

/// The print of a calendar with the holidays that count on it.
pub(crate) fn print(document: &Calendar, holidays: &[Holiday], zone: Tz) -> Result<String, Fault> {
    let counts = |holiday: &&Holiday| {
        document.holiday_sets.contains(&holiday.set) || document.optional_holiday_sets.contains(&holiday.set)
    };
    let counted: Vec<&Holiday> = holidays.iter().filter(counts).collect();
    let said = serde_json::to_vec(&(document, counted)).map_err(Fault::new)?;
    let print = Digest::of("tanggap/calendar/1", [said.as_slice(), zone.name().as_bytes()]);
    Ok(hex::encode(&print.0[..8]))
}
