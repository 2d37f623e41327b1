//! Sessions and passwords (R26); one-time codes have a room of their own ([`one_time_code`]). Passwords are hashed before any transaction, in a small pool; of tokens and codes only the
//! hash is kept; failures delay, they never lock anybody out ([`throttle`](crate::throttle)).

use crate::access::{Matter, Standing};
use crate::caller::Caller;
use crate::clock::watch::{TOLERANCE, from_tomorrow};
use crate::desk::Desk;
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::{Door, Facts, Kind};
use crate::id::{PersonId, SessionId};
use crate::knock::{Counted, login_digest, remember_device};
use crate::person::email::Email;
use crate::person::nip::Nip;
use crate::person::password::{self, Owner, Password, PasswordError};
use crate::person::phone::Phone;
use crate::person::{Person, login};
use crate::power::{Ends, stream_of};
use crate::refusal::{Error, Fault, Outcome, Refusal, if_gone};
use crate::setting::SettingKey;
use crate::store;
use crate::store::people::{ApiToken, Credential, Session};
use crate::token::{Needs, Scopes};
use crate::two;
use crate::work::{Command, Work};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

mod arrival;
mod end;
pub mod one_time_code;
mod seen;

pub use crate::two::code_takes_two;
pub use arrival::Arrival;
pub(crate) use arrival::Known;
pub(crate) use end::{drop_password, end_all};
use end::{ended, set_hash};
pub use one_time_code::{CompleteCode, IssueCode, Issued, may_issue};
pub(crate) use seen::Seen;

/// The longest that a session of staff lies idle (R26).
const STAFF_IDLE: TimeDelta = TimeDelta::minutes(60);
/// How long a proof of the password counts for what asks for it again.
const PROOF: TimeDelta = TimeDelta::minutes(10);
/// How many sessions a person has at a time; with one more, that which was used least lately ends.
pub const SESSIONS: usize = 20;
/// How often a session's last use is written down; more often would make every read a write.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A try to sign in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// NIP, phone or e-mail.
    pub login: String,
    /// Password.
    pub password: String,
    /// *Ini komputer bersama*: 15 minutes idle, no remembered name.
    pub shared_computer: bool,
    /// What the browser calls itself, for the list of sessions.
    pub agent: String,
    /// Where the try comes from, for throttling only; never stored in the clear.
    pub address: String,
    /// What the browser shows of an earlier sign-in, so that it is known again. It gives no right.
    pub device: Option<String>,
}

/// A session that was begun. The token is shown once.
#[derive(Clone)]
pub struct SignedIn {
    /// What the cookie carries.
    pub token: String,
    /// Whose it is.
    pub person: PersonId,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// Whether the password has to be changed first.
    pub must_change: bool,
    /// What this device is to show the next time; none: it is a shared one, which keeps nothing.
    pub device: Option<String>,
}

/// Whom a token or cookie stands for.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Who.
    pub person: PersonId,
    /// The session, if it is one.
    pub session: Option<SessionId>,
    /// Whether the password was given within the last ten minutes.
    pub proved: bool,
    /// What the token is made for, if it is one.
    pub token: Option<Scopes>,
}

impl Identity {
    /// Who acts, as the desk wants to know it.
    pub fn caller(&self, door: Door) -> Caller {
        Caller { proved: self.proved, token: self.token, session: self.session, ..Caller::person(self.person, door) }
    }
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({})", self.person)
    }
}

impl Desk {
    /// Signs somebody in.
    pub async fn sign_in(&self, by: SignIn) -> Outcome<SignedIn> {
        let login = by.login.trim();
        let origin = self.knock(&by.address, by.device.as_deref()).await?;
        let candidate = self.find_login(login).await?;
        let person = candidate.as_ref().map(|(person, _)| person.id);
        let counted_as = login_digest(person, login);
        let counted = self.count_login(&origin, counted_as, person).await?;
        let hash = candidate.as_ref().map(|(_, credential)| credential.hash.clone());
        let right = self.verify(&counted, counted.looked_at_as(counted_as), by.password.clone(), hash).await?;
        let Some((person, credential)) = candidate.filter(|_| right) else {
            self.note_failure(person, counted_as);
            return Err(Refusal::WrongCredentials.into());
        };
        let caller = Caller::person(person.id, Door::Graphql);
        let mut work = self.begin(&caller).await?;
        work.hold_person(person.id).await.map_err(if_gone(Refusal::WrongCredentials))?;
        still(&work, &credential).await?;
        counted.was_good(&work.tx, work.now).await?;
        let session = begin_session(&mut work, &by, credential.must_change).await?;
        self.tell(work.commit().await?);
        self.note_access(&caller, Kind::SignedIn, Facts::new());
        Ok(session)
    }

    /// The person a login stands for: whoever has a password and signed in by it first. Of those who had the same before that was seen to, the oldest.
    async fn find_login(&self, login: &str) -> Outcome<Option<(Person, Credential)>> {
        let db = self.store.read();
        let mut found = Vec::new();
        if let Ok(nip) = Nip::parse(login) {
            found.extend(store::people::by_nip(&db, nip.as_str()).await?);
        } else if let Ok(email) = Email::parse(login) {
            let people = store::people::by_email(&db, &email.key()).await?.into_iter();
            found.extend(people.filter(|person| !person.email_contact_only));
        } else if let Ok(phone) = Phone::parse(login) {
            let people = store::people::by_phone(&db, phone.as_str()).await?.into_iter();
            found.extend(people.filter(|person| !person.phone_contact_only));
        }
        found.sort_unstable_by_key(|person| (person.created_at, person.id));
        for person in found.into_iter().filter(|person| person.retired_at.is_none()) {
            if let Some(credential) = store::people::credential(&db, person.id).await? {
                return Ok(Some((person, credential)));
            }
        }
        Ok(None)
    }

    /// Checks a password off the async threads, when the turn of whoever it is counted under has come; without a hash it does the same work, so that the
    /// time does not tell who exists.
    async fn verify(
        &self,
        counted: &Counted,
        login: Option<Digest>,
        typed: String,
        hash: Option<String>,
    ) -> Outcome<bool> {
        let turn = self.hashing.turn(login).await;
        if matches!(turn, Err(Error::Refused(Refusal::SlowDown(_)))) {
            // It is not looked at: it says nothing of whoever gave it.
            counted.was_nothing(&self.store, self.now()).await?;
        }
        let _turn = turn?;
        let checked = tokio::task::spawn_blocking(move || match hash {
            Some(hash) => password::verify(&typed, &hash),
            None => password::verify_nobody(&typed),
        });
        let right = checked.await.map_err(Fault::new)?;
        Ok(right.map_err(|error| Fault::new(error.to_string()))?)
    }

    async fn hash(&self, login: Option<Digest>, password: Password) -> Outcome<String> {
        let _turn = self.hashing.turn(login).await?;
        let salt = self.chance.bytes();
        let hashed = tokio::task::spawn_blocking(move || password.hash(&salt)).await.map_err(Fault::new)?;
        Ok(hashed.map_err(|error| Fault::new(error.to_string()))?)
    }

    /// What was typed for a name that is nobody's is a phone number, a NIP, or a password in the wrong field: one of few, whose plain digest is soon
    /// guessed. So it is noted under a key that lasts as long as the program runs, which tells whether the same was tried again and nothing else.
    fn note_failure(&self, person: Option<PersonId>, login: Digest) {
        let facts = match person {
            Some(person) => Facts::new().with("person", person).with("login", login),
            None => {
                let key = self.nobody_key.get_or_init(|| self.chance.bytes());
                Facts::new().with("nobody", Digest::of("tanggap/nobody/1", [&key[..], &login.0]))
            }
        };
        self.note_access(&Caller::CLOCK, Kind::SignInFailed, facts);
    }

    /// Whom a session's token stands for. Its idle time starts anew.
    pub async fn identify_session(&self, token: &str) -> Outcome<Identity> {
        Ok(self.arrive_with_session(token).await?.identity)
    }

    /// The same, with what was read of them.
    pub async fn arrive_with_session(&self, token: &str) -> Outcome<Arrival> {
        let now = self.now();
        let (session, known) = self.live_session(token).await?;
        if now - session.last_seen_at >= SEEN_EVERY {
            let write = async {
                let work = self.begin(&Caller::CLOCK).await?;
                store::sign_in::seen(&work.tx, session.id, now).await?;
                self.tell(work.commit().await?);
                Ok(())
            };
            if self.written_if_possible(write).await {
                self.seen.forget(session.id);
            } else {
                self.seen.note(session.id, now);
            }
        }
        Ok(Arrival::of(self.identity_of(&session), known))
    }

    /// Writes down that somebody was here. Where it cannot be, whoever is signed in reads on all the same.
    async fn written_if_possible(&self, write: impl Future<Output = Outcome<()>>) -> bool {
        if self.condition().trouble.is_some() {
            return false;
        }
        let done = write.await;
        if let Err(error) = &done {
            tracing::warn!(%error, "when somebody was here last is not written down");
        }
        done.is_ok()
    }

    /// Whom a session's token stands for, without counting as use: an open socket asks this by itself, and would otherwise keep a session alive
    /// that nobody sits at.
    pub async fn glance_at_session(&self, token: &str) -> Outcome<Identity> {
        Ok(self.identity_of(&self.live_session(token).await?.0))
    }

    async fn live_session(&self, token: &str) -> Outcome<(Session, Known)> {
        let (now, db) = (self.now(), self.store.read());
        let found = store::directory::session_and_person(&db, crate::token::hash(token)).await?;
        let found = found.filter(|(it, ..)| it.ended_at.is_none() && now < it.expires_at);
        let (session, person, stamp) = found.ok_or(Refusal::SignInFirst)?;
        let session = self.seen.lately(session);
        let idle = now - session.last_seen_at >= TimeDelta::seconds(session.idle_seconds.into());
        if idle || from_tomorrow(session.created_at, now) || from_tomorrow(session.last_seen_at, now) {
            return Err(Refusal::SignInFirst.into());
        }
        // A requester's session may last a year. Whoever became staff since, be it by standing in for somebody, signs in again.
        if is_long(&session) {
            let directory = self.region.of_stamp(&db, stamp, now).await?;
            if is_staff(&Standing::of(&person, &directory, now), &directory, now) {
                return Err(Refusal::SignInFirst.into());
            }
        }
        Ok((session, Known::now(person, stamp)))
    }

    fn identity_of(&self, session: &Session) -> Identity {
        // One that was given by a clock which was put back since is none: it would hold until the clock is there again.
        let ago = self.now() - session.proved_at;
        let proved = (-TOLERANCE..PROOF).contains(&ago);
        Identity { person: session.person_id, session: Some(session.id), proved, token: None }
    }

    /// Whom an API token stands for.
    pub async fn identify_token(&self, token: &str) -> Outcome<Identity> {
        Ok(self.arrive_with_token(token).await?.identity)
    }

    /// The same, with what was read of them.
    pub async fn arrive_with_token(&self, token: &str) -> Outcome<Arrival> {
        let now = self.now();
        let found = store::directory::token_and_person(&self.store.read(), crate::token::hash(token)).await?;
        let found = found.filter(|(row, ..)| row.revoked_at.is_none() && now < row.expires_at);
        let (row, person, stamp) = found.ok_or(Refusal::SignInFirst)?;
        if from_tomorrow(row.created_at, now) || !self.made_as_now(&row, &person).await? {
            return Err(Refusal::SignInFirst.into());
        }
        if row.last_used_at.is_none_or(|used| now - used >= SEEN_EVERY) {
            let write = async {
                let work = self.begin(&Caller::CLOCK).await?;
                store::sign_in::used(&work.tx, row.id, now).await?;
                self.tell(work.commit().await?);
                Ok(())
            };
            self.written_if_possible(write).await;
        }
        let token = Some(Scopes::of(&row.scopes));
        let identity = Identity { person: row.person_id, session: None, proved: false, token };
        Ok(Arrival::of(identity, Known::now(person, stamp)))
    }

    /// Whether a token opens no more than what its person was when they made it: as a session of a requester is none of staff, nor is a token, for as
    /// long as its person is staff.
    async fn made_as_now(&self, token: &ApiToken, person: &Person) -> Outcome<bool> {
        let (db, now) = (self.store.read(), self.now());
        let directory = self.directory().await?;
        let staff = |at| is_staff(&Standing::of(person, &directory, at), &directory, at);
        if !staff(now) || staff(token.created_at) {
            return Ok(true);
        }
        // The directory has forgotten what ran out. What was ended, or two gave, ended the tokens from before.
        let held = store::people::appointments_of(&db, person.id).await?;
        Ok(held.iter().any(|it| it.counts_at(token.created_at)))
    }

    /// The password once more, for what asks for it again.
    pub async fn prove(&self, identity: &Identity, typed: String) -> Outcome<()> {
        self.proved_by(identity, typed).await.map(drop)
    }

    /// Answers what the password was checked against.
    async fn proved_by(&self, identity: &Identity, typed: String) -> Outcome<Credential> {
        let session = identity.session.ok_or(Refusal::Forbidden)?;
        let counted = self.count_proof(session).await?;
        let credential = store::people::credential(&self.store.read(), identity.person).await?;
        let login = login_digest(Some(identity.person), "");
        let hash = credential.as_ref().map(|c| c.hash.clone());
        let right = self.verify(&counted, Some(login), typed, hash).await?;
        let Some(credential) = credential.filter(|_| right) else {
            self.note_failure(Some(identity.person), login);
            return Err(Refusal::WrongCredentials.into());
        };
        let mut work = self.begin(&identity.caller(Door::Graphql)).await?;
        work.hold_self().await?;
        still(&work, &credential).await?;
        store::sign_in::proved(&work.tx, session, work.now).await?;
        counted.was_good(&work.tx, work.now).await?;
        let facts = Facts::new().with("proves", session).at("at", work.now);
        work.append(&stream_of(identity.person), Kind::SignedIn, facts, None, work.now).await?;
        self.tell(work.commit().await?);
        Ok(credential)
    }

    /// Changes one's own password; all other sessions end, and the tokens: whoever knew the old one may have made one.
    pub async fn change_password(&self, identity: &Identity, old: String, new: String) -> Outcome<()> {
        let checked = self.proved_by(identity, old).await?;
        let caller = identity.caller(Door::Graphql);
        let person: Option<Person> = store::get(&self.store.read(), identity.person).await?;
        let login = Some(login_digest(Some(identity.person), ""));
        let hash = self.accept_and_hash(login, &person.ok_or(Refusal::SignInFirst)?, &new).await?;
        let mut work = self.begin(&caller).await?;
        work.hold_self().await?;
        still(&work, &checked).await?;
        store::sign_in::end_others(&work.tx, identity.person, identity.session, work.now).await?;
        store::people::revoke_tokens(&work.tx, identity.person, work.now).await?;
        store::people::spend_codes(&work.tx, identity.person, work.now).await?;
        ended(&mut work, identity.person, Ends::Others(identity.session)).await?;
        work.rights_changed();
        // Whoever knew the old one may be who changes it.
        let hands = store::people::credential(&work.tx, identity.person).await?.and_then(|old| old.hands);
        set_hash(&mut work, identity.person, hash, false, hands).await?;
        self.tell(work.commit().await?);
        Ok(())
    }

    /// Sets a password from the command line of the server, or for the demo.
    pub async fn set_password(&self, person: PersonId, new: &str, must_change: bool) -> Outcome<()> {
        let row: Option<Person> = store::get(&self.store.read(), person).await?;
        let login = Some(login_digest(Some(person), ""));
        let hash = self.accept_and_hash(login, &row.ok_or(Refusal::NotFound)?, new).await?;
        let mut work = self.begin(&Caller::CONSOLE).await?;
        work.hold_person(person).await?;
        login::settle_anew(&mut work, person).await?;
        end_all(&mut work, person).await?;
        set_hash(&mut work, person, hash, must_change, Some(two::OF_TWO)).await?;
        self.tell(work.commit().await?);
        Ok(())
    }

    async fn accept_and_hash(&self, login: Option<Digest>, person: &Person, new: &str) -> Outcome<String> {
        let directory = self.directory().await?;
        let region = directory.text(SettingKey::RegionName);
        let unit = person.unit_id.and_then(|id| directory.unit(id)).map(|unit| unit.short_name.clone());
        let nip = person.nip.as_deref().and_then(|nip| Nip::parse(nip).ok());
        let phone = person.phone.as_deref().and_then(|phone| Phone::parse(phone).ok());
        let email = person.email.as_deref().and_then(|email| Email::parse(email).ok());
        let words = [region.as_str(), unit.as_deref().unwrap_or_default()];
        let owner = Owner {
            name: &person.name,
            nip: nip.as_ref(),
            phone: phone.as_ref(),
            email: email.as_ref(),
            words: &words,
        };
        let accepted = Password::accept(new, &owner).map_err(|error| match error {
            PasswordError::TooShort { min } => Refusal::PasswordTooShort(min),
            PasswordError::TooLong { max } => Refusal::PasswordTooLong(max),
            PasswordError::Common => Refusal::PasswordCommon,
            PasswordError::ControlCharacter => Refusal::Invalid("password"),
            PasswordError::OwnName | PasswordError::OwnNip | PasswordError::OwnPhone | PasswordError::OwnEmail => {
                Refusal::PasswordPersonal
            }
        })?;
        self.hash(login, accepted).await
    }

    /// Ends a session: *Keluar*.
    pub async fn sign_out(&self, identity: &Identity) -> Outcome<()> {
        let Some(session) = identity.session else { return Ok(()) };
        let caller = Caller::person(identity.person, Door::Graphql);
        let mut work = self.begin(&caller).await?;
        work.hold_stream(&stream_of(identity.person)).await?;
        store::sign_in::end(&work.tx, session, identity.person, work.now).await?;
        ended(&mut work, identity.person, Ends::Session(session)).await?;
        work.rights_changed();
        self.tell(work.commit().await?);
        self.note_access(&caller, Kind::SignedOut, Facts::new());
        Ok(())
    }
}

/// Whether it may lie idle for longer than staff's.
pub(crate) fn is_long(session: &Session) -> bool {
    TimeDelta::seconds(session.idle_seconds.into()) > STAFF_IDLE
}

/// Whether the shorter times of staff hold for somebody: whoever holds a role, or stands in for one who does.
pub(crate) fn is_staff(who: &Standing, organisation: &Directory, now: DateTime<Utc>) -> bool {
    who.is_staff() || organisation.is_staff(who.person, now)
}

/// Refuses unless a password that was checked before the transaction is the one that counts in it. Asked while its person is held.
async fn still(work: &Work<'_>, checked: &Credential) -> Outcome<()> {
    let counts = store::people::credential(&work.tx, checked.person_id).await?;
    if counts.as_ref() == Some(checked) { Ok(()) } else { Err(Refusal::WrongCredentials.into()) }
}

async fn begin_session(work: &mut Work<'_>, by: &SignIn, must_change: bool) -> Outcome<SignedIn> {
    let person = work.person()?;
    let shared = by.shared_computer;
    let staff = is_staff(work.standing()?, &work.organisation(), work.now);
    let token = hex::encode(work.random::<32>());
    let idle = match (shared, staff) {
        (true, _) => TimeDelta::minutes(15),
        (false, true) => STAFF_IDLE,
        (false, false) => TimeDelta::days(30),
    };
    let longest = if staff || shared { TimeDelta::hours(12) } else { TimeDelta::days(365) };
    let expires_at = work.now + longest;
    let id = work.id();
    let session = Session {
        id,
        token_hash: crate::token::hash(&token),
        person_id: person,
        created_at: work.now,
        last_seen_at: work.now,
        proved_at: work.now,
        idle_seconds: i32::try_from(idle.num_seconds()).unwrap_or(i32::MAX),
        expires_at,
        shared_computer: shared,
        agent: by.agent.chars().filter(|c| !c.is_control()).take(200).collect(),
        ended_at: None,
    };
    let facts = Facts::new().gives(&session);
    work.tx.insert(session).await?;
    let device = match shared {
        true => None,
        false => Some(remember_device(work, by.device.as_deref(), person).await?),
    };
    work.append(&stream_of(person), Kind::SignedIn, facts, None, work.now).await?;
    // After the event: its stream is held, so that of two who sign in at once the second sees the first.
    let mut others = store::people::sessions_of(&work.tx, person, work.now).await?;
    others.retain(|other| other.id != id);
    others.sort_by_key(|other| std::cmp::Reverse((other.last_seen_at, other.id)));
    for over in others.into_iter().skip(SESSIONS - 1) {
        store::sign_in::end(&work.tx, over.id, person, work.now).await?;
        ended(work, person, Ends::Session(over.id)).await?;
        work.rights_changed();
    }
    Ok(SignedIn { token, person, expires_at, must_change, device })
}

/// Ends a session: one of one's own, or, for administrators, anybody's.
#[derive(Debug, Clone, Serialize)]
pub struct EndSession {
    /// Which.
    pub session: SessionId,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for EndSession {
    const NEEDS: Needs = Needs::Session;
    type Answer = SessionId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<SessionId> {
        let row: Option<Session> = store::get(&work.tx, self.session).await?;
        let row = row.ok_or(Refusal::NotFound)?;
        if row.person_id != work.person()? {
            work.need(Matter::People).map_err(|_| Refusal::NotFound)?;
        }
        let stream = stream_of(row.person_id);
        work.hold_stream(&stream).await?;
        store::sign_in::end(&work.tx, self.session, row.person_id, work.now).await?;
        work.rights_changed();
        let facts = Facts::new().ends(Ends::Session(self.session));
        work.append(&stream, Kind::SignedOut, facts, None, work.now).await?;
        Ok(self.session)
    }
}
