//! What each list has in its rows, read page by page with the rights of whoever reads.

use super::sheet::Cell;
use super::words::{heads, limited, word, yes};
use super::{List, Wanted};
use desk::access::Matter;
use desk::audit::trail::TrailFilter;
use desk::event::Kind;
use desk::id::{PersonId, TicketId, UnitId};
use desk::person::Language;
use desk::refusal::Refusal;
use desk::sla::{Clock, ClockKind};
use desk::view::{Filter, Order, Page, PersonView, Reader, TicketView, View};
use desk::{Error, Outcome};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// So many rows are read at a time.
const PAGE: i32 = 100;

/// The rows of a list, one page in hand and the way to the next.
pub(super) struct Rows {
    pub(super) head: Vec<String>,
    pub(super) page: Vec<Vec<Cell>>,
    rest: Option<Rest>,
}

/// How a list goes on.
enum Rest {
    Tickets { view: View, filter: Box<Filter>, order: Order, after: String },
    People { words: String, after: String },
    Events { filter: TrailFilter, after: String },
}

/// `tanggap-tiket-2026-07-09`.
pub(super) fn file_name(list: List, reader: &Reader) -> String {
    let name = match list {
        List::Tickets => "tiket",
        List::Board => "papan",
        List::Units => "unit",
        List::Teams => "tim",
        List::People => "orang",
        List::Services => "layanan",
        List::Holidays => "hari-libur",
        List::Settings => "pengaturan",
        List::Macros => "makro",
        List::Events => "jejak-audit",
    };
    format!("tanggap-{name}-{}", reader.now.with_timezone(&reader.zone()).date_naive())
}

impl Rows {
    /// Reads the first page.
    pub(super) async fn begin(reader: &Reader, wanted: Wanted) -> Outcome<Self> {
        let invalid = |field| Error::from(Refusal::Invalid(field));
        let language = reader.standing.language;
        match wanted.list {
            List::Tickets => {
                let filter = graphql::ticket_filter(wanted.filter).ok_or_else(|| invalid("filter"))?;
                let (view, order) = (wanted.view.unwrap_or(View::All), wanted.order.unwrap_or(Order::Newest));
                tickets(reader, view, Box::new(filter), order, None).await
            }
            List::People => people(reader, wanted.search, None).await,
            List::Events => {
                let filter = graphql::audit_filter(wanted.filter).ok_or_else(|| invalid("filter"))?;
                events(reader, filter, None).await
            }
            List::Board => Ok(Self::whole(language, BOARD, board(reader).await?)),
            List::Units => Ok(Self::whole(language, UNITS, units(reader)?)),
            List::Teams => Ok(Self::whole(language, TEAMS, teams(reader).await?)),
            List::Services => Ok(Self::whole(language, SERVICES, services(reader, &wanted.search))),
            List::Holidays => {
                let year = wanted.year.ok_or_else(|| invalid("year"))?;
                let row = |it: desk::calendar::Holiday| {
                    let set = word(it.holiday_set, language);
                    vec![it.date.to_string().into(), it.name.into(), set.into(), it.source.into()]
                };
                Ok(Self::whole(language, HOLIDAYS, reader.holidays(year).await?.into_iter().map(row).collect()))
            }
            List::Settings => {
                let row = |it: desk::setting::Setting| {
                    let value = it.value.0.as_str().map_or_else(|| it.value.0.to_string(), str::to_owned);
                    let name = word(it.key, language);
                    vec![it.key.code().into(), name.into(), value.into(), it.basis.into(), it.version.into()]
                };
                Ok(Self::whole(language, SETTINGS, reader.settings().await?.into_iter().map(row).collect()))
            }
            List::Macros => {
                let team = |id| reader.directory.team(id).map(|team| team.name.clone());
                let row = |it: desk::reply_macro::Macro| {
                    vec![it.name.into(), it.team_id.and_then(team).into(), it.body.into()]
                };
                Ok(Self::whole(language, MACROS, reader.macros().await?.into_iter().map(row).collect()))
            }
        }
    }

    /// Reads the next page; false: there is none.
    pub(super) async fn next(&mut self, reader: &Reader) -> Outcome<bool> {
        let next = match self.rest.take() {
            None => return Ok(false),
            Some(Rest::Tickets { view, filter, order, after }) => {
                tickets(reader, view, filter, order, Some(after)).await?
            }
            Some(Rest::People { words, after }) => people(reader, words, Some(after)).await?,
            Some(Rest::Events { filter, after }) => events(reader, filter, Some(after)).await?,
        };
        (self.page, self.rest) = (next.page, next.rest);
        Ok(true)
    }

    fn whole(language: Language, head: &[&'static str], page: Vec<Vec<Cell>>) -> Self {
        Self { head: heads(head, language), page, rest: None }
    }
}

const BOARD: &[&str] = &[
    "queue",
    "tier",
    "active",
    "unassigned",
    "waiting",
    "critical-and-high",
    "at-risk",
    "late",
    "over-1-day",
    "over-7-days",
    "over-30-days",
];

async fn board(reader: &Reader) -> Outcome<Vec<Vec<Cell>>> {
    let directory = &reader.directory;
    let row = |it: desk::board::Queue| {
        let team = it.team.and_then(|id| directory.team(id)).map(|team| team.name.clone());
        let tier = if it.team.is_some() { 2 } else { 1 };
        let [day, week, month] = it.older;
        let numbers = [tier, it.active, it.unassigned, it.waiting, it.urgent, it.at_risk, it.late, day, week, month];
        let name = Cell::from(team.or_else(|| unit_name(reader, it.unit)).unwrap_or_else(|| "–".to_owned()));
        std::iter::once(name).chain(numbers.into_iter().map(Cell::Number)).collect()
    };
    Ok(reader.board().await?.into_iter().map(row).collect())
}

// Units, people and services have the headers by which `tanggap import` knows the columns.
const UNITS: &[&str] = &[
    "code",
    "name",
    "short-name",
    "kind",
    "parent",
    "zone",
    "calendar",
    "office",
    "self-managed",
    "requires-tier1",
    "address",
    "tier1-people",
];

fn units(reader: &Reader) -> Outcome<Vec<Vec<Cell>>> {
    let (directory, language) = (&reader.directory, reader.standing.language);
    let mut units: Vec<_> = directory.units().filter(|unit| unit.retired_at.is_none()).collect();
    units.sort_by(|a, b| a.code.cmp(&b.code));
    let row = |unit: &Arc<desk::unit::Unit>| {
        let parent = unit.parent_id.and_then(|id| directory.unit(id)).map(|parent| parent.code.clone());
        vec![
            unit.code.clone().into(),
            unit.name.clone().into(),
            unit.short_name.clone().into(),
            word(unit.kind, language).into(),
            parent.into(),
            unit.zone.clone().into(),
            unit.calendar.clone().into(),
            yes(unit.service_desk_office, language).into(),
            yes(unit.self_managed, language).into(),
            yes(unit.requires_tier1, language).into(),
            unit.address.clone().into(),
            Cell::Number(directory.tier1_of(unit.id, reader.now).len() as i64),
        ]
    };
    Ok(units.into_iter().map(row).collect())
}

const TEAMS: &[&str] = &["code", "name", "covers", "competences", "calendar", "members"];

async fn teams(reader: &Reader) -> Outcome<Vec<Vec<Cell>>> {
    let mut teams: Vec<_> = reader.directory.teams().filter(|team| team.retired_at.is_none()).collect();
    teams.sort_by(|a, b| a.code.cmp(&b.code));
    let members = |id| reader.directory.members_of(id, reader.now);
    let ids: Vec<PersonId> = teams.iter().flat_map(|team| members(team.id)).collect();
    let names = names(reader, &ids).await?;
    let row = |team: &Arc<desk::team::Team>| {
        let people: Vec<&str> =
            members(team.id).iter().filter_map(|id| names.get(id)).map(|it| it.name.as_str()).collect();
        vec![
            team.code.clone().into(),
            team.name.clone().into(),
            team.covers.clone().into(),
            team.competences.join("; ").into(),
            team.calendar.clone().into(),
            people.join("; ").into(),
        ]
    };
    Ok(teams.into_iter().map(row).collect())
}

const SERVICES: &[&str] = &[
    "code",
    "name",
    "group",
    "description",
    "owner",
    "first-line",
    "team",
    "calendar",
    "criticality",
    "kinds",
    "requirements",
    "sla-policy",
    "published",
];

fn services(reader: &Reader, words: &str) -> Vec<Vec<Cell>> {
    let (directory, language) = (&reader.directory, reader.standing.language);
    let staff = reader.standing.is_staff();
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().take(10).collect();
    let fits = |it: &&Arc<desk::service::Service>| {
        let text = format!("{} {} {}", it.code, it.name, it.search_words.join(" ")).to_lowercase();
        it.retired_at.is_none() && (staff || it.published) && words.iter().all(|word| text.contains(word))
    };
    let mut services: Vec<_> = directory.services().filter(fits).collect();
    services.sort_by(|a, b| a.code.cmp(&b.code));
    let row = |it: &Arc<desk::service::Service>| {
        let kinds: Vec<String> = it.kinds.iter().map(|kind| word(*kind, language)).collect();
        vec![
            it.code.clone().into(),
            it.name.clone().into(),
            word(it.service_group, language).into(),
            it.description.clone().into(),
            directory.unit(it.owner_unit_id).map(|unit| unit.code.clone()).into(),
            word(it.first_line, language).into(),
            it.team_id.and_then(|id| directory.team(id)).map(|team| team.code.clone()).into(),
            it.calendar.clone().into(),
            word(it.criticality, language).into(),
            kinds.join("; ").into(),
            it.requirements.join("; ").into(),
            it.sla_policy.clone().into(),
            yes(it.published, language).into(),
        ]
    };
    services.into_iter().map(row).collect()
}

const HOLIDAYS: &[&str] = &["date", "name", "holiday-set", "source"];
const MACROS: &[&str] = &["name", "team", "macro-text"];
const SETTINGS: &[&str] = &["key", "setting", "value", "basis", "version"];

const PEOPLE: &[&str] = &["name", "nip-masked", "phone-masked", "unit", "requester-type", "roles"];

async fn people(reader: &Reader, words: String, after: Option<String>) -> Outcome<Rows> {
    let page = Page { first: Some(PAGE), after, ..Page::default() };
    let found = reader.find_people(&words, &page).await?;
    let after = found.next_cursor();
    let language = reader.standing.language;
    let row = |it: PersonView| {
        let appointments = reader.directory.appointments().iter();
        let mut roles: Vec<String> = appointments
            .filter(|role| role.person_id == it.id && role.counts_at(reader.now))
            .map(|role| word(role.role, language))
            .collect();
        roles.sort_unstable();
        roles.dedup();
        vec![
            it.name.into(),
            it.nip.into(),
            it.phone.into(),
            unit_name(reader, it.unit).into(),
            word(it.requester_type, language).into(),
            roles.join("; ").into(),
        ]
    };
    Ok(Rows {
        head: heads(PEOPLE, language),
        page: found.rows.into_iter().map(|(_, person)| row(person)).collect(),
        rest: after.map(|after| Rest::People { words, after }),
    })
}

const REPORTS: &[&str] = &["number", "report", "service", "status", "received", "target", "resolved", "ended"];
const TICKETS: &[&str] = &[
    "number",
    "title",
    "kind",
    "service",
    "unit",
    "requester",
    "channel",
    "priority",
    "tier",
    "queue",
    "assignee",
    "status",
    "received",
    "recorded",
    "first-response-due",
    "first-response",
    "resolution-due",
    "resolved",
    "ended",
    "late",
    "tags",
];

async fn tickets(
    reader: &Reader,
    view: View,
    filter: Box<Filter>,
    order: Order,
    after: Option<String>,
) -> Outcome<Rows> {
    let page = Page { first: Some(PAGE), after, ..Page::default() };
    let found = reader.tickets(view, &filter, order, &page).await?;
    let after = found.next_cursor();
    let views: Vec<TicketView> = found.rows.into_iter().map(|(_, view)| view).collect();
    let ids: Vec<TicketId> = views.iter().map(TicketView::id).collect();
    let clocks = reader.clocks_of(&ids).await?;
    let own = view == View::MyReports;
    let people: Vec<PersonId> = views.iter().flat_map(|it| [it.requester(), it.assignee()]).flatten().collect();
    let people = if own { HashMap::new() } else { names(reader, &people).await? };
    let row = |it: &TicketView| {
        let clocks = reader.shown(it, clocks.get(&it.id()).map_or(&[][..], Vec::as_slice));
        if own { report(reader, it, &clocks) } else { ticket(reader, it, &clocks, &people) }
    };
    Ok(Rows {
        head: heads(if own { REPORTS } else { TICKETS }, reader.standing.language),
        page: views.iter().map(row).collect(),
        rest: after.map(|after| Rest::Tickets { view, filter, order, after }),
    })
}

fn due(clocks: &[Clock], kind: ClockKind) -> Cell {
    clocks.iter().rfind(|clock| clock.kind == kind).and_then(|clock| clock.due_at).into()
}

fn report(reader: &Reader, it: &TicketView, clocks: &[Clock]) -> Vec<Cell> {
    let language = reader.standing.language;
    vec![
        it.number().to_owned().into(),
        it.title().map(str::to_owned).into(),
        it.service().and_then(|id| reader.directory.service(id)).map(|service| service.name.clone()).into(),
        word(it.status(), language).into(),
        it.received_at().into(),
        due(clocks, ClockKind::Resolution),
        it.resolved_at().into(),
        it.ended_at().into(),
    ]
}

fn ticket(reader: &Reader, it: &TicketView, clocks: &[Clock], people: &HashMap<PersonId, PersonView>) -> Vec<Cell> {
    let (directory, language) = (&reader.directory, reader.standing.language);
    let name = |id: Option<PersonId>| Cell::from(id.and_then(|id| people.get(&id)).map(|person| person.name.clone()));
    let title = it.title().map_or_else(|| limited(language), str::to_owned);
    let team = it.team().filter(|_| it.tier() == 2).and_then(|id| directory.team(id)).map(|team| team.name.clone());
    let late = clocks.iter().any(|clock| clock.breached_at.is_some());
    vec![
        it.number().to_owned().into(),
        title.into(),
        it.kind().map(|kind| word(kind, language)).into(),
        it.service().and_then(|id| directory.service(id)).map(|service| service.name.clone()).into(),
        unit_name(reader, it.unit()).into(),
        name(it.requester()),
        it.channel().map(|channel| word(channel, language)).into(),
        it.priority().map(|priority| word(priority, language)).into(),
        Cell::Number(i64::from(it.tier())),
        team.or_else(|| unit_name(reader, it.queue_unit())).into(),
        name(it.assignee()),
        word(it.status(), language).into(),
        it.received_at().into(),
        it.opened_at().into(),
        due(clocks, ClockKind::FirstResponse),
        it.first_response_at().into(),
        due(clocks, ClockKind::Resolution),
        it.resolved_at().into(),
        it.ended_at().into(),
        yes(late, language).into(),
        it.tags().join(", ").into(),
    ]
}

const EVENTS: &[&str] =
    &["recorded", "effective", "event", "by", "door", "stream", "sequence", "ticket", "data", "hash"];

async fn events(reader: &Reader, filter: TrailFilter, after: Option<String>) -> Outcome<Rows> {
    reader.need(Matter::Audit)?;
    let page = Page { first: Some(PAGE), after, ..Page::default() };
    let found = reader.audit_events(&filter, &page).await?;
    let after = found.next_cursor();
    let language = reader.standing.language;
    let ids: HashSet<PersonId> = found.rows.iter().filter_map(|(_, event)| event.person).collect();
    let people = names(reader, &ids.into_iter().collect::<Vec<_>>()).await?;
    let row = |it: desk::view::audit::TrailEvent| {
        let who = it.person.and_then(|id| people.get(&id)).map(|person| person.name.clone());
        let kind = it.event.kind.parse::<Kind>().map_or_else(|_| it.event.kind.clone(), |kind| kind.code().to_owned());
        let placed = it.is_placed();
        let data = it.facts.map_or_else(|| limited(language), |facts| facts.to_string());
        vec![
            it.event.recorded_at.into(),
            it.event.effective_at.into(),
            kind.into(),
            who.unwrap_or_else(|| word(it.actor_kind, language)).into(),
            word(it.door, language).into(),
            it.event.stream.into(),
            placed.then_some(it.event.seq).into(),
            it.ticket.into(),
            data.into(),
            placed.then(|| it.event.hash.to_string()).into(),
        ]
    };
    Ok(Rows {
        head: heads(EVENTS, language),
        page: found.rows.into_iter().map(|(_, event)| row(event)).collect(),
        rest: after.map(|after| Rest::Events { filter, after }),
    })
}

async fn names(reader: &Reader, ids: &[PersonId]) -> Outcome<HashMap<PersonId, PersonView>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    Ok(reader.people_by_id(&ids).await?.into_iter().map(|person| (person.id, person)).collect())
}

fn unit_name(reader: &Reader, id: Option<UnitId>) -> Option<String> {
    reader.directory.unit(id?).map(|unit| unit.name.clone())
}
