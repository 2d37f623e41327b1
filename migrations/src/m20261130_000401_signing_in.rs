//! Tries to sign in are counted where they are made, strangers stand in lines, and devices are known again.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let subject = || bytes("subject").primary_key().take();
        table(
            m,
            "sign_in_place",
            vec![subject(), int("failures"), at("last_at"), at_null("good_at"), at_null("turn_at")],
        )
        .await?;
        table(m, "sign_in_line", vec![subject(), at("next_at")]).await?;
        let device = vec![bytes("token_hash"), uuid("person_id"), at("last_at")];
        table_keyed(m, "sign_in_device", &["token_hash", "person_id"], device).await?;
        sql(
            m,
            &[
                "CREATE INDEX sign_in_place_last ON sign_in_place (last_at)",
                "CREATE INDEX sign_in_line_next ON sign_in_line (next_at)",
                "CREATE INDEX sign_in_device_person ON sign_in_device (person_id)",
                // What it counted was passing.
                "DROP TABLE sign_in_delay",
            ],
        )
        .await
    }
}
