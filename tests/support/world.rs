//! The region of the stories: a Dinas with three teams, an education office, a health office with a puskesmas, a district with a village.

use chrono::{DateTime, TimeDelta, Utc};
use desk::appointment::{Appoint, Role};
use desk::clock::{Chance, StillClock};
use desk::desk::Caller;
use desk::event::Door;
use desk::id::{PersonId, ServiceId, TeamId, TicketId, UnitId};
use desk::person::add::{AddPerson, PersonInput};
use desk::person::{Language, RequesterType};
use desk::service::{Application, Criticality, FirstLine, SaveService, ServiceGroup, ServiceInput, WorkStream};
use desk::setting::{SetSetting, SettingKey};
use desk::store::PoolSize;
use desk::ticket::{Channel, Confidentiality, Impact, Open, Report, Ticket, TicketKind, Urgency};
use desk::unit::{SaveUnit, UnitInput, UnitKind};
use desk::{Desk, Outcome, Parts, Refusal};
use migrations::MigratorTrait;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the stories begin: Monday 6 July 2026, 09.10 WITA.
pub const START: &str = "2026-07-06T01:10:00Z";

/// A desk with people in it.
pub struct World {
    pub desk: Arc<Desk>,
    pub clock: Arc<StillClock>,
    pub units: BTreeMap<&'static str, UnitId>,
    pub teams: BTreeMap<String, TeamId>,
    pub services: BTreeMap<&'static str, ServiceId>,
    pub people: BTreeMap<&'static str, PersonId>,
    /// Dropped last.
    pub folder: tempfile::TempDir,
    pub database: String,
}

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[expect(clippy::disallowed_methods, reason = "where the test command put PostgreSQL is said by the environment")]
pub fn postgres_server() -> String {
    std::env::var("TANGGAP_TEST_POSTGRES")
        .expect("stories run on PostgreSQL too: run `make test`, or prefix your command with tests/with-postgres")
}

/// Makes an empty database on the test server.
pub async fn new_postgres_database() -> String {
    use sea_orm_migration::sea_orm::{ConnectionTrait, Database};
    let server = postgres_server();
    let name = format!("t{}", Chance::from_system().uuid(instant(START)).simple());
    let admin = Database::connect(format!("{server}/postgres")).await.expect("the test server");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    admin.close().await.expect("closing");
    format!("{server}/{name}")
}

impl World {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite://{}", folder.path().join("tanggap.db").display());
        Self::begin(folder, database).await
    }

    pub async fn on_postgres() -> Self {
        Self::begin(tempfile::tempdir().expect("a folder"), new_postgres_database().await).await
    }

    pub async fn open(database: &str, folder: &std::path::Path, clock: Arc<StillClock>, seed: u64) -> Arc<Desk> {
        let parts = Parts {
            database: database.to_owned(),
            pool: PoolSize { write: 8, read: 4 },
            files: folder.join("files"),
            clock,
            chance: Chance::seeded(seed),
        };
        Arc::new(Desk::open(parts).await.expect("the desk opens"))
    }

    async fn begin(folder: tempfile::TempDir, database: String) -> Self {
        let clock = Arc::new(StillClock::at(instant(START)));
        let desk = Self::open(&database, folder.path(), clock.clone(), 7).await;
        migrations::Migrator::up(desk.store().migrating(), None).await.expect("the schema");
        let mut world = Self {
            desk,
            clock,
            units: BTreeMap::new(),
            teams: BTreeMap::new(),
            services: BTreeMap::new(),
            people: BTreeMap::new(),
            folder,
            database,
        };
        world.settle().await.expect("the region");
        world
    }

    async fn settle(&mut self) -> Outcome<()> {
        let console = Caller::CONSOLE;
        self.desk.load_defaults().await?;
        let zone =
            SetSetting { key: SettingKey::TimeZone, value: "Asia/Makassar".into(), basis: String::new(), seen: None };
        self.desk.act(&console, zone).await?;
        self.teams = self.desk.directory().await?.teams().map(|team| (team.code.clone(), team.id)).collect();

        for (code, name, kind, parent, requires) in [
            ("DISKOMINFO", "Dinas Komunikasi dan Informatika", UnitKind::Office, None, true),
            ("DISDIK", "Dinas Pendidikan", UnitKind::Office, None, true),
            ("DINKES", "Dinas Kesehatan", UnitKind::Office, None, true),
            ("BKPSDM", "Badan Kepegawaian dan Pengembangan SDM", UnitKind::Agency, None, true),
            ("PKM-BARU", "Puskesmas Baru", UnitKind::HealthCentre, Some("DINKES"), false),
            ("KEC-SATU", "Kecamatan Satu", UnitKind::District, None, true),
            ("KEL-MAWAR", "Kelurahan Mawar", UnitKind::Village, Some("KEC-SATU"), false),
        ] {
            let input = UnitInput {
                code: code.into(),
                name: name.into(),
                short_name: code.into(),
                kind,
                parent: parent.map(|code| self.units[code]),
                zone: None,
                calendar: "ASN5".into(),
                service_desk_office: code == "DISKOMINFO",
                self_managed: false,
                requires_tier1: requires,
                address: None,
            };
            let id = self.desk.act(&console, SaveUnit { unit: None, input }).await?;
            self.units.insert(code, id);
        }

        for (code, name, owner, first_line, team) in [
            ("TIK-01", "Gangguan jaringan intra / internet OPD", "DISKOMINFO", FirstLine::ReporterUnit, "T2-JAR"),
            ("TIK-13", "Surel dinas", "DISKOMINFO", FirstLine::ReporterUnit, "T2-DUK"),
            ("TIK-22", "Lapor insiden keamanan", "DISKOMINFO", FirstLine::ReporterUnit, "T2-KAM"),
            ("TIK-30", "Keluhan atas layanan TIK", "DISKOMINFO", FirstLine::ReporterUnit, "T2-KOR"),
            ("ADM-02", "Manajemen kepegawaian", "BKPSDM", FirstLine::OwnerUnit, "T2-APL"),
            ("PUB-02", "Kesehatan", "DINKES", FirstLine::OwnerUnit, "T2-APL"),
        ] {
            let security = code == "TIK-22";
            let input = ServiceInput {
                code: code.into(),
                name: name.into(),
                service_group: ServiceGroup::Infrastructure,
                description: String::new(),
                owner: self.units[owner],
                application: (code == "ADM-02").then_some(Application::Common),
                work_stream: WorkStream::Operation,
                first_line,
                team: Some(self.teams[team]),
                calendar: None,
                criticality: Criticality::Medium,
                kinds: if security { vec![TicketKind::Incident] } else { TicketKind::ALL.to_vec() },
                form_fields: Vec::new(),
                requirements: Vec::new(),
                needs_letter: false,
                approval_steps: Vec::new(),
                sla_policy: None,
                confidentiality: if security { Confidentiality::Restricted } else { Confidentiality::Normal },
                legal_deadline: None,
                standard: BTreeMap::new(),
                security_incident: security,
                straight_to_tier2: security,
                search_words: Vec::new(),
                published: true,
                note: None,
            };
            let id = self.desk.act(&console, SaveService { service: None, input }).await?;
            self.services.insert(code, id);
        }

        for (index, (key, name, unit)) in [
            ("sari", "Sari Wulandari", Some("DISDIK")),
            ("budi", "Budi Santoso", Some("DISDIK")),
            ("wayan", "I Wayan Sudarma", Some("DISDIK")),
            ("ayu", "Ni Made Ayu", Some("PKM-BARU")),
            ("dewi", "Dewi Lestari", Some("DINKES")),
            ("rahmat", "Rahmat Hidayat", Some("KEL-MAWAR")),
            ("andi", "Andi Tenri", Some("KEC-SATU")),
            ("joko", "Joko Susilo", Some("BKPSDM")),
            ("nur", "Nur Aini", Some("DISKOMINFO")),
            ("agus", "Agus Salim", Some("DISKOMINFO")),
            ("made", "I Made Arta", Some("DISKOMINFO")),
            ("putri", "Putri Maharani", Some("DISKOMINFO")),
            ("eko", "Eko Prasetyo", Some("DISKOMINFO")),
            ("tono", "Tono Wijaya", Some("DISKOMINFO")),
            ("kadis", "Hasanuddin", Some("DISKOMINFO")),
            ("rina", "Rina Auditor", Some("DISKOMINFO")),
            ("admin", "Administrator", Some("DISKOMINFO")),
            ("warga", "Maria Tan", None),
        ]
        .into_iter()
        .enumerate()
        {
            let citizen = unit.is_none();
            let input = PersonInput {
                name: name.into(),
                nip: (!citizen).then(|| format!("19850101201001{}{:03}", 1 + index % 2, index + 1)),
                phone: Some(format!("+6281234500{index:03}")),
                email: Some(format!("{key}@kab.example")),
                unit: unit.map(|code| self.units[code]),
                requester_type: if citizen { RequesterType::Citizen } else { RequesterType::CivilServant },
                language: Language::Indonesian,
                zone: None,
                hide_identity: false,
            };
            let id = self.desk.act(&console, AddPerson(input)).await?;
            self.people.insert(key, id);
        }

        for (person, role, unit, team) in [
            ("budi", Role::Tier1, Some("DISDIK"), None),
            ("wayan", Role::Tier1, Some("DISDIK"), None),
            ("dewi", Role::Tier1, Some("DINKES"), None),
            ("andi", Role::Tier1, Some("KEC-SATU"), None),
            ("joko", Role::Tier1, Some("BKPSDM"), None),
            ("nur", Role::Tier1, Some("DISKOMINFO"), None),
            ("agus", Role::Tier2, None, Some("T2-JAR")),
            ("made", Role::Tier2, None, Some("T2-APL")),
            ("putri", Role::Coordinator, None, None),
            ("eko", Role::Security, None, Some("T2-KAM")),
            ("tono", Role::TeamLead, None, Some("T2-JAR")),
            ("kadis", Role::UnitHead, Some("DISKOMINFO"), None),
            ("rina", Role::Auditor, None, None),
            ("admin", Role::Administrator, None, None),
        ] {
            let end = (role == Role::Auditor).then(|| instant(START) + TimeDelta::days(90));
            let appoint = Appoint {
                person: self.people[person],
                role,
                unit: unit.map(|code| self.units[code]),
                team: team.map(|code| self.teams[code]),
                service: None,
                board: None,
                valid_from: None,
                valid_to: end,
                basis_number: Some("800/1/SK/2026".into()),
                basis_date: None,
                basis_file: None,
            };
            self.desk.act(&console, appoint).await?;
        }
        Ok(())
    }

    /// A person acting through the API who has just signed in.
    pub fn as_(&self, person: &str) -> Caller {
        Caller::person(self.people[person], Door::Graphql).proved()
    }

    /// Moves the clock on.
    pub fn later(&self, by: TimeDelta) {
        self.clock.forward(by);
    }

    /// Sets the clock.
    pub fn at(&self, text: &str) {
        self.clock.set(instant(text));
    }

    /// Fires what is due, as the worker does.
    pub async fn run_due(&self) -> usize {
        self.desk.run_due(100).await.expect("the clock's work")
    }

    /// A report with nothing special about it.
    pub fn report(&self, service: &str, title: &str) -> Report {
        Report {
            kind: Some(TicketKind::Incident),
            service: Some(self.services[service]),
            title: title.into(),
            description: format!("{title}. Mohon bantuan."),
            location: "Ruang tata usaha".into(),
            contact: String::new(),
            form: BTreeMap::new(),
            impact: Impact::Unit,
            urgency: Urgency::High,
            hide_identity: None,
            files: Vec::new(),
            about_person: None,
            about_ticket: None,
            follow_up_of: None,
        }
    }

    /// Somebody reports something.
    pub async fn opened(&self, who: &str, service: &str, title: &str) -> TicketId {
        let open = Open { report: self.report(service, title), on_behalf_of: None, channel: Channel::Web };
        self.desk.act(&self.as_(who), open).await.expect("a ticket").ticket
    }

    /// A ticket's row, for what no door shows.
    pub async fn row(&self, id: TicketId) -> Ticket {
        desk::store::get(&self.desk.store().read(), id).await.expect("a read").expect("the ticket")
    }
}

/// The refusal that a command ended with.
pub fn refusal<T: std::fmt::Debug>(outcome: Outcome<T>) -> Refusal {
    match outcome {
        Err(desk::Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
