//! A small desk with a little of everything on record, on either database, and the hands of somebody who owns the database.

use crate::absence::{Absence, AbsenceKind};
use crate::appointment::{Appointment, AppointmentState, Role};
use crate::audit::finding::Finding;
use crate::audit::verify::{Report, Trust};
use crate::calendar::{CalendarVersion, Holiday, HolidaySet};
use crate::caller::Caller;
use crate::clock::{Chance, StillClock};
use crate::desk::{Desk, Parts};
use crate::digest::Digest;
use crate::event::{Door, Event, Facts, Kind, Recorded};
use crate::id::{MessageId, PersonId, ServiceId, TeamId, TicketId, UnitId};
use crate::person::add::{AddPerson, ErasePerson, PersonInput};
use crate::person::{Language, RequesterType};
use crate::refusal::{Fault, Outcome};
use crate::seal::{Anchor, FileAnchor, PublicKey, SealKey};
use crate::service::{Criticality, FirstLine, Service, ServiceGroup, WorkStream};
use crate::setting::{Setting, SettingKey};
use crate::store::record::{self, Head};
use crate::store::{self, Doc, PoolSize, Row, Store};
use crate::team::Team;
use crate::ticket::{
    Accept, Answer, Confidentiality, Escalate, EscalationReason, Impact, Note, Open, Redact, RedactWhat, Reply,
    Report as Wording, Take, TicketKind, Urgency, Wanted,
};
use crate::time;
use crate::token::Needs;
use crate::unit::{Unit, UnitKind};
use crate::work::{Command, Work};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

pub(super) type Tried = Result<(), Box<dyn std::error::Error>>;

/// Puts rows on record for which there is no command here: `work.create` and no more.
#[derive(Clone)]
pub(super) struct Make<R>(pub(super) R);

impl<R> Serialize for Make<R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_unit()
    }
}

impl<R: Recorded + Row + 'static> Command for Make<R> {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = ();

    fn run<'a>(self, work: &'a mut Work<'_>) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            work.organisation_changed();
            work.create(self.0, Kind::Created, Facts::new()).await
        })
    }
}

/// A desk of its own, in a database of its own.
pub(super) struct World {
    pub(super) desk: Desk,
    pub(super) clock: Arc<StillClock>,
    pub(super) key: SealKey,
    pub(super) folder: tempfile::TempDir,
    /// The server and the database on it, if it is PostgreSQL.
    postgres: Option<(String, String)>,
    pub(super) budi: PersonId,
    pub(super) sari: PersonId,
    pub(super) auditor: PersonId,
    /// A ticket with a report, replies, a note, a file, an escalation and an answer.
    pub(super) ticket: TicketId,
    /// Another one, with a report only.
    pub(super) other: TicketId,
    /// A public reply on the first one.
    pub(super) reply: MessageId,
    /// An internal note on it.
    pub(super) note: MessageId,
    /// Whether a test lifted the triggers.
    lifted: AtomicBool,
}

/// Whether a finding is about a trigger.
pub(super) fn is_of_trigger(finding: &Finding) -> bool {
    matches!(finding, Finding::RecordMissing { record } if record.starts_with("trigger/"))
}

/// The databases to try: SQLite always, PostgreSQL where there is a server.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says where the server is")]
pub(super) fn databases() -> Vec<Option<String>> {
    let postgres = std::env::var("TANGGAP_TEST_POSTGRES").ok();
    std::iter::once(None).chain(postgres.map(Some)).collect()
}

pub(super) fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_000_000, 123_456_000).unwrap_or_default()
}

pub(super) fn person(name: &str, phone: &str, unit: Option<UnitId>) -> PersonInput {
    PersonInput {
        name: name.to_owned(),
        nip: None,
        phone: Some(phone.to_owned()),
        email: None,
        unit,
        requester_type: RequesterType::CivilServant,
        language: Language::Indonesian,
        zone: None,
        hide_identity: false,
    }
}

pub(super) fn wording(title: &str, service: Option<ServiceId>) -> Wording {
    Wording {
        kind: Some(TicketKind::Incident),
        service,
        title: title.to_owned(),
        description: format!("{title}, sejak pagi"),
        location: "Ruang 3".to_owned(),
        contact: "Pak Anto".to_owned(),
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

/// What a desk stands on.
struct Ground {
    desk: Desk,
    clock: Arc<StillClock>,
    folder: tempfile::TempDir,
    postgres: Option<(String, String)>,
}

async fn ground(server: Option<String>) -> Result<Ground, Box<dyn std::error::Error>> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let folder = tempfile::tempdir()?;
    let (database, postgres) = match server {
        None => (format!("sqlite://{}", folder.path().join("desk.db").display()), None),
        Some(server) => {
            let name = format!("audit_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let owner = Store::open(&format!("{server}/postgres"), PoolSize { write: 1, read: 1 }).await?;
            owner.as_owner(&format!("DROP DATABASE IF EXISTS {name}")).await?;
            owner.as_owner(&format!("CREATE DATABASE {name}")).await?;
            owner.close().await?;
            (format!("{server}/{name}"), Some((server, name)))
        }
    };
    let clock = Arc::new(StillClock::at(start()));
    let parts = Parts {
        database,
        pool: PoolSize { write: 4, read: 4 },
        files: folder.path().join("files"),
        clock: clock.clone(),
        chance: Chance::seeded(7),
    };
    let desk = Desk::open(parts).await?;
    <migrations::Migrator as migrations::MigratorTrait>::up(desk.store().migrating(), None).await?;
    Ok(Ground { desk, clock, folder, postgres })
}

impl World {
    pub(super) async fn new(server: Option<String>) -> Result<Self, Box<dyn std::error::Error>> {
        let Ground { desk, clock, folder, postgres } = ground(server).await?;
        let console = Caller::CONSOLE;
        let id = || desk.chance.uuid(desk.now());
        let (office, clinic, team, service) = (UnitId(id()), UnitId(id()), TeamId(id()), ServiceId(id()));
        for (unit, code, kind) in [(office, "DISKOMINFO", UnitKind::Office), (clinic, "DINKES", UnitKind::Office)] {
            let unit = Unit {
                id: unit,
                code: code.to_owned(),
                name: format!("Dinas {code}"),
                short_name: code.to_owned(),
                kind,
                parent_id: None,
                zone: None,
                calendar: "ASN".to_owned(),
                service_desk_office: code == "DISKOMINFO",
                self_managed: false,
                requires_tier1: true,
                address: Some("Jalan Merdeka 1".to_owned()),
                retired_at: None,
            };
            desk.act(&console, Make(unit)).await?;
        }
        let row = Team {
            id: team,
            code: "JARINGAN".to_owned(),
            name: "Tim Jaringan".to_owned(),
            covers: "LAN".to_owned(),
            competences: Doc(vec!["LAN".to_owned(), "WAN".to_owned()]),
            calendar: None,
            unit_id: None,
            security: false,
            retired_at: None,
        };
        desk.act(&console, Make(row)).await?;
        let row = Service {
            id: service,
            code: "LAN".to_owned(),
            name: "Jaringan kantor".to_owned(),
            service_group: ServiceGroup::Infrastructure,
            description: "Kabel dan Wi-Fi".to_owned(),
            owner_unit_id: office,
            application: None,
            work_stream: WorkStream::Operation,
            first_line: FirstLine::ReporterUnit,
            team_id: Some(team),
            calendar: None,
            criticality: Criticality::High,
            kinds: Doc(vec![TicketKind::Incident, TicketKind::Request]),
            form_fields: Doc(Vec::new()),
            requirements: Doc(vec!["surat".to_owned()]),
            needs_letter: false,
            approval_steps: Doc(Vec::new()),
            sla_policy: None,
            confidentiality: Confidentiality::Normal,
            legal_deadline: None,
            standard: Doc(BTreeMap::from([("waktu".to_owned(), "3 hari \"kerja\"".to_owned())])),
            security_incident: false,
            straight_to_tier2: false,
            search_words: Doc(vec!["wifi".to_owned()]),
            published: true,
            note: None,
            retired_at: None,
        };
        desk.act(&console, Make(row)).await?;
        for version in 1..=2 {
            let document = time::Calendar {
                code: "ASN".to_owned(),
                name: format!("Jam kerja ASN {version}"),
                mode: time::Mode::Always,
                zone: "REGION".to_owned(),
                week: None,
                holiday_sets: Vec::new(),
                optional_holiday_sets: Vec::new(),
                replacements: Vec::new(),
            };
            let row = CalendarVersion { code: "ASN".to_owned(), version, document: Doc(document), created_at: start() };
            desk.act(&console, Make(row)).await?;
        }
        let row = Holiday {
            id: id().into(),
            date: start().date_naive(),
            holiday_set: HolidaySet::National,
            name: "Hari Raya".to_owned(),
            treatment: Doc(serde_json::Value::Null),
            source: "SKB".to_owned(),
            retired_at: None,
        };
        desk.act(&console, Make(row)).await?;
        for (key, value) in [(SettingKey::RegionName, "Kabupaten Uji".into()), (SettingKey::RecordBackDays, 3.into())] {
            let row = Setting { key, value: Doc(value), basis: "Perbup 1/2026".to_owned(), version: 1 };
            desk.act(&console, Make(row)).await?;
        }

        let budi = desk.act(&console, AddPerson(person("Budi Santoso", "081234567801", Some(clinic)))).await?;
        let sari = desk.act(&console, AddPerson(person("Sari Wulandari", "081234567802", Some(clinic)))).await?;
        let tono = desk.act(&console, AddPerson(person("Tono Hartono", "081234567803", Some(office)))).await?;
        let auditor = desk.act(&console, AddPerson(person("Ina Rahmawati", "081234567804", Some(office)))).await?;
        for (who, role, unit, team) in [
            (sari, Role::Tier1, Some(clinic), None),
            (tono, Role::Tier2, None, Some(team)),
            (auditor, Role::Auditor, None, None),
        ] {
            let row = Appointment {
                id: id().into(),
                person_id: who,
                role,
                unit_id: unit,
                team_id: team,
                service_id: None,
                board: None,
                valid_from: start(),
                valid_to: None,
                basis_number: Some("SK 800/1".to_owned()),
                basis_date: Some(start().date_naive()),
                basis_file_id: None,
                proposed_by: None,
                confirmed_by: None,
                state: AppointmentState::Active,
                ended_at: None,
            };
            desk.act(&console, Make(row)).await?;
        }
        let row = Absence {
            id: id().into(),
            person_id: auditor,
            kind: AbsenceKind::Leave,
            valid_from: start() + TimeDelta::days(20),
            valid_to: start() + TimeDelta::days(25),
            substitute_id: None,
            reason: "umrah".to_owned(),
            cancelled_at: None,
            noted_by: None,
            confirmed: false,
            confirmed_by: None,
        };
        desk.act(&console, Make(row)).await?;

        let (budi_says, sari_says, tono_says) = (web(budi), web(sari), web(tono));
        clock.forward(TimeDelta::minutes(1));
        let file = desk.upload(&budi_says, "log.txt", b"kabel putus".to_vec()).await?;
        let report = Wording { files: vec![file], ..wording("Wi-Fi mati", Some(service)) };
        let ticket = desk.act(&budi_says, Open { report, on_behalf_of: None }).await?.ticket;
        let report = wording("Komputer lambat", None);
        let other = desk.act(&budi_says, Open { report, on_behalf_of: None }).await?.ticket;
        clock.forward(TimeDelta::minutes(1));
        desk.act(&sari_says, Take { ticket, seen: None }).await?;
        let text = |text: &str| text.to_owned();
        let reply =
            Reply { ticket, text: text("Kami periksa"), files: Vec::new(), draft: crate::draft::SeenDraft::Any };
        let reply = desk.act(&sari_says, reply).await?.message.ok_or("no message")?;
        let note = desk
            .act(
                &sari_says,
                Note { ticket, text: text("Switch lantai 2?"), files: Vec::new(), draft: crate::draft::SeenDraft::Any },
            )
            .await?;
        clock.forward(TimeDelta::minutes(1));
        let wanted = Wanted {
            reason: EscalationReason::NeedsExpertise,
            diagnosis: text("Switch mati"),
            steps_tried: text("Sudah dinyalakan ulang"),
            help_wanted: text("Ganti switch"),
        };
        desk.act(&sari_says, Escalate { ticket, seen: None, wanted }).await?;
        desk.act(&tono_says, Accept { ticket, seen: None }).await?;
        desk.act(&tono_says, Answer { ticket, seen: None, solution: text("Diganti") }).await?;
        desk.act(
            &budi_says,
            Reply { ticket, text: text("Sudah menyala"), files: Vec::new(), draft: crate::draft::SeenDraft::Any },
        )
        .await?;
        desk.note_access(&budi_says, Kind::SignedIn, Facts::new());
        desk.write_access_log().await?;
        let key = SealKey::generate([7; 32]);
        Ok(Self {
            desk,
            clock,
            key,
            folder,
            postgres,
            budi,
            sari,
            auditor,
            ticket,
            other,
            reply,
            note,
            lifted: AtomicBool::new(false),
        })
    }

    /// Leaves nothing behind on a server that others use too.
    pub(super) async fn close(self) -> Tried {
        self.desk.close().await?;
        if let Some((server, name)) = self.postgres {
            let owner = Store::open(&format!("{server}/postgres"), PoolSize { write: 1, read: 1 }).await?;
            owner.as_owner(&format!("DROP DATABASE {name}")).await?;
            owner.close().await?;
        }
        Ok(())
    }

    pub(super) fn anchor(&self) -> FileAnchor {
        FileAnchor::new(self.anchor_path())
    }

    pub(super) fn anchor_path(&self) -> std::path::PathBuf {
        self.folder.path().join("anchor.jsonl")
    }

    pub(super) async fn seal(&self) -> Outcome<crate::seal::Sealed> {
        self.desk.seal(&self.key, &[&self.anchor() as &dyn Anchor]).await
    }

    /// Erases what a person asked to be erased, in every way there is.
    pub(super) async fn erase(&self) -> Tried {
        let gone = self.desk.act(&Caller::CONSOLE, AddPerson(person("Siti Aminah", "081234567805", None))).await?;
        let basis = "Surat 12/2026".to_owned();
        self.desk.act(&Caller::CONSOLE, ErasePerson { person: gone, basis, reports: false }).await?;
        let redact = |what| Redact { ticket: self.ticket, seen: None, what, reason: "ada kata sandi".to_owned() };
        let file = self.sari_says(redact(RedactWhat::Message(self.reply))).await;
        file?;
        self.sari_says(redact(RedactWhat::Head)).await?;
        let files = store::file::of_ticket(&self.desk.store().read(), self.ticket).await?;
        for file in files {
            self.sari_says(redact(RedactWhat::File(file.id))).await?;
        }
        Ok(())
    }

    async fn sari_says<C: Command>(&self, command: C) -> Outcome<C::Answer> {
        self.desk.act(&web(self.sari), command).await
    }

    /// What an audit finds without help from outside.
    pub(super) async fn verified(&self) -> Outcome<Report> {
        self.audited(Trust::default()).await
    }

    /// What it finds, trusting this.
    pub(super) async fn audited(&self, trust: Trust<'_>) -> Outcome<Report> {
        Ok(self.without_lifted(self.desk.audit_verify(&Caller::CONSOLE, trust).await?))
    }

    /// Leaves out that the triggers are gone which a test lifted to do its work.
    fn without_lifted(&self, mut report: Report) -> Report {
        if self.lifted.load(Ordering::Relaxed) {
            report.findings.retain(|finding| !is_of_trigger(finding));
        }
        report
    }

    /// What it finds with key and anchor.
    pub(super) async fn proven(&self) -> Outcome<Report> {
        let trust = Trust::files(vec![self.key.public()], Some(&self.anchor_path()))?;
        self.audited(trust).await
    }

    pub(super) async fn findings(&self) -> Outcome<Vec<Finding>> {
        Ok(self.verified().await?.findings)
    }

    /// What an audit of an export finds.
    pub(super) async fn exported(&self, keys: Vec<PublicKey>) -> Outcome<Report> {
        let mut file = Vec::new();
        self.desk.audit_export(&Caller::CONSOLE, &mut file).await?;
        Ok(super::verify_export(Cursor::new(file), Trust { keys, anchor: None }).await?)
    }

    /// Lifts what keeps even the program from rewriting history.
    pub(super) async fn lift_triggers(&self) -> Result<(), Fault> {
        self.lifted.store(true, Ordering::Relaxed);
        for sql in self.lifting() {
            self.sql(&sql).await?;
        }
        Ok(())
    }

    /// The statements that do it.
    pub(super) fn lifting(&self) -> Vec<String> {
        let sqlite = self.desk.store().is_sqlite();
        let of = |table: &str| match sqlite {
            true => vec![format!("DROP TRIGGER {table}_no_update"), format!("DROP TRIGGER {table}_no_delete")],
            false => vec![format!("DROP TRIGGER {table}_append_only ON {table}")],
        };
        ["event", "seal", "seal_leaf"].into_iter().flat_map(of).collect()
    }

    pub(super) async fn sql(&self, sql: &str) -> Result<(), Fault> {
        self.desk.store().as_owner(sql).await
    }

    /// An id as SQL spells it.
    pub(super) fn spell(&self, id: uuid::Uuid) -> String {
        if self.desk.store().is_sqlite() { format!("x'{}'", id.as_simple()) } else { format!("'{id}'") }
    }

    pub(super) fn stream(&self) -> String {
        format!("ticket/{}", self.ticket.0.as_simple())
    }

    pub(super) async fn events(&self, stream: &str) -> Outcome<Vec<Event>> {
        record::events_after(&self.desk.store().read(), stream, i64::MIN).await
    }

    /// Puts other events in place of those of a stream, and moves its head there if wanted.
    pub(super) async fn replace(&self, events: Vec<Event>, with_head: bool) -> Outcome<()> {
        let stream = events[0].stream.clone();
        let tx = self.desk.store().begin().await?;
        tx.run("DELETE FROM event WHERE stream = $1", vec![stream.clone().into()]).await?;
        if with_head {
            let last = events.iter().max_by_key(|event| event.seq).cloned();
            let head: Option<Head> = store::get(&tx, stream).await?;
            if let (Some(mut head), Some(last)) = (head, last) {
                (head.seq, head.hash, head.recorded_at) = (last.seq, last.hash, last.recorded_at);
                head.sealed_seq = head.sealed_seq.min(head.seq);
                tx.save(head).await?;
            }
        }
        tx.insert_all(events).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) fn web(person: PersonId) -> Caller {
    Caller::person(person, Door::Graphql)
}

/// Computes all hashes of a stream anew, as somebody would who knows how.
pub(super) fn rechained(mut events: Vec<Event>) -> Vec<Event> {
    let mut prev = Digest::NONE;
    for event in &mut events {
        event.prev_hash = prev;
        event.hash = event.computed_hash();
        prev = event.hash;
    }
    events
}
