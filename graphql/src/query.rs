//! Reads.

use crate::enums::{Channel, Language, Priority, Role, TicketKind, TicketOrder, TicketStatus, TicketViewName};
use crate::error::{bad_input, ids};
use crate::object::catalogue::{self, Calendar, Holiday, Service, Setting, Team, Unit};
use crate::object::containment::ContainmentCard;
use crate::object::page::PageInfo;
use crate::object::person::{Absence, ApiToken, Person, PersonConnection, PersonEdge, Session};
use crate::object::ticket::{Ticket, TicketConnection};
use crate::viewer::{in_words, reader, viewer};
use async_graphql::{Context, ID, InputObject, Interface, Json, MergedObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use desk::access::Matter;
use desk::id::{PersonId, ServiceId, TeamId, TicketId, UnitId};
use desk::refusal::Refusal;
use desk::setting::SettingKey;
use desk::view::board::{Quality, Queue};
use desk::view::{Filter, Page};

mod audit;
mod sla;
mod writing;

pub use audit::AuditFilter;

/// Reads.
#[derive(Debug, Default, MergedObject)]
pub struct Query(TicketQuery, OrganisationQuery, SelfQuery, sla::SlaQuery, audit::AuditQuery, writing::WritingQuery);

/// Anything with an id of its own.
#[expect(clippy::large_enum_variant, reason = "one at a time, never kept")]
#[derive(Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id: `kind:uuid`."))]
pub enum Node {
    /// A ticket.
    Ticket(Ticket),
    /// A person.
    Person(Person),
    /// A unit.
    Unit(Unit),
    /// A team.
    Team(Team),
    /// A service.
    Service(Service),
}

#[derive(Debug, Default)]
struct TicketQuery;

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

impl TicketFilter {
    pub fn read(self) -> Result<Filter> {
        if self.text.as_ref().is_some_and(|text| text.len() > 400) {
            return Err(bad_input("`text` is too long"));
        }
        Ok(Filter {
            statuses: self.statuses.into_iter().map(Into::into).collect(),
            kinds: self.kinds.into_iter().map(Into::into).collect(),
            priorities: self.priorities.into_iter().map(Into::into).collect(),
            channels: self.channels.into_iter().map(Into::into).collect(),
            tier: self.tier,
            units: ids(&self.units, "units")?,
            queue_units: ids(&self.queue_units, "queueUnits")?,
            services: ids(&self.services, "services")?,
            teams: ids(&self.teams, "teams")?,
            assignees: ids(&self.assignees, "assignees")?,
            requesters: ids(&self.requesters, "requesters")?,
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

fn found<T>(result: desk::Outcome<T>, reader: &desk::view::Reader) -> Result<Option<T>> {
    match result {
        Ok(it) => Ok(Some(it)),
        Err(desk::Error::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(in_words(reader)(error)),
    }
}

#[Object]
impl TicketQuery {
    /// The version of the program.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Anything by its id; null if there is no such thing, or not for the viewer.
    #[graphql(complexity = "5 + child_complexity")]
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Result<Option<Node>> {
        let reader = reader(ctx).await?;
        let directory = &reader.directory;
        if let Ok(id) = id.parse::<TicketId>() {
            return Ok(found(reader.ticket(id).await, reader)?.map(|view| Node::Ticket(Ticket(view))));
        }
        if let Ok(id) = id.parse::<PersonId>() {
            return Ok(Person::by_id(ctx, Some(id)).await?.map(Node::Person));
        }
        if let Ok(id) = id.parse::<UnitId>() {
            return Ok(directory.unit(id).cloned().map(|unit| Node::Unit(Unit(unit))));
        }
        if let Ok(id) = id.parse::<TeamId>() {
            return Ok(directory.team(id).cloned().map(|team| Node::Team(Team(team))));
        }
        if let Ok(id) = id.parse::<ServiceId>() {
            return Ok(directory.service(id).cloned().map(|service| Node::Service(Service(service))));
        }
        Err(bad_input("`id` is not the id of anything here"))
    }

    /// Several things by id, in the order asked; at most 100.
    #[graphql(complexity = "ids.len().saturating_mul(5 + child_complexity)")]
    async fn nodes(&self, ctx: &Context<'_>, #[graphql(desc = "The ids.")] ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > 100 {
            return Err(bad_input("`ids` takes at most 100 ids"));
        }
        let mut nodes = Vec::with_capacity(ids.len());
        for id in ids {
            nodes.push(self.node(ctx, id).await?);
        }
        Ok(nodes)
    }

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
        #[graphql(desc = "Which list.", default_with = "TicketViewName::All")] view: TicketViewName,
        #[graphql(desc = "What narrows it.")] filter: Option<TicketFilter>,
        #[graphql(desc = "In which order.", default_with = "TicketOrder::Newest")] order: TicketOrder,
        #[graphql(desc = "So many rows after `after`.")] first: Option<i32>,
        #[graphql(desc = "A cursor of an earlier page.")] after: Option<String>,
        #[graphql(desc = "So many rows before `before`.")] last: Option<i32>,
        #[graphql(desc = "A cursor of a later page.")] before: Option<String>,
    ) -> Result<TicketConnection> {
        let reader = reader(ctx).await?;
        let filter = filter.unwrap_or_default().read()?;
        let view = view.into();
        let page = reader.tickets(view, &filter, order.into(), &Page { first, after, last, before }).await;
        Ok(TicketConnection { page: page.map_err(in_words(reader))?, view, filter })
    }

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

#[derive(Debug, Default)]
struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// All units, by code.
    #[graphql(complexity = "100 + child_complexity.saturating_mul(20)")]
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those out of use.", default)] retired: bool,
    ) -> Result<Vec<Unit>> {
        let reader = reader(ctx).await?;
        let mut units: Vec<_> =
            reader.directory.units().filter(|unit| retired || unit.retired_at.is_none()).cloned().collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(units.into_iter().map(Unit).collect())
    }

    /// Units that must have a Tier 1 and have none now.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn units_without_tier1(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        let reader = reader(ctx).await?;
        if !reader.standing.is_staff() {
            return Err(in_words(reader)(Refusal::Forbidden.into()));
        }
        Ok(reader.without_tier1().into_iter().map(Unit).collect())
    }

    /// All Tier 2 teams, by code.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(10)")]
    async fn teams(&self, ctx: &Context<'_>) -> Result<Vec<Team>> {
        let reader = reader(ctx).await?;
        let mut teams: Vec<_> = reader.directory.teams().filter(|team| team.retired_at.is_none()).cloned().collect();
        teams.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(teams.into_iter().map(Team).collect())
    }

    /// The services the viewer can choose, by code; for staff also those not published.
    #[graphql(complexity = "100 + child_complexity.saturating_mul(20)")]
    async fn services(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words in name, description or everyday words.")] search: Option<String>,
        #[graphql(desc = "Only those that take this kind of report.")] kind: Option<TicketKind>,
    ) -> Result<Vec<Service>> {
        let words = search.unwrap_or_default().to_lowercase();
        let kind = kind.map(desk::ticket::TicketKind::from);
        let fits = |service: &desk::service::Service| {
            let text =
                format!("{} {} {} {}", service.code, service.name, service.description, service.search_words.join(" "));
            let text = text.to_lowercase();
            words.split_whitespace().take(10).all(|word| text.contains(word))
                && kind.is_none_or(|kind| service.kinds.contains(&kind))
        };
        let mut services = catalogue::services(ctx).await?;
        services.retain(fits);
        services.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(services.into_iter().map(Service).collect())
    }

    /// People by name, phone or NIP; for those who handle reports.
    #[graphql(complexity = "(first.unwrap_or(25).max(1) as usize).saturating_mul(child_complexity)")]
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the name, or the beginning of a phone number or NIP.")] search: String,
        #[graphql(desc = "How many, 1 to 100; none: 25.")] first: Option<i32>,
        #[graphql(desc = "A cursor of an earlier page.")] after: Option<String>,
    ) -> Result<PersonConnection> {
        let reader = reader(ctx).await?;
        if search.len() > 200 {
            return Err(bad_input("`search` is too long"));
        }
        let page = Page { first, after, ..Page::default() };
        let page = reader.find_people(&search, &page).await.map_err(in_words(reader))?;
        let page_info = PageInfo::of(&page);
        let edges = page.rows.into_iter().map(|(cursor, view)| PersonEdge { cursor, node: Person(view) }).collect();
        Ok(PersonConnection { edges, page_info })
    }

    /// People of the viewer's own unit by name, for whom they can file a report; at most 20.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn colleagues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the name.")] search: String,
    ) -> Result<Vec<Person>> {
        let reader = reader(ctx).await?;
        if search.len() > 200 {
            return Err(bad_input("`search` is too long"));
        }
        let found = reader.colleagues(&search).await.map_err(in_words(reader))?;
        Ok(found.into_iter().map(Person).collect())
    }

    /// A person with NIP, phone and e-mail in full. Leaves a trace in the access log.
    #[graphql(complexity = "10 + child_complexity")]
    async fn person_unmasked(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<Option<Person>> {
        let reader = reader(ctx).await?;
        let person = crate::error::id(&id, "id")?;
        Ok(found(reader.unmasked(person).await, reader)?.map(Person))
    }

    /// Absences that are not over.
    #[graphql(complexity = "20 + child_complexity.saturating_mul(5)")]
    async fn absences(&self, ctx: &Context<'_>) -> Result<Vec<Absence>> {
        let reader = reader(ctx).await?;
        if !reader.standing.is_staff() {
            return Ok(Vec::new());
        }
        Ok(reader.directory.absences().iter().cloned().map(Absence).collect())
    }

    /// All settings of the region; for administrators.
    async fn settings(&self, ctx: &Context<'_>) -> Result<Vec<Setting>> {
        let reader = reader(ctx).await?;
        reader.need(Matter::Catalogue).map_err(in_words(reader))?;
        let rows = reader.settings().await.map_err(in_words(reader))?;
        let mut settings = Vec::new();
        for key in SettingKey::ALL {
            let row = rows.iter().find(|row| row.key == *key);
            settings.push(Setting {
                key: key.code().to_owned(),
                value: Json(row.map_or_else(|| key.default_value(), |row| row.value.0.clone())),
                default_value: Json(key.default_value()),
                basis: row.map(|row| row.basis.clone()).unwrap_or_default(),
                version: row.map_or(0, |row| i32::try_from(row.version).unwrap_or(i32::MAX)),
            });
        }
        Ok(settings)
    }

    /// All calendars, in their newest versions; for staff.
    async fn calendars(&self, ctx: &Context<'_>) -> Result<Vec<Calendar>> {
        let reader = reader(ctx).await?;
        let rows = reader.calendars().await.map_err(in_words(reader))?;
        let calendar = |row: desk::calendar::CalendarVersion| -> Result<Calendar> {
            let document =
                serde_json::to_value(&row.document.0).map_err(|e| crate::error::internal(&desk::Fault::new(e)))?;
            Ok(Calendar {
                code: row.code,
                name: row.document.0.name.clone(),
                version: row.version,
                document: Json(document),
            })
        };
        rows.into_iter().map(calendar).collect()
    }

    /// The holidays of a year, by date; for staff.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(5)")]
    async fn holidays(&self, ctx: &Context<'_>, #[graphql(desc = "The year.")] year: i32) -> Result<Vec<Holiday>> {
        let reader = reader(ctx).await?;
        Ok(reader.holidays(year).await.map_err(in_words(reader))?.into_iter().map(Holiday).collect())
    }
}

#[derive(Debug, Default)]
struct SelfQuery;

/// The person who is signed in, and what they are.
#[derive(Debug)]
struct ViewerObject;

/// The person who is signed in, and what they are.
#[Object(name = "Viewer")]
impl ViewerObject {
    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        let reader = reader(ctx).await?;
        Ok(Person(reader.masked(&reader.person)))
    }

    /// The language they read.
    async fn language(&self, ctx: &Context<'_>) -> Result<Language> {
        Ok(reader(ctx).await?.standing.language.into())
    }

    /// The IANA zone in which they are told the time: their own, else their unit's, else the region's.
    async fn zone(&self, ctx: &Context<'_>) -> Result<String> {
        let reader = reader(ctx).await?;
        Ok(reader.zone().name().to_owned())
    }

    /// The roles that count now.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<Role>> {
        let reader = reader(ctx).await?;
        let (me, now) = (reader.standing.person, reader.now);
        let mine = reader.directory.appointments().iter().filter(|a| a.person_id == me && a.counts_at(now));
        let mut roles: Vec<_> = mine.map(|a| a.role).collect();
        roles.sort_unstable();
        roles.dedup();
        Ok(roles.into_iter().map(Into::into).collect())
    }

    /// The units served as Tier 1, those below without a Tier 1 of their own included.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(5)")]
    async fn serves(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        let reader = reader(ctx).await?;
        let units = reader.standing.serves.iter().filter_map(|id| reader.directory.unit(*id));
        Ok(units.cloned().map(Unit).collect())
    }

    /// The Tier 2 teams worked in.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(2)")]
    async fn teams(&self, ctx: &Context<'_>) -> Result<Vec<Team>> {
        let reader = reader(ctx).await?;
        let teams = reader.standing.teams.iter().filter_map(|id| reader.directory.team(*id));
        Ok(teams.cloned().map(Team).collect())
    }

    /// Whether they handle tickets of others and may record reports.
    async fn handles(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.standing.handles())
    }

    /// Whether they are the coordinator.
    async fn coordinator(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.standing.coordinator)
    }

    /// Whether they administer catalogue, people and settings.
    async fn administers(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(reader(ctx).await?.standing.administrator)
    }

    /// Their sessions.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let reader = reader(ctx).await?;
        let current = viewer(ctx).identity.as_ref().and_then(|identity| identity.session);
        let rows = reader.sessions_of(reader.standing.person).await.map_err(in_words(reader))?;
        Ok(rows.into_iter().map(|row| Session { current: Some(row.id) == current, row }).collect())
    }

    /// Their tokens for programs.
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let reader = reader(ctx).await?;
        Ok(reader.tokens().await.map_err(in_words(reader))?.into_iter().map(ApiToken).collect())
    }
}

#[Object]
impl SelfQuery {
    /// The person who is signed in; an error with code UNAUTHENTICATED if nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<ViewerObject> {
        reader(ctx).await?;
        Ok(ViewerObject)
    }
}
