//! What shows of a ticket, field by field, to whom; and that whoever reads what is confidential leaves a trace, by whatever field they came to it.

use super::talk::{Client, Door};
use crate::contract::sdl::Sdl;
use crate::story;
use crate::support::World;
use crate::support::golden::golden;
use crate::support::words::*;
use async_graphql::parser::types::TypeKind;
use desk::appointment::EndAppointment;
use desk::event::Kind;
use desk::id::TicketId;
use desk::person::add::{AddPerson, PersonInput};
use desk::person::{Language, RequesterType};
use desk::ticket::*;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Of each role somebody, as they stand to the tickets below.
const PEOPLE: &[(&str, &str)] = &[
    ("requester", "hadi"),
    ("Tier 1 of the unit", "budi"),
    ("Tier 1 elsewhere", "joko"),
    ("team that has it", "agus"),
    ("other team", "gede"),
    ("SECURITY", "eko"),
    ("COORDINATOR", "putri"),
    ("AUDITOR", "rina"),
    ("head of the Dinas", "kadis"),
    ("EXECUTIVE of all", "sekda"),
    ("ADMINISTRATOR", "admin"),
];
/// Those of them who take a list along.
const EXPORT: &[&str] = &["budi", "eko", "putri", "rina"];

/// A question for every field of a ticket, each as deep as it takes to see whether there is anything.
fn everything(sdl: &Sdl) -> String {
    let fields = sdl.fields("Ticket").into_iter().filter(|field| field.arguments.is_empty());
    let asked = fields.map(|field| {
        let of = field.ty.node.to_string().replace(['[', ']', '!'], "");
        let leaf = !matches!(sdl.types.get(&of).map(|it| &it.kind), Some(TypeKind::Object(_)));
        let name = &field.name.node;
        match (leaf, of.as_str()) {
            (true, _) => name.to_string(),
            (false, "Clock") => format!("{name} {{ kind dueAt code policy explanation {{ policy }} }}"),
            (false, _) => format!("{name} {{ __typename }}"),
        }
    });
    format!("query ($id: ID!) {{ ticket(id: $id) {{ {} }} }}", asked.collect::<Vec<_>>().join(" "))
}

/// What is asked of something of this kind: everything that takes no argument, so many objects deep; of another ticket only which it is.
fn all_of(sdl: &Sdl, of: &str, depth: usize) -> String {
    let is_object = |of: &str| matches!(sdl.types.get(of).map(|it| &it.kind), Some(TypeKind::Object(_)));
    let asked = sdl.fields(of).into_iter().filter(|field| field.arguments.is_empty()).filter_map(|field| {
        let (name, of) = (&field.name.node, field.ty.node.to_string().replace(['[', ']', '!'], ""));
        match (is_object(&of), of.as_str()) {
            (false, _) => Some(name.to_string()),
            (true, "Ticket") => Some(format!("{name} {{ number }}")),
            (true, _) if depth == 0 => None,
            (true, of) => Some(format!("{name} {}", all_of(sdl, of, depth - 1))),
        }
    });
    format!("{{ {} }}", asked.collect::<Vec<_>>().join(" "))
}

/// By which fields of a ticket it is told who reported it: a question for each, two objects deep.
fn each_field(sdl: &Sdl) -> Vec<(String, String)> {
    let fields = sdl.fields("Ticket").into_iter();
    let open = |name: &str, inner: &str| format!("query ($id: ID!) {{ ticket(id: $id) {{ {name} {inner} }} }}");
    let asked = fields.filter(|field| field.arguments.is_empty() || field.name.node == "timeline").map(|field| {
        let (name, of) = (field.name.node.to_string(), field.ty.node.to_string().replace(['[', ']', '!'], ""));
        let object = matches!(sdl.types.get(&of).map(|it| &it.kind), Some(TypeKind::Object(_)));
        let inner = if of == "Ticket" { "{ number }".to_owned() } else { all_of(sdl, &of, 1) };
        let all = if name == "timeline" { "timeline(last: 20)" } else { name.as_str() };
        let query = open(all, if object { &inner } else { "" });
        (name, query)
    });
    asked.collect()
}

fn is_there(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(all) => !all.is_empty(),
        Value::Object(all) => !all.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Whom to ask for on the spot.
const CONTACT: &str = "Pos jaga";
/// What hides them.
const TICKETS: [&str; 3] = ["NORMAL", "NORMAL, identity hidden", "RESTRICTED"];

/// Three tickets that differ in nothing but what hides them.
async fn tickets(world: &World) -> Vec<(&'static str, TicketId)> {
    let mut all = Vec::new();
    for case in TICKETS {
        let file = world.uploaded("hadi", "bukti.txt", b"isi").await;
        let report = Report {
            files: vec![file],
            contact: CONTACT.into(),
            hide_identity: Some(case.ends_with("hidden")),
            ..world.report("TIK-01", "Internet mati")
        };
        let ticket = world.does("hadi", open(report)).await.ticket;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        world.does("agus", tag(ticket, &[TAG])).await;
        if case == "RESTRICTED" {
            world.does("agus", classify(ticket, Confidentiality::Restricted)).await;
        }
        all.push((case, ticket));
    }
    all
}

/// The rows of a list as somebody takes it along, by what is in which column.
async fn exported(client: &Client) -> Vec<Vec<(String, bool)>> {
    let list = json!({ "list": "TICKETS", "format": "CSV", "view": "ALL", "order": "OLDEST" });
    let headers = [("authorization", client.bearer.as_str())];
    let (status, body) = client.door.post_to("/export", &headers, list.to_string()).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    let text = String::from_utf8(body).expect("UTF-8");
    let mut rows = text.trim_start_matches('\u{feff}').lines();
    let head: Vec<String> = rows.next().expect("a head").split(';').map(str::to_owned).collect();
    // By number: on a still clock it is chance which comes first.
    let mut rows: Vec<&str> = rows.collect();
    assert!(!rows.is_empty(), "{text}");
    rows.sort_unstable();
    rows.into_iter()
        .map(|row| head.iter().cloned().zip(row.split(';').map(|cell| !cell.is_empty())).collect())
        .collect()
}

story! {
    /// Printed, to be reviewed like code: a change of it is a change of what people see.
    field_by_field, |world| {
        let tickets = tickets(&world).await;
        let sdl = Sdl::read();
        let query = everything(&sdl);
        // On the still clock of the story: an auditor's appointment ends.
        let door = Door::routes(&world);
        let mut out = String::from(
            "What shows of a ticket, field by field: x is something, a dot is nothing, and of whom the ticket does not exist for the column is blank.\n",
        );
        let mut clients = Vec::new();
        for (_, person) in PEOPLE {
            clients.push(door.client(&world, person).await);
        }
        for (n, (role, _)) in PEOPLE.iter().enumerate() {
            let _ = writeln!(out, "    {} {role}", char::from(b'a' + n as u8));
        }
        for (case, ticket) in &tickets {
            let mut seen = Vec::new();
            for client in &clients {
                seen.push(client.reads(&query, json!({ "id": ticket.to_string() })).await["ticket"].take());
            }
            let letters: String = (0..PEOPLE.len()).map(|n| char::from(b'a' + n as u8)).collect();
            let _ = writeln!(out, "\n{case}\n    {:<20}{letters}", "");
            for field in sdl.fields("Ticket").into_iter().filter(|field| field.arguments.is_empty()) {
                let name = field.name.node.as_str();
                let mark = |view: &Value| match view {
                    Value::Null => ' ',
                    view if is_there(&view[name]) => 'x',
                    _ => '.',
                };
                let marks: String = seen.iter().map(mark).collect();
                let _ = writeln!(out, "    {name:<20}{}", marks.trim_end());
            }
            // Of the clocks of an outline the times show, and not what they are named after.
            for view in seen.iter().filter(|view| view["limited"] == true) {
                for clock in view["clocks"].as_array().expect("clocks") {
                    let named = [&clock["code"], &clock["policy"], &clock["explanation"]["policy"]];
                    assert!(named.iter().all(|it| it.is_null()), "{clock}");
                }
            }
        }
        let _ = writeln!(out, "\nThe same in a list that is taken along, column by column, in the order of the tickets above");
        for person in EXPORT {
            let n = PEOPLE.iter().position(|(_, it)| it == person).expect("a role");
            let (rows, role) = (exported(&clients[n]).await, PEOPLE[n].0);
            let _ = writeln!(out, "\n{role}");
            for (column, _) in &rows[0] {
                let mark = |row: &Vec<(String, bool)>| match row.iter().find(|(name, _)| name == column) {
                    Some((_, true)) => 'x',
                    _ => '.',
                };
                let _ = writeln!(out, "    {column:<30}{}", rows.iter().map(mark).collect::<String>());
            }
        }
        // A report that asks for no name, and one that went straight to Tier 2: by which fields does anybody know whose it is?
        let straight = Report {
            contact: CONTACT.into(),
            hide_identity: Some(true),
            ..world.report("TIK-22", "Akun dibobol")
        };
        let straight = world.does("hadi", open(straight)).await.ticket;
        world.does("gede", accept(straight)).await;
        let hadi = world.people["hadi"];
        let row: desk::person::Person =
            desk::store::get(&world.desk.store().read(), hadi).await.expect("a read").expect("a person");
        let signs = [hadi.to_string(), hadi.0.as_simple().to_string(), hadi.0.to_string(), row.name, CONTACT.to_owned()];
        let signs: Vec<String> = signs.into_iter().chain(row.phone).chain(row.email).chain(row.nip).collect();
        for (case, ticket) in [(TICKETS[1], tickets[1].1), ("RESTRICTED, straight to Tier 2, identity hidden", straight)] {
            let _ = writeln!(out, "\nThe fields that tell who reported it, of one that is {case}");
            for (field, query) in each_field(&sdl) {
                let mut marks = String::new();
                for client in &clients {
                    let said = client.reads(&query, json!({ "id": ticket.to_string() })).await.to_string();
                    marks.push(if signs.iter().any(|sign| said.contains(sign.as_str())) { 'x' } else { '.' });
                }
                if marks.contains('x') {
                    let _ = writeln!(out, "    {field:<20}{marks}");
                }
            }
        }
        golden("tests/graphql/shown.txt", &out);
    }
}

/// How often somebody has read something confidential so far.
async fn reads(world: &World, who: &str) -> usize {
    world.desk.write_access_log().await.expect("the log");
    let events = desk::store::record::events_after(&world.desk.store().read(), "access/2026-07-06", 0).await;
    let actor = world.people[who].to_string();
    let read = |it: &desk::event::Event| it.kind == Kind::ConfidentialRead.code() && it.actor == actor;
    events.expect("the log").iter().filter(|it| read(it) && it.facts()["ticket"].is_string()).count()
}

async fn asks(client: &Client, query: &str, id: TicketId) {
    let query = query.replace("ID!", &format!("\"{id}\""));
    let answer = client.say(&query, json!({})).await;
    assert!(answer["errors"].is_null(), "{query}: {answer}");
}

story! {
    /// Once an operation and ticket: by id, by number, in a list, through a link, as the answer of a command, by a word that is in it.
    every_way_leaves_a_trace, |world| {
        let door = Door::routes(&world);
        let eko = door.client(&world, "eko").await;
        let ticket = world.opened("sari", "TIK-22", "Akun diretas xqzvk").await;
        let other = world.opened("sari", "TIK-01", "Internet mati").await;
        let away = world.opened("hadi", "TIK-01", "Surel aneh").await;
        world.does("eko", accept(ticket)).await;
        world.does("eko", link(ticket, other)).await;
        world.does("budi", classify(away, Confidentiality::Restricted)).await;
        let number = world.row(ticket).await.number;
        let by_number = format!("{{ ticketByNumber(number: \"{number}\") {{ title }} }}");
        let other_links = format!("{{ ticket(id: \"{other}\") {{ links {{ ticket {{ timeline {{ kind }} }} }} }} }}");
        let node = format!("{{ node(id: \"{ticket}\") {{ ... on Ticket {{ title timeline {{ kind }} files {{ name }} solutionRequests {{ diagnosis }} }} }} }}");
        let ways = [
            ("{ ticket(id: ID!) { number status sla { nextDueAt } viewerCan unit { name } } }", 0),
            ("{ tickets { nodes { number status confidentiality } totalCount } }", 0),
            ("{ ticket(id: ID!) { title } }", 1),
            ("{ a: ticket(id: ID!) { title } b: ticket(id: ID!) { timeline { messages { text } } } }", 1),
            (by_number.as_str(), 1),
            (node.as_str(), 1),
            ("{ nodes(ids: [ID!, ID!]) { ... on Ticket { kind } } }", 1),
            // The other confidential one is in the list, too.
            ("{ tickets { nodes { timeline { messages { text } } } } }", 2),
            ("{ tickets(filter: { text: \"xqzvk\" }) { nodes { id } } }", 1),
            (other_links.as_str(), 1),
            ("mutation { ticketFollow(input: { ticket: ID! }) { ticket { title timeline { kind } } } }", 1),
            ("mutation { a: ticketNote(input: { ticket: ID!, text: \"Satu\" }) { ticket { title } } b: ticketNote(input: { ticket: ID!, text: \"Dua\" }) { ticket { title } } }", 1),
            ("mutation { ticketUnfollow(input: { ticket: ID! }) { ticket { number } } }", 0),
        ];
        let mut before = reads(&world, "eko").await;
        for (way, more) in ways {
            asks(&eko, way, ticket).await;
            let now = reads(&world, "eko").await;
            assert_eq!(now - before, more, "{way}");
            before = now;
        }
        // Who sees the outline reads nothing, however they ask.
        let putri = door.client(&world, "putri").await;
        for (way, _) in ways.iter().filter(|(way, _)| !way.starts_with("mutation")) {
            asks(&putri, way, ticket).await;
        }
        assert_eq!(reads(&world, "putri").await, 0);
    }
}

story! {
    /// A list that is taken along may take minutes: it goes no further than the right to it does.
    a_list_ends_with_the_right_to_it, |world| {
        for n in 0..750 {
            let input = PersonInput { name: format!("Warga {n}"), phone: Some(format!("08123{n:07}")), ..newcomer() };
            world.console(AddPerson(input)).await;
        }
        let door = Door::routes(&world);
        let admin = door.client(&world, "admin").await;
        let list = json!({ "list": "PEOPLE", "format": "CSV" }).to_string();
        let headers = [("authorization", admin.bearer.as_str())];
        let begin = async || door.begin("/export", &headers, list.clone()).await;
        let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
        let whole = begin().await.collect().await.expect("a whole list").to_bytes();
        assert!(lines(&whole) > 750);

        let mut body = begin().await;
        let first = body.frame().await.expect("a page").expect("a page").into_data().expect("bytes");
        let directory = world.desk.directory().await.expect("the directory");
        let theirs = directory.appointments().iter().find(|it| it.person_id == world.people["admin"]).expect("a role").id;
        world.console(EndAppointment { appointment: theirs }).await;
        let mut got = lines(&first);
        let broke_off = loop {
            match body.frame().await {
                Some(Ok(page)) => got += page.data_ref().map_or(0, |bytes| lines(bytes)),
                Some(Err(_)) => break true,
                None => break false,
            }
        };
        assert!(broke_off && got < 750, "{got}");
    }
}

fn newcomer() -> PersonInput {
    PersonInput {
        name: String::new(),
        nip: None,
        phone: None,
        email: None,
        unit: None,
        requester_type: RequesterType::Citizen,
        language: Language::Indonesian,
        zone: None,
        hide_identity: false,
    }
}
