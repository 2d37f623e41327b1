//! Where a new ticket goes first. Pure: the organisation, the instant and the report decide.

use super::{Confidentiality, RouteReason, TicketKind};
use crate::directory::Directory;
use crate::id::{TeamId, UnitId};
use crate::person::RequesterType;
use crate::service::{FirstLine, Service};
use chrono::{DateTime, Utc};

/// What routing looks at.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The unit of the requester.
    pub unit: Option<UnitId>,
    /// Who the requester is to the government.
    pub requester_type: RequesterType,
    /// The service, if known.
    pub service: Option<&'a Service>,
    /// The kind, if known.
    pub kind: Option<TicketKind>,
    /// A complaint about staff or about how something was handled.
    pub about_handling: bool,
}

/// Where a ticket goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// 1 or 2.
    pub tier: i32,
    /// The unit whose Tier 1 answers for it. Who that is at a given time, the directory says: the unit's own, or the nearest one up the tree.
    pub queue_unit: Option<UnitId>,
    /// The team, at tier 2.
    pub team: Option<TeamId>,
    /// Why.
    pub reason: RouteReason,
    /// The class it starts with.
    pub confidentiality: Confidentiality,
    /// Whether it is a security incident.
    pub security_incident: bool,
}

/// Decides where a report goes first.
pub fn route(directory: &Directory, now: DateTime<Utc>, asked: Asked<'_>) -> Route {
    let confidentiality = asked.service.map_or(Confidentiality::Normal, |service| service.confidentiality);
    let owner = asked.service.map(|service| service.owner_unit_id);
    let office = directory.office().map(|unit| unit.id);
    let at_unit = |unit: Option<UnitId>, reason: RouteReason| Route {
        tier: 1,
        queue_unit: unit,
        team: None,
        reason,
        confidentiality,
        security_incident: false,
    };
    let straight = |service: &Service, reason: RouteReason, confidentiality, security_incident| Route {
        tier: 2,
        queue_unit: asked.unit.or(office),
        team: service.team_id,
        reason,
        confidentiality,
        security_incident,
    };
    if let Some(service) = asked.service.filter(|service| service.team_id.is_some()) {
        if service.security_incident && matches!(asked.kind, None | Some(TicketKind::Incident)) {
            return straight(
                service,
                RouteReason::SecurityIncident,
                confidentiality.max(Confidentiality::Restricted),
                true,
            );
        }
        if service.straight_to_tier2 && !asked.about_handling {
            return straight(service, RouteReason::StraightToTier2, confidentiality, false);
        }
    }
    if asked.about_handling && asked.kind == Some(TicketKind::Complaint) {
        return at_unit(None, RouteReason::ComplaintAboutHandling);
    }
    let civil_servant = asked.requester_type == RequesterType::CivilServant;
    let reporter = asked.unit.filter(|_| civil_servant);
    let (first, reason) = match (asked.service, reporter) {
        (None, Some(unit)) => (Some(unit), RouteReason::ServiceUnknown),
        (None, None) => (office, RouteReason::ServiceUnknown),
        (Some(service), Some(unit)) if service.first_line == FirstLine::ReporterUnit => {
            (Some(unit), RouteReason::ReporterUnit)
        }
        (Some(_), _) => (owner, RouteReason::OwnerUnit),
    };
    match first.and_then(|unit| directory.serving(unit, now)) {
        Some(unit) if Some(unit) == first => at_unit(first, reason),
        Some(_) => at_unit(first, RouteReason::ParentTier1),
        None => at_unit(first, RouteReason::NoTier1),
    }
}
