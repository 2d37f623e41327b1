//! *Ubah jenis, layanan atau prioritas*.

use crate::story;
use crate::support::words::*;
use desk::refusal::Refusal;
use desk::ticket::*;

story! {
    /// Impact and urgency make the priority by the matrix; a handler's can be CRITICAL. Sent with nothing changed it confirms what is there.
    priority, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        assert!(!world.row(ticket).await.verified);
        world.does("budi", reclassify(ticket)).await;
        assert!(world.row(ticket).await.verified);
        for (impact, urgency, expected) in [
            (Impact::Wide, Urgency::High, Priority::Critical),
            (Impact::Unit, Urgency::High, Priority::High),
            (Impact::Person, Urgency::High, Priority::Medium),
            (Impact::Wide, Urgency::Low, Priority::Medium),
            (Impact::Person, Urgency::Low, Priority::Low),
        ] {
            let change = Reclassify { impact: Some(impact), urgency: Some(urgency), ..reclassify(ticket) };
            world.does("budi", change).await;
            assert_eq!(world.row(ticket).await.priority, expected, "{impact} {urgency}");
        }
        // One of the two alone keeps the other.
        world.does("budi", Reclassify { impact: Some(Impact::Wide), ..reclassify(ticket) }).await;
        assert_eq!(world.row(ticket).await.priority, Priority::Medium);
        let last = world.events(ticket).await.pop().unwrap().facts();
        assert_eq!((&last["was"]["impact"], &last["now"]["impact"]), (&"PERSON".into(), &"WIDE".into()));
    }
}

story! {
    /// Another service: another queue. Whoever works there too keeps it; a wait goes on; the former queue goes on seeing it.
    rerouted_at_tier1, |world| {
        let ticket = world.opened("sari", "TIK-01", "Aplikasi tidak bisa dibuka").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", ask(ticket, "Aplikasi apa?")).await;
        let to = |service: &str| Reclassify { service: Some(world.services[service]), ..reclassify(ticket) };
        world.does("budi", to("TIK-13")).await;
        assert_eq!(world.state(ticket).await, "WAITING_REQUESTER, tier 1 DISDIK, budi");
        world.does("budi", to("ADM-02")).await;
        assert_eq!(world.state(ticket).await, "WAITING_REQUESTER, tier 1 BKPSDM, nobody");
        assert!(world.sees("wayan", ticket).await);
        assert_eq!(world.refused("budi", to("TIK-01")).await, Refusal::Forbidden);
        assert_eq!(world.row(ticket).await.forwards, 0, "choosing the right service is no ping-pong");
        // The coordinator, who works in every queue, keeps what is theirs.
        world.does("putri", take(ticket)).await;
        world.does("putri", to("PUB-02")).await;
        assert_eq!(world.state(ticket).await, "WAITING_REQUESTER, tier 1 DINKES, putri");
    }
}

story! {
    /// At tier 2 it stays there: the request moves to the new service's team, which has to accept it.
    rerouted_at_tier2, |world| {
        let ticket = world.opened("sari", "TIK-01", "Aplikasi tidak bisa dibuka").await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        world.does("agus", Reclassify { service: Some(world.services["ADM-02"]), ..reclassify(ticket) }).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-APL, nobody");
        let request = world.request(ticket).await;
        assert_eq!((request.state, request.hand_overs, request.accepted_at), (RequestState::Open, 1, None));
        assert!(world.sees("agus", ticket).await);
        // Another service of the same team changes nothing about who has it.
        world.does("made", accept(ticket)).await;
        world.does("made", Reclassify { service: Some(world.services["PUB-02"]), ..reclassify(ticket) }).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-APL, made");
        assert_eq!(world.request(ticket).await.state, RequestState::Accepted);
    }
}

story! {
    /// Raising the class is anybody's who handles it; lowering needs a reason. Nobody loses what they have in hand.
    the_class, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", Reclassify { reason: String::new(), ..classify(ticket, Confidentiality::Secret) }).await;
        assert_eq!(world.who_sees(&["sari", "budi", "wayan", "putri", "hadi", "eko", "kadis"], ticket).await, [
            "sari", "budi", "eko", "kadis"
        ]);
        let without_reason = Reclassify { reason: String::new(), ..classify(ticket, Confidentiality::Restricted) };
        assert_eq!(world.refused("budi", without_reason).await, Refusal::Blank("reason"));
        world.does("budi", classify(ticket, Confidentiality::Normal)).await;
        assert!(world.sees("wayan", ticket).await);
        assert!(!world.reads("sari", ticket).await.contains(&"Memuat data pribadi".to_owned()));
        // Raised by somebody on a ticket that nobody has, it would be in nobody's sight at tier 1: whoever raises it has it then.
        let other = world.opened("sari", "TIK-01", "Sandi di layar").await;
        world.does("wayan", classify(other, Confidentiality::Restricted)).await;
        assert_eq!(world.state(other).await, "NEW, tier 1 DISDIK, wayan");
        world.does("wayan", resolve(other)).await;
    }
}

story! {
    /// What a service does not take, what is out of use, what has ended, and who may not.
    what_is_refused, |world| {
        let ticket = world.opened("sari", "TIK-01", "Minta akun").await;
        let change = |kind, service: &str| Reclassify { kind, service: Some(world.services[service]), ..reclassify(ticket) };
        assert_eq!(world.refused("budi", change(Some(TicketKind::Request), "TIK-22")).await, Refusal::KindNotTaken);
        assert_eq!(world.refused("sari", reclassify(ticket)).await, Refusal::Forbidden);
        world.console(desk::service::RetireService { service: world.services["TIK-13"] }).await;
        assert_eq!(world.refused("budi", change(None, "TIK-13")).await, Refusal::ServiceNotOffered);
        world.does("budi", change(Some(TicketKind::Request), "TIK-01")).await;
        assert_eq!(world.row(ticket).await.kind, Some(TicketKind::Request));
        world.does("budi", reject(ticket)).await;
        let over = Refusal::WrongStatus(Verb::Reclassify, Status::Rejected);
        assert_eq!(world.refused("budi", reclassify(ticket)).await, over);
    }
}
