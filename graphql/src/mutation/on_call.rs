//! Rosters, and handing a shift over.

use super::organisation::{SavedPayload, save};
use crate::error::id;
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use desk::on_call::{AcceptHandover, AddShift, CancelShift, HandOverShift};

/// Input of `onCallAdd`.
#[derive(Debug, InputObject)]
pub struct OnCallAddInput {
    /// The team.
    team: ID,
    /// Who.
    person: ID,
    /// From when on.
    valid_from: DateTime<Utc>,
    /// Until when, at most 31 days later.
    valid_to: DateTime<Utc>,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

impl OnCallAddInput {
    pub fn read(self) -> Result<AddShift> {
        Ok(AddShift {
            team: id(&self.team, "team")?,
            person: id(&self.person, "person")?,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
        })
    }
}

/// Input of `onCallCancel`.
#[derive(Debug, InputObject)]
pub struct OnCallCancelInput {
    /// The shift.
    shift: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `shiftHandOver`.
#[derive(Debug, InputObject)]
pub struct ShiftHandOverInput {
    /// The team.
    team: ID,
    /// Who takes over.
    to: ID,
    /// What they must know.
    note: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// Input of `shiftAcceptHandover`.
#[derive(Debug, InputObject)]
pub struct ShiftAcceptHandoverInput {
    /// The hand-over.
    handover: ID,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

#[derive(Debug, Default)]
pub struct OnCallMutations;

#[Object]
impl OnCallMutations {
    /// Puts somebody of a team on call (*piket*).
    async fn on_call_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: OnCallAddInput,
    ) -> Result<SavedPayload> {
        let request_id = input.request_id.clone();
        save(ctx, request_id, input.read()?).await
    }

    /// Takes a shift on call back.
    async fn on_call_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: OnCallCancelInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, CancelShift { shift: id(&input.shift, "shift")? }).await
    }

    /// *Serah terima piket*: leaves the open CRITICAL and HIGH tickets of a team to the next person, with a note.
    async fn shift_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: ShiftHandOverInput,
    ) -> Result<SavedPayload> {
        let command = HandOverShift { team: id(&input.team, "team")?, to: id(&input.to, "to")?, note: input.note };
        save(ctx, input.request_id, command).await
    }

    /// Takes a shift over: the hand-over has been read.
    async fn shift_accept_handover(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: ShiftAcceptHandoverInput,
    ) -> Result<SavedPayload> {
        save(ctx, input.request_id, AcceptHandover { handover: id(&input.handover, "handover")? }).await
    }
}
