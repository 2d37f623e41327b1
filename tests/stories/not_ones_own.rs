//! What somebody reads of others by a role that oversees, or by a mandate, never becomes their own; nor does what they were before a role go on beside it.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::access::Sight;
use desk::appointment::{Appoint, EndAppointment, Role};
use desk::audit::trail::TrailFilter;
use desk::event::Kind;
use desk::refusal::Refusal;
use desk::session::{IssueCode, SignIn};
use desk::ticket::*;
use desk::token::TokenScope;
use desk::view::Page;
use desk::view::audit::TrailEvent;

const PASSWORD: &str = "sepeda biru di pasar";

fn by(login: &str) -> SignIn {
    SignIn {
        login: login.into(),
        password: PASSWORD.into(),
        shared_computer: false,
        agent: "Firefox".into(),
        address: "10.0.0.9".into(),
        device: None,
    }
}

async fn trail(world: &World, who: &str, kind: Kind) -> Vec<TrailEvent> {
    world.desk.write_access_log().await.unwrap();
    let filter = TrailFilter { stream: Some("access/".into()), kinds: vec![kind], ..TrailFilter::default() };
    let page = Page { first: Some(100), ..Page::default() };
    let events = world.reader(who).await.audit_events(&filter, &page).await.unwrap();
    events.rows.into_iter().map(|(_, event)| event).collect()
}

story! {
    /// Whoever answers for a service follows the ticket of somebody who hides their name, and writes long after its end: a report of their own words.
    what_is_overseen, |world| {
        world.console(world.appointment("lina", Role::Tier2, Of::Team("T2-DUK"))).await;
        let hidden = Report {
            hide_identity: Some(true),
            contact: "Bu Sari 0812-3450-0000".into(),
            location: "Ruang guru lantai dua".into(),
            ..world.report("ADM-02", "Berkas pangkat hilang")
        };
        let ticket = world.does("sari", open(hidden)).await.ticket;
        world.does("lina", follow(ticket)).await;
        world.does("joko", resolve(ticket)).await;
        world.does("sari", confirm(ticket)).await;
        world.at("2026-07-20T02:00:00Z");
        let said = world.does("lina", reply(ticket, "Berkas lain hilang juga")).await;
        assert!(said.follow_up);
        let row = world.row(said.ticket).await;
        assert_eq!((row.requester_id, row.filer_id), (world.people["lina"], world.people["lina"]));
        assert_eq!((&*row.title, &*row.contact, &*row.location), ("Berkas lain hilang juga", "", ""));
        // Without words of one's own there is no report.
        let file = world.uploaded("lina", "foto.txt", b"berkas").await;
        let only_a_file = Reply { files: vec![file], ..reply(ticket, "") };
        assert_eq!(world.refused("lina", only_a_file).await, Refusal::Blank("text"));
        // Whose it was goes on from what they said.
        let said = world.does("sari", reply(ticket, "Masih hilang")).await;
        let row = world.row(said.ticket).await;
        assert_eq!((&*row.title, &*row.contact), ("Berkas pangkat hilang", "Bu Sari 0812-3450-0000"));
        assert!(row.identity_hidden);
    }
}

story! {
    /// A security audit opens for reading and for nothing else: whoever reads by it alone follows nothing, and says nothing.
    what_a_mandate_opens, |world| {
        world.console(world.appointment("lina", Role::Tier2, Of::Team("T2-DUK"))).await;
        let incident = world.opened("sari", "TIK-22", "Situs diretas").await;
        let ordinary = world.opened("sari", "TIK-13", "Surel penuh").await;
        let mandate = world.console(world.appointment("lina", Role::SecurityAuditor, Of::All)).await;
        assert_eq!(world.sight("lina", incident).await, Sight::Full);
        assert_eq!(world.refused("lina", follow(incident)).await, Refusal::Forbidden);
        // Nor whoever followed it when they read it by something else.
        world.does("eko", involve(incident, world.people["nur"])).await;
        world.does("nur", follow(incident)).await;
        world.by_hand("DELETE FROM party WHERE role = 'INVOLVED'").await;
        world.console(world.appointment("nur", Role::SecurityAuditor, Of::All)).await;
        world.does("lina", follow(ordinary)).await;
        world.does("sari", cancel(incident)).await;
        for who in ["lina", "nur"] {
            assert_eq!(world.refused(who, reply(incident, "Apa kabarnya?")).await, Refusal::Forbidden, "{who}");
        }
        world.console(EndAppointment { appointment: mandate }).await;
        assert_eq!(world.sight("lina", incident).await, Sight::Nothing);
    }
}

story! {
    /// Who hid their name stays hidden where they go on.
    a_report_that_goes_on, |world| {
        let hidden = Report { hide_identity: Some(true), ..world.report("TIK-01", "Jaringan disadap") };
        let old = world.does("sari", open(hidden)).await.ticket;
        let goes_on = |hide| Report { hide_identity: hide, follow_up_of: Some(old), ..world.report("TIK-01", "Masih disadap") };
        let next = world.does("sari", open(goes_on(None))).await.ticket;
        assert!(world.row(next).await.identity_hidden);
        let said = world.does("sari", open(goes_on(Some(false)))).await.ticket;
        assert!(!world.row(said).await.identity_hidden, "whoever says so themselves is known");
        let other = world.does("budi", open(goes_on(None))).await.ticket;
        assert!(!world.row(other).await.identity_hidden, "another has nothing to hide");
    }
}

story! {
    /// A substitute to come is as good as a role to come: no Tier 1 gives them a password, and what one gave before is dropped.
    a_substitute_to_come, |world| {
        let code_for = |who: &str| IssueCode { person: world.people[who] };
        let early = world.does("budi", code_for("sari")).await.code;
        world.desk.redeem_code(&early, PASSWORD, by("")).await.unwrap();
        assert!(world.desk.sign_in(by("sari@kab.example")).await.is_ok());
        let late = world.does("budi", code_for("sari")).await.code;
        let away = AddAbsence {
            person: world.people["wayan"],
            kind: AbsenceKind::Leave,
            valid_from: world.desk.now() + TimeDelta::days(3),
            valid_to: world.desk.now() + TimeDelta::days(9),
            substitute: Some(world.people["sari"]),
            reason: String::new(),
        };
        world.does("wayan", away).await;
        assert_eq!(world.refused("budi", code_for("sari")).await, Refusal::StaffCode);
        let on_its_way = world.desk.redeem_code(&late, PASSWORD, by("")).await;
        assert!(matches!(on_its_way, Err(desk::Error::Refused(Refusal::WrongCode))), "{on_its_way:?}");
        let in_hand = world.desk.sign_in(by("sari@kab.example")).await;
        assert!(matches!(in_hand, Err(desk::Error::Refused(Refusal::WrongCredentials))), "{in_hand:?}");
        // Whoever appoints gives it: that stays through.
        let code = world.does("admin", code_for("sari")).await.code;
        world.desk.redeem_code(&code, PASSWORD, by("")).await.unwrap();
        world.later(TimeDelta::days(4));
        assert!(world.standing("sari").await.serves.contains(&world.units["DISDIK"]));
        assert!(world.desk.sign_in(by("sari@kab.example")).await.is_ok());
    }
}

story! {
    /// A token from before the first role opens nothing of that role, as the session from then does not.
    a_token_from_before, |world| {
        world.desk.set_password(world.people["sari"], PASSWORD, false).await.unwrap();
        let session = world.desk.sign_in(by("sari@kab.example")).await.unwrap().token;
        let before = world.does("sari", token(TokenScope::ALL)).await;
        assert!(world.desk.identify_token(&before).await.is_ok());
        world.later(TimeDelta::minutes(5));
        let until = Some(world.desk.now() + TimeDelta::days(1));
        let year = Appoint { valid_to: until, ..world.appointment("sari", Role::Tier2, Of::Team("T2-DUK")) };
        world.does("admin", year).await;
        assert!(world.desk.identify_session(&session).await.is_err());
        assert!(world.desk.identify_token(&before).await.is_err());
        let since = world.does("sari", token(TokenScope::ALL)).await;
        assert!(world.desk.identify_token(&since).await.is_ok());
        // Appointed anew, when the year is over: a token of staff is one of staff.
        world.later(TimeDelta::days(3));
        assert!(world.desk.identify_token(&before).await.is_ok(), "a requester again");
        world.does("admin", world.appointment("sari", Role::Tier1, Of::Unit("DISDIK"))).await;
        assert!(world.desk.identify_token(&since).await.is_ok());
        assert!(world.desk.identify_token(&before).await.is_err());
        // Nor does one serve when a role begins that was given before.
        let of_a_requester = world.does("rahmat", token(TokenScope::ALL)).await;
        let begins = world.desk.now() + TimeDelta::days(1);
        let later = Appoint { valid_from: Some(begins), ..world.appointment("rahmat", Role::Tier1, Of::Unit("KEL-MAWAR")) };
        world.does("admin", later).await;
        assert!(world.desk.identify_token(&of_a_requester).await.is_ok(), "not yet");
        world.later(TimeDelta::days(1));
        assert!(world.desk.identify_token(&of_a_requester).await.is_err());
    }
}

story! {
    /// What was typed for a name at the door is told to nobody: a phone number, a NIP or a mistyped password is one of few, and its digest a riddle soon solved.
    what_was_typed_at_the_door, |world| {
        world.desk.set_password(world.people["sari"], PASSWORD, false).await.unwrap();
        for login in ["sari@kab.example", "081299990000", "kata sandi saya"] {
            let wrong = SignIn { login: login.into(), password: "bukan ini".into(), ..by("") };
            assert!(world.desk.sign_in(wrong).await.is_err());
        }
        let events = trail(&world, "rina", Kind::SignInFailed).await;
        let facts: Vec<_> = events.iter().map(|event| event.facts.clone().unwrap()).collect();
        let of_sari: Vec<_> = facts.iter().filter(|it| it["person"] == world.people["sari"].to_string()).collect();
        assert_eq!((facts.len(), of_sari.len()), (3, 1));
        let all: std::collections::BTreeSet<String> = facts.iter().map(|it| it.to_string()).collect();
        for typed in ["+6281299990000", "081299990000", "katasandisaya"] {
            let guess = desk::digest::Digest::of("tanggap/login/2", [b"nobody".as_slice(), typed.as_bytes()]).to_string();
            assert!(!all.iter().any(|it| it.contains(&guess)), "{typed}: {all:?}");
        }
        // Nor of what an older version wrote.
        let before = facts.iter().filter(|it| it["person"].is_null()).all(|it| it["login"].is_null());
        assert!(before, "{all:?}");
    }
}

story! {
    /// Whom a handler looked up next to a ticket that they took is not told where that would name who hides.
    who_was_looked_up, |world| {
        let hidden = Report { hide_identity: Some(true), ..world.report("TIK-01", "Jaringan disadap") };
        let ticket = world.does("sari", open(hidden)).await.ticket;
        world.does("budi", take(ticket)).await;
        for who in ["sari", "hadi"] {
            world.reader("budi").await.unmasked(world.people[who]).await.unwrap();
        }
        world.reader("wayan").await.unmasked(world.people["sari"]).await.unwrap();
        world.reader("budi").await.find_people("081234500000", &Page::default()).await.unwrap();
        let found = async |who: &str, kind: Kind| {
            let mut found = Vec::new();
            for event in trail(&world, who, kind).await {
                found.push((event.person.map(|id| world.name_of(id)), event.facts.unwrap().to_string()));
            }
            found
        };
        let sari = world.people["sari"].to_string();
        for who in ["rina", "admin"] {
            let (unmasked, searched) = (found(who, Kind::Unmasked).await, found(who, Kind::NumberSearched).await);
            assert_eq!((unmasked.len(), searched.len()), (3, 1), "{who}");
            for (by, facts) in unmasked.iter().chain(&searched) {
                assert_eq!(facts.contains(&sari), *by == Some("wayan"), "{who}: {by:?} {facts}");
            }
        }
        // The coordinator talks to who reported it, and knows.
        world.console(world.appointment("putri", Role::Auditor, Of::All)).await;
        let told = found("putri", Kind::Unmasked).await;
        assert_eq!(told.iter().filter(|(_, facts)| facts.contains(&sari)).count(), 2);
    }
}

story! {
    /// Whoever is not told all entries of the access log sees no gap: no number and no hash of it is told, and a page goes on without them.
    the_access_log_has_no_gaps, |world| {
        let ticket = world.opened("sari", "TIK-22", "Situs diretas").await;
        for who in ["sari", "eko", "hadi", "eko", "budi"] {
            if who == "eko" {
                assert!(world.reader(who).await.ticket(ticket).await.unwrap().title().is_some());
            } else {
                world.reader("admin").await.unmasked(world.people[who]).await.unwrap();
            }
        }
        world.desk.write_access_log().await.unwrap();
        let filter = TrailFilter { stream: Some("access/".into()), kinds: vec![Kind::Unmasked, Kind::ConfidentialRead], ..TrailFilter::default() };
        let reader = world.reader("bowo").await;
        assert!(reader.audit_events(&filter, &Page::default()).await.is_err());
        for (who, many) in [("admin", 3), ("rina", 5), ("tika", 5)] {
            let (reader, mut found, mut after) = (world.reader(who).await, Vec::new(), None);
            loop {
                let page = Page { first: Some(1), after, ..Page::default() };
                let page = reader.audit_events(&filter, &page).await.unwrap();
                after = page.next_cursor();
                found.extend(page.rows.into_iter().map(|(_, event)| event));
                assert!(found.len() <= many, "{who}: {found:?}");
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(found.len(), many, "{who}");
            for it in &found {
                let none = desk::digest::Digest::NONE;
                assert_eq!((it.event.seq, it.event.hash, it.event.prev_hash), (0, none, none), "{who}");
            }
        }
        let unknown = Page { after: Some("MXwxNzgzMzAwMjAwMDAwMDAwfGFiY3xhY2Nlc3MvMjAyNi0wNy0wNg".into()), ..Page::default() };
        let refused = world.reader("rina").await.audit_events(&filter, &unknown).await.map(|page| page.rows.len());
        assert!(matches!(refused, Err(desk::Error::Refused(Refusal::WrongCursor))), "{refused:?}");
    }
}
