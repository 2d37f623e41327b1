//! What a program may do with somebody's token, walked through the whole contract: what is added to it is asked, too.

use super::talk::{Client, Door, UserError, report};
use crate::contract::sdl::Sdl;
use crate::fuzz::make::{Maker, Pools};
use crate::story;
use crate::support::World;
use crate::support::golden::golden;
use crate::support::words::{confirm, open, resolve, take, token};
use chrono::TimeDelta;
use desk::Caller;
use desk::clock::Chance;
use desk::token::TokenScope;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Every kind of id; what it stands for need not be there, since a token is looked at first.
const KINDS: [&str; 22] = [
    "ticket",
    "message",
    "request",
    "person",
    "unit",
    "team",
    "service",
    "appointment",
    "absence",
    "file",
    "session",
    "token",
    "reset",
    "holiday",
    "clock",
    "job",
    "shift",
    "handover",
    "macro",
    "upload",
    "card",
    "doubt",
];
/// Fields whose name is not that of the kind.
const NAMED: [(&str, &str); 6] = [
    ("code", "reset"),
    ("to", "person"),
    ("source", "ticket"),
    ("exception", "clock"),
    ("tickets", "ticket"),
    ("id", "ticket"),
];

async fn with_token(world: &World, door: &Door, who: &str, scopes: &[TokenScope]) -> Client {
    let secret = world.does(who, token(scopes)).await;
    Client { bearer: format!("Bearer {secret}"), ..door.stranger() }
}

/// What a mutation says to a token: the code of the refusal, or none where it is not for the token that it was refused.
async fn said(client: &Client, maker: &mut Maker, name: &str, calendar: &Value) -> Option<String> {
    // What is made by chance does not always have the form that it takes.
    for attempt in 0..400 {
        let mut input = maker.input_of(name);
        // Of what kind an `id` is, its name does not say: each in turn.
        if input["id"].is_string() {
            input["id"] = maker.pools[KINDS[attempt % KINDS.len()]][0].clone().into();
        }
        if name == "calendarSave" {
            input["document"] = calendar.clone();
        }
        let operation = maker.mutation(name, input);
        let answer = client.say(&operation.query, operation.variables).await;
        let Some(why) = answer["data"]["it"]["why"].as_array() else { continue };
        let code = why.first().map(|why| why["code"].as_str().unwrap_or_default().to_owned());
        return code.filter(|code| code == "TOKEN_SCOPE" || code == "SESSION_ONLY");
    }
    panic!("{name}: no input of the right form in 400 tries")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mutation_asks_what_the_token_is_for() {
    let world = World::on_sqlite().await;
    let door = Door::routes(&world);
    let chance = Chance::seeded(5);
    let id = |kind: &str| format!("{kind}:{}", chance.uuid(world.desk.now()).simple());
    let mut pools: Pools = KINDS.iter().map(|kind| ((*kind).to_owned(), vec![id(kind)])).collect();
    for (field, kind) in NAMED {
        pools.insert(field.to_owned(), pools[kind].clone());
    }
    let mut maker = Maker { sdl: Sdl::read(), rng: ChaCha8Rng::seed_from_u64(5), pools };
    let mut clients = Vec::new();
    for scope in TokenScope::ALL {
        clients.push((*scope, with_token(&world, &door, "admin", &[*scope]).await));
    }
    let calendar =
        clients[0].1.reads("{ calendars { document } }", Value::Null).await["calendars"][0]["document"].take();
    let names: Vec<String> = maker.sdl.fields("Mutation").iter().map(|field| field.name.node.to_string()).collect();
    let mut by_need: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names {
        let mut enough = Vec::new();
        for (scope, client) in &clients {
            match said(client, &mut maker, &name, &calendar).await.as_deref() {
                None => enough.push(scope.code()),
                Some("SESSION_ONLY") => enough.push("no token"),
                Some(_) => {}
            }
        }
        enough.dedup();
        assert!(!enough.contains(&"READ"), "{name} is done with a token that only reads");
        by_need.entry(enough.join(", ")).or_default().push(name);
    }
    let mut out = String::from(HEADER);
    for (need, names) in by_need {
        let _ = writeln!(out, "\n{need}");
        for some in names.chunks(6) {
            let _ = writeln!(out, "    {}", some.join("  "));
        }
    }
    golden("tests/access/doors.txt", &out);
}

const HEADER: &str = "\
Which token is enough for which mutation, besides what its person may; all of them are within the portal's session. Found
out by trying each of them with a token of each scope, and reviewed like code: TANGGAP_BLESS=1 writes it anew.
";

story! {
    /// A token does what it is made for within what its person may, and nothing that gives power or is about an account.
    a_token_is_made_for_something, |world| {
        let door = Door::routes(&world);
        let reading = with_token(&world, &door, "admin", &[TokenScope::Read]).await;
        let keeping = with_token(&world, &door, "admin", &[TokenScope::Administration]).await;
        let all = with_token(&world, &door, "admin", TokenScope::ALL).await;
        assert_eq!(reading.reads("{ viewer { tokens { scopes } } }", Value::Null).await["viewer"]["tokens"].as_array().map(Vec::len), Some(3));
        let setting = json!({ "key": "tickets.reopenDays", "value": 9, "seen": 0 });
        let code = |outcome: Result<Value, UserError>| outcome.err().map(|error| error.code);
        assert_eq!(code(reading.mutates("settingSet", setting.clone(), "id").await).as_deref(), Some("TOKEN_SCOPE"));
        assert_eq!(code(keeping.mutates("settingSet", setting, "id").await), None);
        let eko = world.people["eko"].to_string();
        let appoint = json!({ "person": eko, "role": "COORDINATOR" });
        let make = json!({ "name": "lagi", "days": 1, "scopes": ["READ"] });
        let away = json!({ "person": eko, "kind": "CUTI", "validFrom": "2026-07-06T00:00:00Z", "validTo": "2026-07-09T00:00:00Z" });
        for (mutation, input, answer) in [
            ("codeIssue", json!({ "person": eko }), "secret"),
            ("appointmentAdd", appoint, "id"),
            ("tokenMake", make, "secret"),
            ("absenceAdd", away, "id"),
            ("personRetire", json!({ "person": eko }), "id"),
        ] {
            assert_eq!(code(all.mutates(mutation, input, answer).await).as_deref(), Some("SESSION_ONLY"), "{mutation}");
        }
        // In words, which scope it takes.
        let refused = reading.is_refused("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        assert_eq!(refused.message, "Token ini tidak dibuat untuk ini. Yang diperlukan: tiket.");
    }
}

story! {
    /// By which way a report came, the door says: a program cannot say that its reports came through the portal.
    what_a_program_reports_came_from_a_program, |world| {
        let door = Door::routes(&world);
        let program = door.client(&world, "sari").await;
        let opened = program.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        let channel = async |id: &str| {
            let reader = door.client(&world, "sari").await;
            let read = reader.reads("query($id: ID!) { ticket(id: $id) { channel } }", json!({ "id": id })).await;
            read["ticket"]["channel"].clone()
        };
        assert_eq!(channel(&opened.id).await, "API");
        let here = world.opened("sari", "TIK-01", "Internet mati").await;
        assert_eq!(channel(&here.to_string()).await, "WEB");
        let chat = Caller::person(world.people["sari"], desk::event::Door::Telegram);
        let told = world.desk.act(&chat, open(world.report("TIK-01", "Internet mati"))).await.expect("a ticket");
        assert_eq!(channel(&told.ticket.to_string()).await, "TELEGRAM");
        // What an answer to an old ticket becomes, came as the answer did.
        world.does("budi", take(told.ticket)).await;
        world.does("budi", resolve(told.ticket)).await;
        world.does("sari", confirm(told.ticket)).await;
        world.later(TimeDelta::days(30));
        let answer = json!({ "ticket": told.ticket.to_string(), "text": "Mati lagi" });
        let program = door.client(&world, "sari").await;
        let new = program.mutates("ticketReply", answer, "ticket { id }").await.expect("a new ticket");
        assert_eq!(channel(new["ticket"]["id"].as_str().expect("an id")).await, "API");
    }
}
