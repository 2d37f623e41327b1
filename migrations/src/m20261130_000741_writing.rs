//! How much each person has written lately: until when what they wrote reaches, in microseconds of the epoch.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![uuid("person_id").primary_key().take(), big("commands_until"), big("bytes_until")];
        table(m, "writing", columns).await
    }
}
