//! A PostgreSQL of a story's own, with fsync, which the story may crash.

use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout, Command};

/// A server that is gone when its standard input is: with this value.
pub struct OwnPostgres {
    orders: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
    /// `postgres://tanggap@127.0.0.1:PORT`
    pub server: String,
}

/// Says where the server is; then, for each line it hears, crashes it and says when it is back.
const SCRIPT: &str =
    r#"echo "$TANGGAP_TEST_POSTGRES"; while read -r _; do (eval "$TANGGAP_TEST_POSTGRES_CRASH") >&2; echo back; done"#;

impl OwnPostgres {
    pub async fn start() -> Self {
        let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/with-postgres"));
        command.args(["bash", "-c", SCRIPT]).env_remove("TANGGAP_TEST_POSTGRES");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a server");
        let orders = child.stdin.take().expect("its ear");
        let mut said = BufReader::new(child.stdout.take().expect("its words")).lines();
        let server = said.next_line().await.expect("words").expect("an address");
        Self { orders, said, server }
    }

    /// As if its machine had been reset: nothing is written out, nobody is told; it comes back from its log.
    pub async fn crash(&mut self) {
        self.orders.write_all(b"crash\n").await.expect("it hears");
        assert_eq!(self.said.next_line().await.expect("words").as_deref(), Some("back"));
    }
}
