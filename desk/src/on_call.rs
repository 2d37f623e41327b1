//! *Piket*: who of a team is on call, and *serah terima piket*: what one shift leaves to the next. Targets on 24x7 hold only while somebody is on call
//! (R17).

use crate::access::{self, Matter, may_deal};
use crate::digest::Digest;
use crate::event::{Facts, Kind};
use crate::id::{HandoverId, PersonId, ShiftId, TeamId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Doc};
use crate::token::Needs;
use crate::view::Reader;
use crate::work::{Command, Work};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

pub use crate::store::entity::on_call::Model as Shift;
pub use crate::store::entity::shift_handover::Model as Handover;

/// The longest shift.
const LONGEST: TimeDelta = TimeDelta::days(31);
/// So many tickets stand in a hand-over, at most.
const MOST_TICKETS: u64 = 200;

impl Shift {
    /// Whether somebody is on call by it at `at`.
    pub fn covers(&self, at: DateTime<Utc>) -> bool {
        self.cancelled_at.is_none() && self.valid_from <= at && at < self.valid_to
    }

    /// Whether it was added or taken back after it had begun: then clocks that started meanwhile run by other terms than they started with.
    pub(crate) fn edited_late(&self) -> bool {
        [self.added_at, self.cancelled_at].into_iter().flatten().any(|at| at > self.valid_from)
    }
}

/// Puts somebody of a team on call.
#[derive(Debug, Clone, Serialize)]
pub struct AddShift {
    /// The team.
    pub team: TeamId,
    /// Who.
    pub person: PersonId,
    /// From when.
    pub valid_from: DateTime<Utc>,
    /// Until when.
    pub valid_to: DateTime<Utc>,
}

/// Takes a shift back.
#[derive(Debug, Clone, Serialize)]
pub struct CancelShift {
    /// The shift.
    pub shift: ShiftId,
}

/// *Serah terima piket*: leaves the open CRITICAL and HIGH tickets of a team to the next person, with a note.
#[derive(Debug, Clone, Serialize)]
pub struct HandOverShift {
    /// The team.
    pub team: TeamId,
    /// Who takes over.
    pub to: PersonId,
    /// What they must know.
    pub note: String,
}

/// Takes a shift over: it has been read.
#[derive(Debug, Clone, Serialize)]
pub struct AcceptHandover {
    /// The hand-over.
    pub handover: HandoverId,
}

fn may_plan(work: &Work<'_>, team: TeamId) -> Outcome<()> {
    if work.standing().is_ok_and(|who| access::plans(who, team)) { Ok(()) } else { work.need(Matter::Catalogue) }
}

fn works_in(work: &Work<'_>, person: PersonId, team: TeamId) -> bool {
    work.organisation().members_of(team, work.now).contains(&person)
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for AddShift {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = ShiftId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<ShiftId> {
        may_plan(work, self.team)?;
        let team = work.organisation().active_team(self.team)?.id;
        let person = work.active_person(self.person).await?.id;
        if !works_in(work, person, team) {
            return Err(Refusal::Invalid("person").into());
        }
        if self.valid_to <= self.valid_from || self.valid_to - self.valid_from > LONGEST {
            return Err(Refusal::Invalid("validTo").into());
        }
        if self.valid_to <= work.now {
            return Err(Refusal::InPast("validTo").into());
        }
        let id = work.id();
        let (valid_from, valid_to) = (self.valid_from, self.valid_to);
        let added_at = Some(work.now);
        let shift = Shift { id, team_id: team, person_id: person, valid_from, valid_to, cancelled_at: None, added_at };
        work.save_organisation(None, shift).await?;
        Ok(id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for CancelShift {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = ShiftId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<ShiftId> {
        let before: Option<Shift> = store::get(&work.tx, self.shift).await?;
        let before = before.filter(|shift| shift.cancelled_at.is_none()).ok_or(Refusal::NotFound)?;
        may_plan(work, before.team_id)?;
        let mut after = before.clone();
        after.cancelled_at = Some(work.now);
        work.change(&before, after, Kind::Retired, Facts::new()).await?;
        work.organisation_changed();
        Ok(self.shift)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for HandOverShift {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = HandoverId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<HandoverId> {
        let from = work.person()?;
        let team = work.organisation().active_team(self.team)?.id;
        if !works_in(work, from, team) {
            return Err(Refusal::Forbidden.into());
        }
        let to = work.active_person(self.to).await?.id;
        if to == from || !works_in(work, to, team) {
            return Err(Refusal::Invalid("to").into());
        }
        let note = input::text("note", &self.note)?;
        let salt = work.salt();
        let handover = Handover {
            id: work.id(),
            team_id: team,
            from_id: from,
            to_id: to,
            at: work.now,
            digest: Digest::of_text(salt, [note.as_str()]),
            note,
            salt: Some(salt),
            tickets: Doc(store::ticket::urgent_of(&work.tx, team, MOST_TICKETS).await?),
            accepted_at: None,
        };
        let id = handover.id;
        work.create(handover, Kind::Created, Facts::new()).await?;
        Ok(id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for AcceptHandover {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = HandoverId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<HandoverId> {
        let before: Option<Handover> = store::get(&work.tx, self.handover).await?;
        let before = before.ok_or(Refusal::NotFound)?;
        if work.person()? != before.to_id {
            return Err(Refusal::Forbidden.into());
        }
        if before.accepted_at.is_some() {
            return Err(Refusal::AlreadyAccepted.into());
        }
        let mut after = before.clone();
        after.accepted_at = Some(work.now);
        work.change(&before, after, Kind::Changed, Facts::new()).await?;
        Ok(self.handover)
    }
}

impl Reader {
    /// The hand-overs of a team, newest first; for those who work in it, coordinate or audit.
    pub async fn handovers(&self, team: TeamId) -> Outcome<Vec<Handover>> {
        self.may_read_handovers(team)?;
        store::sla::handovers(&self.db(), team, 50).await
    }

    /// A hand-over of such a team.
    pub async fn handover(&self, id: HandoverId) -> Outcome<Handover> {
        let found: Option<Handover> = store::get(&self.db(), id).await?;
        Ok(found.filter(|it| self.may_read_handovers(it.team_id).is_ok()).ok_or(Refusal::NotFound)?)
    }

    fn may_read_handovers(&self, team: TeamId) -> Outcome<()> {
        let who = &self.standing;
        let may = who.teams.contains(&team) || who.coordinator || may_deal(who, Matter::Audit);
        if may { Ok(()) } else { Err(Refusal::Forbidden.into()) }
    }

    /// The open tickets of a hand-over that this person sees.
    pub async fn tickets_of_handover(&self, handover: &Handover) -> Outcome<Vec<crate::view::TicketView>> {
        self.tickets_by_id(&handover.tickets).await
    }
}
