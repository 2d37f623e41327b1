//! People: known by their NIP; those without one by their name together with phone or e-mail.

use super::cells::Cells;
use super::{Column as C, Deed, Ground, Plan, Row, RowProblem, Sheet};
use crate::digest::Digest;
use crate::event::Facts;
use crate::id::PersonId;
use crate::person::add::{self, PersonInput};
use crate::person::email::Email;
use crate::person::nip::Nip;
use crate::person::phone::Phone;
use crate::person::{Language, Person, RequesterType, login};
use crate::refusal::{Outcome, Refusal};
use crate::store::{self, Conn};
use crate::two::code_takes_two;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const TYPES: &[(&str, RequesterType)] = &[
    ("asn", RequesterType::CivilServant),
    ("pns", RequesterType::CivilServant),
    ("pppk", RequesterType::CivilServant),
    ("cpns", RequesterType::CivilServant),
    ("pegawai", RequesterType::CivilServant),
    ("masyarakat", RequesterType::Citizen),
    ("warga", RequesterType::Citizen),
    ("pelaku usaha", RequesterType::Business),
    ("swasta", RequesterType::Business),
    ("badan usaha", RequesterType::Business),
    ("lainnya", RequesterType::Other),
    ("lain-lain", RequesterType::Other),
    ("honorer", RequesterType::Other),
    ("non asn", RequesterType::Other),
    ("tenaga kontrak", RequesterType::Other),
];
const LANGUAGES: &[(&str, Language)] = &[
    ("indonesia", Language::Indonesian),
    ("bahasa indonesia", Language::Indonesian),
    ("inggris", Language::English),
    ("english", Language::English),
];

/// People that rows may mean.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_nip: HashMap<String, Person>,
    by_phone: HashMap<String, Vec<Person>>,
    by_email: HashMap<String, Vec<Person>>,
    with_password: HashSet<PersonId>,
}

/// What a row says of who it means, in the form it is kept in.
pub(super) struct Identity {
    nip: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

fn nip(text: &str) -> Result<String, Refusal> {
    Nip::parse(text).map(|nip| nip.as_str().to_owned()).map_err(Refusal::Nip)
}

fn phone(text: &str) -> Result<String, Refusal> {
    Phone::parse(text).map(|phone| phone.as_str().to_owned()).map_err(Refusal::Phone)
}

fn email(text: &str) -> Result<String, Refusal> {
    Email::parse(text).map(|email| email.key()).map_err(|_| Refusal::Invalid("email"))
}

/// By which numbers and addresses rows name people, each once.
#[derive(Debug, Default)]
pub(super) struct Asked {
    nips: Vec<String>,
    phones: Vec<String>,
    emails: Vec<String>,
}

impl Asked {
    /// Of these rows.
    pub(super) fn of(rows: &[Row]) -> Self {
        let all = |column: C, parse: fn(&str) -> Result<String, Refusal>| -> Vec<String> {
            let found: HashSet<String> =
                rows.iter().filter_map(|row| row.cells.get(&column)).filter_map(|cell| parse(cell).ok()).collect();
            found.into_iter().collect()
        };
        Self { nips: all(C::Nip, nip), phones: all(C::Phone, phone), emails: all(C::Email, email) }
    }

    /// What the access log says of it: by what was looked for, and how many; never the numbers themselves. None: by nothing.
    pub(super) fn facts(&self, sheet: Sheet) -> Option<Facts> {
        let each = [("NIP", &self.nips), ("PHONE", &self.phones), ("EMAIL", &self.emails)];
        let by: Vec<&str> = each.iter().filter(|(_, asked)| !asked.is_empty()).map(|(by, _)| *by).collect();
        let numbers: usize = each.iter().map(|(_, asked)| asked.len()).sum();
        (!by.is_empty()).then(|| Facts::new().with("by", by).with("sheet", sheet).with("numbers", numbers))
    }
}

/// Reads everybody whom rows may mean that ask for these.
pub(super) async fn known(conn: &impl Conn, asked: &Asked) -> Outcome<Known> {
    let mut known = Known::default();
    for person in store::people::by_nips(conn, &asked.nips).await? {
        if let Some(nip) = person.nip.clone() {
            known.by_nip.insert(nip, person);
        }
    }
    for person in store::people::by_phones(conn, &asked.phones).await? {
        if let Some(phone) = person.phone.clone() {
            known.by_phone.entry(phone).or_default().push(person);
        }
    }
    for person in store::people::by_emails(conn, &asked.emails).await? {
        if let Some(email) = person.email.clone() {
            known.by_email.entry(email).or_default().push(person);
        }
    }
    known.with_password = store::people::with_password(conn, &known.ids()).await?.into_iter().collect();
    Ok(known)
}

/// Reads NIP, phone and e-mail of a row.
pub(super) fn identity(cells: &mut Cells<'_>) -> Identity {
    let mut read = |column: C, parse: fn(&str) -> Result<String, Refusal>| {
        let given = cells.filled(column)?;
        match parse(given) {
            Ok(found) => Some(found),
            Err(refusal) => {
                // 1,98501E+17: what a spreadsheet makes of a long number.
                let number = given.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'E' | 'e' | '+'));
                let mangled = number && given.contains(['E', 'e']);
                cells.wrong(Some(column), if mangled { Refusal::SpreadsheetNumber(column.code()) } else { refusal });
                None
            }
        }
    };
    Identity { nip: read(C::Nip, nip), phone: read(C::Phone, phone), email: read(C::Email, email) }
}

impl Known {
    /// Everybody of whom these rows may speak.
    pub(super) fn ids(&self) -> Vec<PersonId> {
        let several = self.by_phone.values().chain(self.by_email.values()).flatten();
        let ids: HashSet<PersonId> = self.by_nip.values().chain(several).map(|person| person.id).collect();
        ids.into_iter().collect()
    }

    /// People with this phone or this e-mail.
    fn reached(&self, identity: &Identity) -> Vec<&Person> {
        let by_phone = identity.phone.as_ref().and_then(|phone| self.by_phone.get(phone));
        let by_email = identity.email.as_ref().and_then(|email| self.by_email.get(email));
        let mut seen = HashSet::new();
        by_phone.into_iter().chain(by_email).flatten().filter(|person| seen.insert(person.id)).collect()
    }

    /// The one person whom somebody else's row means: by NIP, else by phone, else by e-mail.
    pub(super) fn meant(&self, cells: &mut Cells<'_>, identity: &Identity) -> Option<PersonId> {
        let (column, found) = if let Some(nip) = &identity.nip {
            (C::Nip, self.by_nip.get(nip).into_iter().collect())
        } else if let Some(phone) = &identity.phone {
            (C::Phone, self.by_phone.get(phone).into_iter().flatten().collect())
        } else if let Some(email) = &identity.email {
            (C::Email, self.by_email.get(email).into_iter().flatten().collect())
        } else {
            if [C::Nip, C::Phone, C::Email].into_iter().all(|column| cells.filled(column).is_none()) {
                cells.wrong(Some(C::Nip), Refusal::NoIdentity);
            }
            return None;
        };
        let found: Vec<&Person> = found;
        let refusal = match found.as_slice() {
            // Not with the number itself: a refusal may be written down where no NIP or phone belongs (R25).
            [] => Refusal::NotFound,
            [person] if person.retired_at.is_some() => Refusal::Retired("person"),
            [person] => return Some(person.id),
            _ => Refusal::Ambiguous(column.code()),
        };
        cells.wrong(Some(column), refusal);
        None
    }
}

/// Decides what becomes of every row.
pub(super) fn plan(ground: &Ground, known: &Known, rows: &[Row], problems: &mut Vec<RowProblem>) -> Plan {
    let mut plan = Plan::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let mut cells = Cells::of(row);
        let deed = person(ground, known, row, &mut cells, &mut seen);
        if let Some(deed) = cells.done(deed, problems) {
            plan.push((index, deed));
        }
    }
    plan
}

fn person(
    ground: &Ground,
    known: &Known,
    row: &Row,
    cells: &mut Cells<'_>,
    seen: &mut HashMap<String, u64>,
) -> Option<Deed> {
    let identity = identity(cells);
    let given_name = cells.filled(C::Name).map(plain_name);
    if [C::Nip, C::Phone, C::Email].into_iter().all(|column| cells.filled(column).is_none()) {
        cells.wrong(Some(C::Nip), Refusal::NoIdentity);
        return None;
    }
    let before = match &identity.nip {
        Some(nip) if known.by_nip.contains_key(nip) => known.by_nip.get(nip),
        _ => {
            // Somebody who was noted without a NIP, as a caller is.
            let same = |person: &&&Person| {
                (identity.nip.is_none() || person.nip.is_none()) && Some(plain_name(&person.name)) == given_name
            };
            let people = known.reached(&identity);
            let found: Vec<&Person> = people.iter().filter(same).copied().collect();
            match found.as_slice() {
                [] => None,
                [person] => Some(*person),
                _ => {
                    cells.wrong(Some(C::Name), Refusal::Ambiguous("name"));
                    return None;
                }
            }
        }
    };
    for key in keys(&identity, given_name.as_deref()) {
        if let Some(line) = seen.insert(key, row.line) {
            let column = if identity.nip.is_some() { C::Nip } else { C::Name };
            cells.wrong(Some(column), Refusal::Twice { field: column.code(), line });
            return None;
        }
    }
    if before.is_some_and(|person| person.retired_at.is_some()) {
        cells.wrong(Some(C::Nip), Refusal::Retired("person"));
    }
    let input = input(ground, cells, before, &identity)?;
    let checked = cells.take(add::checked(&ground.organisation, input), C::Name)?;
    let salt = Digest(ground.chance.bytes());
    Some(match before {
        Some(before) => {
            let after = checked.changed(before, salt);
            // The salt is new each time; what it salts tells whether anything else is.
            let same = Person { salt: before.salt, digest: before.digest, ..after.clone() } == *before;
            // By whom it is moved matters, and not only whether they may import.
            let moved = login::moves(before, &after) && known.with_password.contains(&before.id);
            if moved && ground.by.is_some() && code_takes_two(before, &ground.organisation, ground.now) {
                cells.wrong(Some(C::Nip), Refusal::LoginOfTwo);
            }
            if same { Deed::Nothing } else { Deed::Person(Some(before.clone()), after) }
        }
        None => Deed::Person(None, checked.new_person(PersonId(ground.chance.uuid(ground.now)), salt, ground.now)),
    })
}

/// A name without case, accents, apostrophes and signs, word by word: with the same telephone it is the same person, however it was typed. Words are kept
/// apart, so that *Ani A.* is not *Ania*.
fn plain_name(name: &str) -> String {
    let bare: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words = bare.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')));
    let words = words.map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// By what a row would be taken for the same person as another one.
fn keys(identity: &Identity, name: Option<&str>) -> Vec<String> {
    if let Some(nip) = &identity.nip {
        return vec![format!("nip {nip}")];
    }
    let name = name.unwrap_or_default();
    let reached = identity.phone.iter().chain(&identity.email);
    reached.map(|reached| format!("{reached} {name}")).collect()
}

fn input(ground: &Ground, cells: &mut Cells<'_>, before: Option<&Person>, identity: &Identity) -> Option<PersonInput> {
    let unit = cells.unit(C::Unit, ground);
    let unit = if cells.has(C::Unit) { unit } else { before.and_then(|person| person.unit_id) };
    let requester_type = cells.word(C::RequesterType, RequesterType::ALL, TYPES);
    let requester_type = requester_type.or(before.map(|person| person.requester_type));
    let official = identity.nip.is_some() || unit.is_some();
    let usual = if official { RequesterType::CivilServant } else { RequesterType::Citizen };
    let requester_type = requester_type.unwrap_or(usual);
    let language = cells.word(C::Language, Language::ALL, LANGUAGES).or(before.map(|person| person.language));
    let hide = cells.yes(C::HideIdentity).or(before.map(|person| person.hide_identity));
    let name = cells.needed(C::Name, before.map(|person| person.name.as_str()));
    let kept = |column: C, given: &Option<String>, before: Option<&str>| {
        if cells.has(column) { given.clone() } else { before.map(str::to_owned) }
    };
    if !cells.is_sound() {
        return None;
    }
    Some(PersonInput {
        nip: kept(C::Nip, &identity.nip, before.and_then(|person| person.nip.as_deref())),
        phone: kept(C::Phone, &identity.phone, before.and_then(|person| person.phone.as_deref())),
        email: kept(C::Email, &identity.email, before.and_then(|person| person.email.as_deref())),
        unit,
        requester_type,
        language: language.unwrap_or(Language::Indonesian),
        zone: cells.text(C::Zone, before.and_then(|person| person.zone.as_deref())),
        hide_identity: hide.unwrap_or(requester_type == RequesterType::Citizen),
        name,
    })
}
