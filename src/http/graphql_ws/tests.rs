//! Every close code and every turn of the protocol, over real sockets of a toy schema. Where a test waits, it waits for
//! an event; the short times are the socket's own, set so that the event comes soon.

use std::{sync::atomic::Ordering, time::Duration};

use axum::http::HeaderValue;
use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error as WsError, Message as Frame, client::IntoClientRequest, protocol::CloseFrame},
};

use super::Standing;

mod toy;

use toy::{Client, soon, start, url};

#[tokio::test]
async fn only_the_one_subprotocol_is_spoken() {
    let url = url().await;
    for offered in [None, Some("graphql-ws"), Some("GRAPHQL-TRANSPORT-WS")] {
        let mut request = url.clone().into_client_request().unwrap();
        // The client library would refuse our silence by itself, so what is offered goes out in lower level.
        if let Some(offered) = offered {
            request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(offered));
            assert!(matches!(soon(connect_async(request)).await, Err(WsError::Protocol(_))), "{offered}");
        } else {
            let mut client = Client(soon(connect_async(request)).await.unwrap().0);
            assert_eq!(client.closed().await, (4406, "Subprotocol not acceptable".to_owned()));
        }
    }
    let both = Client::connect(&url, &[("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")]).await;
    assert!(both.is_ok());
}

#[tokio::test]
async fn who_does_not_introduce_himself_in_time_is_closed_4408() {
    let (url, _world) = start(|pace| pace.init = Duration::from_millis(50)).await;
    let mut client = Client::new(&url).await;
    // Pings are no introduction.
    client.say(json!({ "type": "ping" })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong" }));
    assert_eq!(client.closed().await, (4408, "Connection initialisation timeout".to_owned()));
}

#[tokio::test]
async fn to_subscribe_before_the_acknowledgement_is_4401() {
    let (url, _world) = start(|_| {}).await;
    let mut client = Client::new(&url).await;
    client.subscribe("1", "{ viewer }").await;
    assert_eq!(client.closed().await, (4401, "Unauthorized".to_owned()));
    // Introduced but not yet acknowledged is still before.
    let mut client = Client::new(&url).await;
    client.say(json!({ "type": "connection_init", "payload": { "token": "slow" } })).await;
    client.say(json!({ "type": "complete", "id": "1" })).await;
    client.subscribe("1", "{ viewer }").await;
    client.closed_with(4401).await;
}

#[tokio::test]
async fn to_introduce_oneself_twice_is_4429() {
    let (url, _world) = start(|_| {}).await;
    let mut client = Client::ready(&url).await;
    client.say(json!({ "type": "connection_init" })).await;
    assert_eq!(client.closed().await, (4429, "Too many initialisation requests".to_owned()));
    let mut client = Client::new(&url).await;
    client.say(json!({ "type": "connection_init", "payload": { "token": "slow" } })).await;
    client.say(json!({ "type": "connection_init" })).await;
    client.closed_with(4429).await;
}

#[tokio::test]
async fn a_refused_introduction_is_4403_and_an_undecided_one_1013() {
    let (url, _world) = start(|pace| pace.init = Duration::from_millis(200)).await;
    for (token, code) in [("bad", 4403), ("later", 1013), ("slow", 1013)] {
        let mut client = Client::new(&url).await;
        client.say(json!({ "type": "connection_init", "payload": { "token": token } })).await;
        client.closed_with(code).await;
    }
}

#[tokio::test]
async fn what_is_no_message_is_4400_before_and_after_the_acknowledgement() {
    let url = url().await;
    let long = format!(r#"{{"type":"subscribe","id":"{}","payload":{{"query":"{{ viewer }}"}}}}"#, "x".repeat(129));
    let deep = format!(r#"{{"type":"ping","payload":{{"a":{}"#, "[".repeat(5000));
    let anywhere = [
        "",
        "ping",
        "null",
        "5",
        "[]",
        r#"["ping", null]"#,
        "{}",
        r#"{"type":5}"#,
        r#"{"type":"start","id":"1","payload":{"query":"{ viewer }"}}"#,
        r#"{"type":"connection_terminate"}"#,
        r#"{"type":"connection_ack"}"#,
        r#"{"type":"next","id":"1","payload":{}}"#,
        r#"{"type":"ping","payload":5}"#,
        r#"{"type":"pong","payload":[]}"#,
        r#"{"type":"connection_init","payload":"token"}"#,
        r#"{"type":"complete"}"#,
        r#"{"type":"subscribe","id":"1"}"#,
        r#"{"type":"subscribe","id":5,"payload":{"query":"{ viewer }"}}"#,
        r#"{"type":"subscribe","id":"","payload":{"query":"{ viewer }"}}"#,
        r#"{"type":"subscribe","payload":{"query":"{ viewer }"}}"#,
        &long,
        &deep,
    ];
    let after_only = [
        r#"{"type":"subscribe","id":"1","payload":{}}"#,
        r#"{"type":"subscribe","id":"1","payload":null}"#,
        r#"{"type":"subscribe","id":"1","payload":["{ viewer }"]}"#,
        r#"{"type":"subscribe","id":"1","payload":{"query":5}}"#,
        r#"{"type":"subscribe","id":"1","payload":{"query":"{ viewer }","variables":[]}}"#,
        r#"{"type":"subscribe","id":"1","payload":{"query":"{ viewer }","operationName":{}}}"#,
    ];
    for text in anywhere {
        let mut client = Client::new(&url).await;
        client.text(text).await;
        assert_eq!(client.closed().await, (4400, "Invalid message received".to_owned()), "{text}");
    }
    for text in anywhere.into_iter().chain(after_only) {
        let mut client = Client::ready(&url).await;
        client.text(text).await;
        assert_eq!(client.closed().await.0, 4400, "{text}");
    }
    let mut client = Client::ready(&url).await;
    client.0.send(Frame::binary(r#"{"type":"ping"}"#)).await.unwrap();
    client.closed_with(4400).await;
}

#[tokio::test]
async fn a_message_over_the_limit_is_1009() {
    let mut client = Client::ready(&url().await).await;
    client.say(json!({ "type": "ping", "payload": { "a": "x".repeat(9_900) } })).await;
    assert_eq!(client.hear().await["type"], "pong");
    client.say(json!({ "type": "ping", "payload": { "a": "x".repeat(10_000) } })).await;
    client.closed_with(1009).await;
}

#[tokio::test]
async fn an_id_in_use_is_4409_and_free_again_afterwards() {
    let url = url().await;
    let mut client = Client::ready(&url).await;
    for _ in 0..2 {
        client.subscribe("1", "subscription { count(to: 1) }").await;
        assert_eq!(client.hear().await, json!({ "type": "next", "id": "1", "payload": { "data": { "count": 1 } } }));
        assert_eq!(client.hear().await, json!({ "type": "complete", "id": "1" }));
    }
    client.begin_quiet("1").await;
    client.say(json!({ "type": "complete", "id": "1" })).await;
    client.begin_quiet("1").await;
    client.subscribe("1", "{ viewer }").await;
    assert_eq!(client.closed().await, (4409, "Subscriber for 1 already exists".to_owned()));

    // A close frame has room for 123 bytes, and none for half a letter.
    let mut client = Client::ready(&url).await;
    let id = format!("a{}", "é".repeat(63));
    client.begin_quiet(&id).await;
    client.subscribe(&id, "{ viewer }").await;
    let (code, reason) = client.closed().await;
    assert_eq!((code, reason.len()), (4409, 122));
}

#[tokio::test]
async fn pings_are_answered_with_what_they_carry() {
    let mut client = Client::ready(&url().await).await;
    client.say(json!({ "type": "ping", "payload": { "at": 5 } })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong", "payload": { "at": 5 } }));
    client.say(json!({ "type": "pong" })).await;
    client.say(json!({ "type": "ping", "payload": null })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong" }));
}

#[tokio::test]
async fn queries_mutations_and_subscriptions_are_all_served() {
    let (url, world) = start(|_| {}).await;
    let mut client = Client::ready(&url).await;
    client.subscribe("q", "{ viewer }").await;
    assert_eq!(client.hear().await, json!({ "type": "next", "id": "q", "payload": { "data": { "viewer": "ani" } } }));
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "q" }));
    world.gate.notify_one();
    client.subscribe("m", "mutation { linger }").await;
    assert_eq!(client.hear().await["payload"], json!({ "data": { "linger": true } }));
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "m" }));
    client
        .say(json!({ "type": "subscribe", "id": "s", "payload": {
        "query": "subscription S($to: Int!) { count(to: $to) }", "variables": { "to": 3 }, "operationName": "S",
    } }))
        .await;
    for count in 1..=3 {
        assert_eq!(
            client.hear().await,
            json!({ "type": "next", "id": "s", "payload": { "data": { "count": count } } })
        );
    }
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "s" }));
}

#[tokio::test]
async fn what_cannot_begin_is_an_error_and_what_fails_on_the_way_goes_on() {
    let mut client = Client::ready(&url().await).await;
    let refused = [
        ("{", "BAD_USER_INPUT"),
        ("{ nothing }", "BAD_USER_INPUT"),
        ("subscription { count(to: \"x\") }", "BAD_USER_INPUT"),
        ("subscription ($to: Int!) { count(to: $to) }", "BAD_USER_INPUT"),
        ("subscription { count(to: 1) quiet }", "BAD_USER_INPUT"),
        ("subscription { denied }", "UNAUTHENTICATED"),
        (&format!("{{ {} }}", "a: viewer ".repeat(30)), "TOO_COMPLEX"),
        ("{ __schema { types { fields { type { ofType { ofType { name } } } } } } }", "TOO_COMPLEX"),
        ("{ boom }", "INTERNAL"),
    ];
    for (query, code) in refused {
        client.subscribe("1", query).await;
        let answer = client.hear().await;
        assert_eq!((&answer["type"], &answer["id"]), (&json!("error"), &json!("1")), "{query}");
        assert_eq!(answer["payload"][0]["extensions"]["code"], code, "{query}: {answer}");
        assert!(!answer.to_string().contains("phone"), "{answer}");
    }
    client.subscribe("1", "{ broken }").await;
    let answer = client.hear().await;
    assert_eq!((&answer["type"], &answer["payload"]["data"]), (&json!("next"), &Value::Null));
    assert_eq!(answer["payload"]["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "1" }));

    client.subscribe("2", "subscription { flaky { value } }").await;
    assert_eq!(client.hear().await["payload"]["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!(client.hear().await["payload"]["data"], json!({ "flaky": { "value": 1 } }));
    client.say(json!({ "type": "complete", "id": "2" })).await;

    client.subscribe("3", "subscription { boom }").await;
    assert_eq!(client.hear().await["payload"]["data"], json!({ "boom": 1 }));
    let answer = client.hear().await;
    assert_eq!((&answer["type"], &answer["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("INTERNAL")));
    // The socket outlives it all.
    client.subscribe("3", "{ viewer }").await;
    assert_eq!(client.hear().await["type"], "next");
}

#[tokio::test]
async fn a_socket_runs_only_so_many_operations_at_a_time() {
    let (url, world) = start(|_| {}).await;
    let mut client = Client::ready(&url).await;
    for id in ["1", "2", "3"] {
        client.begin_quiet(id).await;
    }
    client.subscribe("4", "{ viewer }").await;
    assert_eq!(client.hear().await["payload"][0]["extensions"]["code"], "TOO_COMPLEX");
    client.say(json!({ "type": "complete", "id": "2" })).await;
    world.dropped(1).await;
    client.subscribe("4", "{ viewer }").await;
    assert_eq!(client.hear().await["type"], "next");
    assert_eq!(client.hear().await["type"], "complete");
    // A mutation whose result nobody wants any more still runs, and counts.
    client.subscribe("m", "mutation { linger }").await;
    soon(world.begun.notified()).await;
    client.say(json!({ "type": "complete", "id": "m" })).await;
    client.subscribe("5", "{ viewer }").await;
    assert_eq!(client.hear().await["payload"][0]["extensions"]["code"], "TOO_COMPLEX");
    world.gate.notify_one();
    world.dropped(2).await;
    assert_eq!(world.made.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn complete_and_close_drop_the_subscription() {
    let (url, world) = start(|_| {}).await;
    let mut client = Client::ready(&url).await;
    client.begin_quiet("1").await;
    client.subscribe("2", "{ linger }").await;
    client.say(json!({ "type": "complete", "id": "1" })).await;
    client.say(json!({ "type": "complete", "id": "2" })).await;
    client.say(json!({ "type": "complete", "id": "unknown" })).await;
    world.dropped(1).await;
    client.begin_quiet("1").await;
    client.begin_quiet("2").await;
    let farewell = CloseFrame { code: 1000.into(), reason: "".into() };
    client.0.close(Some(farewell)).await.unwrap();
    world.dropped(3).await;
    client.closed_with(1000).await;

    // Without a word of farewell.
    let mut client = Client::ready(&url).await;
    client.begin_quiet("1").await;
    client.subscribe("2", "{ viewer }").await;
    assert_eq!(client.hear().await["type"], "next");
    drop(client);
    world.dropped(4).await;
}

#[tokio::test]
async fn complete_stops_an_endless_subscription() {
    let (url, world) = start(|_| {}).await;
    let mut client = Client::ready(&url).await;
    client.subscribe("1", "subscription { flood }").await;
    assert_eq!(client.hear().await["type"], "next");
    client.say(json!({ "type": "complete", "id": "1" })).await;
    client.say(json!({ "type": "ping" })).await;
    while client.hear().await["type"] != "pong" {}
    world.dropped(1).await;
}

#[tokio::test]
async fn revoked_rights_close_the_socket_4403_at_the_next_hint() {
    let (url, world) = start(|_| {}).await;
    let mut client = Client::ready(&url).await;
    client.begin_quiet("1").await;
    // A hint is only a question; the answer may be that all is well.
    world.hint.send_replace(());
    client.subscribe("2", "{ viewer }").await;
    assert_eq!(client.hear().await["type"], "next");
    assert_eq!(client.hear().await["type"], "complete");
    world.stands(Standing::Revoked);
    world.hint.send_replace(());
    assert_eq!(client.closed().await, (4403, "Forbidden".to_owned()));
    world.dropped(1).await;
}

#[tokio::test]
async fn the_heartbeat_asks_by_itself_and_doubt_is_1013() {
    let (url, world) = start(|pace| pace.heartbeat = Duration::from_millis(30)).await;
    for (standing, code) in [(Standing::Revoked, 4403), (Standing::Unknown, 1013)] {
        world.stands(Standing::Good);
        let mut client = Client::ready(&url).await;
        world.stands(standing);
        client.closed_with(code).await;
    }
    // An answer that never comes is no answer.
    world.stands(Standing::Good);
    let mut client = Client::ready(&url).await;
    world.hangs.store(true, Ordering::SeqCst);
    client.closed_with(1013).await;
}

#[tokio::test]
async fn when_the_program_ends_sockets_close_1001() {
    let (url, world) = start(|_| {}).await;
    let (mut early, mut late) = (Client::new(&url).await, Client::ready(&url).await);
    late.begin_quiet("1").await;
    world.ending.send_replace(true);
    early.closed_with(1001).await;
    late.closed_with(1001).await;
    world.dropped(1).await;
}

#[tokio::test]
async fn a_cookie_needs_our_own_origin() {
    let url = url().await;
    let (cookie, own) = (("cookie", "a=b; __Host-tanggap=abc"), ("origin", "https://bantuan.example.go.id"));
    let (token, evil) = (("authorization", "Bearer abc"), ("origin", "https://evil.example"));
    let cases: [(&[_], _); 5] = [
        (&[cookie, own], Ok(Some("a=b; __Host-tanggap=abc"))),
        (&[cookie, evil], Err(403)),
        (&[cookie], Err(403)),
        (&[evil], Ok(None)),
        // Excused by the token, and so without the cookie.
        (&[cookie, evil, token], Ok(None)),
    ];
    for (headers, expected) in cases {
        let result = match Client::connect(&url, headers).await {
            Ok(mut client) => {
                client.say(json!({ "type": "connection_init" })).await;
                assert_eq!(client.hear().await["type"], "connection_ack");
                client.subscribe("1", "{ viewer }").await;
                Ok(client.hear().await["payload"]["data"]["viewer"].as_str().unwrap().to_owned())
            }
            Err(WsError::Http(response)) => Err(response.status().as_u16()),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(result, expected.map(|cookie| format!("{cookie:?}")), "{headers:?}");
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_fills_no_buffer_and_is_given_up() {
    let (url, world) = start(|pace| pace.send = Duration::from_millis(200)).await;
    let mut client = Client::ready(&url).await;
    client.subscribe("1", "subscription { flood }").await;
    world.dropped(1).await;
    // What the system's own buffers hold, and not one message more.
    let made = world.made.load(Ordering::SeqCst);
    assert!(made < 500, "{made} messages of 100 kB were made for nobody");
}

#[tokio::test]
async fn a_client_that_answers_no_ping_is_gone() {
    let (url, world) = start(|pace| pace.heartbeat = Duration::from_millis(30)).await;
    let mut client = Client::ready(&url).await;
    client.begin_quiet("1").await;
    // Its library answers only while it is asked for messages.
    world.dropped(1).await;
}

#[tokio::test]
async fn a_plain_request_is_no_upgrade() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let url = url().await;
    let address = url.trim_start_matches("ws://").trim_end_matches("/live");
    for method in ["GET", "POST"] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        let request = format!("{method} /live HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        soon(connection.read_to_string(&mut answer)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}
