//! The organisation of the demo, through the commands of an operator at the console.

use super::content::{AppointmentEntry, Content, PersonEntry, ServiceEntry};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use desk::Caller;
use desk::appointment::Appoint;
use desk::id::{AppointmentId, PersonId, ServiceId, TeamId, UnitId};
use desk::person::add::{AddPerson, PersonInput};
use desk::person::{Language, RequesterType};
use desk::refusal::{Fault, Outcome};
use desk::service::{SaveService, ServiceInput};
use desk::setting::{SetSetting, SettingKey};
use desk::unit::{SaveUnit, UnitInput};
use desk::{Desk, Error};
use std::collections::BTreeMap;

/// What the codes and keys of the files have become.
#[derive(Debug)]
pub struct Region {
    /// Its zone.
    pub zone: Tz,
    /// Units by code.
    pub units: BTreeMap<String, UnitId>,
    /// Teams by code.
    pub teams: BTreeMap<String, TeamId>,
    /// Services by code.
    pub services: BTreeMap<String, ServiceId>,
    /// People by key.
    pub people: BTreeMap<String, PersonId>,
    /// Appointments that end while the history is told: after how many days before its end.
    pub ending: Vec<(i64, AppointmentId)>,
}

/// What a file names and no other file knows.
fn unknown(what: &str, code: &str) -> Error {
    Fault::new(format!("the demo's files name an unknown {what}: {code}")).into()
}

impl Region {
    /// A unit.
    pub fn unit(&self, code: &str) -> Outcome<UnitId> {
        self.units.get(code).copied().ok_or_else(|| unknown("unit", code))
    }

    /// A team.
    pub fn team(&self, code: &str) -> Outcome<TeamId> {
        self.teams.get(code).copied().ok_or_else(|| unknown("team", code))
    }

    /// A service.
    pub fn service(&self, code: &str) -> Outcome<ServiceId> {
        self.services.get(code).copied().ok_or_else(|| unknown("service", code))
    }

    /// A person.
    pub fn person(&self, key: &str) -> Outcome<PersonId> {
        self.people.get(key).copied().ok_or_else(|| unknown("person", key))
    }

    /// The beginning of a local date.
    pub fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        let local = date.and_time(NaiveTime::MIN).and_local_timezone(self.zone);
        local.earliest().map_or_else(|| date.and_time(NaiveTime::MIN).and_utc(), |at| at.to_utc())
    }

    /// Loads defaults, settings, units, services, people and their appointments.
    pub async fn settle(desk: &Desk, content: &Content, now: DateTime<Utc>) -> Outcome<Self> {
        let console = Caller::CONSOLE;
        let zone: Tz = content.region.zone.parse().map_err(Fault::new)?;
        // First of all: the numbers of the tickets and the hours of the calendars depend on it.
        let region = &content.region;
        for (key, value) in [
            (SettingKey::TimeZone, &region.zone),
            (SettingKey::RegionName, &region.name),
            (SettingKey::Tier2Office, &region.tier2_office),
        ] {
            let set = SetSetting { key, value: value.as_str().into(), basis: String::new(), seen: None };
            desk.act(&console, set).await?;
        }
        desk.load_defaults().await?;
        let teams = desk.directory().await?.teams().map(|team| (team.code.clone(), team.id)).collect();
        let mut it = Self {
            zone,
            units: BTreeMap::new(),
            teams,
            services: BTreeMap::new(),
            people: BTreeMap::new(),
            ending: Vec::new(),
        };
        it.add_units(desk, content).await?;
        for entry in &content.services {
            let input = it.service_input(entry)?;
            let id = desk.act(&console, SaveService { service: None, input }).await?;
            it.services.insert(entry.code.clone(), id);
        }
        for entry in &content.people.people {
            it.add_person(desk, entry, now).await?;
        }
        Ok(it)
    }

    async fn add_units(&mut self, desk: &Desk, content: &Content) -> Outcome<()> {
        for entry in &content.units {
            let input = UnitInput {
                code: entry.code.clone(),
                name: entry.name.clone(),
                short_name: entry.short_name.clone(),
                kind: entry.kind,
                parent: entry.parent.as_deref().map(|code| self.unit(code)).transpose()?,
                zone: None,
                calendar: entry.calendar.clone(),
                service_desk_office: entry.service_desk_office,
                self_managed: entry.self_managed,
                requires_tier1: entry.requires_tier1,
                address: entry.address.clone(),
            };
            let id = desk.act(&Caller::CONSOLE, SaveUnit { unit: None, input }).await?;
            self.units.insert(entry.code.clone(), id);
        }
        Ok(())
    }

    fn service_input(&self, entry: &ServiceEntry) -> Outcome<ServiceInput> {
        let contact = entry.central_contact.as_deref().map(|contact| format!("Kontak pusat: {contact}."));
        let note: Vec<String> = entry.note.clone().into_iter().chain(contact).collect();
        let standard = entry.standard.iter().flatten();
        Ok(ServiceInput {
            code: entry.code.clone(),
            name: entry.name.clone(),
            service_group: entry.group,
            description: entry.description.clone(),
            owner: self.unit(&entry.owner_unit)?,
            application: entry.application,
            work_stream: entry.work_stream,
            first_line: entry.first_line,
            team: Some(self.team(&entry.tier2_team)?),
            calendar: entry.calendar.clone(),
            criticality: entry.criticality,
            kinds: entry.kinds.clone(),
            form_fields: entry.form_fields.clone(),
            requirements: entry.requirements.clone(),
            needs_letter: entry.needs_letter,
            approval_steps: Vec::new(),
            sla_policy: None,
            confidentiality: entry.confidentiality,
            legal_deadline: entry.legal_deadline.clone(),
            standard: standard.map(|(name, lines)| (name.clone(), lines.text())).collect(),
            security_incident: entry.security_incident,
            straight_to_tier2: entry.straight_to_tier2,
            search_words: entry.search_words.clone(),
            published: entry.published,
            note: (!note.is_empty()).then(|| note.join(" ")),
        })
    }

    async fn add_person(&mut self, desk: &Desk, entry: &PersonEntry, now: DateTime<Utc>) -> Outcome<()> {
        let input = PersonInput {
            name: entry.name.clone(),
            nip: entry.nip.clone(),
            phone: entry.phone.clone(),
            email: entry.email.clone(),
            unit: entry.unit.as_deref().map(|code| self.unit(code)).transpose()?,
            requester_type: entry.requester_type,
            language: Language::Indonesian,
            zone: None,
            hide_identity: entry.requester_type == RequesterType::Citizen,
        };
        let person = desk.act(&Caller::CONSOLE, AddPerson(input)).await?;
        self.people.insert(entry.key.clone(), person);
        for appointment in &entry.appointments {
            let id = desk.act(&Caller::CONSOLE, self.appoint(desk, person, appointment, now)?).await?;
            self.ending.extend(appointment.ended_days_ago.map(|days| (days, id)));
        }
        Ok(())
    }

    fn appoint(&self, desk: &Desk, person: PersonId, entry: &AppointmentEntry, now: DateTime<Utc>) -> Outcome<Appoint> {
        let today = now.with_timezone(&self.zone).date_naive();
        Ok(Appoint {
            person,
            role: entry.role,
            unit: entry.unit.as_deref().map(|code| self.unit(code)).transpose()?,
            team: entry.team.as_deref().map(|code| self.team(code)).transpose()?,
            service: entry.service.as_deref().map(|code| self.service(code)).transpose()?,
            board: entry.board.clone(),
            // An SK is older than the desk, unless the desk's history begins before it.
            valid_from: Some(self.midnight(entry.basis_date).min(desk.now())),
            valid_to: entry.until_days.map(|days| self.midnight(today + TimeDelta::days(days))),
            basis_number: Some(entry.basis_number.clone()),
            basis_date: Some(entry.basis_date),
            basis_file: None,
        })
    }
}
