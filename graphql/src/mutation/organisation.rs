//! What administrators do with units, teams, services, calendars, holidays and settings.

use super::act;
use crate::enums::{
    ApplicationKind, Confidentiality, Criticality, FieldType, FirstLine, HolidaySet, ServiceGroup, TicketKind,
    UnitKind, WorkStream,
};
use crate::error::{UserError, bad_input, id, id_or_none};
use async_graphql::{Context, ID, InputObject, Json, Object, Result, SimpleObject};
use chrono::NaiveDate;
use desk::Command;
use desk::calendar::{RetireHoliday, SaveCalendar, SaveHoliday};
use desk::id::{ServiceId, TeamId, UnitId};
use desk::service::{RetireService, SaveService};
use desk::setting::SetSetting;
use desk::team::{RestoreTeam, RetireTeam, SaveTeam};
use desk::unit::{RestoreUnit, RetireUnit, SaveUnit};

/// The id of what was saved, or why not. Read it with `node`.
#[derive(Debug, SimpleObject)]
pub struct SavedPayload {
    /// The id; null if it was refused.
    pub id: Option<ID>,
    /// Why it was refused; empty if it was done.
    pub user_errors: Vec<UserError>,
}

/// Does a command whose answer is an id or a code.
pub async fn save<C>(ctx: &Context<'_>, request_id: Option<String>, command: C) -> Result<SavedPayload>
where
    C: Command,
    C::Answer: std::fmt::Display,
{
    Ok(match act(ctx, request_id, command).await? {
        Ok(answer) => SavedPayload { id: Some(ID(answer.to_string())), user_errors: Vec::new() },
        Err(user_errors) => SavedPayload { id: None, user_errors },
    })
}

/// Input of `unitSave`: the unit as it is to be from now on.
#[derive(Debug, InputObject)]
pub struct UnitSaveInput {
    /// The unit to change; left out: a new one.
    unit: Option<ID>,
    /// The region's own code, unique.
    code: String,
    /// Name.
    name: String,
    /// What fits on a badge.
    short_name: String,
    /// Kind.
    kind: UnitKind,
    /// The unit above.
    parent: Option<ID>,
    /// IANA zone, where it differs from the region's.
    zone: Option<String>,
    /// Code of its calendar.
    calendar: String,
    /// Runs Tier 2; exactly one unit does.
    #[graphql(default)]
    service_desk_office: bool,
    /// *PD Mandiri TIK*.
    #[graphql(default)]
    self_managed: bool,
    /// Must have a Tier 1 of its own.
    #[graphql(default)]
    requires_tier1: bool,
    /// Address.
    address: Option<String>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `teamSave`: the team as it is to be from now on.
#[derive(Debug, InputObject)]
pub struct TeamSaveInput {
    /// The team to change; left out: a new one.
    team: Option<ID>,
    /// Code, unique.
    code: String,
    /// Name.
    name: String,
    /// What it covers, in words.
    #[graphql(default)]
    covers: String,
    /// Competences, as codes.
    #[graphql(default)]
    competences: Vec<String>,
    /// Code of its calendar; left out: that of the Dinas.
    calendar: Option<String>,
    /// The *PD Mandiri TIK* that owns it; left out: the Dinas.
    unit: Option<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// A field that a service asks for.
#[derive(Debug, InputObject)]
pub struct FormFieldInput {
    /// The key under which the answer is kept: letters, digits and `_`.
    key: String,
    /// What people read.
    label: String,
    /// What it takes.
    field_type: FieldType,
    /// Whether it must be filled in.
    #[graphql(default)]
    required: bool,
    /// The choices of a CHOICE.
    #[graphql(default)]
    choices: Vec<String>,
}

/// A component of the *standar pelayanan*.
#[derive(Debug, InputObject)]
pub struct StandardInput {
    /// Its name.
    key: String,
    /// What it says.
    value: String,
}

/// A step of an approval chain, as data.
#[derive(Debug, InputObject)]
pub struct ApprovalStepInput {
    /// Who decides.
    role: String,
    /// ONE, ANY, MAJORITY or ALL.
    mode: String,
}

/// Input of `serviceSave`: the service as it is to be from now on.
#[derive(Debug, InputObject)]
pub struct ServiceSaveInput {
    /// The service to change; left out: a new one.
    service: Option<ID>,
    /// Code, unique.
    code: String,
    /// Name.
    name: String,
    /// Group.
    group: ServiceGroup,
    /// One or two sentences for requesters.
    #[graphql(default)]
    description: String,
    /// The unit that owns it.
    owner: ID,
    /// Who runs the application behind it, if there is one.
    application: Option<ApplicationKind>,
    /// Kind of work.
    work_stream: WorkStream,
    /// Whose Tier 1 comes first.
    first_line: FirstLine,
    /// The Tier 2 team.
    team: Option<ID>,
    /// Code of its calendar; left out: that of its owner.
    calendar: Option<String>,
    /// How much hangs on it.
    criticality: Criticality,
    /// The kinds of report it takes, at least one.
    kinds: Vec<TicketKind>,
    /// What it asks for besides title and description.
    #[graphql(default)]
    form_fields: Vec<FormFieldInput>,
    /// *Persyaratan*.
    #[graphql(default)]
    requirements: Vec<String>,
    /// Whether a letter is needed.
    #[graphql(default)]
    needs_letter: bool,
    /// The approval chain, as data.
    #[graphql(default)]
    approval_steps: Vec<ApprovalStepInput>,
    /// Code of its SLA policy; left out: by priority.
    sla_policy: Option<String>,
    /// What a new ticket's class starts with.
    confidentiality: Confidentiality,
    /// Code of the legal deadline that starts with a ticket.
    legal_deadline: Option<String>,
    /// Components of the *standar pelayanan*.
    #[graphql(default)]
    standard: Vec<StandardInput>,
    /// Whether reports here are security incidents.
    #[graphql(default)]
    security_incident: bool,
    /// Whether tickets start at tier 2.
    #[graphql(default)]
    straight_to_tier2: bool,
    /// Everyday words people look for it by.
    #[graphql(default)]
    search_words: Vec<String>,
    /// Whether requesters can choose it.
    #[graphql(default)]
    published: bool,
    /// A note for handlers.
    note: Option<String>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

impl UnitSaveInput {
    /// The unit to change, and what it is to be.
    pub(crate) fn read(self) -> Result<(Option<UnitId>, desk::unit::UnitInput)> {
        let said = desk::unit::UnitInput {
            code: self.code,
            name: self.name,
            short_name: self.short_name,
            kind: self.kind.into(),
            parent: id_or_none(&self.parent, "parent")?,
            zone: self.zone,
            calendar: self.calendar,
            service_desk_office: self.service_desk_office,
            self_managed: self.self_managed,
            requires_tier1: self.requires_tier1,
            address: self.address,
        };
        Ok((id_or_none(&self.unit, "unit")?, said))
    }
}

impl TeamSaveInput {
    /// The team to change, and what it is to be.
    pub(crate) fn read(self) -> Result<(Option<TeamId>, desk::team::TeamInput)> {
        let said = desk::team::TeamInput {
            code: self.code,
            name: self.name,
            covers: self.covers,
            competences: self.competences,
            calendar: self.calendar,
            unit: id_or_none(&self.unit, "unit")?,
        };
        Ok((id_or_none(&self.team, "team")?, said))
    }
}

impl ServiceSaveInput {
    /// The service to change, and what it is to be.
    pub(crate) fn read(self) -> Result<(Option<ServiceId>, desk::service::ServiceInput)> {
        let field = |field: FormFieldInput| desk::service::FormField {
            key: field.key,
            label: field.label,
            field_type: field.field_type.into(),
            required: field.required,
            choices: field.choices,
        };
        let step = |step: ApprovalStepInput| desk::service::ApprovalStep { role: step.role, mode: step.mode };
        let service = id_or_none(&self.service, "service")?;
        let said = desk::service::ServiceInput {
            code: self.code,
            name: self.name,
            service_group: self.group.into(),
            description: self.description,
            owner: id(&self.owner, "owner")?,
            application: self.application.map(Into::into),
            work_stream: self.work_stream.into(),
            first_line: self.first_line.into(),
            team: id_or_none(&self.team, "team")?,
            calendar: self.calendar,
            criticality: self.criticality.into(),
            kinds: self.kinds.into_iter().map(Into::into).collect(),
            form_fields: self.form_fields.into_iter().map(field).collect(),
            requirements: self.requirements,
            needs_letter: self.needs_letter,
            approval_steps: self.approval_steps.into_iter().map(step).collect(),
            sla_policy: self.sla_policy,
            confidentiality: self.confidentiality.into(),
            legal_deadline: self.legal_deadline,
            standard: self.standard.into_iter().map(|part| (part.key, part.value)).collect(),
            security_incident: self.security_incident,
            straight_to_tier2: self.straight_to_tier2,
            search_words: self.search_words,
            published: self.published,
            note: self.note,
        };
        Ok((service, said))
    }
}

/// Input of `unitRetire`.
#[derive(Debug, InputObject)]
pub struct UnitRetireInput {
    /// The unit.
    unit: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `unitRestore`.
#[derive(Debug, InputObject)]
pub struct UnitRestoreInput {
    /// The unit.
    unit: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `teamRetire`.
#[derive(Debug, InputObject)]
pub struct TeamRetireInput {
    /// The team.
    team: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `teamRestore`.
#[derive(Debug, InputObject)]
pub struct TeamRestoreInput {
    /// The team.
    team: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `serviceRetire`.
#[derive(Debug, InputObject)]
pub struct ServiceRetireInput {
    /// The service.
    service: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `settingSet`.
#[derive(Debug, InputObject)]
pub struct SettingSetInput {
    /// The key.
    key: String,
    /// The version that was seen; 0 where it was never set.
    seen: i64,
    /// The value as JSON: text, a number, a switch or a list of words.
    value: Json<serde_json::Value>,
    /// The legal basis, as text.
    #[graphql(default)]
    basis: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `calendarSave`.
#[derive(Debug, InputObject)]
pub struct CalendarSaveInput {
    /// The version that was seen; 0 for a new calendar.
    seen: i32,
    /// The whole definition, as `calendars` shows it.
    document: Json<serde_json::Value>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `holidaySave`: the holiday as it is to be from now on.
#[derive(Debug, InputObject)]
pub struct HolidaySaveInput {
    /// The holiday to change; left out: a new one.
    holiday: Option<ID>,
    /// The local date.
    date: NaiveDate,
    /// The set it belongs to.
    set: HolidaySet,
    /// Name.
    name: String,
    /// Only of LOCAL_OPTIONAL: `"OFF"`, `"CLOSED"` or `{"WINDOWS": [["08:00", "12:00"]]}`.
    treatment: Option<Json<serde_json::Value>>,
    /// Where the date comes from.
    #[graphql(default)]
    source: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `holidayRetire`.
#[derive(Debug, InputObject)]
pub struct HolidayRetireInput {
    /// The holiday.
    holiday: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct OrganisationMutations;

#[Object]
impl OrganisationMutations {
    /// Adds a unit, or changes one.
    async fn unit_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] mut input: UnitSaveInput,
    ) -> Result<SavedPayload> {
        let request_id = input.request_id.take();
        let (unit, input) = input.read()?;
        save(ctx, request_id, SaveUnit { unit, input }).await
    }

    /// Takes a unit that was out of use into use again.
    async fn unit_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: UnitRestoreInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RestoreUnit { unit: id(&input.unit, "unit")? }).await
    }

    /// Takes a unit out of use; its name stays where it was used. Refused as HOLDS_TICKETS while active tickets lie in its queue.
    async fn unit_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: UnitRetireInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RetireUnit { unit: id(&input.unit, "unit")? }).await
    }

    /// Adds a Tier 2 team, or changes one.
    async fn team_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] mut input: TeamSaveInput,
    ) -> Result<SavedPayload> {
        let request_id = input.request_id.take();
        let (team, input) = input.read()?;
        save(ctx, request_id, SaveTeam { team, input }).await
    }

    /// Takes a team that was out of use into use again.
    async fn team_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TeamRestoreInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RestoreTeam { team: id(&input.team, "team")? }).await
    }

    /// Takes a team out of use. Refused as HOLDS_TICKETS while active tickets are with it.
    async fn team_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TeamRetireInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RetireTeam { team: id(&input.team, "team")? }).await
    }

    /// Adds a service, or changes one.
    async fn service_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] mut input: ServiceSaveInput,
    ) -> Result<SavedPayload> {
        let request_id = input.request_id.take();
        let (service, input) = input.read()?;
        save(ctx, request_id, SaveService { service, input }).await
    }

    /// Takes a service out of use.
    async fn service_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: ServiceRetireInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RetireService { service: id(&input.service, "service")? }).await
    }

    /// Sets a setting of the region.
    async fn setting_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: SettingSetInput,
    ) -> Result<SavedPayload> {
        let key = input.key.parse().map_err(|_| bad_input("`key` is not a setting"))?;
        let command = SetSetting { key, value: input.value.0, basis: input.basis, seen: Some(input.seen) };
        save(ctx, input.request_id, command).await
    }

    /// Saves a calendar as its next version; its code says which.
    async fn calendar_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: CalendarSaveInput,
    ) -> Result<SavedPayload> {
        let document = serde_json::from_value(input.document.0);
        let document = document.map_err(|error| bad_input(format!("`document` is not a calendar: {error}")))?;
        save(ctx, input.request_id, SaveCalendar { document, seen: input.seen }).await
    }

    /// Adds a holiday, or changes one.
    async fn holiday_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: HolidaySaveInput,
    ) -> Result<SavedPayload> {
        let treatment = match input.treatment {
            None => desk::time::Treatment::Off,
            Some(given) => {
                serde_json::from_value(given.0).map_err(|_| bad_input("`treatment` is not OFF, CLOSED or WINDOWS"))?
            }
        };
        let command = SaveHoliday {
            holiday: id_or_none(&input.holiday, "holiday")?,
            date: input.date,
            holiday_set: input.set.into(),
            name: input.name,
            treatment,
            source: input.source,
        };
        save(ctx, input.request_id, command).await
    }

    /// Takes a holiday back.
    async fn holiday_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: HolidayRetireInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RetireHoliday { holiday: id(&input.holiday, "holiday")? }).await
    }
}
