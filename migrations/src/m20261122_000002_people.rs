//! People, the roles they hold, when they are away, and how they prove who they are.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        table(
            m,
            "person",
            vec![
                id(),
                text("name"),
                text_null("nip").unique_key().take(),
                text_null("phone"),
                text_null("email"),
                uuid_null("unit_id"),
                text("requester_type"),
                text("language"),
                text_null("zone"),
                flag("hide_identity"),
                bytes_null("salt"),
                bytes("digest"),
                at("created_at"),
                at_null("retired_at"),
            ],
        )
        .await?;
        table(
            m,
            "appointment",
            vec![
                id(),
                uuid("person_id"),
                text("role"),
                uuid_null("unit_id"),
                uuid_null("team_id"),
                uuid_null("service_id"),
                text_null("board"),
                at("valid_from"),
                at_null("valid_to"),
                text_null("basis_number"),
                date_null("basis_date"),
                uuid_null("basis_file_id"),
                uuid_null("proposed_by"),
                uuid_null("confirmed_by"),
                text("state"),
                at_null("ended_at"),
            ],
        )
        .await?;
        table(
            m,
            "absence",
            vec![
                id(),
                uuid("person_id"),
                text("kind"),
                at("valid_from"),
                at("valid_to"),
                uuid_null("substitute_id"),
                text("reason"),
                at_null("cancelled_at"),
            ],
        )
        .await?;
        table(
            m,
            "credential",
            vec![uuid("person_id").primary_key().take(), text("hash"), at("changed_at"), flag("must_change")],
        )
        .await?;
        table(
            m,
            "reset_code",
            vec![
                id(),
                uuid("person_id"),
                bytes("code_hash").unique_key().take(),
                uuid_null("issued_by"),
                at("expires_at"),
                at_null("used_at"),
            ],
        )
        .await?;
        table(
            m,
            "session",
            vec![
                id(),
                bytes("token_hash").unique_key().take(),
                uuid("person_id"),
                at("created_at"),
                at("last_seen_at"),
                at("proved_at"),
                int("idle_seconds"),
                at("expires_at"),
                flag("shared_computer"),
                text("agent"),
                at_null("ended_at"),
            ],
        )
        .await?;
        table(
            m,
            "api_token",
            vec![
                id(),
                bytes("token_hash").unique_key().take(),
                uuid("person_id"),
                text("name"),
                at("created_at"),
                at("expires_at"),
                at_null("last_used_at"),
                at_null("revoked_at"),
            ],
        )
        .await?;
        table(m, "sign_in_delay", vec![bytes("subject").primary_key().take(), int("failures"), at("last_at")]).await?;
        sql(
            m,
            &[
                "CREATE INDEX person_phone ON person (phone)",
                "CREATE INDEX person_email ON person (email)",
                "CREATE INDEX person_unit ON person (unit_id)",
                "CREATE INDEX appointment_person ON appointment (person_id)",
                "CREATE INDEX absence_person ON absence (person_id)",
                "CREATE INDEX session_person ON session (person_id)",
                "CREATE INDEX api_token_person ON api_token (person_id)",
                "CREATE INDEX reset_code_person ON reset_code (person_id)",
            ],
        )
        .await
    }
}
