//! Appointments give roles, with a scope, a period and a basis (SK).

use crate::access::Matter;
use crate::directory::Directory;
use crate::event::{Facts, Kind, Recorded};
use crate::id::{AppointmentId, FileId, PersonId, ServiceId, TeamId, UnitId};
use crate::input;
use crate::power::stream_of;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::two;
use crate::work::{Command, Work};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

pub mod code;

pub use crate::store::entity::appointment::Model as Appointment;
pub use code::{AppointmentState, Role, Scope};

impl Appointment {
    /// Whether it gives its role at `now`.
    pub fn counts_at(&self, now: DateTime<Utc>) -> bool {
        self.state == AppointmentState::Active && self.valid_from <= now && self.valid_to.is_none_or(|end| now < end)
    }
}

/// How long a security audit's mandate lasts at most.
const LONGEST_MANDATE: TimeDelta = TimeDelta::days(366);

/// Appoints a person to a role.
#[derive(Debug, Clone, Serialize)]
pub struct Appoint {
    /// Whom.
    pub person: PersonId,
    /// To what.
    pub role: Role,
    /// Of which unit, where the role has one.
    pub unit: Option<UnitId>,
    /// In which team, where the role has one.
    pub team: Option<TeamId>,
    /// For which service, where the role has one.
    pub service: Option<ServiceId>,
    /// On which board, where the role has one.
    pub board: Option<String>,
    /// From when; none: now.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when; an auditor's always ends.
    pub valid_to: Option<DateTime<Utc>>,
    /// Number of the SK.
    pub basis_number: Option<String>,
    /// Date of the SK.
    pub basis_date: Option<chrono::NaiveDate>,
    /// The SK itself, as the person who appoints uploaded it. Whoever keeps people or audits may read it.
    pub basis_file: Option<FileId>,
}

/// R24: a second person confirms an appointment that needs one.
#[derive(Debug, Clone, Serialize)]
pub struct ConfirmAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The print of what they saw.
    pub seen: String,
}

/// Ends an appointment, or takes a proposed one back. It takes effect at once.
#[derive(Debug, Clone, Serialize)]
pub struct EndAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Appoint {
    const NEEDS: Needs = Needs::Session;
    type Answer = AppointmentId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AppointmentId> {
        work.need(Matter::People)?;
        work.need_proof()?;
        work.active_person(self.person).await?;
        let organisation = work.directory().await?;
        let appointment = checked(&organisation, work.id(), work.author(), work.now, self)?;
        let (id, mut facts) = (appointment.id, Facts::new());
        if let Some(file) = appointment.basis_file_id {
            let basis = store::file::hold(&work.tx, file).await?.ok_or(Refusal::FileNotYours)?;
            let free = basis.ticket_id.is_none() && !store::people::is_basis(&work.tx, file).await?;
            if work.author() != Some(basis.uploader_id) || !free {
                return Err(Refusal::FileNotYours.into());
            }
            facts = facts.with("basisSha256", basis.sha256);
        }
        work.create(appointment, Kind::Created, facts).await?;
        work.organisation_changed();
        Ok(id)
    }
}

/// What an appointment by somebody (none: the operator) becomes, or why it cannot. Used by every command that makes one.
pub(crate) fn checked(
    organisation: &Directory,
    id: AppointmentId,
    by: Option<PersonId>,
    now: DateTime<Utc>,
    given: Appoint,
) -> Outcome<Appointment> {
    if by == Some(given.person) {
        return Err(Refusal::OwnAppointment.into());
    }
    let scope = given.role.scope();
    for (field, of, is_given) in [
        ("unit", Scope::Unit, given.unit.is_some()),
        ("team", Scope::Team, given.team.is_some()),
        ("service", Scope::Service, given.service.is_some()),
        ("board", Scope::Board, given.board.is_some()),
    ] {
        if scope == of && !is_given {
            return Err(Refusal::Blank(field).into());
        }
        let also = scope == Scope::UnitOrAll && of == Scope::Unit;
        if scope != of && !also && is_given {
            return Err(Refusal::Invalid(field).into());
        }
    }
    given.unit.map(|unit| organisation.active_unit(unit)).transpose()?;
    given.team.map(|team| organisation.active_team(team)).transpose()?;
    if given.service.is_some_and(|service| organisation.service(service).is_none()) {
        return Err(Refusal::NotFound.into());
    }
    let valid_from = given.valid_from.unwrap_or(now);
    if given.valid_to.is_some_and(|end| end <= valid_from) {
        return Err(Refusal::Invalid("validTo").into());
    }
    if matches!(given.role, Role::Auditor | Role::SecurityAuditor) && given.valid_to.is_none() {
        return Err(Refusal::Blank("validTo").into());
    }
    // A mandate opens what is confidential: it says for how long, and by which decision.
    if given.role == Role::SecurityAuditor {
        if given.basis_number.as_deref().is_none_or(|number| number.trim().is_empty()) {
            return Err(Refusal::Blank("basisNumber").into());
        }
        if given.valid_to.is_some_and(|end| end - valid_from > LONGEST_MANDATE) {
            return Err(Refusal::MandateTooLong(LONGEST_MANDATE.num_days()).into());
        }
    }
    let state = match by {
        Some(_) if organisation.takes_two(given.role, given.team) => AppointmentState::Proposed,
        _ => AppointmentState::Active,
    };
    Ok(Appointment {
        id,
        person_id: given.person,
        role: given.role,
        unit_id: given.unit,
        team_id: given.team,
        service_id: given.service,
        board: given.board.map(|board| input::line("board", &board, 100)).transpose()?,
        valid_from,
        valid_to: given.valid_to,
        basis_number: given.basis_number.map(|n| input::line_or_empty("basisNumber", &n, 200)).transpose()?,
        basis_date: given.basis_date,
        basis_file_id: given.basis_file,
        proposed_by: by,
        confirmed_by: None,
        state,
        ended_at: None,
    })
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ConfirmAppointment {
    const NEEDS: Needs = Needs::Session;
    type Answer = AppointmentId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AppointmentId> {
        work.need(Matter::People)?;
        work.need_proof()?;
        work.hold_stream(&stream_of_appointment(self.appointment)).await?;
        let before: Option<Appointment> = store::get(&work.tx, self.appointment).await?;
        let before = before.ok_or(Refusal::NotFound)?;
        if before.state != AppointmentState::Proposed {
            return Err(Refusal::Invalid("appointment").into());
        }
        if work.author() == Some(before.person_id) {
            return Err(Refusal::OwnAppointment.into());
        }
        let by = two::second(work, before.proposed_by)?;
        two::as_seen(work, &self.seen, before.state_digest(), [before.person_id]).await?;
        let mut after = before.clone();
        after.state = AppointmentState::Active;
        after.confirmed_by = by;
        work.save_organisation(Some(&before), after).await?;
        Ok(self.appointment)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for EndAppointment {
    const NEEDS: Needs = Needs::Session;
    type Answer = AppointmentId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AppointmentId> {
        work.need(Matter::People)?;
        work.need_proof()?;
        let whose: Option<Appointment> = store::get(&work.tx, self.appointment).await?;
        // In the order in which whoever retires a person holds both.
        work.hold_stream(&stream_of(whose.ok_or(Refusal::NotFound)?.person_id)).await?;
        work.hold_stream(&stream_of_appointment(self.appointment)).await?;
        let before: Option<Appointment> = store::get(&work.tx, self.appointment).await?;
        let before = before.filter(|a| a.state != AppointmentState::Ended).ok_or(Refusal::NotFound)?;
        end(work, before).await?;
        Ok(self.appointment)
    }
}

fn stream_of_appointment(id: AppointmentId) -> String {
    format!("{}/{}", Appointment::STREAM, id.0.as_simple())
}

/// Ends every appointment of a person who leaves.
pub(crate) async fn end_all(work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
    for before in store::people::appointments_of(&work.tx, person).await? {
        if before.state != AppointmentState::Ended && before.valid_to.is_none_or(|end| end > work.now) {
            end(work, before).await?;
        }
    }
    Ok(())
}

async fn end(work: &mut Work<'_>, before: Appointment) -> Outcome<()> {
    let mut after = before.clone();
    after.state = AppointmentState::Ended;
    after.ended_at = Some(work.now);
    // R24: whoever is signed in with more rights than they have left signs in again.
    crate::session::end_all(work, before.person_id).await?;
    work.change(&before, after, Kind::Retired, Facts::new()).await?;
    work.organisation_changed();
    Ok(())
}
