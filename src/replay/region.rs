//! The organisation that a log implies: whoever it names is somebody, and every group is a place where tickets can be.
//!
//! The first group of an incident is its Tier 1, a later one is Tier 2. A group can be both for different incidents, so it may become a unit with a
//! Tier 1 and a Tier 2 team. The way from one to the other is a service: owned by the unit, escalated to the team.

use super::log::{Incident, State};
use chrono_tz::Tz;
use desk::Caller;
use desk::Desk;
use desk::appointment::{Appoint, Role};
use desk::id::{PersonId, ServiceId, TeamId, UnitId};
use desk::person::add::{AddPerson, PersonInput};
use desk::person::{Language, RequesterType};
use desk::refusal::{Fault, Outcome};
use desk::service::{Criticality, FirstLine, SaveService, ServiceGroup, ServiceInput, WorkStream};
use desk::setting::{SetSetting, SettingKey};
use desk::team::{SaveTeam, TeamInput};
use desk::ticket::{Confidentiality, TicketKind};
use desk::unit::{SaveUnit, UnitInput, UnitKind};
use std::collections::{BTreeMap, BTreeSet};

/// Whoever the log does not name.
pub const NOBODY: &str = "(tanpa nama)";
/// What the log says of a group before there is one.
pub const NO_GROUP: &str = "(tanpa grup)";

/// Where an incident is at one of its updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place<'a> {
    /// With the Tier 1 of its first group.
    Tier1(&'a str),
    /// With a later group.
    Tier2(&'a str),
}

/// The first group that an incident meets.
pub fn first_group(incident: &Incident) -> &str {
    incident.updates.iter().find_map(|update| update.group.as_deref()).unwrap_or(NO_GROUP)
}

/// The way an incident went, one place for each of its updates; it begins at Tier 1. A row without a group says nothing new.
pub fn places(incident: &Incident) -> Vec<Place<'_>> {
    let first = first_group(incident);
    let mut now = first;
    let groups = incident.updates.iter().map(|update| update.group.as_deref());
    groups
        .map(|group| {
            now = group.unwrap_or(now);
            if now == first { Place::Tier1(now) } else { Place::Tier2(now) }
        })
        .collect()
}

/// What the log's names have become.
#[derive(Debug, Default)]
pub struct Region {
    units: BTreeMap<String, UnitId>,
    teams: BTreeMap<String, TeamId>,
    services: BTreeMap<(String, Option<String>), ServiceId>,
    people: BTreeMap<String, PersonId>,
}

impl Region {
    /// A person.
    pub fn person(&self, name: Option<&str>) -> Outcome<PersonId> {
        known(&self.people, name.unwrap_or(NOBODY))
    }

    /// A team.
    pub fn team(&self, group: &str) -> Outcome<TeamId> {
        known(&self.teams, group)
    }

    /// The service that leads from one group to another, or that goes nowhere.
    pub fn service(&self, from: &str, to: Option<&str>) -> Outcome<ServiceId> {
        let way = (from.to_owned(), to.map(str::to_owned));
        self.services.get(&way).copied().ok_or_else(|| Fault::new("a way that no incident goes").into())
    }

    /// Makes the organisation, by the commands of an operator at the console. Rules that would end an incident earlier than the log does are set as
    /// wide as they go: when it ended is what the log tells.
    pub async fn settle(desk: &Desk, incidents: &[Incident], zone: Tz) -> Outcome<Self> {
        let console = Caller::CONSOLE;
        for (key, value) in [
            (SettingKey::TimeZone, zone.name().into()),
            (SettingKey::AutoCloseDays, 250.into()),
            (SettingKey::UnansweredDays, 250.into()),
            (SettingKey::ReopenDays, 250.into()),
            (SettingKey::RecordBackDays, 30.into()),
        ] {
            desk.act(&console, SetSetting { key, value, basis: String::new(), seen: None }).await?;
        }
        let named = Named::of(incidents);
        let mut it = Self::default();
        let office = desk.act(&console, unit("DESK", "Meja layanan", true)).await?;
        for (n, group) in named.units.iter().enumerate() {
            let id = desk.act(&console, unit(&format!("G{:03}", n + 1), group, false)).await?;
            it.units.insert((*group).to_owned(), id);
        }
        for (n, group) in named.teams.iter().enumerate() {
            let input = TeamInput {
                code: format!("T2-G{:03}", n + 1),
                name: (*group).to_owned(),
                covers: String::new(),
                competences: Vec::new(),
                calendar: None,
                unit: None,
            };
            it.teams.insert((*group).to_owned(), desk.act(&console, SaveTeam { team: None, input }).await?);
        }
        for (n, (from, to)) in named.ways.iter().enumerate() {
            let team = to.map(|to| it.team(to)).transpose()?;
            let input = service(n, from, *to, known(&it.units, from)?, team);
            let id = desk.act(&console, SaveService { service: None, input }).await?;
            it.services.insert(((*from).to_owned(), to.map(str::to_owned)), id);
        }
        for name in &named.people {
            let input = PersonInput {
                name: (*name).to_owned(),
                nip: None,
                phone: None,
                email: None,
                unit: None,
                requester_type: RequesterType::CivilServant,
                language: Language::Indonesian,
                zone: None,
                hide_identity: false,
            };
            it.people.insert((*name).to_owned(), desk.act(&console, AddPerson(input)).await?);
        }
        for name in &named.openers {
            desk.act(&console, appoint(it.person(Some(name))?, Some(office), None)).await?;
        }
        for (name, place) in &named.handlers {
            let person = it.person(Some(name))?;
            let appoint = match place {
                Place::Tier1(group) => appoint(person, Some(known(&it.units, group)?), None),
                Place::Tier2(group) => appoint(person, None, Some(it.team(group)?)),
            };
            desk.act(&console, appoint).await?;
        }
        Ok(it)
    }
}

fn known<T: Copy>(all: &BTreeMap<String, T>, name: &str) -> Outcome<T> {
    all.get(name).copied().ok_or_else(|| Fault::new(format!("a name that the log does not have: {name}")).into())
}

/// Everything a log names.
#[derive(Default)]
struct Named<'a> {
    units: BTreeSet<&'a str>,
    teams: BTreeSet<&'a str>,
    ways: BTreeSet<(&'a str, Option<&'a str>)>,
    people: BTreeSet<&'a str>,
    openers: BTreeSet<&'a str>,
    handlers: BTreeSet<(&'a str, Place<'a>)>,
}

impl<'a> Named<'a> {
    fn of(incidents: &'a [Incident]) -> Self {
        let mut it = Self::default();
        for incident in incidents {
            it.add(incident);
        }
        it.people.extend(it.openers.iter().copied());
        it.people.extend(it.handlers.iter().map(|(name, _)| *name));
        it
    }

    fn add(&mut self, incident: &'a Incident) {
        let first = first_group(incident);
        self.units.insert(first);
        self.ways.insert((first, None));
        self.people.insert(incident.caller.as_deref().unwrap_or(NOBODY));
        self.openers.insert(opener(incident));
        let mut before = Place::Tier1(first);
        for (update, place) in incident.updates.iter().zip(places(incident)) {
            if let Place::Tier2(group) = place {
                self.teams.insert(group);
                self.ways.insert((first, Some(group)));
            }
            let ended = matches!(update.state, State::Resolved | State::Closed);
            let resolver = update.resolver.as_deref().filter(|_| ended);
            let who = [Some(update.by.as_deref().unwrap_or(NOBODY)), update.assignee.as_deref(), resolver];
            // Whoever passes it on stands where it was; whoever goes on with it, where it then is.
            for name in who.into_iter().flatten() {
                self.handlers.extend([(name, before), (name, place)]);
            }
            before = place;
        }
    }
}

/// Who noted an incident down: where the log does not say, whoever touched it first.
pub fn opener(incident: &Incident) -> &str {
    let first = incident.updates.first().and_then(|update| update.by.as_deref());
    incident.opener.as_deref().or(first).unwrap_or(NOBODY)
}

fn unit(code: &str, name: &str, office: bool) -> SaveUnit {
    let input = UnitInput {
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: code.to_owned(),
        kind: UnitKind::Office,
        parent: None,
        zone: None,
        calendar: "ASN5".into(),
        service_desk_office: office,
        self_managed: false,
        requires_tier1: !office,
        address: None,
    };
    SaveUnit { unit: None, input }
}

fn service(n: usize, from: &str, to: Option<&str>, owner: UnitId, team: Option<TeamId>) -> ServiceInput {
    ServiceInput {
        code: format!("S{:03}", n + 1),
        name: to.map_or_else(|| from.to_owned(), |to| format!("{from} → {to}")),
        service_group: ServiceGroup::Infrastructure,
        description: String::new(),
        owner,
        application: None,
        work_stream: WorkStream::Operation,
        first_line: FirstLine::OwnerUnit,
        team,
        calendar: None,
        criticality: Criticality::Medium,
        kinds: TicketKind::ALL.to_vec(),
        form_fields: Vec::new(),
        requirements: Vec::new(),
        needs_letter: false,
        approval_steps: Vec::new(),
        sla_policy: None,
        confidentiality: Confidentiality::Normal,
        legal_deadline: None,
        standard: BTreeMap::new(),
        security_incident: false,
        straight_to_tier2: false,
        search_words: Vec::new(),
        published: true,
        note: None,
    }
}

fn appoint(person: PersonId, unit: Option<UnitId>, team: Option<TeamId>) -> Appoint {
    Appoint {
        person,
        role: if team.is_some() { Role::Tier2 } else { Role::Tier1 },
        unit,
        team,
        service: None,
        board: None,
        valid_from: None,
        valid_to: None,
        basis_number: None,
        basis_date: None,
        basis_file: None,
    }
}
