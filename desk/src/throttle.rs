//! How often signing in may be tried (R26): the arithmetic, and nothing else. docs/budgets.md tells the rule in words.
//!
//! A try is counted before the password is looked at, so that tries at once are no more than tries one after the other. It is counted at its *place*: one
//! login as it was tried from one device or network. Whoever has signed in well from there is known there, and nothing that others do elsewhere is held
//! against them. Strangers also stand in two *lines*: that of their network and that of the login. A line lets so many through at once and then one
//! after the other, and whoever has to wait is given a turn that nobody can take from them. So guesses become slow, and nobody is ever locked out.

use crate::clock::watch::from_tomorrow;
use crate::digest::Digest;
use chrono::{DateTime, TimeDelta, Utc};
use std::net::{IpAddr, Ipv6Addr};

pub use crate::store::entity::sign_in_line::Model as Line;
pub use crate::store::entity::sign_in_place::Model as Place;

/// So many failures at one place are free; after that each one doubles the wait.
pub const FREE_FAILURES: i32 = 5;
/// The longest wait there is.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(300);
/// After so long without a try, failures are forgotten.
pub const FORGET_FAILURES: TimeDelta = TimeDelta::hours(1);
/// So long a turn waits for whoever has it.
pub const TURN_LASTS: TimeDelta = TimeDelta::minutes(10);
/// So long a network is known as one from which somebody signs in.
pub const NETWORK_KNOWN: TimeDelta = TimeDelta::days(90);
/// So long a device is known.
pub const DEVICE_KNOWN: TimeDelta = TimeDelta::days(180);

/// How fast a line moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// So many at once.
    pub burst: i32,
    /// After that one in each of these.
    pub every: TimeDelta,
    /// What happens when the line is longer than the longest wait: whether newcomers share its end, or are sent away without a turn.
    pub shares: bool,
}

/// The line of strangers from one network. A full one gives no turns: there are as many logins as anybody cares to make up.
pub const OF_NETWORK: Pace = Pace { burst: 20, every: TimeDelta::seconds(10), shares: false };
/// The line of strangers who try one login, from wherever. Whoever has many networks must not be able to keep its owner out: its end is shared.
pub const OF_LOGIN: Pace = Pace { burst: 30, every: TimeDelta::seconds(3), shares: true };

/// What is to be done with a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its password is looked at. It counts as a failure until it proves to be none.
    Check,
    /// It is not looked at; after so long it will be.
    Wait(TimeDelta),
}

impl Place {
    /// One where nobody has tried yet.
    pub fn new(subject: Digest, now: DateTime<Utc>) -> Self {
        Self { subject, failures: 0, last_at: now, good_at: None, turn_at: None }
    }

    /// Whether its login has signed in well from here.
    pub fn is_known(&self, now: DateTime<Utc>) -> bool {
        self.good_at.is_some_and(|at| now - at < NETWORK_KNOWN)
    }

    /// How long its own failures still make it wait. A clock that was put back makes nobody wait longer.
    fn delay(&self, now: DateTime<Utc>) -> TimeDelta {
        let over = self.failures - FREE_FAILURES;
        if over <= 0 {
            return TimeDelta::zero();
        }
        let doubled = TimeDelta::seconds(1_i64 << over.min(20)).min(LONGEST_WAIT);
        (self.last_at.min(now) + doubled - now).max(TimeDelta::zero())
    }

    /// A try proved good: what failed here is forgotten, and from now on it is known here.
    pub fn good(&mut self, now: DateTime<Utc>) {
        *self = Self { good_at: Some(now), ..Self::new(self.subject, now) };
    }
}

impl Line {
    /// One in which nobody stands.
    pub fn new(subject: Digest, now: DateTime<Utc>) -> Self {
        Self { subject, next_at: now }
    }

    /// Gives the next turn; none: the line is full.
    fn turn(&mut self, pace: Pace, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let ahead = pace.every * (pace.burst - 1);
        // Whatever the clock did meanwhile, no line is longer than this; one that ends beyond it is one of tomorrow, in which nobody stands.
        let longest = now + ahead + LONGEST_WAIT + pace.every;
        let end = if from_tomorrow(self.next_at, longest) { now } else { self.next_at.clamp(now, longest) };
        let turn = (end - ahead).max(now);
        if turn - now > LONGEST_WAIT {
            return pace.shares.then_some(now + LONGEST_WAIT);
        }
        self.next_at = end + pace.every;
        Some(turn)
    }

    /// Gives back what a try took that proved good.
    pub fn give_back(&mut self, pace: Pace) {
        self.next_at -= pace.every;
    }
}

/// Judges a try at a place, and counts it if it is to be looked at. `lines` are those in which it has to stand; whoever is known stands in none.
pub fn judge(now: DateTime<Utc>, place: &mut Place, lines: &mut [(Line, Pace)]) -> Verdict {
    // A failure of tomorrow is one by a clock that was wrong: whoever waits for that hour would wait at every try.
    if now - place.last_at >= FORGET_FAILURES || from_tomorrow(place.last_at, now) {
        place.failures = 0;
    }
    let delay = place.delay(now);
    if delay > TimeDelta::zero() {
        return Verdict::Wait(delay);
    }
    if !lines.is_empty() {
        let held = place.turn_at.map(|turn| turn.min(now + LONGEST_WAIT)).filter(|turn| now - *turn < TURN_LASTS);
        let turn = match held {
            Some(turn) => Some(turn),
            None => stand_in(lines, now),
        };
        match turn {
            None => return Verdict::Wait(LONGEST_WAIT),
            Some(turn) if now < turn => {
                place.turn_at = Some(turn);
                return Verdict::Wait(turn - now);
            }
            Some(_) => place.turn_at = None,
        }
    }
    place.failures += 1;
    place.last_at = now;
    Verdict::Check
}

/// The turn in all lines: the latest of them. Whom one of them sends away stands in none.
fn stand_in(lines: &mut [(Line, Pace)], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut after = lines.to_vec();
    let turns = after.iter_mut().map(|(line, pace)| line.turn(*pace, now));
    let latest = turns.collect::<Option<Vec<_>>>()?.into_iter().max();
    lines.clone_from_slice(&after);
    latest
}

/// The network an address belongs to: an IPv4 address is one by itself, of IPv6 everybody has 64 bits of their own.
pub fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            let kept = u128::from(address) & (u128::MAX << 64);
            format!("{}/64", Ipv6Addr::from(kept))
        }
        // A story's.
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::watch::TOLERANCE;
    use proptest::prelude::*;

    fn instant(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).expect("an instant")
    }

    fn place(now: DateTime<Utc>) -> Place {
        Place::new(Digest::NONE, now)
    }

    fn lines(now: DateTime<Utc>) -> [(Line, Pace); 2] {
        [OF_NETWORK, OF_LOGIN].map(|pace| (Line::new(Digest::NONE, now), pace))
    }

    fn seconds(verdict: Verdict) -> i64 {
        match verdict {
            Verdict::Check => 0,
            Verdict::Wait(wait) => wait.num_seconds(),
        }
    }

    /// Tried by a clock that was a day ahead, confirmed, and put back: nobody waits for tomorrow.
    #[test]
    fn failures_of_tomorrow_are_forgotten() {
        let (tomorrow, now) = (instant(86_400), instant(0));
        let mut here = place(tomorrow);
        let mut at = tomorrow;
        for _ in 0..20 {
            at += TimeDelta::seconds(seconds(judge(at, &mut here, &mut [])));
        }
        assert!(here.failures > FREE_FAILURES);
        assert_eq!(judge(now, &mut here, &mut []), Verdict::Check);
    }

    /// The same for a line that was full then: a network that gives no turns would stay locked out until that hour.
    #[test]
    fn a_line_of_tomorrow_is_empty() {
        let (tomorrow, now) = (instant(86_400), instant(0));
        let mut both = lines(tomorrow);
        for _ in 0..100 {
            judge(tomorrow, &mut place(tomorrow), &mut both);
        }
        assert_eq!(judge(tomorrow, &mut place(tomorrow), &mut both), Verdict::Wait(LONGEST_WAIT));
        assert_eq!(judge(now, &mut place(now), &mut both), Verdict::Check);
        assert!(both.iter().all(|(line, pace)| line.next_at == now + pace.every), "{both:?}");
        // Put back by less than a jump it stays as full as it was.
        let mut both = lines(now);
        for _ in 0..100 {
            judge(now, &mut place(now), &mut both);
        }
        let earlier = now - TOLERANCE;
        assert_eq!(judge(earlier, &mut place(earlier), &mut both), Verdict::Wait(LONGEST_WAIT));
    }

    #[test]
    fn at_one_place_waits_double_up_to_five_minutes() {
        let mut now = instant(0);
        let mut here = place(now);
        let mut waits = Vec::new();
        for _ in 0..16 {
            let wait = seconds(judge(now, &mut here, &mut []));
            waits.push(wait);
            now += TimeDelta::seconds(wait);
            if wait > 0 {
                assert_eq!(judge(now, &mut here, &mut []), Verdict::Check);
            }
        }
        assert_eq!(waits, [0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(judge(now + FORGET_FAILURES, &mut here, &mut []), Verdict::Check);
        assert_eq!(here.failures, 1);
    }

    #[test]
    fn a_good_try_is_forgotten_where_it_was_made_and_gives_back_its_own_step() {
        let now = instant(0);
        let mut network = Line::new(Digest::NONE, now);
        // Somebody who guesses and signs in themselves between the guesses.
        let mut checked = 0;
        for round in 0..200 {
            let mut victim = place(now);
            let mut both = [(network, OF_NETWORK)];
            checked += i32::from(judge(now, &mut victim, &mut both) == Verdict::Check);
            let [(after, _)] = both;
            network = after;
            let mut own = place(now);
            let mut both = [(network, OF_NETWORK)];
            if judge(now, &mut own, &mut both) == Verdict::Check {
                both[0].0.give_back(OF_NETWORK);
                own.good(now);
                assert!(own.is_known(now) && own.failures == 0, "{round}");
            }
            network = both[0].0.clone();
        }
        assert_eq!(checked, OF_NETWORK.burst);
    }

    /// Put back by less than the desk calls a jump: what failed still counts, and nobody waits for the hour that was.
    #[test]
    fn a_clock_that_was_put_back_makes_nobody_wait_longer() {
        let (ahead, now) = (instant(0) + TOLERANCE, instant(0));
        let mut here = Place { failures: 40, turn_at: Some(ahead + LONGEST_WAIT), ..place(ahead) };
        assert_eq!(judge(now, &mut here, &mut []), Verdict::Wait(LONGEST_WAIT));
        here.failures = 0;
        let mut both = lines(ahead + TimeDelta::hours(5));
        assert_eq!(judge(now, &mut here, &mut both), Verdict::Wait(LONGEST_WAIT));
        here.turn_at = None;
        assert!(seconds(judge(now, &mut here, &mut both)) <= LONGEST_WAIT.num_seconds());
    }

    #[test]
    fn a_network_is_an_address_or_half_of_one() {
        for (address, wanted) in [
            ("10.1.2.3", "10.1.2.3"),
            ("::ffff:10.1.2.3", "10.1.2.3"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
            ("", ""),
        ] {
            assert_eq!(network(address), wanted, "{address}");
        }
    }

    proptest! {
        /// However many others try a login, from however many networks and whenever: a stranger from a fresh network waits once, at most five minutes,
        /// and is looked at when that is over.
        #[test]
        fn nobody_is_locked_out(others in prop::collection::vec((0_i64..20, 0_usize..40), 0..400), waits_on in 0_i64..599) {
            let mut now = instant(0);
            let mut login = Line::new(Digest::NONE, now);
            let mut places = vec![place(now); 40];
            let mut networks = vec![Line::new(Digest::NONE, now); 40];
            let mut attack = |now: DateTime<Utc>, login: &mut Line, from: usize| {
                let mut both = [(networks[from].clone(), OF_NETWORK), (login.clone(), OF_LOGIN)];
                judge(now, &mut places[from], &mut both);
                let [(network, _), (after, _)] = both;
                networks[from] = network;
                *login = after;
            };
            for (later, from) in &others {
                now += TimeDelta::seconds(*later);
                attack(now, &mut login, *from);
            }
            let mut fresh = place(now);
            let mut both = [(Line::new(Digest::NONE, now), OF_NETWORK), (login.clone(), OF_LOGIN)];
            if let Verdict::Wait(wait) = judge(now, &mut fresh, &mut both) {
                prop_assert!(wait <= LONGEST_WAIT);
                login = both[1].0.clone();
                for (_, from) in &others {
                    attack(now + wait, &mut login, *from);
                }
                let mut both = [(Line::new(Digest::NONE, now), OF_NETWORK), (login, OF_LOGIN)];
                let then = now + wait + TimeDelta::seconds(waits_on);
                prop_assert_eq!(judge(then, &mut fresh, &mut both), Verdict::Check);
            }
        }

        /// From one network, at whatever logins and however fast: so many at once, and then no more than the line's pace.
        #[test]
        fn one_network_is_slow(tries in prop::collection::vec((0_i64..15, 0_usize..300), 1..600)) {
            let mut now = instant(0);
            let began = now;
            let mut places = vec![place(now); 300];
            let mut network = Line::new(Digest::NONE, now);
            let mut checked = 0_i64;
            for (later, login) in tries {
                now += TimeDelta::seconds(later);
                let mut one = [(network, OF_NETWORK)];
                checked += i64::from(judge(now, &mut places[login], &mut one) == Verdict::Check);
                network = one[0].0.clone();
            }
            let passed = (now - began).num_seconds();
            prop_assert!(checked <= i64::from(OF_NETWORK.burst) + 1 + passed / OF_NETWORK.every.num_seconds());
        }

        /// At one login, from however many networks: so many at once, and then no more than the line's pace, as long as it is not full.
        #[test]
        fn one_login_is_slow(tries in prop::collection::vec((0_i64..5, 0_usize..90), 1..600)) {
            let mut now = instant(0);
            let began = now;
            let mut places = vec![place(now); 90];
            let mut login = Line::new(Digest::NONE, now);
            let mut checked = 0_i64;
            for (later, from) in tries {
                now += TimeDelta::seconds(later);
                let mut one = [(login, OF_LOGIN)];
                checked += i64::from(judge(now, &mut places[from], &mut one) == Verdict::Check);
                login = one[0].0.clone();
            }
            let passed = (now - began).num_seconds();
            prop_assert!(checked <= i64::from(OF_LOGIN.burst) + 1 + passed / OF_LOGIN.every.num_seconds());
        }
    }
}
