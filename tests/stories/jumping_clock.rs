//! A server's clock that jumps: nothing falls due by it until an administrator says that it is right, or it is back.

use crate::story;
use crate::support::World;
use crate::support::words::{note, resolve};
use chrono::TimeDelta;
use desk::Caller;
use desk::Desk;
use desk::audit::verify::Trust;
use desk::doubt::{ConfirmTime, Doubt};
use desk::event::Kind;
use desk::id::TicketId;
use desk::refusal::Refusal;
use std::sync::Arc;

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
        set(TimeDelta::hours(25)).await;
        let by = desk::session::SignIn {
            login: "sari@kab.example".into(),
            password: password.into(),
            shared_computer: false,
            agent: String::new(),
            address: "192.0.2.1".into(),
            device: None,
        };
        let token = world.desk.sign_in(by).await.expect("a session").token;
        assert!(world.desk.identify_session(&token).await.expect("sari").proved);
        // It was not right after all.
        set(TimeDelta::hours(-25)).await;
        assert!(!world.desk.identify_session(&token).await.expect("sari").proved);
    }
}
