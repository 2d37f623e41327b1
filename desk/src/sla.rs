//! SLA: what was promised, by when, and whether it was kept.
//!
//! A [`Policy`] is chosen for a ticket by the first rule that fits and gives each kind of clock its target. A [`Clock`] keeps what happened as
//! [`Segment`]s; [`derive`](derive::derive) makes of them, of the policy and of the calendar when it is due. That function is the only one that
//! knows: commands, edits, the worker, the preview and the explanation all ask it.
//!
//! 1. [`book`], [`policy`]: the rules, as one versioned document, and which of them holds.
//! 2. [`derive`](mod@derive): from segments to due times. Pure.
//! 3. [`basis`], [`clock`]: what one clock is derived from, and what becomes of it.
//! 4. [`follow`], [`hand`]: the clocks of a ticket follow what happens on it, inside each command's transaction.
//! 5. [`fire`]: warnings and breaches, by the hand of the clock.
//! 6. [`recompute`]: what an edit would move, and the job that moves it.
//! 7. [`explain`]: why a clock is due when it is, as data and in words; of one that has ended by the calendar of its time (`past`).
//! 8. [`legal`] and [`exception`]: what people do with clocks.

pub mod basis;
pub mod book;
pub mod change;
pub mod clock;
pub mod code;
pub mod derive;
pub mod exception;
pub mod explain;
pub mod fire;
pub mod follow;
mod hand;
pub mod legal;
pub(crate) mod moves;
pub(crate) mod past;
pub mod policy;
pub mod recompute;

pub use crate::store::entity::clock::Model as Clock;
pub use crate::store::entity::sla_book::Model as BookVersion;
pub use crate::store::entity::sla_job::Model as Job;
pub use book::{Book, Policy};
pub use change::ClockChange;
pub use code::{
    Action, ClockDid, ClockKind, ClockState, CountFrom, ExceptionState, MetBy, OnReopen, Recipient, ThirdParty, Why,
};
pub use derive::Segment;
