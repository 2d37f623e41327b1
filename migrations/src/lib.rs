//! The schema, one step per file. Nothing here imports an entity: an old migration must mean the same for ever.

use sea_orm_migration::prelude::*;

mod columns;
pub mod grant;
mod m20261122_000001_organisation;
mod m20261122_000002_people;
mod m20261122_000003_tickets;
mod m20261122_000004_record;
mod m20261122_000005_search;
mod m20261122_000006_sla;
mod m20261122_000007_owed_and_late;
mod m20261122_000010_writing;
mod m20261122_000011_told;
mod m20261122_000012_uploads;
mod m20261122_000020_oversight;
mod m20261122_000030_replied;
mod m20261122_000040_newest_texts;
mod m20261122_000050_tags;
mod m20261130_000201_confirmed_absences;
mod m20261130_000202_codes_of_two;
mod m20261130_000203_token_scopes;
mod m20261130_000401_signing_in;
mod m20261130_000402_uploads_of_a_day;
mod m20261130_000501_around;
mod m20261130_000502_power;
mod m20261130_000600_time;
mod m20261130_000701_hands;
mod m20261130_000721_one_login;
mod m20261130_000741_writing;
mod m20261130_000742_few_of_each;
mod m20261130_000801_search_version;
mod m20261130_000811_name_keys;
mod m20261130_000821_counted_from;

/// Runs every step that a database still lacks, oldest first. There is no way back: a mistake is mended by a new step.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_organisation::Migration),
            Box::new(m20261122_000002_people::Migration),
            Box::new(m20261122_000003_tickets::Migration),
            Box::new(m20261122_000004_record::Migration),
            Box::new(m20261122_000005_search::Migration),
            Box::new(m20261122_000006_sla::Migration),
            Box::new(m20261122_000007_owed_and_late::Migration),
            Box::new(m20261122_000010_writing::Migration),
            Box::new(m20261122_000011_told::Migration),
            Box::new(m20261122_000012_uploads::Migration),
            Box::new(m20261122_000020_oversight::Migration),
            Box::new(m20261122_000030_replied::Migration),
            Box::new(m20261122_000040_newest_texts::Migration),
            Box::new(m20261122_000050_tags::Migration),
            Box::new(m20261130_000201_confirmed_absences::Migration),
            Box::new(m20261130_000202_codes_of_two::Migration),
            Box::new(m20261130_000203_token_scopes::Migration),
            Box::new(m20261130_000401_signing_in::Migration),
            Box::new(m20261130_000402_uploads_of_a_day::Migration),
            Box::new(m20261130_000501_around::Migration),
            Box::new(m20261130_000502_power::Migration),
            Box::new(m20261130_000600_time::Migration),
            Box::new(m20261130_000701_hands::Migration),
            Box::new(m20261130_000721_one_login::Migration),
            Box::new(m20261130_000741_writing::Migration),
            Box::new(m20261130_000742_few_of_each::Migration),
            Box::new(m20261130_000801_search_version::Migration),
            Box::new(m20261130_000811_name_keys::Migration),
            Box::new(m20261130_000821_counted_from::Migration),
        ]
    }
}

pub use sea_orm_migration::MigratorTrait;
/// The driver, for tests that make and drop databases.
pub use sea_orm_migration::sea_orm as driver;

/// The names of all steps, oldest first.
pub fn steps() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}
