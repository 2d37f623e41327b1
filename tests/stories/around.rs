//! *Libatkan*, *Ikuti*, *Tautkan*, *Jadikan masalah*, *Ajukan perubahan*.

use crate::story;
use crate::support::words::*;
use desk::event::Kind;
use desk::refusal::Refusal;
use desk::ticket::*;
use desk::view::View;

story! {
    /// Somebody involved by name sees a confidential ticket and may write on it, and does not handle it.
    involved, |world| {
        let ticket = world.opened("sari", "TIK-22", "Akun diretas").await;
        assert!(!world.sees("nur", ticket).await);
        world.does("gede", involve(ticket, world.people["nur"])).await;
        world.does("gede", involve(ticket, world.people["nur"])).await;
        assert_eq!(world.times(ticket, Kind::TicketInvolved).await, 1, "twice is once");
        assert!(world.sees("nur", ticket).await && world.reads_internal("nur", ticket).await);
        world.does("nur", note(ticket, "Log proxy saya lampirkan besok")).await;
        assert_eq!(world.refused("nur", accept(ticket)).await, Refusal::Forbidden);
        assert_eq!(world.refused("nur", involve(ticket, world.people["agus"])).await, Refusal::Forbidden);
        assert_eq!(world.refused("sari", involve(ticket, world.people["agus"])).await, Refusal::Forbidden);
        world.console(desk::person::add::RetirePerson { person: world.people["agus"] }).await;
        assert_eq!(world.refused("gede", involve(ticket, world.people["agus"])).await, Refusal::Retired("person"));
    }
}

story! {
    /// Following is hearing of it, not seeing more.
    followed, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("wayan", follow(ticket)).await;
        world.does("wayan", follow(ticket)).await;
        assert_eq!(world.times(ticket, Kind::TicketFollowed).await, 1);
        assert_eq!(world.lists("wayan", View::Followed).await, [ticket]);
        assert_eq!(world.refused("joko", follow(ticket)).await, Refusal::NotFound);
        assert_eq!(world.refused("hadi", follow(ticket)).await, Refusal::Forbidden);
        // When the class rises, following helps nobody.
        world.does("budi", take(ticket)).await;
        world.does("budi", classify(ticket, Confidentiality::Restricted)).await;
        assert!(!world.sees("wayan", ticket).await);
        assert_eq!(world.lists("wayan", View::Followed).await, []);
        world.does("wayan", unfollow(ticket)).await;
        assert_eq!(world.refused("wayan", unfollow(ticket)).await, Refusal::NotFound);
        assert_eq!(world.times(ticket, Kind::TicketUnfollowed).await, 1);
    }
}

story! {
    /// A link shows on both sides, to those who see the other side.
    linked, |world| {
        let a = world.opened("sari", "TIK-01", "A").await;
        let b = world.opened("sari", "ADM-02", "B").await;
        assert_eq!(world.refused("budi", link(a, a)).await, Refusal::Invalid("other"));
        world.does("budi", link(a, b)).await;
        world.does("budi", link(a, b)).await;
        assert_eq!(world.times(a, Kind::TicketLinked).await, 1);
        let linked = async |who: &str, ticket| {
            let reader = world.reader(who).await;
            let links = reader.links(&reader.ticket(ticket).await.unwrap()).await.unwrap();
            links.into_iter().map(|(_, _, other)| other.id()).collect::<Vec<_>>()
        };
        assert_eq!(linked("budi", a).await, [b]);
        assert_eq!(linked("budi", b).await, [a]);
        assert_eq!(linked("joko", b).await, [], "he does not see the other one, nor that there is one");
        let rahmats = world.opened("rahmat", "TIK-01", "C").await;
        assert_eq!(world.refused("budi", link(a, rahmats)).await, Refusal::NotFound);
        // On what is solved, too; not on what is closed.
        world.does("budi", resolve(a)).await;
        let c = world.opened("sari", "TIK-01", "D").await;
        world.does("budi", link(a, c)).await;
        world.does("sari", confirm(a)).await;
        assert_eq!(world.refused("budi", link(a, b)).await, Refusal::WrongStatus(Verb::Link, Status::Closed));
    }
}

story! {
    /// What keeps coming back becomes a problem: a ticket of its own, by whoever saw it, as confidential as the incident.
    promoted_to_a_problem, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati tiap Senin").await;
        assert_eq!(world.refused("sari", promote(ticket)).await, Refusal::Forbidden);
        let problem = world.does("budi", promote(ticket)).await.ticket;
        let row = world.row(problem).await;
        assert_eq!((row.kind, row.requester_id), (Some(TicketKind::Problem), world.people["budi"]));
        assert_eq!((row.title.as_str(), row.service_id), ("Internet mati tiap Senin", Some(world.services["TIK-01"])));
        assert_eq!(world.row(ticket).await.status, Status::New, "the incident goes its own way");
        let reader = world.reader("budi").await;
        let links = reader.links(&reader.ticket(ticket).await.unwrap()).await.unwrap();
        assert_eq!(links.iter().map(|(kind, here, other)| (*kind, *here, other.id())).collect::<Vec<_>>(), [
            (LinkKind::ProblemOf, true, problem)
        ]);
        // Nothing of a confidential one comes into the open that way.
        world.does("budi", take(ticket)).await;
        world.does("budi", classify(ticket, Confidentiality::Restricted)).await;
        let problem = world.does("budi", promote(ticket)).await.ticket;
        assert_eq!(world.row(problem).await.confidentiality, Confidentiality::Restricted);
        assert!(!world.sees("wayan", problem).await);
    }
}

story! {
    /// A change that a ticket asks for.
    a_change_is_raised, |world| {
        let ticket = world.opened("sari", "TIK-01", "Port sering mati").await;
        world.does("budi", escalate(ticket)).await;
        assert_eq!(world.refused("budi", raise_change(ticket)).await, Refusal::Forbidden);
        let change = world.does("agus", raise_change(ticket)).await.ticket;
        let row = world.row(change).await;
        assert_eq!((row.kind, row.title.as_str()), (Some(TicketKind::Change), "Ganti switch lantai 2"));
        assert_eq!(world.state(change).await, "NEW, tier 1 DISKOMINFO, nobody");
        world.does("agus", accept(ticket)).await;
        world.does("agus", resolve(ticket)).await;
        let over = Refusal::WrongStatus(Verb::RaiseChange, Status::Resolved);
        assert_eq!(world.refused("agus", raise_change(ticket)).await, over);
    }
}
