//! The region of the stories: a Dinas with three teams, an education office, a health office with a puskesmas, a district with a village.

use chrono::{DateTime, TimeDelta, Utc};
use desk::Caller;
use desk::appointment::{Appoint, Role};
use desk::clock::{Chance, Clock, StillClock};
use desk::event::Door;
use desk::id::{PersonId, ServiceId, TeamId, TicketId, UnitId};
use desk::person::add::{AddPerson, PersonInput};
use desk::person::{Language, RequesterType};
use desk::service::{Application, Criticality, FirstLine, SaveService, ServiceGroup, ServiceInput, WorkStream};
use desk::setting::{SetSetting, SettingKey};
use desk::store::PoolSize;
use desk::ticket::{Confidentiality, Impact, Open, Report, Ticket, TicketKind, Urgency};
use desk::unit::{SaveUnit, UnitInput, UnitKind};
use desk::{Desk, Outcome, Parts, Refusal};
use migrations::MigratorTrait;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Where the stories begin: Monday 6 July 2026, 09.10 WITA.
pub const START: &str = "2026-07-06T01:10:00Z";

/// What a role is for.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Unit(&'static str),
    Team(&'static str),
    Service(&'static str),
    Board(&'static str),
    All,
}

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

/// Makes a database on the test server: an empty one, or a copy.
pub async fn new_postgres_database(copy_of: Option<&str>) -> String {
    new_database_on(&postgres_server(), copy_of).await
}

async fn new_database_on(server: &str, copy_of: Option<&str>) -> String {
    use migrations::driver::{ConnectionTrait, Database};
    let name = format!("t{}", Chance::from_system().uuid(instant(START)).simple());
    let admin = Database::connect(format!("{server}/postgres")).await.expect("the test server");
    let template = copy_of.map(|name| format!(" TEMPLATE {name}")).unwrap_or_default();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}{template}")).await.expect("a database");
    admin.close().await.expect("closing");
    format!("{server}/{name}")
}

/// The region as it is settled once for all stories on one kind of database. Every story begins with a copy of its own.
#[derive(Clone)]
struct Settled {
    /// SQLite: the bytes of the file. PostgreSQL: the name of the database.
    database: Database,
    units: BTreeMap<&'static str, UnitId>,
    teams: BTreeMap<String, TeamId>,
    services: BTreeMap<&'static str, ServiceId>,
    people: BTreeMap<&'static str, PersonId>,
}

#[derive(Clone)]
enum Database {
    Sqlite(Arc<[u8]>),
    Postgres(String),
}

impl Settled {
    async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("tanggap.db");
        let world = World::begin(folder, format!("sqlite://{}", file.display())).await;
        let (units, teams, services, people) = (world.units, world.teams, world.services, world.people);
        Arc::into_inner(world.desk).expect("the only one").close().await.expect("closing");
        let bytes: Vec<u8> = std::fs::read(&file).expect("the file");
        drop(world.folder);
        Self { database: Database::Sqlite(bytes.into()), units, teams, services, people }
    }

    async fn on_postgres() -> Self {
        let world = World::begin(tempfile::tempdir().expect("a folder"), new_postgres_database(None).await).await;
        let (units, teams, services, people) = (world.units, world.teams, world.services, world.people);
        // PostgreSQL copies a database only while nobody is in it.
        Arc::into_inner(world.desk).expect("the only one").close().await.expect("closing");
        let name = world.database.rsplit('/').next().expect("a name").to_owned();
        Self { database: Database::Postgres(name), units, teams, services, people }
    }

    async fn copy(self) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let database = match &self.database {
            Database::Sqlite(bytes) => {
                let file = folder.path().join("tanggap.db");
                std::fs::write(&file, bytes).expect("a copy");
                format!("sqlite://{}", file.display())
            }
            Database::Postgres(name) => new_postgres_database(Some(name)).await,
        };
        let clock = Arc::new(StillClock::at(instant(START)));
        // Another seed than the template's, or ids would come twice.
        let desk = World::open(&database, folder.path(), clock.clone(), 8).await;
        let Self { units, teams, services, people, .. } = self;
        World { desk, clock, units, teams, services, people, folder, database }
    }
}

static ON_SQLITE: OnceCell<Settled> = OnceCell::const_new();
static ON_POSTGRES: OnceCell<Settled> = OnceCell::const_new();

impl World {
    pub async fn on_sqlite() -> Self {
        ON_SQLITE.get_or_init(Settled::on_sqlite).await.clone().copy().await
    }

    pub async fn on_postgres() -> Self {
        ON_POSTGRES.get_or_init(Settled::on_postgres).await.clone().copy().await
    }

    /// On a PostgreSQL of the story's own.
    pub async fn settled_on(server: &str) -> Self {
        Self::begin(tempfile::tempdir().expect("a folder"), new_database_on(server, None).await).await
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
                requirements: if code == "TIK-13" { vec!["Surat permohonan".into()] } else { Vec::new() },
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
            ("gede", "I Gede Putra", Some("DISKOMINFO")),
            ("hadi", "Hadi Wibowo", Some("DISDIK")),
            ("lina", "Lina Marlina", Some("BKPSDM")),
            ("bowo", "Bowo Nugroho", Some("DISKOMINFO")),
            ("sinta", "Sinta Dewanti", Some("BKPSDM")),
            ("camat", "Yusuf Camat", Some("KEC-SATU")),
            ("sekda", "Ratna Sekda", Some("BKPSDM")),
            ("tika", "Tika Auditor Keamanan", Some("DISKOMINFO")),
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

        for (person, role, of) in [
            ("budi", Role::Tier1, Of::Unit("DISDIK")),
            ("wayan", Role::Tier1, Of::Unit("DISDIK")),
            ("dewi", Role::Tier1, Of::Unit("DINKES")),
            ("andi", Role::Tier1, Of::Unit("KEC-SATU")),
            ("joko", Role::Tier1, Of::Unit("BKPSDM")),
            ("nur", Role::Tier1, Of::Unit("DISKOMINFO")),
            ("agus", Role::Tier2, Of::Team("T2-JAR")),
            ("made", Role::Tier2, Of::Team("T2-APL")),
            ("putri", Role::Coordinator, Of::All),
            ("eko", Role::Security, Of::Team("T2-KAM")),
            ("tono", Role::TeamLead, Of::Team("T2-JAR")),
            ("kadis", Role::UnitHead, Of::Unit("DISKOMINFO")),
            ("rina", Role::Auditor, Of::All),
            ("admin", Role::Administrator, Of::All),
            ("gede", Role::Tier2, Of::Team("T2-KAM")),
            ("hadi", Role::UnitHead, Of::Unit("DISDIK")),
            ("lina", Role::ServiceOwner, Of::Service("ADM-02")),
            ("bowo", Role::ChangeManager, Of::All),
            ("sinta", Role::Approver, Of::Board("CAB")),
            ("camat", Role::Executive, Of::Unit("KEC-SATU")),
            ("sekda", Role::Executive, Of::All),
            ("tika", Role::SecurityAuditor, Of::All),
        ] {
            let appoint = self.appointment(person, role, of);
            self.desk.act(&console, appoint).await?;
        }
        Ok(())
    }

    /// An appointment as the administrator types it.
    pub fn appointment(&self, person: &str, role: Role, of: Of) -> Appoint {
        let end = matches!(role, Role::Auditor | Role::SecurityAuditor).then(|| self.clock.now() + TimeDelta::days(90));
        let (mut unit, mut team, mut service, mut board) = (None, None, None, None);
        match of {
            Of::Unit(code) => unit = Some(self.units[code]),
            Of::Team(code) => team = Some(self.teams[code]),
            Of::Service(code) => service = Some(self.services[code]),
            Of::Board(name) => board = Some(name.into()),
            Of::All => {}
        }
        Appoint {
            person: self.people[person],
            role,
            unit,
            team,
            service,
            board,
            valid_from: None,
            valid_to: end,
            basis_number: Some("800/1/SK/2026".into()),
            basis_date: None,
            basis_file: None,
        }
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
        let open = Open { report: self.report(service, title), on_behalf_of: None };
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
