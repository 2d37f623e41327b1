//! *Batalkan laporan* and *Tolak*.

use crate::story;
use crate::support::words::*;
use desk::refusal::Refusal;
use desk::ticket::*;

story! {
    /// The requester withdraws it, at whatever tier; only the requester.
    withdrawn, |world| {
        let for_sari = Open { on_behalf_of: Some(world.people["sari"]), ..open(world.report("TIK-01", "Mati")) };
        let ticket = world.does("hadi", for_sari).await.ticket;
        for who in ["hadi", "budi", "putri"] {
            assert_eq!(world.refused(who, cancel(ticket)).await, Refusal::Forbidden, "{who}");
        }
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        world.does("agus", ask(ticket, "Sejak kapan?")).await;
        assert_eq!(world.refused("sari", Cancel { reason: String::new(), ..cancel(ticket) }).await, Refusal::Blank("reason"));
        world.does("sari", cancel(ticket)).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.active, row.ended_at), (Status::Cancelled, false, Some(world.desk.now())));
        assert_eq!(world.request(ticket).await.state, RequestState::Withdrawn);
        assert_eq!(world.next_due().await, None);
        // It is over, for everybody: nothing but notes and redaction.
        let over = |verb| Refusal::WrongStatus(verb, Status::Cancelled);
        assert_eq!(world.refused("sari", cancel(ticket)).await, over(Verb::Cancel));
        assert_eq!(world.refused("sari", reply(ticket, "Eh, tidak jadi")).await, over(Verb::Reply));
        assert_eq!(world.refused("sari", reopen(ticket)).await, over(Verb::Reopen));
        assert_eq!(world.refused("agus", resolve(ticket)).await, over(Verb::Resolve));
    }
}

story! {
    /// Rejected with a reason that the requester reads; that is an answer, so the first response is met.
    rejected, |world| {
        let ticket = world.opened("sari", "TIK-01", "Minta laptop").await;
        assert_eq!(world.refused("sari", reject(ticket)).await, Refusal::Forbidden);
        assert_eq!(world.refused("budi", Reject { reason: "\t".into(), ..reject(ticket) }).await, Refusal::Blank("reason"));
        world.does("budi", reject(ticket)).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.first_response_at), (Status::Rejected, Some(world.desk.now())));
        assert!(world.reads("sari", ticket).await.contains(&"Bukan layanan kami".to_owned()));
        // At tier 2 it takes the team, and needs no acceptance.
        let ticket = world.opened("sari", "TIK-01", "Minta menara").await;
        world.does("budi", escalate(ticket)).await;
        assert_eq!(world.refused("budi", reject(ticket)).await, Refusal::Forbidden);
        world.does("agus", reject(ticket)).await;
        assert_eq!(world.request(ticket).await.state, RequestState::Withdrawn);
    }
}
