//! Every table and every column: whatever is put in, taken out or altered by hand is either named by an audit or stands in `outside.txt`, with the
//! reason. A table or column that is new and in neither fails here.

use super::world::{Make, Tried, World, databases, is_of_trigger, person, web};
use crate::appointment::Appointment;
use crate::audit::finding::{Finding, Findings};
use crate::audit::verify::{Scope, Trust, check};
use crate::caller::Caller;
use crate::draft::{DraftKind, SaveDraft};
use crate::id::Id;
use crate::on_call::{AddShift, HandOverShift};
use crate::person::add::AddPerson;
use crate::refusal::Fault;
use crate::reply_macro::{MacroInput, SaveMacro};
use crate::session::{IssueCode, SignIn};
use crate::sla::BookVersion;
use crate::sla::book::{BOOK, Book};
use crate::store::{self, Conn, Doc, Tx};
use crate::ticket::{Ask, Follow, Involve, Link, LinkKind, Take};
use crate::token::{MakeToken, TokenScope};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};

const PASSWORD: &str = "hujan deras sore ini";

/// A little of everything that can stand in a database: a row in every table.
pub(super) async fn settle(world: &World) -> Tried {
    let desk = &world.desk;
    let (budi, sari) = (web(world.budi), web(world.sari));
    let (code, document) = (BOOK.to_owned(), Doc(Book::default()));
    desk.act(&Caller::CONSOLE, Make(BookVersion { code, version: 1, document, created_at: desk.now() })).await?;
    desk.set_password(world.sari, PASSWORD, false).await?;
    let by = SignIn {
        login: "081234567802".to_owned(),
        password: PASSWORD.to_owned(),
        shared_computer: false,
        agent: "uji".to_owned(),
        address: "127.0.0.1".to_owned(),
        device: None,
    };
    desk.sign_in(by.clone()).await?;
    assert!(desk.sign_in(SignIn { password: "salah".to_owned(), address: "::1".to_owned(), ..by }).await.is_err());
    desk.act(&sari.proved(), MakeToken { name: "skrip".to_owned(), days: 30, scopes: TokenScope::ALL.to_vec() })
        .await?;
    desk.act(&Caller::CONSOLE, IssueCode { person: world.budi }).await?;
    let third = desk.act(&Caller::CONSOLE, AddPerson(person("Wayan Arta", "081234567809", None))).await?;
    desk.act(&sari, Involve { ticket: world.ticket, person: third }).await?;
    desk.act_once(&budi, "kunci-1", Follow { ticket: world.ticket }).await?;
    desk.act(&sari, Take { ticket: world.other, seen: None }).await?;
    desk.act(&sari, Ask { ticket: world.other, seen: None, question: "Sejak kapan?".to_owned() }).await?;
    desk.act(&sari, Link { ticket: world.ticket, other: world.other, kind: LinkKind::Related }).await?;
    let draft = SaveDraft {
        ticket: world.ticket,
        kind: DraftKind::Note,
        text: "belum selesai".to_owned(),
        seen: crate::draft::SeenDraft::Any,
    };
    desk.save_draft(&sari, None, draft).await?;
    desk.begin_upload(&sari, "foto.jpg", 10).await?;
    let macros = MacroInput { name: "Salam".to_owned(), body: "Selamat pagi".to_owned(), team: None };
    desk.act(&Caller::CONSOLE, SaveMacro { id: None, input: macros }).await?;
    let (team, tono) = {
        let directory = desk.directory().await?;
        let team = directory.team_by_code("JARINGAN").ok_or("no team")?.id;
        (team, *directory.members_of(team, desk.now()).first().ok_or("no member")?)
    };
    let (from, to) = (desk.now() + TimeDelta::hours(1), desk.now() + TimeDelta::hours(9));
    desk.act(&Caller::CONSOLE, AddShift { team, person: tono, valid_from: from, valid_to: to }).await?;
    let colleague: Appointment = {
        let all = store::people::appointments_of(&desk.store().read(), tono).await?;
        all.into_iter().next().ok_or("no appointment")?
    };
    let colleague = Appointment { id: desk.chance.uuid(desk.now()).into(), person_id: third, ..colleague };
    desk.act(&Caller::CONSOLE, Make(colleague)).await?;
    desk.act(&web(tono), HandOverShift { team, to: third, note: "Tidak ada".to_owned() }).await?;
    desk.write_access_log().await?;
    world.seal().await?;
    Ok(())
}

/// A column, and what it becomes by hand.
struct Column {
    name: String,
    /// An expression of SQL that says something else than is there.
    other: String,
    /// Whether no two rows may have the same.
    unique: bool,
}

fn other(name: &str, kind: &str, sqlite: bool) -> String {
    let kind = kind.to_lowercase();
    let bytes = "07".repeat(32);
    if kind.contains("uuid") {
        let uuid = "0".repeat(31) + "9";
        if sqlite { format!("x'{uuid}'") } else { format!("'{uuid}'::uuid") }
    } else if kind.contains("blob") || kind == "bytea" {
        if sqlite { format!("x'{bytes}'") } else { format!("'\\x{bytes}'::bytea") }
    } else if kind.contains("bool") {
        format!("NOT COALESCE({name}, FALSE)")
    } else if kind.contains("timestamp") {
        let at = "'2031-05-05T05:05:05+00:00'";
        if sqlite { at.to_owned() } else { format!("{at}::timestamptz") }
    } else if kind.contains("date") {
        if sqlite { "'2031-05-05'".to_owned() } else { "'2031-05-05'::date".to_owned() }
    } else if kind.contains("int") {
        // Far enough from the numbers of other rows.
        format!("COALESCE({name}, 0) + 1000")
    } else if kind.contains("json") {
        if sqlite { "'[\"lain\"]'".to_owned() } else { "'[\"lain\"]'::jsonb".to_owned() }
    } else {
        format!("COALESCE({name}, '') || 'x'")
    }
}

/// The tables of a database, with their columns, from its own catalogue.
async fn tables(conn: &impl Conn) -> Result<BTreeMap<String, Vec<Column>>, Fault> {
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for (table, name, kind, unique) in store::audit::columns(conn).await? {
        let name = format!("\"{name}\"");
        let other = other(&name, &kind, conn.sqlite());
        tables.entry(table).or_default().push(Column { name, other, unique });
    }
    Ok(tables)
}

/// Does something by hand in a transaction that is given up, and says what an audit finds meanwhile.
async fn after(world: &World, guarded: bool, sql: &str) -> Result<Vec<Finding>, Box<dyn std::error::Error>> {
    let tx: Tx = world.desk.store().begin().await?;
    let found = within(world, &tx, guarded, sql).await;
    tx.rollback().await?;
    found
}

async fn within(world: &World, tx: &Tx, guarded: bool, sql: &str) -> Result<Vec<Finding>, Box<dyn std::error::Error>> {
    if guarded {
        for lift in world.lifting() {
            tx.run(&lift, Vec::new()).await?;
        }
    }
    let altered = tx.run(sql, Vec::new()).await.map_err(|fault| format!("{sql}: {fault}"))?;
    if altered == 0 {
        return Err(format!("nothing to alter: {sql}").into());
    }
    let trust = Trust { keys: vec![world.key.public()], anchor: None };
    let report = check(tx, trust, Scope::Database, Findings::default(), world.desk.now()).await?;
    Ok(report.findings.into_iter().filter(|finding| !(guarded && is_of_trigger(finding))).collect())
}

/// What is deliberately outside of the record, and why.
fn outside() -> Result<BTreeMap<String, String>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/audit/tests/outside.txt"))?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = lines.map(|line| {
        let (what, why) = line.split_once(": ").ok_or_else(|| format!("no reason: {line}"))?;
        Ok::<_, String>((what.to_owned(), why.to_owned()))
    });
    Ok(read.collect::<Result<_, _>>()?)
}

#[tokio::test]
async fn every_alteration_of_every_column_is_named_or_left_out_for_a_reason() -> Tried {
    let outside = outside()?;
    let mut all_tables = BTreeSet::new();
    for server in databases() {
        let sqlite = server.is_none();
        let world = World::new(server).await?;
        settle(&world).await?;
        assert_eq!(world.findings().await?, []);
        let tables = tables(&world.desk.store().read()).await?;
        let (mut unnamed, mut impossible, mut kinds) = (BTreeSet::new(), Vec::new(), 0);
        for (table, columns) in &tables {
            all_tables.insert(table.clone());
            if outside.contains_key(&format!("{table} *")) {
                continue;
            }
            let guarded = ["event", "seal", "seal_leaf"].contains(&table.as_str());
            let row = if sqlite { "rowid" } else { "ctid" };
            let first = format!("{row} = (SELECT {row} FROM \"{table}\" ORDER BY 1 LIMIT 1)");
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            let copied: Vec<&str> = columns
                .iter()
                .map(|column| if column.unique { column.other.as_str() } else { column.name.as_str() })
                .collect();
            let mut alterations = vec![
                (
                    format!("{table} insert"),
                    format!(
                        "INSERT INTO \"{table}\" ({}) SELECT {} FROM \"{table}\" WHERE {first}",
                        names.join(", "),
                        copied.join(", ")
                    ),
                ),
                (format!("{table} delete"), format!("DELETE FROM \"{table}\" WHERE {first}")),
            ];
            // The columns are the same on both, and so is what looks at them; rows that come and go are tried on both.
            if sqlite {
                alterations.extend(columns.iter().map(|column| {
                    let name = column.name.trim_matches('"');
                    let sql = format!("UPDATE \"{table}\" SET {} = {} WHERE {first}", column.name, column.other);
                    (format!("{table}.{name}"), sql)
                }));
            }
            for (what, sql) in alterations {
                kinds += 1;
                match after(&world, guarded, &sql).await {
                    Ok(found) if found.is_empty() => {
                        unnamed.insert(what);
                    }
                    Ok(_) => {}
                    Err(error) => impossible.push(error.to_string()),
                }
            }
        }
        // Everything was given up again.
        assert_eq!(world.findings().await?, []);
        let left_out: BTreeSet<String> = outside.keys().filter(|what| !what.ends_with(" *")).cloned().collect();
        let surprising: Vec<&String> = unnamed.difference(&left_out).collect();
        let named: Vec<&String> = left_out.difference(&unnamed).filter(|_| sqlite).collect();
        assert!(
            surprising.is_empty() && named.is_empty() && impossible.is_empty() && (!sqlite || kinds > 350),
            "of {kinds} alterations neither named by an audit nor left out for a reason: {surprising:#?}; left out, but named: {named:#?}; \
             not tried: {impossible:#?}"
        );
        world.close().await?;
    }
    for what in outside.keys().filter_map(|what| what.strip_suffix(" *")) {
        assert!(all_tables.contains(what), "there is no table {what} any more");
    }
    Ok(())
}

#[tokio::test]
async fn what_gives_sight_or_power_is_named_whoever_it_is_given_to() -> Tried {
    for server in databases() {
        let sqlite = server.is_none();
        let world = World::new(server).await?;
        settle(&world).await?;
        let id = |id: uuid::Uuid| world.spell(id);
        let (ticket, other) = (id(world.ticket.uuid()), id(world.other.uuid()));
        let (budi, sari, auditor) = (id(world.budi.uuid()), id(world.sari.uuid()), id(world.auditor.uuid()));
        let new = id(uuid::Uuid::from_u128(77));
        let bytes = if sqlite { format!("x'{}'", "05".repeat(32)) } else { format!("'\\x{}'::bytea", "05".repeat(32)) };
        let later = "'2030-01-01T00:00:00+00:00'";
        let session = "token_hash, person_id, created_at, last_seen_at, proved_at, idle_seconds, expires_at, shared_computer, agent";
        let token = "token_hash, person_id, name, created_at, expires_at";
        let put = |columns: &str, person: &str| columns.replace("token_hash", &bytes).replace("person_id", person);
        let mut alterations: Vec<(String, String)> = [
            (format!("INSERT INTO party (ticket_id, role, member_id) VALUES ({ticket}, 'INVOLVED', {auditor})"), "ticket/"),
            (format!("INSERT INTO party (ticket_id, role, member_id) VALUES ({other}, 'FOLLOWER', {sari})"), "ticket/"),
            ("DELETE FROM party WHERE role LIKE 'INVOLVED%'".to_owned(), "ticket/"),
            ("UPDATE party SET role = 'HIDDEN_FROM' WHERE role = 'FOLLOWER'".to_owned(), "ticket/"),
            (format!("INSERT INTO ticket_link (ticket_id, kind, other_id) VALUES ({other}, 'RELATED', {ticket})"), "ticket/"),
            ("DELETE FROM ticket_link".to_owned(), "ticket/"),
            ("UPDATE ticket_link SET kind = 'CAUSED_BY'".to_owned(), "ticket/"),
            ("DELETE FROM due".to_owned(), "ticket/"),
            (format!("UPDATE due SET due_at = {later}"), "ticket/"),
            (format!("UPDATE ticket SET next_due_at = {later} WHERE next_due_at IS NOT NULL"), "ticket/"),
            ("UPDATE ticket SET next_due_at = NULL WHERE next_due_at IS NOT NULL".to_owned(), "ticket/"),
            (format!("UPDATE ticket SET due_order = {later}"), "ticket/"),
            ("UPDATE ticket SET clock_breached = TRUE".to_owned(), "ticket/"),
            (format!("UPDATE clock SET next_at = {later}"), "ticket/"),
            ("UPDATE clock SET warned_to = 100".to_owned(), "ticket/"),
            ("DELETE FROM clock".to_owned(), "ticket/"),
            (format!("UPDATE credential SET hash = 'x' WHERE person_id = {sari}"), "credential/"),
            ("UPDATE credential SET must_change = TRUE".to_owned(), "credential/"),
            (
                format!("INSERT INTO credential (person_id, hash, changed_at, must_change) SELECT {auditor}, hash, changed_at, FALSE FROM credential"),
                "credential/",
            ),
            (
                format!("INSERT INTO session (id, {session}) SELECT {new}, {} FROM session", put(session, &auditor)),
                "session/",
            ),
            (format!("UPDATE session SET expires_at = {later}"), "session/"),
            (format!("UPDATE session SET person_id = {auditor}"), "session/"),
            ("UPDATE session SET idle_seconds = 100000000".to_owned(), "session/"),
            (format!("UPDATE session SET proved_at = {later}"), "session/"),
            (format!("UPDATE session SET last_seen_at = {later}"), "session/"),
            (
                format!("INSERT INTO api_token (id, {token}) SELECT {new}, {} FROM api_token", put(token, &auditor)),
                "api_token/",
            ),
            (format!("UPDATE api_token SET expires_at = {later}"), "api_token/"),
            (format!("UPDATE api_token SET token_hash = {bytes}"), "api_token/"),
            (
                format!("INSERT INTO reset_code (id, person_id, code_hash, expires_at) VALUES ({new}, {auditor}, {bytes}, {later})"),
                "reset_code/",
            ),
            (format!("UPDATE reset_code SET person_id = {auditor} WHERE person_id = {budi}"), "reset_code/"),
            (format!("UPDATE reset_code SET expires_at = {later}"), "reset_code/"),
        ]
        .into_iter()
        .map(|(sql, word)| (sql, word.to_owned()))
        .collect();
        let guards: &[(&str, &str)] = if sqlite {
            &[
                ("DROP TRIGGER event_no_update", "trigger/event_no_update"),
                ("DROP TRIGGER seal_leaf_no_delete", "trigger/seal_leaf_no_delete"),
                ("CREATE TRIGGER sisipan AFTER INSERT ON ticket BEGIN DELETE FROM party; END", "trigger/sisipan"),
                ("UPDATE number SET last = last - 1", "number/"),
                ("DELETE FROM number", "number/"),
            ]
        } else {
            &[
                ("ALTER TABLE event DISABLE TRIGGER event_append_only", "trigger/event_append_only"),
                ("DROP TRIGGER seal_append_only ON seal", "trigger/seal_append_only"),
                (
                    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                    "trigger/event_append_only",
                ),
                ("CREATE RULE sisipan AS ON DELETE TO party DO INSTEAD NOTHING", "trigger/party.sisipan"),
                ("GRANT UPDATE ON event TO PUBLIC", "grant/public/event/UPDATE"),
                ("GRANT DELETE ON seal_leaf TO PUBLIC", "grant/public/seal_leaf/DELETE"),
                ("GRANT UPDATE (hash) ON seal TO PUBLIC", "grant/public/seal/UPDATE"),
            ]
        };
        alterations.extend(guards.iter().map(|(sql, word)| ((*sql).to_owned(), (*word).to_owned())));
        for (sql, word) in alterations {
            let tx = world.desk.store().begin().await?;
            tx.as_owner(&sql).await.map_err(|fault| format!("{sql}: {fault}"))?;
            let report = check(&tx, Trust::default(), Scope::Database, Findings::default(), world.desk.now()).await?;
            tx.rollback().await?;
            let names = |finding: &Finding| match finding {
                Finding::RecordEdited { record, .. }
                | Finding::RecordMissing { record }
                | Finding::RecordWithoutEvents { record } => record.starts_with(&word),
                _ => false,
            };
            assert!(report.findings.iter().any(names), "{sql}: {:?}", report.findings);
        }
        assert_eq!(world.findings().await?, []);
        world.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_was_spent_or_ended_does_not_come_back_unnoticed() -> Tried {
    for server in databases() {
        let world = World::new(server).await?;
        settle(&world).await?;
        // Everything ends: the password is set anew.
        world.desk.set_password(world.sari, "angin barat pagi ini", false).await?;
        world.desk.set_password(world.budi, "angin timur pagi ini", false).await?;
        assert_eq!(world.findings().await?, []);
        for (table, column) in [("session", "ended_at"), ("api_token", "revoked_at"), ("reset_code", "used_at")] {
            let found = after(&world, false, &format!("UPDATE {table} SET {column} = NULL")).await?;
            let named = |finding: &Finding| matches!(finding, Finding::RecordEdited { record, columns } if record.starts_with(table) && columns == &[column]);
            assert!(found.iter().any(named), "{table}: {found:?}");
        }
        let session = store::people::sessions_of(&world.desk.store().read(), world.sari, world.desk.now()).await?;
        assert!(session.is_empty());
        world.close().await?;
    }
    Ok(())
}
