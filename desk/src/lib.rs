//! The service desk itself: rules, commands, views, storage. It knows no HTTP, no GraphQL, no Telegram and no SMTP; the doors bring it commands and
//! it answers with ids, views or a [`Refusal`]. ARCHITECTURE.md at the root of the project has the map.

pub mod absence;
pub mod access;
pub mod appointment;
pub mod audit;
pub mod backup;
pub mod calendar;
pub mod clock;
pub mod codes;
pub mod defaults;
pub mod desk;
pub mod digest;
pub mod directory;
pub mod draft;
pub mod event;
pub mod file;
pub mod housekeeping;
pub mod id;
pub mod import;
pub mod input;
pub mod knock;
pub mod macros;
pub mod on_call;
pub mod pace;
pub mod places;
pub mod person;
pub mod presence;
pub mod refusal;
pub mod seal;
pub mod search;
pub mod service;
pub mod session;
pub mod setting;
pub mod sla;
pub mod store;
pub mod team;
pub mod text;
pub mod ticket;
pub mod throttle;
pub mod time;
pub mod unit;
pub mod view;
pub mod wake;
pub mod work;

pub use desk::{Actor, Caller, Command, Desk, Hint, Parts};
pub use refusal::{Error, Fault, Outcome, Refusal};
