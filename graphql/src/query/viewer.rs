//! The person who asks.

use crate::enums::{Language, Role};
use crate::object::catalogue::{Team, Unit};
use crate::object::person::{AccountEvent, ApiToken, Person, Session};
use crate::viewer::{in_words, reader, viewer};
use async_graphql::{Context, Object, Result};
use desk::setting::SettingKey;

#[derive(Debug, Default)]
pub struct SelfQuery;

/// The person who is signed in, and what they are.
#[derive(Debug)]
struct ViewerObject;

/// The person who is signed in, and what they are.
#[Object(name = "Viewer")]
impl ViewerObject {
    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        let reader = reader(ctx).await?;
        Ok(Person(reader.masked(&reader.person)))
    }

    /// The language they read.
    async fn language(&self, ctx: &Context<'_>) -> Result<Language> {
        Ok(reader(ctx).await?.standing.language.into())
    }

    /// The IANA zone in which they are told the time: their own, else their unit's, else the region's.
    async fn zone(&self, ctx: &Context<'_>) -> Result<String> {
        let reader = reader(ctx).await?;
        Ok(reader.zone().name().to_owned())
    }

    /// The roles that count now.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<Role>> {
        let reader = reader(ctx).await?;
        let (me, now) = (reader.standing.person, reader.now);
        let mine = reader.directory.appointments().iter().filter(|a| a.person_id == me && a.counts_at(now));
        let mut roles: Vec<_> = mine.map(|a| a.role).collect();
        roles.sort_unstable();
        roles.dedup();
        Ok(roles.into_iter().map(Into::into).collect())
    }

    /// The units served as Tier 1, those below without a Tier 1 of their own included.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(5)")]
    async fn serves(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        let reader = reader(ctx).await?;
        let units = reader.standing.serves.iter().filter_map(|id| reader.directory.unit(*id));
        Ok(units.cloned().map(Unit).collect())
    }

    /// The Tier 2 teams worked in.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(2)")]
    async fn teams(&self, ctx: &Context<'_>) -> Result<Vec<Team>> {
        let reader = reader(ctx).await?;
        let teams = reader.standing.teams.iter().filter_map(|id| reader.directory.team(*id));
        Ok(teams.cloned().map(Team).collect())
    }

    /// Whether they handle tickets of others and may record reports.
    async fn handles(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.standing.handles())
    }

    /// Whether they are the coordinator.
    async fn coordinator(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.standing.coordinator)
    }

    /// Whether they administer catalogue, people and settings.
    async fn administers(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.standing.administrator)
    }

    /// Their sessions.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let reader = reader(ctx).await?;
        let current = viewer(ctx).identity.as_ref().and_then(|identity| identity.session);
        let rows = reader.sessions_of(reader.standing.person).await.map_err(in_words(reader))?;
        Ok(rows.into_iter().map(|row| Session { current: Some(row.id) == current, row }).collect())
    }

    /// Their sessions of the last thirty days that are over.
    async fn past_sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let reader = reader(ctx).await?;
        let rows = reader.past_sessions().await.map_err(in_words(reader))?;
        Ok(rows.into_iter().map(|row| Session { current: false, row }).collect())
    }

    /// What happened to their account: codes, passwords, tokens, sessions ended by others; the newest first, at most 50.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn account_events(&self, ctx: &Context<'_>) -> Result<Vec<AccountEvent>> {
        let reader = reader(ctx).await?;
        Ok(reader.account_events().await.map_err(in_words(reader))?.into_iter().map(AccountEvent).collect())
    }

    /// For how many days a token for programs lives at most.
    async fn token_days(&self, ctx: &Context<'_>) -> Result<i32> {
        let days = reader(ctx).await?.directory.number(SettingKey::TokenDays);
        Ok(i32::try_from(days).unwrap_or(i32::MAX))
    }

    /// Their tokens for programs.
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let reader = reader(ctx).await?;
        Ok(reader.tokens().await.map_err(in_words(reader))?.into_iter().map(ApiToken).collect())
    }
}

#[Object]
impl SelfQuery {
    /// The person who is signed in; an error with code UNAUTHENTICATED if nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<ViewerObject> {
        reader(ctx).await?;
        Ok(ViewerObject)
    }
}
