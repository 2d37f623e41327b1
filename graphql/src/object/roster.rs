//! Who is on call.

use super::catalogue::Team;
use super::person::{IntoGql, Person};
use super::ticket::Ticket;
use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};

/// A shift on call (*piket*).
#[derive(Debug, Clone)]
pub struct Shift(pub desk::on_call::Shift);

/// A shift on call (*piket*).
#[Object(name = "OnCallShift")]
impl Shift {
    /// Its id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// The team.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, Some(self.0.team_id)).await
    }

    /// Who is on call.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.0.person_id)).await
    }

    /// From when on.
    async fn valid_from(&self) -> DateTime<Utc> {
        self.0.valid_from
    }

    /// Until when.
    async fn valid_to(&self) -> DateTime<Utc> {
        self.0.valid_to
    }
}

/// A *serah terima piket*.
#[derive(Debug, Clone)]
pub struct Handover(pub desk::on_call::Handover);

/// A *serah terima piket*.
#[Object(name = "ShiftHandover")]
impl Handover {
    /// Its id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// The team.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, Some(self.0.team_id)).await
    }

    /// Who hands over.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.0.from_id)).await
    }

    /// Who takes over.
    async fn to(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.0.to_id)).await
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What the next person must know.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// The CRITICAL and HIGH tickets that were open then, as far as the viewer sees them.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(10)")]
    async fn tickets(&self, ctx: &Context<'_>) -> Result<Vec<Ticket>> {
        let reader = reader(ctx).await?;
        let found = reader.tickets_of_handover(&self.0).await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(Ticket).collect())
    }

    /// When it was accepted.
    async fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.accepted_at
    }
}
