//! The catalogue of services.

use crate::access::Matter;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::{PersonId, ServiceId, TeamId, UnitId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store::Doc;
use crate::ticket::{Confidentiality, TicketKind};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;
use std::collections::BTreeMap;

pub mod code;
mod form;

pub use crate::store::entity::service::Model as Service;
pub use code::{Application, Criticality, FieldType, FirstLine, ServiceGroup, WorkStream};
pub use form::{ApprovalStep, FormField};

/// What an administrator says of a service.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceInput {
    /// Code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// Group.
    pub service_group: ServiceGroup,
    /// One or two sentences for requesters.
    pub description: String,
    /// The unit that owns it.
    pub owner: UnitId,
    /// Who runs the application behind it, if there is one.
    pub application: Option<Application>,
    /// Kind of work.
    pub work_stream: WorkStream,
    /// Whose Tier 1 comes first.
    pub first_line: FirstLine,
    /// The Tier 2 team.
    pub team: Option<TeamId>,
    /// Code of its calendar; none: that of its owner.
    pub calendar: Option<String>,
    /// How much hangs on it.
    pub criticality: Criticality,
    /// The kinds of report it takes.
    pub kinds: Vec<TicketKind>,
    /// What it asks for besides title and description.
    pub form_fields: Vec<FormField>,
    /// *Persyaratan*.
    pub requirements: Vec<String>,
    /// Needs a letter.
    pub needs_letter: bool,
    /// The approval chain, as data.
    pub approval_steps: Vec<ApprovalStep>,
    /// Code of its SLA policy; none: by priority.
    pub sla_policy: Option<String>,
    /// What a new ticket starts with.
    pub confidentiality: Confidentiality,
    /// Code of the legal deadline that starts with a ticket.
    pub legal_deadline: Option<String>,
    /// Components of the *standar pelayanan*, by name.
    pub standard: BTreeMap<String, String>,
    /// Reports here are security incidents.
    pub security_incident: bool,
    /// Tickets start at tier 2.
    pub straight_to_tier2: bool,
    /// Everyday words people look for it by.
    pub search_words: Vec<String>,
    /// Whether requesters can choose it.
    pub published: bool,
    /// A note for handlers.
    pub note: Option<String>,
}

/// Adds a service, or changes one.
#[derive(Debug, Clone, Serialize)]
pub struct SaveService {
    /// The service to change; none: a new one.
    pub service: Option<ServiceId>,
    /// What holds from now on.
    pub input: ServiceInput,
}

/// Takes a service out of use.
#[derive(Debug, Clone, Serialize)]
pub struct RetireService {
    /// The service.
    pub service: ServiceId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveService {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = ServiceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<ServiceId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = match self.service {
            Some(id) => Some(organisation.service(id).ok_or(Refusal::NotFound)?.as_ref()),
            None => None,
        };
        if before.is_some_and(|before| before.retired_at.is_some()) {
            return Err(Refusal::Retired("service").into());
        }
        let id = self.service.unwrap_or_else(|| work.id());
        let service = checked(&organisation, id, work.author(), self.input)?;
        work.save_organisation(before, service).await?;
        Ok(id)
    }
}

/// What a service becomes by whose hand (none: the operator at the server), or why it cannot. Used by every command that makes or changes one.
pub(crate) fn checked(
    organisation: &Directory,
    id: ServiceId,
    by: Option<PersonId>,
    given: ServiceInput,
) -> Outcome<Service> {
    let code = input::line("code", &given.code, 40)?;
    if organisation.service_by_code(&code).is_some_and(|other| other.id != id) {
        return Err(Refusal::Taken("code").into());
    }
    organisation.active_unit(given.owner)?;
    if let Some(team) = given.team {
        organisation.active_team(team)?;
    }
    if given.team.is_none() && (given.straight_to_tier2 || given.security_incident) {
        return Err(Refusal::NoTeam.into());
    }
    let before = organisation.service(id).and_then(|before| before.team_id.filter(|_| before.security_incident));
    let moved = given.team.filter(|team| given.security_incident && before != Some(*team));
    // R24: whoever works where security incidents go reads them, and takes two people to be appointed there.
    if by.is_some() && moved.is_some_and(|team| !organisation.is_security_team(team)) {
        return Err(Refusal::NoSecurityTeam.into());
    }
    if given.calendar.as_deref().is_some_and(|calendar| organisation.calendar(calendar).is_none()) {
        return Err(Refusal::Invalid("calendar").into());
    }
    // A name that stands for nothing would promise nothing, and nobody would see it.
    let book = organisation.book();
    if given.sla_policy.as_deref().is_some_and(|code| book.policy(code).is_none()) {
        return Err(Refusal::Invalid("slaPolicy").into());
    }
    if given.legal_deadline.as_deref().is_some_and(|code| book.legal(code).is_none()) {
        return Err(Refusal::Invalid("legalDeadline").into());
    }
    let mut kinds = given.kinds;
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return Err(Refusal::Blank("kinds").into());
    }
    check_fields(&given.form_fields)?;
    if given.requirements.len() > 50 || given.search_words.len() > 50 || given.approval_steps.len() > 20 {
        return Err(Refusal::TooMany(50).into());
    }
    Ok(Service {
        id,
        code,
        name: input::line("name", &given.name, input::NAME)?,
        service_group: given.service_group,
        description: input::text_or_empty("description", &given.description)?,
        owner_unit_id: given.owner,
        application: given.application,
        work_stream: given.work_stream,
        first_line: given.first_line,
        team_id: given.team,
        calendar: given.calendar,
        criticality: given.criticality,
        kinds: Doc(kinds),
        form_fields: Doc(given.form_fields),
        requirements: Doc(given.requirements),
        needs_letter: given.needs_letter,
        approval_steps: Doc(given.approval_steps),
        sla_policy: given.sla_policy,
        confidentiality: given.confidentiality,
        legal_deadline: given.legal_deadline,
        standard: Doc(given.standard),
        security_incident: given.security_incident,
        straight_to_tier2: given.straight_to_tier2,
        search_words: Doc(given.search_words),
        published: given.published,
        note: given.note,
        retired_at: None,
    })
}

fn check_fields(fields: &[FormField]) -> Outcome<()> {
    if fields.len() > 40 {
        return Err(Refusal::TooMany(40).into());
    }
    for (i, field) in fields.iter().enumerate() {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let key_is_plain = !field.key.is_empty() && field.key.len() <= 40 && field.key.chars().all(plain);
        let twice = fields[..i].iter().any(|other| other.key == field.key);
        let choices_fit = (field.field_type == FieldType::Choice) != field.choices.is_empty();
        if !key_is_plain || twice || !choices_fit || field.label.trim().is_empty() || field.label.len() > 200 {
            return Err(Refusal::Invalid("formFields").into());
        }
    }
    Ok(())
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RetireService {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = ServiceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<ServiceId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = organisation.service(self.service).ok_or(Refusal::NotFound)?.as_ref();
        if before.retired_at.is_some() {
            return Err(Refusal::Retired("service").into());
        }
        let mut after = before.clone();
        after.retired_at = Some(work.now);
        work.change(before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.service)
    }
}
