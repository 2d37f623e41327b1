//! *Teruskan ke OPD lain*.

use crate::story;
use crate::support::words::*;
use desk::event::Kind;
use desk::refusal::Refusal;
use desk::ticket::*;

story! {
    /// A kelurahan reports, its kecamatan's technician passes it to BKPSDM, the Dinas solves it.
    from_the_village_to_the_dinas, |world| {
        let ticket = world.opened("rahmat", "TIK-13", "Data kepegawaian saya salah").await;
        // A kelurahan has no technician of its own: the kecamatan's serves it, and the ticket says why.
        assert_eq!(world.state(ticket).await, "NEW, tier 1 KEL-MAWAR, nobody");
        assert_eq!(world.row(ticket).await.route_reason, RouteReason::ParentTier1);
        world.does("andi", take(ticket)).await;

        world.does("andi", forward(ticket, world.units["BKPSDM"])).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 BKPSDM, nobody");
        let row = world.row(ticket).await;
        assert_eq!((row.forwards, row.route_reason), (1, RouteReason::Forwarded));
        assert_eq!(world.said(ticket, MessageKind::Forward).await.audience, Audience::Internal);
        // The technician of the reporter's own place goes on seeing it, but it is no longer his to handle.
        let everybody = ["rahmat", "andi", "joko", "budi", "nur", "made"];
        assert_eq!(world.who_sees(&everybody, ticket).await, ["rahmat", "andi", "joko"]);
        assert_eq!(world.refused("andi", resolve(ticket)).await, Refusal::Forbidden);

        world.does("joko", take(ticket)).await;
        world.does("joko", Reclassify { service: Some(world.services["ADM-02"]), ..reclassify(ticket) }).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 BKPSDM, joko");
        world.does("joko", escalate(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 2 T2-APL, nobody");
        world.does("made", accept(ticket)).await;
        world.does("made", resolve(ticket)).await;
        assert_eq!(world.state(ticket).await, "RESOLVED, tier 2 T2-APL, made");
        assert_eq!(world.request(ticket).await.state, RequestState::Solved);
        world.does("rahmat", confirm(ticket)).await;
        assert_eq!(world.row(ticket).await.end_reason, Some(EndReason::Confirmed));
        // To the requester all of it was one ticket.
        let read = world.reads("rahmat", ticket).await;
        assert_eq!(read.len(), 2, "the report and the resolution, no word between the offices: {read:?}");
    }
}

story! {
    /// Ping-pong is counted, and whoever had it before goes on seeing it.
    ping_pong, |world| {
        let ticket = world.opened("sari", "ADM-02", "Cuti tidak muncul").await;
        assert_eq!(world.state(ticket).await, "NEW, tier 1 BKPSDM, nobody");
        let to = |unit| forward(ticket, world.units[unit]);
        assert_eq!(world.refused("joko", to("BKPSDM")).await, Refusal::Invalid("unit"));
        world.does("joko", to("DINKES")).await;
        world.does("dewi", to("DISDIK")).await;
        world.does("budi", to("BKPSDM")).await;
        world.does("joko", to("DINKES")).await;
        let row = world.row(ticket).await;
        assert_eq!((row.forwards, world.times(ticket, Kind::TicketForwarded).await), (4, 4));
        assert_eq!(world.who_sees(&["dewi", "joko", "budi", "wayan", "andi"], ticket).await, ["dewi", "joko", "budi", "wayan"]);
        // A former unit may add what it knows, and does not decide.
        world.does("joko", note(ticket, "Sudah dicek di SIMPEG, datanya ada.")).await;
        assert_eq!(world.refused("joko", to("DISDIK")).await, Refusal::Forbidden);
        // The coordinator stops the game.
        world.does("putri", to("BKPSDM")).await;
        world.does("putri", assign(ticket, world.people["joko"])).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 BKPSDM, joko");
    }
}

story! {
    /// Forwarding needs a reason and an office in use, ends a wait, and is for tier 1.
    what_forwarding_needs, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let bkpsdm = world.units["BKPSDM"];
        let blank = Forward { reason: " \n".into(), ..forward(ticket, bkpsdm) };
        assert_eq!(world.refused("budi", blank).await, Refusal::Blank("reason"));
        let village = world.units["KEL-MAWAR"];
        world.console(desk::unit::RetireUnit { unit: village }).await;
        assert_eq!(world.refused("budi", forward(ticket, village)).await, Refusal::Retired("unit"));

        world.does("budi", ask(ticket, "Ruangan mana?")).await;
        assert_eq!(world.row(ticket).await.status, Status::WaitingRequester);
        world.does("budi", forward(ticket, bkpsdm)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 BKPSDM, nobody");
        assert_eq!(world.next_due().await, None, "nobody is reminded of a question that is not asked any more");

        world.does("joko", forward(ticket, world.units["DISDIK"])).await;
        world.does("budi", escalate(ticket)).await;
        assert_eq!(world.refused("budi", forward(ticket, bkpsdm)).await, Refusal::Forbidden);
        assert_eq!(world.refused("putri", forward(ticket, bkpsdm)).await, Refusal::WrongTier(Verb::Forward));
    }
}
