//! `tanggap person`: what the operator of the server can do with people, above all make the first administrator. It goes through the same commands
//! as the portal, as the actor *Console*.

use crate::cli::{Add, Appoint, Person as What, Type};
use crate::config::Config;
use crate::open;
use crate::stop::Stop;
use chrono::TimeDelta;
use desk::appointment::{self, Role};
use desk::directory::Directory;
use desk::id::PersonId;
use desk::person::add::{AddPerson, PersonInput, RetirePerson};
use desk::person::email::Email;
use desk::person::nip::Nip;
use desk::person::phone::Phone;
use desk::person::{Language, Person, RequesterType};
use desk::session::IssueCode;
use desk::{Caller, Desk, store};

/// Does it.
pub async fn run(config: &Config, what: What) -> Result<(), Stop> {
    let desk = open::ready(config).await?;
    let done = act(&desk, what).await;
    desk.close().await?;
    println!("{}", done?);
    Ok(())
}

async fn act(desk: &Desk, what: What) -> Result<String, Stop> {
    let console = Caller::CONSOLE;
    match what {
        What::Add(person) => {
            let input = input(&*desk.directory().await?, person)?;
            let id = desk.act(&console, AddPerson(input)).await?;
            Ok(format!("Ditambahkan: {id}"))
        }
        What::Appoint(wanted) => {
            let appoint = appoint(desk, wanted).await?;
            let id = desk.act(&console, appoint).await?;
            Ok(format!("Ditunjuk: {id}"))
        }
        What::Reset { who } => {
            let person = find(desk, &who).await?;
            let code = desk.act(&console, IssueCode { person }).await?;
            Ok(format!("Kode sekali pakai, berlaku 30 menit: {}", code.code))
        }
        What::Retire { who } => {
            let person = find(desk, &who).await?;
            desk.act(&console, RetirePerson { person }).await?;
            Ok(format!("Dinonaktifkan: {person}"))
        }
    }
}

fn input(directory: &Directory, person: Add) -> Result<PersonInput, Stop> {
    let unit = match &person.unit {
        None => None,
        Some(code) => {
            let unit = directory.unit_by_code(code);
            Some(unit.ok_or_else(|| Stop::wrong(format!("Tidak ada unit berkode {code}.")))?.id)
        }
    };
    let language = (person.language.to_uppercase().parse::<Language>())
        .map_err(|_| Stop::wrong("Bahasa yang dikenal: id atau en."))?;
    let requester_type = match person.kind {
        Type::Asn => RequesterType::CivilServant,
        Type::Masyarakat => RequesterType::Citizen,
        Type::Usaha => RequesterType::Business,
        Type::Lainnya => RequesterType::Other,
    };
    Ok(PersonInput {
        name: person.name,
        nip: person.nip,
        phone: person.phone,
        email: person.email,
        unit,
        requester_type,
        language,
        zone: None,
        hide_identity: false,
    })
}

async fn appoint(desk: &Desk, wanted: Appoint) -> Result<appointment::Appoint, Stop> {
    let directory = desk.directory().await?;
    let role = wanted.role.to_uppercase().replace('-', "_").parse::<Role>().map_err(|_| {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        Stop::wrong(format!("Tidak ada peran {}. Yang ada: {}.", wanted.role, roles.join(", ")))
    })?;
    fn known<T>(found: Option<T>, code: Option<&str>, what: &str) -> Result<Option<T>, Stop> {
        match (found, code) {
            (None, Some(code)) => Err(Stop::wrong(format!("Tidak ada {what} berkode {code}."))),
            (found, _) => Ok(found),
        }
    }
    let (unit, team, service) = (wanted.unit.as_deref(), wanted.team.as_deref(), wanted.service.as_deref());
    // The last day counts whole, in the region's own time.
    let end_of = |day: chrono::NaiveDate| {
        let midnight = (day + TimeDelta::days(1)).and_hms_opt(0, 0, 0)?;
        Some(midnight.and_local_timezone(directory.zone()).earliest()?.to_utc())
    };
    let valid_to = match wanted.until {
        None => None,
        Some(day) => Some(end_of(day).ok_or_else(|| Stop::wrong(format!("{day} bukan hari yang dapat dipakai.")))?),
    };
    Ok(appointment::Appoint {
        person: find(desk, &wanted.who).await?,
        role,
        unit: known(unit.and_then(|code| directory.unit_by_code(code)).map(|unit| unit.id), unit, "unit")?,
        team: known(team.and_then(|code| directory.team_by_code(code)).map(|team| team.id), team, "tim")?,
        service: known(service.and_then(|code| directory.service_by_code(code)).map(|it| it.id), service, "layanan")?,
        board: wanted.board,
        valid_from: None,
        valid_to,
        basis_number: wanted.basis,
        basis_date: wanted.basis_date,
        basis_file: None,
    })
}

/// The one person whom a NIP, phone, e-mail address or id stands for.
async fn find(desk: &Desk, who: &str) -> Result<PersonId, Stop> {
    let db = desk.store().read();
    let mut found: Vec<Person> = if let Ok(id) = who.parse::<PersonId>() {
        store::people::by_ids(&db, &[id]).await?
    } else if let Ok(nip) = Nip::parse(who) {
        store::people::by_nip(&db, nip.as_str()).await?.into_iter().collect()
    } else if let Ok(email) = Email::parse(who) {
        store::people::by_email(&db, &email.key()).await?
    } else if let Ok(phone) = Phone::parse(who) {
        store::people::by_phone(&db, phone.as_str()).await?
    } else {
        return Err(Stop::wrong(format!("“{who}” bukan NIP, telepon, e-mail, atau id orang.")));
    };
    match (found.pop(), found.len()) {
        (Some(person), 0) => Ok(person.id),
        (None, _) => Err(Stop::failed(format!("Tidak ada orang dengan “{who}”."))),
        (Some(_), others) => {
            Err(Stop::failed(format!("“{who}” dipakai oleh {} orang; sebutkan NIP, e-mail, atau id.", others + 1)))
        }
    }
}
