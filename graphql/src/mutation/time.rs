//! What administrators do about a server's clock that jumped.

use super::organisation::{SavedPayload, save};
use crate::error::id;
use async_graphql::{Context, ID, InputObject, Object, Result};
use desk::doubt::ConfirmTime;

/// Input of `timeConfirm`.
#[derive(Debug, InputObject)]
pub struct TimeConfirmInput {
    /// The doubt, of `timeDoubts`.
    doubt: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct TimeMutations;

#[Object]
impl TimeMutations {
    /// Says that the new time of a server's clock is right: it is believed from then on, and what is due by it falls due.
    async fn time_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: TimeConfirmInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, ConfirmTime { doubt: id(&input.doubt, "doubt")? }).await
    }
}
