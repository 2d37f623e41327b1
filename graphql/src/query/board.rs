//! The board: how much lies where, how well it is done, and what came day by day.

use crate::object::catalogue::{Team, Unit};
use crate::viewer::{in_words, reader};
use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::NaiveDate;
use desk::board::{Quality, Queue};
use desk::id::UnitId;

#[derive(Debug, Default)]
pub struct BoardQuery;

#[Object]
impl BoardQuery {
    /// How much lies in each queue that has active tickets; for staff.
    #[graphql(complexity = "50 + child_complexity.saturating_mul(20)")]
    async fn ticket_board(&self, ctx: &Context<'_>) -> Result<Vec<BoardQueue>> {
        let reader = reader(ctx).await?;
        let queues = reader.board().await.map_err(in_words(reader))?;
        Ok(queues.into_iter().map(Into::into).collect())
    }

    /// How well the Tier 1 of each unit did in the last thirty days; for staff.
    #[graphql(complexity = "100 + child_complexity.saturating_mul(20)")]
    async fn ticket_board_quality(&self, ctx: &Context<'_>) -> Result<Vec<BoardQuality>> {
        let reader = reader(ctx).await?;
        let found = reader.board_quality().await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// What came and what was solved in the last thirty days, day by day; for staff.
    #[graphql(complexity = "100 + child_complexity.saturating_mul(31)")]
    async fn ticket_board_trend(&self, ctx: &Context<'_>) -> Result<Vec<BoardDay>> {
        let reader = reader(ctx).await?;
        let found = reader.board_trend().await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(|it| BoardDay { date: it.date, opened: it.opened, resolved: it.resolved }).collect())
    }
}

/// The active tickets of one queue, of those the viewer sees.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
struct BoardQueue {
    #[graphql(skip)]
    queue: Queue,
    /// How many are active.
    active: i64,
    /// Nobody has them.
    unassigned: i64,
    /// They wait for the requester, a third party, a date or an approval.
    waiting: i64,
    /// Critical or high.
    urgent: i64,
    /// A running clock of theirs has given a warning.
    at_risk: i64,
    /// An open clock of theirs is late.
    late: i64,
    /// Opened more than a day ago.
    older_than_day: i64,
    /// Opened more than a week ago.
    older_than_week: i64,
    /// Opened more than thirty days ago.
    older_than_month: i64,
}

#[async_graphql::ComplexObject]
impl BoardQueue {
    /// Whose Tier 1 has them; null without a team: the coordinator's.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        let directory = &reader(ctx).await?.directory;
        Ok(self.queue.unit.and_then(|id| directory.unit(id)).cloned().map(Unit))
    }

    /// Whose Tier 2 has them; null: they are at tier 1.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        let directory = &reader(ctx).await?.directory;
        Ok(self.queue.team.and_then(|id| directory.team(id)).cloned().map(Team))
    }
}

impl From<Queue> for BoardQueue {
    fn from(queue: Queue) -> Self {
        let [older_than_day, older_than_week, older_than_month] = queue.older;
        let Queue { active, unassigned, waiting, urgent, at_risk, late, .. } = queue;
        Self {
            queue,
            active,
            unassigned,
            waiting,
            urgent,
            at_risk,
            late,
            older_than_day,
            older_than_week,
            older_than_month,
        }
    }
}

/// How well the Tier 1 of one unit did in the last thirty days, of the tickets the viewer sees.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
struct BoardQuality {
    #[graphql(skip)]
    unit_id: Option<UnitId>,
    /// Solved.
    resolved: i64,
    /// Of those, solved at tier 1.
    at_tier1: i64,
    /// Solution requests made by people.
    escalated: i64,
    /// Of those, returned as incomplete.
    returned: i64,
}

#[async_graphql::ComplexObject]
impl BoardQuality {
    /// Whose Tier 1; null: the coordinator's.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        let directory = &reader(ctx).await?.directory;
        Ok(self.unit_id.and_then(|id| directory.unit(id)).cloned().map(Unit))
    }
}

impl From<Quality> for BoardQuality {
    fn from(it: Quality) -> Self {
        let Quality { unit, resolved, at_tier1, escalated, returned } = it;
        Self { unit_id: unit, resolved, at_tier1, escalated, returned }
    }
}

/// What came and what was solved on one day.
#[derive(Debug, SimpleObject)]
struct BoardDay {
    /// The local date of the region.
    date: NaiveDate,
    /// Tickets opened.
    opened: i64,
    /// Tickets solved.
    resolved: i64,
}
