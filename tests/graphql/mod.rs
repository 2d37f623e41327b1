//! Stories through the GraphQL door of the built program.

mod board;
mod can;
mod dates;
mod live;
mod sla;
mod stories;
pub mod talk;
