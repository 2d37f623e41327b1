//! What helps in writing on a ticket: drafts, macros, and who else is there.

use super::catalogue::Team;
use super::person::{IntoGql, Person};
use crate::enums::{DraftKind, PresenceDoing};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::id::PersonId;
use desk::presence::Doing;

/// What the viewer has begun to write on a ticket; nobody else sees it.
#[derive(Debug, SimpleObject)]
pub struct Draft {
    /// What is being written.
    pub kind: DraftKind,
    /// The text so far, as typed.
    pub text: String,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
}

impl From<desk::draft::Draft> for Draft {
    fn from(it: desk::draft::Draft) -> Self {
        Self { kind: it.kind.into(), text: it.body, saved_at: it.saved_at }
    }
}

/// A text that is used again and again, with placeholders such as `{{nama_pelapor}}`.
#[derive(Debug, Clone)]
pub struct Macro(pub desk::reply_macro::Macro);

/// A text that is used again and again, with placeholders such as `{{nama_pelapor}}`.
#[Object]
impl Macro {
    /// The macro's id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// By what it is found.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The text with its placeholders.
    #[graphql(complexity = 5)]
    async fn body(&self, ctx: &Context<'_>) -> Result<&str> {
        crate::budget::spend(ctx, self.0.body.len()).await?;
        Ok(&self.0.body)
    }

    /// The team that uses it; null: everybody who handles tickets.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        Team::by_id(ctx, self.0.team_id).await
    }
}

/// A macro with its placeholders filled in for a ticket.
#[derive(Debug, SimpleObject)]
pub struct FilledMacro {
    /// The macro's id.
    pub id: ID,
    /// By what it is found.
    pub name: String,
    /// The text, ready to be put into a reply or a note.
    pub text: String,
}

impl From<(desk::reply_macro::Macro, String)> for FilledMacro {
    fn from((it, text): (desk::reply_macro::Macro, String)) -> Self {
        Self { id: it.id.into_gql(), name: it.name, text }
    }
}

/// Somebody else who is on a ticket now.
#[derive(Debug)]
pub struct Presence {
    pub person: PersonId,
    pub doing: Doing,
}

/// Somebody else who is on a ticket now.
#[Object]
impl Presence {
    /// Who.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, Some(self.person)).await
    }

    /// What they do there.
    async fn doing(&self) -> PresenceDoing {
        self.doing.into()
    }
}
