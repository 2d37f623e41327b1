//! Business time, and clocks by the million: how long a due time takes to work out, how fast what falls due in one second is done while people go on
//! working, and how fast due times follow an edit.

use crate::ground::{Ground, PROMISED as PROMISED_SERVICE};
use crate::load::{Client, Run};
use crate::program::Program;
use crate::raw::Raw;
use crate::{Failure, Flags};
use chrono::{DateTime, TimeDelta, Utc};
use desk::Caller;
use desk::clock::{Chance, Clock, SystemClock};
use desk::id::TicketId;
use desk::sla::book::{Policy, Promise, When};
use desk::sla::policy::SavePolicies;
use desk::sla::{ClockKind, Recipient};
use desk::store::PoolSize;
use desk::ticket::TicketKind;
use desk::time::{Compiled, Target, TargetUnit};
use desk::{Desk, Parts};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

/// So many clocks are derived anew after an edit.
const REDERIVED: u64 = 100_000;
/// So many fall due in the same second.
const DUE: u64 = 10_000;
/// How long before they do their tickets are made: enough to make them.
const AHEAD: TimeDelta = TimeDelta::seconds(45);
/// What the tickets that fall due were promised: time that runs on any day, so that the bench runs on any day.
const PROMISED: Target = Target { value: 600, unit: TargetUnit::CalendarMinutes };
/// People at work meanwhile, and how often each of them does something.
const PEOPLE: usize = 4;
const PACE: Duration = Duration::from_millis(200);

/// Everything, on one database.
pub async fn measure(flags: &Flags, database: &str, folder: &Path) -> Result<(), Failure> {
    let raw = Raw::open(database).await?;
    println!("\n# SLA, {}", raw.describe().await?);
    let ground = Ground::make(database, folder, false).await?;
    let calendar = promise(database, folder).await?;
    let program = Program::start(flags, database, folder).await?;
    let mut bench = Bench { ground: &ground, program: &program, raw: &raw, calm: None, copies: 0 };
    bench.grow(REDERIVED.min(flags.clocks)).await?;
    bench.rederive(&calendar).await?;
    bench.grow(flags.clocks).await?;
    bench.fall_due().await?;
    println!("memory after the run: {}", program.memory()?);
    program.stop().await?;
    raw.close().await;
    Ok(())
}

/// How long `add` and `between` take: the same over a day and over ten years, since both look sums up.
pub fn arithmetic(calendar: &Compiled) {
    const TIMES: i64 = 200_000;
    println!("\n## Business time: {TIMES} times each, from as many instants of a year");
    let begin = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(365 * 56);
    for days in [1, 30, 3650] {
        let span = TimeDelta::days(days);
        // A stride that shares no divisor with a day, so that every hour comes up.
        let starts = || (0..TIMES).map(|n| begin + TimeDelta::seconds(n * 7919 % (365 * 86_400)));
        let mean = |took: Duration| took.as_secs_f64() * 1e9 / TIMES as f64;
        let works: Vec<TimeDelta> = starts().map(|start| calendar.between(start, start + span)).collect();
        let clock = Instant::now();
        for start in starts() {
            black_box(calendar.between(black_box(start), start + span));
        }
        let between = mean(clock.elapsed());
        let clock = Instant::now();
        for (start, work) in starts().zip(&works) {
            black_box(calendar.add(black_box(start), *work));
        }
        println!("{days:>5} days: between {between:.0} ns, add {:.0} ns", mean(clock.elapsed()));
    }
}

/// Adds a policy for what is to fall due, measures business time, and gives back the calendar that most work runs on.
async fn promise(database: &str, folder: &Path) -> Result<Arc<Compiled>, Failure> {
    let parts = Parts {
        database: database.to_owned(),
        pool: PoolSize::default(),
        files: folder.join("files"),
        clock: Arc::new(SystemClock),
        chance: Chance::from_system(),
    };
    let desk = Desk::open(parts).await?;
    let directory = desk.directory().await?;
    let calendar = directory.calendar("ASN5").ok_or("there is no calendar ASN5")?.clone();
    arithmetic(&calendar);
    let promise = Promise {
        target: PROMISED,
        calendar: "SERVICE".into(),
        without_on_call: None,
        warnings: Vec::new(),
        on_breach: vec![Recipient::Assignee, Recipient::Tier1, Recipient::Coordinator],
        breach_actions: Vec::new(),
    };
    let mut book = directory.book().clone();
    book.rules.insert(
        0,
        Policy {
            code: "BENCH".into(),
            name: "Bench".into(),
            when: When {
                kinds: vec![TicketKind::Incident],
                services: vec![PROMISED_SERVICE.into()],
                ..When::default()
            },
            count_from: Default::default(),
            third_party: Default::default(),
            on_reopen: Default::default(),
            targets: BTreeMap::from([(ClockKind::Resolution, Some(promise))]),
            basis: String::new(),
            note: String::new(),
        },
    );
    desk.act(&Caller::CONSOLE, SavePolicies { book, seen: directory.book_version() }).await?;
    // By the time the program runs, what the demo told is derived from these policies.
    desk.recompute().await?;
    desk.close().await?;
    Ok(calendar)
}

struct Bench<'a> {
    ground: &'a Ground,
    program: &'a Program,
    raw: &'a Raw,
    /// A ticket on which nothing falls due for days, of which most are copies.
    calm: Option<TicketId>,
    /// How many copies of it there are.
    copies: u64,
}

const OPEN: &str =
    "mutation ($input: TicketOpenInput!) { it: ticketOpen(input: $input) { ticket { id } userErrors { code } } }";
const RECORD: &str =
    "mutation ($input: TicketRecordInput!) { it: ticketRecord(input: $input) { ticket { id } userErrors { code } } }";
const REPLY: &str =
    "mutation ($input: TicketReplyInput!) { it: ticketReply(input: $input) { ticket { id } userErrors { code } } }";
const HOLIDAY: &str =
    "mutation ($input: HolidaySaveInput!) { it: holidaySave(input: $input) { id userErrors { code message } } }";

fn say(query: &str, input: Value) -> String {
    json!({ "query": query, "variables": { "input": input } }).to_string()
}

fn report(service: &str) -> Value {
    json!({
        "kind": "INCIDENT", "service": service, "title": "Internet kantor lambat",
        "description": "Sejak pagi internet di ruang pelayanan lambat. Mohon bantuannya.",
        "location": "Ruang pelayanan", "impact": "PERSON", "urgency": "LOW",
    })
}

fn ticket_of(answer: &Value) -> Result<TicketId, Failure> {
    Ok(answer["data"]["it"]["ticket"]["id"].as_str().ok_or("no ticket")?.parse()?)
}

impl Bench<'_> {
    async fn client(&self, token: &str) -> Result<Client, Failure> {
        Client::open(&self.program.address, token).await
    }

    /// Copies the calm ticket until about `clocks` of its kind run.
    async fn grow(&mut self, clocks: u64) -> Result<(), Failure> {
        let calm = match self.calm {
            Some(calm) => calm,
            None => {
                let mut client = self.client(&self.ground.reporters[0]).await?;
                let open = say(OPEN, json!({ "report": report(&self.ground.service.to_string()) }));
                ticket_of(&client.say(open).await?)?
            }
        };
        self.calm = Some(calm);
        let each = self.raw.running_clocks_of(calm).await?.max(1);
        let until = clocks / each;
        let begin = Instant::now();
        self.raw.copy_ticket(calm, self.copies + 1, until).await?;
        self.copies = self.copies.max(until);
        println!(
            "\n## {} clocks run, {each} on each of {until} tickets that are bulk copies of one (with clocks and heads of streams, without texts and events; {:.0} s)",
            each * until,
            begin.elapsed().as_secs_f64()
        );
        Ok(())
    }

    /// A holiday on the day on which the calm tickets fall due.
    async fn rederive(&self, calendar: &Compiled) -> Result<(), Failure> {
        let today = SystemClock.now();
        let next = calendar.business_days(today, 1).ok_or("a calendar that never opens")?;
        let date = calendar.local_date(next.due);
        let before = self.raw.events_of("CLOCKS_MOVED").await?;
        let people = People::at_work(self).await?;
        let begin = Instant::now();
        let input = json!({ "date": date, "set": "JOINT_LEAVE", "name": "Cuti bersama", "source": "bench" });
        self.client(&self.ground.administrator).await?.say(say(HOLIDAY, input)).await?;
        while self.raw.open_jobs().await? > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let took = begin.elapsed().as_secs_f64();
        let done = people.stop().await?;
        let events = self.raw.events_of("CLOCKS_MOVED").await? - before;
        let clocks = events * self.raw.running_clocks_of(self.calm.ok_or("nothing was copied")?).await?;
        println!(
            "a holiday on {date}: {clocks} clocks derived anew in {took:.1} s, {:.0} a second, with {events} events ({:.0} a second) and commits",
            clocks as f64 / took,
            events as f64 / took
        );
        println!("  users meanwhile: {done}");
        Ok(())
    }

    /// Ten thousand in one second.
    async fn fall_due(&self) -> Result<(), Failure> {
        let due = SystemClock.now() + AHEAD;
        let input = json!({
            "report": report(&self.ground.promised.to_string()), "requester": self.ground.reporter.to_string(), "channel": "PHONE",
            "receivedAt": due - TimeDelta::minutes(PROMISED.value.into()),
        });
        let recorded = self.client(&self.ground.tier1).await?.say(say(RECORD, input)).await?;
        self.raw.copy_ticket(ticket_of(&recorded)?, 1, DUE - 1).await?;
        if SystemClock.now() + TimeDelta::seconds(5) > due {
            return Err("making what falls due took longer than it was to".into());
        }
        let calm = People::at_work(self).await?;
        let wait = |until: DateTime<Utc>| (until - SystemClock.now()).to_std().unwrap_or_default();
        tokio::time::sleep(wait(due)).await;
        let before = calm.stop().await?;
        let people = People::at_work(self).await?;
        while self.raw.due_at(due).await? > 0 {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let meanwhile = people.stop().await?;
        let lags = self.raw.lags(due).await?;
        let run = Run::of(lags.clone(), Duration::ZERO);
        let drained = lags.iter().max().copied().unwrap_or_default().as_secs_f64();
        println!(
            "{} fall due at the same second: drained in {drained:.1} s ({:.0} a second), lag p50 {:.1} s, p99 {:.1} s",
            lags.len(),
            lags.len() as f64 / drained,
            run.percentile(0.5) / 1_000.0,
            run.percentile(0.99) / 1_000.0
        );
        println!("  users before: {before}");
        println!("  users meanwhile: {meanwhile}");
        Ok(())
    }
}

/// People who report and reply at their own pace.
struct People {
    end: Arc<AtomicBool>,
    tasks: JoinSet<Result<Vec<Duration>, Failure>>,
    begin: Instant,
}

impl People {
    async fn at_work(bench: &Bench<'_>) -> Result<Self, Failure> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let calm = bench.calm.ok_or("nothing was copied")?;
        let (end, mut tasks) = (Arc::new(AtomicBool::new(false)), JoinSet::new());
        for n in 0..PEOPLE {
            // Whoever replies has to be the one who reported.
            let replies = n % 2 == 0;
            let token = if replies { &bench.ground.reporters[0] } else { &bench.ground.reporters[n] };
            let mut client = bench.client(token).await?;
            let (end, service, copies) = (end.clone(), bench.ground.service.to_string(), bench.copies);
            tasks.spawn(async move {
                let mut each = Vec::new();
                while !end.load(Ordering::Relaxed) {
                    let body = if replies {
                        let copy = NEXT.fetch_add(1, Ordering::Relaxed) % copies.max(1) + 1;
                        let ticket = TicketId(copied(calm.0, copy)).to_string();
                        say(REPLY, json!({ "ticket": ticket, "text": "Masih lambat sampai siang ini." }))
                    } else {
                        say(OPEN, json!({ "report": report(&service) }))
                    };
                    let begin = Instant::now();
                    client.say(body).await?;
                    each.push(begin.elapsed());
                    tokio::time::sleep(PACE.saturating_sub(begin.elapsed())).await;
                }
                Ok(each)
            });
        }
        Ok(Self { end, tasks, begin: Instant::now() })
    }

    async fn stop(mut self) -> Result<String, Failure> {
        self.end.store(true, Ordering::Relaxed);
        let mut each = Vec::new();
        while let Some(done) = self.tasks.join_next().await {
            each.extend(done??);
        }
        let count = each.len();
        let run = Run::of(each, self.begin.elapsed());
        let percent = |share| run.percentile(share);
        Ok(format!(
            "{count} commands by {PEOPLE} people, p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            percent(0.5),
            percent(0.99),
            percent(1.0)
        ))
    }
}

/// The id of a copy: the first three quarters of that which is copied, and the number of the copy.
pub fn copied(id: Uuid, copy: u64) -> Uuid {
    let low = u128::from(u32::try_from(copy).unwrap_or(u32::MAX));
    Uuid::from_u128(((id.as_u128() >> 32) << 32) | low)
}
