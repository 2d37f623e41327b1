//! *Kartu penahanan*.

use super::catalogue::Unit;
use super::person::{IntoGql, Person};
use crate::viewer::reader;
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use desk::setting::SettingKey;
use desk::view::containment::Card;

/// *Kartu penahanan*: what the Tier 1 of a unit learns of a security incident there. It leads to nothing else.
#[derive(Debug)]
pub struct ContainmentCard(pub Card);

/// *Kartu penahanan*: what the Tier 1 of a unit learns of a security incident there. It leads to nothing else.
#[Object]
impl ContainmentCard {
    /// Its id.
    pub async fn id(&self) -> ID {
        self.0.id.into_gql()
    }

    /// The unit that was struck.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        Ok(reader(ctx).await?.directory.unit(self.0.unit).cloned().map(Unit))
    }

    /// Since when it is known.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// What to do first, in order.
    async fn steps(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(reader(ctx).await?.containment_steps())
    }

    /// How the security team is reached at once.
    async fn contact(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(reader(ctx).await?.directory.text(SettingKey::SecurityContact))
    }

    /// Who has carried out the steps.
    #[graphql(complexity = "5 + child_complexity.saturating_mul(3)")]
    async fn done_by(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        let mut people = Vec::with_capacity(self.0.done_by.len());
        for id in &self.0.done_by {
            people.extend(Person::by_id(ctx, Some(*id)).await?);
        }
        Ok(people)
    }
}
