//! The lists people work with: which there are, what narrows them, what each may hold, a page of them. What a list holds is looked up by the store.

use crate::access::{Ground, Standing, Ties};

pub mod code;
mod filter;
pub mod page;

pub use code::{Order, View};
pub use filter::Filter;
pub use page::{Page, PageOf};

/// Counts stop here: "999+" (R35).
pub const COUNT_LIMIT: u64 = 1_000;

impl View {
    /// Whether a ticket that stands so may be in it for this person: the list itself, in SQL, looks closer.
    pub(crate) fn may_hold(self, who: &Standing, ticket: &Ground, ties: Ties) -> bool {
        let me = Some(who.person);
        let unit_queue = ticket.tier == 1 && ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit));
        let team_queue = ticket.tier == 2 && ticket.team_id.is_some_and(|team| who.teams.contains(&team));
        let queues = unit_queue || team_queue;
        match self {
            Self::MyReports => [Some(ticket.requester_id), Some(ticket.filer_id)].contains(&me),
            Self::MyWork => ticket.assignee_id == me,
            Self::UnitQueue => unit_queue,
            Self::TeamQueue => team_queue,
            Self::Unassigned | Self::Waiting | Self::RepliedAfterEnd => queues,
            Self::CameBack => ticket.tier == 1 && (who.coordinator || queues || ticket.assignee_id == me),
            Self::AtRisk | Self::Late | Self::Paused | Self::Untold | Self::ExceptionsAsked => {
                who.coordinator || queues || ticket.assignee_id == me
            }
            Self::ToComplete | Self::AtTier2 => {
                who.coordinator || ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit))
            }
            Self::OurPeople => ticket.unit_id.is_some_and(|unit| who.serves.contains(&unit)),
            Self::WithoutTier1 => !unit_queue && !team_queue,
            Self::Followed => ties.follower,
            Self::Active | Self::All => true,
        }
    }

    /// Whether an outline tells whether a ticket is in it (R23). Else only what somebody sees in full is.
    pub(crate) fn within_outline(self) -> bool {
        match self {
            Self::MyReports
            | Self::UnitQueue
            | Self::TeamQueue
            | Self::Waiting
            | Self::OurPeople
            | Self::WithoutTier1
            | Self::Followed
            | Self::AtRisk
            | Self::Late
            | Self::Paused
            | Self::Active
            | Self::All => true,
            Self::MyWork
            | Self::Unassigned
            | Self::ToComplete
            | Self::CameBack
            | Self::AtTier2
            | Self::RepliedAfterEnd
            | Self::Untold
            | Self::ExceptionsAsked => false,
        }
    }
}
