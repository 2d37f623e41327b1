//! Files: one's own, attached once, seen by those who see what they hang on (R28).

use crate::story;
use crate::support::words::*;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::appointment::{Appoint, Role};
use desk::refusal::Refusal;
use desk::setting::{SetSetting, SettingKey};
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

story! {
    /// A file that comes in parts: it goes on where it was, is whoever's sends it, counts against what they may have lying about, and what never comes
    /// to an end is collected.
    in_parts, |world| {
        let sari = world.as_("sari");
        let (begin, part) = (
            async |name: &str, size| world.desk.begin_upload(&sari, name, size).await,
            async |id, from, bytes: &[u8]| world.desk.take_part(&sari, id, from, bytes.to_vec()).await.unwrap(),
        );
        let text = b"lampu merah, lampu hijau";
        let id = begin("catatan.txt", text.len() as i64).await.unwrap();
        let first = part(id, 0, &text[..10]).await;
        assert_eq!((first.received, first.file), (10, None));
        // The answer was lost, so that the part comes again; and one that is too early, and one that is too much.
        assert_eq!(part(id, 0, &text[..10]).await.received, 10);
        assert_eq!(part(id, 15, &text[15..]).await.received, 10);
        assert_eq!(part(id, 10, &[b'x'; 40]).await.received, 10);
        let beyond = world.desk.take_part(&sari, id, i64::MAX, b"x".to_vec()).await;
        assert!(matches!(beyond, Err(desk::Error::Refused(Refusal::Invalid("part")))), "{beyond:?}");
        assert_eq!(world.desk.upload_progress(&sari, id).await.unwrap().received, 10);
        let other = world.desk.upload_progress(&world.as_("rahmat"), id).await;
        assert!(matches!(other, Err(desk::Error::Refused(Refusal::NotFound))), "{other:?}");
        let last = part(id, 10, &text[10..]).await;
        let file = last.file.expect("all of it is there");
        let (row, bytes) = world.reader("sari").await.file(file).await.unwrap();
        assert_eq!((row.name.as_str(), bytes.as_slice()), ("catatan.txt", text.as_slice()));
        assert!(world.desk.upload_progress(&sari, id).await.is_err(), "its parts are gone");
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("sari", attach(ticket, &[file])).await;

        let refused = async |name: &str, size| match begin(name, size).await {
            Err(desk::Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused("kosong.txt", 0).await, Refusal::Blank("file"));
        assert_eq!(refused("besar.bin", 25_000_001).await, Refusal::FileTooLarge(25_000_000));
        for _ in 0..8 {
            begin("besar.bin", 25_000_000).await.unwrap();
        }
        assert_eq!(refused("lagi.bin", 1).await, Refusal::FileQuota, "what is promised counts");
        world.later(TimeDelta::hours(24));
        assert_eq!(world.desk.collect_uploads().await.unwrap(), 0);
        world.later(TimeDelta::seconds(1));
        assert_eq!(world.desk.collect_uploads().await.unwrap(), 8);
        begin("lagi.bin", 1).await.unwrap();
    }
}

fn files_in(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let count = |path: std::path::PathBuf| if path.is_dir() { files_in(&path) } else { 1 };
    entries.map(|entry| count(entry.expect("an entry").path())).sum()
}

story! {
    /// Several parts for one place at once: one of them is taken, and what was acknowledged is what the file holds. Nothing of it is left behind.
    parts_for_one_place, |world| {
        let sari = world.as_("sari");
        let texts: [&[u8]; 3] = [b"lampu merah", b"kabel", b"sakelar lepas"];
        for _ in 0..5 {
            let id = world.desk.begin_upload(&sari, "catatan.txt", 20).await.unwrap();
            let sent = texts.map(|text| world.desk.take_part(&sari, id, 0, text.to_vec()));
            let [first, second, third] = sent;
            let told = tokio::join!(first, second, third);
            let received = world.desk.upload_progress(&sari, id).await.unwrap().received;
            for told in [told.0, told.1, told.2] {
                match told {
                    Ok(progress) => assert_eq!(progress.received, received),
                    Err(error) => assert!(matches!(error, desk::Error::Refused(Refusal::Invalid("part"))), "{error:?}"),
                }
            }
            let taken = texts.into_iter().find(|text| text.len() as i64 == received).expect("one of them");
            let rest = vec![b'x'; 20 - taken.len()];
            let file = world.desk.take_part(&sari, id, received, rest.clone()).await.unwrap().file.expect("all of it");
            let (_, bytes) = world.reader("sari").await.file(file).await.unwrap();
            assert_eq!(bytes, [taken, &rest].concat());
        }
        let id = world.desk.begin_upload(&sari, "catatan.txt", 20).await.unwrap();
        world.desk.take_part(&sari, id, 0, b"lampu".to_vec()).await.unwrap();
        world.later(TimeDelta::hours(25));
        assert_eq!(world.desk.collect_uploads().await.unwrap(), 1);
        assert_eq!(files_in(&world.folder.path().join("files/parts")), 0);
    }
}

story! {
    /// What one person uploads in a day, how fast, and what one ticket carries, has an end that is told in words; the region sets it.
    how_much_is_enough, |world| {
        let ticket = world.opened("warga", "PUB-02", "Antrean puskesmas").await;
        let (warga, sari) = (world.as_("warga"), world.as_("sari"));
        let upload = async |who, n: usize| {
            let mut bytes = vec![b'x'; 5_000_000];
            bytes.extend_from_slice(n.to_string().as_bytes());
            world.desk.upload(who, "catatan.txt", bytes).await
        };
        let refusal = |outcome: desk::Outcome<desk::id::FileId>| match outcome {
            Err(desk::Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        for (key, megabytes) in [(SettingKey::FilesPerDay, 40), (SettingKey::FilesPerTicket, 25)] {
            world.console(SetSetting { key, value: megabytes.into(), basis: String::new(), seen: None }).await;
        }
        for n in 0..4 {
            let file = upload(&warga, n).await.unwrap();
            world.does("warga", attach(ticket, &[file])).await;
        }
        let more = [upload(&warga, 4).await.unwrap(), upload(&warga, 5).await.unwrap()];
        assert_eq!(world.refused("warga", attach(ticket, &more)).await, Refusal::TicketFileQuota(25));
        assert!(Refusal::TicketFileQuota(25).sentence(desk::person::Language::Indonesian).contains("25 MB"));
        let another = world.opened("warga", "PUB-02", "Antrean puskesmas masih panjang").await;
        world.does("warga", attach(another, &more)).await;
        upload(&warga, 6).await.unwrap();
        assert_eq!(refusal(upload(&warga, 7).await), Refusal::FileDayQuota(40), "attached or not");
        let begun = world.desk.begin_upload(&warga, "catatan.txt", 6_000_000).await;
        assert!(matches!(begun, Err(desk::Error::Refused(Refusal::FileDayQuota(40)))), "{begun:?}");
        upload(&sari, 0).await.expect("that is nothing to others");
        world.later(TimeDelta::hours(24));
        upload(&warga, 8).await.expect("the next day");

        world.later(TimeDelta::minutes(2));
        for n in 0..desk::file::PER_MINUTE {
            world.desk.upload(&warga, "catatan.txt", format!("{n}").into_bytes()).await.unwrap();
        }
        assert!(matches!(refusal(world.desk.upload(&warga, "catatan.txt", b"lagi".to_vec()).await), Refusal::SlowDown(1..=60)));
        world.later(TimeDelta::minutes(1));
        world.desk.upload(&warga, "catatan.txt", b"lagi".to_vec()).await.unwrap();
    }
}

/// Where these bytes lie.
fn lying(folder: &std::path::Path, bytes: &[u8]) -> Option<std::path::PathBuf> {
    std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).find_map(|path| match path.is_dir() {
        true => lying(&path, bytes),
        false => std::fs::read(&path).is_ok_and(|read| read == bytes).then_some(path),
    })
}

story! {
    /// Bytes that somebody is just uploading are not taken away with what others left of the same bytes.
    the_same_bytes_at_once, |world| {
        let (sari, budi) = (world.as_("sari"), world.as_("budi"));
        let path = |text: &str| lying(&world.folder.path().join("files"), text.as_bytes());
        let gets = async |file| world.reader("budi").await.file(file).await.map(|(_, bytes)| bytes.len()).ok();
        // Whoever waits at the second step, with the bytes there and no row of them.
        if !world.desk.store().is_sqlite() {
            let text = "lampu merah".to_owned();
            world.desk.upload(&sari, "lupa.txt", text.clone().into_bytes()).await.unwrap();
            world.later(TimeDelta::hours(25));
            std::fs::remove_file(path(&text).unwrap()).unwrap();
            let tx = world.desk.store().begin().await.unwrap();
            let stream = format!("person/{}", world.people["budi"].0.as_simple());
            desk::store::record::lock_head(&tx, &stream).await.unwrap().expect("budi's head");
            let (desk, bytes, caller) = (world.desk.clone(), text.clone().into_bytes(), budi);
            let upload = tokio::spawn(async move { desk.upload(&caller, "foto.txt", bytes).await });
            while path(&text).is_none() {
                tokio::task::yield_now().await;
            }
            assert_eq!(world.desk.collect_files().await.unwrap(), 1);
            tx.rollback().await.unwrap();
            let file = upload.await.unwrap().unwrap();
            assert_eq!(gets(file).await, Some(text.len()));
        }
        for round in 0..30 {
            let text = format!("kabel {round}");
            world.desk.upload(&sari, "lupa.txt", text.clone().into_bytes()).await.unwrap();
            world.later(TimeDelta::hours(25));
            let (collected, file) = tokio::join!(
                world.desk.collect_files(),
                world.desk.upload(&budi, "foto.txt", text.clone().into_bytes())
            );
            collected.unwrap();
            assert_eq!(gets(file.unwrap()).await, Some(text.len()), "{round}");
        }
    }
}

story! {
    /// What an appointment rests on stays what it is: it hangs on no ticket, where somebody could redact it.
    a_decree_is_no_attachment, |world| {
        let decree = world.uploaded("admin", "sk.txt", b"keputusan").await;
        let appoint = Appoint { basis_file: Some(decree), ..world.appointment("rahmat", Role::Tier1, Of::Unit("KEL-MAWAR")) };
        world.does("admin", appoint).await;
        let ticket = world.opened("admin", "TIK-01", "Internet mati").await;
        assert_eq!(world.refused("admin", attach(ticket, &[decree])).await, Refusal::FileNotYours);
        let with = Report { files: vec![decree], ..world.report("TIK-01", "Internet mati lagi") };
        assert_eq!(world.refused("admin", open(with)).await, Refusal::FileNotYours);
        world.later(TimeDelta::hours(25));
        assert_eq!(world.desk.collect_files().await.unwrap(), 0);
        assert!(world.reader("rina").await.file(decree).await.is_ok());
    }
}
