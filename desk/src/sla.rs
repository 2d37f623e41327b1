//! SLA: what was promised, by when, and whether it was kept.
//!
//! A [`Policy`] is chosen for a ticket by the first rule that fits and gives each kind of clock its target. A [`Clock`] keeps what happened as
//! [`Segment`]s; [`derive`](derive::derive) makes of them, of the policy and of the calendar when it is due. That function is the only one that
//! knows: commands, edits, the worker, the preview and the explanation all ask it.
//!
//! 1. [`policy`]: the rules, as one versioned document, and which of them holds.
//! 2. [`derive`](mod@derive): from segments to due times. Pure.
//! 3. [`basis`], [`clock`]: what one clock is derived from, and what becomes of it.
//! 4. [`follow`], [`hand`]: the clocks of a ticket follow what happens on it, inside each command's transaction.
//! 5. [`fire`]: warnings and breaches, by the hand of the clock.
//! 6. [`recompute`]: what an edit would move, and the job that moves it.
//! 7. [`explain`]: why a clock is due when it is, as data and in words.
//! 8. [`legal`] and [`exception`]: what people do with clocks.

use crate::codes::codes;

pub mod basis;
pub mod clock;
pub mod derive;
pub mod exception;
pub mod explain;
pub mod fire;
pub mod follow;
mod hand;
pub mod legal;
pub mod policy;
pub mod recompute;

pub use crate::store::entity::clock::Model as Clock;
pub use crate::store::entity::sla_book::Model as BookVersion;
pub use crate::store::entity::sla_job::Model as Job;
pub use derive::{Segment, Why};
pub use policy::{Book, Policy};

codes! {
    /// What a clock measures.
    pub enum ClockKind {
        /// *Respons pertama*: until a handler first answers in public.
        FirstResponse = "FIRST_RESPONSE",
        /// *Tier 1*: a stay with the Tier 1 of a unit. Internal.
        Tier1 = "TIER1",
        /// *Penerimaan Tier 2*: until the team accepts the solution request. Internal.
        Tier2Accept = "TIER2_ACCEPT",
        /// *Tier 2*: a stay with a team. Internal.
        Tier2 = "TIER2",
        /// *Penyelesaian*: the promise to the requester.
        Resolution = "RESOLUTION",
        /// *Tenggat hukum*.
        Legal = "LEGAL",
    }
}

impl ClockKind {
    /// Whether requesters see it: what was promised to them, not how the desk is run.
    pub fn is_public(self) -> bool {
        match self {
            Self::FirstResponse | Self::Resolution => true,
            Self::Tier1 | Self::Tier2Accept | Self::Tier2 | Self::Legal => false,
        }
    }

    /// Whether any waiting pauses it.
    pub fn can_pause(self) -> bool {
        match self {
            Self::Tier1 | Self::Tier2 | Self::Resolution => true,
            Self::FirstResponse | Self::Tier2Accept | Self::Legal => false,
        }
    }
}

codes! {
    /// Where a clock stands. That it is late says [`Clock::breached_at`], also while it still runs.
    pub enum ClockState {
        /// It runs.
        Running = "RUNNING",
        /// It stands still.
        Paused = "PAUSED",
        /// Stopped in time.
        Met = "MET",
        /// Stopped too late.
        Breached = "BREACHED",
        /// Stopped; there was no target.
        Recorded = "RECORDED",
        /// It ended without that for which it ran (R16).
        Void = "VOID",
        /// The ticket was rejected, cancelled or merged (R16): not counted.
        Cancelled = "CANCELLED",
    }
}

impl ClockState {
    /// Whether it has not ended.
    pub fn is_open(self) -> bool {
        match self {
            Self::Running | Self::Paused => true,
            Self::Met | Self::Breached | Self::Recorded | Self::Void | Self::Cancelled => false,
        }
    }
}

codes! {
    /// What a clock did, as the timeline tells it.
    pub enum ClockDid {
        /// It began.
        Start = "START",
        /// It stood still from then on.
        Pause = "PAUSE",
        /// It went on.
        Resume = "RESUME",
        /// It was due at another time from then on.
        Move = "MOVE",
        /// It had stopped and went on: the ticket was reopened.
        Reopen = "REOPEN",
        /// It warned.
        Warn = "WARN",
        /// It was late.
        Late = "LATE",
        /// It stopped in time.
        Met = "MET",
        /// It stopped too late.
        Breached = "BREACHED",
        /// It stopped, without a target.
        Recorded = "RECORDED",
        /// It ended without that for which it ran.
        Void = "VOID",
        /// It ended with a ticket that was rejected, cancelled or merged.
        Cancelled = "CANCELLED",
    }
}

codes! {
    /// Where the request for an exception stands.
    pub enum ExceptionState {
        /// It waits for the coordinator.
        Asked = "ASKED",
        /// *Dikabulkan*.
        Granted = "GRANTED",
        /// *Ditolak*.
        Refused = "REFUSED",
    }
}

codes! {
    /// Who is told of a warning or a breach.
    pub enum Recipient {
        /// Whoever has the ticket.
        Assignee = "ASSIGNEE",
        /// The Tier 1 that serves the unit whose queue it is or was in.
        Tier1 = "TIER1",
        /// The head of that unit.
        UnitHead = "UNIT_HEAD",
        /// The lead of the Tier 2 team.
        TeamLead = "TEAM_LEAD",
        /// *Koordinator Service Desk*.
        Coordinator = "COORDINATOR",
        /// *Kepala Dinas*.
        HeadOfDinas = "HEAD_OF_DINAS",
    }
}

codes! {
    /// What a warning or a breach does besides telling people. All of it is off unless a policy says otherwise.
    pub enum Action {
        /// Raises the priority by one step.
        RaisePriority = "RAISE_PRIORITY",
        /// Gives the ticket to the lead of its team.
        ReassignToLead = "REASSIGN_TO_LEAD",
        /// Escalates it to Tier 2 by itself (R5).
        Escalate = "ESCALATE",
    }
}
