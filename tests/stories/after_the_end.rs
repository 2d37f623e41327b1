//! Replies to what is done (R3), and closing by itself.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::instant;
use desk::event::{Door, Kind};
use desk::id::TicketId;
use desk::refusal::Refusal;
use desk::store;
use desk::ticket::*;
use desk::view::View;

/// Solved on Monday 6 July, 09.10.
async fn solved(world: &World) -> TicketId {
    let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
    world.does("budi", take(ticket)).await;
    world.does("budi", resolve(ticket)).await;
    ticket
}

story! {
    /// Nobody objects: at the close of the third business day the clock closes it, once.
    closes_by_itself, |world| {
        let ticket = solved(&world).await;
        assert_eq!(world.next_due().await, Some(instant("2026-07-09T08:00:00Z")));
        world.at("2026-07-09T07:59:59Z");
        assert_eq!(world.run_due().await, 0);
        world.at("2026-07-09T08:00:00Z");
        assert_eq!(world.run_due().await, 1);
        assert_eq!(world.run_due().await, 0);
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.end_reason), (Status::Closed, Some(EndReason::Automatic)));
        assert_eq!(row.ended_at, Some(instant("2026-07-09T08:00:00Z")));
        let last = world.events(ticket).await.pop().unwrap();
        assert_eq!((last.kind.as_str(), last.actor.as_str(), last.door), ("TICKET_CLOSED", "clock", Door::Clock));
        // She may still say that it was right, and rate it.
        world.does("sari", confirm(ticket)).await;
        world.does("sari", rate(ticket, 5)).await;
    }
}

story! {
    /// "Terima kasih" on a solved ticket: kept and flagged, it reopens nothing; closing waits three more business days.
    thank_you, |world| {
        let ticket = solved(&world).await;
        world.at("2026-07-08T02:00:00Z");
        world.does("sari", reply(ticket, "Terima kasih")).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.replied_after_end), (Status::Resolved, true));
        assert_eq!(world.lists("budi", View::RepliedAfterEnd).await, [ticket]);
        // Wednesday, and then Thursday, Friday, Monday.
        world.days_pass_until("2026-07-13T07:59:59Z").await;
        assert_eq!(world.row(ticket).await.status, Status::Resolved);
        world.days_pass_until("2026-07-13T08:00:00Z").await;
        assert_eq!(world.row(ticket).await.status, Status::Closed);
        assert_eq!(world.times(ticket, Kind::TicketReopened).await, 0);
    }
}

story! {
    /// A technician's word on a solved ticket raises no flag and moves nothing.
    the_desk_answers_a_thank_you, |world| {
        let ticket = solved(&world).await;
        world.at("2026-07-08T02:00:00Z");
        world.does("budi", reply(ticket, "Sama-sama")).await;
        assert!(!world.row(ticket).await.replied_after_end);
        assert_eq!(world.next_due().await, Some(instant("2026-07-09T08:00:00Z")));
        world.does("sari", reply(ticket, "Terima kasih")).await;
        world.does("budi", reply(ticket, "Terima kasih kembali")).await;
        assert!(!world.row(ticket).await.replied_after_end, "it has been answered");
        assert_eq!(world.lists("budi", View::RepliedAfterEnd).await, []);
    }
}

story! {
    /// On a closed ticket within seven business days: the same flag. Later: a new ticket, linked, and the sender is told.
    a_reply_after_closing, |world| {
        let ticket = solved(&world).await;
        world.does("sari", confirm(ticket)).await;
        // Closed on Monday the 6th: seven business days end on Wednesday the 15th, 16.00.
        world.at("2026-07-15T08:00:00Z");
        assert_eq!(world.refused("budi", reply(ticket, "Halo")).await, Refusal::WrongStatus(Verb::Reply, Status::Closed));
        let said = world.does("sari", reply(ticket, "Mati lagi")).await;
        assert_eq!((said.ticket, said.follow_up), (ticket, false));
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.replied_after_end), (Status::Closed, true));

        world.at("2026-07-15T08:00:01Z");
        let said = world.does("sari", reply(ticket, "Mati lagi hari ini")).await;
        assert!(said.follow_up && said.ticket != ticket);
        assert_eq!(world.state(said.ticket).await, "NEW, tier 1 DISDIK, nobody");
        let new = world.row(said.ticket).await;
        assert_eq!((new.title.as_str(), new.requester_id), ("Internet mati", world.people["sari"]));
        assert_eq!(world.reads("sari", said.ticket).await, ["Mati lagi hari ini"]);
        let links = store::ticket::links(&world.desk.store().read(), ticket).await.unwrap();
        assert_eq!(links.iter().map(|l| (l.ticket_id, l.kind, l.other_id)).collect::<Vec<_>>(), [
            (said.ticket, LinkKind::FollowUp, ticket)
        ]);
        assert_eq!(world.row(ticket).await.status, Status::Closed);
    }
}

story! {
    /// The new ticket is as confidential as the old one, whose title it bears; and it is hidden from whom the old one was.
    what_follows_is_as_confidential, |world| {
        let ticket = world.opened("sari", "TIK-01", "Sandi peladen tersebar").await;
        world.does("budi", take(ticket)).await;
        world.does("budi", classify(ticket, Confidentiality::Restricted)).await;
        world.does("budi", resolve(ticket)).await;
        world.does("sari", confirm(ticket)).await;
        world.at("2026-07-20T02:00:00Z");
        let new = world.does("sari", reply(ticket, "Terjadi lagi")).await.ticket;
        assert_eq!(world.row(new).await.confidentiality, Confidentiality::Restricted);
        assert!(world.sees("wayan", new).await, "it is in his queue");
        assert!(!world.sees("hadi", new).await);

        let about_budi = Report {
            kind: Some(TicketKind::Complaint),
            about_person: Some(world.people["budi"]),
            ..world.report("TIK-30", "Teknisi tidak datang")
        };
        let complaint = world.does("sari", open(about_budi)).await.ticket;
        world.does("putri", resolve(complaint)).await;
        world.does("sari", confirm(complaint)).await;
        world.at("2026-08-20T02:00:00Z");
        let new = world.does("sari", reply(complaint, "Masih tidak datang")).await.ticket;
        assert_eq!(world.state(new).await, "NEW, tier 1 coordinator, nobody");
        assert!(!world.sees("budi", new).await);
    }
}

story! {
    /// Somebody who only followed it writes long after the end: the new ticket is theirs, not the old requester's.
    a_follower_writes_long_after_the_end, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let merged = world.opened("hadi", "TIK-01", "Internet mati juga").await;
        world.does("budi", merge(merged, ticket)).await;
        world.does("budi", resolve(ticket)).await;
        world.does("sari", confirm(ticket)).await;
        world.at("2026-07-20T02:00:00Z");
        let said = world.does("hadi", reply(ticket, "Di ruang saya mati lagi")).await;
        let row = world.row(said.ticket).await;
        assert_eq!((said.follow_up, row.requester_id, row.filer_id), (true, world.people["hadi"], world.people["hadi"]));
    }
}

story! {
    /// R15: a command first fires what is already due, by the hand of the clock; a refused one leaves it to the worker.
    a_command_finds_something_due, |world| {
        let ticket = solved(&world).await;
        world.at("2026-07-10T02:00:00Z");
        // No worker has run. Too late to take it over: it is closed.
        assert_eq!(world.refused("wayan", take(ticket)).await, Refusal::WrongStatus(Verb::Take, Status::Closed));
        assert_eq!(world.row(ticket).await.status, Status::Resolved, "nothing half done");
        world.does("sari", reply(ticket, "Terima kasih")).await;
        let last = world.events(ticket).await.split_off(3);
        let told: Vec<_> = last.iter().map(|event| (event.kind.as_str(), event.actor.clone())).collect();
        assert_eq!(told, [
            ("TICKET_CLOSED", "clock".to_owned()),
            ("TICKET_REPLIED", world.people["sari"].to_string()),
        ]);
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.replied_after_end), (Status::Closed, true));
        assert_eq!(row.ended_at, Some(world.desk.now()), "what the clock does late begins when it does it");
        assert_eq!(world.run_due().await, 0);
    }
}

story! {
    /// A spoken confirmation says who, when and how; it does not pass for the requester's own.
    confirmed_by_word_of_mouth, |world| {
        let ticket = solved(&world).await;
        assert_eq!(world.refused("budi", confirm(ticket)).await, Refusal::Blank("how"));
        assert_eq!(world.refused("joko", confirm(ticket)).await, Refusal::NotFound);
        let spoken = || Confirm { how: "Bu Sari lewat telepon, 10.15".into(), ..confirm(ticket) };
        world.does("budi", spoken()).await;
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.end_reason), (Status::Closed, Some(EndReason::ConfirmedOrally)));
        assert_eq!(world.said(ticket, MessageKind::Confirmation).await.audience, Audience::Internal);
        assert_eq!(world.next_due().await, None);
        // Her own word counts more than his report of it, and nothing is to be reported of it any more.
        world.does("sari", confirm(ticket)).await;
        assert_eq!(world.row(ticket).await.end_reason, Some(EndReason::Confirmed));
        assert_eq!(world.refused("budi", spoken()).await.code(), "WRONG_STATUS");
        assert_eq!(world.row(ticket).await.end_reason, Some(EndReason::Confirmed));
    }
}

story! {
    /// Only the requester rates, from 1 to 5, once it is done.
    rating, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(world.refused("sari", rate(ticket, 5)).await, Refusal::WrongStatus(Verb::Rate, Status::New));
        world.does("budi", resolve(ticket)).await;
        for wrong in [0, 6, -1] {
            assert_eq!(world.refused("sari", rate(ticket, wrong)).await, Refusal::Invalid("rating"));
        }
        for who in ["budi", "putri", "hadi"] {
            assert_eq!(world.refused(who, rate(ticket, 5)).await, Refusal::Forbidden, "{who}");
        }
        world.does("sari", Rate { comment: "Cepat".into(), ..rate(ticket, 4) }).await;
        assert_eq!((world.row(ticket).await.rating, world.row(ticket).await.status), (Some(4), Status::Resolved));
    }
}
