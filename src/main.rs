//! `tanggap`: starts the runtime, does what was asked, and says why if it did not work. Everything else is in the library, where tests reach it.

use clap::Parser;
use std::process::ExitCode;
use tanggap::cli::Cli;
use tanggap::stop::Stop;

/// A list of tickets is thousands of small allocations, most of them made on one thread and freed on another: what the system's allocator is slowest at.
/// SQLite's go the same way.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // What the program writes (database, files, backups, anchors) is its own: other accounts of the machine read nothing of it.
    tanggap::only_ours();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(tanggap::run(cli));
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
