//! *Ubah jenis, layanan atau prioritas*: re-routes and recomputes, with the old values in the history.

use super::assign::own;
use super::case::Case;
use super::{
    Audience, Confidentiality, Impact, MessageKind, PartyRole, Priority, TicketKind, Urgency, Verb, accept, route,
};
use crate::event::{Facts, Kind};
use crate::id::{Id, ServiceId, TicketId};
use crate::input;
use crate::person::Person;
use crate::refusal::{Fault, Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// *Ubah jenis, layanan atau prioritas*. What is none stays. Sent with nothing changed, it confirms what is there (*Diverifikasi*).
#[derive(Debug, Clone, Serialize)]
pub struct Reclassify {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// The kind.
    pub kind: Option<TicketKind>,
    /// The service.
    pub service: Option<ServiceId>,
    /// The impact.
    pub impact: Option<Impact>,
    /// The urgency.
    pub urgency: Option<Urgency>,
    /// The class.
    pub confidentiality: Option<Confidentiality>,
    /// The security team's word on a security incident: confirmed, it becomes CRITICAL.
    pub security_confirmed: bool,
    /// Why; needed where the class is lowered.
    pub reason: String,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Reclassify {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Reclassify, self.seen).await?;
        let organisation = work.organisation();
        let new_service = self.service.filter(|id| case.ticket.service_id != Some(*id));
        let kind = self.kind.or(case.ticket.kind);
        let service = self.service.or(case.ticket.service_id);
        if let Some(id) = service {
            let service = organisation.service(id).ok_or(Refusal::NotFound)?;
            if new_service.is_some() && service.retired_at.is_some() {
                return Err(Refusal::ServiceNotOffered.into());
            }
            if kind.is_some_and(|kind| !service.kinds.contains(&kind)) && (new_service.is_some() || self.kind.is_some())
            {
                return Err(Refusal::KindNotTaken.into());
            }
        }
        let reason = match self.confidentiality {
            Some(class) if case.ticket.confidentiality.stricter_than(class) => input::text("reason", &self.reason)?,
            _ => input::text_or_empty("reason", &self.reason)?,
        };
        let confirmed =
            self.security_confirmed || (case.ticket.security_incident && case.ticket.priority == Priority::Critical);
        case.ticket.kind = kind;
        case.ticket.service_id = service;
        if self.impact.is_some() || self.urgency.is_some() {
            case.ticket.impact = self.impact.unwrap_or(case.ticket.impact);
            case.ticket.urgency = self.urgency.unwrap_or(case.ticket.urgency);
            case.ticket.priority = Priority::of(case.ticket.impact, case.ticket.urgency);
        }
        if let Some(class) = self.confidentiality {
            if class.stricter_than(case.ticket.confidentiality) {
                // Of those who worked on it only the one who has it still sees it.
                own(work, &mut case)?;
            }
            case.ticket.confidentiality = class;
        }
        if new_service.is_some() {
            reroute(work, &mut case).await?;
        }
        if self.security_confirmed && !(work.standing()?.security && case.ticket.security_incident) {
            return Err(Refusal::Forbidden.into());
        }
        if case.ticket.security_incident {
            // HIGH until the security team has confirmed it, whatever impact and urgency say; then CRITICAL.
            case.ticket.priority = if confirmed { Priority::Critical } else { Priority::High };
        }
        case.ticket.verified = case.ticket.kind.is_some() && case.ticket.service_id.is_some();
        if !reason.is_empty() {
            work.say(&mut case, MessageKind::Reclassify, Audience::Internal, &reason).await?;
        }
        work.record(&mut case, Kind::TicketReclassified, Facts::new()).await?;
        Ok(self.ticket)
    }
}

/// A new service has another first line, another team, perhaps another class. A ticket at tier 2 stays there, with the new service's team.
async fn reroute(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let organisation = work.organisation();
    let service = case.ticket.service_id.and_then(|id| organisation.service(id)).ok_or(Refusal::NotFound)?;
    let requester: Option<Person> = store::get(&work.tx, case.ticket.requester_id).await?;
    let requester = requester.ok_or_else(|| Fault::new("a ticket without its requester"))?;
    let asked = route::Asked {
        unit: case.ticket.unit_id,
        requester_type: requester.requester_type,
        service: Some(service),
        kind: case.ticket.kind,
        about_handling: case.parties.iter().any(|(role, _)| *role == PartyRole::HiddenFrom),
    };
    let to = route::route(&organisation, work.now, asked);
    if to.confidentiality.stricter_than(case.ticket.confidentiality) {
        case.ticket.confidentiality = to.confidentiality;
    }
    if case.ticket.security_incident && !to.security_incident {
        // A false alarm: an ordinary ticket again.
        case.ticket.priority = Priority::of_requester(case.ticket.impact, case.ticket.urgency);
    }
    case.ticket.security_incident = to.security_incident;
    match (case.ticket.tier, to.tier) {
        (1, 1) => {
            if let Some(from) = case.ticket.queue_unit_id.filter(|from| Some(*from) != to.queue_unit) {
                work.add_party(case, PartyRole::PastUnit, from.uuid()).await?;
                case.ticket.queue_unit_id = to.queue_unit;
                case.ticket.route_reason = to.reason;
                let keeps = match case.ticket.assignee_id {
                    Some(who) => accept::can_have_back(work, case, who).await?,
                    None => true,
                };
                if !keeps {
                    case.ticket.assignee_id = None;
                }
            }
        }
        (1, _) => {
            case.ticket.former_assignee_id = case.ticket.assignee_id.take();
            case.ticket.tier = 2;
            case.ticket.team_id = to.team;
            case.ticket.route_reason = to.reason;
            case.ticket.advance(Verb::Escalate);
            super::escalate::straight(work, case).await?;
        }
        (_, _) => {
            let team = service.team_id.ok_or(Refusal::NoTeam)?;
            if case.ticket.team_id != Some(team) {
                accept::hand_over(work, case, team).await?;
            }
        }
    }
    Ok(())
}
