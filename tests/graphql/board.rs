//! What the coordinator looks at, through the API.

use super::talk::Door;
use crate::story;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::sla::ClockKind;
use serde_json::{Value, json};

const BOARD: &str = "{ ticketBoard { unit { code } team { code } active atRisk late }
    ticketBoardQuality { unit { code } resolved atTier1 escalated returned }
    ticketBoardTrend { date opened resolved } }";

story! {
    /// Three reports: one solved at tier 1, one escalated and returned as incomplete, one left lying until it is late.
    how_a_tier1_did, |world| {
        let door = Door::routes(&world);
        let (putri, budi, sari) = (door.client(&world, "putri").await, door.client(&world, "budi").await, door.client(&world, "sari").await);
        let solved = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", resolve(solved)).await;
        let returned = world.opened("sari", "TIK-01", "Switch rusak").await;
        world.does("budi", escalate(returned)).await;
        world.does("agus", give_back(returned, "Nomor seri perangkat")).await;
        world.opened("sari", "TIK-01", "Kabel putus").await;
        world.later(TimeDelta::days(4));
        while world.run_due().await > 0 {}
        let board = putri.reads(BOARD, json!({})).await;
        let of = |list: &str, code: &str| -> Value {
            let rows = board[list].as_array().expect("rows");
            rows.iter().find(|row| row["unit"]["code"] == code && row["team"].is_null()).cloned().unwrap_or_default()
        };
        let queue = of("ticketBoard", "DISDIK");
        assert_eq!((&queue["active"], &queue["late"]), (&json!(2), &json!(2)), "{board}");
        let quality = json!({ "unit": { "code": "DISDIK" }, "resolved": 1, "atTier1": 1, "escalated": 1, "returned": 1 });
        assert_eq!(of("ticketBoardQuality", "DISDIK"), quality, "{board}");
        let days = board["ticketBoardTrend"].as_array().expect("days");
        assert_eq!(days.len(), 31);
        let busy: Vec<_> = days.iter().filter(|day| day["opened"] != 0 || day["resolved"] != 0).collect();
        assert_eq!(busy, [&json!({ "date": "2026-07-06", "opened": 3, "resolved": 1 })]);
        assert_eq!(sari.errs(BOARD, json!({})).await, "FORBIDDEN");

        // An exception that waits for its decision is a list of the coordinator's, also when the ticket has ended.
        let asked = "{ tickets(view: EXCEPTIONS_ASKED) { nodes { id } } ticketCounts(views: [EXCEPTIONS_ASKED]) { count } }";
        let clock = world.clock(solved, ClockKind::Resolution).await.id.to_string();
        let on = json!({ "ticket": solved.to_string(), "clock": clock, "reason": "Listrik padam" });
        budi.does("ticketAskException", on.clone()).await;
        let found = putri.reads(asked, json!({})).await;
        assert_eq!(found, json!({ "tickets": { "nodes": [{ "id": solved.to_string() }] }, "ticketCounts": [{ "count": 1 }] }));
        let mut decided = on;
        decided["granted"] = json!(false);
        putri.does("ticketDecideException", decided).await;
        assert_eq!(putri.reads(asked, json!({})).await["tickets"]["nodes"], json!([]));
    }
}
