//! `POST /audit/verify`: the verification of `tanggap audit verify`, asked for from the portal. It can take minutes, so the answer is a stream of JSON
//! lines: a sign of life every second, the report at the end. Nothing is kept of it: whoever leaves ends it, and any instance can do it.

use super::App;
use super::answer::No;
use super::authenticate::{Reading, Signed};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::access::Matter;
use desk::audit::verify::{Report, Trust};
use desk::person::Language;
use desk::{Error, Outcome};
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

/// Between two signs of life.
const PULSE: Duration = Duration::from_secs(1);

/// Verifies the record. The signatures of seals are checked with the key that this program seals with, if it has one; there is no anchor, and the
/// report says what is therefore not proven. Whoever wants to trust nobody here runs `tanggap audit verify --anchor --key` on their own.
pub(super) async fn verify(State(app): State<Arc<App>>, who: Signed<Reading>) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    let (caller, language) = (who.caller(), who.language);
    app.desk.reader(&caller).await.map_err(no)?.need(Matter::Audit).map_err(no)?;
    // It reads everything there is: one at a time.
    let turn = app.audits.clone().try_acquire_owned().map_err(|_| No::busy(language))?;
    let mut work: JoinSet<Outcome<Report>> = JoinSet::new();
    let (desk, keys) = (app.desk.clone(), app.seal_keys.clone());
    work.spawn(async move {
        let _turn = turn;
        desk.audit_verify(&caller, Trust { keys, anchor: None }).await
    });
    let began = Instant::now();
    let lines = stream::unfold(Some(work), move |work| async move {
        let mut work = work?;
        let (line, work) = match timeout(PULSE, work.join_next()).await {
            Err(_) => (json!({ "seconds": began.elapsed().as_secs() }), Some(work)),
            Ok(Some(Ok(Ok(report)))) => (told(&report, language), None),
            Ok(Some(Ok(Err(Error::Refused(refusal))))) => (json!({ "error": refusal.sentence(language) }), None),
            Ok(Some(Ok(Err(Error::Fault(fault))))) => {
                tracing::error!(%fault, "an audit broke off");
                (json!({ "error": No::internal(language) }), None)
            }
            Ok(Some(Err(_)) | None) => (json!({ "error": No::internal(language) }), None),
        };
        Some((Ok::<_, Infallible>(Bytes::from(format!("{line}\n"))), work))
    });
    let headers = [(CONTENT_TYPE, "application/x-ndjson"), (CACHE_CONTROL, "private, no-store")];
    Ok((headers, Body::from_stream(lines)).into_response())
}

fn told(report: &Report, language: Language) -> Value {
    let findings: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| json!({ "code": finding.code(), "sentence": finding.sentence(language) }))
        .collect();
    json!({ "report": {
        "clean": report.is_clean(),
        "streams": report.streams,
        "events": report.events,
        "seals": report.seals,
        "unsealed": report.unsealed,
        "withKeys": report.with_keys,
        "provenUntilSeal": report.proven_until_seal,
        "omitted": report.omitted,
        "note": report.note(language),
        "findings": findings,
    } })
}
