//! *Gabungkan*: nothing moves (R4).

use crate::story;
use crate::support::World;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::access::Sight;
use desk::event::Kind;
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::View;
use std::collections::BTreeSet;

/// What a handler files for somebody else.
fn open_for(world: &World, who: &str, title: &str) -> Open {
    Open { on_behalf_of: Some(world.people[who]), ..open(world.report("TIK-01", title)) }
}

story! {
    /// Two people of one office report the same. What one wrote is internal on the other's ticket, and whoever was merged away hears on their own what
    /// the desk says from then on.
    two_peoples_tickets, |world| {
        let goes_on = world.opened("sari", "TIK-01", "Internet mati di dinas").await;
        let ends = world.opened("hadi", "TIK-01", "Tidak ada internet xqzvk").await;
        world.does("budi", reply(ends, "Sedang dicek")).await;
        let before = world.messages(goes_on).await;
        world.does("budi", merge(ends, goes_on)).await;

        assert_eq!(world.state(ends).await, "MERGED, tier 1 DISDIK, nobody");
        let row = world.row(ends).await;
        assert_eq!((row.merged_into_id, row.ended_at), (Some(goes_on), Some(world.desk.now())));
        assert_eq!(world.messages(goes_on).await, before, "nothing moves");
        assert_eq!(world.happened(goes_on).await.last(), Some(&Kind::TicketAbsorbed));
        // The technicians read both in one place, Sari only her own.
        let text = "Tidak ada internet xqzvk. Mohon bantuan.".to_owned();
        assert!(world.reads("budi", goes_on).await.contains(&text));
        assert!(!world.reads("sari", goes_on).await.contains(&text));
        assert_eq!(world.finds("sari", "xqzvk").await, []);
        // Hadi heads their office and sees the other one by that; he follows it, and it is not his to close.
        world.does("budi", note(goes_on, "Kabel dipotong tukang")).await;
        world.does("budi", reply(goes_on, "Kabel sedang disambung")).await;
        assert_eq!(world.lists("hadi", View::Followed).await, [goes_on]);
        let read = world.reads("hadi", goes_on).await;
        assert!(read.contains(&"Kabel sedang disambung".to_owned()));
        assert_eq!(world.refused("hadi", confirm(goes_on)).await, Refusal::Forbidden);
        assert_eq!(world.refused("hadi", cancel(goes_on)).await, Refusal::Forbidden);
        world.does("hadi", reply(goes_on, "Di ruang saya juga")).await;
        // What he says on his own stands there, where the desk reads it and Sari does not; the desk itself has no more to say on it.
        world.does("hadi", reply(ends, "Halo?")).await;
        assert_eq!(world.state(ends).await, "MERGED, tier 1 DISDIK, nobody");
        assert!(world.reads("budi", goes_on).await.contains(&"Halo?".to_owned()));
        assert!(!world.reads("sari", goes_on).await.contains(&"Halo?".to_owned()));
        assert_eq!(world.refused("budi", reply(ends, "Halo?")).await, Refusal::MergedInto(world.row(goes_on).await.number));
    }
}

story! {
    /// A requester who is a technician elsewhere gets no further than any other requester.
    the_other_requester_is_a_technician_elsewhere, |world| {
        let goes_on = world.opened("sari", "ADM-02", "Cuti tidak muncul").await;
        let ends = world.opened("dewi", "ADM-02", "Cuti hilang").await;
        world.does("joko", merge(ends, goes_on)).await;
        world.does("joko", note(goes_on, "Sari pernah salah isi")).await;
        assert!(!world.sees("dewi", goes_on).await);
        assert!(!world.reads_internal("dewi", goes_on).await);
        assert_eq!(world.reads("dewi", ends).await, ["Cuti hilang. Mohon bantuan."]);
        assert_eq!(world.refused("dewi", note(goes_on, "Boleh lihat?")).await, Refusal::NotFound);
        // What she says is no answer of the desk, and none of Sari's either.
        world.does("joko", ask(goes_on, "Cuti tanggal berapa?")).await;
        let asked = world.row(goes_on).await;
        world.does("dewi", reply(ends, "Punya saya tanggal 3")).await;
        let row = world.row(goes_on).await;
        assert_eq!((row.status, row.first_response_at), (Status::WaitingRequester, asked.first_response_at));
        world.does("sari", reply(goes_on, "Tanggal 5")).await;
        assert_eq!(world.row(goes_on).await.status, Status::InProgress);
    }
}

story! {
    /// Whoever was merged away learns nothing of the other who reported: not the words from before or after, not the name, no file, no number, no contact;
    /// and that it ended, whoever ended it. The same where that is merged in turn.
    nothing_of_the_other_reporter, |world| {
        let file = world.uploaded("sari", "bukti.txt", b"isi").await;
        let report = Report { files: vec![file], contact: "Sari 0812".into(), ..world.report("TIK-01", "Rahasia Sari xqzvk") };
        let first = world.does("sari", open(report)).await.ticket;
        world.does("budi", reply(first, "Bu Sari, sebelum digabung")).await;
        let ends = world.opened("hadi", "TIK-01", "Tidak ada internet").await;
        let hadi = world.reader("hadi").await;
        assert!(!world.sees("rahmat", first).await);
        // Hadi heads the unit, and sees it by that; Rahmat has nothing but his report.
        assert!(hadi.ticket(first).await.is_ok());
        let ends_too = world.does("putri", open_for(&world, "rahmat", "Internet mati juga")).await.ticket;
        world.does("putri", merge(ends_too, first)).await;
        world.later(TimeDelta::seconds(1));
        let mut hints = world.desk.hints();
        world.does("budi", reply(first, "Sedang dikerjakan")).await;
        let rahmat = world.standing("rahmat").await;
        let mut told = BTreeSet::new();
        while let Ok(hint) = hints.try_recv() {
            told.extend(Some(hint.ticket).filter(|_| hint.reaches(&rahmat)));
        }
        assert_eq!(told, BTreeSet::from([ends_too]));
        world.does("sari", reply(first, "Balasan Sari")).await;
        world.does("putri", merge(first, ends)).await;
        world.later(TimeDelta::seconds(1));
        world.does("budi", reply(ends, "Hampir selesai")).await;
        world.does("hadi", reply(ends, "Balasan Hadi")).await;
        world.does("budi", resolve(ends)).await;
        world.does("hadi", confirm(ends)).await;
        for other in [first, ends] {
            assert_eq!(world.sight("rahmat", other).await, Sight::Nothing);
            assert!(world.reader("rahmat").await.ticket_by_number(&world.row(other).await.number).await.is_err());
        }
        assert_eq!(world.finds("rahmat", "xqzvk").await, []);
        assert_eq!(world.finds("rahmat", "hampir").await, []);
        assert!(world.reader("rahmat").await.file(file).await.is_err());
        let said = ["Internet mati juga. Mohon bantuan.", "Sedang dikerjakan", "Hampir selesai", "Sudah diperbaiki, silakan dicoba."];
        assert_eq!(world.reads("rahmat", ends_too).await, said);
        let reader = world.reader("rahmat").await;
        let view = reader.ticket(ends_too).await.unwrap();
        assert!(reader.files(&view).await.unwrap().is_empty());
        let (entries, _) = reader.timeline(&view, 100, None).await.unwrap();
        let others = ["sari", "hadi"].map(|who| Some(world.people[who]));
        assert!(entries.iter().all(|entry| !others.contains(&entry.actor)));
        assert_eq!(entries.last().map(|entry| entry.happened.kind), Some(Kind::TicketConfirmed), "that it is over he learns");
        // It has ended: what he says now is a new report.
        assert!(world.does("rahmat", reply(ends_too, "Masih mati")).await.follow_up);
        // Page by page it is the same.
        let (mut before, mut read) = (None, Vec::new());
        loop {
            let (page, earlier) = reader.timeline(&view, 1, before).await.unwrap();
            before = page.first().map(desk::view::Entry::moment);
            read.extend(page.into_iter().flat_map(|entry| entry.messages).map(|message| message.body));
            if !earlier {
                break;
            }
        }
        read.reverse();
        assert_eq!(read, said);
    }
}

story! {
    /// What it was merged into becomes more confidential than it is: then nothing comes across any more.
    the_target_becomes_more_confidential, |world| {
        let goes_on = world.opened("sari", "TIK-01", "A").await;
        let ends = world.opened("rahmat", "TIK-01", "B").await;
        world.does("putri", merge(ends, goes_on)).await;
        world.does("budi", reply(goes_on, "Sedang dicek")).await;
        assert!(world.reads("rahmat", ends).await.contains(&"Sedang dicek".to_owned()));
        world.does("budi", take(goes_on)).await;
        world.does("budi", classify(goes_on, Confidentiality::Restricted)).await;
        assert!(!world.reads("rahmat", ends).await.contains(&"Sedang dicek".to_owned()));
    }
}

story! {
    /// The same person reported twice: then it is all hers.
    one_persons_two_tickets, |world| {
        let goes_on = world.opened("sari", "TIK-01", "Internet mati").await;
        let ends = world.opened("sari", "TIK-01", "Masih mati").await;
        world.does("budi", merge(ends, goes_on)).await;
        assert!(world.reads("sari", goes_on).await.contains(&"Masih mati. Mohon bantuan.".to_owned()));
        assert_eq!(world.lists("sari", View::Followed).await, []);
    }
}

story! {
    /// Not with itself, nothing that has ended, nothing into the open.
    what_is_not_merged, |world| {
        let a = world.opened("sari", "TIK-01", "A").await;
        let b = world.opened("sari", "TIK-01", "B").await;
        assert_eq!(world.refused("budi", merge(a, a)).await, Refusal::MergeCircle);
        assert_eq!(world.refused("budi", Merge { reason: String::new(), ..merge(a, b) }).await, Refusal::Blank("reason"));
        assert_eq!(world.refused("sari", merge(a, b)).await, Refusal::Forbidden);
        let elsewhere = world.opened("sari", "ADM-02", "C").await;
        assert_eq!(world.refused("budi", merge(a, elsewhere)).await, Refusal::Forbidden);
        let not_his = world.opened("rahmat", "TIK-01", "D").await;
        assert_eq!(world.refused("budi", merge(a, not_his)).await, Refusal::NotFound);

        world.does("budi", take(a)).await;
        world.does("budi", classify(a, Confidentiality::Restricted)).await;
        assert_eq!(world.refused("budi", merge(a, b)).await, Refusal::MergeLessConfidential);
        world.does("budi", merge(b, a)).await;
        let wrong = Refusal::WrongStatus(Verb::Merge, Status::Merged);
        assert_eq!(world.refused("budi", merge(a, b)).await, wrong, "no circle");
        let c = world.opened("sari", "TIK-01", "E").await;
        world.does("budi", resolve(c)).await;
        let wrong = Refusal::WrongStatus(Verb::Merge, Status::Resolved);
        assert_eq!(world.refused("budi", merge(a, c)).await, wrong);
        assert_eq!(world.refused("budi", merge(c, a)).await, wrong);
    }
}

story! {
    /// The class of the target is lowered later: what came from a more confidential one does not come along.
    the_target_becomes_less_confidential, |world| {
        let a = world.opened("sari", "TIK-01", "A").await;
        let b = world.opened("sari", "TIK-01", "Kata sandi saya bocor").await;
        for ticket in [a, b] {
            world.does("budi", take(ticket)).await;
            world.does("budi", classify(ticket, Confidentiality::Restricted)).await;
        }
        world.does("budi", merge(b, a)).await;
        world.does("budi", classify(a, Confidentiality::Normal)).await;
        let secret = "Kata sandi saya bocor. Mohon bantuan.".to_owned();
        assert!(world.reads("budi", a).await.contains(&secret));
        assert!(!world.reads("wayan", a).await.contains(&secret));
    }
}

story! {
    /// At tier 2 the request ends with the ticket, and so does every wait.
    merged_at_tier2, |world| {
        let goes_on = world.opened("sari", "TIK-01", "A").await;
        let ends = world.opened("hadi", "TIK-01", "B").await;
        for ticket in [goes_on, ends] {
            world.does("budi", escalate(ticket)).await;
            world.does("agus", accept(ticket)).await;
        }
        world.does("agus", ask(ends, "Lantai berapa?")).await;
        world.does("agus", merge(ends, goes_on)).await;
        assert_eq!(world.request(ends).await.state, RequestState::Withdrawn);
        assert_eq!(world.request(goes_on).await.state, RequestState::Accepted);
        assert_eq!(world.next_due().await, None);
    }
}

story! {
    /// Two people merge the same two tickets crosswise, again and again: one of them is second, and nobody waits for ever.
    crosswise_at_the_same_time, |world| {
        for round in 0..12 {
            let a = world.opened("sari", "TIK-01", "A").await;
            let b = world.opened("hadi", "TIK-01", "B").await;
            let (budi, wayan) = (world.as_("budi"), world.as_("wayan"));
            let (one, other) =
                tokio::join!(world.desk.act(&budi, merge(a, b)), world.desk.act(&wayan, merge(b, a)));
            let mut lost = Vec::new();
            for outcome in [one, other] {
                match outcome {
                    Ok(_) => {}
                    Err(desk::Error::Refused(refusal)) => lost.push(refusal),
                    Err(desk::Error::Fault(fault)) => panic!("round {round}: {fault}"),
                }
            }
            assert_eq!(lost, [Refusal::WrongStatus(Verb::Merge, Status::Merged)], "round {round}");
            let merged = [world.row(a).await.status, world.row(b).await.status];
            assert_eq!(merged.iter().filter(|status| **status == Status::Merged).count(), 1);
        }
    }
}
