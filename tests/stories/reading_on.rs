//! For how long somebody reads a ticket: as long as there is a reason, and who stands in for another has no better one than that other.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::access::Sight;
use desk::appointment::{EndAppointment, Role};
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::{Filter, View};

async fn away(world: &World, who: &str, substitute: &str) {
    let absence = AddAbsence {
        person: world.people[who],
        kind: AbsenceKind::Leave,
        valid_from: world.desk.now(),
        valid_to: world.desk.now() + TimeDelta::days(3),
        substitute: Some(world.people[substitute]),
        reason: String::new(),
    };
    world.console(absence).await;
}

/// Their appointments of a role end now.
async fn no_longer(world: &World, who: &str, role: Role) {
    let directory = world.desk.directory().await.unwrap();
    let of = directory.appointments().iter().filter(|it| it.person_id == world.people[who] && it.role == role);
    for appointment in of.map(|it| it.id).collect::<Vec<_>>() {
        world.console(EndAppointment { appointment }).await;
    }
}

fn complaint(world: &World, about: &str) -> Report {
    Report {
        kind: Some(TicketKind::Complaint),
        about_person: Some(world.people[about]),
        ..world.report("TIK-30", "Petugas tidak datang xqzvk")
    }
}

/// Whether somebody is told that the coordinator has just noted something on a ticket.
async fn hears(world: &World, who: &str, ticket: TicketId) -> bool {
    let mut hints = world.desk.hints();
    world.does("putri", note(ticket, "Dicatat")).await;
    let standing = world.standing(who).await;
    let mut hears = false;
    while let Ok(hint) = hints.try_recv() {
        hears |= hint.reaches(&standing);
    }
    hears
}

story! {
    /// A complaint is hidden from its subject, and from whoever does the subject's work: in every list, by every way, with the hints.
    a_complaint_and_who_stands_in, |world| {
        let ticket = world.does("hadi", open(complaint(&world, "budi"))).await.ticket;
        let other = world.opened("hadi", "TIK-01", "Internet mati").await;
        assert_eq!(world.who_sees(&["budi", "wayan", "sari", "putri"], ticket).await, ["wayan", "putri"]);
        away(&world, "budi", "sari").await;
        assert!(world.standing("sari").await.serves.contains(&world.units["DISDIK"]));
        assert_eq!(world.who_sees(&["budi", "sari", "wayan"], other).await, ["budi", "sari", "wayan"]);
        assert_eq!(world.who_sees(&["budi", "sari", "wayan"], ticket).await, ["wayan"]);
        assert_eq!(world.finds("sari", "xqzvk").await, []);
        assert_eq!(world.lists("sari", View::OurPeople).await, [other]);
        assert_eq!(world.reader("sari").await.count(View::All, &Filter::default()).await.unwrap(), 1);
        assert_eq!(world.refused("sari", reply(ticket, "Kenapa?")).await, Refusal::NotFound);
        assert!(hears(&world, "sari", other).await && !hears(&world, "sari", ticket).await);
        // By way of a third it is the same place.
        away(&world, "sari", "wayan").await;
        assert_eq!(world.who_sees(&["budi", "sari", "wayan"], ticket).await, ["wayan"], "he is Tier 1 himself");
    }
}

story! {
    /// Whoever sees it by a right of their own goes on seeing it while they stand in for its subject, with no more than that right.
    a_right_of_ones_own_stays, |world| {
        let secret = Report { hide_identity: Some(true), ..complaint(&world, "joko") };
        let ticket = world.does("sari", open(secret)).await.ticket;
        // Ratna reads everything, and stands in for the Tier 1 of her agency.
        assert_eq!(world.sight("sekda", ticket).await, Sight::Full);
        let before = world.reads_internal("sekda", ticket).await;
        away(&world, "joko", "sekda").await;
        assert!(world.standing("sekda").await.serves.contains(&world.units["BKPSDM"]));
        assert_eq!(world.sight("sekda", ticket).await, Sight::Full);
        assert_eq!(world.reads_internal("sekda", ticket).await, before);
        assert!(world.refused("sekda", note(ticket, "Saya lihat")).await == Refusal::Forbidden);
        let view = world.reader("sekda").await.ticket(ticket).await.unwrap();
        assert!(!view.names_requester());
        // Sinta has none.
        world.later(TimeDelta::days(4));
        away(&world, "joko", "sinta").await;
        assert!(!world.sees("sinta", ticket).await);
    }
}

story! {
    /// Following is hearing, and no reason to read: it is over with the last of the others.
    who_follows_reads_as_long_as_anything_else_lets_them, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati xqzvk").await;
        for who in ["wayan", "putri"] {
            world.does(who, follow(ticket)).await;
        }
        assert_eq!(world.lists("wayan", View::Followed).await, [ticket]);
        no_longer(&world, "wayan", Role::Tier1).await;
        assert_eq!(world.sight("wayan", ticket).await, Sight::Nothing);
        assert_eq!(world.lists("wayan", View::Followed).await, []);
        assert_eq!(world.finds("wayan", "xqzvk").await, []);
        assert!(!hears(&world, "wayan", ticket).await);
        assert_eq!(world.refused("wayan", reply(ticket, "Bagaimana?")).await, Refusal::NotFound);
        // Who moved to another office is staff, and not theirs.
        world.console(world.appointment("wayan", Role::Tier1, Of::Unit("KEC-SATU"))).await;
        assert_eq!(world.sight("wayan", ticket).await, Sight::Nothing);
        assert!(world.sees("putri", ticket).await);
        // They can stop at any time.
        world.does("wayan", unfollow(ticket)).await;
    }
}

story! {
    /// Whoever was involved as staff reads as long as they hold a role; whoever was asked by name without one, as long as the ticket is there.
    who_was_involved_reads_as_long_as_they_are_staff, |world| {
        let ticket = world.opened("warga", "PUB-02", "Antrean").await;
        let secret = world.opened("warga", "PUB-02", "Rekam medis").await;
        world.does("dewi", take(secret)).await;
        for who in ["nur", "sari"] {
            world.does("dewi", involve(ticket, world.people[who])).await;
            world.does("dewi", involve(secret, world.people[who])).await;
        }
        world.does("dewi", classify(secret, Confidentiality::Restricted)).await;
        for it in [ticket, secret] {
            assert_eq!(world.who_sees(&["nur", "sari"], it).await, ["nur", "sari"]);
        }
        no_longer(&world, "nur", Role::Tier1).await;
        for it in [ticket, secret] {
            assert_eq!(world.sight("nur", it).await, Sight::Nothing);
            assert!(!world.reads_internal("nur", it).await);
            assert!(world.sees("sari", it).await, "she held no role then either");
        }
        assert_eq!(world.reader("nur").await.visible_ids(true).await.unwrap(), []);
        // Asked anew, as whoever they are now.
        world.does("dewi", involve(secret, world.people["nur"])).await;
        assert!(world.sees("nur", secret).await);
    }
}

story! {
    /// Nobody involves themselves, whatever they are about to lose.
    nobody_involves_themselves, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        for who in ["budi", "putri"] {
            assert_eq!(world.refused(who, involve(ticket, world.people[who])).await, Refusal::OwnGain, "{who}");
        }
        world.does("budi", involve(ticket, world.people["putri"])).await;
    }
}
