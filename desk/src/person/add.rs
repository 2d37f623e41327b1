//! People are added, changed, retired and erased.

use super::email::Email;
use super::nip::Nip;
use super::phone::Phone;
use super::{Language, Person, RequesterType, login};
use crate::access::Matter;
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::{PersonId, UnitId};
use crate::input;
use crate::power::stream_of;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// What is known of a person, as typed.
#[derive(Debug, Clone, Serialize)]
pub struct PersonInput {
    /// Name.
    pub name: String,
    /// NIP, 18 digits.
    pub nip: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Who they are to the government.
    pub requester_type: RequesterType,
    /// The language they read.
    pub language: Language,
    /// IANA zone, where it differs from the region's.
    pub zone: Option<String>,
    /// *Rahasiakan identitas saya*.
    pub hide_identity: bool,
}

/// Adds a person.
#[derive(Debug, Clone, Serialize)]
pub struct AddPerson(pub PersonInput);

/// Changes what is known of a person.
#[derive(Debug, Clone, Serialize)]
pub struct ChangePerson {
    /// Whom.
    pub person: PersonId,
    /// What holds from now on.
    pub input: PersonInput,
}

/// A person chooses the language they read.
#[derive(Debug, Clone, Serialize)]
pub struct ChooseLanguage {
    /// Which.
    pub language: Language,
}

/// A person leaves: sessions, tokens and roles end at once (R24); tickets and history stay.
#[derive(Debug, Clone, Serialize)]
pub struct RetirePerson {
    /// Whom.
    pub person: PersonId,
}

/// Erases a person's data on request (R22): name, NIP, phone and e-mail. Tickets keep who, when and the basis.
#[derive(Debug, Clone, Serialize)]
pub struct ErasePerson {
    /// Whom.
    pub person: PersonId,
    /// On what basis: the request's number, a decision.
    pub basis: String,
    /// Also what they wrote and sent: the heads of their reports, their texts and files. So can it be asked of somebody who is erased already.
    pub reports: bool,
}

/// What was erased, and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Whom.
    pub person: PersonId,
    /// How many tickets something was taken out of.
    pub redacted: u64,
    /// How many tickets still hold what they wrote.
    pub left: u64,
}

/// So many tickets are gone through at once.
const ERASED_AT_ONCE: usize = 200;

/// What stands where a name was.
pub const ERASED_NAME: &str = "[data dihapus]";

/// What is known of a person, in the form it is kept in.
pub(crate) struct Checked {
    name: String,
    pub(crate) nip: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    input: PersonInput,
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Checks what was typed. Whether the NIP is another person's is the caller's to ask.
pub(crate) fn checked(organisation: &Directory, input: PersonInput) -> Outcome<Checked> {
    let name = input::line("name", &input.name, input::NAME)?;
    let nip = given(&input.nip).map(Nip::parse).transpose().map_err(Refusal::Nip)?;
    let phone = given(&input.phone).map(Phone::parse).transpose().map_err(Refusal::Phone)?;
    let email = given(&input.email).map(Email::parse).transpose().map_err(|_| Refusal::Invalid("email"))?;
    if let Some(unit) = input.unit {
        organisation.active_unit(unit)?;
    }
    if input.zone.as_deref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        return Err(Refusal::Invalid("zone").into());
    }
    Ok(Checked {
        name,
        nip: nip.map(|nip| nip.as_str().to_owned()),
        phone: phone.map(|phone| phone.as_str().to_owned()),
        email: email.map(|email| email.key()),
        input,
    })
}

impl Checked {
    /// A person who was not there before.
    pub(crate) fn new_person(self, id: PersonId, salt: Digest, now: DateTime<Utc>) -> Person {
        let (nip, phone, email) = (self.nip.as_deref(), self.phone.as_deref(), self.email.as_deref());
        let digest = super::digest(salt, &self.name, nip, phone, email);
        Person {
            id,
            name_key: super::name_key(&self.name),
            name: self.name,
            nip: self.nip,
            phone: self.phone,
            email: self.email,
            unit_id: self.input.unit,
            requester_type: self.input.requester_type,
            language: self.input.language,
            zone: self.input.zone,
            hide_identity: self.input.hide_identity,
            salt: Some(salt),
            digest,
            phone_contact_only: false,
            email_contact_only: false,
            created_at: now,
            retired_at: None,
        }
    }

    /// A person who was there, as they are from now on.
    pub(crate) fn changed(self, before: &Person, salt: Digest) -> Person {
        let after = self.new_person(before.id, salt, before.created_at);
        Person {
            retired_at: before.retired_at,
            phone_contact_only: before.phone_contact_only && after.phone == before.phone,
            email_contact_only: before.email_contact_only && after.email == before.email,
            ..after
        }
    }
}

async fn check(work: &Work<'_>, input: PersonInput, person: Option<PersonId>) -> Outcome<Checked> {
    let checked = checked(&work.organisation(), input)?;
    if let Some(nip) = &checked.nip {
        let holder = store::people::by_nip(&work.tx, nip).await?;
        if holder.is_some_and(|holder| Some(holder.id) != person) {
            return Err(Refusal::Taken("nip").into());
        }
    }
    Ok(checked)
}

/// Adds a person.
async fn add(work: &mut Work<'_>, id: PersonId, input: PersonInput) -> Outcome<Person> {
    let mut person = check(work, input, None).await?.new_person(id, work.salt(), work.now);
    login::settle(work, &mut person).await?;
    work.create(person.clone(), Kind::Created, Facts::new()).await?;
    Ok(person)
}

/// Somebody the desk did not know yet.
#[derive(Debug, Clone, Serialize)]
pub struct NewRequester {
    /// Name.
    pub name: String,
    /// Phone, as typed.
    pub phone: String,
    /// NIP, as typed.
    pub nip: Option<String>,
    /// Unit, for civil servants.
    pub unit: Option<UnitId>,
    /// Who they are.
    pub requester_type: RequesterType,
    /// It is another person than those we know by this number or NIP.
    pub another: bool,
}

/// Whom we know by the number or the NIP of somebody who is said to be new. A NIP is one person's only, whatever is said.
async fn known_by(work: &Work<'_>, new: &NewRequester) -> Outcome<Vec<PersonId>> {
    let mut known = Vec::new();
    if let Some(nip) = given(&new.nip).and_then(|nip| Nip::parse(nip).ok()) {
        let holder = store::people::by_nip(&work.tx, nip.as_str()).await?;
        known.extend(holder.filter(|person| person.retired_at.is_none()).map(|person| person.id));
    }
    if !new.another
        && let Ok(phone) = Phone::parse(new.phone.trim())
    {
        let holders = store::people::by_phone(&work.tx, phone.as_str()).await?;
        known.extend(holders.into_iter().map(|person| person.id));
    }
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

/// The caller of a recorded report whom the desk did not know.
pub(crate) async fn new_requester(work: &mut Work<'_>, new: NewRequester) -> Outcome<Person> {
    if new.phone.trim().is_empty() {
        return Err(Refusal::Blank("phone").into());
    }
    let known = known_by(work, &new).await?;
    if !known.is_empty() {
        return Err(Refusal::KnownPerson(known).into());
    }
    let input = PersonInput {
        name: new.name,
        nip: new.nip,
        phone: Some(new.phone),
        email: None,
        unit: new.unit,
        requester_type: new.requester_type,
        language: Language::Indonesian,
        zone: None,
        hide_identity: false,
    };
    // An id tells the instant it was made, and the ticket's would be the same: so this one tells the day.
    let day = work.now.duration_trunc(TimeDelta::days(1)).unwrap_or(work.now);
    let id = PersonId(work.chance().uuid(day));
    add(work, id, input).await
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for AddPerson {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = PersonId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<PersonId> {
        work.need(Matter::People)?;
        let id = work.id();
        Ok(add(work, id, self.0).await?.id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ChangePerson {
    const NEEDS: Needs = Needs::ADMINISTRATION;
    type Answer = PersonId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<PersonId> {
        work.need(Matter::People)?;
        let before = work.hold_person(self.person).await?;
        let mut after = check(work, self.input, Some(self.person)).await?.changed(&before, work.salt());
        login::may_move(work, &before, &after).await?;
        login::settle(work, &mut after).await?;
        work.change(&before, after, Kind::Changed, Facts::new()).await?;
        Ok(self.person)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ChooseLanguage {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = PersonId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<PersonId> {
        let before = work.hold_self().await?;
        let after = Person { language: self.language, ..before.clone() };
        work.change(&before, after, Kind::Changed, Facts::new()).await?;
        Ok(before.id)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for RetirePerson {
    const NEEDS: Needs = Needs::Session;
    type Answer = PersonId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<PersonId> {
        work.need(Matter::People)?;
        work.need_proof()?;
        let before = work.hold_person(self.person).await?;
        let mut after = before.clone();
        after.retired_at = Some(work.now);
        crate::session::end_all(work, self.person).await?;
        crate::draft::of_person_gone(work, self.person).await?;
        crate::appointment::end_all(work, self.person).await?;
        crate::absence::without_substitute(work, self.person).await?;
        work.change(&before, after, Kind::Retired, Facts::new()).await?;
        Ok(self.person)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for ErasePerson {
    const NEEDS: Needs = Needs::Session;
    type Answer = Erased;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Erased> {
        work.need(Matter::People)?;
        work.need_proof()?;
        let basis = input::line("basis", &self.basis, input::LINE)?;
        // Also somebody who is retired.
        work.hold_stream(&stream_of(self.person)).await?;
        let before: Option<Person> = store::get(&work.tx, self.person).await?;
        let before = before.filter(|person| person.salt.is_some() || self.reports).ok_or(Refusal::NotFound)?;
        // Whoever still has a role or an open ticket is not done with.
        if work.organisation().is_staff(self.person, work.now) {
            return Err(Refusal::InUse("appointment").into());
        }
        if store::people::has_active_tickets(&work.tx, self.person).await? {
            return Err(Refusal::InUse("ticket").into());
        }
        if before.salt.is_some() {
            erase(work, before, &basis).await?;
        }
        let with_texts = store::people::tickets_with_texts_of(&work.tx, self.person).await?;
        let mut redacted = 0;
        if self.reports {
            for ticket in with_texts.iter().take(ERASED_AT_ONCE) {
                redacted += u64::from(crate::ticket::redact::of_person(work, *ticket, self.person, &basis).await?);
            }
        }
        let left = with_texts.len() as u64 - redacted;
        Ok(Erased { person: self.person, redacted, left })
    }
}

/// Name, NIP, phone and e-mail go, and whatever somebody signs in by.
async fn erase(work: &mut Work<'_>, before: Person, basis: &str) -> Outcome<()> {
    let mut after = before.clone();
    after.name = ERASED_NAME.to_owned();
    after.name_key = String::new();
    (after.nip, after.phone, after.email, after.salt) = (None, None, None, None);
    (after.phone_contact_only, after.email_contact_only) = (false, false);
    after.retired_at.get_or_insert(work.now);
    crate::session::end_all(work, before.id).await?;
    crate::draft::of_person_gone(work, before.id).await?;
    crate::absence::without_substitute(work, before.id).await?;
    work.change(&before, after, Kind::PersonErased, Facts::new().with("basis", basis)).await
}
