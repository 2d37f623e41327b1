//! `tanggap replay`: drives an old incident log through the desk's own commands, with a still clock that stands at the time of each update.
//!
//! A region that comes from another service desk can see before it moves whether its log fits into the desk's rules: every incident has to end in the
//! state that the log says, and what the desk refused on the way is told with its reason. It is a subcommand of the program, because it needs what the
//! program has, its settings and its database, and because what was replayed can then be looked at with `tanggap serve`. It writes to a database of its
//! own only: events of 2016 between those of today would be nobody's record.
//!
//! [`log`] reads the file, [`region`] makes the organisation that it implies, [`play`] tells it, [`clocks`] looks at what became of the SLA.
//!
//! What it prints to standard output depends on the log alone: two replays print the same bytes, on either database. How long it took goes to standard
//! error.

use crate::config::Config;
use crate::open::{self, Schema};
use crate::stop::Stop;
use chrono::TimeDelta;
use chrono_tz::Tz;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::clock::{Clock, StillClock, SystemClock};
use desk::id::TicketId;
use desk::person::Language;
use desk::refusal::Refusal;
use desk::ticket::Status;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub mod clocks;
pub mod log;
pub mod play;
pub mod region;

/// A command that the desk refused.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The incident.
    pub number: String,
    /// The line of the log.
    pub line: u64,
    /// The command.
    pub what: String,
    /// Why.
    pub refusal: Refusal,
}

/// What was told.
#[derive(Debug, Default)]
pub struct Told {
    /// Updates of the log.
    pub updates: usize,
    /// Commands that were tried.
    pub commands: usize,
    /// Commands that were done, by name.
    pub done: BTreeMap<String, usize>,
    /// The tickets, by the numbers of their incidents, in the order of the log.
    pub tickets: Vec<(String, TicketId)>,
    /// Updates after which the ticket had the status that the log says.
    pub in_step: usize,
    /// Updates after which it had another: what the log says, what it was, how often.
    pub otherwise: BTreeMap<(Status, Status), usize>,
    /// Tickets by the status they ended in.
    pub ends: BTreeMap<Status, usize>,
    /// Incidents that ended otherwise than the log says; none, unless something is wrong.
    pub ended_otherwise: Vec<(String, Status, Status)>,
    /// Tickets whose priority is that of the log in the end.
    pub same_priority: usize,
    /// Reopenings, as the log counts them.
    pub log_reopenings: usize,
    /// Changes of the group, as the log shows them.
    pub log_moves: usize,
    /// What was refused.
    pub refusals: Vec<Refused>,
}

/// A replay, to be printed.
#[derive(Debug)]
pub struct Report {
    /// Incidents of the log.
    pub incidents: usize,
    /// What was told.
    pub told: Told,
    /// States of the log that nobody knows.
    pub unknown: Vec<log::Unknown>,
    /// What came first of what happened at the same time.
    pub order: log::Order,
    /// What became of the clocks.
    pub clocks: clocks::Clocks,
    /// Events that the log's updates left on record.
    pub events: u64,
    /// How long that took.
    pub took: Duration,
    /// How long the organisation took.
    pub settling: Duration,
    /// What the verification of the whole record says.
    pub audit: desk::audit::verify::Report,
}

impl Report {
    /// Whether every state of the log is known, every incident ended as the log says, every clock follows from its segments, and the record holds.
    pub fn is_good(&self) -> bool {
        self.told.ended_otherwise.is_empty()
            && self.unknown.is_empty()
            && self.told.ends.values().sum::<usize>() == self.incidents
            && self.audit.is_clean()
            && self.clocks.changed.is_empty()
    }

    /// How long it took, which is never the same twice.
    pub fn times(&self) -> String {
        let per_second = self.events as f64 / self.took.as_secs_f64().max(0.001);
        format!(
            "{} peristiwa dalam {:.1} s ({per_second:.0} per detik); organisasi: {:.1} s",
            self.events,
            self.took.as_secs_f64(),
            self.settling.as_secs_f64()
        )
    }
}

/// Replays a log into a new database.
pub async fn run(config: &Config, file: &Path, zone: Tz) -> Result<(), Stop> {
    let log = log::read(file, zone)?;
    let began = log.incidents.iter().flat_map(|incident| &incident.updates).map(|update| update.at).min();
    // Two days for the organisation to be there before anything happens in it.
    let began = began.unwrap_or_else(|| SystemClock.now()) - TimeDelta::days(2);
    let clock = Arc::new(StillClock::at(began));
    let desk = open::with_clock(config, clock.clone()).await?;
    if open::schema(&desk).await? != Schema::None {
        return Err(Stop::wrong(format!(
            "Basis data {:?} sudah dipakai. Log lama hanya diputar ulang ke basis data baru; sebutkan folder lain (--data-dir).",
            config.database_url
        )));
    }
    open::up(&desk).await?;
    let report = tell(&desk, &clock, &log, zone).await?;
    desk.close().await?;
    print!("{report}");
    eprintln!("{}", report.times());
    if report.is_good() {
        return Ok(());
    }
    Err(Stop::failed(
        "Ada keadaan yang tidak dikenal, insiden yang berakhir lain dari log, jam yang berubah, atau catatan yang tidak utuh.",
    ))
}

/// Tells a log to an empty desk that runs on `clock`, and verifies the record.
pub async fn tell(desk: &desk::Desk, clock: &StillClock, log: &log::Log, zone: Tz) -> Result<Report, desk::Error> {
    let incidents = log.incidents.as_slice();
    let begin = Instant::now();
    let region = region::Region::settle(desk, incidents, zone).await?;
    let settling = begin.elapsed();
    let before = desk.audit_verify(&Caller::CONSOLE, Trust::default()).await?;
    let begin = Instant::now();
    let told = play::Player::new(desk, clock, &region).play(incidents).await?;
    let took = begin.elapsed();
    let clocks = clocks::Clocks::of(desk, &told.tickets).await?;
    let audit = desk.audit_verify(&Caller::CONSOLE, Trust::default()).await?;
    // Of the events since then, one is that somebody has verified the record.
    let events = (audit.events - before.events).saturating_sub(1);
    let (unknown, order) = (log.unknown.clone(), log.order);
    Ok(Report { incidents: incidents.len(), told, unknown, order, clocks, events, took, settling, audit })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = &self.told;
        let done = |what: &str| told.done.get(what).copied().unwrap_or(0);
        writeln!(f, "Insiden: {}, pembaruan: {}, perintah: {}", self.incidents, told.updates, told.commands)?;
        let order = match self.order {
            log::Order::Counted => "menurut sys_mod_count",
            log::Order::Downwards => "dari baris atas ke bawah",
            log::Order::Upwards => "dari baris bawah ke atas, sebab log ini yang terbaru di atas",
        };
        writeln!(f, "Urutan pada waktu yang sama: {order}")?;
        writeln!(f, "Keadaan yang tidak dikenal: {}", self.unknown.len())?;
        for log::Unknown { line, word } in self.unknown.iter().take(20) {
            writeln!(f, "  baris {line}: “{word}”")?;
        }
        writeln!(f, "Keadaan akhir:")?;
        for (status, count) in &told.ends {
            writeln!(f, "  {status}: {count}")?;
        }
        writeln!(f, "Berakhir lain dari log: {}", told.ended_otherwise.len())?;
        for (number, said, is) in told.ended_otherwise.iter().take(20) {
            writeln!(f, "  {number}: menurut log {said}, di sini {is}")?;
        }
        writeln!(f, "Status sama dengan log setelah {} dari {} pembaruan; selebihnya:", told.in_step, told.updates)?;
        for ((said, is), count) in &told.otherwise {
            writeln!(f, "  menurut log {said}, di sini {is}: {count}")?;
        }
        writeln!(f, "Prioritas akhir sama dengan log: {} dari {}", told.same_priority, self.incidents)?;
        writeln!(f, "Dibuka kembali: {} (menurut log {})", done("Reopen"), told.log_reopenings)?;
        writeln!(
            f,
            "Berpindah grup: {} eskalasi + {} alih tim + {} kembali ke Tier 1 (menurut log {})",
            done("Escalate"),
            done("HandOver"),
            done("Return"),
            told.log_moves
        )?;
        writeln!(f, "Menunggu: {} pelapor, {} pihak ketiga", done("Ask"), done("Hold"))?;
        let (own, others): (Vec<_>, Vec<_>) = told.refusals.iter().partition(|refused| refused.by_disorder());
        writeln!(f, "Ditolak karena urutan log sendiri tidak masuk akal: {}", own.len())?;
        refusals(f, &own)?;
        writeln!(f, "Ditolak karena sebab lain: {}", others.len())?;
        refusals(f, &others)?;
        write!(f, "{}", self.clocks)?;
        let verdict = if self.audit.is_clean() { "utuh" } else { "TIDAK UTUH" };
        let (streams, all) = (self.audit.streams, self.audit.events);
        writeln!(f, "Catatan {verdict}: {streams} aliran, {all} peristiwa, {} di antaranya dari log", self.events)
    }
}

/// Refusals that are alike in one line, with the first of them as an example.
fn refusals(f: &mut fmt::Formatter<'_>, refused: &[&Refused]) -> fmt::Result {
    let mut alike: BTreeMap<(&str, String), Vec<&Refused>> = BTreeMap::new();
    for refused in refused {
        let why = refused.refusal.sentence(Language::Indonesian);
        alike.entry((&refused.what, why)).or_default().push(refused);
    }
    for ((what, why), refused) in alike {
        let example = refused.first().map_or(String::new(), |first| format!("{} baris {}", first.number, first.line));
        writeln!(f, "  {} × {what}: {why} (misalnya {example})", refused.len())?;
    }
    Ok(())
}
