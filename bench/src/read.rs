//! Lists and search, as the portal asks for them.

use crate::ground::Ground;
use crate::load::{Client, Run, Spread, run};
use crate::program::Program;
use crate::{Failure, Flags};
use serde_json::json;

/// The 25 newest of a list, with what a row of the console shows.
const LIST: &str =
    "query ($view: TicketViewName!, $text: String) { it: tickets(view: $view, filter: { text: $text }, first: 25) {
    nodes { id number title status priority tier openedAt lastActivityAt assignee { name } requester { name }
        unit { shortName } service { name } team { code } labels }
    pageInfo { hasNextPage endCursor } } }";

/// So many ask at once.
const MOST_CLIENTS: usize = 16;

/// A word that only one ticket has.
const RARE: &str = "zirkonium";
/// Words that a good part of all tickets have.
const COMMON: [&str; 3] = ["kantor", "aplikasi komputer", "mohon bantuan"];

fn list(view: &str, text: Option<&str>) -> String {
    json!({ "query": LIST, "variables": { "view": view, "text": text } }).to_string()
}

/// Measures one question from so many clients at a time, and tells it.
async fn measure(
    flags: &Flags,
    program: &Program,
    token: &str,
    clients: usize,
    what: &str,
    body: &str,
) -> Result<(), Failure> {
    let mut client = Client::open(&program.address, token).await?;
    let answer = client.say(body.to_owned()).await?;
    let rows = answer["data"]["it"]["nodes"].as_array().map_or(0, Vec::len);
    let tokens = vec![token; clients];
    let reads = flags.reads * clients / MOST_CLIENTS;
    // Warm.
    let said = body.to_owned();
    run(&program.address, &tokens, reads / 10, move |_| said.clone()).await?;
    let mut runs = Vec::new();
    for _ in 0..flags.runs {
        let said = body.to_owned();
        runs.push(run(&program.address, &tokens, reads, move |_| said.clone()).await?);
    }
    let of = |share: f64| Spread::of(runs.iter().map(|run| run.percentile(share)));
    let rate = Spread::of(runs.iter().map(Run::rate));
    let clients = if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") };
    println!("{what}, {clients}, {rows} rows: p50 {} ms, p99 {} ms, {rate} a second", of(0.5), of(0.99));
    Ok(())
}

/// The 25 newest of the lists that people have open all day.
pub async fn queues(flags: &Flags, program: &Program, ground: &Ground) -> Result<(), Failure> {
    for (who, token, view) in [
        ("Tier 1", &ground.tier1, "UNIT_QUEUE"),
        ("Tier 1", &ground.tier1, "ALL"),
        ("coordinator", &ground.coordinator, "ACTIVE"),
        ("coordinator", &ground.coordinator, "ALL"),
    ] {
        let what = format!("25 newest of {view} as {who}");
        measure(flags, program, token, MOST_CLIENTS, &what, &list(view, None)).await?;
    }
    Ok(())
}

/// Makes the ticket that has the rare word.
pub async fn rare(program: &Program, ground: &Ground) -> Result<(), Failure> {
    let mut client = Client::open(&program.address, &ground.tier1).await?;
    let query =
        "mutation ($input: TicketOpenInput!) { it: ticketOpen(input: $input) { ticket { id } userErrors { code } } }";
    let report = json!({
        "kind": "INCIDENT", "service": ground.service.to_string(), "title": format!("Mesin {RARE} rusak"),
        "description": "Satu-satunya.", "impact": "PERSON", "urgency": "LOW",
    });
    client.say(json!({ "query": query, "variables": { "input": { "report": report } } }).to_string()).await?;
    Ok(())
}

/// Common words and a rare one, as one person waits for them, and as many do.
pub async fn search(flags: &Flags, program: &Program, ground: &Ground) -> Result<(), Failure> {
    for (who, token) in [("Tier 1", &ground.tier1), ("coordinator", &ground.coordinator)] {
        for words in COMMON.into_iter().chain([RARE]) {
            for clients in [1, MOST_CLIENTS] {
                let what = format!("search “{words}” as {who}");
                measure(flags, program, token, clients, &what, &list("ALL", Some(words))).await?;
            }
        }
    }
    Ok(())
}
