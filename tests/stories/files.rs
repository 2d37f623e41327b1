//! Files: one's own, attached once, seen by those who see what they hang on (R28).

use crate::story;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::refusal::Refusal;
use desk::ticket::*;

story! {
    /// Only one's own uploads, and each of them once.
    only_ones_own, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let hers = world.uploaded("sari", "foto.txt", b"lampu merah").await;
        let his = world.uploaded("rahmat", "foto.txt", b"lampu hijau").await;
        let with = |file| Reply { files: vec![file], ..reply(ticket, "Ini fotonya") };
        assert_eq!(world.refused("sari", with(his)).await, Refusal::FileNotYours);
        assert_eq!(world.times(ticket, desk::event::Kind::TicketReplied).await, 0, "nothing half done");
        world.does("sari", with(hers)).await;
        assert_eq!(world.refused("sari", with(hers)).await, Refusal::FileNotYours);
        assert_eq!(world.refused("sari", Reply { files: vec![], ..reply(ticket, "") }).await, Refusal::Blank("text"));
        let invented = desk::id::FileId(uuid());
        assert_eq!(world.refused("sari", with(invented)).await, Refusal::FileNotYours);
        // A file alone is a reply, too.
        let another = world.uploaded("sari", "foto2.txt", b"kabel").await;
        world.does("sari", Reply { files: vec![another], ..reply(ticket, "") }).await;

        let mut many = Vec::new();
        for n in 0..21_u8 {
            many.push(world.uploaded("sari", "foto.txt", &[b'a' + n]).await);
        }
        assert_eq!(world.refused("sari", attach(ticket, &many)).await, Refusal::TooMany(20));
        world.does("sari", attach(ticket, &many[..20])).await;
        assert_eq!(world.refused("sari", attach(ticket, &[])).await, Refusal::Blank("files"));
        assert_eq!(world.refused("rahmat", attach(ticket, &[his])).await, Refusal::NotFound);
    }
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::from_u128(7)
}

story! {
    /// Not attached yet it is the uploader's only; after a day nobody's. On a note it is for those who read notes.
    who_gets_the_bytes, |world| {
        let gets = async |who: &str, file| world.reader(who).await.file(file).await.is_ok();
        let file = world.uploaded("budi", "denah.txt", b"denah jaringan").await;
        assert!(gets("budi", file).await && !gets("wayan", file).await && !gets("sari", file).await);
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", Note { files: vec![file], ..note(ticket, "Denah") }).await;
        assert!(gets("budi", file).await && gets("wayan", file).await);
        assert!(!gets("sari", file).await && !gets("joko", file).await);
        let public = world.uploaded("budi", "foto.txt", b"modem").await;
        world.does("budi", Reply { files: vec![public], ..reply(ticket, "Apakah modemnya seperti ini?") }).await;
        assert!(gets("sari", public).await && !gets("joko", public).await);

        let forgotten = world.uploaded("sari", "lupa.txt", b"lupa").await;
        world.later(TimeDelta::hours(24));
        assert_eq!(world.desk.collect_files().await.unwrap(), 0);
        world.later(TimeDelta::seconds(1));
        assert_eq!(world.desk.collect_files().await.unwrap(), 1);
        assert!(!gets("sari", forgotten).await && gets("sari", public).await);
        assert_eq!(world.refused("sari", attach(ticket, &[forgotten])).await, Refusal::FileNotYours);
    }
}

story! {
    /// Late photographs follow their report; long after the end they are too late, as a reply would be.
    late_photographs, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", resolve(ticket)).await;
        let file = world.uploaded("sari", "foto.txt", b"lampu").await;
        world.does("sari", attach(ticket, &[file])).await;
        world.does("sari", confirm(ticket)).await;
        let file = world.uploaded("sari", "foto.txt", b"kabel").await;
        world.does("sari", attach(ticket, &[file])).await;
        world.at("2026-07-15T08:00:01Z");
        let file = world.uploaded("sari", "foto.txt", b"sakelar").await;
        assert_eq!(world.refused("sari", attach(ticket, &[file])).await, Refusal::TooLate(7));
    }
}
