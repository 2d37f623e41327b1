//! Holidays from files.

use super::act;
use crate::enums::HolidaySet;
use crate::error::UserError;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use desk::calendar::import::ImportHolidays;

/// What an import of holidays did.
#[derive(Debug, SimpleObject)]
pub struct HolidaysImported {
    /// So many are new.
    pub added: usize,
    /// So many got another name.
    pub changed: usize,
    /// So many were there already.
    pub unchanged: usize,
    /// What of a feed could not be taken, each with its line, its name and the reason, in the language of whoever asked; the rest was taken.
    pub left_out: Vec<String>,
}

/// What an import did, or why not.
#[derive(Debug, SimpleObject)]
pub struct HolidaysImportPayload {
    /// What it did; null if it was refused.
    pub imported: Option<HolidaysImported>,
    /// Why it was refused; empty if it was done.
    pub user_errors: Vec<UserError>,
}

/// Input of `holidaysImport`.
#[derive(Debug, InputObject)]
pub struct HolidaysImportInput {
    /// The file: CSV with the columns date (*tanggal*), name (*nama*) and, if it has it, set (*golongan*, *jenis*); or iCalendar.
    text: String,
    /// The set of the days whose line names none.
    #[graphql(default_with = "desk::calendar::HolidaySet::National.into()")]
    set: HolidaySet,
    /// Where they come from.
    #[graphql(default)]
    source: String,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

impl HolidaysImportInput {
    pub fn read(self) -> (Option<String>, ImportHolidays) {
        (self.request_id, ImportHolidays { text: self.text, set: self.set.into(), source: self.source })
    }
}

#[derive(Debug, Default)]
pub struct CalendarMutations;

#[Object]
impl CalendarMutations {
    /// Adds the holidays of a file. A day that is there already under its set takes the file's name; nothing is taken back.
    async fn holidays_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: HolidaysImportInput,
    ) -> Result<HolidaysImportPayload> {
        let (request_id, command) = input.read();
        let first = match act(ctx, request_id, command.clone()).await? {
            Ok(first) => first,
            Err(user_errors) => return Ok(HolidaysImportPayload { imported: None, user_errors }),
        };
        // The rest of a long file. What was written is no work any more, so this ends, and whoever repeats it after a break goes on from there.
        let mut rest = first.rest;
        while rest > 0 {
            match act(ctx, None, command.clone()).await? {
                Ok(next) => rest = next.rest,
                Err(user_errors) => return Ok(HolidaysImportPayload { imported: None, user_errors }),
            }
        }
        let (it, left_out) = (first.imported, first.left_out);
        let imported = HolidaysImported { added: it.added, changed: it.changed, unchanged: it.unchanged, left_out };
        Ok(HolidaysImportPayload { imported: Some(imported), user_errors: Vec::new() })
    }
}
