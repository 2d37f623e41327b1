//! `POST /import/{sheet}`: what `tanggap import` does, from the portal. With `?dryRun=true` nothing is written and the answer says what would be.

use super::App;
use super::answer::No;
use super::authenticate::{Keeping, Signed};
use super::files;
use crate::import::{self, Problem, Report};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use desk::Error;
use desk::file::LARGEST;
use desk::import::Sheet;
use desk::person::Language;
use desk::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::Cursor;
use std::sync::Arc;

/// How it is to be done.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
}

/// Takes the file as the whole body and answers the report: what was done or would be, or what is wrong, line by line.
pub(super) async fn import(
    State(app): State<Arc<App>>,
    who: Signed<Keeping>,
    Path(sheet): Path<String>,
    Query(how): Query<How>,
    body: Body,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let sheet: Sheet = sheet.to_uppercase().parse().map_err(|_| no(Refusal::NotFound.into()))?;
    let caller = who.caller();
    // Before a byte of it is taken.
    app.desk.may_import(&caller, sheet).await.map_err(no)?;
    let _turn = app.uploads.enter(who.identity.person, who.language).await?;
    let bytes = files::collect(body, LARGEST, who.language).await?;
    let report = import::run(&app.desk, &caller, sheet, Cursor::new(bytes), how.dry_run).await.map_err(no)?;
    Ok(Json(told(report, who.language)).into_response())
}

fn told(report: Report, language: Language) -> Value {
    let problem = |it: Problem| {
        let message = match language {
            Language::Indonesian => it.indonesian,
            Language::English => it.english,
        };
        json!({ "line": it.row, "column": it.column, "code": it.code, "message": message })
    };
    json!({
        "rows": report.rows,
        "added": report.done.added,
        "changed": report.done.changed,
        "unchanged": report.done.unchanged,
        "written": report.written,
        "dryRun": report.dry_run,
        "ignored": report.ignored,
        "problems": report.problems.into_iter().map(problem).collect::<Vec<_>>(),
    })
}
