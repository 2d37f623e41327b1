//! Files (R28): bytes only by id, with the visibility of their ticket or note, and never in a way that a browser would run.

use super::Site;
use super::answer::{language, refused};
use super::guard::SignedIn;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Refusal;
use desk::file::Attachment;
use desk::id::FileId;
use serde::Deserialize;
use serde_json::json;

/// What stands in the address of an upload.
#[derive(Debug, Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

/// Takes a file: the bytes are the body, the name stands in `?name=`. Answers its id.
pub async fn upload(
    State(site): State<Site>,
    headers: HeaderMap,
    signed_in: SignedIn,
    Query(named): Query<Named>,
    body: Bytes,
) -> Response {
    match site.desk.upload(&signed_in.caller(), &named.name, body.to_vec()).await {
        Ok(id) => (StatusCode::CREATED, Json(json!({"id": id.to_string()}))).into_response(),
        Err(error) => refused(error, language(&headers)),
    }
}

/// What keeps a browser from running what somebody uploaded.
fn harmless(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// `attachment` with the name in both spellings (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

async fn read(site: &Site, who: &SignedIn, id: &str) -> desk::Outcome<(Attachment, Vec<u8>)> {
    let id: FileId = id.parse().map_err(|_| Refusal::NotFound)?;
    site.desk.reader(&who.caller()).await?.file(id).await
}

/// A file's bytes.
pub async fn download(
    State(site): State<Site>,
    headers: HeaderMap,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Response {
    match read(&site, &signed_in, &id).await {
        Ok((file, bytes)) => {
            let named =
                [(header::CONTENT_TYPE, file.mime.clone()), (header::CONTENT_DISPOSITION, disposition(&file.name))];
            harmless((named, bytes).into_response())
        }
        Err(error) => refused(error, language(&headers)),
    }
}

/// A picture, re-encoded: smaller, without where and when it was taken.
pub async fn preview(
    State(site): State<Site>,
    headers: HeaderMap,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Response {
    let language = language(&headers);
    let (file, bytes) = match read(&site, &signed_in, &id).await {
        Ok(found) => found,
        Err(error) => return refused(error, language),
    };
    if !file.inline {
        return refused(Refusal::NotFound.into(), language);
    }
    let Ok(_turn) = site.previews.acquire().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match tokio::task::spawn_blocking(move || desk::file::preview::preview(&bytes)).await {
        Ok(Ok(jpeg)) => harmless(([(header::CONTENT_TYPE, "image/jpeg")], jpeg).into_response()),
        Ok(Err(_)) | Err(_) => refused(Refusal::FileKind.into(), language),
    }
}
