//! Policies, due times worked out, previews of edits, rosters.

use crate::enums::{HolidaySet, TargetUnit};
use crate::error::{bad_input, id, id_or_none};
use crate::mutation::calendar::HolidaysImportInput;
use crate::mutation::on_call::OnCallAddInput;
use crate::mutation::organisation::{ServiceSaveInput, TeamSaveInput, UnitSaveInput};
use crate::mutation::sla::SlaPoliciesInput;
use crate::object::roster::{Handover, Shift};
use crate::object::sla::{CalendarDay, Deadline, HolidayImportPreview, SlaPolicies, SlaPreview, SlaRecomputation};
use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, Json, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};
use desk::id::{HolidayId, TeamId};
use desk::refusal::Refusal;
use desk::sla::recompute::Edit;
use desk::time::Target;

/// The longest stretch of days that is shown at once.
const MOST_DAYS: i64 = 400;

#[derive(Debug, Default)]
pub struct SlaQuery;

#[Object]
impl SlaQuery {
    /// The SLA policies; for staff.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(2)")]
    async fn sla_policies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An earlier version; left out: the newest.")] version: Option<i32>,
    ) -> Result<SlaPolicies> {
        let reader = reader(ctx).await?;
        Ok(SlaPolicies::of(reader.policies(version).await.map_err(in_words(reader))?))
    }

    /// When a target is due; null if the calendar does not open enough in 50 years. For staff.
    async fn deadline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the calendar.")] calendar: String,
        #[graphql(desc = "From when on it counts.")] from: DateTime<Utc>,
        #[graphql(desc = "How many of the unit.")] value: u32,
        #[graphql(desc = "What is counted.")] unit: TargetUnit,
    ) -> Result<Option<Deadline>> {
        let reader = reader(ctx).await?;
        let found = reader.deadline(&calendar, from, Target { value, unit: unit.into() });
        let found = found.map_err(in_words(reader))?;
        Ok(found.map(|it| Deadline { due_at: it.due_at, budget_seconds: it.budget.num_seconds() }))
    }

    /// The working time between two instants, in seconds; negative the wrong way round. For staff.
    async fn working_time(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the calendar.")] calendar: String,
        #[graphql(desc = "From when on.")] from: DateTime<Utc>,
        #[graphql(desc = "Until when.")] to: DateTime<Utc>,
    ) -> Result<i64> {
        let reader = reader(ctx).await?;
        Ok(reader.working_time(&calendar, from, to).map_err(in_words(reader))?.num_seconds())
    }

    /// The hours of a calendar day by day, with holidays and replacements; at most 400 days. For staff.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(10)")]
    async fn calendar_days(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the calendar.")] calendar: String,
        #[graphql(desc = "The first local date.")] from: NaiveDate,
        #[graphql(desc = "The last local date.")] to: NaiveDate,
    ) -> Result<Vec<CalendarDay>> {
        let reader = reader(ctx).await?;
        if (to - from).num_days() > MOST_DAYS {
            return Err(bad_input("at most 400 days at once"));
        }
        if !reader.standing.is_staff() {
            return Err(in_words(reader)(Refusal::Forbidden.into()));
        }
        let calendar = reader.directory.calendar(&calendar).ok_or_else(|| bad_input("`calendar` is not a calendar"))?;
        Ok(calendar.days(from, to).map(CalendarDay::of).collect())
    }

    /// Years whose holidays have not been entered and should be: this one, and from October on the next. For administrators.
    async fn years_without_holidays(&self, ctx: &Context<'_>) -> Result<Vec<i32>> {
        let reader = reader(ctx).await?;
        reader.years_without_holidays().await.map_err(in_words(reader))
    }

    /// What saving these policies would do to running clocks.
    #[graphql(complexity = "200 + child_complexity")]
    async fn sla_policies_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What would hold.")] input: SlaPoliciesInput,
    ) -> Result<SlaPreview> {
        let reader = reader(ctx).await?;
        let preview = reader.preview(Edit::Policies(input.read()?)).await;
        Ok(SlaPreview::of(preview.map_err(in_words(reader))?))
    }

    /// What saving this calendar would do to running clocks.
    #[graphql(complexity = "200 + child_complexity")]
    async fn calendar_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The whole definition, as `calendars` shows it.")] document: Json<serde_json::Value>,
    ) -> Result<SlaPreview> {
        let reader = reader(ctx).await?;
        let document = serde_json::from_value(document.0);
        let document = document.map_err(|error| bad_input(format!("`document` is not a calendar: {error}")))?;
        let preview = reader.preview(Edit::Calendar(document)).await;
        Ok(SlaPreview::of(preview.map_err(in_words(reader))?))
    }

    /// What adding, changing or taking back one holiday would do to running clocks.
    #[graphql(complexity = "200 + child_complexity")]
    async fn holiday_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The holiday to change or to take back; left out: a new one.")] holiday: Option<ID>,
        #[graphql(desc = "The local date; left out: it is taken back.")] date: Option<NaiveDate>,
        #[graphql(desc = "The set it belongs to.", default_with = "desk::calendar::HolidaySet::National.into()")]
        set: HolidaySet,
        #[graphql(desc = "As in `holidaySave`.")] treatment: Option<Json<serde_json::Value>>,
    ) -> Result<SlaPreview> {
        let reader = reader(ctx).await?;
        let id: Option<HolidayId> = id_or_none(&holiday, "holiday")?;
        let edit = match (id, date) {
            (Some(id), None) => Edit::Holidays(Vec::new(), vec![id]),
            (None, None) => return Err(bad_input("give `holiday` or `date`")),
            (id, Some(date)) => Edit::Holidays(
                vec![desk::calendar::Holiday {
                    id: id.unwrap_or(HolidayId(Default::default())),
                    date,
                    holiday_set: set.into(),
                    name: String::new(),
                    treatment: desk::store::Doc(treatment.map_or(serde_json::Value::Null, |given| given.0)),
                    source: String::new(),
                    retired_at: None,
                }],
                Vec::new(),
            ),
        };
        let preview = reader.preview(edit).await;
        Ok(SlaPreview::of(preview.map_err(in_words(reader))?))
    }

    /// What saving this service would do to running clocks; null if it would be refused.
    #[graphql(complexity = "200 + child_complexity")]
    async fn service_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What would hold, as in `serviceSave`.")] input: ServiceSaveInput,
    ) -> Result<Option<SlaPreview>> {
        let (service, input) = input.read()?;
        if_saved(ctx, Edit::Service(service, Box::new(input))).await
    }

    /// What saving this unit would do to running clocks; null if it would be refused.
    #[graphql(complexity = "200 + child_complexity")]
    async fn unit_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What would hold, as in `unitSave`.")] input: UnitSaveInput,
    ) -> Result<Option<SlaPreview>> {
        let (unit, input) = input.read()?;
        if_saved(ctx, Edit::Unit(unit, input)).await
    }

    /// What saving this team would do to running clocks; null if it would be refused.
    #[graphql(complexity = "200 + child_complexity")]
    async fn team_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What would hold, as in `teamSave`.")] input: TeamSaveInput,
    ) -> Result<Option<SlaPreview>> {
        let (team, input) = input.read()?;
        if_saved(ctx, Edit::Team(team, input)).await
    }

    /// What a setting, the zone of the region for example, would do to running clocks; null if it would be refused.
    #[graphql(complexity = "200 + child_complexity")]
    async fn setting_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] key: String,
        #[graphql(desc = "The value, as in `settingSet`.")] value: Json<serde_json::Value>,
    ) -> Result<Option<SlaPreview>> {
        let key = key.parse().map_err(|_| bad_input("`key` is not a setting"))?;
        if_saved(ctx, Edit::Setting(key, value.0)).await
    }

    /// What adding a shift, or taking one back, would do to running clocks; for those who plan the roster. Only what has begun moves any.
    #[graphql(complexity = "200 + child_complexity")]
    async fn on_call_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The shift that would be taken back.")] shift: Option<ID>,
        #[graphql(desc = "The shift that would be added.")] add: Option<OnCallAddInput>,
    ) -> Result<SlaPreview> {
        let reader = reader(ctx).await?;
        let edit = match (shift, add) {
            (Some(shift), None) => Edit::CancelShift(id(&shift, "shift")?),
            (None, Some(input)) => Edit::AddShift(input.read()?),
            (_, _) => return Err(bad_input("give either `shift` or `add`")),
        };
        let preview = reader.preview(edit).await;
        Ok(SlaPreview::of(preview.map_err(in_words(reader))?))
    }

    /// What an import of holidays would add, change and move.
    #[graphql(complexity = "200 + child_complexity")]
    async fn holidays_import_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: HolidaysImportInput,
    ) -> Result<HolidayImportPreview> {
        let reader = reader(ctx).await?;
        let (it, clocks) = reader.preview_import(&input.read().1).await.map_err(in_words(reader))?;
        let clocks = SlaPreview::of(clocks);
        let desk::calendar::import::ImportedHolidays { imported, left_out, .. } = it;
        let (added, changed, unchanged) = (imported.added, imported.changed, imported.unchanged);
        Ok(HolidayImportPreview { added, changed, unchanged, left_out, clocks })
    }

    /// The work of moving due times after edits, newest first, with its progress; for administrators.
    async fn sla_recomputations(&self, ctx: &Context<'_>) -> Result<Vec<SlaRecomputation>> {
        let reader = reader(ctx).await?;
        let jobs = reader.sla_jobs().await.map_err(in_words(reader))?;
        Ok(jobs.into_iter().map(Into::into).collect())
    }

    /// Shifts on call that are not over, in the order of time; for staff.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(10)")]
    async fn on_call(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of this team; left out: of all.")] team: Option<ID>,
    ) -> Result<Vec<Shift>> {
        let reader = reader(ctx).await?;
        let team: Option<TeamId> = id_or_none(&team, "team")?;
        if !reader.standing.is_staff() {
            return Err(in_words(reader)(Refusal::Forbidden.into()));
        }
        let wanted = |shift: &&desk::on_call::Shift| {
            let of_team = team.is_none_or(|team| shift.team_id == team);
            of_team && shift.cancelled_at.is_none() && shift.valid_to > reader.now
        };
        Ok(reader.directory.shifts().iter().filter(wanted).cloned().map(Shift).collect())
    }

    /// The hand-overs of a team, newest first; for those who work in it, coordinate or audit.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn shift_handovers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] team: ID,
    ) -> Result<Vec<Handover>> {
        let reader = reader(ctx).await?;
        let found = reader.handovers(id(&team, "team")?).await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(Handover).collect())
    }
}

/// What an edit would move, for a form that is still being filled in: nothing where it would be refused as it stands, for that is said when it is sent.
async fn if_saved(ctx: &Context<'_>, edit: Edit) -> Result<Option<SlaPreview>> {
    let reader = reader(ctx).await?;
    match reader.preview(edit).await {
        Ok(preview) => Ok(Some(SlaPreview::of(preview))),
        Err(desk::Error::Refused(refusal)) if !refusal.is_of_rights() => Ok(None),
        Err(error) => Err(in_words(reader)(error)),
    }
}
