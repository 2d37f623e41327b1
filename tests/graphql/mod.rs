//! Stories through the GraphQL door of the built program.

mod board;
mod budget;
mod can;
mod live;
mod sla;
mod stories;
pub mod talk;
