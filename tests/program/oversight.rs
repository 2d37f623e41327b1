//! Lists to take along, tables brought in, and the audit, as the portal asks for them.

use super::process::Server;
use super::web::{Browser, Reply, ask};
use crate::story;
use crate::support::{World, portal};
use desk::Caller;
use desk::import::Sheet;
use desk::person::Language;
use desk::person::add::ChooseLanguage;
use desk::token::{MakeToken, TokenScope};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Cursor;

const PASSWORD: &str = "kunci gudang di rak biru";

async fn browser<'a>(world: &World, server: &'a Server, person: &str) -> Browser<'a> {
    world.desk.set_password(world.people[person], PASSWORD, false).await.expect("a password");
    Browser::sign_in(server, &format!("{person}@kab.example"), PASSWORD).await
}

async fn asks(browser: &Browser<'_>, query: &str, variables: Value) -> Value {
    let mut answer = browser.post("/graphql", json!({ "query": query, "variables": variables })).await.json();
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"].take()
}

fn lines(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 200, "{reply:?}");
    let text = String::from_utf8(reply.body.clone()).expect("UTF-8");
    text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

const EVENTS: &str = "query ($filter: AuditFilter) { auditEvents(filter: $filter, first: 100) {
    nodes { stream seq kind by actor { name } limited data ticket hash prevHash } pageInfo { hasNextPage } } }";

story! {
    /// A list comes whole, with the rights of whoever reads it, harmless to spreadsheets, after the password, and leaves a trace.
    a_list_taken_along, |world| {
        let server = Server::beside(&world).await;
        let mut wanted = Vec::new();
        world.unhurried().await;
        // More than a page of them.
        for n in 0..101 {
            wanted.push(world.opened("sari", "TIK-01", &format!("=1+{n}")).await);
        }
        let budi = browser(&world, &server, "budi").await;
        let list = json!({ "list": "TICKETS", "format": "CSV", "view": "UNIT_QUEUE", "filter": { "text": null, "priorities": [] } });
        let reply = budi.post("/export", list.clone()).await;
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        assert!(reply.header("content-disposition").starts_with("attachment; filename=\"tanggap-tiket-"), "{reply:?}");
        let rows = lines(&reply);
        assert_eq!(rows.len(), 102);
        assert!(rows[0].starts_with("Nomor;Judul;Jenis;"), "{}", rows[0]);
        assert!(rows[1].contains(";'=1+") && rows[1].contains("Sari Wulandari") && rows[1].contains(";Baru;"), "{}", rows[1]);
        assert_eq!(lines(&browser(&world, &server, "ayu").await.post("/export", list.clone()).await).len(), 1, "another unit's");
        let own = json!({ "list": "TICKETS", "format": "CSV", "view": "MY_REPORTS" });
        let own = lines(&browser(&world, &server, "sari").await.post("/export", own).await);
        assert_eq!((own.len(), own[0].as_str()), (102, "Nomor;Laporan;Layanan;Status;Diterima;Target selesai;Selesai;Berakhir"));
        let book = budi.post("/export", json!({ "list": "TICKETS", "format": "XLSX", "view": "ALL" })).await;
        assert!(book.status == 200 && book.body.starts_with(b"PK"), "{}", book.status);

        let admin = browser(&world, &server, "admin").await;
        let people = lines(&admin.post("/export", json!({ "list": "PEOPLE", "format": "CSV" })).await);
        assert!(people.len() > 5 && people.iter().filter(|row| row.contains("19850101201001")).count() == 1, "NIP of others stay masked");
        for name in ["UNITS", "TEAMS", "SERVICES", "SETTINGS", "BOARD", "EVENTS", "MACROS"] {
            let reply = admin.post("/export", json!({ "list": name, "format": "CSV" })).await;
            assert!(!lines(&reply).is_empty(), "{name}");
        }
        let holidays = json!({ "list": "HOLIDAYS", "format": "XLSX", "year": 2026 });
        assert!(admin.post("/export", holidays).await.body.starts_with(b"PK"));
        for (person, name) in [("sari", "PEOPLE"), ("sari", "BOARD"), ("budi", "EVENTS"), ("budi", "SETTINGS")] {
            let browser = browser(&world, &server, person).await;
            let reply = browser.post("/export", json!({ "list": name, "format": "CSV" })).await;
            assert_eq!((reply.status, reply.code()), (403, "FORBIDDEN".into()), "{person} {name}");
        }
        // A token takes lists along if it was made for that, which took the password.
        for (scopes, status, code) in [(TokenScope::ALL[..3].to_vec(), 403, "TOKEN_SCOPE"), (vec![TokenScope::Exports], 200, "")] {
            let token = world.does("agus", MakeToken { name: "uji".into(), days: 30, scopes }).await;
            let bearer = format!("Bearer {token}");
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
            let list = json!({ "list": "TICKETS", "view": "TEAM_QUEUE", "format": "CSV" });
            let reply = ask(&server, "POST", "/export", &headers, list.to_string()).await;
            assert_eq!(reply.status, status, "{reply:?}");
            assert!(code.is_empty() || reply.code() == code, "{reply:?}");
            // ... and only what its person sees.
            let list = json!({ "list": "SETTINGS", "format": "CSV" }).to_string();
            assert_eq!(ask(&server, "POST", "/export", &headers, list).await.status, 403);
        }
        // Another site's page has the cookie and not our header.
        let foreign = [("cookie", budi.cookie.as_str()), ("content-type", "application/json"), ("origin", "https://example.org")];
        assert_eq!(ask(&server, "POST", "/export", &foreign, list.to_string()).await.status, 403);

        // Whoever looks into the access log finds what was done before.
        let filter = json!({ "stream": "access/", "kinds": ["EXPORTED"] });
        let found = asks(&admin, EVENTS, json!({ "filter": filter })).await["auditEvents"]["nodes"].take();
        let of_budi: Vec<&Value> = found.as_array().expect("events").iter().filter(|it| it["actor"]["name"] == "Budi Santoso").collect();
        assert_eq!(of_budi.len(), 2, "what was refused is no export: {found}");
        assert_eq!(of_budi[1]["data"], json!({ "format": "CSV", "list": "TICKETS", "view": "UNIT_QUEUE" }));
    }
}

/// The cells of a list below their heads.
fn column(rows: &[String], head: &str) -> Vec<String> {
    let text = rows.join("\r\n");
    let mut table = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let at = table
        .headers()
        .expect("heads")
        .iter()
        .position(|it| it == head)
        .unwrap_or_else(|| panic!("no {head}: {}", rows[0]));
    table.records().map(|row| row.expect("a row")[at].to_owned()).collect()
}

story! {
    /// A list says for a code what the screen says for it, in the reader's language, and what was downloaded goes in again without changing anything.
    a_list_in_the_words_of_the_screen, |world| {
        let server = Server::beside(&world).await;
        world.unhurried().await;
        world.opened("sari", "TIK-01", "Wifi mati").await;
        for (name, language) in [("id", Language::Indonesian), ("en", Language::English)] {
            world.does("admin", ChooseLanguage { language }).await;
            let admin = browser(&world, &server, "admin").await;
            let screen = portal::words(name);
            let says = |group: &str, cells: Vec<String>, separator: &str| {
                let known: BTreeSet<&str> =
                    screen.iter().filter(|(path, _)| path.starts_with(&format!("{group}."))).map(|(_, word)| word.as_str()).collect();
                let said: BTreeSet<&str> = cells.iter().flat_map(|cell| cell.split(separator)).filter(|it| !it.is_empty()).collect();
                assert!(!said.is_empty() && said.is_subset(&known), "{name} {group}: {:?}", said.difference(&known));
            };
            let of = async |list: &str| lines(&admin.post("/export", json!({ "list": list, "format": "CSV" })).await);
            let heads = |id: &'static str, en: &'static str| if name == "id" { id } else { en };
            let (units, services) = (of("UNITS").await, of("SERVICES").await);
            says("role", column(&of("PEOPLE").await, heads("Peran", "Roles")), "; ");
            says("requesterType", column(&of("PEOPLE").await, heads("Jenis pelapor", "Type")), "; ");
            says("unitKind", column(&units, heads("Jenis", "Kind")), "; ");
            says("serviceGroup", column(&services, heads("Kelompok", "Group")), "; ");
            says("firstLine", column(&services, heads("Lini pertama", "First line")), "; ");
            says("priority", column(&services, heads("Kekritisan", "Criticality")), "; ");
            says("kind", column(&services, heads("Jenis laporan", "Kinds")), "; ");
            says("setting", column(&of("SETTINGS").await, heads("Pengaturan", "Setting")), "; ");
            says("door", column(&of("EVENTS").await, heads("Pintu", "Door")), "; ");
            for (sheet, rows) in [(Sheet::Units, units), (Sheet::Services, services)] {
                let file = Cursor::new(rows.join("\r\n"));
                let report = tanggap::import::run(&world.desk, &Caller::CONSOLE, sheet, file, false).await.expect("an import");
                assert!(report.is_clean(), "{name} {sheet}: {:?}", report.problems);
                assert_eq!((report.done.added, report.done.changed, report.done.unchanged), (0, 0, rows.len() - 1), "{name} {sheet}");
            }
        }
    }
}

story! {
    /// The trail is searched by ticket, kind and person; what nobody may read stays closed; the record is whole until somebody alters it.
    an_audit, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let number = world.row(ticket).await.number;
        let server = Server::beside(&world).await;
        let (admin, budi) = (browser(&world, &server, "admin").await, browser(&world, &server, "budi").await);
        let filter = json!({ "stream": number.to_lowercase() });
        let found = asks(&admin, EVENTS, json!({ "filter": filter })).await["auditEvents"]["nodes"].take();
        let opened = found.as_array().and_then(|all| all.last()).expect("events, newest first").clone();
        assert_eq!((&opened["kind"], &opened["by"], &opened["seq"]), (&json!("TICKET_OPENED"), &json!("PERSON"), &json!(1)));
        // An administrator sees no tickets: that something happened, and not what.
        assert_eq!((&opened["limited"], &opened["data"], &opened["ticket"]), (&json!(true), &json!(null), &json!(null)));
        let filter = json!({ "stream": "unit/", "kinds": ["CREATED"], "from": "2026-01-01T00:00:00Z", "before": "2026-03-01T00:00:00Z" });
        let none = asks(&admin, EVENTS, json!({ "filter": filter })).await["auditEvents"]["nodes"].take();
        assert_eq!(none, json!([]));
        let too_long = json!({ "filter": { "from": "2020-01-01T00:00:00Z" } });
        let answer = admin.post("/graphql", json!({ "query": EVENTS, "variables": too_long })).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
        let answer = budi.post("/graphql", json!({ "query": EVENTS })).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
        // The search is itself on record.
        let filter = json!({ "stream": "access/", "kinds": ["AUDIT_READ"] });
        let found = asks(&admin, EVENTS, json!({ "filter": filter })).await["auditEvents"]["nodes"].take();
        let searches = found.as_array().expect("events").iter().filter(|it| it["data"]["what"] == "SEARCH").count();
        assert!(searches >= 2, "{found}");

        assert_eq!(budi.post("/audit/verify", json!({})).await.status, 403);
        let reply = admin.post("/audit/verify", json!({})).await;
        assert_eq!(reply.header("content-type"), "application/x-ndjson");
        let last: Value = serde_json::from_str(lines(&reply).last().expect("a line")).expect("JSON");
        let report = &last["report"];
        assert_eq!((&report["clean"], &report["findings"], &report["withKeys"]), (&json!(true), &json!([]), &json!(false)), "{last}");
        assert!(report["note"].as_str().is_some_and(|note| note.contains("Tidak ada yang terbukti")), "{last}");
        assert!(report["events"].as_u64().is_some_and(|events| events > 10), "{last}");
    }
}

story! {
    /// A table is looked at whole and told line by line; then all of it is written, or nothing.
    a_table_brought_in, |world| {
        let server = Server::beside(&world).await;
        let (admin, budi) = (browser(&world, &server, "admin").await, browser(&world, &server, "budi").await);
        let csv = [("content-type", "text/csv")];
        let wrong = "Kode;Nama OPD;Jenis;Induk\nDINSOS;Dinas Sosial;Dinas;\nBID-1;Bidang Data;bidang;TIDAK-ADA\n";
        let reply = admin.send("POST", "/import/units?dryRun=true", &csv, wrong).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let report = reply.json();
        assert_eq!((&report["written"], &report["problems"][0]["line"], &report["problems"][0]["column"]), (&json!(0), &json!(3), &json!("Induk")));
        assert!(report["problems"][0]["message"].as_str().is_some_and(|said| !said.is_empty()), "{report}");
        let right = wrong.replace("TIDAK-ADA", "DINSOS");
        let would = admin.send("POST", "/import/units?dryRun=true", &csv, right.clone()).await.json();
        assert_eq!((&would["added"], &would["written"], &would["dryRun"]), (&json!(2), &json!(0), &json!(true)), "{would}");
        assert_eq!(budi.send("POST", "/import/units", &csv, right.clone()).await.status, 403);
        // Whoever may not is told so, whatever they sent: nothing of it was read.
        for (browser, sheet) in [(&budi, "units"), (&budi, "people"), (&browser(&world, &server, "warga").await, "services")] {
            for body in ["", "a,a,a,a", "\0"] {
                let reply = browser.send("POST", &format!("/import/{sheet}"), &csv, body).await;
                assert_eq!((reply.status, &*reply.code()), (403, "FORBIDDEN"), "{sheet} {body:?}");
            }
        }
        let done = admin.send("POST", "/import/units", &csv, right.clone()).await.json();
        assert_eq!((&done["added"], &done["written"], &done["problems"]), (&json!(2), &json!(2), &json!([])), "{done}");
        let again = admin.send("POST", "/import/units", &csv, right).await.json();
        assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(2)), "{again}");
        assert_eq!(admin.send("POST", "/import/gedung", &csv, "x").await.status, 404);
    }
}

story! {
    /// A link on another site's page, followed by somebody who is signed in, reads nothing in their name; a page of ours does, and what was typed.
    nothing_is_read_for_another_sites_page, |world| {
        let server = Server::beside(&world).await;
        let (admin, sari) = (browser(&world, &server, "admin").await, browser(&world, &server, "sari").await);
        let person = world.people["sari"];
        let unmask = format!("{{ personUnmasked(id: \"{person}\") {{ nip }} }}");
        let bytes: String = unmask.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let link = format!("/graphql?query={bytes}");
        let with = |site: &'static str, own: bool| {
            let mut headers = vec![("cookie", admin.cookie.as_str())];
            headers.extend((!site.is_empty()).then_some(("sec-fetch-site", site)));
            headers.extend(own.then_some(("x-tanggap", "1")));
            headers
        };
        for headers in [with("cross-site", false), with("same-site", false), with("none", false), with("", false), with("cross-site", true)] {
            assert_eq!(ask(&server, "GET", &link, &headers, "").await.status, 403, "{headers:?}");
        }
        let file = sari.send("POST", "/files", &[("x-file-name", "bukti.txt")], "isi").await.json()["id"].take();
        let path = format!("/files/{}", file.as_str().expect("an id"));
        for (site, status) in [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200), ("", 200)] {
            let mut headers = vec![("cookie", sari.cookie.as_str())];
            headers.extend((!site.is_empty()).then_some(("sec-fetch-site", site)));
            assert_eq!(ask(&server, "GET", &path, &headers, "").await.status, status, "{site}");
        }
        assert!(!asks(&admin, &unmask, json!({})).await["personUnmasked"]["nip"].is_null());
        let filter = json!({ "stream": "access/", "kinds": ["UNMASKED"] });
        let found = asks(&admin, EVENTS, json!({ "filter": filter })).await["auditEvents"]["nodes"].take();
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    }
}
