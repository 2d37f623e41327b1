//! What takes two people (R24): one alone, with whatever accounts they invent, gets nobody into such a place, nor into the account of who is there.

use crate::story;
use crate::support::World;
use crate::support::world::Of;
use chrono::TimeDelta;
use desk::Caller;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::appointment::{Appoint, AppointmentState, EndAppointment, Role};
use desk::id::{AppointmentId, PersonId, ResetId};
use desk::import::{Column, Import, Row, Sheet};
use desk::person::add::{AddPerson, PersonInput};
use desk::person::{Language, RequesterType};
use desk::refusal::Refusal;
use desk::service::SaveService;
use desk::session::{IssueCode, SignIn};
use desk::token::{MakeToken, TokenScope};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

const PASSWORD: &str = "sepeda biru di pasar";

/// What gives oversight or power over others.
const TAKES_TWO: [(Role, Of); 9] = [
    (Role::Administrator, Of::All),
    (Role::Coordinator, Of::All),
    (Role::UnitHead, Of::Unit("DISDIK")),
    (Role::Executive, Of::All),
    (Role::Auditor, Of::All),
    (Role::SecurityAuditor, Of::All),
    (Role::Approver, Of::Board("CAB")),
    (Role::Security, Of::Team("T2-JAR")),
    (Role::Tier2, Of::Team("T2-KAM")),
];

/// Each try from another place: how tries are slowed down is another story.
fn by(login: &str) -> SignIn {
    static PLACES: AtomicU32 = AtomicU32::new(0);
    let place = PLACES.fetch_add(1, Ordering::Relaxed);
    SignIn {
        login: login.into(),
        password: PASSWORD.into(),
        shared_computer: false,
        agent: "Firefox".into(),
        address: format!("{}.{}.0.9", 20 + place / 250, place % 250),
        device: None,
    }
}

async fn signs_in(world: &World, who: &str) -> Result<String, Refusal> {
    match world.desk.sign_in(by(&format!("{who}@kab.example"))).await {
        Ok(session) => Ok(session.token),
        Err(desk::Error::Refused(refusal)) => Err(refusal),
        Err(fault) => panic!("{fault}"),
    }
}

async fn redeems(world: &World, code: &str) -> Result<PersonId, Refusal> {
    match world.desk.redeem_code(code, PASSWORD, by("")).await {
        Ok(session) => Ok(session.person),
        Err(desk::Error::Refused(refusal)) => Err(refusal),
        Err(fault) => panic!("{fault}"),
    }
}

fn code_for(world: &World, who: &str) -> IssueCode {
    IssueCode { person: world.people[who] }
}

async fn waiting(world: &World, who: &str) -> Vec<ResetId> {
    world.reader(who).await.halved_codes().await.unwrap().into_iter().map(|code| code.id).collect()
}

/// Nothing was changed past the record.
async fn is_on_record(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, desk::audit::verify::Trust::default()).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
}

async fn state_of(world: &World, id: AppointmentId) -> AppointmentState {
    let row: Option<desk::appointment::Appointment> = desk::store::get(&world.desk.store().read(), id).await.unwrap();
    row.unwrap().state
}

/// An administrator makes somebody up, of the Dinas, and names them in the stories' own way.
async fn invented(world: &mut World, name: &'static str) {
    let id = world.does("admin", AddPerson(known(world, name))).await;
    world.people.insert(name, id);
}

/// What is known of somebody of the Dinas.
fn known(world: &World, name: &str) -> PersonInput {
    let email = name.replace(' ', ".").to_lowercase();
    PersonInput {
        name: name.into(),
        nip: None,
        phone: None,
        email: Some(format!("{email}@kab.example")),
        unit: Some(world.units["DISKOMINFO"]),
        requester_type: RequesterType::CivilServant,
        language: Language::Indonesian,
        zone: None,
        hide_identity: false,
    }
}

fn cells(cells: &[(Column, &str)]) -> Row {
    Row { line: 2, cells: cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect::<BTreeMap<_, _>>() }
}

story! {
    /// One administrator alone, with whatever people they make up and appoint, gets nobody into a place that takes two.
    one_administrator_with_invented_people, |world| {
        let mut world = world;
        for name in ["boneka", "boneka2", "boneka3"] {
            invented(&mut world, name).await;
        }
        // The puppets get what one alone can give.
        world.does("admin", world.appointment("boneka2", Role::TeamLead, Of::Team("T2-JAR"))).await;
        world.does("admin", world.appointment("boneka3", Role::Tier1, Of::Unit("DISKOMINFO"))).await;
        for (role, of) in TAKES_TWO {
            let id = world.does("admin", world.appointment("boneka", role, of)).await;
            assert_eq!(state_of(&world, id).await, AppointmentState::Proposed, "{role}");
            let confirm = world.confirmation(id).await;
            assert_eq!(world.refused("admin", confirm.clone()).await, Refusal::SecondPerson, "{role}");
            for puppet in ["boneka2", "boneka3"] {
                assert_eq!(world.refused(puppet, confirm.clone()).await, Refusal::Forbidden, "{role} by {puppet}");
            }
        }
        // Nor by a table, nor into the account of one who is there, nor of one who was proposed.
        let row = cells(&[(Column::Email, "boneka3@kab.example"), (Column::Role, "administrator")]);
        world.does("admin", Import { sheet: Sheet::Appointments, rows: vec![row] }).await;
        for who in ["boneka", "boneka3", "kadis", "putri", "sekda", "camat"] {
            assert!(world.does("admin", code_for(&world, who)).await.halved, "{who}");
        }
        let [code, ..] = waiting(&world, "admin").await[..] else { panic!("codes wait") };
        let complete = world.completion(code).await;
        assert_eq!(world.refused("admin", complete.clone()).await, Refusal::SecondPerson);
        for puppet in ["boneka", "boneka2", "boneka3"] {
            assert_eq!(world.refused(puppet, complete.clone()).await, Refusal::Forbidden);
            let standing = world.standing(puppet).await;
            assert!(!standing.administrator && !standing.audits() && !standing.coordinator && !standing.security);
            assert!(standing.heads.is_empty() && standing.reads.is_empty() && !standing.reads_all);
        }
    }
}

story! {
    /// The second person is one whose own place took two people, or the operator, to give; a team's lead, whom one alone appoints, is none.
    who_can_be_the_second, |world| {
        let mut world = world;
        for name in ["boneka", "boneka2"] {
            invented(&mut world, name).await;
        }
        world.console(world.appointment("agus", Role::Tier2, Of::Team("T2-KAM"))).await;
        world.does("admin", world.appointment("boneka", Role::TeamLead, Of::Team("T2-JAR"))).await;
        let now = world.desk.now();
        let away = AddAbsence {
            person: world.people["agus"],
            kind: AbsenceKind::Leave,
            valid_from: now,
            valid_to: now + TimeDelta::days(5),
            substitute: Some(world.people["boneka2"]),
            reason: String::new(),
        };
        let absence = world.does("admin", away).await;
        let agree = world.agreement(absence).await;
        assert_eq!(world.refused("boneka", agree.clone()).await, Refusal::NotIndependent);
        assert!(world.standing("boneka2").await.teams.is_empty());
        let row = world.desk.directory().await.unwrap().absences().iter().find(|it| it.id == absence).unwrap().clone();
        assert!(!world.reader("boneka").await.may_confirm_absence(&row).await.unwrap(), "and is not offered it");
        assert!(world.reader("putri").await.may_confirm_absence(&row).await.unwrap());
        world.does("putri", agree).await;
        assert!(world.standing("boneka2").await.teams.contains(&world.teams["T2-KAM"]));
    }
}

story! {
    /// Whoever gave somebody their first code alone may know the password; it is not the one with which they come into a place that takes two.
    what_one_hand_gave_opens_no_place_of_two, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        // A code that was issued before the proposal, typed in after it.
        let early = world.does("admin", code_for(&world, "sari")).await;
        assert!(!early.halved);
        let proposed = world.does("admin", world.appointment("sari", Role::Auditor, Of::All)).await;
        assert_eq!(redeems(&world, &early.code).await, Err(Refusal::WrongCode));
        assert!(world.does("admin", code_for(&world, "sari")).await.halved, "one who is proposed counts already");
        world.does("bowo", world.confirmation(proposed).await).await;
        // A password that was there before: one alone gave the code for it.
        for (who, role, of) in [("rahmat", Role::Approver, Of::Board("CAB")), ("ayu", Role::Tier2, Of::Team("T2-KAM"))] {
            let code = world.does("admin", code_for(&world, who)).await.code;
            assert_eq!(redeems(&world, &code).await, Ok(world.people[who]));
            let session = signs_in(&world, who).await.unwrap();
            let token = world.does(who, MakeToken { name: "laporan".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await;
            let proposed = world.does("admin", world.appointment(who, role, of)).await;
            assert!(world.desk.identify_session(&session).await.is_ok());
            world.does("bowo", world.confirmation(proposed).await).await;
            assert!(world.desk.identify_session(&session).await.is_err());
            assert!(world.desk.identify_token(&token).await.is_err());
            assert_eq!(signs_in(&world, who).await, Err(Refusal::WrongCredentials), "{who}");
        }
        // Whoever makes the appointment: here the operator, by a table.
        let code = world.does("admin", code_for(&world, "lina")).await.code;
        redeems(&world, &code).await.unwrap();
        let row = cells(&[(Column::Email, "lina@kab.example"), (Column::Role, "kepala opd"), (Column::Unit, "BKPSDM")]);
        world.console(Import { sheet: Sheet::Appointments, rows: vec![row] }).await;
        assert_eq!(signs_in(&world, "lina").await, Err(Refusal::WrongCredentials));
        // Nor does it help to change it oneself: whoever knew the old one may have done that.
        let code = world.does("admin", code_for(&world, "wayan")).await.code;
        redeems(&world, &code).await.unwrap();
        let session = world.desk.identify_session(&signs_in(&world, "wayan").await.unwrap()).await.unwrap();
        world.desk.change_password(&session, PASSWORD.into(), "meja rapat lantai dua".into()).await.unwrap();
        world.desk.change_password(&session, "meja rapat lantai dua".into(), PASSWORD.into()).await.unwrap();
        assert!(signs_in(&world, "wayan").await.is_ok());
        world.console(world.appointment("wayan", Role::Executive, Of::All)).await;
        assert_eq!(signs_in(&world, "wayan").await, Err(Refusal::WrongCredentials));
        is_on_record(&world).await;
    }
}

story! {
    /// A Tier 1 brings newcomers to their first sign-in, and knows no password of a colleague by it.
    what_a_tier1_gave_opens_no_role, |world| {
        let code = world.does("dewi", code_for(&world, "ayu")).await.code;
        redeems(&world, &code).await.unwrap();
        assert!(signs_in(&world, "ayu").await.is_ok());
        world.does("admin", world.appointment("ayu", Role::Tier1, Of::Unit("PKM-BARU"))).await;
        assert_eq!(signs_in(&world, "ayu").await, Err(Refusal::WrongCredentials));
        // An administrator gives the place alone, and so the code.
        let code = world.does("admin", code_for(&world, "ayu")).await;
        assert!(!code.halved);
        redeems(&world, &code.code).await.unwrap();
        world.does("admin", world.appointment("ayu", Role::ServiceOwner, Of::Service("PUB-02"))).await;
        assert!(signs_in(&world, "ayu").await.is_ok(), "what an administrator's code gave stays");
        // Nor by a code that was on its way, nor before the appointment begins.
        let early = world.does("andi", code_for(&world, "rahmat")).await.code;
        let begins = world.desk.now() + TimeDelta::hours(1);
        let later = Appoint { valid_from: Some(begins), ..world.appointment("rahmat", Role::Tier1, Of::Unit("KEL-MAWAR")) };
        world.does("admin", later).await;
        assert_eq!(redeems(&world, &early).await, Err(Refusal::WrongCode));
        assert_eq!(world.refused("andi", code_for(&world, "rahmat")).await, Refusal::StaffCode);
    }
}

story! {
    /// The whole way of a new auditor: proposed by one, confirmed by another, a code of two halves, and in.
    how_an_auditor_comes, |world| {
        let mut world = world;
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        invented(&mut world, "auditor").await;
        let proposed = world.does("admin", world.appointment("auditor", Role::Auditor, Of::All)).await;
        world.does("bowo", world.confirmation(proposed).await).await;
        let first = world.does("bowo", code_for(&world, "auditor")).await;
        assert!(first.halved);
        let [code] = waiting(&world, "admin").await[..] else { panic!("one code waits") };
        let second = world.does("admin", world.completion(code).await).await;
        assert_eq!(redeems(&world, &format!("{}{second}", first.code)).await, Ok(world.people["auditor"]));
        assert!(signs_in(&world, "auditor").await.is_ok());
        assert!(world.standing("auditor").await.auditor);
        // Appointed anew, for another year: what two gave goes on.
        let end = EndAppointment { appointment: proposed };
        world.does("bowo", end).await;
        let anew = world.does("admin", world.appointment("auditor", Role::Auditor, Of::All)).await;
        world.does("bowo", world.confirmation(anew).await).await;
        assert!(signs_in(&world, "auditor").await.is_ok());
    }
}

story! {
    /// A security team stays one, whatever becomes of its officers and of the services that send incidents there.
    a_security_team_stays_one, |world| {
        let incident = world.opened("sari", "TIK-22", "Situs diretas").await;
        let directory = world.desk.directory().await.unwrap();
        let officer = directory.appointments().iter().find(|a| a.role == Role::Security).unwrap().id;
        world.does("admin", EndAppointment { appointment: officer }).await;
        let mut service = world.service("TIK-22").await;
        service.security_incident = false;
        world.does("admin", SaveService { service: Some(world.services["TIK-22"]), input: service }).await;
        let id = world.does("admin", world.appointment("sari", Role::Tier2, Of::Team("T2-KAM"))).await;
        assert_eq!(state_of(&world, id).await, AppointmentState::Proposed);
        let id = world.does("admin", world.appointment("bowo", Role::Tier2, Of::Team("T2-KAM"))).await;
        assert_eq!(state_of(&world, id).await, AppointmentState::Proposed);
        assert!(!world.sees("bowo", incident).await);
        assert!(world.does("admin", code_for(&world, "gede")).await.halved);
        // A new name changes nothing of that.
        let team = world.desk.directory().await.unwrap().team(world.teams["T2-KAM"]).unwrap().clone();
        let input = desk::team::TeamInput {
            code: team.code.clone(),
            name: "Tim umum".into(),
            covers: String::new(),
            competences: Vec::new(),
            calendar: None,
            unit: None,
        };
        world.does("admin", desk::team::SaveTeam { team: Some(team.id), input }).await;
        assert!(world.desk.directory().await.unwrap().is_security_team(team.id));
        is_on_record(&world).await;
    }
}

story! {
    /// A second person says what they saw: what was changed since they looked is not confirmed, whether the appointment or the name it bears.
    what_is_confirmed_is_what_was_seen, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        // An auditor for three months; and then, by a table, for ever so long.
        let proposed = world.does("admin", world.appointment("sari", Role::Auditor, Of::All)).await;
        let seen = world.confirmation(proposed).await;
        let row = cells(&[(Column::Email, "sari@kab.example"), (Column::Role, "auditor"), (Column::ValidTo, "2036-12-31")]);
        world.does("admin", Import { sheet: Sheet::Appointments, rows: vec![row] }).await;
        assert_eq!(world.refused("bowo", seen).await, Refusal::Stale { changes: Vec::new() });
        assert_eq!(state_of(&world, proposed).await, AppointmentState::Proposed);
        // The person bears another name by now.
        let seen = world.confirmation(proposed).await;
        let person = desk::person::add::ChangePerson { person: world.people["sari"], input: known(&world, "Sari lain") };
        world.does("admin", person).await;
        assert_eq!(world.refused("bowo", seen).await, Refusal::Stale { changes: Vec::new() });
        let seen = world.confirmation(proposed).await;
        world.does("bowo", seen).await;
        // The second half of a code.
        world.does("admin", code_for(&world, "sari")).await;
        let [code] = waiting(&world, "bowo").await[..] else { panic!("one code waits") };
        let seen = world.completion(code).await;
        let person = desk::person::add::ChangePerson { person: world.people["sari"], input: known(&world, "Sari ketiga") };
        world.does("admin", person).await;
        assert_eq!(world.refused("bowo", seen).await, Refusal::Stale { changes: Vec::new() });
        let seen = world.completion(code).await;
        world.does("bowo", seen).await;
        // A substitute, who has become somebody else's name.
        let now = world.desk.now();
        let away = AddAbsence {
            person: world.people["gede"],
            kind: AbsenceKind::Leave,
            valid_from: now,
            valid_to: now + TimeDelta::days(5),
            substitute: Some(world.people["made"]),
            reason: String::new(),
        };
        let absence = world.does("gede", away).await;
        let seen = world.agreement(absence).await;
        let person = desk::person::add::ChangePerson { person: world.people["made"], input: known(&world, "Made lain") };
        world.does("admin", person).await;
        assert_eq!(world.refused("putri", seen).await, Refusal::Stale { changes: Vec::new() });
        let seen = world.agreement(absence).await;
        world.does("putri", seen).await;
    }
}
