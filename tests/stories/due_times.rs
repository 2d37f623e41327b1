//! Edits of calendars, holidays, policies and services while clocks run: what they move, shown before and done afterwards; and why a clock is due when
//! it is.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::instant;
use chrono::{NaiveDate, TimeDelta};
use desk::Caller;
use desk::calendar::import::ImportHolidays;
use desk::calendar::{HolidaySet, RetireHoliday, SaveCalendar, SaveHoliday};
use desk::event::Kind;
use desk::id::{HolidayId, TicketId};
use desk::person::Language;
use desk::service::{SaveService, ServiceInput};
use desk::sla::policy::SavePolicies;
use desk::sla::recompute::Edit;
use desk::sla::{Action, Book, Clock, ClockKind, ClockState};
use desk::ticket::*;
use desk::time::{Calendar, Target, TargetUnit, Treatment};
use desk::view::View;
use desk::view::ticket::Label;
use desk::{Refusal, store};

/// A ticket of MEDIUM priority: three business days.
async fn medium(world: &World) -> TicketId {
    let report = Report { urgency: Urgency::Medium, ..world.report("TIK-01", "Internet lambat") };
    world.does("sari", open(report)).await.ticket
}

async fn resolution(world: &World, ticket: TicketId) -> Clock {
    world.clock(ticket, ClockKind::Resolution).await
}

fn joint_leave(date: &str, name: &str) -> SaveHoliday {
    SaveHoliday {
        holiday: None,
        date: date.parse().expect("a date"),
        holiday_set: HolidaySet::JointLeave,
        name: name.into(),
        treatment: Treatment::Off,
        source: "SKB perubahan".into(),
    }
}

async fn book(world: &World) -> Book {
    world.desk.directory().await.expect("the directory").book().clone()
}

async fn asn5(world: &World) -> Calendar {
    let reader = world.reader("admin").await;
    let rows = reader.calendars().await.expect("the calendars");
    rows.into_iter().find(|row| row.code == "ASN5").expect("ASN5").document.0
}

story! {
    /// Trap 3: 18 August becomes joint leave. Shown before it is saved; moved afterwards, told once on each ticket; and what was late stays late.
    a_holiday_is_added, |world| {
        world.at("2026-08-13T02:00:00Z");
        let (running, late) = (medium(&world).await, medium(&world).await);
        let paused = medium(&world).await;
        world.later(TimeDelta::hours(1));
        world.does("budi", ask(paused, "Ruang mana?")).await;
        for ticket in [running, late] {
            world.does("budi", reply(ticket, "Kami cek")).await;
        }
        assert_eq!(resolution(&world, running).await.due_at, Some(instant("2026-08-19T08:00:00Z")));
        let left = resolution(&world, paused).await.time_left.unwrap();
        let (admin, new) = (world.reader("admin").await, joint_leave("2026-08-18", "Cuti bersama Proklamasi"));
        let edit = Edit::Holidays(vec![desk::calendar::Holiday {
            id: HolidayId(Default::default()),
            date: new.date,
            holiday_set: new.holiday_set,
            name: new.name.clone(),
            treatment: store::Doc(serde_json::Value::Null),
            source: String::new(),
            retired_at: None,
        }], Vec::new());
        let preview = admin.preview(edit).await.unwrap();
        // TIER1's day is over before the 18th. The paused one keeps its budget: one day is closed, another one comes instead.
        assert_eq!((preview.clocks, preview.moved, preview.late), (6, 2, 0), "{preview:?}");
        assert!(preview.most.is_empty(), "the administrator sees none of the tickets, and so none by name");
        assert_eq!(world.reader("budi").await.preview(Edit::Policies(book(&world).await)).await.unwrap_err().to_string(),
            desk::Error::from(Refusal::Forbidden).to_string());
        let version = world.version(running).await;
        world.does("admin", new).await;
        // Before the job has run whoever looks sees the right time, and nothing fires by the old one.
        let putri = world.reader("putri").await;
        let view = putri.ticket(running).await.unwrap();
        let shown = putri.clocks(&view).await.unwrap().into_iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
        assert_eq!(shown.due_at, Some(instant("2026-08-20T08:00:00Z")));
        assert_eq!(world.desk.recompute().await.unwrap(), 3);
        let clock = resolution(&world, running).await;
        assert_eq!((clock.due_at, clock.breached_at), (Some(instant("2026-08-20T08:00:00Z")), None));
        assert_eq!(resolution(&world, paused).await.time_left, Some(left), "the holiday takes a day, the budget another one");
        assert_eq!(world.times_with_clocks(running, Kind::ClocksMoved).await, 1);
        let event = world.events(running).await.into_iter().find(|event| event.kind == Kind::ClocksMoved.code()).unwrap();
        let facts = event.facts();
        assert_eq!(facts["clocks"][0]["wasDue"], instant("2026-08-19T08:00:00Z").timestamp_micros());
        assert_eq!((event.actor.as_str(), world.version(running).await), ("clock", version));
        assert_eq!(world.desk.recompute().await.unwrap(), 0);
        let jobs = world.reader("admin").await.sla_jobs().await.unwrap();
        assert!(jobs[0].finished_at.is_some());
        assert_eq!((jobs[0].total, jobs[0].done), (3, 3));
        // Late by the new time, then a holiday more: the breach stays where it was.
        world.days_pass_until("2026-08-21T02:00:00Z").await;
        let at = resolution(&world, late).await.breached_at;
        assert_eq!(at, Some(instant("2026-08-20T08:00:00Z")));
        world.does("admin", joint_leave("2026-08-20", "Cuti lagi")).await;
        world.desk.recompute().await.unwrap();
        let clock = resolution(&world, late).await;
        assert_eq!((clock.due_at, clock.breached_at), (Some(instant("2026-08-21T08:30:00Z")), at));
    }
}

story! {
    /// A holiday is taken back: what is due then already is late from the instant of the edit, however much later the job comes.
    late_by_an_edit, |world| {
        world.at("2026-08-13T02:00:00Z");
        world.does("admin", joint_leave("2026-08-18", "Cuti bersama")).await;
        let ticket = medium(&world).await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        assert_eq!(resolution(&world, ticket).await.due_at, Some(instant("2026-08-20T08:00:00Z")));
        world.days_pass_until("2026-08-19T09:00:00Z").await;
        let holidays = world.reader("admin").await.holidays(2026).await.unwrap();
        let taken = holidays.iter().find(|it| it.date == "2026-08-18".parse::<NaiveDate>().unwrap()).unwrap();
        world.does("admin", RetireHoliday { holiday: taken.id }).await;
        world.later(TimeDelta::hours(3));
        world.desk.recompute().await.unwrap();
        world.run_due().await;
        let clock = resolution(&world, ticket).await;
        assert_eq!((clock.due_at, clock.breached_at), (Some(instant("2026-08-19T08:00:00Z")), Some(instant("2026-08-19T09:00:00Z"))));
        assert!(clock.by_change);
    }
}

story! {
    /// R18: the job is only half done, and a command or the worker comes to a ticket first: it is derived anew there and then, and never late by the old
    /// time.
    half_done, |world| {
        world.at("2026-08-13T02:00:00Z");
        let mut tickets = Vec::new();
        for _ in 0..3 {
            let ticket = medium(&world).await;
            world.does("budi", reply(ticket, "Kami cek")).await;
            tickets.push(ticket);
        }
        world.does("admin", joint_leave("2026-08-18", "Cuti bersama")).await;
        world.at("2026-08-19T08:00:01Z");
        // The worker fires what it thinks is due.
        world.run_due().await;
        assert_eq!(resolution(&world, tickets[0]).await.breached_at, None);
        world.does("budi", resolve(tickets[1])).await;
        assert_eq!(resolution(&world, tickets[1]).await.state, ClockState::Met);
        world.desk.recompute().await.unwrap();
        for ticket in tickets {
            assert_eq!(world.times_with_clocks(ticket, Kind::ClocksMoved).await, 1);
        }
    }
}

story! {
    /// Two instances at one job: everything is done once. An edit in the middle begins anew, and nothing is told twice.
    two_at_one_job, |world| {
        world.at("2026-08-13T02:00:00Z");
        let mut tickets = Vec::new();
        for _ in 0..6 {
            tickets.push(medium(&world).await);
        }
        world.does("admin", joint_leave("2026-08-18", "Satu")).await;
        let (one, other) = tokio::join!(world.desk.recompute(), world.desk.recompute());
        assert_eq!(one.unwrap() + other.unwrap(), 6);
        for ticket in &tickets {
            assert_eq!(world.times_with_clocks(*ticket, Kind::ClocksMoved).await, 1);
        }
        world.does("admin", joint_leave("2026-08-19", "Dua")).await;
        world.does("admin", joint_leave("2026-08-20", "Tiga")).await;
        world.desk.recompute().await.unwrap();
        for ticket in tickets {
            assert_eq!(world.times_with_clocks(ticket, Kind::ClocksMoved).await, 2);
        }
        let open = world.reader("admin").await.sla_jobs().await.unwrap().into_iter().filter(|job| job.finished_at.is_none());
        assert_eq!(open.count(), 0);
    }
}

story! {
    /// Other hours, another policy: the same derivation for all of them. What moves nothing tells nothing.
    other_edits, |world| {
        let ticket = medium(&world).await;
        assert_eq!(resolution(&world, ticket).await.due_at, Some(instant("2026-07-09T08:00:00Z")));
        // Thursday closes at three.
        let mut calendar = asn5(&world).await;
        let week = calendar.week.as_mut().unwrap();
        week.insert("THU".into(), vec![("07:30".into(), "12:00".into()), ("13:00".into(), "15:00".into())]);
        world.does("admin", SaveCalendar { document: calendar.clone(), seen: 1 }).await;
        world.desk.recompute().await.unwrap();
        assert_eq!(resolution(&world, ticket).await.due_at, Some(instant("2026-07-09T07:00:00Z")));
        // Two days instead of three.
        let mut policies = book(&world).await;
        let rule = policies.rules.iter_mut().find(|rule| rule.code == "PRIORITY_MEDIUM").unwrap();
        rule.targets.get_mut(&ClockKind::Resolution).unwrap().as_mut().unwrap().target.value = 2;
        assert_eq!(world.refused("admin", SavePolicies { book: policies.clone(), seen: 0 }).await, Refusal::Stale { changes: vec![] });
        world.does("admin", SavePolicies { book: policies.clone(), seen: 1 }).await;
        world.desk.recompute().await.unwrap();
        let clock = resolution(&world, ticket).await;
        assert_eq!((clock.due_at, clock.policy_version), (Some(instant("2026-07-08T08:00:00Z")), 2));
        assert_eq!(world.times_with_clocks(ticket, Kind::ClocksMoved).await, 2);
        // A policy that has nothing to do with it.
        policies.rules.iter_mut().find(|rule| rule.code == "TTE").unwrap().note = "Lain".into();
        world.does("admin", SavePolicies { book: policies.clone(), seen: 2 }).await;
        world.desk.recompute().await.unwrap();
        let clock = resolution(&world, ticket).await;
        assert_eq!(clock.policy_version, 3, "the row knows what it was derived from");
        assert_eq!(world.times_with_clocks(ticket, Kind::ClocksMoved).await, 2, "and nothing is told of it");
        // What no clock could run by is refused.
        let mut wrong = policies.clone();
        wrong.rules[0].targets.get_mut(&ClockKind::Tier1).unwrap().as_mut().unwrap().calendar = "NONE".into();
        assert_eq!(world.refused("admin", SavePolicies { book: wrong, seen: 3 }).await, Refusal::Invalid("calendar"));
        let mut twice = policies.clone();
        twice.rules[1].code = twice.rules[0].code.clone();
        assert_eq!(world.refused("admin", SavePolicies { book: twice, seen: 3 }).await, Refusal::Taken("code"));
        assert_eq!(world.refused("putri", SavePolicies { book: policies, seen: 3 }).await, Refusal::Forbidden);
    }
}

story! {
    /// Other hours, another policy, another calendar of the service, while one clock stands still and one is late: what is left and when it was due
    /// follow; a breach stays where it was; and what stood still goes on with what is left.
    other_edits_while_paused_and_late, |world| {
        let (paused, late) = (medium(&world).await, medium(&world).await);
        world.does("budi", reply(late, "Kami cek")).await;
        world.at("2026-07-06T02:10:00Z");
        world.does("budi", ask(paused, "Ruang mana?")).await;
        world.days_pass_until("2026-07-10T02:00:00Z").await;
        let breach = Some(instant("2026-07-09T08:00:00Z"));
        let stand = async || {
            world.desk.recompute().await.unwrap();
            world.run_due().await;
            let (paused, late) = (resolution(&world, paused).await, resolution(&world, late).await);
            assert_eq!((paused.state, paused.breached_at), (ClockState::Paused, None));
            assert_eq!(late.breached_at, breach);
            (paused.time_left.map(TimeDelta::microseconds).unwrap(), late.due_at.unwrap())
        };
        let (hour, minute) = (TimeDelta::hours(1), TimeDelta::minutes(1));
        assert_eq!(stand().await, (hour * 27 + minute * 20, instant("2026-07-09T08:00:00Z")));
        // Thursday closes an hour earlier.
        let mut calendar = asn5(&world).await;
        let week = calendar.week.as_mut().unwrap();
        week.insert("THU".into(), vec![("07:30".into(), "12:00".into()), ("13:00".into(), "15:00".into())]);
        world.does("admin", SaveCalendar { document: calendar, seen: 1 }).await;
        assert_eq!(stand().await, (hour * 26 + minute * 20, instant("2026-07-09T07:00:00Z")));
        // Two days instead of three.
        let mut policies = book(&world).await;
        let rule = policies.rules.iter_mut().find(|rule| rule.code == "PRIORITY_MEDIUM").unwrap();
        rule.targets.get_mut(&ClockKind::Resolution).unwrap().as_mut().unwrap().target.value = 2;
        world.does("admin", SavePolicies { book: policies, seen: 1 }).await;
        assert_eq!(stand().await, (hour * 19 + minute * 50, instant("2026-07-08T08:00:00Z")));
        // The service never closes: the second day ends at midnight, WITA.
        let input = ServiceInput { calendar: Some("H24".into()), ..world.service("TIK-01").await };
        world.does("admin", SaveService { service: Some(world.services["TIK-01"]), input }).await;
        assert_eq!(stand().await, (hour * 61 + minute * 50, instant("2026-07-08T16:00:00Z")));
        // What stood still goes on with what was left; what is late ends late.
        world.does("sari", reply(paused, "Ruang guru")).await;
        let clock = resolution(&world, paused).await;
        assert_eq!((clock.state, clock.due_at), (ClockState::Running, Some(instant("2026-07-12T15:50:00Z"))));
        for ticket in [paused, late] {
            world.does("budi", resolve(ticket)).await;
        }
        assert_eq!((resolution(&world, paused).await.state, resolution(&world, late).await.state), (ClockState::Met, ClockState::Breached));
    }
}

story! {
    /// What a rule does besides telling people, where it is switched on: raises the priority, which fires nothing again on the same clock; gives the
    /// ticket to the lead.
    rules_that_act, |world| {
        let mut policies = book(&world).await;
        let rule = policies.rules.iter_mut().find(|rule| rule.code == "PRIORITY_MEDIUM").unwrap();
        let first = rule.targets.get_mut(&ClockKind::FirstResponse).unwrap().as_mut().unwrap();
        first.warnings[0].actions = vec![Action::RaisePriority];
        let tier2 = rule.targets.get_mut(&ClockKind::Tier2).unwrap().as_mut().unwrap();
        tier2.breach_actions = vec![Action::ReassignToLead];
        world.does("admin", SavePolicies { book: policies, seen: 1 }).await;
        // FIRST_RESPONSE at 75 percent of two hours: HIGH from then on, and by HIGH's thirty minutes late already.
        let ticket = medium(&world).await;
        world.days_pass_until("2026-07-06T02:45:00Z").await;
        let row = world.row(ticket).await;
        assert_eq!(row.priority, Priority::High);
        let first = world.clock(ticket, ClockKind::FirstResponse).await;
        assert_eq!((first.due_at, first.breached_at, first.by_change), (Some(instant("2026-07-06T01:40:00Z")), Some(instant("2026-07-06T02:40:00Z")), true));
        let clock = resolution(&world, ticket).await;
        assert_eq!((clock.policy.as_deref(), clock.due_at), (Some("PRIORITY_HIGH"), Some(instant("2026-07-07T08:00:00Z"))));
        assert_eq!(world.said_by_clocks(ticket).await, ["FIRST_RESPONSE 75%", "FIRST_RESPONSE late", "TIER1 80%"][..2].to_vec());
        // TIER2 late: the lead has it.
        let ticket = medium(&world).await;
        world.does("budi", reply(ticket, "Kami cek")).await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        world.days_pass_until("2026-07-09T00:00:00Z").await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, tono");
    }
}

story! {
    /// R5: escalated by itself, where switched on: once, never while it waits, with the last note; Tier 1 has had its time.
    escalated_by_itself, |world| {
        let mut policies = book(&world).await;
        for rule in &mut policies.rules {
            if let Some(Some(tier1)) = rule.targets.get_mut(&ClockKind::Tier1) {
                tier1.breach_actions = vec![Action::Escalate];
            }
        }
        world.does("admin", SavePolicies { book: policies, seen: 1 }).await;
        let ticket = medium(&world).await;
        world.does("budi", note(ticket, "Kabel sudah diganti")).await;
        world.days_pass_until("2026-07-08T02:00:00Z").await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-KOR, nobody");
        let request = world.request(ticket).await;
        assert!(request.automatic);
        assert_eq!((request.diagnosis.as_str(), request.steps_tried.as_str()), ("Belum didiagnosis", "Kabel sudah diganti"));
        assert_eq!(request.reason, EscalationReason::PastTier1Target);
        assert_eq!(world.clock(ticket, ClockKind::Tier1).await.state, ClockState::Breached);
        assert_eq!(world.clock(ticket, ClockKind::Tier2Accept).await.state, ClockState::Running);
        // Tier 1 still owes the four fields. Whoever had it and the coordinator are told so, and nobody else has to do it.
        let owed = async |who: &str| {
            let view = world.reader(who).await.ticket(ticket).await.unwrap();
            let can = world.reader(who).await.can(&view).contains(&Verb::CompleteRequest);
            (world.lists(who, View::ToComplete).await == [ticket], can, view.labels().contains(&Label::OwedByTier1))
        };
        assert_eq!(owed("budi").await, (true, true, true));
        assert_eq!(owed("putri").await, (true, true, true));
        assert_eq!(owed("rina").await, (false, false, true));
        assert_eq!(world.refused("rina", complete_request(ticket)).await, Refusal::Forbidden);
        let blank = CompleteRequest { wanted: Wanted { help_wanted: " ".into(), ..wanted() }, ..complete_request(ticket) };
        assert_eq!(world.refused("budi", blank).await, Refusal::Blank("helpWanted"));
        let seen = world.row(ticket).await.version;
        world.does("putri", hand_over(ticket, world.teams["T2-JAR"])).await;
        world.does("agus", accept(ticket)).await;
        let before = (world.clock(ticket, ClockKind::Tier2).await, world.row(ticket).await.version);
        world.does("budi", complete_request(ticket)).await;
        let request = world.request(ticket).await;
        assert_eq!((request.automatic, request.is_owed(), request.diagnosis.as_str()), (true, false, "Port switch mati"));
        assert_eq!((request.reason, request.completed_by), (EscalationReason::NeedsTier2Authority, Some(world.people["budi"])));
        assert_eq!((request.state, world.clock(ticket, ClockKind::Tier2).await), (RequestState::Accepted, before.0));
        // What Tier 2 decides upon has changed: whoever looked before is told so.
        assert!(world.row(ticket).await.version > before.1 && before.1 > seen);
        assert_eq!((world.finds("budi", "switch distribusi").await, world.finds("budi", "belum didiagnosis").await), (vec![ticket], vec![]));
        assert_eq!(owed("budi").await, (false, false, false));
        assert_eq!(world.refused("budi", complete_request(ticket)).await, Refusal::NothingOwed);
        let report = world.desk.audit_verify(&Caller::CONSOLE, desk::audit::verify::Trust::default()).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
        // Back at Tier 1 and late again: once is enough.
        world.does("agus", give_back(ticket, "Diagnosis")).await;
        world.days_pass_until("2026-07-15T02:00:00Z").await;
        assert!(world.state(ticket).await.contains("tier 1"));
    }
}

story! {
    /// Next due first; at risk, late and standing still can be asked for and are counted; requesters see what was promised to them and no more.
    lists_by_due_time, |world| {
        let calm = medium(&world).await;
        let urgent = world.opened("sari", "TIK-01", "Internet mati").await;
        let asked = world.opened("sari", "TIK-01", "Printer").await;
        world.does("budi", ask(asked, "Printer mana?")).await;
        let ended = world.opened("sari", "TIK-01", "Salah").await;
        world.does("sari", cancel(ended)).await;
        let budi = world.reader("budi").await;
        let filter = desk::view::Filter::default();
        let first = desk::view::Page { first: Some(2), ..desk::view::Page::default() };
        let page = budi.tickets(desk::view::View::All, &filter, desk::view::Order::Due, &first).await.unwrap();
        let ids = |page: &desk::view::PageOf<desk::view::TicketView>| page.rows.iter().map(|(_, view)| view.id()).collect::<Vec<_>>();
        assert_eq!(ids(&page), [urgent, calm]);
        let after = desk::view::Page { after: Some(page.rows[1].0.clone()), ..first };
        let page = budi.tickets(desk::view::View::All, &filter, desk::view::Order::Due, &after).await.unwrap();
        let mut rest = ids(&page);
        rest.sort();
        let mut last = vec![asked, ended];
        last.sort();
        assert_eq!(rest, last, "what is not due comes last");
        assert_eq!(world.lists("budi", desk::view::View::Paused).await, [asked]);
        world.days_pass_until("2026-07-06T01:30:00Z").await;
        assert_eq!(world.lists("budi", desk::view::View::AtRisk).await, [urgent]);
        assert_eq!(world.lists("putri", desk::view::View::AtRisk).await, [urgent]);
        world.days_pass_until("2026-07-06T02:00:00Z").await;
        assert_eq!(world.lists("putri", desk::view::View::Late).await, [urgent]);
        assert_eq!(world.reader("budi").await.count(desk::view::View::Late, &filter).await.unwrap(), 1);
        assert_eq!(world.lists("joko", desk::view::View::Late).await, [], "not in his queues");
        let sari = world.reader("sari").await;
        let view = sari.ticket(urgent).await.unwrap();
        let kinds: Vec<_> = sari.clocks(&view).await.unwrap().into_iter().map(|clock| clock.kind).collect();
        assert_eq!(kinds, [ClockKind::FirstResponse, ClockKind::Resolution]);
        let view = budi.ticket(urgent).await.unwrap();
        assert_eq!(budi.clocks(&view).await.unwrap().len(), 3);
    }
}

story! {
    /// Why row 27 is due when it is, in words.
    explained, |world| {
        world.at("2026-07-09T01:00:00Z");
        let ticket = medium(&world).await;
        world.at("2026-07-10T07:30:00Z");
        world.does("budi", ask(ticket, "Ruang mana?")).await;
        let say = async |who: &str, language| {
            let reader = world.reader(who).await;
            let view = reader.ticket(ticket).await.unwrap();
            let clocks = reader.clocks(&view).await.unwrap();
            let clock = clocks.iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
            reader.explain(&view, clock).await.unwrap().sentences(language).join("\n")
        };
        assert_eq!(say("sari", Language::Indonesian).await.lines().next().unwrap(), "Penyelesaian: 3 hari kerja, berhenti sementara, sisa 16 jam.");
        world.at("2026-07-13T02:00:00Z");
        world.does("sari", reply(ticket, "Ruang guru")).await;
        assert_eq!(say("sari", Language::Indonesian).await, "\
            Penyelesaian: 3 hari kerja, jatuh tempo Rab 15 Jul 2026 11.00 WITA.\n\
            Kebijakan Prioritas Sedang, kalender ASN 5 hari kerja.\n\
            Dihitung sejak Kam 9 Jul 2026 09.00 WITA; sampai tutup jam kerja hari terakhir ada waktu kerja 28 jam 30 menit.\n\
            Kam 9 Jul: 09.00–12.00, 13.00–16.00 = 6 jam\n\
            Jum 10 Jul: 07.30–11.30, 13.00–15.30 = 6 jam 30 menit\n\
            Berhenti Jum 10 Jul 2026 15.30 WITA – Sen 13 Jul 2026 10.00 WITA: menunggu pelapor (3 jam 30 menit tidak dihitung)\n\
            Sab 11 Jul – Min 12 Jul: bukan hari kerja\n\
            Sen 13 Jul: 10.00–12.00, 13.00–16.00 = 5 jam\n\
            Sel 14 Jul: 07.30–12.00, 13.00–16.00 = 7 jam 30 menit\n\
            Rab 15 Jul: 07.30–11.00 = 3 jam 30 menit\n\
            Jumlah: 28 jam 30 menit dari 28 jam 30 menit.");
        let english = say("budi", Language::English).await;
        assert!(english.starts_with("Resolution: 3 business days, due Wed 15 Jul 2026 11:00 WITA.\nPolicy Prioritas Sedang"), "{english}");
        assert!(english.contains("10:00 WITA: waiting for the requester (3 h 30 min not counted)"), "{english}");
    }
}

story! {
    /// What administrators work out, and what they are warned of.
    worked_out, |world| {
        let admin = world.reader("admin").await;
        let target = |value, unit| Target { value, unit };
        let found = admin.deadline("ASN5", instant("2026-03-17T06:00:00Z"), target(3, TargetUnit::BusinessDays)).unwrap().unwrap();
        assert_eq!((found.due_at, found.budget), (instant("2026-03-27T08:30:00Z"), TimeDelta::minutes(23 * 60 + 30)));
        let time = admin.working_time("ASN5", instant("2026-03-17T06:00:00Z"), instant("2026-03-25T00:30:00Z")).unwrap();
        assert_eq!(time, TimeDelta::hours(2));
        assert!(admin.deadline("NONE", world.desk.now(), target(1, TargetUnit::BusinessDays)).is_err());
        assert!(world.reader("sari").await.working_time("ASN5", world.desk.now(), world.desk.now()).is_err());
        assert_eq!(admin.years_without_holidays().await.unwrap(), [0; 0]);
        world.at("2026-10-01T00:00:00Z");
        let admin = world.reader("admin").await;
        assert_eq!(admin.years_without_holidays().await.unwrap(), [2027]);
        let text = "tanggal;nama;jenis\n01/01/2027;Tahun Baru 2027 Masehi;nasional\n2027-01-05;Cuti;cuti bersama\n".to_owned();
        let import = ImportHolidays { text, set: HolidaySet::National, source: "SKB 2026".into() };
        let (would, preview) = admin.preview_import(&import).await.unwrap();
        let would = would.imported;
        assert_eq!((would.added, would.changed, would.unchanged, preview.moved), (2, 0, 0, 0));
        assert_eq!(world.refused("budi", import.clone()).await, Refusal::Forbidden);
        assert_eq!(world.does("admin", import.clone()).await.imported.added, 2);
        assert_eq!(world.does("admin", import).await.imported.unchanged, 2);
        assert_eq!(world.reader("admin").await.years_without_holidays().await.unwrap(), [0; 0]);
    }
}

story! {
    /// Another service, whose application the centre runs: the wait for the centre that ran on before is a pause now, since it was recorded as what it
    /// was. Then the owner of that service works around the clock.
    another_service, |world| {
        let ticket = medium(&world).await;
        world.later(TimeDelta::hours(1));
        world.does("budi", hold_for_centre(ticket, None)).await;
        world.at("2026-07-08T02:10:00Z");
        world.does("budi", resume(ticket)).await;
        assert_eq!(resolution(&world, ticket).await.due_at, Some(instant("2026-07-09T08:00:00Z")));
        let service = Some(world.services["ADM-02"]);
        world.does("budi", Reclassify { service, ..reclassify(ticket) }).await;
        let clock = resolution(&world, ticket).await;
        assert_eq!((clock.stay, clock.due_at), (1, Some(instant("2026-07-13T08:00:00Z"))));
        assert_eq!(world.clock(ticket, ClockKind::Tier1).await.stay, 2, "with the technician of the service's owner");
        let id = world.units["BKPSDM"];
        let unit = world.desk.directory().await.unwrap().unit(id).unwrap().as_ref().clone();
        let input = desk::unit::UnitInput {
            code: unit.code,
            name: unit.name,
            short_name: unit.short_name,
            kind: unit.kind,
            parent: unit.parent_id,
            zone: unit.zone,
            calendar: "H24".into(),
            service_desk_office: unit.service_desk_office,
            self_managed: unit.self_managed,
            requires_tier1: unit.requires_tier1,
            address: unit.address,
        };
        world.does("admin", desk::unit::SaveUnit { unit: Some(id), input }).await;
        world.desk.recompute().await.unwrap();
        assert_eq!(resolution(&world, ticket).await.due_at, Some(instant("2026-07-11T16:00:00Z")));
    }
}
