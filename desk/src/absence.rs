//! Absences: new work goes to the substitute; a unit whose Tier 1 are all away counts as without.

use crate::access::Matter;
use crate::codes::codes;
use crate::desk::Command;
use crate::event::{Facts, Kind};
use crate::id::{AbsenceId, PersonId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::work::Work;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub use crate::store::entity::absence::Model as Absence;

codes! {
    /// Why somebody is away.
    pub enum AbsenceKind {
        /// *Cuti*.
        Leave = "CUTI",
        /// *Dinas luar*.
        DutyTravel = "DINAS_LUAR",
        /// *Sakit*.
        Sick = "SAKIT",
        /// *Pendidikan dan pelatihan*.
        Training = "DIKLAT",
    }
}

impl Absence {
    /// Whether the person is away at `now`.
    pub fn covers(&self, now: DateTime<Utc>) -> bool {
        self.cancelled_at.is_none() && self.valid_from <= now && now < self.valid_to
    }
}

/// Notes that somebody is or will be away: oneself, or, for those who lead, somebody else.
#[derive(Debug, Clone, Serialize)]
pub struct AddAbsence {
    /// Who.
    pub person: PersonId,
    /// Why.
    pub kind: AbsenceKind,
    /// From when.
    pub valid_from: DateTime<Utc>,
    /// Until when.
    pub valid_to: DateTime<Utc>,
    /// Who stands in.
    pub substitute: Option<PersonId>,
    /// A word about it.
    pub reason: String,
}

/// Takes an absence back: the person is here after all.
#[derive(Debug, Clone, Serialize)]
pub struct CancelAbsence {
    /// The absence.
    pub absence: AbsenceId,
}

#[async_trait::async_trait]
impl Command for AddAbsence {
    type Answer = AbsenceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AbsenceId> {
        if work.author() != Some(self.person) {
            work.need(Matter::Absences)?;
        }
        let person = work.active_person(self.person).await?;
        if self.valid_to <= self.valid_from {
            return Err(Refusal::Invalid("validTo").into());
        }
        if self.valid_to <= work.now {
            return Err(Refusal::InPast("validTo").into());
        }
        if let Some(substitute) = self.substitute {
            if substitute == person.id {
                return Err(Refusal::Invalid("substitute").into());
            }
            work.active_person(substitute).await?;
        }
        let id = work.id();
        let absence = Absence {
            id,
            person_id: person.id,
            kind: self.kind,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            substitute_id: self.substitute,
            reason: input::line_or_empty("reason", &self.reason, input::LINE)?,
            cancelled_at: None,
        };
        work.save_organisation(None, absence).await?;
        Ok(id)
    }
}

#[async_trait::async_trait]
impl Command for CancelAbsence {
    type Answer = AbsenceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AbsenceId> {
        let before: Option<Absence> = store::get(&work.tx, self.absence).await?;
        let before = before.filter(|absence| absence.cancelled_at.is_none()).ok_or(Refusal::NotFound)?;
        if work.author() != Some(before.person_id) {
            work.need(Matter::Absences)?;
        }
        let mut after = before.clone();
        after.cancelled_at = Some(work.now);
        work.change(&before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.absence)
    }
}

/// Somebody leaves: they stand in for nobody any more.
pub(crate) async fn without_substitute(work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
    for before in store::people::absences_covered_by(&work.tx, person, work.now).await? {
        let mut after = before.clone();
        after.substitute_id = None;
        work.save_organisation(Some(&before), after).await?;
    }
    Ok(())
}
