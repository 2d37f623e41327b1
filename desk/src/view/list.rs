//! Queues and lists of tickets, their counts, and search.

use super::page::{Page, PageOf, cursor};
use super::{Reader, TicketView};
use crate::access::{Ground, Standing, Ties};
use crate::codes::codes;
use crate::id::{Id, PersonId, ServiceId, TeamId, TicketId, UnitId};
use crate::refusal::Outcome;
use crate::store;
use crate::ticket::{Channel, Priority, Status, Ticket, TicketKind};
use chrono::{DateTime, Utc};

codes! {
    /// The lists people work with.
    pub enum View {
        /// *Laporan saya*: what I reported, or somebody for me.
        MyReports = "MY_REPORTS",
        /// *Tiket saya*: assigned to me and active.
        MyWork = "MY_WORK",
        /// *Antrean OPD*: active at tier 1 in the units I serve.
        UnitQueue = "UNIT_QUEUE",
        /// *Antrean tim*: active at tier 2 in my teams.
        TeamQueue = "TEAM_QUEUE",
        /// *Belum ada petugas*: active in my queues, nobody has it.
        Unassigned = "UNASSIGNED",
        /// *Menunggu*: active in my queues or mine, and waiting.
        Waiting = "WAITING",
        /// *Belum dilengkapi*: escalated by the clock, and the Tier 1 of units I serve still owes what Tier 2 has to know; for the coordinator
        /// everywhere.
        ToComplete = "TO_COMPLETE",
        /// *Laporan orang kami*: active and reported by people of the units I serve, wherever it is handled.
        OurPeople = "OUR_PEOPLE",
        /// *Tanpa Tier 1*: active at tier 1 where nobody serves; for the coordinator.
        WithoutTier1 = "WITHOUT_TIER1",
        /// *Saya ikuti*.
        Followed = "FOLLOWED",
        /// *Dibalas setelah selesai*: solved in my queues, but the requester has written since.
        RepliedAfterEnd = "REPLIED_AFTER_END",
        /// *Belum diberi tahu*: somebody without a reachable channel has to be told, in my queues or mine; for the coordinator everywhere.
        Untold = "UNTOLD",
        /// *Hampir jatuh tempo*: active with a clock that has given a warning, in my queues or mine; for the coordinator everywhere.
        AtRisk = "AT_RISK",
        /// *Terlambat*: active with a clock that is late, in my queues or mine; for the coordinator everywhere.
        Late = "LATE",
        /// *Jam berhenti*: active with a clock that stands still, in my queues or mine; for the coordinator everywhere.
        Paused = "PAUSED",
        /// *Pengecualian diminta*: an SLA exception waits for its decision, in my queues or mine; for the coordinator everywhere.
        ExceptionsAsked = "EXCEPTIONS_ASKED",
        /// *Semua aktif*: every active ticket I see.
        Active = "ACTIVE",
        /// *Semua*: every ticket I see.
        All = "ALL",
    }
}

codes! {
    /// The order of a list.
    pub enum Order {
        /// Newest report first.
        Newest = "NEWEST",
        /// Oldest report first.
        Oldest = "OLDEST",
        /// Latest activity first.
        LatestActivity = "LATEST_ACTIVITY",
        /// Next due first; what is not due comes last.
        Due = "DUE",
    }
}

/// What narrows a list. An empty list of values narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In one of these statuses.
    pub statuses: Vec<Status>,
    /// Of one of these kinds.
    pub kinds: Vec<TicketKind>,
    /// Of one of these priorities.
    pub priorities: Vec<Priority>,
    /// Through one of these channels.
    pub channels: Vec<Channel>,
    /// At this tier.
    pub tier: Option<i32>,
    /// Reported from one of these units.
    pub units: Vec<UnitId>,
    /// In the queue of one of these units.
    pub queue_units: Vec<UnitId>,
    /// On one of these services.
    pub services: Vec<ServiceId>,
    /// With one of these teams.
    pub teams: Vec<TeamId>,
    /// Assigned to one of these people.
    pub assignees: Vec<PersonId>,
    /// By one of these requesters.
    pub requesters: Vec<PersonId>,
    /// With one of these tags; found by whoever sees what is internal.
    pub tags: Vec<String>,
    /// Whether somebody has it.
    pub assigned: Option<bool>,
    /// Whether it is a security incident.
    pub security_incident: Option<bool>,
    /// Whether a running clock has given a warning.
    pub at_risk: Option<bool>,
    /// Whether an open clock is late.
    pub breached: Option<bool>,
    /// Whether a clock stands still.
    pub paused: Option<bool>,
    /// Whether one stands still for somebody outside: *di luar kendali daerah*.
    pub outside_control: Option<bool>,
    /// Due before.
    pub due_before: Option<DateTime<Utc>>,
    /// Opened at or after.
    pub opened_from: Option<DateTime<Utc>>,
    /// Opened before.
    pub opened_before: Option<DateTime<Utc>>,
    /// With these words in a text the person may read; an exact number comes alone.
    pub text: Option<String>,
}

impl View {
    /// Whether a ticket that stands so may be in it for this person: the list itself, in SQL, looks closer.
    pub(crate) fn may_hold(self, who: &Standing, ticket: &Ground, ties: Ties) -> bool {
        let me = Some(who.person);
        let unit_queue = ticket.tier == 1 && ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit));
        let team_queue = ticket.tier == 2 && ticket.team_id.is_some_and(|team| who.teams.contains(&team));
        let queues = unit_queue || team_queue;
        match self {
            Self::MyReports => [Some(ticket.requester_id), Some(ticket.filer_id)].contains(&me),
            Self::MyWork => ticket.assignee_id == me,
            Self::UnitQueue => unit_queue,
            Self::TeamQueue => team_queue,
            Self::Unassigned | Self::Waiting | Self::RepliedAfterEnd => queues,
            Self::AtRisk | Self::Late | Self::Paused | Self::Untold | Self::ExceptionsAsked => {
                who.coordinator || queues || ticket.assignee_id == me
            }
            Self::ToComplete => who.coordinator || ticket.queue_unit_id.is_some_and(|unit| who.serves.contains(&unit)),
            Self::OurPeople => ticket.unit_id.is_some_and(|unit| who.serves.contains(&unit)),
            Self::WithoutTier1 => ticket.tier == 1 && !unit_queue,
            Self::Followed => ties.follower,
            Self::Active | Self::All => true,
        }
    }

    /// Whether an outline tells whether a ticket is in it (R23). Else only what somebody sees in full is.
    pub(crate) fn within_outline(self) -> bool {
        match self {
            Self::MyReports
            | Self::UnitQueue
            | Self::TeamQueue
            | Self::Waiting
            | Self::OurPeople
            | Self::WithoutTier1
            | Self::Followed
            | Self::AtRisk
            | Self::Late
            | Self::Paused
            | Self::Active
            | Self::All => true,
            Self::MyWork
            | Self::Unassigned
            | Self::ToComplete
            | Self::RepliedAfterEnd
            | Self::Untold
            | Self::ExceptionsAsked => false,
        }
    }
}

impl Filter {
    /// Whether all it asks for is what an outline shows (R23). By what it hides nothing is found. All fields are named here, so that a new one is
    /// put on one side or the other.
    pub(crate) fn within_outline(&self) -> bool {
        let Self {
            statuses: _,
            tier: _,
            units: _,
            queue_units: _,
            teams: _,
            at_risk: _,
            breached: _,
            paused: _,
            outside_control: _,
            due_before: _,
            opened_from: _,
            opened_before: _,
            kinds,
            priorities,
            channels,
            services,
            assignees,
            requesters,
            tags,
            assigned,
            security_incident,
            text,
        } = self;
        let lists = kinds.is_empty() && priorities.is_empty() && channels.is_empty() && services.is_empty();
        let people = assignees.is_empty() && requesters.is_empty() && assigned.is_none();
        lists && people && tags.is_empty() && security_incident.is_none() && text.is_none()
    }
}

/// Counts stop here: "999+" (R35).
pub const COUNT_LIMIT: u64 = 1_000;

impl Reader {
    /// A page of tickets.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn tickets<'a>(
        &'a self,
        view: View,
        filter: &'a Filter,
        order: Order,
        page: &'a Page,
    ) -> Outcome<PageOf<TicketView>> {
        let wanted = page.wanted()?;
        let rows = store::list::tickets(&self.db(), self, view, filter, order, &wanted).await?;
        let rows = rows.into_iter().map(|row| (cursor(sort_key(&row, order), row.id.uuid()), row)).collect();
        let page = PageOf::of(rows, &wanted);
        let mut views = self.views(page.rows.iter().map(|(_, row)| row.clone()).collect()).await?.into_iter();
        let rows: Vec<_> =
            page.rows.into_iter().filter_map(|(cursor, _)| views.next().map(|view| (cursor, view))).collect();
        // That words are in it is something read of it.
        for (_, view) in rows.iter().filter(|_| filter.text.is_some()) {
            view.full();
        }
        Ok(PageOf { rows, has_previous: page.has_previous, has_next: page.has_next })
    }

    /// How many tickets, up to [`COUNT_LIMIT`].
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn count<'a>(&'a self, view: View, filter: &'a Filter) -> Outcome<u64> {
        store::list::count(&self.db(), self, view, filter).await
    }

    /// Ids of tickets that this person sees, in full or also in outline; for the story that compares SQL with [`crate::access::sight`].
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn visible_ids(&self, outline: bool) -> Outcome<Vec<TicketId>> {
        store::list::visible_ids(&self.db(), &self.standing, outline).await
    }
}

fn sort_key(ticket: &Ticket, order: Order) -> DateTime<Utc> {
    match order {
        Order::Newest | Order::Oldest => ticket.opened_at,
        Order::LatestActivity => ticket.last_activity_at,
        Order::Due => ticket.due_order,
    }
}
