//! A day's work through the API: what a client sends and what it is told.

use super::talk::{Door, Seen, report, wanted};
use crate::story;
use crate::support::world::Of;
use desk::appointment::Role;
use serde_json::{Value, json};

story! {
    /// Requester -> Tier 1 -> escalated -> accepted -> answered -> resolved -> confirmed.
    the_whole_way, |world| {
        let door = Door::program(&world).await;
        let (sari, budi, agus) =
            (door.client(&world, "sari").await, door.client(&world, "budi").await, door.client(&world, "agus").await);
        let receipt = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        assert!(receipt.number.starts_with("TKT-20") && receipt.number.ends_with("-000001"), "{}", receipt.number);
        assert_eq!(receipt.line(), "NEW, tier 1, nobody");
        // Nobody at Tier 2 knows of it yet.
        assert_eq!(agus.sees(&receipt.id).await, None);

        let seen = budi.sees(&receipt.id).await.expect("his people's ticket");
        let seen = budi.does("ticketTake", seen.and(json!({}))).await;
        assert_eq!(seen.line(), "IN_PROGRESS, tier 1, Budi Santoso");
        let blank = json!({ "wanted": { "reason": "NEEDS_EXPERTISE", "diagnosis": " ", "stepsTried": "-", "helpWanted": "-" } });
        let refused = budi.is_refused("ticketEscalate", seen.and(blank)).await;
        assert_eq!((&*refused.code, refused.field.as_deref()), ("BLANK", Some("diagnosis")));
        let seen = budi.does("ticketEscalate", seen.and(json!({ "wanted": wanted() }))).await;
        assert_eq!(seen.line(), "IN_PROGRESS, tier 2 T2-JAR, nobody");

        let seen = agus.sees(&seen.id).await.expect("his team's ticket");
        let seen = agus.does("ticketAccept", seen.and(json!({}))).await;
        assert_eq!(seen.line(), "IN_PROGRESS, tier 2 T2-JAR, Agus Salim");
        let solution = json!({ "solution": "Port 12 sudah diaktifkan, sambungkan kembali kabelnya." });
        let seen = agus.does("ticketAnswer", seen.and(solution)).await;
        assert_eq!(seen.line(), "IN_PROGRESS, tier 1, Budi Santoso");

        let seen = budi.sees(&seen.id).await.expect("his ticket");
        let resolution = json!({ "resolution": "Kabel sudah disambungkan ke port baru.", "cause": "CONFIGURATION_FAULT" });
        let seen = budi.does("ticketResolve", seen.and(resolution)).await;
        assert_eq!(seen.line(), "RESOLVED, tier 1, Budi Santoso");

        let seen = sari.sees(&seen.id).await.expect("her ticket");
        let seen = sari.does("ticketConfirm", seen.and(json!({}))).await;
        assert_eq!(seen.line(), "CLOSED, tier 1, Budi Santoso");
        sari.does("ticketRate", seen.only(json!({ "rating": 5, "comment": "Cepat" }))).await;

        // She reads what was said to her and nothing of what they told each other.
        assert_eq!(sari.reads_on(&seen.id).await, ["REPORT", "RESOLUTION", "RATING"]);
        assert_eq!(budi.reads_on(&seen.id).await, ["REPORT", "ANSWER", "RESOLUTION", "RATING"]);
        let query = "query ($id: ID!) { ticket(id: $id) { cause rating solutionRequests { number state diagnosis acceptedBy { name } } } }";
        let hers = sari.reads(query, json!({ "id": seen.id })).await;
        assert_eq!(hers["ticket"], json!({ "cause": null, "rating": 5, "solutionRequests": [] }));
        let his = budi.reads(query, json!({ "id": seen.id })).await;
        assert_eq!(his["ticket"]["cause"], "CONFIGURATION_FAULT");
        let request = &his["ticket"]["solutionRequests"][0];
        assert!(request["number"].as_str().is_some_and(|number| number.starts_with("PSP-20")), "{request}");
        assert_eq!(request["state"], "ANSWERED");
        assert_eq!(request["acceptedBy"]["name"], "Agus Salim");
    }
}

story! {
    /// The second of two who decide upon the same sight is told what has changed, in words of their own language.
    the_second_is_told_what_changed, |world| {
        let door = Door::program(&world).await;
        let (sari, budi, wayan, admin) = (
            door.client(&world, "sari").await,
            door.client(&world, "budi").await,
            door.client(&world, "wayan").await,
            door.client(&world, "admin").await,
        );
        let opened = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Wifi lambat") })).await;
        let (his, other) = (budi.sees(&opened.id).await.expect("a ticket"), wayan.sees(&opened.id).await.expect("a ticket"));
        budi.does("ticketTake", his.and(json!({}))).await;
        // A note moves nobody's ground.
        sari.does("ticketReply", his.only(json!({ "text": "Di lantai dua" }))).await;
        let stale = wayan.is_refused("ticketTake", other.and(json!({}))).await;
        assert_eq!(stale.code, "STALE");
        assert_eq!(stale.changes.as_deref(), Some(&["TICKET_TAKEN".to_owned(), "TICKET_REPLIED".to_owned()][..]));
        assert_eq!(stale.message, "Baru saja diubah orang lain (diambil, dibalas). Lihat perubahannya, lalu coba lagi.");

        let person = world.people["wayan"].to_string();
        let query = "query ($id: ID!) { personUnmasked(id: $id) { name nip phone email requesterType unit { id } } }";
        let known = admin.reads(query, json!({ "id": person })).await;
        let known = &known["personUnmasked"];
        let change = json!({
            "person": person, "name": known["name"], "nip": known["nip"], "phone": known["phone"], "email": known["email"],
            "requesterType": known["requesterType"], "unit": known["unit"]["id"], "language": "EN",
        });
        assert_eq!(admin.saves("personChange", change).await, person);
        let stale = wayan.is_refused("ticketTake", other.and(json!({}))).await;
        let told = "Somebody else has just changed this (taken, replied to). Look at the change, then try again.";
        assert_eq!(stale.message, told);

        // Having looked again he may.
        let seen = wayan.sees(&opened.id).await.expect("a ticket");
        assert_eq!(wayan.does("ticketTake", seen.and(json!({}))).await.line(), "IN_PROGRESS, tier 1, I Wayan Sudarma");
    }
}

story! {
    /// A request id: sent twice, done once; other content under it is refused; it is one's own.
    sent_twice_done_once, |world| {
        let door = Door::program(&world).await;
        let (sari, budi) = (door.client(&world, "sari").await, door.client(&world, "budi").await);
        let open = |title: &str| json!({ "report": report(&world, "TIK-01", title), "requestId": "kunci-1" });
        let first = sari.does("ticketOpen", open("Internet mati")).await;
        let again = sari.does("ticketOpen", open("Internet mati")).await;
        assert_eq!(again, first);
        let other = sari.is_refused("ticketOpen", open("Internet lambat")).await;
        assert_eq!(other.code, "KEY_REUSED");
        let his = budi.does("ticketOpen", open("Internet mati")).await;
        assert_ne!(his.id, first.id);

        // Today's view of the first outcome, however much has happened since.
        let note = first.only(json!({ "text": "Sudah dicek", "requestId": "kunci-2" }));
        let taken = budi.sees(&first.id).await.expect("a ticket");
        budi.does("ticketNote", note.clone()).await;
        let taken = budi.does("ticketTake", taken.and(json!({}))).await;
        assert_eq!(budi.does("ticketNote", note).await.line(), taken.line());
        assert_eq!(sari.does("ticketOpen", open("Internet mati")).await.line(), taken.line());
        assert_eq!(budi.reads_on(&first.id).await, ["REPORT", "NOTE"]);

        // A refusal is not kept: what was refused can be tried again under the same key.
        let resolve = json!({ "resolution": "", "cause": "POWER", "requestId": "kunci-3" });
        assert_eq!(budi.is_refused("ticketResolve", taken.and(resolve)).await.code, "BLANK");
        let resolve = json!({ "resolution": "Listrik sudah menyala", "cause": "POWER", "requestId": "kunci-3" });
        assert_eq!(budi.does("ticketResolve", taken.and(resolve)).await.line(), "RESOLVED, tier 1, Budi Santoso");
    }
}

const PAGE: &str = "query ($first: Int, $after: String, $last: Int, $before: String) {
    tickets(view: MY_REPORTS, first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { number } edges { cursor } pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
    } }";

fn numbers(page: &Value) -> Vec<String> {
    let nodes = page["tickets"]["nodes"].as_array().expect("nodes").iter();
    nodes.map(|node| node["number"].as_str().expect("a number").to_owned()).collect()
}

story! {
    /// A list is the same list from the front and from the back, while rows come in.
    pages_from_both_ends, |world| {
        let door = Door::program(&world).await;
        let sari = door.client(&world, "sari").await;
        let mut opened = Vec::new();
        for n in 1..=7 {
            let report = report(&world, "TIK-01", &format!("Gangguan {n}"));
            opened.push(sari.does("ticketOpen", json!({ "report": report })).await.number);
        }
        // Newest first.
        opened.reverse();
        let (mut forwards, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = sari.reads(PAGE, json!({ "first": 3, "after": after })).await;
            let info = &page["tickets"]["pageInfo"];
            assert_eq!(page["tickets"]["totalCount"], 7 + usize::from(forwards.len() > 3));
            assert_eq!(info["hasPreviousPage"], !forwards.is_empty(), "{page}");
            forwards.extend(numbers(&page));
            after = info["endCursor"].clone();
            if info["hasNextPage"] == false {
                break;
            }
            if forwards.len() == 6 {
                // A newer one does not push anybody to the next page.
                sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Gangguan 8") })).await;
            }
        }
        assert_eq!(forwards, opened);

        let (mut backwards, mut before) = (Vec::new(), Value::Null);
        loop {
            let page = sari.reads(PAGE, json!({ "last": 3, "before": before })).await;
            let info = &page["tickets"]["pageInfo"];
            assert_eq!(info["hasNextPage"], !backwards.is_empty(), "{page}");
            backwards.splice(0..0, numbers(&page));
            before = info["startCursor"].clone();
            if info["hasPreviousPage"] == false {
                break;
            }
        }
        assert_eq!(backwards.len(), 8);
        assert_eq!(backwards[1..], opened);

        for wrong in [
            json!({ "first": 0 }),
            json!({ "first": 101 }),
            json!({ "last": -1 }),
            json!({ "first": 1, "last": 1 }),
            json!({ "first": 1, "before": after }),
            json!({ "first": 1, "after": "bukan kursor" }),
            json!({ "first": 1, "after": "MXwxfDE" }),
        ] {
            assert_eq!(sari.errs(PAGE, wrong.clone()).await, "BAD_USER_INPUT", "{wrong}");
        }
    }
}

const NODE: &str = "query ($id: ID!) { node(id: $id) { __typename id
    ... on Ticket { number title limited requester { name } timeline { kind } files { id } viewerCan }
    ... on Person { name nip phone email } ... on Unit { code } ... on Team { code } ... on Service { code } } }";

story! {
    /// Whatever has an id can be asked for by anybody; it answers to whom it may.
    other_peoples_things, |world| {
        let door = Door::program(&world).await;
        // The auditor of the other stories has had her time by now.
        world.console(world.appointment("rina", Role::Auditor, Of::All)).await;
        let mut clients = std::collections::BTreeMap::new();
        for person in ["sari", "budi", "rahmat", "putri", "eko", "rina", "sekda", "warga"] {
            clients.insert(person, door.client(&world, person).await);
        }
        let open = json!({ "report": report(&world, "TIK-01", "Internet mati") });
        let plain = clients["sari"].does("ticketOpen", open).await;
        let open = json!({ "report": report(&world, "TIK-22", "Situs diretas") });
        let restricted = clients["sari"].does("ticketOpen", open).await;

        let sights = async |of: &Seen| {
            let mut sights = Vec::new();
            for (person, client) in &clients {
                let node = client.reads(NODE, json!({ "id": of.id })).await;
                let node = &node["node"];
                let sight = match (node.is_null(), node["limited"].as_bool()) {
                    (true, _) => "nothing",
                    (false, Some(true)) => {
                        assert_eq!((&node["title"], &node["requester"]), (&Value::Null, &Value::Null), "{person}");
                        assert_eq!((&node["timeline"], &node["files"]), (&json!([]), &json!([])), "{person}");
                        "outline"
                    }
                    (false, _) => "all",
                };
                // The other ways to it say the same.
                assert_eq!(client.sees(&of.id).await.is_some(), sight != "nothing", "{person}");
                let by_number = client.reads("query ($n: String!) { ticketByNumber(number: $n) { id } }", json!({ "n": of.number })).await;
                assert_eq!(by_number["ticketByNumber"].is_null(), sight == "nothing", "{person}");
                sights.push(format!("{person}: {sight}"));
            }
            sights.join(", ")
        };
        assert_eq!(
            sights(&plain).await,
            "budi: all, eko: all, putri: all, rahmat: nothing, rina: all, sari: all, sekda: all, warga: nothing"
        );
        assert_eq!(
            sights(&restricted).await,
            "budi: nothing, eko: all, putri: outline, rahmat: nothing, rina: outline, sari: all, sekda: nothing, warga: nothing"
        );
        // What cannot be seen cannot be acted upon either, and the two are told apart from nothing at all by nobody.
        let hidden = clients["rahmat"].is_refused("ticketNote", plain.only(json!({ "text": "Halo" }))).await;
        let missing = json!({ "ticket": "ticket:00000000000070008000000000000000", "text": "Halo" });
        assert_eq!(hidden, clients["rahmat"].is_refused("ticketNote", missing).await);

        let person = |name: &str| json!({ "id": world.people[name].to_string() });
        let own = clients["sari"].reads(NODE, person("sari")).await;
        assert_eq!((own["node"]["phone"].as_str(), own["node"]["email"].as_str()), (Some("+6281234500000"), Some("sari@kab.example")));
        let of_staff = clients["budi"].reads(NODE, person("sari")).await;
        assert!(of_staff["node"]["phone"].as_str().is_some_and(|phone| phone.contains('*') || phone.contains('•')), "{of_staff}");
        assert_eq!(of_staff["node"]["email"], Value::Null);
        let of_citizen = clients["warga"].reads(NODE, person("sari")).await;
        assert_eq!((&of_citizen["node"]["nip"], &of_citizen["node"]["phone"]), (&Value::Null, &Value::Null));

        let unit = world.units["DISDIK"].to_string();
        assert_eq!(clients["warga"].reads(NODE, json!({ "id": unit })).await["node"]["code"], "DISDIK");
        for wrong in ["", "x", "ticket:1", "message:0198f0c0000070008000000000000000", &plain.id.to_uppercase(), &plain.number] {
            assert_eq!(clients["sari"].errs(NODE, json!({ "id": wrong })).await, "BAD_USER_INPUT", "{wrong}");
        }
        let several = json!({ "ids": [plain.id, missing_id(), unit] });
        let nodes = clients["sari"].reads("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", several).await;
        assert_eq!(nodes["nodes"], json!([{ "id": plain.id }, null, { "id": unit }]));
        assert_eq!(door.stranger().errs(NODE, json!({ "id": plain.id })).await, "UNAUTHENTICATED");
    }
}

fn missing_id() -> &'static str {
    "unit:00000000000070008000000000000000"
}
