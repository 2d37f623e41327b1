//! Two people at once, and one person twice: stale, commuting and repeated commands.

use crate::story;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::event::{Door, Kind};
use desk::refusal::{ChangedSince, Refusal};
use desk::ticket::*;
use desk::{Caller, Error};

story! {
    /// Of two who press *Ambil* on the same row one has it, and the other is told what happened.
    two_takes, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let seen = world.version(ticket).await;
        let take = || Take { ticket, seen };
        let ahead = Take { ticket, seen: seen.map(|seen| seen + 1) };
        assert_eq!(world.refused("budi", ahead).await, Refusal::Invalid("seen"), "nobody has seen what is not there yet");
        let (budi, wayan) = (world.as_("budi"), world.as_("wayan"));
        let (one, other) = tokio::join!(world.desk.act(&budi, take()), world.desk.act(&wayan, take()));
        let (winners, losers): (Vec<_>, Vec<_>) = [one, other].into_iter().partition(Result::is_ok);
        assert_eq!((winners.len(), losers.len()), (1, 1));
        let taken = ChangedSince { kind: Kind::TicketTaken.code().into(), status: Some(Status::InProgress) };
        let Some(Err(Error::Refused(refused))) = losers.into_iter().next() else { panic!("not told") };
        assert_eq!(refused, Refusal::Stale { changes: vec![taken] });
        assert_eq!(world.times(ticket, Kind::TicketTaken).await, 1);
    }
}

story! {
    /// What commutes makes nobody stale and needs no `seen`; what changes the ground does (R6).
    what_commutes, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let other = world.opened("sari", "TIK-13", "Surel").await;
        world.does("budi", take(ticket)).await;
        let seen = world.version(ticket).await;
        world.does("sari", reply(ticket, "Mohon segera")).await;
        world.does("wayan", note(ticket, "Modem lama")).await;
        world.does("wayan", follow(ticket)).await;
        world.does("wayan", unfollow(ticket)).await;
        world.does("wayan", link(ticket, other)).await;
        world.does("wayan", involve(ticket, world.people["nur"])).await;
        world.does("wayan", promote(ticket)).await;
        let file = world.uploaded("sari", "foto.txt", b"lampu merah").await;
        world.does("sari", attach(ticket, &[file])).await;
        assert_eq!(world.version(ticket).await, seen);
        // Budi has read none of it, and decides on what he saw.
        world.does("budi", Resolve { seen, ..resolve(ticket) }).await;
        let seen = world.version(ticket).await;
        world.does("sari", reply(ticket, "Terima kasih")).await;
        world.does("sari", rate(ticket, 4)).await;
        world.does("sari", Confirm { seen, ..confirm(ticket) }).await;
    }
}

story! {
    /// Each of these moves the ground for whoever looked before: the second is refused and nothing changes.
    what_makes_others_stale, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let mut seen = world.version(ticket).await;
        macro_rules! moves {
            ($($who:literal does $command:expr;)+) => { $(
                world.does($who, $command).await;
                let late = Reject { seen, ..reject(ticket) };
                assert!(matches!(world.refused("putri", late).await, Refusal::Stale { .. }), "{}", stringify!($command));
                assert_ne!(world.version(ticket).await, seen);
                seen = world.version(ticket).await;
            )+ };
        }
        moves! {
            "budi" does take(ticket);
            "budi" does assign(ticket, world.people["wayan"]);
            "budi" does ask(ticket, "Ruang mana?");
            "sari" does reply(ticket, "Ruang guru");
            "budi" does hold_for_centre(ticket, None);
            "budi" does resume(ticket);
            "budi" does Reclassify { impact: Some(Impact::Wide), ..reclassify(ticket) };
            "budi" does forward(ticket, world.units["BKPSDM"]);
            "joko" does escalate(ticket);
            "agus" does accept(ticket);
            "agus" does hand_over(ticket, world.teams["T2-APL"]);
            "made" does give_back(ticket, "Nomor port");
        }
        let other = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(other)).await;
        let before = world.version(other).await;
        world.does("budi", classify(other, Confidentiality::Restricted)).await;
        let late = Resolve { seen: before, ..resolve(other) };
        assert!(matches!(world.refused("budi", late).await, Refusal::Stale { .. }), "the class is ground, too");
        // A technician of the reporter's office who knew better may not reject, stale or not: access comes first.
        assert_eq!(world.refused("budi", Reject { seen: Some(1), ..reject(ticket) }).await, Refusal::Forbidden);
        world.does("putri", Reject { seen, ..reject(ticket) }).await;
    }
}

story! {
    /// Sent twice, done once: the same key and the same input give the same answer.
    the_same_key_twice, |world| {
        let sari = world.as_("sari");
        let report = || open(world.report("TIK-01", "Internet mati"));
        let first = world.desk.act_once(&sari, "a1", report()).await.unwrap();
        world.later(TimeDelta::minutes(1));
        let again = world.desk.act_once(&sari, "a1", report()).await.unwrap();
        assert_eq!(first, again);
        let count = async || world.lists("sari", desk::view::View::MyReports).await.len();
        assert_eq!(count().await, 1);
        // Other input under the same key is a mistake of the program that sends it.
        let other = world.desk.act_once(&sari, "a1", open(world.report("TIK-01", "Printer"))).await;
        assert_eq!(crate::support::world::refusal(other), Refusal::KeyReused);
        let other = world.desk.act_once(&sari, "a1", take(first.ticket)).await;
        assert_eq!(crate::support::world::refusal(other), Refusal::KeyReused);
        // The key is hers, and of this door.
        world.desk.act_once(&world.as_("budi"), "a1", open(world.report("TIK-01", "Printer"))).await.unwrap();
        let by_telegram = Caller::person(world.people["sari"], Door::Telegram);
        world.desk.act_once(&by_telegram, "a1", report()).await.unwrap();
        assert_eq!(count().await, 2);
        for bad in [String::new(), "x".repeat(201)] {
            let outcome = world.desk.act_once(&sari, &bad, report()).await;
            assert_eq!(crate::support::world::refusal(outcome), Refusal::Invalid("requestId"));
        }
    }
}

story! {
    /// A refusal is not kept: mended, the same key works.
    a_refusal_is_not_kept, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let budi = world.as_("budi");
        world.does("wayan", hold_for_centre(ticket, None)).await;
        world.does("wayan", reject(ticket)).await;
        let refused = world.desk.act_once(&budi, "k", reopen(ticket)).await;
        assert_eq!(crate::support::world::refusal(refused), Refusal::WrongStatus(Verb::Reopen, Status::Rejected));
        let other = world.opened("sari", "TIK-01", "Internet mati lagi").await;
        world.desk.act_once(&budi, "k", take(other)).await.unwrap();
        assert_eq!(world.state(other).await, "IN_PROGRESS, tier 1 DISDIK, budi");
    }
}

story! {
    /// Eight times the same key at the same time: one ticket, eight times the same answer.
    the_same_key_at_the_same_time, |world| {
        let sari = world.as_("sari");
        let mut sent = Vec::new();
        for _ in 0..8 {
            let (desk, command) = (world.desk.clone(), open(world.report("TIK-01", "Internet mati")));
            sent.push(tokio::spawn(async move { desk.act_once(&sari, "once", command).await }));
        }
        let mut answers = Vec::new();
        for one in sent {
            answers.push(one.await.unwrap().unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        assert_eq!(world.lists("sari", desk::view::View::MyReports).await, [answers[0].ticket]);

        let say = || world.desk.act_once(&sari, "said", reply(answers[0].ticket, "Mohon segera"));
        let (one, other) = tokio::join!(say(), say());
        assert_eq!(one.unwrap(), other.unwrap());
        assert_eq!(world.times(answers[0].ticket, Kind::TicketReplied).await, 1);
    }
}

story! {
    /// Many at once on one ticket: each event has its place in the chain.
    many_at_once, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let mut sent = Vec::new();
        for n in 0..24 {
            let (desk, caller) = (world.desk.clone(), world.as_(["sari", "budi", "wayan"][n % 3]));
            let command = reply(ticket, &format!("Pesan {n}"));
            sent.push(tokio::spawn(async move { desk.act(&caller, command).await }));
        }
        for one in sent {
            one.await.unwrap().unwrap();
        }
        let events = world.events(ticket).await;
        assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=25).collect::<Vec<_>>());
        for pair in events.windows(2) {
            assert_eq!((pair[1].prev_hash, pair[1].hash), (pair[0].hash, pair[1].computed_hash()));
        }
        let mut bodies: Vec<_> = world.messages(ticket).await.into_iter().map(|m| (m.seq, m.body)).collect();
        bodies.dedup_by_key(|(seq, _)| *seq);
        assert_eq!(bodies.len(), 25, "every text belongs to the event that brought it");
    }
}
