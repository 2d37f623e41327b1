//! People as others see them: NIP and phone masked in lists, unmasked on request with a trace (R25).

use super::Reader;
use crate::absence::{self, Absence};
use crate::access::{self, Matter, Standing, may_deal};
use crate::appointment::{Appointment, AppointmentState};
use crate::event::{Event, Facts, Kind, Recorded};
use crate::id::{Id, PersonId, UnitId};
use crate::list::{Page, PageOf};
use crate::person::nip::Nip;
use crate::person::phone::Phone;
use crate::person::{Person, RequesterType};
use crate::power::Power;
use crate::refusal::{Outcome, Refusal};
use crate::session;
use crate::store;
use crate::store::people::{ApiToken, Number, ResetCode, Session};
use crate::two;
use crate::unit::Unit;
use chrono::TimeDelta;
use std::sync::Arc;

/// A person as another one sees them.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Who they are to the government.
    pub requester_type: RequesterType,
    /// NIP, masked unless it is one's own or was asked for.
    pub nip: Option<String>,
    /// Phone, masked unless it is one's own or was asked for.
    pub phone: Option<String>,
    /// E-mail, only one's own or if asked for.
    pub email: Option<String>,
    /// Whether they are in use.
    pub active: bool,
}

/// What people write before a number.
const LABELS: [&str; 12] =
    ["nip", "hp", "wa", "telp", "tel", "telepon", "no", "nomor", "ponsel", "phone", "handphone", "whatsapp"];

/// The number that a text is, if it is one in full; before it may stand what it is.
pub(crate) fn number(text: &str) -> Option<Number> {
    let mut text = text.trim();
    while let Some((word, rest)) = text.split_once(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '/')) {
        if !LABELS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        text = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '/'));
    }
    let nip = Nip::parse(text).ok().map(|nip| Number::Nip(nip.as_str().to_owned()));
    nip.or_else(|| Phone::parse(text).ok().map(|phone| Number::Phone(phone.as_str().to_owned())))
}

pub(crate) fn kind_of(number: &Number) -> &'static str {
    match number {
        Number::Nip(_) => "NIP",
        Number::Phone(_) => "PHONE",
    }
}

/// What was typed, all of it as one number (people write them with spaces), else word by word.
fn numbered(text: &str) -> Vec<(&str, Option<Number>)> {
    match number(text.trim()) {
        Some(whole) => vec![(text, Some(whole))],
        None => text.split_whitespace().take(6).map(|word| (word, number(word))).collect(),
    }
}

impl Reader {
    /// A person, masked. Everybody signed in may know the name behind an id that they were shown.
    pub fn masked(&self, person: &Person) -> PersonView {
        let own = person.id == self.standing.person;
        let mask_nip = |nip: &String| Nip::parse(nip).map(|nip| nip.masked()).unwrap_or_default();
        let mask_phone = |phone: &String| Phone::parse(phone).map(|phone| phone.masked()).unwrap_or_default();
        let staff = self.standing.is_staff();
        PersonView {
            id: person.id,
            name: person.name.clone(),
            unit: person.unit_id,
            requester_type: person.requester_type,
            nip: if own { person.nip.clone() } else { person.nip.as_ref().filter(|_| staff).map(mask_nip) },
            phone: if own { person.phone.clone() } else { person.phone.as_ref().filter(|_| staff).map(mask_phone) },
            email: person.email.clone().filter(|_| own),
            active: person.retired_at.is_none(),
        }
    }

    /// People by id, masked; in no order.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn people_by_id<'a>(&'a self, ids: &'a [PersonId]) -> Outcome<Vec<PersonView>> {
        let rows = store::people::by_ids(&self.db(), ids).await?;
        Ok(rows.iter().map(|row| self.masked(row)).collect())
    }

    /// A person with NIP, phone and e-mail in full: for those who have to call back or to keep the register. Leaves a trace.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn unmasked(&self, id: PersonId) -> Outcome<PersonView> {
        let person: Option<Person> = store::get(&self.db(), id).await?;
        let person = person.ok_or(Refusal::NotFound)?;
        if id != self.standing.person {
            self.need(Matter::FindPeople)?;
            self.desk().note_access(&self.caller, Kind::Unmasked, Facts::new().with("person", id));
        }
        let mut view = self.masked(&person);
        (view.nip, view.phone, view.email) = (person.nip, person.phone, person.email);
        Ok(view)
    }

    /// People whose name matches, by name; or who has this NIP or this phone number, in full. That somebody was looked for by a number, and who was
    /// found, is in the access log (R25).
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn find_people<'a>(&'a self, words: &'a str, page: &'a Page) -> Outcome<PageOf<PersonView>> {
        if !may_deal(&self.standing, Matter::FindPeople) {
            return Err(Refusal::Forbidden.into());
        }
        let wanted = Page { first: page.first, ..Page::default() }.wanted()?;
        let after = match &page.after {
            None => None,
            Some(cursor) => {
                let id: PersonId = cursor.parse().map_err(|_| Refusal::WrongCursor)?;
                let row: Option<Person> = store::get(&self.db(), id).await?;
                Some((row.ok_or(Refusal::WrongCursor)?.name, id))
            }
        };
        let has_previous = after.is_some();
        let most = wanted.rows as u64 + 1;
        let typed = numbered(words);
        let rows = store::people::find(&self.db(), &typed, after, most).await?;
        let by: Vec<&str> = typed.iter().filter_map(|(_, number)| number.as_ref()).map(kind_of).collect();
        if !by.is_empty() {
            let found: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
            let facts = Facts::new().with("by", by).with("found", found);
            self.desk().note_access(&self.caller, Kind::NumberSearched, facts);
        }
        let rows = rows.iter().map(|row| (row.id.to_string(), self.masked(row))).collect();
        let mut page = PageOf::of(rows, &wanted);
        page.has_previous = has_previous;
        Ok(page)
    }

    /// All appointments of a person, for those who keep the register, and for oneself.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn appointments_of(&self, id: PersonId) -> Outcome<Vec<Appointment>> {
        if id != self.standing.person && !self.standing.is_staff() {
            return Err(Refusal::Forbidden.into());
        }
        store::people::appointments_of(&self.db(), id).await
    }

    /// One's own sessions; an administrator's look at somebody else's.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn sessions_of(&self, id: PersonId) -> Outcome<Vec<Session>> {
        if id != self.standing.person {
            self.need(Matter::People)?;
        }
        let mut sessions = store::people::sessions_of(&self.db(), id, self.now).await?;
        let person: Option<Person> = store::get(&self.db(), id).await?;
        let standing = person.map(|person| Standing::of(&person, &self.directory, self.now));
        // A long one of somebody who is staff by now does not hold any more.
        if standing.is_some_and(|who| session::is_staff(&who, &self.directory, self.now)) {
            sessions.retain(|it| !session::is_long(it));
        }
        Ok(sessions)
    }

    /// One's own sessions of the last thirty days that are over.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn past_sessions(&self) -> Outcome<Vec<Session>> {
        let since = self.now - TimeDelta::days(30);
        store::people::past_sessions_of(&self.db(), self.standing.person, since, self.now).await
    }

    /// What happened to one's own account, the newest first.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn account_events(&self) -> Outcome<Vec<Event>> {
        let stream = self.person.stream();
        let mut events = store::record::events_after(&self.db(), &stream, 0).await?;
        events.retain(|event| event.kind.parse().is_ok_and(Kind::is_of_account));
        events.reverse();
        events.truncate(50);
        Ok(events)
    }

    /// One-time codes that wait for a second person.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn halved_codes(&self) -> Outcome<Vec<ResetCode>> {
        self.need(Matter::People)?;
        store::people::halved_codes(&self.db(), self.now).await
    }

    /// One's own tokens.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn tokens(&self) -> Outcome<Vec<ApiToken>> {
        store::people::tokens_of(&self.db(), self.standing.person, self.now).await
    }

    /// Whether this person may note or cancel somebody's absence.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn may_note_absence(&self, id: PersonId) -> Outcome<bool> {
        let of: Option<Person> = store::get(&self.db(), id).await?;
        let may = |of: &Person| access::may_note_absence(&self.standing, of, &self.directory);
        Ok(id == self.standing.person || of.as_ref().is_some_and(may))
    }

    /// The print of an appointment: whoever confirms it says by it what they saw.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn print_of_appointment<'a>(&'a self, of: &'a Appointment) -> Outcome<String> {
        two::printed(&self.db(), of.state_digest(), [of.person_id]).await
    }

    /// The print of an absence, likewise.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn print_of_absence<'a>(&'a self, of: &'a Absence) -> Outcome<String> {
        let people = [of.person_id].into_iter().chain(of.substitute_id);
        two::printed(&self.db(), of.state_digest(), people).await
    }

    /// The print of a code that waits for its second half, likewise.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn print_of_code<'a>(&'a self, of: &'a ResetCode) -> Outcome<String> {
        two::printed(&self.db(), of.digest(), [of.person_id]).await
    }

    /// Appointments that wait for a second person.
    pub fn proposed_appointments(&self) -> Outcome<Vec<Appointment>> {
        self.need(Matter::People)?;
        let waits =
            |it: &&Appointment| it.state == AppointmentState::Proposed && it.valid_to.is_none_or(|end| self.now < end);
        Ok(self.directory.appointments().iter().filter(waits).cloned().collect())
    }

    /// Whether an appointment waits for this person as the second one.
    pub fn may_confirm_appointment(&self, of: &Appointment) -> bool {
        let waits = of.state == AppointmentState::Proposed && may_deal(&self.standing, Matter::People);
        let who = self.standing.person;
        waits && of.person_id != who && of.proposed_by != Some(who) && self.directory.independent(who, self.now)
    }

    /// Whether an absence waits for this person as the second one.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn may_confirm_absence<'a>(&'a self, absence: &'a Absence) -> Outcome<bool> {
        if !absence::waits(absence, &self.directory, self.now) {
            return Ok(false);
        }
        let of: Option<Person> = store::get(&self.db(), absence.person_id).await?;
        let may = |of: &Person| absence::may_confirm(&self.standing, absence, of, &self.directory, self.now);
        Ok(of.as_ref().is_some_and(may))
    }

    /// Units that require a Tier 1 and have none now.
    pub fn without_tier1(&self) -> Vec<Arc<Unit>> {
        let lacking = |unit: &&Arc<Unit>| {
            unit.requires_tier1 && unit.retired_at.is_none() && !self.directory.has_tier1(unit.id, self.now)
        };
        self.directory.units().filter(lacking).cloned().collect()
    }

    /// People of one's own unit by name, for whom one may file a report: names and nothing else that is not masked.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn colleagues<'a>(&'a self, words: &'a str) -> Outcome<Vec<PersonView>> {
        let Some(unit) = self.standing.unit else { return Ok(Vec::new()) };
        let found = store::people::in_unit(&self.db(), unit, words, 20).await?;
        Ok(found.iter().filter(|person| person.id != self.standing.person).map(|person| self.masked(person)).collect())
    }

    /// What somebody is, for views that show roles.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn standing_of(&self, id: PersonId) -> Outcome<Standing> {
        let person: Option<Person> = store::get(&self.db(), PersonId::from(id.uuid())).await?;
        Ok(Standing::of(&person.ok_or(Refusal::NotFound)?, &self.directory, self.now))
    }

    /// The settings that were set, of those in use.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn settings(&self) -> Outcome<Vec<crate::setting::Setting>> {
        self.need(Matter::Catalogue)?;
        let mut settings = store::directory::settings(&self.db()).await?;
        settings.retain(|setting| setting.key.in_use());
        Ok(settings)
    }

    /// The newest version of every calendar, for staff.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn calendars(&self) -> Outcome<Vec<crate::calendar::CalendarVersion>> {
        self.staff_only()?;
        store::directory::newest_calendars(&self.db()).await
    }

    /// The holidays of a year, by date, for staff.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn holidays(&self, year: i32) -> Outcome<Vec<crate::calendar::Holiday>> {
        self.staff_only()?;
        store::directory::holidays(&self.db(), year).await
    }

    pub(super) fn staff_only(&self) -> Outcome<()> {
        if self.standing.is_staff() { Ok(()) } else { Err(Refusal::Forbidden.into()) }
    }
}
