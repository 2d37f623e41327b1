//! `tanggap serve`.

use crate::http::{self, Site};
use crate::{Failure, demo, migrate, worker};
use clap::Args;
use desk::clock::{Chance, Clock, SwitchClock, SystemClock};
use desk::store::PoolSize;
use desk::{Desk, Parts};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// How the desk is opened. Every option can also come from the environment.
#[derive(Debug, Clone, Args)]
pub struct Options {
    #[command(flatten)]
    database: migrate::Options,
    /// The folder for files.
    #[arg(long, env = "TANGGAP_FILES", default_value = "files")]
    files: PathBuf,
    /// Where to listen. TLS is for the proxy in front.
    #[arg(long, env = "TANGGAP_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address people use, as in `https://tanggap.kab.example`; requests of browsers must come from there.
    #[arg(long, env = "TANGGAP_PUBLIC_URL")]
    public_url: Option<String>,
    /// Logs as JSON lines.
    #[arg(long, env = "TANGGAP_LOG_JSON")]
    log_json: bool,
    /// What to log, as in `info` or `info,desk=debug`.
    #[arg(long, env = "TANGGAP_LOG", default_value = "info")]
    log: String,
    /// Opens a desk with an invented regency in a database of its own, on loopback only.
    #[arg(long)]
    demo: bool,
    /// The password of the demo accounts; left out: one is drawn and printed.
    #[arg(long, requires = "demo")]
    demo_password: Option<String>,
    /// The folder of the demo's database and files; it must be empty or hold an earlier demo.
    #[arg(long, requires = "demo", default_value = "data/demo")]
    demo_folder: PathBuf,
}

/// Opens the desk and stays until SIGTERM or Ctrl-C.
pub async fn run(options: Options) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&options.log).map_err(|error| format!("--log {:?}: {error}", options.log))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if options.log_json {
        log.json().init()
    } else {
        log.init()
    }

    let desk = if options.demo { open_demo(&options).await? } else { open(&options).await? };
    let listener = TcpListener::bind(options.listen).await.map_err(|error| format!("{}: {error}", options.listen))?;
    let address = listener.local_addr()?;
    let origin = options.public_url.unwrap_or_else(|| format!("http://{address}"));
    let (stop, stopping) = watch::channel(false);
    let workers = worker::start(&desk, &stopping);
    let site = Site::new(desk.clone(), &origin, stopping);
    println!("Tanggap mendengarkan di http://{address}");

    axum::serve(listener, http::router(site).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            tracing::info!("stopping");
            // Sockets end first: an open one would keep the server waiting for ever.
            let _ = stop.send(true);
        })
        .await?;
    workers.await?;
    desk.write_access_log().await?;
    Ok(())
}

async fn told_to_stop() {
    let ctrl_c = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = ctrl_c.await;
        return;
    };
    tokio::select! {
        _ = ctrl_c => {}
        _ = terminate.recv() => {}
    }
}

async fn open(options: &Options) -> Result<Arc<Desk>, Failure> {
    let desk = Desk::open(Parts {
        database: options.database.database.clone(),
        pool: PoolSize::default(),
        files: options.files.clone(),
        clock: Arc::new(SystemClock),
        chance: Chance::from_system(),
    })
    .await?;
    migrate::ensure(desk.store()).await?;
    desk.load_defaults().await?;
    Ok(Arc::new(desk))
}

/// The word in the file that says a folder was made by the demo.
const MARK: &str = "tanggap-demo";

/// R37: refuses a database that it did not make, binds to loopback, prints the passwords.
async fn open_demo(options: &Options) -> Result<Arc<Desk>, Failure> {
    if !options.listen.ip().is_loopback() {
        return Err("--demo listens on loopback only: its passwords are no secret".into());
    }
    let folder = &options.demo_folder;
    let mark = folder.join(MARK);
    if folder.exists() && !mark.exists() && std::fs::read_dir(folder)?.next().is_some() {
        return Err(format!("{} was not made by the demo; give another --demo-folder", folder.display()).into());
    }
    // A history told half is no history: every start tells it anew.
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(&mark, "Folder ini dibuat oleh `tanggap serve --demo` dan dihapus pada setiap permulaan.\n")?;

    let now = SystemClock.now();
    let clock = Arc::new(SwitchClock::still_at(now));
    let desk = Desk::open(Parts {
        database: format!("sqlite://{}", folder.join("tanggap.db").display()),
        pool: PoolSize::default(),
        files: folder.join("files"),
        clock: clock.clone(),
        chance: Chance::from_system(),
    })
    .await?;
    migrate::ensure(desk.store()).await?;
    let desk = Arc::new(desk);
    let password = match &options.demo_password {
        Some(given) => given.clone(),
        None => drawn_password(),
    };
    println!("Menyiapkan data contoh (sekitar satu menit) ...");
    let summary = demo::load(&desk, clock.still(), now, &password).await?;
    clock.release();
    println!("\n*** DATA CONTOH: bukan untuk dipakai sungguhan ***");
    println!("{} tiket dari 90 hari. Akun contoh, semuanya dengan kata sandi: {password}\n", summary.tickets);
    for account in &summary.accounts {
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
