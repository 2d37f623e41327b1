//! What a request costs: the program's own time on the cores, which holds on a busy machine too, where the time on the wall does not.

use crate::ground::Ground;
use crate::load::{Client, Spread};
use crate::program::Program;
use crate::{Failure, Flags};
use serde_json::{Value, json};

/// The console's list, as the portal asks for it.
const LIST: &str = "{ it: tickets(view: ALL, first: 25) {
    nodes { id number version limited kind title priority status labels tier receivedAt lastActivityAt waitUntil confidentiality
        requester { id name } assignee { id name } service { id name } unit { id name shortName }
        sla { next { id kind state dueAt remainingSeconds atRisk breachedAt outsideControl } } }
    pageInfo { hasNextPage endCursor } } }";

/// A ticket with what happened on it.
const TICKET: &str = "query ($id: ID!) { it: ticket(id: $id) { number title status
    timeline(last: 50) { kind messages { kind text html } } sla { next { dueAt state } } } }";

/// Measures the requests that all others are made of, one after the other, as the coordinator.
pub async fn table(flags: &Flags, program: &Program, ground: &Ground) -> Result<(), Failure> {
    let mut client = Client::open(&program.address, &ground.coordinator).await?;
    let ask = |query: &str, variables: Value| json!({ "query": query, "variables": variables }).to_string();
    let rows = client.say(ask("{ it: tickets(view: ALL, first: 25) { nodes { id limited } } }", json!({}))).await?;
    let rows = rows["data"]["it"]["nodes"].as_array().cloned().unwrap_or_default();
    let shown = rows.into_iter().find(|row| row["limited"] == json!(false)).ok_or("the coordinator sees no ticket")?;
    println!("\nCPU of the program for a request, in ms:");
    for (what, query, variables) in [
        ("`{ __typename }`", "{ __typename }", json!({})),
        ("whoever asks", "{ viewer { person { name } } }", json!({})),
        ("25 ids of a list", "{ it: tickets(view: ALL, first: 25) { nodes { id } } }", json!({})),
        ("the console's list of 25 with clocks", LIST, json!({})),
        ("a ticket with its timeline", TICKET, json!({ "id": shown["id"] })),
    ] {
        let body = ask(query, variables);
        // Warm.
        for _ in 0..50 {
            client.say(body.clone()).await?;
        }
        let requests = (flags.reads / 4).max(100);
        let mut runs = Vec::new();
        for _ in 0..flags.runs {
            let before = program.cpu()?;
            for _ in 0..requests {
                client.say(body.clone()).await?;
            }
            runs.push((program.cpu()? - before) / requests as f64);
        }
        println!("{what}: {}", Spread::of(runs.into_iter()));
    }
    Ok(())
}
