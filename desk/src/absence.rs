//! Absences: new work goes to the substitute; a unit whose Tier 1 are all away counts as without.

use crate::access::{self, Standing};
use crate::caller::Actor;
use crate::directory::Directory;
use crate::event::{Facts, Kind, Recorded};
use crate::id::{AbsenceId, PersonId};
use crate::input;
use crate::person::Person;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::two;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::Serialize;

pub mod code;

pub use crate::store::entity::absence::Model as Absence;
pub use code::AbsenceKind;

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

/// R24: a second person agrees to a substitute in a place that takes two people to give.
#[derive(Debug, Clone, Serialize)]
pub struct ConfirmAbsence {
    /// The absence.
    pub absence: AbsenceId,
    /// The print of what they saw.
    pub seen: String,
}

/// Takes an absence back: the person is here after all.
#[derive(Debug, Clone, Serialize)]
pub struct CancelAbsence {
    /// The absence.
    pub absence: AbsenceId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for AddAbsence {
    const NEEDS: Needs = Needs::Session;
    type Answer = AbsenceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AbsenceId> {
        let person = work.active_person(self.person).await?;
        may_note(work, &person)?;
        // Who only says when they are away themselves gives nothing to anybody.
        if self.substitute.is_some() || work.author() != Some(person.id) {
            work.need_proof()?;
        }
        if self.valid_to <= self.valid_from {
            return Err(Refusal::Invalid("validTo").into());
        }
        if self.valid_to <= work.now {
            return Err(Refusal::InPast("validTo").into());
        }
        if let Some(substitute) = self.substitute {
            if work.author() == Some(substitute) {
                return Err(Refusal::OwnSubstitute.into());
            }
            if substitute == person.id {
                return Err(Refusal::Invalid("substitute").into());
            }
            let substitute = work.active_person(substitute).await?;
            if !access::can_stand_in(&substitute, &person, &work.organisation()) {
                return Err(Refusal::SubstituteElsewhere.into());
            }
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
            noted_by: work.author(),
            confirmed: self.substitute.is_some() && work.author().is_none(),
            confirmed_by: None,
        };
        work.save_organisation(None, absence).await?;
        Ok(id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for CancelAbsence {
    const NEEDS: Needs = Needs::Session;
    type Answer = AbsenceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AbsenceId> {
        work.hold_stream(&format!("{}/{}", Absence::STREAM, self.absence.0.as_simple())).await?;
        let before: Option<Absence> = store::get(&work.tx, self.absence).await?;
        let before = before.filter(|absence| absence.cancelled_at.is_none()).ok_or(Refusal::NotFound)?;
        let person: Person = store::get(&work.tx, before.person_id).await?.ok_or(Refusal::NotFound)?;
        may_note(work, &person)?;
        if before.substitute_id.is_some() || work.author() != Some(person.id) {
            work.need_proof()?;
        }
        let mut after = before.clone();
        after.cancelled_at = Some(work.now);
        work.change(&before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.absence)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ConfirmAbsence {
    const NEEDS: Needs = Needs::Session;
    type Answer = AbsenceId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<AbsenceId> {
        work.hold_stream(&format!("{}/{}", Absence::STREAM, self.absence.0.as_simple())).await?;
        let before: Option<Absence> = store::get(&work.tx, self.absence).await?;
        let before = before.filter(|absence| absence.cancelled_at.is_none()).ok_or(Refusal::NotFound)?;
        let person = work.active_person(before.person_id).await?;
        may_note(work, &person)?;
        work.need_proof()?;
        if !waits(&before, &work.organisation(), work.now) {
            return Err(Refusal::Invalid("absence").into());
        }
        if work.author().is_some() && work.author() == before.substitute_id {
            return Err(Refusal::OwnSubstitute.into());
        }
        let by = two::second(work, before.noted_by)?;
        let people = [before.person_id].into_iter().chain(before.substitute_id);
        two::as_seen(work, &self.seen, before.state_digest(), people).await?;
        let mut after = before.clone();
        (after.confirmed, after.confirmed_by) = (true, by);
        work.save_organisation(Some(&before), after).await?;
        Ok(self.absence)
    }
}

/// Of oneself; of others, whoever has to do with them.
fn may_note(work: &Work<'_>, person: &Person) -> Outcome<()> {
    let may = match work.author() {
        Some(author) if author == person.id => true,
        Some(_) => access::may_note_absence(work.standing()?, person, &work.organisation()),
        None => work.caller.actor == Actor::Console,
    };
    if may { Ok(()) } else { Err(Refusal::Forbidden.into()) }
}

/// Whether the substitute of an absence waits for a second person.
pub fn waits(absence: &Absence, organisation: &Directory, now: DateTime<Utc>) -> bool {
    let to_come = now < absence.valid_to && absence.substitute_id.is_some() && !absence.confirmed;
    to_come && organisation.guarded(absence.person_id, absence.valid_from.max(now), absence.valid_to)
}

/// Whether this person may be the second one.
pub fn may_confirm(
    who: &Standing,
    absence: &Absence,
    of: &Person,
    organisation: &Directory,
    now: DateTime<Utc>,
) -> bool {
    let another = Some(who.person) != absence.noted_by && Some(who.person) != absence.substitute_id;
    another
        && organisation.independent(who.person, now)
        && (who.person == of.id || access::may_note_absence(who, of, organisation))
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
