//! Talking to the API the way a client does: operations in, data or errors out. What is said goes either to the built program over HTTP, or, where a
//! test says thousands of things, straight into the same routes.

use crate::program::process::Server;
use crate::program::web;
use crate::support::World;
use axum::body::Body;
use axum::http::{Request, header};
use desk::token::{MakeToken, TokenScope};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tanggap::config::{Networks, Origin};
use tanggap::http::portal::Operations;
use tanggap::http::{App, Asking, address::Peer, router};
use tokio::sync::watch;
use tower_service::Service;

/// Where a client knocks.
#[derive(Clone)]
pub enum Door {
    /// The program.
    Program(Arc<Server>),
    /// Its routes, without a network between.
    Routes(axum::Router),
}

impl Door {
    /// The program, beside the desk of a story.
    pub async fn program(world: &World) -> Self {
        Self::Program(Arc::new(Server::beside(world).await))
    }

    /// The routes over the desk of a story, on its still clock.
    pub fn routes(world: &World) -> Self {
        let here = ([127, 0, 0, 1], 8080).into();
        // Nobody ends it: the sender may go.
        let (_, ending) = watch::channel(false);
        let asking = Asking { introspection: true, operations: Operations::Any, demo: false, seal_keys: Vec::new() };
        let app = App::new(world.desk.clone(), &Origin::plain(here), Networks::default(), asking, ending);
        Self::Routes(router(Arc::new(app)))
    }

    /// The running program.
    pub fn server(&self) -> &Server {
        match self {
            Self::Program(server) => server,
            Self::Routes(_) => panic!("no program runs here"),
        }
    }

    /// Posts a GraphQL request; status and answer.
    pub async fn post(&self, headers: &[(&str, &str)], body: String) -> (u16, Vec<u8>) {
        self.post_to("/graphql", headers, body).await
    }

    /// Posts JSON anywhere; status and answer.
    pub async fn post_to(&self, path: &str, headers: &[(&str, &str)], body: String) -> (u16, Vec<u8>) {
        match self {
            Self::Program(server) => {
                let headers = [&[("content-type", "application/json")], headers].concat();
                let reply = web::ask(server, "POST", path, &headers, body).await;
                (reply.status, reply.body)
            }
            Self::Routes(routes) => {
                let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let mut request = request.body(Body::from(body)).expect("a request");
                request.extensions_mut().insert(Peer(([127, 0, 0, 1], 1).into()));
                let reply = routes.clone().call(request).await.expect("routes always answer");
                let status = reply.status().as_u16();
                (status, reply.into_body().collect().await.expect("a body").to_bytes().to_vec())
            }
        }
    }

    /// Asks the routes for something whose answer is not read yet.
    pub async fn begin(&self, path: &str, headers: &[(&str, &str)], body: String) -> Body {
        let Self::Routes(routes) = self else { panic!("a program's answer is read at once") };
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body)).expect("a request");
        request.extensions_mut().insert(Peer(([127, 0, 0, 1], 1).into()));
        let reply = routes.clone().call(request).await.expect("routes always answer");
        assert_eq!(reply.status(), 200);
        reply.into_body()
    }

    /// A client of nobody.
    pub fn stranger(&self) -> Client {
        Client { door: self.clone(), bearer: String::new() }
    }

    /// Somebody's client, with a token of theirs.
    pub async fn client(&self, world: &World, person: &str) -> Client {
        let token = world
            .desk
            .act(&world.as_(person), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() })
            .await;
        Client { door: self.clone(), bearer: format!("Bearer {}", token.expect("a token")) }
    }
}

/// Somebody's client.
#[derive(Clone)]
pub struct Client {
    pub door: Door,
    /// What it shows: `Bearer ...`.
    pub bearer: String,
}

/// What a client asks of a ticket after every step.
const SEEN: &str = "id number version title limited status tier assignee { name } team { code } viewerCan labels";

/// A ticket as somebody saw it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    pub id: String,
    pub number: String,
    pub version: i64,
    pub title: Option<String>,
    pub limited: bool,
    status: String,
    tier: i32,
    assignee: Option<Name>,
    team: Option<Code>,
    /// What the viewer is told that they can do with it.
    pub viewer_can: BTreeSet<String>,
    pub labels: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Name {
    name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Code {
    code: String,
}

impl Seen {
    /// `IN_PROGRESS, tier 2 T2-JAR, Agus Salim`.
    pub fn line(&self) -> String {
        let team = self.team.as_ref().map(|team| format!(" {}", team.code)).unwrap_or_default();
        let who = self.assignee.as_ref().map_or("nobody", |person| &person.name);
        format!("{}, tier {}{team}, {who}", self.status, self.tier)
    }

    /// The input of a command that rests on what was seen.
    pub fn and(&self, more: Value) -> Value {
        with(json!({ "ticket": self.id, "seen": self.version }), more)
    }

    /// The input of a command that commutes.
    pub fn only(&self, more: Value) -> Value {
        with(json!({ "ticket": self.id }), more)
    }
}

fn with(mut base: Value, more: Value) -> Value {
    if let (Value::Object(base), Value::Object(more)) = (&mut base, more) {
        base.extend(more);
    }
    base
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UserError {
    pub code: String,
    pub message: String,
    pub field: Option<String>,
    pub changes: Option<Vec<String>>,
}

impl Client {
    /// Says something; the whole answer.
    pub async fn say(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let shown = [("authorization", &*self.bearer)];
        let (status, answer) = self.door.post(if self.bearer.is_empty() { &[] } else { &shown }, body).await;
        assert!(status < 500, "{status} to {query}");
        serde_json::from_slice(&answer).expect("JSON")
    }

    /// Reads something that is there.
    pub async fn reads(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.say(query, variables).await;
        assert_eq!(answer["errors"], Value::Null, "{query}: {answer}");
        answer["data"].take()
    }

    /// Asks what cannot be asked; the code of the first error.
    pub async fn errs(&self, query: &str, variables: Value) -> String {
        let answer = self.say(query, variables).await;
        answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no error: {answer}")).to_owned()
    }

    /// Does something whose answer has a shape of its own.
    pub async fn mutates(&self, mutation: &str, input: Value, answer: &str) -> Result<Value, UserError> {
        let ty = crate::contract::sdl::capital(mutation);
        let query = format!(
            "mutation ($input: {ty}Input!) {{ it: {mutation}(input: $input) \
             {{ {answer} userErrors {{ code message field changes }} }} }}"
        );
        let mut data = self.reads(&query, json!({ "input": input })).await;
        let errors: Vec<UserError> = serde_json::from_value(data["it"]["userErrors"].take()).expect("userErrors");
        match errors.into_iter().next() {
            Some(error) => {
                let it = data["it"].as_object().expect("a payload");
                assert!(it.values().all(|value| value.is_null() || *value == json!(false)), "both: {error:?} {it:?}");
                Err(error)
            }
            None => Ok(data["it"].take()),
        }
    }

    /// Does something to a ticket, if it is allowed and possible.
    pub async fn tries(&self, mutation: &str, input: Value) -> Result<Option<Seen>, UserError> {
        let answer = self.mutates(mutation, input, &format!("ticket {{ {SEEN} }}")).await?;
        Ok(serde_json::from_value(answer["ticket"].clone()).expect("a ticket, or none that is visible any more"))
    }

    /// Does something to a ticket, and still sees it.
    pub async fn does(&self, mutation: &str, input: Value) -> Seen {
        let done = self.tries(mutation, input).await;
        done.unwrap_or_else(|error| panic!("{mutation}: {error:?}")).expect("a visible ticket")
    }

    /// Is refused what they want to do to a ticket.
    pub async fn is_refused(&self, mutation: &str, input: Value) -> UserError {
        let done = self.tries(mutation, input).await;
        done.err().unwrap_or_else(|| panic!("{mutation} was not refused"))
    }

    /// Saves something of the organisation; its id.
    pub async fn saves(&self, mutation: &str, input: Value) -> String {
        let done = self.mutates(mutation, input, "id").await.unwrap_or_else(|error| panic!("{mutation}: {error:?}"));
        done["id"].as_str().expect("an id").to_owned()
    }

    /// Looks at a ticket.
    pub async fn sees(&self, id: &str) -> Option<Seen> {
        let data =
            self.reads(&format!("query ($id: ID!) {{ ticket(id: $id) {{ {SEEN} }} }}"), json!({ "id": id })).await;
        serde_json::from_value(data["ticket"].clone()).expect("a ticket or none")
    }

    /// The kinds of texts they read on a ticket, oldest first.
    pub async fn reads_on(&self, id: &str) -> Vec<String> {
        let query = "query ($id: ID!) { ticket(id: $id) { timeline { kind messages { kind text } } } }";
        let data = self.reads(query, json!({ "id": id })).await;
        let entries = data["ticket"]["timeline"].as_array().expect("a timeline").iter();
        let texts = entries.flat_map(|entry| entry["messages"].as_array().expect("texts"));
        texts.map(|text| text["kind"].as_str().expect("a kind").to_owned()).collect()
    }
}

/// What is reported in a story where it does not matter what.
pub fn report(world: &World, service: &str, title: &str) -> Value {
    json!({
        "kind": "INCIDENT",
        "service": world.services[service].to_string(),
        "title": title,
        "description": format!("{title}. Mohon bantuan."),
        "impact": "UNIT",
        "urgency": "HIGH",
    })
}

/// What Tier 1 asks of Tier 2.
pub fn wanted() -> Value {
    json!({
        "reason": "NEEDS_TIER2_AUTHORITY",
        "diagnosis": "Port switch mati",
        "stepsTried": "Kabel diganti, perangkat dinyalakan ulang",
        "helpWanted": "Aktifkan port di switch distribusi",
    })
}
