//! Who noted an absence, and who agreed to its substitute. Nobody has agreed to those of before.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "absence", vec![uuid_null("noted_by"), flag("confirmed"), uuid_null("confirmed_by")]).await
    }
}
