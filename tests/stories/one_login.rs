//! One number or address signs in one account: whoever else has the same can be called by it, and keeps nobody out.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, refusal};
use desk::appointment::Role;
use desk::event::{Door, Kind};
use desk::id::PersonId;
use desk::import::{Column, Import, Row, Sheet};
use desk::person::add::{AddPerson, ChangePerson, PersonInput, RetirePerson};
use desk::person::{Language, Person, RequesterType};
use desk::refusal::Refusal;
use desk::session::{IssueCode, SignIn};
use desk::ticket::{NewRequester, RequesterRef};
use desk::{Caller, store};

const PASSWORD: &str = "perahu kayu di dermaga";
const NUMBER: &str = "+6281299990000";

fn citizen(name: &str, phone: Option<&str>, email: Option<&str>) -> PersonInput {
    PersonInput {
        name: name.into(),
        nip: None,
        phone: phone.map(Into::into),
        email: email.map(Into::into),
        unit: None,
        requester_type: RequesterType::Citizen,
        language: Language::Indonesian,
        zone: None,
        hide_identity: false,
    }
}

async fn row(world: &World, id: PersonId) -> Person {
    store::get(&world.desk.store().read(), id).await.unwrap().unwrap()
}

async fn added(world: &World, input: PersonInput) -> PersonId {
    world.does("admin", AddPerson(input)).await
}

fn by(login: &str, password: &str) -> SignIn {
    SignIn {
        login: login.into(),
        password: password.into(),
        shared_computer: true,
        agent: String::new(),
        address: "10.0.0.1".into(),
        device: None,
    }
}

/// Whom this login and the password stand for.
async fn in_by(world: &World, login: &str) -> Option<PersonId> {
    world.desk.sign_in(by(login, PASSWORD)).await.ok().map(|session| session.person)
}

/// A table of one row.
fn table(cells: [(Column, &str); 2]) -> Import {
    let cells = cells.into_iter().map(|(column, cell)| (column, cell.to_owned())).collect();
    Import { sheet: Sheet::People, rows: vec![Row { line: 2, cells }] }
}

/// A first password by a code.
async fn has_code(world: &World, person: PersonId, password: &str) {
    let code = world.does("admin", IssueCode { person }).await.code;
    world.desk.redeem_code(&code, password, by("", "")).await.unwrap();
}

story! {
    /// Whoever comes later with a number or an address by which somebody signs in keeps nobody out: added, changed, noted on the telephone or brought in.
    the_first_keeps_it, |world| {
        let first = added(&world, citizen("Sinta Dewi", Some(NUMBER), Some("kantor@desa.example"))).await;
        world.desk.set_password(first, PASSWORD, false).await.unwrap();
        let second = added(&world, citizen("Bagus", Some(NUMBER), Some("Kantor@Desa.example"))).await;
        let umar = RequesterRef::New(NewRequester {
            name: "Umar".into(),
            phone: NUMBER.into(),
            nip: None,
            unit: None,
            requester_type: RequesterType::Citizen,
            another: true,
        });
        let noted = world.does("dewi", phone_call(world.report("PUB-02", "Antrean"), umar)).await;
        let noted = world.row(noted.ticket).await.requester_id;
        let changed = added(&world, citizen("Rosa", Some("+6281299990001"), Some("rosa@desa.example"))).await;
        world.desk.set_password(changed, "payung biru di teras", false).await.unwrap();
        world.does("admin", ChangePerson { person: changed, input: citizen("Rosa", Some(NUMBER), Some("rosa@desa.example")) }).await;
        world.does("admin", table([(Column::Name, "Wati"), (Column::Phone, NUMBER)])).await;
        for login in [NUMBER, "0812-9999-0000", "KANTOR@desa.example"] {
            assert_eq!(in_by(&world, login).await, Some(first), "{login}");
        }
        let people = store::people::by_phone(&world.desk.store().read(), NUMBER).await.unwrap();
        assert_eq!(people.len(), 5, "it is kept for calling, of each of them");
        let only_called: Vec<bool> = [first, second, noted, changed].map(|id| people.iter().any(|it| it.id == id && it.phone_contact_only)).into();
        assert_eq!(only_called, [false, true, true, true]);
        // Whoever has nothing else to sign in by gets no code that would lead nowhere; whoever has, does.
        for person in [second, noted] {
            assert_eq!(world.refused("admin", IssueCode { person }).await, Refusal::NoLogin);
        }
        has_code(&world, changed, "payung hijau di teras").await;
        assert_eq!(in_by(&world, NUMBER).await, Some(first));
        // The first leaves: then it is the next one's who comes for a password.
        world.does("admin", RetirePerson { person: first }).await;
        has_code(&world, second, PASSWORD).await;
        assert_eq!(in_by(&world, NUMBER).await, Some(second));
        let changes = store::record::events_after(&world.desk.store().read(), &format!("person/{}", second.0.as_simple()), 0).await.unwrap();
        assert!(changes.iter().any(|it| it.kind == Kind::Changed.code()), "on record");
        let report = world.desk.audit_verify(&Caller::CONSOLE, desk::audit::verify::Trust::default()).await.unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
}

story! {
    /// Two who have only been called so far: whoever has a password first signs in by it.
    whoever_has_a_password_first, |world| {
        let older = added(&world, citizen("Bagus", Some(NUMBER), Some("bagus@desa.example"))).await;
        let younger = added(&world, citizen("Sinta", Some(NUMBER), None)).await;
        has_code(&world, younger, PASSWORD).await;
        has_code(&world, older, "payung merah di teras").await;
        assert_eq!(in_by(&world, NUMBER).await, Some(younger));
        assert_eq!(world.desk.sign_in(by("bagus@desa.example", "payung merah di teras")).await.unwrap().person, older);
    }
}

story! {
    /// What an account signs in by is changed by whoever gives their password again, and for a guarded place at the console only.
    what_one_signs_in_by_is_changed_with_care, |world| {
        world.desk.set_password(world.people["sari"], PASSWORD, false).await.unwrap();
        let input = async |who: &str| {
            let row = row(&world, world.people[who]).await;
            PersonInput { nip: row.nip, unit: row.unit_id, requester_type: row.requester_type, ..citizen(&row.name, row.phone.as_deref(), row.email.as_deref()) }
        };
        let other = |input: &PersonInput| PersonInput { email: Some("lain@kab.example".into()), ..input.clone() };
        let long_signed_in = Caller::person(world.people["admin"], Door::Graphql);
        let sari = input("sari").await;
        let change = ChangePerson { person: world.people["sari"], input: other(&sari) };
        assert_eq!(refusal(world.desk.act(&long_signed_in, change.clone()).await), Refusal::PasswordAgain);
        let renamed = PersonInput { name: "Sari Wulandari, S.Pd.".into(), ..sari.clone() };
        world.desk.act(&long_signed_in, ChangePerson { person: world.people["sari"], input: renamed }).await.unwrap();
        world.does("admin", change).await;
        // No account yet: there is nothing to take.
        let budi = input("budi").await;
        world.desk.act(&long_signed_in, ChangePerson { person: world.people["budi"], input: other(&budi) }).await.unwrap();
        // The security officer's is nobody's to change alone, by whatever way.
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        for who in ["eko", "putri", "bowo"] {
            world.desk.set_password(world.people[who], PASSWORD, false).await.unwrap();
            let now = input(who).await;
            let change = ChangePerson { person: world.people[who], input: PersonInput { phone: None, ..now.clone() } };
            assert_eq!(world.refused("admin", change.clone()).await, Refusal::LoginOfTwo, "{who}");
            let brought_in = table([(Column::Nip, now.nip.as_deref().unwrap()), (Column::Phone, "")]);
            let refused = world.refused("admin", brought_in).await;
            let Refusal::Rows(problems) = refused else { panic!("{refused:?}") };
            assert!(problems.iter().any(|it| it.refusal == Refusal::LoginOfTwo), "{problems:?}");
            let renamed = ChangePerson { person: world.people[who], input: PersonInput { name: "Nama Baru".into(), ..now } };
            world.does("admin", renamed).await;
            world.console(change).await;
        }
    }
}
