//! The catalogue.

use super::cells::Cells;
use super::{Column as C, Deed, Ground, Plan, Row, RowProblem, code_key};
use crate::id::ServiceId;
use crate::refusal::Refusal;
use crate::service::{self, Application, Criticality, FirstLine, Service, ServiceGroup, ServiceInput, WorkStream};
use crate::ticket::{Confidentiality, TicketKind};
use crate::words::Spoken;
use std::collections::HashMap;

const GROUPS: &[(&str, ServiceGroup)] = &[
    ("administrasi", ServiceGroup::Administration),
    ("adm", ServiceGroup::Administration),
    ("publik", ServiceGroup::Public),
    ("pub", ServiceGroup::Public),
    ("infrastruktur", ServiceGroup::Infrastructure),
    ("infrastruktur dan TIK", ServiceGroup::Infrastructure),
    ("tik", ServiceGroup::Infrastructure),
];
const APPLICATIONS: &[(&str, Application)] = &[
    ("umum", Application::Common),
    ("aplikasi umum", Application::Common),
    ("khusus", Application::Special),
    ("aplikasi khusus", Application::Special),
];
const STREAMS: &[(&str, WorkStream)] =
    &[("pengguna", WorkStream::UserService), ("aplikasi", WorkStream::ApplicationManagement)];
const FIRST_LINES: &[(&str, FirstLine)] = &[
    ("pelapor", FirstLine::ReporterUnit),
    ("opd pelapor", FirstLine::ReporterUnit),
    ("pemilik", FirstLine::OwnerUnit),
    ("opd pemilik", FirstLine::OwnerUnit),
];
const CRITICALITIES: &[(&str, Criticality)] = &[
    ("rendah", Criticality::Low),
    ("sedang", Criticality::Medium),
    ("tinggi", Criticality::High),
    ("kritis", Criticality::Critical),
];
const KINDS: &[(&str, TicketKind)] = &[
    ("gangguan", TicketKind::Incident),
    ("insiden", TicketKind::Incident),
    ("permintaan", TicketKind::Request),
    ("masalah", TicketKind::Problem),
    ("keluhan", TicketKind::Complaint),
    ("perubahan", TicketKind::Change),
];
const CLASSES: &[(&str, Confidentiality)] = &[
    ("biasa", Confidentiality::Normal),
    ("umum", Confidentiality::Normal),
    ("terbatas", Confidentiality::Restricted),
    ("rahasia", Confidentiality::Secret),
];

/// Decides what becomes of every row.
pub(super) fn plan(ground: &Ground, rows: &[Row], problems: &mut Vec<RowProblem>) -> Plan {
    let organisation = &*ground.organisation;
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut plan = Plan::new();
    for (index, row) in rows.iter().enumerate() {
        let mut cells = Cells::of(row);
        let code = cells.filled(C::Code).unwrap_or_default();
        let before = ground.services().coded(code).and_then(|id| organisation.service(id)).map(AsRef::as_ref);
        match seen.insert(code_key(code), row.line) {
            Some(line) if !code.is_empty() => cells.wrong(Some(C::Code), Refusal::Twice { field: "code", line }),
            _ => {}
        }
        if before.is_some_and(|service| service.retired_at.is_some()) {
            cells.wrong(Some(C::Code), Refusal::Retired("service"));
        }
        let id = before.map_or_else(|| ServiceId(ground.chance.uuid(ground.now)), |service| service.id);
        let input = input(&mut cells, ground, before);
        let made = input.and_then(|input| cells.take(service::checked(organisation, id, ground.by, input), C::Code));
        if let Some(made) = cells.done(made, problems) {
            let same = before == Some(&made);
            plan.push((index, if same { Deed::Nothing } else { Deed::Service(before.cloned(), made) }));
        }
    }
    plan
}

/// A word that a new service needs and an old one has.
fn must<T: Spoken + std::fmt::Display>(
    cells: &mut Cells<'_>,
    column: C,
    all: &[T],
    others: &[(&str, T)],
    before: Option<T>,
) -> Option<T> {
    if cells.filled(column).is_none() {
        if before.is_none() {
            cells.wrong(Some(column), Refusal::Blank(column.code()));
        }
        return before;
    }
    cells.word(column, all, others)
}

fn input(cells: &mut Cells<'_>, ground: &Ground, before: Option<&Service>) -> Option<ServiceInput> {
    let given = cells.needed(C::Code, None);
    let name = cells.needed(C::Name, before.map(|service| service.name.as_str()));
    let group = must(cells, C::Group, ServiceGroup::ALL, GROUPS, before.map(|service| service.service_group));
    let stream = must(cells, C::WorkStream, WorkStream::ALL, STREAMS, before.map(|service| service.work_stream));
    let first = must(cells, C::FirstLine, FirstLine::ALL, FIRST_LINES, before.map(|service| service.first_line));
    let owner = match (cells.filled(C::Owner), before) {
        (None, Some(before)) => Some(before.owner_unit_id),
        (None, None) => {
            cells.wrong(Some(C::Owner), Refusal::Blank("owner"));
            None
        }
        (Some(_), _) => cells.unit(C::Owner, ground),
    };
    let team = cells.team(C::Team, ground);
    let team = if cells.has(C::Team) { team } else { before.and_then(|service| service.team_id) };
    let application = cells.word(C::Application, Application::ALL, APPLICATIONS);
    let application =
        if cells.has(C::Application) { application } else { before.and_then(|service| service.application) };
    let criticality = cells.word(C::Criticality, Criticality::ALL, CRITICALITIES);
    let class = cells.word(C::Confidentiality, Confidentiality::ALL, CLASSES);
    let kinds = cells.words(C::Kinds, TicketKind::ALL, KINDS).filter(|kinds| !kinds.is_empty());
    let mut yes = |column: C, before: Option<bool>, otherwise: bool| cells.yes(column).or(before).unwrap_or(otherwise);
    let needs_letter = yes(C::NeedsLetter, before.map(|service| service.needs_letter), false);
    let security_incident = yes(C::SecurityIncident, before.map(|service| service.security_incident), false);
    let straight_to_tier2 = yes(C::StraightToTier2, before.map(|service| service.straight_to_tier2), security_incident);
    let published = yes(C::Published, before.map(|service| service.published), true);
    // A list that the table has replaces the one that was there, be it by nothing.
    let form_fields = cells.json(C::FormFields);
    let approval_steps = cells.json(C::ApprovalSteps);
    let standard = cells.json(C::Standard);
    macro_rules! list {
        ($column:expr, $given:expr, $kept:ident) => {
            match (cells.has($column), $given, before) {
                (false, _, Some(before)) => before.$kept.0.clone(),
                (_, given, _) => given.unwrap_or_default(),
            }
        };
    }
    let requirements = cells.parts(C::Requirements);
    let search_words = cells.parts(C::SearchWords);
    if !cells.is_sound() {
        return None;
    }
    Some(ServiceInput {
        code: before.map_or(given, |service| service.code.clone()),
        name,
        service_group: group?,
        description: cells.text(C::Description, before.map(|service| service.description.as_str())).unwrap_or_default(),
        owner: owner?,
        application,
        work_stream: stream?,
        first_line: first?,
        team,
        calendar: cells
            .text(C::Calendar, before.and_then(|service| service.calendar.as_deref()))
            .map(|code| code.to_uppercase()),
        criticality: criticality.or(before.map(|service| service.criticality)).unwrap_or(Criticality::Medium),
        kinds: kinds
            .or_else(|| before.map(|service| service.kinds.0.clone()))
            .unwrap_or_else(|| TicketKind::ALL.to_vec()),
        form_fields: list!(C::FormFields, form_fields, form_fields),
        requirements: list!(C::Requirements, requirements, requirements),
        needs_letter,
        approval_steps: list!(C::ApprovalSteps, approval_steps, approval_steps),
        sla_policy: cells.text(C::SlaPolicy, before.and_then(|service| service.sla_policy.as_deref())),
        confidentiality: class.or(before.map(|service| service.confidentiality)).unwrap_or(Confidentiality::Normal),
        legal_deadline: cells.text(C::LegalDeadline, before.and_then(|service| service.legal_deadline.as_deref())),
        standard: list!(C::Standard, standard, standard),
        security_incident,
        straight_to_tier2,
        search_words: list!(C::SearchWords, search_words, search_words),
        published,
        note: cells.text(C::Note, before.and_then(|service| service.note.as_deref())),
    })
}
