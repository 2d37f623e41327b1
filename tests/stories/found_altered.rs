//! What was altered by hand stays named, whatever the desk does with the record afterwards; and people go on working on it.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::id::{Id, PersonId, TicketId};
use desk::person::Language;
use desk::person::add::{ChangePerson, ChooseLanguage, PersonInput};
use desk::unit::{SaveUnit, UnitInput, UnitKind};
use uuid::Uuid;

/// A key as the database spells it.
fn spelt(world: &World, id: Uuid) -> String {
    if world.desk.store().is_sqlite() { format!("x'{}'", id.simple()) } else { format!("'{id}'") }
}

/// What an audit finds: code and record.
async fn found(world: &World) -> Vec<(String, String)> {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.unwrap();
    let said = report.findings.into_iter().map(|finding| {
        for language in [Language::Indonesian, Language::English] {
            assert!(!finding.sentence(language).is_empty());
        }
        let told = serde_json::to_value(&finding).unwrap();
        (finding.code().to_owned(), told["record"].as_str().or(told["of"].as_str()).unwrap_or_default().to_owned())
    });
    said.collect()
}

fn ticket(id: TicketId) -> String {
    format!("ticket/{}", id.uuid().simple())
}

fn person(id: PersonId) -> String {
    format!("person/{}", id.uuid().simple())
}

/// What names for ever that a record was found altered.
fn altered(record: String) -> (String, String) {
    ("RECORD_FOUND_ALTERED".to_owned(), record)
}

/// The change by hand: of which ticket, and whom it is about.
type Way = fn(&str, &str) -> String;

story! {
    /// A ticket's row, somebody put among those who have to do with it, one of its clocks, what is to be done on it: named before the next command, and
    /// after it, and after the one after that.
    a_ticket, |world| {
        let who = spelt(&world, world.people["rahmat"].uuid());
        let ways: [(&str, Way); 5] = [
            ("impact", |id, _| format!("UPDATE ticket SET impact = 'PERSON' WHERE id = {id}")),
            ("parties", |id, who| format!("INSERT INTO party (ticket_id, role, member_id) VALUES ({id}, 'INVOLVED', {who})")),
            ("title", |id, _| format!("UPDATE ticket SET title = 'Tidak ada apa-apa' WHERE id = {id}")),
            ("clocks", |id, _| format!("UPDATE clock SET on_call = NOT on_call WHERE ticket_id = {id}")),
            ("due", |id, _| format!("DELETE FROM due WHERE kind = 'CLOSE_UNANSWERED' AND ticket_id = {id}")),
        ];
        let mut named = Vec::new();
        for (what, sql) in ways {
            let id = world.opened("sari", "TIK-01", what).await;
            world.does("budi", take(id)).await;
            world.does("budi", ask(id, "Sejak kapan?")).await;
            assert_eq!(found(&world).await, named, "{what}: nothing new yet");
            world.by_hand(&sql(&spelt(&world, id.uuid()), &who)).await;
            let now = found(&world).await;
            assert!(now.len() > named.len() && now.iter().any(|(_, record)| *record == ticket(id)), "{what}: {now:?}");
            // People go on.
            world.does("sari", reply(id, "Sejak pagi")).await;
            world.does("budi", note(id, "Kabelnya lepas")).await;
            world.does("budi", reply(id, "Sudah dipasang")).await;
            let now = found(&world).await;
            assert!(now.contains(&altered(ticket(id))), "{what}: {now:?}");
            named = now;
        }
    }
}

story! {
    /// A person's row: its state, and what is personal.
    a_person, |world| {
        let (ayu, sari) = (world.people["ayu"], world.people["sari"]);
        world.by_hand(&format!("UPDATE person SET unit_id = NULL WHERE id = {}", spelt(&world, ayu.uuid()))).await;
        assert_eq!(found(&world).await, [("RECORD_EDITED".to_owned(), person(ayu))]);
        world.does("ayu", ChooseLanguage { language: Language::English }).await;
        assert_eq!(found(&world).await, [altered(person(ayu))]);
        world.does("ayu", ChooseLanguage { language: Language::Indonesian }).await;
        assert_eq!(found(&world).await, [altered(person(ayu))]);

        world.by_hand(&format!("UPDATE person SET phone = '+6281299999999' WHERE id = {}", spelt(&world, sari.uuid()))).await;
        let row: desk::person::Person = desk::store::get(&world.desk.store().read(), sari).await.unwrap().unwrap();
        let input = PersonInput {
            name: "Sari W.".into(),
            nip: row.nip,
            phone: row.phone,
            email: row.email,
            unit: row.unit_id,
            requester_type: row.requester_type,
            language: row.language,
            zone: row.zone,
            hide_identity: row.hide_identity,
        };
        world.does("admin", ChangePerson { person: sari, input }).await;
        let now = found(&world).await;
        assert!(now.contains(&altered(person(sari))) && now.contains(&altered(person(ayu))), "{now:?}");
    }
}

story! {
    /// A row that the desk holds in memory: the next change of it names what was done, and undoes it.
    a_unit, |world| {
        let id = world.units["DISDIK"];
        world.opened("sari", "TIK-01", "Jaringan mati").await;
        world.by_hand(&format!("UPDATE unit SET self_managed = NOT self_managed WHERE id = {}", spelt(&world, id.uuid()))).await;
        let input = UnitInput {
            code: "DISDIK".into(),
            name: "Dinas Pendidikan dan Kebudayaan".into(),
            short_name: "DISDIK".into(),
            kind: UnitKind::Office,
            parent: None,
            zone: None,
            calendar: "ASN5".into(),
            service_desk_office: false,
            self_managed: false,
            requires_tier1: true,
            address: None,
        };
        world.does("admin", SaveUnit { unit: Some(id), input }).await;
        let now = found(&world).await;
        assert_eq!(now, [altered(format!("unit/{}", id.uuid().simple()))]);
    }
}
