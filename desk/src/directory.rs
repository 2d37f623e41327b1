//! The organisation in memory: units, teams, services, who is appointed to what, who is away, calendars and settings. It is small (a region has
//! some hundred units), read by every command and changed a few times a day, so each instance keeps a copy and compares its stamp first.

use crate::absence::Absence;
use crate::appointment::{Appointment, AppointmentState, Role};
use crate::digest::Digest;
use crate::id::{PersonId, ServiceId, TeamId, UnitId};
use crate::on_call::Shift;
use crate::refusal::{Fault, Outcome, Refusal};
use crate::service::Service;
use crate::setting::SettingKey;
use crate::sla::Book;
use crate::store::directory::Rows;
use crate::team::Team;
use crate::time;
use crate::unit::Unit;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

mod at_work;
mod cache;

pub use cache::DirectoryCache;

/// A consistent copy of the organisation.
#[derive(Debug, Clone)]
pub struct Directory {
    /// The stamp it was read under.
    pub stamp: i64,
    units: BTreeMap<UnitId, Arc<Unit>>,
    teams: BTreeMap<TeamId, Arc<Team>>,
    services: BTreeMap<ServiceId, Arc<Service>>,
    unit_codes: HashMap<String, UnitId>,
    team_codes: HashMap<String, TeamId>,
    service_codes: HashMap<String, ServiceId>,
    office: Option<UnitId>,
    appointments: Vec<Appointment>,
    at_work: at_work::AtWork,
    absences: Vec<Absence>,
    settings: HashMap<SettingKey, serde_json::Value>,
    calendars: HashMap<String, Arc<time::Compiled>>,
    /// What each calendar and the holidays that count on it say, in short.
    prints: HashMap<String, String>,
    /// The calendars that never close.
    always: BTreeSet<String>,
    names: HashMap<String, String>,
    book: Arc<Book>,
    book_version: i32,
    shifts: Vec<Shift>,
    sla_print: i64,
    sla_edited_at: Option<DateTime<Utc>>,
    zone: Tz,
}

/// The calendar that stands in where a unit names one that nobody has defined: always open, so that nothing waits for ever.
const ALWAYS: &str = "H24";

fn is_office(unit: &Unit) -> bool {
    unit.service_desk_office && unit.retired_at.is_none()
}

impl Directory {
    pub(crate) fn new(rows: Rows) -> Result<Self, Fault> {
        let settings: HashMap<_, _> = rows.settings.into_iter().map(|row| (row.key, row.value.0)).collect();
        let zone = match settings.get(&SettingKey::TimeZone).and_then(|value| value.as_str()) {
            Some(name) => name.parse().map_err(Fault::new)?,
            None => Tz::Asia__Jakarta,
        };
        let holidays = rows.holidays.iter().map(crate::calendar::Holiday::as_time).collect::<Result<Vec<_>, _>>()?;
        let mut calendars = HashMap::new();
        let (mut prints, mut names, mut always) = (HashMap::new(), HashMap::new(), BTreeSet::from([ALWAYS.to_owned()]));
        for row in rows.calendars {
            let document = &row.document.0;
            prints.insert(row.code.clone(), crate::calendar::print::print(document, &holidays, zone)?);
            names.insert(row.code.clone(), document.name.clone());
            if document.mode == time::Mode::Always {
                always.insert(row.code.clone());
            } else {
                always.remove(&row.code);
            }
            let compiled = (row.document.0.compile(&holidays, zone))
                .map_err(|errors| Fault::new(format!("calendar {}: {errors:?}", row.code)))?;
            calendars.insert(row.code, Arc::new(compiled));
        }
        if !calendars.contains_key(ALWAYS) {
            calendars.insert(ALWAYS.to_owned(), Arc::new(time::Compiled::always(zone)));
        }
        let (book, book_version) =
            rows.book.map_or_else(|| (Arc::default(), 0), |row| (Arc::new(row.document.0), row.version));
        let office = rows.units.iter().filter(|unit| is_office(unit)).map(|unit| unit.id).min();
        let mut directory = Self {
            stamp: rows.stamp,
            unit_codes: rows.units.iter().map(|unit| (unit.code.clone(), unit.id)).collect(),
            team_codes: rows.teams.iter().map(|team| (team.code.clone(), team.id)).collect(),
            service_codes: rows.services.iter().map(|service| (service.code.clone(), service.id)).collect(),
            office,
            units: rows.units.into_iter().map(|unit| (unit.id, Arc::new(unit))).collect(),
            teams: rows.teams.into_iter().map(|team| (team.id, Arc::new(team))).collect(),
            services: rows.services.into_iter().map(|service| (service.id, Arc::new(service))).collect(),
            appointments: rows.appointments,
            at_work: at_work::AtWork::default(),
            absences: rows.absences,
            settings,
            calendars,
            prints,
            always,
            names,
            book,
            book_version,
            shifts: rows.shifts,
            sla_print: 0,
            sla_edited_at: rows.sla_edited_at,
            zone,
        };
        directory.sla_print = directory.printed();
        Ok(directory)
    }

    /// A number that changes when anything changes that due times rest on: policies, calendars, holidays, which calendar counts where, and who was on
    /// call. A shift planned ahead moves nothing: only what was added or taken back after it had begun.
    fn printed(&self) -> i64 {
        let mut prints: Vec<_> = self.prints.iter().collect();
        prints.sort_unstable();
        let units = self.units.values().map(|unit| (unit.id, &unit.code, unit.parent_id, &unit.calendar));
        let teams = self.teams.values().map(|team| (team.id, &team.calendar));
        let services = self.services.values().map(|it| {
            let runs_on = (&it.calendar, it.owner_unit_id, it.application);
            (it.id, &it.code, runs_on, it.team_id, &it.sla_policy, &it.legal_deadline)
        });
        let office = self.office().map(|unit| unit.id);
        let late = self.shifts.iter().filter(|shift| shift.edited_late());
        let late = late.map(|shift| (shift.id, shift.cancelled_at.is_some()));
        let said = (
            (self.book_version, prints, office, late.collect::<Vec<_>>()),
            units.collect::<Vec<_>>(),
            teams.collect::<Vec<_>>(),
            services.collect::<Vec<_>>(),
        );
        let said = serde_json::to_vec(&said).unwrap_or_default();
        let [a, b, c, d, e, f, g, h, ..] = Digest::of("tanggap/sla/1", [said.as_slice()]).0;
        i64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// The SLA policies.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Their version; 0: nobody has written any.
    pub fn book_version(&self) -> i32 {
        self.book_version
    }

    /// The same for as long as no due time can have moved by an edit (R18).
    pub fn sla_print(&self) -> i64 {
        self.sla_print
    }

    /// When something that due times rest on was last edited.
    pub fn sla_edited_at(&self) -> Option<DateTime<Utc>> {
        self.sla_edited_at
    }

    /// Who of a team is on call at `at`.
    pub fn on_call(&self, team: TeamId, at: DateTime<Utc>) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.team_id == team && shift.covers(at))
    }

    /// Shifts on call, past ones too, and such as were taken back after they had begun.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// The region's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// All units, retired ones too, in the order of their ids.
    pub fn units(&self) -> impl Iterator<Item = &Arc<Unit>> {
        self.units.values()
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> Option<&Arc<Unit>> {
        self.units.get(&id)
    }

    /// The unit with this code.
    pub fn unit_by_code(&self, code: &str) -> Option<&Unit> {
        self.unit_codes.get(code).and_then(|id| self.units.get(id)).map(Arc::as_ref)
    }

    /// The organisation as it will be with this unit: for a plan that is not written yet.
    pub(crate) fn put_unit(&mut self, unit: Unit) {
        if let Some(before) = self.units.get(&unit.id) {
            self.unit_codes.remove(&before.code);
        }
        self.unit_codes.insert(unit.code.clone(), unit.id);
        self.office = if is_office(&unit) { Some(unit.id) } else { self.office.filter(|office| *office != unit.id) };
        self.units.insert(unit.id, Arc::new(unit));
    }

    /// A unit that is in use.
    pub fn active_unit(&self, id: UnitId) -> Outcome<&Unit> {
        let unit = self.units.get(&id).ok_or(Refusal::NotFound)?;
        if unit.retired_at.is_some() { Err(Refusal::Retired("unit").into()) } else { Ok(unit) }
    }

    /// The Dinas that runs Tier 2.
    pub fn office(&self) -> Option<&Unit> {
        self.office.and_then(|id| self.units.get(&id)).map(Arc::as_ref)
    }

    /// All teams.
    pub fn teams(&self) -> impl Iterator<Item = &Arc<Team>> {
        self.teams.values()
    }

    /// A team.
    pub fn team(&self, id: TeamId) -> Option<&Arc<Team>> {
        self.teams.get(&id)
    }

    /// The team with this code.
    pub fn team_by_code(&self, code: &str) -> Option<&Team> {
        self.team_codes.get(code).and_then(|id| self.teams.get(id)).map(Arc::as_ref)
    }

    /// A team that is in use.
    pub fn active_team(&self, id: TeamId) -> Outcome<&Team> {
        let team = self.teams.get(&id).ok_or(Refusal::NotFound)?;
        if team.retired_at.is_some() { Err(Refusal::Retired("team").into()) } else { Ok(team) }
    }

    /// All services.
    pub fn services(&self) -> impl Iterator<Item = &Arc<Service>> {
        self.services.values()
    }

    /// A service.
    pub fn service(&self, id: ServiceId) -> Option<&Arc<Service>> {
        self.services.get(&id)
    }

    /// The service with this code.
    pub fn service_by_code(&self, code: &str) -> Option<&Service> {
        self.service_codes.get(code).and_then(|id| self.services.get(id)).map(Arc::as_ref)
    }

    /// Appointments that are not over, whether or not they count already.
    pub fn appointments(&self) -> &[Appointment] {
        &self.appointments
    }

    /// Absences that are not over.
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    /// The same as if somebody were not away, now or later.
    pub(crate) fn as_if_there(&self, person: PersonId) -> Self {
        let mut there = self.clone();
        there.absences.retain(|absence| absence.person_id != person);
        there
    }

    /// A setting as it is, or its default.
    pub fn setting(&self, key: SettingKey) -> serde_json::Value {
        self.settings.get(&key).cloned().unwrap_or_else(|| key.default_value())
    }

    /// A setting that takes a number.
    pub fn number(&self, key: SettingKey) -> i64 {
        self.setting(key).as_i64().unwrap_or_default()
    }

    /// A setting that takes a list of words.
    pub fn words(&self, key: SettingKey) -> Vec<String> {
        let words = self.setting(key);
        words.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    }

    /// A setting that takes text.
    pub fn text(&self, key: SettingKey) -> String {
        self.setting(key).as_str().unwrap_or_default().to_owned()
    }

    /// Whether anybody has defined calendars yet.
    pub fn has_calendars(&self) -> bool {
        self.calendars.len() > 1
    }

    /// A compiled calendar by its code.
    pub fn calendar(&self, code: &str) -> Option<&Arc<time::Compiled>> {
        self.calendars.get(code)
    }

    /// Codes and names of the calendars.
    pub fn calendar_names(&self) -> &HashMap<String, String> {
        &self.names
    }

    /// What a calendar and the holidays that count on it say, in short: another print, other due times.
    pub fn calendar_print(&self, code: &str) -> &str {
        self.prints.get(code).map_or("", String::as_str)
    }

    /// Whether it is a calendar on 24x7.
    pub fn never_closes(&self, code: &str) -> bool {
        self.always.contains(code)
    }

    /// A compiled calendar by its code, or, where nobody has defined it, one that is always open, so that nothing waits for ever.
    pub fn calendar_or_always(&self, code: &str) -> Arc<time::Compiled> {
        let found = self.calendars.get(code).or_else(|| self.calendars.get(ALWAYS));
        found.cloned().unwrap_or_else(|| Arc::new(time::Compiled::always(self.zone)))
    }

    /// The calendar a ticket's working days are counted on: the service's, else that of its owner, else that of the reporter's unit.
    pub fn calendar_for(&self, service: Option<ServiceId>, unit: Option<UnitId>) -> Arc<time::Compiled> {
        self.calendar_or_always(self.calendar_code_for(service, unit))
    }

    /// The code of that calendar.
    pub fn calendar_code_for(&self, service: Option<ServiceId>, unit: Option<UnitId>) -> &str {
        let service = service.and_then(|id| self.services.get(&id));
        let of_unit = |id: UnitId| self.units.get(&id).map(|unit| unit.calendar.as_str());
        service
            .and_then(|service| service.calendar.as_deref())
            .or_else(|| service.and_then(|service| of_unit(service.owner_unit_id)))
            .or_else(|| unit.and_then(of_unit))
            .or_else(|| self.office().map(|office| office.calendar.as_str()))
            .unwrap_or(ALWAYS)
    }

    /// Whether somebody is away at `now`.
    pub fn is_away(&self, person: PersonId, now: DateTime<Utc>) -> bool {
        self.absences.iter().any(|absence| absence.person_id == person && absence.covers(now))
    }

    /// Whether a team handles security incidents: it ever did, it has a security officer, or a service sends them there.
    pub fn is_security_team(&self, team: TeamId) -> bool {
        if self.team(team).is_some_and(|team| team.security) {
            return true;
        }
        let officer = |a: &Appointment| a.role == Role::Security && a.state == AppointmentState::Active;
        self.appointments.iter().any(|a| officer(a) && a.team_id == Some(team))
            || self.services.values().any(|service| service.security_incident && service.team_id == Some(team))
    }

    /// Who does the work of `person` at `now`: the person, or, while away, the substitute who is there (a chain of them, if need be). In the place of
    /// somebody whose place takes two people to give, only whom a second person agreed to, however long the chain.
    pub fn stands_in(&self, person: PersonId, now: DateTime<Utc>) -> Option<PersonId> {
        self.line(person, now).map(|(_, who)| who)
    }

    /// In whose places whoever does the work of `person` stands: that person, and those who would do it if they were there.
    pub fn places_between(&self, person: PersonId, now: DateTime<Utc>) -> BTreeSet<PersonId> {
        self.line(person, now).map(|(away, _)| away).unwrap_or_default()
    }

    /// Those who are away one for the other, and who is there at the end.
    fn line(&self, person: PersonId, now: DateTime<Utc>) -> Option<(BTreeSet<PersonId>, PersonId)> {
        let mut away = BTreeSet::new();
        let (mut who, mut guarded) = (person, false);
        loop {
            match self.absences.iter().find(|absence| absence.person_id == who && absence.covers(now)) {
                None => return Some((away, who)),
                Some(absence) => {
                    if !away.insert(who) {
                        return None;
                    }
                    guarded |= self.guarded(who, now, now);
                    who = absence.substitute_id.filter(|_| absence.confirmed || !guarded)?;
                }
            }
        }
    }

    /// Who works under this appointment at `now`: the person appointed, and the substitute too while that person is away.
    pub fn workers<'a>(
        &'a self,
        appointment: &'a Appointment,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = PersonId> + 'a {
        let substitutable = matches!(appointment.role, Role::Tier1 | Role::Tier2 | Role::TeamLead);
        let substitute = if substitutable { self.stands_in(appointment.person_id, now) } else { None };
        let own = appointment.person_id;
        std::iter::once(own).chain(substitute.filter(move |other| *other != own))
    }

    /// Whether a unit has a Tier 1 of its own who is there (or whose substitute is).
    pub fn has_tier1(&self, unit: UnitId, now: DateTime<Utc>) -> bool {
        self.appointments.iter().any(|appointment| {
            appointment.role == Role::Tier1
                && appointment.unit_id == Some(unit)
                && appointment.counts_at(now)
                && self.stands_in(appointment.person_id, now).is_some()
        })
    }

    /// The unit whose Tier 1 serves `unit`: itself, or the nearest one up the tree. None: nobody, so the coordinator.
    pub fn serving(&self, unit: UnitId, now: DateTime<Utc>) -> Option<UnitId> {
        self.upwards(unit).find(|id| self.has_tier1(*id, now))
    }

    /// A unit and those above it, nearest first. A circle, which commands refuse, would end it too.
    pub fn upwards(&self, unit: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        let mut seen = BTreeSet::new();
        std::iter::successors(Some(unit), |id| self.units.get(id).and_then(|unit| unit.parent_id))
            .take_while(move |id| seen.insert(*id))
    }

    /// How many units lie from one down to the lowest below it, itself among them.
    pub(crate) fn height(&self, unit: UnitId) -> usize {
        let below = self.units.keys().filter_map(|id| self.upwards(*id).position(|above| above == unit));
        below.max().unwrap_or(0) + 1
    }

    /// A unit and all below it.
    pub fn subtree(&self, unit: UnitId) -> Vec<UnitId> {
        self.units.keys().copied().filter(|id| self.upwards(*id).any(|above| above == unit)).collect()
    }

    /// Who works for a unit as Tier 1 at `now`.
    pub fn tier1_of(&self, unit: UnitId, now: DateTime<Utc>) -> Vec<PersonId> {
        self.holders(now, |a| a.role == Role::Tier1 && a.unit_id == Some(unit))
    }

    /// Who works in a team at `now`: members, leads, and its security officers.
    pub fn members_of(&self, team: TeamId, now: DateTime<Utc>) -> Vec<PersonId> {
        let roles = [Role::Tier2, Role::TeamLead, Role::Security];
        self.holders(now, |a| roles.contains(&a.role) && a.team_id == Some(team))
    }

    /// The leads of a team at `now`.
    pub fn leads_of(&self, team: TeamId, now: DateTime<Utc>) -> Vec<PersonId> {
        self.holders(now, |a| a.role == Role::TeamLead && a.team_id == Some(team))
    }

    /// The heads of a unit at `now`.
    pub fn heads_of(&self, unit: UnitId, now: DateTime<Utc>) -> Vec<PersonId> {
        self.holders(now, |a| a.role == Role::UnitHead && a.unit_id == Some(unit))
    }

    /// The coordinators at `now`.
    pub fn coordinators(&self, now: DateTime<Utc>) -> Vec<PersonId> {
        self.holders(now, |a| a.role == Role::Coordinator)
    }

    fn holders(&self, now: DateTime<Utc>, wanted: impl Fn(&Appointment) -> bool) -> Vec<PersonId> {
        let people: BTreeSet<PersonId> = self
            .appointments
            .iter()
            .filter(|appointment| wanted(appointment) && appointment.counts_at(now))
            .flat_map(|appointment| self.workers(appointment, now))
            .collect();
        people.into_iter().collect()
    }

    /// Who works on tickets at `now`, at whichever tier.
    pub fn working(&self, now: DateTime<Utc>) -> BTreeSet<PersonId> {
        let roles = [Role::Tier1, Role::Tier2, Role::TeamLead, Role::Security, Role::Coordinator];
        let holding = self.appointments.iter().filter(|it| roles.contains(&it.role) && it.counts_at(now));
        let there = self.holders(now, |it| roles.contains(&it.role));
        holding.map(|it| it.person_id).chain(there).collect()
    }

    /// Whether somebody holds a role that makes them staff.
    pub fn is_staff(&self, person: PersonId, now: DateTime<Utc>) -> bool {
        self.appointments.iter().any(|a| a.person_id == person && a.counts_at(now))
    }
}
