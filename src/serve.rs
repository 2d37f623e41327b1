//! `tanggap serve`: opens the desk, listens, works, and ends in order.

use crate::cli;
use crate::config::{Config, Origin};
use crate::demo;
use crate::demo_rules::{self, Found};
use crate::http::portal::Operations;
use crate::http::{self, App, Asking, listen};
use crate::metrics;
use crate::open;
use crate::seal::Sealing;
use crate::stop::Stop;
use crate::worker::{Duties, Worker};
use desk::Desk;
use desk::clock::{Chance, Clock, SwitchClock, SystemClock};
use desk::store::schema::can_rewrite_record;
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
    let mut signals = Signals::listen()?;
    let given = Sealing::of(config)?;
    // First of all: whoever is told after a minute that the port is taken has waited for nothing.
    let told = |error| Stop::failed(format!("Di {} tidak dapat didengarkan: {error}", config.listen));
    let listener = TcpListener::bind(config.listen).await.map_err(told)?;
    let address = listener.local_addr().map_err(told)?;
    let opening = async {
        if options.demo {
            return open_demo(config, options.demo_password.clone()).await;
        }
        let desk = open::ready(config).await?;
        demo_rules::check_plain(config, &desk).await?;
        if can_rewrite_record(&desk.store().read()).await? {
            tracing::warn!(
                "this database role could rewrite the record: run as another one, see `tanggap migrate --grant`"
            );
        }
        Ok(desk)
    };
    let desk = tokio::select! {
        desk = opening => desk?,
        () = signals.next() => return Err(Stop::failed("Dihentikan sebelum siap.")),
    };
    let origin = config.public_url.clone().unwrap_or_else(|| Origin::plain(address));

    let sealing = match given {
        None if options.demo => Some(Sealing::of_demo(config)?),
        given => given,
    };
    let (end, ending) = watch::channel(false);
    let duties = if config.worker { Duties::All } else { Duties::Own };
    let seal_keys = sealing.iter().map(Sealing::public).collect();
    let worker = Worker::start(&desk, duties, sealing, config.seal_every, &ending);
    let operations = if config.any_operation { Operations::Any } else { Operations::of_portal()? };
    let demo = demo_rules::is_demo(&desk).await?;
    let asking = Asking { introspection: config.introspection, operations, demo, seal_keys };
    let app = App::new(desk.clone(), &origin, config.trusted_proxies.clone(), asking, ending.clone());
    if let Some(address) = config.metrics_listen {
        metrics::serve(address, desk.clone(), app.requests.clone(), ending.clone()).await?;
    }
    let router = http::router(Arc::new(app));
    let serving = tokio::spawn(listen::serve(listener, router, config.trusted_proxies.clone(), ending));

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

/// The demo's desk, told anew or found again, with a password that whoever started it knows.
async fn open_demo(config: &Config, password: Option<String>) -> Result<Arc<Desk>, Stop> {
    demo_rules::stays_here(config)?;
    let now = SystemClock.now();
    let clock = Arc::new(SwitchClock::still_at(now));
    let mut desk = open::with_clock(config, clock.clone()).await?;
    let mut found = demo_rules::begin(config, &desk).await?;
    if found == Found::HalfTold {
        desk.close().await?;
        demo_rules::remove(config)?;
        desk = open::with_clock(config, clock.clone()).await?;
        found = demo_rules::begin(config, &desk).await?;
    }
    let password = password.unwrap_or_else(drawn_password);
    let accounts = if found == Found::Told {
        clock.release();
        demo::set_passwords(&desk, &password).await?
    } else {
        println!("Menyiapkan data contoh (sekitar satu menit) ...");
        let summary = demo::load(&desk, clock.still(), now, &password).await?;
        demo_rules::told(&desk).await?;
        clock.release();
        println!("{} tiket dari 90 hari.", summary.tickets);
        summary.accounts
    };
    println!("\n*** DATA CONTOH: bukan untuk dipakai sungguhan ***");
    println!("Akun contoh, semuanya dengan kata sandi: {password}\n");
    for account in &accounts {
        println!("  {:<22} {} ({}): {}", account.login, account.name, account.role, account.note);
    }
    println!();
    Ok(desk)
}

fn drawn_password() -> String {
    let chance = Chance::from_system();
    let words =
        ["sawah", "gunung", "pantai", "rempah", "perahu", "kelapa", "rotan", "kopi", "teluk", "bukit", "padi", "angin"];
    let word = || words[chance.below(words.len() as u32) as usize];
    let (a, b, c) = (word(), word(), word());
    format!("{a}-{b}-{c}-{}", 100 + chance.below(900))
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

    /// The next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
