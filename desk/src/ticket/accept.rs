//! What Tier 2 does with a solution request: *Terima*, *Alihkan ke tim lain*, *Kembalikan untuk dilengkapi*, *Kirim solusi ke Tier 1*.

use super::case::Case;
use super::{Audience, MessageKind, PartyRole, RequestState, SolutionRequest, Verb};
use crate::access::{self, Standing, Ties};
use crate::event::{Facts, Kind};
use crate::id::{Id, PersonId, TeamId, TicketId, UnitId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Terima*.
#[derive(Debug, Clone, Serialize)]
pub struct Accept {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
}

/// *Alihkan ke tim lain*.
#[derive(Debug, Clone, Serialize)]
pub struct HandOver {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// To which team.
    pub team: TeamId,
    /// Why.
    pub reason: String,
}

/// *Kembalikan untuk dilengkapi*.
#[derive(Debug, Clone, Serialize)]
pub struct Return {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// What is missing.
    pub missing: String,
}

/// *Kirim solusi ke Tier 1*.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// The solution, which Tier 1 applies.
    pub solution: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Accept {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Accept, self.seen).await?;
        let (person, now) = (work.person()?, work.now);
        work.change_request(&mut case, |request| {
            request.state = RequestState::Accepted;
            request.accepted_by = Some(person);
            request.accepted_at = Some(now);
        })
        .await?;
        // Whoever was asked is still asked: a wait ends by what R2 names.
        case.ticket.assignee_id = Some(person);
        case.ticket.advance(Verb::Accept);
        work.record(&mut case, Kind::TicketAccepted, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for HandOver {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::HandOver, self.seen).await?;
        let reason = input::text("reason", &self.reason)?;
        let team = work.organisation().active_team(self.team)?.id;
        if case.ticket.team_id == Some(team) {
            return Err(Refusal::Invalid("team").into());
        }
        hand_over(work, &mut case, team).await?;
        case.ticket.advance(Verb::HandOver);
        work.say(&mut case, MessageKind::HandOver, Audience::Internal, &reason).await?;
        work.record(&mut case, Kind::TicketHandedOver, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Return {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Return, self.seen).await?;
        let missing = input::text("missing", &self.missing)?;
        work.say(&mut case, MessageKind::Return, Audience::Internal, &missing).await?;
        back_to_tier1(work, &mut case, Verb::Return, RequestState::Returned).await?;
        work.record(&mut case, Kind::TicketReturned, Facts::new()).await?;
        Ok(self.ticket)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Answer {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Answer, self.seen).await?;
        let solution = input::text("solution", &self.solution)?;
        work.say(&mut case, MessageKind::Answer, Audience::Internal, &solution).await?;
        back_to_tier1(work, &mut case, Verb::Answer, RequestState::Answered).await?;
        work.record(&mut case, Kind::TicketAnswered, Facts::new()).await?;
        Ok(self.ticket)
    }
}

impl SolutionRequest {
    /// A new stay with a team begins: whoever takes it accepts it again.
    pub(crate) fn accept_again(&mut self) {
        self.state = RequestState::Open;
        self.accepted_by = None;
        self.accepted_at = None;
        self.ended_at = None;
    }
}

/// Gives the ticket and its solution request to another team, where nobody has it yet.
pub(crate) async fn hand_over(work: &mut Work<'_>, case: &mut Case, team: TeamId) -> Outcome<()> {
    if let Some(from) = case.ticket.team_id {
        work.add_party(case, PartyRole::PastTeam, from.uuid()).await?;
    }
    work.change_request(case, |request| {
        request.accept_again();
        request.team_id = team;
        request.hand_overs += 1;
    })
    .await?;
    case.ticket.team_id = Some(team);
    case.ticket.assignee_id = None;
    Ok(())
}

/// R2: to the former owner if still appointed and present, else to the unit's queue.
pub(crate) async fn back_to_tier1(work: &mut Work<'_>, case: &mut Case, by: Verb, state: RequestState) -> Outcome<()> {
    let now = work.now;
    work.change_request(case, |request| {
        request.state = state;
        request.ended_at = Some(now);
    })
    .await?;
    if let Some(team) = case.ticket.team_id.take() {
        work.add_party(case, PartyRole::PastTeam, team.uuid()).await?;
    }
    case.ticket.tier = 1;
    case.ticket.assignee_id = still_there(work, case.ticket.former_assignee_id, case.ticket.queue_unit_id).await?;
    case.ticket.advance(by);
    Ok(())
}

/// A former owner, if that person still serves the unit and is not away.
async fn still_there(work: &Work<'_>, owner: Option<PersonId>, unit: Option<UnitId>) -> Outcome<Option<PersonId>> {
    let Some(owner) = owner else { return Ok(None) };
    let organisation = work.organisation();
    if organisation.is_away(owner, work.now) {
        return Ok(None);
    }
    let person: Option<crate::person::Person> = store::get(&work.tx, owner).await?;
    let serves = person.is_some_and(|person| {
        let standing = Standing::of(&person, &organisation, work.now);
        unit.map_or(standing.coordinator, |unit| standing.serves.contains(&unit)) || standing.coordinator
    });
    Ok(Some(owner).filter(|_| serves))
}

/// Whether somebody who handled a ticket at a tier can have it back.
pub(crate) async fn can_have_back(work: &Work<'_>, case: &Case, who: PersonId) -> Outcome<bool> {
    let organisation = work.organisation();
    if organisation.is_away(who, work.now) {
        return Ok(false);
    }
    let person: Option<crate::person::Person> = store::get(&work.tx, who).await?;
    Ok(person.is_some_and(|person| {
        let standing = Standing::of(&person, &organisation, work.now);
        access::in_queue(standing.towards(Ties::of(&standing, &case.parties)), &case.ticket)
    }))
}

/// The end of a request whose ticket ends without it.
pub(crate) async fn withdraw(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let running = |state| matches!(state, RequestState::Open | RequestState::Accepted);
    if case.request.as_ref().is_some_and(|request| running(request.state)) {
        let now = work.now;
        work.change_request(case, |request| {
            request.state = RequestState::Withdrawn;
            request.ended_at = Some(now);
        })
        .await?;
    }
    Ok(())
}
