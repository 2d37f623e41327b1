//! The program as a process.

use crate::support::World;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// Longer than anything takes on the slowest machine; reached only where something is broken.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program with these arguments, told nothing by our own environment.
fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanggap"));
    // An empty folder: what lies about where the tests run is nobody's setting.
    command.args(arguments).current_dir(folder).kill_on_drop(true).stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub async fn run(folder: &Path, arguments: &[&str]) -> Output {
    timeout(PATIENCE, program(folder, arguments).output()).await.expect("it ends").expect("it starts")
}

/// Runs it and expects it to work; what it printed.
pub async fn worked(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments).await;
    let (said, wrong) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}{wrong}");
    said
}

/// Runs it and expects it to refuse; its last words.
pub async fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments).await;
    assert!(!output.status.success(), "{arguments:?} should be refused: {}", text(&output.stdout));
    text(&output.stderr)
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a server logs, where nothing else is said.
const ALL: &str = "debug,hyper=info,tungstenite=info";

/// A program that serves.
pub struct Server {
    child: Child,
    /// Kept open: a program that cannot print is another story.
    _said: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
    log: PathBuf,
}

impl Server {
    /// Starts it on a database, with a log of everything there is to say.
    pub async fn start(folder: &Path, database: &str, more: &[&str]) -> Self {
        Self::spawn(program, folder, database, ALL, more, &[]).await
    }

    /// ... with a log of what went wrong only, and told this by its environment: for stories in which it dies a hundred times.
    pub async fn quiet(world: &World, more: &[&str], environment: &[(&str, String)]) -> Self {
        Self::spawn(program, world.folder.path(), &world.database, "warn", more, environment).await
    }

    /// ... on a database that is named otherwise.
    pub async fn quiet_on(folder: &Path, database: &str, more: &[&str]) -> Self {
        Self::spawn(program, folder, database, "warn", more, &[]).await
    }

    /// Starts it so that a file that may not grow is an error to it, as on a full disk, and not its end.
    pub async fn start_limitable(folder: &Path, database: &str) -> Self {
        let limitable = |folder: &Path, arguments: &[&str]| {
            let mut command = Command::new("sh");
            command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tanggap")]);
            command.args(arguments).current_dir(folder).kill_on_drop(true).stdin(Stdio::null());
            command
        };
        Self::spawn(limitable, folder, database, ALL, &[], &[]).await
    }

    /// Lets none of its files grow beyond so many bytes; none: as it likes.
    pub async fn limit_files(&self, most: Option<u64>) {
        let pid = self.child.id().expect("it runs").to_string();
        let most = most.map_or("unlimited".to_owned(), |most| most.to_string());
        let limited =
            Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={most}:unlimited")]).status().await;
        assert!(limited.expect("prlimit").success());
    }

    async fn spawn(
        program: impl Fn(&Path, &[&str]) -> Command,
        folder: &Path,
        database: &str,
        filter: &str,
        more: &[&str],
        environment: &[(&str, String)],
    ) -> Self {
        let place = tempfile::Builder::new().prefix("log").tempfile_in(folder).expect("a file");
        let (file, log) = place.keep().expect("a log");
        let files = folder.join("files").display().to_string();
        // These tests ask what the portal does not.
        let base = ["serve", "--listen", "127.0.0.1:0", "--database-url", database, "--files-dir", &files];
        let any = ["--any-operation", "true"];
        let log_all = ["--log-format", "json", "--log-filter", filter];
        let arguments = [&base[..], &any, &log_all, more].concat();
        let mut command = program(folder, &arguments);
        command.envs(environment.iter().map(|(name, value)| (*name, value)));
        let mut child = command.stdout(Stdio::piped()).stderr(file).spawn().expect("it starts");
        let mut said = BufReader::new(child.stdout.take().expect("its words"));
        let mut line = String::new();
        while !line.contains("mendengarkan di http://") {
            line.clear();
            let read = timeout(PATIENCE, said.read_line(&mut line)).await.expect("it speaks").expect("words");
            assert!(read > 0, "it ended at once: {}", std::fs::read_to_string(&log).unwrap_or_default());
        }
        let address = line.trim().rsplit("http://").next().expect("an address").to_owned();
        Self { child, _said: said, address, log }
    }

    /// Starts it beside the desk of a story.
    pub async fn beside(world: &World) -> Self {
        // Sessions and tokens end by the clock of whoever looks at them.
        world.clock.set(desk::clock::Clock::now(&desk::clock::SystemClock));
        Self::start(world.folder.path(), &world.database, &[]).await
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it has written to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("the log")
    }

    /// Asks it to end.
    pub async fn terminate(&self) {
        self.signal("-TERM").await;
    }

    /// Sends it a signal.
    pub async fn signal(&self, signal: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let told = Command::new("kill").args([signal, &id]).status().await.expect("kill");
        assert!(told.success());
    }

    /// Ends it without asking: `kill -9`.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it ran");
    }

    /// Waits for its end; whether it ended well.
    pub async fn ended(&mut self) -> bool {
        timeout(PATIENCE, self.child.wait()).await.expect("it ends").expect("its end").success()
    }

    /// Asks it to end and waits.
    pub async fn stop(&mut self) {
        self.terminate().await;
        assert!(self.ended().await, "{}", self.log());
    }
}
