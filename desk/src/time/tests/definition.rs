//! Calendars as data: their JSON, and what is said about those that are wrong.

use super::super::{Calendar, CalendarError, HolidaySet, Mode, Place, Treatment};
use super::{calendar, date, default_calendar, default_holidays};
use chrono_tz::Tz;
use serde_json::json;

fn errors(calendar: &Calendar) -> Vec<CalendarError> {
    calendar.compile(&[], Tz::UTC).err().unwrap_or_default()
}

#[test]
fn shipped_data_is_sound_and_survives_a_round_trip() {
    for code in ["ASN5", "ASN6", "H24", "NATIONAL"] {
        let calendar = default_calendar(code);
        assert_eq!(errors(&calendar), []);
        assert_eq!(serde_json::from_value::<Calendar>(serde_json::to_value(&calendar).unwrap()).unwrap(), calendar);
    }
    for (list, count) in [("national_2025", 28), ("national_2026", 25), ("local_optional_bali_2026", 12)] {
        let holidays = default_holidays(list);
        assert_eq!(holidays.len(), count, "{list}");
        assert!(holidays.iter().all(|it| it.treatment == Treatment::Off));
    }
}

#[test]
fn treatments_as_json() {
    for (treatment, json) in [
        (Treatment::Off, json!("OFF")),
        (Treatment::Closed, json!("CLOSED")),
        (Treatment::Windows(vec![("08:00".into(), "12:00".into())]), json!({ "WINDOWS": [["08:00", "12:00"]] })),
    ] {
        assert_eq!(serde_json::to_value(&treatment).unwrap(), json);
        assert_eq!(serde_json::from_value::<Treatment>(json).unwrap(), treatment);
    }
}

#[test]
fn times_that_are_none() {
    for bad in ["", "8:00", "08.00", "08:60", "08:5", "ab:cd", "+8:00", "48:01", "99:00", "08:00:00", "٠٨:٠٠"] {
        let calendar = calendar("REGION", json!({ "MON": [["07:00", bad]] }));
        let place = Place::Week { weekday: "MON".into() };
        assert_eq!(errors(&calendar), [CalendarError::BadTime { place, time: bad.into() }], "{bad}");
    }
    let late = calendar("REGION", json!({ "MON": [["24:00", "30:00"]] }));
    assert!(matches!(&errors(&late)[..], [CalendarError::BadTime { time, .. }] if time == "24:00"));
    let longest = calendar("REGION", json!({ "MON": [["00:00", "48:00"]] }));
    assert_eq!(errors(&longest), []);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let mut calendar =
        calendar("Asia/Atlantis", json!({ "MON": [["12:00", "08:00"]], "SEN": [], "FRI": [["08:00", "08:00"]] }));
    calendar.holiday_sets = vec![HolidaySet::LocalOptional];
    calendar.optional_holiday_sets = vec![HolidaySet::LocalOptional];
    let said = errors(&calendar);
    let place = |weekday: &str| Place::Week { weekday: weekday.into() };
    let backwards = |weekday, from: &str, to: &str| CalendarError::EndBeforeStart {
        place: place(weekday),
        from: from.into(),
        to: to.into(),
    };
    assert_eq!(
        said,
        [
            CalendarError::UnknownZone { zone: "Asia/Atlantis".into() },
            backwards("FRI", "08:00", "08:00"),
            backwards("MON", "12:00", "08:00"),
            CalendarError::UnknownWeekday { place: place("SEN"), weekday: "SEN".into() },
            CalendarError::HolidaySetTwice { set: HolidaySet::LocalOptional },
        ]
    );
    let json = json!({ "code": "END_BEFORE_START", "place": { "in": "WEEK", "weekday": "MON" }, "from": "12:00", "to": "08:00" });
    assert_eq!(serde_json::to_value(&said[2]).unwrap(), json);
}

#[test]
fn windows_of_a_day_may_not_overlap() {
    let overlapping = json!([["10:00", "14:00"], ["08:00", "12:00"], ["14:00", "15:00"]]);
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let expected = |place| CalendarError::OverlappingWindows {
        place,
        first: pair("08:00", "12:00"),
        second: pair("10:00", "14:00"),
    };
    let mut calendar = calendar("REGION", json!({ "MON": overlapping }));
    assert_eq!(errors(&calendar), [expected(Place::Week { weekday: "MON".into() })]);

    let week = calendar.week.replace([].into()).unwrap();
    let replacement = json!({ "name": "Ramadan", "from": "2026-02-19", "to": "2026-03-20", "week": week });
    calendar.replacements = vec![serde_json::from_value(replacement).unwrap()];
    assert_eq!(errors(&calendar), [expected(Place::Replacement { name: "Ramadan".into(), weekday: "MON".into() })]);

    calendar.replacements.clear();
    let holiday = json!({ "date": "2026-06-17", "name": "Galungan", "type": "LOCAL_OPTIONAL", "treatment": { "WINDOWS": overlapping } });
    let said = calendar.compile(&[serde_json::from_value(holiday).unwrap()], Tz::UTC).unwrap_err();
    assert_eq!(said, [expected(Place::Holiday { date: date("2026-06-17"), name: "Galungan".into() })]);
}

#[test]
fn replacements_may_not_overlap() {
    let with = |dates: &[(&str, &str)]| {
        let mut calendar = calendar("REGION", json!({}));
        for (from, to) in dates {
            let it = json!({ "name": format!("{from}..{to}"), "from": from, "to": to, "week": {} });
            calendar.replacements.push(serde_json::from_value(it).unwrap());
        }
        errors(&calendar)
    };
    // A single day inside several days is what single days are for; ranges may follow each other.
    assert_eq!(with(&[("2026-07-01", "2026-07-10"), ("2026-07-05", "2026-07-05"), ("2026-07-11", "2026-07-12")]), []);
    let overlap = |first: &str, second: &str| CalendarError::OverlappingReplacements {
        first: first.into(),
        second: second.into(),
    };
    assert_eq!(
        with(&[("2026-07-10", "2026-07-12"), ("2026-07-01", "2026-07-10")]),
        [overlap("2026-07-01..2026-07-10", "2026-07-10..2026-07-12")]
    );
    let twice = "2026-07-05..2026-07-05";
    assert_eq!(with(&[("2026-07-05", "2026-07-05"), ("2026-07-05", "2026-07-05")]), [overlap(twice, twice)]);
    let (from, to) = (date("2026-07-05"), date("2026-07-04"));
    let backwards = CalendarError::ReplacementBackwards { name: "2026-07-05..2026-07-04".into(), from, to };
    assert_eq!(with(&[("2026-07-05", "2026-07-04")]), [backwards]);
}

#[test]
fn a_mode_must_fit_the_hours() {
    let mut calendar = calendar("REGION", json!({}));
    calendar.mode = Mode::Always;
    assert_eq!(errors(&calendar), [CalendarError::AlwaysWithHours]);
    calendar.week = None;
    assert_eq!(errors(&calendar), []);
    calendar.holiday_sets = vec![HolidaySet::National];
    assert_eq!(errors(&calendar), [CalendarError::AlwaysWithHours]);
    calendar.mode = Mode::Weekly;
    assert_eq!(errors(&calendar), [CalendarError::MissingWeek]);
}
