//! Units, teams, services, calendars, settings: what an administrator shapes.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        table(
            m,
            "unit",
            vec![
                id(),
                text("code").unique_key().take(),
                text("name"),
                text("short_name"),
                text("kind"),
                uuid_null("parent_id"),
                text_null("zone"),
                text("calendar"),
                flag("service_desk_office"),
                flag("self_managed"),
                flag("requires_tier1"),
                text_null("address"),
                at_null("retired_at"),
            ],
        )
        .await?;
        table(
            m,
            "team",
            vec![
                id(),
                text("code").unique_key().take(),
                text("name"),
                text("covers"),
                json("competences"),
                text_null("calendar"),
                uuid_null("unit_id"),
                at_null("retired_at"),
            ],
        )
        .await?;
        table(
            m,
            "service",
            vec![
                id(),
                text("code").unique_key().take(),
                text("name"),
                text("service_group"),
                text("description"),
                uuid("owner_unit_id"),
                text_null("application"),
                text("work_stream"),
                text("first_line"),
                uuid_null("team_id"),
                text_null("calendar"),
                text("criticality"),
                json("kinds"),
                json("form_fields"),
                json("requirements"),
                flag("needs_letter"),
                json("approval_steps"),
                text_null("sla_policy"),
                text("confidentiality"),
                text_null("legal_deadline"),
                json("standard"),
                flag("security_incident"),
                flag("straight_to_tier2"),
                json("search_words"),
                flag("published"),
                text_null("note"),
                at_null("retired_at"),
            ],
        )
        .await?;
        table_keyed(
            m,
            "calendar",
            &["code", "version"],
            vec![text("code"), int("version"), json("document"), at("created_at")],
        )
        .await?;
        table(
            m,
            "holiday",
            vec![
                id(),
                date_null("date").not_null().take(),
                text("holiday_set"),
                text("name"),
                json("treatment"),
                text("source"),
                at_null("retired_at"),
            ],
        )
        .await?;
        table(m, "setting", vec![text("key").primary_key().take(), json("value"), text("basis"), big("version")])
            .await?;
        // Moves whenever anything that the directory in memory holds has changed; every instance compares before it trusts its copy.
        table(m, "stamp", vec![text("name").primary_key().take(), big("value")]).await?;
        sql(m, &["INSERT INTO stamp (name, value) VALUES ('directory', 1)"]).await
    }
}
