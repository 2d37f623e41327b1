//! Why a clock is due when it is: the policy and the calendar, the time that counted day by day, what did not count and why, and the sum. As data, and
//! as sentences ready to be shown.

use super::basis::Basis;
use super::clock::derived_now;
use super::{Clock, ClockKind, ClockState, Why, derive};
use crate::directory::Directory;
use crate::person::Language;
use crate::ticket::Ticket;
use crate::time::{Compiled, Rule, Target, TargetUnit, running};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use std::fmt::Write as _;
use std::ops::Range;

/// An explanation lists at most the days of so long: who waits longer is told the rest as a sum.
const LONGEST: TimeDelta = TimeDelta::days(400);

/// Why a clock is due when it is.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The clock, derived as things are now.
    pub clock: Clock,
    /// Name of the policy, or of the legal deadline.
    pub policy: Option<String>,
    /// Name of the calendar; none: elapsed time counts.
    pub calendar: Option<String>,
    /// What was promised.
    pub target: Option<Target>,
    /// From when on it counts; none: not yet.
    pub from: Option<DateTime<Utc>>,
    /// The time there is.
    pub budget: Option<TimeDelta>,
    /// What counted, what stood still and what was closed, in the order of time: until it is due, or until it was paused or stopped.
    pub steps: Vec<Step>,
    /// The sum of what counted.
    pub counted: TimeDelta,
    zone: Tz,
}

/// A step of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Time that counted on one local date.
    Counted {
        /// The date.
        date: NaiveDate,
        /// When.
        spans: Vec<Range<DateTime<Utc>>>,
        /// What decided the hours.
        rule: Rule,
    },
    /// Days on which nothing counts.
    Closed {
        /// The first.
        from: NaiveDate,
        /// The last.
        to: NaiveDate,
        /// Why.
        rule: Rule,
    },
    /// The clock stood still.
    Paused {
        /// From when on.
        from: DateTime<Utc>,
        /// Until when; none: still.
        to: Option<DateTime<Utc>>,
        /// Why.
        why: Why,
        /// Working time that did not count.
        lost: TimeDelta,
    },
}

/// Explains a clock of a ticket, as the organisation is now.
pub fn explain(directory: &Directory, ticket: &Ticket, stored: &Clock, now: DateTime<Utc>) -> Explanation {
    let clock = derived_now(directory, ticket, stored);
    let basis = Basis::kept(directory, ticket, &clock);
    let derived = derive::derive(clock.kind, &clock.segments, basis.terms());
    let elapsed = basis.target.is_some_and(|target| target.unit == TargetUnit::CalendarMinutes);
    let book = directory.book();
    let policy = clock.policy.as_deref().map(|code| match clock.kind {
        ClockKind::Legal => book.legal(code).map_or(code, |deadline| deadline.name.as_str()).to_owned(),
        _ => book.policy(code).map_or(code, |policy| policy.name.as_str()).to_owned(),
    });
    let names = directory.calendar_names();
    let runs_on = basis.target.map_or(&*basis.compiled, |target| target.runs_on(&basis.compiled));
    let pauses = derive::pauses(clock.kind, &clock.segments, basis.third_party);
    let paused_since = clock.segments.last().filter(|_| clock.state == ClockState::Paused).map(|last| last.from);
    let until = clock.ended_at.or(paused_since).or(clock.due_at).unwrap_or(now);
    let (mut steps, mut counted) = (Vec::new(), TimeDelta::zero());
    if let Some(from) = basis.from {
        let stretches = running(from, until.max(from), &pauses);
        counted = stretches.iter().fold(counted, |sum, it| sum + runs_on.between(it.start, it.end));
        let shown = from + LONGEST;
        let stretches = stretches.into_iter().filter(|it| it.start < shown).map(|it| it.start..it.end.min(shown));
        steps = counted_and_closed(runs_on, from, &stretches.collect::<Vec<_>>());
        steps.extend(clock.segments.iter().filter(|it| it.why.pauses(clock.kind, basis.third_party)).map(|it| {
            let lost = runs_on.between(it.from.max(from), it.to.unwrap_or(now).max(from));
            Step::Paused { from: it.from, to: it.to, why: it.why, lost }
        }));
        let zone = directory.zone();
        steps.sort_by_key(|step| step.begins(zone));
    }
    Explanation {
        policy,
        calendar: (!elapsed).then(|| names.get(&basis.calendar).unwrap_or(&basis.calendar).clone()),
        target: basis.target,
        from: basis.from,
        budget: derived.budget,
        steps,
        counted,
        zone: directory.zone(),
        clock,
    }
}

/// The dates from the beginning to the end of the stretches: with what counted on them, or closed.
fn counted_and_closed(calendar: &Compiled, from: DateTime<Utc>, stretches: &[Range<DateTime<Utc>>]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for span in stretches.iter().flat_map(|it| calendar.spans(it.start, it.end)) {
        let more = span.from..span.to;
        match steps.last_mut() {
            Some(Step::Counted { date, spans, .. }) if *date == span.date => spans.push(more),
            _ => steps.push(Step::Counted { date: span.date, spans: vec![more], rule: span.rule }),
        }
    }
    let Some(last) = stretches.last() else { return steps };
    for day in calendar.days(calendar.local_date(from), calendar.local_date(last.end)) {
        if day.is_business_day() {
            continue;
        }
        match steps.last_mut() {
            Some(Step::Closed { to, rule, .. })
                if *rule == day.rule && to.checked_add_days(Days::new(1)) == Some(day.date) =>
            {
                *to = day.date;
            }
            _ => steps.push(Step::Closed { from: day.date, to: day.date, rule: day.rule }),
        }
    }
    steps
}

impl Step {
    fn begins(&self, zone: Tz) -> (NaiveDate, Option<DateTime<Utc>>) {
        match self {
            Self::Counted { date, spans, .. } => (*date, spans.first().map(|span| span.start)),
            Self::Closed { from, .. } => (*from, None),
            Self::Paused { from, .. } => (from.with_timezone(&zone).date_naive(), Some(*from)),
        }
    }
}

impl Explanation {
    /// One line, as in a message: what was promised, and when it is due or what is left.
    pub fn line(&self, language: Language) -> String {
        let say = Say { language, zone: self.zone };
        let kind = say.kind(self.clock.kind);
        let Some(target) = self.target else {
            return say.pick(
                format!("{kind}: waktu dicatat tanpa target."),
                format!("{kind}: time is recorded, there is no target."),
            );
        };
        let promised = say.target(target);
        let end = match (self.clock.state, self.clock.due_at, self.clock.time_left) {
            (ClockState::Paused, None, Some(left)) => {
                let left = say.duration(TimeDelta::microseconds(left));
                say.pick(format!("berhenti sementara, sisa {left}"), format!("standing still, {left} left"))
            }
            (ClockState::Paused, None, None) => {
                say.pick("mulai dihitung setelah berkas lengkap".into(), "counts once the file is complete".into())
            }
            (_, Some(due), _) => {
                let due = say.instant(due);
                say.pick(format!("jatuh tempo {due}"), format!("due {due}"))
            }
            (_, None, _) => say.pick("tidak pernah jatuh tempo".into(), "never due".into()),
        };
        let late = self.clock.breached_at.map(|at| {
            let at = say.instant(at);
            let why = match (self.clock.by_change, language) {
                (false, _) => "",
                (true, Language::Indonesian) => " karena perubahan kebijakan atau kalender",
                (true, Language::English) => " by an edit of policy or calendar",
            };
            say.pick(format!("; terlambat sejak {at}{why}"), format!("; late since {at}{why}"))
        });
        format!("{kind}: {promised}, {end}{}.", late.unwrap_or_default())
    }

    /// Everything, a sentence a line.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let say = Say { language, zone: self.zone };
        let mut lines = vec![self.line(language)];
        let policy = self.policy.as_deref().unwrap_or("–");
        lines.push(match &self.calendar {
            Some(calendar) => say.pick(
                format!("Kebijakan {policy}, kalender {calendar}."),
                format!("Policy {policy}, calendar {calendar}."),
            ),
            None => say.pick(
                format!("Kebijakan {policy}; setiap jam dihitung, juga di luar jam kerja."),
                format!("Policy {policy}; every hour counts, also outside working hours."),
            ),
        });
        let Some(from) = self.from else { return lines };
        let start = say.instant(from);
        lines.push(match (self.target.map(|target| target.unit), self.budget) {
            (Some(TargetUnit::BusinessDays), Some(budget)) => {
                let budget = say.duration(budget);
                say.pick(
                    format!("Dihitung sejak {start}; sampai tutup jam kerja hari terakhir ada waktu kerja {budget}."),
                    format!("Counts from {start}; until close of business on the last day there are {budget} of working time."),
                )
            }
            _ => say.pick(format!("Dihitung sejak {start}."), format!("Counts from {start}.")),
        });
        lines.extend(self.steps.iter().map(|step| say.step(step)));
        let (counted, budget) = (say.duration(self.counted), self.budget.map(|budget| say.duration(budget)));
        lines.push(match budget {
            Some(budget) => {
                say.pick(format!("Jumlah: {counted} dari {budget}."), format!("Sum: {counted} of {budget}."))
            }
            None => say.pick(format!("Jumlah: {counted}."), format!("Sum: {counted}.")),
        });
        lines
    }
}

/// Hours, minutes and seconds in words, as far as there are any.
pub fn duration(language: Language, time: TimeDelta) -> String {
    let seconds = time.num_seconds();
    let (sign, seconds) = if seconds < 0 { ("-", -seconds) } else { ("", seconds) };
    let (units, nothing) = match language {
        Language::Indonesian => (["jam", "menit", "detik"], "0 menit"),
        Language::English => (["h", "min", "s"], "0 min"),
    };
    let amounts = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    let shown = amounts.into_iter().zip(units).filter(|(amount, _)| *amount > 0);
    let words: Vec<String> = shown.map(|(amount, unit)| format!("{amount} {unit}")).collect();
    if words.is_empty() { nothing.to_owned() } else { format!("{sign}{}", words.join(" ")) }
}

/// Words for people, in one language and zone.
struct Say {
    language: Language,
    zone: Tz,
}

const DAYS: [(&str, &str); 7] =
    [("Sen", "Mon"), ("Sel", "Tue"), ("Rab", "Wed"), ("Kam", "Thu"), ("Jum", "Fri"), ("Sab", "Sat"), ("Min", "Sun")];
const MONTHS: [(&str, &str); 12] = [
    ("Jan", "Jan"),
    ("Feb", "Feb"),
    ("Mar", "Mar"),
    ("Apr", "Apr"),
    ("Mei", "May"),
    ("Jun", "Jun"),
    ("Jul", "Jul"),
    ("Agu", "Aug"),
    ("Sep", "Sep"),
    ("Okt", "Oct"),
    ("Nov", "Nov"),
    ("Des", "Dec"),
];

impl Say {
    fn pick(&self, indonesian: String, english: String) -> String {
        match self.language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }

    fn word(&self, (indonesian, english): (&'static str, &'static str)) -> &'static str {
        match self.language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }

    fn kind(&self, kind: ClockKind) -> &'static str {
        self.word(match kind {
            ClockKind::FirstResponse => ("Respons pertama", "First response"),
            ClockKind::Tier1 => ("Tier 1", "Tier 1"),
            ClockKind::Tier2Accept => ("Penerimaan Tier 2", "Tier 2 acceptance"),
            ClockKind::Tier2 => ("Tier 2", "Tier 2"),
            ClockKind::Resolution => ("Penyelesaian", "Resolution"),
            ClockKind::Legal => ("Tenggat hukum", "Legal deadline"),
        })
    }

    fn target(&self, target: Target) -> String {
        let minutes = || self.duration(TimeDelta::minutes(target.value.into()));
        match target.unit {
            TargetUnit::BusinessDays => {
                self.pick(format!("{} hari kerja", target.value), format!("{} business days", target.value))
            }
            TargetUnit::WorkingMinutes => {
                self.pick(format!("{} kerja", minutes()), format!("{} of working time", minutes()))
            }
            TargetUnit::CalendarMinutes => minutes(),
        }
    }

    fn duration(&self, time: TimeDelta) -> String {
        duration(self.language, time)
    }

    fn date(&self, date: NaiveDate) -> String {
        let day = self.word(DAYS[date.weekday().num_days_from_monday() as usize]);
        format!("{day} {} {}", date.day(), self.word(MONTHS[date.month0() as usize]))
    }

    fn time(&self, at: DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.zone);
        let text =
            if at.format("%S").to_string() == "00" { at.format("%H:%M") } else { at.format("%H:%M:%S") }.to_string();
        match self.language {
            Language::Indonesian => text.replace(':', "."),
            Language::English => text,
        }
    }

    fn instant(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        format!("{} {} {} {}", self.date(local.date_naive()), local.year(), self.time(at), local.format("%Z"))
    }

    fn step(&self, step: &Step) -> String {
        match step {
            Step::Counted { date, spans, rule } => {
                let mut line = format!("{}: ", self.date(*date));
                for (i, span) in spans.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    // Writing into a String cannot fail.
                    let _ = write!(line, "{comma}{}–{}", self.time(span.start), self.time(span.end));
                }
                let sum = spans.iter().fold(TimeDelta::zero(), |sum, it| sum + (it.end - it.start));
                let _ = write!(line, " = {}", self.duration(sum));
                match rule {
                    Rule::Range { name } | Rule::Single { name } | Rule::Holiday { name, .. } => {
                        let _ = write!(line, " ({name})");
                    }
                    Rule::Always | Rule::Week | Rule::NoSuchDate | Rule::OutOfRange => {}
                }
                line
            }
            Step::Closed { from, to, rule } => {
                let why = match rule {
                    Rule::Holiday { name, .. } | Rule::Range { name } | Rule::Single { name } => name.as_str(),
                    Rule::Always | Rule::Week | Rule::NoSuchDate | Rule::OutOfRange => {
                        self.word(("bukan hari kerja", "no working day"))
                    }
                };
                let dates =
                    if from == to { self.date(*from) } else { format!("{} – {}", self.date(*from), self.date(*to)) };
                format!("{dates}: {why}")
            }
            Step::Paused { from, to, why, lost } => {
                let why = self.word(match why {
                    Why::Requester => ("menunggu pelapor", "waiting for the requester"),
                    Why::ThirdParty => (
                        "menunggu pihak ketiga, di luar kendali daerah",
                        "waiting for a third party, outside the region's control",
                    ),
                    Why::ChosenSchedule => {
                        ("menunggu jadwal pilihan pelapor", "waiting for the date the requester chose")
                    }
                    Why::Approval => ("menunggu persetujuan", "waiting for approval"),
                    Why::Done => ("selesai sampai dibuka kembali", "done until it was reopened"),
                    Why::Work | Why::OwnSchedule => ("dikerjakan", "worked on"),
                });
                let until = match to {
                    Some(to) => self.instant(*to),
                    None => self.word(("sekarang", "now")).to_owned(),
                };
                let (from, lost) = (self.instant(*from), self.duration(*lost));
                self.pick(
                    format!("Berhenti {from} – {until}: {why} ({lost} tidak dihitung)"),
                    format!("Paused {from} – {until}: {why} ({lost} not counted)"),
                )
            }
        }
    }
}
