//! Signing in over HTTP, and what other sites' pages cannot do with it.

use super::process::{Server, worked};
use super::web::{Browser, Reply, ask};
use crate::story;
use crate::support::World;
use serde_json::json;

const PASSWORD: &str = "kunci gudang di rak biru";

async fn with_password(world: &World, person: &str) {
    world.desk.set_password(world.people[person], PASSWORD, false).await.expect("a password");
}

fn nip(index: usize) -> String {
    format!("19850101201001{}{:03}", 1 + index % 2, index + 1)
}

story! {
    /// NIP, phone and e-mail, as people write them, are the same person.
    names_for_signing_in, |world| {
        with_password(&world, "budi").await;
        let mut server = Server::beside(&world).await;
        let nip = nip(1);
        let spaced = format!("{} {} {} {}", &nip[..8], &nip[8..14], &nip[14..15], &nip[15..]);
        for login in [&*nip, &*spaced, "081234500001", "0812-3450-0001", "+62 812 3450 0001", "Budi@KAB.example"] {
            let browser = Browser::new(&server);
            let reply = browser.post("/session", json!({ "login": login, "password": PASSWORD })).await;
            assert_eq!(reply.status, 200, "{login}: {reply:?}");
            assert_eq!(reply.json()["person"], world.people["budi"].to_string());
            assert_eq!(reply.json()["mustChangePassword"], false);
            let cookie = reply.header("set-cookie");
            let (pair, flags) = cookie.split_once("; ").expect("flags");
            assert!(pair.starts_with("tanggap=") && pair.len() == 8 + 64, "{pair}");
            // A shared computer is the default: gone with the window. Plain http is only this machine itself.
            assert_eq!(flags, "Path=/; HttpOnly; SameSite=Strict");
        }
        let own = json!({ "login": nip, "password": PASSWORD, "sharedComputer": false });
        let cookie = Browser::new(&server).post("/session", own).await.header("set-cookie");
        // Twelve hours from the moment of signing in, of which a little is gone by now.
        let age: u32 = cookie.rsplit_once("; Max-Age=").and_then(|(_, age)| age.parse().ok()).expect("an age");
        assert!((43_000..=43_200).contains(&age), "{cookie}");
        server.stop().await;
        let secure = Server::start(world.folder.path(), &world.database, &["--public-url", "https://tanggap.kab.go.id"]).await;
        let body = json!({ "login": nip, "password": PASSWORD }).to_string();
        let reply = ask(&secure, "POST", "/session", &[("content-type", "application/json")], body).await;
        assert!(reply.header("set-cookie").starts_with("__Host-tanggap="), "{reply:?}");
        assert!(reply.header("set-cookie").ends_with("Path=/; HttpOnly; SameSite=Strict; Secure"), "{reply:?}");
        assert!(reply.header("strict-transport-security").contains("max-age"));
    }
}

story! {
    /// From the console's code to a password of one's own, to signing out.
    the_life_of_a_session, |world| {
        let server = Server::beside(&world).await;
        let reset = ["person", "reset", "budi@kab.example", "--database-url", &*world.database];
        let said = worked(world.folder.path(), &reset).await;
        let code = said.trim().rsplit(' ').next().expect("a code").to_owned();
        let browser = Browser::new(&server);
        let weak = browser.post("/session/code", json!({ "code": code, "password": "password123456" })).await;
        assert_eq!((weak.status, &*weak.code()), (422, "PASSWORD_COMMON"), "{weak:?}");
        assert_eq!(weak.json()["field"], "password");
        let spoken = code.to_lowercase().replace('-', " ");
        let reply = browser.post("/session/code", json!({ "code": spoken, "password": PASSWORD })).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let again = browser.post("/session/code", json!({ "code": code, "password": PASSWORD })).await;
        assert_eq!((again.status, &*again.code()), (401, "WRONG_CODE"));

        let mut browser = Browser::new(&server);
        browser.keep(&reply);
        let wrong = browser.post("/session/proof", json!({ "password": "bukan ini sama sekali" })).await;
        assert_eq!((wrong.status, &*wrong.code()), (401, "WRONG_CREDENTIALS"));
        assert_eq!(browser.post("/session/proof", json!({ "password": PASSWORD })).await.status, 204);
        let other = Browser::sign_in(&server, "budi@kab.example", PASSWORD).await;
        let new = "meja rapat lantai dua";
        let reply = browser.post("/session/password", json!({ "old": PASSWORD, "new": new })).await;
        assert_eq!(reply.status, 204, "{reply:?}");
        // All other sessions ended, this one goes on.
        assert_eq!(other.post("/session/proof", json!({ "password": new })).await.status, 401);
        assert_eq!(browser.post("/session/proof", json!({ "password": new })).await.status, 204);

        let reply = browser.send("DELETE", "/session", &[], "").await;
        assert_eq!(reply.status, 204);
        assert!(reply.header("set-cookie").starts_with("tanggap=; ") && reply.header("set-cookie").contains("Max-Age=0"));
        let query = json!({ "query": "{ __typename }" });
        let dead = browser.post("/graphql", query.clone()).await;
        assert_eq!((dead.status, dead.json()["errors"][0]["extensions"]["code"].as_str()), (401, Some("UNAUTHENTICATED")));
        assert_eq!(Browser::new(&server).post("/graphql", query).await.json()["data"]["__typename"], "Query");
        assert_eq!(browser.send("DELETE", "/session", &[], "").await.status, 204, "twice is no harm");
    }
}

story! {
    /// Wrong passwords are slowed down, whoever's they are, and nobody is locked out: a wait is told.
    wrong_passwords, |world| {
        with_password(&world, "budi").await;
        let server = Server::beside(&world).await;
        let browser = Browser::new(&server);
        let device = |reply: &Reply| {
            let cookies = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("text"));
            let mut devices = cookies.filter(|cookie| cookie.starts_with("tanggap-device="));
            devices.next().map(|cookie| cookie.split_once("; ").map(|(pair, flags)| (pair.to_owned(), flags.to_owned())).expect("flags"))
        };
        let mut own = json!({ "login": "budi@kab.example", "password": PASSWORD });
        assert_eq!(device(&browser.post("/session", own.clone()).await), None, "a shared computer keeps nothing");
        own["sharedComputer"] = json!(false);
        let (cookie, flags) = device(&browser.post("/session", own.clone()).await).expect("a device");
        assert_eq!(flags, "Path=/; HttpOnly; SameSite=Strict; Max-Age=15552000");
        for (login, person) in [("budi@kab.example", "known"), ("tidak.ada@kab.example", "unknown")] {
            let wrong = json!({ "login": login, "password": "salah sama sekali" });
            let mut refused = 0;
            // The wait doubles with every try, the tries get no slower: soon one comes too early.
            let slow = loop {
                let reply = browser.post("/session", wrong.clone()).await;
                if reply.status == 429 {
                    break reply;
                }
                assert_eq!((reply.status, &*reply.code()), (401, "WRONG_CREDENTIALS"), "{person}");
                refused += 1;
                assert!(refused < 20, "{person} is never slowed down");
            };
            assert_eq!(slow.code(), "SLOW_DOWN");
            assert!(slow.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1), "{slow:?}");
            let said = slow.json()["message"].as_str().unwrap_or_default().to_owned();
            assert!(said.starts_with("Terlalu banyak percobaan. Coba lagi dalam "), "{said}");
        }
        let right = json!({ "login": "budi@kab.example", "password": PASSWORD }).to_string();
        let headers = [("content-type", "application/json"), ("accept-language", "en")];
        let reply = browser.send("POST", "/session", &headers, right).await;
        assert!(reply.json()["message"].as_str().is_some_and(|said| said.starts_with("Too many attempts.")), "{reply:?}");
        // Their own device is known, whatever others tried; it gives no right, and is another one from then on.
        let known = Browser { server: &server, cookie: cookie.clone() };
        assert_eq!(known.post("/graphql", json!({ "query": "{ viewer { person { name } } }" })).await.json()["data"]["viewer"], json!(null));
        let reply = known.post("/session", own.clone()).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_ne!(device(&reply).expect("a device").0, cookie);
        assert_eq!(known.post("/session", own).await.status, 429, "the old one is spent");
    }
}

story! {
    /// What rides on a cookie has to come from our own pages; a token cannot be ridden on.
    other_sites, |world| {
        use desk::token::{MakeToken, TokenScope};
        with_password(&world, "budi").await;
        let server = Server::beside(&world).await;
        let token = world.desk.act(&world.as_("budi"), MakeToken { name: "skrip".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await.expect("a token");
        let browser = Browser::sign_in(&server, "budi@kab.example", PASSWORD).await;
        let (origin, cookie, bearer) = (server.origin(), browser.cookie.as_str(), format!("Bearer {token}"));
        let json_type = ("content-type", "application/json");
        let ours = ("origin", origin.as_str());
        let header = ("x-tanggap", "1");
        let proof = json!({ "password": PASSWORD }).to_string();
        let query = json!({ "query": "{ __typename }" }).to_string();
        let good = [("cookie", cookie), json_type, ours, header];
        assert_eq!(ask(&server, "POST", "/session/proof", &good, proof.clone()).await.status, 204);
        assert_eq!(ask(&server, "POST", "/graphql", &good, query.clone()).await.status, 200);
        for headers in [
            vec![("cookie", cookie), json_type, ours],
            vec![("cookie", cookie), json_type, header],
            vec![("cookie", cookie), json_type, ("origin", "https://jahat.example"), header],
            vec![("cookie", cookie), json_type, ("origin", "null"), header],
            vec![("cookie", cookie), json_type],
        ] {
            for (method, path) in [("POST", "/session/proof"), ("DELETE", "/session"), ("POST", "/graphql"), ("POST", "/files")] {
                let reply = ask(&server, method, path, &headers, proof.clone()).await;
                assert_eq!(reply.status, 403, "{method} {path} {headers:?} {reply:?}");
            }
        }
        // A page elsewhere cannot sign its reader in as somebody else either.
        let right = json!({ "login": "budi@kab.example", "password": PASSWORD }).to_string();
        let elsewhere = [json_type, ("origin", "https://jahat.example")];
        assert_eq!(ask(&server, "POST", "/session", &elsewhere, right.clone()).await.code(), "CROSS_SITE");
        let form = [("content-type", "text/plain"), ours, header];
        assert_eq!(ask(&server, "POST", "/session", &form, right).await.status, 415);

        let bearing = [("authorization", bearer.as_str()), json_type, ("origin", "https://jahat.example")];
        assert_eq!(ask(&server, "POST", "/graphql", &bearing, query.clone()).await.status, 200);
        for wrong in ["Bearer tgp_0000", "Bearer x", "Basic YTpi"] {
            let reply = ask(&server, "POST", "/graphql", &[("authorization", wrong), json_type], query.clone()).await;
            assert_eq!(reply.status, 401, "{wrong}");
        }
        // A token proves no password and has no session to change.
        let reply = ask(&server, "POST", "/session/proof", &[("authorization", bearer.as_str()), json_type], proof).await;
        assert_eq!((reply.status, &*reply.code()), (403, "SESSION_ONLY"));
        assert!(reply.header("access-control-allow-origin").is_empty());
    }
}
