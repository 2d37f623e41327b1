//! The demo seeds without a refusal, on both databases, and what it leaves is believable and well guarded.

use crate::support::World;
use crate::support::world::{instant, new_postgres_database};
use desk::Caller;
use desk::access::{self, Sight, Standing, Ties};
use desk::clock::StillClock;
use desk::event::Door;
use desk::id::{PersonId, TicketId};
use desk::store;
use desk::ticket::*;
use desk::view::{Filter, Order, Page, View};
use desk::{Desk, Outcome};
use migrations::MigratorTrait;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;
use tanggap::demo;

/// A Wednesday, shortly before noon in Makassar.
const NOW: &str = "2026-11-18T03:40:00Z";
const PASSWORD: &str = "kelinci-makan-wortel-42";

struct Told {
    desk: Arc<Desk>,
    summary: demo::Summary,
    _folder: tempfile::TempDir,
}

async fn told(database: impl FnOnce(&tempfile::TempDir) -> String, now: &str) -> Told {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(StillClock::at(instant(now)));
    let desk = World::open(&database(&folder), folder.path(), clock.clone(), 11).await;
    migrations::Migrator::up(desk.store().migrating(), None).await.expect("the schema");
    let began = Instant::now();
    let summary = demo::load(&desk, &clock, instant(now), PASSWORD).await.expect("the demo");
    eprintln!(
        "demo on {}: {} tickets, {} commands, {} by the clock, {:.1} s; {:?}",
        if desk.store().is_sqlite() { "SQLite" } else { "PostgreSQL" },
        summary.tickets,
        summary.commands,
        summary.by_clock,
        began.elapsed().as_secs_f64(),
        summary.statuses
    );
    assert_eq!(desk.now(), instant(now));
    Told { desk, summary, _folder: folder }
}

async fn on_sqlite(now: &str) -> Told {
    told(|folder| format!("sqlite://{}", folder.path().join("tanggap.db").display()), now).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seeds_on_sqlite() {
    let told = on_sqlite(NOW).await;
    examine(&told).await.expect("a look at it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seeds_on_postgres() {
    let database = new_postgres_database(None).await;
    let told = told(|_| database, NOW).await;
    examine(&told).await.expect("a look at it");
}

async fn examine(told: &Told) -> Outcome<()> {
    let (desk, summary) = (&told.desk, &told.summary);
    for refused in &summary.refusals {
        eprintln!("REFUSED {} {} {}: {:?}", refused.at, refused.story, refused.what, refused.refusal);
    }
    assert!(summary.refusals.is_empty(), "{} commands were refused", summary.refusals.len());
    let rows = all_tickets(desk).await?;
    assert_eq!(rows.len(), summary.tickets);
    assert!((380..=440).contains(&rows.len()), "{} tickets", rows.len());
    believable(&rows);
    tier1_everywhere(desk).await?;
    let people = all_people(desk).await?;
    sight_and_sql_agree(desk, &rows, &people).await?;
    nothing_restricted_for_outsiders(desk, &rows, &people).await?;
    every_queue_has_something(desk, &rows).await?;
    sign_in(told).await;
    Ok(())
}

async fn all_tickets(desk: &Arc<Desk>) -> Outcome<Vec<(Ticket, Vec<(PartyRole, uuid::Uuid)>)>> {
    // The security officer sees them all.
    let officer = person_with(desk, |standing| standing.security).await?;
    let ids = desk.reader(&Caller::person(officer, Door::Graphql)).await?.visible_ids(true).await?;
    let mut rows = Vec::new();
    for id in ids {
        let row: Option<Ticket> = store::get(&desk.store().read(), id).await?;
        rows.push((row.expect("a row"), store::ticket::parties(&desk.store().read(), id).await?));
    }
    Ok(rows)
}

async fn person_with(desk: &Arc<Desk>, fits: impl Fn(&Standing) -> bool) -> Outcome<PersonId> {
    for person in all_people(desk).await? {
        if fits(&desk.reader(&Caller::person(person, Door::Graphql)).await?.standing) {
            return Ok(person);
        }
    }
    panic!("nobody like that");
}

async fn all_people(desk: &Arc<Desk>) -> Outcome<Vec<PersonId>> {
    let mut people = Vec::new();
    let mut after = None;
    loop {
        let page = store::people::find(&desk.store().read(), &[], after, 100).await?;
        let Some(last) = page.last() else { return Ok(people) };
        after = Some((last.name.clone(), last.id));
        people.extend(page.iter().map(|person| person.id));
    }
}

fn believable(rows: &[(Ticket, Vec<(PartyRole, uuid::Uuid)>)]) {
    let count = |fits: &dyn Fn(&Ticket) -> bool| rows.iter().filter(|(row, _)| fits(row)).count();
    let least: [(&str, usize, usize); 22] = [
        ("closed", 200, count(&|t| t.status == Status::Closed)),
        ("by the clock", 50, count(&|t| t.end_reason == Some(EndReason::Automatic))),
        ("confirmed", 50, count(&|t| t.end_reason == Some(EndReason::Confirmed))),
        ("by voice", 10, count(&|t| t.end_reason == Some(EndReason::ConfirmedOrally))),
        ("never answered", 3, count(&|t| t.end_reason == Some(EndReason::NoAnswer))),
        ("rated", 50, count(&|t| t.rating.is_some())),
        ("new", 10, count(&|t| t.status == Status::New)),
        ("in progress", 20, count(&|t| t.status == Status::InProgress)),
        ("waiting for the requester", 2, count(&|t| t.status == Status::WaitingRequester)),
        ("waiting for others", 1, count(&|t| t.status == Status::WaitingThirdParty)),
        ("resolved", 8, count(&|t| t.status == Status::Resolved)),
        ("rejected", 4, count(&|t| t.status == Status::Rejected)),
        ("cancelled", 4, count(&|t| t.status == Status::Cancelled)),
        ("merged", 3, count(&|t| t.status == Status::Merged)),
        ("at tier 2", 15, count(&|t| t.active && t.tier == 2)),
        ("security incidents", 5, count(&|t| t.security_incident)),
        ("critical", 4, count(&|t| t.priority == Priority::Critical)),
        ("replied after the end", 1, count(&|t| t.replied_after_end)),
        ("forwarded", 4, count(&|t| t.forwards > 0)),
        ("without Tier 1", 2, count(&|t| t.active && t.route_reason == RouteReason::NoTier1)),
        ("complaints about handling", 2, count(&|t| t.route_reason == RouteReason::ComplaintAboutHandling)),
        ("identity hidden", 10, count(&|t| t.identity_hidden)),
    ];
    for (what, least, found) in least {
        assert!(found >= least, "only {found} {what}, expected {least}");
    }
    let active = count(&|t| t.active);
    assert!((40..=150).contains(&active), "{active} are active");
    for channel in [Channel::Web, Channel::Telegram, Channel::Phone, Channel::WalkIn, Channel::Letter, Channel::Email] {
        assert!(count(&|t| t.channel == channel) >= 3, "{channel}");
    }
    let span = rows.iter().map(|(t, _)| t.opened_at).min().zip(rows.iter().map(|(t, _)| t.opened_at).max());
    assert!(span.is_some_and(|(first, last)| (last - first).num_days() > 80));
    // What had been waiting for an answer too long was closed by the clock, so nothing is overdue.
    let now = instant(NOW);
    assert_eq!(count(&|t| t.next_due_at.is_some_and(|due| due <= now)), 0);
}

async fn tier1_everywhere(desk: &Arc<Desk>) -> Outcome<()> {
    let directory = desk.directory().await?;
    let without: BTreeSet<&str> = directory
        .units()
        .filter(|unit| unit.requires_tier1 && directory.tier1_of(unit.id, desk.now()).is_empty())
        .map(|unit| unit.code.as_str())
        .collect();
    assert_eq!(without, BTreeSet::from(["DISNAKERTRANS", "KEC-PLS"]));
    Ok(())
}

/// R23: what `may` says and what SQL returns agree, for every person and every ticket.
async fn sight_and_sql_agree(
    desk: &Arc<Desk>,
    rows: &[(Ticket, Vec<(PartyRole, uuid::Uuid)>)],
    people: &[PersonId],
) -> Outcome<()> {
    let (mut pairs, mut seen) = (0, 0);
    for person in people {
        let reader = desk.reader(&Caller::person(*person, Door::Graphql)).await?;
        let full: BTreeSet<TicketId> = reader.visible_ids(false).await?.into_iter().collect();
        let outlined: BTreeSet<TicketId> = reader.visible_ids(true).await?.into_iter().collect();
        for (row, parties) in rows {
            let sight = access::sight(&reader.standing, row, Ties::of(&reader.standing, parties));
            assert_eq!(sight == Sight::Full, full.contains(&row.id), "{} of {}", row.number, reader.person.name);
            assert_eq!(sight > Sight::Nothing, outlined.contains(&row.id), "{} of {}", row.number, reader.person.name);
            pairs += 1;
            seen += usize::from(sight > Sight::Nothing);
        }
    }
    eprintln!("{pairs} pairs of person and ticket agree, {seen} of them visible");
    assert!(people.len() > 150 && seen > 1000);
    Ok(())
}

/// Through the lists that the doors use, page by page.
async fn nothing_restricted_for_outsiders(
    desk: &Arc<Desk>,
    rows: &[(Ticket, Vec<(PartyRole, uuid::Uuid)>)],
    people: &[PersonId],
) -> Outcome<()> {
    let restricted: BTreeMap<TicketId, &_> = rows
        .iter()
        .filter(|(row, _)| row.confidentiality != Confidentiality::Normal)
        .map(|pair| (pair.0.id, pair))
        .collect();
    assert!(restricted.len() >= 8, "{} restricted", restricted.len());
    let mut outsiders = 0;
    for person in people {
        let reader = desk.reader(&Caller::person(*person, Door::Graphql)).await?;
        let who = &reader.standing;
        if who.security || who.head_of_office {
            continue;
        }
        outsiders += 1;
        let mut after = None;
        loop {
            let page = Page { first: Some(100), after: after.take(), ..Page::default() };
            let found = reader.tickets(View::All, &Filter::default(), Order::Newest, &page).await?;
            for (_, view) in &found.rows {
                let Some((row, parties)) = restricted.get(&view.id()) else { continue };
                let named = [Some(row.requester_id), Some(row.filer_id), row.assignee_id].contains(&Some(who.person))
                    || [PartyRole::Involved, PartyRole::InvolvedAsSelf]
                        .iter()
                        .any(|it| parties.contains(&(*it, who.person.0)))
                    || (row.tier == 2 && row.team_id.is_some_and(|team| who.teams.contains(&team)));
                let outline = who.coordinator || who.auditor;
                match view.sight {
                    Sight::Full => assert!(named, "{} reads {}", reader.person.name, row.number),
                    _ => assert!(outline && view.title().is_none(), "{} sees {}", reader.person.name, row.number),
                }
            }
            match found.rows.last().filter(|_| found.has_next) {
                Some((cursor, _)) => after = Some(cursor.clone()),
                None => break,
            }
        }
    }
    assert!(outsiders > 140);
    Ok(())
}

async fn every_queue_has_something(desk: &Arc<Desk>, rows: &[(Ticket, Vec<(PartyRole, uuid::Uuid)>)]) -> Outcome<()> {
    let directory = desk.directory().await?;
    for unit in directory.units().filter(|unit| unit.requires_tier1) {
        let open = rows.iter().filter(|(t, _)| t.active && t.tier == 1 && t.queue_unit_id == Some(unit.id)).count();
        assert!(open > 0, "nothing is open at {}", unit.code);
    }
    for team in directory.teams() {
        let open = rows.iter().filter(|(t, _)| t.active && t.tier == 2 && t.team_id == Some(team.id)).count();
        assert!(open > 0, "nothing is open with {}", team.code);
    }
    Ok(())
}

async fn sign_in(told: &Told) {
    assert_eq!(told.summary.accounts.len(), 13);
    let by = desk::session::SignIn {
        login: told.summary.accounts[0].login.clone(),
        password: PASSWORD.into(),
        shared_computer: false,
        address: "127.0.0.1".into(),
        agent: String::new(),
        device: None,
    };
    told.desk.sign_in(by).await.expect("somebody of the demo signs in");
}
