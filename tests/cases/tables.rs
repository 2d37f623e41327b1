//! Tables that the region's own Excel wrote, and tables taken along that it opens. What tells two things apart is what was written, never a folded form of
//! it; a number that a spreadsheet has rounded is nobody's; and a table that comes back untouched changes nothing.

use crate::graphql::talk::{Client, Door};
use crate::story;
use crate::support::World;
use desk::Caller;
use desk::import::{Imported, Sheet};
use desk::person::RequesterType;
use desk::person::add::{AddPerson, NewRequester, PersonInput};
use desk::store;
use desk::ticket::{Channel, Record, RecordThen, RequesterRef};
use serde_json::json;
use std::io::Cursor;
use tanggap::import::{self, Report};

async fn import(world: &World, sheet: Sheet, text: &str) -> Report {
    import::run(&world.desk, &Caller::CONSOLE, sheet, Cursor::new(text.to_owned()), false).await.expect("an import")
}

async fn done(world: &World, sheet: Sheet, text: &str) -> (usize, usize, usize) {
    let report = import(world, sheet, text).await;
    assert!(report.is_clean(), "{text}: {:#?}", report.problems);
    let Imported { added, changed, unchanged } = report.done;
    (added, changed, unchanged)
}

/// Line and code of every problem.
async fn wrong(world: &World, sheet: Sheet, text: &str) -> Vec<(u64, &'static str)> {
    let report = import(world, sheet, text).await;
    assert_eq!(report.done, Imported::default());
    report.problems.into_iter().map(|it| (it.row, it.code)).collect()
}

async fn exported(client: &Client, list: &str) -> String {
    let wanted = json!({ "list": list, "format": "CSV", "year": 2026 }).to_string();
    let (status, body) = client.door.post_to("/export", &[("authorization", client.bearer.as_str())], wanted).await;
    assert_eq!(status, 200, "{list}");
    String::from_utf8(body).expect("UTF-8")
}

fn somebody(nip: &str, phone: Option<&str>) -> PersonInput {
    PersonInput {
        name: "Siti Rahma".into(),
        nip: Some(nip.into()),
        phone: phone.map(str::to_owned),
        email: None,
        unit: None,
        requester_type: RequesterType::CivilServant,
        language: desk::person::Language::Indonesian,
        zone: None,
        hide_identity: false,
    }
}

story! {
    /// A spreadsheet keeps fifteen digits of eighteen and writes zeros for the rest: no NIP ends so, and two people with such a one are not one person.
    a_nip_that_a_spreadsheet_rounded, |world| {
        let text = "nama,nip\nSiti Rahma,199003032015032000\n";
        assert_eq!(wrong(&world, Sheet::People, text).await, [(2, "SPREADSHEET_NUMBER")]);
        assert_eq!(wrong(&world, Sheet::People, &text.replace("Siti Rahma", "Dewa Putu")).await, [(2, "SPREADSHEET_NUMBER")]);
        assert_eq!(wrong(&world, Sheet::Appointments, "nip,peran,opd\n199003032015032000,TIER1,DISDIK\n").await, [(2, "SPREADSHEET_NUMBER")]);
        let refusal = world.refused("admin", AddPerson(somebody("19900303 201503 2 000", None))).await;
        assert_eq!((refusal.code(), refusal.field()), ("SPREADSHEET_NUMBER", Some("nip")));
        let new = NewRequester {
            name: "Siti Rahma".into(), phone: "0812-9000-1111".into(), nip: Some("199003032015032000".into()),
            unit: None, requester_type: RequesterType::CivilServant, another: false,
        };
        let record = Record {
            report: world.report("TIK-01", "Printer"), requester: RequesterRef::New(new), channel: Channel::Phone, received_at: None, then: RecordThen::Save,
        };
        assert_eq!(world.refused("budi", record).await.code(), "SPREADSHEET_NUMBER");
    }
}

story! {
    /// Codes that differ in a dot only are two units, two services; a code that nobody has is nobody's, however like another's it looks.
    codes_that_look_alike, |world| {
        let text = "kode,nama,jenis,induk\n7.1.11,Bidang Satu,BIDANG,DISDIK\n7.11.1,Bidang Dua,BIDANG,DISDIK\n";
        assert_eq!(done(&world, Sheet::Units, text).await, (2, 0, 0));
        assert_eq!(done(&world, Sheet::Units, "kode,nama,jenis\n71.11,Bidang Tiga,BIDANG\n").await, (1, 0, 0));
        assert_eq!(done(&world, Sheet::Units, text).await, (0, 0, 2));
        let directory = world.desk.directory().await.expect("the directory");
        let name = |code: &str| directory.unit_by_code(code).expect("a unit").name.clone();
        assert_eq!([name("7.1.11"), name("7.11.1"), name("71.11")], ["Bidang Satu", "Bidang Dua", "Bidang Tiga"]);
        for unknown in ["7.111", "7111", "711.1"] {
            let text = format!("kode,nama,jenis,induk\nX,Seksi,SEKSI,{unknown}\n");
            assert_eq!(wrong(&world, Sheet::Units, &text).await, [(2, "UNKNOWN")], "{unknown}");
            let text = format!("nama,nip,opd\nSiti,199003032015032004,{unknown}\n");
            assert_eq!(wrong(&world, Sheet::People, &text).await, [(2, "UNKNOWN")], "{unknown}");
        }
        // One code in two cases is one unit, told as a mistake and never as a change.
        assert_eq!(wrong(&world, Sheet::Units, "kode,nama\ndisdik,Satu\nDISDIK,Dua\n").await, [(3, "TWICE")]);
        let service = "kode,nama,kelompok,pemilik,jenis pekerjaan,lini pertama\n";
        let text = format!("{service}A.1-11,Satu,INFRASTRUKTUR_TIK,DISKOMINFO,PENGOPERASIAN,REPORTER_UNIT\nA.11-1,Dua,INFRASTRUKTUR_TIK,DISKOMINFO,PENGOPERASIAN,REPORTER_UNIT\n");
        assert_eq!(done(&world, Sheet::Services, &text).await, (2, 0, 0));
        assert_eq!(done(&world, Sheet::Services, &text).await, (0, 0, 2));
        // Names that differ in where a number ends.
        done(&world, Sheet::Units, "kode,nama,jenis\nSDN-A,SDN 1 11,UPTD\nSDN-B,SDN 11 1,UPTD\n").await;
        assert_eq!(done(&world, Sheet::People, "nama,nip,opd\nSiti,199003032015032004,sdn 11 1\n").await, (1, 0, 0));
        let siti = store::people::by_nip(&world.desk.store().read(), "199003032015032004").await.expect("a read").expect("Siti");
        let directory = world.desk.directory().await.expect("the directory");
        assert_eq!(siti.unit_id, directory.unit_by_code("SDN-B").map(|unit| unit.id));
        // Two people of one telephone whose names run together.
        assert_eq!(done(&world, Sheet::People, "nama,telepon\nAni A.,081350001234\nAnia,081350001234\n").await, (2, 0, 0));
    }
}

story! {
    /// What a spreadsheet of an office looks like: a title over the table, a line break in the head of a column.
    a_title_above_and_a_break_inside, |world| {
        let text = "DAFTAR PEGAWAI;;\nDinas Pendidikan, per Juli 2026;;\n;;\n\"Nama\nLengkap\";\"NIP\r\nBaru\";\"No.\nHP\"\nSiti Rahma;'19900303 201503 2 004;0812-9000-1111\n";
        assert_eq!(done(&world, Sheet::People, text).await, (1, 0, 0));
        let siti = store::people::by_nip(&world.desk.store().read(), "199003032015032004").await.expect("a read").expect("Siti");
        assert_eq!((siti.name.as_str(), siti.phone.as_deref()), ("Siti Rahma", Some("+6281290001111")));
        let bad = text.replace("0812-9000-1111", "0812");
        let report = import(&world, Sheet::People, &bad).await;
        let told: Vec<_> = report.problems.iter().map(|it| (it.row, it.column.as_deref(), it.code)).collect();
        assert_eq!(told, [(8, Some("No. HP"), "INVALID")], "the line of the file, and the head on one line");
        assert!(report.problems[0].indonesian.contains("kurang angka"), "{}", report.problems[0].indonesian);
        let admin = Door::routes(&world).client(&world, "admin").await;
        let holidays = "Hari libur 2045,\n,\n\"Tanggal\n(WITA)\",Nama\n17/08/2045,Proklamasi\n".replace("\n(WITA)", "\n");
        let input = json!({ "text": holidays, "set": "NATIONAL", "source": "SKB" });
        let done = admin.mutates("holidaysImport", input, "imported { added }").await.expect("imported");
        assert_eq!(done["imported"]["added"], 1);
    }
}

story! {
    /// Semicolons between the cells and the mark of UTF-8 before them: so the region's Excel opens it. No cell begins a formula, there or where commas part
    /// the cells; and what comes back untouched changes nothing, whatever stands in it.
    a_list_in_the_regions_excel, |world| {
        let odd = "=HYPERLINK(\"http://x\")";
        let text = format!("kode;nama;jenis;alamat\nU1;\"{}\";BIDANG;\"Lantai 2;=1+1,-3\n@dua\"\nU2;'=sudah;BIDANG;''7\nU3;-;BIDANG;a;'=b\n", odd.replace('"', "\"\""))
            .replace("BIDANG;a;'=b", "BIDANG;\"a;''=b,'=c\"");
        assert_eq!(done(&world, Sheet::Units, &text).await, (3, 0, 0));
        let directory = world.desk.directory().await.expect("the directory");
        let unit = |code: &str| directory.unit_by_code(code).expect("a unit");
        assert_eq!((unit("U1").name.as_str(), unit("U1").address.as_deref()), (odd, Some("Lantai 2;=1+1,-3\n@dua")));
        let title = "Printer rusak;=1+1;x";
        world.opened("sari", "TIK-01", title).await;
        let (admin, budi) = {
            let door = Door::routes(&world);
            (door.client(&world, "admin").await, door.client(&world, "budi").await)
        };
        for (sheet, list, client) in
            [(Some(Sheet::Units), "UNITS", &admin), (Some(Sheet::Services), "SERVICES", &admin), (None, "TICKETS", &budi)]
        {
            let file = exported(client, list).await;
            assert!(file.starts_with('\u{feff}') && file.lines().next().expect("a head").contains(';'), "{file}");
            for sign in [b';', b',', b'\t'] {
                let body = file.trim_start_matches('\u{feff}').as_bytes();
                let mut cells = csv::ReaderBuilder::new().delimiter(sign).has_headers(false).flexible(true).from_reader(body);
                for record in cells.records() {
                    for cell in &record.expect("a record") {
                        assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '\r']), "{list} {sign}: {cell:?}");
                    }
                }
            }
            if let Some(sheet) = sheet {
                let (added, changed, _) = done(&world, sheet, &file).await;
                assert_eq!((added, changed), (0, 0), "{list}: {file}");
            } else {
                let mut cells = csv::ReaderBuilder::new().delimiter(b';').from_reader(file.as_bytes());
                let row = cells.records().next().expect("a row").expect("a row");
                assert_eq!(desk::text::uncell(&row[1]), title);
            }
        }
    }
}

story! {
    /// A text of more than a workbook's cell holds: the cell is cut and says so, and the workbook comes.
    a_text_longer_than_a_cell, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        admin.mutates("macroSave", json!({ "name": "Panjang", "body": "😀".repeat(19_000) }), "id").await.expect("a macro");
        let wanted = json!({ "list": "MACROS", "format": "XLSX" }).to_string();
        let (status, body) = admin.door.post_to("/export", &[("authorization", admin.bearer.as_str())], wanted).await;
        assert!(status == 200 && body.starts_with(b"PK"), "{status}");
    }
}

story! {
    /// A telephone number and a NIP as people write them, in a table, in a form and in the search; and what is wrong with one that cannot be read.
    numbers_with_separators, |world| {
        let admin = Door::routes(&world).client(&world, "admin").await;
        let add = |nip: &str, phone: &str| json!({ "name": "Siti Rahma", "nip": nip, "phone": phone, "requesterType": "CIVIL_SERVANT" });
        admin.mutates("personAdd", add("19900303 201503 2 004", "0812-9000-1111"), "id").await.expect("a person");
        let search = "query ($search: String!) { people(search: $search) { edges { node { name } } } }";
        for typed in [
            "19900303 201503 2 004", "199003032015032004", "19900303-201503-2-004", "19900303.201503.2.004", "NIP 19900303 201503 2 004", "NIP. 199003032015032004",
            "0812-9000-1111", "081290001111", "+62 812 9000 1111", "(0812) 9000 1111", "HP 0812-9000-1111", "WA: 0812.9000.1111",
        ] {
            let found = admin.reads(search, json!({ "search": typed })).await;
            assert_eq!(found["people"]["edges"], json!([{ "node": { "name": "Siti Rahma" } }]), "{typed}");
        }
        let changed = done(&world, Sheet::People, "nama,nip,telepon\nSiti Rahma,19900303-201503-2-004,0812 9000 1112\n").await;
        assert_eq!(changed, (0, 1, 0));
        for (nip, phone, field, said) in [
            ("1990030320150320", "081290001111", "nip", "18 angka"),
            ("19903303 201503 2 004", "081290001111", "nip", "tanggal lahir"),
            ("19900303 201503 3 004", "081290001111", "nip", "jenis kelamin"),
            ("199103032015032004", "0812", "phone", "kurang angka"),
            ("199103032015032004", "0812900011112222", "phone", "kelebihan angka"),
            ("199103032015032004", "5551705", "phone", "kode"),
            ("199103032015032004", "0812 ext 3", "phone", "angka"),
        ] {
            let refused = admin.mutates("personAdd", add(nip, phone), "id").await.expect_err("a refusal");
            assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("INVALID", Some(field)), "{nip} {phone}");
            assert!(refused.message.contains(said), "{nip} {phone}: {}", refused.message);
        }
    }
}
