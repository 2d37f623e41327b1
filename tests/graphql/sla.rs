//! Clocks, policies and calendars through the API.

use super::talk::{Door, report, wanted};
use crate::story;
use crate::support::words::*;
use chrono::TimeDelta;
use desk::sla::ClockKind;
use serde_json::{Value, json};

const CLOCKS: &str = "query ($id: ID!) { ticket(id: $id) {
    sla { nextKind nextDueAt atRisk breached paused outsideControl remainingSeconds }
    clocks { kind state dueAt remainingSeconds breachedAt budgetSeconds calendar policy target { value unit }
        explanation { policy calendar countedSeconds line sentences steps { kind date seconds why } } }
    timeline { kind clocks { kind did dueAt wasDueAt percent notified } } } }";

story! {
    /// What a requester and a handler see of the clocks of one ticket, while they run, stand still, warn and are late.
    clocks_of_a_ticket, |world| {
        let door = Door::routes(&world);
        let (sari, budi) = (door.client(&world, "sari").await, door.client(&world, "budi").await);
        let ticket = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        let seen = budi.reads(CLOCKS, json!({ "id": ticket.id })).await["ticket"].take();
        assert_eq!(seen["sla"], json!({
            "nextKind": "FIRST_RESPONSE", "nextDueAt": "2026-07-06T01:40:00+00:00", "atRisk": false, "breached": false,
            "paused": false, "outsideControl": false, "remainingSeconds": null,
        }));
        let resolution = |seen: &Value| {
            let clocks = seen["clocks"].as_array().expect("clocks").clone();
            clocks.into_iter().find(|clock| clock["kind"] == "RESOLUTION").expect("the promise")
        };
        let clock = resolution(&seen);
        assert_eq!((clock["dueAt"].as_str(), clock["budgetSeconds"].as_i64()), (Some("2026-07-07T08:00:00+00:00"), Some(48_000)));
        assert_eq!((&clock["target"], clock["calendar"].as_str()), (&json!({ "value": 1, "unit": "BUSINESS_DAYS" }), Some("ASN5")));
        let explanation = &clock["explanation"];
        assert_eq!(explanation["line"], "Penyelesaian: 1 hari kerja, jatuh tempo Sel 7 Jul 2026 16.00 WITA.");
        assert_eq!(explanation["countedSeconds"], 48_000);
        assert_eq!(explanation["steps"][0], json!({ "kind": "COUNTED", "date": "2026-07-06", "seconds": 21_000, "why": null }));
        let started = seen["timeline"][0]["clocks"].as_array().expect("clocks").len();
        assert_eq!(started, 3);
        let seen = sari.reads(CLOCKS, json!({ "id": ticket.id })).await["ticket"].take();
        let kinds: Vec<_> = seen["clocks"].as_array().expect("clocks").iter().map(|clock| clock["kind"].clone()).collect();
        assert_eq!(kinds, ["FIRST_RESPONSE", "RESOLUTION"]);
        assert_eq!(seen["timeline"][0]["clocks"].as_array().expect("clocks").len(), 2);
        world.later(TimeDelta::hours(1));
        world.run_due().await;
        let ticket = budi.sees(&ticket.id).await.expect("a ticket");
        budi.does("ticketAsk", ticket.and(json!({ "question": "Ruang mana?" }))).await;
        let seen = budi.reads(CLOCKS, json!({ "id": ticket.id })).await["ticket"].take();
        assert_eq!((&seen["sla"]["paused"], &seen["sla"]["remainingSeconds"]), (&json!(true), &json!(44_400)));
        assert_eq!(resolution(&seen)["explanation"]["line"], "Penyelesaian: 1 hari kerja, berhenti sementara, sisa 12 jam 20 menit.");
        let said: Vec<_> = seen["timeline"].as_array().expect("a timeline").iter().map(|entry| &entry["kind"]).collect();
        assert!(said.contains(&&json!("CLOCK_BREACHED")) && said.contains(&&json!("CLOCK_WARNED")), "{said:?}");
        let seen = sari.reads(CLOCKS, json!({ "id": ticket.id })).await["ticket"].take();
        let said: Vec<_> = seen["timeline"].as_array().expect("a timeline").iter().map(|entry| &entry["kind"]).collect();
        assert_eq!(said, ["TICKET_OPENED", "TICKET_ASKED"], "how the desk keeps itself on its toes is not the requester's");
        let list = "{ tickets(view: PAUSED, order: DUE, filter: { breached: false }) { totalCount nodes { sla { nextKind } } }
            ticketCounts(views: [AT_RISK, LATE, PAUSED]) { view count } }";
        let listed = budi.reads(list, json!({})).await;
        assert_eq!((&listed["tickets"]["totalCount"], &listed["ticketCounts"][2]["count"]), (&json!(1), &json!(1)));
    }
}

const POLICIES: &str = "{ slaPolicies { version
    policies { code name when { kinds services priorities units requesterTypes } countFrom thirdParty onReopen basis note
        targets { clock target { value unit } calendar withoutOnCall onBreach breachActions warnings { percent notify actions } } }
    legalDeadlines { code name target { value unit } calendar metBy contents source note
        when { kinds services priorities units requesterTypes } } } }";

/// The policies as they are read, as they are written.
fn written(read: &Value) -> Value {
    let mut policies = read["policies"].clone();
    for policy in policies.as_array_mut().expect("policies") {
        for promise in policy["targets"].as_array_mut().expect("targets") {
            let target = promise["target"].take();
            promise.as_object_mut().expect("a promise").remove("target");
            (promise["value"], promise["unit"]) = (target["value"].clone(), target["unit"].clone());
        }
    }
    let mut deadlines = read["legalDeadlines"].clone();
    for deadline in deadlines.as_array_mut().expect("deadlines") {
        let target = deadline["target"].take();
        deadline.as_object_mut().expect("a deadline").remove("target");
        (deadline["value"], deadline["unit"]) = (target["value"].clone(), target["unit"].clone());
    }
    json!({ "policies": policies, "legalDeadlines": deadlines })
}

story! {
    /// An administrator reads the policies, looks at what an edit would move, saves it, and sees the work done.
    policies_and_calendars, |world| {
        let door = Door::routes(&world);
        let (admin, budi) = (door.client(&world, "admin").await, door.client(&world, "budi").await);
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        let read = admin.reads(POLICIES, json!({})).await["slaPolicies"].take();
        assert_eq!((read["version"].as_i64(), read["policies"].as_array().map(Vec::len)), (Some(1), Some(16)));
        // What is read can be written back and says the same.
        let mut document = written(&read);
        let answer = admin.mutates("slaPoliciesSave", json!({ "seen": 1, "document": document }), "version").await;
        assert_eq!(answer.expect("saved")["version"], 2);
        let again = admin.reads(POLICIES, json!({})).await["slaPolicies"].take();
        assert_eq!((&again["policies"], &again["legalDeadlines"]), (&read["policies"], &read["legalDeadlines"]));
        // Two days for HIGH instead of one.
        let policies = document["policies"].as_array_mut().expect("policies");
        let high = policies.iter_mut().find(|policy| policy["code"] == "PRIORITY_HIGH").expect("HIGH");
        let promise = high["targets"].as_array_mut().expect("targets").iter_mut().find(|it| it["clock"] == "RESOLUTION");
        promise.expect("RESOLUTION")["value"] = json!(2);
        let preview = "query ($input: SlaPoliciesInput!) { slaPoliciesPreview(input: $input) { clocks moved late most { number } } }";
        let would = admin.reads(preview, json!({ "input": document })).await["slaPoliciesPreview"].take();
        assert_eq!(would, json!({ "clocks": 3, "moved": 1, "late": 0, "most": [] }));
        assert_eq!(budi.errs(preview, json!({ "input": document })).await, "FORBIDDEN");
        let refused = budi.mutates("slaPoliciesSave", json!({ "seen": 2, "document": document }), "version").await;
        assert_eq!(refused.expect_err("a refusal").code, "FORBIDDEN");
        world.later(TimeDelta::minutes(1));
        admin.mutates("slaPoliciesSave", json!({ "seen": 2, "document": document }), "version").await.expect("saved");
        // What held before can still be read.
        let versions = "{ first: slaPolicies(version: 1) { version } newest: slaPolicies { version } none: slaPolicies(version: 9) { version } }";
        let versions = admin.reads(versions, json!({})).await;
        assert_eq!(versions, json!({ "first": { "version": 1 }, "newest": { "version": 3 }, "none": { "version": 0 } }));
        world.desk.recompute().await.expect("the job");
        let jobs = "{ slaRecomputations { total done moved late finishedAt } }";
        let jobs = admin.reads(jobs, json!({})).await["slaRecomputations"].take();
        assert_eq!((&jobs[0]["total"], &jobs[0]["done"], &jobs[0]["moved"]), (&json!(1), &json!(1), &json!(1)));
        assert!(jobs[0]["finishedAt"].is_string());
        let moved = budi.reads(CLOCKS, json!({ "id": ticket.to_string() })).await["ticket"]["timeline"].take();
        let moved = moved.as_array().expect("a timeline").iter().find(|entry| entry["kind"] == "CLOCKS_MOVED").expect("told").clone();
        assert_eq!(moved["clocks"][0], json!({
            "kind": "RESOLUTION", "did": "MOVE", "dueAt": "2026-07-08T08:00:00+00:00", "wasDueAt": "2026-07-07T08:00:00+00:00",
            "percent": null, "notified": [],
        }));
        // Worked out by hand.
        let sum = "{ deadline(calendar: \"ASN5\", from: \"2026-07-09T01:00:00Z\", value: 3, unit: BUSINESS_DAYS) { dueAt budgetSeconds }
            workingTime(calendar: \"ASN5\", from: \"2026-07-09T01:00:00Z\", to: \"2026-07-14T08:00:00Z\")
            calendarDays(calendar: \"ASN5\", from: \"2026-08-16\", to: \"2026-08-18\") { date rule set windows { from to } }
            yearsWithoutHolidays }";
        let sum = admin.reads(sum, json!({})).await;
        assert_eq!(sum["deadline"], json!({ "dueAt": "2026-07-14T08:00:00+00:00", "budgetSeconds": 102_600 }));
        assert_eq!((&sum["workingTime"], &sum["yearsWithoutHolidays"]), (&json!(102_600), &json!([])));
        assert_eq!(sum["calendarDays"][1]["set"], "NATIONAL");
        assert_eq!(sum["calendarDays"][1]["windows"], json!([]));
        let holidays = json!({ "text": "date,name\n2026-07-07,Libur daerah\n", "set": "NATIONAL" });
        let preview = "query ($input: HolidaysImportInput!) { holidaysImportPreview(input: $input) { added clocks { moved } } }";
        let would = admin.reads(preview, json!({ "input": holidays })).await["holidaysImportPreview"].take();
        assert_eq!(would, json!({ "added": 1, "clocks": { "moved": 1 } }));
        let done = admin.mutates("holidaysImport", holidays, "imported { added }").await.expect("imported");
        assert_eq!(done["imported"]["added"], 1);
        let broken = admin.mutates("holidaysImport", json!({ "text": "date,name\nbesok,Libur\n" }), "imported { added }").await;
        assert_eq!(broken.expect_err("a refusal").code, "ROWS");
    }
}

story! {
    /// On call, a hand-over, an exception, a legal deadline, the complete file: each by its own mutation, each refused in words.
    what_people_do_with_clocks, |world| {
        let door = Door::routes(&world);
        let (tono, agus, budi, putri) = (door.client(&world, "tono").await, door.client(&world, "agus").await,
            door.client(&world, "budi").await, door.client(&world, "putri").await);
        let (team, person) = (world.teams["T2-JAR"].to_string(), world.people["agus"].to_string());
        let shift = json!({ "team": team, "person": person, "validFrom": "2026-07-06T01:00:00Z", "validTo": "2026-07-06T09:00:00Z" });
        let id = tono.saves("onCallAdd", shift).await;
        let roster = "{ onCall { id person { name } team { code } } }";
        let roster = budi.reads(roster, json!({})).await["onCall"].take();
        assert_eq!(roster, json!([{ "id": id, "person": { "name": "Agus Salim" }, "team": { "code": "T2-JAR" } }]));
        tono.saves("onCallCancel", json!({ "shift": id })).await;
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(ticket)).await;
        let over = json!({ "team": team, "to": world.people["tono"].to_string(), "note": "Switch lantai 2 dipantau" });
        let over = agus.saves("shiftHandOver", over).await;
        let read = format!("{{ shiftHandovers(team: \"{team}\") {{ note acceptedAt from {{ name }} tickets {{ id }} }} }}");
        let handovers = putri.reads(&read, json!({})).await["shiftHandovers"].take();
        assert_eq!(handovers[0]["tickets"], json!([{ "id": ticket.to_string() }]));
        tono.saves("shiftAcceptHandover", json!({ "handover": over })).await;
        let clock = world.clock(ticket, ClockKind::Resolution).await.id.to_string();
        let on = |more: Value| {
            let mut input = json!({ "ticket": ticket.to_string(), "clock": clock });
            input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            input
        };
        agus.does("ticketAskException", on(json!({ "reason": "Banjir" }))).await;
        let refused = agus.is_refused("ticketDecideException", on(json!({ "granted": true, "reason": "Ya" }))).await;
        assert_eq!(refused.code, "FORBIDDEN");
        putri.does("ticketDecideException", on(json!({ "granted": true, "reason": "Sesuai berita acara" }))).await;
        let read = "query ($id: ID!) { ticket(id: $id) { clocks { kind exception { state askedBy { name } decidedBy { name } } } } }";
        let clocks = budi.reads(read, json!({ "id": ticket.to_string() })).await["ticket"]["clocks"].take();
        let clocks = clocks.as_array().expect("clocks");
        let resolution = clocks.iter().find(|clock| clock["kind"] == "RESOLUTION").expect("RESOLUTION");
        assert_eq!(resolution["exception"], json!({ "state": "GRANTED", "askedBy": { "name": "Agus Salim" }, "decidedBy": { "name": "Putri Maharani" } }));
        let id = ticket.to_string();
        agus.does("ticketStartLegal", json!({ "ticket": id, "code": "PDP_BREACH" })).await;
        let legal = world.clock(ticket, ClockKind::Legal).await.id.to_string();
        let met = json!({ "ticket": id, "clock": legal, "met": true, "deed": "Surat 555/12" });
        agus.does("ticketEndLegal", met).await;
        let refused = agus.is_refused("ticketCompleteFile", json!({ "ticket": id, "met": [1] })).await;
        assert_eq!((refused.code.as_str(), refused.message.as_str()), ("NO_REQUIREMENTS", "Layanan ini tidak mensyaratkan berkas."));
    }
}

story! {
    /// R5: what Tier 1 still owes to a request that the clock made: seen on it and in its list, filled in, and then no longer owed. And what a shift
    /// would move is shown to whoever plans it.
    owed_to_a_request, |world| {
        let door = Door::routes(&world);
        let (budi, agus, tono) = (door.client(&world, "budi").await, door.client(&world, "agus").await, door.client(&world, "tono").await);
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(ticket)).await;
        let mine = json!({ "ticket": ticket.to_string(), "seen": world.row(ticket).await.version, "wanted": wanted() });
        let refused = budi.is_refused("ticketCompleteRequest", mine.clone()).await;
        assert_eq!((refused.code.as_str(), refused.message.as_str()), ("NOTHING_OWED", "Permintaan solusi ini tidak perlu dilengkapi."));
        // As if the clock had escalated it; how it does that is told elsewhere.
        world.by_hand("UPDATE solution_request SET automatic = TRUE").await;
        let read = "{ tickets(view: TO_COMPLETE) { nodes { labels viewerCan solutionRequests { automatic owed completedBy { name } } } } }";
        let listed = budi.reads(read, json!({})).await["tickets"]["nodes"].take();
        assert_eq!(listed[0]["solutionRequests"], json!([{ "automatic": true, "owed": true, "completedBy": null }]));
        assert_eq!(listed[0]["labels"], json!(["ESCALATED", "OWED_BY_TIER1"]));
        assert!(listed[0]["viewerCan"].as_array().expect("verbs").contains(&json!("COMPLETE_REQUEST")));
        assert_eq!(agus.is_refused("ticketCompleteRequest", mine.clone()).await.code, "FORBIDDEN");
        budi.does("ticketCompleteRequest", mine.clone()).await;
        assert_eq!(budi.is_refused("ticketCompleteRequest", mine).await.code, "STALE");
        assert_eq!(budi.reads(read, json!({})).await["tickets"]["nodes"], json!([]));
        let read = "query ($id: ID!) { ticket(id: $id) { labels solutionRequests { automatic owed diagnosis completedBy { name } } } }";
        let seen = agus.reads(read, json!({ "id": ticket.to_string() })).await["ticket"].take();
        let request = json!({ "automatic": true, "owed": false, "diagnosis": "Port switch mati", "completedBy": { "name": "Budi Santoso" } });
        assert_eq!(seen, json!({ "labels": ["ESCALATED"], "solutionRequests": [request] }));

        let (team, person) = (world.teams["T2-JAR"].to_string(), world.people["agus"].to_string());
        let read = "query ($add: OnCallAddInput) { onCallPreview(add: $add) { clocks moved } }";
        let add = json!({ "team": team, "person": person, "validFrom": "2026-07-06T01:00:00Z", "validTo": "2026-07-06T09:00:00Z" });
        let preview = tono.reads(read, json!({ "add": add })).await["onCallPreview"].take();
        assert_eq!(preview["moved"], 0, "HIGH runs on the calendar of the service");
    }
}
