//! File bytes (R28): up, down, and small pictures. Whose they are and who may have them is the desk's to say.

use super::App;
use super::answer::No;
use super::authenticate::{Reading, Signed, Working};
use super::flow::{Slow, not_too_slow, outgoing};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::file::{Attachment, LARGEST, preview};
use desk::id::FileId;
use desk::input::takable;
use desk::person::Language;
use desk::refusal::Refusal;
use desk::{Error, Fault};
use futures_util::{Stream, StreamExt};
use serde_json::json;
use std::sync::Arc;

/// The name of a file that is sent bare, percent-encoded.
const NAME: &str = "x-file-name";
/// What stands around a file in a form.
const FORM: usize = 64 << 10;

/// `POST /files`: takes one file, as the form field `file` or as the whole body. Answers its id, which a report or a reply then refers to.
pub async fn upload(State(app): State<Arc<App>>, who: Signed<Working>, request: Request) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > LARGEST + FORM) {
        return Err(no(Refusal::FileTooLarge(LARGEST).into()));
    }
    let _turn = app.uploads.enter(who.identity.person, who.language).await?;
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (name, bytes) = if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        from_form(request, who.language).await?
    } else {
        let name = bare_name(request.headers()).ok_or_else(|| No::unreadable(who.language))?;
        (name, collect(request.into_body(), LARGEST, who.language).await?)
    };
    let id = app.desk.upload(&who.caller(), &name, bytes).await.map_err(no)?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

async fn from_form(request: Request, language: Language) -> Result<(String, Vec<u8>), No> {
    let slow = Slow::default();
    let mut request = request.map(|body| Body::from_stream(not_too_slow(body.into_data_stream(), slow.clone())));
    DefaultBodyLimit::max(LARGEST + FORM).apply(&mut request);
    let unreadable = || if slow.is_so() { No::trickling(language) } else { No::unreadable(language) };
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            takable(&name).map_err(|why| No::untakable(why, language))?;
            return Ok((name, gather(field, LARGEST, language, &slow).await?));
        }
    }
    Err(No::from_desk(&Refusal::Blank("file").into(), language))
}

pub(super) fn bare_name(headers: &HeaderMap) -> Option<String> {
    let encoded = headers.get(NAME).map_or("", |value| value.to_str().unwrap_or("%"));
    let (mut bytes, mut rest) = (Vec::new(), encoded.bytes());
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|name| takable(name).is_ok())
}

/// Reads a body as it comes, if it comes, and no more than it may have.
pub(super) async fn collect(body: Body, largest: usize, language: Language) -> Result<Vec<u8>, No> {
    let slow = Slow::default();
    gather(not_too_slow(body.into_data_stream(), slow.clone()), largest, language, &slow).await
}

async fn gather<S, E>(chunks: S, largest: usize, language: Language, slow: &Slow) -> Result<Vec<u8>, No>
where
    S: Stream<Item = Result<Bytes, E>>,
{
    let mut chunks = std::pin::pin!(chunks);
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| if slow.is_so() { No::trickling(language) } else { No::unreadable(language) })?;
        if bytes.len() + chunk.len() > largest {
            return Err(No::from_desk(&Refusal::FileTooLarge(largest).into(), language));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn attachment(app: &App, who: &Signed<Reading>, id: &str) -> Result<Attachment, Error> {
    let id: FileId = id.parse().map_err(|_| Refusal::NotFound)?;
    app.desk.reader(&who.caller()).await?.attachment(id).await
}

async fn read(app: &App, who: &Signed<Reading>, id: &str) -> Result<(Attachment, Vec<u8>), Error> {
    let id: FileId = id.parse().map_err(|_| Refusal::NotFound)?;
    app.desk.reader(&who.caller()).await?.file(id).await
}

/// `GET /files/{id}`: the bytes, to be kept and never to be shown in our own name.
pub async fn download(
    State(app): State<Arc<App>>,
    who: Signed<Reading>,
    Path(id): Path<String>,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let turn = app.downloads.enter(who.identity.person, who.language).await?;
    let (row, bytes) = read(&app, &who, &id).await.map_err(no)?;
    let length = HeaderValue::from(bytes.len());
    let headers = sealed(&row.mime, &disposition("attachment", &row.name)).map_err(no)?;
    Ok((headers, [(CONTENT_LENGTH, length)], outgoing(bytes, turn)).into_response())
}

/// `GET /files/{id}/preview`: a smaller JPEG of a picture, made anew from its pixels the first time somebody looks.
pub async fn preview(
    State(app): State<Arc<App>>,
    who: Signed<Reading>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let row = attachment(&app, &who, &id).await.map_err(no)?;
    let tag = format!("\"{}\"", row.sha256);
    if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, kept_by_its_reader(&tag).map_err(no)?).into_response());
    }
    let shown = |jpeg: Vec<u8>| -> Result<Response, Error> {
        let mut headers = sealed("image/jpeg", "inline")?;
        headers.extend(kept_by_its_reader(&tag)?);
        Ok((headers, Body::from(jpeg)).into_response())
    };
    if let Some(jpeg) = app.desk.files().preview(&row.sha256).await.map_err(|fault| no(fault.into()))? {
        return shown(jpeg).map_err(no);
    }
    // Before the bytes are read: whoever waits holds nothing. Whoever waited may find it made.
    let turn = app.previews.enter(who.identity.person, who.language).await?;
    if let Some(jpeg) = app.desk.files().preview(&row.sha256).await.map_err(|fault| no(fault.into()))? {
        return shown(jpeg).map_err(no);
    }
    let (row, bytes) = read(&app, &who, &id).await.map_err(no)?;
    let none = |code: &'static str| {
        let said = desk::say!(who.language, "answer-no-preview");
        No::of(StatusCode::UNPROCESSABLE_ENTITY, code, said)
    };
    if !row.inline {
        return Err(none(preview::PreviewError::NotAnImage.code()));
    }
    // The turn goes along: a caller who leaves does not make room for another while the work goes on.
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        preview::preview(&bytes)
    });
    let made = made.await.map_err(|error| no(Fault::new(error).into()))?;
    let jpeg = made.map_err(|error| none(error.code()))?;
    app.desk.keep_preview(&row.sha256, jpeg.clone()).await.map_err(no)?;
    shown(jpeg).map_err(no)
}

/// A reader's own browser may keep a preview, and asks each time whether it may still show it.
fn kept_by_its_reader(tag: &str) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(ETAG, HeaderValue::from_str(tag).map_err(Fault::new)?);
    Ok(headers)
}

/// Headers under which a browser runs nothing of what a stranger uploaded, and keeps nothing of it.
fn sealed(mime: &str, disposition: &str) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(mime).map_err(Fault::new)?);
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(disposition).map_err(Fault::new)?);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(headers)
}

/// RFC 6266: a plain name for old programs, the real one in UTF-8 (RFC 5987) beside it.
pub(super) fn disposition(kind: &str, name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' { c } else { '_' }).collect();
    let encoded = name.bytes().fold(String::new(), |text, byte| {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text + &char::from(byte).to_string()
        } else {
            text + &format!("%{byte:02X}")
        }
    });
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        for (name, wanted) in [
            ("surat.pdf", "attachment; filename=\"surat.pdf\"; filename*=UTF-8''surat.pdf"),
            ("foto é 1.jpg", "attachment; filename=\"foto _ 1.jpg\"; filename*=UTF-8''foto%20%C3%A9%201.jpg"),
            (
                "a\"; filename=\"b.exe\r\nX: y",
                "attachment; filename=\"a__ filename=_b.exe__X: y\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%0D%0AX%3A%20y",
            ),
        ] {
            assert_eq!(disposition("attachment", name), wanted);
            assert!(HeaderValue::from_str(&disposition("attachment", name)).is_ok());
        }
    }

    #[test]
    fn a_bare_name_is_percent_encoded() {
        let named = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(NAME, HeaderValue::from_static(text));
            bare_name(&headers)
        };
        assert_eq!(named("foto%20%C3%A9.jpg").as_deref(), Some("foto é.jpg"));
        assert_eq!(named("100%"), None);
        assert_eq!(named("%C3"), None);
        assert_eq!(named("a%00b.jpg"), None);
        assert_eq!(bare_name(&HeaderMap::new()).as_deref(), Some(""));
    }
}
