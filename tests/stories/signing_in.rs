//! Guessing passwords is slow, however it is done; and nobody is kept out by those who guess.

use crate::story;
use crate::support::World;
use chrono::TimeDelta;
use desk::session::{SignIn, SignedIn};
use desk::throttle::{FREE_FAILURES, LONGEST_WAIT, OF_NETWORK};
use desk::{Error, Outcome, Refusal};
use futures_util::future::join_all;

const PASSWORD: &str = "perahu kayu di dermaga";

fn by(login: &str, password: &str, address: &str) -> SignIn {
    SignIn {
        login: login.into(),
        password: password.into(),
        shared_computer: true,
        agent: "Firefox".into(),
        address: address.into(),
        device: None,
    }
}

fn mail(who: &str) -> String {
    format!("{who}@kab.example")
}

/// How a try ended: in, not the password, or so many seconds to wait.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum End {
    In,
    Wrong,
    Wait(i64),
}

fn end(outcome: &Outcome<SignedIn>) -> End {
    match outcome {
        Ok(_) => End::In,
        Err(Error::Refused(Refusal::WrongCredentials)) => End::Wrong,
        Err(Error::Refused(Refusal::SlowDown(seconds))) => End::Wait(*seconds),
        Err(error) => panic!("{error}"),
    }
}

async fn tries(world: &World, login: &str, password: &str, address: &str) -> End {
    end(&world.desk.sign_in(by(login, password, address)).await)
}

async fn with_passwords(world: &World, people: &[&str]) {
    for person in people {
        world.desk.set_password(world.people[person], PASSWORD, false).await.expect("a password");
    }
}

/// At one login from one place, so many are looked at before the first wait.
const LOOKED_AT: usize = FREE_FAILURES as usize + 1;

story! {
    /// A number with points in it, a name in capitals, a phone instead of a NIP: it is the same person's door, and counted once.
    one_login_in_many_spellings, |world| {
        with_passwords(&world, &["budi"]).await;
        let nip = "198501012010012002";
        let mut spellings = vec![mail("budi"), "BUDI@kab.example".into(), "081234500001".into(), "+62 812-3450-0001".into()];
        spellings.extend((1..nip.len()).map(|at| format!("{}.{}", &nip[..at], &nip[at..])));
        let mut ends = Vec::new();
        for spelling in &spellings {
            ends.push(tries(&world, spelling, "salah sama sekali", "10.0.0.1").await);
        }
        assert_eq!(ends.iter().filter(|end| **end == End::Wrong).count(), LOOKED_AT, "{ends:?}");
        // Nor is the right one looked at before its time; then it is.
        let End::Wait(seconds) = tries(&world, nip, PASSWORD, "10.0.0.1").await else { panic!("it was looked at") };
        world.later(TimeDelta::seconds(seconds));
        assert_eq!(tries(&world, nip, PASSWORD, "10.0.0.1").await, End::In);
        // The same of one who is nobody: what is slowed down does not tell who exists.
        let mut ends = Vec::new();
        for spelling in ["entah@kab.example", "Entah@kab.example", "ENTAH@KAB.example", "entah@kab.example "].iter().cycle().take(12) {
            ends.push(tries(&world, spelling, "salah sama sekali", "10.0.0.3").await);
        }
        assert_eq!(ends.iter().filter(|end| **end == End::Wrong).count(), LOOKED_AT, "{ends:?}");
    }
}

story! {
    /// Whoever signs in themselves between their guesses has forgotten nothing of what they guessed, at one login or at many.
    ones_own_sign_in_between_guesses, |world| {
        let others = ["budi", "wayan", "ayu", "dewi", "rahmat", "andi", "joko", "nur"];
        with_passwords(&world, &["sari", "putri"]).await;
        with_passwords(&world, &others).await;
        let mut ends = Vec::new();
        for guess in 0..12 {
            ends.push(tries(&world, &mail("putri"), "salah sama sekali", "10.0.0.1").await);
            if guess % 5 == 4 {
                assert_eq!(tries(&world, &mail("sari"), PASSWORD, "10.0.0.1").await, End::In);
            }
        }
        assert_eq!(ends.iter().filter(|end| **end == End::Wrong).count(), LOOKED_AT, "{ends:?}");
        let mut looked_at = LOOKED_AT;
        for person in others.iter().flat_map(|person| [*person; 4]) {
            looked_at += usize::from(tries(&world, &mail(person), "salah sama sekali", "10.0.0.1").await == End::Wrong);
            if looked_at.is_multiple_of(7) {
                assert_eq!(tries(&world, &mail("sari"), PASSWORD, "10.0.0.1").await, End::In, "known here, they stand in no line");
            }
        }
        // The own sign-in was the first and last of a stranger here, and was given back.
        assert_eq!(looked_at, OF_NETWORK.burst as usize);
        assert_eq!(tries(&world, &mail("putri"), PASSWORD, "10.0.0.2").await, End::In, "elsewhere that is nothing to anybody");
    }
}

story! {
    /// Six hundred guesses at once are six guesses. Whoever signs in elsewhere meanwhile does so, the person who is guessed at too.
    six_hundred_guesses_at_once, |world| {
        with_passwords(&world, &["budi", "dewi"]).await;
        let guesses = join_all((0..600).map(|guess| {
            let desk = world.desk.clone();
            let guess = by(&mail("budi"), &format!("kata sandi tebakan {guess}"), "2001:db8:1:2::7");
            tokio::spawn(async move { end(&desk.sign_in(guess).await) })
        }));
        let honest = async {
            let mut ends = Vec::new();
            for person in ["dewi", "budi"] {
                ends.push(tries(&world, &mail(person), PASSWORD, "10.0.0.9").await);
            }
            ends
        };
        let (guesses, honest) = tokio::join!(guesses, honest);
        assert_eq!(honest, [End::In, End::In]);
        let guesses: Vec<End> = guesses.into_iter().map(|guess| guess.expect("an end")).collect();
        assert_eq!(guesses.iter().filter(|end| **end == End::Wrong).count(), LOOKED_AT);
        assert!(guesses.iter().all(|end| matches!(end, End::Wrong | End::Wait(1..=300))));
        // Another address of the same network is the same network.
        assert!(matches!(tries(&world, &mail("budi"), PASSWORD, "2001:db8:1:2:ffff::1").await, End::Wait(_)));
    }
}

story! {
    /// Guesses at one person from many networks, kept up for an hour: the device and the network they usually sign in from never notice, and from a
    /// fresh one they wait once, at most five minutes, whatever the others go on doing.
    keeping_somebody_out, |world| {
        with_passwords(&world, &["kadis"]).await;
        let login = mail("kadis");
        let mine = SignIn { shared_computer: false, ..by(&login, PASSWORD, "10.0.0.1") };
        let device = world.desk.sign_in(mine.clone()).await.expect("signed in").device.expect("a device");
        let mut looked_at = 0;
        let mut attack = async |from: std::ops::Range<u32>| {
            for network in from {
                let address = format!("100.64.{}.{}", network / 256, network % 256);
                looked_at += u32::from(tries(&world, &login, "salah sama sekali", &address).await == End::Wrong);
            }
            looked_at
        };
        assert_eq!(attack(0..150).await, 30, "so many at once, and then one after the other");

        let known = SignIn { address: "100.64.0.1".into(), device: Some(device.clone()), ..mine.clone() };
        let again = world.desk.sign_in(known).await.expect("a known device passes, even from where the guesses come from");
        assert_eq!(tries(&world, &login, PASSWORD, "10.0.0.1").await, End::In, "the usual network");
        // The old token of the device is spent, the new one holds.
        let spent = SignIn { address: "10.9.9.9".into(), device: Some(device), ..mine.clone() };
        let End::Wait(seconds) = end(&world.desk.sign_in(spent).await) else { panic!("a spent token is a stranger's") };
        let fresh = SignIn { address: "10.9.9.8".into(), device: again.device, ..mine };
        assert_eq!(end(&world.desk.sign_in(fresh).await), End::In);

        assert!((1..=LONGEST_WAIT.num_seconds()).contains(&seconds), "{seconds}");
        world.later(TimeDelta::seconds(seconds));
        attack(150..250).await;
        assert_eq!(tries(&world, &login, PASSWORD, "10.9.9.9").await, End::In, "its turn is nobody else's");
    }
}

story! {
    /// One wrong password each time the wait is over, from other addresses: whoever has the right one does not notice.
    a_wrong_one_now_and_then, |world| {
        with_passwords(&world, &["hadi"]).await;
        for minute in 0..15 {
            tries(&world, &mail("hadi"), "salah sama sekali", &format!("100.64.0.{minute}")).await;
            world.later(TimeDelta::minutes(1));
            assert_eq!(tries(&world, &mail("hadi"), PASSWORD, &format!("10.1.0.{minute}")).await, End::In);
        }
    }
}

story! {
    /// The password that is asked for again is guessed as slowly, and what others guess at the door does not keep its owner from giving it.
    asked_again, |world| {
        with_passwords(&world, &["budi"]).await;
        let signed_in = world.desk.sign_in(by(&mail("budi"), PASSWORD, "10.0.0.1")).await.expect("signed in");
        let identity = world.desk.identify_session(&signed_in.token).await.expect("an identity");
        for _ in 0..12 {
            tries(&world, &mail("budi"), "salah sama sekali", "10.7.7.7").await;
        }
        assert!(world.desk.prove(&identity, PASSWORD.into()).await.is_ok());
        let guesses = join_all((0..40).map(|guess| world.desk.prove(&identity, format!("kata sandi tebakan {guess}"))));
        let wrong = guesses.await.into_iter().filter(|end| matches!(end, Err(Error::Refused(Refusal::WrongCredentials))));
        assert_eq!(wrong.count(), LOOKED_AT);
    }
}

story! {
    /// What does not count any more is forgotten: tries after an hour, networks after ninety days, devices after half a year.
    what_is_forgotten, |world| {
        with_passwords(&world, &["budi"]).await;
        let mine = SignIn { shared_computer: false, ..by(&mail("budi"), PASSWORD, "10.0.0.1") };
        world.desk.sign_in(mine).await.expect("signed in");
        tries(&world, "siapa@kab.example", "salah sama sekali", "10.0.0.2").await;
        assert_eq!(world.desk.forget_sign_ins().await.expect("nothing yet"), 0);
        world.later(TimeDelta::hours(2));
        // The place of the one who is nobody, the lines of two networks and two logins.
        assert_eq!(world.desk.forget_sign_ins().await.expect("tries"), 5);
        world.later(TimeDelta::days(90));
        assert_eq!(world.desk.forget_sign_ins().await.expect("networks"), 1);
        world.later(TimeDelta::days(90));
        assert_eq!(world.desk.forget_sign_ins().await.expect("devices"), 1);
    }
}

story! {
    /// Right passwords cost as much to look at as wrong ones. Somebody with many sessions who gives theirs in all of them at once waits for themselves, a
    /// few of them; whoever else signs in does not notice.
    right_passwords_at_once, |world| {
        with_passwords(&world, &["budi", "dewi"]).await;
        assert_eq!(tries(&world, &mail("dewi"), PASSWORD, "10.0.0.2").await, End::In);
        let mut sessions = Vec::new();
        for _ in 0..20 {
            let session = world.desk.sign_in(by(&mail("budi"), PASSWORD, "10.0.0.1")).await.expect("signed in");
            sessions.push(world.desk.identify_session(&session.token).await.expect("an identity"));
        }
        let proofs = join_all(sessions.iter().cycle().take(120).cloned().map(|identity| {
            let desk = world.desk.clone();
            tokio::spawn(async move { desk.prove(&identity, PASSWORD.into()).await })
        }));
        let dewi = mail("dewi");
        let (proofs, other) = tokio::join!(proofs, tries(&world, &dewi, PASSWORD, "10.0.0.2"));
        assert_eq!(other, End::In);
        let mut ends = std::collections::BTreeMap::new();
        for proof in proofs {
            let end = match proof.expect("no panic") {
                Ok(()) => "good",
                Err(Error::Refused(Refusal::SlowDown(_))) => "slower",
                Err(error) => panic!("{error}"),
            };
            *ends.entry(end).or_insert(0) += 1;
        }
        assert!(ends["good"] >= 1 && ends.get("slower").is_some_and(|many| *many > 20), "{ends:?}");
        // Refused for want of room, they count as no failure.
        world.later(TimeDelta::minutes(6));
        for identity in &sessions {
            world.desk.prove(identity, PASSWORD.into()).await.expect("the right one");
        }
    }
}

story! {
    /// Twenty sessions are enough for anybody: with one more, that which was used least lately ends, and the record says so.
    twenty_sessions, |world| {
        with_passwords(&world, &["budi", "dewi"]).await;
        let other = world.desk.sign_in(by(&mail("dewi"), PASSWORD, "10.0.0.2")).await.expect("signed in");
        let mut sessions = Vec::new();
        for n in 0..23 {
            world.later(TimeDelta::seconds(2));
            sessions.push(world.desk.sign_in(by(&mail("budi"), PASSWORD, "10.0.0.1")).await.expect("signed in"));
            if n == 10 {
                // The first one is in use, the second is not.
                world.later(TimeDelta::minutes(2));
                assert!(world.desk.identify_session(&sessions[0].token).await.is_ok());
            }
        }
        let mut live = Vec::new();
        for (n, session) in sessions.iter().enumerate() {
            if world.desk.glance_at_session(&session.token).await.is_ok() {
                live.push(n);
            }
        }
        assert_eq!(live, [&[0][..], &(4..23).collect::<Vec<_>>()].concat());
        assert_eq!(world.reader("budi").await.sessions_of(world.people["budi"]).await.expect("a list").len(), 20);
        assert!(world.desk.glance_at_session(&other.token).await.is_ok(), "nobody else's ends");
        let found = world.desk.audit_verify(&desk::Caller::CONSOLE, desk::audit::verify::Trust::default()).await;
        let findings = found.expect("an audit").findings;
        assert!(findings.is_empty(), "{findings:?}");
    }
}
