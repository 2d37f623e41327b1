//! The built program, run as its own process: settings, HTTP, its end, two instances, backup.

mod backup;
mod files;
mod instances;
mod life;
mod process;
mod record;
mod session;
mod settings;
mod web;
