//! The program: command line, settings, HTTP, worker. It knows every crate and decides nothing.

use clap::Parser;
use std::process::ExitCode;

mod backup;
mod cli;
mod config;
mod demo_rules;
mod http;
mod log;
mod open;
mod person;
mod serve;
mod stop;
mod worker;

use cli::{Cli, Command};
use config::Config;
use stop::Stop;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(run(cli));
            // A picture that is still being made keeps nobody from going home.
            runtime.shutdown_timeout(std::time::Duration::from_secs(1));
            done
        }
        Err(error) => Err(Stop::failed(format!("Program tidak dapat dimulai: {error}"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("{stop}");
            ExitCode::from(stop.code)
        }
    }
}

async fn run(cli: Cli) -> Result<(), Stop> {
    if matches!(cli.command, Command::Schema) {
        return schema();
    }
    let demo = matches!(&cli.command, Command::Serve(serve) if serve.demo);
    let config = Config::read(&cli.flags, demo)?;
    log::begin(&config);
    match cli.command {
        // Answered above: the contract needs neither settings nor database.
        Command::Schema => Ok(()),
        Command::Serve(options) => serve::run(&config, options).await,
        Command::Work => worker::run(&config).await,
        Command::Migrate => open::migrate(&config).await,
        Command::Person(what) => person::run(&config, what).await,
        Command::Backup { folder } => backup::take(&config, &folder).await,
        Command::Restore { folder, check: true } => backup::check(&folder),
        Command::Restore { folder, check: false } => backup::restore(&config, &folder).await,
        Command::Config => {
            print!("{config}");
            Ok(())
        }
    }
}

fn schema() -> Result<(), Stop> {
    println!("{}", graphql::schema(None).sdl().trim_end());
    Ok(())
}
