//! An old incident log, replayed through the desk's commands. The log here is made up, in the shape of a real one.

use crate::program::process::{refused, worked};
use crate::support::world::{World, instant, new_postgres_database};
use desk::clock::StillClock;
use desk::ticket::Status;
use migrations::MigratorTrait;
use std::path::Path;
use std::sync::Arc;
use tanggap::replay::{Report, log, tell};

fn log_file() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/replay/log.csv"))
}

async fn replayed(database: &str, folder: &Path) -> (Report, Arc<desk::Desk>) {
    let zone = chrono_tz::Asia::Jakarta;
    let incidents = log::read(log_file(), zone).expect("a log");
    let clock = Arc::new(StillClock::at(instant("2016-01-02T00:00:00Z")));
    let desk = World::open(database, folder, clock.clone(), 3).await;
    migrations::Migrator::up(desk.store().migrating(), None).await.expect("the schema");
    desk.load_defaults().await.expect("the defaults");
    let report = tell(&desk, &clock, &incidents, zone).await.expect("a replay");
    (report, desk)
}

fn is_as_expected(report: &Report) {
    let said = report.to_string();
    // The last lines tell times.
    let (counts, _) = said.split_once("Peristiwa: ").expect("counts");
    assert_eq!(
        counts,
        "\
Insiden: 5, pembaruan: 23, perintah: 30
Keadaan akhir:
  IN_PROGRESS: 1
  WAITING_THIRD_PARTY: 1
  CLOSED: 3
Berakhir lain dari log: 0
Status sama dengan log setelah 21 dari 23 pembaruan; selebihnya:
  menurut log NEW, di sini IN_PROGRESS: 2
Prioritas akhir sama dengan log: 5 dari 5
Dibuka kembali: 1 (menurut log 1)
Berpindah grup: 2 eskalasi + 1 alih tim + 1 kembali ke Tier 1 (menurut log 5)
Menunggu: 1 pelapor, 2 pihak ketiga; oleh jam: 18
Ditolak karena urutan log sendiri tidak masuk akal: 3
  2 × Escalate: Ini tidak dapat dilakukan: status tiket Selesai (menunggu konfirmasi). (misalnya LOG-3 baris 18)
  1 × Record: Bagian “Waktu diterima” tidak boleh di masa depan. (misalnya LOG-3 baris 16)
Ditolak karena sebab lain: 0
"
    );
    assert!(report.is_good(), "{said}");
    assert_eq!(report.told.ends[&Status::Closed], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite://{}", folder.path().join("tanggap.db").display());
    is_as_expected(&replayed(&database, folder.path()).await.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    is_as_expected(&replayed(&new_postgres_database(None).await, folder.path()).await.0);
}

/// By the command line: into a new database once, and never among what is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = log_file().display().to_string();
    let said = worked(folder.path(), &["replay", &log]).await;
    assert!(said.contains("Berakhir lain dari log: 0\n") && said.contains("\nCatatan utuh: "), "{said}");
    let again = refused(folder.path(), &["replay", &log]).await;
    assert!(again.contains("sudah dipakai"), "{again}");
    let broken = folder.path().join("broken.csv");
    std::fs::write(&broken, "number,incident_state,opened_at\nX,New,?\n").expect("a file");
    let no = refused(folder.path(), &["replay", &broken.display().to_string(), "--data-dir", "other"]).await;
    assert!(no.contains("kolom “sys_updated_at” tidak ada"), "{no}");
    std::fs::write(&broken, "number,incident_state,opened_at,sys_updated_at\nX,New,?,01-01-2016 10:00\n")
        .expect("a file");
    let no = refused(folder.path(), &["replay", &broken.display().to_string(), "--data-dir", "other"]).await;
    assert!(no.contains("baris 2: “opened_at” bukan waktu"), "{no}");
}
