//! From the first sign of life to an orderly end, and what is left in the log.

use super::instances::Socket;
use super::process::{PATIENCE, Server, refused, worked};
use super::web::{Browser, ask};
use crate::story;
use chrono::TimeDelta;
use desk::clock::Clock;
use desk::token::{MakeToken, TokenScope};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PASSWORD: &str = "kunci gudang di rak biru";

story! {
    /// Health, answers that are nobody's, and the headers that every answer has.
    signs_of_life, |world| {
        let server = Server::beside(&world).await;
        assert_eq!(ask(&server, "GET", "/health/live", &[], "").await.json(), json!({ "status": "ok" }));
        let ready = ask(&server, "GET", "/health/ready", &[], "").await;
        let well = json!({
            "status": "ok", "database": "ok", "schema": "ok", "clock": "ok", "clockOffSeconds": null, "ending": false,
            "storing": "ok", "files": "ok", "seals": "ok", "accessLogWaiting": 0,
        });
        assert_eq!((ready.status, ready.json()), (200, well));
        let nothing = ask(&server, "GET", "/tidak/ada?nip=198501012010011002", &[("accept-language", "en")], "").await;
        assert_eq!((nothing.status, nothing.json()), (404, json!({ "code": "NOT_FOUND", "message": "Not found." })));
        let wrong = ask(&server, "PUT", "/session", &[], "").await;
        assert_eq!((wrong.status, &*wrong.code()), (405, "METHOD_NOT_ALLOWED"));
        for reply in [ready, nothing, wrong] {
            assert_eq!(reply.header("x-content-type-options"), "nosniff");
            assert_eq!(reply.header("x-frame-options"), "DENY");
            assert_eq!(reply.header("referrer-policy"), "no-referrer");
            assert_eq!(reply.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
            assert_eq!(reply.header("x-request-id").len(), 32);
        }
        // Whoever is no proxy of ours names no request.
        let reply = ask(&server, "GET", "/health/live", &[("x-request-id", "buatan-sendiri")], "").await;
        assert_ne!(reply.header("x-request-id"), "buatan-sendiri");
        let long = json!({ "query": format!("{{ __typename }} # {}", "x".repeat(2_000)) }).to_string();
        let headers = [("content-type", "application/json"), ("accept-encoding", "gzip")];
        assert_eq!(ask(&server, "POST", "/graphql", &headers, long).await.header("vary").to_lowercase(), "accept");
    }
}

story! {
    /// An upload that is on its way when the program is told to end arrives; nobody new is let in; sockets are told goodbye.
    an_orderly_end, |world| {
        let mut server = Server::beside(&world).await;
        let token = world.desk.act(&world.as_("sari"), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await.expect("a token");
        let mut socket = Socket::open(&server, &format!("Bearer {token}")).await;
        let mut upload = TcpStream::connect(&server.address).await.expect("a connection");
        let head = format!(
            "POST /files HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nX-File-Name: a.txt\r\nContent-Length: 10\r\n\r\nsepar",
            server.address
        );
        upload.write_all(head.as_bytes()).await.expect("half an upload");
        // It is being worked on once its head is in the hands of a handler: an answer to a later request says so.
        ask(&server, "GET", "/health/live", &[], "").await;
        server.terminate().await;
        assert_eq!(socket.closed().await, 1001);
        let gone = async { while TcpStream::connect(&server.address).await.is_ok() { tokio::task::yield_now().await } };
        timeout(PATIENCE, gone).await.expect("the door closes");
        upload.write_all(b"uh isi").await.expect("the other half");
        let mut reply = String::new();
        timeout(PATIENCE, upload.read_to_string(&mut reply)).await.expect("a reply").expect("text");
        assert!(reply.starts_with("HTTP/1.1 201"), "{reply}");
        assert!(server.ended().await, "{}", server.log());
        assert!(server.log().contains("\"message\":\"ended\""));
    }
}

story! {
    /// The log says what was answered and never what was asked; the access log is complete when the program has ended.
    nothing_secret_is_left_behind, |world| {
        world.desk.set_password(world.people["budi"], PASSWORD, false).await.expect("a password");
        let token = world.desk.act(&world.as_("budi"), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await.expect("a token");
        let mut server = Server::beside(&world).await;
        let nip = "198501012010012002";
        let mut browser = Browser::new(&server);
        let reply = browser.post("/session", json!({ "login": nip, "password": PASSWORD })).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        browser.keep(&reply);
        let wrong = "salah sama sekali 4711";
        browser.post("/session", json!({ "login": "+6281234500001", "password": wrong })).await;
        browser.post("/session", json!({ "login": nip, "password": wrong, "nip": nip })).await;
        browser.post("/session/proof", json!({ "password": wrong })).await;
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let query = json!({ "query": "query ($p: String) { version }", "variables": { "p": "+6281234500001" } });
        ask(&server, "POST", "/graphql", &headers, query.to_string()).await;
        ask(&server, "POST", "/graphql", &headers, format!("{{ \"query\": \"{{ person(nip: {nip}) }}\" }}")).await;
        ask(&server, "GET", &format!("/graphql?query=%7B__typename%7D&variables=%7B%22nip%22%3A{nip}%7D"), &headers, "").await;
        ask(&server, "GET", &format!("/files/{nip}?telepon=+6281234500001"), &headers, "").await;
        ask(&server, "POST", "/files", &[headers[0], ("x-file-name", nip)], "rahasia perusahaan").await;
        let database = world.database.as_str();
        let said = worked(world.folder.path(), &["person", "reset", nip, "--database-url", database]).await;
        let code = said.trim().rsplit(' ').next().expect("a code").to_owned();
        browser.post("/session/code", json!({ "code": code, "password": "pintu samping kantor" })).await;
        let cookie = browser.cookie.trim_start_matches("tanggap=").to_owned();
        server.stop().await;

        let log = server.log();
        assert!(log.lines().count() > 10 && log.contains("\"route\":\"/session\"") && log.contains("\"status\":401"), "{log}");
        for secret in [nip, "81234500001", PASSWORD, wrong, &*token, &*cookie, &*code, &code.replace('-', ""), "pintu samping", "rahasia perusahaan"] {
            assert!(!log.contains(secret), "the log holds {secret}: {log}");
        }
        for line in log.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "every line is JSON: {line}");
        }

        let zone = world.desk.directory().await.expect("the directory").zone();
        let mut kinds = Vec::new();
        for day in [-1, 0, 1] {
            let day = (world.clock.now() + TimeDelta::days(day)).with_timezone(&zone).date_naive();
            let events = desk::store::record::events_after(&world.desk.store().read(), &format!("access/{day}"), 0).await;
            kinds.extend(events.expect("events").into_iter().map(|event| event.kind));
        }
        let count = |kind: &str| kinds.iter().filter(|found| *found == kind).count();
        assert_eq!((count("SIGNED_IN"), count("SIGN_IN_FAILED")), (2, 2), "{kinds:?}");
    }
}

story! {
    /// From an empty folder to a signed-in administrator, by the command line alone.
    the_first_administrator, |world| {
        let folder = world.folder.path();
        let database = world.database.as_str();
        let run = |arguments: &'static [&'static str]| {
            let arguments: Vec<&str> = arguments.iter().copied().chain(["--database-url", database]).collect();
            async move { worked(folder, &arguments).await }
        };
        let said = run(&["person", "add", "--name", "Kadek Ariani", "--phone", "0361 555 1705", "--email", "kadek@kab.example", "--unit", "DISKOMINFO"]).await;
        assert!(said.starts_with("Ditambahkan: person:"), "{said}");
        assert!(run(&["person", "appoint", "kadek@kab.example", "administrator", "--basis", "800/12/SK"]).await.starts_with("Ditunjuk: appointment:"));
        let said = run(&["person", "reset", "(0361) 5551705"]).await;
        let code = said.trim().rsplit(' ').next().expect("a code").to_owned();
        let server = Server::beside(&world).await;
        let mut browser = Browser::new(&server);
        let reply = browser.post("/session/code", json!({ "code": code, "password": PASSWORD })).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        browser.keep(&reply);
        assert_eq!(browser.post("/session/proof", json!({ "password": PASSWORD })).await.status, 204);
        assert!(run(&["person", "retire", "kadek@kab.example"]).await.starts_with("Dinonaktifkan: "));
        assert_eq!(browser.post("/session/proof", json!({ "password": PASSWORD })).await.status, 401);

        let no = async |arguments: &[&str]| refused(folder, &[arguments, &["--database-url", database]].concat()).await;
        assert!(no(&["person", "reset", "kadek@kab.example"]).await.contains("Tidak ada orang dengan"));
        assert!(no(&["person", "reset", "siapa"]).await.contains("bukan NIP, telepon, e-mail, atau id"));
        assert!(no(&["person", "appoint", "budi@kab.example", "raja"]).await.contains("Yang ada: TIER1, TIER2"));
        assert!(no(&["person", "appoint", "budi@kab.example", "tier1", "--unit", "X"]).await.contains("Tidak ada unit berkode X"));
        assert!(no(&["person", "add", "--name", "X", "--nip", "198501012010012002"]).await.contains("sudah dipakai"));
    }
}

/// What the program writes is read by its own account only: a machine has others, and the database holds what they may not read.
#[tokio::test]
async fn what_is_written_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    worked(folder.path(), &["migrate", "--data-dir", "data"]).await;
    let mut looked = 0;
    let mut folders = vec![folder.path().join("data")];
    while let Some(folder) = folders.pop() {
        let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder) & 0o077, 0, "{}: {:o}", folder.display(), mode(&folder));
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            assert_eq!(mode(&path) & 0o077, 0, "{}: {:o}", path.display(), mode(&path));
            looked += 1;
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    assert!(looked >= 1);
}
