//! Units, teams, services, calendars and settings.

use super::person::{IntoGql, Person};
use crate::enums::{
    ApplicationKind, Confidentiality, Criticality, FieldType, FirstLine, HolidaySet, ServiceGroup, TicketKind,
    UnitKind, WorkStream,
};
use crate::viewer::reader;
use async_graphql::{Context, ID, Json, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::id::{ServiceId, TeamId, UnitId};
use std::sync::Arc;

/// An organisation unit (OPD).
#[derive(Debug, Clone)]
pub struct Unit(pub Arc<desk::unit::Unit>);

/// An organisation unit (OPD).
#[Object]
impl Unit {
    /// The unit's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// The region's own code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What fits on a badge.
    async fn short_name(&self) -> &str {
        &self.0.short_name
    }

    /// Kind.
    async fn kind(&self) -> UnitKind {
        self.0.kind.into()
    }

    /// The unit above.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Self::by_id(ctx, self.0.parent_id).await
    }

    /// IANA zone, where it differs from the region's.
    async fn zone(&self) -> Option<&str> {
        self.0.zone.as_deref()
    }

    /// Code of its calendar.
    async fn calendar(&self) -> &str {
        &self.0.calendar
    }

    /// The Dinas that runs Tier 2.
    async fn service_desk_office(&self) -> bool {
        self.0.service_desk_office
    }

    /// *PD Mandiri TIK*.
    async fn self_managed(&self) -> bool {
        self.0.self_managed
    }

    /// Whether it must have a Tier 1 of its own.
    async fn requires_tier1(&self) -> bool {
        self.0.requires_tier1
    }

    /// The unit whose Tier 1 serves it now: itself, or the nearest one up the tree; none: the coordinator.
    async fn served_by(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        let reader = reader(ctx).await?;
        let serving = reader.directory.serving(self.0.id, reader.now);
        Self::by_id(ctx, serving).await
    }

    /// Who works for it as Tier 1 now, substitutes included; for staff.
    #[graphql(complexity = "5 + child_complexity")]
    async fn tier1(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        let reader = reader(ctx).await?;
        if !reader.standing.is_staff() {
            return Ok(Vec::new());
        }
        people(ctx, reader.directory.tier1_of(self.0.id, reader.now)).await
    }

    /// Address.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// When it went out of use.
    async fn retired_at(&self) -> Option<DateTime<Utc>> {
        self.0.retired_at
    }
}

async fn people(ctx: &Context<'_>, ids: Vec<desk::id::PersonId>) -> Result<Vec<Person>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(Person::by_id(ctx, Some(id)).await?);
    }
    Ok(found)
}

impl Unit {
    pub async fn by_id(ctx: &Context<'_>, id: Option<UnitId>) -> Result<Option<Self>> {
        let reader = reader(ctx).await?;
        Ok(id.and_then(|id| reader.directory.unit(id)).cloned().map(Self))
    }
}

/// A Tier 2 team.
#[derive(Debug, Clone)]
pub struct Team(pub Arc<desk::team::Team>);

/// A Tier 2 team.
#[Object]
impl Team {
    /// The team's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// Code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it covers, in words.
    async fn covers(&self) -> &str {
        &self.0.covers
    }

    /// Competences, as codes.
    async fn competences(&self) -> &[String] {
        &self.0.competences
    }

    /// Code of its calendar; none: that of the Dinas.
    async fn calendar(&self) -> Option<&str> {
        self.0.calendar.as_deref()
    }

    /// The *PD Mandiri TIK* that owns it; none: the Dinas.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, self.0.unit_id).await
    }

    /// Who works in it now, substitutes included; for staff.
    #[graphql(complexity = "5 + child_complexity")]
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        let reader = reader(ctx).await?;
        if !reader.standing.is_staff() {
            return Ok(Vec::new());
        }
        people(ctx, reader.directory.members_of(self.0.id, reader.now)).await
    }

    /// When it went out of use.
    async fn retired_at(&self) -> Option<DateTime<Utc>> {
        self.0.retired_at
    }
}

impl Team {
    pub async fn by_id(ctx: &Context<'_>, id: Option<TeamId>) -> Result<Option<Self>> {
        let reader = reader(ctx).await?;
        Ok(id.and_then(|id| reader.directory.team(id)).cloned().map(Self))
    }
}

/// A service of the catalogue.
#[derive(Debug, Clone)]
pub struct Service(pub Arc<desk::service::Service>);

/// A service of the catalogue.
#[Object]
impl Service {
    /// The service's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// Code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Group.
    async fn group(&self) -> ServiceGroup {
        self.0.service_group.into()
    }

    /// One or two sentences for requesters.
    async fn description(&self, ctx: &Context<'_>) -> Result<&str> {
        crate::budget::spend(ctx, self.0.description.len()).await?;
        Ok(&self.0.description)
    }

    /// The unit that owns it.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Unit::by_id(ctx, Some(self.0.owner_unit_id)).await
    }

    /// Who runs the application behind it, if there is one.
    async fn application(&self) -> Option<ApplicationKind> {
        self.0.application.map(Into::into)
    }

    /// Kind of work.
    async fn work_stream(&self) -> WorkStream {
        self.0.work_stream.into()
    }

    /// Whose Tier 1 gets a civil servant's ticket first.
    async fn first_line(&self) -> FirstLine {
        self.0.first_line.into()
    }

    /// The Tier 2 team that escalations go to.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, self.0.team_id).await
    }

    /// Code of the calendar its targets run on; none: that of its owner.
    async fn calendar(&self) -> Option<&str> {
        self.0.calendar.as_deref()
    }

    /// How much hangs on it.
    async fn criticality(&self) -> Criticality {
        self.0.criticality.into()
    }

    /// The kinds of report it takes.
    async fn kinds(&self) -> Vec<TicketKind> {
        self.0.kinds.iter().copied().map(Into::into).collect()
    }

    /// What it asks for besides title and description.
    async fn form_fields(&self) -> Vec<FormField> {
        self.0.form_fields.iter().map(FormField::of).collect()
    }

    /// *Persyaratan*.
    async fn requirements(&self) -> &[String] {
        &self.0.requirements
    }

    /// Whether a letter is needed.
    async fn needs_letter(&self) -> bool {
        self.0.needs_letter
    }

    /// The approval chain, as data.
    async fn approval_steps(&self) -> Vec<ApprovalStep> {
        self.0.approval_steps.iter().map(|s| ApprovalStep { role: s.role.clone(), mode: s.mode.clone() }).collect()
    }

    /// What a new ticket's class starts with.
    async fn confidentiality(&self) -> Confidentiality {
        self.0.confidentiality.into()
    }

    /// Code of its SLA policy; none: by priority.
    async fn sla_policy(&self) -> Option<&str> {
        self.0.sla_policy.as_deref()
    }

    /// Code of the legal deadline that starts with a ticket.
    async fn legal_deadline(&self) -> Option<&str> {
        self.0.legal_deadline.as_deref()
    }

    /// Components of the *standar pelayanan*.
    async fn standard(&self) -> Vec<Answer> {
        self.0.standard.iter().map(|(key, value)| Answer { key: key.clone(), value: value.clone() }).collect()
    }

    /// Whether reports here are security incidents.
    async fn security_incident(&self) -> bool {
        self.0.security_incident
    }

    /// Whether tickets start at tier 2.
    async fn straight_to_tier2(&self) -> bool {
        self.0.straight_to_tier2
    }

    /// Everyday words people look for it by.
    async fn search_words(&self) -> &[String] {
        &self.0.search_words
    }

    /// Whether requesters can choose it.
    async fn published(&self) -> bool {
        self.0.published
    }

    /// A note for handlers.
    async fn note(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let staff = reader(ctx).await?.standing.is_staff();
        Ok(self.0.note.as_deref().filter(|_| staff))
    }

    /// When it went out of use.
    async fn retired_at(&self) -> Option<DateTime<Utc>> {
        self.0.retired_at
    }
}

impl Service {
    pub async fn by_id(ctx: &Context<'_>, id: Option<ServiceId>) -> Result<Option<Self>> {
        let reader = reader(ctx).await?;
        Ok(id.and_then(|id| reader.directory.service(id)).cloned().map(Self))
    }
}

/// A field that a service asks for.
#[derive(Debug, Clone, SimpleObject)]
pub struct FormField {
    /// The key under which the answer is kept.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What it takes.
    pub field_type: FieldType,
    /// Whether it must be filled in.
    pub required: bool,
    /// The choices of a CHOICE.
    pub choices: Vec<String>,
}

impl FormField {
    fn of(field: &desk::service::FormField) -> Self {
        Self {
            key: field.key.clone(),
            label: field.label.clone(),
            field_type: field.field_type.into(),
            required: field.required,
            choices: field.choices.clone(),
        }
    }
}

/// A step of an approval chain.
#[derive(Debug, Clone, SimpleObject)]
pub struct ApprovalStep {
    /// Who decides.
    pub role: String,
    /// ONE, ANY, MAJORITY or ALL.
    pub mode: String,
}

/// A named answer or component.
#[derive(Debug, Clone, SimpleObject)]
pub struct Answer {
    /// Its key.
    pub key: String,
    /// What it says.
    pub value: String,
}

/// A setting of the region.
#[derive(Debug, Clone, SimpleObject)]
pub struct Setting {
    /// The key, as in `timeZone` or `tickets.autoCloseDays`.
    pub key: String,
    /// The value as JSON: text, a number, a switch or a list of words.
    pub value: Json<serde_json::Value>,
    /// The value that holds until somebody sets one.
    pub default_value: Json<serde_json::Value>,
    /// The legal basis, as text.
    pub basis: String,
    /// How often it was set; goes into `seen`.
    pub version: i32,
}

/// A calendar of working time.
#[derive(Debug, Clone, SimpleObject)]
pub struct Calendar {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The newest version; goes into `seen`.
    pub version: i32,
    /// The whole definition: mode, zone, week, sets of holidays, replacements.
    pub document: Json<serde_json::Value>,
}

/// A holiday of one date.
#[derive(Debug, Clone)]
pub struct Holiday(pub desk::calendar::Holiday);

/// A holiday of one date.
#[Object]
impl Holiday {
    /// The holiday's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// The local date.
    async fn date(&self) -> NaiveDate {
        self.0.date
    }

    /// The set it belongs to.
    async fn set(&self) -> HolidaySet {
        self.0.holiday_set.into()
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Only of LOCAL_OPTIONAL: `null` (off), `"CLOSED"`, or `{"WINDOWS": [["08:00", "12:00"]]}`.
    async fn treatment(&self) -> Json<serde_json::Value> {
        Json(self.0.treatment.0.clone())
    }

    /// Where the date comes from.
    async fn source(&self) -> &str {
        &self.0.source
    }
}

/// Services a person may choose or handle.
pub async fn services(ctx: &Context<'_>) -> Result<Vec<Arc<desk::service::Service>>> {
    let reader = reader(ctx).await?;
    let staff = reader.standing.is_staff();
    let shown = |s: &&Arc<desk::service::Service>| staff || (s.published && s.retired_at.is_none());
    Ok(reader.directory.services().filter(shown).cloned().collect())
}
