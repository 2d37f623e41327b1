//! Around the clocks: what was promised stays promised, what was late stays late, and whatever is counted in business days follows the calendar, whoever
//! comes to a ticket first. The region is on WITA, UTC+8: the desk is open 23.30 to 04.00 and 05.00 to 08.00 UTC, on Fridays to 07.30.

use crate::program::process::{run, text, worked};
use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::instant;
use chrono::{DateTime, TimeDelta, Utc};
use desk::audit::verify::Trust;
use desk::calendar::{HolidaySet, SaveCalendar, SaveHoliday};
use desk::event::Kind;
use desk::id::TicketId;
use desk::person::Language;
use desk::service::{SaveService, ServiceInput};
use desk::setting::{SetSetting, SettingKey};
use desk::sla::policy::SavePolicies;
use desk::sla::recompute::Edit;
use desk::sla::{Action, Book, Clock, ClockKind, ClockState};
use desk::ticket::*;
use desk::time::{Calendar, TargetUnit, Treatment};
use desk::{Caller, Refusal};

async fn book(world: &World) -> Book {
    world.desk.directory().await.expect("the directory").book().clone()
}

/// Saves the policies, changed.
async fn policies(world: &World, change: impl FnOnce(&mut Book)) {
    let mut book = book(world).await;
    change(&mut book);
    let seen = world.desk.directory().await.expect("the directory").book_version();
    world.does("admin", SavePolicies { book, seen }).await;
}

/// Tier 1 of HIGH gets so many minutes of working time.
async fn tier1_has(world: &World, minutes: u32) {
    policies(world, |book| {
        let rule = book.rules.iter_mut().find(|rule| rule.code == "PRIORITY_HIGH").expect("HIGH");
        let tier1 = rule.targets.get_mut(&ClockKind::Tier1).expect("TIER1").as_mut().expect("a promise");
        (tier1.target.value, tier1.target.unit) = (minutes, TargetUnit::WorkingMinutes);
    })
    .await;
}

async fn off(world: &World, date: &str) {
    let holiday = SaveHoliday {
        holiday: None,
        date: date.parse().expect("a date"),
        holiday_set: HolidaySet::JointLeave,
        name: format!("Cuti bersama {date}"),
        treatment: Treatment::Off,
        source: String::new(),
    };
    world.does("admin", holiday).await;
}

async fn medium(world: &World) -> TicketId {
    let report = Report { urgency: Urgency::Medium, ..world.report("TIK-01", "Internet lambat") };
    world.does("sari", open(report)).await.ticket
}

async fn legal(world: &World, ticket: TicketId, code: &str) -> Clock {
    let found = world.clocks(ticket).await.into_iter().find(|clock| clock.code.as_deref() == Some(code));
    found.expect("the deadline")
}

async fn whole(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
}

async fn breach(world: &World, ticket: TicketId, kind: ClockKind) -> Option<DateTime<Utc>> {
    world.clock(ticket, kind).await.breached_at
}

story! {
    /// A citizen's complaint is resolved and reopened an hour later: the deadline that its resolution had met runs on, from the report, and none of the
    /// time between is given back. What somebody ended by hand stays ended.
    reopened_the_deadline_runs_on, |world| {
        world.at("2026-12-01T00:30:00Z");
        let complaint = || Report { kind: Some(TicketKind::Complaint), ..world.report("TIK-30", "Lambat ditangani") };
        let (ticket, other) = (world.does("warga", open(complaint())).await.ticket, world.does("warga", open(complaint())).await.ticket);
        let code = "SP4N_NO_FIELD_CHECK";
        let by_hand = legal(&world, other, code).await.id;
        world.does("nur", end_legal(other, by_hand, true)).await;
        world.at("2026-12-01T01:00:00Z");
        for ticket in [ticket, other] {
            world.does("nur", resolve(ticket)).await;
            assert_eq!(legal(&world, ticket, code).await.state, ClockState::Met);
        }
        world.at("2026-12-01T02:00:00Z");
        for ticket in [ticket, other] {
            world.does("warga", reopen(ticket)).await;
        }
        let clock = legal(&world, ticket, code).await;
        assert_eq!((clock.state, clock.due_at, clock.ended_at), (ClockState::Running, Some(instant("2026-12-21T16:00:00Z")), None));
        assert_eq!(legal(&world, ticket, "SP4N_FIRST").await.state, ClockState::Met, "it was answered, and that stays so");
        assert_eq!(legal(&world, other, code).await.state, ClockState::Met, "by its deed");
        // Resolved again when it is late.
        world.days_pass_until("2026-12-22T01:00:00Z").await;
        assert_eq!(legal(&world, ticket, code).await.breached_at, Some(instant("2026-12-21T16:00:00Z")));
        world.does("nur", resolve(ticket)).await;
        assert_eq!(legal(&world, ticket, code).await.state, ClockState::Breached);
        whole(&world).await;
    }
}

story! {
    /// What is closed or asked about in business days follows the calendar as clocks do: two days become holidays after it was planned. It makes no
    /// difference whether the job comes first or the worker.
    closings_follow_the_calendar, |world| {
        world.at("2026-12-01T01:00:00Z");
        let mut told = Vec::new();
        for _ in 0..2 {
            let (solved, asked) = (medium(&world).await, medium(&world).await);
            world.does("budi", resolve(solved)).await;
            world.does("budi", ask(asked, "Ruang mana?")).await;
            told.push((solved, asked));
        }
        off(&world, "2026-12-03").await;
        world.desk.recompute().await.expect("the job");
        // Nobody lets the job run after this one.
        off(&world, "2026-12-04").await;
        world.days_pass_until("2026-12-14T01:00:00Z").await;
        for (solved, asked) in told {
            let (solved, was_asked) = (world.row(solved).await, world.row(asked).await);
            assert_eq!((solved.status, solved.ended_at), (Status::Closed, Some(instant("2026-12-08T08:00:00Z"))));
            assert_eq!((was_asked.status, was_asked.ended_at), (Status::Closed, Some(instant("2026-12-10T08:00:00Z"))));
            let events = world.events(asked).await.into_iter();
            let reminded: Vec<_> = events.filter(|it| it.kind == Kind::TicketReminded.code()).map(|it| it.recorded_at).collect();
            assert_eq!(reminded, [instant("2026-12-07T08:00:00Z"), instant("2026-12-09T08:00:00Z")]);
        }
        whole(&world).await;
    }
}

story! {
    /// The worker was down. A clock fell due, and only then its policy became longer, or shorter: it was late under the policy of its time, and stays so,
    /// with an event of its own. What was not due by then is late by no policy that came before the last one.
    late_under_the_policy_of_its_time, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let due = instant("2026-07-06T03:10:00Z");
        assert_eq!(world.clock(ticket, ClockKind::Tier1).await.due_at, Some(due));
        world.at("2026-07-06T03:40:00Z");
        tier1_has(&world, 400).await;
        world.later(TimeDelta::minutes(5));
        tier1_has(&world, 420).await;
        world.desk.recompute().await.expect("the job");
        world.run_due().await;
        let clock = world.clock(ticket, ClockKind::Tier1).await;
        assert_eq!((clock.breached_at, clock.by_change), (Some(due), false));
        assert!(clock.due_at > Some(world.desk.now()));
        let said = world.said_by_clocks(ticket).await;
        assert_eq!(said.iter().filter(|said| *said == "TIER1 late").count(), 1, "{said:?}");
        assert_eq!(said.iter().filter(|said| *said == "FIRST_RESPONSE late").count(), 1, "{said:?}");
        whole(&world).await;
    }
}

story! {
    /// ... the policy becomes shorter, and a person comes first.
    late_before_it_was_shortened, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.at("2026-07-06T03:20:00Z");
        tier1_has(&world, 60).await;
        world.later(TimeDelta::minutes(30));
        world.does("budi", note(ticket, "Cek kabel")).await;
        let clock = world.clock(ticket, ClockKind::Tier1).await;
        assert_eq!((clock.due_at, clock.breached_at), (Some(instant("2026-07-06T02:10:00Z")), Some(instant("2026-07-06T03:10:00Z"))));
        assert!(world.said_by_clocks(ticket).await.contains(&"TIER1 late".to_owned()));
        // Made longer in time, and edited again when the first due time is over: never late by the first.
        let other = world.opened("sari", "TIK-01", "Printer").await;
        assert_eq!(world.clock(other, ClockKind::Tier1).await.due_at, Some(instant("2026-07-06T05:50:00Z")));
        tier1_has(&world, 400).await;
        world.at("2026-07-06T06:00:00Z");
        tier1_has(&world, 401).await;
        world.desk.recompute().await.expect("the job");
        world.run_due().await;
        assert_eq!(breach(&world, other, ClockKind::Tier1).await, None);
        whole(&world).await;
    }
}

story! {
    /// A promise that counts from the complete file, and the file was never completed: nothing was promised, so nothing was kept.
    never_begun, |world| {
        policies(&world, |book| {
            let place = book.rules.iter().position(|rule| rule.code == "TTE").expect("TTE");
            let mut tte = book.rules.remove(place);
            tte.when.services = vec!["TIK-13".into()];
            book.rules.insert(0, tte);
        })
        .await;
        let request = Report { kind: Some(TicketKind::Request), ..world.report("TIK-13", "Surel baru") };
        let ticket = world.does("sari", open(request)).await.ticket;
        world.later(TimeDelta::hours(1));
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Recorded);
        assert_eq!(world.clock(ticket, ClockKind::Tier1).await.state, ClockState::Met);
        // Reopened and complete, it is kept.
        world.does("sari", reopen(ticket)).await;
        world.does("budi", complete_file(ticket)).await;
        world.later(TimeDelta::hours(1));
        world.does("budi", resolve(ticket)).await;
        assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Met);
    }
}

story! {
    /// A coordinator took a ticket, gave it back or passed it on, and it became late: of that lateness they do not decide.
    not_for_what_one_had_in_hand, |world| {
        let (released, forwarded, foreign) =
            (world.opened("sari", "TIK-01", "Satu").await, world.opened("sari", "TIK-01", "Dua").await, world.opened("sari", "TIK-01", "Tiga").await);
        world.does("putri", take(released)).await;
        world.does("putri", Release { ticket: released, seen: None }).await;
        world.does("putri", take(forwarded)).await;
        world.does("putri", forward(forwarded, world.units["BKPSDM"])).await;
        world.days_pass_until("2026-07-08T02:00:00Z").await;
        for (ticket, who, refused) in [(released, "budi", true), (forwarded, "joko", true), (foreign, "budi", false)] {
            let clock = world.clock(ticket, ClockKind::Resolution).await.id;
            world.does(who, ask_exception(ticket, clock)).await;
            let decided = world.tries("putri", decide_exception(ticket, clock, true)).await;
            match refused {
                true => assert!(matches!(decided, Err(desk::Error::Refused(Refusal::OwnException))), "{decided:?}"),
                false => assert!(decided.is_ok(), "{decided:?}"),
            }
        }
    }
}

story! {
    /// What has ended explains itself by the calendar it ran on, with the holidays of its time, whatever was edited since.
    ended_it_keeps_its_sums, |world| {
        world.at("2026-08-13T02:00:00Z");
        off(&world, "2026-08-18").await;
        let ticket = medium(&world).await;
        world.at("2026-08-20T06:00:00Z");
        world.does("budi", resolve(ticket)).await;
        let say = async || {
            let reader = world.reader("budi").await;
            let view = reader.ticket(ticket).await.expect("the ticket");
            let clocks = reader.clocks(&view).await.expect("its clocks");
            let clock = clocks.iter().find(|clock| clock.kind == ClockKind::Resolution).expect("the promise");
            (reader.explain(&view, clock).await.expect("an explanation").sentences(Language::Indonesian), clock.due_at)
        };
        let before = say().await;
        world.later(TimeDelta::hours(1));
        // One holiday more, one taken back, other hours.
        off(&world, "2026-08-14").await;
        let holidays = world.reader("admin").await.holidays(2026).await.expect("the holidays");
        let taken = holidays.iter().find(|it| it.date.to_string() == "2026-08-18").expect("the holiday").id;
        world.does("admin", desk::calendar::RetireHoliday { holiday: taken }).await;
        let mut calendar = asn5(&world).await;
        calendar.week.as_mut().expect("a week").insert("WED".into(), vec![("10:00".into(), "12:00".into())]);
        world.does("admin", SaveCalendar { document: calendar, seen: 1 }).await;
        world.desk.recompute().await.expect("the job");
        let after = say().await;
        assert_eq!(before, after);
    }
}

async fn asn5(world: &World) -> Calendar {
    let rows = world.reader("admin").await.calendars().await.expect("the calendars");
    rows.into_iter().find(|row| row.code == "ASN5").expect("ASN5").document.0
}

story! {
    /// A service names a policy and a deadline that there are, and what is named stays there; the deadline starts with its tickets.
    what_a_service_names_is_there, |world| {
        let id = Some(world.services["TIK-30"]);
        let save = async |input| world.tries("admin", SaveService { service: id, input }).await;
        let service = world.service("TIK-30").await;
        let no = async |input, field| {
            let refused = save(input).await;
            assert!(matches!(refused, Err(desk::Error::Refused(Refusal::Invalid(it))) if it == field), "{refused:?}");
        };
        no(ServiceInput { sla_policy: Some("TIDAK-ADA".into()), ..service.clone() }, "slaPolicy").await;
        no(ServiceInput { legal_deadline: Some("PDP_RESTRICT".into()), ..service.clone() }, "legalDeadline").await;
        let named = ServiceInput { sla_policy: Some("TTE".into()), legal_deadline: Some("PDP_RESTRICT_REQUEST".into()), ..service };
        save(named).await.expect("what there is");
        let ticket = world.opened("warga", "TIK-30", "Hapus data saya").await;
        assert_eq!(legal(&world, ticket, "PDP_RESTRICT_REQUEST").await.due_at, Some(instant("2026-07-09T01:10:00Z")));
        let drop = async |change: fn(&mut Book)| {
            let mut book = book(&world).await;
            change(&mut book);
            world.refused("admin", SavePolicies { book, seen: 1 }).await
        };
        assert_eq!(drop(|book| book.rules.retain(|rule| rule.code != "TTE")).await, Refusal::InUse("service"));
        let deadline = drop(|book| book.legal_deadlines.retain(|it| it.code != "PDP_RESTRICT_REQUEST")).await;
        assert_eq!(deadline, Refusal::InUse("service"));
    }
}

story! {
    /// A figure is one figure: what the preview said of an edit is what the job says afterwards, though a person came to a ticket before it; and it counts
    /// due times, as the preview does.
    what_was_shown_is_what_happened, |world| {
        let mut tickets = Vec::new();
        for title in ["Satu", "Dua", "Tiga"] {
            let ticket = world.opened("sari", "TIK-01", title).await;
            world.does("budi", reply(ticket, "Kami cek")).await;
            tickets.push(ticket);
        }
        world.at("2026-07-06T03:00:00Z");
        let mut wanted = book(&world).await;
        let rule = wanted.rules.iter_mut().find(|rule| rule.code == "PRIORITY_HIGH").expect("HIGH");
        for kind in [ClockKind::Tier1, ClockKind::Resolution] {
            let promise = rule.targets.get_mut(&kind).expect("a clock").as_mut().expect("a promise");
            (promise.target.value, promise.target.unit) = (60, TargetUnit::WorkingMinutes);
        }
        let shown = world.reader("admin").await.preview(Edit::Policies(wanted.clone())).await.expect("a preview");
        assert_eq!((shown.moved, shown.late), (6, 6));
        world.does("admin", SavePolicies { book: wanted, seen: 1 }).await;
        world.does("budi", note(tickets[1], "Cek kabel")).await;
        world.later(TimeDelta::hours(1));
        world.desk.recompute().await.expect("the job");
        let job = world.reader("admin").await.sla_jobs().await.expect("the jobs").remove(0);
        assert_eq!((job.moved, job.late), (6, 6));
        assert_eq!((job.total, job.done), (3, 3));
    }
}

/// A unit as it is, to be changed.
async fn unit(world: &World, code: &str) -> desk::unit::UnitInput {
    let directory = world.desk.directory().await.expect("the directory");
    let unit = directory.unit(world.units[code]).expect("the unit").as_ref().clone();
    desk::unit::UnitInput {
        code: unit.code,
        name: unit.name,
        short_name: unit.short_name,
        kind: unit.kind,
        parent: unit.parent_id,
        zone: unit.zone,
        calendar: unit.calendar,
        service_desk_office: unit.service_desk_office,
        self_managed: unit.self_managed,
        requires_tier1: unit.requires_tier1,
        address: unit.address,
    }
}

story! {
    /// Whatever due times rest on is shown before it is saved: a service, a unit, a team, the zone. What is shown is what the job says afterwards.
    every_edit_is_shown_before, |world| {
        policies(&world, |book| {
            let rule = book.rules.iter_mut().find(|rule| rule.code == "PRIORITY_MEDIUM").expect("MEDIUM");
            rule.targets.get_mut(&ClockKind::Tier2).expect("TIER2").as_mut().expect("a promise").calendar = "TEAM".into();
        })
        .await;
        let (ticket, escalated) = (medium(&world).await, medium(&world).await);
        for ticket in [ticket, escalated] {
            world.does("budi", reply(ticket, "Kami cek")).await;
        }
        world.does("budi", escalate(escalated)).await;
        let shown = async |edit| {
            let preview = world.reader("admin").await.preview(edit).await.expect("a preview");
            (preview.moved, preview.late)
        };
        let happened = async || {
            world.desk.recompute().await.expect("the job");
            let job = world.reader("admin").await.sla_jobs().await.expect("the jobs").remove(0);
            world.later(TimeDelta::minutes(1));
            (job.moved.unsigned_abs().into(), job.late.unsigned_abs().into())
        };
        // Each edit has an instant of its own.
        world.later(TimeDelta::minutes(1));
        // The service never closes.
        let (service, input) = (world.services["TIK-01"], ServiceInput { calendar: Some("H24".into()), ..world.service("TIK-01").await });
        let said = shown(Edit::Service(Some(service), Box::new(input.clone()))).await;
        assert!(said.0 >= 3, "{said:?}");
        world.does("admin", SaveService { service: Some(service), input: input.clone() }).await;
        assert_eq!(happened().await, said);
        assert_eq!(shown(Edit::Service(Some(service), Box::new(input.clone()))).await, (0, 0), "nothing changes");
        world.does("admin", SaveService { service: Some(service), input: ServiceInput { calendar: None, ..input } }).await;
        assert_eq!(happened().await.0, said.0);
        // The team works around the clock.
        let team = world.teams["T2-JAR"];
        let row = world.desk.directory().await.expect("the directory").team(team).expect("the team").as_ref().clone();
        let input = desk::team::TeamInput {
            code: row.code, name: row.name, covers: row.covers, competences: row.competences.0, calendar: Some("H24".into()), unit: row.unit_id,
        };
        let said = shown(Edit::Team(Some(team), input.clone())).await;
        assert_eq!(said.0, 1, "{said:?}");
        world.does("admin", desk::team::SaveTeam { team: Some(team), input }).await;
        assert_eq!(happened().await, said);
        // The owner of the service does.
        let (id, input) = (world.units["DISKOMINFO"], desk::unit::UnitInput { calendar: "H24".into(), ..unit(&world, "DISKOMINFO").await });
        let said = shown(Edit::Unit(Some(id), input.clone())).await;
        assert!(said.0 >= 2, "{said:?}");
        world.does("admin", desk::unit::SaveUnit { unit: Some(id), input: input.clone() }).await;
        assert_eq!(happened().await, said);
        world.does("admin", desk::unit::SaveUnit { unit: Some(id), input: desk::unit::UnitInput { calendar: "ASN5".into(), ..input } }).await;
        happened().await;
        // An hour further west.
        let said = shown(Edit::Setting(SettingKey::TimeZone, "Asia/Jakarta".into())).await;
        assert!(said.0 >= 3, "{said:?}");
        world.console(SetSetting { key: SettingKey::TimeZone, value: "Asia/Jakarta".into(), basis: String::new(), seen: None }).await;
        assert_eq!(happened().await, said);
        // What would be refused has no preview, and it is nobody else's business.
        assert!(world.reader("admin").await.preview(Edit::Setting(SettingKey::TimeZone, "Asia/Manado".into())).await.is_err());
        assert!(world.reader("budi").await.preview(Edit::Setting(SettingKey::TimeZone, "Asia/Jakarta".into())).await.is_err());
    }
}

story! {
    /// Accepting a request ends no wait: whoever was asked is still asked, and reminded; a date stays a date.
    accepting_while_it_waits, |world| {
        let (asked, held) = (world.opened("sari", "TIK-01", "Satu").await, world.opened("sari", "TIK-01", "Dua").await);
        for ticket in [asked, held] {
            world.does("budi", escalate(ticket)).await;
        }
        world.does("agus", ask(asked, "Ruang mana?")).await;
        world.does("agus", hold_until(held, instant("2026-07-09T01:00:00Z"), true)).await;
        for ticket in [asked, held] {
            world.does("agus", accept(ticket)).await;
            assert_eq!(world.request(ticket).await.state, RequestState::Accepted);
            assert_eq!(world.clock(ticket, ClockKind::Tier2Accept).await.state, ClockState::Met);
            assert_eq!(world.clock(ticket, ClockKind::Resolution).await.state, ClockState::Paused);
        }
        assert_eq!(world.state(asked).await, "WAITING_REQUESTER, tier 2 T2-JAR, agus");
        assert_eq!(world.actions(asked).await, [DueKind::RemindOnce], "she is still reminded");
        assert_eq!((world.row(held).await.status, world.actions(held).await), (Status::WaitingSchedule, vec![DueKind::ResumeSchedule]));
        world.does("sari", reply(asked, "Ruang guru")).await;
        assert_eq!(world.state(asked).await, "IN_PROGRESS, tier 2 T2-JAR, agus");
        // What waits for nothing begins.
        let ticket = world.opened("sari", "TIK-01", "Tiga").await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, agus");
    }
}

/// Whatever is late at Tier 1 is escalated by itself.
async fn escalating(world: &World) {
    policies(world, |book| {
        for rule in &mut book.rules {
            if let Some(Some(tier1)) = rule.targets.get_mut(&ClockKind::Tier1) {
                tier1.breach_actions = vec![Action::Escalate];
            }
        }
    })
    .await;
}

story! {
    /// Late at Tier 1 while it was held to a date that we chose, or for a vendor of our own: it is escalated by itself when the wait ends, by the clock or
    /// by a person; once.
    escalated_when_the_wait_ends, |world| {
        escalating(&world).await;
        let (held, resumed, answered) = (medium(&world).await, medium(&world).await, medium(&world).await);
        for ticket in [held, resumed] {
            world.does("budi", hold_until(ticket, instant("2026-07-10T01:00:00Z"), false)).await;
        }
        world.does("budi", hold_for_centre(answered, None)).await;
        world.days_pass_until("2026-07-09T02:00:00Z").await;
        for ticket in [held, resumed, answered] {
            assert!(breach(&world, ticket, ClockKind::Tier1).await.is_some());
            assert!(world.state(ticket).await.contains("tier 1"));
        }
        world.does("budi", resume(resumed)).await;
        assert_eq!(world.state(resumed).await, "IN_PROGRESS, tier 2 T2-KOR, nobody");
        assert!(world.request(resumed).await.automatic);
        let escalated = world.events(resumed).await.into_iter().rfind(|event| event.kind == Kind::TicketEscalated.code());
        assert_eq!(escalated.expect("an event").actor, "clock");
        world.does("budi", ask(answered, "Ruang mana?")).await;
        assert!(world.state(answered).await.contains("tier 1"));
        world.does("sari", reply(answered, "Ruang guru")).await;
        assert_eq!(world.state(answered).await, "IN_PROGRESS, tier 2 T2-KOR, nobody");
        world.days_pass_until("2026-07-10T02:00:00Z").await;
        assert_eq!(world.state(held).await, "IN_PROGRESS, tier 2 T2-KOR, nobody");
        for ticket in [held, resumed, answered] {
            assert_eq!(world.times(ticket, Kind::TicketEscalated).await, 1);
        }
        // Given back, held and resumed: once is enough.
        world.does("putri", hand_over(held, world.teams["T2-JAR"])).await;
        world.does("agus", give_back(held, "Diagnosis")).await;
        world.days_pass_until("2026-07-20T02:00:00Z").await;
        world.does("budi", hold_until(held, instant("2026-07-21T01:00:00Z"), false)).await;
        world.does("budi", resume(held)).await;
        assert!(world.state(held).await.contains("tier 1"));
        whole(&world).await;
    }
}

story! {
    /// A calendar that cannot be: which of its parts, and why.
    a_calendar_that_cannot_be, |world| {
        let fine = asn5(&world).await;
        let said = async |change: fn(&mut Calendar)| {
            let mut document = fine.clone();
            change(&mut document);
            let preview = world.reader("admin").await.preview(Edit::Calendar(document.clone())).await;
            let refusal = world.refused("admin", SaveCalendar { document, seen: 1 }).await;
            let desk::Error::Refused(shown) = preview.expect_err("a refusal") else { panic!("a fault") };
            assert_eq!(shown, refusal);
            assert_eq!((refusal.code(), refusal.field()), ("INVALID", Some("calendar")));
            [refusal.sentence(Language::Indonesian), refusal.sentence(Language::English)]
        };
        fn monday(calendar: &mut Calendar, windows: &[(&str, &str)]) {
            let windows = windows.iter().map(|(from, to)| ((*from).into(), (*to).into())).collect();
            calendar.week.as_mut().expect("a week").insert("MON".into(), windows);
        }
        assert_eq!(said(|it| monday(it, &[("12:00", "07:30")])).await, [
            "Senin: jam tutup 07:30 tidak sesudah jam buka 12:00. Untuk sif malam, tulis jam tutup hari berikutnya ditambah 24 (06:00 menjadi 30:00).",
            "Monday: it closes at 07:30, not after it opens at 12:00. For a night shift, write the closing time of the next day plus 24 (06:00 becomes 30:00).",
        ]);
        assert_eq!(said(|it| monday(it, &[("07:30", "12:00"), ("11:00", "16:00")])).await, [
            "Senin: 07:30–12:00 dan 11:00–16:00 bertumpang tindih.",
            "Monday: 07:30–12:00 and 11:00–16:00 overlap.",
        ]);
        assert_eq!(said(|it| monday(it, &[("7.30", "12:00")])).await, [
            "Senin: “7.30” bukan jam. Tulis sebagai JJ:MM, jam buka sebelum 24:00 dan jam tutup paling lambat 48:00.",
            "Monday: “7.30” is no time. Write HH:MM, an opening before 24:00 and a closing by 48:00.",
        ]);
        assert_eq!(said(|it| it.week = None).await, ["Jam kerja mingguan belum diisi.", "The weekly hours are missing."]);
        assert_eq!(said(|it| it.zone = "Asia/Manado".into()).await, ["Zona waktu “Asia/Manado” tidak dikenal.", "There is no time zone “Asia/Manado”."]);
        assert_eq!(said(|it| _ = it.week.as_mut().expect("a week").insert("SENIN".into(), Vec::new())).await, [
            "“SENIN” bukan nama hari. Nama hari ditulis MON, TUE, WED, THU, FRI, SAT, SUN.",
            "“SENIN” is no day of the week. They are written MON, TUE, WED, THU, FRI, SAT, SUN.",
        ]);
        assert_eq!(said(|it| it.mode = desk::time::Mode::Always).await, [
            "Kalender 24 jam tidak memiliki jam mingguan, hari libur, atau jam pengganti.",
            "A calendar that never closes has no weekly hours, holidays or replacements.",
        ]);
        assert_eq!(said(|it| it.optional_holiday_sets = it.holiday_sets.clone()).await, [
            "Libur nasional tidak dapat sekaligus selalu libur dan fakultatif.",
            "National holiday cannot both always close and be optional.",
        ]);
        fn ramadan(name: &str, from: &str, to: &str) -> desk::time::Replacement {
            let date = |text: &str| text.parse().expect("a date");
            desk::time::Replacement { name: name.into(), from: date(from), to: date(to), week: Default::default() }
        }
        assert_eq!(said(|it| it.replacements = vec![ramadan("Ramadan", "2027-03-09", "2027-02-08")]).await, [
            "Jam pengganti “Ramadan” berakhir (2027-02-08) sebelum mulai (2027-03-09).",
            "The replacement “Ramadan” ends (2027-02-08) before it begins (2027-03-09).",
        ]);
        let twice = said(|it| it.replacements = vec![ramadan("Ramadan", "2027-02-08", "2027-03-09"), ramadan("Banjir", "2027-03-01", "2027-03-03")]).await;
        assert_eq!(twice, ["Jam pengganti “Ramadan” dan “Banjir” bertumpang tindih.", "The replacements “Ramadan” and “Banjir” overlap."]);
        // More than one at once: all of it.
        let [both, _] = said(|it| { it.zone = "WITA".into(); monday(it, &[("8", "9")]); }).await;
        assert!(both.starts_with("Zona waktu “WITA” tidak dikenal. Senin: “8” bukan jam."), "{both}");
        // A holiday with hours of its own.
        let holiday = SaveHoliday {
            holiday: None,
            date: "2026-12-24".parse().expect("a date"),
            holiday_set: HolidaySet::LocalOptional,
            name: "Malam Natal".into(),
            treatment: Treatment::Windows(vec![("12:00".into(), "08:00".into())]),
            source: String::new(),
        };
        let refusal = world.refused("admin", holiday).await;
        assert_eq!((refusal.code(), refusal.field()), ("INVALID", Some("treatment")));
        assert!(refusal.sentence(Language::Indonesian).starts_with("Malam Natal (2026-12-24): jam tutup 08:00 tidak sesudah jam buka 12:00."));
    }
}

const HEADER: &str = "number,incident_state,reopen_count,sys_mod_count,caller_id,opened_by,opened_at,sys_updated_by,sys_updated_at,contact_type,impact,urgency,priority,assigned_to,resolved_by";

/// Rows of one incident: the state, how often it was changed before, and when.
fn log(folder: &std::path::Path, rows: &[(&str, &str, &str)]) -> String {
    let mut lines = HEADER.to_owned();
    for (state, changes, at) in rows {
        lines += &format!(
            "\nINC-1,{state},0,{changes},Pelapor,Petugas,04-01-2016 08:00,Petugas,{at},Phone,2 - Medium,2 - Medium,3 - Moderate,Petugas,Petugas"
        );
    }
    let file = folder.join("log.csv");
    std::fs::write(&file, lines + "\n").expect("a log");
    file.display().to_string()
}

/// States as people and other programs write them; one that nobody knows is named with its line, and the replay does not pass.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn states_of_a_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = log(
        folder.path(),
        &[("new", "0", "04-01-2016 08:05"), ("ACTIVE", "1", "04-01-2016 09:00"), (" closed ", "2", "04-01-2016 10:00")],
    );
    let said = worked(folder.path(), &["replay", &file, "--data-dir", "a"]).await;
    assert!(said.contains("Keadaan akhir:\n  CLOSED: 1\n"), "{said}");
    assert!(said.contains("Keadaan yang tidak dikenal: 0\n"), "{said}");
    let file = log(
        folder.path(),
        &[("New", "0", "04-01-2016 08:05"), ("Active", "1", "04-01-2016 09:00"), ("Closd", "2", "04-01-2016 10:00")],
    );
    let output = run(folder.path(), &["replay", &file, "--data-dir", "b"]).await;
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("Keadaan yang tidak dikenal: 1\n  baris 4: “Closd”\n"), "{said}");
    assert!(text(&output.stderr).contains("keadaan yang tidak dikenal"), "{}", text(&output.stderr));
}

/// What happened within one minute, newest first in the file: told in the order in which it happened, and which order was taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_within_a_minute() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = [
        ("Closed", "3", "04-01-2016 09:00"),
        ("Resolved", "2", "04-01-2016 09:00"),
        ("Active", "1", "04-01-2016 09:00"),
        ("New", "0", "04-01-2016 08:05"),
    ];
    let file = log(folder.path(), &rows);
    let said = worked(folder.path(), &["replay", &file, "--data-dir", "a"]).await;
    assert!(
        said.contains("Keadaan akhir:\n  CLOSED: 1\n") && said.contains("Dibuka kembali: 0 (menurut log 0)\n"),
        "{said}"
    );
    assert!(said.contains("Urutan pada waktu yang sama: menurut sys_mod_count\n"), "{said}");
    // Without a count the file says by itself that it runs backwards.
    let file = log(folder.path(), &rows.map(|(state, _, at)| (state, "", at)));
    let said = worked(folder.path(), &["replay", &file, "--data-dir", "b"]).await;
    assert!(said.contains("Dibuka kembali: 0 (menurut log 0)\n"), "{said}");
    assert!(
        said.contains("Urutan pada waktu yang sama: dari baris bawah ke atas, sebab log ini yang terbaru di atas\n"),
        "{said}"
    );
}
