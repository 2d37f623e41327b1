//! What became of the SLA clocks of a replayed log: for each kind how many were kept, late or ended otherwise, and how long they stood still; the
//! slowest tickets with their explanations; and whether every clock, derived anew from its segments, is the one that is stored.

use chrono::TimeDelta;
use desk::Actor;
use desk::Desk;
use desk::event::Recorded;
use desk::id::TicketId;
use desk::person::Language;
use desk::refusal::Outcome;
use desk::sla::basis::Basis;
use desk::sla::clock::rederived;
use desk::sla::derive;
use desk::sla::explain::{self, Step};
use desk::sla::{ClockKind, ClockState};
use desk::store;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// How many of the slowest are explained.
const SLOWEST: usize = 10;
/// How many tickets are read at a time.
const PAGE: usize = 200;

/// The clocks of one kind.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many, by where they stand.
    pub states: BTreeMap<ClockState, usize>,
    /// How many of those that had not ended with the log were late.
    pub open_and_late: usize,
    /// Working time that did not count because they stood still.
    pub paused: TimeDelta,
}

/// A promise to a requester that took long, and why it was due when it was.
#[derive(Debug)]
pub struct Slow {
    /// The incident in the log.
    pub number: String,
    /// The time that has counted, until it was stopped or the log ended.
    pub counted: TimeDelta,
    /// The explanation, a sentence a line.
    pub sentences: Vec<String>,
}

/// What became of the clocks.
#[derive(Debug, Default)]
pub struct Clocks {
    /// By kind.
    pub kinds: BTreeMap<ClockKind, Tally>,
    /// The slowest, the slowest first.
    pub slowest: Vec<Slow>,
    /// Clocks that were derived anew.
    pub rederived: usize,
    /// Of them those that came out otherwise; none, unless something is wrong.
    pub changed: Vec<(String, ClockKind, i32)>,
    /// What was done by the hand of the clock: kinds of events, and how often.
    pub by_clock: BTreeMap<String, usize>,
}

impl Clocks {
    /// Looks at the clocks of these tickets, told by their numbers in the log.
    pub async fn of(desk: &Desk, tickets: &[(String, TicketId)]) -> Outcome<Self> {
        let (directory, now, db) = (desk.directory().await?, desk.now(), desk.store().read());
        let mut it = Self::default();
        for page in tickets.chunks(PAGE) {
            let ids: Vec<TicketId> = page.iter().map(|(_, id)| *id).collect();
            let rows = store::ticket::by_ids(&db, &ids).await?;
            let rows: HashMap<TicketId, _> = rows.into_iter().map(|row| (row.id, row)).collect();
            let mut clocks: HashMap<TicketId, Vec<_>> = HashMap::new();
            for clock in store::sla::clocks_of(&db, &ids).await? {
                clocks.entry(clock.ticket_id).or_default().push(clock);
            }
            for (number, id) in page {
                let Some(ticket) = rows.get(id) else { continue };
                for clock in clocks.remove(id).unwrap_or_default() {
                    it.rederived += 1;
                    if rederived(&directory, ticket, &clock) != clock {
                        it.changed.push((number.clone(), clock.kind, clock.stay));
                    }
                    let why = explain::explain(&directory, ticket, &clock, None, now);
                    let lost = |step: &Step| match step {
                        Step::Paused { lost, .. } => *lost,
                        Step::Counted { .. } | Step::Closed { .. } => TimeDelta::zero(),
                    };
                    let tally = it.kinds.entry(clock.kind).or_default();
                    *tally.states.entry(clock.state).or_default() += 1;
                    tally.open_and_late += usize::from(clock.state.is_open() && clock.breached_at.is_some());
                    tally.paused += why.steps.iter().map(lost).sum::<TimeDelta>();
                    if clock.kind == ClockKind::Resolution {
                        // The explanation of one that runs ends where it is due; how long it has taken goes on.
                        let basis = Basis::kept(&directory, ticket, &clock);
                        let runs_on = basis.target.map_or(&*basis.compiled, |target| target.runs_on(&basis.compiled));
                        let pauses = derive::pauses(clock.kind, &clock.segments, basis.third_party);
                        let until = clock.ended_at.unwrap_or(now);
                        it.keep_slow(Slow {
                            number: number.clone(),
                            counted: runs_on.between_running(clock.started_at, until, &pauses),
                            sentences: why.sentences(Language::Indonesian),
                        });
                    }
                }
                for event in store::record::events_after(&db, &ticket.stream(), 0).await? {
                    if event.actor == Actor::Clock.to_string() {
                        *it.by_clock.entry(event.kind).or_default() += 1;
                    }
                }
            }
        }
        it.slowest.truncate(SLOWEST);
        Ok(it)
    }

    fn keep_slow(&mut self, slow: Slow) {
        let faster = |other: &Slow| (other.counted, &slow.number) >= (slow.counted, &other.number);
        let place = self.slowest.partition_point(faster);
        self.slowest.insert(place, slow);
        self.slowest.truncate(SLOWEST);
    }
}

impl fmt::Display for Clocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |time| explain::duration(Language::Indonesian, time);
        let by_clock: Vec<String> = self.by_clock.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        writeln!(f, "Oleh jam: {}", if by_clock.is_empty() { "–".to_owned() } else { by_clock.join(", ") })?;
        writeln!(f, "Jam SLA:")?;
        for (kind, tally) in &self.kinds {
            let states: Vec<String> = tally.states.iter().map(|(state, count)| format!("{state} {count}")).collect();
            write!(f, "  {kind}: {}", states.join(", "))?;
            if tally.open_and_late > 0 {
                write!(f, " (masih berjalan dan terlambat {})", tally.open_and_late)?;
            }
            writeln!(f, "; berhenti sementara {} kerja", words(tally.paused))?;
        }
        writeln!(f, "Penyelesaian paling lama:")?;
        for (n, slow) in self.slowest.iter().enumerate() {
            writeln!(f, "  {}. {}: {}", n + 1, slow.number, words(slow.counted))?;
            for sentence in &slow.sentences {
                writeln!(f, "     {sentence}")?;
            }
        }
        writeln!(f, "Diturunkan ulang dari segmennya: {} jam, berubah: {}", self.rederived, self.changed.len())?;
        for (number, kind, stay) in &self.changed {
            writeln!(f, "  {number}: {kind} ke-{stay}")?;
        }
        Ok(())
    }
}
