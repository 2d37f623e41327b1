//! `tanggap serve`: opens the desk, listens, works, and ends in order.

use crate::cli;
use crate::config::{Config, Origin};
use crate::demo_rules::{self, Found};
use crate::http::{self, App, listen};
use crate::open;
use crate::stop::Stop;
use crate::worker::{Duties, Worker};
use desk::Desk;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;

/// For sockets to say goodbye when the program ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves until it is told to stop.
pub async fn run(config: &Config, options: cli::Serve) -> Result<(), Stop> {
    let signals = Signals::listen()?;
    let desk = if options.demo { demo(config, options.demo_password).await? } else { open::ready(config).await? };
    demo_rules::check_plain(config, &desk).await?;
    let told = |error| Stop::failed(format!("Di {} tidak dapat didengarkan: {error}", config.listen));
    let listener = TcpListener::bind(config.listen).await.map_err(told)?;
    let address = listener.local_addr().map_err(told)?;
    let origin = config.public_url.clone().unwrap_or_else(|| Origin::plain(address));

    let (end, ending) = watch::channel(false);
    let duties = if config.worker { Duties::All } else { Duties::Own };
    let worker = Worker::start(&desk, duties, &ending);
    let (proxies, introspection) = (config.trusted_proxies.clone(), config.introspection);
    let app = App::new(desk.clone(), &origin, proxies, introspection, ending.clone());
    let router = http::router(Arc::new(app));
    let serving = tokio::spawn(listen::serve(listener, router, ending));

    // Whoever started it may be a program that waits for this line.
    println!("Tanggap mendengarkan di http://{address}");
    drop(std::io::stdout().flush());
    signals.wait().await;

    tracing::info!("ending");
    end.send_replace(true);
    drop(serving.await);
    worker.finish(&desk).await;
    // Everybody who still holds the other end is a socket that has not said goodbye.
    if timeout(FAREWELL, end.closed()).await.is_err() {
        tracing::warn!("some sockets did not close in time");
    }
    desk.close().await?;
    tracing::info!("ended");
    Ok(())
}

async fn demo(config: &Config, _password: Option<String>) -> Result<Arc<Desk>, Stop> {
    let desk = open::bare(config).await?;
    match demo_rules::begin(config, &desk).await? {
        Found::New => demo_rules::told(&desk).await?,
        Found::Told => {}
    }
    println!("Ini data contoh: jangan dipakai untuk pekerjaan sungguhan.");
    Ok(desk)
}

/// The system's wish that the program end: SIGTERM, or Ctrl-C.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Listens from now on, so that none is missed while the program still opens things.
    pub fn listen() -> Result<Self, Stop> {
        let listen = |kind| {
            signal(kind).map_err(|error| Stop::failed(format!("Sinyal sistem tidak dapat didengarkan: {error}")))
        };
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    /// Waits for the first. The second ends the program at once: nobody should have to look for a stronger one.
    pub async fn wait(mut self) {
        self.next().await;
        tokio::spawn(async move {
            self.next().await;
            std::process::exit(130);
        });
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
