//! Making tickets: the program over HTTP and GraphQL, and the same rows by prepared statements.

use crate::ground::Ground;
use crate::load::{Client, Run, Spread, run};
use crate::program::Program;
use crate::raw::{Raw, Template};
use crate::{Failure, Flags};
use desk::clock::Chance;
use serde_json::json;

const OPEN: &str = "mutation ($input: TicketOpenInput!) { it: ticketOpen(input: $input) { ticket { id number } userErrors { code } } }";

/// A report, as a request.
pub fn report(ground: &Ground, n: usize) -> String {
    let report = json!({
        "kind": "INCIDENT", "service": ground.service.to_string(), "title": format!("Internet kantor mati {n}"),
        "description": "Sejak pagi internet di ruang pelayanan tidak bisa dipakai, lampu modem merah. Mohon bantuannya.",
        "location": "Ruang pelayanan", "impact": "UNIT", "urgency": "HIGH",
    });
    json!({ "query": OPEN, "variables": { "input": { "report": report } } }).to_string()
}

/// Alternating runs at 1 and at 16 at a time.
pub async fn beside_raw(flags: &Flags, program: &Program, ground: &Ground, raw: &Raw) -> Result<(), Failure> {
    let mut client = Client::open(&program.address, &ground.reporters[0]).await?;
    let made = client.say(report(ground, 0)).await?;
    let id = made["data"]["it"]["ticket"]["id"].as_str().unwrap_or_default().to_owned();
    let template = raw.template(&id).await?;
    for at_once in [1, 16] {
        let total = if at_once == 1 { flags.creations / 4 } else { flags.creations };
        let tokens: Vec<&str> = ground.reporters.iter().take(at_once).map(String::as_str).collect();
        let bodies = std::sync::Arc::new((0..total).map(|n| report(ground, n)).collect::<Vec<_>>());
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..flags.runs {
            let bodies = bodies.clone();
            ours.push(run(&program.address, &tokens, total, move |n| bodies[n].clone()).await?);
            bare.push(raw_run(raw, &template, at_once, total).await?);
        }
        let rate = |runs: &[Run]| Spread::of(runs.iter().map(Run::rate));
        let (ours_rate, bare_rate) = (rate(&ours), rate(&bare));
        println!("creation, {at_once} at a time, {total} a run: {ours_rate} a second through HTTP and GraphQL");
        println!("  the same rows by prepared sqlx statements: {bare_rate} a second");
        println!("  ratio of the medians: {:.0} %", 100.0 * ours_rate.median() / bare_rate.median());
        println!("  p99 of one creation: {} ms", Spread::of(ours.iter().map(|run| run.percentile(0.99))));
    }
    Ok(())
}

async fn raw_run(raw: &Raw, template: &Template, at_once: usize, total: usize) -> Result<Run, Failure> {
    use futures_util::{StreamExt, TryStreamExt, stream};
    let chance = Chance::from_system();
    let begin = std::time::Instant::now();
    let each = stream::iter(0..total)
        .map(|_| async {
            let begin = std::time::Instant::now();
            raw.insert(template, &chance).await?;
            Ok::<_, Failure>(begin.elapsed())
        })
        .buffer_unordered(at_once)
        .try_collect()
        .await?;
    Ok(Run::of(each, begin.elapsed()))
}
