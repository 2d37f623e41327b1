//! The worked due times of `domain/evidence.md`, row by row.

use super::super::{Target, TargetUnit};
use super::{compiled, default_calendar, default_holidays, local};
use TargetUnit::{BusinessDays, CalendarMinutes, WorkingMinutes};
use chrono::TimeDelta;
use chrono_tz::{Asia, Tz};

const WIB: Tz = Asia::Jakarta;
const WITA: Tz = Asia::Makassar;

struct Row {
    name: &'static str,
    zone: Tz,
    start: &'static str,
    target: (u32, TargetUnit),
    calendar: &'static str,
    due: &'static str,
    /// In minutes, where the table names it.
    budget: Option<i64>,
    paused: Option<(&'static str, &'static str)>,
}

#[expect(clippy::too_many_arguments, reason = "the columns of the table")]
const fn row(
    name: &'static str,
    start: (&'static str, Tz),
    value: u32,
    unit: TargetUnit,
    calendar: &'static str,
    due: &'static str,
    budget: Option<i64>,
    paused: Option<(&'static str, &'static str)>,
) -> Row {
    Row { name, zone: start.1, start: start.0, target: (value, unit), calendar, due, budget, paused }
}

const fn hm(hours: i64, minutes: i64) -> Option<i64> {
    Some(hours * 60 + minutes)
}

#[rustfmt::skip]
const ROWS: [Row; 30] = [
    row("1 plain", ("2026-07-06 09:10", WITA), 120, WorkingMinutes, "ASN5", "2026-07-06 11:10", None, None),
    row("2 starts in the lunch break", ("2026-07-06 12:20", WIB), 120, WorkingMinutes, "ASN5", "2026-07-06 15:00", None, None),
    row("3 ends at closing time", ("2026-07-06 15:00", WIB), 60, WorkingMinutes, "ASN5", "2026-07-06 16:00", None, None),
    row("4 after hours", ("2026-07-06 16:45", WIB), 30, WorkingMinutes, "ASN5", "2026-07-07 08:00", None, None),
    row("5 Friday break", ("2026-07-10 11:15", WIB), 60, WorkingMinutes, "ASN5", "2026-07-10 13:45", None, None),
    row("6 Friday break in Ramadan", ("2026-03-06 11:15", WIB), 60, WorkingMinutes, "ASN5", "2026-03-06 13:15", None, None),
    row("7 Ramadan day, stop, normal day", ("2026-03-17 14:00", WITA), 120, WorkingMinutes, "ASN5", "2026-03-25 08:30", None, None),
    row("8 weekend start", ("2026-07-11 10:00", WIB), 60, WorkingMinutes, "ASN5", "2026-07-13 08:30", None, None),
    row("9 weekend start in days", ("2026-07-11 10:00", WIB), 1, BusinessDays, "ASN5", "2026-07-14 16:00", hm(15, 0), None),
    row("10 one day", ("2026-07-06 09:10", WIB), 1, BusinessDays, "ASN5", "2026-07-07 16:00", hm(13, 20), None),
    row("11 three days", ("2026-07-06 09:10", WITA), 3, BusinessDays, "ASN5", "2026-07-09 16:00", hm(28, 20), None),
    row("12 over a weekend", ("2026-07-09 10:00", WIB), 3, BusinessDays, "ASN5", "2026-07-14 16:00", hm(27, 30), None),
    row("13 inside Ramadan", ("2026-03-03 09:00", WIB), 1, BusinessDays, "ASN5", "2026-03-04 15:00", hm(12, 0), None),
    row("14 into Ramadan", ("2026-02-18 15:00", WIB), 3, BusinessDays, "ASN5", "2026-02-23 15:00", hm(20, 30), None),
    row("15 across the stop", ("2026-03-17 14:00", WITA), 1, BusinessDays, "ASN5", "2026-03-25 16:00", hm(8, 30), None),
    row("16 across the stop to a Friday", ("2026-03-17 14:00", WITA), 3, BusinessDays, "ASN5", "2026-03-27 16:30", hm(23, 30), None),
    row("17 starts inside the stop", ("2026-03-19 09:00", WITA), 1, BusinessDays, "ASN5", "2026-03-26 16:00", hm(15, 0), None),
    row("18 Christmas", ("2026-12-22 10:00", WIB), 3, BusinessDays, "ASN5", "2026-12-29 16:00", hm(27, 30), None),
    row("19 six-day week", ("2026-07-11 13:00", WITA), 120, WorkingMinutes, "ASN6", "2026-07-13 09:00", None, None),
    row("20 on call on Nyepi", ("2026-03-19 02:00", WITA), 240, WorkingMinutes, "H24", "2026-03-19 06:00", None, None),
    row("21 no on-call on Nyepi", ("2026-03-19 02:00", WITA), 240, WorkingMinutes, "ASN5", "2026-03-25 11:30", None, None),
    row("22 every date of H24 closes at 24.00", ("2026-07-06 09:10", WITA), 1, BusinessDays, "H24", "2026-07-07 24:00", hm(38, 50), None),
    row("23 08.00 UTC in WIB", ("2026-07-06 15:00", WIB), 60, WorkingMinutes, "ASN5", "2026-07-06 16:00", None, None),
    row("24 08.00 UTC in WITA", ("2026-07-06 16:00", WITA), 60, WorkingMinutes, "ASN5", "2026-07-07 08:30", None, None),
    row("25 08.00 UTC in WIB in days", ("2026-07-06 15:00", WIB), 1, BusinessDays, "ASN5", "2026-07-07 16:00", hm(8, 30), None),
    row("26 08.00 UTC in WITA in days", ("2026-07-06 16:00", WITA), 1, BusinessDays, "ASN5", "2026-07-08 16:00", hm(15, 0), None),
    row("27 paused over a weekend", ("2026-07-09 09:00", WIB), 3, BusinessDays, "ASN5", "2026-07-15 11:00", hm(28, 30),
        Some(("2026-07-10 15:30", "2026-07-13 10:00"))),
    row("28 pause ends on a Sunday", ("2026-07-10 15:00", WIB), 120, WorkingMinutes, "ASN5", "2026-07-13 08:45", hm(2, 0),
        Some(("2026-07-10 15:45", "2026-07-12 20:00"))),
    row("29 calendar minutes run through the stop", ("2026-03-17 14:00", WITA), 4320, CalendarMinutes, "ASN5", "2026-03-20 14:00", None, None),
    row("30 national calendar ends at 24.00", ("2026-03-17 14:00", WITA), 3, BusinessDays, "NATIONAL", "2026-03-27 24:00", None, None),
];

#[test]
fn worked_due_times() {
    for row in ROWS {
        let calendar = compiled(row.calendar, row.zone);
        let (value, unit) = row.target;
        let pauses: Vec<_> = row.paused.iter().map(|(a, b)| local(row.zone, a)..local(row.zone, b)).collect();
        let due = calendar.due(local(row.zone, row.start), Target { value, unit }, &pauses).unwrap();
        assert_eq!(due.at, local(row.zone, row.due), "row {}", row.name);
        if let Some(minutes) = row.budget {
            assert_eq!(due.budget, TimeDelta::minutes(minutes), "budget of row {}", row.name);
        }
    }
}

/// What rows 27 and 28 say on the way: due without the pause, used before it, left after it.
#[test]
fn worked_pauses() {
    let calendar = compiled("ASN5", WIB);
    let cases = [
        ("2026-07-09 09:00", 3, BusinessDays, "2026-07-14 16:00", "2026-07-10 15:30", (12, 30), (16, 0)),
        ("2026-07-10 15:00", 120, WorkingMinutes, "2026-07-13 08:00", "2026-07-10 15:45", (0, 45), (1, 15)),
    ];
    for (start, value, unit, unpaused, pause, used, left) in cases {
        let (start, minutes) = (local(WIB, start), |(h, m): (i64, i64)| TimeDelta::minutes(h * 60 + m));
        let due = calendar.due(start, Target { value, unit }, &[]).unwrap();
        assert_eq!(due.at, local(WIB, unpaused));
        let done = calendar.between(start, local(WIB, pause));
        assert_eq!((done, due.budget - done), (minutes(used), minutes(left)));
    }
}

/// Trap 3: a holiday that is added later moves the due time.
#[test]
fn added_joint_leave_moves_the_due_time() {
    let mut holidays = default_holidays("national_2026");
    let due = |holidays: &[_]| {
        let calendar = default_calendar("ASN5").compile(holidays, WIB).unwrap();
        calendar.due(local(WIB, "2026-08-13 10:00"), Target { value: 3, unit: BusinessDays }, &[]).unwrap().at
    };
    assert_eq!(due(&holidays), local(WIB, "2026-08-19 16:00"));
    let added = r#"{ "date": "2026-08-18", "name": "Cuti bersama Proklamasi", "type": "JOINT_LEAVE" }"#;
    holidays.push(serde_json::from_str(added).unwrap());
    assert_eq!(due(&holidays), local(WIB, "2026-08-20 16:00"));
}

/// The default calendars hold the weekly minutes that the file (and the presidential regulation) names.
#[test]
fn weekly_minutes() {
    let (normal, ramadan) = (local(WIB, "2026-07-06 00:00"), local(WIB, "2026-02-23 00:00"));
    let week = |code: &str, from| compiled(code, WIB).between(from, from + TimeDelta::weeks(1)).num_minutes();
    for (code, minutes) in [("ASN5", 2250), ("ASN6", 2250), ("H24", 10080), ("NATIONAL", 7200)] {
        assert_eq!(week(code, normal), minutes, "{code}");
    }
    for code in ["ASN5", "ASN6"] {
        assert_eq!(week(code, ramadan), 1950, "{code} in Ramadan");
    }
}
