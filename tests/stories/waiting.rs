//! *Minta informasi*, *Tunda*, *Lanjutkan*, and what the clock does meanwhile.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::instant;
use chrono::{DateTime, TimeDelta, Utc};
use desk::event::Kind;
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::ticket::*;

async fn open_one(world: &World) -> TicketId {
    world.opened("sari", "TIK-01", "Internet mati").await
}

/// When something happened, by the clock's own hand.
async fn by_the_clock(world: &World, ticket: TicketId, kind: Kind) -> Vec<DateTime<Utc>> {
    let events = world.events(ticket).await.into_iter();
    events.filter(|e| e.kind == kind.code() && e.actor == "clock").map(|e| e.recorded_at).collect()
}

story! {
    /// Asked on Monday: reminded after two and four business days, closed after five.
    no_answer, |world| {
        let ticket = open_one(&world).await;
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        assert_eq!(world.state(ticket).await, "WAITING_REQUESTER, tier 1 DISDIK, budi");
        world.days_pass_until("2026-07-13T07:59:59Z").await;
        // Fridays close at half past four.
        assert_eq!(by_the_clock(&world, ticket, Kind::TicketReminded).await, [
            instant("2026-07-08T08:00:00Z"),
            instant("2026-07-10T08:30:00Z"),
        ]);
        assert_eq!(world.row(ticket).await.status, Status::WaitingRequester);
        world.days_pass_until("2026-07-13T08:00:00Z").await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.end_reason), (Status::Closed, Some(EndReason::NoAnswer)));
        assert_eq!(by_the_clock(&world, ticket, Kind::TicketClosed).await, [instant("2026-07-13T08:00:00Z")]);
        assert_eq!(world.next_due().await, None);
    }
}

story! {
    /// The program was down over the weekend: everything happens once, in order, late.
    the_clock_was_down, |world| {
        let ticket = open_one(&world).await;
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        world.at("2026-07-20T02:00:00Z");
        assert_eq!(world.run_due().await, 1);
        let happened = world.happened(ticket).await.split_off(2);
        assert_eq!(happened, [Kind::TicketReminded, Kind::TicketReminded, Kind::TicketClosed]);
        assert_eq!(world.row(ticket).await.ended_at, Some(instant("2026-07-20T02:00:00Z")));
        assert_eq!(world.run_due().await, 0);
    }
}

story! {
    /// Two workers at once: what is due happens once.
    two_workers, |world| {
        let mut tickets = Vec::new();
        for _ in 0..6 {
            let ticket = open_one(&world).await;
            world.does("budi", resolve(ticket)).await;
            tickets.push(ticket);
        }
        world.at("2026-07-09T08:00:00Z");
        let (one, other) = tokio::join!(world.desk.run_due(100), world.desk.run_due(100));
        assert_eq!(one.unwrap() + other.unwrap(), 6);
        for ticket in tickets {
            assert_eq!(world.times(ticket, Kind::TicketClosed).await, 1);
        }
    }
}

story! {
    /// One ticket that cannot be read does not stop the clock for the others.
    one_broken_ticket, |world| {
        let broken = open_one(&world).await;
        let fine = open_one(&world).await;
        for ticket in [broken, fine] {
            world.does("budi", resolve(ticket)).await;
            world.later(TimeDelta::minutes(1));
        }
        world.by_hand("UPDATE ticket SET route_reason = 'NONSENSE' WHERE number = 'TKT-2026-000001'").await;
        world.at("2026-07-09T08:00:00Z");
        assert_eq!(world.run_due().await, 1);
        assert_eq!(world.row(fine).await.status, Status::Closed);
        assert!(world.desk.run_due(100).await.is_err(), "when nothing else is left, the fault is told");
    }
}

story! {
    /// Only the requester's own word answers a question; then nobody is reminded any more.
    answered_in_time, |world| {
        let ticket = open_one(&world).await;
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        world.does("budi", reply(ticket, "Kami tunggu")).await;
        world.does("wayan", note(ticket, "Saya kira ruang guru")).await;
        assert_eq!(world.row(ticket).await.status, Status::WaitingRequester);
        // Asked again, the days count anew.
        world.at("2026-07-07T02:00:00Z");
        world.does("budi", ask(ticket, "Ruang guru atau TU?")).await;
        assert_eq!(world.next_due().await, Some(instant("2026-07-09T08:00:00Z")));
        world.does("sari", reply(ticket, "Ruang guru")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        assert_eq!(world.next_due().await, None);
        // Not asked, her words change no status.
        world.does("budi", hold_for_centre(ticket, None)).await;
        world.does("sari", reply(ticket, "Bagaimana kabarnya?")).await;
        assert_eq!(world.row(ticket).await.status, Status::WaitingThirdParty);
    }
}

story! {
    /// Whoever filed it for her may answer for her.
    answered_by_the_filer, |world| {
        let for_sari = Open { on_behalf_of: Some(world.people["sari"]), ..open(world.report("TIK-01", "Mati")) };
        let ticket = world.does("hadi", for_sari).await.ticket;
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        world.does("hadi", reply(ticket, "Ruang guru")).await;
        assert_eq!(world.row(ticket).await.status, Status::InProgress);
    }
}

story! {
    /// A common application: Tier 2 waits for the centre, the clock reminds of the next check, the requester sees whom we wait for.
    waiting_for_the_centre, |world| {
        let ticket = world.opened("sari", "ADM-02", "SIMPEG tidak bisa dibuka").await;
        world.does("joko", escalate(ticket)).await;
        world.does("made", accept(ticket)).await;
        let check = instant("2026-07-08T02:00:00Z");
        world.does("made", hold_for_centre(ticket, Some(check))).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.wait_for, row.wait_until), (Status::WaitingThirdParty, Some(WaitFor::ThirdParty), Some(check)));
        assert_eq!(world.said(ticket, MessageKind::Hold).await.body, "Pusat bantuan SIPD · Telepon 1500-xxx · CC-77");
        world.days_pass_until("2026-07-09T00:00:00Z").await;
        assert_eq!(by_the_clock(&world, ticket, Kind::TicketCheckDue).await, [check]);
        assert_eq!(world.row(ticket).await.status, Status::WaitingThirdParty, "reminding ends no wait");
        // Looked, and still nothing: held again until the next check.
        world.does("made", hold_for_centre(ticket, Some(instant("2026-07-10T02:00:00Z")))).await;
        world.does("made", resume(ticket)).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.wait_for, row.wait_until), (Status::InProgress, None, None));
        assert_eq!(world.next_due().await, None);
        assert_eq!(world.refused("made", resume(ticket)).await, Refusal::WrongStatus(Verb::Resume, Status::InProgress));
        // Held without a date it waits until somebody says otherwise; solved while waiting, the wait is over.
        world.does("made", hold_for_centre(ticket, None)).await;
        assert_eq!(world.next_due().await, None);
        world.does("made", resolve(ticket)).await;
        assert_eq!(world.row(ticket).await.wait_for, None);
    }
}

story! {
    /// A date: work goes on by itself when it comes.
    a_schedule_resumes_by_itself, |world| {
        let ticket = open_one(&world).await;
        let visit = instant("2026-07-08T02:00:00Z");
        world.does("budi", hold_until(ticket, visit, true)).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.wait_for), (Status::WaitingSchedule, Some(WaitFor::ScheduleByRequester)));
        let seen = world.version(ticket).await;
        world.days_pass_until("2026-07-08T01:59:59Z").await;
        assert_eq!(world.row(ticket).await.status, Status::WaitingSchedule);
        world.days_pass_until("2026-07-08T02:00:00Z").await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        assert_eq!(by_the_clock(&world, ticket, Kind::TicketResumed).await, [visit]);
        let late = Resolve { seen, ..resolve(ticket) };
        assert!(matches!(world.refused("budi", late).await, Refusal::Stale { .. }), "the clock moves the ground, too");
        world.does("budi", hold_until(ticket, instant("2026-07-09T02:00:00Z"), false)).await;
        assert_eq!(world.row(ticket).await.wait_for, Some(WaitFor::ScheduleByUs));
        // Another wait instead of this one: the date is forgotten.
        world.does("budi", ask(ticket, "Jumat saja?")).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.wait_for, row.wait_until), (Status::WaitingRequester, None, None));
        world.days_pass_until("2026-07-09T03:00:00Z").await;
        assert_eq!(world.row(ticket).await.status, Status::WaitingRequester);
    }
}

story! {
    /// What a wait must say.
    what_waiting_needs, |world| {
        let ticket = open_one(&world).await;
        let now = world.desk.now();
        assert_eq!(world.refused("budi", ask(ticket, " ")).await, Refusal::Blank("question"));
        assert_eq!(world.refused("budi", hold_until(ticket, now, false)).await, Refusal::InPast("until"));
        let far = now + TimeDelta::days(4 * 366);
        assert_eq!(world.refused("budi", hold_until(ticket, far, false)).await, Refusal::Invalid("until"));
        assert_eq!(world.refused("budi", hold_for_centre(ticket, Some(now))).await, Refusal::InPast("nextCheck"));
        let nobody = HoldFor::ThirdParty {
            who: " ".into(),
            through: "Telepon".into(),
            reference: String::new(),
            next_check: None,
        };
        assert_eq!(world.refused("budi", Hold { ticket, seen: None, what: nobody }).await, Refusal::Blank("who"));
        for who in ["sari", "hadi", "rina"] {
            assert_eq!(world.refused(who, ask(ticket, "Kapan?")).await, Refusal::Forbidden, "{who}");
        }
        assert_eq!(world.state(ticket).await, "NEW, tier 1 DISDIK, nobody");
        // Who asks on a ticket that nobody has, has it; the coordinator asks for the team and does not become its engineer.
        world.does("budi", escalate(ticket)).await;
        world.does("putri", ask(ticket, "Boleh lewat telepon?")).await;
        assert_eq!(world.state(ticket).await, "WAITING_REQUESTER, tier 2 T2-JAR, nobody");
    }
}

story! {
    /// Notes are for those who handle a ticket, at any time, and nobody else ever reads them.
    notes, |world| {
        let ticket = open_one(&world).await;
        world.does("budi", note(ticket, "Kata sandi router di brankas xqzvk")).await;
        for (who, expected) in [("sari", Refusal::Forbidden), ("hadi", Refusal::Forbidden), ("joko", Refusal::NotFound)] {
            assert_eq!(world.refused(who, note(ticket, "?")).await, expected, "{who}");
        }
        assert_eq!(world.reads("sari", ticket).await, ["Internet mati. Mohon bantuan."]);
        assert_eq!(world.finds("sari", "xqzvk").await, []);
        assert_eq!(world.finds("wayan", "xqzvk").await, [ticket]);
        world.does("sari", cancel(ticket)).await;
        world.does("wayan", note(ticket, "Ternyata listrik")).await;
        assert_eq!(world.refused("budi", note(ticket, "  ")).await, Refusal::Blank("text"));
    }
}

story! {
    /// A technician who reports something to another office is a requester there: what is internal stays so, in search too.
    a_technician_as_a_requester, |world| {
        let ticket = world.opened("dewi", "ADM-02", "Cuti hilang").await;
        world.does("joko", note(ticket, "Dewi salah isi tanggal xqzvk")).await;
        assert!(!world.reads_internal("dewi", ticket).await);
        assert_eq!(world.finds("dewi", "hilang").await, [ticket]);
        assert_eq!(world.finds("dewi", "xqzvk").await, []);
        assert_eq!(world.finds("joko", "xqzvk").await, [ticket]);
    }
}
