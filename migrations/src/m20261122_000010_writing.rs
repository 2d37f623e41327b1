//! What helps in writing: drafts, and the texts that are used again and again.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        table_keyed(
            m,
            "draft",
            &["person_id", "ticket_id", "kind"],
            vec![uuid("person_id"), uuid("ticket_id"), text("kind"), text("body"), at("saved_at")],
        )
        .await?;
        table(m, "reply_macro", vec![id(), text("name"), text("body"), uuid_null("team_id"), at_null("retired_at")])
            .await?;
        sql(
            m,
            &[
                "CREATE INDEX draft_ticket ON draft (ticket_id)",
                "CREATE INDEX draft_saved ON draft (saved_at)",
                // One name means one text: of all who share it, and of each team.
                "CREATE UNIQUE INDEX reply_macro_name ON reply_macro (name) WHERE retired_at IS NULL AND team_id IS NULL",
                "CREATE UNIQUE INDEX reply_macro_team ON reply_macro (team_id, name) WHERE retired_at IS NULL AND team_id IS NOT NULL",
            ],
        )
        .await
    }
}
