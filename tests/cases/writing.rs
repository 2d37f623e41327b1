//! What somebody wrote is never lost without a word, and what a page offers can be done: drafts from several windows, what a requester is told before they
//! write, who hears of it, and to whom a ticket can be given.

use crate::story;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::draft::{DraftKind, SaveDraft, SeenDraft};
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::View;

story! {
    /// A long draft of one window is not written over, emptied or sent away by another one that has not seen it.
    a_draft_from_another_window_stays, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let save = |text: &str, seen| SaveDraft { ticket, kind: DraftKind::Reply, text: text.into(), seen };
        let kept = async || {
            let reader = world.reader("budi").await;
            let drafts = reader.drafts(&reader.ticket(ticket).await.unwrap()).await.unwrap();
            drafts.into_iter().map(|draft| draft.body).collect::<Vec<_>>()
        };
        let long = "Langkah yang sudah kami coba satu per satu.";
        let first = world.does("budi", save(long, SeenDraft::Nothing)).await.unwrap();
        world.later(TimeDelta::seconds(1));
        // The window that has seen no draft: a letter, and nothing at all.
        for text in ["x", ""] {
            assert_eq!(world.refused("budi", save(text, SeenDraft::Nothing)).await, Refusal::StaleDraft);
        }
        assert_eq!(kept().await, [long]);
        // The same text again is no other draft, as after an answer that was lost.
        world.does("budi", save(long, SeenDraft::Nothing)).await;
        world.later(TimeDelta::seconds(1));
        let second = world.does("budi", save("Langkah dua.", SeenDraft::Any)).await.unwrap();
        assert_eq!(world.refused("budi", save("x", SeenDraft::SavedAt(first))).await, Refusal::StaleDraft);
        world.does("budi", save("Langkah tiga.", SeenDraft::SavedAt(second))).await;

        // What another window sends takes its own draft along, and no other.
        world.does("budi", Reply { draft: SeenDraft::Nothing, ..reply(ticket, "Baik.") }).await;
        world.does("budi", Reply { draft: SeenDraft::SavedAt(first), ..reply(ticket, "Kami cek.") }).await;
        assert_eq!(kept().await, ["Langkah tiga."]);
        let reader = world.reader("budi").await;
        let saved = reader.drafts(&reader.ticket(ticket).await.unwrap()).await.unwrap()[0].saved_at;
        world.does("budi", Reply { draft: SeenDraft::SavedAt(saved), ..reply(ticket, "Langkah tiga.") }).await;
        assert!(kept().await.is_empty());
    }
}

story! {
    /// *Buka kembali* is offered on a closed report as long as it is taken, and not a second longer; then a reply is said to open a new one before it does.
    what_is_offered_after_the_end, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let told = async |who: &str| {
            let reader = world.reader(who).await;
            let view = reader.ticket(ticket).await.unwrap();
            let can = reader.can(&view);
            (can.contains(&Verb::Reopen), can.contains(&Verb::Confirm), reader.reply_opens_new(&view).await.unwrap())
        };
        world.does("budi", take(ticket)).await;
        world.does("budi", resolve(ticket)).await;
        assert_eq!(told("sari").await, (true, true, false));
        assert_eq!(told("budi").await, (true, true, false));
        world.does("sari", confirm(ticket)).await;
        // Whoever has said that it works is not asked to say it orally.
        assert_eq!(told("sari").await, (true, false, false));
        assert_eq!(told("budi").await, (true, false, false));
        world.at("2026-07-15T08:00:00Z");
        assert_eq!(told("sari").await, (true, false, false));
        world.at("2026-07-15T08:00:01Z");
        assert_eq!(world.refused("sari", reopen(ticket)).await, Refusal::TooLate(7));
        assert_eq!(told("sari").await, (false, false, true));
        assert_eq!(told("budi").await, (false, false, false), "the desk has nothing more to say on it");
        assert!(world.does("sari", reply(ticket, "Terima kasih.")).await.follow_up);
    }
}

story! {
    /// An address is no channel while the desk sends no letters: whoever has no account stays on the list of those who have to be told.
    an_address_is_no_channel, |world| {
        let call = Record { then: and_solved(), ..phone_call(world.report("TIK-01", "Kabel"), caller("Pak Amir", "081234567890")) };
        let ticket = world.does("nur", call).await.ticket;
        let amir = world.row(ticket).await.requester_id;
        let input = desk::person::add::PersonInput {
            name: "Pak Amir".into(),
            nip: None,
            phone: Some("081234567890".into()),
            email: Some("amir@contoh.go.id".into()),
            unit: None,
            requester_type: desk::person::RequesterType::Citizen,
            language: desk::person::Language::Indonesian,
            zone: None,
            hide_identity: false,
        };
        world.console(desk::person::add::ChangePerson { person: amir, input }).await;
        world.later(TimeDelta::minutes(5));
        world.does("nur", reply(ticket, "Mohon dicoba lagi besok.")).await;
        assert_eq!(world.lists("nur", View::Untold).await, [ticket]);
    }
}

story! {
    /// What Tier 2 sent back or answered is a list of its own for those who have to go on, and so is what is still there.
    what_came_back, |world| {
        let (back, there) = (world.opened("sari", "TIK-01", "Internet mati").await, world.opened("sari", "TIK-01", "Wi-Fi mati").await);
        for ticket in [back, there] {
            world.does("budi", take(ticket)).await;
            world.does("budi", escalate(ticket)).await;
        }
        assert_eq!(world.lists("budi", View::CameBack).await, []);
        let mut at_tier2 = world.lists("budi", View::AtTier2).await;
        at_tier2.sort();
        let mut both = [back, there];
        both.sort();
        assert_eq!(at_tier2, both);
        world.does("agus", give_back(back, "Alamat IP?")).await;
        assert_eq!((world.lists("budi", View::CameBack).await, world.lists("budi", View::AtTier2).await), (vec![back], vec![there]));
        assert_eq!(world.lists("putri", View::CameBack).await, [back]);
        assert_eq!((world.lists("joko", View::CameBack).await, world.lists("joko", View::AtTier2).await), (vec![], vec![]));
        world.does("agus", accept(there)).await;
        world.does("agus", answer(there, "Ganti kabel.")).await;
        assert_eq!(world.lists("budi", View::CameBack).await.len(), 2);
        world.does("budi", resolve(back)).await;
        assert_eq!(world.lists("budi", View::CameBack).await, [there]);
    }
}

story! {
    /// *Tugaskan* offers those to whom it may be given and nobody else, with how much they have.
    to_whom_it_can_be_given, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let other = world.opened("sari", "TIK-01", "Wi-Fi mati").await;
        world.does("wayan", take(other)).await;
        let offered = async |who: &str| {
            let reader = world.reader(who).await;
            let view = reader.ticket(ticket).await.unwrap();
            let mut found = Vec::new();
            for it in reader.assignable(&view).await.unwrap() {
                found.push((world.people.iter().find(|(_, id)| **id == it.person.id).unwrap().0.to_string(), it.open));
            }
            found.sort();
            found
        };
        let offers = offered("budi").await;
        assert!(offers.contains(&("budi".into(), 0)) && offers.contains(&("wayan".into(), 1)), "{offers:?}");
        for (name, _) in &offers {
            world.does("budi", assign(ticket, world.people[name.as_str()])).await;
        }
        for name in ["sari", "agus", "joko", "rina"] {
            assert!(!offers.iter().any(|(offered, _)| offered == name), "{name}");
            assert_eq!(world.refused("budi", assign(ticket, world.people[name])).await, Refusal::NotInQueue);
        }
        assert_eq!(offered("sari").await, []);
    }
}
