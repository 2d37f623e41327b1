//! For whoever watches the program.

use super::Site;
use axum::extract::State;
use axum::http::StatusCode;

/// The program runs.
pub async fn live() -> &'static str {
    "ok"
}

/// The program can work: the database answers.
pub async fn ready(State(site): State<Site>) -> Result<&'static str, StatusCode> {
    match site.desk.directory().await {
        Ok(_) => Ok("ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
