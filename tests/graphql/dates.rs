//! What no field takes, at every door: dates outside of one range, and the character that PostgreSQL cannot keep.

use super::talk::Door;
use crate::contract::sdl;
use crate::story;
use async_graphql::parser::types::BaseType;
use serde_json::{Value, json};

/// Dates that were slips of the pen, or worse; each read by what reads dates.
const OUTSIDE: [&str; 5] = [
    "0026-11-29T00:00:00Z",
    "-262143-01-01T00:00:00Z",
    "-5000-01-01T00:00:00+07:00",
    "2201-01-01T00:00:00Z",
    "+12028-08-17T00:00:00Z",
];

story! {
    /// Whatever takes a date, and whatever takes a text, is asked for one that nothing takes: by variable and in the document itself, in queries and in
    /// mutations. Nothing of it is executed, and nothing of it is our fault.
    nothing_takes_a_date_out_of_range_or_a_nul, |world| {
        let door = Door::routes(&world);
        let admin = door.client(&world, "admin").await;
        let mut asked = 0;
        let refused = async |query: String, variables: Value, said: &str| {
            let answer = admin.say(&query, variables).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{query}: {answer}");
            assert!(error["message"].as_str().is_some_and(|message| message.contains(said)), "{query}: {answer}");
            assert!(answer["data"].is_null(), "{answer}");
        };
        for date in OUTSIDE {
            refused(format!("{{ auditEvents(filter: {{ before: \"{date}\" }}) {{ nodes {{ kind }} }} }}"), json!({}), "1900").await;
            let query = "query ($at: DateTime) { auditEvents(filter: { before: $at }) { nodes { kind } } }";
            refused(query.to_owned(), json!({ "at": date }), "1900").await;
        }
        refused("{ ticketByNumber(number: \"TKT\\u0000\") { id } }".to_owned(), json!({}), "NUL").await;
        let contract = sdl::Sdl::read();
        for mutation in contract.fields("Mutation") {
            let name = mutation.name.node.as_str();
            let input = format!("{}Input", sdl::capital(name));
            for field in contract.inputs(&input) {
                let BaseType::Named(kind) = &field.ty.node.base else { continue };
                let wrong = match kind.as_str() {
                    "DateTime" => ("0026-11-29T00:00:00Z", "1900"),
                    "NaiveDate" => ("0026-08-17", "1900"),
                    "String" | "ID" | "JSON" => ("a\0b", "NUL"),
                    _ => continue,
                };
                let query = format!("mutation ($input: {input}!) {{ it: {name}(input: $input) {{ __typename }} }}");
                refused(query, json!({ "input": { field.name.node.as_str(): wrong.0 } }), wrong.1).await;
                asked += 1;
            }
        }
        assert!(asked > 100, "{asked}");
    }
}

story! {
    /// Beside GraphQL: what takes lists along, what names a file; and files of holidays.
    nor_does_any_other_door, |world| {
        let door = Door::program(&world).await;
        let admin = door.client(&world, "admin").await;
        let headers = [("authorization", admin.bearer.as_str()), ("content-type", "application/json")];
        for (path, body) in [
            ("/export", json!({ "list": "PEOPLE", "format": "CSV", "search": "a\0b" })),
            ("/export", json!({ "list": "EVENTS", "format": "CSV", "filter": { "before": "-262143-01-01T00:00:00Z" } })),
        ] {
            let reply = crate::program::web::ask(door.server(), "POST", path, &headers, body.to_string()).await;
            assert_eq!((reply.status, &*reply.code()), (400, "UNREADABLE"), "{path}: {reply:?}");
        }
        let headers = [("authorization", admin.bearer.as_str()), ("x-file-name", "a%00b.png"), ("x-file-size", "9")];
        let reply = crate::program::web::ask(door.server(), "POST", "/files/parts", &headers, "").await;
        assert_eq!(reply.status, 400, "{reply:?}");
        // A lone half of a pair is no text at all.
        let headers = [("authorization", admin.bearer.as_str()), ("content-type", "application/json")];
        let body = r#"{"query":"query ($n: String!) { ticketByNumber(number: $n) { id } }","variables":{"n":"\ud800"}}"#;
        let reply = crate::program::web::ask(door.server(), "POST", "/graphql", &headers, body.to_owned()).await;
        assert_eq!(reply.status, 400, "{reply:?}");
        for text in ["tanggal;nama\n17/08/28;X", "tanggal;nama\n17-08-28;X", "tanggal;nama\n17/08/2028;X\n0026-08-17;Y"] {
            let input = json!({ "text": text, "set": "NATIONAL", "source": "SKB" });
            let answer = admin.say("mutation ($input: HolidaysImportInput!) { it: holidaysImport(input: $input) { __typename userErrors { message } } }", json!({ "input": input })).await;
            assert!(!answer["data"]["it"]["userErrors"][0].is_null(), "{text}: {answer}");
        }
    }
}
