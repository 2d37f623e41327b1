//! Work for stories in which something dies: commands that are sent under their key until they are acknowledged, and what falls due meanwhile.

use super::process::PATIENCE;
use super::web::try_ask;
use crate::graphql::talk::report;
use crate::support::World;
use crate::support::words::{ask, hold_until, resolve};
use chrono::TimeDelta;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::clock::{Clock, SystemClock};
use desk::event::Kind;
use desk::id::TicketId;
use desk::token::{MakeToken, TokenScope};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;
use tokio::time::timeout;

/// A command and the key it is sent under, again and again until it is acknowledged.
pub struct Sent {
    bearer: String,
    body: String,
}

/// Half of them open tickets, half of them write notes on the same few.
pub async fn commands(world: &World, many: usize) -> Vec<Sent> {
    world.unhurried().await;
    let mut bearers = Vec::new();
    for person in ["budi", "wayan", "dewi", "andi"] {
        let token = world
            .desk
            .act(&world.as_(person), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() })
            .await;
        bearers.push(format!("Bearer {}", token.expect("a token")));
    }
    let mut tickets = Vec::new();
    for n in 0..5 {
        tickets.push(world.opened("sari", "TIK-01", &format!("Gangguan {n}")).await);
    }
    let command = |n: usize| {
        let (query, input) = if n.is_multiple_of(2) {
            let query = "mutation ($input: TicketOpenInput!) { it: ticketOpen(input: $input) { ticket { id } userErrors { code } } }";
            (
                query,
                json!({ "report": report(world, "TIK-01", &format!("Laporan {n}.")), "requestId": format!("kunci {n}") }),
            )
        } else {
            let query = "mutation ($input: TicketNoteInput!) { it: ticketNote(input: $input) { ticket { id } userErrors { code } } }";
            let ticket = tickets[n / 2 % tickets.len()].to_string();
            (query, json!({ "ticket": ticket, "text": format!("Catatan {n}."), "requestId": format!("kunci {n}") }))
        };
        // Notes are written by those who see the ticket.
        let who = if n.is_multiple_of(2) { n / 2 % bearers.len() } else { n / 2 % 2 };
        let body = json!({ "query": query, "variables": { "input": input } }).to_string();
        Sent { bearer: bearers[who].clone(), body }
    };
    (0..many).map(command).collect()
}

/// The text that a command leaves.
pub fn text(n: usize) -> String {
    if n.is_multiple_of(2) { format!("Laporan {n}.. Mohon bantuan.") } else { format!("Catatan {n}.") }
}

/// Sends one; what it answered, if anything came back.
async fn answer(address: &str, command: &Sent) -> Option<Value> {
    let headers = [("authorization", command.bearer.as_str()), ("content-type", "application/json")];
    let reply = try_ask(address, "POST", "/graphql", &headers, command.body.clone()).await.ok()?;
    let answer: Value = serde_json::from_slice(&reply.body).ok()?;
    Some(json!({ "status": reply.status, "answer": answer }))
}

fn acknowledged(told: &Value) -> String {
    let it = &told["answer"]["data"]["it"];
    assert_eq!(it["userErrors"], json!([]), "{told}");
    it["ticket"]["id"].as_str().expect("an id").to_owned()
}

/// Sends one; the ticket, if it was acknowledged. There is no answer from whoever was killed, and no other than that it was done.
pub async fn send(address: &str, command: &Sent) -> Option<String> {
    let told = answer(address, command).await?;
    assert_eq!((&told["status"], &told["answer"]["errors"]), (&json!(200), &Value::Null), "{told}");
    Some(acknowledged(&told))
}

/// The same where the database may die: then the program lives and says that it could not.
async fn send_or_fail(address: &str, command: &Sent) -> Option<String> {
    let told = answer(address, command).await?;
    let it = &told["answer"]["data"]["it"];
    if told["status"] != json!(200)
        || told["answer"]["errors"] != Value::Null
        || it["userErrors"][0]["code"] == "CANNOT_STORE"
    {
        return None;
    }
    Some(acknowledged(&told))
}

/// How often each text is there, over all tickets.
pub async fn texts(world: &World) -> BTreeMap<String, usize> {
    use migrations::driver::{ConnectionTrait, Statement};
    let db = world.desk.store().migrating();
    let sql = "SELECT body, COUNT(*) AS n FROM message GROUP BY body";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("the texts");
    let count = |row: &migrations::driver::QueryResult| {
        let n: i64 = row.try_get("", "n").expect("a number");
        (row.try_get("", "body").expect("a text"), usize::try_from(n).expect("a number"))
    };
    rows.iter().map(count).collect()
}

/// The record is whole.
pub async fn verified(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
}

/// Commands, and which of them were acknowledged.
pub struct Load {
    commands: Vec<Sent>,
    answers: Vec<Option<String>>,
    waiting: VecDeque<usize>,
    /// Whether the program may live on and say that it could not.
    may_fail: bool,
}

impl Load {
    pub async fn new(world: &World, many: usize) -> Self {
        let commands = commands(world, many).await;
        Self { answers: vec![None; commands.len()], waiting: (0..commands.len()).collect(), commands, may_fail: false }
    }

    /// For stories in which the database dies, not the program.
    pub async fn that_may_fail(world: &World, many: usize) -> Self {
        Self { may_fail: true, ..Self::new(world, many).await }
    }

    /// Sends the next `most`, some at a time, to one address after the other; after so many acknowledgements something happens. What was not
    /// acknowledged waits to be sent again.
    pub async fn send(&mut self, addresses: &[String], most: usize, after: usize, happens: impl Future<Output = ()>) {
        let some: Vec<usize> = (0..most).map_while(|_| self.waiting.pop_front()).collect();
        let (done, enough) = (AtomicUsize::new(0), Notify::new());
        if after == 0 {
            enough.notify_one();
        }
        let sending = async {
            let answers = stream::iter(some.iter().enumerate())
                .map(async |(at, n)| {
                    let (address, command) = (&addresses[at % addresses.len()], &self.commands[*n]);
                    let answer =
                        if self.may_fail { send_or_fail(address, command).await } else { send(address, command).await };
                    if answer.is_some() && done.fetch_add(1, Ordering::Relaxed) + 1 == after {
                        enough.notify_one();
                    }
                    (*n, answer)
                })
                .buffer_unordered(8)
                .collect::<Vec<_>>()
                .await;
            // There may have been less to send.
            enough.notify_one();
            answers
        };
        let happening = async {
            enough.notified().await;
            happens.await;
        };
        let (answers, ()) = tokio::join!(sending, happening);
        for (n, answer) in answers {
            match answer {
                Some(ticket) => self.answers[n] = Some(ticket),
                None => self.waiting.push_back(n),
            }
        }
    }

    /// Sends all that is left until it is acknowledged.
    pub async fn finish(&mut self, addresses: &[String]) {
        let all = async {
            while !self.waiting.is_empty() {
                self.send(addresses, usize::MAX, 0, async {}).await;
            }
        };
        timeout(PATIENCE, all).await.expect("it is acknowledged in the end");
    }

    pub fn acknowledged(&self) -> usize {
        self.answers.iter().flatten().count()
    }

    /// How many of those that were acknowledged are not there.
    pub fn lost(&self, there: &BTreeMap<String, usize>) -> usize {
        (0..self.answers.len()).filter(|n| self.answers[*n].is_some() && !there.contains_key(&text(*n))).count()
    }

    /// What was acknowledged is there, nothing is there twice.
    pub async fn compare(&self, world: &World) {
        let there = texts(world).await;
        for (n, answer) in self.answers.iter().enumerate() {
            let times = there.get(&text(n)).copied().unwrap_or(0);
            assert!(times == 1 || (times == 0 && answer.is_none()), "{n} is there {times} times, {answer:?}");
        }
    }
}

/// What falls due.
#[derive(Default)]
pub struct Owed {
    /// Their clocks warn or are late.
    late: Vec<TicketId>,
    /// They close by themselves.
    solved: Vec<TicketId>,
    /// Their requester is reminded twice, then they close.
    asked: Vec<TicketId>,
    /// They go on at an instant.
    held: Vec<TicketId>,
}

impl Owed {
    /// More of it: some is due long since, some in a moment.
    pub async fn add(&mut self, world: &World, n: usize) {
        let now = SystemClock.now();
        // Some of them have only warned by now.
        world.clock.set(now - TimeDelta::days(if n.is_multiple_of(2) { 90 } else { (n % 20) as i64 + 1 }));
        self.late.push(world.opened("sari", "TIK-01", &format!("Terlambat {n}")).await);
        world.clock.set(now - TimeDelta::days(90));
        let other = world.opened("sari", "TIK-01", &format!("Menunggu {n}")).await;
        match n % 3 {
            0 => {
                world.does("budi", resolve(other)).await;
                self.solved.push(other);
            }
            1 => {
                world.does("budi", ask(other, "Sejak kapan?")).await;
                self.asked.push(other);
            }
            _ => {
                let soon = now + TimeDelta::milliseconds(100 + 37 * (n % 10) as i64);
                world.does("budi", hold_until(other, soon, false)).await;
                self.held.push(other);
            }
        }
        world.clock.set(SystemClock.now());
    }

    /// Until nothing is due any more.
    pub async fn wait(world: &World) {
        let done = async {
            loop {
                world.clock.set(SystemClock.now());
                if world.desk.gauges().await.expect("the gauges").due == 0 {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, done).await.expect("the worker works");
    }

    /// Nothing was done twice; and once nothing is due any more, everything was done once. Returns how much was done.
    pub async fn compare(&self, world: &World, all: bool) -> [usize; 4] {
        let [mut breaches, mut warnings, mut closings, mut others] = [0; 4];
        for ticket in [&self.late, &self.solved, &self.asked, &self.held].into_iter().flatten() {
            let (mut said, mut done) = (BTreeSet::new(), BTreeMap::<Kind, usize>::new());
            for event in world.events(*ticket).await {
                let (kind, facts) = (event.kind.parse::<Kind>().expect("a kind"), event.facts());
                *done.entry(kind).or_default() += 1;
                match kind {
                    Kind::ClockBreached | Kind::ClockWarned => {
                        let what = (kind, facts["clock"].to_string(), facts["percent"].to_string());
                        assert!(said.insert(what.clone()), "{ticket}: {what:?} twice");
                    }
                    Kind::TicketReminded => assert!(said.insert((kind, facts["due"].to_string(), String::new()))),
                    _ => {}
                }
            }
            let times = |kind: Kind| done.get(&kind).copied().unwrap_or(0);
            let [closed, reminded, resumed] =
                [Kind::TicketClosed, Kind::TicketReminded, Kind::TicketResumed].map(times);
            assert!(closed <= 1 && reminded <= 2 && resumed <= 1, "{ticket}: {done:?}");
            breaches += times(Kind::ClockBreached);
            warnings += times(Kind::ClockWarned);
            closings += closed;
            others += reminded + resumed;
            if !all {
                continue;
            }
            assert_eq!(
                closed,
                usize::from(self.solved.contains(ticket) || self.asked.contains(ticket)),
                "{ticket}: {done:?}"
            );
            assert_eq!(reminded, if self.asked.contains(ticket) { 2 } else { 0 }, "{ticket}: {done:?}");
            assert_eq!(resumed, usize::from(self.held.contains(ticket)), "{ticket}: {done:?}");
            for clock in world.clocks(*ticket).await {
                let id = json!(clock.id).to_string();
                let about = |kind: Kind| said.iter().filter(|(it, of, _)| *it == kind && *of == id).count();
                // One that ended late while it was nobody's turn to say so was late all the same, and is told with its end.
                let breached = clock.breached_at.is_some() && clock.state.is_open();
                assert!(
                    about(Kind::ClockBreached) == usize::from(clock.breached_at.is_some()) || !breached,
                    "{clock:?}"
                );
                assert!(clock.warned_to == 0 || about(Kind::ClockWarned) > 0 || clock.moved_at.is_some(), "{clock:?}");
                assert!(
                    !clock.state.is_open()
                        || clock.next_at.is_none_or(|at| at > world.clock.now() - TimeDelta::seconds(5))
                );
            }
        }
        [breaches, warnings, closings, others]
    }
}
