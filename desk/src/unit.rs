//! Organisation units (OPD): a tree.

use crate::access::Matter;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::UnitId;
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

pub mod code;

pub use crate::store::entity::unit::Model as Unit;
pub use code::UnitKind;

/// So many units lie one below the other, at most: whoever asks who serves one goes all the way up.
pub const DEEPEST: usize = 50;

/// What an administrator says of a unit.
#[derive(Debug, Clone, Serialize)]
pub struct UnitInput {
    /// The region's own code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// What fits on a badge.
    pub short_name: String,
    /// Kind.
    pub kind: UnitKind,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// IANA zone, where it differs from the region's.
    pub zone: Option<String>,
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

/// Adds a unit, or changes one.
#[derive(Debug, Clone, Serialize)]
pub struct SaveUnit {
    /// The unit to change; none: a new one.
    pub unit: Option<UnitId>,
    /// What holds from now on.
    pub input: UnitInput,
}

/// Takes a unit out of use. Its name stays where it was used (R9).
#[derive(Debug, Clone, Serialize)]
pub struct RetireUnit {
    /// The unit.
    pub unit: UnitId,
}

/// Takes a unit that was out of use into use again.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreUnit {
    /// The unit.
    pub unit: UnitId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for SaveUnit {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = UnitId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<UnitId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let id = self.unit.unwrap_or_else(|| work.id());
        let before = match self.unit {
            Some(id) => Some(organisation.active_unit(id)?),
            None => None,
        };
        let unit = checked(&organisation, id, self.input)?;
        if let Some(parent) = unit.parent_id.filter(|parent| before.is_none_or(|it| it.parent_id != Some(*parent))) {
            // Whatever lies below it comes along.
            if organisation.upwards(parent).count() + organisation.height(id) > DEEPEST {
                return Err(Refusal::Invalid("parent").into());
            }
        }
        work.save_organisation(before, unit).await?;
        Ok(id)
    }
}

/// What a unit becomes, or why it cannot. Used by every command that makes or changes one.
pub(crate) fn checked(organisation: &Directory, id: UnitId, input: UnitInput) -> Outcome<Unit> {
    let code = input::line("code", &input.code, 40)?;
    if organisation.unit_by_code(&code).is_some_and(|other| other.id != id) {
        return Err(Refusal::Taken("code").into());
    }
    if let Some(parent) = input.parent {
        let parent = organisation.active_unit(parent)?.id;
        if organisation.upwards(parent).any(|above| above == id) {
            return Err(Refusal::Invalid("parent").into());
        }
    }
    if organisation.calendar(&input.calendar).is_none() {
        return Err(Refusal::Invalid("calendar").into());
    }
    if input.zone.as_deref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        return Err(Refusal::Invalid("zone").into());
    }
    let office = organisation.office().map(|office| office.id);
    if input.service_desk_office && office.is_some_and(|office| office != id)
        || !input.service_desk_office && office == Some(id)
    {
        return Err(Refusal::OneServiceDeskOffice.into());
    }
    Ok(Unit {
        id,
        code,
        name: input::line("name", &input.name, input::NAME)?,
        short_name: input::line("shortName", &input.short_name, 40)?,
        kind: input.kind,
        parent_id: input.parent,
        zone: input.zone,
        calendar: input.calendar,
        service_desk_office: input.service_desk_office,
        self_managed: input.self_managed,
        requires_tier1: input.requires_tier1,
        address: input.address,
        retired_at: None,
    })
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RetireUnit {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = UnitId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<UnitId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = organisation.active_unit(self.unit)?;
        if before.service_desk_office {
            return Err(Refusal::OneServiceDeskOffice.into());
        }
        if organisation.units().any(|unit| unit.parent_id == Some(self.unit) && unit.retired_at.is_none()) {
            return Err(Refusal::InUse("unit").into());
        }
        if organisation.services().any(|s| s.owner_unit_id == self.unit && s.retired_at.is_none()) {
            return Err(Refusal::InUse("service").into());
        }
        let holds = store::ticket::active_in_queue(&work.tx, self.unit).await?;
        if holds > 0 {
            return Err(Refusal::HoldsTickets(holds).into());
        }
        let mut after = before.clone();
        after.retired_at = Some(work.now);
        work.change(before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.unit)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RestoreUnit {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = UnitId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<UnitId> {
        work.need(Matter::Catalogue)?;
        let organisation = work.directory().await?;
        let before = organisation.unit(self.unit).filter(|unit| unit.retired_at.is_some()).ok_or(Refusal::NotFound)?;
        if let Some(parent) = before.parent_id {
            organisation.active_unit(parent)?;
        }
        let after = Unit { retired_at: None, ..before.as_ref().clone() };
        work.save_organisation(Some(before.as_ref()), after).await?;
        Ok(self.unit)
    }
}
