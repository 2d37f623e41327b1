//! Who appoints whom (R24).

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, instant};
use chrono::TimeDelta;
use desk::Caller;
use desk::appointment::{Appoint, EndAppointment, Role};
use desk::event::Door;
use desk::id::AppointmentId;
use desk::person::add::RetirePerson;
use desk::refusal::Refusal;
use desk::session::SignIn;
use desk::token::{MakeToken, TokenScope};

const PASSWORD: &str = "sepeda biru di pasar";

/// A second administrator.
async fn second(world: &World) {
    world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
}

async fn tier1_of(world: &World, who: &str) -> AppointmentId {
    let directory = world.desk.directory().await.unwrap();
    directory.appointments().iter().find(|a| a.person_id == world.people[who]).unwrap().id
}

/// A session and an API token of somebody.
async fn signed_in(world: &World, who: &str) -> (String, String) {
    world.desk.set_password(world.people[who], PASSWORD, false).await.unwrap();
    let sign_in = SignIn {
        login: format!("{who}@kab.example"),
        password: PASSWORD.into(),
        shared_computer: false,
        agent: "Firefox".into(),
        address: "10.0.0.7".into(),
        device: None,
    };
    let session = world.desk.sign_in(sign_in).await.unwrap().token;
    (session, world.does(who, MakeToken { name: "laporan".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await)
}

async fn still_in(world: &World, (session, token): &(String, String)) -> (bool, bool) {
    (world.desk.identify_session(session).await.is_ok(), world.desk.identify_token(token).await.is_ok())
}

story! {
    /// The SK: one's own upload, for one appointment; kept, and read by whoever keeps people or audits, and nobody else.
    what_it_rests_on, |world| {
        world.console(world.appointment("bowo", Role::Auditor, Of::All)).await;
        let sk = world.uploaded("admin", "SK-123.txt", b"menetapkan").await;
        let with = |file| Appoint { basis_file: Some(file), ..world.appointment("rahmat", Role::Tier1, Of::Unit("DISDIK")) };
        let not_hers = world.uploaded("sari", "SK-124.txt", b"palsu").await;
        assert_eq!(world.refused("admin", with(not_hers)).await, Refusal::FileNotYours);
        assert_eq!(world.refused("admin", with(desk::id::FileId(uuid::Uuid::from_u128(7)))).await, Refusal::FileNotYours);
        world.does("admin", with(sk)).await;
        assert_eq!(world.refused("admin", with(sk)).await, Refusal::FileNotYours, "it is taken");
        world.later(TimeDelta::hours(25));
        world.desk.collect_files().await.unwrap();
        for (who, reads) in [("admin", true), ("bowo", true), ("rahmat", false), ("budi", false)] {
            let read = world.reader(who).await.file(sk).await;
            assert_eq!(read.ok().map(|(_, bytes)| bytes), reads.then(|| b"menetapkan".to_vec()), "{who}");
        }
    }
}

story! {
    /// Nobody appoints himself, to anything, nor confirms what he was proposed for.
    nobody_appoints_himself, |world| {
        second(&world).await;
        for (role, of) in [
            (Role::Tier1, Of::Unit("DISDIK")),
            (Role::Coordinator, Of::All),
            (Role::Auditor, Of::All),
            (Role::Security, Of::Team("T2-KAM")),
            (Role::Executive, Of::All),
        ] {
            let himself = world.appointment("admin", role, of);
            assert_eq!(world.refused("admin", himself).await, Refusal::OwnAppointment, "{role}");
            let by_others = world.appointment("sari", role, of);
            assert_eq!(world.refused("budi", by_others.clone()).await, Refusal::Forbidden, "{role}");
            assert_eq!(world.refused("putri", by_others).await, Refusal::Forbidden, "{role}");
        }
        let proposed = world.does("bowo", world.appointment("admin", Role::Security, Of::Team("T2-KAM"))).await;
        assert_eq!(world.refused("admin", world.confirmation(proposed).await).await, Refusal::OwnAppointment);
        assert!(!world.standing("admin").await.security);
    }
}

story! {
    /// What gives oversight or power over others takes a second person; until then the role gives nothing.
    a_second_person, |world| {
        second(&world).await;
        for (role, of) in [
            (Role::Auditor, Of::All),
            (Role::Approver, Of::Board("CAB")),
            (Role::Security, Of::Team("T2-KAM")),
            (Role::Coordinator, Of::All),
            (Role::UnitHead, Of::Unit("DISDIK")),
            (Role::Executive, Of::All),
            (Role::Administrator, Of::All),
        ] {
            let before = world.standing("sari").await;
            let appointment = world.does("admin", world.appointment("sari", role, of)).await;
            assert_eq!(world.standing("sari").await, before, "{role} is only proposed");
            let confirm = world.confirmation(appointment).await;
            let confirm = || confirm.clone();
            assert_eq!(world.refused("admin", confirm()).await, Refusal::SecondPerson, "{role}");
            assert_eq!(world.refused("budi", confirm()).await, Refusal::Forbidden, "{role}");
            world.does("bowo", confirm()).await;
            if role != Role::Approver {
                assert_ne!(world.standing("sari").await, before, "{role} counts");
            }
            assert_eq!(world.refused("bowo", confirm()).await, Refusal::Invalid("appointment"), "{role} twice");
        }
        // Other roles need only one, and count at once.
        world.does("admin", world.appointment("sari", Role::Tier1, Of::Unit("DISDIK"))).await;
        assert!(world.standing("sari").await.serves.contains(&world.units["DISDIK"]));
        // Somebody proposed can be taken back instead.
        let proposed = world.does("admin", world.appointment("hadi", Role::Auditor, Of::All)).await;
        world.does("bowo", EndAppointment { appointment: proposed }).await;
        assert_eq!(world.refused("bowo", world.confirmation(proposed).await).await, Refusal::Invalid("appointment"));
    }
}

story! {
    /// What an appointment must say.
    what_an_appointment_needs, |world| {
        let appoint = |role, of| world.appointment("sari", role, of);
        for (role, of, refused) in [
            (Role::Tier1, Of::All, Refusal::Blank("unit")),
            (Role::Tier1, Of::Team("T2-JAR"), Refusal::Blank("unit")),
            (Role::Tier2, Of::Unit("DISDIK"), Refusal::Invalid("unit")),
            (Role::Coordinator, Of::Unit("DISDIK"), Refusal::Invalid("unit")),
            (Role::ServiceOwner, Of::All, Refusal::Blank("service")),
            (Role::Approver, Of::All, Refusal::Blank("board")),
        ] {
            assert_eq!(world.refused("admin", appoint(role, of)).await, refused, "{role} {of:?}");
        }
        let endless = Appoint { valid_to: None, ..appoint(Role::Auditor, Of::All) };
        assert_eq!(world.refused("admin", endless).await, Refusal::Blank("validTo"));
        let backwards = Appoint { valid_to: Some(world.desk.now()), ..appoint(Role::Coordinator, Of::All) };
        assert_eq!(world.refused("admin", backwards).await, Refusal::Invalid("validTo"));
        world.console(RetirePerson { person: world.people["sari"] }).await;
        assert_eq!(world.refused("admin", appoint(Role::Coordinator, Of::All)).await, Refusal::Retired("person"));
        // The password is asked for again.
        let long_signed_in = Caller::person(world.people["admin"], Door::Graphql);
        let outcome = world.desk.act(&long_signed_in, world.appointment("hadi", Role::Coordinator, Of::All)).await;
        assert_eq!(crate::support::world::refusal(outcome), Refusal::PasswordAgain);
    }
}

story! {
    /// Whoever leaves is out at once: roles, session, token; what they had in hand is there for the others.
    a_person_leaves, |world| {
        let ticket = world.opened("sari", "TIK-01", "Internet mati").await;
        world.does("budi", take(ticket)).await;
        let keys = signed_in(&world, "budi").await;
        assert_eq!(still_in(&world, &keys).await, (true, true));
        world.does("admin", RetirePerson { person: world.people["budi"] }).await;
        assert_eq!(still_in(&world, &keys).await, (false, false));
        assert_eq!(world.refused("budi", resolve(ticket)).await, Refusal::SignInFirst);
        assert!(!world.desk.directory().await.unwrap().is_staff(world.people["budi"], world.desk.now()));
        world.does("wayan", take(ticket)).await;
        world.does("wayan", resolve(ticket)).await;
        assert_eq!(world.refused("admin", RetirePerson { person: world.people["budi"] }).await, Refusal::Retired("person"));
    }
}

story! {
    /// An appointment that ends takes session and token along; what was reported stays one's own.
    an_appointment_ends, |world| {
        let others = world.opened("sari", "TIK-01", "Internet mati").await;
        let own = world.opened("budi", "TIK-01", "Papan ketik rusak").await;
        let keys = signed_in(&world, "budi").await;
        assert_eq!(world.refused("wayan", EndAppointment { appointment: tier1_of(&world, "budi").await }).await, Refusal::Forbidden);
        let appointment = tier1_of(&world, "budi").await;
        world.does("admin", EndAppointment { appointment }).await;
        assert_eq!(still_in(&world, &keys).await, (false, false));
        assert_eq!(world.refused("budi", take(others)).await, Refusal::NotFound);
        assert_eq!(world.refused("budi", take(own)).await, Refusal::Forbidden);
        world.does("budi", reply(own, "Masih rusak")).await;
        assert_eq!(world.refused("admin", EndAppointment { appointment }).await, Refusal::NotFound);
    }
}

story! {
    /// An appointment from next week on, or until last week, is none today.
    in_its_time, |world| {
        let from = instant("2026-07-13T00:00:00Z");
        let period = Appoint {
            valid_from: Some(from),
            valid_to: Some(from + TimeDelta::days(7)),
            ..world.appointment("sari", Role::Coordinator, Of::All)
        };
        world.console(period).await;
        for (at, is) in [
            (from - TimeDelta::microseconds(1), false),
            (from, true),
            (from + TimeDelta::days(7) - TimeDelta::microseconds(1), true),
            (from + TimeDelta::days(7), false),
            (from + TimeDelta::days(30), false),
        ] {
            world.clock.set(at);
            assert_eq!(world.standing("sari").await.coordinator, is, "{at}");
        }
    }
}
