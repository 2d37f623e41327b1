//! What a token may do. Those of before go on reading until their end, and do nothing else.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "api_token", vec![json("scopes").default(r#"["READ"]"#).take()]).await
    }
}
