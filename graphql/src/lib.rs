//! The GraphQL door: it translates between the API and the desk and decides nothing. `schema.graphql` beside this crate is the contract; the program
//! prints it, and a test holds the two together.

use async_graphql::dataloader::{DataLoader, HashMapCache};
use async_graphql::{InputType, Request};
use desk::Desk;
use desk::session::Arrival;
use std::sync::Arc;

pub mod budget;
mod enums;
mod error;
mod live;
mod mutation;
mod object;
mod presence;
mod query;
mod viewer;

pub use live::Subscription;
pub use mutation::Mutation;
pub use query::Query;

use viewer::{Clocks, ExpectedClocks, OpenClocks, People, Viewer};

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// How deep a query may nest. The console's own largest query needs nine.
const DEPTH: usize = 15;
/// How complex a query may be: rows asked for times fields.
const COMPLEXITY: usize = 20_000;

/// What narrows a list of tickets, as `tickets` takes it; none: it is no such thing.
pub fn ticket_filter(filter: serde_json::Value) -> Option<desk::view::Filter> {
    parsed::<query::TicketFilter>(filter)?.unwrap_or_default().read().ok()
}

/// What narrows the audit trail, as `auditEvents` takes it; none: it is no such thing.
pub fn audit_filter(filter: serde_json::Value) -> Option<desk::audit::trail::TrailFilter> {
    parsed::<query::AuditFilter>(filter)?.unwrap_or_default().read().ok()
}

fn parsed<T: InputType>(given: serde_json::Value) -> Option<Option<T>> {
    Option::<T>::parse(Some(async_graphql::Value::from_json(given).ok()?)).ok()
}

/// The schema over a desk, or, for printing it, over none.
pub fn schema(desk: Option<Arc<Desk>>) -> Schema {
    let mut builder = Schema::build(Query::default(), Mutation::default(), Subscription)
        .limit_depth(DEPTH)
        .limit_complexity(COMPLEXITY)
        .disable_suggestions();
    if let Some(desk) = desk {
        builder = builder.data(desk);
    }
    builder.finish()
}

/// Makes a request one of a person, or of a stranger. Called once per operation: what is cached for one person must not be seen by another.
pub fn attach(request: Request, desk: &Arc<Desk>, arrival: Option<Arrival>) -> Request {
    let stranger = arrival.is_none();
    let viewer = Arc::new(Viewer::new(desk.clone(), arrival));
    let people = DataLoader::with_cache(People(viewer.clone()), tokio::spawn, HashMapCache::default());
    // Not kept: what a command did to the clocks is read anew after it.
    let clocks = DataLoader::new(Clocks(viewer.clone()), tokio::spawn);
    let open_clocks = DataLoader::new(OpenClocks(viewer.clone()), tokio::spawn);
    let request = budget::attach(request).data(viewer).data(people).data(clocks).data(open_clocks);
    let request = request.data(ExpectedClocks::default());
    // Introspection needs a signed-in person (R27).
    if stranger { request.disable_introspection() } else { request }
}
