//! What the viewer is told they can do, and what then happens when they do it.

use super::talk::{Client, Door, Seen, wanted};
use crate::contract::sdl;
use crate::support::World;
use crate::support::words::*;
use desk::id::TicketId;
use desk::sla::ClockKind;
use desk::ticket::Verb;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The ways in which a ticket stands when people come to it.
const STAGES: [&str; 8] = ["new", "taken", "asked", "held", "escalated", "accepted", "resolved", "closed"];
const PEOPLE: [&str; 8] = ["sari", "budi", "agus", "putri", "dewi", "hadi", "eko", "rina"];

/// A ticket of Sari's at a stage.
async fn at(world: &World, stage: &str) -> TicketId {
    let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
    if stage != "new" {
        world.does("budi", take(ticket)).await;
    }
    match stage {
        "asked" => drop(world.does("budi", ask(ticket, "Sejak kapan?")).await),
        "held" => drop(world.does("budi", hold_for_centre(ticket, None)).await),
        "escalated" => drop(world.does("budi", escalate(ticket)).await),
        "accepted" => {
            world.does("budi", escalate(ticket)).await;
            world.does("agus", accept(ticket)).await;
        }
        "resolved" => drop(world.does("budi", resolve(ticket)).await),
        "closed" => {
            world.does("budi", resolve(ticket)).await;
            world.does("sari", confirm(ticket)).await;
        }
        _ => {}
    }
    ticket
}

/// What a person would send who does `verb` rightly.
fn input(world: &World, verb: Verb, seen: &Seen, others: [TicketId; 2]) -> Value {
    let text = "Alasan yang dapat dibaca orang.";
    let second = seen.line().contains("tier 2");
    let other = others[usize::from(second)];
    match verb {
        Verb::Open | Verb::Record => unreachable!("there is a ticket already"),
        Verb::Take | Verb::Resume | Verb::Accept | Verb::Reclassify => seen.and(json!({})),
        // To somebody of the queue it is in.
        Verb::Assign => {
            let to = if second { "agus" } else { "wayan" };
            seen.and(json!({ "assignee": world.people[to].to_string() }))
        }
        Verb::Reply | Verb::Note => seen.only(json!({ "text": text })),
        // Filled in by whoever uploads.
        Verb::Attach => seen.only(json!({})),
        Verb::Ask => seen.and(json!({ "question": text })),
        Verb::Hold => seen.and(json!({ "thirdParty": { "who": "Penyedia", "through": "Telepon" } })),
        Verb::Forward => seen.and(json!({ "unit": world.units["BKPSDM"].to_string(), "reason": text })),
        Verb::Escalate | Verb::CompleteRequest => seen.and(json!({ "wanted": wanted() })),
        Verb::HandOver => seen.and(json!({ "team": world.teams["T2-APL"].to_string(), "reason": text })),
        Verb::Return => seen.and(json!({ "missing": text })),
        Verb::Answer => seen.and(json!({ "solution": text })),
        Verb::Resolve => seen.and(json!({ "resolution": text, "cause": "POWER" })),
        Verb::Confirm => seen.and(json!({ "how": text })),
        Verb::Rate => seen.only(json!({ "rating": 4 })),
        Verb::Reopen | Verb::Reject | Verb::Cancel => seen.and(json!({ "reason": text })),
        Verb::Merge => seen.and(json!({ "target": other.to_string(), "reason": text })),
        Verb::Redact => seen.and(json!({ "head": true, "reason": text })),
        Verb::Involve => seen.only(json!({ "person": world.people["joko"].to_string() })),
        Verb::Follow => seen.only(json!({})),
        Verb::Link => seen.only(json!({ "other": other.to_string(), "kind": "RELATED" })),
        Verb::Tag => seen.only(json!({ "add": [TAG] })),
        Verb::CompleteFile => seen.only(json!({ "met": [1] })),
        Verb::StartLegal => seen.only(json!({ "code": "PDP_BREACH" })),
        // Filled in by whoever knows the clocks.
        Verb::EndLegal => seen.only(json!({ "met": true, "deed": text })),
        Verb::AskException => seen.only(json!({ "reason": text })),
        Verb::DecideException => seen.only(json!({ "granted": true, "reason": text })),
        Verb::PromoteToProblem | Verb::RaiseChange => seen.only(json!({ "description": text })),
    }
}

async fn sight(client: &Client, world: &World, ticket: TicketId) -> Seen {
    match client.sees(&ticket.to_string()).await {
        Some(seen) => seen,
        // Whoever does not see it tries all the same, with what they cannot know.
        None => {
            let row = world.row(ticket).await;
            let seen = json!({
                "id": ticket.to_string(), "number": row.number, "version": row.version, "title": null, "limited": false,
                "status": row.status.code(), "tier": row.tier, "assignee": null, "team": null, "viewerCan": [], "labels": [],
            });
            serde_json::from_value(seen).expect("a ticket")
        }
    }
}

/// Everybody tries everything at every stage: it is done exactly where `viewerCan` says so.
async fn what_is_said_is_what_happens(world: World, stages: &[&str]) {
    world.unhurried().await;
    let door = Door::routes(&world);
    let mut clients = BTreeMap::new();
    for person in PEOPLE {
        clients.insert(person, door.client(&world, person).await);
    }
    // To merge into and to link with: one more of the same queue.
    let others = [world.opened("sari", "TIK-01", "Mati juga").await, world.opened("sari", "TIK-01", "Mati lagi").await];
    world.does("budi", escalate(others[1])).await;
    let (mut wrong, mut done) = (Vec::new(), 0);
    for stage in stages {
        let mut ticket = at(&world, stage).await;
        for (person, client) in &clients {
            for verb in Verb::ALL.iter().copied().filter(|verb| !matches!(verb, Verb::Open | Verb::Record)) {
                let seen = sight(client, &world, ticket).await;
                let said = seen.viewer_can.contains(verb.code());
                let mut input = input(&world, verb, &seen, others);
                if verb == Verb::Attach {
                    let file = world.uploaded(person, "foto.txt", b"isi").await;
                    input["files"] = json!([file.to_string()]);
                }
                if matches!(verb, Verb::EndLegal | Verb::AskException | Verb::DecideException) {
                    input["clock"] = json!(world.clock(ticket, ClockKind::FirstResponse).await.id.to_string());
                }
                let mutation = format!("ticket{}", sdl::pascal(verb.code()));
                let happened = client.tries(&mutation, input).await;
                if happened.is_ok() != said {
                    let why = happened.as_ref().err().map(|error| error.code.clone()).unwrap_or_default();
                    wrong.push(format!("{stage}, {person}, {verb}: said {said}, {why}"));
                }
                if happened.is_ok() {
                    done += 1;
                    ticket = at(&world, stage).await;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "viewerCan is not what happens:\n{}", wrong.join("\n"));
    assert!(done > stages.len() * 10, "{done}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_is_what_happens_on_sqlite() {
    what_is_said_is_what_happens(World::on_sqlite().await, &STAGES).await;
}

/// The words and the deeds do not ask the database: here the stages in which the tiers differ are enough.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_is_what_happens_on_postgres() {
    what_is_said_is_what_happens(World::on_postgres().await, &["taken", "accepted", "resolved"]).await;
}
