//! The API as seen by the public npm clients. `make test` installs them from tests/node/package-lock.json.

use super::process::{PATIENCE, Server, text};
use crate::graphql::talk::{Door, report};
use crate::story;
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use tokio::process::Command;
use tokio::time::timeout;

/// One of the scripts in tests/node.
fn node(script: &str, arguments: &[&str]) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    assert!(
        folder.join("node_modules").is_dir(),
        "the npm clients are missing: run `make test`, or `npm ci` in tests/node"
    );
    let mut command = Command::new("node");
    command.arg(folder.join(script)).args(arguments).kill_on_drop(true).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn url(scheme: &str, server: &Server, path: &str) -> String {
    format!("{scheme}://{}{path}", server.address)
}

story! {
    /// The public audit of GraphQL over HTTP, whole: what it calls SHOULD and MAY as well.
    the_public_audit, |world| {
        let door = Door::program(&world).await;
        let sari = door.client(&world, "sari").await;
        let token = sari.bearer.trim_start_matches("Bearer ");
        let mut audit = node("audit.mjs", &[&url("http", door.server(), "/graphql"), token]);
        let output = timeout(PATIENCE, audit.output()).await.expect("it ends").expect("node");
        let said = text(&output.stdout);
        assert!(output.status.success() && said.contains("61 of 61 audits pass"), "{said}{}", text(&output.stderr));
    }
}

story! {
    /// The public client for subscriptions hears of a ticket's change.
    the_public_client_hears, |world| {
        let door = Door::program(&world).await;
        let (sari, budi) = (door.client(&world, "sari").await, door.client(&world, "budi").await);
        let ticket = sari.does("ticketOpen", json!({ "report": report(&world, "TIK-01", "Internet mati") })).await;
        let subscription = format!("subscription {{ ticketChanged(ticket: \"{}\") {{ ticket version }} }}", ticket.id);
        let token = sari.bearer.trim_start_matches("Bearer ");
        let address = url("ws", door.server(), "/graphql/live");
        let client = node("subscribe.mjs", &[&address, token, &subscription, "1"]).spawn().expect("node");
        let mut ended = std::pin::pin!(timeout(PATIENCE, client.wait_with_output()));
        // Nobody is told when it has begun to listen: there is something to hear until it has heard it.
        let output = loop {
            tokio::select! {
                output = &mut ended => break output.expect("it ends").expect("node"),
                _ = budi.does("ticketNote", ticket.only(json!({ "text": "Sedang dicek" }))) => {}
            }
        };
        assert!(output.status.success(), "{}", text(&output.stderr));
        let heard: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a line of JSON");
        assert_eq!(heard["data"]["ticketChanged"], json!({ "ticket": ticket.id, "version": ticket.version }));

        // With a token that does not hold the socket is closed as the protocol says.
        let mut stranger = node("subscribe.mjs", &[&address, "tgp_tidak", &subscription, "1"]);
        let output = timeout(PATIENCE, stranger.output()).await.expect("it ends").expect("node");
        assert!(!output.status.success() && text(&output.stderr).starts_with("closed: 440"), "{}", text(&output.stderr));
    }
}
