//! Tickets: one, lists, counts.

use super::found;
use crate::enums::{Channel, Priority, TicketKind, TicketOrder, TicketStatus, TicketViewName};
use crate::error::{bad_input, ids};
use crate::object::containment::ContainmentCard;
use crate::object::ticket::{Ticket, TicketConnection};
use crate::viewer::{expect_clocks, expect_people, in_words, reader};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::setting::{MOST_WORDS, SettingKey};
use desk::view::{Filter, Page};

/// What narrows a list of tickets. What is left out narrows nothing.
#[derive(Debug, Default, InputObject)]
pub struct TicketFilter {
    /// In one of these statuses.
    #[graphql(default)]
    statuses: Vec<TicketStatus>,
    /// Of one of these kinds.
    #[graphql(default)]
    kinds: Vec<TicketKind>,
    /// Of one of these priorities.
    #[graphql(default)]
    priorities: Vec<Priority>,
    /// Through one of these channels.
    #[graphql(default)]
    channels: Vec<Channel>,
    /// At this tier.
    tier: Option<i32>,
    /// Reported from one of these units.
    #[graphql(default)]
    units: Vec<ID>,
    /// In the queue of one of these units.
    #[graphql(default)]
    queue_units: Vec<ID>,
    /// Whether it is in the queue that no unit has: the coordinator's own, at tier 1.
    coordinators_queue: Option<bool>,
    /// On one of these services.
    #[graphql(default)]
    services: Vec<ID>,
    /// With one of these teams.
    #[graphql(default)]
    teams: Vec<ID>,
    /// Assigned to one of these people.
    #[graphql(default)]
    assignees: Vec<ID>,
    /// By one of these requesters.
    #[graphql(default)]
    requesters: Vec<ID>,
    /// With one of these tags.
    #[graphql(default)]
    tags: Vec<String>,
    /// Whether somebody has it.
    assigned: Option<bool>,
    /// Whether it is a security incident.
    security_incident: Option<bool>,
    /// Whether a running clock has given a warning.
    at_risk: Option<bool>,
    /// Whether an open clock is late.
    breached: Option<bool>,
    /// Whether a clock stands still.
    paused: Option<bool>,
    /// Whether one stands still for somebody outside: *di luar kendali daerah*.
    outside_control: Option<bool>,
    /// Next due before.
    due_before: Option<DateTime<Utc>>,
    /// Opened at or after.
    opened_from: Option<DateTime<Utc>>,
    /// Opened before.
    opened_before: Option<DateTime<Utc>>,
    /// With these words in a text the viewer may read. An exact number finds that ticket alone.
    text: Option<String>,
}

/// The most codes of one kind that a filter takes: there are fewer of each.
const MOST_CODES: usize = 100;

impl TicketFilter {
    pub fn read(self) -> Result<Filter> {
        if self.tags.len() > MOST_WORDS {
            return Err(bad_input("`tags` takes at most 20 tags"));
        }
        let codes = [self.statuses.len(), self.kinds.len(), self.priorities.len(), self.channels.len()];
        if codes.iter().any(|count| *count > MOST_CODES) {
            return Err(bad_input("a list of codes takes at most 100"));
        }
        Ok(Filter {
            statuses: self.statuses.into_iter().map(Into::into).collect(),
            kinds: self.kinds.into_iter().map(Into::into).collect(),
            priorities: self.priorities.into_iter().map(Into::into).collect(),
            channels: self.channels.into_iter().map(Into::into).collect(),
            tier: self.tier,
            units: ids(&self.units, "units")?,
            queue_units: ids(&self.queue_units, "queueUnits")?,
            coordinators_queue: self.coordinators_queue,
            services: ids(&self.services, "services")?,
            teams: ids(&self.teams, "teams")?,
            assignees: ids(&self.assignees, "assignees")?,
            requesters: ids(&self.requesters, "requesters")?,
            tags: self.tags,
            assigned: self.assigned,
            security_incident: self.security_incident,
            at_risk: self.at_risk,
            breached: self.breached,
            paused: self.paused,
            outside_control: self.outside_control,
            due_before: self.due_before,
            opened_from: self.opened_from,
            opened_before: self.opened_before,
            text: self.text.filter(|text| !text.trim().is_empty()),
        })
    }
}

/// How many tickets a view has.
#[derive(Debug, SimpleObject)]
struct ViewCount {
    /// The view.
    view: TicketViewName,
    /// How many, up to 1000, which reads "999+".
    count: u64,
}

#[derive(Debug, Default)]
pub struct TicketQuery;

#[Object]
impl TicketQuery {
    /// A ticket by id; null if there is none, or not for the viewer.
    #[graphql(complexity = "5 + child_complexity")]
    async fn ticket(&self, ctx: &Context<'_>, #[graphql(desc = "The ticket.")] id: ID) -> Result<Option<Ticket>> {
        let reader = reader(ctx).await?;
        let id = crate::error::id(&id, "id")?;
        Ok(found(reader.ticket(id).await, reader)?.map(Ticket))
    }

    /// A ticket by its number; the number of a merged one still finds it.
    #[graphql(complexity = "5 + child_complexity")]
    async fn ticket_by_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As in `TKT-2026-000123`.")] number: String,
    ) -> Result<Option<Ticket>> {
        let reader = reader(ctx).await?;
        if number.len() > 40 {
            return Ok(None);
        }
        Ok(found(reader.ticket_by_number(&number).await, reader)?.map(Ticket))
    }

    /// A list of tickets the viewer sees: `first` or `last`, 1 to 100; neither is 25.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    #[graphql(complexity = "(first.or(last).unwrap_or(25).max(1) as usize).saturating_mul(child_complexity)")]
    async fn tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which list.", default_with = "desk::list::View::All.into()")] view: TicketViewName,
        #[graphql(desc = "What narrows it.")] filter: Option<TicketFilter>,
        #[graphql(desc = "In which order.", default_with = "desk::list::Order::Newest.into()")] order: TicketOrder,
        #[graphql(desc = "So many rows after `after`.")] first: Option<i32>,
        #[graphql(desc = "A cursor of an earlier page.")] after: Option<String>,
        #[graphql(desc = "So many rows before `before`.")] last: Option<i32>,
        #[graphql(desc = "A cursor of a later page.")] before: Option<String>,
    ) -> Result<TicketConnection> {
        let reader = reader(ctx).await?;
        let filter = filter.unwrap_or_default().read()?;
        let view = view.into();
        let page = reader.tickets(view, &filter, order.into(), &Page { first, after, last, before }).await;
        let page = page.map_err(in_words(reader))?;
        expect_people(ctx, page.rows.iter().map(|(_, row)| row)).await?;
        expect_clocks(ctx, page.rows.iter().map(|(_, row)| row)).await?;
        Ok(TicketConnection { page, view, filter })
    }

    /// The tags that tickets can be given here; for handlers.
    async fn ticket_tags(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let reader = reader(ctx).await?;
        Ok(if reader.standing.handles() { reader.directory.words(SettingKey::Tags) } else { Vec::new() })
    }

    /// *Kartu penahanan*: security incidents that are going on in the units the viewer serves, the newest first; at most 20.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn containment_cards(&self, ctx: &Context<'_>) -> Result<Vec<ContainmentCard>> {
        let reader = reader(ctx).await?;
        let cards = reader.containment_cards().await.map_err(in_words(reader))?;
        Ok(cards.into_iter().map(ContainmentCard).collect())
    }

    /// How many tickets each view has for the viewer, in one go.
    #[graphql(complexity = "views.len().saturating_mul(20)")]
    async fn ticket_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The views, at most 20.")] views: Vec<TicketViewName>,
    ) -> Result<Vec<ViewCount>> {
        let reader = reader(ctx).await?;
        if views.len() > 20 {
            return Err(bad_input("`views` takes at most 20 views"));
        }
        let mut counts = Vec::with_capacity(views.len());
        for view in views {
            let count = reader.count(view.into(), &Filter::default()).await.map_err(in_words(reader))?;
            counts.push(ViewCount { view, count });
        }
        Ok(counts)
    }
}
