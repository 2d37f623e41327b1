//! SLA: the policies, the clocks of tickets, the jobs that move due times after an edit, and who is on call.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What stands in `ticket.due_order` where nothing falls due: it sorts last.
const NEVER: &str = "9999-12-31T00:00:00+00:00";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // All policies together are one document: which one holds depends on their order.
        table_keyed(
            m,
            "sla_book",
            &["code", "version"],
            vec![text("code"), int("version"), json("document"), at("created_at")],
        )
        .await?;
        table(
            m,
            "clock",
            vec![
                id(),
                uuid("ticket_id"),
                text("kind"),
                int("stay"),
                text_null("code"),
                uuid_null("unit_id"),
                uuid_null("team_id"),
                at("started_at"),
                json("segments"),
                flag("on_call"),
                text("state"),
                at_null("ended_at"),
                at_null("breached_at"),
                flag("by_change"),
                int("warned_to"),
                flag("raised"),
                at_null("due_at"),
                at_null("moved_at"),
                text_null("exception"),
                uuid_null("exception_by"),
                at_null("exception_at"),
                uuid_null("decided_by"),
                at_null("decided_at"),
                // What due_at was derived from (R18), and what else follows from it.
                text_null("policy"),
                int("policy_version"),
                json("target"),
                text_null("calendar"),
                text("calendar_print"),
                flag("third_party"),
                big("budget"),
                big_null("time_left"),
                at_null("next_at"),
            ],
        )
        .await?;
        table(
            m,
            "sla_job",
            vec![
                id(),
                at("requested_at"),
                text("requested_by"),
                big("sla_print"),
                uuid_null("reached"),
                int("total"),
                int("done"),
                int("moved"),
                int("late"),
                at_null("finished_at"),
            ],
        )
        .await?;
        table(
            m,
            "on_call",
            vec![id(), uuid("team_id"), uuid("person_id"), at("valid_from"), at("valid_to"), at_null("cancelled_at")],
        )
        .await?;
        table(
            m,
            "shift_handover",
            vec![
                id(),
                uuid("team_id"),
                uuid("from_id"),
                uuid("to_id"),
                at("at"),
                text("note"),
                bytes_null("salt"),
                bytes("digest"),
                json("tickets"),
                at_null("accepted_at"),
            ],
        )
        .await?;
        add(
            m,
            "ticket",
            vec![
                text_null("requester_type"),
                at_null("complete_at"),
                bytes_null("clocks_digest"),
                // Derived from the clocks, so that lists are ordered, filtered and counted without reading them.
                flag("clocks_open"),
                big("derived_from"),
                text_null("clock_kind"),
                at("due_order").default(NEVER).take(),
                flag("clock_at_risk"),
                flag("clock_breached"),
                flag("clock_paused"),
                flag("outside_control"),
                flag("exception_asked"),
                flag("legal_open"),
            ],
        )
        .await?;
        sql(
            m,
            &[
                "CREATE INDEX clock_ticket ON clock (ticket_id)",
                "CREATE INDEX clock_open ON clock (state) WHERE state IN ('RUNNING', 'PAUSED')",
                "CREATE INDEX clock_next ON clock (next_at) WHERE next_at IS NOT NULL",
                "CREATE INDEX sla_job_open ON sla_job (requested_at) WHERE finished_at IS NULL",
                "CREATE INDEX on_call_team ON on_call (team_id, valid_to)",
                "CREATE INDEX shift_handover_team ON shift_handover (team_id, at)",
                "CREATE INDEX ticket_due ON ticket (due_order, id) WHERE active",
                "CREATE INDEX ticket_derived ON ticket (id, derived_from) WHERE clocks_open",
                "CREATE INDEX ticket_breached ON ticket (due_order, id) WHERE active AND clock_breached",
                "CREATE INDEX ticket_at_risk ON ticket (due_order, id) WHERE active AND clock_at_risk",
                "CREATE INDEX ticket_paused ON ticket (due_order, id) WHERE active AND clock_paused",
            ],
        )
        .await
    }
}
