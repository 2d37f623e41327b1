//! What helps in writing: drafts, macros, and who else is there.

use crate::story;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::draft::{DraftKind, SaveDraft, SeenDraft};
use desk::event::Kind;
use desk::id::TicketId;
use desk::presence::Doing;
use desk::refusal::Refusal;
use desk::reply_macro::{MacroInput, RetireMacro, SaveMacro};
use desk::setting::{SetSetting, SettingKey};

fn draft(ticket: TicketId, kind: DraftKind, text: &str) -> SaveDraft {
    SaveDraft { ticket, kind, text: text.into(), seen: SeenDraft::Any }
}

story! {
    /// A draft is its writer's alone, is there on whatever computer they sit at, and is gone once it is sent, or may quote what was redacted.
    drafts, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let kept = async |who: &str| {
            let reader = world.reader(who).await;
            let drafts = reader.drafts(&reader.ticket(ticket).await.unwrap()).await.unwrap();
            drafts.into_iter().map(|draft| draft.body).collect::<Vec<_>>()
        };
        let events = world.events(ticket).await.len();
        world.does("budi", draft(ticket, DraftKind::Reply, "Kami ce")).await;
        world.does("budi", draft(ticket, DraftKind::Reply, "Kami cek")).await;
        world.does("budi", draft(ticket, DraftKind::Note, "Sakelar lantai dua?")).await;
        world.does("sari", draft(ticket, DraftKind::Reply, "Sebenarnya")).await;
        assert_eq!(kept("budi").await, ["Sakelar lantai dua?", "Kami cek"]);
        assert_eq!(kept("sari").await, ["Sebenarnya"]);
        assert!(kept("wayan").await.is_empty() && kept("putri").await.is_empty(), "a colleague and the coordinator");
        assert_eq!(world.refused("sari", draft(ticket, DraftKind::Note, "x")).await, Refusal::Forbidden);
        assert_eq!(world.refused("joko", draft(ticket, DraftKind::Reply, "x")).await, Refusal::NotFound);
        let long = "a".repeat(desk::input::TEXT + 1);
        assert!(matches!(world.refused("budi", draft(ticket, DraftKind::Reply, &long)).await, Refusal::TooLong(..)));

        // Sent, it is gone with the reply; the note stays. Nothing of it was an event.
        assert_eq!(world.events(ticket).await.len(), events);
        world.does("budi", reply(ticket, "Kami cek sekarang.")).await;
        assert_eq!(kept("budi").await, ["Sakelar lantai dua?"]);
        world.does("budi", draft(ticket, DraftKind::Note, "  ")).await;
        assert!(kept("budi").await.is_empty(), "an empty one is thrown away");

        // R22: a draft may quote what was redacted.
        world.does("budi", draft(ticket, DraftKind::Note, "Kata sandinya rahasia123")).await;
        let said = world.said(ticket, desk::ticket::MessageKind::Report).await;
        world.does("budi", redact_message(ticket, said.id)).await;
        assert!(kept("budi").await.is_empty() && kept("sari").await.is_empty());

        // Who leaves takes them along; what nobody touches is forgotten.
        world.does("budi", draft(ticket, DraftKind::Note, "Lanjut besok")).await;
        world.does("wayan", draft(ticket, DraftKind::Note, "Saya bantu")).await;
        world.console(desk::person::add::RetirePerson { person: world.people["wayan"] }).await;
        assert_eq!(world.desk.forget_drafts().await.unwrap(), 0);
        world.later(TimeDelta::days(91));
        assert_eq!(world.desk.forget_drafts().await.unwrap(), 1);

        // Too often is too often, for them and not for others.
        let (budi, sari) = (world.as_("budi"), world.as_("sari"));
        let some = || draft(ticket, DraftKind::Reply, "");
        for _ in 0..90 {
            world.desk.save_draft(&budi, None, some()).await.unwrap();
        }
        let last = world.desk.save_draft(&budi, None, some()).await;
        assert!(matches!(last, Err(desk::Error::Refused(Refusal::SlowDown(1..=60)))), "{last:?}");
        world.desk.save_draft(&sari, None, some()).await.unwrap();
        world.later(TimeDelta::minutes(1));
        world.desk.save_draft(&budi, None, some()).await.unwrap();
    }
}

story! {
    /// Those who may write notes see each other on a ticket, and nobody else does; who is silent for thirty seconds is gone.
    presence, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let (budi, wayan) = (world.reader("budi").await, world.reader("wayan").await);
        for (who, may) in [("budi", true), ("putri", true), ("sari", false), ("joko", false), ("rina", false)] {
            assert_eq!(world.reader(who).await.may_be_there(ticket).await, may, "{who}");
        }
        let mut news = world.desk.comings_and_goings();
        let there = wayan.be_there(ticket, Doing::Viewing);
        assert_eq!(budi.others_there(ticket), [(world.people["wayan"], Doing::Viewing)]);
        assert!(wayan.others_there(ticket).is_empty(), "nobody sees themselves");
        // A second page of the same person, in which they write.
        let writing = wayan.be_there(ticket, Doing::Writing);
        assert_eq!(budi.others_there(ticket), [(world.people["wayan"], Doing::Writing)]);
        drop(writing);
        assert_eq!(budi.others_there(ticket), [(world.people["wayan"], Doing::Viewing)]);
        world.later(TimeDelta::seconds(20));
        there.again();
        world.later(TimeDelta::seconds(20));
        assert_eq!(budi.others_there(ticket).len(), 1, "said again in time");
        world.later(TimeDelta::seconds(11));
        assert!(budi.others_there(ticket).is_empty(), "silent for too long");
        drop(there);
        let mut heard = 0;
        while news.try_recv().is_ok() {
            heard += 1;
        }
        assert_eq!(heard, 4, "came, came, went, went: saying so again is no news");
        assert_eq!(world.happened(ticket).await, [Kind::TicketOpened]);
    }
}

story! {
    /// Macros are administered, filled in for the ticket at hand, and offered to whom they are for.
    macros, |world| {
        let by_name = |name: &str, body: &str, team: Option<&str>| SaveMacro {
            id: None,
            input: MacroInput { name: name.into(), body: body.into(), team: team.map(|code| world.teams[code]) },
        };
        assert_eq!(world.refused("budi", by_name("A", "B", None)).await, Refusal::Forbidden);
        let unknown = world.refused("admin", by_name("A", "Yth. {{nama_hantu}}", None)).await;
        assert!(matches!(unknown, Refusal::Unknown { field: "body", .. }), "{unknown:?}");
        let salam = "Yth. {{nama_pelapor}} ({{unit}}), {{ nomor }}: {{layanan}}. {{nama_petugas}}, {{dinas}}";
        let id = world.does("admin", by_name("AAA salam", salam, None)).await;
        assert_eq!(world.refused("admin", by_name("AAA salam", "lain", None)).await, Refusal::Taken("name"));
        world.does("admin", by_name("AAA salam", "Dari tim.", Some("T2-JAR"))).await;

        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let number = world.row(ticket).await.number;
        let offered = async |who: &str| {
            let reader = world.reader(who).await;
            let macros = reader.macros_for(&reader.ticket(ticket).await.unwrap()).await.unwrap();
            macros.into_iter().filter(|(it, _)| it.name == "AAA salam").map(|(_, text)| text).collect::<Vec<_>>()
        };
        let filled = format!(
            "Yth. Sari Wulandari (Dinas Pendidikan), {number}: Gangguan jaringan intra / internet OPD. \
             Budi Santoso, Dinas Komunikasi dan Informatika"
        );
        assert_eq!(offered("budi").await, [filled]);
        assert!(offered("sari").await.is_empty(), "requesters have no macros");
        world.does("budi", escalate(ticket)).await;
        let mut for_team = offered("agus").await;
        for_team.sort();
        assert!(for_team.len() == 2 && for_team[0] == "Dari tim.", "{for_team:?}");

        // What somebody hides is not in a text that goes around.
        let hidden = world.opened("warga", "PUB-02", "Antrean").await;
        world.does("dewi", escalate(hidden)).await;
        let reader = world.reader("made").await;
        let macros = reader.macros_for(&reader.ticket(hidden).await.unwrap()).await.unwrap();
        let (_, text) = macros.into_iter().find(|(it, _)| it.id == id).expect("it is everybody's");
        assert!(text.starts_with("Yth. Bapak/Ibu (), "), "{text}");

        let change = SaveMacro { id: Some(id), input: MacroInput { name: "AAA sapa".into(), body: "Halo".into(), team: None } };
        world.does("admin", change).await;
        world.does("admin", RetireMacro { id }).await;
        assert_eq!(world.refused("admin", RetireMacro { id }).await, Refusal::Retired("macro"));
        assert_eq!(offered("agus").await, ["Dari tim."]);
        let stream = format!("macro/{}", id.0.as_simple());
        let events = desk::store::record::events_after(&world.desk.store().read(), &stream, 0).await.unwrap();
        let kinds: Vec<Kind> = events.into_iter().map(|event| event.kind.parse().unwrap()).collect();
        assert_eq!(kinds, [Kind::Created, Kind::Changed, Kind::Retired], "retired, never deleted");
    }
}

/// How many of these go through before one is refused, and how that is said.
async fn until_refused(world: &crate::support::World, who: &str, ticket: TicketId, text: &str) -> (usize, Refusal) {
    for n in 0..5_000 {
        match world.tries(who, reply(ticket, &format!("{n} {text}"))).await {
            Ok(_) => {}
            Err(desk::Error::Refused(refusal)) => return (n, refusal),
            Err(error) => panic!("{error}"),
        }
    }
    panic!("nobody stops them");
}

story! {
    /// Whoever writes without end is told to wait, and for how long; others write on, on the same ticket too, and so do they when the time is over. Two
    /// instances count together, and what is sent twice under one key counts once.
    so_much_in_an_hour, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let (done, refusal) = until_refused(&world, "sari", ticket, "Masih mati.").await;
        assert_eq!((done, refusal.code()), (99, "WROTE_MUCH"), "the report was the first");
        assert!(refusal.sentence(desk::person::Language::Indonesian).contains("36 detik"), "{refusal:?}");
        world.opened("ayu", "TIK-01", "Juga mati").await;
        world.does("budi", reply(ticket, "Kami cek.")).await;
        let other = crate::support::World::open(&world.database, world.folder.path(), world.clock.clone(), 21).await;
        let sari = world.as_("sari");
        let there = other.act(&sari, reply(ticket, "Dari tempat lain.")).await;
        assert_eq!(crate::support::world::refusal(there).code(), "WROTE_MUCH");
        world.later(TimeDelta::seconds(36));
        for _ in 0..3 {
            other.act_once(&sari, "kunci", reply(ticket, "Sekali.")).await.expect("a turn, and the same answer again");
        }
        assert_eq!(world.refused("sari", reply(ticket, "Lagi.")).await.code(), "WROTE_MUCH");
        // What was refused took no turn: after an hour all of them are there again.
        world.later(TimeDelta::hours(1));
        assert_eq!(until_refused(&world, "sari", ticket, "Masih.").await.0, 100);
        // By a clock that was days ahead: nobody waits for the day after tomorrow.
        world.later(TimeDelta::hours(-48));
        assert_eq!(until_refused(&world, "sari", ticket, "Kemarin.").await.0, 100);
        other.close().await.expect("closing");
    }
}

story! {
    /// The same by bytes over a day; those who handle tickets have more of both.
    so_many_bytes_in_a_day, |world| {
        let few = SetSetting { key: SettingKey::RequesterPerHour, value: 20.into(), basis: String::new(), seen: None };
        world.console(few).await;
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let long = "😀".repeat(15_000);
        let (done, refusal) = until_refused(&world, "sari", ticket, &long).await;
        assert_eq!((done, refusal.code()), (9, "WROTE_MUCH"), "twenty times thirty thousand");
        for n in 0..12 {
            world.does("budi", reply(ticket, &format!("{n} {long}"))).await;
        }
        world.does("budi", take(ticket)).await;
        world.later(TimeDelta::hours(24));
        world.does("sari", reply(ticket, &long)).await;
    }
}
