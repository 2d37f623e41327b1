//! The disk is full: nothing can be written for a while, and then it can again.

use super::process::{PATIENCE, Server};
use super::web::ask;
use crate::graphql::talk::report;
use crate::support::World;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::token::{MakeToken, TokenScope};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio::time::timeout;

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Came {
    Stored,
    Refused(String, String),
}

/// Somebody who reports through the API.
struct Reporter<'a> {
    world: &'a World,
    bearer: String,
    /// What came of each report.
    came: BTreeMap<String, Came>,
}

impl Reporter<'_> {
    /// Reports something; without a title it says nothing, and is refused whatever there is room for.
    async fn reports(&mut self, server: &Server, title: &str) -> Came {
        let query = "mutation ($input: TicketOpenInput!) { it: ticketOpen(input: $input) { ticket { id } userErrors { code message } } }";
        let text = format!("Laporan nomor {}.", self.came.len());
        let mut report = report(self.world, "TIK-01", &text);
        report["title"] = json!(title);
        report["description"] = json!(if title.is_empty() { "" } else { text.as_str() });
        let body = json!({ "query": query, "variables": { "input": { "report": report, "requestId": text } } });
        let answer = self.asks(server, &body).await;
        let came = match answer["data"]["it"]["userErrors"].as_array().map(Vec::as_slice) {
            Some([]) => Came::Stored,
            Some([error]) => {
                let word = |name: &str| error[name].as_str().expect("a word").to_owned();
                Came::Refused(word("code"), word("message"))
            }
            _ => panic!("{answer}"),
        };
        self.came.insert(text, came.clone());
        came
    }

    async fn asks(&self, server: &Server, body: &Value) -> Value {
        let headers = [("authorization", self.bearer.as_str()), ("content-type", "application/json")];
        let reply = ask(server, "POST", "/graphql", &headers, body.to_string()).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()
    }
}

/// What the program says of itself.
async fn ready(server: &Server) -> (u16, String) {
    let reply = ask(server, "GET", "/health/ready", &[], "").await;
    (reply.status, reply.json()["storing"].as_str().expect("a word").to_owned())
}

fn grown(world: &World) -> u64 {
    let size = |name: &str| std::fs::metadata(world.folder.path().join(name)).map_or(0, |file| file.len());
    size("tanggap.db").max(size("tanggap.db-wal"))
}

/// Its files may not grow for a while: what comes then is refused in words, reading goes on, and afterwards everything does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_and_free_again() {
    let world = World::on_sqlite().await;
    world.clock.set(desk::clock::Clock::now(&desk::clock::SystemClock));
    let token = world
        .desk
        .act(&world.as_("sari"), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() })
        .await
        .expect("a token");
    let mut sari = Reporter { world: &world, bearer: format!("Bearer {token}"), came: BTreeMap::new() };
    let mut server = Server::start_limitable(world.folder.path(), &world.database).await;
    for _ in 0..10 {
        assert_eq!(sari.reports(&server, "Ada ruang").await, Came::Stored);
    }

    server.limit_files(Some(grown(&world) + 100_000)).await;
    let filling = async {
        loop {
            if let Came::Refused(code, message) = sari.reports(&server, "Makin penuh").await {
                return (code, message);
            }
        }
    };
    let (code, message) = timeout(PATIENCE, filling).await.expect("it fills up");
    assert_eq!(code, "CANNOT_STORE");
    assert!(message.starts_with("Saat ini tidak ada yang dapat disimpan"), "{message}");
    let Came::Refused(code, _) = sari.reports(&server, "").await else { panic!("a report without a title") };
    assert_eq!(code, "BLANK");
    // One that takes less room may still go in; in the end that counts, too.
    for _ in 0..20 {
        if let Came::Refused(code, _) = sari.reports(&server, "Penuh").await {
            assert_eq!(code, "CANNOT_STORE");
        }
    }
    let answer = sari.asks(&server, &json!({ "query": "{ viewer { person { name } } }" })).await;
    assert_eq!(answer["data"]["viewer"]["person"]["name"], "Sari Wulandari", "reading goes on");
    assert_eq!(ready(&server).await, (503, "failing".to_owned()));
    assert_eq!(ask(&server, "GET", "/about", &[], "").await.json()["stores"], false);

    server.limit_files(None).await;
    for _ in 0..30 {
        assert_eq!(sari.reports(&server, "Ada ruang lagi").await, Came::Stored);
    }
    let well = async { while ready(&server).await != (200, "ok".to_owned()) {} };
    timeout(PATIENCE, well).await.expect("it is well by itself");
    assert_eq!(ask(&server, "GET", "/about", &[], "").await.json()["stores"], true);

    // Whoever opens the database anew finds what was acknowledged, and nothing of what was refused.
    server.stop().await;
    let anew = World::open(&world.database, world.folder.path(), world.clock.clone(), 81).await;
    let mut there = BTreeMap::<String, usize>::new();
    let all = anew.reader(&world.as_("putri")).await.expect("a reader").visible_ids(false).await.expect("ids");
    for id in all {
        for message in desk::store::ticket::messages(&anew.store().read(), id).await.expect("a read") {
            *there.entry(message.body).or_default() += 1;
        }
    }
    for (text, came) in &sari.came {
        assert_eq!(there.get(text).copied().unwrap_or(0), usize::from(*came == Came::Stored), "{text} {came:?}");
    }
    let report = anew.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
}
