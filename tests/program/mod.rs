//! The built program, run as its own process: settings, HTTP, its end, two instances, backup.

mod backup;
mod clocks;
mod files;
mod full;
pub mod instances;
mod instances_fail;
mod kill;
mod life;
mod load;
mod npm;
mod oversight;
mod places;
mod power_loss;
pub mod process;
mod record;
mod session;
mod settings;
mod soak;
pub mod web;
mod wrong_clock;
