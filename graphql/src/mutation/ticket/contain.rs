//! What a Tier 1 does about a security incident that they do not see.

use super::super::act;
use crate::error::{UserError, id, of_read};
use crate::object::containment::ContainmentCard;
use crate::viewer::viewer;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use desk::ticket::Contain;

/// Input of `containmentDone`.
#[derive(Debug, InputObject)]
pub struct ContainmentDoneInput {
    /// The card.
    card: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// The card as it is now, or why not.
#[derive(Debug, SimpleObject)]
pub struct ContainmentPayload {
    /// The card; null if the command was refused, or if the incident has ended.
    card: Option<ContainmentCard>,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

#[derive(Debug, Default)]
pub struct Containment;

#[Object]
impl Containment {
    /// *Sudah dilakukan*: the steps of the card were carried out. The security team sees when, and by whom.
    async fn containment_done(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: ContainmentDoneInput,
    ) -> Result<ContainmentPayload> {
        let command = Contain { card: id(&input.card, "card")? };
        let card = match act(ctx, input.request_id, command).await? {
            Err(user_errors) => return Ok(ContainmentPayload { card: None, user_errors }),
            Ok(card) => card,
        };
        // Read anew: it knows who did it only now.
        let reader = viewer(ctx).reader_after().await?;
        let cards = reader.containment_cards().await.map_err(|error| of_read(error, reader.standing.language))?;
        let card = cards.into_iter().find(|it| it.id == card).map(ContainmentCard);
        Ok(ContainmentPayload { card, user_errors: Vec::new() })
    }
}
