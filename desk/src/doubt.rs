//! A server's clock that jumped: noticed, told, and believed again only when an administrator says so or the clock is back. Each of the three is an event
//! of one stream, and the stream is all there is to know of it. That no jumped time gets into the desk is [`crate::clock::watch`]'s work; what is here
//! looks across restarts and instances, and tells.
//!
//! Across restarts a mark in the database says what time it was. On the same run of the machine the steady clock goes on, so a jump is seen whatever its
//! direction; after a restart of the machine only a clock that is behind what was already written can be told from one that is right. With PostgreSQL the
//! database's clock is asked first then: often it is another machine's. Each instance doubts its own clock and no other's: what one of them believes makes
//! nothing due on the others.

use crate::access::Matter;
use crate::caller::Caller;
use crate::clock::watch::TOLERANCE;
use crate::desk::Desk;
use crate::event::{Facts, Happened, Kind};
use crate::id::DoubtId;
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Conn, time_mark::Mark};
use crate::token::Needs;
use crate::view::Reader;
use crate::work::{Command, Work};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::Value;

mod looks;

pub(crate) use looks::Looks;

/// The stream that tells of doubts.
const STREAM: &str = "time/doubts";
/// So often it is written down what time it is.
const MARK_EVERY: TimeDelta = TimeDelta::seconds(30);
/// Marks of machines that have not been seen for so long are forgotten.
const MARKS_LAST: TimeDelta = TimeDelta::days(400);

/// A doubt about a server's clock that is not settled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Its id.
    pub id: DoubtId,
    /// Which run of which machine it is about.
    pub run: String,
    /// When it was noticed, by the time the desk goes on with.
    pub since: DateTime<Utc>,
    /// By how much the clock is ahead of that time; below zero: behind it.
    pub off: TimeDelta,
}

/// What the record says of doubts.
#[derive(Debug, Default)]
struct Record {
    open: Vec<Doubt>,
    /// Those that were confirmed, and at which difference.
    confirmed: Vec<(DoubtId, TimeDelta)>,
}

impl Record {
    async fn read(conn: &impl Conn) -> Outcome<Self> {
        let mut record = Self::default();
        for event in store::record::events_after(conn, STREAM, 0).await? {
            let Some(Happened { kind, facts, effective_at, .. }) = Happened::of(&event) else { continue };
            let Some(id) = facts.code("doubt") else { continue };
            let off = TimeDelta::microseconds(facts.number("off").unwrap_or_default());
            if kind == Kind::TimeDoubted {
                let run = facts.word("run").unwrap_or_default().to_owned();
                record.open.push(Doubt { id, run, since: effective_at, off });
                continue;
            }
            record.open.retain(|doubt| doubt.id != id);
            if kind == Kind::TimeConfirmed {
                record.confirmed.push((id, off));
            }
        }
        Ok(record)
    }
}

fn near(one: TimeDelta, other: TimeDelta) -> bool {
    (one - other).abs() <= TOLERANCE
}

impl Desk {
    /// Compares the clock with what was known before this process began. To be called before anything else is done with an open desk.
    pub async fn recall_time(&self) -> Outcome<()> {
        let db = self.store.read();
        let marks = store::time_mark::all(&db).await?;
        let (run, steady, wall) = (self.clock.run(), self.clock.steady(), self.clock.now());
        let of_database = store::time_mark::of_database(&db).await?;
        let newest = marks.iter().map(|mark| mark.at).max();
        if let Some(mark) = marks.iter().find(|mark| mark.run == run) {
            self.watch.remember(mark.at, mark.steady);
        } else if let Some(at) = of_database.filter(|at| (wall - *at).abs() > TOLERANCE) {
            self.watch.remember(at, steady);
        } else if let Some(at) = newest.filter(|at| *at - wall > TOLERANCE) {
            self.watch.remember(at, steady);
        }
        if let Some(off) = self.moment().off {
            tracing::warn!(
                seconds = off.num_seconds(),
                "the clock has been set while the program was not running: nothing falls due"
            );
        }
        Ok(())
    }

    /// Looks whether the clock is to be believed: tells when it is not, and when it is again, and hears whether an administrator believes it. To be called
    /// every second.
    pub async fn look_at_time(&self) -> Outcome<()> {
        let (moment, known) = (self.moment(), self.time_looks.known());
        let first = known.marked.is_none();
        if first || moment.off.is_some() || known.doubt.is_some() {
            self.settle(moment.off, known.doubt).await?;
        }
        let steady = self.clock.steady();
        let due = known.marked.is_none_or(|marked| (steady - marked).abs() >= MARK_EVERY);
        if due || known.doubt != self.time_looks.known().doubt {
            let now = self.now();
            let mark = Mark { run: self.clock.run().to_owned(), at: now, steady: self.clock.steady() };
            let tx = self.store.begin().await?;
            store::time_mark::note(&tx, &mark, now - MARKS_LAST).await?;
            tx.commit().await?;
            self.time_looks.learn(|known| known.marked = Some(steady));
        }
        Ok(())
    }

    /// Brings the record and the clock together.
    async fn settle(&self, off: Option<TimeDelta>, mine: Option<DoubtId>) -> Outcome<()> {
        let run = self.clock.run();
        // SQLite has one machine: whatever was doubted on an earlier run of it is this one's to settle.
        let ours = |doubt: &&Doubt| doubt.run == run || self.store.is_sqlite();
        let fits = |doubt: &&Doubt| off.is_some_and(|off| near(off, doubt.off));
        let record = Record::read(&self.store.read()).await?;
        // What was confirmed is the time that the clock had then, and no other that it was set to since.
        if record.confirmed.iter().any(|(id, at)| Some(*id) == mine && off.is_some_and(|off| near(off, *at))) {
            self.watch.believe(&*self.clock);
            self.time_looks.learn(|known| known.doubt = None);
            tracing::warn!("an administrator has confirmed the clock's new time");
            return Ok(());
        }
        let same = record.open.iter().filter(ours).find(fits).map(|doubt| doubt.id);
        let over: Vec<&Doubt> = record.open.iter().filter(ours).filter(|doubt| !fits(doubt)).collect();
        if over.is_empty() && (off.is_none() || same.is_some()) {
            self.time_looks.learn(|known| known.doubt = same);
            return Ok(());
        }
        let mut work = self.begin(&Caller::CLOCK).await?;
        work.begin_shared(STREAM).await?;
        // Read again where nobody else writes: another process of this machine may have been here first.
        let record = Record::read(&work.tx).await?;
        for doubt in record.open.iter().filter(ours).filter(|doubt| !fits(doubt)) {
            tell(&mut work, Kind::TimeReturned, Facts::new().with("doubt", doubt.id)).await?;
            tracing::warn!(doubt = %doubt.id, "the clock is right again");
        }
        let mut doubt = record.open.iter().filter(ours).find(fits).map(|doubt| doubt.id);
        if let (Some(off), None) = (off, doubt) {
            let id: DoubtId = work.id();
            let micros = off.num_microseconds().unwrap_or(i64::MAX);
            tell(&mut work, Kind::TimeDoubted, Facts::new().with("doubt", id).with("run", run).with("off", micros))
                .await?;
            tracing::error!(doubt = %id, seconds = off.num_seconds(), "the clock has jumped: nothing falls due until it is back or confirmed");
            doubt = Some(id);
        }
        self.tell(work.commit().await?);
        self.time_looks.learn(|known| known.doubt = doubt);
        Ok(())
    }

    /// The doubts that are not settled, of all instances.
    pub async fn time_doubts(&self) -> Outcome<Vec<Doubt>> {
        Ok(Record::read(&self.store.read()).await?.open)
    }
}

async fn tell(work: &mut Work<'_>, kind: Kind, facts: Facts) -> Outcome<()> {
    let now = work.now;
    work.append(STREAM, kind, facts, None, now).await
}

impl Reader {
    /// The doubts about servers' clocks that are not settled; for those who have to know.
    pub async fn time_doubts(&self) -> Outcome<Vec<Doubt>> {
        self.need(Matter::Time)?;
        self.desk().time_doubts().await
    }
}

/// Says that the new time of a server's clock is right: that server believes it, and what is due by it falls due.
#[derive(Debug, Clone, Serialize)]
pub struct ConfirmTime {
    /// The doubt.
    pub doubt: DoubtId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ConfirmTime {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = DoubtId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<DoubtId> {
        work.need(Matter::ConfirmTime)?;
        work.begin_shared(STREAM).await?;
        let open = Record::read(&work.tx).await?.open;
        let doubt = open.into_iter().find(|doubt| doubt.id == self.doubt).ok_or(Refusal::NotFound)?;
        let micros = doubt.off.num_microseconds().map(Value::from);
        tell(work, Kind::TimeConfirmed, Facts::new().with("doubt", doubt.id).with("off", micros)).await?;
        Ok(doubt.id)
    }
}
