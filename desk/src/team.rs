//! Tier 2 teams by competence. Members and leads are appointments, so that one person can be in several.

use crate::access::Matter;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::{TeamId, UnitId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Doc};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

pub use crate::store::entity::team::Model as Team;

/// What an administrator says of a team.
#[derive(Debug, Clone, Serialize)]
pub struct TeamInput {
    /// Code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it covers, in words.
    pub covers: String,
    /// Competences, as codes.
    pub competences: Vec<String>,
    /// Code of its calendar; none: that of the Dinas.
    pub calendar: Option<String>,
    /// The *PD Mandiri TIK* that owns it; none: the Dinas.
    pub unit: Option<UnitId>,
}

/// Adds a team, or changes one.
#[derive(Debug, Clone, Serialize)]
pub struct SaveTeam {
    /// The team to change; none: a new one.
    pub team: Option<TeamId>,
    /// What holds from now on.
    pub input: TeamInput,
}

/// Takes a team out of use.
#[derive(Debug, Clone, Serialize)]
pub struct RetireTeam {
    /// The team.
    pub team: TeamId,
}

/// Takes a team that was out of use into use again.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreTeam {
    /// The team.
    pub team: TeamId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveTeam {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = TeamId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TeamId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = match self.team {
            Some(id) => Some(organisation.active_team(id)?.clone()),
            None => None,
        };
        let id = self.team.unwrap_or_else(|| work.id());
        let team = checked(&organisation, id, self.input)?;
        work.save_organisation(before.as_ref(), team).await?;
        Ok(id)
    }
}

/// What a team becomes, or why it cannot.
pub(crate) fn checked(organisation: &Directory, id: TeamId, input: TeamInput) -> Outcome<Team> {
    let code = input::line("code", &input.code, 40)?;
    if organisation.team_by_code(&code).is_some_and(|other| other.id != id) {
        return Err(Refusal::Taken("code").into());
    }
    if input.calendar.as_deref().is_some_and(|calendar| organisation.calendar(calendar).is_none()) {
        return Err(Refusal::Invalid("calendar").into());
    }
    if let Some(unit) = input.unit {
        // Only a PD Mandiri TIK may own a Tier 2 team of its own.
        if !organisation.active_unit(unit)?.self_managed {
            return Err(Refusal::Invalid("unit").into());
        }
    }
    if input.competences.len() > 20 {
        return Err(Refusal::TooMany(20).into());
    }
    Ok(Team {
        id,
        code,
        name: input::line("name", &input.name, input::NAME)?,
        covers: input::line_or_empty("covers", &input.covers, input::LINE)?,
        competences: Doc(input.competences),
        calendar: input.calendar,
        unit_id: input.unit,
        security: organisation.team(id).is_some_and(|team| team.security),
        retired_at: None,
    })
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RetireTeam {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = TeamId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TeamId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = organisation.active_team(self.team)?;
        if organisation.services().any(|s| s.team_id == Some(self.team) && s.retired_at.is_none()) {
            return Err(Refusal::InUse("service").into());
        }
        let holds = store::ticket::active_with_team(&work.tx, self.team).await?;
        if holds > 0 {
            return Err(Refusal::HoldsTickets(holds).into());
        }
        let mut after = before.clone();
        after.retired_at = Some(work.now);
        work.change(before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.team)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RestoreTeam {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = TeamId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TeamId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = organisation.team(self.team).filter(|team| team.retired_at.is_some()).ok_or(Refusal::NotFound)?;
        if let Some(unit) = before.unit_id {
            organisation.active_unit(unit)?;
        }
        let after = Team { retired_at: None, ..before.as_ref().clone() };
        work.save_organisation(Some(before.as_ref()), after).await?;
        Ok(self.team)
    }
}
