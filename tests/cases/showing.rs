//! What shows, to whom, and where: nothing lies in no list, and each number is that of the list it opens.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::appointment::{EndAppointment, Role};
use desk::id::{AppointmentId, TicketId};
use desk::person::add::RetirePerson;
use desk::refusal::Refusal;
use desk::service::SaveService;
use desk::ticket::*;
use desk::view::{Filter, Order, Page, View};
use std::collections::BTreeSet;

/// The appointment of somebody to a role.
async fn held(world: &World, who: &str, role: Role) -> AppointmentId {
    let directory = world.desk.directory().await.expect("the directory");
    let held = directory.appointments().iter().find(|a| a.person_id == world.people[who] && a.role == role);
    held.expect("an appointment").id
}

async fn narrowed(world: &World, who: &str, view: View, filter: Filter) -> Vec<TicketId> {
    let page = world.reader(who).await.tickets(view, &filter, Order::Oldest, &Page::default()).await.expect("a list");
    page.rows.into_iter().map(|(_, view)| view.id()).collect()
}

async fn nobodys(world: &World, who: &str) -> Vec<TicketId> {
    narrowed(world, who, View::Active, Filter { assigned: Some(false), ..Filter::default() }).await
}

story! {
    /// A technician takes a ticket, goes on leave, comes back, and retires: on leave it is still theirs, then nobody has it, in every list and sum.
    whoever_left_has_nothing, |world| {
        let (one, two) = (world.opened("sari", "TIK-01", "Internet mati").await, world.opened("sari", "TIK-01", "Rapor bocor").await);
        for ticket in [one, two] {
            world.does("wayan", take(ticket)).await;
        }
        world.does("wayan", classify(two, Confidentiality::Restricted)).await;
        assert!(!world.sees("budi", two).await, "what is confidential is with whoever has it");
        let away = AddAbsence {
            person: world.people["wayan"],
            kind: AbsenceKind::Leave,
            valid_from: world.desk.now(),
            valid_to: world.desk.now() + TimeDelta::days(1),
            substitute: None,
            reason: String::new(),
        };
        world.console(away).await;
        assert_eq!(world.lists("budi", View::Unassigned).await, []);
        assert_eq!(nobodys(&world, "putri").await, []);
        assert!(!world.sees("budi", two).await);
        world.later(TimeDelta::days(2));

        world.does("admin", RetirePerson { person: world.people["wayan"] }).await;
        assert_eq!(world.lists("budi", View::Unassigned).await, [one, two]);
        assert_eq!(nobodys(&world, "budi").await, [one, two]);
        assert_eq!(nobodys(&world, "putri").await, [one], "the outline of the other does not say who has it");
        let assigned = Filter { assigned: Some(true), ..Filter::default() };
        assert_eq!(narrowed(&world, "budi", View::Active, assigned).await, []);
        for (who, unassigned) in [("budi", 2), ("putri", 1)] {
            let queues = world.reader(who).await.board().await.expect("a board");
            assert_eq!(queues.iter().map(|it| (it.active, it.unassigned)).collect::<Vec<_>>(), [(2, unassigned)], "{who}");
        }
        // The unit's own Tier 1 sees it, and takes it.
        assert!(world.sees("budi", two).await);
        assert!(world.reader("budi").await.visible_ids(false).await.unwrap().contains(&two));
        world.does("budi", take(two)).await;
        assert_eq!(world.lists("budi", View::Unassigned).await, [one]);
    }
}

story! {
    /// The same at tier 2: whose last appointment in a team ends while they have a ticket leaves it to the team.
    whoever_left_a_team_has_nothing, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        assert_eq!(world.lists("tono", View::Unassigned).await, []);
        world.does("admin", EndAppointment { appointment: held(&world, "agus", Role::Tier2).await }).await;
        assert_eq!(world.lists("tono", View::Unassigned).await, [ticket]);
    }
}

story! {
    /// An administrator who serves a unit as Tier 1 would read a colleague's confidential work by sending the colleague away.
    nobody_is_sent_away_for_their_work, |world| {
        world.console(world.appointment("admin", Role::Tier1, Of::Unit("DISDIK"))).await;
        let ticket = world.opened("sari", "TIK-01", "Rapor bocor").await;
        world.does("wayan", take(ticket)).await;
        world.does("wayan", classify(ticket, Confidentiality::Restricted)).await;
        let wayan = world.people["wayan"];
        assert_eq!(world.refused("admin", RetirePerson { person: wayan }).await, Refusal::OwnGain);
        let appointment = held(&world, "wayan", Role::Tier1).await;
        assert_eq!(world.refused("admin", EndAppointment { appointment }).await, Refusal::OwnGain);
        // Who works elsewhere is another matter.
        world.does("admin", RetirePerson { person: world.people["dewi"] }).await;
        assert!(!world.sees("admin", ticket).await);
    }
}

story! {
    /// The head of an office reads what others report on the services their office owns, and those below it; nothing that is confidential.
    a_head_reads_on_the_services_of_the_office, |world| {
        let mut below = world.service("TIK-13").await;
        below.owner = world.units["PKM-BARU"];
        world.console(SaveService { service: Some(world.services["TIK-13"]), input: below }).await;
        world.console(world.appointment("sinta", Role::UnitHead, Of::Unit("DINKES"))).await;
        let own = world.opened("rahmat", "PUB-02", "Aplikasi puskesmas lambat").await;
        let under = world.opened("sari", "TIK-13", "Surel puskesmas penuh").await;
        let (other, closed) = (world.opened("sari", "TIK-01", "Internet mati").await, world.opened("rahmat", "PUB-02", "Rekam medis bocor").await);
        world.does("dewi", classify(closed, Confidentiality::Restricted)).await;
        let seen = world.reader("sinta").await.visible_ids(true).await.expect("a list");
        for (ticket, reads) in [(own, true), (under, true), (other, false), (closed, false)] {
            assert_eq!((world.sees("sinta", ticket).await, seen.contains(&ticket)), (reads, reads));
            assert_eq!(world.reads_internal("sinta", ticket).await, reads);
        }
        world.does("dewi", note(own, "Menunggu vendor xqzvk")).await;
        assert_eq!(world.finds("sinta", "xqzvk").await, [own]);
        assert_eq!(world.finds("sinta", "puskesmas").await, [own, under]);
    }
}

story! {
    /// By making their own office the owner a head would read a service's reports.
    no_service_is_brought_to_oneself, |world| {
        world.console(world.appointment("admin", Role::UnitHead, Of::Unit("DINKES"))).await;
        let mut input = world.service("ADM-02").await;
        input.owner = world.units["PKM-BARU"];
        let moves = SaveService { service: Some(world.services["ADM-02"]), input };
        assert_eq!(world.refused("admin", moves.clone()).await, Refusal::OwnGain);
        world.console(moves).await;
    }
}

/// What narrows the list that a number of a queue on the board opens. Of late and of those that wait, an outline tells enough; of the others it does not.
fn numbers(queue: &desk::board::Queue, now: chrono::DateTime<chrono::Utc>) -> Vec<(&'static str, i64, Filter)> {
    let of = Filter {
        tier: Some(if queue.team.is_some() { 2 } else { 1 }),
        queue_units: queue.unit.into_iter().collect(),
        teams: queue.team.into_iter().collect(),
        coordinators_queue: (queue.unit.is_none() && queue.team.is_none()).then_some(true),
        ..Filter::default()
    };
    let older = |days: i64| Some(now - TimeDelta::days(days));
    vec![
        ("active", queue.active, of.clone()),
        ("unassigned", queue.unassigned, Filter { assigned: Some(false), ..of.clone() }),
        ("waiting", queue.waiting, Filter { statuses: WAITING.to_vec(), ..of.clone() }),
        ("urgent", queue.urgent, Filter { priorities: vec![Priority::Critical, Priority::High], ..of.clone() }),
        ("at risk", queue.at_risk, Filter { at_risk: Some(true), ..of.clone() }),
        ("late", queue.late, Filter { breached: Some(true), ..of.clone() }),
        ("older than a day", queue.older[0], Filter { opened_before: older(1), ..of.clone() }),
        ("older than a week", queue.older[1], Filter { opened_before: older(7), ..of.clone() }),
        ("older than a month", queue.older[2], Filter { opened_before: older(30), ..of }),
    ]
}

story! {
    /// Reports of five weeks lie in three kinds of queue, some taken, some waiting, some confidential, one with somebody who has left. Whoever reads a
    /// board: each number of each queue is how many the list holds that it opens, and so are the sums.
    each_number_is_that_of_its_list, |world| {
        let mut all = Vec::new();
        for (day, (who, service)) in [(0, ("sari", "TIK-01")), (6, ("rahmat", "PUB-02")), (25, ("ayu", "TIK-13")), (33, ("sari", "ADM-02")), (34, ("sari", "TIK-01"))] {
            world.clock.set(crate::support::world::instant(crate::support::world::START) + TimeDelta::days(day));
            while world.run_due().await > 0 {}
            for n in 0..3 {
                all.push(world.opened(who, service, &format!("Laporan {day}/{n}")).await);
            }
            let critical = all[all.len() - 1];
            let handler = world.row(critical).await.queue_unit_id.map(|unit| match world.code_of(unit) {
                "DISDIK" => "wayan",
                "DINKES" | "PKM-BARU" => "dewi",
                "BKPSDM" => "joko",
                _ => "andi",
            }).expect("a queue");
            world.does(handler, Reclassify { impact: Some(Impact::Wide), urgency: Some(Urgency::High), ..reclassify(critical) }).await;
            world.does(handler, take(all[all.len() - 2])).await;
        }
        world.does("wayan", hold_for_centre(all[1], None)).await;
        world.does("wayan", classify(all[0], Confidentiality::Restricted)).await;
        world.does("wayan", escalate(all[2])).await;
        let complaint = Report { kind: Some(TicketKind::Complaint), about_person: Some(world.people["budi"]), ..world.report("TIK-30", "Petugas kasar") };
        world.does("sari", Open { report: complaint, on_behalf_of: None }).await;
        // The newest is left lying until its clock warns.
        let lying = world.opened("sari", "TIK-01", "Kabel putus").await;
        for _ in 0..60 {
            if world.row(lying).await.clock_at_risk {
                break;
            }
            world.later(TimeDelta::minutes(30));
            while world.run_due().await > 0 {}
        }
        assert!(world.row(lying).await.clock_at_risk);
        world.does("admin", RetirePerson { person: world.people["wayan"] }).await;
        let (mut seen, mut readers) = (BTreeSet::new(), 0);
        for (who, id) in world.people.clone() {
            if id == world.people["wayan"] || !world.standing(who).await.is_staff() {
                continue;
            }
            let reader = world.reader(who).await;
            let queues = reader.board().await.expect("a board");
            readers += usize::from(!queues.is_empty());
            let mut sums = std::collections::BTreeMap::new();
            for queue in &queues {
                for (name, number, filter) in numbers(queue, reader.now) {
                    let listed = reader.count(View::Active, &filter).await.expect("a count");
                    assert_eq!(u64::try_from(number).unwrap(), listed, "{who}: {name} of {queue:?}");
                    if number > 0 {
                        seen.insert(name);
                    }
                    let whole = Filter { tier: None, queue_units: Vec::new(), teams: Vec::new(), coordinators_queue: None, ..filter };
                    sums.entry(name).or_insert((0, whole)).0 += listed;
                }
            }
            for (name, (sum, filter)) in sums {
                assert_eq!(sum, reader.count(View::Active, &filter).await.expect("a count"), "{who}: {name} in all");
            }
        }
        assert!(readers > 10, "{readers} have something on their board");
        assert_eq!(seen.len(), 9, "every number was more than none somewhere: {seen:?}");
    }
}

story! {
    /// A was merged into B and B into C: a handler who goes on writing on A is told to go on in C.
    a_reply_on_a_merged_ticket_is_told_where_it_went, |world| {
        let (a, b, c) = (world.opened("sari", "TIK-01", "A").await, world.opened("sari", "TIK-01", "B").await, world.opened("sari", "TIK-01", "C").await);
        world.does("budi", merge(a, b)).await;
        world.does("budi", merge(b, c)).await;
        let number = world.row(c).await.number;
        assert_eq!(world.refused("budi", reply(a, "Halo?")).await, Refusal::MergedInto(number));
    }
}
