//! Tries to sign in, on their way to the password: who waits, who is counted where. The arithmetic is in [`throttle`](crate::throttle); here it is done
//! in one transaction for each try, and what signing in costs the machine is shared fairly.

use crate::desk::Desk;
use crate::digest::Digest;
use crate::id::{PersonId, SessionId};
use crate::person::email::Email;
use crate::person::nip::Nip;
use crate::person::phone::Phone;
use crate::places;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::store::sign_in::Device;
use crate::store::{Store, Tx};
use crate::throttle::{DEVICE_KNOWN, OF_LOGIN, OF_NETWORK, Pace, Place, Verdict, judge, network};
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};

mod porch;

pub use porch::{AT_ONCE, HASHES_AT_ONCE, HASHES_WAITING, STRANGERS_WAITING, WAITING};
pub(crate) use porch::{Hashing, Porch};

/// Where a try comes from. As long as it is held, it takes one of the few places of its network or device.
#[derive(Debug)]
pub(crate) struct Origin {
    network: String,
    device: Option<Digest>,
    _place: places::Place<Digest>,
}

/// A try that was counted.
#[derive(Debug)]
pub(crate) struct Counted {
    place: Digest,
    lines: Vec<(Digest, Pace)>,
    stranger: Option<places::Place<()>>,
}

/// Under what a login is counted: the person, however they were written; a login that is nobody's, in the one way to write it.
pub(crate) fn login_digest(person: Option<PersonId>, login: &str) -> Digest {
    match person {
        Some(person) => Digest::of("tanggap/login/2", [b"person".as_slice(), person.0.as_bytes()]),
        None => Digest::of("tanggap/login/2", [b"nobody".as_slice(), plain(login).as_bytes()]),
    }
}

fn plain(login: &str) -> String {
    if let Ok(nip) = Nip::parse(login) {
        nip.as_str().to_owned()
    } else if let Ok(email) = Email::parse(login) {
        email.key()
    } else if let Ok(phone) = Phone::parse(login) {
        phone.as_str().to_owned()
    } else {
        login.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(100).collect()
    }
}

fn device_hash(token: &str) -> Digest {
    Digest::of("tanggap/device/1", [token.as_bytes()])
}

fn slow_down(wait: TimeDelta) -> Refusal {
    // To the next whole second: whoever comes back then is not too early.
    Refusal::SlowDown((wait.num_milliseconds() + 999).div_euclid(1000).max(1))
}

impl Desk {
    /// Lets a try come in, as soon as its network or device has a place for it.
    pub(crate) async fn knock(&self, address: &str, device: Option<&str>) -> Outcome<Origin> {
        let device = match device.map(device_hash) {
            Some(hash) if store::sign_in::is_device(&self.store.read(), hash).await? => Some(hash),
            _ => None,
        };
        let network = network(address);
        let key = device.unwrap_or_else(|| Digest::of("tanggap/network/1", [network.as_bytes()]));
        let place = self.porch.by_origin.enter(key).await.ok_or(Refusal::SlowDown(2))?;
        Ok(Origin { network, device, _place: place })
    }

    /// Counts a try at a login, before its password is looked at; refuses one that has to wait.
    pub(crate) async fn count_login(
        &self,
        origin: &Origin,
        login: Digest,
        person: Option<PersonId>,
    ) -> Outcome<Counted> {
        let network = origin.network.as_bytes();
        if let (Some(hash), Some(person)) = (origin.device, person) {
            let device: Option<Device> = store::get(&self.store.read(), (hash, person)).await?;
            if device.is_some_and(|device| self.now() - device.last_at < DEVICE_KNOWN) {
                return self.count(Digest::of("tanggap/place/1", [&login.0[..], b"device", &hash.0]), &[]).await;
            }
        }
        let place = Digest::of("tanggap/place/1", [&login.0[..], b"network", network]);
        let lines = [
            (Digest::of("tanggap/line/1", [b"network".as_slice(), network]), OF_NETWORK),
            (Digest::of("tanggap/line/1", [b"login".as_slice(), &login.0]), OF_LOGIN),
        ];
        self.count(place, &lines).await
    }

    /// The same for a one-time code. It is nobody's until it is found, and nobody guesses sixty bits: this line only keeps those slow who try.
    pub(crate) async fn count_code(&self, origin: &Origin) -> Outcome<Counted> {
        let network = origin.network.as_bytes();
        let place = Digest::of("tanggap/place/1", [b"code".as_slice(), b"network", network]);
        self.count(place, &[(Digest::of("tanggap/line/1", [b"code".as_slice(), network]), OF_NETWORK)]).await
    }

    /// The same for a password that is asked for again: the session is the place, and nothing that is tried elsewhere is held against it.
    pub(crate) async fn count_proof(&self, session: SessionId) -> Outcome<Counted> {
        self.count(Digest::of("tanggap/place/1", [b"session".as_slice(), session.0.as_bytes()]), &[]).await
    }

    async fn count(&self, place: Digest, lines: &[(Digest, Pace)]) -> Outcome<Counted> {
        let row: Option<Place> = store::get(&self.store.read(), place).await?;
        let known = lines.is_empty() || row.is_some_and(|row| row.is_known(self.now()));
        let stranger = match known {
            true => None,
            false => Some(self.porch.strangers.enter(()).await.ok_or(Refusal::SlowDown(5))?),
        };
        let tx = self.store.begin().await?;
        let now = self.now();
        let mut row = store::sign_in::hold_place(&tx, place, now).await?;
        // Places before lines, networks before logins: nobody holds what another waits for.
        let mut stand_in = Vec::new();
        if !known {
            for (subject, pace) in lines {
                stand_in.push((store::sign_in::hold_line(&tx, *subject, now).await?, *pace));
            }
        }
        let verdict = judge(now, &mut row, &mut stand_in);
        tx.save(row).await?;
        for (line, _) in stand_in {
            tx.save(line).await?;
        }
        tx.commit().await?;
        match verdict {
            Verdict::Check => {
                let lines = if known { Vec::new() } else { lines.to_vec() };
                Ok(Counted { place, lines, stranger })
            }
            Verdict::Wait(wait) => Err(slow_down(wait).into()),
        }
    }
}

impl Counted {
    /// Under what a password is looked at that was tried here: of who is known here, the login.
    pub(crate) fn looked_at_as(&self, login: Digest) -> Option<Digest> {
        self.stranger.is_none().then_some(login)
    }

    /// The try was not looked at after all.
    pub(crate) async fn was_nothing(&self, store: &Store, now: DateTime<Utc>) -> Outcome<()> {
        let tx = store.begin().await?;
        let mut row = store::sign_in::hold_place(&tx, self.place, now).await?;
        row.failures = (row.failures - 1).max(0);
        tx.save(row).await?;
        Ok(tx.commit().await?)
    }

    /// The try proved good: what failed at its place is forgotten, its steps in the lines are given back.
    pub(crate) async fn was_good(&self, tx: &Tx, now: DateTime<Utc>) -> Outcome<()> {
        let mut row = store::sign_in::hold_place(tx, self.place, now).await?;
        row.good(now);
        tx.save(row).await?;
        for (subject, pace) in &self.lines {
            let mut line = store::sign_in::hold_line(tx, *subject, now).await?;
            line.give_back(*pace);
            tx.save(line).await?;
        }
        Ok(())
    }
}

/// Remembers the device that somebody signs in from, under a new token each time; what the old one knew goes over to it.
pub(crate) async fn remember_device(work: &mut Work<'_>, old: Option<&str>, person: PersonId) -> Outcome<String> {
    let token = hex::encode(work.random::<32>());
    let hash = device_hash(&token);
    if let Some(old) = old {
        store::sign_in::move_device(&work.tx, device_hash(old), hash).await?;
    }
    let device = Device { token_hash: hash, person_id: person, last_at: work.now };
    if !work.tx.insert_new(device.clone()).await? {
        work.tx.save(device).await?;
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::porch::HASHES;
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn whoever_waits_for_themselves_takes_no_place_of_others() {
        let hashing = Hashing::default();
        let [budi, sari] = ["budi", "sari"].map(|login| Some(login_digest(None, login)));
        let first = hashing.turn(budi).now_or_never().expect("at once").expect("a turn");
        {
            let mut waiting: Vec<_> = (0..HASHES_WAITING).map(|_| Box::pin(hashing.turn(budi))).collect();
            assert!(waiting.iter_mut().all(|turn| turn.as_mut().now_or_never().is_none()), "they wait");
            let more = hashing.turn(budi).now_or_never().expect("at once");
            assert!(matches!(more, Err(crate::Error::Refused(Refusal::SlowDown(_)))), "there is no room to wait");
            assert_eq!(hashing.all.available_permits(), HASHES - 1);
            let other = hashing.turn(sari).now_or_never().expect("at once").expect("a turn of her own");
            assert!(hashing.turn(None).now_or_never().is_none(), "two is all there are");
            drop(other);
            assert!(hashing.turn(None).now_or_never().is_some(), "strangers wait for no person");
        }
        drop(first);
        assert!(hashing.turn(budi).now_or_never().is_some_and(|turn| turn.is_ok()));
        assert_eq!((hashing.own.keys(), hashing.all.available_permits()), (0, HASHES));
    }

    #[test]
    fn a_login_is_counted_once_however_it_is_written() {
        for (one, other) in [
            ("198306222010121003", "1.98306222010121003"),
            ("198306222010121003", "19830622 201012 1 003"),
            ("Budi@KAB.example", " budi@kab.example"),
            ("0812-3450-0001", "+62 812 3450 0001"),
            ("Entah Siapa", "entah.siapa"),
        ] {
            assert_eq!(login_digest(None, one), login_digest(None, other), "{one} {other}");
        }
        assert_ne!(login_digest(None, "budi"), login_digest(None, "sari"));
    }
}
