//! The organisation: units, teams, services, people, calendars and settings.

use super::found;
use crate::enums::{Role, TicketKind};
use crate::error::bad_input;
use crate::object::catalogue::{self, Calendar, Holiday, Service, Setting, Team, Unit};
use crate::object::page::PageInfo;
use crate::object::person::{Absence, Appointment, HalvedCode, Person, PersonConnection, PersonEdge};
use crate::viewer::{in_words, reader};
use async_graphql::{Context, Enum, ID, Json, Object, Result, SimpleObject};
use desk::access::Matter;
use desk::refusal::Refusal;
use desk::setting::SettingKey;
use desk::view::Page;
use std::sync::Arc;

/// What a role is appointed for.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "desk::appointment::Scope")]
enum RoleScope {
    /// A unit.
    Unit,
    /// A unit, or, where none is given, everything.
    UnitOrAll,
    /// A Tier 2 team.
    Team,
    /// A service.
    Service,
    /// A board of approvers.
    Board,
    /// Everything: it takes no scope.
    All,
}

/// A role.
#[derive(Debug, SimpleObject)]
struct RoleInfo {
    /// Which.
    role: Role,
    /// What it is appointed for.
    scope: RoleScope,
    /// Whether it takes a second person to give.
    takes_two: bool,
}

#[derive(Debug, Default)]
pub struct OrganisationQuery;

/// What somebody searches by, which is a few words: whatever is looked through is looked through for each of them.
fn searched(words: String) -> Result<String> {
    if words.len() > SEARCHED { Err(bad_input("`search` is too long")) } else { Ok(words) }
}

/// The most bytes of the words of a search.
pub const SEARCHED: usize = 200;

#[Object]
impl OrganisationQuery {
    /// All units, by code.
    #[graphql(complexity = "100 + child_complexity.saturating_mul(20)")]
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those out of use.", default)] retired: bool,
    ) -> Result<Vec<Unit>> {
        let reader = reader(ctx).await?;
        let mut units: Vec<_> =
            reader.directory.units().filter(|unit| retired || unit.retired_at.is_none()).cloned().collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(units.into_iter().map(Unit).collect())
    }

    /// Units that must have a Tier 1 and have none now.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn units_without_tier1(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        let reader = reader(ctx).await?;
        if !reader.standing.is_staff() {
            return Err(in_words(reader)(Refusal::Forbidden.into()));
        }
        Ok(reader.without_tier1().into_iter().map(Unit).collect())
    }

    /// All Tier 2 teams, by code.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(10)")]
    async fn teams(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those out of use.", default)] retired: bool,
    ) -> Result<Vec<Team>> {
        let reader = reader(ctx).await?;
        let mut teams: Vec<_> =
            reader.directory.teams().filter(|team| retired || team.retired_at.is_none()).cloned().collect();
        teams.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(teams.into_iter().map(Team).collect())
    }

    /// The services the viewer can choose, by code; for staff also those not published.
    #[graphql(complexity = "100 + child_complexity.saturating_mul(20)")]
    async fn services(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words in name, description or everyday words.")] search: Option<String>,
        #[graphql(desc = "Only those that take this kind of report.")] kind: Option<TicketKind>,
    ) -> Result<Vec<Service>> {
        let words = search.map(searched).transpose()?.unwrap_or_default().to_lowercase();
        let words: Vec<&str> = words.split_whitespace().take(10).collect();
        let kind = kind.map(desk::ticket::TicketKind::from);
        let fits = |service: &Arc<desk::service::Service>| {
            let text =
                format!("{} {} {} {}", service.code, service.name, service.description, service.search_words.join(" "));
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word)) && kind.is_none_or(|kind| service.kinds.contains(&kind))
        };
        let mut services = catalogue::services(ctx).await?;
        services.retain(fits);
        services.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(services.into_iter().map(Service).collect())
    }

    /// People by name, phone or NIP; for those who handle reports.
    #[graphql(complexity = "(first.unwrap_or(25).max(1) as usize).saturating_mul(child_complexity)")]
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the name, or the beginning of a phone number or NIP.")] search: String,
        #[graphql(desc = "How many, 1 to 100; none: 25.")] first: Option<i32>,
        #[graphql(desc = "A cursor of an earlier page.")] after: Option<String>,
    ) -> Result<PersonConnection> {
        let reader = reader(ctx).await?;
        let page = Page { first, after, ..Page::default() };
        let page = reader.find_people(&searched(search)?, &page).await.map_err(in_words(reader))?;
        let page_info = PageInfo::of(&page);
        let edges = page.rows.into_iter().map(|(cursor, view)| PersonEdge { cursor, node: Person(view) }).collect();
        Ok(PersonConnection { edges, page_info })
    }

    /// People of the viewer's own unit by name, for whom they can file a report; at most 20.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn colleagues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the name.")] search: String,
    ) -> Result<Vec<Person>> {
        let reader = reader(ctx).await?;
        let found = reader.colleagues(&searched(search)?).await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(Person).collect())
    }

    /// A person with NIP, phone and e-mail in full. Leaves a trace in the access log.
    #[graphql(complexity = "10 + child_complexity")]
    async fn person_unmasked(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<Option<Person>> {
        let reader = reader(ctx).await?;
        let person = crate::error::id(&id, "id")?;
        Ok(found(reader.unmasked(person).await, reader)?.map(Person))
    }

    /// Absences that are not over.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn absences(&self, ctx: &Context<'_>) -> Result<Vec<Absence>> {
        let reader = reader(ctx).await?;
        if !reader.standing.is_staff() {
            return Ok(Vec::new());
        }
        Ok(reader.directory.absences().iter().cloned().map(Absence).collect())
    }

    /// The roles that somebody can be given, and what each is appointed for.
    async fn roles(&self) -> Vec<RoleInfo> {
        let info = |role: &desk::appointment::Role| RoleInfo {
            role: (*role).into(),
            scope: role.scope().into(),
            takes_two: role.takes_two(),
        };
        desk::appointment::Role::ALL.iter().filter(|role| role.in_use()).map(info).collect()
    }

    /// Appointments that wait for a second person; for administrators.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(20)")]
    async fn proposed_appointments(&self, ctx: &Context<'_>) -> Result<Vec<Appointment>> {
        let reader = reader(ctx).await?;
        Ok(reader.proposed_appointments().map_err(in_words(reader))?.into_iter().map(Appointment).collect())
    }

    /// One-time codes that wait for their second half; for administrators.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn halved_codes(&self, ctx: &Context<'_>) -> Result<Vec<HalvedCode>> {
        let reader = reader(ctx).await?;
        Ok(reader.halved_codes().await.map_err(in_words(reader))?.into_iter().map(HalvedCode).collect())
    }

    /// All settings of the region; for administrators.
    async fn settings(&self, ctx: &Context<'_>) -> Result<Vec<Setting>> {
        let reader = reader(ctx).await?;
        reader.need(Matter::Catalogue).map_err(in_words(reader))?;
        let rows = reader.settings().await.map_err(in_words(reader))?;
        let mut settings = Vec::new();
        for key in SettingKey::ALL.iter().filter(|key| key.in_use()) {
            let row = rows.iter().find(|row| row.key == *key);
            settings.push(Setting {
                key: key.code().to_owned(),
                value: Json(row.map_or_else(|| key.default_value(), |row| row.value.0.clone())),
                default_value: Json(key.default_value()),
                basis: row.map(|row| row.basis.clone()).unwrap_or_default(),
                version: row.map_or(0, |row| i32::try_from(row.version).unwrap_or(i32::MAX)),
            });
        }
        Ok(settings)
    }

    /// All calendars, in their newest versions; for staff.
    async fn calendars(&self, ctx: &Context<'_>) -> Result<Vec<Calendar>> {
        let reader = reader(ctx).await?;
        let rows = reader.calendars().await.map_err(in_words(reader))?;
        let calendar = |row: desk::calendar::CalendarVersion| -> Result<Calendar> {
            let document =
                serde_json::to_value(&row.document.0).map_err(|e| crate::error::internal(&desk::Fault::new(e)))?;
            Ok(Calendar {
                code: row.code,
                name: row.document.0.name.clone(),
                version: row.version,
                document: Json(document),
            })
        };
        rows.into_iter().map(calendar).collect()
    }

    /// The holidays of a year, by date; for staff.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(5)")]
    async fn holidays(&self, ctx: &Context<'_>, #[graphql(desc = "The year.")] year: i32) -> Result<Vec<Holiday>> {
        let reader = reader(ctx).await?;
        Ok(reader.holidays(year).await.map_err(in_words(reader))?.into_iter().map(Holiday).collect())
    }
}
