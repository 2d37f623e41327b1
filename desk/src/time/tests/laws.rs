//! The laws, by property: on random calendars around changes of the zone, against the oracle and against themselves.

use super::super::{
    Calendar, Compiled, Holiday, HolidaySet, Mode, Replacement, Target, TargetUnit, Treatment, Week, running,
};
use super::oracle::Oracle;
use super::{calendar, compiled, date, default_calendar, local, utc};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::{Asia, Tz};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::ops::Range;

/// Where and around when the random calendars lie: ordinary weeks in Indonesia, and every kind of zone change.
const PLACES: [(&str, &str); 14] = [
    ("Asia/Jakarta", "2026-07-06T00:00:00Z"),
    ("Asia/Makassar", "2026-03-18T00:00:00Z"),
    ("Asia/Jayapura", "2025-12-31T15:00:00Z"),
    // One hour forward and back.
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    // Half an hour.
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    // For Ramadan, backwards.
    ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("Africa/Casablanca", "2026-03-22T02:00:00Z"),
    // Midnight does not exist; an hour before midnight comes twice; back over midnight, a minute past it.
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    ("America/Sao_Paulo", "2018-02-18T02:00:00Z"),
    ("America/St_Johns", "2010-11-07T02:31:00Z"),
    // A whole day is skipped.
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("Pacific/Kwajalein", "1993-08-21T12:00:00Z"),
];

#[derive(Debug, Clone)]
struct Case {
    calendar: Calendar,
    holidays: Vec<Holiday>,
    zone: Tz,
    /// The middle of where the interesting things are.
    near: DateTime<Utc>,
}

impl Case {
    fn compile(&self) -> Compiled {
        self.calendar.compile(&self.holidays, self.zone).unwrap()
    }

    fn oracle(&self) -> Oracle<'_> {
        Oracle::new(&self.calendar, &self.holidays, self.zone)
    }

    fn at(&self, offset: TimeDelta) -> DateTime<Utc> {
        self.near + offset
    }
}

/// A day's windows: sorted times pair up, and one left over makes a window that may end after midnight.
fn windows() -> impl Strategy<Value = Vec<(String, String)>> {
    let time = || prop_oneof![3 => (0..96u32).prop_map(|quarter| quarter * 15), 1 => 0..1440u32];
    (btree_set(time(), 0..6), prop_oneof![Just(0u32), 0..1441u32]).prop_map(|(times, beyond)| {
        let text = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let times: Vec<_> = times.into_iter().collect();
        times.chunks(2).map(|pair| (text(pair[0]), text(*pair.get(1).unwrap_or(&(1440 + beyond))))).collect()
    })
}

fn week() -> impl Strategy<Value = Week> {
    let day = prop_oneof![4 => option::of(windows()), 1 => Just(Some(vec![("00:00".into(), "24:00".into())]))];
    vec(day, 7).prop_map(|days| {
        let names = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"].map(String::from);
        names.into_iter().zip(days).filter_map(|(name, day)| Some((name, day?))).collect()
    })
}

/// The role of a set of holidays in a calendar: none, closing or optional.
fn roles() -> impl Strategy<Value = (Vec<HolidaySet>, Vec<HolidaySet>)> {
    vec(0..3u8, 3).prop_map(|roles| {
        let sets = [HolidaySet::National, HolidaySet::JointLeave, HolidaySet::LocalOptional];
        let of = |role| sets.into_iter().zip(&roles).filter(|(_, it)| **it == role).map(|(set, _)| set).collect();
        (of(1), of(2))
    })
}

fn holidays(first: NaiveDate) -> impl Strategy<Value = Vec<Holiday>> {
    let set = select(vec![HolidaySet::National, HolidaySet::JointLeave, HolidaySet::LocalOptional]);
    let treatment = prop_oneof![Just(Treatment::Off), Just(Treatment::Closed), windows().prop_map(Treatment::Windows)];
    let holiday = (0..12u64, set, treatment).prop_map(move |(day, set, treatment)| {
        let name = format!("{set:?} {day}");
        Holiday { date: first + Days::new(day), name, set, treatment }
    });
    vec(holiday, 0..5)
}

/// At most two replacements of several days, and some of a single day.
fn replacements(first: NaiveDate) -> impl Strategy<Value = Vec<Replacement>> {
    let several = (btree_set(0..12u64, 0..5), vec(week(), 2)).prop_map(|(days, weeks)| {
        let days: Vec<_> = days.into_iter().collect();
        days.chunks_exact(2).map(|pair| (pair[0], pair[1])).zip(weeks).collect::<Vec<_>>()
    });
    let single = (btree_set(0..12u64, 0..3), vec(week(), 2))
        .prop_map(|(days, weeks)| days.into_iter().map(|day| (day, day)).zip(weeks).collect::<Vec<_>>());
    (several, single).prop_map(move |(several, single)| {
        let all = several.into_iter().chain(single);
        all.map(|((from, to), week)| {
            let (from, to) = (first + Days::new(from), first + Days::new(to));
            Replacement { name: format!("{from}"), from, to, week }
        })
        .collect()
    })
}

fn case() -> impl Strategy<Value = Case> {
    (select(PLACES.to_vec()), any::<bool>(), 0..12u8).prop_flat_map(|((zone, near), named, always)| {
        let (zone, near): (Tz, _) = (zone.parse().unwrap(), utc(near));
        let first = near.date_naive() - Days::new(6);
        (week(), roles(), holidays(first), replacements(first)).prop_map(
            move |(week, roles, holidays, replacements)| {
                let mut calendar = Calendar {
                    code: "T".into(),
                    name: "T".into(),
                    mode: Mode::Weekly,
                    zone: if named { zone.to_string() } else { "REGION".into() },
                    week: Some(week),
                    holiday_sets: roles.0,
                    optional_holiday_sets: roles.1,
                    replacements,
                };
                if always == 0 {
                    calendar.mode = Mode::Always;
                    calendar.week = None;
                    calendar.holiday_sets.clear();
                    calendar.optional_holiday_sets.clear();
                    calendar.replacements.clear();
                }
                Case { calendar, holidays, zone: if named { Tz::UTC } else { zone }, near }
            },
        )
    })
}

/// From full minutes, where windows begin and end, to single microseconds.
fn offset(minutes: Range<i64>) -> impl Strategy<Value = TimeDelta> {
    let fine = prop_oneof![Just(0), -2..3i64, 0..60_000_000i64];
    (minutes, fine).prop_map(|(minutes, fine)| TimeDelta::minutes(minutes) + TimeDelta::microseconds(fine))
}

/// Close to the interesting things: short enough for the oracle.
fn nearby() -> impl Strategy<Value = TimeDelta> {
    offset(-2 * 1440..3 * 1440)
}

/// Years away.
fn anywhere() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![nearby(), offset(-8 * 525_960..8 * 525_960)]
}

fn work() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![offset(0..2 * 1440), (0..48i64).prop_map(|half| TimeDelta::minutes(30 * half)), offset(0..500_000)]
        .prop_map(|work| work.max(TimeDelta::zero()))
}

fn pauses(case: &Case) -> impl Strategy<Value = Vec<Range<DateTime<Utc>>>> + use<> {
    let near = case.near;
    vec((nearby(), nearby()), 0..4).prop_map(move |pairs| pairs.into_iter().map(|(a, b)| near + a..near + b).collect())
}

fn case_with_pauses() -> impl Strategy<Value = (Case, Vec<Range<DateTime<Utc>>>)> {
    case().prop_flat_map(|case| {
        let pauses = pauses(&case);
        (Just(case), pauses)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn between_is_what_the_clock_on_the_wall_shows(case in case(), a in nearby(), b in nearby()) {
        let (from, to) = (case.at(a.min(b)), case.at(a.max(b)));
        prop_assert_eq!(case.compile().between(from, to), case.oracle().between(from, to));
    }

    #[test]
    fn add_is_the_least_instant_at_which_the_work_is_done(case in case(), start in nearby(), work in work()) {
        let start = case.at(start);
        let limit = start + TimeDelta::days(3);
        let expected = case.oracle().add(start, work, limit);
        prop_assert_eq!(case.compile().add(start, work).filter(|it| *it <= limit), expected);
    }

    #[test]
    fn opening_is_the_next_open_instant(case in case(), at in nearby()) {
        let (calendar, oracle, at) = (case.compile(), case.oracle(), case.at(at));
        let opening = calendar.next_opening(at);
        prop_assert_eq!(calendar.is_open(at), oracle.is_open(at));
        prop_assert_eq!(calendar.is_open(at), opening == Some(at));
        let end = at + TimeDelta::days(3);
        let shut_until = opening.map_or(end, |it| it.min(end));
        prop_assert_eq!(oracle.between(at, shut_until), TimeDelta::zero());
        if let Some(opening) = opening {
            prop_assert!(opening >= at && calendar.is_open(opening) && oracle.is_open(opening));
        }
    }

    #[test]
    fn business_days_end_with_the_last_open_minute(case in case(), start in nearby(), n in 0..4u32) {
        let (calendar, start) = (case.compile(), case.at(start));
        let limit = start + TimeDelta::days(9);
        let target = calendar.business_days(start, n);
        let expected = case.oracle().business_days(start, n, limit);
        if expected.is_some() {
            prop_assert_eq!(target.map(|it| it.due), expected);
        }
        if let Some(target) = target {
            prop_assert!(expected.is_some() || target.due > limit - TimeDelta::days(4));
            prop_assert_eq!(target.budget, calendar.between(start, target.due));
            prop_assert_eq!(calendar.add(start, target.budget), Some(target.due));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn between_undoes_add(case in case(), start in anywhere(), work in work()) {
        let (calendar, start) = (case.compile(), case.at(start));
        if let Some(due) = calendar.add(start, work) {
            prop_assert!(due >= start);
            prop_assert_eq!(calendar.between(start, due), work);
            // The least: a microsecond earlier something was left.
            if work > TimeDelta::zero() {
                prop_assert!(calendar.between(start, due - TimeDelta::microseconds(1)) < work);
            }
        }
        prop_assert_eq!(calendar.add(start, TimeDelta::zero()), Some(start));
    }

    #[test]
    fn add_in_two_steps_is_add(case in case(), start in anywhere(), a in work(), b in work()) {
        let (calendar, start) = (case.compile(), case.at(start));
        if let Some(due) = calendar.add(start, a + b) {
            prop_assert_eq!(calendar.add(start, a).and_then(|middle| calendar.add(middle, b)), Some(due));
        }
    }

    #[test]
    fn add_is_monotonic(case in case(), starts in (anywhere(), anywhere()), works in (work(), work())) {
        let calendar = case.compile();
        let (early, late) = (case.at(starts.0.min(starts.1)), case.at(starts.0.max(starts.1)));
        let (less, more) = (works.0.min(works.1), works.0.max(works.1));
        for start in [early, late] {
            if let Some(due) = calendar.add(start, more) {
                prop_assert!(calendar.add(start, less).is_some_and(|it| it <= due));
            }
        }
        for work in [less, more] {
            if let (Some(first), Some(second)) = (calendar.add(early, work), calendar.add(late, work)) {
                prop_assert!(first <= second);
            }
        }
    }

    #[test]
    fn between_adds_up_and_is_monotonic(case in case(), times in [anywhere(), anywhere(), anywhere()]) {
        let (calendar, [a, b, c]) = (case.compile(), times.map(|it| case.at(it)));
        prop_assert_eq!(calendar.between(a, b) + calendar.between(b, c), calendar.between(a, c));
        prop_assert_eq!(calendar.between(a, b), -calendar.between(b, a));
        prop_assert!(calendar.between(a, b.max(c)) >= calendar.between(a, b.min(c)));
        prop_assert!(calendar.between(b.max(c), a) <= calendar.between(b.min(c), a));
        prop_assert!(calendar.between(a, b).abs() <= (b - a).abs());
    }

    #[test]
    fn spans_explain_between(case in case(), a in nearby(), b in nearby()) {
        let (calendar, from, to) = (case.compile(), case.at(a.min(b)), case.at(a.max(b)));
        let spans = calendar.spans(from, to);
        let sum = spans.iter().fold(TimeDelta::zero(), |sum, it| sum + (it.to - it.from));
        prop_assert_eq!(sum, calendar.between(from, to));
        prop_assert!(spans.iter().all(|it| from <= it.from && it.from < it.to && it.to <= to));
        prop_assert!(spans.windows(2).all(|pair| pair[0].to <= pair[1].from));
        for span in spans {
            let day = calendar.day(span.date);
            prop_assert_eq!(&day.rule, &span.rule);
            prop_assert!(day.windows.iter().any(|it| it.start <= span.from && span.to <= it.end));
            prop_assert!(calendar.close_of_business(span.date) >= Some(span.to));
        }
    }

    #[test]
    fn answers_do_not_depend_on_earlier_questions(
        case in case(),
        asked in vec(anywhere(), 0..4),
        start in anywhere(),
        work in work(),
    ) {
        let (fresh, experienced, start) = (case.compile(), case.compile(), case.at(start));
        for at in asked {
            experienced.next_opening(case.at(at));
        }
        prop_assert_eq!(experienced.add(start, work), fresh.add(start, work));
        prop_assert_eq!(experienced.between(start, case.near), fresh.between(start, case.near));
        prop_assert_eq!(experienced.business_days(start, 3), fresh.business_days(start, 3));
    }

    #[test]
    fn pauses_only_move_the_due_time((case, pauses) in case_with_pauses(), start in nearby(), work in work()) {
        let (calendar, start) = (case.compile(), case.at(start));
        let unpaused = calendar.add(start, work);
        if let Some(due) = calendar.add_running(start, work, &pauses) {
            prop_assert!(unpaused.is_some_and(|it| it <= due));
            prop_assert_eq!(calendar.between_running(start, due, &pauses), work);
            if work > TimeDelta::zero() {
                let just_before = due - TimeDelta::microseconds(1);
                prop_assert!(calendar.between_running(start, just_before, &pauses) < work);
            }
            prop_assert_eq!(calendar.add_running(start, work, &[]), unpaused);
        }
        let end = start + TimeDelta::days(5);
        let paused = running(start, end, &pauses);
        prop_assert!(paused.iter().all(|it| it.start < it.end && start <= it.start && it.end <= end));
        for pause in pauses.iter().filter(|it| !it.is_empty()) {
            prop_assert!(paused.iter().all(|it| it.end <= pause.start || pause.end <= it.start));
        }
    }

    #[test]
    fn no_definition_makes_it_panic(
        week in btree_map("[A-Z]{3}|MON|SUN", any_windows(), 0..4),
        windows in any_windows(),
        zone in "[A-Z/a-z]{0,8}",
    ) {
        let mut calendar = default_calendar("ASN5");
        calendar.replacements[0].week = week.clone();
        calendar.week = Some(week);
        calendar.zone = zone;
        let treatment = Treatment::Windows(windows);
        let holiday = Holiday { date: NaiveDate::MAX, name: String::new(), set: HolidaySet::LocalOptional, treatment };
        _ = calendar.compile(&[holiday], Tz::UTC);
    }
}

/// Texts that are hardly times.
fn any_windows() -> impl Strategy<Value = Vec<(String, String)>> {
    vec(("\\PC{0,6}|[0-9]{2}:[0-9]{2}", "[0-9]{2}:[0-9]{2}|.{5}"), 0..4)
}

/// Every instant and amount that chrono can hold, and those at the edges of what calendars know.
fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
    let edges = ["1970-01-01T00:00:00Z", "1969-12-31T12:00:00Z", "2299-12-31T23:59:59.999999Z", "2300-01-01T10:00:00Z"];
    let leap = DateTime::from_timestamp(1_782_950_399, 1_999_999_999).unwrap();
    prop_oneof![
        select(vec![DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, leap]),
        select(edges.map(utc).to_vec()),
        any::<i64>().prop_map(|it| DateTime::from_timestamp_micros(it).unwrap_or(DateTime::<Utc>::MAX_UTC)),
        (any::<i32>(), 0..2_000_000_000u32)
            .prop_map(|(secs, nanos)| DateTime::from_timestamp(secs.into(), nanos).unwrap_or_default()),
    ]
}

fn any_amount() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![
        select(vec![
            TimeDelta::MIN,
            TimeDelta::MAX,
            TimeDelta::microseconds(i64::MAX),
            TimeDelta::nanoseconds(1),
            TimeDelta::nanoseconds(-1)
        ]),
        any::<i64>().prop_map(TimeDelta::microseconds),
        any::<i32>().prop_map(|it| TimeDelta::seconds(it.into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_question_makes_it_panic(
        code in select(vec!["ASN5", "H24", "NATIONAL"]),
        (a, b, c) in (any_instant(), any_instant(), any_instant()),
        amount in any_amount(),
        n in any::<u32>(),
    ) {
        thread_local! {
            static ALL: [(&'static str, Compiled); 3] =
                ["ASN5", "H24", "NATIONAL"].map(|code| (code, compiled(code, Asia::Makassar)));
        }
        ALL.with(|all| {
            let calendar = &all.iter().find(|it| it.0 == code).unwrap().1;
            if let Some(due) = calendar.add(a, amount) {
                let micros = amount.num_microseconds().unwrap();
                prop_assert!(due >= a && calendar.between(a, due) == TimeDelta::microseconds(micros));
            }
            prop_assert_eq!(calendar.between(a, b) + calendar.between(b, c), calendar.between(a, c));
            for unit in [TargetUnit::WorkingMinutes, TargetUnit::BusinessDays, TargetUnit::CalendarMinutes] {
                _ = calendar.due(a, Target { value: n, unit }, &[b..c, c..b]);
            }
            _ = calendar.between_running(a, b, &[b..c, c..b]);
            _ = (calendar.is_open(a), calendar.next_opening(a), calendar.business_days(a, n));
            let date = calendar.local_date(a);
            _ = (calendar.day(date), calendar.close_of_business(date), calendar.days(date, date).count());
            _ = calendar.spans(a, a + TimeDelta::days(3).min(DateTime::<Utc>::MAX_UTC - a));
            Ok(())
        })?;
    }
}

#[test]
fn the_whole_of_time_is_bounded() {
    let calendar = compiled("ASN5", Asia::Jakarta);
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let sum = calendar.spans(first, last).iter().fold(TimeDelta::zero(), |sum, it| sum + (it.to - it.from));
    assert_eq!(calendar.between(first, last), sum);
    assert_eq!(calendar.days(NaiveDate::MIN, date("1970-01-03")).count(), 3);
    assert_eq!(calendar.days(date("2299-12-30"), NaiveDate::MAX).count(), 2);
    assert_eq!(calendar.next_opening(first), None, "further than 50 years");
    assert_eq!(calendar.next_opening(utc("2299-12-31T10:00:00Z")), None);
    assert_eq!(calendar.add(last, TimeDelta::zero()), Some(last));
    assert_eq!(calendar.add(utc("2026-07-06T01:00:00Z"), TimeDelta::microseconds(i64::MAX)), None);
}

/// Decades beyond what any question before had compiled, across 76 changes of the zone.
#[test]
fn beyond_the_compiled_horizon() {
    let hours = serde_json::json!([["08:00", "16:00"]]);
    let week = ["MON", "TUE", "WED", "THU", "FRI"].map(|day| (day.to_owned(), hours.clone()));
    let week = serde_json::Value::Object(week.into_iter().collect());
    for zone in [chrono_tz::America::New_York, Asia::Jayapura] {
        let calendar = calendar(zone.name(), week.clone()).compile(&[], Tz::UTC).unwrap();
        // A Monday; 2000 weeks later is Monday 4 November 2064.
        let start = local(zone, "2026-07-06 08:00");
        let due = local(zone, "2064-10-31 16:00");
        assert_eq!(calendar.add(start, TimeDelta::hours(10_000 * 8)), Some(due), "{zone}");
        assert_eq!(calendar.between(start, due), TimeDelta::hours(10_000 * 8));
        assert_eq!(calendar.business_days(start, 9_999).unwrap().due, due);
        // And back again, before everything known.
        let past = local(zone, "1988-03-07 08:00");
        assert_eq!(calendar.between(past, start), TimeDelta::hours(2_000 * 5 * 8));
        // 50 years are 2608 weeks and a few days.
        assert!(calendar.add(start, TimeDelta::hours(2_608 * 40)).is_some());
        assert_eq!(calendar.add(start, TimeDelta::hours(2_610 * 40)), None);
    }
}

/// The local new year is another instant than that of UTC, and last year's night shift reaches into it.
#[test]
fn across_the_new_year() {
    let jayapura = || Compiled::always(Asia::Jayapura);
    let (from, to) = (utc("2025-12-31T15:30:00Z"), utc("2025-12-31T16:00:00Z"));
    assert_eq!(jayapura().between(from, to), to - from);
    let (from, to) = (utc("2026-01-01T04:30:00Z"), utc("2026-01-01T04:45:00Z"));
    assert_eq!(Compiled::always(chrono_tz::America::New_York).between(from, to), to - from);
    let night = calendar("UTC", serde_json::json!({ "WED": [["22:00", "40:00"]], "THU": [["01:00", "02:00"]] }));
    let night = night.compile(&[], Tz::UTC).unwrap();
    let (from, to) = (utc("2026-01-01T15:00:00Z"), utc("2026-01-01T17:00:00Z"));
    assert_eq!(night.between(from, to), TimeDelta::hours(1));
    assert_eq!(night.close_of_business(date("2026-01-01")), Some(utc("2026-01-01T16:00:00Z")));
}

/// The budget ends as the pause begins: due then, and not after the pause.
#[test]
fn due_at_the_beginning_of_a_pause() {
    let (calendar, zone) = (compiled("ASN5", Asia::Jakarta), Asia::Jakarta);
    let (start, pause) = (local(zone, "2026-07-06 08:00"), local(zone, "2026-07-06 10:00"));
    let endless = [pause..DateTime::<Utc>::MAX_UTC];
    assert_eq!(calendar.add_running(start, TimeDelta::hours(2), &endless), Some(pause));
    let more = TimeDelta::hours(2) + TimeDelta::microseconds(1);
    assert_eq!(calendar.add_running(start, more, &endless), None);
    let ended = [pause..pause + TimeDelta::hours(1)];
    assert_eq!(calendar.add_running(start, TimeDelta::hours(2), &ended), Some(pause));
    // A start within a pause is only the start of waiting, but no work needs no time.
    assert_eq!(calendar.add_running(pause, TimeDelta::zero(), &ended), Some(pause));
    assert_eq!(calendar.add_running(pause, TimeDelta::hours(1), &ended), Some(local(zone, "2026-07-06 12:00")));
}

#[test]
fn a_calendar_that_never_opens() {
    let calendar = calendar("Asia/Jakarta", serde_json::json!({ "MON": [] })).compile(&[], Tz::UTC).unwrap();
    let start = utc("2026-07-06T01:00:00Z");
    assert_eq!(calendar.add(start, TimeDelta::microseconds(1)), None);
    assert_eq!(calendar.add(start, TimeDelta::zero()), Some(start));
    assert_eq!(calendar.next_opening(start), None);
    assert_eq!(calendar.business_days(start, 0), None);
    assert_eq!(calendar.between(start, utc("2090-01-01T00:00:00Z")), TimeDelta::zero());
}

#[test]
fn threads_share_one_calendar() {
    let calendar = compiled("ASN5", Asia::Jakarta);
    let start = local(Asia::Jakarta, "2026-07-06 09:00");
    let expected = compiled("ASN5", Asia::Jakarta);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (calendar, expected) = (&calendar, &expected);
            scope.spawn(move || {
                for step in 0..20 {
                    let work = TimeDelta::hours(step * 700 + thread);
                    assert_eq!(calendar.add(start, work), expected.add(start, work));
                }
            });
        }
    });
}
