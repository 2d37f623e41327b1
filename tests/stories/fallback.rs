//! Offices without a technician: on leave, gone, not yet there. No ticket is lost.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, instant};
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence, CancelAbsence};
use desk::appointment::{EndAppointment, Role};
use desk::id::{AbsenceId, AppointmentId};
use desk::person::add::RetirePerson;
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::View;

fn absence(world: &World, who: &str, days: std::ops::Range<i64>, substitute: Option<&str>) -> AddAbsence {
    AddAbsence {
        person: world.people[who],
        kind: AbsenceKind::DutyTravel,
        valid_from: world.desk.now() + TimeDelta::days(days.start),
        valid_to: world.desk.now() + TimeDelta::days(days.end),
        substitute: substitute.map(|name| world.people[name]),
        reason: "Bimtek".into(),
    }
}

async fn away(world: &World, who: &str, substitute: Option<&str>) -> AbsenceId {
    world.does(who, absence(world, who, 0..5, substitute)).await
}

async fn tier1_of(world: &World, who: &str) -> AppointmentId {
    let directory = world.desk.directory().await.unwrap();
    let is_it = |a: &&desk::appointment::Appointment| a.person_id == world.people[who] && a.role == Role::Tier1;
    directory.appointments().iter().find(is_it).unwrap().id
}

async fn lands(world: &World, who: &str, service: &str) -> (RouteReason, String) {
    let ticket = world.opened(who, service, "Ada masalah").await;
    (world.row(ticket).await.route_reason, world.state(ticket).await)
}

story! {
    /// On leave without a substitute: the office above; nobody above: the coordinator. The reason is on the ticket.
    away_without_substitute, |world| {
        assert_eq!(lands(&world, "ayu", "TIK-01").await.0, RouteReason::ParentTier1);
        let leave = away(&world, "dewi", None).await;
        let ticket = world.opened("ayu", "TIK-01", "Printer macet").await;
        assert_eq!(world.row(ticket).await.route_reason, RouteReason::NoTier1);
        assert_eq!(world.lists("putri", View::WithoutTier1).await.len(), 2, "the one from before her leave, too");
        world.does("putri", take(ticket)).await;
        world.does("putri", resolve(ticket)).await;

        // She came back early.
        world.does("dewi", CancelAbsence { absence: leave }).await;
        assert_eq!(lands(&world, "ayu", "TIK-01").await.0, RouteReason::ParentTier1);
        assert_eq!(world.lists("putri", View::WithoutTier1).await, []);
        // A leave that is only planned changes nothing today.
        world.does("dewi", absence(&world, "dewi", 1..3, None)).await;
        assert_eq!(lands(&world, "ayu", "TIK-01").await.0, RouteReason::ParentTier1);
        world.later(TimeDelta::days(1));
        assert_eq!(lands(&world, "ayu", "TIK-01").await.0, RouteReason::NoTier1);
        world.later(TimeDelta::days(2));
        assert_eq!(lands(&world, "ayu", "TIK-01").await.0, RouteReason::ParentTier1);
        // One of two is away: the office still has a technician.
        away(&world, "budi", None).await;
        assert_eq!(lands(&world, "sari", "TIK-01").await.0, RouteReason::ReporterUnit);
    }
}

story! {
    /// A substitute serves: new work and old, for as long as it lasts.
    a_substitute_serves, |world| {
        let before = world.opened("camat", "TIK-01", "Sebelum cuti").await;
        assert!(!world.sees("rahmat", before).await);
        // Andi names Rahmat of the village below; he has a substitute's rights although he holds no role.
        away(&world, "andi", Some("rahmat")).await;
        let during = world.opened("camat", "TIK-01", "Selama cuti").await;
        assert_eq!(world.row(during).await.route_reason, RouteReason::ReporterUnit);
        assert_eq!(world.lists("rahmat", View::UnitQueue).await, [before, during]);
        world.does("rahmat", take(before)).await;
        world.does("rahmat", resolve(during)).await;
        // Back again: he is nobody's technician any more, not even of what he had taken; Andi finds it in his queue.
        world.later(TimeDelta::days(5));
        assert!(!world.sees("rahmat", before).await);
        assert_eq!(world.refused("rahmat", resolve(before)).await, Refusal::NotFound);
        assert_eq!(world.lists("andi", View::UnitQueue).await, [before]);
        world.does("andi", take(before)).await;
        let after = world.opened("camat", "TIK-01", "Sesudah cuti").await;
        assert!(!world.sees("rahmat", after).await);
        assert_eq!(world.refused("rahmat", take(after)).await, Refusal::NotFound);
    }
}

story! {
    /// A substitute who is away too names the next; one who has left stands in for nobody.
    substitutes_of_substitutes, |world| {
        away(&world, "andi", Some("rahmat")).await;
        away(&world, "rahmat", Some("camat")).await;
        let ticket = world.opened("rahmat", "TIK-01", "Ada masalah").await;
        assert_eq!(world.row(ticket).await.route_reason, RouteReason::ParentTier1);
        world.does("camat", take(ticket)).await;
        world.console(RetirePerson { person: world.people["camat"] }).await;
        assert_eq!(lands(&world, "rahmat", "TIK-01").await.0, RouteReason::NoTier1);
        assert_eq!(world.lists("putri", View::WithoutTier1).await.len(), 2);
        // Two who stand in for each other while both are away are nobody.
        away(&world, "budi", Some("wayan")).await;
        away(&world, "wayan", Some("budi")).await;
        assert_eq!(lands(&world, "sari", "TIK-01").await.0, RouteReason::NoTier1);
    }
}

story! {
    /// An office lost its only technician after tickets were opened: those above serve them, at last the coordinator.
    an_office_loses_its_technician, |world| {
        // The puskesmas gets a technician of its own ...
        world.console(world.appointment("ayu", Role::Tier1, Of::Unit("PKM-BARU"))).await;
        let new = world.opened("ayu", "TIK-01", "Baru").await;
        assert_eq!(world.row(new).await.route_reason, RouteReason::ReporterUnit);
        let taken = world.opened("ayu", "TIK-01", "Sudah diambil").await;
        world.does("ayu", take(taken)).await;
        let waiting = world.opened("ayu", "TIK-01", "Di Tier 2").await;
        world.does("ayu", escalate(waiting)).await;
        assert_eq!(world.lists("dewi", View::UnitQueue).await, []);
        // ... who leaves: all of it is the office's above, without anybody touching a ticket.
        world.does("admin", EndAppointment { appointment: tier1_of(&world, "ayu").await }).await;
        assert_eq!(world.lists("dewi", View::UnitQueue).await, [new, taken]);
        world.does("dewi", take(taken)).await;
        world.does("agus", give_back(waiting, "Foto lampu indikator")).await;
        assert_eq!(world.state(waiting).await, "IN_PROGRESS, tier 1 PKM-BARU, nobody");
        assert_eq!(world.lists("dewi", View::UnitQueue).await, [new, taken, waiting]);
        // Then the office above loses its own: the coordinator has them.
        world.does("admin", EndAppointment { appointment: tier1_of(&world, "dewi").await }).await;
        assert_eq!(world.lists("putri", View::WithoutTier1).await, [new, taken, waiting]);
        world.does("putri", resolve(new)).await;
        world.does("putri", assign(taken, world.people["putri"])).await;
        world.does("putri", forward(waiting, world.units["DISKOMINFO"])).await;
        world.does("nur", take(waiting)).await;
    }
}

story! {
    /// An appointment that has run out is none, from that very instant.
    an_appointment_runs_out, |world| {
        let end = instant("2026-07-07T00:00:00Z");
        let limited = desk::appointment::Appoint {
            valid_to: Some(end),
            ..world.appointment("ayu", Role::Tier1, Of::Unit("PKM-BARU"))
        };
        world.console(limited).await;
        let ticket = world.opened("ayu", "TIK-01", "Printer macet").await;
        world.clock.set(end - TimeDelta::microseconds(1));
        assert_eq!(world.lists("dewi", View::UnitQueue).await, []);
        assert_eq!(world.lists("ayu", View::UnitQueue).await, [ticket]);
        world.clock.set(end);
        assert_eq!(world.lists("dewi", View::UnitQueue).await, [ticket]);
        assert_eq!(world.lists("ayu", View::UnitQueue).await, []);
        assert_eq!(world.refused("ayu", take(ticket)).await, Refusal::Forbidden);
    }
}
