//! Dates and times as people, spreadsheets and calendars write them. All are read by one reader with one range, whatever table or feed they stand in, and
//! what cannot be read is named with its line and the reason.

use crate::graphql::talk::{Client, Door};
use crate::story;
use crate::support::words::*;
use desk::service::{FieldType, FormField, SaveService};
use desk::ticket::Report;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const IMPORT: &str = "mutation ($input: HolidaysImportInput!) { it: holidaysImport(input: $input) {
    imported { added changed unchanged leftOut } userErrors { code message } } }";
const PREVIEW: &str = "query ($input: HolidaysImportInput!) { it: holidaysImportPreview(input: $input) { added changed unchanged leftOut } }";

async fn brought(client: &Client, text: &str) -> Value {
    let input = json!({ "text": text, "set": "NATIONAL", "source": "SKB" });
    client.reads(IMPORT, json!({ "input": input })).await["it"].take()
}

/// What is said of a file that is refused.
async fn refused(client: &Client, text: &str) -> Vec<String> {
    let answer = brought(client, text).await;
    assert!(answer["imported"].is_null(), "{text}: {answer}");
    let said = answer["userErrors"].as_array().expect("errors").iter();
    said.map(|it| it["message"].as_str().expect("a sentence").to_owned()).collect()
}

/// The holidays of a year: `2032-08-17 NATIONAL Proklamasi`.
async fn holidays(client: &Client, year: i32) -> Vec<String> {
    let found =
        client.reads("query ($year: Int!) { holidays(year: $year) { date set name } }", json!({ "year": year })).await;
    let all = found["holidays"].as_array().expect("holidays").iter();
    all.map(|it| format!("{} {} {}", it["date"], it["set"], it["name"]).replace('"', "")).collect()
}

fn calendar(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", entries.replace('\n', "\r\n"))
}

fn entry(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")
}

story! {
    /// Two bad rows are two sentences, each with its line, what stands there and what is wrong with it, before the import and by it, in the reader's language.
    each_bad_row_is_named, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        let text = "tanggal;nama\n2045-03-10;Ada\n17/08/28;Proklamasi\nbesok;Entah\n0026-08-17;Dulu\n2045-03-11;\n";
        let said = refused(&admin, text).await;
        assert_eq!(said.len(), 5, "{said:?}");
        for (sentence, parts) in said[1..].iter().zip([
            ["baris 3", "17/08/28", "empat angka"],
            ["baris 4", "besok", "bukan tanggal"],
            ["baris 5", "0026-08-17", "1900"],
            ["baris 6", "Nama", "wajib diisi"],
        ]) {
            assert!(parts.iter().all(|part| sentence.contains(part)), "{sentence} {parts:?}");
        }
        let answer = admin.say(PREVIEW, json!({ "input": { "text": text, "set": "NATIONAL" } })).await;
        let message = answer["errors"][0]["message"].as_str().expect("a sentence").to_owned();
        assert!(message.contains("baris 3") && message.contains("baris 4") && message.contains("besok"), "{message}");
        world.does("admin", desk::person::add::ChooseLanguage { language: desk::person::Language::English }).await;
        let said = refused(&admin, text).await;
        assert!(said[1].contains("line 3") && said[1].contains("four digits"), "{said:?}");
        assert_eq!(holidays(&admin, 2045).await, [""; 0]);
    }
}

story! {
    /// A date in words, with its weekday, with the midnight that a spreadsheet puts behind it: as in every other table.
    dates_as_the_other_tables_take_them, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        let text = "tanggal;nama\n9 Juli 2045;Satu\nSenin, 10 Juli 2045;Dua\n11.07.2045;Tiga\n12/07/2045 00:00:00;Empat\n13 Agt 2045;Lima\n";
        assert_eq!(brought(&admin, text).await["imported"]["added"], 5);
        assert_eq!(
            holidays(&admin, 2045).await,
            ["2045-07-09 NATIONAL Satu", "2045-07-10 NATIONAL Dua", "2045-07-11 NATIONAL Tiga", "2045-07-12 NATIONAL Empat", "2045-08-13 NATIONAL Lima"]
        );
        // A service's own field for a date reads the same, and keeps it in one form.
        let mut service = world.service("TIK-13").await;
        service.form_fields = vec![FormField {
            key: "mulai".into(), label: "Mulai".into(), field_type: FieldType::Date, required: false, choices: Vec::new(),
        }];
        world.console(SaveService { service: Some(world.services["TIK-13"]), input: service }).await;
        let with = |answer: &str| Report { form: BTreeMap::from([("mulai".to_owned(), answer.to_owned())]), ..world.report("TIK-13", "Surel") };
        let ticket = world.does("sari", open(with("9 Juli 2026"))).await.ticket;
        assert_eq!(world.row(ticket).await.form["mulai"], "2026-07-09");
        for wrong in ["9-7-26", "0026-07-09", "besok"] {
            let refusal = world.refused("sari", open(with(wrong))).await;
            assert_eq!(refusal.code(), "INVALID", "{wrong}");
        }
    }
}

story! {
    /// The column that the page calls *Golongan*, in the words of the page; and what was taken along comes back as nothing new.
    the_set_as_the_page_calls_it, |world| {
        let door = Door::routes(&world);
        let admin = door.client(&world, "admin").await;
        let text = "tanggal;nama;golongan\n2045-03-11;=SUM(A1);cuti bersama\n2045-03-12;\"Nyepi;=asli\";Libur nasional\n2045-03-13;Tujuh hari;Libur fakultatif\n";
        assert_eq!(brought(&admin, text).await["imported"]["added"], 3);
        let expected = ["2045-03-11 JOINT_LEAVE =SUM(A1)", "2045-03-12 NATIONAL Nyepi;=asli", "2045-03-13 LOCAL_OPTIONAL Tujuh hari"];
        assert_eq!(holidays(&admin, 2045).await, expected);
        for language in [desk::person::Language::Indonesian, desk::person::Language::English] {
            world.does("admin", desk::person::add::ChooseLanguage { language }).await;
            let before = holidays(&admin, 2045).await;
            let list = json!({ "list": "HOLIDAYS", "format": "CSV", "year": 2045 }).to_string();
            let (status, body) = door.post_to("/export", &[("authorization", admin.bearer.as_str())], list).await;
            assert_eq!(status, 200);
            let file = String::from_utf8(body).expect("UTF-8");
            let again = brought(&admin, &file).await;
            assert_eq!(again["imported"], json!({ "added": 0, "changed": 0, "unchanged": 3, "leftOut": [] }), "{file}");
            assert_eq!(holidays(&admin, 2045).await, before);
        }
    }
}

story! {
    /// A calendar's entries fall on the days of the region: a time in UTC is looked at on the region's clock, a local time on the day it is written on, and
    /// an end at midnight belongs to the day before.
    entries_of_a_calendar_on_their_days, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        for (lines, days) in [
            ("DTSTART:20320816T160000Z\nDTEND:20320817T160000Z", &["08-17"][..]),
            ("DTSTART;TZID=Asia/Jakarta:20320217T080000\nDTEND;TZID=Asia/Jakarta:20320218T170000", &["02-17", "02-18"]),
            ("DTSTART;TZID=Asia/Jakarta:20320301T000000\nDTEND;TZID=Asia/Jakarta:20320302T000000", &["03-01"]),
            ("DTSTART;VALUE=DATE:20320401\nDURATION:P2D", &["04-01", "04-02"]),
            ("DTSTART:20320411T000000\nDURATION:PT24H", &["04-11"]),
            ("DTSTART:20320421T080000\nDURATION:P1DT2H", &["04-21", "04-22"]),
            ("DTSTART;VALUE=DATE:20320425\nDURATION:P1W", &["04-25", "04-26", "04-27", "04-28", "04-29", "04-30", "05-01"]),
            ("DTSTART;TZID=\"GMT+07:00\":20320511T080000", &["05-11"]),
            ("DTSTART;TZID=GMT+07:00:20320512T080000", &["05-12"]),
            ("DTSTART;TZID=\"(UTC+07:00) Bangkok, Hanoi, Jakarta\";X-A=\"a;b\":20320513T080000", &["05-13"]),
            ("DTSTART;VALUE=DATE:20320601\nDTEND;VALUE=DATE:20320601", &["06-01"]),
            ("DTSTART;VALUE=DATE:20320611\nBEGIN:VALARM\nSUMMARY:Ingat\nTRIGGER:-PT15M\nDTSTART:20330101T000000\nEND:VALARM", &["06-11"]),
        ] {
            let text = calendar(&entry(&format!("{lines}\nSUMMARY;LANGUAGE=id:Libur {}", days[0])));
            let before = holidays(&admin, 2032).await;
            let done = brought(&admin, &text).await;
            assert_eq!(done["imported"]["added"], days.len(), "{lines}: {done}");
            let mut found = holidays(&admin, 2032).await;
            found.retain(|it| !before.contains(it));
            let expected: Vec<String> = days.iter().map(|day| format!("2032-{day} NATIONAL Libur {}", days[0])).collect();
            assert_eq!(found, expected, "{lines}");
        }
    }
}

story! {
    /// What was cancelled is no holiday. What cannot be taken from a feed, which nobody can mend by hand, is named with its line, and the rest is taken.
    what_a_feed_holds_besides, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        let day = |n: usize| entry(&format!("DTSTART;VALUE=DATE:203301{:02}\nSUMMARY:Hari {n}", n + 1));
        let mut entries: String = (0..10).map(day).collect();
        entries += &entry("DTSTART;VALUE=DATE:20330201\nSUMMARY:Batal\nSTATUS:CANCELLED");
        entries += &entry("DTSTART;VALUE=DATE:20330301\nRRULE:FREQ=YEARLY\nSUMMARY:Tahunan");
        entries += &entry("DTSTART;VALUE=DATE:16010101\nSUMMARY:Ulang tahun");
        entries += &entry("DTSTART;VALUE=DATE:20330401\nDTEND;VALUE=DATE:20340401\nSUMMARY:Setahun");
        let text = calendar(&entries);
        let would = admin.reads(PREVIEW, json!({ "input": { "text": text, "set": "NATIONAL" } })).await["it"].take();
        assert_eq!(would["added"], 10, "{would}");
        let done = brought(&admin, &text).await["imported"].take();
        assert_eq!((&done["added"], &done["leftOut"]), (&json!(10), &would["leftOut"]), "{done}");
        let said: Vec<&str> = done["leftOut"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        for (sentence, parts) in said.iter().zip([["Tahunan", "berulang"], ["Ulang tahun", "1900"], ["Setahun", "31 hari"]]) {
            assert!(sentence.starts_with("baris ") && parts.iter().all(|part| sentence.contains(part)), "{sentence}");
        }
        assert_eq!(holidays(&admin, 2033).await.len(), 10);
        // Nothing but what cannot be taken is refused.
        let said = refused(&admin, &calendar(&entry("DTSTART;VALUE=DATE:20330301\nRRULE:FREQ=YEARLY\nSUMMARY:Tahunan"))).await;
        assert!(said.iter().any(|it| it.contains("berulang")), "{said:?}");
    }
}

story! {
    /// Ten years in one feed: more than one transaction holds, and the same feed again changes nothing.
    ten_years_in_one_feed, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        let first = chrono::NaiveDate::from_ymd_opt(2040, 1, 1).expect("a date");
        let day = |n: u64| {
            let date = first + chrono::Days::new(n * 8);
            entry(&format!("UID:{n}@example\nDTSTART;VALUE=DATE:{}\nSUMMARY:Hari {n}", date.format("%Y%m%d")))
        };
        let text = calendar(&(0..450).map(day).collect::<String>());
        let input = json!({ "text": text, "set": "NATIONAL", "source": "SKB", "requestId": "sekali" });
        for _ in 0..2 {
            let done = admin.reads(IMPORT, json!({ "input": input })).await["it"].take();
            assert_eq!(done["imported"]["added"], 450, "{done}");
        }
        assert_eq!((holidays(&admin, 2040).await.len(), holidays(&admin, 2049).await.len()), (46, 39));
        assert_eq!(brought(&admin, &text).await["imported"], json!({ "added": 0, "changed": 0, "unchanged": 450, "leftOut": [] }));
    }
}

story! {
    /// A year outside of 1900 to 2200 is refused by the commands themselves too, whatever door they come through.
    one_range_behind_every_door, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        for date in ["0026-08-17", "+12028-08-17", "2201-01-01"] {
            let query = "mutation ($input: HolidaySaveInput!) { holidaySave(input: $input) { userErrors { code } } }";
            assert_eq!(admin.errs(query, json!({ "input": { "date": date, "set": "NATIONAL", "name": "x" } })).await, "BAD_USER_INPUT", "{date}");
        }
    }
}

/// A log whose dates lack the century is refused with the line; one in other spellings is read.
#[test]
fn a_log_without_a_century() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = |at: &str| {
        let file = folder.path().join("log.csv");
        std::fs::write(&file, format!("number,incident_state,opened_at,sys_updated_at\nI1,New,{at},{at}\n"))
            .expect("a file");
        tanggap::replay::log::read(&file, chrono_tz::Asia::Jakarta).map_err(|stop| format!("{stop:?}"))
    };
    let refused = read("29-02-16 01:16").expect_err("a refusal");
    assert!(refused.contains("baris 2") && refused.contains("empat angka"), "{refused}");
    for text in
        ["29-02-2016 01:16", "29/2/2016 01:16", "2016-02-29T01:16:00", "29.02.2016 01.16", "29 Februari 2016 01:16"]
    {
        let log = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(log.incidents[0].opened_at.to_rfc3339(), "2016-02-28T18:16:00+00:00", "{text}");
    }
}
