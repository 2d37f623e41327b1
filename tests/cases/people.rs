//! People: one person is one person, is found, can get in and can leave.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, refusal};
use desk::appointment::{EndAppointment, Role};
use desk::id::{AppointmentId, PersonId};
use desk::person::RequesterType;
use desk::person::add::{AddPerson, ErasePerson, Erased, PersonInput};
use desk::refusal::Refusal;
use desk::team::{RestoreTeam, RetireTeam};
use desk::ticket::*;
use desk::unit::{RestoreUnit, RetireUnit};
use desk::view::{Page, View};

fn named(name: &str) -> PersonInput {
    PersonInput {
        name: name.into(),
        nip: None,
        phone: None,
        email: None,
        unit: None,
        requester_type: RequesterType::Citizen,
        language: desk::person::Language::Indonesian,
        zone: None,
        hide_identity: false,
    }
}

async fn found(world: &World, words: &str) -> Vec<PersonId> {
    let page = world.reader("budi").await.find_people(words, &Page::default()).await.expect("people");
    page.rows.into_iter().map(|(_, person)| person.id).collect()
}

story! {
    /// A name is found however it is written: marks over and beside letters, capitals, two kinds of apostrophe. What stands for others in a pattern
    /// stands for nobody.
    a_name_is_found_however_it_is_written, |world| {
        let maruf = world.console(AddPerson(named("Ahmad Ma’ruf"))).await;
        let eka = world.console(AddPerson(named("Éka Nurjanah"))).await;
        for words in ["Ma'ruf", "Ma’ruf", "ma`ruf", "maruf", "ahmad MA'RUF", "Maʼruf"] {
            assert_eq!(found(&world, words).await, [maruf], "{words}");
        }
        for words in ["éka", "Éka", "ÉKA", "eka nurjanah", "Nurja", "E\u{301}ka"] {
            assert_eq!(found(&world, words).await, [eka], "{words}");
        }
        for words in ["%", "_", "!", "'", "’", "  ' "] {
            assert_eq!(found(&world, words).await, [], "{words}");
        }
        // Another name, and none: by the old one nobody is found any more.
        let erased = ErasePerson { person: eka, basis: "Permohonan 12/2026".into(), reports: false };
        world.does("admin", erased).await;
        assert_eq!(found(&world, "nurjanah").await, []);
        assert_eq!(found(&world, "dihapus").await, []);
    }
}

story! {
    /// An appointment that lacks what its role is for is told what is missing; what its role is not for is named, too.
    an_appointment_names_what_it_lacks, |world| {
        for (role, field) in [(Role::Tier1, "unit"), (Role::UnitHead, "unit"), (Role::Tier2, "team"), (Role::TeamLead, "team"),
            (Role::Security, "team"), (Role::ServiceOwner, "service"), (Role::Approver, "board")]
        {
            assert_eq!(world.refused("admin", world.appointment("sari", role, Of::All)).await, Refusal::Blank(field), "{role}");
        }
        for (role, of, field) in [
            (Role::Coordinator, Of::Unit("DISDIK"), "unit"),
            (Role::Administrator, Of::Team("T2-JAR"), "team"),
            (Role::ChangeManager, Of::Service("TIK-01"), "service"),
            (Role::Executive, Of::Board("CAB"), "board"),
        ] {
            assert_eq!(world.refused("admin", world.appointment("sari", role, of)).await, Refusal::Invalid(field), "{role}");
        }
        let mut both = world.appointment("sari", Role::Tier1, Of::Unit("DISDIK"));
        both.team = Some(world.teams["T2-JAR"]);
        assert_eq!(world.refused("admin", both).await, Refusal::Invalid("team"));
        let mut blank = world.appointment("sari", Role::Approver, Of::Board("CAB"));
        blank.board = Some("  ".into());
        assert_eq!(world.refused("admin", blank).await, Refusal::Blank("board"));
    }
}

async fn held(world: &World, who: &str, role: Role) -> AppointmentId {
    let directory = world.desk.directory().await.expect("the directory");
    let held = directory.appointments().iter().find(|a| a.person_id == world.people[who] && a.role == role);
    held.expect("an appointment").id
}

story! {
    /// A team with work is not taken out of use, nor a unit; it is told how much there is.
    what_still_has_work_is_not_retired, |world| {
        let mut mail = world.service("TIK-13").await;
        mail.team = Some(world.teams["T2-APL"]);
        let first = world.opened("sari", "TIK-13", "Surel penuh").await;
        world.does("budi", escalate(first)).await;
        world.console(desk::service::SaveService { service: Some(world.services["TIK-13"]), input: mail }).await;
        let team = world.teams["T2-DUK"];
        let refused = world.refused("admin", RetireTeam { team }).await;
        assert_eq!((refused.code(), refused.sentence(desk::person::Language::Indonesian).contains('1')), ("HOLDS_TICKETS", true), "{refused:?}");
        let unit = world.units["KEL-MAWAR"];
        let ticket = world.opened("rahmat", "TIK-01", "Internet kelurahan mati").await;
        assert_eq!(world.refused("admin", RetireUnit { unit: world.units["BKPSDM"] }).await.code(), "IN_USE");
        world.by_hand("UPDATE ticket SET queue_unit_id = unit_id WHERE title = 'Internet kelurahan mati'").await;
        assert_eq!(world.refused("admin", RetireUnit { unit }).await.code(), "HOLDS_TICKETS", "{ticket}");
    }
}

story! {
    /// The last of a team goes while the team has work: then it lies in the coordinator's list of what nobody handles.
    what_nobody_handles_is_listed, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(ticket)).await;
        assert_eq!(world.lists("putri", View::WithoutTier1).await, []);
        for (who, role) in [("agus", Role::Tier2), ("tono", Role::TeamLead)] {
            world.does("admin", EndAppointment { appointment: held(&world, who, role).await }).await;
        }
        assert_eq!(world.lists("putri", View::WithoutTier1).await, [ticket]);
    }
}

fn caller_of(name: &str, phone: &str) -> Record {
    Record {
        report: Report {
            kind: Some(TicketKind::Incident),
            service: None,
            title: "Printer rusak".into(),
            description: String::new(),
            location: String::new(),
            contact: String::new(),
            form: Default::default(),
            impact: Impact::Person,
            urgency: Urgency::Medium,
            hide_identity: None,
            files: Vec::new(),
            about_person: None,
            about_ticket: None,
            follow_up_of: None,
        },
        requester: RequesterRef::New(NewRequester {
            name: name.into(),
            phone: phone.into(),
            nip: None,
            unit: None,
            requester_type: RequesterType::Citizen,
            another: false,
        }),
        channel: Channel::Phone,
        received_at: None,
        then: RecordThen::Save,
    }
}

story! {
    /// Five calls from one number, in two spellings: one person, and four who are asked whether it is not the one who is known.
    a_known_number_is_not_another_person, |world| {
        world.does("budi", caller_of("Ibu Ani", "0812-7777-001")).await;
        for (name, phone) in [("Ani", "0812 7777 001"), ("Bu Ani", "+62 812 7777 001"), ("IBU ANI", "62812-7777-001"), ("Ani Wahyuni", "08127777001")] {
            let refused = refusal(world.tries("budi", caller_of(name, phone)).await);
            assert_eq!(refused.code(), "KNOWN_PERSON", "{phone}: {refused:?}");
        }
        assert_eq!(found(&world, "ibu ani").await.len(), 1);
        // Who was found by a number is in the access log.
        world.desk.write_access_log().await.expect("the log");
        // One telephone, two people: whoever says so is believed, but not that two have one NIP.
        let mut another = caller_of("Pak Anto", "0812 7777 001");
        if let RequesterRef::New(new) = &mut another.requester {
            new.another = true;
        }
        world.does("budi", another.clone()).await;
        assert_eq!(world.refused("budi", caller_of("Ani", "08127777001")).await, {
            let mut both = [found(&world, "ibu ani").await, found(&world, "pak anto").await].concat();
            both.sort_unstable();
            Refusal::KnownPerson(both)
        });
        if let RequesterRef::New(new) = &mut another.requester {
            (new.nip, new.requester_type) = (Some("198501012010011001".into()), RequesterType::CivilServant);
        }
        assert_eq!(world.refused("budi", another).await, Refusal::KnownPerson(vec![world.people["sari"]]));
    }
}

story! {
    /// A retired team and unit come back as they were; a ticket reopened while its team was out of use begins at tier 1.
    what_was_retired_comes_back, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", escalate(ticket)).await;
        world.does("agus", accept(ticket)).await;
        world.does("agus", resolve(ticket)).await;
        let mut elsewhere = world.service("TIK-01").await;
        elsewhere.team = Some(world.teams["T2-APL"]);
        world.console(desk::service::SaveService { service: Some(world.services["TIK-01"]), input: elsewhere }).await;
        let team = world.teams["T2-JAR"];
        world.does("admin", RetireTeam { team }).await;
        assert_eq!(world.refused("admin", RetireTeam { team }).await, Refusal::Retired("team"));
        world.does("sari", reopen(ticket)).await;
        assert_eq!(world.state(ticket).await, "IN_PROGRESS, tier 1 DISDIK, budi");
        world.does("admin", RestoreTeam { team }).await;
        assert_eq!(world.refused("admin", RestoreTeam { team }).await, Refusal::NotFound);
        assert_eq!(world.desk.directory().await.unwrap().team(team).unwrap().retired_at, None);

        let unit = world.units["KEL-MAWAR"];
        world.does("admin", RetireUnit { unit }).await;
        world.does("admin", RestoreUnit { unit }).await;
        assert_eq!(world.refused("admin", RestoreUnit { unit }).await, Refusal::NotFound);
        assert_eq!(world.desk.directory().await.unwrap().unit(unit).unwrap().retired_at, None);
        assert_eq!(world.refused("sari", RestoreUnit { unit }).await, Refusal::Forbidden);
    }
}

story! {
    /// Whoever is erased may leave contact, texts and file names in their reports: it is said in how many, and asked once more they go, too.
    erasing_says_what_is_left, |world| {
        let report = Report { contact: "Ibu Maria xqzvkkontak".into(), ..world.report("TIK-01", "KTP xqzvkjudul salah cetak") };
        let ticket = world.does("warga", Open { report, on_behalf_of: None }).await.ticket;
        let file = world.uploaded("warga", "ktp-maria-xqzvk.txt", b"isi").await;
        world.does("warga", Reply { files: vec![file], ..reply(ticket, "Nomor saya xqzvktelepon") }).await;
        let noted = world.does("putri", reply(ticket, "Sedang xqzvkproses")).await;
        assert!(noted.message.is_some());
        world.does("putri", resolve(ticket)).await;
        world.does("warga", confirm(ticket)).await;
        let person = world.people["warga"];
        let erase = |reports| ErasePerson { person, basis: "Permohonan 12/2026".into(), reports };
        assert_eq!(world.does("admin", erase(false)).await, Erased { person, redacted: 0, left: 1 });
        assert_eq!(world.finds("putri", "xqzvkjudul").await, [ticket]);
        assert_eq!(world.does("admin", erase(true)).await, Erased { person, redacted: 1, left: 0 });
        for words in ["xqzvkjudul", "xqzvkkontak", "xqzvktelepon", "maria"] {
            assert_eq!(world.finds("putri", words).await, [], "{words}");
        }
        assert_eq!(world.finds("putri", "xqzvkproses").await, [ticket], "what the desk wrote stays");
        let row = world.row(ticket).await;
        assert_eq!((row.contact.as_str(), row.location.as_str()), ("", ""));
        let files = desk::store::file::of_ticket(&world.desk.store().read(), ticket).await.expect("files");
        assert!(files.iter().all(|file| file.name.is_empty() && file.erased_at.is_some()), "{files:?}");
        let checked = world.desk.audit_verify(&desk::Caller::CONSOLE, desk::audit::verify::Trust::default()).await.expect("a look");
        assert!(checked.is_clean(), "{:?}", checked.findings);
    }
}
