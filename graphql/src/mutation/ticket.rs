//! Commands on tickets, by what they are for.

use async_graphql::MergedObject;

mod assign;
pub mod clock;
mod contain;
mod escalate;
mod involve;
mod open;
mod reply;
mod resolve;

#[derive(Debug, Default, MergedObject)]
pub struct TicketMutations(
    open::Reports,
    reply::Talk,
    assign::Handling,
    escalate::Tiers,
    resolve::Endings,
    involve::Around,
    contain::Containment,
);
