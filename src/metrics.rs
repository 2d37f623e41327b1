//! `/metrics`: how the desk is doing, in the text form of Prometheus. On a listener of its own that only this computer reaches, since it tells how much
//! work there is.

use crate::stop::Stop;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::Desk;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The upper bounds of request times, in seconds.
const BOUNDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// How long requests took, by route and kind of answer.
#[derive(Debug, Default)]
pub struct Requests(Mutex<BTreeMap<(String, u16), Times>>);

#[derive(Debug, Default, Clone)]
struct Times {
    /// How many took at most each bound.
    within: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

impl Requests {
    /// Notes that a request to a route was answered.
    pub fn note(&self, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let times = all.entry((route.to_owned(), status / 100)).or_default();
        times.count += 1;
        times.seconds += seconds;
        for (bound, within) in BOUNDS.iter().zip(&mut times.within) {
            *within += u64::from(seconds <= *bound);
        }
    }

    fn print(&self, out: &mut String) {
        const NAME: &str = "tanggap_http_request_duration_seconds";
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        say(out, NAME, "histogram", "How long requests took, by route and kind of answer.");
        for ((route, kind), times) in all {
            let labels = format!("route=\"{route}\",status=\"{kind}xx\"");
            for (bound, within) in BOUNDS.iter().zip(times.within) {
                line(out, NAME, &format!("_bucket{{{labels},le=\"{bound}\"}}"), within);
            }
            line(out, NAME, &format!("_bucket{{{labels},le=\"+Inf\"}}"), times.count);
            line(out, NAME, &format!("_sum{{{labels}}}"), times.seconds);
            line(out, NAME, &format!("_count{{{labels}}}"), times.count);
        }
    }
}

fn say(out: &mut String, name: &str, kind: &str, help: &str) {
    // Writing into a String cannot fail.
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(out: &mut String, name: &str, rest: &str, value: impl std::fmt::Display) {
    let _ = writeln!(out, "{name}{rest} {value}");
}

struct Watched {
    desk: Arc<Desk>,
    requests: Arc<Requests>,
}

/// Serves `/metrics` until the program ends.
pub async fn serve(
    address: SocketAddr,
    desk: Arc<Desk>,
    requests: Arc<Requests>,
    mut ending: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let told = |error| Stop::failed(format!("Di {address} tidak dapat didengarkan (metrics_listen): {error}"));
    let listener = TcpListener::bind(address).await.map_err(told)?;
    tracing::info!(address = %listener.local_addr().map_err(told)?, "metrics");
    let router = Router::new().route("/metrics", get(metrics)).with_state(Arc::new(Watched { desk, requests }));
    let end = async move {
        // An end that nobody can announce any more is one too.
        let _ = ending.wait_for(|ending| *ending).await;
    };
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(end).await {
            tracing::error!(%error, "metrics");
        }
    });
    Ok(())
}

async fn metrics(State(watched): State<Arc<Watched>>) -> Response {
    match watched.print().await {
        Ok(text) => {
            let form = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            ([(header::CONTENT_TYPE, form)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "metrics");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

impl Watched {
    async fn print(&self) -> desk::Outcome<String> {
        let gauges = self.desk.gauges().await?;
        let mut out = String::new();
        let clocks = "tanggap_clocks";
        say(&mut out, clocks, "gauge", "SLA clocks that have not ended, by state.");
        line(&mut out, clocks, "{state=\"running\"}", gauges.running);
        line(&mut out, clocks, "{state=\"paused\"}", gauges.paused);
        for (name, help, value) in [
            ("tanggap_tickets_active", "Active tickets.", gauges.active),
            ("tanggap_tickets_late", "Active tickets with a clock that is late.", gauges.late),
            ("tanggap_tickets_at_risk", "Active tickets with a clock that has given a warning.", gauges.at_risk),
            ("tanggap_due", "Tickets on which something is due and not done yet.", gauges.due),
            ("tanggap_recompute_remaining", "Tickets whose due times follow an edit.", gauges.to_recompute),
        ] {
            say(&mut out, name, "gauge", help);
            line(&mut out, name, "", value);
        }
        let lag = "tanggap_due_lag_seconds";
        say(&mut out, lag, "gauge", "For how long the oldest thing has been due.");
        line(&mut out, lag, "", gauges.lag.as_seconds_f64());
        let off = gauges.clock_off.unwrap_or_default();
        let clock = "tanggap_wall_clock_doubted";
        say(&mut out, clock, "gauge", "1 while the wall clock is not believed: nothing falls due.");
        line(&mut out, clock, "", u8::from(gauges.clock_off.is_some()));
        let clock = "tanggap_wall_clock_off_seconds";
        say(
            &mut out,
            clock,
            "gauge",
            "By how much the wall clock has jumped away from the time that the desk goes on with.",
        );
        line(&mut out, clock, "", off.as_seconds_f64());
        let seals = "tanggap_sealing_fails";
        say(&mut out, seals, "gauge", "1 while seals cannot be taken: what happens is recorded and not proven yet.");
        line(&mut out, seals, "", u8::from(self.desk.sealing_fails()));
        let fired = "tanggap_clock_events_total";
        say(&mut out, fired, "counter", "What clocks have said since this process began.");
        for (kind, count) in [("warning", gauges.warnings), ("breach", gauges.breaches), ("move", gauges.moves)] {
            line(&mut out, fired, &format!("{{kind=\"{kind}\"}}"), count);
        }
        self.requests.print(&mut out);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_times_are_a_histogram_that_only_grows() {
        let requests = Requests::default();
        requests.note("/graphql", 200, Duration::from_millis(8));
        requests.note("/graphql", 204, Duration::from_millis(80));
        requests.note("/graphql", 500, Duration::from_secs(60));
        let mut out = String::new();
        requests.print(&mut out);
        let value = |line: &str| out.lines().find_map(|it| it.strip_prefix(line)).unwrap_or_default().trim().to_owned();
        let bucket = |le: &str| {
            value(&format!(
                "tanggap_http_request_duration_seconds_bucket{{route=\"/graphql\",status=\"2xx\",le=\"{le}\"}}"
            ))
        };
        assert_eq!(["0.005", "0.01", "0.05", "0.1", "+Inf"].map(bucket), ["0", "1", "1", "2", "2"]);
        assert_eq!(value("tanggap_http_request_duration_seconds_count{route=\"/graphql\",status=\"5xx\"}"), "1");
    }
}
