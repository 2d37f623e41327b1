//! Tickets: what they are, and one use case a file.

pub use crate::store::entity::message::Model as Message;
pub use crate::store::entity::solution_request::Model as SolutionRequest;
pub use crate::store::entity::ticket::Model as Ticket;

pub(crate) mod around;
pub mod code;
mod complete;
mod contain;
mod digest;
pub mod due;
mod end;
pub(crate) mod escalate;
mod involve;
mod lifecycle;
mod merge;
mod messages;
pub mod open;
mod reclassify;
mod redact;
mod resolve;
pub mod route;
mod run_due;
mod supervise;
mod tag;
pub(crate) mod tell;
mod tier2;
mod wait;
mod work_on;

pub use crate::person::add::NewRequester;
pub use code::{
    ACTIVE, Audience, Cause, Channel, Confidentiality, DueKind, EndReason, EscalationReason, Impact, LinkKind,
    MessageKind, PartyRole, Priority, RequestState, RouteReason, Status, TicketKind, ToldBy, Urgency, Verb, WAITING,
    WaitFor,
};
pub use complete::CompleteFile;
pub use contain::Contain;
pub(crate) use digest::head_digest;
pub use end::{Cancel, Reject};
pub use escalate::{CompleteRequest, Escalate, Forward, Wanted};
pub use involve::{Follow, Involve, Link, PromoteToProblem, RaiseChange, Unfollow, Unlink};
pub(crate) use lifecycle::hears;
pub use lifecycle::{LIFECYCLE, Next, Rule, Unfit, fits, rule_of};
pub use merge::Merge;
pub use messages::{Attach, Note, Replied, Reply};
pub use open::{Open, Opened, Record, RecordThen, Report, RequesterRef};
pub use reclassify::Reclassify;
pub use redact::{REDACTED_TITLE, Redact, RedactWhat};
pub use resolve::{Confirm, Rate, Reopen, Resolve};
pub use run_due::FireDue;
pub use supervise::Supervise;
pub use tag::{MOST_TAGS, Tag};
pub use tell::Tell;
pub use tier2::{Accept, Answer, HandOver, Return};
pub use wait::{Ask, Hold, HoldFor, Resume};
pub use work_on::{Assign, Release, Take};

impl Ticket {
    /// The name of a ticket's stream.
    pub(crate) fn stream_of(id: crate::id::TicketId) -> String {
        format!("{}/{}", <Self as crate::event::Recorded>::STREAM, id.0.as_simple())
    }

    /// Moves to another status and keeps what is derived from it.
    pub(crate) fn enter(&mut self, status: Status) {
        self.status = status;
        self.active = status.is_active();
        if !status.is_waiting() {
            self.wait_for = None;
            self.wait_until = None;
        }
    }
}
