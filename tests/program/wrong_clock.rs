//! The machine's clock is set wrong beneath the running program, which asks a clock of its own making: `wrong_clock.c`, loaded before it.

use super::load::verified;
use super::process::{PATIENCE, Server, worked};
use super::web::{ask, try_ask};
use crate::story;
use crate::support::{World, preloaded};
use chrono::TimeDelta;
use desk::clock::{Clock, SystemClock};
use desk::event::Kind;
use desk::token::{MakeToken, TokenScope};
use serde_json::{Value, json};
use tokio::time::timeout;

/// Asks as somebody.
async fn asks(server: &Server, bearer: &str, query: &str) -> Value {
    let headers = [("authorization", bearer), ("content-type", "application/json")];
    ask(server, "POST", "/graphql", &headers, json!({ "query": query }).to_string()).await.json()
}

async fn bearer(world: &World, who: &str) -> String {
    let token = world
        .desk
        .act(&world.as_(who), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() })
        .await;
    format!("Bearer {}", token.expect("a token"))
}

/// Until `/health/ready` says so of the clock.
async fn until(server: &Server, word: &str) -> Value {
    let look = async {
        loop {
            let ready = ask(server, "GET", "/health/ready", &[], "").await;
            let said = ready.json();
            if said["clock"] == word {
                assert_eq!(ready.status, 200, "people go on working: {said}");
                return said;
            }
        }
    };
    timeout(PATIENCE, look).await.expect("it notices")
}

/// Until it is on record, and not only known.
async fn until_told(server: &Server, bearer: &str, many: usize) -> Vec<Value> {
    let look = async {
        loop {
            let told = asks(server, bearer, "{ timeDoubts { id offSeconds clockTime deskTime } }").await;
            let doubts = told["data"]["timeDoubts"].as_array().expect("doubts").clone();
            if doubts.len() == many {
                return doubts;
            }
        }
    };
    timeout(PATIENCE, look).await.expect("it is told")
}

story! {
    /// A month ahead, back, ahead again, and confirmed.
    set_beneath_the_program, |world| {
        let folder = world.folder.path();
        let library = preloaded(folder, "wrong_clock.c");
        let off = folder.join("off");
        std::fs::write(&off, "0").expect("a file");
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let metrics = free.local_addr().expect("an address").to_string();
        drop(free);
        world.clock.set(SystemClock.now());
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let (putri, budi) = (bearer(&world, "putri").await, bearer(&world, "budi").await);
        let environment = [("LD_PRELOAD", library), ("STORY_CLOCK_OFF", off.display().to_string())];
        let server = Server::quiet(&world, &["--metrics-listen", &metrics], &environment).await;
        until(&server, "ok").await;
        let month = TimeDelta::days(30).num_seconds();

        for round in 0..2 {
            std::fs::write(&off, month.to_string()).expect("a file");
            let said = until(&server, "no").await;
            assert!((said["clockOffSeconds"].as_i64().expect("seconds") - month).abs() < 60, "{said}");
            let doubts = until_told(&server, &putri, 1).await;
            assert!((doubts[0]["offSeconds"].as_i64().expect("seconds") - month).abs() < 60, "{doubts:?}");
            let refused = asks(&server, &budi, "{ timeDoubts { id } }").await;
            assert_eq!((&refused["data"], refused["errors"].is_array()), (&Value::Null, true), "{refused}");
            let text = String::from_utf8(try_ask(&metrics, "GET", "/metrics", &[], "").await.expect("metrics").body).expect("text");
            assert!(text.contains("tanggap_wall_clock_doubted 1"), "{text}");
            // Whoever works, works by the time without the jump, and fires nothing.
            let note = format!("mutation {{ ticketNote(input: {{ ticket: \"{ticket}\", text: \"Dicek {round}.\" }}) {{ userErrors {{ code }} }} }}");
            let noted = asks(&server, &budi, &note).await;
            assert_eq!(noted["data"]["ticketNote"]["userErrors"], json!([]), "{noted}");
            assert_eq!(world.times_with_clocks(ticket, Kind::ClockBreached).await, 0);
            let last = world.events(ticket).await.pop().expect("an event");
            assert!(last.recorded_at - SystemClock.now() < TimeDelta::minutes(1));
            if round == 0 {
                std::fs::write(&off, "0").expect("a file");
                until(&server, "ok").await;
                until_told(&server, &putri, 0).await;
            }
        }

        let said = worked(folder, &["clock", "show", "--database-url", &world.database]).await;
        assert!(said.contains("maju 432") && said.contains("menunggu kepastian"), "{said}");
        let said = worked(folder, &["clock", "confirm", "--database-url", &world.database]).await;
        assert!(said.contains("dipastikan benar"), "{said}");
        until(&server, "ok").await;
        let late = async {
            while world.times_with_clocks(ticket, Kind::ClockBreached).await < 3 {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, late).await.expect("what is due by then falls due");
        drop(server);
        assert_eq!(world.times_with_clocks(ticket, Kind::ClockBreached).await, 3);
        verified(&world).await;
    }
}
