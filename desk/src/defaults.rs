//! What a new region starts from: calendars, holidays, Tier 2 teams, SLA policies and macros, all of it data that an administrator then edits.

use crate::calendar::{HolidaySet, SaveCalendar, SaveHoliday};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::{Fault, Outcome};
use crate::reply_macro::{AddMacros, MacroInput};
use crate::sla::Book;
use crate::sla::policy::SavePolicies;
use crate::team::{SaveTeam, TeamInput};
use serde::Deserialize;

const CALENDARS: &str = include_str!("../data/calendars.json");
const HOLIDAYS: &str = include_str!("../data/holidays.json");
const MACROS: &str = include_str!("../data/macros.json");
const SLA: &str = include_str!("../data/sla.json");
const TEAMS: &str = include_str!("../data/teams.json");

#[derive(Deserialize)]
struct HolidayRow {
    date: chrono::NaiveDate,
    name: String,
    #[serde(rename = "type")]
    holiday_set: HolidaySet,
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
struct TeamRow {
    code: String,
    name: String,
    competences: Vec<String>,
    covers: String,
}

#[derive(Deserialize)]
struct MacroRow {
    name: String,
    body: String,
}

impl Desk {
    /// Loads the defaults into a database that has none of them yet. What is there already is left as it is.
    pub async fn load_defaults(&self) -> Outcome<()> {
        let caller = Caller::CONSOLE;
        let calendars: Vec<crate::time::Calendar> = serde_json::from_str(CALENDARS).map_err(Fault::new)?;
        if !self.directory().await?.has_calendars() {
            for document in calendars {
                self.act(&caller, SaveCalendar { document, seen: 0 }).await?;
            }
            let sets: serde_json::Value = serde_json::from_str(HOLIDAYS).map_err(Fault::new)?;
            for name in ["national_2025", "national_2026"] {
                let rows: Vec<HolidayRow> = serde_json::from_value(sets[name].clone()).map_err(Fault::new)?;
                for row in rows {
                    let holiday = SaveHoliday {
                        holiday: None,
                        date: row.date,
                        holiday_set: row.holiday_set,
                        name: row.name,
                        treatment: crate::time::Treatment::Off,
                        source: row.source,
                    };
                    self.act(&caller, holiday).await?;
                }
            }
        }
        let teams: Vec<TeamRow> = serde_json::from_str(TEAMS).map_err(Fault::new)?;
        for row in teams {
            if self.directory().await?.team_by_code(&row.code).is_none() {
                let input = TeamInput {
                    code: row.code,
                    name: row.name,
                    covers: row.covers,
                    competences: row.competences,
                    calendar: None,
                    unit: None,
                };
                self.act(&caller, SaveTeam { team: None, input }).await?;
            }
        }
        let book: Book = serde_json::from_str(SLA).map_err(Fault::new)?;
        if self.directory().await?.book_version() == 0 {
            self.act(&caller, SavePolicies { book, seen: 0 }).await?;
        }
        if !crate::store::writing::has_macros(&self.store.read()).await? {
            let rows: Vec<MacroRow> = serde_json::from_str(MACROS).map_err(Fault::new)?;
            let macros = rows.into_iter().map(|row| MacroInput { name: row.name, body: row.body, team: None });
            self.act(&caller, AddMacros { macros: macros.collect() }).await?;
        }
        Ok(())
    }
}
