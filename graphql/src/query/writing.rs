//! Macros.

use crate::object::writing::Macro;
use crate::viewer::{in_words, reader};
use async_graphql::{Context, Object, Result};
use desk::reply_macro::Placeholder;

#[derive(Debug, Default)]
pub struct WritingQuery;

#[Object]
impl WritingQuery {
    /// The macros in use that the viewer can use, by name; for administrators all of them.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(10)")]
    async fn macros(&self, ctx: &Context<'_>) -> Result<Vec<Macro>> {
        let reader = reader(ctx).await?;
        Ok(reader.macros().await.map_err(in_words(reader))?.into_iter().map(Macro).collect())
    }

    /// What can stand in a macro between double braces.
    async fn macro_placeholders(&self) -> Vec<&'static str> {
        Placeholder::ALL.iter().map(|it| it.code()).collect()
    }
}
