//! *Gabungkan*: nothing moves (R4).

use crate::story;
use crate::support::words::*;
use desk::event::Kind;
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::View;

story! {
    /// Two people of one office report the same. What one wrote is internal on the other's ticket, and whoever was merged away follows it.
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
        // Hadi follows the target: its public words, nothing internal, and it is not his to close.
        world.does("budi", note(goes_on, "Kabel dipotong tukang")).await;
        world.does("budi", reply(goes_on, "Kabel sedang disambung")).await;
        assert_eq!(world.lists("hadi", View::Followed).await, [goes_on]);
        let read = world.reads("hadi", goes_on).await;
        assert!(read.contains(&"Kabel sedang disambung".to_owned()));
        assert_eq!(world.refused("hadi", confirm(goes_on)).await, Refusal::Forbidden);
        assert_eq!(world.refused("hadi", cancel(goes_on)).await, Refusal::Forbidden);
        world.does("hadi", reply(goes_on, "Di ruang saya juga")).await;
        // The old one takes no more words.
        assert_eq!(world.refused("hadi", reply(ends, "Halo?")).await, Refusal::WrongStatus(Verb::Reply, Status::Merged));
    }
}

story! {
    /// A requester who is a technician elsewhere gets no further than any other requester.
    the_other_requester_is_a_technician_elsewhere, |world| {
        let goes_on = world.opened("sari", "ADM-02", "Cuti tidak muncul").await;
        let ends = world.opened("dewi", "ADM-02", "Cuti hilang").await;
        world.does("joko", merge(ends, goes_on)).await;
        world.does("joko", note(goes_on, "Sari pernah salah isi")).await;
        assert!(world.sees("dewi", goes_on).await);
        assert!(!world.reads_internal("dewi", goes_on).await);
        assert!(!world.reads("dewi", goes_on).await.contains(&"Sari pernah salah isi".to_owned()));
        assert_eq!(world.refused("dewi", note(goes_on, "Boleh lihat?")).await, Refusal::Forbidden);
        // What she says is no answer of the desk, and none of Sari's either.
        world.does("joko", ask(goes_on, "Cuti tanggal berapa?")).await;
        let asked = world.row(goes_on).await;
        world.does("dewi", reply(goes_on, "Punya saya tanggal 3")).await;
        let row = world.row(goes_on).await;
        assert_eq!((row.status, row.first_response_at), (Status::WaitingRequester, asked.first_response_at));
        world.does("sari", reply(goes_on, "Tanggal 5")).await;
        assert_eq!(world.row(goes_on).await.status, Status::InProgress);
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
