//! Files that are on their way, in parts.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        table(
            m,
            "upload",
            vec![id(), uuid("uploader_id"), text("name"), big("size"), big("received"), at("created_at")],
        )
        .await?;
        sql(
            m,
            &[
                "CREATE INDEX upload_uploader ON upload (uploader_id)",
                "CREATE INDEX upload_created ON upload (created_at)",
            ],
        )
        .await
    }
}
