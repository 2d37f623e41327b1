//! *Kembalikan untuk dilengkapi*, *Kirim solusi ke Tier 1*, *Alihkan ke tim lain*.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::event::Kind;
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::ticket::*;

/// Budi has taken it and passed it to the network team.
async fn at_tier2(world: &World) -> TicketId {
    let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
    world.does("budi", take(ticket)).await;
    world.does("budi", escalate(ticket)).await;
    ticket
}

async fn away(world: &World, who: &str, substitute: Option<&str>) {
    let from = world.desk.now();
    let absence = AddAbsence {
        person: world.people[who],
        kind: AbsenceKind::Leave,
        valid_from: from,
        valid_to: from + TimeDelta::days(5),
        substitute: substitute.map(|name| world.people[name]),
        reason: String::new(),
    };
    world.does(who, absence).await;
}

story! {
    /// Returned as incomplete it goes to whom it came from, at once and before anybody accepted it; asked again it is a new request.
    returned_to_the_same_owner, |world| {
        let ticket = at_tier2(&world).await;
        let first = world.request(ticket).await;
        assert_eq!(world.refused("agus", give_back(ticket, " ")).await, Refusal::Blank("missing"));
        assert_eq!(world.refused("budi", give_back(ticket, "?")).await, Refusal::Forbidden);
        world.does("agus", give_back(ticket, "Nomor port dan foto lampu indikator")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        assert_eq!(world.request(ticket).await.state, RequestState::Returned);
        let view = world.reader("budi").await.ticket(ticket).await.unwrap();
        assert!(view.labels().contains(&desk::view::ticket::Label::ReturnedToComplete));
        // What is missing is between the technicians.
        assert!(!world.reads("sari", ticket).await.iter().any(|text| text.contains("Nomor port")));
        // The team that had it goes on seeing it, and cannot act on it.
        assert!(world.sees("agus", ticket).await);
        assert_eq!(world.refused("agus", accept(ticket)).await, Refusal::Forbidden);

        world.does("budi", escalate(ticket)).await;
        let second = world.request(ticket).await;
        assert_ne!(first.id, second.id);
        assert_eq!((second.number.as_str(), second.state), ("PSP-2026-000002", RequestState::Open));
        let requests = world.reader("budi").await;
        let requests = requests.requests(&requests.ticket(ticket).await.unwrap()).await.unwrap();
        assert_eq!(requests.iter().map(|r| r.state).collect::<Vec<_>>(), [RequestState::Returned, RequestState::Open]);
    }
}

story! {
    /// The former owner is on leave: it goes to the unit's queue, where the others see it.
    returned_while_the_owner_is_away, |world| {
        let ticket = at_tier2(&world).await;
        away(&world, "budi", None).await;
        world.does("agus", give_back(ticket, "Nomor port")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, nobody");
        world.does("wayan", take(ticket)).await;
    }
}

story! {
    /// The former owner has left the post: the same.
    answered_after_the_owner_left, |world| {
        let ticket = at_tier2(&world).await;
        world.does("agus", accept(ticket)).await;
        world.console(desk::person::add::RetirePerson { person: world.people["budi"] }).await;
        world.does("agus", answer(ticket, "Port 12 sudah diaktifkan")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, nobody");
        assert_eq!(world.request(ticket).await.state, RequestState::Answered);
        world.does("wayan", resolve(ticket)).await;
        assert_eq!(world.state(ticket).await, "RESOLVED, tier 1 DISDIK, wayan");
    }
}

story! {
    /// An answer needs acceptance first, is applied by Tier 1 and is not yet the requester's solution.
    answered, |world| {
        let ticket = at_tier2(&world).await;
        assert_eq!(world.refused("agus", answer(ticket, "Sudah")).await, Refusal::NotAccepted);
        assert_eq!(world.refused("agus", resolve(ticket)).await, Refusal::NotAccepted);
        world.does("agus", accept(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, agus");
        assert_eq!(world.refused("tono", accept(ticket)).await, Refusal::AlreadyAccepted);
        world.does("agus", answer(ticket, "Port 12 sudah diaktifkan")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        assert!(world.reads("budi", ticket).await.contains(&"Port 12 sudah diaktifkan".to_owned()));
        assert!(!world.reads("sari", ticket).await.contains(&"Port 12 sudah diaktifkan".to_owned()));
        world.does("budi", resolve(ticket)).await;
        // Solved at tier 1: the request stays answered.
        assert_eq!(world.request(ticket).await.state, RequestState::Answered);
    }
}

story! {
    /// From team to team: it has to be accepted again, and the former team goes on seeing it.
    handed_over, |world| {
        let ticket = at_tier2(&world).await;
        world.does("agus", accept(ticket)).await;
        let to = |team: &str| hand_over(ticket, world.teams[team]);
        assert_eq!(world.refused("agus", to("T2-JAR")).await, Refusal::Invalid("team"));
        assert_eq!(world.refused("budi", to("T2-APL")).await, Refusal::Forbidden);
        world.does("agus", ask(ticket, "Sejak kapan?")).await;
        world.does("agus", to("T2-APL")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-APL, nobody");
        assert_eq!(world.next_due().await, None, "handing over ends the wait");
        let request = world.request(ticket).await;
        assert_eq!((request.state, request.hand_overs, request.accepted_by), (RequestState::Open, 1, None));
        assert_eq!(world.refused("made", answer(ticket, "Sudah")).await, Refusal::NotAccepted);
        assert!(world.sees("agus", ticket).await);
        assert_eq!(world.refused("agus", to("T2-JAR")).await, Refusal::Forbidden);
        world.does("made", accept(ticket)).await;
        // The coordinator may move it too.
        world.does("putri", to("T2-JAR")).await;
        assert_eq!(world.request(ticket).await.hand_overs, 2);
        world.does("agus", accept(ticket)).await;
        world.does("agus", answer(ticket, "Beres")).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        assert_eq!(world.times(ticket, Kind::TicketHandedOver).await, 2);
    }
}

story! {
    /// An assignee is somebody of the queue: a coordinator passes work at tier 2 to the team and does not become its engineer.
    assignees_are_of_the_queue, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(world.refused("budi", assign(ticket, world.people["joko"])).await, Refusal::NotInQueue);
        assert_eq!(world.refused("joko", take(ticket)).await, Refusal::NotFound);
        world.does("budi", assign(ticket, world.people["wayan"])).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, wayan");
        // *Ambil alih*.
        world.does("budi", take(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        world.does("budi", escalate(ticket)).await;
        assert_eq!(world.refused("putri", take(ticket)).await, Refusal::Forbidden);
        assert_eq!(world.refused("putri", assign(ticket, world.people["budi"])).await, Refusal::NotInQueue);
        world.does("putri", assign(ticket, world.people["tono"])).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, tono");
        // While he is away, his substitute gets what is meant for him.
        away(&world, "tono", Some("agus")).await;
        world.does("putri", assign(ticket, world.people["tono"])).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-JAR, agus");
    }
}
