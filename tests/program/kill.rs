//! The power goes in the middle of the work. What was acknowledged is there, once; what was not can be sent again, and is there once, too.

use super::process::Server;
use super::web::try_ask;
use crate::graphql::talk::report;
use crate::story;
use crate::support::World;
use desk::audit::verify::Trust;
use desk::desk::Caller;
use desk::session::MakeToken;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// Commands that are on their way.
const COMMANDS: usize = 1_000;
/// So many at a time.
const AT_ONCE: usize = 32;
/// After so many acknowledgements it is killed.
const KILLED_AFTER: usize = 400;

/// A command and the key it is sent under, again and again until it is acknowledged.
struct Sent {
    bearer: String,
    body: String,
}

/// Half of them open tickets, half of them write notes on the same few.
async fn commands(world: &World) -> Vec<Sent> {
    let mut bearers = Vec::new();
    for person in ["budi", "wayan", "dewi", "andi"] {
        let token = world.desk.act(&world.as_(person), MakeToken { name: "uji".into(), days: 30 }).await;
        bearers.push(format!("Bearer {}", token.expect("a token")));
    }
    let mut tickets = Vec::new();
    for n in 0..5 {
        tickets.push(world.opened("sari", "TIK-01", &format!("Gangguan {n}")).await);
    }
    let command = |n: usize| {
        let (query, input) = if n.is_multiple_of(2) {
            let query = "mutation ($input: TicketOpenInput!) { it: ticketOpen(input: $input) { ticket { id } userErrors { code } } }";
            (
                query,
                json!({ "report": report(world, "TIK-01", &format!("Laporan {n}.")), "requestId": format!("kunci {n}") }),
            )
        } else {
            let query = "mutation ($input: TicketNoteInput!) { it: ticketNote(input: $input) { ticket { id } userErrors { code } } }";
            let ticket = tickets[n / 2 % tickets.len()].to_string();
            (query, json!({ "ticket": ticket, "text": format!("Catatan {n}."), "requestId": format!("kunci {n}") }))
        };
        // Notes are written by those who see the ticket.
        let who = if n.is_multiple_of(2) { n / 2 % bearers.len() } else { n / 2 % 2 };
        let body = json!({ "query": query, "variables": { "input": input } }).to_string();
        Sent { bearer: bearers[who].clone(), body }
    };
    (0..COMMANDS).map(command).collect()
}

/// Sends one; the ticket, if it was acknowledged.
async fn send(address: &str, command: &Sent) -> Option<String> {
    let headers = [("authorization", command.bearer.as_str()), ("content-type", "application/json")];
    let reply = try_ask(address, "POST", "/graphql", &headers, command.body.clone()).await.ok()?;
    let answer: Value = serde_json::from_slice(&reply.body).ok()?;
    assert_eq!((reply.status, &answer["errors"]), (200, &Value::Null), "{answer}");
    assert_eq!(answer["data"]["it"]["userErrors"], json!([]), "{answer}");
    Some(answer["data"]["it"]["ticket"]["id"].as_str().expect("an id").to_owned())
}

/// How often each text is there, over all tickets.
async fn texts(world: &World) -> BTreeMap<String, usize> {
    let mut texts = BTreeMap::new();
    for id in world.reader("putri").await.visible_ids(false).await.expect("ids") {
        for message in world.messages(id).await {
            *texts.entry(message.body).or_default() += 1;
        }
    }
    texts
}

story! {
    /// `kill -9` in the middle of a thousand commands.
    killed_in_the_middle, |world| {
        let mut server = Server::beside(&world).await;
        let commands = commands(&world).await;
        let (acknowledged, enough) = (AtomicUsize::new(0), Notify::new());
        let address = server.address.clone();
        let sending = stream::iter(&commands)
            .map(async |command| {
                let answer = send(&address, command).await;
                if answer.is_some() && acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == KILLED_AFTER {
                    enough.notify_one();
                }
                answer
            })
            .buffered(AT_ONCE)
            .collect::<Vec<Option<String>>>();
        let killing = async {
            enough.notified().await;
            server.kill().await;
        };
        let (first, ()) = tokio::join!(sending, killing);
        let known = first.iter().flatten().count();
        assert!((KILLED_AFTER..COMMANDS).contains(&known), "{known} were acknowledged");

        let text = |n: usize| if n.is_multiple_of(2) { format!("Laporan {n}.. Mohon bantuan.") } else { format!("Catatan {n}.") };
        let there = texts(&world).await;
        for (n, answer) in first.iter().enumerate() {
            let times = there.get(&text(n)).copied().unwrap_or(0);
            // What was not acknowledged may have been done: its answer is what got lost.
            assert!(times == 1 || (times == 0 && answer.is_none()), "{n} is there {times} times, {answer:?}");
        }

        let server = Server::beside(&world).await;
        let again: Vec<Option<String>> =
            stream::iter(&commands).map(|command| send(&server.address, command)).buffered(AT_ONCE).collect().await;
        for (n, (first, again)) in first.iter().zip(&again).enumerate() {
            let again = again.as_ref().expect("an answer");
            assert!(first.as_ref().is_none_or(|first| first == again), "{n}: {first:?}, then {again}");
        }
        let there = texts(&world).await;
        for n in 0..COMMANDS {
            assert_eq!(there.get(&text(n)), Some(&1), "{}", text(n));
        }
        let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
        assert!(report.is_clean(), "{:?}", report.findings);
    }
}
