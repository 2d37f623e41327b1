//! How others fare while one person does the worst there is. `--attacks` measures this alone: for each attack, what a colleague's list takes meanwhile,
//! beside the same without an attack. The list of budgets is docs/budgets.md.

use crate::ground::Ground;
use crate::load::{Client, Run};
use crate::program::Program;
use crate::{Failure, Flags};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Questions that a colleague asks during one attack.
const QUESTIONS: usize = 300;
/// The pause between two of them: they are somebody at work, and no attack of their own.
const PAUSE: Duration = Duration::from_millis(20);
/// Connections of the attacker.
const HANDS: usize = 32;

/// What is sent, and whether it is sent again and again.
type Attack = (Arc<Vec<u8>>, bool);

/// Measures all attacks on one database.
pub async fn measure(flags: &Flags, database: &str, folder: &std::path::Path) -> Result<(), Failure> {
    let ground = Ground::make(database, folder, true).await?;
    let program = Program::start(flags, database, folder).await?;
    println!("\n# others' list of 25 while one citizen attacks, {}", database.split(':').next().unwrap_or_default());
    let ticket = long_ticket(&program, &ground).await?;
    let bearer = format!("Authorization: Bearer {}\r\n", ground.reporters[0]);
    let wide = json!({
        "query": (0..12).fold(String::from("query ($id: ID!) {"), |query, n| {
            query + &format!(" a{n}: ticket(id: $id) {{ timeline(last: 50) {{ messages {{ html text }} }} }}")
        }) + " }",
        "variables": { "id": ticket },
    });
    let word = json!({ "query": "{ tickets(view: ALL, filter: { text: \"panjang\" }, first: 100) { nodes { number title } } }" });
    let reply = json!({
        "query": "mutation ($input: TicketReplyInput!) { it: ticketReply(input: $input) { userErrors { code } } }",
        "variables": { "input": { "ticket": ticket, "text": "**panjang** sekali ".repeat(1_040) } },
    });
    let commas = "a,".repeat(9_900_000);
    let guess = json!({ "login": "198501012010011001", "password": "kata sandi tebakan" }).to_string();
    let post = |path: &str, kind: &str, more: &str, body: &str| {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n{more}Content-Length: {}\r\n\r\n",
            body.len()
        );
        Arc::new((head + body).into_bytes())
    };
    let begun =
        format!("POST /files HTTP/1.1\r\nHost: x\r\n{bearer}X-File-Name: a.txt\r\nContent-Length: 20000000\r\n\r\nx");
    let attacks: [(&str, Option<Attack>); 8] = [
        ("nothing", None),
        ("guesses of a password", Some((post("/session", "application/json", "", &guess), true))),
        ("tables of twenty megabytes of commas", Some((post("/import/units", "text/csv", &bearer, &commas), true))),
        (
            "questions with the largest answers",
            Some((post("/graphql", "application/json", &bearer, &wide.to_string()), true)),
        ),
        ("searches for a common word", Some((post("/graphql", "application/json", &bearer, &word.to_string()), true))),
        ("replies without end", Some((post("/graphql", "application/json", &bearer, &reply.to_string()), true))),
        ("uploads that never come", Some((Arc::new(begun.into_bytes()), false))),
        ("heads that never end", Some((Arc::new(b"GET / HTTP/1.1\r\nHost:".to_vec()), false))),
    ];
    for (name, attack) in attacks {
        let mut hands = JoinSet::new();
        if let Some((bytes, again)) = attack {
            for _ in 0..if again { HANDS } else { 15 * HANDS } {
                hands.spawn(knock(program.address.clone(), bytes.clone(), again));
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let run = colleague(&program, &ground).await?;
        hands.shutdown().await;
        println!(
            "{name}: median {:.1} ms, p99 {:.1} ms, worst {:.1} ms; {}",
            run.percentile(0.5),
            run.percentile(0.99),
            run.percentile(1.0),
            program.memory()?
        );
    }
    program.stop().await
}

/// A ticket with as much text as one page holds.
async fn long_ticket(program: &Program, ground: &Ground) -> Result<String, Failure> {
    let mut client = Client::open(&program.address, &ground.reporters[0]).await?;
    let made = client.say(crate::create::report(ground, 0)).await?;
    let id = made["data"]["it"]["ticket"]["id"].as_str().unwrap_or_default().to_owned();
    let reply = "mutation ($input: TicketReplyInput!) { it: ticketReply(input: $input) { userErrors { code } } }";
    for n in 0..60 {
        let text = format!("{n} {}", "**panjang** sekali ".repeat(1_040));
        client
            .say(json!({ "query": reply, "variables": { "input": { "ticket": id, "text": text } } }).to_string())
            .await?;
    }
    Ok(id)
}

/// Sends the same for ever, or once and then waits for ever. What comes back nobody reads longer than it takes to come.
async fn knock(address: String, bytes: Arc<Vec<u8>>, again: bool) {
    loop {
        let Ok(mut stream) = TcpStream::connect(&address).await else { continue };
        let (mut read, mut write) = stream.split();
        let mut answer = [0; 16 << 10];
        let sent = async { drop(write.write_all(&bytes).await) };
        let heard = async { drop(read.read(&mut answer).await) };
        tokio::join!(sent, heard);
        if !again {
            std::future::pending::<()>().await;
        }
    }
}

/// Somebody at work: one question after the other.
async fn colleague(program: &Program, ground: &Ground) -> Result<Run, Failure> {
    let said = json!({
        "query": "{ tickets(view: UNIT_QUEUE, first: 25) { nodes { number title status requester { name } sla { nextDueAt } } } }",
    });
    let said = said.to_string();
    let mut client = Client::open(&program.address, &ground.tier1).await?;
    let (mut each, begin) = (Vec::new(), Instant::now());
    for _ in 0..QUESTIONS {
        let asked = Instant::now();
        client.say(said.clone()).await?;
        each.push(asked.elapsed());
        tokio::time::sleep(PAUSE).await;
    }
    Ok(Run::of(each, begin.elapsed()))
}
