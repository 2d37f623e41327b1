//! What time it was when the program last looked: whether the clock was set meanwhile is told by that.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // A row for each run of a machine. `steady`: microseconds since that began.
        table(m, "time_mark", vec![text("run").primary_key().take(), at("at"), big("steady")]).await
    }
}
