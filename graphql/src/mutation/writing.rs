//! Drafts and macros.

use super::organisation::{SavedPayload, save};
use super::told;
use crate::enums::DraftKind;
use crate::error::{UserError, id, id_or_none};
use crate::object::writing::Draft;
use crate::viewer::{in_words, reader, viewer};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::draft::{SaveDraft, SeenDraft};
use desk::id::TicketId;
use desk::reply_macro::{MacroInput, RetireMacro, SaveMacro};

/// What became of a draft.
#[derive(Debug, SimpleObject)]
pub struct DraftPayload {
    /// When it was saved; null: there is no draft any more, or it was refused.
    saved_at: Option<DateTime<Utc>>,
    /// What the desk has, if it is another draft than the one that was seen (`STALE_DRAFT`).
    kept: Option<Draft>,
    /// Why it was refused; empty if it was done.
    user_errors: Vec<UserError>,
}

/// Input of `draftSave`.
#[derive(Debug, InputObject)]
pub struct DraftSaveInput {
    /// The ticket.
    ticket: ID,
    /// What is being written.
    kind: DraftKind,
    /// The text so far; empty: the draft is thrown away.
    text: String,
    /// When the draft was saved that its writer saw, null: there was none. If there is another one by now, the answer is STALE_DRAFT; left out: whichever
    /// there is.
    seen: MaybeUndefined<DateTime<Utc>>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `macroSave`: the macro as it is to be from now on.
#[derive(Debug, InputObject)]
pub struct MacroSaveInput {
    /// The macro to change; left out: a new one.
    id: Option<ID>,
    /// By what it is found, unique among those it is offered with.
    name: String,
    /// The text; placeholders are those of `macroPlaceholders`, in double braces.
    body: String,
    /// The team that uses it; left out: everybody who handles tickets.
    team: Option<ID>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `macroRetire`.
#[derive(Debug, InputObject)]
pub struct MacroRetireInput {
    /// The macro.
    id: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Which draft was seen, as it was said.
pub(super) fn seen(said: MaybeUndefined<DateTime<Utc>>) -> SeenDraft {
    match said {
        MaybeUndefined::Undefined => SeenDraft::Any,
        MaybeUndefined::Null => SeenDraft::Nothing,
        MaybeUndefined::Value(at) => SeenDraft::SavedAt(at),
    }
}

/// The draft that the desk has.
async fn kept(ctx: &Context<'_>, ticket: TicketId, kind: DraftKind) -> Result<Option<Draft>> {
    let reader = reader(ctx).await?;
    let Ok(view) = reader.ticket(ticket).await else { return Ok(None) };
    let drafts = reader.drafts(&view).await.map_err(in_words(reader))?;
    let Some(draft) = drafts.into_iter().find(|draft| draft.kind == kind.into()) else { return Ok(None) };
    crate::budget::spend(ctx, draft.body.len()).await?;
    Ok(Some(draft.into()))
}

#[derive(Debug, Default)]
pub struct WritingMutations;

#[Object]
impl WritingMutations {
    /// Keeps what the viewer has written so far on a ticket; nobody else sees it, and it leaves no event. Gone once the reply or the note is sent.
    async fn draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: DraftSaveInput,
    ) -> Result<DraftPayload> {
        let viewer = viewer(ctx);
        let ticket = id(&input.ticket, "ticket")?;
        let draft = SaveDraft { ticket, kind: input.kind.into(), text: input.text, seen: seen(input.seen) };
        let outcome = viewer.desk.save_draft(&viewer.caller()?, input.request_id.as_deref(), draft).await;
        Ok(match told(ctx, outcome).await? {
            Ok(saved_at) => DraftPayload { saved_at, kept: None, user_errors: Vec::new() },
            Err(user_errors) => {
                DraftPayload { saved_at: None, kept: kept(ctx, ticket, input.kind).await?, user_errors }
            }
        })
    }

    /// Adds a macro, or changes one.
    async fn macro_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: MacroSaveInput,
    ) -> Result<SavedPayload> {
        let (id, team) = (id_or_none(&input.id, "id")?, id_or_none(&input.team, "team")?);
        let said = MacroInput { name: input.name, body: input.body, team };
        save(ctx, input.request_id, SaveMacro { id, input: said }).await
    }

    /// Takes a macro out of use.
    async fn macro_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: MacroRetireInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, RetireMacro { id: id(&input.id, "id")? }).await
    }
}
