//! For whoever watches over the program: whether it lives, and whether it can be sent work.

use super::App;
use crate::open::{self, Schema};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::timeout;

/// A database that does not answer within this does not answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /health/live`: it answers, so it lives.
pub async fn live() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// `GET /health/ready`: the database answers, its schema is ours, and the program is not ending.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, Json<Value>) {
    let database = matches!(timeout(PATIENCE, app.desk.ping()).await, Ok(Ok(())));
    let schema = database && schema_is_current(&app).await;
    let ending = *app.ending.borrow();
    let good = database && schema && !ending;
    let status = if good { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |good: bool| if good { "ok" } else { "no" };
    // A clock that jumped keeps nobody from working here: only what falls due waits.
    let clock = app.desk.moment().off;
    let body = json!({
        "status": word(good),
        "database": word(database),
        "schema": word(schema),
        "clock": word(clock.is_none()),
        "clockOffSeconds": clock.map(|off| off.num_seconds()),
        "ending": ending,
    });
    (status, Json(body))
}

/// Once it is, it stays so: a schema never goes back.
async fn schema_is_current(app: &App) -> bool {
    if app.schema_is_current.load(Ordering::Relaxed) {
        return true;
    }
    let current = matches!(timeout(PATIENCE, open::schema(&app.desk)).await, Ok(Ok(Schema::Current)));
    app.schema_is_current.store(current, Ordering::Relaxed);
    current
}
