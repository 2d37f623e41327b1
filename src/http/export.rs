//! Lists to take along: `POST /export` answers what a list shows, all of it, as CSV or XLSX. It is a POST because what narrows a list can hold names,
//! which belong into no address and no proxy's log. The rights are those of the list itself; the password is asked for again (R26), and that somebody
//! took a list along is in the access log (R25).
//!
//! CSV flows as it is read, page by page. A workbook can only be sent when its last row is known, so it has a limit.

use super::App;
use super::answer::No;
use super::authenticate::{Exporting, Signed};
use super::files::disposition;
use super::input::Input;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::event::Facts;
use desk::refusal::Refusal;
use desk::view::{Order, Reader, View};
use desk::{Desk, Error, Fault};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

mod lists;
mod sheet;
mod words;

use lists::Rows;
use sheet::{Csv, Sheet, Xlsx};

/// Pages of CSV that wait for a slow line.
const AHEAD: usize = 4;
/// How long a page may wait for whoever wanted it.
const PAGE_TAKEN: Duration = Duration::from_secs(30);
/// How long a list may take in all.
const LONGEST: Duration = Duration::from_secs(20 * 60);

/// What somebody wants to take along.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wanted {
    list: List,
    format: Format,
    /// Of tickets.
    view: Option<View>,
    /// Of tickets.
    order: Option<Order>,
    /// Of tickets and of events, as in the API.
    #[serde(default)]
    filter: Value,
    /// Of people and services: words.
    #[serde(default)]
    search: String,
    /// Of holidays.
    year: Option<i32>,
}

/// The lists there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum List {
    Tickets,
    Board,
    Units,
    Teams,
    People,
    Services,
    Holidays,
    Settings,
    Macros,
    Events,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Format {
    Csv,
    Xlsx,
}

/// `POST /export`.
pub(super) async fn export(
    State(app): State<Arc<App>>,
    who: Signed<Exporting>,
    Input(wanted): Input<Wanted>,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let turn = app.exports.enter(who.identity.person, who.language).await?;
    let reader = app.desk.reader(&who.caller()).await.map_err(no)?;
    let mut what = Facts::new().with("list", wanted.list).with("format", wanted.format);
    if let Some(view) = wanted.view {
        what = what.with("view", view);
    }
    let format = wanted.format;
    let name = lists::file_name(wanted.list, &reader);
    // The first page is read before anything is promised: whoever may not have the list gets a no, and no empty file.
    let rows = Rows::begin(&reader, wanted).await.map_err(no)?;
    reader.begin_export(what).map_err(no)?;
    match format {
        Format::Csv => {
            let (out, pages) = mpsc::channel(AHEAD);
            tokio::spawn(async move {
                let _turn = turn;
                // A transfer that breaks off is seen to be incomplete; one that ends is not.
                match timeout(LONGEST, flow(&app.desk, &reader, rows, &out)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        tracing::error!(%error, "an export broke off");
                        drop(out.try_send(Err(error)));
                    }
                    Err(_) => {
                        tracing::warn!("an export took too long");
                        drop(out.try_send(Err(Fault::new("it took too long"))));
                    }
                }
            });
            answer("text/csv; charset=utf-8", &format!("{name}.csv"), Body::from_stream(ReceiverStream::new(pages)))
        }
        Format::Xlsx => match workbook(&app.desk, &reader, rows).await.map_err(no)? {
            Some(bytes) => answer(Xlsx::MIME, &format!("{name}.xlsx"), Body::from(bytes)),
            None => return Err(too_long(who.language)),
        },
    }
    .map_err(|fault| no(fault.into()))
}

/// Reads as the same person for the next page. A list may take minutes, and goes no further than the right to it does.
async fn still(desk: &Arc<Desk>, began: &Reader) -> Result<Reader, Error> {
    let reader = desk.reader(&began.caller).await?;
    if reader.standing == began.standing { Ok(reader) } else { Err(Refusal::Forbidden.into()) }
}

async fn flow(
    desk: &Arc<Desk>,
    reader: &Reader,
    mut rows: Rows,
    out: &mpsc::Sender<Result<Bytes, Fault>>,
) -> Result<(), Fault> {
    let mut csv = Csv::new(reader);
    csv.head(&rows.head)?;
    loop {
        for row in rows.page.drain(..) {
            csv.row(row)?;
        }
        match out.send_timeout(Ok(csv.take()?), PAGE_TAKEN).await {
            Ok(()) => {}
            // Whoever wanted it has left.
            Err(SendTimeoutError::Closed(_)) => return Ok(()),
            Err(SendTimeoutError::Timeout(_)) => return Err(Fault::new("nobody takes what was asked for")),
        }
        let next = async { rows.next(&still(desk, reader).await?).await };
        match next.await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(Error::Fault(fault)) => return Err(fault),
            Err(Error::Refused(refusal)) => return Err(Fault::new(refusal.code())),
        }
    }
}

/// None: there are too many rows for one.
async fn workbook(desk: &Arc<Desk>, reader: &Reader, mut rows: Rows) -> Result<Option<Vec<u8>>, Error> {
    let mut book = Xlsx::new(reader)?;
    book.head(&rows.head)?;
    loop {
        for row in rows.page.drain(..) {
            book.row(row)?;
        }
        if book.is_full() {
            return Ok(None);
        }
        if !rows.next(&still(desk, reader).await?).await? {
            break;
        }
    }
    // Compressing keeps a core busy.
    let bytes = tokio::task::spawn_blocking(move || book.bytes()).await.map_err(Fault::new)??;
    Ok(Some(bytes))
}

fn too_long(language: desk::person::Language) -> No {
    No::of(StatusCode::UNPROCESSABLE_ENTITY, "TOO_MANY_ROWS", desk::say!(language, "answer-too-many-rows"))
}

fn answer(mime: &'static str, name: &str, body: Body) -> Result<Response, Fault> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition("attachment", name)).map_err(Fault::new)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok((headers, body).into_response())
}
