//! The SLA clocks of a ticket: when they run, stand still and stop; when they are due, warn and are late. All times UTC; the region is on WITA, UTC+8:
//! the desk is open 23.30 to 04.00 and 05.00 to 08.00 UTC.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, instant};
use chrono::{DateTime, TimeDelta, Utc};
use desk::appointment::Role;
use desk::event::Kind;
use desk::id::TicketId;
use desk::sla::recompute::Edit;
use desk::sla::{Clock, ClockKind, ClockState};
use desk::ticket::*;
use desk::{Caller, Refusal, store};

const HOUR: TimeDelta = TimeDelta::hours(1);

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

/// When a clock is due, or `-`; its state; and `late` if it is.
fn stands(clock: &Clock) -> String {
    let due = clock.due_at.map_or("-".into(), |due| due.format("%m-%d %H:%M").to_string());
    let late = if clock.breached_at.is_some() { " late" } else { "" };
    format!("{} {due}{late}", clock.state)
}

async fn told(world: &World, id: TicketId, kind: ClockKind) -> String {
    stands(&world.clock(id, kind).await)
}

fn due(clock: &Clock) -> DateTime<Utc> {
    clock.due_at.expect("a due time")
}

/// Back in the year, before anybody of the stories was appointed: the people these stories need are so from then on.
async fn in_march(world: &World, at: &str) {
    world.at(at);
    for (who, role, of) in [
        ("budi", Role::Tier1, Of::Unit("DISDIK")),
        ("nur", Role::Tier1, Of::Unit("DISKOMINFO")),
        ("agus", Role::Tier2, Of::Team("T2-JAR")),
        ("tono", Role::TeamLead, Of::Team("T2-JAR")),
        ("putri", Role::Coordinator, Of::All),
    ] {
        world.console(world.appointment(who, role, of)).await;
    }
}

/// A ticket of this impact and urgency.
async fn report(world: &World, who: &str, service: &str, impact: Impact, urgency: Urgency) -> TicketId {
    let report = Report { impact, urgency, ..world.report(service, "Internet mati") };
    world.does(who, open(report)).await.ticket
}

story! {
    /// One unit, work stands still: HIGH. Thirty minutes to answer, two hours at Tier 1, one business day to solve it.
    a_report_starts_its_clocks, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(told(&world, ticket, ClockKind::FirstResponse).await, "RUNNING 07-06 01:40");
        assert_eq!(told(&world, ticket, ClockKind::Tier1).await, "RUNNING 07-06 03:10");
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-07 08:00");
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!(clock.policy.as_deref(), Some("PRIORITY_HIGH"));
        assert_eq!(clock.budget, (hours(13) + TimeDelta::minutes(20)).num_microseconds().unwrap());
        let row = world.row(ticket).await;
        assert_eq!((row.due_order, row.clock_kind), (instant("2026-07-06T01:40:00Z"), Some(ClockKind::FirstResponse)));
        // `take` answers nobody; a note neither; a reply does.
        world.later(TimeDelta::minutes(10));
        world.does("budi", take(ticket)).await;
        world.does("budi", note(ticket, "Cek kabel")).await;
        assert_eq!(told(&world, ticket, ClockKind::FirstResponse).await, "RUNNING 07-06 01:40");
        world.does("budi", reply(ticket, "Sedang kami periksa")).await;
        let clock = world.clock(ticket, ClockKind::FirstResponse).await;
        assert_eq!((clock.state, clock.ended_at), (ClockState::Met, Some(instant("2026-07-06T01:20:00Z"))));
        world.does("budi", resolve(ticket)).await;
        for clock in world.clocks(ticket).await {
            assert_eq!(clock.state, ClockState::Met, "{}", clock.kind);
        }
        let row = world.row(ticket).await;
        assert_eq!((row.clocks_open, row.clock_kind, row.due_order), (false, None, desk::sla::clock::NEVER));
    }
}

story! {
    /// A telephone call is answered when it is made; recorded a day late, its clocks start when it came.
    a_call_recorded_late, |world| {
        world.at("2026-07-07T02:00:00Z");
        let came = instant("2026-07-06T02:00:00Z");
        let call = Record { received_at: Some(came), ..phone_call(world.report("TIK-01", "Mati"), RequesterRef::Known(world.people["sari"])) };
        let ticket = world.does("budi", call).await.ticket;
        let clock = world.clock(ticket, ClockKind::FirstResponse).await;
        assert_eq!((clock.state, clock.started_at, clock.ended_at), (ClockState::Met, came, Some(came)));
        let clock = world.clock(ticket, ClockKind::Tier1).await;
        assert_eq!((due(&clock), clock.breached_at), (instant("2026-07-06T04:00:00Z"), Some(instant("2026-07-06T04:00:00Z"))));
        let breach = world.events(ticket).await.into_iter().find(|it| it.kind == Kind::ClockBreached.code()).unwrap();
        assert_eq!((breach.effective_at, breach.recorded_at), (instant("2026-07-06T04:00:00Z"), world.desk.now()));
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-07 08:00");
    }
}

story! {
    /// Row 27: three business days, paused from Friday 15.30 over the weekend to Monday 10.00.
    a_pause_over_a_weekend, |world| {
        world.at("2026-07-09T01:00:00Z");
        let ticket = report(&world, "sari", "TIK-01", Impact::Unit, Urgency::Medium).await;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-14 08:00");
        world.days_pass_until("2026-07-10T07:30:00Z").await;
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((clock.state, clock.due_at, clock.next_at), (ClockState::Paused, None, None));
        assert_eq!(clock.time_left, (hours(16)).num_microseconds());
        assert!(world.row(ticket).await.clock_paused);
        world.days_pass_until("2026-07-13T02:00:00Z").await;
        world.does("sari", reply(ticket, "Ruang guru")).await;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-15 03:00");
        assert!(!world.row(ticket).await.clock_paused);
    }
}

story! {
    /// Over the longest stop of the year: Ramadan hours before it, Nyepi and Idul Fitri in it, normal hours after it (rows 7, 16).
    over_the_long_stop, |world| {
        in_march(&world, "2026-03-17T06:00:00Z").await;
        let ticket = report(&world, "sari", "TIK-01", Impact::Unit, Urgency::Medium).await;
        assert_eq!(told(&world, ticket, ClockKind::FirstResponse).await, "RUNNING 03-25 00:30");
        assert_eq!(told(&world, ticket, ClockKind::Tier1).await, "RUNNING 03-25 08:00");
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-27 08:30");
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!(clock.budget, (hours(23) + TimeDelta::minutes(30)).num_microseconds().unwrap());
        // Asked ten minutes later and answered inside the stop: one hour less ten minutes of the first day was left, and all of the rest.
        world.at("2026-03-17T06:10:00Z");
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        world.at("2026-03-20T03:00:00Z");
        world.does("sari", reply(ticket, "Ruang guru")).await;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-30 00:20");
    }
}

story! {
    /// Escalated and returned twice, handed over: each stay is a clock of its own; the promise to the requester goes on through all of it.
    stays_at_the_tiers, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let promise = due(&world.clock(ticket, ClockKind::Resolution).await);
        for round in 1..=2 {
            world.later(TimeDelta::minutes(20));
            world.does("budi", escalate(ticket)).await;
            let (tier1, accept) = (world.clock(ticket, ClockKind::Tier1).await, world.clock(ticket, ClockKind::Tier2Accept).await);
            assert_eq!((tier1.stay, tier1.state), (round, ClockState::Met));
            assert_eq!((accept.stay, accept.state), (round, ClockState::Running));
            world.later(TimeDelta::minutes(10));
            world.does("agus", give_back(ticket, "Nomor port")).await;
            let accept = world.clock(ticket, ClockKind::Tier2Accept).await;
            assert_eq!(accept.state, ClockState::Void, "R16: nobody had accepted it");
            assert_eq!(world.clock(ticket, ClockKind::Tier2).await.state, ClockState::Met);
            let tier1 = world.clock(ticket, ClockKind::Tier1).await;
            assert_eq!((tier1.stay, tier1.started_at), (round + 1, world.desk.now()));
        }
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Tier2Accept).await.state, ClockState::Met);
        world.later(TimeDelta::minutes(10));
        world.does("agus", hand_over(ticket, world.teams["T2-APL"])).await;
        let (accept, tier2) = (world.clock(ticket, ClockKind::Tier2Accept).await, world.clock(ticket, ClockKind::Tier2).await);
        assert_eq!((accept.state, accept.stay), (ClockState::Running, 4));
        assert_eq!((tier2.team_id, tier2.started_at), (Some(world.teams["T2-APL"]), world.desk.now()));
        assert_eq!(due(&world.clock(ticket, ClockKind::Resolution).await), promise);
        let resolutions = world.clocks(ticket).await.into_iter().filter(|clock| clock.kind == ClockKind::Resolution);
        assert_eq!(resolutions.count(), 1);
    }
}

story! {
    /// Tier 2 does not inherit the lateness of Tier 1; forwarding gives the next unit its own time.
    nobody_inherits_lateness, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.days_pass_until("2026-07-06T05:30:00Z").await;
        let late = world.clock(ticket, ClockKind::Tier1).await;
        assert_eq!(late.breached_at, Some(instant("2026-07-06T03:10:00Z")));
        world.does("putri", forward(ticket, world.units["BKPSDM"])).await;
        let ended = world.clocks(ticket).await.into_iter().find(|clock| clock.id == late.id).unwrap();
        assert_eq!(ended.state, ClockState::Breached);
        assert_eq!(told(&world, ticket, ClockKind::Tier1).await, "RUNNING 07-06 07:30");
        world.does("joko", escalate(ticket)).await;
        assert_eq!(told(&world, ticket, ClockKind::Tier2Accept).await, "RUNNING 07-06 06:00");
        assert_eq!(told(&world, ticket, ClockKind::Tier2).await, "RUNNING 07-07 03:00");
        let row = world.row(ticket).await;
        assert!(!row.clock_breached, "what is open is in time");
    }
}

story! {
    /// A common application waits for the centre: TIER2 and RESOLUTION stand still, outside the region's control. On one of our own they run on.
    waiting_for_the_centre, |world| {
        let common = world.opened("warga", "ADM-02", "SIASN tidak bisa dibuka").await;
        world.does("joko", escalate(common)).await;
        world.does("made", accept(common)).await;
        world.does("made", hold_for_centre(common, None)).await;
        let row = world.row(common).await;
        assert!(row.outside_control && row.clock_paused);
        assert_eq!(told(&world, common, ClockKind::Resolution).await, "PAUSED -");
        assert_eq!(told(&world, common, ClockKind::Tier2).await, "PAUSED -");
        world.later(TimeDelta::days(7));
        world.does("made", resume(common)).await;
        assert_eq!(told(&world, common, ClockKind::Resolution).await, "RUNNING 07-14 08:00");
        assert!(!world.row(common).await.outside_control);
        world.at("2026-07-13T01:10:00Z");
        let own = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", hold_for_centre(own, None)).await;
        assert_eq!(told(&world, own, ClockKind::Resolution).await, "RUNNING 07-14 08:00");
        assert!(!world.row(own).await.outside_control);
        // A date that the requester chose stands still, one of ours does not.
        let (until, now) = (world.desk.now() + TimeDelta::days(3), world.desk.now());
        world.does("budi", hold_until(own, until, false)).await;
        assert_eq!(world.clock(own, ClockKind::Resolution).await.state, ClockState::Running);
        world.later(HOUR);
        world.does("budi", hold_until(own, until, true)).await;
        assert_eq!(world.clock(own, ClockKind::Resolution).await.state, ClockState::Paused);
        world.days_pass_until("2026-07-16T01:10:00Z").await;
        assert_eq!(world.row(own).await.status, Status::InProgress);
        assert_eq!(due(&world.clock(own, ClockKind::Resolution).await), instant("2026-07-17T07:30:00Z"), "from {now}");
    }
}

story! {
    /// Warnings come once each, with whom they are for; then it is late, at the exact instant; and a stop in that instant is in time.
    warned_then_late, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(ticket)).await;
        world.days_pass_until("2026-07-06T01:40:00Z").await;
        assert_eq!(world.said_by_clocks(ticket).await, ["FIRST_RESPONSE 50%"]);
        let on_time = world.opened("sari", "TIK-01", "Lain").await;
        world.days_pass_until("2026-07-06T02:10:00Z").await;
        world.does("budi", reply(on_time, "Tepat waktu")).await;
        assert_eq!(world.clock(on_time, ClockKind::FirstResponse).await.state, ClockState::Met);
        world.days_pass_until("2026-07-07T09:00:00Z").await;
        assert_eq!(world.said_by_clocks(ticket).await, [
            "FIRST_RESPONSE 50%", "FIRST_RESPONSE late",
            "TIER1 50%", "TIER1 80%", "TIER1 late",
            "RESOLUTION 50%", "RESOLUTION 80%", "RESOLUTION late",
        ]);
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((clock.breached_at, clock.by_change), (Some(instant("2026-07-07T08:00:00Z")), false));
        let events = world.events(ticket).await;
        let warning = events.iter().find(|event| event.facts()["percent"] == 80 && event.facts()["clockKind"] == "TIER1");
        let facts = warning.expect("the warning").facts();
        assert_eq!(facts["notify"], serde_json::json!(["ASSIGNEE", "TIER1", "COORDINATOR"]));
        let people: Vec<desk::id::PersonId> = serde_json::from_value(facts["people"].clone()).unwrap();
        let names: std::collections::BTreeSet<_> = people.into_iter().map(|id| world.name_of(id)).collect();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["budi", "putri", "wayan"]);
        assert_eq!(world.desk.run_due(100).await.unwrap(), 0, "once is enough");
        let version = world.version(ticket).await;
        assert_eq!(version, Some(2), "what clocks say makes nobody's view old");
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Breached);
    }
}

story! {
    /// The program was down over warnings and a due time: late at the true instant, told now, and nobody is warned of what is past.
    down_over_a_due_time, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.at("2026-07-08T02:00:00Z");
        assert_eq!(world.run_due().await, 1);
        assert_eq!(world.said_by_clocks(ticket).await, ["TIER1 late", "RESOLUTION late"]);
        let late = |kind: &str| {
            let kind = kind.to_owned();
            move |event: &desk::event::Event| event.facts()["clockKind"] == kind
        };
        let events = world.events(ticket).await;
        for (kind, at) in [("TIER1", "2026-07-06T03:10:00Z"), ("RESOLUTION", "2026-07-07T08:00:00Z")] {
            let event = events.iter().find(|event| late(kind)(event)).unwrap();
            assert_eq!((event.effective_at, event.recorded_at), (instant(at), instant("2026-07-08T02:00:00Z")));
        }
        assert_eq!(world.run_due().await, 0);
    }
}

story! {
    /// A person who resolves after the due instant but before the worker was late all the same, and the breach is told first.
    faster_than_the_worker, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.at("2026-07-07T08:00:01Z");
        world.does("budi", resolve(ticket)).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((clock.state, clock.breached_at), (ClockState::Breached, Some(instant("2026-07-07T08:00:00Z"))));
        let kinds: Vec<_> = world.events(ticket).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds[kinds.len() - 3..], ["CLOCK_BREACHED", "CLOCK_BREACHED", "TICKET_RESOLVED"]);
        // In the due instant itself it is in time.
        world.at("2026-07-08T01:10:00Z");
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.at("2026-07-09T08:00:00Z");
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Met);
    }
}

story! {
    /// Many due at closing time, two workers at once: everything is said once.
    two_workers_at_closing_time, |world| {
        let mut tickets = Vec::new();
        for _ in 0..12 {
            tickets.push(world.opened("sari", "TIK-01", "Internet mati").await);
        }
        world.at("2026-07-07T08:00:01Z");
        let (one, other) = tokio::join!(world.desk.run_due(100), world.desk.run_due(100));
        assert_eq!(one.unwrap() + other.unwrap(), 12);
        for ticket in tickets {
            assert_eq!(world.times_with_clocks(ticket, Kind::ClockBreached).await, 3);
        }
        assert_eq!(world.run_due().await, 0);
    }
}

story! {
    /// Reopening goes on with what was left; time in RESOLVED does not count; a second resolve decides. The tier's stay is new.
    reopened, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.later(HOUR);
        world.does("budi", resolve(ticket)).await;
        world.at("2026-07-08T02:10:00Z");
        world.does("sari", reopen(ticket)).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        // 13 h 20 min less the hour that was used: from 10.10 on Wednesday.
        assert_eq!((clock.stay, stands(&clock)), (1, "RUNNING 07-09 08:00".to_owned() ));
        let tier1 = world.clock(ticket, ClockKind::Tier1).await;
        assert_eq!((tier1.stay, tier1.started_at), (2, world.desk.now()));
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Met);
        // What was late stays late.
        let late = world.opened("sari", "TIK-01", "Internet mati").await;
        world.days_pass_until("2026-07-10T02:00:00Z").await;
        world.does("budi", resolve(late)).await;
        world.does("sari", reopen(late)).await;
        world.does("budi", resolve(late)).await;
        assert_eq!(world.clock(late, ClockKind::Resolution).await.state, ClockState::Breached);
    }
}

story! {
    /// R16: rejected, cancelled, merged: nothing that ran counts; but an answer that was given was given.
    ended_without_solution, |world| {
        let rejected = world.opened("sari", "TIK-01", "Satu").await;
        world.does("budi", reject(rejected)).await;
        assert_eq!(world.clock(rejected, ClockKind::FirstResponse).await.state, ClockState::Met);
        assert_eq!(world.clock(rejected, ClockKind::Resolution).await.state, ClockState::Cancelled);
        let cancelled = world.opened("sari", "TIK-01", "Dua").await;
        world.does("budi", escalate(cancelled)).await;
        world.does("sari", cancel(cancelled)).await;
        let states: Vec<_> = world.clocks(cancelled).await.iter().map(|clock| format!("{} {}", clock.kind, clock.state)).collect();
        let mut states = states; states.sort();
        assert_eq!(states, ["FIRST_RESPONSE CANCELLED", "RESOLUTION CANCELLED", "TIER1 MET", "TIER2 CANCELLED", "TIER2_ACCEPT VOID"]);
        let (source, target) = (world.opened("sari", "TIK-01", "Tiga").await, world.opened("sari", "TIK-01", "Empat").await);
        world.does("budi", merge(source, target)).await;
        assert_eq!(world.clock(source, ClockKind::Resolution).await.state, ClockState::Cancelled);
        assert_eq!(world.clock(target, ClockKind::Resolution).await.state, ClockState::Running);
        world.days_pass_until("2026-07-20T00:00:00Z").await;
        assert_eq!(world.said_by_clocks(cancelled).await, [""; 0]);
    }
}

story! {
    /// A change of priority while it runs, while it is paused and when it is late: derived anew from the beginning, with the pauses that were.
    another_priority, |world| {
        let ticket = report(&world, "sari", "TIK-01", Impact::Person, Urgency::Low).await;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-13 08:00");
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.at("2026-07-06T02:10:00Z");
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        let sharper = |impact, urgency| Reclassify { impact: Some(impact), urgency: Some(urgency), ..reclassify(ticket) };
        // MEDIUM, paused: three days from Monday 09.10 less an hour are left.
        world.does("budi", sharper(Impact::Unit, Urgency::Medium)).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((clock.policy.as_deref(), clock.state), (Some("PRIORITY_MEDIUM"), ClockState::Paused));
        assert_eq!(clock.time_left, (hours(27) + TimeDelta::minutes(20)).num_microseconds());
        world.at("2026-07-07T02:10:00Z");
        world.does("sari", reply(ticket, "Ruang guru")).await;
        let running = due(&world.clock(ticket, ClockKind::Resolution).await);
        assert_eq!(running, instant("2026-07-10T08:30:00Z"));
        // HIGH: one business day from Monday 09.10 less the pause of a day ...
        world.does("budi", sharper(Impact::Unit, Urgency::High)).await;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-08 08:00");
        // ... and TIER1's two hours, of which one was used before the pause.
        assert_eq!(told(&world, ticket, ClockKind::Tier1).await, "RUNNING 07-07 03:10");
        let moved = world.events(ticket).await.into_iter().rfind(|event| event.kind == Kind::TicketReclassified.code()).unwrap();
        let clocks = moved.facts()["clocks"].clone();
        let of = clocks.as_array().unwrap().iter().find(|clock| clock["kind"] == "RESOLUTION").unwrap().clone();
        assert_eq!(of["wasDue"], running.timestamp_micros());
        // Late, and then LOW again: the due time moves, the breach stays.
        world.days_pass_until("2026-07-09T02:00:00Z").await;
        world.does("budi", sharper(Impact::Person, Urgency::Low)).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((due(&clock), clock.breached_at), (instant("2026-07-14T08:00:00Z"), Some(instant("2026-07-08T08:00:00Z"))));
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Breached);
    }
}

story! {
    /// R14: by a change of priority it should have been done already: late in the instant of the change, and marked so. Warnings that would lie before
    /// the change are not sent.
    late_by_a_change, |world| {
        let ticket = report(&world, "sari", "TIK-01", Impact::Person, Urgency::Low).await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.at("2026-07-08T03:00:00Z");
        let sharper = Reclassify { impact: Some(Impact::Unit), urgency: Some(Urgency::High), ..reclassify(ticket) };
        world.does("budi", sharper).await;
        world.run_due().await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!(due(&clock), instant("2026-07-07T08:00:00Z"));
        assert_eq!((clock.breached_at, clock.by_change), (Some(instant("2026-07-08T03:00:00Z")), true));
        assert_eq!(world.said_by_clocks(ticket).await, ["TIER1 75%", "TIER1 late", "RESOLUTION late"]);
    }
}

story! {
    /// Critical runs on 24x7 only while the team has somebody on call; otherwise on the calendar of the service (rows 20, 21).
    critical_needs_somebody_on_call, |world| {
        in_march(&world, "2026-03-18T18:00:00Z").await;
        let critical = Report { impact: Impact::Wide, urgency: Urgency::High, ..world.report("TIK-01", "Jaringan inti mati") };
        let record = |report| phone_call(report, RequesterRef::Known(world.people["sari"]));
        let ticket = world.does("budi", record(critical.clone())).await.ticket;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-25 03:30");
        let (from, to) = (world.desk.now() - HOUR, world.desk.now() + hours(12));
        let shift = desk::on_call::AddShift { team: world.teams["T2-JAR"], person: world.people["agus"], valid_from: from, valid_to: to };
        assert_eq!(world.refused("agus", shift.clone()).await, Refusal::Forbidden);
        // Entered late: what came meanwhile runs by it, too, and whoever plans the roster sees so before.
        let preview = async |who: &str, edit| world.reader(who).await.preview(edit).await.map(|it| (it.clocks, it.moved, it.late));
        let moved = preview("tono", Edit::AddShift(shift.clone())).await.unwrap();
        assert_eq!(moved, (2, 2, 0));
        assert!(preview("agus", Edit::AddShift(shift.clone())).await.is_err());
        let later = desk::on_call::AddShift { valid_from: to, valid_to: to + HOUR, ..shift.clone() };
        assert_eq!(preview("tono", Edit::AddShift(later.clone())).await.unwrap(), (2, 0, 0));
        let print = world.desk.directory().await.unwrap().sla_print();
        world.does("tono", later).await;
        assert_eq!(world.desk.directory().await.unwrap().sla_print(), print, "what is planned ahead moves nothing");
        let shift = world.does("tono", shift).await;
        world.desk.recompute().await.unwrap();
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-18 22:00");
        assert_eq!(preview("tono", Edit::CancelShift(shift)).await.unwrap(), moved);
        world.later(hours(13));
        world.desk.recompute().await.unwrap();
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-18 22:00", "the shift is over, and was there");
        world.later(-hours(13));
        world.does("tono", desk::on_call::CancelShift { shift }).await;
        world.desk.recompute().await.unwrap();
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-25 03:30");
        let shift = desk::on_call::AddShift { team: world.teams["T2-JAR"], person: world.people["agus"], valid_from: from, valid_to: to };
        world.does("tono", shift).await;
        let ticket = world.does("budi", record(critical)).await.ticket;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 03-18 22:00");
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.calendar.as_deref(), Some("H24"));
    }
}

story! {
    /// A ticket that is older than clocks gets them by the job that derives clocks anew: from when it came, and late by that and not before.
    older_than_clocks, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let before = world.clocks(ticket).await;
        world.does("budi", escalate(ticket)).await;
        world.by_hand("DELETE FROM clock").await;
        // As the migration leaves it.
        world.by_hand("UPDATE ticket SET clocks_digest = NULL, clock_kind = NULL, next_due_at = NULL, derived_from = 0, clocks_open = active").await;
        world.later(TimeDelta::days(90));
        world.desk.note_stale_clocks().await.unwrap();
        assert_eq!(world.desk.recompute().await.unwrap(), 1);
        let after = world.clock(ticket, ClockKind::Resolution).await;
        let first = before.iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
        assert_eq!((after.started_at, after.due_at), (first.started_at, first.due_at));
        assert_eq!(world.clock(ticket, ClockKind::Tier2).await.started_at, world.request(ticket).await.opened_at);
        world.run_due().await;
        let late = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((late.breached_at, late.by_change), (Some(world.desk.now()), true));
        world.desk.note_stale_clocks().await.unwrap();
        assert_eq!(world.desk.recompute().await.unwrap(), 0);
    }
}

story! {
    /// A policy that counts from the complete file: nothing is due before; answering and the tiers run as always.
    counted_from_the_complete_file, |world| {
        let mut book = world.desk.directory().await.unwrap().book().clone();
        let place = book.rules.iter().position(|rule| rule.code == "TTE").unwrap();
        let mut tte = book.rules.remove(place);
        tte.when.services = vec!["TIK-13".into()];
        book.rules.insert(0, tte);
        world.does("admin", desk::sla::policy::SavePolicies { book, seen: 1 }).await;
        let report = |service| Report { kind: Some(TicketKind::Request), ..world.report(service, "Surel baru") };
        let ticket = world.does("sari", open(report("TIK-13"))).await.ticket;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((clock.policy.as_deref(), stands(&clock)), (Some("TTE"), "PAUSED -".to_owned()));
        assert_eq!(told(&world, ticket, ClockKind::Tier1).await, "RUNNING 07-08 08:00");
        world.at("2026-07-07T01:10:00Z");
        let other = world.does("sari", open(report("TIK-01"))).await.ticket;
        assert_eq!(world.refused("budi", complete_file(other)).await, Refusal::NoRequirements);
        assert_eq!(world.refused("budi", CompleteFile { ticket, met: vec![2] }).await, Refusal::Invalid("met"));
        world.does("budi", complete_file(ticket)).await;
        assert_eq!(told(&world, ticket, ClockKind::Resolution).await, "RUNNING 07-21 08:00");
        assert_eq!(world.refused("budi", complete_file(ticket)).await, Refusal::FileComplete);
    }
}

story! {
    /// Rows 29 and 30: legal deadlines do not pause; those in days run on the national calendar, those in hours through every stop.
    legal_deadlines, |world| {
        in_march(&world, "2026-03-17T06:00:00Z").await;
        let complaint = Report { kind: Some(TicketKind::Complaint), ..world.report("TIK-30", "Lambat") };
        let ticket = world.does("warga", open(complaint)).await.ticket;
        let legal = |clocks: Vec<Clock>, code: &str| clocks.into_iter().find(|clock| clock.code.as_deref() == Some(code));
        let first = legal(world.clocks(ticket).await, "SP4N_FIRST").unwrap();
        assert_eq!(due(&first), instant("2026-03-27T16:00:00Z"));
        assert!(legal(world.clocks(ticket).await, "SP4N_INFO").is_none());
        world.does("nur", ask(ticket, "Layanan yang mana?")).await;
        assert_eq!(legal(world.clocks(ticket).await, "SP4N_FIRST").unwrap().state, ClockState::Met);
        assert_eq!(legal(world.clocks(ticket).await, "SP4N_NO_FIELD_CHECK").unwrap().state, ClockState::Running);
        // By hand, on any ticket.
        let breach = world.opened("sari", "TIK-01", "Data bocor").await;
        world.does("budi", start_legal(breach, "PDP_BREACH")).await;
        assert_eq!(world.refused("budi", start_legal(breach, "PDP_BREACH")).await, Refusal::Taken("code"));
        let clock = legal(world.clocks(breach).await, "PDP_BREACH").unwrap();
        assert_eq!(due(&clock), instant("2026-03-20T06:00:00Z"));
        world.does("budi", resolve(breach)).await;
        assert_eq!(legal(world.clocks(breach).await, "PDP_BREACH").unwrap().state, ClockState::Running, "only its own deed");
        world.does("budi", end_legal(breach, clock.id, true)).await;
        assert_eq!(legal(world.clocks(breach).await, "PDP_BREACH").unwrap().state, ClockState::Met);
    }
}

story! {
    /// An exception is asked for and granted by somebody else; the breach is there all the same.
    an_exception, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.days_pass_until("2026-07-08T02:00:00Z").await;
        world.does("budi", resolve(ticket)).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!(world.refused("sari", ask_exception(ticket, clock.id)).await, Refusal::Forbidden);
        world.does("budi", ask_exception(ticket, clock.id)).await;
        assert_eq!(world.refused("budi", decide_exception(ticket, clock.id, true)).await, Refusal::Forbidden);
        world.does("putri", decide_exception(ticket, clock.id, true)).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await;
        assert_eq!((clock.state, clock.exception), (ClockState::Breached, Some(desk::sla::ExceptionState::Granted)));
        assert_eq!(clock.decided_by, Some(world.people["putri"]));
        assert_eq!(world.refused("putri", decide_exception(ticket, clock.id, false)).await, Refusal::Invalid("clock"));
        // Not for what the coordinator handled.
        let own = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("putri", take(own)).await;
        let clock = world.clock(own, ClockKind::Resolution).await;
        world.does("budi", ask_exception(own, clock.id)).await;
        assert_eq!(world.refused("putri", decide_exception(own, clock.id, true)).await, Refusal::OwnException);
    }
}

story! {
    /// What the organisation is audited for: nobody changes a clock by hand unseen.
    nobody_mends_a_clock_by_hand, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.days_pass_until("2026-07-08T02:00:00Z").await;
        let digest = world.row(ticket).await.clocks_digest;
        assert!(digest.is_some());
        world.by_hand("UPDATE clock SET breached_at = NULL WHERE kind = 'RESOLUTION'").await;
        let report = world.desk.audit_verify(&Caller::CONSOLE, desk::audit::verify::Trust::default()).await.expect("an audit");
        let said = format!("{:?}", report.findings);
        assert!(said.contains("clocks"), "{said}");
    }
}

story! {
    /// Somebody else's roster is nobody's business; a hand-over lists what is urgent, and its next bearer accepts it.
    serah_terima_piket, |world| {
        let urgent = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(urgent)).await;
        let calm = report(&world, "sari", "TIK-01", Impact::Person, Urgency::Low).await;
        world.does("budi", escalate(calm)).await;
        let over = desk::on_call::HandOverShift { team: world.teams["T2-JAR"], to: world.people["tono"], note: "Switch lantai 2 dipantau".into() };
        assert_eq!(world.refused("made", over.clone()).await, Refusal::Forbidden);
        let id = world.does("agus", over).await;
        let row: desk::on_call::Handover = store::get(&world.desk.store().read(), id).await.unwrap().unwrap();
        assert_eq!(row.tickets.0, [urgent]);
        let accept = desk::on_call::AcceptHandover { handover: id };
        assert_eq!(world.refused("agus", accept.clone()).await, Refusal::Forbidden);
        world.does("tono", accept).await;
    }
}
