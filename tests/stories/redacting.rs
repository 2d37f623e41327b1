//! *Sembunyikan isi*: the text is gone, what is on record stays (R22).

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::digest::Digest;
use desk::event::Kind;
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::ticket::*;
use migrations::driver::{ConnectionTrait, DatabaseBackend, Statement};

const SECRET: &str = "hunterduaxqzvk";

/// Columns of the whole database, the bytes of events included, that still hold a word.
async fn columns_with(world: &World, word: &str) -> Vec<String> {
    let db = world.desk.store().migrating();
    let backend = db.get_database_backend();
    let read = async |sql: String| -> Vec<String> {
        let rows = db.query_all_raw(Statement::from_string(backend, sql.clone())).await;
        rows.unwrap_or_else(|e| panic!("{sql}: {e}")).iter().map(|row| row.try_get("", "found").unwrap()).collect()
    };
    // SQLite's own tables behind the full-text index are its business; what the index answers is asked by searching.
    let columns = if backend == DatabaseBackend::Sqlite {
        "SELECT t.name || '.' || c.name AS found FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT IN ('search_data', 'search_idx', 'search_docsize', 'search_config')"
    } else {
        "SELECT table_name || '.' || column_name AS found FROM information_schema.columns WHERE table_schema = 'public'"
    };
    let mut found = Vec::new();
    for place in read(columns.to_owned()).await {
        let (table, column) = place.split_once('.').expect("a column");
        let holds = if backend == DatabaseBackend::Sqlite {
            format!("instr(CAST(\"{column}\" AS BLOB), CAST('{word}' AS BLOB)) > 0")
        } else {
            // A row as JSON writes bytes in hex.
            format!(
                "strpos(to_jsonb(\"{column}\")::text, '{word}') > 0 OR strpos(to_jsonb(\"{column}\")::text, '{}') > 0",
                hex(word)
            )
        };
        let here = read(format!("SELECT '{place}' AS found FROM \"{table}\" WHERE {holds} LIMIT 1")).await;
        found.extend(here);
    }
    found
}

fn hex(word: &str) -> String {
    word.bytes().map(|byte| format!("{byte:02x}")).collect()
}

async fn with_a_secret(world: &World) -> (TicketId, Message) {
    let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
    world.does("sari", reply(ticket, &format!("Sandi saya {SECRET} ya"))).await;
    (ticket, world.said(ticket, MessageKind::Reply).await)
}

story! {
    /// Once the worker has tidied up, nobody who takes the disk away reads it there.
    not_on_the_disk_either, |world| {
        let (ticket, message) = with_a_secret(&world).await;
        world.does("budi", redact_message(ticket, message.id)).await;
        world.desk.collect_files().await.expect("tidying up");
        let Some(file) = world.database.strip_prefix("sqlite://") else { return };
        for end in ["", "-wal"] {
            let bytes = std::fs::read(format!("{file}{end}")).expect("the database");
            let text = format!("Sandi saya {SECRET} ya");
            assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{file}{end}");
        }
    }
}

story! {
    /// A password in a reply: gone from the row and from the index; who hid it, when and why remains, and so does its digest.
    a_message, |world| {
        let (ticket, message) = with_a_secret(&world).await;
        assert_eq!(world.finds("wayan", SECRET).await, [ticket]);
        assert!(columns_with(&world, SECRET).await.contains(&"message.body".to_owned()));
        assert_eq!(world.refused("sari", redact_message(ticket, message.id)).await, Refusal::Forbidden);
        let blank = Redact { reason: String::new(), ..redact_message(ticket, message.id) };
        assert_eq!(world.refused("budi", blank).await, Refusal::Blank("reason"));
        let salt = message.salt.expect("a salt");
        assert_eq!(Digest::of_text(salt, [message.body.as_str()]), message.digest);

        world.does("budi", redact_message(ticket, message.id)).await;
        assert_eq!(columns_with(&world, SECRET).await, [] as [&str; 0]);
        assert_eq!(world.finds("wayan", SECRET).await, []);
        let after = world.said(ticket, MessageKind::Reply).await;
        assert_eq!((after.body.as_str(), after.salt, after.erased_at), ("", None, Some(world.desk.now())));
        assert_eq!((after.digest, after.author_id, after.at), (message.digest, message.author_id, message.at));
        let events = world.events(ticket).await;
        let replied = events.iter().find(|e| e.kind == "TICKET_REPLIED").unwrap().facts();
        assert_eq!(replied["texts"][0]["digest"], message.digest.to_string());
        let redacted = events.last().unwrap();
        assert_eq!((redacted.kind.as_str(), redacted.actor.clone()), ("TICKET_REDACTED", world.people["budi"].to_string()));
        assert_eq!(redacted.facts()["message"], message.id.to_string());
        assert_eq!(world.said(ticket, MessageKind::Redaction).await.body, "Kata sandi terkirim");
        // Everybody sees that something was there.
        assert_eq!(world.reads("sari", ticket).await, ["Internet mati. Mohon bantuan.", ""]);

        assert_eq!(world.refused("budi", redact_message(ticket, message.id)).await, Refusal::NotFound);
        let other = world.opened("sari", "TIK-01", "Lain").await;
        let elsewhere = world.said(other, MessageKind::Report).await.id;
        assert_eq!(world.refused("budi", redact_message(ticket, elsewhere)).await, Refusal::NotFound);
    }
}

story! {
    /// The head of a report: title, place, contact and answers go together; the report's own text stays, and is still found.
    a_head, |world| {
        let report = Report {
            title: format!("Sandi {SECRET}"),
            location: format!("Ruang {SECRET}"),
            contact: format!("{SECRET} 0812"),
            description: "Tidak bisa masuk surel zbqkx".into(),
            ..world.report("TIK-13", "")
        };
        let ticket = world.does("sari", open(report)).await.ticket;
        assert_eq!(world.finds("budi", SECRET).await, [ticket]);
        let before = world.row(ticket).await;
        world.does("budi", redact(ticket, RedactWhat::Head)).await;
        assert_eq!(columns_with(&world, SECRET).await, [] as [&str; 0]);
        assert_eq!(world.finds("budi", SECRET).await, []);
        assert_eq!(world.finds("budi", "zbqkx").await, [ticket]);
        let row = world.row(ticket).await;
        assert_eq!((row.text_digest, row.text_salt), (before.text_digest, None));
        assert_eq!(world.refused("budi", redact(ticket, RedactWhat::Head)).await, Refusal::NotFound);
        // Then the text itself; the ticket is still found by its number.
        let report = world.said(ticket, MessageKind::Report).await.id;
        world.does("budi", redact_message(ticket, report)).await;
        assert_eq!(columns_with(&world, "zbqkx").await, [] as [&str; 0]);
        assert_eq!(world.finds("budi", "TKT-2026-000001").await, [ticket]);
    }
}

story! {
    /// The report's text alone: it is still found by its title.
    a_report, |world| {
        let report = Report { description: format!("Sandi {SECRET}"), ..world.report("TIK-13", "Surel zbqkx") };
        let ticket = world.does("sari", open(report)).await.ticket;
        let report = world.said(ticket, MessageKind::Report).await.id;
        world.does("budi", redact_message(ticket, report)).await;
        assert_eq!(columns_with(&world, SECRET).await, [] as [&str; 0]);
        assert_eq!(world.finds("budi", "zbqkx").await, [ticket]);
    }
}

story! {
    /// The photograph of an identity card: name and bytes go; the same bytes elsewhere stay where they are needed.
    a_file, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let card = format!("NIK {SECRET}");
        let mut files = Vec::new();
        for _ in 0..2 {
            files.push(world.uploaded("sari", &format!("ktp-{SECRET}.txt"), card.as_bytes()).await);
        }
        world.does("sari", attach(ticket, &files)).await;
        let sha256 = world.reader("budi").await.file(files[0]).await.unwrap().0.sha256;
        world.does("budi", redact(ticket, RedactWhat::File(files[0]))).await;
        assert!(world.reader("budi").await.file(files[0]).await.is_err());
        assert!(world.reader("sari").await.file(files[0]).await.is_err());
        assert_eq!(world.refused("budi", redact(ticket, RedactWhat::File(files[0]))).await, Refusal::NotFound);
        assert_eq!(world.events(ticket).await.last().unwrap().facts()["file"], files[0].to_string());
        world.desk.collect_files().await.unwrap();
        assert_eq!(world.reader("budi").await.file(files[1]).await.unwrap().1, card.as_bytes());
        world.does("budi", redact(ticket, RedactWhat::File(files[1]))).await;
        world.desk.collect_files().await.unwrap();
        assert!(world.desk.files().get(&sha256).await.is_err(), "the bytes are destroyed");
        assert_eq!(columns_with(&world, SECRET).await, [] as [&str; 0]);
        let somebody_elses = world.uploaded("rahmat", "x.txt", b"lain").await;
        assert_eq!(world.refused("budi", redact(ticket, RedactWhat::File(somebody_elses))).await, Refusal::NotFound);
    }
}

story! {
    /// A password in a solution request: diagnosis, steps and help go together.
    a_request, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let careless = Wanted { steps_tried: format!("Masuk dengan {SECRET}"), ..wanted() };
        world.does("budi", Escalate { wanted: careless, ..escalate(ticket) }).await;
        let before = world.request(ticket).await;
        assert_eq!(world.finds("agus", SECRET).await, [ticket]);
        world.does("agus", redact(ticket, RedactWhat::Request(before.id))).await;
        assert_eq!(columns_with(&world, SECRET).await, [] as [&str; 0]);
        assert_eq!(world.finds("agus", SECRET).await, []);
        let after = world.request(ticket).await;
        assert_eq!((after.digest, after.salt, after.state), (before.digest, None, RequestState::Open));
        assert_eq!(world.refused("agus", redact(ticket, RedactWhat::Request(before.id))).await, Refusal::NotFound);
        world.does("agus", accept(ticket)).await;
        let other = world.opened("sari", "TIK-01", "Lain").await;
        assert_eq!(world.refused("budi", redact(other, RedactWhat::Request(before.id))).await, Refusal::NotFound);
    }
}

story! {
    /// Redacting is possible at any time, and by those who had the ticket before; the chain stays whole.
    at_any_time, |world| {
        let (ticket, message) = with_a_secret(&world).await;
        world.does("budi", forward(ticket, world.units["BKPSDM"])).await;
        world.does("sari", cancel(ticket)).await;
        world.does("budi", redact_message(ticket, message.id)).await;
        for pair in world.events(ticket).await.windows(2) {
            assert_eq!((pair[1].prev_hash, pair[1].hash), (pair[0].hash, pair[1].computed_hash()));
        }
        assert_eq!(world.times(ticket, Kind::TicketRedacted).await, 1);
    }
}
