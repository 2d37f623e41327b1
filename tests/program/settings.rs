//! What the program refuses before it starts.

use super::process::{refused, run, text, worked};
use std::process::Stdio;
use tokio::process::Command;

#[tokio::test]
async fn a_wrong_file_is_refused_with_its_line_and_what_is_expected() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tanggap.toml"), "# Kabupaten Contoh\nlisten = \"rumah\"\nlisen = 1\n").unwrap();
    let said = refused(folder.path(), &["serve"]).await;
    assert!(said.contains("tanggap.toml:2: “listen” harus berupa alamat IP dan port"), "{said}");
    assert!(said.contains("tanggap.toml:3: “lisen” tidak dikenal; mungkin maksudnya “listen”"), "{said}");
    assert!(!folder.path().join("data").exists(), "nothing was begun");
    let said = refused(folder.path(), &["serve", "--config", "lain.toml"]).await;
    assert!(said.contains("lain.toml: berkas ini tidak dapat dibaca"), "{said}");
}

#[tokio::test]
async fn a_wrong_variable_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanggap"));
    command.arg("config").current_dir(folder.path()).env("TANGGAP_WORKER", "mungkin").env("TANGGAP_LISEN", "x");
    let output = command.stdin(Stdio::null()).output().await.unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("TANGGAP_WORKER: “worker” harus berupa true atau false"), "{said}");
    assert!(said.contains("mungkin maksudnya “TANGGAP_LISTEN”"), "{said}");
}

#[tokio::test]
async fn the_settings_that_count_are_shown_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tanggap.toml"), "database_url = \"postgres://t:rahasia@db/tanggap\"\n").unwrap();
    let said = worked(folder.path(), &["config", "--read-connections", "3"]).await;
    assert!(said.contains("database_url = \"postgres://t:***@db/tanggap\"  # tanggap.toml:1"), "{said}");
    assert!(said.contains("read_connections = 3  # --read-connections"), "{said}");
    assert!(said.contains("migrate = false  # bawaan") && !said.contains("rahasia"), "{said}");
}

#[tokio::test]
async fn the_contract_needs_no_database_and_no_settings() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tanggap.toml"), "lisen = 1\n").unwrap();
    let said = worked(folder.path(), &["schema"]).await;
    assert!(said.contains("type Query") && said.ends_with("}\n"), "{said}");
    assert!(!folder.path().join("data").exists());
}

#[tokio::test]
async fn an_old_schema_is_not_served_and_the_refusal_says_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let serve = ["serve", "--migrate", "false", "--listen", "127.0.0.1:0"];
    let said = refused(folder.path(), &serve).await;
    assert!(said.contains("Jalankan `tanggap migrate`"), "{said}");
    let said = worked(folder.path(), &["migrate"]).await;
    assert!(said.starts_with("Skema dibuat: "), "{said}");
    assert_eq!(worked(folder.path(), &["migrate"]).await, "Skema basis data sudah yang terbaru.\n");
}

#[tokio::test]
async fn the_demo_stays_on_this_machine_and_out_of_other_databases() {
    let folder = tempfile::tempdir().unwrap();
    let outside = ["serve", "--demo", "--listen", "0.0.0.0:0", "--public-url", "https://tanggap.kab.go.id"];
    assert!(refused(folder.path(), &outside).await.contains("hanya boleh dibuka di komputer ini sendiri"));
    worked(folder.path(), &["migrate"]).await;
    let own = ["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir", "data"];
    let said = refused(folder.path(), &own).await;
    assert!(said.contains("bukan buatan --demo"), "{said}");
    let output = run(folder.path(), &["serve", "--demo-password", "x"]).await;
    assert_eq!(output.status.code(), Some(2), "a password without a demo is a mistake");
}
