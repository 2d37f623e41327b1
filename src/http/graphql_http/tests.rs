//! The rules of the transport, asked of a toy schema. The public audit (`tests/node/audit.mjs`) asks the real one.

use std::sync::atomic::Ordering;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, header::COOKIE},
};
use futures_util::{FutureExt, stream};
use serde_json::{Value, json};

use super::serve;

mod limits;
mod toy;

use toy::{GRAPHQL, JSON, ask, ask_with, door, get, known, post, send, send_to};

#[tokio::test]
async fn keys_come_in_query_order_whichever_resolver_is_first() {
    let request = post(
        GRAPHQL,
        json!({ "query": "{ late a: hello middle ...F z: late } fragment F on Query { b: hello }" }).to_string(),
    );
    let response = serve(State(door().0), request).await;
    let text = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    // As text: a serde_json map would sort the keys.
    assert_eq!(text, r#"{"data":{"late":"late","a":"halo","middle":"middle","b":"halo","z":"late"}}"#);
}

#[tokio::test]
async fn the_client_chooses_the_media_type() {
    let cases = [
        ("", Some(JSON)),
        ("*/*", Some(JSON)),
        ("application/*", Some(JSON)),
        ("text/html, */*;q=0.1", Some(JSON)),
        (GRAPHQL, Some(GRAPHQL)),
        ("Application/GraphQL-Response+JSON; charset=UTF-8", Some(GRAPHQL)),
        ("application/graphql-response+json, application/json;q=0.9", Some(GRAPHQL)),
        ("application/json, application/graphql-response+json", Some(GRAPHQL)),
        ("application/json, application/graphql-response+json;q=0.5", Some(JSON)),
        ("application/graphql-response+json, */*", Some(GRAPHQL)),
        ("application/json;q=0, */*", Some(GRAPHQL)),
        ("application/json; charset=latin1", None),
        ("application/json;q=0", None),
        ("text/html", None),
        (";;,=,", None),
    ];
    for (accept, media) in cases {
        let answer = send(post(accept, r#"{"query":"{ hello }"}"#)).await;
        match media {
            Some(media) => {
                assert_eq!(answer.status, 200, "{accept}");
                assert_eq!(answer.header("content-type"), format!("{media}; charset=utf-8"), "{accept}");
                assert_eq!(answer.body, json!({ "data": { "hello": "halo" } }));
            }
            None => {
                assert_eq!((answer.status.as_u16(), answer.code()), (406, "BAD_USER_INPUT"), "{accept}");
                assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{accept}");
            }
        }
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
}

#[tokio::test]
async fn a_refused_request_has_no_data_and_its_status_depends_on_the_media_type() {
    let refused = [
        "{",
        "",
        "{ nothing }",
        "query A { hello } query B { hello }",
        "query ($at: DateTime!) { when(at: $at) }",
        "{ short(text: 5) }",
        "subscription { hello }",
    ];
    for query in refused {
        for (media, status) in [(GRAPHQL, 400), (JSON, 200)] {
            let answer = send(post(media, json!({ "query": query }).to_string())).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (status, "BAD_USER_INPUT"), "{query}");
            assert_eq!(answer.body.get("data"), None, "{query}");
        }
    }
    let answer = send(post(GRAPHQL, json!({ "query": "{ hello }", "operationName": "X" }).to_string())).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"));
}

#[tokio::test]
async fn a_syntax_error_says_where_without_drawing() {
    let answer = ask("{ hello").await;
    let expected = json!([{
        "message": "Syntax error: expected selection_set, selection, directive, or arguments",
        "locations": [{ "line": 1, "column": 8 }],
        "extensions": { "code": "BAD_USER_INPUT" },
    }]);
    assert_eq!(answer.body["errors"], expected);
}

#[tokio::test]
async fn get_is_for_queries_only() {
    let (door, world) = door();
    assert_eq!(send_to(door.clone(), get("{ hello }", JSON)).await.body["data"]["hello"], "halo");
    let answer = send_to(door.clone(), get("mutation { bump }", JSON)).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow"), answer.code()), (405, "POST", "BAD_USER_INPUT"));
    assert_eq!(world.bumps.load(Ordering::SeqCst), 0);
    // Which operation runs is decided by its name, not by its place.
    let both = "/graphql?query=query+Q{hello}+mutation+M{bump}&operationName=".replace(['{', '}'], "%20");
    let both = both.replace("%20hello%20", "%7Bhello%7D").replace("%20bump%20", "%7Bbump%7D");
    for (name, status) in [("Q", 200), ("M", 405)] {
        let request = Request::get(format!("{both}{name}")).body(Body::empty()).unwrap();
        assert_eq!(send_to(door.clone(), request).await.status, status, "{name}");
    }
    for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let request = Request::builder().method(method).uri("/graphql").body(Body::empty()).unwrap();
        let answer = send_to(door.clone(), request).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET, POST"), "{method}");
    }
}

#[tokio::test]
async fn get_carries_maps_as_json_text() {
    let url = "/graphql?query=query(%24t:String!)%7Bshort(text:%24t)%7D&variables=";
    let ask =
        async |variables: &str| send(Request::get(format!("{url}{variables}")).body(Body::empty()).unwrap()).await;
    assert_eq!(ask("%7B%22t%22:%22ya%22%7D").await.body["data"]["short"], "ya");
    for wrong in ["%7B", "5", "%5B%5D", "%22%22", ""] {
        assert_eq!(ask(wrong).await.status, 400, "{wrong}");
    }
    for wrong in ["/graphql", "/graphql?query", "/graphql?query=%7Bhello%7D&query=1", "/graphql?variables=%7B%7D"] {
        let answer = send(Request::get(wrong).body(Body::empty()).unwrap()).await;
        assert!(matches!(answer.code(), "BAD_USER_INPUT"), "{wrong}");
    }
}

#[tokio::test]
async fn the_body_is_json_in_utf8() {
    let cases = [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON;charset=\"UTF-8\"", 200),
        ("application/json; charset=utf-16", 415),
        ("application/graphql", 415),
        ("text/plain", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ];
    for (kind, status) in cases {
        let mut request = post(JSON, r#"{"query":"{ hello }"}"#);
        request.headers_mut().insert("content-type", HeaderValue::from_static(kind));
        assert_eq!(send(request).await.status, status, "{kind}");
    }
    let mut request = post(JSON, r#"{"query":"{ hello }"}"#);
    request.headers_mut().remove("content-type");
    assert_eq!(send(request).await.status, 415);
}

#[tokio::test]
async fn a_body_that_is_no_request_is_400_in_both_media_types() {
    let deep = "[".repeat(100_000);
    let bodies = [
        "",
        "{",
        "null",
        "5",
        "\"{ hello }\"",
        "{}",
        "[]",
        r#"[{"query":"{ hello }"}]"#,
        r#"["{ hello }", null, null, null]"#,
        r#"{"query":null}"#,
        r#"{"query":5}"#,
        r#"{"query":["{ hello }"]}"#,
        r#"{"query":"{ hello }","operationName":5}"#,
        r#"{"query":"{ hello }","variables":[]}"#,
        r#"{"query":"{ hello }","variables":"{}"}"#,
        r#"{"query":"{ hello }","extensions":0}"#,
        deep.as_str(),
    ];
    for body in bodies {
        for media in [GRAPHQL, JSON] {
            let answer = send(known(post(media, body.to_owned()))).await;
            let short = &body[..body.len().min(60)];
            assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"), "{short}");
            assert_eq!(answer.body.get("data"), None, "{short}");
        }
    }
    assert_eq!(send(post(JSON, b"{\"query\":\"\xff\"}".to_vec())).await.status, 400);
    let nulls = r#"{"query":"{ hello }","operationName":null,"variables":null,"extensions":null,"more":1}"#;
    assert_eq!(send(post(JSON, nulls)).await.body, json!({ "data": { "hello": "halo" } }));
}

#[tokio::test]
async fn the_body_has_a_limit_announced_or_not() {
    let padded = |length: usize| {
        let body = r#"{"query":"{ hello }","pad":""}"#;
        body.replace(r#""""#, &format!(r#""{}""#, "x".repeat(length - body.len())))
    };
    assert_eq!(send(known(post(JSON, padded(1 << 20)))).await.status, 200);
    assert_eq!(send(known(post(JSON, padded((1 << 20) + 1)))).await.status, 413);
    let chunks = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 1000]));
    assert_eq!(send(post(JSON, Body::from_stream(chunks))).await.status, 413);
    let mut liar = post(JSON, Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>()));
    liar.headers_mut().insert("content-length", HeaderValue::from_static("99999999999"));
    assert_eq!(send(liar).await.status, 413);
    let broken = stream::iter([Ok("{"), Err(std::io::Error::other("reset"))]);
    assert_eq!(send(post(JSON, Body::from_stream(broken))).await.status, 400);
}

#[tokio::test]
async fn a_session_cookie_counts_only_from_our_own_pages() {
    let own = "https://bantuan.example.go.id";
    let cookie = "other=1; __Host-tanggap=abc";
    // cookie, authorization, origin, x-tanggap; allowed by POST
    let cases = [
        (Some(cookie), None, Some(own), Some("1"), true),
        (Some(cookie), None, Some(own), None, false),
        (Some(cookie), None, None, Some("1"), false),
        (Some(cookie), None, Some("https://evil.example"), Some("1"), false),
        (Some(cookie), None, Some("https://bantuan.example.go.id.evil.example"), Some("1"), false),
        (Some(cookie), None, Some("null"), Some("1"), false),
        (Some("__Host-tanggap"), None, None, None, false),
        (Some("  __Host-tanggap =abc"), None, None, None, false),
        (Some("x__Host-tanggap=abc; __Host-tanggapx=1"), None, None, None, true),
        (None, None, Some("https://evil.example"), None, true),
        (Some(cookie), Some("Bearer abc"), Some("https://evil.example"), None, true),
        // A browser adds these credentials by itself, so they excuse nothing.
        (Some(cookie), Some("Basic abc"), Some("https://evil.example"), None, false),
    ];
    for (cookie, authorization, origin, header, allowed) in cases {
        let mark = |mut request: Request| {
            let headers =
                [("cookie", cookie), ("authorization", authorization), ("origin", origin), ("x-tanggap", header)];
            for (name, value) in headers {
                value.map(|value| request.headers_mut().insert(name, HeaderValue::from_static(value)));
            }
            request
        };
        let answer = send(mark(post(JSON, r#"{"query":"mutation { bump }"}"#))).await;
        let case = format!("{cookie:?} {authorization:?} {origin:?} {header:?}");
        let expected = if allowed { (200, "") } else { (403, "FORBIDDEN") };
        assert_eq!((answer.status.as_u16(), answer.code()), expected, "{case}");
        // A browser tells no origin of its own page's GET, but our pages say their header. Without the cookie it may be asked for from anywhere.
        let rides = !allowed || (cookie.is_some_and(|it| !it.starts_with('x')) && authorization.is_none());
        let expected = if rides && header.is_none() { 403 } else { 200 };
        assert_eq!(send(mark(get("{ hello }", JSON))).await.status, expected, "{case}");
    }
    // What the browser says of who asks counts, whatever else stands there.
    for (site, status) in [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403), ("", 403)] {
        let mut request = get("{ hello }", JSON);
        for (name, value) in [("cookie", "__Host-tanggap=abc"), ("x-tanggap", "1"), ("sec-fetch-site", site)] {
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        assert_eq!(send(request).await.status, status, "{site}");
    }
    // In several header lines, as HTTP/2 sends cookies.
    let mut request = post(JSON, r#"{"query":"{ hello }"}"#);
    request.headers_mut().append(COOKIE, HeaderValue::from_static("a=b"));
    request.headers_mut().append(COOKIE, HeaderValue::from_static("__Host-tanggap=abc"));
    assert_eq!(send(request).await.status, 403);
}

#[tokio::test]
async fn who_calls_is_the_authenticators_to_say() {
    let ask = async |token: &'static str, media: &str| {
        let mut request = post(media, r#"{"query":"{ viewer }"}"#);
        request.headers_mut().insert("cookie", HeaderValue::from_static("__Host-tanggap=abc"));
        request.headers_mut().insert("authorization", HeaderValue::from_static(token));
        send(request).await
    };
    // Excused by its token, the request must not be answered for its cookie.
    assert_eq!(ask("Bearer abc", JSON).await.body["data"]["viewer"], "Bearer abc");
    for media in [GRAPHQL, JSON] {
        let answer = ask("Bearer expired", media).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (401, "UNAUTHENTICATED"));
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        let answer = ask("Bearer later", media).await;
        assert_eq!((answer.status.as_u16(), answer.code(), answer.header("retry-after")), (503, "INTERNAL", "5"));
        assert_eq!(ask("Bearer guest", media).await.status, 401);
    }
    let answer = ask("Bearer banned", GRAPHQL).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"));
    let stranger = send(post(GRAPHQL, json!({ "query": "{ viewer }" }).to_string())).await;
    assert_eq!(stranger.body, json!({ "data": { "viewer": "stranger" } }));
}

#[tokio::test]
async fn a_resolvers_error_keeps_its_code_and_any_other_tells_nothing() {
    let answer = ask("{ hello secret }").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (200, "UNAUTHENTICATED"));
    assert_eq!(answer.body["errors"][0]["message"], "Sign in first.");
    assert_eq!(answer.body["data"], json!({ "hello": "halo", "secret": null }));

    for query in ["{ hello broken }", "{ hello fatal }", "{ hello coded }", "{ hello boom }"] {
        let answer = ask(query).await;
        assert_eq!(answer.code(), "INTERNAL", "{query}");
        assert!(!answer.body.to_string().contains("phone"), "{}", answer.body);
    }
    let answer = ask("{ hello fatal }").await;
    assert_eq!((answer.status.as_u16(), answer.body.get("data")), (200, Some(&Value::Null)));
    assert_eq!(answer.body["errors"][0]["path"], json!(["fatal"]));
    // After a panic nothing is known of the data.
    let answer = ask("{ hello boom }").await;
    assert_eq!((answer.status.as_u16(), answer.body.get("data")), (500, None));
}

#[tokio::test]
async fn an_argument_that_cannot_be_read_refuses_the_request() {
    let when = "query ($at: DateTime!) { when(at: $at) }";
    for variables in [json!({ "at": "yesterday" }), json!({ "at": null }), json!({ "at": 5 }), json!({}), Value::Null] {
        let answer = ask_with(when, variables).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"), "{}", answer.body);
        assert_eq!(answer.body.get("data"), None);
    }
    assert_eq!(ask_with(when, json!({ "at": "2026-11-22T08:00:00Z" })).await.status, 200);
    assert_eq!(ask("query ($at: DateTime! = \"2026-11-22T08:00:00Z\") { when(at: $at) }").await.status, 200);
    let answer = ask("{ short(text: \"panjang\") }").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"), "{}", answer.body);
    let answer = ask("{ tree { short(text: \"panjang\") } }").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, "BAD_USER_INPUT"), "{}", answer.body);
    // What did run is not thrown away.
    let answer = ask("{ hello tree { short(text: \"panjang\") } }").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (200, "BAD_USER_INPUT"), "{}", answer.body);
    assert_eq!(answer.body["data"], json!({ "hello": "halo", "tree": null }));
    let answer = ask("{ tree { short(text: \"panjang\") } broken }").await;
    assert_eq!((answer.status.as_u16(), answer.body.get("data").is_some()), (200, true), "{}", answer.body);

    // And what a mutation has done is not called undone.
    for (query, status) in
        [("mutation { name(text: \"panjang\") }", 400), ("mutation { bump name(text: \"panjang\") }", 200)]
    {
        let answer = ask(query).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, "BAD_USER_INPUT"), "{query}");
        assert_eq!(answer.body.get("data").is_some(), status == 200, "{query}");
    }
}

#[tokio::test]
async fn a_document_of_mistakes_does_not_make_an_answer_of_complaints() {
    let mistakes: String = (0..60).map(|i| format!("x{i} ")).collect();
    let answer = ask(&format!("{{ tree {{ {mistakes} }} }}")).await;
    assert_eq!(answer.body["errors"].as_array().map(Vec::len), Some(20));
    let answer = ask(&format!("{{ {} }}", "n".repeat(50_000))).await;
    assert!(answer.body.to_string().len() < 1_000);
}

#[tokio::test]
async fn a_mutation_goes_on_when_its_caller_has_left() {
    let (door, world) = door();
    let request = post(JSON, r#"{"query":"mutation { linger }"}"#);
    // Polled once, then dropped, as the server does with a connection that is gone.
    assert!(serve(State(door), request).now_or_never().is_none());
    world.gate.notify_one();
    world.passed.notified().await;
}
