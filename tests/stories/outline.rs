//! *Terbatas* (R23): number, units, status, dates and clocks. What it hides is found by nothing: no filter, no list, no sum, no link.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::id::TicketId;
use desk::ticket::*;
use desk::view::{Filter, Order, Page, View};

async fn found(world: &World, who: &str, view: View, filter: &Filter) -> bool {
    let reader = world.reader(who).await;
    let page = reader.tickets(view, filter, Order::Oldest, &Page::default()).await.unwrap();
    assert_eq!(page.rows.len() as u64, reader.count(view, filter).await.unwrap(), "{who}: {filter:?}");
    !page.rows.is_empty()
}

/// A restricted incident with everything that a ticket can have, and nothing else in the region.
async fn laden(world: &World) -> TicketId {
    let ticket = world.opened("sari", "TIK-22", "Akun kepala dinas diretas xqzvk").await;
    world.does("gede", accept(ticket)).await;
    world.does("gede", tag(ticket, &[TAG])).await;
    ticket
}

story! {
    /// By each filter: one by what shows finds it, one by what does not finds it only for those who see it in full.
    what_the_outline_hides_finds_nothing, |world| {
        let ticket = laden(&world).await;
        let row = world.row(ticket).await;
        let none = Filter::default;
        let shown = [
            none(),
            Filter { statuses: vec![row.status], ..none() },
            Filter { tier: Some(2), ..none() },
            Filter { units: vec![world.units["DISDIK"]], ..none() },
            Filter { teams: vec![world.teams["T2-KAM"]], ..none() },
            Filter { opened_from: Some(row.opened_at), ..none() },
            Filter { breached: Some(false), ..none() },
        ];
        let hidden = [
            Filter { kinds: vec![TicketKind::Incident], ..none() },
            Filter { priorities: vec![row.priority], ..none() },
            Filter { channels: vec![row.channel], ..none() },
            Filter { services: vec![world.services["TIK-22"]], ..none() },
            Filter { assignees: vec![world.people["gede"]], ..none() },
            Filter { requesters: vec![world.people["sari"]], ..none() },
            Filter { tags: vec![TAG.into()], ..none() },
            Filter { assigned: Some(true), ..none() },
            Filter { security_incident: Some(true), ..none() },
            Filter { text: Some("xqzvk".into()), ..none() },
        ];
        for (filters, outline) in [(&shown[..], true), (&hidden[..], false)] {
            for filter in filters {
                assert!(found(&world, "eko", View::All, filter).await, "{filter:?}");
                for who in ["putri", "rina"] {
                    assert_eq!(found(&world, who, View::All, filter).await, outline, "{who}: {filter:?}");
                }
                assert!(!found(&world, "agus", View::All, filter).await, "{filter:?}");
            }
        }
        // To be told apart by what they do not match, tickets must not be missing, either.
        let nobodys = Filter { assigned: Some(false), ..none() };
        assert!(!found(&world, "putri", View::All, &nobodys).await);
    }
}

story! {
    /// Sums say no more than lists: the board counts a ticket of which the outline shows, and neither whose it is nor how urgent.
    sums_say_no_more, |world| {
        let ticket = world.opened("sari", "TIK-22", "Akun kepala dinas diretas").await;
        assert_eq!(world.row(ticket).await.priority, Priority::High);
        for (who, full) in [("eko", true), ("kadis", true), ("putri", false), ("rina", false)] {
            let board = world.reader(who).await.board().await.unwrap();
            let of: Vec<_> = board.iter().map(|it| (it.active, it.unassigned == 1, it.urgent == 1)).collect();
            assert_eq!(of, [(1, full, full)], "{who}");
        }
        world.does("gede", accept(ticket)).await;
        world.does("gede", resolve(ticket)).await;
        for (who, full) in [("eko", true), ("putri", false), ("rina", false)] {
            let quality = world.reader(who).await.board_quality().await.unwrap();
            assert_eq!(quality.iter().any(|it| it.resolved + it.escalated > 0), full, "{who}");
            let trend = world.reader(who).await.board_trend().await.unwrap();
            assert_eq!(trend.iter().map(|it| it.resolved).sum::<i64>(), 1, "{who}: dates show");
        }
    }
}

story! {
    /// What a ticket is linked to, was merged into or is like says what that is about: of an outline nothing leads there.
    nothing_leads_to_an_outline, |world| {
        let open = world.opened("sari", "TIK-01", "Internet mati").await;
        let closed = world.opened("hadi", "TIK-01", "Internet mati karena serangan").await;
        let away = world.opened("hadi", "TIK-01", "Tidak ada internet").await;
        world.does("budi", link(open, closed)).await;
        world.does("budi", merge(away, closed)).await;
        world.does("budi", classify(closed, Confidentiality::Restricted)).await;
        for (who, leads) in [("budi", true), ("eko", true), ("putri", false), ("rina", false)] {
            let reader = world.reader(who).await;
            let (open, away) = (reader.ticket(open).await.unwrap(), reader.ticket(away).await.unwrap());
            assert_eq!(reader.links(&open).await.unwrap().len(), usize::from(leads), "{who}");
            assert_eq!(reader.merged_into(&away).await.unwrap().is_some(), leads, "{who}");
            assert_eq!(!reader.similar(&open).await.unwrap().is_empty(), leads, "{who}");
        }
    }
}
