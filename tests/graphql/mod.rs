//! Stories through the GraphQL door of the built program.

mod can;
mod live;
mod stories;
pub mod talk;
