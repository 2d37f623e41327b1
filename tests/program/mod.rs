//! The built program, run as its own process: settings, HTTP, its end, two instances, backup.

mod backup;
mod clocks;
mod files;
pub mod instances;
mod kill;
mod life;
mod npm;
mod oversight;
mod places;
pub mod process;
mod record;
mod session;
mod settings;
pub mod web;
