//! What the program's commands do, where tests can reach it.

pub mod demo;
pub mod http;
pub mod import;
pub mod migrate;
pub mod serve;
pub mod worker;

/// What ends a command early, in words for the operator.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The contract of the API, as `graphql/schema.graphql` holds it.
pub fn contract() -> String {
    graphql::schema(None).sdl().trim_end().to_owned()
}
