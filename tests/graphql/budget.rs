//! What one operation may cost: one person's question is answered in bounded bytes, and their questions at once wait for each other.

use super::talk::Door;
use crate::contract::sdl::Sdl;
use crate::story;
use crate::support::words::*;
use graphql::budget::ANSWER_BYTES;
use serde_json::{Value, json};

const PAGE: &str = "query ($id: ID!, $last: Int!, $before: String) { ticket(id: $id) {
    timeline(last: $last, before: $before) { seq kind before messages { text html } } } }";

fn seqs(entries: &Value) -> Vec<i64> {
    entries.as_array().expect("entries").iter().map(|entry| entry["seq"].as_i64().expect("a number")).collect()
}

story! {
    /// A timeline comes in pages, the newest first; what each of them holds is there once, also where a merged ticket's events stand between.
    a_timeline_in_pages, |world| {
        let door = Door::routes(&world);
        let sari = door.client(&world, "sari").await;
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let other = world.opened("sari", "TIK-01", "Internet masih mati").await;
        for n in 0..7 {
            world.does("sari", reply(if n % 2 == 0 { ticket } else { other }, &format!("Kabar ke-{n}"))).await;
        }
        world.does("budi", merge(other, ticket)).await;
        let all = sari.reads(PAGE, json!({ "id": ticket.to_string(), "last": 100 })).await["ticket"]["timeline"].take();
        assert!(all[0]["before"].is_null() && all.as_array().expect("entries").len() >= 9, "{all}");
        let (mut found, mut before) = (Vec::new(), Value::Null);
        loop {
            let page = json!({ "id": ticket.to_string(), "last": 2, "before": before });
            let page = sari.reads(PAGE, page).await["ticket"]["timeline"].take();
            let entries = page.as_array().expect("entries").clone();
            assert!((1..=2).contains(&entries.len()));
            before = entries[0]["before"].clone();
            found = [entries, found].concat();
            if before.is_null() {
                break;
            }
        }
        assert_eq!(seqs(&json!(found)), seqs(&all));
        let texts = |entries: &Value| entries.as_array().expect("entries").iter().map(|entry| entry["messages"].clone()).collect::<Vec<_>>();
        assert_eq!(texts(&json!(found)), texts(&all));
        for wrong in [json!({ "last": 0 }), json!({ "last": 101 }), json!({ "last": -1 }), json!({ "last": 5, "before": "bukan kursor" })] {
            let mut page = wrong.clone();
            page["id"] = json!(ticket.to_string());
            assert_eq!(sari.errs(PAGE, page).await, "BAD_USER_INPUT", "{wrong}");
        }
    }
}

story! {
    /// Long texts asked for many times over are refused, not sent: a question of a few hundred bytes is not answered with megabytes.
    a_small_question_with_a_large_answer, |world| {
        let door = Door::routes(&world);
        let warga = door.client(&world, "warga").await;
        let ticket = world.opened("warga", "PUB-02", "Antrean puskesmas").await;
        for n in 0..60 {
            world.does("warga", reply(ticket, &format!("{n} {}", "panjang sekali ".repeat(1_300)))).await;
        }
        let id = json!({ "id": ticket.to_string() });
        // What a page of the portal asks for fits.
        let page = warga.say("query ($id: ID!) { ticket(id: $id) { timeline(last: 50) { messages { text html } } } }", id.clone()).await;
        assert!(page["errors"].is_null(), "{}", page["errors"]);
        let fields = |n: usize| (0..n).map(|n| format!("a{n}: ticket(id: $id) {{ timeline(last: 50) {{ messages {{ html text }} }} }}")).collect::<String>();
        for (fields, said) in [(fields(10), "Jawaban ini terlalu besar."), (fields(20), "Query is too complex")] {
            let answer = warga.say(&format!("query ($id: ID!) {{ {fields} }}"), id.clone()).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX");
            let message = answer["errors"][0]["message"].as_str().expect("a sentence");
            assert!(message.starts_with(said), "{message}");
            assert!(answer.to_string().len() < ANSWER_BYTES + 100_000, "{}", answer.to_string().len());
        }
        // Under one name or many, the same text is sent as often as it is asked for, and counted as often.
        let many: String = (0..59).map(|n| format!("a{n}: html ")).collect();
        let query = format!("query ($id: ID!) {{ ticket(id: $id) {{ timeline(last: 8) {{ messages {{ {many} }} }} }} }}");
        assert_eq!(warga.errs(&query, id).await, "TOO_COMPLEX");
    }
}

story! {
    /// A ticket with more text than one answer holds is read all the same: a page ends earlier, and the one before it goes on from there.
    a_page_that_is_always_answered, |world| {
        let door = Door::routes(&world);
        let sari = door.client(&world, "sari").await;
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        for n in 0..32 {
            world.does("budi", reply(ticket, &format!("{n:04}"))).await;
        }
        // As long as a text can be, of signs of four bytes; by hand, since writing them takes a while.
        let long = if world.desk.store().is_sqlite() { "replace(hex(zeroblob(19000)), '00', '😀')" } else { "repeat('😀', 19000)" };
        world.by_hand(&format!("UPDATE message SET body = body || {long} WHERE kind = 'REPLY'")).await;
        let (mut pages, mut found, mut before) = (0, Vec::new(), Value::Null);
        loop {
            let page = json!({ "id": ticket.to_string(), "last": 100, "before": before });
            let page = sari.reads(PAGE, page).await["ticket"]["timeline"].take();
            let entries = page.as_array().expect("entries").clone();
            assert!(!entries.is_empty());
            before = entries[0]["before"].clone();
            (pages, found) = (pages + 1, [entries, found].concat());
            if before.is_null() {
                break;
            }
        }
        assert!(pages > 1);
        let texts = found.iter().flat_map(|entry| entry["messages"].as_array().expect("texts"));
        let texts: Vec<_> = texts.map(|text| text["text"].as_str().expect("a text").to_owned()).collect();
        assert_eq!(texts.len(), 33);
        assert!(texts[1..].iter().enumerate().all(|(n, text)| text.starts_with(&format!("{n:04}😀")) && text.len() > 76_000));
        let read = seqs(&json!(found));
        assert!(read.is_sorted_by(|one, next| one < next), "{read:?}");
    }
}

story! {
    /// Questions of one person at once are answered a few at a time, and far too many at once are refused; nobody else notices.
    many_questions_at_once, |world| {
        const MANY: usize = 200;
        let door = Door::routes(&world);
        let (sari, budi) = (door.client(&world, "sari").await, door.client(&world, "budi").await);
        let body = json!({ "query": "{ tickets(view: MY_REPORTS) { totalCount nodes { id } } }" }).to_string();
        let shown = [("authorization", &*sari.bearer)];
        // How many of them meet is the machine's matter: it is asked again until some met.
        let mut refused = Vec::new();
        for _ in 0..20 {
            let asked = futures_util::future::join_all((0..MANY).map(|_| door.post(&shown, body.clone())));
            let (answers, other) = tokio::join!(asked, budi.reads("{ viewer { person { name } } }", json!({})));
            assert_eq!(other["viewer"]["person"]["name"], "Budi Santoso");
            let answered = answers.iter().filter(|(status, _)| *status == 200).count();
            refused = answers.into_iter().filter(|(status, _)| *status == 429).collect();
            assert_eq!(answered + refused.len(), MANY);
            // Of those that came at once, so many had a place or could wait for one; whoever came later perhaps too.
            assert!(refused.len() <= MANY - 64, "{}", refused.len());
            if !refused.is_empty() {
                break;
            }
        }
        assert!(!refused.is_empty());
        let said: Value = serde_json::from_slice(&refused[0].1).expect("JSON");
        assert_eq!(said["errors"][0]["extensions"]["code"], "BUSY", "{said}");
        // Afterwards they have their places again.
        sari.reads("{ viewer { person { name } } }", json!({})).await;
    }
}

story! {
    /// What somebody searches by is a few words: what is looked through is looked through for each of them, and a million dots took a core for seconds.
    whatever_searches_takes_a_few_words, |world| {
        let door = Door::routes(&world);
        let admin = door.client(&world, "admin").await;
        let sdl = Sdl::read();
        let searching = sdl.fields("Query").into_iter().filter(|field| {
            field.arguments.iter().any(|argument| argument.node.name.node == "search")
        });
        let mut asked = 0;
        for field in searching {
            let query = format!("query ($words: String!) {{ it: {}(search: $words) {{ __typename }} }}", field.name.node);
            admin.reads(&query, json!({ "words": "internet mati" })).await;
            assert_eq!(admin.errs(&query, json!({ "words": ". ".repeat(500) })).await, "BAD_USER_INPUT", "{}", field.name.node);
            asked += 1;
        }
        assert!(asked >= 3, "{asked}");
    }
}

story! {
    /// A filter names each code once or a few times; tens of thousands were more than a statement takes.
    a_filter_of_codes_without_end, |world| {
        let door = Door::routes(&world);
        let sari = door.client(&world, "sari").await;
        for (name, code) in [("statuses", "NEW"), ("kinds", "INCIDENT"), ("priorities", "LOW"), ("channels", "WEB")] {
            let filter = json!({ name: vec![code; 40_000] });
            let query = "query ($filter: TicketFilter!) { tickets(view: ALL, filter: $filter) { totalCount } }";
            assert_eq!(sari.errs(query, json!({ "filter": filter })).await, "BAD_USER_INPUT", "{name}");
        }
    }
}
