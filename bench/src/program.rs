//! The built program as a process.

use crate::{Failure, Flags};
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

/// Linux tells times of processes in hundredths of a second, on whatever machine.
const MS_PER_TICK: f64 = 10.0;

/// A program that serves.
pub struct Program {
    child: Child,
    _said: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
}

impl Program {
    /// Starts it as it would be in production, with its own defaults.
    pub async fn start(flags: &Flags, database: &str, folder: &Path) -> Result<Self, Failure> {
        let beside = std::env::current_exe()?.with_file_name("tanggap");
        let binary = flags.program.clone().unwrap_or(beside);
        let files = folder.join("files").display().to_string();
        let mut command = Command::new(&binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", database, "--files-dir", &files]);
        command.args(["--log-filter", "warn"]).current_dir(folder).kill_on_drop(true);
        let told = |error| format!("{} does not start: {error}", binary.display());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(told)?;
        let mut said = BufReader::new(child.stdout.take().ok_or("it is silent")?);
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            if said.read_line(&mut line).await? == 0 {
                return Err("the program ended at once".into());
            }
        }
        let address = line.trim().rsplit("http://").next().unwrap_or_default().to_owned();
        Ok(Self { child, _said: said, address })
    }

    /// Its resident memory, and the most it ever had.
    pub fn memory(&self) -> Result<String, Failure> {
        let id = self.child.id().ok_or("the program is gone")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let of = |key: &str| {
            let line = status.lines().find(|line| line.starts_with(key));
            let number = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|text| text.parse::<f64>().ok());
            number.unwrap_or_default() / 1024.0
        };
        Ok(format!("{:.0} MiB resident, {:.0} MiB at most", of("VmRSS:"), of("VmHWM:")))
    }

    /// How long it has worked on the cores until now, in milliseconds.
    pub fn cpu(&self) -> Result<f64, Failure> {
        let id = self.child.id().ok_or("the program is gone")?;
        let said = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        // Behind the name, which may hold anything: the state and ten numbers, then the ticks for itself and those of the kernel for it.
        let behind = said.rsplit(')').next().unwrap_or_default();
        let ticks = behind.split_whitespace().skip(11).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
        Ok(ticks * MS_PER_TICK)
    }

    /// Asks it to end, and waits.
    pub async fn stop(mut self) -> Result<(), Failure> {
        let id = self.child.id().ok_or("the program is gone")?.to_string();
        Command::new("kill").args(["-TERM", &id]).status().await?;
        self.child.wait().await?;
        Ok(())
    }
}
