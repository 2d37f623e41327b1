//! For whoever watches over the program: whether it lives, and whether it can be sent work.

use super::App;
use crate::open::{self, Schema};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use desk::store::condition::{Condition, Trouble};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// A database that does not answer within this does not answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /health/live`: it answers, so it lives.
pub async fn live() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// When it was last looked whether things can be stored, and what was found.
#[derive(Debug, Default)]
pub(super) struct Looked(Mutex<Option<(Instant, Condition)>>);

/// So long a look counts. Each is a write, and anybody may ask.
const LOOK: Duration = Duration::from_secs(1);

/// `GET /health/ready`: the database answers, what is written is read back, its schema is ours, and the program is not ending.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, Json<Value>) {
    let database = matches!(timeout(PATIENCE, app.desk.ping()).await, Ok(Ok(())));
    let schema = database && schema_is_current(&app).await;
    let (storing, waiting) = (storing(&app, database && schema).await, app.desk.access_log_waiting());
    let ending = *app.ending.borrow();
    let good = database && schema && storing == "ok" && !ending;
    let status = if good { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |good: bool| if good { "ok" } else { "no" };
    // A clock that jumped keeps nobody from working here: only what falls due waits. Nor do seals that cannot be taken: the record waits for its proof.
    let clock = app.desk.moment().off;
    let files = word(!app.desk.condition().tight);
    let body = json!({
        "status": word(good),
        "database": word(database),
        "schema": word(schema),
        "clock": word(clock.is_none()),
        "clockOffSeconds": clock.map(|off| off.num_seconds()),
        "ending": ending,
        "storing": storing,
        "files": files,
        "seals": word(!app.desk.sealing_fails()),
        "accessLogWaiting": waiting,
    });
    (status, Json(body))
}

/// Whether things can be stored: a little is written and read back; else why not.
async fn storing(app: &App, readable: bool) -> &'static str {
    if !readable {
        return "unreachable";
    }
    let looking = async {
        let mut last = app.looked.0.lock().await;
        match *last {
            Some((at, found)) if at.elapsed() < LOOK => found,
            _ => {
                let found = app.desk.look_at_storage().await;
                *last = Some((Instant::now(), found));
                found
            }
        }
    };
    match timeout(PATIENCE, looking).await {
        Ok(found) => found.trouble.map_or("ok", Trouble::code),
        Err(_) => "unreachable",
    }
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
