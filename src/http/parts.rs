//! Files in parts, for bad lines: begin one, ask how far it is, go on from there. The last part's answer is the file.

use super::App;
use super::answer::No;
use super::authenticate::{Signed, Working};
use super::files;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::file::parts::{LARGEST_PART, Progress};
use desk::id::UploadId;
use desk::refusal::Refusal;
use desk::{Error, person::Language};
use serde_json::json;
use std::sync::Arc;

/// How many bytes the whole file has.
const SIZE: &str = "x-file-size";
/// At which byte a part begins.
const OFFSET: &str = "upload-offset";

fn number(headers: &HeaderMap, name: &str, language: Language) -> Result<i64, No> {
    let value = headers.get(name).and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    value.filter(|value| *value >= 0).ok_or_else(|| No::unreadable(language))
}

fn upload(id: &str) -> Result<UploadId, Error> {
    Ok(id.parse().map_err(|_| Refusal::NotFound)?)
}

fn said(progress: Progress) -> Json<serde_json::Value> {
    Json(json!({ "received": progress.received, "id": progress.file }))
}

/// `POST /files/parts`: begins a file. Answers the id under which its parts are sent.
pub async fn begin(State(app): State<Arc<App>>, who: Signed<Working>, headers: HeaderMap) -> Result<Response, No> {
    let name = files::bare_name(&headers).ok_or_else(|| No::unreadable(who.language))?;
    let size = number(&headers, SIZE, who.language)?;
    let id = app.desk.begin_upload(&who.caller(), &name, size).await;
    let id = id.map_err(|error| No::from_desk(&error, who.language))?;
    Ok((StatusCode::CREATED, Json(json!({ "upload": id, "received": 0 }))).into_response())
}

/// `GET /files/parts/{id}`: how far it is.
pub async fn progress(
    State(app): State<Arc<App>>,
    who: Signed<Working>,
    Path(id): Path<String>,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let progress = app.desk.upload_progress(&who.caller(), upload(&id).map_err(no)?).await.map_err(no)?;
    Ok(said(progress).into_response())
}

/// `PATCH /files/parts/{id}`: the bytes from `upload-offset` on. Answers how far it is now; a part that does not fit changes nothing.
pub async fn more(
    State(app): State<Arc<App>>,
    who: Signed<Working>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let id = upload(&id).map_err(no)?;
    let from = number(request.headers(), OFFSET, who.language)?;
    let _turn = app.uploads.enter(who.identity.person, who.language).await?;
    let bytes = files::collect(request.into_body(), LARGEST_PART, who.language).await?;
    Ok(said(app.desk.take_part(&who.caller(), id, from, bytes).await.map_err(no)?).into_response())
}
