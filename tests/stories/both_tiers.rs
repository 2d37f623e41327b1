//! From a clerk's report through both tiers and back.

use crate::story;
use crate::support::world::refusal;
use desk::refusal::Refusal;
use desk::ticket::*;

fn wanted() -> Wanted {
    Wanted {
        reason: EscalationReason::NeedsTier2Authority,
        diagnosis: "Port switch mati".into(),
        steps_tried: "Kabel diganti, perangkat dinyalakan ulang".into(),
        help_wanted: "Aktifkan port di switch distribusi".into(),
    }
}

story! {
    /// requester -> Tier 1 -> escalate -> accept -> answer -> resolve -> confirm -> rate
    the_whole_way, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let row = world.row(ticket).await;
        assert_eq!(row.number, "TKT-2026-000001");
        assert_eq!((row.status, row.tier, row.route_reason), (Status::New, 1, RouteReason::ReporterUnit));

        let seen = Some(row.version);
        world.desk.act(&world.as_("budi"), Take { ticket, seen }).await.unwrap();
        // Wayan still looks at what was there before: he is told, and nothing changes.
        let stale = refusal(world.desk.act(&world.as_("wayan"), Take { ticket, seen }).await);
        assert!(matches!(stale, Refusal::Stale { ref changes } if changes[0].kind == "TICKET_TAKEN"), "{stale:?}");

        let seen = Some(world.row(ticket).await.version);
        let blank = Escalate { ticket, seen, wanted: Wanted { help_wanted: "  ".into(), ..wanted() } };
        assert_eq!(refusal(world.desk.act(&world.as_("budi"), blank).await), Refusal::Blank("helpWanted"));
        world.desk.act(&world.as_("budi"), Escalate { ticket, seen, wanted: wanted() }).await.unwrap();
        let row = world.row(ticket).await;
        assert_eq!((row.tier, row.assignee_id, row.status), (2, None, Status::InProgress));

        // Made works in another team.
        let elsewhere = refusal(world.desk.act(&world.as_("made"), Accept { ticket, seen: None }).await);
        assert_eq!(elsewhere, Refusal::NotFound);
        let early = world.desk.act(&world.as_("agus"), Answer { ticket, seen: None, solution: "Sudah".into() }).await;
        assert_eq!(refusal(early), Refusal::NotAccepted);
        world.desk.act(&world.as_("agus"), Accept { ticket, seen: Some(row.version) }).await.unwrap();
        let solution = "Port 12 sudah diaktifkan; silakan cek.".to_owned();
        world.desk.act(&world.as_("agus"), Answer { ticket, seen: None, solution }).await.unwrap();
        let row = world.row(ticket).await;
        assert_eq!((row.tier, row.assignee_id), (1, Some(world.people["budi"])));

        let resolution = "Internet sudah menyala kembali.".to_owned();
        let resolve = Resolve { ticket, seen: Some(row.version), resolution, cause: Cause::ConfigurationFault };
        world.desk.act(&world.as_("budi"), resolve).await.unwrap();
        world.desk.act(&world.as_("sari"), Confirm { ticket, seen: None, how: String::new() }).await.unwrap();
        world.desk.act(&world.as_("sari"), Rate { ticket, rating: 5, comment: "Cepat".into() }).await.unwrap();
        let row = world.row(ticket).await;
        assert_eq!((row.status, row.end_reason, row.rating), (Status::Closed, Some(EndReason::Confirmed), Some(5)));
    }
}
