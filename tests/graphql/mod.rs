//! Stories through the GraphQL door of the built program.

mod board;
mod budget;
mod can;
mod dates;
mod live;
mod shown;
mod sla;
mod stories;
pub mod talk;
mod tokens;
