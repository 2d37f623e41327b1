//! Tables become units, people, appointments and services: all of a file or nothing, and the same file twice changes nothing.

use crate::story;
use crate::support::World;
use desk::Caller;
use desk::appointment::{AppointmentState, Role};
use desk::import::{BATCH, Import, Imported, Row, Sheet};
use desk::person::{Person, RequesterType};
use desk::refusal::Refusal;
use desk::ticket::TicketKind;
use desk::unit::UnitKind;
use desk::{Error, store};
use std::fmt::Write as _;
use std::io::Cursor;
use tanggap::import::{self, Report};

async fn import(world: &World, sheet: Sheet, text: &str) -> Report {
    import::run(&world.desk, &Caller::CONSOLE, sheet, Cursor::new(text.to_owned()), false).await.expect("an import")
}

async fn done(world: &World, sheet: Sheet, text: &str) -> Imported {
    let report = import(world, sheet, text).await;
    assert!(report.is_clean(), "{:#?}", report.problems);
    assert_eq!(report.written, report.rows);
    report.done
}

/// Line, column and code of every problem; nothing is written.
async fn wrong(world: &World, sheet: Sheet, text: &str) -> Vec<(u64, String, &'static str)> {
    let before = stamp(world).await;
    let report = import(world, sheet, text).await;
    assert_eq!((report.written, report.done), (0, Imported::default()));
    assert_eq!(before, stamp(world).await, "something was written");
    report.problems.into_iter().map(|p| (p.row, p.column.unwrap_or_default(), p.code)).collect()
}

/// What tells whether anything was written: how many events there are.
async fn stamp(world: &World) -> usize {
    let mut count = 0;
    let directory = world.desk.directory().await.expect("the directory");
    count += directory.units().count() + directory.services().count() + directory.appointments().len();
    count += store::people::find(&world.desk.store().read(), &[], None, 10_000).await.expect("people").len();
    count + usize::try_from(directory.stamp).expect("a stamp") * 100_000
}

fn counted(added: usize, changed: usize, unchanged: usize) -> Imported {
    Imported { added, changed, unchanged }
}

async fn person(world: &World, nip: &str) -> Person {
    store::people::by_nip(&world.desk.store().read(), nip).await.expect("a read").expect("a person")
}

const UNITS: &str = "\u{feff}Kode;Nama OPD;Jenis;Induk;Wajib Tier 1;Alamat\r\n\
    UPT-LAB;UPT Laboratorium;UPTD;DINSOS;tidak;\r\n\
    DINSOS;Dinas Sosial;Dinas;;;Jalan Poros\r\n\
    SEKSI-1;Seksi Data;seksi;BID-1;;\r\n\
    BID-1;Bidang Rehabilitasi;bidang;dinsos;;\r\n\
    DISDIK;Dinas Pendidikan dan Kebudayaan;DINAS;;ya;\r\n";

/// A line of a table by its number.
type Line<'a> = &'a dyn Fn(usize) -> String;

story! {
    /// The file lists a unit before the one above it; one of them was there.
    units_in_any_order, |world| {
        assert_eq!(done(&world, Sheet::Units, UNITS).await, counted(4, 1, 0));
        assert_eq!(done(&world, Sheet::Units, UNITS).await, counted(0, 0, 5));
        let directory = world.desk.directory().await.unwrap();
        let unit = |code: &str| directory.unit_by_code(code).unwrap();
        assert_eq!(unit("SEKSI-1").parent_id, Some(unit("BID-1").id));
        assert_eq!(unit("BID-1").parent_id, Some(unit("DINSOS").id));
        assert!(unit("DINSOS").requires_tier1 && !unit("BID-1").requires_tier1);
        assert_eq!(unit("DINSOS").kind, UnitKind::Office);
        assert_eq!(unit("DISDIK").name, "Dinas Pendidikan dan Kebudayaan");
        assert_eq!(unit("DISDIK").short_name, "DISDIK", "a column that is not there changes nothing");
        assert_eq!(unit("UPT-LAB").calendar, unit("DINSOS").calendar);
    }
}

story! {
    /// Everything that is wrong is told at once, in the words of the file.
    units_that_are_wrong, |world| {
        let text = "kode,nama,jenis,induk,kalender,dinas penyelenggara\n\
            A,Satu,DINAS,,ASN5,\n\
            ,Tanpa kode,DINAS,,,\n\
            a,Dua kali,DINAS,,,\n\
            B,,KANTOR,,,\n\
            C,Induk hilang,BIDANG,TIDAKADA,,\n\
            D,Kalender,DINAS,,JAM9,\n\
            E,Dinas kedua,DINAS,,,ya\n\
            F,Mungkin,DINAS,,,barangkali\n\
            G,Lingkar,BIDANG,H,,\n\
            H,Lingkar,BIDANG,G,,\n";
        let found = wrong(&world, Sheet::Units, text).await;
        let expected: Vec<(u64, String, &str)> = [
            (3, "kode", "BLANK"),
            (4, "kode", "TWICE"),
            (5, "nama", "BLANK"),
            (5, "jenis", "UNKNOWN"),
            (6, "induk", "UNKNOWN"),
            (7, "kalender", "INVALID"),
            (8, "kode", "ONE_SERVICE_DESK_OFFICE"),
            (9, "dinas penyelenggara", "UNKNOWN"),
            (10, "induk", "UNIT_CIRCLE"),
            (11, "induk", "UNIT_CIRCLE"),
        ]
        .map(|(line, column, code)| (line, column.to_owned(), code))
        .into();
        assert_eq!(found, expected);
        let report = import(&world, Sheet::Units, text).await;
        let kantor = report.problems.iter().find(|problem| problem.row == 5 && problem.code == "UNKNOWN").unwrap();
        assert!(kantor.indonesian.starts_with("“KANTOR” tidak dikenal sebagai Jenis."), "{}", kantor.indonesian);
        assert!(kantor.english.contains("KECAMATAN"), "{}", kantor.english);
    }
}

story! {
    /// What was a child becomes a parent: the tree as it will be counts, not the one on the way there.
    units_turned_upside_down, |world| {
        done(&world, Sheet::Units, "kode,nama,jenis,induk\nX,Atas,DINAS,\nY,Tengah,BIDANG,X\nZ,Bawah,SEKSI,Y\n").await;
        let turned = "kode,nama,jenis,induk\nX,Atas,DINAS,Y\nY,Tengah,BIDANG,Z\nZ,Bawah,SEKSI,\n";
        assert_eq!(done(&world, Sheet::Units, turned).await, counted(0, 3, 0));
        let directory = world.desk.directory().await.unwrap();
        let above: Vec<_> = directory
            .upwards(directory.unit_by_code("X").unwrap().id)
            .map(|id| directory.unit(id).unwrap().code.clone())
            .collect();
        assert_eq!(above, ["X", "Y", "Z"]);
        // A unit that the file does not speak of can close the circle too.
        let circle = wrong(&world, Sheet::Units, "kode,induk\nZ,X\n").await;
        assert_eq!(circle, [(2, "induk".to_owned(), "UNIT_CIRCLE")]);
    }
}

story! {
    /// Longer than a transaction may be: checked whole, written in batches, parents first.
    many_units, |world| {
        let mut text = String::from("kode,nama,jenis,induk\n");
        for number in (0..450).rev() {
            let above = if number == 0 { String::new() } else { format!("U{:03}", number / 2) };
            writeln!(text, "U{number:03},Unit {number},SEKSI,{above}").unwrap();
        }
        let bad = text.replace("U017,Unit 17,SEKSI", "U017,Unit 17,LAIN");
        assert_eq!(wrong(&world, Sheet::Units, &bad).await, [(434, "jenis".to_owned(), "UNKNOWN")]);
        let dry = import::run(&world.desk, &Caller::CONSOLE, Sheet::Units, Cursor::new(text.to_owned()), true).await.unwrap();
        assert_eq!((dry.done, dry.written), (counted(450, 0, 0), 0));
        assert_eq!(done(&world, Sheet::Units, &text).await, counted(450, 0, 0));
        assert_eq!(done(&world, Sheet::Units, &text).await, counted(0, 0, 450));
        let depth = |code: &str, directory: &desk::directory::Directory| {
            directory.upwards(directory.unit_by_code(code).unwrap().id).count()
        };
        assert_eq!(depth("U449", &world.desk.directory().await.unwrap()), 10);
    }
}

const SARI: &str = "198501012010011001";

story! {
    people_by_nip_and_without, |world| {
        let unknown = Person { ..person(&world, SARI).await };
        assert_eq!(unknown.name, "Sari Wulandari");
        let text = "nama,nip,no hp,surel,opd,jenis pelapor\n\
            Sari Wulandari S.Pd.,1985 0101 201001 1 001,0812-3450-0000,sari@kab.example,DISDIK,\n\
            Siti Rahma,199003032015032004,0812 9000 1111,,Dinas Kesehatan,PNS\n\
            Pak Bahar,,0813-7000-2222,,,warga\n\
            Bu Ani,,'+62 813 7000 2222,,,\n";
        assert_eq!(done(&world, Sheet::People, text).await, counted(3, 1, 0));
        assert_eq!(done(&world, Sheet::People, text).await, counted(0, 0, 4));
        let sari = person(&world, SARI).await;
        assert_eq!((sari.name.as_str(), sari.id), ("Sari Wulandari S.Pd.", unknown.id));
        let siti = person(&world, "199003032015032004").await;
        assert_eq!(siti.phone.as_deref(), Some("+6281290001111"));
        assert_eq!(siti.unit_id, Some(world.units["DINKES"]));
        // Two people share a phone; the name tells them apart.
        let shared = store::people::by_phone(&world.desk.store().read(), "+6281370002222").await.unwrap();
        assert_eq!(shared.len(), 2);
        assert!(shared.iter().all(|person| person.requester_type == RequesterType::Citizen && person.hide_identity));
    }
}

story! {
    /// Somebody whom a technician noted by name and phone turns out to have a NIP: no second person comes of it.
    a_caller_gets_a_nip, |world| {
        done(&world, Sheet::People, "nama,telepon\nHasan Basri,081350001234\n").await;
        let text = "nama,telepon,nip,opd\nHASAN  BASRI,081350001234,197905052006041007,DISDIK\n";
        assert_eq!(done(&world, Sheet::People, text).await, counted(0, 1, 0));
        let found = store::people::by_phone(&world.desk.store().read(), "+6281350001234").await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].nip.as_deref(), Some("197905052006041007"));
        // Columns that are not there stay, an empty cell empties.
        assert_eq!(done(&world, Sheet::People, "nip,surel\n197905052006041007,hasan@kab.example\n").await, counted(0, 1, 0));
        assert_eq!(done(&world, Sheet::People, "nip,telepon\n197905052006041007,\n").await, counted(0, 1, 0));
        let hasan = person(&world, "197905052006041007").await;
        assert_eq!((hasan.phone, hasan.email.as_deref()), (None, Some("hasan@kab.example")));
        assert_eq!(hasan.unit_id, Some(world.units["DISDIK"]));
    }
}

story! {
    people_that_are_wrong, |world| {
        let text = "nama,nip,telepon,surel,opd,bahasa\n\
            Satu,1.98501E+17,,,,\n\
            Dua,198513012010011001,,,,\n\
            Tiga,,12345,bukan-alamat,,\n\
            Empat,,,,DISDIK,\n\
            ,199003032015032004,,,,\n\
            Enam,199003032015032012,,,NEGERI-JAUH,jawa\n\
            Tujuh,198501012010011001,,,,\n\
            Delapan,198501012010011001,,,,\n\
            Sembilan,,081350001234,,,\n\
            sembilan ,,0813-5000-1234,,,\n";
        let expected: Vec<(u64, String, &str)> = [
            (2, "nip", "SPREADSHEET_NUMBER"),
            (3, "nip", "INVALID"),
            (4, "telepon", "INVALID"),
            (4, "surel", "INVALID"),
            (5, "nip", "NO_IDENTITY"),
            (6, "nama", "BLANK"),
            (7, "opd", "UNKNOWN"),
            (7, "bahasa", "UNKNOWN"),
            (9, "nip", "TWICE"),
            (11, "nama", "TWICE"),
        ]
        .map(|(line, column, code)| (line, column.to_owned(), code))
        .into();
        assert_eq!(wrong(&world, Sheet::People, text).await, expected);
        world.desk.act(&Caller::CONSOLE, desk::person::add::RetirePerson { person: world.people["sari"] }).await.unwrap();
        let retired = wrong(&world, Sheet::People, &format!("nama,nip\nSari,{SARI}\n")).await;
        assert_eq!(retired, [(2, "nip".to_owned(), "RETIRED")]);
    }
}

story! {
    appointments_with_their_periods, |world| {
        let text = "NIP;Peran;OPD;Tim;Mulai;Sampai;Nomor SK;Tanggal SK\n\
            198501012010011001;Petugas Tier 1;Dinas Kesehatan;;1 Juli 2026;31-12-2026;800/12/SK;30/06/2026\n\
            198501012010012002;tier 2;;Aplikasi;;;;\n\
            198501012010011001;AUDITOR;;;;2026-09-30;;\n";
        assert_eq!(done(&world, Sheet::Appointments, text).await, counted(3, 0, 0));
        assert_eq!(done(&world, Sheet::Appointments, text).await, counted(0, 0, 3));
        let directory = world.desk.directory().await.unwrap();
        let sari = person(&world, SARI).await.id;
        let tier1 = directory.appointments().iter().find(|a| a.person_id == sari && a.role == Role::Tier1).unwrap();
        assert_eq!(tier1.valid_from.to_rfc3339(), "2026-06-30T16:00:00+00:00");
        assert_eq!(tier1.valid_to.unwrap().to_rfc3339(), "2026-12-31T16:00:00+00:00", "the last day counts");
        assert_eq!(tier1.unit_id, Some(world.units["DINKES"]));

        let longer = text.replace("31-12-2026", "31-3-2027");
        assert_eq!(done(&world, Sheet::Appointments, &longer).await, counted(0, 1, 2));
        let end = desk::appointment::EndAppointment { appointment: tier1.id };
        world.desk.act(&Caller::CONSOLE, end).await.unwrap();
        let ended = wrong(&world, Sheet::Appointments, text).await;
        assert_eq!(ended, [(2, "Peran".to_owned(), "RETIRED")], "what was ended by hand does not come back by a file");
    }
}

story! {
    appointments_that_are_wrong, |world| {
        let text = "nip,telepon,peran,opd,sampai\n\
            199912312020121001,,TIER1,DISDIK,\n\
            198501012010011001,,RAJA,,\n\
            198501012010011001,,TIER1,,\n\
            ,,TIER1,DISDIK,\n\
            198501012010011001,,AUDITOR,,\n\
            198501012010011001,,TIER1,DISDIK,1-1-2020\n\
            198501012010011001,,COORDINATOR,DISDIK,\n\
            198501012010011001,,UNIT_HEAD,DISDIK,32-13-2026\n";
        let expected: Vec<(u64, String, &str)> = [
            (2, "nip", "NOT_FOUND"),
            (3, "peran", "UNKNOWN"),
            (4, "opd", "BLANK"),
            (5, "nip", "NO_IDENTITY"),
            (6, "sampai", "BLANK"),
            (7, "sampai", "INVALID"),
            (8, "opd", "INVALID"),
            (9, "sampai", "INVALID"),
        ]
        .map(|(line, column, code)| (line, column.to_owned(), code))
        .into();
        assert_eq!(wrong(&world, Sheet::Appointments, text).await, expected);
    }
}

story! {
    /// R24 holds for a table too: an administrator alone appoints no auditor, and nobody appoints themselves.
    an_administrator_imports, |world| {
        let admin = world.as_("admin");
        let text = "nip,peran,sampai\n198501012010011001,AUDITOR,31-12-2026\n";
        let report = import::run(&world.desk, &admin, Sheet::Appointments, Cursor::new(text.to_owned()), false).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.problems);
        let directory = world.desk.directory().await.unwrap();
        let sari = person(&world, SARI).await.id;
        let state = directory.appointments().iter().find(|a| a.person_id == sari).unwrap().state;
        assert_eq!(state, AppointmentState::Proposed);
        let nip: Option<Person> = store::get(&world.desk.store().read(), world.people["admin"]).await.unwrap();
        let own = format!("nip,peran\n{},COORDINATOR\n", nip.unwrap().nip.unwrap());
        let report = import::run(&world.desk, &admin, Sheet::Appointments, Cursor::new(own.to_owned()), false).await.unwrap();
        assert_eq!(report.problems[0].code, "OWN_APPOINTMENT");

        // Nor do security incidents go by a table to a team that has no officer.
        let text = "kode,tim\nTIK-22,T2-JAR\n";
        let report = import::run(&world.desk, &admin, Sheet::Services, Cursor::new(text.to_owned()), false).await.unwrap();
        assert_eq!(report.problems[0].code, "NO_SECURITY_TEAM");

        let sari = world.as_("sari");
        for sheet in Sheet::ALL {
            let text = "kode,nama,nip,peran\nA,Satu,198501012010011001,TIER1\n";
            for dry_run in [true, false] {
                let refused = import::run(&world.desk, &sari, *sheet, Cursor::new(text.to_owned()), dry_run).await;
                assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "{sheet} {dry_run}");
            }
        }
    }
}

story! {
    services_and_what_a_table_leaves_alone, |world| {
        let text = "kode,nama,kelompok,pemilik,tim,jenis pekerjaan,lini pertama,jenis laporan,kata kunci,formFields\n\
            TIK-77,Peminjaman proyektor,TIK,DISKOMINFO,T2-DUK,pengguna,pelapor,permintaan | keluhan,\"proyektor\nlayar\",\
            \"[{\"\"key\"\":\"\"jumlah\"\",\"\"label\"\":\"\"Jumlah\"\",\"\"type\"\":\"\"NUMBER\"\"}]\"\n";
        assert_eq!(done(&world, Sheet::Services, text).await, counted(1, 0, 0));
        assert_eq!(done(&world, Sheet::Services, text).await, counted(0, 0, 1));
        let renamed = "kode,nama\nTIK-77,Peminjaman perangkat rapat\ntik-01,Jaringan kantor\n";
        assert_eq!(done(&world, Sheet::Services, renamed).await, counted(0, 2, 0));
        let directory = world.desk.directory().await.unwrap();
        let service = directory.service_by_code("TIK-77").unwrap();
        assert_eq!(service.name, "Peminjaman perangkat rapat");
        assert_eq!(service.kinds.0, [TicketKind::Request, TicketKind::Complaint]);
        assert_eq!(service.search_words.0, ["proyektor", "layar"]);
        assert_eq!(service.form_fields.0[0].key, "jumlah");
        assert!(service.published);
        let old = directory.service_by_code("TIK-01").unwrap();
        assert_eq!((old.name.as_str(), old.team_id), ("Jaringan kantor", Some(world.teams["T2-JAR"])));

        let bad = "kode,nama,kelompok,pemilik,jenis pekerjaan,lini pertama,tim,formFields,langsung ke tier 2\n\
            S-1,Satu,TIK,,pengguna,pelapor,,,\n\
            S-2,Dua,LAIN,DISKOMINFO,pengguna,siapa saja,T9,{},\n\
            S-3,Tiga,TIK,DISKOMINFO,pengguna,pemilik,,,ya\n";
        let expected: Vec<(u64, String, &str)> = [
            (2, "pemilik", "BLANK"),
            (3, "tim", "UNKNOWN"),
            (3, "kelompok", "UNKNOWN"),
            (3, "lini pertama", "UNKNOWN"),
            (3, "formFields", "INVALID"),
            (4, "kode", "NO_TEAM"),
        ]
        .map(|(line, column, code)| (line, column.to_owned(), code))
        .into();
        assert_eq!(wrong(&world, Sheet::Services, bad).await, expected);
    }
}

story! {
    /// The program was stopped between two batches: the same file goes on where it stood.
    an_import_is_taken_up_again, |world| {
        let mut text = String::from("nama,telepon\n");
        let mut rows = Vec::new();
        for number in 0..BATCH + 50 {
            let (name, phone) = (format!("Orang {number}"), format!("08135{number:06}"));
            writeln!(text, "{name},{phone}").unwrap();
            let cells = [(desk::import::Column::Name, name), (desk::import::Column::Phone, phone)];
            rows.push(Row { line: number as u64 + 2, cells: cells.into() });
        }
        let too_many = Import { sheet: Sheet::People, rows: rows.clone() };
        let refused = world.desk.act(&Caller::CONSOLE, too_many).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::TooMany(BATCH)))));
        rows.truncate(BATCH);
        world.desk.act(&Caller::CONSOLE, Import { sheet: Sheet::People, rows }).await.unwrap();
        assert_eq!(done(&world, Sheet::People, &text).await, counted(50, 0, BATCH));
    }
}

story! {
    /// What the report says on paper.
    the_report, |world| {
        let text = "kode,nama,jenis,Eselon\nA,Satu,KANTOR,II\n";
        let mut said = Vec::new();
        import(&world, Sheet::Units, text).await.write(desk::person::Language::Indonesian, &mut said).unwrap();
        assert_eq!(
            String::from_utf8(said).unwrap(),
            "baris 2, kolom \"jenis\": “KANTOR” tidak dikenal sebagai Jenis. Yang dikenal: SEKRETARIAT, INSPEKTORAT, DINAS, BADAN, \
             SATUAN, KECAMATAN, KELURAHAN, RSUD, PUSKESMAS, UPTD, BAGIAN, BIDANG, SEKSI. [UNKNOWN]\n\
             Kolom yang tidak dikenal dan diabaikan: Eselon\n\
             1 kesalahan. Tidak ada yang disimpan.\n"
        );
        let mut said = Vec::new();
        let fine = import(&world, Sheet::Units, &text.replace("KANTOR", "DINAS")).await;
        fine.write(desk::person::Language::English, &mut said).unwrap();
        assert_eq!(String::from_utf8(said).unwrap(), "Unknown columns, left out: Eselon\nRows: 1. Added 1, changed 0, unchanged 0.\n");
    }
}

fn chain(units: usize) -> String {
    let mut text = String::from("kode,nama,jenis,induk\n");
    for number in (0..units).rev() {
        let above = if number == 0 { String::new() } else { format!("R{:05}", number - 1) };
        writeln!(text, "R{number:05},Unit {number},SEKSI,{above}").unwrap();
    }
    text
}

/// How often a dry run looks at a name.
async fn looks(world: &World, sheet: Sheet, text: &str) -> u64 {
    let before = world.desk.names_looked_at();
    import::run(&world.desk, &Caller::CONSOLE, sheet, Cursor::new(text.to_owned()), true).await.expect("a dry run");
    world.desk.names_looked_at() - before
}

story! {
    /// Twice as many rows are twice as much to look at, and no more, whatever they hold.
    what_a_table_costs, |world| {
        let table = |head: &str, row: &dyn Fn(usize) -> String, rows: usize| {
            (0..rows).fold(head.to_owned(), |text, number| text + &row(number) + "\n")
        };
        let cases: [(Sheet, &str, Line<'_>); 5] = [
            (Sheet::Units, "kode,nama,jenis,induk\n", &|n| format!("Q{n},Unit {n},SEKSI,Dinas Pendidikan")),
            // Each below the one before it.
            (Sheet::Units, "kode,nama,jenis,induk\n", &|n| format!("Q{n},Unit {n},SEKSI,{}", if n == 0 { String::new() } else { format!("Q{}", n - 1) })),
            (Sheet::Services, "kode,nama,kelompok,pemilik,jenis pekerjaan,lini pertama,tim\n", &|n| format!("S{n},Layanan {n},TIK,Dinas Pendidikan,pengguna,pelapor,Jaringan")),
            (Sheet::People, "nama,telepon,unit\n", &|n| format!("Orang {n},08135{n:06},Dinas Pendidikan")),
            (Sheet::Appointments, "telepon,peran,unit,nomor sk\n", &|n| format!("0812345000{:02},Tier 1,Dinas Pendidikan,SK {n}", n % 20)),
        ];
        for (sheet, head, row) in cases {
            let (once, twice) = (looks(&world, sheet, &table(head, row, 400)).await, looks(&world, sheet, &table(head, row, 800)).await);
            assert!(once > 400, "{sheet}: {once}");
            assert!(twice <= 2 * once, "{sheet}: {once} for 400 rows, {twice} for 800");
        }
        // In a larger organisation each name of it is looked at once more, and not once for each row.
        let text = table(cases[3].1, cases[3].2, 400);
        let before = looks(&world, Sheet::People, &text).await;
        done(&world, Sheet::Units, &table(cases[0].1, cases[0].2, 300)).await;
        let after = looks(&world, Sheet::People, &text).await;
        assert!(after <= before + 3 * 300, "{before} among few units, {after} among many");
    }
}

/// A dry run of a long table, told by one thread: whether anybody else had a turn while it was planned.
async fn others_had_a_turn(world: &World) {
    let table = (0..20_000).fold("kode,nama,jenis,induk\n".to_owned(), |text, n| {
        text + &format!("Q{n},Unit {n},SEKSI,Dinas Pendidikan\n")
    });
    let desk = world.desk.clone();
    let before = desk.names_looked_at();
    let dry =
        tokio::spawn(async move { import::run(&desk, &Caller::CONSOLE, Sheet::Units, Cursor::new(table), true).await });
    let mut seen = std::collections::BTreeSet::new();
    while !dry.is_finished() {
        seen.insert(world.desk.names_looked_at() - before);
        tokio::task::yield_now().await;
    }
    assert_eq!(dry.await.expect("a task").expect("a dry run").done.added, 20_000);
    let all = world.desk.names_looked_at() - before;
    let within = seen.iter().filter(|looks| (1..all).contains(*looks)).count();
    assert!(within > 0, "nobody had a turn between the first of {all} looks and the last");
}

/// A long table is planned on a thread that answers nobody.
#[tokio::test(flavor = "current_thread")]
async fn others_are_answered_while_a_table_is_planned() {
    others_had_a_turn(&World::on_sqlite().await).await;
}

story! {
    /// Nobody can build a tree that is walked without end: units lie at most so many deep.
    units_one_below_the_other, |world| {
        let deepest = desk::unit::DEEPEST;
        assert_eq!(done(&world, Sheet::Units, &chain(deepest)).await, counted(deepest, 0, 0));
        assert_eq!(done(&world, Sheet::Units, &chain(deepest)).await, counted(0, 0, deepest));
        let line = |number: usize| (deepest + 10 - number + 1) as u64;
        let deeper = wrong(&world, Sheet::Units, &chain(deepest + 10)).await;
        assert_eq!(deeper, [(line(deepest), "induk".to_owned(), "INVALID")], "told once, and not for each below");
        // Nor by pushing a tree under another.
        let under = "kode,induk\nR00000,PKM-BARU\n";
        assert_eq!(wrong(&world, Sheet::Units, under).await, [(2, "induk".to_owned(), "INVALID")]);
    }
}

fn people(count: usize, column: &str, salt: &str) -> String {
    (0..count).fold(format!("nama,telepon,{column}\n"), |text, n| text + &format!("Orang {n},08135{n:06},{salt}\n"))
}

fn backwards(text: &str) -> String {
    let (head, rows) = text.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().rev().collect();
    format!("{head}\n{}\n", rows.join("\n"))
}

story! {
    /// The same people in opposite orders at once: both are done, and the record is whole.
    the_same_people_in_opposite_orders, |world| {
        done(&world, Sheet::People, &people(BATCH, "bahasa", "indonesia")).await;
        for (language, other) in [("inggris", "indonesia"), ("indonesia", "inggris"), ("inggris", "indonesia")] {
            let (one, two) = (people(BATCH, "bahasa", language), backwards(&people(BATCH, "bahasa", other)));
            let (one, two) = tokio::join!(import(&world, Sheet::People, &one), import(&world, Sheet::People, &two));
            for report in [one, two] {
                assert!(report.is_clean(), "{:#?}", report.problems);
                assert_eq!(report.written, BATCH);
            }
        }
        let report = world.desk.audit_verify(&Caller::CONSOLE, Default::default()).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
    }
}

async fn rows_of(world: &World, what: &str) -> i64 {
    use desk::store::Conn;
    use migrations::driver::ConnectionTrait;
    let db = world.desk.store().read();
    let row = db.raw().query_one_raw(db.statement(&format!("SELECT COUNT(*) AS n FROM {what}"), vec![])).await;
    row.unwrap().unwrap().try_get("", "n").unwrap()
}

story! {
    /// Sent twice at once, as by a double click: everybody and every place is there once.
    the_same_table_twice_at_once, |world| {
        let (before, text) = (rows_of(&world, "person").await, people(150, "unit", "DISDIK"));
        let (one, two) = tokio::join!(import(&world, Sheet::People, &text), import(&world, Sheet::People, &text));
        assert_eq!(rows_of(&world, "person").await - before, 150);
        assert_eq!((one.done.added + two.done.added, one.done.unchanged + two.done.unchanged), (150, 150));

        let places = (0..60).fold("telepon,peran,unit\n".to_owned(), |text, n| text + &format!("08135{n:06},Tier 1,DISDIK\n"));
        let before = rows_of(&world, "appointment").await;
        let (one, two) = tokio::join!(import(&world, Sheet::Appointments, &places), import(&world, Sheet::Appointments, &places));
        assert_eq!(rows_of(&world, "appointment").await - before, 60);
        assert_eq!((one.done.added + two.done.added, one.done.unchanged + two.done.unchanged), (60, 60));
    }
}

/// The disk fails once the first batch is written.
#[derive(Debug, Default)]
struct AfterTheFirst(std::sync::atomic::AtomicU32);

impl desk::store::strike::Strikes for AfterTheFirst {
    fn at(&self, point: desk::store::strike::Point, sql: &str) -> Option<desk::store::strike::Strike> {
        use desk::store::strike::{Point, Strike};
        use std::sync::atomic::Ordering;
        let events = point == Point::Statement && sql.contains("INSERT INTO \"event\"");
        (events && self.0.fetch_add(1, Ordering::Relaxed) > 0).then_some(Strike::Unasked)
    }
}

story! {
    /// Whatever stops an import, how much of it is written is told.
    what_was_written_is_told, |world| {
        let parts = desk::Parts {
            database: world.database.clone(),
            pool: desk::store::PoolSize { write: 2, read: 2 },
            files: world.folder.path().join("files"),
            clock: world.clock.clone(),
            chance: desk::clock::Chance::seeded(99),
        };
        let struck = desk::Desk::open_struck(parts, Some(std::sync::Arc::new(AfterTheFirst::default()))).await.unwrap();
        let text = (0..BATCH + 50).fold("nama,telepon\n".to_owned(), |text, n| text + &format!("Orang {n},08135{n:06}\n"));
        let before = rows_of(&world, "person").await;
        let report = import::run(&struck, &Caller::CONSOLE, Sheet::People, Cursor::new(text), false).await.expect("a report");
        assert_eq!((report.written, report.rows, report.done), (BATCH, BATCH + 50, counted(BATCH, 0, 0)));
        assert_eq!(report.problems.iter().map(|it| (it.row, it.code)).collect::<Vec<_>>(), [(0, "CANNOT_STORE")]);
        assert_eq!(rows_of(&world, "person").await - before, BATCH as i64);
        let mut said = Vec::new();
        report.write(desk::person::Language::Indonesian, &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("200 dari 250 baris tersimpan"), "{said}");
    }
}
