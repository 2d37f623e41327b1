//! `tanggap`: one program for the service desk. It reads its configuration, opens the desk and the doors, and decides nothing itself.

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tanggap::{migrate, serve};

/// Service desk bertingkat untuk pemerintah daerah.
#[derive(Debug, Parser)]
#[command(name = "tanggap", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the desk: API, files and the clock's work, until it is told to stop.
    Serve(serve::Options),
    /// Brings the schema of the database up to date.
    Migrate(migrate::Options),
    /// Prints the contract of the API.
    Schema,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(options) => serve::run(options).await,
        Command::Migrate(options) => migrate::run(&options).await,
        Command::Schema => {
            println!("{}", tanggap::contract());
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tanggap: {error}");
            ExitCode::FAILURE
        }
    }
}
