//! Commands on tickets, by what they are for.

use async_graphql::MergedObject;

mod around;
mod contain;
mod ending;
mod handle;
mod report;
mod talk;
mod tiers;

#[derive(Debug, Default, MergedObject)]
pub struct TicketMutations(
    report::Reports,
    talk::Talk,
    handle::Handling,
    tiers::Tiers,
    ending::Endings,
    around::Around,
    contain::Containment,
);
