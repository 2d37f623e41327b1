//! What a request brings besides who is asking: its language, its browser's name, a small JSON body.

use super::answer::No;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use desk::input::{Untakable, takable};
use desk::person::Language;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Names, passwords and codes need no more.
const LONGEST: usize = 16 << 10;

/// The language of the browser; people who are signed in have one of their own.
pub fn language(headers: &HeaderMap) -> Language {
    let text = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let liked = |wanted: &[&str]| {
        let ranges = text.split(',').filter_map(|range| {
            let (name, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let main = name.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).unwrap_or(0.0);
            // `in` is what old Java programs still call Indonesian.
            wanted.contains(&main.as_str()).then_some((weight * 1000.0) as i32)
        });
        ranges.max().unwrap_or(0)
    };
    if liked(&["en"]) > liked(&["id", "in", "ms"]) { Language::English } else { Language::Indonesian }
}

/// What the browser calls itself.
pub fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.chars().take(200).collect()
}

/// A small JSON body. It has to call itself JSON: a form of another site cannot.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = No;

    async fn from_request(request: Request, _: &S) -> Result<Self, No> {
        let (parts, body) = request.into_parts();
        let language = language(&parts.headers);
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let said = desk::say!(language, "answer-media-type");
            return Err(No::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", said));
        }
        let bytes = to_bytes(body, LONGEST).await.map_err(|_| No::too_large(language))?;
        // What is wrong with it is not told: serde's words would repeat what was typed.
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| No::unreadable(language))?;
        check(&value).map_err(|why| No::untakable(why, language))?;
        serde_json::from_value(value).map(Self).map_err(|_| No::unreadable(language))
    }
}

/// Looks at every text of a document, whatever it is for.
fn check(value: &Value) -> Result<(), Untakable> {
    match value {
        Value::String(text) => takable(text),
        Value::Array(items) => items.iter().try_for_each(check),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| takable(key).and_then(|()| check(value))),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn indonesian_unless_english_is_liked_better() {
        for (given, wanted) in [
            ("", Language::Indonesian),
            ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", Language::Indonesian),
            ("en-US,en;q=0.9,id;q=0.8", Language::English),
            ("en;q=0.5, id;q=0.5", Language::Indonesian),
            ("ja, *;q=0.1", Language::Indonesian),
            ("en;q=0", Language::Indonesian),
            (";;=,q", Language::Indonesian),
            ("EN", Language::English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(given));
            assert_eq!(language(&headers), wanted, "{given}");
        }
    }
}
