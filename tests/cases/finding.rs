//! What a person says on the telephone finds the ticket: its number in any spelling, its words however they are joined, and who, where and what it is about,
//! as far as whoever looks for it may see that.

use crate::graphql::talk::Door;
use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::event::{Event, Kind};
use desk::id::TicketId;
use desk::service::{FieldType, FormField, SaveService};
use desk::store;
use desk::ticket::{Confidentiality, RedactWhat, Report};
use desk::view::{Filter, Order, Page, View};
use serde_json::json;
use std::collections::BTreeMap;

/// What somebody finds, in the order of the list.
async fn in_order(world: &World, who: &str, words: &str, order: Order) -> Vec<TicketId> {
    let filter = Filter { text: Some(words.into()), ..Filter::default() };
    let page = world.reader(who).await.tickets(View::All, &filter, order, &Page::default()).await.expect("a list");
    page.rows.into_iter().map(|(_, view)| view.id()).collect()
}

/// A ticket of which only the title says something, and nobody's place or name.
fn bare(world: &World, title: &str) -> Report {
    Report { location: String::new(), description: String::new(), ..world.report("TIK-01", title) }
}

story! {
    /// A number is the region's prefix, a year and digits, in every spelling of a hurried hand; a pasted address is the number in it.
    a_number_in_every_spelling, |world| {
        let mut all = Vec::new();
        for n in 0..13 {
            all.push(world.does("sari", open(bare(&world, &format!("Gangguan {n}")))).await.ticket);
        }
        let wanted = all[11];
        assert_eq!(world.row(wanted).await.number, "TKT-2026-000012");
        for typed in [
            "TKT-2026-000012", "tkt-2026-000012", "TKT-2026-12", "TKT-2026-0012", "TKT 2026 000012", "TKT 2026 12", "tkt 12", "TKT-12", "TKT12", "tkt#12",
            "#TKT-2026-000012", "TKT-2026-000012.", "TKT-2026-000012,", "(TKT-2026-000012)", "\"TKT-2026-000012\"", "“TKT-2026-000012”", "TKT_2026_000012",
            "TKT/2026/000012", "TKT.2026.000012", "TKT2026000012", "TKT – 2026 – 000012", "TKT‑2026‑000012", "ＴＫＴ－２０２６－００００１２", " TKT-2026-000012\t",
            "no. TKT-2026-000012", "Nomor tiket: TKT-2026-000012", "tiket TKT 12", "2026-000012", "2026000012", "TKT:2026-000012", "TKT-26-12", "TKT-2026-000012?",
            "https://desk.kab.go.id/tiket/TKT-2026-000012", "https://desk.kab.go.id/tiket/TKT-2026-000012.", "http://desk.kab.go.id:8080/konsol/semua/TKT-2026-000012?x=1#akhir",
            "desk.kab.go.id/laporan/TKT-2026-000012", "/tiket/TKT-2026-000012", "https://desk.kab.go.id/tiket/TKT-2026-000012/",
        ] {
            for order in [Order::Newest, Order::Oldest] {
                assert_eq!(in_order(&world, "budi", typed, order).await, [wanted], "{typed}");
            }
        }
        // Somebody else's is not found by its number either.
        assert_eq!(world.finds("ayu", "TKT-2026-000012").await, []);
        // The address opens with a stray dot, in small letters, or short.
        let sari = Door::routes(&world).client(&world, "sari").await;
        for typed in ["TKT-2026-000012.", "tkt-2026-12", "#TKT 12", "12", "TKT-2026-000012)"] {
            let found = sari.reads("query ($n: String!) { ticketByNumber(number: $n) { id } }", json!({ "n": typed })).await;
            assert_eq!(found["ticketByNumber"]["id"], wanted.to_string(), "{typed}");
        }
        // The number of a solution request leads to its ticket, for who reads what is inside.
        world.does("budi", escalate(wanted)).await;
        assert_eq!(world.request(wanted).await.number, "PSP-2026-000001");
        for typed in ["PSP-2026-000001", "psp 1", "#PSP-2026-1.", "psp2026000001"] {
            assert_eq!(world.finds("budi", typed).await, [wanted], "{typed}");
            assert_eq!(world.finds("sari", typed).await, [], "{typed}");
        }
    }
}

story! {
    /// Digits alone can be a number or a word: the ticket comes first, before whatever else has them, in any order and page by page.
    digits_alone, |world| {
        let mut all = Vec::new();
        for n in 0..15 {
            world.later(chrono::TimeDelta::minutes(1));
            let title = if n % 2 == 0 { format!("Kode galat 12 di ruang {n}x") } else { format!("Gangguan {n}x") };
            all.push(world.does("sari", open(bare(&world, &title))).await.ticket);
        }
        let number = all[11];
        let words: Vec<TicketId> = all.iter().copied().step_by(2).collect();
        for typed in ["12", "000012", "#12", "12 ", "tiket 12", "no 12"] {
            for order in [Order::Newest, Order::Oldest, Order::LatestActivity, Order::Due] {
                assert_eq!(in_order(&world, "budi", typed, order).await.first(), Some(&number), "{typed}");
            }
        }
        let oldest = in_order(&world, "budi", "12", Order::Oldest).await;
        assert_eq!(oldest, [&[number], &words[..]].concat());
        // Page by page, onwards and back, each comes once.
        for size in [1, 2, 3, 5] {
            let filter = Filter { text: Some("12".into()), ..Filter::default() };
            let reader = world.reader("budi").await;
            let (mut onwards, mut after) = (Vec::new(), None);
            loop {
                let page = Page { first: Some(size), after, ..Page::default() };
                let page = reader.tickets(View::All, &filter, Order::Oldest, &page).await.expect("a page");
                after = page.rows.last().map(|(cursor, _)| cursor.clone());
                let more = page.has_next;
                onwards.extend(page.rows.into_iter().map(|(_, view)| view.id()));
                if !more { break }
            }
            assert_eq!(onwards, oldest, "{size}");
            let (mut back, mut before) = (Vec::new(), None);
            loop {
                let page = Page { last: Some(size), before, ..Page::default() };
                let page = reader.tickets(View::All, &filter, Order::Oldest, &page).await.expect("a page");
                before = page.rows.first().map(|(cursor, _)| cursor.clone());
                let more = page.has_previous;
                back.splice(0..0, page.rows.into_iter().map(|(_, view)| view.id()));
                if !more { break }
            }
            assert_eq!(back, oldest, "{size}");
        }
    }
}

story! {
    /// Two hyphens make no number, nor does a date, nor a number nobody has.
    what_is_no_number, |world| {
        for title in ["Jaringan putus-putus di Wi-Fi", "e-KTP tiba-tiba mati", "Listrik padam 2026-11-30 malam", "Ruang A-1-2 bocor", "Sesuai PKT-2026-000001"] {
            let ticket = world.does("sari", open(bare(&world, title))).await.ticket;
            assert_eq!(world.finds("budi", title).await, [ticket], "{title}");
        }
        for (typed, found) in [("2026-11-30", 1), ("A-1-2", 1), ("putus-putus", 1), ("PKT-2026-000001", 1), ("TKT-2026-999999", 0), ("satu-dua-tiga", 0)] {
            assert_eq!(world.finds("budi", typed).await.len(), found, "{typed}");
        }
    }
}

story! {
    /// Joined or with a hyphen it is one word, and who types it with a space finds it too.
    words_with_hyphens, |world| {
        for forms in [["ekinerja", "e-Kinerja", "e kinerja"], ["wifi", "Wi-Fi", "wi fi"], ["email", "E‑mail", "e mail"]] {
            let mut all = Vec::new();
            for form in forms {
                all.push(world.does("sari", open(bare(&world, &format!("Aplikasi {form} tidak terbuka")))).await.ticket);
            }
            for form in forms {
                // Who joins them types one word, which is not in a text that has two.
                let found = if form == forms[0] { &all[..2] } else { &all[..] };
                assert_eq!(world.finds("budi", form).await, found, "{form}");
                assert_eq!(world.finds("budi", &format!("{form} terbuka")).await, found, "{form}");
            }
        }
    }
}

story! {
    /// Short words are words; a text too long to be looked for is said to be too long, and is nobody's fault.
    short_words_and_long_texts, |world| {
        let ticket = world.does("sari", open(bare(&world, "PC dan HP mati"))).await.ticket;
        for typed in ["PC", "HP", "pc hp"] {
            assert_eq!(world.finds("budi", typed).await, [ticket], "{typed}");
        }
        let budi = Door::routes(&world).client(&world, "budi").await;
        let query = "query ($text: String!) { tickets(view: ALL, filter: { text: $text }) { nodes { id } } }";
        let log = "PC mati ".to_owned() + &"lalu menyala lagi ".repeat(30);
        let answer = budi.say(query, json!({ "text": log })).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert!(error["message"].as_str().is_some_and(|it| it.contains("paling panjang 400")), "{answer}");
        // In characters and not in bytes.
        budi.reads(query, json!({ "text": "é".repeat(400) })).await;
    }
}

/// A ticket with something to be found in each of its places.
async fn full_of_words(world: &World) -> TicketId {
    let mut service = world.service("TIK-13").await;
    service.form_fields = vec![FormField {
        key: "akun".into(),
        label: "Akun".into(),
        field_type: FieldType::Text,
        required: false,
        choices: Vec::new(),
    }];
    world.console(SaveService { service: Some(world.services["TIK-13"]), input: service }).await;
    let file = world.uploaded("sari", "tangkapan layar kwitansi.txt", b"isi").await;
    let report = Report {
        location: "Ruang Cempaka lantai dua".into(),
        contact: "Pak Gusti 0817-555-1234".into(),
        form: BTreeMap::from([("akun".to_owned(), "akunbendahara@kab.example".to_owned())]),
        files: vec![file],
        ..world.report("TIK-13", "Tidak bisa masuk")
    };
    world.does("sari", open(report)).await.ticket
}

const PLACES: [&str; 11] = [
    "Sari Wulandari",
    "sari wulan",
    "+62 812-3450-0000",
    "0812 3450 0000",
    "19850101 201001 1 001",
    "198501012010011001",
    "cempaka",
    "Gusti",
    "akunbendahara",
    "kwitansi",
    "surel dinas",
];

story! {
    /// Requester, telephone, NIP, unit, room, contact, the answers of the form, the name of a file, the service: each finds the ticket.
    by_everything_that_is_said, |world| {
        let ticket = full_of_words(&world).await;
        let other = world.opened("ayu", "TIK-01", "Lain").await;
        for typed in PLACES {
            assert_eq!(world.finds("budi", typed).await, [ticket], "{typed}");
            assert_eq!(world.finds("dewi", typed).await, [], "{typed}");
        }
        for typed in ["DISDIK", "Dinas Pendidikan"] {
            assert_eq!(world.finds("putri", typed).await, [ticket], "{typed}");
        }
        assert_eq!(world.finds("putri", "puskesmas baru").await, [other]);
        assert_eq!(world.finds("putri", "tata usaha").await, [other]);
        // Words of several places together.
        assert_eq!(world.finds("budi", "cempaka masuk").await, [ticket]);
        assert_eq!(world.finds("budi", "kwitansi cempaka").await, [ticket]);
        // Whoever reported it finds it by what they wrote.
        assert_eq!(world.finds("sari", "cempaka").await, [ticket]);
        // Searching by a number is in the access log, as in the list of people, and a piece of a number finds nothing.
        let searched = async || {
            world.desk.write_access_log().await.expect("a log");
            let events = store::record::events_after(&world.desk.store().read(), "access/2026-07-06", 0).await.expect("a read");
            let found = events.iter().filter(|it| it.kind == Kind::NumberSearched.code()).map(Event::facts);
            found.collect::<Vec<_>>()
        };
        let before = searched().await;
        for piece in ["19850101", "81234500", "1985010120100110"] {
            assert_eq!(world.finds("putri", piece).await, [], "{piece}");
        }
        assert_eq!(searched().await.len(), before.len());
        world.finds("putri", "0812 3450 0000").await;
        assert_eq!(searched().await.last(), Some(&json!({ "by": ["PHONE"], "found": [world.people["sari"].to_string()] })));
        // Nobody but those who may look for people finds by the numbers of others, and one's own is no search.
        let before = searched().await;
        world.finds("sari", "0812 3450 0000").await;
        world.finds("ayu", "0812 3450 0000").await;
        assert_eq!(searched().await.len(), before.len());
    }
}

story! {
    /// Who hides their name is not found by it, nor by their number, nor by whom to ask for; but by those who see the name, it is found.
    what_is_hidden_is_not_found, |world| {
        let report = Report { hide_identity: Some(true), contact: "Tanya Gusti".into(), ..world.report("TIK-01", "Rahasia wukkuw") };
        let ticket = world.does("sari", open(report)).await.ticket;
        world.does("budi", escalate(ticket)).await;
        // The team that has it sees the ticket and not the name.
        assert_eq!(world.finds("agus", "wukkuw").await, [ticket]);
        for typed in ["Sari Wulandari", "0812 3450 0000", "19850101 201001 1 001", "Gusti"] {
            assert_eq!(world.finds("agus", typed).await, [], "{typed}");
            assert_eq!(world.finds("hadi", typed).await, [], "{typed}");
        }
        for typed in ["Sari Wulandari", "0812 3450 0000", "198501012010011001"] {
            assert_eq!(world.finds("putri", typed).await, [ticket], "{typed}");
        }
        assert_eq!(world.finds("sari", "Sari Wulandari").await, [ticket]);
        // Of a confidential ticket the outline alone shows: nothing written on it finds it.
        world.does("putri", classify(ticket, Confidentiality::Secret)).await;
        for typed in ["wukkuw", "Sari Wulandari", "tata usaha", "DISDIK", "internet"] {
            assert_eq!(world.finds("rina", typed).await, [], "{typed}");
        }
    }
}

story! {
    /// What was erased finds nothing any more, wherever it stood.
    what_was_erased_finds_nothing, |world| {
        let ticket = full_of_words(&world).await;
        world.does("budi", redact(ticket, RedactWhat::Head)).await;
        for typed in ["cempaka", "Gusti", "akunbendahara"] {
            assert_eq!(world.finds("budi", typed).await, [], "{typed}");
        }
        assert_eq!(world.finds("budi", "kwitansi").await, [ticket]);
        let file = store::file::of_ticket(&world.desk.store().read(), ticket).await.expect("a read")[0].id;
        world.does("budi", redact(ticket, RedactWhat::File(file))).await;
        assert_eq!(world.finds("budi", "kwitansi").await, []);
        assert_eq!(world.finds("budi", "surel dinas").await, [ticket]);
    }
}

story! {
    /// What lies in an index that an older version made is made anew by the worker, a batch at a time, and once; what was erased stays erased.
    an_index_of_an_older_version, |world| {
        let ticket = full_of_words(&world).await;
        let erased = world.does("sari", open(Report { location: "Gudang wukkuw".into(), ..world.report("TIK-01", "Lampu") })).await.ticket;
        for (ticket, words) in [(ticket, "lama"), (erased, "lama juga")] {
            let (row, report) = (world.row(ticket).await, world.messages(ticket).await.remove(0));
            let tx = world.desk.store().begin().await.expect("a transaction");
            let entry = store::search::Entry { id: report.id.0, ticket: &row, parties: &[], audience: report.audience, words };
            store::search::put_anew(&tx, &entry).await.expect("the index");
            tx.commit().await.expect("a commit");
        }
        world.by_hand("UPDATE search_version SET version = 1, reached = NULL").await;
        assert_eq!(world.finds("budi", "cempaka").await, []);
        world.does("budi", redact(erased, RedactWhat::Head)).await;
        assert!(world.desk.reindex().await.expect("an index") > 0);
        assert_eq!(world.finds("budi", "cempaka").await, [ticket]);
        assert_eq!(world.finds("budi", "kwitansi").await, [ticket]);
        assert_eq!(world.finds("budi", "lama").await, []);
        assert_eq!(world.finds("budi", "wukkuw").await, []);
        assert_eq!(world.desk.reindex().await.expect("an index"), 0);
    }
}
