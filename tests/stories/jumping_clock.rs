//! A server's clock that jumps: nothing falls due by it until an administrator says that it is right, or it is back.

use crate::story;
use crate::support::World;
use crate::support::words::{note, resolve};
use chrono::{DateTime, TimeDelta, Utc};
use desk::Caller;
use desk::Desk;
use desk::audit::verify::Trust;
use desk::clock::{Chance, Clock, StillClock};
use desk::doubt::{ConfirmTime, Doubt};
use desk::event::Kind;
use desk::id::TicketId;
use desk::list::View;
use desk::refusal::Refusal;
use desk::seal::{Anchor, FileAnchor, Seal, SealKey};
use desk::session::{IssueCode, SignIn};
use desk::store::PoolSize;
use desk::view::Page;
use std::io::BufReader;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Two tickets: one that will be late, with a reminder before that, one that will close by itself.
async fn two(world: &World) -> (TicketId, TicketId) {
    let late = world.opened("sari", "TIK-01", "Internet mati").await;
    let done = world.opened("sari", "TIK-13", "Surel penuh").await;
    world.does("budi", resolve(done)).await;
    world.desk.look_at_time().await.expect("a look");
    (late, done)
}

/// What the clock has done on a ticket.
async fn done_by_clock(world: &World, ticket: TicketId) -> usize {
    let mut done = 0;
    for kind in [Kind::ClockWarned, Kind::ClockBreached, Kind::TicketClosed, Kind::TicketReminded] {
        done += world.times_with_clocks(ticket, kind).await;
    }
    done
}

async fn only_doubt(desk: &Arc<Desk>) -> Doubt {
    let mut doubts = desk.time_doubts().await.expect("doubts");
    assert_eq!(doubts.len(), 1, "{doubts:?}");
    doubts.remove(0)
}

async fn told(world: &World) -> Vec<String> {
    let events = desk::store::record::events_after(&world.desk.store().read(), "time/doubts", 0).await;
    events.expect("the events").into_iter().map(|event| event.kind).collect()
}

async fn whole(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
}

story! {
    /// Ahead, and back: as if it had not been.
    ahead_and_back, |world| {
        let (late, done) = two(&world).await;
        let before = world.desk.now();
        // Farther than anything is promised or waits.
        world.clock.jump(TimeDelta::days(30));
        assert_eq!(world.desk.now(), before, "the desk goes on by the time without the jump");
        assert_eq!(world.run_due().await, 0);
        world.desk.look_at_time().await.expect("a look");
        // A person's command fires what is due before it does its own.
        world.does("budi", note(late, "Sedang dicek.")).await;
        world.later(TimeDelta::minutes(2));
        world.desk.look_at_time().await.expect("a look");
        world.does("budi", note(late, "Masih dicek.")).await;
        assert_eq!((done_by_clock(&world, late).await, done_by_clock(&world, done).await), (0, 0));
        assert_eq!(world.desk.gauges().await.expect("gauges").clock_off, Some(TimeDelta::days(30)));
        let doubt = only_doubt(&world.desk).await;
        assert_eq!((doubt.off, doubt.since), (TimeDelta::days(30), before));

        world.clock.jump(TimeDelta::days(-30));
        world.desk.look_at_time().await.expect("a look");
        assert_eq!(world.desk.now(), before + TimeDelta::minutes(2));
        assert_eq!(world.run_due().await, 0);
        assert_eq!(told(&world).await, ["TIME_DOUBTED", "TIME_RETURNED"]);
        assert_eq!(world.desk.time_doubts().await.expect("doubts"), []);
        // Then time itself passes.
        world.later(TimeDelta::days(30));
        assert_eq!(world.run_due().await, 2);
        assert!(done_by_clock(&world, late).await > 0 && world.state(done).await.starts_with("CLOSED"));
        whole(&world).await;
    }
}

story! {
    /// Ahead, and an administrator says that it is right: what is due by then falls due, once.
    ahead_and_confirmed, |world| {
        let (late, done) = two(&world).await;
        world.clock.jump(TimeDelta::days(30));
        world.desk.look_at_time().await.expect("a look");
        let doubt = only_doubt(&world.desk).await.id;
        assert_eq!(world.run_due().await, 0);
        for (who, may_read) in [("sari", false), ("budi", false), ("agus", false), ("rina", false), ("putri", true)] {
            assert_eq!(world.reader(who).await.time_doubts().await.is_ok(), may_read, "{who}");
            let refused = world.desk.act(&world.as_(who), ConfirmTime { doubt }).await;
            assert!(matches!(refused, Err(desk::Error::Refused(Refusal::Forbidden))), "{who}: {refused:?}");
        }
        assert_eq!(world.reader("admin").await.time_doubts().await.expect("doubts").len(), 1);
        world.desk.act(&world.as_("admin"), ConfirmTime { doubt }).await.expect("it is right");
        world.desk.look_at_time().await.expect("a look");
        assert_eq!(world.desk.now(), desk::clock::Clock::now(&*world.clock));
        assert_eq!(world.run_due().await, 2);
        assert_eq!(world.run_due().await, 0);
        let breaches = world.times_with_clocks(late, Kind::ClockBreached).await;
        assert!(breaches > 0 && world.times(done, Kind::TicketClosed).await == 1);
        assert_eq!(told(&world).await, ["TIME_DOUBTED", "TIME_CONFIRMED"]);
        let again = world.desk.act(&world.as_("admin"), ConfirmTime { doubt }).await;
        assert!(matches!(again, Err(desk::Error::Refused(Refusal::NotFound))), "{again:?}");
        // A program that starts now has nothing to doubt.
        let later = World::open(&world.database, world.folder.path(), world.clock.clone(), 30).await;
        later.recall_time().await.expect("a recollection");
        assert_eq!(later.moment().off, None);
        whole(&world).await;
    }
}

story! {
    /// An hour back: the order stays, nothing is lost, and nothing falls due twice.
    an_hour_back, |world| {
        let (late, _) = two(&world).await;
        world.later(TimeDelta::hours(2));
        world.run_due().await;
        let said = done_by_clock(&world, late).await;
        world.does("budi", note(late, "Sebelum.")).await;
        world.clock.jump(TimeDelta::hours(-1));
        world.desk.look_at_time().await.expect("a look");
        world.does("budi", note(late, "Sesudah.")).await;
        world.later(TimeDelta::minutes(1));
        let doubt = only_doubt(&world.desk).await;
        assert_eq!(doubt.off, TimeDelta::hours(-1));
        world.desk.act(&world.as_("admin"), ConfirmTime { doubt: doubt.id }).await.expect("it is right");
        world.desk.look_at_time().await.expect("a look");
        world.does("budi", note(late, "Setelah dipastikan.")).await;
        world.run_due().await;
        assert_eq!(done_by_clock(&world, late).await, said, "nothing twice");
        let texts: Vec<_> = world.messages(late).await.into_iter().map(|message| message.body).collect();
        let notes: Vec<_> = texts.iter().map(String::as_str).filter(|text| text.starts_with('S')).collect();
        assert_eq!(notes, ["Sebelum.", "Sesudah.", "Setelah dipastikan."]);
        let events = world.events(late).await;
        assert!(events.is_sorted_by_key(|event| event.recorded_at));
        whole(&world).await;
    }
}

story! {
    /// The program was not running while somebody set the clock.
    set_while_the_program_was_down, |world| {
        let (late, done) = two(&world).await;
        for (by, way) in [(TimeDelta::days(30), "ahead"), (TimeDelta::hours(-3), "back")] {
            world.clock.jump(by);
            let next = World::open(&world.database, world.folder.path(), world.clock.clone(), 31).await;
            next.recall_time().await.expect("a recollection");
            assert_eq!(next.moment().off, Some(by), "{way}");
            next.look_at_time().await.expect("a look");
            let doubt = only_doubt(&next).await.id;
            assert_eq!(next.run_due(100).await.expect("nothing due"), 0);
            // It ends without having been told, and the one after it goes on with the same doubt.
            let last = World::open(&world.database, world.folder.path(), world.clock.clone(), 32).await;
            last.recall_time().await.expect("a recollection");
            last.look_at_time().await.expect("a look");
            assert_eq!((last.moment().off, only_doubt(&last).await.id), (Some(by), doubt), "{way}");
            world.clock.jump(-by);
            last.look_at_time().await.expect("a look");
            assert_eq!((last.moment().off, last.time_doubts().await.expect("doubts")), (None, Vec::new()), "{way}");
        }
        assert_eq!((done_by_clock(&world, late).await, done_by_clock(&world, done).await), (0, 0));
        whole(&world).await;
    }
}

story! {
    /// A clock that was confirmed and then set once more is doubted once more: what was confirmed is one time, not whatever comes.
    confirmed_is_one_time, |world| {
        two(&world).await;
        world.clock.jump(TimeDelta::hours(25));
        world.desk.look_at_time().await.expect("a look");
        let first = only_doubt(&world.desk).await.id;
        world.desk.act(&world.as_("admin"), ConfirmTime { doubt: first }).await.expect("it is right");
        world.clock.jump(TimeDelta::hours(25));
        world.desk.look_at_time().await.expect("a look");
        let second = only_doubt(&world.desk).await;
        assert_eq!((second.id == first, second.off), (false, TimeDelta::hours(50)));
        assert_eq!(world.run_due().await, 0);
        whole(&world).await;
    }
}

story! {
    /// What a person proved by a clock that was wrong is not proved for as long as it was wrong.
    a_proof_of_tomorrow, |world| {
        let password = "kunci gudang di rak biru";
        world.desk.set_password(world.people["sari"], password, false).await.expect("a password");
        world.desk.look_at_time().await.expect("a look");
        let set = async |by: TimeDelta| {
            world.clock.jump(by);
            world.desk.look_at_time().await.expect("a look");
            let doubt = only_doubt(&world.desk).await.id;
            world.desk.act(&world.as_("admin"), ConfirmTime { doubt }).await.expect("it is right");
            world.desk.look_at_time().await.expect("a look");
        };
        let by = desk::session::SignIn {
            login: "sari@kab.example".into(),
            password: password.into(),
            shared_computer: false,
            agent: String::new(),
            address: "192.0.2.1".into(),
            device: None,
        };
        let token = world.desk.sign_in(by).await.expect("a session").token;
        let sari = world.desk.identify_session(&token).await.expect("sari");
        set(TimeDelta::hours(25)).await;
        world.desk.prove(&sari, password.into()).await.expect("it is hers");
        assert!(world.desk.glance_at_session(&token).await.expect("sari").proved);
        // It was not right after all.
        set(TimeDelta::hours(-25)).await;
        assert!(!world.desk.identify_session(&token).await.expect("sari").proved);
    }
}

/// A machine's clock as it is: its steady one counts in nanoseconds.
#[derive(Debug)]
struct FineClock(Arc<StillClock>, AtomicI64);

impl Clock for FineClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn steady(&self) -> TimeDelta {
        self.0.steady() + TimeDelta::nanoseconds(self.1.fetch_add(137, Ordering::Relaxed) % 1000)
    }

    fn run(&self) -> &str {
        "fine"
    }
}

async fn with_a_fine_clock(world: &World) -> Arc<Desk> {
    let parts = desk::Parts {
        database: world.database.clone(),
        pool: PoolSize { write: 8, read: 4 },
        files: world.folder.path().join("files"),
        clock: Arc::new(FineClock(world.clock.clone(), AtomicI64::new(1))),
        chance: Chance::seeded(40),
    };
    Arc::new(Desk::open(parts).await.expect("a desk"))
}

story! {
    /// A seal that was taken while the clock was doubted is the one that lies in the anchor; the next one follows it, and an audit finds nothing.
    seals_while_it_is_doubted, |world| {
        let (desk, path) = (with_a_fine_clock(&world).await, world.folder.path().join("jangkar.jsonl"));
        let (key, anchor) = (SealKey::generate([7; 32]), FileAnchor::new(&path));
        desk.look_at_time().await.expect("a look");
        world.clock.jump(TimeDelta::hours(25));
        desk.look_at_time().await.expect("a look");
        assert!(desk.moment().off.is_some());
        for n in 0..3 {
            let open = crate::support::words::open(world.report("TIK-01", &format!("Gangguan {n}")));
            desk.act(&world.as_("sari"), open).await.expect("a ticket");
            desk.seal(&key, &[&anchor]).await.expect("a seal");
            assert!(!desk.sealing_fails());
        }
        // What a version wrote that did not cut its instants.
        if desk.store().is_sqlite() {
            world.by_hand("DROP TRIGGER seal_no_update").await;
            world.by_hand("UPDATE seal SET at = replace(at, '+00:00', '') || CASE WHEN at LIKE '%.%' THEN '' ELSE '.000000' END || '123+00:00'").await;
            let back = "CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END";
            world.by_hand(back).await;
        }
        let open = crate::support::words::open(world.report("TIK-01", "Gangguan lagi"));
        desk.act(&world.as_("sari"), open).await.expect("a ticket");
        desk.seal(&key, &[&anchor]).await.expect("a seal");
        let lines = BufReader::new(std::fs::File::open(&path).expect("the anchor"));
        let trust = Trust { keys: vec![key.public()], anchor: Some(Box::new(lines)) };
        let report = desk.audit_verify(&Caller::CONSOLE, trust).await.expect("an audit");
        assert!(report.is_clean(), "{:?}", report.findings);
        // An anchor that is not this database's: sealing stops, and says so.
        let other = FileAnchor::new(world.folder.path().join("lain.jsonl"));
        let last = anchor.last().await.expect("a look").expect("a seal");
        other.append(&Seal { number: 9, ..last }).await.expect("a first line");
        assert!(desk.seal(&key, &[&other]).await.is_err());
        assert!(desk.sealing_fails());
        desk.seal(&key, &[&anchor]).await.expect("a seal");
        assert!(!desk.sealing_fails());
    }
}

story! {
    /// Pages go on where rows are finer than a cursor was.
    pages_of_fine_rows, |world| {
        let desk = with_a_fine_clock(&world).await;
        desk.look_at_time().await.expect("a look");
        world.clock.jump(TimeDelta::hours(25));
        let mut opened = Vec::new();
        for n in 0..4 {
            let open = crate::support::words::open(world.report("TIK-01", &format!("Gangguan {n}")));
            opened.push(desk.act(&world.as_("sari"), open).await.expect("a ticket").ticket);
        }
        let pages = async || {
            let (mut found, mut after) = (Vec::new(), None);
            for _ in 0..10 {
                let page = Page { first: Some(1), after, ..Page::default() };
                let reader = desk.reader(&world.as_("sari")).await.expect("a reader");
                let page = reader.tickets(View::MyReports, &desk::list::Filter::default(), desk::list::Order::Newest, &page).await.expect("a page");
                after = page.next_cursor();
                found.extend(page.rows.into_iter().map(|(_, view)| view.id()));
                if after.is_none() {
                    break;
                }
            }
            found.sort_unstable();
            found
        };
        opened.sort_unstable();
        assert_eq!(pages().await, opened);
        for ticket in &opened {
            let row = world.row(*ticket).await;
            let fine = [row.opened_at, row.received_at, row.last_activity_at].map(|at| at.timestamp_subsec_nanos() % 1000);
            assert_eq!(fine, [0; 3], "PostgreSQL keeps no more");
        }
        // What a version wrote that did not cut its instants.
        if desk.store().is_sqlite() {
            let finer = |column: &str| format!("{column} = replace({column}, '+00:00', '') || CASE WHEN {column} LIKE '%.%' THEN '' ELSE '.000000' END || '123+00:00'");
            world.by_hand(&format!("UPDATE ticket SET {}, {}", finer("opened_at"), finer("last_activity_at"))).await;
            assert_eq!(pages().await, opened);
        }
    }
}

story! {
    /// What a clock gave that was ahead does not outlive its limit: a session, a token and a code of tomorrow end when the clock is put back.
    what_tomorrow_gave, |world| {
        let password = "kunci gudang di rak biru";
        world.desk.set_password(world.people["sari"], password, false).await.expect("a password");
        world.desk.look_at_time().await.expect("a look");
        let set = async |by: TimeDelta| {
            world.clock.jump(by);
            world.desk.look_at_time().await.expect("a look");
            let doubt = only_doubt(&world.desk).await.id;
            world.desk.act(&world.as_("admin"), ConfirmTime { doubt }).await.expect("it is right");
            world.desk.look_at_time().await.expect("a look");
        };
        let by = |n: u8| SignIn {
            login: "sari@kab.example".into(),
            password: password.into(),
            shared_computer: false,
            agent: String::new(),
            address: format!("192.0.2.{n}"),
            device: None,
        };
        let early = world.desk.sign_in(by(1)).await.expect("a session").token;
        set(TimeDelta::days(20)).await;
        world.desk.identify_session(&early).await.expect("sari is seen tomorrow");
        let session = world.desk.sign_in(by(2)).await.expect("a session").token;
        let token = world.does("sari", crate::support::words::token(desk::token::TokenScope::ALL)).await;
        let code = world.does("admin", IssueCode { person: world.people["rahmat"] }).await.code;
        assert!(world.desk.identify_session(&session).await.is_ok() && world.desk.identify_token(&token).await.is_ok());
        set(TimeDelta::days(-20)).await;
        for (what, token) in [("before", &early), ("tomorrow's", &session)] {
            assert!(world.desk.identify_session(token).await.is_err(), "{what}");
        }
        assert!(world.desk.identify_token(&token).await.is_err());
        let redeemed = world.desk.redeem_code(&code, "meja rapat lantai dua", by(3)).await;
        assert!(matches!(redeemed, Err(desk::Error::Refused(Refusal::WrongCode))), "{redeemed:?}");
        // What is given now holds.
        let now = world.desk.sign_in(by(4)).await.expect("a session").token;
        assert!(world.desk.identify_session(&now).await.is_ok());
    }
}

story! {
    /// Whose network was busy at the door under a clock of tomorrow comes in when the clock is put back.
    a_line_of_tomorrow, |world| {
        world.desk.look_at_time().await.expect("a look");
        let set = async |by: TimeDelta| {
            world.clock.jump(by);
            world.desk.look_at_time().await.expect("a look");
            let doubt = only_doubt(&world.desk).await.id;
            world.desk.act(&world.as_("admin"), ConfirmTime { doubt }).await.expect("it is right");
            world.desk.look_at_time().await.expect("a look");
        };
        let password = "kunci gudang di rak biru";
        world.desk.set_password(world.people["sari"], password, false).await.expect("a password");
        let by = |login: &str| SignIn {
            login: login.into(),
            password: password.into(),
            shared_computer: false,
            agent: String::new(),
            address: "192.0.2.1".into(),
            device: None,
        };
        set(TimeDelta::days(20)).await;
        for n in 0..30 {
            assert!(world.desk.sign_in(by(&format!("siapa{n}@kab.example"))).await.is_err());
        }
        set(TimeDelta::days(-20)).await;
        world.desk.sign_in(by("sari@kab.example")).await.expect("nobody stands in line now");
    }
}
