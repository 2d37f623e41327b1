//! *Eskalasi ke Tier 2* by a *permintaan solusi permasalahan*, and *Teruskan ke OPD lain*.

use super::case::Case;
use super::{Audience, EscalationReason, MessageKind, PartyRole, RequestState, RouteReason, SolutionRequest, Verb};
use crate::digest::Digest;
use crate::event::{Facts, Kind};
use crate::id::{Id, TeamId, TicketId, UnitId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::search::words;
use crate::setting::SettingKey;
use crate::sla::{Clock, ClockKind, fire};
use crate::store::{self, search::Entry};
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// What stands for the diagnosis of a request that the clock made (R5).
const NOT_DIAGNOSED: &str = "Belum didiagnosis";

/// What a *permintaan solusi permasalahan* carries; none of it may be blank.
#[derive(Debug, Clone, Serialize)]
pub struct Wanted {
    /// Why Tier 2.
    pub reason: EscalationReason,
    /// *Diagnosis awal*.
    pub diagnosis: String,
    /// *Langkah yang sudah dilakukan*.
    pub steps_tried: String,
    /// *Bantuan yang diminta*.
    pub help_wanted: String,
}

/// *Eskalasi ke Tier 2*.
#[derive(Debug, Clone, Serialize)]
pub struct Escalate {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// What is asked of Tier 2.
    pub wanted: Wanted,
}

/// *Lengkapi permintaan solusi*: the four fields that Tier 1 owes to a request that the clock made (R5).
#[derive(Debug, Clone, Serialize)]
pub struct CompleteRequest {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// What is asked of Tier 2.
    pub wanted: Wanted,
}

/// *Teruskan ke OPD lain*.
#[derive(Debug, Clone, Serialize)]
pub struct Forward {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// To which unit.
    pub unit: UnitId,
    /// Why.
    pub reason: String,
}

impl Wanted {
    /// As people may have written it: trimmed, and none of it blank.
    fn read(self) -> Outcome<Self> {
        Ok(Self {
            reason: self.reason,
            diagnosis: input::text("diagnosis", &self.diagnosis)?,
            steps_tried: input::text("stepsTried", &self.steps_tried)?,
            help_wanted: input::text("helpWanted", &self.help_wanted)?,
        })
    }

    fn digest(&self, salt: Digest) -> Digest {
        Digest::of_text(salt, [&*self.diagnosis, &*self.steps_tried, &*self.help_wanted])
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Escalate {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Escalate, self.seen).await?;
        escalate(work, &mut case, self.wanted, false).await?;
        Ok(self.ticket)
    }
}

/// Makes the solution request and moves the ticket to the team of its service.
pub(crate) async fn escalate(work: &mut Work<'_>, case: &mut Case, wanted: Wanted, automatic: bool) -> Outcome<()> {
    let wanted = wanted.read()?;
    let organisation = work.organisation();
    let service = case.ticket.service_id.ok_or(Refusal::ClassifyFirst)?;
    if case.ticket.kind.is_none() {
        return Err(Refusal::ClassifyFirst.into());
    }
    let team = organisation.service(service).and_then(|service| service.team_id).ok_or(Refusal::NoTeam)?;
    organisation.active_team(team)?;
    to_team(work, case, team);
    request(work, case, wanted, automatic).await?;
    work.record(case, Kind::TicketEscalated, Facts::new()).await
}

/// R5: escalates by itself, to the coordinator's team. At most once per ticket, never while it waits, and only what is classified: a team could not
/// tell what the rest is about. Says whether it did.
pub(crate) async fn automatic(work: &mut Work<'_>, case: &mut Case) -> Outcome<bool> {
    let organisation = work.organisation();
    let team = organisation.team_by_code(&organisation.text(SettingKey::CoordinatorTeam));
    let Some(team) = team.filter(|team| team.retired_at.is_none()).map(|team| team.id) else { return Ok(false) };
    let ticket = &case.ticket;
    let ready = ticket.tier == 1 && ticket.status.is_active() && !ticket.status.is_waiting();
    let classified = ticket.kind.is_some() && ticket.service_id.is_some();
    let requests = store::ticket::requests(&work.tx, ticket.id).await?;
    if !ready || !classified || requests.iter().any(|request| request.automatic) {
        return Ok(false);
    }
    let notes = store::ticket::messages(&work.tx, ticket.id).await?;
    let last_note = notes.into_iter().rfind(|text| text.kind == MessageKind::Note && text.erased_at.is_none());
    let wanted = Wanted {
        reason: EscalationReason::PastTier1Target,
        diagnosis: NOT_DIAGNOSED.to_owned(),
        steps_tried: last_note.map(|note| note.body).unwrap_or_default(),
        help_wanted: String::new(),
    };
    to_team(work, case, team);
    request(work, case, wanted, true).await?;
    work.record(case, Kind::TicketEscalated, Facts::new()).await?;
    Ok(true)
}

/// R5: what became late at Tier 1 while it waited is escalated when the wait ends, by the hand of the clock, as it would have been without the wait.
pub(crate) async fn after_wait(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    if case.ticket.tier != 1 || !case.ticket.clock_breached || case.ticket.status.is_waiting() {
        return Ok(());
    }
    let clocks = work.clocks(case).await?;
    let late = |clock: &Clock| clock.kind == ClockKind::Tier1 && clock.breached_at.is_some() && !clock.raised;
    if !clocks.now.iter().any(|clock| clock.state.is_open() && late(clock)) {
        return Ok(());
    }
    if fire::escalates(&work.organisation(), &case.ticket) {
        Box::pin(automatic(&mut work.as_clock(), case)).await?;
    }
    Ok(())
}

fn to_team(work: &Work<'_>, case: &mut Case, team: TeamId) {
    case.ticket.former_assignee_id = case.ticket.assignee_id.or(work.author());
    case.ticket.tier = 2;
    case.ticket.team_id = Some(team);
    case.ticket.assignee_id = None;
    case.ticket.advance(Verb::Escalate);
}

/// The solution request of a ticket that is routed straight to tier 2: nobody at tier 1 has asked for anything, so there is nothing to tell yet.
pub(crate) async fn straight(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let reason = match case.ticket.route_reason {
        RouteReason::SecurityIncident => EscalationReason::SecurityIncident,
        _ => EscalationReason::NeedsTier2Authority,
    };
    let nothing = Wanted { reason, diagnosis: String::new(), steps_tried: String::new(), help_wanted: String::new() };
    request(work, case, nothing, false).await
}

async fn request(work: &mut Work<'_>, case: &mut Case, wanted: Wanted, automatic: bool) -> Outcome<()> {
    let team_id = case.ticket.team_id.ok_or(Refusal::NoTeam)?;
    let salt = work.salt();
    let digest = wanted.digest(salt);
    let request = SolutionRequest {
        id: work.id(),
        number: work.number(SettingKey::RequestPrefix).await?,
        ticket_id: case.ticket.id,
        team_id,
        from_unit_id: case.ticket.queue_unit_id,
        state: RequestState::Open,
        automatic,
        reason: wanted.reason,
        diagnosis: wanted.diagnosis,
        steps_tried: wanted.steps_tried,
        help_wanted: wanted.help_wanted,
        salt: Some(salt),
        digest,
        opened_by: work.author(),
        opened_at: work.now,
        accepted_by: None,
        accepted_at: None,
        hand_overs: 0,
        ended_at: None,
        completed_by: None,
        completed_at: None,
    };
    let found_by = words::of_request(&request);
    store::search::put(&work.tx, &entry(case, &request, &found_by)).await?;
    case.ticket.request_id = Some(request.id);
    let facts = Facts::new().with("digest", digest);
    work.create(request.clone(), Kind::RequestOpened, facts).await?;
    case.request = Some(request);
    Ok(())
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for CompleteRequest {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::CompleteRequest, self.seen).await?;
        let wanted = self.wanted.read()?;
        if !case.request.as_ref().is_some_and(SolutionRequest::is_owed) {
            return Err(Refusal::NothingOwed.into());
        }
        let (salt, by, now) = (work.salt(), work.author(), work.now);
        work.change_request(&mut case, |request| {
            request.digest = wanted.digest(salt);
            request.salt = Some(salt);
            request.reason = wanted.reason;
            request.diagnosis = wanted.diagnosis;
            request.steps_tried = wanted.steps_tried;
            request.help_wanted = wanted.help_wanted;
            request.completed_by = by;
            request.completed_at = Some(now);
        })
        .await?;
        if let Some(request) = &case.request {
            let found_by = words::of_request(request);
            store::search::put_anew(&work.tx, &entry(&case, request, &found_by)).await?;
        }
        work.record(&mut case, Kind::TicketRequestCompleted, Facts::new()).await?;
        Ok(self.ticket)
    }
}

fn entry<'a>(case: &'a Case, request: &SolutionRequest, words: &'a str) -> Entry<'a> {
    let (ticket, parties) = (&case.ticket, &*case.parties);
    Entry { id: request.id.uuid(), ticket, parties, audience: Audience::Internal, words }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Forward {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Forward, self.seen).await?;
        let reason = input::text("reason", &self.reason)?;
        let organisation = work.organisation();
        let unit = organisation.active_unit(self.unit)?.id;
        if case.ticket.queue_unit_id == Some(unit) {
            return Err(Refusal::Invalid("unit").into());
        }
        if let Some(from) = case.ticket.queue_unit_id {
            work.add_party(&mut case, PartyRole::PastUnit, from.uuid()).await?;
        }
        case.ticket.queue_unit_id = Some(unit);
        case.ticket.assignee_id = None;
        case.ticket.former_assignee_id = None;
        case.ticket.forwards += 1;
        case.ticket.route_reason = match organisation.serving(unit, work.now) {
            Some(_) => RouteReason::Forwarded,
            None => RouteReason::NoTier1,
        };
        case.ticket.advance(Verb::Forward);
        work.say(&mut case, MessageKind::Forward, Audience::Internal, &reason).await?;
        work.record(&mut case, Kind::TicketForwarded, Facts::new()).await?;
        Ok(self.ticket)
    }
}
