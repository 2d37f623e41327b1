//! *Belum teratasi / Buka kembali*.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::instant;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::ticket::*;

async fn solved_by(world: &World, who: &str) -> TicketId {
    let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
    world.does(who, take(ticket)).await;
    world.does(who, resolve(ticket)).await;
    ticket
}

async fn away(world: &World, who: &str) {
    let from = world.desk.now();
    let absence = AddAbsence {
        person: world.people[who],
        kind: AbsenceKind::Sick,
        valid_from: from,
        valid_to: from + TimeDelta::days(20),
        substitute: None,
        reason: String::new(),
    };
    world.does(who, absence).await;
}

story! {
    /// *Belum*: back to whoever solved it, with all marks of the end gone.
    not_solved_after_all, |world| {
        let ticket = solved_by(&world, "budi").await;
        world.does("sari", reply(ticket, "Belum bisa")).await;
        assert_eq!(world.refused("sari", Reopen { reason: "".into(), ..reopen(ticket) }).await, Refusal::Blank("reason"));
        world.does("sari", reopen(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        let row = world.row(ticket).await;
        assert_eq!((row.reopened, row.replied_after_end, row.resolved_at, row.ended_at), (true, false, None, None));
        assert_eq!(world.next_due().await, None, "it does not close by itself any more");
        world.does("budi", resolve(ticket)).await;
        assert!(!world.row(ticket).await.reopened);
        world.does("sari", confirm(ticket)).await;
        world.does("budi", reopen(ticket)).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.ended_at, row.end_reason), (Status::InProgress, None, None));
    }
}

story! {
    /// In time until the close of the seventh business day; then a new, linked ticket is asked for.
    in_and_out_of_time, |world| {
        let (in_time, late) = (solved_by(&world, "budi").await, solved_by(&world, "budi").await);
        for ticket in [in_time, late] {
            world.does("sari", confirm(ticket)).await;
        }
        world.at("2026-07-15T08:00:00Z");
        world.does("sari", reopen(in_time)).await;
        world.at("2026-07-15T08:00:01Z");
        assert_eq!(world.refused("sari", reopen(late)).await, Refusal::TooLate(7));
        assert_eq!(world.refused("putri", reopen(late)).await, Refusal::TooLate(7));
        let again = Report { follow_up_of: Some(late), ..world.report("TIK-01", "Mati lagi") };
        let new = world.does("sari", open(again)).await.ticket;
        let reader = world.reader("sari").await;
        let links = reader.links(&reader.ticket(late).await.unwrap()).await.unwrap();
        assert_eq!(links.iter().map(|(kind, here, other)| (*kind, *here, other.id())).collect::<Vec<_>>(), [
            (LinkKind::FollowUp, true, new)
        ]);
        // RESOLVED has no such limit: it closes by itself before.
        let resolved = solved_by(&world, "budi").await;
        world.does("sari", reopen(resolved)).await;
    }
}

story! {
    /// Solved at tier 2 it comes back there, and has to be accepted again before it is solved again.
    at_tier2, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        world.does("agus", resolve(ticket)).await;
        world.does("sari", reopen(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, agus");
        let request = world.request(ticket).await;
        assert_eq!((request.state, request.accepted_by, request.ended_at), (RequestState::Open, None, None));
        assert_eq!(world.refused("agus", resolve(ticket)).await, Refusal::NotAccepted);
        world.does("tono", accept(ticket)).await;
        world.does("tono", resolve(ticket)).await;
        assert_eq!(world.request(ticket).await.state, RequestState::Solved);
    }
}

story! {
    /// Whoever solved it is away or has left: to the queue of that tier.
    the_solver_is_not_there, |world| {
        let first = solved_by(&world, "budi").await;
        let second = solved_by(&world, "wayan").await;
        away(&world, "budi").await;
        world.console(desk::person::add::RetirePerson { person: world.people["wayan"] }).await;
        for ticket in [first, second] {
            world.does("sari", reopen(ticket)).await;
            assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, nobody");
        }
        let third = world.opened("rahmat", "TIK-01", "Internet mati").await;
        world.does("andi", escalate(third)).await;
        world.does("agus", accept(third)).await;
        world.does("agus", resolve(third)).await;
        away(&world, "agus").await;
        world.does("rahmat", reopen(third)).await;
        assert_eq!(world.state(third).await, "IN_PROGRESS, tier 2 T2-JAR, nobody");
    }
}

story! {
    /// Who may say so: the requester's side and those who handle it; not who merely follows, and no stranger.
    who_reopens, |world| {
        let for_sari = Open { on_behalf_of: Some(world.people["sari"]), ..open(world.report("TIK-01", "Mati")) };
        let ticket = world.does("hadi", for_sari).await.ticket;
        let mut who_can = Vec::new();
        for who in ["sari", "hadi", "budi", "wayan", "putri", "joko", "rahmat", "rina", "sekda"] {
            world.does("budi", resolve(ticket)).await;
            match world.tries(who, reopen(ticket)).await {
                Ok(_) => who_can.push(who),
                Err(_) => { world.does("budi", reopen(ticket)).await; }
            }
        }
        assert_eq!(who_can, ["sari", "hadi", "budi", "wayan", "putri"]);
        assert_eq!(world.refused("sari", reopen(ticket)).await, Refusal::WrongStatus(Verb::Reopen, Status::InProgress));
    }
}

story! {
    /// Closed for want of an answer: any reply in time reopens it, to whoever had it, accepted again at tier 2.
    an_answer_after_all, |world| {
        let tier1 = world.opened("sari", "TIK-01", "Satu").await;
        world.does("budi", ask(tier1, "Ruang mana?")).await;
        let tier2 = world.opened("sari", "TIK-01", "Dua").await;
        world.does("budi", escalate(tier2)).await;
        world.does("agus", accept(tier2)).await;
        world.does("agus", ask(tier2, "Sejak kapan?")).await;
        world.days_pass_until("2026-07-13T08:00:00Z").await;
        for ticket in [tier1, tier2] {
            let row = world.row(ticket).await;
            assert_eq!((row.status, row.end_reason), (Status::Closed, Some(EndReason::NoAnswer)));
        }
        assert_eq!(world.request(tier2).await.state, RequestState::Withdrawn, "no request stays open on an ended ticket");
        world.at("2026-07-14T02:00:00Z");
        world.does("sari", reply(tier1, "Ruang guru")).await;
        assert_eq!(world.state(tier1).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        let row = world.row(tier1).await;
        assert_eq!((row.reopened, row.end_reason, row.ended_at), (true, None, None));
        world.does("sari", reply(tier2, "Sejak Jumat")).await;
        assert_eq!(world.state(tier2).await, "IN_PROGRESS, tier 2 T2-JAR, agus");
        assert_eq!(world.request(tier2).await.state, RequestState::Open);
        world.does("agus", accept(tier2)).await;
        world.does("agus", resolve(tier2)).await;
    }
}

story! {
    /// ... by *Buka kembali* just the same; if that person is away, to the queue; after seven business days it is a new ticket.
    an_answer_much_later, |world| {
        let mut asked = Vec::new();
        for title in ["Satu", "Dua", "Tiga"] {
            let ticket = world.opened("sari", "TIK-01", title).await;
            world.does("budi", ask(ticket, "Ruang mana?")).await;
            asked.push(ticket);
        }
        world.days_pass_until("2026-07-13T08:00:00Z").await;
        world.does("sari", reopen(asked[0])).await;
        assert_eq!(world.state(asked[0]).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        away(&world, "budi").await;
        world.does("sari", reply(asked[1], "Ruang guru")).await;
        assert_eq!(world.state(asked[1]).await, "IN_PROGRESS, tier 1 DISDIK, nobody");
        // Closed at closing time on Monday the 13th, so the days count from Tuesday: the seventh is Thursday the 23rd.
        world.clock.set(instant("2026-07-23T08:00:01Z"));
        assert!(world.does("sari", reply(asked[2], "Ruang guru")).await.follow_up);
        assert_eq!(world.row(asked[2]).await.status, Status::Closed);
    }
}
