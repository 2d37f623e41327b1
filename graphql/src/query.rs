//! Reads.

use crate::error::bad_input;
use crate::object::catalogue::{Service, Team, Unit};
use crate::object::person::Person;
use crate::object::ticket::Ticket;
use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, Interface, MergedObject, Object, Result};
use desk::id::{PersonId, ServiceId, TeamId, TicketId, UnitId};
use desk::refusal::Refusal;

mod audit;
mod board;
mod organisation;
mod sla;
mod ticket;
mod time;
mod viewer;
mod writing;

pub use audit::AuditFilter;
pub use ticket::TicketFilter;

/// Reads.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    NodeQuery,
    ticket::TicketQuery,
    board::BoardQuery,
    organisation::OrganisationQuery,
    viewer::SelfQuery,
    sla::SlaQuery,
    writing::WritingQuery,
    audit::AuditQuery,
    time::TimeQuery,
);

/// Anything with an id of its own.
#[derive(Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id: `kind:uuid`."))]
pub enum Node {
    /// A ticket.
    Ticket(Ticket),
    /// A person.
    Person(Person),
    /// A unit.
    Unit(Unit),
    /// A team.
    Team(Team),
    /// A service.
    Service(Service),
}

#[derive(Debug, Default)]
struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The version of the program.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Anything by its id; null if there is no such thing, or not for the viewer.
    #[graphql(complexity = "5 + child_complexity")]
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Result<Option<Node>> {
        let reader = reader(ctx).await?;
        let directory = &reader.directory;
        if let Ok(id) = id.parse::<TicketId>() {
            return Ok(found(reader.ticket(id).await, reader)?.map(|view| Node::Ticket(Ticket(view))));
        }
        if let Ok(id) = id.parse::<PersonId>() {
            return Ok(Person::by_id(ctx, Some(id)).await?.map(Node::Person));
        }
        if let Ok(id) = id.parse::<UnitId>() {
            return Ok(directory.unit(id).cloned().map(|unit| Node::Unit(Unit(unit))));
        }
        if let Ok(id) = id.parse::<TeamId>() {
            return Ok(directory.team(id).cloned().map(|team| Node::Team(Team(team))));
        }
        if let Ok(id) = id.parse::<ServiceId>() {
            return Ok(directory.service(id).cloned().map(|service| Node::Service(Service(service))));
        }
        Err(bad_input("`id` is not the id of anything here"))
    }

    /// Several things by id, in the order asked; at most 100.
    #[graphql(complexity = "ids.len().saturating_mul(5 + child_complexity)")]
    async fn nodes(&self, ctx: &Context<'_>, #[graphql(desc = "The ids.")] ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > 100 {
            return Err(bad_input("`ids` takes at most 100 ids"));
        }
        let mut nodes = Vec::with_capacity(ids.len());
        for id in ids {
            nodes.push(self.node(ctx, id).await?);
        }
        Ok(nodes)
    }
}

fn found<T>(result: desk::Outcome<T>, reader: &desk::view::Reader) -> Result<Option<T>> {
    match result {
        Ok(it) => Ok(Some(it)),
        Err(desk::Error::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(in_words(reader)(error)),
    }
}
