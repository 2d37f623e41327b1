//! Which hours a day has and why (R12), and what changes of the zone do to them.

use super::super::{Calendar, Compiled, Holiday, HolidaySet, Rule, Treatment};
use super::{calendar, compiled, date, default_calendar, default_holidays, local, utc};
use chrono::{TimeDelta, Timelike};
use chrono_tz::{Asia, Tz};
use serde_json::json;

const WITA: Tz = Asia::Makassar;

/// The windows of a day as `08:00-12:00 13:00-16:00`, hours beyond 24 for the next date.
fn hours(calendar: &Compiled, day: &str) -> String {
    let time = |at: chrono::DateTime<chrono::Utc>| {
        let wall = at.with_timezone(&calendar.zone()).naive_local();
        let hour = (wall.date() - date(day)).num_days() * 24 + i64::from(wall.hour());
        format!("{hour:02}:{:02}", wall.minute())
    };
    let windows = calendar.day(date(day)).windows;
    windows.iter().map(|it| format!("{}-{}", time(it.start), time(it.end))).collect::<Vec<_>>().join(" ")
}

fn rule(calendar: &Compiled, day: &str) -> Rule {
    calendar.day(date(day)).rule
}

fn holiday(day: &str, name: &str, set: HolidaySet, treatment: Treatment) -> Holiday {
    Holiday { date: date(day), name: name.into(), set, treatment }
}

/// Ordinary Mondays to Fridays 08-16; 6 to 17 July 09-12; Wednesday 8 July alone 10-11.
fn layered() -> Calendar {
    let days =
        |hours: serde_json::Value| json!({ "MON": hours, "TUE": hours, "WED": hours, "THU": hours, "FRI": hours });
    let mut calendar = calendar("REGION", days(json!([["08:00", "16:00"]])));
    let range =
        json!({ "name": "Range", "from": "2026-07-06", "to": "2026-07-17", "week": days(json!([["09:00", "12:00"]])) });
    let single =
        json!({ "name": "Single", "from": "2026-07-08", "to": "2026-07-08", "week": { "WED": [["10:00", "11:00"]] } });
    calendar.replacements = vec![serde_json::from_value(range).unwrap(), serde_json::from_value(single).unwrap()];
    calendar.holiday_sets = vec![HolidaySet::National, HolidaySet::JointLeave];
    calendar.optional_holiday_sets = vec![HolidaySet::LocalOptional];
    calendar
}

#[test]
fn single_over_holiday_over_range_over_week() {
    let named = |name: &str| holiday("2026-07-08", name, HolidaySet::National, Treatment::Off);
    let thursday = holiday("2026-07-09", "Libur", HolidaySet::National, Treatment::Off);
    let outside = holiday("2026-07-20", "Cuti", HolidaySet::JointLeave, Treatment::Off);
    let calendar = layered().compile(&[named("Hidden"), thursday, outside], WITA).unwrap();

    let (single, range) = (Rule::Single { name: "Single".into() }, Rule::Range { name: "Range".into() });
    let libur = Rule::Holiday { name: "Libur".into(), set: HolidaySet::National };
    let cuti = Rule::Holiday { name: "Cuti".into(), set: HolidaySet::JointLeave };
    for (day, expected, by) in [
        ("2026-07-03", "08:00-16:00", Rule::Week),
        ("2026-07-04", "", Rule::Week),
        ("2026-07-06", "09:00-12:00", range.clone()),
        ("2026-07-08", "10:00-11:00", single),
        ("2026-07-09", "", libur),
        ("2026-07-11", "", range.clone()),
        ("2026-07-17", "09:00-12:00", range),
        ("2026-07-20", "", cuti),
        ("2026-07-21", "08:00-16:00", Rule::Week),
        ("1969-12-31", "", Rule::OutOfRange),
        ("2300-01-01", "", Rule::OutOfRange),
    ] {
        assert_eq!((hours(&calendar, day), rule(&calendar, day)), (expected.into(), by), "{day}");
        assert_eq!(calendar.day(date(day)).is_business_day(), !expected.is_empty());
    }
}

#[test]
fn optional_days_do_what_they_say() {
    let reduced = || Treatment::Windows(vec![("08:00".into(), "12:00".into())]);
    let hours_with = |treatment, sets: fn(&mut Calendar)| {
        let mut calendar = layered();
        sets(&mut calendar);
        let galungan = holiday("2026-07-13", "Galungan", HolidaySet::LocalOptional, treatment);
        hours(&calendar.compile(&[galungan], WITA).unwrap(), "2026-07-13")
    };
    assert_eq!(hours_with(Treatment::Off, |_| {}), "09:00-12:00", "as if it were not there");
    assert_eq!(hours_with(Treatment::Closed, |_| {}), "");
    assert_eq!(hours_with(reduced(), |_| {}), "08:00-12:00", "above the replacement of several days");
    let unnamed: fn(&mut Calendar) = |it| it.optional_holiday_sets.clear();
    assert_eq!(hours_with(Treatment::Closed, unnamed), "09:00-12:00", "a set that the calendar does not name");
    let closing: fn(&mut Calendar) = |it| it.holiday_sets.append(&mut it.optional_holiday_sets);
    assert_eq!(hours_with(reduced(), closing), "", "a set that closes, whatever its days say");
}

/// Trap 4: the optional days of Tabanan count as ordinary days until the region decides.
#[test]
fn optional_days_of_bali() {
    let mut holidays = default_holidays("national_2026");
    holidays.extend(default_holidays("local_optional_bali_2026"));
    let compile = |holidays: &[Holiday]| default_calendar("ASN5").compile(holidays, WITA).unwrap();
    let (with, without) = (compile(&holidays), compiled("ASN5", WITA));
    let (from, to) = (local(WITA, "2026-01-01 00:00"), local(WITA, "2027-01-01 00:00"));
    assert_eq!(with.between(from, to), without.between(from, to));

    // 17 June 2026, Galungan: reduced, then closed. 16 June is also a national holiday and stays closed.
    for it in holidays.iter_mut().filter(|it| it.set == HolidaySet::LocalOptional) {
        it.treatment = Treatment::Windows(vec![("07:30".into(), "12:00".into())]);
    }
    let reduced = compile(&holidays);
    assert_eq!(hours(&reduced, "2026-06-17"), "07:30-12:00");
    let galungan = Rule::Holiday { name: "Hari Raya Galungan".into(), set: HolidaySet::LocalOptional };
    assert_eq!(rule(&reduced, "2026-06-17"), galungan);
    assert_eq!(hours(&reduced, "2026-06-16"), "");
    assert!(matches!(rule(&reduced, "2026-06-16"), Rule::Holiday { set: HolidaySet::National, .. }));
}

#[test]
fn of_two_holidays_the_closing_one_counts() {
    let reduced = Treatment::Windows(vec![("08:00".into(), "12:00".into())]);
    let all = [
        holiday("2026-07-20", "Reduced", HolidaySet::LocalOptional, reduced.clone()),
        holiday("2026-07-20", "Cuti", HolidaySet::JointLeave, Treatment::Off),
        holiday("2026-07-20", "Nasional", HolidaySet::National, Treatment::Off),
        holiday("2026-07-20", "Second", HolidaySet::National, Treatment::Off),
        holiday("2026-07-20", "Local", HolidaySet::LocalOptional, Treatment::Closed),
        holiday("2026-07-21", "Reduced", HolidaySet::LocalOptional, reduced),
    ];
    let calendar = layered().compile(&all, WITA).unwrap();
    assert_eq!(rule(&calendar, "2026-07-20"), Rule::Holiday { name: "Nasional".into(), set: HolidaySet::National });
    assert_eq!(hours(&calendar, "2026-07-20"), "");
    assert_eq!(hours(&calendar, "2026-07-21"), "08:00-12:00");
}

/// A window belongs to the day it opens: the next day's holiday does not cut it, its own day's holiday removes all of it.
#[test]
fn night_shifts_belong_to_the_day_they_open() {
    let night = json!([["22:00", "30:00"]]);
    let mut calendar =
        calendar("REGION", json!({ "MON": night, "TUE": night, "THU": [["04:00", "08:00"]], "WED": night }));
    calendar.holiday_sets = vec![HolidaySet::National];
    let tuesday = holiday("2026-07-07", "Libur", HolidaySet::National, Treatment::Off);
    let calendar = calendar.compile(&[tuesday], WITA).unwrap();
    assert_eq!(hours(&calendar, "2026-07-06"), "22:00-30:00");
    assert_eq!(calendar.close_of_business(date("2026-07-06")), Some(local(WITA, "2026-07-07 06:00")));
    assert!(calendar.is_open(local(WITA, "2026-07-07 05:59")));
    assert!(!calendar.is_open(local(WITA, "2026-07-08 05:59")));
    assert_eq!(calendar.close_of_business(date("2026-07-07")), None);

    // Tuesday 02.00 is still Monday: the first business day after it is Wednesday, which ends on Thursday at 06.00.
    let target = calendar.business_days(local(WITA, "2026-07-07 02:00"), 1).unwrap();
    assert_eq!(target.due, local(WITA, "2026-07-09 06:00"));
    assert_eq!(target.budget, TimeDelta::hours(4 + 8));
    // Where Thursday's own window has begun it is Thursday; the two hours in common count once.
    let target = calendar.business_days(local(WITA, "2026-07-09 05:00"), 0).unwrap();
    assert_eq!(target.due, local(WITA, "2026-07-09 08:00"));
    let (from, to) = (local(WITA, "2026-07-08 12:00"), local(WITA, "2026-07-09 12:00"));
    assert_eq!(calendar.between(from, to), TimeDelta::hours(10));
    let spans: Vec<_> = calendar.spans(from, to).iter().map(|it| (it.date, (it.to - it.from).num_hours())).collect();
    assert_eq!(spans, [(date("2026-07-08"), 8), (date("2026-07-09"), 2)]);
}

/// Saturday's shift lasts until Sunday 15.00; Sunday's own hour is over long before.
#[test]
fn a_day_closes_no_earlier_than_the_shift_of_the_night_before() {
    let week = json!({ "SAT": [["20:00", "39:00"]], "SUN": [["00:00", "01:00"]] });
    let calendar = calendar("REGION", week).compile(&[], WITA).unwrap();
    let close = local(WITA, "2026-07-12 15:00");
    assert_eq!(calendar.close_of_business(date("2026-07-12")), Some(close));
    for start in ["2026-07-11 20:00", "2026-07-12 14:00"] {
        let target = calendar.business_days(local(WITA, start), 1).unwrap();
        assert_eq!((target.due, target.budget), (close, close - local(WITA, start)));
    }
}

#[test]
fn windows_that_touch_are_one() {
    let week = json!({ "MON": [["12:00", "16:00"], ["08:00", "12:00"]], "TUE": [["00:00", "24:00"]], "WED": [["00:00", "08:00"]] });
    let calendar = calendar("Asia/Makassar", week).compile(&[], Tz::UTC).unwrap();
    assert_eq!(hours(&calendar, "2026-07-06"), "08:00-16:00");
    // Tuesday's close of business is midnight although it stays open: due there, and open there.
    let midnight = local(WITA, "2026-07-07 24:00");
    assert_eq!(calendar.close_of_business(date("2026-07-07")), Some(midnight));
    assert_eq!(calendar.business_days(local(WITA, "2026-07-06 10:00"), 1).unwrap().due, midnight);
    assert!(calendar.is_open(midnight));
    assert_eq!(calendar.next_opening(midnight), Some(midnight));
}

#[test]
fn local_times_that_do_not_exist_or_come_twice() {
    let zone = chrono_tz::America::New_York;
    let hour = |from, to| {
        let week = json!({ "SUN": [[from, to]] });
        calendar("America/New_York", week).compile(&[], Tz::UTC).unwrap()
    };
    let open = |calendar: &Compiled, day: &str| {
        let noon = local(zone, &format!("{day} 12:00"));
        calendar.between(noon - TimeDelta::days(1), noon + TimeDelta::days(1)).num_minutes()
    };
    // 8 March 2026 has no 02.00 to 03.00, 1 November has 01.00 to 02.00 twice.
    for (from, to, spring, autumn) in [
        ("02:00", "03:00", 0, 60),
        ("01:30", "03:30", 60, 150),
        ("01:00", "02:00", 60, 120),
        ("00:00", "24:00", 23 * 60, 25 * 60),
        ("22:00", "30:00", 480, 480),
    ] {
        let calendar = hour(from, to);
        assert_eq!((open(&calendar, "2026-03-08"), open(&calendar, "2026-11-01")), (spring, autumn), "{from}-{to}");
        assert_eq!(calendar.day(date("2026-03-08")).is_business_day(), spring > 0);
    }
    // A window of which part comes twice is open twice: not in the half hour between.
    let half = hour("01:00", "01:30").day(date("2026-11-01"));
    assert_eq!(half.windows.len(), 2);
    assert_eq!(half.windows[1].start - half.windows[0].end, TimeDelta::minutes(30));
}

/// On Sunday 7 November 2010 at 00.01 St John's went back to Saturday 23.01.
#[test]
fn clocks_that_go_back_over_midnight() {
    let zone = chrono_tz::America::St_Johns;
    let calendar = calendar("REGION", json!({ "SUN": [["00:00", "24:00"]] })).compile(&[], zone).unwrap();
    let (from, to) = (utc("2010-11-07T02:00:00Z"), utc("2010-11-07T03:00:00Z"));
    assert_eq!(calendar.local_date(to), date("2010-11-06"));
    let spans: Vec<_> = calendar.spans(from, to).iter().map(|it| (it.date, it.to - it.from)).collect();
    assert_eq!(spans, [(date("2010-11-07"), TimeDelta::minutes(1))]);
    assert_eq!(calendar.between(from, to), TimeDelta::minutes(1));
}

/// Apia went from Thursday 29 to Saturday 31 December 2011.
#[test]
fn a_date_that_the_zone_skips_opens_nothing() {
    let zone = chrono_tz::Pacific::Apia;
    let night = json!([["08:00", "16:00"], ["22:00", "30:00"]]);
    let week = json!({ "THU": [["08:00", "16:00"]], "FRI": night, "SAT": [["08:00", "16:00"]] });
    let calendar = calendar("REGION", week).compile(&[], zone).unwrap();
    assert_eq!(rule(&calendar, "2011-12-30"), Rule::NoSuchDate);
    assert!(!calendar.day(date("2011-12-30")).is_business_day());
    let (thursday, saturday) = (local(zone, "2011-12-29 15:00"), local(zone, "2011-12-31 16:00"));
    let target = calendar.business_days(thursday, 1).unwrap();
    assert_eq!((target.due, target.budget), (saturday, TimeDelta::hours(9)));

    let always = Compiled::always(zone).business_days(thursday, 1).unwrap();
    assert_eq!((always.due, always.budget), (local(zone, "2011-12-31 24:00"), TimeDelta::hours(9 + 24)));
}

/// Row 7 explained day by day: what was counted, and why the days between were not.
#[test]
fn explanation_of_a_due_time() {
    let calendar = compiled("ASN5", WITA);
    let (from, to) = (local(WITA, "2026-03-17 14:00"), local(WITA, "2026-03-25 08:30"));
    let ramadan = Rule::Range { name: "Ramadan 1447 H".into() };
    let spans: Vec<_> = calendar.spans(from, to).into_iter().map(|it| (it.date, it.from, it.to, it.rule)).collect();
    assert_eq!(
        spans,
        [
            (date("2026-03-17"), from, local(WITA, "2026-03-17 15:00"), ramadan),
            (date("2026-03-25"), local(WITA, "2026-03-25 07:30"), to, Rule::Week),
        ]
    );
    let closed: Vec<_> = calendar
        .days(date("2026-03-17"), date("2026-03-25"))
        .filter(|it| !it.is_business_day())
        .map(|it| match it.rule {
            Rule::Holiday { name, .. } => name,
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        closed,
        [
            "Cuti bersama Nyepi",
            "Hari Suci Nyepi (Saka 1948)",
            "Cuti bersama Idul Fitri",
            "Idul Fitri 1447 H",
            "Idul Fitri 1447 H",
            "Cuti bersama Idul Fitri",
            "Cuti bersama Idul Fitri",
        ]
    );
    assert_eq!(
        serde_json::to_value(rule(&calendar, "2026-03-18")).unwrap(),
        json!({ "code": "HOLIDAY", "name": "Cuti bersama Nyepi", "set": "JOINT_LEAVE" })
    );
}
