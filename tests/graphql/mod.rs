//! Stories through the GraphQL door of the built program.

mod board;
mod can;
mod live;
mod shown;
mod sla;
mod stories;
pub mod talk;
