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

/// A word that only one ticket has.
const RARE: &str = "zirkonium";
/// Words that a good part of all tickets have.
const COMMON: [&str; 3] = ["kantor", "aplikasi komputer", "mohon bantuan"];

fn list(view: &str, text: Option<&str>) -> String {
    json!({ "query": LIST, "variables": { "view": view, "text": text } }).to_string()
}

async fn measure(flags: &Flags, program: &Program, token: &str, body: &str) -> Result<(Vec<Run>, usize), Failure> {
    let mut client = Client::open(&program.address, token).await?;
    let answer = client.say(body.to_owned()).await?;
    let rows = answer["data"]["it"]["nodes"].as_array().map_or(0, Vec::len);
    let tokens = [token; 16];
    // Warm.
    let said = body.to_owned();
    run(&program.address, &tokens, flags.reads / 10, move |_| said.clone()).await?;
    let mut runs = Vec::new();
    for _ in 0..flags.runs {
        let said = body.to_owned();
        runs.push(run(&program.address, &tokens, flags.reads, move |_| said.clone()).await?);
    }
    Ok((runs, rows))
}

fn tell(what: &str, runs: &[Run], rows: usize) {
    let of = |share: f64| Spread::of(runs.iter().map(|run| run.percentile(share)));
    let rate = Spread::of(runs.iter().map(Run::rate));
    println!("{what}, 16 clients, {rows} rows: p50 {} ms, p99 {} ms, {rate} a second", of(0.5), of(0.99));
}

/// The 25 newest of the lists that people have open all day.
pub async fn queues(flags: &Flags, program: &Program, ground: &Ground) -> Result<(), Failure> {
    for (who, token, view) in [
        ("Tier 1", &ground.tier1, "UNIT_QUEUE"),
        ("Tier 1", &ground.tier1, "ALL"),
        ("coordinator", &ground.coordinator, "ACTIVE"),
        ("coordinator", &ground.coordinator, "ALL"),
    ] {
        let (runs, rows) = measure(flags, program, token, &list(view, None)).await?;
        tell(&format!("25 newest of {view} as {who}"), &runs, rows);
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

/// Common words and a rare one.
pub async fn search(flags: &Flags, program: &Program, ground: &Ground) -> Result<(), Failure> {
    for (who, token) in [("Tier 1", &ground.tier1), ("coordinator", &ground.coordinator)] {
        for words in COMMON.into_iter().chain([RARE]) {
            let (runs, rows) = measure(flags, program, token, &list("ALL", Some(words))).await?;
            tell(&format!("search “{words}” as {who}"), &runs, rows);
        }
    }
    Ok(())
}
