//! *Laporkan* and *Catat laporan*: how a ticket begins.

use super::case::Case;
use super::new::New;
use super::{
    Audience, Channel, Confidentiality, LinkKind, MessageKind, PartyRole, Priority, Ticket, TicketKind, Verb, due,
    escalate, resolve, route,
};
use crate::access::{self, Matter, Ties};
use crate::event::{Facts, Kind};
use crate::id::{FileId, Id, MessageId, PersonId, ServiceId, TicketId};
use crate::input;
use crate::person::add::NewRequester;
use crate::person::{Person, RequesterType};
use crate::refusal::{Outcome, Refusal};
use crate::search::words;
use crate::service::{FieldType, Service};
use crate::setting::SettingKey;
use crate::text;
use crate::token::Needs;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody reports.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// *Apa yang Anda alami?* None: *Tidak tahu*, Tier 1 chooses.
    pub kind: Option<TicketKind>,
    /// The service. None: *Tidak tahu*.
    pub service: Option<ServiceId>,
    /// A title. May be empty if there is a description.
    pub title: String,
    /// The description. May be empty if there is a title.
    pub description: String,
    /// Where it is.
    pub location: String,
    /// Whom to ask for there.
    pub contact: String,
    /// The answers to the service's own fields, by key.
    pub form: BTreeMap<String, String>,
    /// *Siapa yang terdampak?*
    pub impact: super::Impact,
    /// *Pekerjaan: berhenti / terhambat / masih bisa jalan*.
    pub urgency: super::Urgency,
    /// *Rahasiakan identitas saya*. None: as the person's profile says.
    pub hide_identity: Option<bool>,
    /// Uploaded files to attach.
    pub files: Vec<FileId>,
    /// For a complaint about handling: the staff it is about, from whom it is hidden.
    pub about_person: Option<PersonId>,
    /// For a complaint about handling: the ticket it is about, whose handlers it is hidden from.
    pub about_ticket: Option<TicketId>,
    /// The ended ticket that this one goes on from.
    pub follow_up_of: Option<TicketId>,
}

/// *Laporkan*: a person reports for themselves, or files for somebody else.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    /// The report.
    pub report: Report,
    /// Whom it is for, if not for the person who files it.
    pub on_behalf_of: Option<PersonId>,
}

/// Who a recorded report is from.
#[derive(Debug, Clone, Serialize)]
pub enum RequesterRef {
    /// Somebody we know.
    Known(PersonId),
    /// Somebody new: a name and a phone number are enough.
    New(NewRequester),
}

/// What happens at once with a recorded report.
#[derive(Debug, Clone, Serialize)]
pub enum RecordThen {
    /// *Simpan*.
    Save,
    /// *Simpan & selesaikan*.
    Resolve {
        /// What was done.
        resolution: String,
        /// Why it had happened.
        cause: super::Cause,
    },
    /// *Simpan & eskalasi*.
    Escalate(escalate::Wanted),
}

/// *Catat laporan*: a handler notes a report that came by telephone, at the counter, by letter.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// The report.
    pub report: Report,
    /// From whom.
    pub requester: RequesterRef,
    /// How it came.
    pub channel: Channel,
    /// When it came; none: now. Clocks start there.
    pub received_at: Option<DateTime<Utc>>,
    /// What happens at once.
    pub then: RecordThen,
}

/// A ticket that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The ticket.
    pub ticket: TicketId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Open {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = Opened;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Opened> {
        let filer = work.person()?;
        let requester = match self.on_behalf_of {
            Some(other) if other != filer => {
                // Colleagues file for each other; to look up people of other units takes a handler.
                let person = work.active_person(other).await?;
                let same_unit = person.unit_id.is_some() && person.unit_id == work.standing()?.unit;
                if !same_unit {
                    work.need(Matter::FindPeople)?;
                }
                person
            }
            _ => work.actor()?.clone(),
        };
        let received_at = work.now;
        let case = begin(work, self.report, requester, work.caller.channel(), received_at, Kind::TicketOpened).await?;
        Ok(Opened { ticket: case.ticket.id })
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Record {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = Opened;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Opened> {
        work.need(Matter::RecordReports)?;
        let received_at = self.received_at.unwrap_or(work.now);
        let requester = match self.requester {
            RequesterRef::Known(id) => work.active_person(id).await?,
            RequesterRef::New(new) => crate::person::add::new_requester(work, new).await?,
        };
        if received_at > work.now {
            return Err(Refusal::InFuture("receivedAt").into());
        }
        let organisation = work.organisation();
        let days = organisation.number(SettingKey::RecordBackDays);
        let calendar = organisation.calendar_for(self.report.service, requester.unit_id);
        let zone = organisation.zone();
        let latest = calendar.business_days(received_at, u32::try_from(days).unwrap_or(0));
        let latest = latest.map_or(received_at, |target| target.due);
        if work.now.with_timezone(&zone).date_naive() > latest.with_timezone(&zone).date_naive() {
            return Err(Refusal::TooFarBack(days).into());
        }
        let mut case = begin(work, self.report, requester, self.channel, received_at, Kind::TicketRecorded).await?;
        let ticket = case.ticket.id;
        // Recorded late, something on it may have been due before anybody knew of it.
        Box::pin(due::fire(work, &mut case)).await?;
        match self.then {
            RecordThen::Save => {}
            RecordThen::Resolve { resolution, cause } => {
                allowed(work, &case, Verb::Resolve)?;
                resolve::resolve(work, &mut case, &resolution, cause).await?;
            }
            RecordThen::Escalate(wanted) => {
                allowed(work, &case, Verb::Escalate)?;
                escalate::escalate(work, &mut case, wanted, false).await?;
            }
        }
        Ok(Opened { ticket })
    }
}

/// The second half of a composed command is checked like a command of its own.
fn allowed(work: &Work<'_>, case: &Case, verb: Verb) -> Outcome<()> {
    let standing = work.standing()?;
    if !access::may(standing, verb, &case.ticket, Ties::of(standing, &case.parties)) {
        return Err(Refusal::Forbidden.into());
    }
    case.fit(verb)
}

/// Makes the ticket. Used by every command that begins one.
pub(crate) async fn begin(
    work: &mut Work<'_>,
    report: Report,
    requester: Person,
    channel: Channel,
    received_at: DateTime<Utc>,
    kind: Kind,
) -> Outcome<Case> {
    let filer = work.person()?;
    let organisation = work.organisation();
    let service = offered(work, &organisation, &report)?;
    let (title, body) = title_and_body(&report)?;
    let location = input::line_or_empty("location", &report.location, input::LINE)?;
    let contact = input::line_or_empty("contact", &report.contact, input::LINE)?;
    let form = answers(service, report.form)?;
    let about_handling = report.about_person.is_some() || report.about_ticket.is_some();
    if about_handling && report.kind != Some(TicketKind::Complaint) {
        // Anything else would go to the very people it is about.
        return Err(Refusal::Invalid("kind").into());
    }
    let to = route::route(
        &organisation,
        work.now,
        route::Asked {
            unit: requester.unit_id,
            requester_type: requester.requester_type,
            service,
            kind: report.kind,
            about_handling,
        },
    );
    // Only what a handler records in their own words can start as CRITICAL; a security incident is HIGH until it is confirmed.
    let by_staff = kind == Kind::TicketRecorded;
    let priority = match (to.security_incident, by_staff) {
        (true, _) => Priority::High,
        (false, true) => Priority::of(report.impact, report.urgency),
        (false, false) => Priority::of_requester(report.impact, report.urgency),
    };
    let goes_on_from = match report.follow_up_of {
        Some(old) => Some(super::involve::visible(work, old).await?),
        None => None,
    };
    // Whoever hid their name stays hidden where they go on, unless they say otherwise.
    let hidden_before = goes_on_from.as_ref().is_some_and(|old| {
        let theirs = [old.requester_id, old.filer_id];
        old.identity_hidden && (theirs.contains(&requester.id) || theirs.contains(&filer))
    });
    let hide_by_default =
        requester.hide_identity || requester.requester_type == RequesterType::Citizen || hidden_before;
    let salt = work.salt();
    let number = work.number(SettingKey::TicketPrefix).await?;
    let spoken = matches!(channel, Channel::Phone | Channel::WalkIn);
    let ticket = Ticket::new(New {
        id: work.id(),
        number,
        kind: report.kind.or(to.security_incident.then_some(TicketKind::Incident)),
        title,
        location,
        contact,
        form,
        salt,
        requester: &requester,
        filer,
        service: report.service,
        channel,
        received_at,
        opened_at: work.now,
        impact: report.impact,
        urgency: report.urgency,
        priority,
        identity_hidden: report.hide_identity.unwrap_or(hide_by_default),
        to,
        first_response_at: (by_staff && spoken).then_some(received_at),
    });
    let mut case = work.new_case(ticket);
    let message: MessageId = work.id();
    let files = words::names_of(&work.tx, &report.files).await?;
    let found_by = words::of_report(&case.ticket, &body, &files);
    work.say_as(message, &mut case, MessageKind::Report, Audience::Public, &body, &found_by).await?;
    work.attach(&mut case, Some(message), &report.files).await?;
    if to.tier == 2 {
        escalate::straight(work, &mut case).await?;
    }
    if about_handling {
        hide_from_subject(work, &mut case, report.about_person, report.about_ticket).await?;
    }
    work.record_at(&mut case, kind, Facts::new(), received_at).await?;
    if let Some(old) = goes_on_from {
        super::involve::link(work, &mut case, &old, LinkKind::FollowUp).await?;
    }
    Ok(case)
}

fn offered<'a>(
    work: &Work<'_>,
    organisation: &'a crate::directory::Directory,
    report: &Report,
) -> Outcome<Option<&'a Service>> {
    let Some(id) = report.service else { return Ok(None) };
    let service = organisation.service(id).ok_or(Refusal::NotFound)?;
    // What is not published yet can be tried out by those who handle tickets.
    if service.retired_at.is_some() || !(service.published || work.standing()?.handles()) {
        return Err(Refusal::ServiceNotOffered.into());
    }
    if report.kind.is_some_and(|kind| !service.kinds.contains(&kind)) {
        return Err(Refusal::KindNotTaken.into());
    }
    Ok(Some(service))
}

fn title_and_body(report: &Report) -> Outcome<(String, String)> {
    let title = input::line_or_empty("title", &report.title, input::TITLE)?;
    let body = input::text_or_empty("description", &report.description)?;
    match (title.is_empty(), body.is_empty()) {
        (true, true) => Err(Refusal::Blank("description").into()),
        (true, false) => {
            let first = text::plain(&body, 80);
            Ok((input::line("description", &first, input::TITLE)?, body))
        }
        (false, true) => Ok((title.clone(), title)),
        (false, false) => Ok((title, body)),
    }
}

/// The answers to a service's own fields: none missing that is required, none that was not asked for.
fn answers(service: Option<&Service>, given: BTreeMap<String, String>) -> Outcome<BTreeMap<String, String>> {
    let mut answers = BTreeMap::new();
    let fields = service.map(|service| service.form_fields.0.as_slice()).unwrap_or_default();
    if given.keys().any(|key| fields.iter().all(|field| field.key != *key)) {
        return Err(Refusal::Invalid("form").into());
    }
    for field in fields {
        let answer = given.get(&field.key).map(String::as_str).unwrap_or_default();
        let answer = input::line_or_empty("form", answer, input::LINE)?;
        if answer.is_empty() {
            // A report by telephone or "tidak tahu" may come without; what a person is shown as required is checked at the door of the portal
            // and asked for again by *Berkas lengkap*.
            continue;
        }
        if field.field_type == FieldType::Date {
            let date = crate::day::date(&answer).map_err(|why| Refusal::day("form", &answer, why))?;
            answers.insert(field.key.clone(), date.to_string());
            continue;
        }
        let fits = match field.field_type {
            FieldType::Text | FieldType::Date => true,
            FieldType::Choice => field.choices.contains(&answer),
            FieldType::Number => answer.parse::<i64>().is_ok(),
        };
        if !fits {
            return Err(Refusal::Invalid("form").into());
        }
        answers.insert(field.key.clone(), answer);
    }
    Ok(answers)
}

/// A complaint about staff or handling is hidden from its subject.
async fn hide_from_subject(
    work: &mut Work<'_>,
    case: &mut Case,
    person: Option<PersonId>,
    ticket: Option<TicketId>,
) -> Outcome<()> {
    let mut subjects: Vec<PersonId> = person.into_iter().collect();
    if let Some(ticket) = ticket {
        let about = super::involve::visible(work, ticket).await?;
        subjects.extend([about.assignee_id, about.former_assignee_id, about.resolver_id].into_iter().flatten());
    }
    for subject in subjects {
        work.add_party(case, PartyRole::HiddenFrom, subject.uuid()).await?;
    }
    Ok(())
}

/// A ticket that comes from another one, and bears its words, is read by nobody who may not read that one for its class or as its subject. Recorded
/// with the event that the command appends next.
pub(crate) async fn no_less_confidential(work: &mut Work<'_>, new: &mut Case, old: &Case) -> Outcome<()> {
    new.ticket.confidentiality = new.ticket.confidentiality.max(old.ticket.confidentiality);
    for (_, subject) in old.parties.iter().filter(|(role, _)| *role == PartyRole::HiddenFrom) {
        work.add_party(new, PartyRole::HiddenFrom, *subject).await?;
    }
    Ok(())
}

impl Confidentiality {
    /// Whether this class is read by fewer people than `other`.
    pub fn stricter_than(self, other: Self) -> bool {
        self > other
    }
}
