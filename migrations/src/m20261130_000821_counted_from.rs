//! What the clock has to do after so many business days: from when on they are counted, and how many, so that it follows the calendar.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "due", vec![at_null("counted_from"), int_null("business_days")]).await
    }
}
