//! Hundreds of commands thrown by dice, by anybody, on anything: whatever was accepted or refused, a ticket is never in a state that makes no sense,
//! and there is always somebody who can go on with it.

use crate::story;
use crate::support::World;
use crate::support::verbs::Around;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::access::{Sight, Standing, Ties, may, sight};
use desk::clock::Chance;
use desk::id::{ClockId, TicketId};
use desk::sla::{Clock, ClockKind, ExceptionState};
use desk::store;
use desk::ticket::*;
use desk::{Error, Refusal};
use std::collections::BTreeMap;

const THROWS: usize = 600;

struct Dice(Chance);

/// What everybody is; nobody's role changes in this story.
type Standings = BTreeMap<&'static str, Standing>;

impl Dice {
    fn one<T: Copy>(&self, of: &[T]) -> T {
        of[self.0.below(u32::try_from(of.len()).unwrap()) as usize]
    }
}

/// All but one: nothing owes Tier 1's fields here, since no policy of this story escalates by itself.
fn verbs() -> Vec<Verb> {
    Verb::ALL.iter().copied().filter(|verb| *verb != Verb::CompleteRequest).collect()
}

/// Who may do it, if it is possible at all.
async fn who_may(world: &World, standings: &Standings, verb: Verb, id: TicketId) -> Vec<&'static str> {
    let row = world.row(id).await;
    let request = if row.request_id.is_some() { Some(world.request(id).await.state) } else { None };
    if fits(verb, row.status, row.tier, request).is_err() {
        return Vec::new();
    }
    let parties = store::ticket::parties(&world.desk.store().read(), id).await.unwrap();
    let may = |who: &Standing| may(who, verb, &row, Ties::of(who, &parties));
    standings.iter().filter(|(_, standing)| may(standing)).map(|(who, _)| *who).collect()
}

/// Throws one command at one of the tickets, or opens another one.
async fn throw(
    world: &World,
    standings: &Standings,
    dice: &Dice,
    tickets: &mut Vec<TicketId>,
) -> (Verb, Result<(), Refusal>) {
    let people: Vec<_> = world.people.keys().copied().collect();
    let verbs = verbs();
    let (mut verb, mut id) = (Verb::Open, TicketId(uuid::Uuid::nil()));
    let mut who = dice.one(&people);
    if tickets.len() >= 12 {
        // Three times in four something that is possible, by somebody who may: blind throws are nearly all refused.
        let aimed = dice.0.below(4) > 0;
        for _ in 0..40 {
            (verb, id) = (dice.one(&verbs), dice.one(tickets));
            if !aimed || (matches!(verb, Verb::Open | Verb::Record) && dice.0.below(8) == 0) {
                break;
            }
            let allowed = who_may(world, standings, verb, id).await;
            if !allowed.is_empty() {
                who = dice.one(&allowed);
                break;
            }
        }
    }
    let service = dice.one(&["TIK-01", "TIK-13", "TIK-22", "ADM-02", "PUB-02"]);
    let other = if tickets.is_empty() { id } else { dice.one(tickets) };
    let person = world.people[dice.one(&people)];
    let unit = world.units[dice.one(&world.units.keys().copied().collect::<Vec<_>>())];
    let team = dice.one(&world.teams.values().copied().collect::<Vec<_>>());
    let soon = world.desk.now() + TimeDelta::days(i64::from(dice.0.below(5)));
    macro_rules! by {
        ($command:expr) => {
            world.tries(who, $command).await.map(drop)
        };
    }
    let outcome = match verb {
        Verb::Open => {
            let unknown = dice.0.below(6) == 0;
            let report = Report {
                service: (!unknown).then(|| world.services[service]),
                kind: (!unknown).then_some(TicketKind::Incident),
                ..world.report(service, "Dadu")
            };
            world.tries(who, open(report)).await.map(|opened| tickets.push(opened.ticket))
        }
        Verb::Record => {
            let then = match dice.0.below(3) {
                0 => RecordThen::Save,
                1 => and_solved(),
                _ => RecordThen::Escalate(wanted()),
            };
            let record = Record { then, ..phone_call(world.report(service, "Dadu"), RequesterRef::Known(person)) };
            world.tries(who, record).await.map(|opened| tickets.push(opened.ticket))
        }
        Verb::Reply => world.tries(who, reply(id, "Halo")).await.map(|said| {
            if said.follow_up {
                tickets.push(said.ticket);
            }
        }),
        Verb::Hold if dice.0.below(2) == 0 => by!(hold_for_centre(id, Some(soon))),
        Verb::Hold => by!(hold_until(id, soon, true)),
        Verb::Confirm => by!(Confirm { how: "Telepon".into(), ..confirm(id) }),
        Verb::Reclassify if dice.0.below(2) == 0 => by!(classify(id, dice.one(Confidentiality::ALL))),
        Verb::Reclassify => by!(Reclassify { service: Some(world.services[service]), ..reclassify(id) }),
        Verb::Tag if dice.0.below(2) == 0 => by!(tag(id, &[TAG])),
        Verb::Tag => by!(untag(id, &[TAG])),
        Verb::PromoteToProblem => world.tries(who, promote(id)).await.map(|opened| tickets.push(opened.ticket)),
        Verb::RaiseChange => world.tries(who, raise_change(id)).await.map(|opened| tickets.push(opened.ticket)),
        Verb::StartLegal => by!(start_legal(id, dice.one(&["PDP_BREACH", "SP4N_INFO"]))),
        Verb::EndLegal => {
            let legal = world
                .clocks(id)
                .await
                .into_iter()
                .rfind(|clock| clock.kind == ClockKind::Legal && clock.state.is_open());
            let clock = legal.map_or(ClockId(Default::default()), |clock| clock.id);
            by!(end_legal(id, clock, dice.0.below(2) == 0))
        }
        Verb::AskException | Verb::DecideException => {
            let mut clocks = world.clocks(id).await;
            let asked = |clock: &Clock| clock.exception == Some(ExceptionState::Asked);
            if verb == Verb::DecideException && clocks.iter().any(asked) {
                clocks.retain(asked);
            }
            let clocks: Vec<_> = clocks.iter().map(|clock| clock.id).collect();
            let clock = dice.one(&clocks);
            if verb == Verb::AskException {
                by!(ask_exception(id, clock))
            } else {
                by!(decide_exception(id, clock, dice.0.below(2) == 0))
            }
        }
        _ => {
            let (text, clock) = (RedactWhat::Head, ClockId::from(uuid::Uuid::nil()));
            world.tries_verb(who, verb, id, Around { other, unit, team, person, clock, text }).await
        }
    };
    match outcome {
        Ok(()) => (verb, Ok(())),
        Err(Error::Refused(refusal)) => (verb, Err(refusal)),
        Err(Error::Fault(fault)) => panic!("{who} {verb}: {fault}"),
    }
}

/// What must hold for every ticket at any time.
async fn makes_sense(world: &World, standings: &Standings, id: TicketId) {
    let row = world.row(id).await;
    let db = world.desk.store().read();
    let place = format!("{} after {:?}", row.number, world.happened(id).await);
    assert_eq!(row.active, row.status.is_active(), "{place}");
    assert_eq!(row.ended_at.is_some(), row.status.is_ended(), "{place}");
    assert_eq!(row.tier == 2, row.team_id.is_some(), "{place}: a team exactly at tier 2");
    assert!((1..=2).contains(&row.tier), "{place}");
    let held = matches!(row.status, Status::WaitingThirdParty | Status::WaitingSchedule);
    assert_eq!(row.wait_for.is_some(), held, "{place}: what is waited for");
    assert_eq!(row.status == Status::Merged, row.merged_into_id.is_some(), "{place}");
    if row.status == Status::Resolved {
        assert!(row.resolved_at.is_some() && row.resolver_id.is_some() && row.next_due_at.is_some(), "{place}");
    }
    if row.security_incident {
        assert!(row.priority <= Priority::High, "{place}");
    }
    let requests = store::ticket::requests(&db, id).await.unwrap();
    let open: Vec<_> =
        requests.iter().filter(|r| matches!(r.state, RequestState::Open | RequestState::Accepted)).collect();
    let expected = usize::from(row.tier == 2 && row.status.is_active());
    assert_eq!(open.len(), expected, "{place}: one request runs exactly while it is with a team");
    for request in open {
        assert_eq!((Some(request.id), Some(request.team_id)), (row.request_id, row.team_id), "{place}");
        assert_eq!(request.state == RequestState::Accepted, request.accepted_by.is_some(), "{place}");
    }
    if row.status.is_ended() || matches!(row.status, Status::New | Status::InProgress) {
        let rest = world.actions(id).await;
        assert_eq!(rest, [], "{place}: nothing is to be done");
    }
    clocks_make_sense(world, &row, &place).await;
    // No ticket is lost: somebody can go on with it, or the coordinator can bring it to somebody.
    if row.status.is_active() {
        let parties = store::ticket::parties(&db, id).await.unwrap();
        let somebody = standings.values().any(|who| {
            let ties = Ties::of(who, &parties);
            let verb = if sight(who, &row, ties) == Sight::Full { Verb::Resolve } else { Verb::Assign };
            may(who, verb, &row, ties)
        });
        assert!(somebody, "{place}: lost");
    }
}

/// What must hold for the clocks of every ticket at any time.
async fn clocks_make_sense(world: &World, row: &Ticket, place: &str) {
    let directory = world.desk.directory().await.unwrap();
    let clocks = world.clocks(row.id).await;
    let open = |kind| clocks.iter().filter(|clock| clock.kind == kind && clock.state.is_open()).count();
    let active = row.status.is_active();
    assert_eq!(open(ClockKind::Resolution), usize::from(active), "{place}");
    assert_eq!(open(ClockKind::Tier1), usize::from(active && row.tier == 1), "{place}");
    assert_eq!(open(ClockKind::Tier2), usize::from(active && row.tier == 2), "{place}");
    assert_eq!(open(ClockKind::FirstResponse), usize::from(active && row.first_response_at.is_none()), "{place}");
    for clock in &clocks {
        let again = desk::sla::clock::rederived(&directory, row, clock);
        assert_eq!(again, *clock, "{place}: the segments say something else");
        for pair in clock.segments.windows(2) {
            assert_eq!(pair[0].to, Some(pair[1].from), "{place}: a gap");
        }
        let ended = clock.segments.last().and_then(|last| last.to);
        assert_eq!(
            (ended.is_some(), clock.ended_at.is_some()),
            (!clock.state.is_open(), !clock.state.is_open()),
            "{place}"
        );
    }
    let next = clocks.iter().filter_map(|clock| clock.next_at).min();
    assert!(next.is_none_or(|next| row.next_due_at.is_some_and(|due| due <= next)), "{place}: slept through");
}

async fn walk(world: World, seed: u64) {
    let dice = Dice(Chance::seeded(seed));
    let mut standings = Standings::new();
    for who in world.people.keys() {
        standings.insert(who, world.standing(who).await);
    }
    let (mut tickets, mut done) = (Vec::new(), BTreeMap::new());
    for throw_number in 0..THROWS {
        if dice.0.below(12) == 0 {
            world.later(TimeDelta::hours(i64::from(dice.0.below(40))));
            world.run_due().await;
        }
        let (verb, outcome) = throw(&world, &standings, &dice, &mut tickets).await;
        let counted = done.entry(verb).or_insert((0, 0));
        match outcome {
            Ok(()) => counted.0 += 1,
            Err(_) => counted.1 += 1,
        }
        if throw_number % 50 == 49 {
            for ticket in &tickets {
                makes_sense(&world, &standings, *ticket).await;
            }
        }
    }
    let never: Vec<_> = verbs().into_iter().filter(|verb| done.get(verb).is_none_or(|(yes, _)| *yes == 0)).collect();
    assert!(never.len() <= 4, "the dice were too kind to say anything about {never:?}: {done:?}");
    // The record is whole, and says of each row what the row says.
    for ticket in tickets {
        let events = world.events(ticket).await;
        for pair in events.windows(2) {
            assert_eq!((pair[1].prev_hash, pair[1].hash), (pair[0].hash, pair[1].computed_hash()));
            assert!(pair[0].recorded_at <= pair[1].recorded_at);
        }
        use desk::event::Recorded;
        let digest = events.last().unwrap().state_digest;
        assert_eq!(digest, Some(world.row(ticket).await.state_digest()), "a row is what its last event says");
    }
}

story! {
    /// Six hundred throws; now and then some hours pass and the worker runs.
    thrown_by_dice, |world| {
        let seed = if world.desk.store().is_sqlite() { 41 } else { 42 };
        walk(world, seed).await;
    }
}
