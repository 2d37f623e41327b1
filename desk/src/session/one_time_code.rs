//! One-time codes, for a first sign-in or a new password (R26). Where a place takes two people to give, so does a code for who holds it (R24).

use super::{SignIn, SignedIn, begin_session, end_all, is_staff, set_hash};
use crate::access::{Matter, Standing, may_deal};
use crate::caller::{Actor, Caller};
use crate::clock::watch::from_tomorrow;
use crate::desk::Desk;
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::{Door, Facts, Kind, Recorded};
use crate::id::{PersonId, ResetId};
use crate::knock::login_digest;
use crate::person::{Person, login};
use crate::power::Power;
use crate::refusal::{Outcome, Refusal, if_gone};
use crate::store;
use crate::store::people::ResetCode;
use crate::token::Needs;
use crate::two::{self, code_takes_two};
use crate::work::{Command, Work};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How long a code waits for its second half.
const HALF_CODE: TimeDelta = TimeDelta::hours(24);
/// How long a code can be typed in.
const CODE: TimeDelta = TimeDelta::minutes(30);

/// Issues a one-time code for a first sign-in or a new password, to be printed or read out: by an administrator to anybody else, by a Tier 1 to people
/// of the units they serve who hold no role themselves. Of a code for somebody whose place takes two people to give (R24), it is the first half.
#[derive(Debug, Clone, Serialize)]
pub struct IssueCode {
    /// For whom.
    pub person: PersonId,
}

/// What was issued; shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The code, or the first half of one.
    pub code: String,
    /// Whether a second person has to give the second half.
    pub halved: bool,
}

/// R24: gives, as the second person, the second half of a code. Neither of the two knows enough to sign in with it.
#[derive(Debug, Clone, Serialize)]
pub struct CompleteCode {
    /// The code.
    pub code: ResetId,
    /// The print of what they saw.
    pub seen: String,
}

/// Letters and digits that cannot be mistaken for each other when read out.
const CODE_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a whole code, and of each half: a half must not be guessed by who knows the other.
const WHOLE: usize = 12;
const HALF: usize = 10;

fn code_hash(code: &str) -> Digest {
    Digest::of("tanggap/code/1", [plain(code).as_bytes()])
}

fn plain(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    // What is easily misread is taken as what it stands for.
    plain.replace('O', "0").replace(['I', 'L'], "1")
}

/// What a typed code may be: a whole one, or two halves.
fn code_hashes(code: &str) -> (Digest, Option<(Digest, Digest)>) {
    let typed = plain(code);
    let halves = (typed.len() == 2 * HALF).then(|| typed.split_at(HALF));
    (code_hash(&typed), halves.map(|(first, second)| (code_hash(first), code_hash(second))))
}

fn new_code<const N: usize>(work: &Work<'_>) -> String {
    let letters = work.random::<N>().map(|byte| char::from(CODE_LETTERS[usize::from(byte % 32)]));
    letters.into_iter().collect()
}

/// In groups, to be read out.
fn in_groups(code: &str, of: usize) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(of).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Whether somebody may issue a code for another, and whether it is half of one only.
pub fn may_issue(who: &Standing, of: &Person, organisation: &Directory, now: DateTime<Utc>) -> Result<bool, Refusal> {
    if !may_deal(who, Matter::People) {
        if !of.unit_id.is_some_and(|unit| who.serves.contains(&unit)) {
            return Err(Refusal::Forbidden);
        }
        // A place that they will stand in is as good as one of their own.
        let to_come = organisation.places(of.id, now).next().is_some() || organisation.will_stand_in(of.id, now);
        if to_come || is_staff(&Standing::of(of, organisation, now), organisation, now) {
            return Err(Refusal::StaffCode);
        }
    }
    // For oneself there is the password.
    if who.person == of.id {
        return Err(Refusal::OwnCode);
    }
    Ok(code_takes_two(of, organisation, now))
}

/// Whether a code was given by a clock that says what it says now, or one that was put back since: then it would hold until that hour comes again.
fn is_of_today(code: &ResetCode, now: DateTime<Utc>) -> bool {
    let lasts = if code.halved && code.second_hash.is_none() { HALF_CODE } else { CODE };
    !from_tomorrow(code.expires_at, now + lasts)
}

/// By how many hands a code was given, if it is good still: asked when it is typed in, for whoever it is for may have come into a place since.
async fn hands(work: &Work<'_>, code: &ResetCode, person: &Person) -> Outcome<Option<i32>> {
    let Some(issuer) = code.issued_by else { return Ok(Some(two::hands_of_code(None, code.halved))) };
    let issuer: Person = store::get(&work.tx, issuer).await?.ok_or(Refusal::WrongCode)?;
    let organisation = work.organisation();
    let issuer = Standing::of(&issuer, &organisation, work.now);
    let good = may_issue(&issuer, person, &organisation, work.now).is_ok_and(|takes_two| code.halved || !takes_two);
    Ok(good.then(|| two::hands_of_code(Some(&issuer), code.halved)))
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for IssueCode {
    const NEEDS: Needs = Needs::Session;
    type Answer = Issued;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Issued> {
        let person = work.hold_person(self.person).await?;
        let console = matches!(work.caller.actor, Actor::Console);
        let halved = match console {
            true => false,
            false => may_issue(work.standing()?, &person, &work.organisation(), work.now)?,
        };
        if !console {
            work.need_proof()?;
        }
        login::need_any(work, &person).await?;
        let code = if halved { new_code::<HALF>(work) } else { new_code::<WHOLE>(work) };
        store::people::spend_codes(&work.tx, person.id, work.now).await?;
        let row = ResetCode {
            id: work.id(),
            person_id: person.id,
            code_hash: code_hash(&code),
            issued_by: work.author(),
            expires_at: work.now + if halved { HALF_CODE } else { CODE },
            used_at: None,
            halved,
            second_hash: None,
            second_by: None,
        };
        let facts = Facts::new().gives(&row);
        work.tx.insert(row).await?;
        let facts = facts.with("halved", halved);
        work.append(&person.stream(), Kind::CodeIssued, facts, None, work.now).await?;
        Ok(Issued { code: in_groups(&code, if halved { 5 } else { 4 }), halved })
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for CompleteCode {
    const NEEDS: Needs = Needs::Session;
    type Answer = String;

    async fn run(self, work: &mut Work<'_>) -> Outcome<String> {
        work.need(Matter::People)?;
        work.need_proof()?;
        let row: Option<ResetCode> = store::get(&work.tx, self.code).await?;
        let person = work.hold_person(row.ok_or(Refusal::NotFound)?.person_id).await?;
        // Read while its person is held: nobody gives another half, or spends it, meanwhile.
        let row: Option<ResetCode> = store::get(&work.tx, self.code).await?;
        let open = |row: &ResetCode| {
            row.halved && row.used_at.is_none() && work.now < row.expires_at && is_of_today(row, work.now)
        };
        let mut row = row.filter(open).ok_or(Refusal::NotFound)?;
        if row.second_hash.is_some() {
            return Err(Refusal::Invalid("code").into());
        }
        if work.author() == Some(person.id) {
            return Err(Refusal::OwnCode.into());
        }
        let by = two::second(work, row.issued_by)?;
        two::as_seen(work, &self.seen, row.digest(), [person.id]).await?;
        let half = new_code::<HALF>(work);
        (row.second_hash, row.second_by, row.expires_at) = (Some(code_hash(&half)), by, work.now + CODE);
        let facts = Facts::new().gives(&row);
        work.tx.save(row).await?;
        work.append(&person.stream(), Kind::CodeCompleted, facts, None, work.now).await?;
        Ok(in_groups(&half, 5))
    }
}

impl Desk {
    /// A one-time code for a new password, and a session with it.
    pub async fn redeem_code(&self, code: &str, new: &str, by: SignIn) -> Outcome<SignedIn> {
        let origin = self.knock(&by.address, by.device.as_deref()).await?;
        let counted = self.count_code(&origin).await?;
        let (whole, halves) = code_hashes(code);
        let work = self.begin(&Caller::CLOCK).await?;
        let row = store::people::reset_code(&work.tx, whole, halves, work.now).await?;
        let row = row.filter(|row| is_of_today(row, work.now));
        work.tx.rollback().await?;
        let Some(row) = row else {
            self.note_access(&Caller::CLOCK, Kind::SignInFailed, Facts::new());
            return Err(Refusal::WrongCode.into());
        };
        let person: Option<Person> = store::get(&self.store.read(), row.person_id).await?;
        let person = person.filter(|person| person.retired_at.is_none()).ok_or(Refusal::WrongCode)?;
        let login = counted.looked_at_as(login_digest(Some(person.id), ""));
        let password_hash = self.accept_and_hash(login, &person, new).await?;
        let caller = Caller::person(person.id, Door::Graphql);
        let mut work = self.begin(&caller).await?;
        let person = work.hold_person(person.id).await.map_err(if_gone(Refusal::WrongCode))?;
        // Asked again while the person is held: of two who type the same code at once, one is too late.
        let row = store::people::reset_code(&work.tx, whole, halves, work.now).await?;
        let row = row.filter(|row| is_of_today(row, work.now)).ok_or(Refusal::WrongCode)?;
        let hands = hands(&work, &row, &person).await?.ok_or(Refusal::WrongCode)?;
        login::settle_anew(&mut work, person.id).await?;
        end_all(&mut work, person.id).await?;
        set_hash(&mut work, person.id, password_hash, false, Some(hands)).await?;
        counted.was_good(&work.tx, work.now).await?;
        let session = begin_session(&mut work, &by, false).await?;
        self.tell(work.commit().await?);
        self.note_access(&caller, Kind::SignedIn, Facts::new());
        Ok(session)
    }
}
