//! The portal: the pages that `make web` built, embedded in the program, and what they must know before anybody has signed in.

use super::App;
use super::answer::{self, No};
use super::input;
use axum::Json;
use axum::extract::State;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use desk::Fault;
use desk::file::sniff;
use desk::setting::SettingKey;
use rust_embed::{Embed, EmbeddedFile};
use serde::Deserialize;
use serde_json::json;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

#[derive(Embed)]
#[folder = "web/dist"]
struct Dist;

const PAGE: &str = "index.html";
/// The texts of the portal's own operations, a JSON list.
const OPERATIONS: &str = "operations.json";
/// The digests of what stands in the page itself, as the policy wants them.
const INLINE: &str = "inline.json";
/// Vite puts the digest of each file here into its name.
const ASSETS: &str = "assets/";

/// Scripts and styles of our own only; inline none but those that the build put into the page, by their digests. Pictures also from memory: photos are shown
/// before they are sent.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let inline =
        Dist::get(INLINE).and_then(|file| serde_json::from_slice::<Inline>(&file.data).ok()).unwrap_or_default();
    let sources =
        |digests: Vec<String>| digests.into_iter().fold("'self'".to_owned(), |all, digest| all + " '" + &digest + "'");
    let (script, style) = (sources(inline.script), sources(inline.style));
    let policy = format!(
        "default-src 'none'; script-src {script}; style-src {style}; img-src 'self' blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// What `make web` writes of the page.
#[derive(Default, Deserialize)]
struct Inline {
    script: Vec<String>,
    style: Vec<String>,
}

const NOT_BUILT: &str = "<!doctype html><html lang=\"id\"><title>Tanggap</title><h1>Portal belum dibangun</h1>\
    <p>Program ini dibuat tanpa Node. Jalankan <code>make web</code>, lalu bangun dan mulai lagi; API di <code>/graphql</code> sudah dapat dipakai.</p>\
    <p lang=\"en\">This program was built without Node. Run <code>make web</code>, then build and start it again; the API at <code>/graphql</code> works already.</p></html>";

/// The operations that a browser's session may run (R27).
#[derive(Debug)]
pub enum Operations {
    /// Any: for trying things out.
    Any,
    /// Those of the portal that is embedded; none if it is not built.
    Portal(HashSet<String>),
}

impl Operations {
    /// The portal's own.
    ///
    /// # Errors
    ///
    /// What is embedded is not what `make web` writes.
    pub fn of_portal() -> Result<Self, Fault> {
        let Some(file) = Dist::get(OPERATIONS) else { return Ok(Self::Portal(HashSet::new())) };
        let texts: Vec<String> = serde_json::from_slice(&file.data).map_err(Fault::new)?;
        Ok(Self::Portal(texts.into_iter().collect()))
    }

    /// Whether a session may run this document.
    pub fn allow(&self, document: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Portal(texts) => texts.contains(document),
        }
    }
}

/// `GET /about`: whose desk this is, in which zone its days are told, and whether it is a demo.
pub(super) async fn about(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, No> {
    let directory = app.desk.directory().await.map_err(|error| No::from_desk(&error, input::language(&headers)))?;
    let body = json!({
        "region": directory.setting(SettingKey::RegionName),
        "office": directory.setting(SettingKey::Tier2Office),
        "zone": directory.zone().name(),
        "demo": app.demo,
        "stores": app.desk.condition().trouble.is_none(),
        "version": env!("CARGO_PKG_VERSION"),
        // So that a file is not chosen in vain.
        "files": sniff::endings().iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>(),
    });
    Ok(([(CACHE_CONTROL, "no-cache")], Json(body)).into_response())
}

/// Whatever no route serves: a file of the portal, one of its pages, or nothing.
pub(super) async fn page_or_nothing(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return answer::nothing_here(headers).await.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if ![OPERATIONS, INLINE].contains(&path)
        && let Some(file) = Dist::get(path)
    {
        return embedded(path, file, &headers);
    }
    // Pages are made up by the script: any address without a file's ending is one of them, if it is a page that is asked for.
    let wants_page = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') || !wants_page {
        return answer::nothing_here(headers).await.into_response();
    }
    match Dist::get(PAGE) {
        Some(file) => embedded(PAGE, file, &headers),
        None => ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], NOT_BUILT).into_response(),
    }
}

fn embedded(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(CONTENT_SECURITY_POLICY, POLICY.clone());
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    let lasts = if path.starts_with(ASSETS) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lasts));
    let (encoding, file) = smallest(path, file, asked);
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]))) {
        let same = asked.get(IF_NONE_MATCH) == Some(&tag);
        headers.insert(ETAG, tag);
        if same {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
    }
    (headers, file.data.into_owned()).into_response()
}

/// The file as it was compressed at the build, if the browser takes that.
fn smallest(path: &str, plain: EmbeddedFile, asked: &HeaderMap) -> (Option<&'static str>, EmbeddedFile) {
    let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| takes.split(',').any(|range| range.split(';').next().is_some_and(|it| it.trim() == name));
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if takes(encoding)
            && let Some(file) = Dist::get(&format!("{path}{ending}"))
        {
            return (Some(encoding), file);
        }
    }
    (None, plain)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
