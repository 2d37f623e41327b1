//! Tests of business time: the worked due times, the laws against a slow oracle, the precedence of rules, the errors.

mod definition;
mod laws;
mod oracle;
mod precedence;
mod rows;

use super::{Calendar, Compiled, Holiday};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

/// The default calendars, as the product ships them.
fn default_calendar(code: &str) -> Calendar {
    let all: Vec<Calendar> =
        serde_json::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/calendars.json"))).unwrap();
    all.into_iter().find(|it| it.code == code).unwrap()
}

/// A list of the default holidays: `national_2025`, `national_2026` or `local_optional_bali_2026`.
fn default_holidays(list: &str) -> Vec<Holiday> {
    let all: serde_json::Value =
        serde_json::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/holidays.json"))).unwrap();
    serde_json::from_value(all[list].clone()).unwrap()
}

/// A default calendar with the holidays of 2026.
fn compiled(code: &str, zone: Tz) -> Compiled {
    default_calendar(code).compile(&default_holidays("national_2026"), zone).unwrap()
}

/// A calendar of its own: `(weekday, windows)` in the notation of the JSON file.
fn calendar(zone: &str, week: serde_json::Value) -> Calendar {
    let json = serde_json::json!({ "code": "T", "name": "T", "mode": "WEEKLY", "zone": zone, "week": week });
    serde_json::from_value(json).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A local time `2026-07-06 09:10` that exists once; `24:00` is the next midnight.
fn local(zone: Tz, text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    let local: NaiveDateTime = if time == "24:00" {
        date(day).succ_opt().unwrap().into()
    } else {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    };
    local.and_local_timezone(zone).unwrap().to_utc()
}
