//! The invented regency, as the files in `data/` tell it. `data/README.md` says what the fields mean.

use chrono::NaiveDate;
use desk::absence::AbsenceKind;
use desk::appointment::Role;
use desk::person::RequesterType;
use desk::refusal::{Fault, Outcome};
use desk::service::{Application, Criticality, FirstLine, FormField, ServiceGroup, WorkStream};
use desk::ticket::{Cause, Channel, Confidentiality, EscalationReason, Impact, TicketKind, Urgency};
use desk::unit::UnitKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything that `data/` holds.
#[derive(Debug)]
pub struct Content {
    /// The regency.
    pub region: RegionEntry,
    /// Its units, parents before children.
    pub units: Vec<UnitEntry>,
    /// Its catalogue.
    pub services: Vec<ServiceEntry>,
    /// Its people, absences and accounts.
    pub people: PeopleFile,
    /// What happens there.
    pub stories: Vec<Story>,
}

impl Content {
    /// Reads the files that are built in.
    pub fn read() -> Outcome<Self> {
        fn parse<T: for<'a> Deserialize<'a>>(name: &str, text: &str) -> Outcome<T> {
            Ok(serde_json::from_str(text).map_err(|error| Fault::new(format!("{name}: {error}")))?)
        }
        Ok(Self {
            region: parse("region.json", include_str!("data/region.json"))?,
            units: parse("units.json", include_str!("data/units.json"))?,
            services: parse("services.json", include_str!("data/services.json"))?,
            people: parse("people.json", include_str!("data/people.json"))?,
            stories: parse("stories.json", include_str!("data/stories.json"))?,
        })
    }
}

/// `region.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegionEntry {
    /// Name.
    pub name: String,
    /// *Bupati*.
    pub head_of_region: String,
    /// IANA zone.
    pub zone: String,
    /// The office that runs Tier 2.
    pub tier2_office: String,
}

/// An entry of `units.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitEntry {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Kind.
    pub kind: UnitKind,
    /// Code of the unit above.
    pub parent: Option<String>,
    /// Code of its calendar.
    pub calendar: String,
    /// Runs Tier 2.
    pub service_desk_office: bool,
    /// *PD Mandiri TIK*.
    pub self_managed: bool,
    /// Must have a Tier 1.
    pub requires_tier1: bool,
    /// Address.
    pub address: Option<String>,
}

/// An entry of `services.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceEntry {
    /// Code.
    pub code: String,
    /// Group.
    pub group: ServiceGroup,
    /// Name.
    pub name: String,
    /// Whose Tier 1 comes first.
    pub first_line: FirstLine,
    /// Who runs the application.
    pub application: Option<Application>,
    /// Kind of work.
    pub work_stream: WorkStream,
    /// The kinds of report it takes.
    pub kinds: Vec<TicketKind>,
    /// Code of its Tier 2 team.
    pub tier2_team: String,
    /// Needs a letter.
    pub needs_letter: bool,
    /// *Persyaratan*.
    pub requirements: Vec<String>,
    /// A note for handlers.
    pub note: Option<String>,
    /// Code of the unit that owns it.
    pub owner_unit: String,
    /// For requesters.
    pub description: String,
    /// How much hangs on it.
    pub criticality: Criticality,
    /// Code of its calendar.
    pub calendar: Option<String>,
    /// What a new ticket starts with.
    pub confidentiality: Confidentiality,
    /// Code of the legal deadline that starts with a ticket.
    #[serde(default)]
    pub legal_deadline: Option<String>,
    /// Whom the centre wants to be asked.
    pub central_contact: Option<String>,
    /// Everyday words.
    pub search_words: Vec<String>,
    /// Its own fields.
    pub form_fields: Vec<FormField>,
    /// *Standar pelayanan*: a line, or a list of them.
    pub standard: Option<BTreeMap<String, Lines>>,
    /// Whether requesters can choose it.
    pub published: bool,
    /// Reports here are security incidents.
    #[serde(default)]
    pub security_incident: bool,
    /// Tickets start at tier 2.
    #[serde(default)]
    pub straight_to_tier2: bool,
}

/// A line or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Lines {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Lines {
    /// As one text.
    pub fn text(&self) -> String {
        match self {
            Self::One(line) => line.clone(),
            Self::Many(lines) => lines.join("\n"),
        }
    }
}

/// `people.json`.
#[derive(Debug, Deserialize)]
pub struct PeopleFile {
    /// People.
    pub people: Vec<PersonEntry>,
    /// Who is or was away.
    pub absences: Vec<AbsenceEntry>,
    /// Who can sign in.
    pub accounts: Vec<AccountEntry>,
}

/// A person of `people.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonEntry {
    /// By which the files name them.
    pub key: String,
    /// Name.
    pub name: String,
    /// NIP.
    pub nip: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Code of their unit.
    pub unit: Option<String>,
    /// Who they are to the government.
    pub requester_type: RequesterType,
    /// What they are appointed to.
    pub appointments: Vec<AppointmentEntry>,
}

/// An appointment of `people.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppointmentEntry {
    /// To what.
    pub role: Role,
    /// Code of the unit.
    pub unit: Option<String>,
    /// Code of the team.
    pub team: Option<String>,
    /// Code of the service.
    pub service: Option<String>,
    /// The board.
    pub board: Option<String>,
    /// Number of the SK.
    pub basis_number: String,
    /// Date of the SK.
    pub basis_date: NaiveDate,
    /// So many days before the day of seeding it was ended.
    pub ended_days_ago: Option<i64>,
    /// So many days after the day of seeding it ends.
    pub until_days: Option<i64>,
}

/// An absence of `people.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AbsenceEntry {
    /// Who.
    pub person: String,
    /// Since how many days.
    pub from_days_ago: i64,
    /// For how many days more.
    pub to_days_ahead: i64,
    /// Why.
    pub kind: AbsenceKind,
    /// Who stands in.
    pub substitute: Option<String>,
    /// A word about it.
    pub reason: String,
}

/// An account of `people.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountEntry {
    /// Who.
    pub key: String,
    /// What they are, for the list that is printed.
    pub role: String,
    /// What can be tried with it.
    pub note: String,
}

/// From what kind of place a report comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum From {
    /// Any office.
    Any,
    /// A dinas and what belongs to it.
    Dinas,
    /// A badan.
    Badan,
    /// A kecamatan.
    Kecamatan,
    /// A kelurahan.
    Kelurahan,
    /// The secretariats and the inspectorate.
    Setda,
    /// A puskesmas.
    Puskesmas,
    /// The hospital.
    Rsud,
    /// Not from an office at all.
    Citizen,
}

/// The life a ticket leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Path {
    /// Tier 1 solves it.
    #[serde(rename = "SOLVED_TIER1")]
    SolvedTier1,
    /// Tier 1 asks, the requester answers, Tier 1 solves it.
    AskedThenSolved,
    /// Nobody answers the question.
    NoAnswer,
    /// Tier 2 solves it.
    EscalatedSolved,
    /// Tier 2 sends a solution, Tier 1 applies it.
    EscalatedAnswered,
    /// Tier 2 sends it back to be completed first.
    EscalatedReturnedThenSolved,
    /// One Tier 2 team hands it to another.
    HandedOver,
    /// To another unit's Tier 1.
    Forwarded,
    /// Waits for a date.
    Scheduled,
    /// Waits for somebody outside.
    ThirdParty,
    /// Solved, but not to the requester's content.
    Reopened,
    /// Thanks after the solution.
    ThanksAfter,
    /// A security incident.
    Security,
    /// Not what the desk does.
    Rejected,
    /// Taken back.
    Cancelled,
    /// The same as another one.
    Merged,
    /// Nobody has taken it yet.
    OpenNew,
    /// Somebody is at it.
    OpenWorking,
    /// Still waiting.
    OpenWaiting,
    /// With Tier 2.
    OpenEscalated,
}

impl Path {
    /// Whether the ticket is still open at the end.
    pub fn stays_open(self) -> bool {
        matches!(self, Self::OpenNew | Self::OpenWorking | Self::OpenWaiting | Self::OpenEscalated)
    }
}

/// Who is waited for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThirdParty {
    /// Who.
    pub who: String,
    /// Through what.
    pub through: String,
    /// Their reference, if they gave one.
    pub reference: Option<String>,
}

/// Who chose a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ChosenBy {
    /// The requester.
    Requester,
    /// The desk.
    Desk,
}

/// An entry of `stories.json`: a report and the texts of the life it leads.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of data/stories.json, which data/README.md explains")]
pub struct Story {
    pub key: String,
    pub service: String,
    pub kind: TicketKind,
    pub from: From,
    #[serde(default)]
    pub units: Vec<String>,
    pub requester_type: Option<RequesterType>,
    pub channel: Channel,
    pub title: String,
    pub description: String,
    pub location: String,
    #[serde(default)]
    pub locations: Vec<String>,
    pub impact: Impact,
    pub urgency: Urgency,
    pub path: Path,
    pub reply: Option<String>,
    pub note: Option<String>,
    pub question: Option<String>,
    pub answer: Option<String>,
    pub resolution: Option<String>,
    pub cause_code: Option<Cause>,
    pub rating: Option<i32>,
    pub rating_comment: Option<String>,
    pub reason_code: Option<EscalationReason>,
    pub diagnosis: Option<String>,
    pub steps_tried: Option<String>,
    pub help_wanted: Option<String>,
    pub tier2_answer: Option<String>,
    pub return_reason: Option<String>,
    pub completion: Option<String>,
    pub hand_over_team: Option<String>,
    pub hand_over_reason: Option<String>,
    pub forward_unit: Option<String>,
    pub forward_reason: Option<String>,
    pub schedule_days: Option<i64>,
    pub schedule_chosen_by: Option<ChosenBy>,
    pub schedule_purpose: Option<String>,
    pub third_party: Option<ThirdParty>,
    #[serde(default)]
    pub security_confirmed: bool,
    pub reject_reason: Option<String>,
    pub cancel_reason: Option<String>,
    pub reopen_reason: Option<String>,
    pub resolution2: Option<String>,
    pub thanks: Option<String>,
    pub merge_into: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read_and_fit_together() {
        let content = Content::read().expect("the files");
        let unit = |code: &str| content.units.iter().any(|unit| unit.code == code);
        let service = |code: &str| content.services.iter().find(|service| service.code == code);
        for story in &content.stories {
            let key = &story.key;
            let found = service(&story.service).unwrap_or_else(|| panic!("{key}: no service {}", story.service));
            assert!(found.kinds.contains(&story.kind), "{key}: {} takes no {}", story.service, story.kind);
            assert!(story.units.iter().chain(&story.forward_unit).all(|code| unit(code)), "{key}: a unit is missing");
            if let Some(other) = &story.merge_into {
                assert!(content.stories.iter().any(|story| story.key == *other), "{key}: no story {other}");
            }
        }
        for person in &content.people.people {
            assert!(person.unit.iter().all(|code| unit(code)), "{}: unit", person.key);
            for appointment in &person.appointments {
                assert!(appointment.unit.iter().all(|code| unit(code)), "{}: appointment", person.key);
                assert!(appointment.service.iter().all(|code| service(code).is_some()), "{}: service", person.key);
            }
        }
        let known = |key: &str| content.people.people.iter().any(|person| person.key == key);
        assert!(content.people.accounts.iter().all(|account| known(&account.key)));
        assert!(content.people.absences.iter().all(|absence| known(&absence.person)));
    }
}
