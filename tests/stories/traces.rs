//! Whoever reads what is confidential leaves a trace (R25), by whatever way they came to it; the trail of it all gives away nobody who may not be known.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::audit::trail::TrailFilter;
use desk::event::{Event, Kind, Recorded};
use desk::id::{Id, TicketId};
use desk::store;
use desk::ticket::*;
use desk::view::audit::TrailEvent;
use desk::view::{Page, Reader};

/// What is in the access log of the day.
async fn log(world: &World) -> Vec<Event> {
    world.desk.write_access_log().await.unwrap();
    store::record::events_after(&world.desk.store().read(), "access/2026-07-06", 0).await.unwrap()
}

/// The tickets that somebody has read, as the log has it.
pub async fn read_by(world: &World, who: &str) -> Vec<String> {
    let actor = world.people[who].to_string();
    let reads = log(world).await.into_iter().filter(|it| it.kind == Kind::ConfidentialRead.code() && it.actor == actor);
    reads.map(|it| it.facts()["ticket"].as_str().unwrap().to_owned()).collect()
}

/// All that somebody finds in the trail, page by page; each page but the last is full.
async fn trail(reader: &Reader, filter: &TrailFilter) -> Vec<TrailEvent> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = reader.audit_events(filter, &Page { first: Some(3), after, ..Page::default() }).await.unwrap();
        assert!(page.rows.len() == 3 || !page.has_next, "a gap says that something is kept back");
        after = page.next_cursor();
        all.extend(page.rows.into_iter().map(|(_, event)| event));
        if after.is_none() {
            return all;
        }
    }
}

fn of(stream: &str) -> TrailFilter {
    TrailFilter { stream: Some(stream.into()), ..TrailFilter::default() }
}

/// Everything of an event that can be read.
fn told(event: &TrailEvent) -> String {
    format!("{} {:?} {:?} {:?}", event.event.stream, event.person, event.facts, event.ticket)
}

story! {
    /// The timeline, the files, the requests, the macros and the bytes of a file: each is a reading. What also the outline shows is none.
    each_text_is_a_reading, |world| {
        let file = world.uploaded("sari", "bukti.txt", b"isi").await;
        let report = Report { files: vec![file], ..world.report("TIK-22", "Akun diretas xqzvk") };
        let ticket = world.does("sari", open(report)).await.ticket;
        let mut reads = 0;
        for way in ["outline", "title", "timeline", "files", "requests", "macros", "bytes", "kind", "labels"] {
            let reader = world.reader("eko").await;
            let view = reader.ticket(ticket).await.unwrap();
            match way {
                "outline" => drop((view.number().to_owned(), view.status(), reader.clocks(&view).await.unwrap(), reader.can(&view))),
                "title" => assert_eq!(view.title(), Some("Akun diretas xqzvk")),
                "timeline" => assert!(!reader.timeline(&view, 100, None).await.unwrap().0.is_empty()),
                "files" => assert_eq!(reader.files(&view).await.unwrap().len(), 1),
                "requests" => assert_eq!(reader.requests(&view).await.unwrap().len(), 1),
                "macros" => drop(reader.macros_for(&view).await.unwrap()),
                "bytes" => assert_eq!(reader.file(file).await.unwrap().1, b"isi"),
                "kind" => assert_eq!(view.kind(), Some(TicketKind::Incident)),
                _ => drop(view.labels()),
            }
            reads += usize::from(way != "outline");
            assert_eq!(read_by(&world, "eko").await, vec![ticket.to_string(); reads], "{way}");
        }
        // Once in an operation, however often it is asked for in it.
        let reader = world.reader("eko").await;
        for _ in 0..3 {
            let view = reader.ticket(ticket).await.unwrap();
            assert!(view.title().is_some() && !reader.timeline(&view, 100, None).await.unwrap().0.is_empty());
        }
        assert_eq!(read_by(&world, "eko").await.len(), reads + 1);
        // Of an outline nothing can be read, and one's own may be.
        for who in ["putri", "rina", "sari"] {
            let reader = world.reader(who).await;
            let view = reader.ticket(ticket).await.unwrap();
            drop((view.title(), view.kind(), reader.timeline(&view, 100, None).await.unwrap()));
            assert_eq!(read_by(&world, who).await, Vec::<String>::new(), "{who}");
        }
    }
}

story! {
    /// A complaint about whoever audits: no event of it, nor of who read it; as if there were none, also in the length of pages.
    whom_it_is_about_finds_no_trace, |world| {
        for (subject, other) in [("rina", "admin"), ("admin", "rina")] {
            let about = Report {
                kind: Some(TicketKind::Complaint),
                about_person: Some(world.people[subject]),
                ..world.report("TIK-30", "Data saya dibuka")
            };
            let ticket = world.does("sari", open(about)).await.ticket;
            world.does("putri", escalate(ticket)).await;
            world.does("putri", classify(ticket, Confidentiality::Restricted)).await;
            let view = world.reader("kadis").await.ticket(ticket).await.unwrap();
            assert!(view.title().is_some());
            let (number, request) = (world.row(ticket).await.number, world.request(ticket).await);
            let stream = world.row(ticket).await.stream();
            world.desk.write_access_log().await.unwrap();
            let reader = world.reader(subject).await;
            for wanted in [number.as_str(), &stream, &request.stream()] {
                assert!(trail(&reader, &of(wanted)).await.is_empty(), "{subject} {wanted}");
                assert!(!trail(&world.reader(other).await, &of(wanted)).await.is_empty(), "{other} {wanted}");
            }
            for wanted in ["ticket/", "request/", "access/"] {
                let named = |event: &TrailEvent| {
                    let said = told(event);
                    [ticket.uuid(), request.id.uuid()].iter().any(|id| said.contains(&id.as_simple().to_string()))
                };
                assert!(!trail(&reader, &of(wanted)).await.iter().any(named), "{subject} {wanted}");
                assert!(trail(&world.reader(other).await, &of(wanted)).await.iter().any(named), "{other} {wanted}");
            }
        }
    }
}

/// Hadi reports without his name, and what he reported is merged into what Sari did.
async fn nameless(world: &World) -> (TicketId, TicketId) {
    let goes_on = world.opened("sari", "TIK-01", "Internet mati di dinas").await;
    let hidden = Report { hide_identity: Some(true), ..world.report("TIK-01", "Tidak ada internet") };
    let ends = world.does("hadi", open(hidden)).await.ticket;
    world.does("budi", merge(ends, goes_on)).await;
    world.does("hadi", reply(goes_on, "Sampai sekarang belum")).await;
    (goes_on, ends)
}

story! {
    /// Who asked for their name to be hidden goes nameless also where their ticket was merged into another's, and where they go on to speak there.
    a_hidden_name_stays_hidden_where_it_was_merged, |world| {
        let (goes_on, _) = nameless(&world).await;
        let hadi = Some(world.people["hadi"]);
        for (who, named) in [("budi", true), ("putri", true), ("rina", false), ("eko", false), ("kadis", false), ("sekda", false)] {
            let reader = world.reader(who).await;
            let view = reader.ticket(goes_on).await.unwrap();
            let (entries, _) = reader.timeline(&view, 100, None).await.unwrap();
            let his: Vec<_> = entries.iter().filter(|it| it.event.actor == world.people["hadi"].to_string()).collect();
            assert_eq!(his.len(), 2, "{who}");
            assert!(his.iter().all(|it| it.actor == hadi.filter(|_| named)), "{who}");
        }
    }
}

story! {
    /// Nor does the trail say it: not as the actor, and not among what an event says.
    the_trail_hides_it_too, |world| {
        let (goes_on, ends) = nameless(&world).await;
        let hadi = world.people["hadi"].to_string();
        world.does("putri", escalate(goes_on)).await;
        for ticket in [goes_on, ends] {
            let number = world.row(ticket).await.number;
            let reader = world.reader("rina").await;
            let events = trail(&reader, &of(&number)).await;
            assert!(events.len() > 1 && events.iter().all(|it| it.facts.is_some()));
            for event in &events {
                assert!(!told(event).contains(&hadi) && event.person != Some(world.people["hadi"]), "{}", told(event));
            }
            // What is not his is told as ever.
            assert!(events.iter().any(|it| it.person == Some(world.people["budi"])));
        }
        let by_him = TrailFilter { actor: Some(world.people["hadi"]), ..of("ticket/") };
        assert!(trail(&world.reader("rina").await, &by_him).await.is_empty());
    }
}

story! {
    /// NIP and phone are found in full and never piece by piece, and that somebody looked is on record, without the number.
    numbers_are_looked_for_in_full, |world| {
        let found = async |words: &str| {
            let page = world.reader("budi").await.find_people(words, &Page::default()).await.unwrap();
            page.rows.into_iter().map(|(_, person)| world.name_of(person.id)).collect::<Vec<_>>()
        };
        let whole = ["198501012010011001", "19850101 201001 1 001", "081234500000", "+62 812-3450-0000", "Sari 081234500000"];
        for words in whole {
            assert_eq!(found(words).await, ["sari"], "{words}");
        }
        for words in ["1985", "19850101", "19850101201001100", "Sari 1985", "0812345", "34500000", "8123450000", "%", "_", "%%", "!"] {
            assert_eq!(found(words).await, Vec::<&str>::new(), "{words}");
        }
        for words in ["wulan sari", "Sari_"] {
            assert_eq!(found(words).await, ["sari"], "{words}: what stands between words is none of a name");
        }
        assert_eq!(found("081299999999").await, Vec::<&str>::new());
        let log = log(&world).await;
        let searches: Vec<_> = log.iter().filter(|it| it.kind == Kind::NumberSearched.code()).map(Event::facts).collect();
        assert_eq!(searches.len(), whole.len() + 1);
        assert_eq!(searches[0], serde_json::json!({ "by": ["NIP"], "found": [world.people["sari"].to_string()] }));
        assert_eq!(searches[5], serde_json::json!({ "by": ["PHONE"], "found": [] }));
        assert!(log.iter().all(|it| !String::from_utf8_lossy(&it.data).contains("1234500000")));
    }
}

story! {
    /// A table of people that is only looked at tells whose number it is: that somebody asked, and about how many, is on record, without the numbers.
    a_table_that_is_looked_at, |world| {
        use desk::import::{Column, Row, Sheet};
        let row = |line: u64, cells: &[(Column, &str)]| {
            Row { line, cells: cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect() }
        };
        let rows = vec![
            row(2, &[(Column::Name, "Sari Wulandari"), (Column::Nip, "198501012010011001"), (Column::Phone, "081234500000")]),
            row(3, &[(Column::Name, "Budi Santoso"), (Column::Nip, "198501012010012002"), (Column::Phone, "081234500009")]),
        ];
        let places = vec![row(2, &[(Column::Phone, "081234500001"), (Column::Role, "Tier 1"), (Column::Unit, "DISDIK")])];
        let token = desk::Caller {
            token: Some(desk::token::Scopes::of(&[desk::token::TokenScope::Administration])),
            ..world.as_("admin")
        };
        for caller in [world.as_("admin"), token] {
            world.desk.check_import(&caller, Sheet::People, rows.clone()).await.expect("a look");
        }
        world.desk.check_import(&world.as_("admin"), Sheet::Appointments, places).await.expect("a look");
        let units = vec![row(2, &[(Column::Code, "DISDIK"), (Column::Name, "Dinas Pendidikan")])];
        world.desk.check_import(&world.as_("admin"), Sheet::Units, units).await.expect("a look");
        let log = log(&world).await;
        let searches: Vec<_> = log.iter().filter(|it| it.kind == Kind::NumberSearched.code()).map(Event::facts).collect();
        let of_people = serde_json::json!({ "by": ["NIP", "PHONE"], "sheet": "PEOPLE", "numbers": 4 });
        let of_places = serde_json::json!({ "by": ["PHONE"], "sheet": "APPOINTMENTS", "numbers": 1 });
        assert_eq!(searches, [of_people.clone(), of_people, of_places]);
        assert!(log.iter().all(|it| !String::from_utf8_lossy(&it.data).contains("12345000")));
    }
}
