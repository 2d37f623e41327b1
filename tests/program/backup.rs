//! A backup taken while everybody works, restored elsewhere, and backups that are broken.

use super::process::{Server, refused, worked};
use crate::story;
use crate::support::World;
use crate::support::words::token;
use crate::support::world::new_postgres_database;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::backup::Manifest;
use desk::id::FileId;
use desk::ticket::Open;
use desk::token::{RevokeToken, TokenScope};
use desk::view::{Filter, Order, Page, View};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is done to a file of a backup; None: it goes.
type Damage = fn(Vec<u8>) -> Option<Vec<u8>>;

fn manifest(folder: &Path) -> Manifest {
    serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).expect("a manifest")).expect("a manifest")
}

fn rows(folder: &Path, table: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("tables").join(format!("{table}.jsonl"))).expect("a table");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

fn digests(folder: &Path) -> BTreeMap<String, (u64, String)> {
    manifest(folder).tables.into_iter().map(|table| (table.name, (table.rows, table.rows_digest))).collect()
}

async fn with_file(world: &World, title: &str, bytes: &[u8]) -> FileId {
    let sari = world.as_("sari");
    let file = world.desk.upload(&sari, "surat.txt", bytes.to_vec()).await.expect("a file");
    let mut report = world.report("TIK-01", title);
    report.files = vec![file];
    world.desk.act(&sari, Open { report, on_behalf_of: None }).await.expect("a ticket");
    file
}

story! {
    /// Everything that was acknowledged before is in it, nothing of it is torn, and both databases give it back unchanged.
    while_everybody_works, |world| {
        world.unhurried().await;
        with_file(&world, "Printer 'macet' \"lagi\" — ünïcode \\ 😀", b"isi surat pertama").await;
        with_file(&world, "Terowongan gelap", b"isi surat kedua").await;
        let _server = Server::start(world.folder.path(), &world.database, &[]).await;
        let world = Arc::new(world);
        let done = Arc::new(AtomicBool::new(false));
        let working = {
            let (world, done) = (world.clone(), done.clone());
            tokio::spawn(async move {
                let mut count = 0;
                while !done.load(Ordering::Relaxed) || count < 3 {
                    world.opened("sari", "TIK-13", "Surel tidak terkirim").await;
                    count += 1;
                }
                count
            })
        };
        let folder = world.folder.path();
        let kept = folder.join("cadangan");
        let files = folder.join("files").display().to_string();
        let place = ["--database-url", &*world.database, "--files-dir", &*files];
        let said = worked(folder, &[&["backup", "cadangan"], &place[..]].concat()).await;
        done.store(true, Ordering::Relaxed);
        let meanwhile = working.await.expect("work");
        assert!(said.contains("kunci segel yang diperlukan: tidak ada") && said.contains("berkas: 2"), "{said}");

        // One instant: every stream's head is its last event, every ticket has its first.
        let mut last: BTreeMap<String, i64> = BTreeMap::new();
        for event in rows(&kept, "event") {
            let seq = event["seq"].as_i64().expect("a number");
            let highest = last.entry(event["stream"].as_str().expect("a stream").to_owned()).or_default();
            *highest = seq.max(*highest);
        }
        let heads = rows(&kept, "stream").into_iter();
        let heads: BTreeMap<String, i64> =
            heads.map(|row| (row["name"].as_str().unwrap_or_default().to_owned(), row["seq"].as_i64().unwrap_or(0))).collect();
        assert_eq!(heads, last);
        let tickets = rows(&kept, "ticket").len();
        assert!((2..=2 + meanwhile).contains(&tickets), "{tickets} of {meanwhile}");
        let taken = manifest(&kept);
        assert!(taken.numbers["number_tkt_2026"] >= tickets as i64, "{:?}", taken.numbers);
        assert_eq!(worked(folder, &["restore", "cadangan", "--check"]).await.lines().next(), Some("Cadangan di cadangan utuh"));

        for (name, target) in [
            ("lite", format!("sqlite://{}", folder.join("baru.db").display())),
            ("post", new_postgres_database(None).await),
        ] {
            let new_files = folder.join(format!("berkas-{name}")).display().to_string();
            let place = ["--database-url", &*target, "--files-dir", &*new_files];
            let said = worked(folder, &[&["restore", "cadangan"], &place[..]].concat()).await;
            assert!(said.contains("semuanya sama dengan cadangan"), "{said}");
            let again = format!("lagi-{name}");
            worked(folder, &[&["backup", &*again], &place[..]].concat()).await;
            assert_eq!(digests(&folder.join(&again)), digests(&kept), "{name}");
            assert_eq!(manifest(&folder.join(&again)).files, taken.files);
            let said = refused(folder, &[&["restore", "cadangan"], &place[..]].concat()).await;
            assert!(said.contains("Basis data tujuan tidak kosong: tabel unit berisi"), "{said}");

            // It lives: words are found, numbers go on, files are there.
            let desk = World::open(&target, folder, world.clock.clone(), 99).await;
            let reader = desk.reader(&world.as_("sari")).await.expect("a reader");
            let found = async |words: &str| {
                let filter = Filter { text: Some(words.to_owned()), ..Filter::default() };
                let page = Page { first: Some(50), ..Page::default() };
                reader.tickets(View::All, &filter, Order::Newest, &page).await.expect("a search").rows.len()
            };
            assert_eq!((found("terowongan").await, found("surel terkirim").await), (1, tickets - 2));
            let open = Open { report: world.report("TIK-01", "Setelah pulih"), on_behalf_of: None };
            let opened = desk.act(&world.as_("sari"), open).await.expect("a ticket").ticket;
            let number = reader.ticket(opened).await.expect("the ticket").number().to_owned();
            assert_eq!(number, format!("TKT-2026-{:06}", taken.numbers["number_tkt_2026"] + 1));
            desk.close().await.expect("closing");
        }
    }
}

story! {
    /// Whatever is wrong with a backup is named with its place, and nothing is begun.
    broken, |world| {
        with_file(&world, "Terowongan gelap", b"isi surat").await;
        let folder = world.folder.path();
        let files = folder.join("files").display().to_string();
        let place = ["--database-url", &*world.database, "--files-dir", &*files];
        worked(folder, &[&["backup", "cadangan"], &place[..]].concat()).await;
        assert!(refused(folder, &[&["backup", "cadangan"], &place[..]].concat()).await.contains("sudah berisi"));
        let kept = folder.join("cadangan");
        let sha256 = manifest(&kept).files[0].sha256.clone();

        let cases: [(&str, &str, Damage); 7] = [
            ("tables/person.jsonl", "tables/person.jsonl:3: isinya tidak seperti", |bytes| cut_line(bytes, 3)),
            ("tables/person.jsonl", "tables/person.jsonl: isinya tidak seperti", |bytes| replaced(bytes, "Sari", "Siti")),
            ("tables/event.jsonl", "tables/event.jsonl: isinya tidak seperti", last_line_gone),
            ("tables/ticket.jsonl", "tables/ticket.jsonl: tidak ada", |_| None),
            (&format!("files/{}/{sha256}", &sha256[..2]), "isinya tidak seperti", |_| Some(b"lain".to_vec())),
            ("manifest.json", "manifest.json: isinya tidak seperti", |bytes| replaced(bytes, "\"rows\": 1", "\"rows\": 2")),
            ("manifest.json", "tidak ada cadangan", |_| None),
        ];
        let new = format!("sqlite://{}", folder.join("baru.db").display());
        for (file, said, damage) in cases {
            let path = kept.join(file);
            let whole = std::fs::read(&path).expect("a file");
            match damage(whole.clone()) {
                Some(bytes) => std::fs::write(&path, bytes).expect("damage"),
                None => std::fs::remove_file(&path).expect("damage"),
            }
            let heard = refused(folder, &["restore", "cadangan", "--database-url", &*new]).await;
            assert!(heard.contains(said), "{file}: {heard}");
            assert!(!folder.join("baru.db").exists(), "nothing was begun");
            assert!(refused(folder, &["restore", "cadangan", "--check"]).await.contains(said));
            std::fs::write(&path, whole).expect("mending");
        }
        worked(folder, &["restore", "cadangan", "--check"]).await;

        // Bytes that are lost already are told, and the rest is kept all the same.
        std::fs::remove_file(folder.join("files").join(&sha256[..2]).join(&sha256)).expect("a loss");
        let said = refused(folder, &[&["backup", "cadangan2"], &place[..]].concat()).await;
        assert!(said.contains("sudah hilang") && said.contains(&sha256), "{said}");
        assert_eq!(manifest(&folder.join("cadangan2")).missing_files, [sha256]);
        worked(folder, &["restore", "cadangan2", "--database-url", &*new]).await;
    }
}

fn replaced(bytes: Vec<u8>, from: &str, to: &str) -> Option<Vec<u8>> {
    Some(String::from_utf8(bytes).expect("text").replacen(from, to, 1).into_bytes())
}

/// The end of a line is lost.
fn cut_line(bytes: Vec<u8>, line: usize) -> Option<Vec<u8>> {
    let text = String::from_utf8(bytes).expect("text");
    let lines = text.lines().enumerate().map(|(at, text)| if at + 1 == line { &text[..text.len() / 2] } else { text });
    Some(lines.map(|line| format!("{line}\n")).collect::<String>().into_bytes())
}

fn last_line_gone(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let text = String::from_utf8(bytes).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    Some(lines[..lines.len() - 1].iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes())
}

/// The two databases a backup is restored into, with their names.
async fn targets(folder: &Path, name: &str) -> [(&'static str, String); 2] {
    [
        ("lite", format!("sqlite://{}", folder.join(format!("{name}.db")).display())),
        ("post", new_postgres_database(None).await),
    ]
}

story! {
    /// A token that was revoked after a backup was taken is not made valid by restoring it; nor is any other, since nobody can tell them apart.
    an_older_backup_revives_no_token, |world| {
        let folder = world.folder.path();
        let files = folder.join("files").display().to_string();
        let place = ["--database-url", &*world.database, "--files-dir", &*files];
        let (one, two) = (
            world.does("sari", token(&[TokenScope::Read])).await,
            world.does("admin", token(&[TokenScope::Administration])).await,
        );
        worked(folder, &[&["backup", "cadangan"], &place[..]].concat()).await;
        let mine = world.reader("sari").await.tokens().await.expect("tokens").remove(0).id;
        world.does("sari", RevokeToken { token: mine }).await;
        for (name, target) in targets(folder, "baru").await {
            let new_files = folder.join(format!("berkas-{name}")).display().to_string();
            let said = worked(folder, &["restore", "cadangan", "--database-url", &*target, "--files-dir", &*new_files]).await;
            assert!(said.contains("2 token dicabut"), "{said}");
            let desk = World::open(&target, folder, world.clock.clone(), 99).await;
            for token in [&one, &two] {
                assert!(desk.identify_token(token).await.is_err(), "{name}");
            }
            let report = desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("a look");
            assert!(report.is_clean(), "{:?}", report.findings);
            for who in ["sari", "admin"] {
                let stream = format!("person/{}", world.people[who].0.as_simple());
                let events = desk::store::record::events_after(&desk.store().read(), &stream, 0).await.expect("events");
                assert_eq!(events.last().map(|event| (&*event.kind, &*event.actor)), Some(("TOKEN_REVOKED", "console")), "{who}");
            }
            desk.close().await.expect("closing");
        }
    }
}

story! {
    /// Where the list of a backup says that fewer numbers were drawn than its tickets bear, the tickets count, and it is told.
    numbers_go_on_after_those_that_are_there, |world| {
        for title in ["Satu", "Dua", "Tiga"] {
            world.opened("sari", "TIK-01", title).await;
        }
        let folder = world.folder.path();
        let files = folder.join("files").display().to_string();
        worked(folder, &["backup", "cadangan", "--database-url", &*world.database, "--files-dir", &*files]).await;
        let kept = folder.join("cadangan");
        let whole = manifest(&kept);
        let last = whole.numbers["number_tkt_2026"];
        for (case, told) in [("kurang", Some(1)), ("hilang", None)] {
            let mut wrong = whole.clone();
            match told {
                Some(told) => wrong.numbers.insert("number_tkt_2026".into(), told),
                None => wrong.numbers.remove("number_tkt_2026"),
            };
            let text = serde_json::to_vec_pretty(&wrong).expect("a manifest");
            std::fs::write(kept.join("manifest.json"), text).expect("a manifest");
            let sum = std::process::Command::new("sha256sum").arg(kept.join("manifest.json")).output().expect("sha256sum");
            let sum = String::from_utf8(sum.stdout).expect("text");
            std::fs::write(kept.join("manifest.sha256"), sum.split(' ').next().unwrap_or_default()).expect("a digest");
            for (name, target) in targets(folder, case).await {
                let new_files = folder.join(format!("berkas-{case}-{name}")).display().to_string();
                let said = worked(folder, &["restore", "cadangan", "--database-url", &*target, "--files-dir", &*new_files]).await;
                assert!(said.contains("number_tkt_2026") && said.contains("dilanjutkan setelah 3"), "{said}");
                let desk = World::open(&target, folder, world.clock.clone(), 99).await;
                let open = Open { report: world.report("TIK-01", "Setelah pulih"), on_behalf_of: None };
                let opened = desk.act(&world.as_("sari"), open).await.expect("a ticket").ticket;
                let reader = desk.reader(&world.as_("sari")).await.expect("a reader");
                assert_eq!(reader.ticket(opened).await.expect("the ticket").number(), format!("TKT-2026-{:06}", last + 1), "{name}");
                desk.close().await.expect("closing");
            }
        }
    }
}
