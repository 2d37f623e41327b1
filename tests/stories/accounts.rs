//! Who gets into an account, and how they and its owner learn of it: one-time codes, sessions, tokens.

use crate::story;
use crate::support::World;
use crate::support::words::*;
use crate::support::world::{Of, refusal};
use chrono::TimeDelta;
use desk::Caller;
use desk::absence::{AbsenceKind, AddAbsence};
use desk::appointment::{Appoint, Role};
use desk::event::{Door, Kind};
use desk::id::{PersonId, ResetId};
use desk::person::add::{ErasePerson, RetirePerson};
use desk::refusal::Refusal;
use desk::session::{IssueCode, SignIn, SignedIn};
use desk::token::{MakeToken, TokenScope};
use std::sync::atomic::{AtomicU32, Ordering};

const PASSWORD: &str = "sepeda biru di pasar";
const NEW: &str = "meja rapat lantai dua";

/// Each try from another place: how tries are slowed down is another story.
fn by(login: &str) -> SignIn {
    static PLACES: AtomicU32 = AtomicU32::new(0);
    let place = PLACES.fetch_add(1, Ordering::Relaxed);
    SignIn {
        login: login.into(),
        password: PASSWORD.into(),
        shared_computer: false,
        agent: "Firefox".into(),
        address: format!("{}.{}.0.7", 20 + place / 250, place % 250),
        device: None,
    }
}

async fn signs_in(world: &World, who: &str) -> SignedIn {
    world.desk.set_password(world.people[who], PASSWORD, false).await.unwrap();
    world.desk.sign_in(by(&format!("{who}@kab.example"))).await.unwrap()
}

fn code_for(world: &World, who: &str) -> IssueCode {
    IssueCode { person: world.people[who] }
}

/// Somebody on their way, who has not given their password lately.
async fn long_signed_in<C: desk::Command<Answer: std::fmt::Debug>>(world: &World, who: &str, command: C) -> Refusal {
    let caller = Caller::person(world.people[who], Door::Graphql);
    refusal(world.desk.act(&caller, command).await)
}

async fn redeems(world: &World, code: &str) -> Result<PersonId, Refusal> {
    match world.desk.redeem_code(code, NEW, by("")).await {
        Ok(session) => Ok(session.person),
        Err(desk::Error::Refused(refusal)) => Err(refusal),
        Err(fault) => panic!("{fault}"),
    }
}

async fn waiting(world: &World, who: &str) -> Vec<ResetId> {
    world.reader(who).await.halved_codes().await.unwrap().into_iter().map(|code| code.id).collect()
}

story! {
    /// A code opens an account: it takes the password of who issues it, and is never for oneself.
    a_code_takes_a_password, |world| {
        for (who, of) in [("admin", "budi"), ("admin", "sari"), ("budi", "sari"), ("dewi", "ayu")] {
            assert_eq!(long_signed_in(&world, who, code_for(&world, of)).await, Refusal::PasswordAgain, "{who} for {of}");
            assert!(!world.does(who, code_for(&world, of)).await.halved, "{who} for {of}");
        }
        assert_eq!(world.refused("admin", code_for(&world, "admin")).await, Refusal::OwnCode);
        assert_eq!(world.refused("budi", code_for(&world, "wayan")).await, Refusal::StaffCode);
        assert_eq!(world.refused("budi", code_for(&world, "ayu")).await, Refusal::Forbidden);
        assert_eq!(world.refused("putri", code_for(&world, "budi")).await, Refusal::Forbidden);
        let code = world.does("admin", code_for(&world, "budi")).await.code;
        assert_eq!(redeems(&world, &code).await, Ok(world.people["budi"]));
        assert_eq!(redeems(&world, &code).await, Err(Refusal::WrongCode));
    }
}

story! {
    /// Into the account of whoever holds what takes two people nobody gets alone: each of the two knows a half.
    a_code_of_two, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        world.console(world.appointment("lina", Role::Tier2, Of::Team("T2-KAM"))).await;
        for who in ["rina", "sinta", "eko", "gede", "lina", "kadis", "hadi", "putri"] {
            let issued = world.does("admin", code_for(&world, who)).await;
            assert!(issued.halved, "{who}");
            assert_eq!(redeems(&world, &issued.code).await, Err(Refusal::WrongCode), "{who}: the first half alone");
            let [code] = waiting(&world, "bowo").await[..] else { panic!("{who}: one code waits") };
            assert_eq!(world.refused("admin", world.completion(code).await).await, Refusal::SecondPerson);
            assert_eq!(world.refused("putri", world.completion(code).await).await, Refusal::Forbidden);
            assert_eq!(long_signed_in(&world, "bowo", world.completion(code).await).await, Refusal::PasswordAgain);
            let second = world.does("bowo", world.completion(code).await).await;
            assert_eq!(world.refused("bowo", world.completion(code).await).await, Refusal::Invalid("code"));
            assert_eq!(redeems(&world, &second).await, Err(Refusal::WrongCode), "{who}: the second half alone");
            assert_eq!(redeems(&world, &format!("{second} {}", issued.code)).await, Err(Refusal::WrongCode));
            assert_eq!(redeems(&world, &format!("{} {second}", issued.code)).await, Ok(world.people[who]));
            assert_eq!(redeems(&world, &format!("{} {second}", issued.code)).await, Err(Refusal::WrongCode));
        }
        // Nobody completes what is for themselves.
        world.does("admin", code_for(&world, "bowo")).await;
        let [code] = waiting(&world, "bowo").await[..] else { panic!("one code waits") };
        assert_eq!(world.refused("bowo", world.completion(code).await).await, Refusal::OwnCode);
        // It waits for a day; complete, it is good for half an hour.
        let first = world.does("admin", code_for(&world, "eko")).await.code;
        let [code] = waiting(&world, "bowo").await.into_iter().filter(|it| *it != code).collect::<Vec<_>>()[..] else { panic!("one more") };
        world.later(TimeDelta::hours(23));
        let second = world.does("bowo", world.completion(code).await).await;
        world.later(TimeDelta::minutes(30));
        assert_eq!(redeems(&world, &format!("{first}{second}")).await, Err(Refusal::WrongCode));
        world.does("admin", code_for(&world, "eko")).await;
        world.later(TimeDelta::hours(24));
        assert_eq!(waiting(&world, "bowo").await, []);
        // The operator at the server needs no second.
        let whole = world.console(code_for(&world, "eko")).await;
        assert!(!whole.halved);
        assert_eq!(redeems(&world, &whole.code).await, Ok(world.people["eko"]));
    }
}

story! {
    /// Whose account it is reads what was done to it, and by whom.
    its_owner_is_told, |world| {
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        signs_in(&world, "eko").await;
        let first = world.does("admin", code_for(&world, "eko")).await.code;
        let [code] = waiting(&world, "bowo").await[..] else { panic!("one code waits") };
        let second = world.does("bowo", world.completion(code).await).await;
        redeems(&world, &format!("{first}{second}")).await.unwrap();
        let reader = world.reader("eko").await;
        let told: Vec<(Kind, String)> = reader.account_events().await.unwrap().into_iter().map(|it| (it.kind.parse().unwrap(), it.actor)).collect();
        let actor = |who: &str| world.people[who].to_string();
        assert_eq!(told[..4], [
            (Kind::PasswordSet, actor("eko")),
            (Kind::SignedOut, actor("eko")),
            (Kind::CodeCompleted, actor("bowo")),
            (Kind::CodeIssued, actor("admin")),
        ]);
        let past = reader.past_sessions().await.unwrap();
        assert_eq!((past.len(), past[0].ended_at.is_some()), (1, true), "the session that the new password ended");
        assert_eq!(world.reader("admin").await.past_sessions().await.unwrap(), [], "one's own only");
    }
}

story! {
    /// A requester's session may lie idle for a month. It never becomes one of staff, whichever way its owner became staff.
    a_long_session_is_no_staff_session, |world| {
        let identified = |session: &SignedIn| {
            let token = session.token.clone();
            let world = &world;
            async move { world.desk.identify_session(&token).await.is_ok() }
        };
        // Appointed.
        let session = signs_in(&world, "sari").await;
        assert!(identified(&session).await);
        world.console(world.appointment("sari", Role::Executive, Of::All)).await;
        assert!(!identified(&session).await && world.desk.glance_at_session(&session.token).await.is_err());
        assert_eq!(world.reader("sari").await.sessions_of(world.people["sari"]).await.unwrap().len(), 0);
        let anew = signs_in(&world, "sari").await;
        assert!(anew.expires_at - world.desk.now() == TimeDelta::hours(12));
        world.later(TimeDelta::minutes(59));
        assert!(identified(&anew).await);
        world.later(TimeDelta::minutes(60));
        assert!(!identified(&anew).await);
        // Appointed to what begins later, and to what a second person has to confirm.
        let (session, other) = (signs_in(&world, "rahmat").await, signs_in(&world, "ayu").await);
        let begins = world.desk.now() + TimeDelta::hours(1);
        world.does("admin", Appoint { valid_from: Some(begins), ..world.appointment("rahmat", Role::Tier1, Of::Unit("KEL-MAWAR")) }).await;
        let proposed = world.does("admin", world.appointment("ayu", Role::Approver, Of::Board("CAB"))).await;
        assert!(identified(&session).await && identified(&other).await);
        world.console(world.appointment("bowo", Role::Administrator, Of::All)).await;
        world.does("bowo", world.confirmation(proposed).await).await;
        assert!(identified(&session).await && !identified(&other).await);
        world.clock.set(begins);
        assert!(!identified(&session).await);
    }
}

story! {
    /// Whoever stands in signs in anew when it begins.
    a_substitute_signs_in_anew, |world| {
        let session = signs_in(&world, "rahmat").await;
        let now = world.desk.now();
        let absence = AddAbsence {
            person: world.people["andi"],
            kind: AbsenceKind::Leave,
            valid_from: now + TimeDelta::days(2),
            valid_to: now + TimeDelta::days(4),
            substitute: Some(world.people["rahmat"]),
            reason: String::new(),
        };
        world.does("andi", absence).await;
        assert!(world.desk.identify_session(&session.token).await.is_ok());
        world.later(TimeDelta::days(2));
        assert!(world.desk.identify_session(&session.token).await.is_err());
        let anew = world.desk.sign_in(by("rahmat@kab.example")).await.unwrap();
        assert_eq!(anew.expires_at - world.desk.now(), TimeDelta::hours(12));
    }
}

story! {
    /// A new password ends what may have been made with the old one: the other sessions, the tokens, a code on its way.
    a_new_password_ends_the_rest, |world| {
        let session = signs_in(&world, "budi").await;
        let other = world.desk.sign_in(by("budi@kab.example")).await.unwrap();
        let token = world.does("budi", token(&[TokenScope::Tickets])).await;
        let code = world.does("admin", code_for(&world, "budi")).await.code;
        assert!(world.desk.identify_token(&token).await.is_ok());
        let identity = world.desk.identify_session(&session.token).await.unwrap();
        world.desk.change_password(&identity, PASSWORD.into(), NEW.into()).await.unwrap();
        assert!(world.desk.identify_session(&session.token).await.is_ok());
        assert!(world.desk.identify_session(&other.token).await.is_err());
        assert!(world.desk.identify_token(&token).await.is_err());
        assert_eq!(redeems(&world, &code).await, Err(Refusal::WrongCode));
        assert_eq!(world.reader("budi").await.tokens().await.unwrap(), []);
    }
}

story! {
    /// A token says what it is for and until when; at most for as long as the region's setting says.
    a_token_has_an_end, |world| {
        use desk::setting::{SetSetting, SettingKey};
        assert_eq!(world.refused("budi", MakeToken { days: 181, ..token(&[TokenScope::Read]) }).await, Refusal::TokenDays(180));
        assert_eq!(world.refused("budi", MakeToken { days: 0, ..token(&[TokenScope::Read]) }).await, Refusal::TokenDays(180));
        assert_eq!(world.refused("budi", token(&[])).await, Refusal::Blank("scopes"));
        assert_eq!(long_signed_in(&world, "budi", token(&[TokenScope::Read])).await, Refusal::PasswordAgain);
        let shorter = SetSetting { key: SettingKey::TokenDays, value: 7.into(), basis: String::new(), seen: None };
        world.does("admin", shorter).await;
        assert_eq!(world.refused("budi", token(&[TokenScope::Read])).await, Refusal::TokenDays(7));
        let secret = world.does("budi", MakeToken { days: 7, ..token(&[TokenScope::Exports]) }).await;
        let scopes = world.reader("budi").await.tokens().await.unwrap()[0].scopes.0.clone();
        assert_eq!(scopes, [TokenScope::Read, TokenScope::Exports], "every token reads");
        world.later(TimeDelta::days(7) - TimeDelta::seconds(1));
        assert!(world.desk.identify_token(&secret).await.is_ok());
        world.later(TimeDelta::seconds(1));
        assert!(world.desk.identify_token(&secret).await.is_err());
    }
}

story! {
    /// Somebody's leaving, and the erasing of their data, take the password of who does it.
    to_retire_takes_a_password, |world| {
        assert_eq!(long_signed_in(&world, "admin", RetirePerson { person: world.people["budi"] }).await, Refusal::PasswordAgain);
        let erase = || ErasePerson { person: world.people["sari"], basis: "Permohonan 1/2026".into(), reports: false };
        assert_eq!(long_signed_in(&world, "admin", erase()).await, Refusal::PasswordAgain);
        world.does("admin", RetirePerson { person: world.people["budi"] }).await;
        world.does("admin", erase()).await;
    }
}
