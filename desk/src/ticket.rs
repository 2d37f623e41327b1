//! Tickets: what they are, and one use case a file.

pub use crate::store::entity::message::Model as Message;
pub use crate::store::entity::solution_request::Model as SolutionRequest;
pub use crate::store::entity::ticket::Model as Ticket;

mod accept;
pub(crate) mod around;
mod assign;
pub mod case;
pub mod code;
mod complete_file;
mod contain;
mod digest;
pub mod due;
pub(crate) mod escalate;
mod hold;
mod involve;
mod lifecycle;
mod merge;
mod new;
pub mod open;
mod reclassify;
pub(crate) mod redact;
mod reject;
pub(crate) mod reply;
mod resolve;
pub mod route;
mod run_due;
mod say;
mod supervise;
mod tag;
pub(crate) mod tell;

pub use crate::person::add::NewRequester;
pub use accept::{Accept, Answer, HandOver, Return};
pub use assign::{Assign, Release, Take};
pub use case::Case;
pub use code::{
    ACTIVE, Audience, Cause, Channel, Confidentiality, DueKind, EndReason, EscalationReason, Impact, LinkKind,
    MessageKind, PartyRole, Priority, RequestState, RouteReason, Status, TicketKind, ToldBy, Urgency, Verb, WAITING,
    WaitFor,
};
pub use complete_file::CompleteFile;
pub use contain::Contain;
pub(crate) use digest::head_digest;
pub use escalate::{CompleteRequest, Escalate, Forward, Wanted};
pub use hold::{Ask, Hold, HoldFor, Resume};
pub use involve::{Follow, Involve, Link, PromoteToProblem, RaiseChange, Unfollow, Unlink};
pub(crate) use lifecycle::hears;
pub use lifecycle::{LIFECYCLE, Next, Rule, Unfit, fits, rule_of};
pub use merge::Merge;
pub use open::{Open, Opened, Record, RecordThen, Report, RequesterRef};
pub use reclassify::Reclassify;
pub use redact::{REDACTED_TITLE, Redact, RedactWhat};
pub use reject::{Cancel, Reject};
pub use reply::{Attach, Note, Replied, Reply};
pub use resolve::{Confirm, Rate, Reopen, Resolve};
pub use run_due::FireDue;
pub use supervise::Supervise;
pub use tag::{MOST_TAGS, Tag};
pub use tell::Tell;

use chrono::{DateTime, Utc};

impl Ticket {
    /// The name of a ticket's stream.
    pub(crate) fn stream_of(id: crate::id::TicketId) -> String {
        format!("{}/{}", <Self as crate::event::Recorded>::STREAM, id.0.as_simple())
    }

    /// Moves on to the status that the lifecycle gives a command (R2). The one that a waiting ticket waits in the command names itself.
    pub(crate) fn advance(&mut self, by: Verb) {
        match rule_of(by).map(|rule| rule.next) {
            Some(Next::To(status)) => self.enter(status),
            Some(Next::Started) if self.status == Status::New => self.enter(Status::InProgress),
            Some(Next::Answered) if self.status == Status::WaitingRequester => self.enter(Status::InProgress),
            Some(Next::Same | Next::Started | Next::Answered | Next::Waiting) | None => {}
        }
    }

    /// Waits, for what the command says.
    pub(crate) fn wait(&mut self, status: Status, wait_for: WaitFor, until: Option<DateTime<Utc>>) {
        self.enter(status);
        self.wait_for = Some(wait_for);
        self.wait_until = until;
    }

    /// Ends by the clock.
    pub(crate) fn close(&mut self, reason: EndReason, now: DateTime<Utc>) {
        self.enter(Status::Closed);
        self.end_reason = Some(reason);
        self.ended_at = Some(now);
    }

    /// Moves to another status and keeps what is derived from it. What it waited for is over.
    fn enter(&mut self, status: Status) {
        self.status = status;
        self.active = status.is_active();
        self.wait_for = None;
        self.wait_until = None;
    }
}
