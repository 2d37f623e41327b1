//! The log: lines to standard error, for people or for programs. What they may never hold is in [`crate::http::log`].

use crate::config::{Config, LogFormat};
use tracing_subscriber::EnvFilter;

/// Begins to write the log. Standard output stays for what was asked for.
pub fn begin(config: &Config) {
    let filter = EnvFilter::try_new(&config.log_filter.0).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match config.log_format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Text => lines.with_ansi(false).try_init(),
    };
    if let Err(error) = begun {
        eprintln!("Catatan tidak dapat ditulis: {error}");
    }
}
