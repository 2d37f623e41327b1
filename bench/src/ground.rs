//! The regency that is measured in: the demo's, whose tickets were told through the commands.

use crate::Failure;
use chrono::{DateTime, Utc};
use desk::Caller;
use desk::clock::{Chance, Clock, StillClock, SystemClock};
use desk::event::Door;
use desk::id::{PersonId, ServiceId};
use desk::setting::{SetSetting, SettingKey};
use desk::store::PoolSize;
use desk::token::{MakeToken, TokenScope};
use desk::{Desk, Parts, store};
use migrations::MigratorTrait;
use migrations::driver::{ConnectionTrait, Database};
use std::path::Path;
use std::sync::Arc;

/// Known to nobody outside this run.
const PASSWORD: &str = "ukur-ukur-di-balai-desa";

/// A service whose tickets have a promise of their own.
pub const PROMISED: &str = "TIK-03";

/// Who asks, and for what.
pub struct Ground {
    /// Tickets that were told.
    pub told: u64,
    /// A service that everybody can report on.
    pub service: ServiceId,
    /// Another, whose tickets have a promise of their own.
    pub promised: ServiceId,
    /// Tokens of people who report.
    pub reporters: Vec<String>,
    /// The first of them.
    pub reporter: PersonId,
    /// A token of a Tier 1 of one unit.
    pub tier1: String,
    /// A token of the coordinator.
    pub coordinator: String,
    /// A token of an administrator.
    pub administrator: String,
}

/// Makes an empty database on a server.
pub async fn new_postgres(server: &str) -> Result<String, Failure> {
    let name = format!("bench{}", Chance::from_system().uuid(SystemClock.now()).simple());
    let admin = Database::connect(format!("{server}/postgres")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    admin.close().await?;
    Ok(format!("{server}/{name}"))
}

impl Ground {
    /// Tells the demo into an empty database. `hurried`: with the budgets that a person has; else with the largest there are, since what is measured is how
    /// fast the desk is, not how fast one person may be.
    pub async fn make(database: &str, folder: &Path, hurried: bool) -> Result<Self, Failure> {
        let now: DateTime<Utc> = SystemClock.now();
        let clock = Arc::new(StillClock::at(now));
        let parts = Parts {
            database: database.to_owned(),
            pool: PoolSize::default(),
            files: folder.join("files"),
            clock: clock.clone(),
            chance: Chance::from_system(),
        };
        let desk = Arc::new(Desk::open(parts).await?);
        migrations::Migrator::up(desk.store().migrating(), None).await?;
        let told = tanggap::demo::load(&desk, &clock, now, PASSWORD).await?;
        let most = [(SettingKey::RequesterPerHour, 100_000), (SettingKey::StaffPerHour, 1_000_000)];
        for (key, most) in most.into_iter().filter(|_| !hurried) {
            let set = SetSetting { key, value: most.into(), basis: String::new(), seen: None };
            desk.act(&Caller::CONSOLE, set).await?;
        }
        let mut people = Vec::new();
        for account in &told.accounts {
            people.push((account.role.clone(), person(&desk, &account.login).await?));
        }
        let of = |role: &str| {
            let found = people.iter().find(|(other, _)| other == role).map(|(_, person)| *person);
            found.ok_or_else(|| format!("the demo has no {role}"))
        };
        let directory = desk.directory().await?;
        let service = |code: &str| {
            directory.service_by_code(code).map(|it| it.id).ok_or_else(|| format!("the demo has no {code}"))
        };
        let (service, promised) = (service("TIK-01")?, service(PROMISED)?);
        let reporter = people.first().ok_or("the demo has no people")?.1;
        let mut reporters = Vec::new();
        for (_, person) in people.iter().cycle().take(16) {
            reporters.push(token(&desk, *person).await?);
        }
        let (tier1, coordinator) = (token(&desk, of("Tier 1")?).await?, token(&desk, of("Koordinator")?).await?);
        let administrator = token(&desk, of("Administrator")?).await?;
        desk.close().await?;
        let told = told.tickets as u64;
        Ok(Self { told, service, promised, reporters, reporter, tier1, coordinator, administrator })
    }
}

async fn person(desk: &Desk, login: &str) -> Result<PersonId, Failure> {
    let db = desk.store().read();
    let mut found = store::people::by_phone(&db, login).await?;
    found.extend(store::people::by_nip(&db, login).await?);
    Ok(found.first().ok_or_else(|| format!("nobody signs in as {login}"))?.id)
}

async fn token(desk: &Desk, person: PersonId) -> Result<String, Failure> {
    let caller = Caller::person(person, Door::Graphql).proved();
    Ok(desk.act(&caller, MakeToken { name: "bench".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await?)
}
