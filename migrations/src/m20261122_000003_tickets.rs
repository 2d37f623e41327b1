//! Tickets and everything that hangs on one.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        table(
            m,
            "ticket",
            vec![
                id(),
                text("number").unique_key().take(),
                big("version"),
                text_null("kind"),
                text("title"),
                text("location"),
                text("contact"),
                json("form"),
                bytes_null("text_salt"),
                bytes("text_digest"),
                uuid("requester_id"),
                uuid("filer_id"),
                uuid_null("unit_id"),
                uuid_null("service_id"),
                text("channel"),
                at("received_at"),
                at("opened_at"),
                text("impact"),
                text("urgency"),
                text("priority"),
                text("confidentiality"),
                flag("identity_hidden"),
                flag("security_incident"),
                text("status"),
                flag("active"),
                int("tier"),
                uuid_null("queue_unit_id"),
                uuid_null("team_id"),
                uuid_null("assignee_id"),
                uuid_null("former_assignee_id"),
                uuid_null("request_id"),
                text("route_reason"),
                int("forwards"),
                flag("verified"),
                flag("reopened"),
                flag("replied_after_end"),
                at_null("first_response_at"),
                text_null("wait_for"),
                at_null("wait_until"),
                text_null("cause"),
                text_null("end_reason"),
                uuid_null("resolver_id"),
                int_null("resolver_tier"),
                at_null("resolved_at"),
                at_null("ended_at"),
                int_null("rating"),
                uuid_null("merged_into_id"),
                uuid_null("parent_id"),
                json("tags"),
                at("last_activity_at"),
                at_null("next_due_at"),
            ],
        )
        .await?;
        table(
            m,
            "message",
            vec![
                id(),
                uuid("ticket_id"),
                big("seq"),
                text("kind"),
                text("audience"),
                uuid_null("author_id"),
                text("door"),
                at("at"),
                text("body"),
                bytes_null("salt"),
                bytes("digest"),
                at_null("erased_at"),
            ],
        )
        .await?;
        table(
            m,
            "solution_request",
            vec![
                id(),
                text("number").unique_key().take(),
                uuid("ticket_id"),
                uuid("team_id"),
                uuid_null("from_unit_id"),
                text("state"),
                flag("automatic"),
                text("reason"),
                text("diagnosis"),
                text("steps_tried"),
                text("help_wanted"),
                bytes_null("salt"),
                bytes("digest"),
                uuid_null("opened_by"),
                at("opened_at"),
                uuid_null("accepted_by"),
                at_null("accepted_at"),
                int("hand_overs"),
                at_null("ended_at"),
            ],
        )
        .await?;
        // Who else has to do with a ticket: followers, people involved by name, the subject of a complaint, units and teams that had it before.
        table_keyed(
            m,
            "party",
            &["ticket_id", "role", "member_id"],
            vec![uuid("ticket_id"), text("role"), uuid("member_id")],
        )
        .await?;
        table_keyed(
            m,
            "ticket_link",
            &["ticket_id", "kind", "other_id"],
            vec![uuid("ticket_id"), text("kind"), uuid("other_id")],
        )
        .await?;
        table(
            m,
            "attachment",
            vec![
                id(),
                uuid_null("ticket_id"),
                uuid_null("message_id"),
                uuid("uploader_id"),
                text("name"),
                text("mime"),
                big("size"),
                text("sha256"),
                flag("inline"),
                at("created_at"),
                at_null("erased_at"),
            ],
        )
        .await?;
        // What the clock still has to do. ticket.next_due_at is the least due_at here, so that a command needs no look-up.
        table_keyed(m, "due", &["ticket_id", "kind"], vec![uuid("ticket_id"), text("kind"), at("due_at")]).await?;
        sql(
            m,
            &[
                "CREATE INDEX ticket_newest ON ticket (opened_at, id)",
                "CREATE INDEX ticket_unit_queue ON ticket (queue_unit_id, opened_at, id) WHERE active",
                "CREATE INDEX ticket_team_queue ON ticket (team_id, opened_at, id) WHERE active",
                "CREATE INDEX ticket_assignee ON ticket (assignee_id, opened_at, id) WHERE active",
                "CREATE INDEX ticket_activity ON ticket (last_activity_at, id)",
                "CREATE INDEX ticket_active ON ticket (opened_at, id) WHERE active",
                "CREATE INDEX ticket_unit ON ticket (unit_id, opened_at, id)",
                "CREATE INDEX ticket_requester ON ticket (requester_id, opened_at, id)",
                "CREATE INDEX ticket_filer ON ticket (filer_id, opened_at, id)",
                "CREATE INDEX ticket_service ON ticket (service_id, opened_at, id)",
                "CREATE INDEX ticket_merged ON ticket (merged_into_id) WHERE merged_into_id IS NOT NULL",
                "CREATE INDEX ticket_next_due ON ticket (next_due_at) WHERE next_due_at IS NOT NULL",
                "CREATE INDEX message_ticket ON message (ticket_id, seq)",
                "CREATE INDEX solution_request_ticket ON solution_request (ticket_id, opened_at)",
                "CREATE INDEX party_member ON party (member_id, role)",
                "CREATE INDEX ticket_link_other ON ticket_link (other_id)",
                "CREATE INDEX attachment_ticket ON attachment (ticket_id)",
                "CREATE INDEX attachment_sha256 ON attachment (sha256)",
            ],
        )
        .await
    }
}
