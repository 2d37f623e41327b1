//! The GraphQL door: it translates between the API and the desk and decides nothing. `schema.graphql` beside this crate is the contract; the program
//! prints it, and a test holds the two together.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Request};
use desk::Desk;
use desk::session::Identity;
use std::sync::Arc;

/// The schema.
pub type Schema = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Reads.
#[derive(Debug)]
pub struct Query;

#[Object]
impl Query {
    /// The version of the program.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// The schema over a desk, or, for printing it, over none.
pub fn schema(desk: Option<Arc<Desk>>) -> Schema {
    let mut builder = Schema::build(Query, EmptyMutation, EmptySubscription).limit_depth(15).limit_complexity(20_000);
    if let Some(desk) = desk {
        builder = builder.data(desk);
    }
    builder.finish()
}

/// Makes a request one of a person, or of a stranger. Called once per operation: what is cached for one must not be seen by another.
pub fn attach(request: Request, desk: &Arc<Desk>, identity: Option<Identity>) -> Request {
    let _ = desk;
    request.data(identity)
}
