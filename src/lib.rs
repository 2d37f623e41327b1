//! The program: command line, settings, HTTP, worker. It knows every crate and decides nothing.

use cli::{Cli, Command};
use config::Config;
use stop::Stop;

pub mod audit;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod demo_rules;
pub mod http;
pub mod import;
pub mod log;
pub mod metrics;
pub mod open;
pub mod person;
pub mod replay;
pub mod seal;
pub mod serve;
pub mod stop;
pub mod worker;

/// The contract of the API, as `graphql/schema.graphql` holds it.
pub fn contract() -> String {
    graphql::schema(None).sdl().trim_end().to_owned()
}

/// Lets whatever this process makes from now on be read and written by its own account only.
pub fn only_ours() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Does what the command line asks for.
pub async fn run(cli: Cli) -> Result<(), Stop> {
    if matches!(cli.command, Command::Schema) {
        println!("{}", contract());
        return Ok(());
    }
    let demo = matches!(&cli.command, Command::Serve(serve) if serve.demo);
    let config = Config::read(&cli.flags, demo)?;
    log::begin(&config);
    match cli.command {
        // Answered above: the contract needs neither settings nor database.
        Command::Schema => Ok(()),
        Command::Serve(options) => serve::run(&config, options).await,
        Command::Work => worker::run(&config).await,
        Command::Migrate { grant } => open::migrate(&config, grant.as_deref()).await,
        Command::Person(what) => person::run(&config, what).await,
        Command::Import(options) => import::command(&config, options).await,
        Command::Audit(what) => audit::run(&config, what).await,
        Command::Seal(what) => seal::run(&config, what).await,
        Command::Clock(what) => clock::run(&config, what).await,
        Command::Backup { folder } => backup::take(&config, &folder).await,
        Command::Restore { folder, check: true } => backup::check(&folder),
        Command::Restore { folder, check: false } => backup::restore(&config, &folder).await,
        Command::Replay { file, zone } => replay::run(&config, &file, zone).await,
        Command::Config => {
            print!("{config}");
            Ok(())
        }
    }
}
