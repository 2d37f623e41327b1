//! A store that fails: at the beginning of a transaction, at any of its statements, when it is committed, when it is given up; with an error, with an
//! answer that gets lost, with none at all, with a caller who leaves, with a panic. What was acknowledged is stored, what was refused is not, and no
//! failure makes a later command one that is acknowledged and not stored.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::clock::Chance;
use desk::event::Recorded;
use desk::id::TicketId;
use desk::store::condition::Trouble;
use desk::store::strike::{Point, Strike, Strikes};
use desk::store::{Conn, PoolSize};
use desk::{Desk, Error, Outcome, Parts, Refusal};
use futures_util::future::FutureExt;
use futures_util::{StreamExt, stream};
use migrations::driver::ConnectionTrait;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// Commands of which each may be struck.
const THROWS: usize = 1_200;
/// Commands that run together, each struck with some chance.
const TOGETHER: usize = 300;

/// What is to go wrong next.
#[derive(Debug, Default)]
struct Plan {
    next: Mutex<Option<(Point, u32, Strike)>>,
    /// Rung when no answer will come.
    silent: Notify,
    /// Without a plan: one time in so many.
    chance: Mutex<Option<(Chance, u32, Vec<Strike>)>>,
}

impl Plan {
    fn strike(&self, point: Point, nth: u32, strike: Strike) {
        *self.next.lock().unwrap() = Some((point, nth, strike));
    }

    /// Takes back what was planned; whether it happened.
    fn happened(&self) -> bool {
        self.next.lock().unwrap().take().is_none()
    }
}

impl Strikes for Plan {
    fn at(&self, point: Point, _sql: &str) -> Option<Strike> {
        if let Some((chance, one_in, strikes)) = &*self.chance.lock().unwrap() {
            let struck = chance.below(*one_in) == 0;
            return struck.then(|| strikes[chance.below(strikes.len() as u32) as usize]);
        }
        let mut next = self.next.lock().unwrap();
        let (wanted, left, strike) = next.as_mut()?;
        if *wanted != point {
            return None;
        }
        if *left > 0 {
            *left -= 1;
            return None;
        }
        let strike = *strike;
        *next = None;
        if matches!(strike, Strike::Silent | Strike::SilentAfter) {
            self.silent.notify_one();
        }
        Some(strike)
    }
}

/// A second desk on the world's database, whose store fails as planned.
async fn struck(world: &World) -> (Arc<Desk>, Arc<Plan>) {
    world.unhurried().await;
    let plan = Arc::new(Plan::default());
    let parts = Parts {
        database: world.database.clone(),
        pool: PoolSize { write: 4, read: 2 },
        files: world.folder.path().join("files"),
        clock: world.clock.clone(),
        chance: Chance::seeded(if world.desk.store().is_sqlite() { 51 } else { 52 }),
    };
    (Arc::new(Desk::open_struck(parts, Some(plan.clone())).await.expect("the desk opens")), plan)
}

/// How many rows there are of what a command writes.
async fn rows(world: &World) -> Vec<i64> {
    let tables = ["event", "stream", "message", "ticket", "request_key", "clock", "party"];
    let counts = tables.map(|table| format!("(SELECT COUNT(*) FROM {table}) AS {table}")).join(", ");
    let db = world.desk.store().read();
    let row = db.raw().query_one_raw(db.statement(&format!("SELECT {counts}"), vec![])).await.unwrap().unwrap();
    tables.map(|table| row.try_get("", table).unwrap()).to_vec()
}

/// How often a text is stored, as everybody else sees it.
async fn stored(world: &World, text: &str) -> i64 {
    let db = world.desk.store().read();
    let statement = db.statement("SELECT COUNT(*) AS n FROM message WHERE body = $1", vec![text.into()]);
    db.raw().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// The record of a ticket is a chain, and says of the row what the row says.
async fn chained(world: &World, id: TicketId) {
    let events = world.events(id).await;
    for pair in events.windows(2) {
        assert_eq!((pair[1].seq, pair[1].prev_hash), (pair[0].seq + 1, pair[0].hash));
        assert_eq!(pair[1].hash, pair[1].computed_hash());
    }
    assert_eq!(events.last().unwrap().state_digest, Some(world.row(id).await.state_digest()));
}

async fn verified(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
}

/// One command: a report, a note, or a report that is refused.
#[derive(Debug, Clone)]
enum Doing {
    Opens,
    Notes(TicketId),
    IsRefused,
}

impl Doing {
    async fn act(&self, world: &World, desk: &Desk, n: usize) -> Outcome<TicketId> {
        let key = format!("kunci {n}");
        match self {
            Self::Opens => {
                let report = desk::ticket::Report { description: text(n), ..world.report("TIK-01", "Jaringan mati") };
                Ok(desk.act_once(&world.as_("sari"), &key, open(report)).await?.ticket)
            }
            Self::Notes(ticket) => {
                desk.act_once(&world.as_("budi"), &key, note(*ticket, &text(n))).await?;
                Ok(*ticket)
            }
            Self::IsRefused => {
                let report = desk::ticket::Report { description: String::new(), ..world.report("TIK-01", "") };
                Ok(desk.act_once(&world.as_("sari"), &key, open(report)).await?.ticket)
            }
        }
    }
}

fn text(n: usize) -> String {
    format!("Uraian nomor {n} dari dadu.")
}

/// What a database does by itself, as far as it can be made to.
fn asides(sqlite: bool, point: Point) -> &'static [Strike] {
    use Strike::Aside;
    match (sqlite, point) {
        // The disk is full, or can only be read from now on; until the connection is opened anew.
        (true, Point::Begin | Point::Statement) => {
            &[Aside("PRAGMA max_page_count = 1"), Aside("PRAGMA query_only = ON")]
        }
        // It has given up what there was.
        (true, Point::Commit | Point::Rollback) => &[Aside("ROLLBACK")],
        (false, Point::Begin) => &[Aside("SELECT pg_terminate_backend(pg_backend_pid())")],
        (false, Point::Statement) => &[
            Aside("SELECT pg_terminate_backend(pg_backend_pid())"),
            Aside("SELECT 1 / 0"),
            Aside("SET TRANSACTION READ ONLY"),
        ],
        (false, Point::Commit | Point::Rollback) => {
            &[Aside("SELECT pg_terminate_backend(pg_backend_pid())"), Aside("SELECT 1 / 0"), Aside("ROLLBACK")]
        }
    }
}

/// What came of a throw.
enum Came {
    Done(Outcome<TicketId>),
    /// The caller left.
    Left,
    Panicked,
}

async fn throws(world: World) {
    let sqlite = world.desk.store().is_sqlite();
    let (desk, plan) = struck(&world).await;
    let dice = Chance::seeded(if sqlite { 61 } else { 62 });
    let below = |n: usize| dice.below(u32::try_from(n).unwrap()) as usize;
    let mut tickets = vec![world.opened("sari", "TIK-01", "Gangguan").await];
    let mut acknowledged: BTreeMap<usize, TicketId> = BTreeMap::new();
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let (mut faults, mut repeated) = (0, 0);

    for n in 0..THROWS {
        let doing = match below(5) {
            0 => Doing::IsRefused,
            1 | 2 => Doing::Opens,
            _ => Doing::Notes(tickets[below(tickets.len())]),
        };
        let last = if matches!(doing, Doing::IsRefused) { Point::Rollback } else { Point::Commit };
        let point = [Point::Begin, Point::Statement, Point::Statement, last, last][below(5)];
        let every = [Strike::Unasked, Strike::Unheard, Strike::Silent, Strike::SilentAfter, Strike::Panic];
        let strikes = [&every[..], asides(sqlite, point)].concat();
        let strike = strikes[below(strikes.len())];
        plan.strike(point, if point == Point::Statement { dice.below(10) } else { 0 }, strike);

        let before = rows(&world).await;
        let came = {
            let acting = AssertUnwindSafe(doing.act(&world, &desk, n)).catch_unwind();
            tokio::select! {
                biased;
                came = acting => came.map_or(Came::Panicked, Came::Done),
                () = plan.silent.notified() => Came::Left,
            }
        };
        let happened = plan.happened();
        faults += usize::from(happened);
        let place = format!("throw {n}: {doing:?}, {point:?} {strike:?}, happened: {happened}");
        // The database may have committed, and only its answer was lost.
        let unknown = happened && point == Point::Commit && matches!(strike, Strike::Unheard | Strike::SilentAfter);
        let counted = counts.entry(format!("{point:?} {strike:?}")).or_default();
        counted.0 += usize::from(happened);
        match came {
            Came::Done(Ok(ticket)) => {
                assert_eq!(stored(&world, &text(n)).await, 1, "{place}: acknowledged and not stored");
                chained(&world, ticket).await;
                acknowledged.insert(n, ticket);
                tickets.push(ticket);
                counted.1 += 1;
                continue;
            }
            Came::Done(Err(Error::Refused(Refusal::Blank(_)))) => assert!(matches!(doing, Doing::IsRefused), "{place}"),
            Came::Done(Err(error)) => assert!(happened || sqlite, "{place}: {error}"),
            Came::Left | Came::Panicked => assert!(happened, "{place}"),
        }
        counted.2 += 1;
        if !unknown {
            assert_eq!(stored(&world, &text(n)).await, 0, "{place}: refused and stored");
            assert_eq!(rows(&world).await, before, "{place}: refused, and something of it stored");
        }
        // Sent again under the same key, it is done once. A disk that is still full to this connection is not to the next.
        if !matches!(doing, Doing::IsRefused) {
            repeated += 1;
            let mut again = doing.act(&world, &desk, n).await;
            if again.is_err() && sqlite {
                again = doing.act(&world, &desk, n).await;
            }
            let ticket = again.unwrap_or_else(|error| panic!("{place}, again: {error}"));
            assert_eq!(stored(&world, &text(n)).await, 1, "{place}: not once");
            chained(&world, ticket).await;
            acknowledged.insert(n, ticket);
            tickets.push(ticket);
        }
        if n % 300 == 299 {
            verified(&world).await;
        }
    }
    // All is there for whoever opens the database anew.
    desk.close().await.expect("closing");
    let anew = World::open(&world.database, world.folder.path(), world.clock.clone(), 71).await;
    let world = World { desk: anew, ..world };
    for n in 0..THROWS {
        assert_eq!(stored(&world, &text(n)).await, i64::from(acknowledged.contains_key(&n)), "{n}");
    }
    verified(&world).await;
    println!("{faults} faults in {THROWS} commands, {repeated} sent again, {} acknowledged", acknowledged.len());
    for (what, (happened, done, not)) in counts {
        println!("{what}: happened {happened}, acknowledged {done}, not {not}");
    }
}

story! {
    /// One command after the other, and whatever can go wrong.
    whatever_goes_wrong, |world| {
        throws(world).await;
    }
}

story! {
    /// Many at once on a store that fails now and then; each is sent until it is acknowledged.
    many_at_once, |world| {
        let sqlite = world.desk.store().is_sqlite();
        let (desk, plan) = struck(&world).await;
        let ticket = world.opened("sari", "TIK-01", "Gangguan").await;
        let strikes = [Strike::Unasked, Strike::Unheard];
        *plan.chance.lock().unwrap() = Some((Chance::seeded(63), 60, strikes.to_vec()));
        let (world_, desk_) = (&world, &desk);
        let tries: Vec<usize> = stream::iter(0..TOGETHER)
            .map(|n| async move {
                let doing = if n.is_multiple_of(2) { Doing::Opens } else { Doing::Notes(ticket) };
                let mut tries = 1;
                while doing.act(world_, desk_, n).await.is_err() {
                    tries += 1;
                }
                assert_eq!(stored(world_, &text(n)).await, 1, "{n}: acknowledged and not stored");
                tries
            })
            .buffer_unordered(8)
            .collect()
            .await;
        assert!(tries.iter().sum::<usize>() > TOGETHER, "nothing went wrong");
        desk.close().await.expect("closing");
        for n in 0..TOGETHER {
            assert_eq!(stored(&world, &text(n)).await, 1, "{n}");
        }
        chained(&world, ticket).await;
        verified(&world).await;
        println!("{TOGETHER} commands, {} tries, SQLite: {sqlite}", tries.iter().sum::<usize>());
    }
}

story! {
    /// While nothing can be stored, whoever is signed in reads on, however long it lasts; commands are refused in words; the access log waits.
    reading_goes_on, |world| {
        let (desk, plan) = struck(&world).await;
        let ticket = world.opened("sari", "TIK-01", "Gangguan").await;
        desk.set_password(world.people["budi"], "kuda hijau menari", false).await.expect("a password");
        let by = desk::session::SignIn {
            login: "budi@kab.example".into(),
            password: "kuda hijau menari".into(),
            shared_computer: false,
            agent: "Peramban".into(),
            address: "10.1.1.1".into(),
            device: None,
        };
        let token = desk.sign_in(by.clone()).await.expect("a session").token;
        desk.write_access_log().await.expect("the log");
        let mut told = desk.conditions();
        *plan.chance.lock().unwrap() = Some((Chance::seeded(1), 1, vec![Strike::Unasked]));

        assert_eq!(world_refused(Doing::Opens.act(&world, &desk, 1).await), Refusal::CannotStore);
        assert!(told.has_changed().unwrap() && told.borrow_and_update().trouble.is_some(), "it is told");
        for _ in 0..6 {
            world.later(chrono::TimeDelta::minutes(50));
            desk.identify_session(&token).await.expect("they are known");
            desk.reader(&world.as_("budi")).await.expect("a reader").ticket(ticket).await.expect("a ticket");
        }
        assert_eq!(world_refused(desk.sign_in(by).await.map(|_| ticket)), Refusal::CannotStore);
        assert!(desk.act(&world.as_("warga"), take(ticket)).await.is_err());
        for _ in 0..3 {
            desk.note_access(&world.as_("budi"), desk::event::Kind::Refused, desk::event::Facts::new());
        }
        let waiting = desk.access_log_waiting();
        assert!(waiting >= 3 && desk.write_access_log().await.is_err());
        assert_eq!(desk.access_log_waiting(), waiting, "nothing is lost");
        assert!(desk.look_at_storage().await.trouble.is_some());

        *plan.chance.lock().unwrap() = None;
        assert_eq!(desk.look_at_storage().await.trouble, None);
        assert!(told.has_changed().unwrap() && told.borrow_and_update().trouble.is_none(), "it is told");
        assert_eq!(desk.write_access_log().await.expect("the log"), waiting);
        Doing::Opens.act(&world, &desk, 1).await.expect("it goes on");
        assert_eq!(stored(&world, &text(1)).await, 1);
        desk.identify_session(&token).await.expect("they are known");
        verified(&world).await;
    }
}

fn world_refused(outcome: Outcome<TicketId>) -> Refusal {
    crate::support::world::refusal(outcome)
}

story! {
    /// The database can only be read from one moment to the next, as after a failover; and later it can be written again.
    turned_read_only, |world| {
        if !world.desk.store().is_sqlite() {
            let ticket = world.opened("sari", "TIK-01", "Gangguan").await;
            let name = world.database.rsplit('/').next().expect("a name").to_owned();
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            world.by_hand(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
            world.by_hand(cut).await;
            for n in 0..5 {
                assert_eq!(world_refused(Doing::Opens.act(&world, &world.desk, n).await), Refusal::CannotStore);
                assert_eq!(world.row(ticket).await.id, ticket, "reading goes on");
            }
            assert_eq!(world.desk.look_at_storage().await.trouble, Some(Trouble::ReadOnly));
            world.by_hand(&format!("ALTER DATABASE {name} RESET default_transaction_read_only")).await;
            world.by_hand(cut).await;
            for n in 0..5 {
                Doing::Opens.act(&world, &world.desk, n).await.expect("it goes on");
                assert_eq!(stored(&world, &text(n)).await, 1);
            }
            assert_eq!(world.desk.look_at_storage().await.trouble, None);
            verified(&world).await;
        }
    }
}

story! {
    /// Nor are long texts: while there is less room than is to be kept, whatever is short goes on for everybody, so that the desk can be worked with.
    no_room_for_long_texts, |world| {
        use crate::support::words::{note, reply, take};
        let ticket = world.opened("sari", "TIK-01", "Gangguan").await;
        world.desk.keep_free(u64::MAX);
        let long = "panjang sekali ".repeat(400);
        for (who, refused) in [
            ("sari", world.refused("sari", reply(ticket, &long)).await),
            ("budi", world.refused("budi", note(ticket, &long)).await),
            ("sari", world.refused("sari", desk::draft::SaveDraft { ticket, kind: desk::draft::DraftKind::Reply, text: long.clone(), seen: desk::draft::SeenDraft::Any }).await),
        ] {
            assert_eq!(refused.code(), "NO_ROOM_TEXT", "{who}");
        }
        world.does("budi", take(ticket)).await;
        world.does("sari", reply(ticket, "Masih mati.")).await;
        world.opened("ayu", "TIK-01", "Juga mati").await;
        world.desk.keep_free(1);
        world.does("sari", reply(ticket, &long)).await;
        assert!(!world.desk.condition().tight, "whoever looks sees that there is room");
    }
}

story! {
    /// Files are not what fills the disk: while there is less room than is to be kept, none is taken, and what came of one in parts stays.
    no_room_for_files, |world| {
        let (desk, sari) = (&world.desk, world.as_("sari"));
        let begun = desk.begin_upload(&sari, "foto.txt", 8).await.expect("an upload");
        desk.take_part(&sari, begun, 0, b"foto".to_vec()).await.expect("a part");
        desk.keep_free(u64::MAX);
        let file = desk.upload(&sari, "foto.txt", b"foto".to_vec()).await.map(|_| ());
        assert_eq!(crate::support::world::refusal(file), Refusal::NoRoom);
        let part = desk.take_part(&sari, begun, 4, b"foto".to_vec()).await.map(|_| ());
        assert_eq!(crate::support::world::refusal(part), Refusal::NoRoom);
        let more = desk.begin_upload(&sari, "lain.txt", 8).await.map(|_| ());
        assert_eq!(crate::support::world::refusal(more), Refusal::NoRoom);
        assert!(desk.condition().tight && desk.condition().trouble.is_none());
        world.opened("sari", "TIK-01", "Tanpa lampiran").await;

        desk.keep_free(1);
        assert!(!desk.look_at_storage().await.tight);
        let whole = desk.take_part(&sari, begun, 4, b"foto".to_vec()).await.expect("the rest");
        assert!(whole.file.is_some(), "it goes on from where it was");
    }
}

story! {
    /// The disk fills up, one command is refused for it, another for what it says; those after that are stored or refused, never neither.
    full_and_free_again, |world| {
        if world.desk.store().is_sqlite() {
            let (desk, plan) = struck(&world).await;
            let ticket = world.opened("sari", "TIK-01", "Gangguan").await;
            // From here on the database can grow no more: SQLite gives up the transaction by itself.
            plan.strike(Point::Begin, 0, Strike::Aside("PRAGMA max_page_count = 1"));
            let mut full = 0;
            while Doing::Opens.act(&world, &desk, full).await.is_ok() {
                assert_eq!(stored(&world, &text(full)).await, 1);
                full += 1;
            }
            // The connection was opened anew, so there is room again.
            assert!(matches!(Doing::IsRefused.act(&world, &desk, 10_000).await, Err(Error::Refused(Refusal::Blank(_)))));
            for n in full..full + 20 {
                Doing::Notes(ticket).act(&world, &desk, n).await.expect("there is room");
                assert_eq!(stored(&world, &text(n)).await, 1, "acknowledged and not stored");
            }
            desk.close().await.expect("closing");
            for n in 0..full + 20 {
                assert_eq!(stored(&world, &text(n)).await, 1, "{n} was there before");
            }
            verified(&world).await;
        }
    }
}
