//! The mandate of a security audit: for a time, by a decision, granted by two; it opens what is RESTRICTED for reading, and each reading is on record.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::access::Sight;
use desk::appointment::{Appoint, EndAppointment, Role};
use desk::event::Kind;
use desk::id::AppointmentId;
use desk::refusal::Refusal;
use desk::store;
use desk::ticket::*;

fn mandate(world: &World, who: &str) -> Appoint {
    let end = world.desk.now() + TimeDelta::days(60);
    Appoint { valid_to: Some(end), ..world.appointment(who, Role::SecurityAuditor, Of::All) }
}

async fn granted(world: &World, who: &str) -> AppointmentId {
    world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
    let appointment = world.does("admin", mandate(world, who)).await;
    world.does("bowo", world.confirmation(appointment).await).await;
    appointment
}

/// How often somebody's reading of what is confidential is on record.
async fn read_so_often(world: &World, who: &str) -> usize {
    world.desk.write_access_log().await.unwrap();
    let day = world.desk.now().format("access/%Y-%m-%d").to_string();
    let events = store::record::events_after(&world.desk.store().read(), &day, 0).await.unwrap();
    let who = world.people[who].to_string();
    events.iter().filter(|it| it.kind == Kind::ConfidentialRead.code() && it.actor == who).count()
}

story! {
    /// It has a number, an end and two who grant it, or it is none.
    what_a_mandate_takes, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        assert_eq!(world.refused("admin", Appoint { valid_to: None, ..mandate(&world, "rina") }).await, Refusal::Blank("validTo"));
        for basis_number in [None, Some("  ".to_owned())] {
            let without = Appoint { basis_number, ..mandate(&world, "rina") };
            assert_eq!(world.refused("admin", without).await, Refusal::Blank("basisNumber"));
        }
        let for_ever = Appoint { valid_to: Some(world.desk.now() + TimeDelta::days(400)), ..mandate(&world, "rina") };
        assert_eq!(world.refused("admin", for_ever).await, Refusal::MandateTooLong(366));
        assert_eq!(world.refused("admin", mandate(&world, "admin")).await, Refusal::OwnAppointment);
        let appointment = world.does("admin", mandate(&world, "rina")).await;
        assert!(!world.standing("rina").await.security_auditor);
        assert_eq!(world.refused("admin", world.confirmation(appointment).await).await, Refusal::SecondPerson);
        world.does("bowo", world.confirmation(appointment).await).await;
        assert!(world.standing("rina").await.security_auditor);
    }
}

story! {
    /// The auditor reads the incidents that were only an outline, and does nothing to them; what is SECRET stays an outline; all of it on record.
    a_security_audit_reads, |world| {
        let incident = world.opened("sari", "TIK-22", "Situs diretas").await;
        let secret = world.opened("sari", "TIK-01", "Rapor bocor").await;
        world.does("budi", take(secret)).await;
        world.does("budi", classify(secret, Confidentiality::Secret)).await;
        assert_eq!(world.sight("rina", incident).await, Sight::Outline);
        let appointment = granted(&world, "rina").await;
        assert_eq!((world.sight("rina", incident).await, world.sight("rina", secret).await), (Sight::Full, Sight::Outline));
        assert!(world.finds("rina", "diretas").await.contains(&incident), "search obeys too");
        assert!(!world.finds("rina", "rapor").await.contains(&secret));
        let before = read_so_often(&world, "rina").await;
        let reader = world.reader("rina").await;
        let view = reader.ticket(incident).await.unwrap();
        assert!(view.by_mandate() && view.internal);
        assert_eq!(view.title(), Some("Situs diretas"));
        assert_eq!(read_so_often(&world, "rina").await, before + 1);
        for refused in [world.refused("rina", note(incident, "Bukti?")).await, world.refused("rina", reply(incident, "Halo")).await, world.refused("rina", take(incident)).await] {
            assert_eq!(refused, Refusal::Forbidden);
        }
        // Of others' tickets the mandate is not what opens them.
        let ordinary = world.opened("sari", "TIK-01", "Internet mati").await;
        assert!(!reader.ticket(ordinary).await.unwrap().by_mandate());
        // It ends with its last day, or before.
        world.does("bowo", EndAppointment { appointment }).await;
        assert_eq!(world.sight("rina", incident).await, Sight::Outline);
    }
}

story! {
    /// From its end on it opens nothing.
    a_mandate_runs_out, |world| {
        let incident = world.opened("sari", "TIK-22", "Situs diretas").await;
        granted(&world, "sekda").await;
        world.later(TimeDelta::days(60) - TimeDelta::seconds(1));
        assert!(world.sees("sekda", incident).await);
        world.later(TimeDelta::seconds(1));
        assert_eq!(world.sight("sekda", incident).await, Sight::Nothing);
    }
}
