//! What people do around a ticket besides working on it: telling whoever has no channel, taking back what was done a moment ago, coaching, and filing
//! for a colleague.

use crate::story;
use crate::support::words::*;
use desk::Caller;
use desk::event::{Door, Kind};
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::View;

fn told(ticket: TicketId, by: ToldBy) -> Tell {
    Tell { ticket, by, message: None }
}

story! {
    /// Whoever has no account hears of nothing by themselves: they stay on the handlers' list until somebody has told them, and that is on record.
    told_by_a_person, |world| {
        let call = Record { then: and_solved(), ..phone_call(world.report("TIK-01", "Kabel"), caller("Pak Amir", "081234567890")) };
        let ticket = world.does("nur", call).await.ticket;
        assert_eq!(world.row(ticket).await.untold_since, None, "they are on the telephone");
        world.later(chrono::TimeDelta::minutes(5));
        world.does("nur", reply(ticket, "Mohon dicoba lagi besok.")).await;
        assert_eq!(world.row(ticket).await.untold_since, Some(world.desk.now()));
        let since = world.row(ticket).await.untold_since;
        world.later(chrono::TimeDelta::minutes(5));
        world.does("nur", note(ticket, "Belum sempat menelepon")).await;
        world.does("nur", reply(ticket, "Atau lusa.")).await;
        assert_eq!(world.row(ticket).await.untold_since, since, "since the first word they missed");
        assert_eq!(world.lists("nur", View::Untold).await, [ticket]);
        assert_eq!(world.lists("putri", View::Untold).await, [ticket]);
        assert_eq!(world.lists("joko", View::Untold).await, []);

        let said = world.said(ticket, MessageKind::Reply).await.id;
        let note = world.said(ticket, MessageKind::Note).await.id;
        let wrong = Tell { message: Some(note), ..told(ticket, ToldBy::Whatsapp) };
        assert_eq!(world.refused("nur", wrong).await, Refusal::NotFound, "a note is told to nobody");
        assert_eq!(world.refused("joko", told(ticket, ToldBy::Phone)).await, Refusal::NotFound);
        world.does("nur", Tell { message: Some(said), ..told(ticket, ToldBy::Whatsapp) }).await;
        assert_eq!(world.row(ticket).await.untold_since, None);
        assert_eq!(world.lists("nur", View::Untold).await, []);
        let event = world.events(ticket).await.pop().unwrap();
        assert_eq!((event.kind.as_str(), event.actor.as_str()), (Kind::TicketTold.code(), &*world.people["nur"].to_string()));
        assert_eq!(event.facts()["by"], "WHATSAPP");

        // Whoever writes themselves is there; whoever has an account looks into it. Nothing is sent to an address, so that it is no channel.
        world.later(chrono::TimeDelta::minutes(1));
        world.does("nur", reply(ticket, "Sudah bisa?")).await;
        assert!(world.row(ticket).await.untold_since.is_some());
        let amir = world.row(ticket).await.requester_id;
        world.desk.act(&Caller::person(amir, Door::Telegram), reply(ticket, "Sudah.")).await.unwrap();
        assert_eq!(world.row(ticket).await.untold_since, None);
        world.desk.set_password(amir, "sawah-gunung-pantai-7", false).await.unwrap();
        let hers = world.opened("sari", "TIK-01", "Internet mati").await;
        world.later(chrono::TimeDelta::minutes(1));
        world.does("nur", reply(ticket, "Kami cek.")).await;
        assert_eq!(world.row(ticket).await.untold_since, None);
        world.does("budi", reply(hers, "Kami cek.")).await;
        assert_eq!(world.row(hers).await.untold_since, Some(world.desk.now()));
    }
}

story! {
    /// What was done a moment ago is taken back by its opposite; both stay on record.
    taken_back, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let release = |ticket, seen| Release { ticket, seen };
        assert_eq!(world.refused("budi", release(ticket, None)).await, Refusal::Invalid("assignee"));
        let before = world.version(ticket).await;
        world.does("budi", take(ticket)).await;
        let stale = world.refused("wayan", release(ticket, before)).await;
        assert!(matches!(stale, Refusal::Stale { .. }), "{stale:?}");
        assert_eq!(world.refused("sari", release(ticket, None)).await, Refusal::Forbidden);
        world.does("budi", release(ticket, world.version(ticket).await)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, nobody");
        assert_eq!(world.lists("wayan", View::Unassigned).await, [ticket]);

        let other = world.opened("sari", "TIK-01", "Internet mati lagi").await;
        let unlink = |ticket, other| Unlink { ticket, other, kind: LinkKind::Related };
        assert_eq!(world.refused("budi", unlink(ticket, other)).await, Refusal::NotFound);
        world.does("budi", Link { ticket, other, kind: LinkKind::Related }).await;
        assert_eq!(world.refused("sari", unlink(ticket, other)).await, Refusal::Forbidden);
        world.does("budi", unlink(ticket, other)).await;
        let reader = world.reader("budi").await;
        assert!(reader.links(&reader.ticket(other).await.unwrap()).await.unwrap().is_empty());
        let wanted =
            [Kind::TicketOpened, Kind::TicketTaken, Kind::TicketReleased, Kind::TicketLinked, Kind::TicketUnlinked];
        assert_eq!(world.happened(ticket).await, wanted);

        // What Tier 2 has accepted somebody answers for.
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        assert_eq!(world.refused("agus", release(ticket, None)).await, Refusal::AlreadyAccepted);
    }
}

story! {
    /// The coordinator, and the lead of the team that has it, coach those who handle a ticket; the requester never reads it.
    supervised, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let say = |text: &str| Supervise { ticket, text: text.into() };
        world.does("putri", say("Tanyakan dulu sejak kapan.")).await;
        assert_eq!(world.said(ticket, MessageKind::Supervision).await.audience, Audience::Internal);
        assert!(world.reads("budi", ticket).await.contains(&"Tanyakan dulu sejak kapan.".to_owned()));
        assert!(!world.reads("sari", ticket).await.contains(&"Tanyakan dulu sejak kapan.".to_owned()));
        assert_eq!(world.refused("budi", say("x")).await, Refusal::Forbidden, "he handles it");
        assert_eq!(world.refused("tono", say("x")).await, Refusal::NotFound, "not with his team yet");
        world.does("budi", escalate(ticket)).await;
        world.does("tono", say("Ukur dulu redamannya.")).await;
        assert_eq!(world.refused("agus", say("x")).await, Refusal::Forbidden);
        assert_eq!(world.refused("putri", say(" ")).await, Refusal::Blank("text"));
    }
}

story! {
    /// Colleagues find each other by name and file for each other: either may add, the one it is about confirms and rates.
    for_a_colleague, |world| {
        let names = async |who: &str, words: &str| {
            let found = world.reader(who).await.colleagues(words).await.unwrap();
            found.into_iter().map(|person| person.name).collect::<Vec<_>>()
        };
        assert_eq!(names("hadi", "wulan").await, ["Sari Wulandari"]);
        assert_eq!(names("hadi", "SARI").await, ["Sari Wulandari"]);
        assert!(names("hadi", "dewi").await.is_empty(), "of another unit");
        assert!(names("hadi", "hadi").await.is_empty() && names("warga", "").await.is_empty());
        let masked = world.reader("hadi").await.colleagues("sari").await.unwrap();
        assert!(masked[0].phone.as_ref().is_none_or(|phone| !phone.contains("500000")) && masked[0].email.is_none());

        let for_sari = Open { on_behalf_of: Some(world.people["sari"]), ..open(world.report("TIK-01", "Internet mati")) };
        let ticket = world.does("hadi", for_sari).await.ticket;
        world.does("hadi", reply(ticket, "Ruangannya terkunci sampai pukul sepuluh.")).await;
        world.does("sari", reply(ticket, "Saya sudah di ruangan.")).await;
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.refused("hadi", confirm(ticket)).await, Refusal::Forbidden);
        world.does("sari", confirm(ticket)).await;
        assert_eq!(world.refused("hadi", rate(ticket, 5)).await, Refusal::Forbidden);
        world.does("sari", rate(ticket, 5)).await;
        assert_eq!(world.lists("hadi", View::MyReports).await, [ticket]);
        assert_eq!(world.lists("sari", View::MyReports).await, [ticket]);
    }
}
