//! Tables in, and the record proven: `import`, `seal`, `audit`, as an operator and an auditor use them.

use super::process::{PATIENCE, Server, refused, run, text, worked};
use super::web::ask;
use crate::story;
use crate::support::words::reply;
use std::path::Path;

story! {
    /// Seals are taken by the worker; the auditor, with what was kept outside, finds what was altered, on the spot and from an export.
    an_auditor_trusts_what_was_kept_outside, |world| {
        let folder = world.folder.path();
        let database = ["--database-url", &*world.database];
        let said = worked(folder, &["seal", "key", "segel.pem"]).await;
        assert!(said.contains("segel.pem.pub"), "{said}");
        assert!(refused(folder, &["seal", "key", "segel.pem"]).await.contains("tidak dapat ditulis"), "a key is never overwritten");
        let ticket = world.opened("sari", "TIK-01", "Jaringan kantor padam").await;
        world.does("budi", reply(ticket, "Kami cek dulu switchnya.")).await;

        let sealing = ["--seal-key-file", "segel.pem", "--anchor-file", "jangkar.jsonl"];
        let mut server = Server::start(folder, &world.database, &sealing).await;
        wait_for(&folder.join("jangkar.jsonl")).await;
        server.stop().await;

        let kept = ["--anchor", "jangkar.jsonl", "--key", "segel.pem.pub"];
        let verify = async |more: &[&str]| worked(folder, &[&["audit", "verify"], more, &database[..]].concat()).await;
        let said = verify(&kept).await;
        assert!(said.contains("Terbukti sampai segel") && said.contains("oleh jangkar di luar basis data"), "{said}");
        let said = verify(&[]).await;
        assert!(said.contains("tidak ada kunci publik"), "without what was kept outside little is proven: {said}");

        let said = worked(folder, &[&["seal", "now"], &sealing[..], &database[..]].concat()).await;
        assert!(said.contains("Segel terakhir: "), "{said}");
        worked(folder, &[&["audit", "export", "catatan.jsonl"], &database[..]].concat()).await;
        let again = refused(folder, &[&["audit", "export", "catatan.jsonl"], &database[..]].concat()).await;
        assert!(again.contains("sudah ada"), "{again}");
        // Of the export nothing has to be believed either, and the database is not needed.
        let exported = ["audit", "verify", "--export", "catatan.jsonl"];
        let said = worked(folder, &[&exported[..], &kept].concat()).await;
        assert!(said.contains("Ini ekspor"), "{said}");
        let text = std::fs::read_to_string(folder.join("catatan.jsonl")).expect("the export");
        std::fs::write(folder.join("diubah.jsonl"), text.replacen("TICKET_OPENED", "TICKET_CLOSED", 1).replacen("OPENED", "CLOSED", 1)).expect("a copy");
        let said = refused(folder, &[&["audit", "verify", "--export", "diubah.jsonl"], &kept[..]].concat()).await;
        assert!(said.contains("tidak utuh"), "{said}");

        world.by_hand("UPDATE ticket SET title = 'Tidak pernah padam'").await;
        let said = refused(folder, &[&["audit", "verify", "--json"], &kept[..], &database].concat()).await;
        assert!(said.contains("Catatan ini tidak utuh: 1 temuan"), "{said}");
    }
}

story! {
    /// A copy that nobody can write to is proven like the database itself, bytes of files and all; what it cannot note it says.
    a_copy_that_is_only_read, |world| {
        use migrations::driver::{ConnectionTrait, Database};
        let folder = world.folder.path();
        world.opened("sari", "TIK-01", "Jaringan kantor padam").await;
        let files = folder.join("files").display().to_string();
        let verify = async |database: &str| {
            let output = run(folder, &["audit", "verify", "--read-only", "--files", "--database-url", database, "--files-dir", &files]).await;
            (output.status.code(), text(&output.stdout), text(&output.stderr))
        };
        let (database, alter) = if let Some(path) = world.database.strip_prefix("sqlite://") {
            // As it is while others write beside it, and as a copy without its log, on a medium of which the folder is closed too.
            let (code, said, _) = verify(&world.database).await;
            assert_eq!(code, Some(0), "{said}");
            world.by_hand("PRAGMA wal_checkpoint(TRUNCATE)").await;
            let copy = folder.join("salinan.db");
            std::fs::copy(path, &copy).expect("a copy");
            (format!("sqlite://{}", copy.display()), Database::connect(format!("sqlite://{}", copy.display())).await.expect("the copy"))
        } else {
            let made = "DO $$ BEGIN CREATE ROLE tanggap_auditor LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
            world.by_hand(made).await;
            world.by_hand("GRANT SELECT ON ALL TABLES IN SCHEMA public TO tanggap_auditor").await;
            (world.database.replacen("//tanggap@", "//tanggap_auditor@", 1), Database::connect(&*world.database).await.expect("the owner"))
        };
        let (code, said, told) = verify(&database).await;
        assert_eq!(code, Some(0), "{said} {told}");
        assert!(told.contains("tidak tercatat") && said.contains("berkas dibaca"), "{said} {told}");
        // A role that may read tables may not read counters, and the report says so.
        assert_eq!(said.contains("penghitung nomor yang tidak boleh dibaca"), !database.starts_with("sqlite"), "{said}");
        alter.execute_unprepared("UPDATE ticket SET title = 'Tidak pernah padam'").await.expect("an alteration");
        alter.execute_unprepared("DELETE FROM clock").await.expect("an alteration");
        alter.close().await.expect("closing");
        let (code, said, _) = verify(&database).await;
        assert!(code == Some(1) && said.contains("clocks"), "{said}");
    }
}

story! {
    /// A key that others on the machine can read is no key, and settings that name one must be right before anything begins.
    a_seal_key_is_the_programs_own, |world| {
        use std::os::unix::fs::PermissionsExt;
        let folder = world.folder.path();
        worked(folder, &["seal", "key", "segel.pem"]).await;
        std::fs::set_permissions(folder.join("segel.pem"), std::fs::Permissions::from_mode(0o644)).expect("chmod");
        let serve = ["serve", "--listen", "127.0.0.1:0", "--database-url", &*world.database, "--seal-key-file"];
        assert!(refused(folder, &[&serve[..], &["segel.pem"]].concat()).await.contains("chmod 600"));
        assert!(refused(folder, &[&serve[..], &["tidak-ada.pem"]].concat()).await.contains("tidak dapat dibaca"));
        assert!(refused(folder, &[&serve[..], &["segel.pem.pub"]].concat()).await.contains("Kunci segel"));
    }
}

story! {
    /// A table with mistakes changes nothing and says what they are; the mended one goes in, and a second time nothing happens.
    tables_are_taken_whole_or_not, |world| {
        let folder = world.folder.path();
        let import = |file: &'static str| ["import", "people", file, "--database-url", &*world.database];
        let people = "nama,nip,opd\nSiti Aminah,198703122011012004,DISDIK\nAgus Salim,1987,DISDIK\nDewi,199001012015032001,TIDAK-ADA\n";
        std::fs::write(folder.join("salah.csv"), people).expect("a file");
        let output = run(folder, &import("salah.csv")).await;
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("baris 3, kolom \"nip\"") && said.contains("baris 4, kolom \"opd\""), "{said}");
        assert!(said.contains("Tidak ada yang disimpan"), "{said}");
        std::fs::write(folder.join("benar.csv"), people.lines().take(2).collect::<Vec<_>>().join("\n")).expect("a file");
        let said = worked(folder, &[&import("benar.csv")[..], &["--dry-run"]].concat()).await;
        assert!(said.contains("akan ditambah 1"), "{said}");
        assert!(worked(folder, &import("benar.csv")).await.contains("1 ditambah"));
        assert!(worked(folder, &import("benar.csv")).await.contains("1 tetap"));
    }
}

/// Until the program has written it.
async fn wait_for(path: &Path) {
    let written = async {
        while std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, written).await.expect("it is written");
}

story! {
    /// R37: the role that serves adds to the record and cannot rewrite it, whatever it would like to.
    a_role_that_cannot_rewrite_the_record, |world| {
        use migrations::driver::{ConnectionTrait, Database};
        let folder = world.folder.path();
        let grant = ["migrate", "--grant", "tanggap_serve", "--database-url", &*world.database];
        if world.database.starts_with("sqlite") {
            assert!(refused(folder, &grant).await.contains("SQLite tidak mengenal peran"));
            return;
        }
        assert!(refused(folder, &["migrate", "--grant", "tidak_ada", "--database-url", &*world.database]).await.contains("tidak_ada"));
        // Roles are the whole server's: another run may have made it.
        let made = "DO $$ BEGIN CREATE ROLE tanggap_serve LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
        world.by_hand(made).await;
        assert!(worked(folder, &grant).await.contains("tidak dapat mengubah catatan"));

        let own = world.database.replacen("//tanggap@", "//tanggap_serve@", 1);
        let mut owner = Server::start(folder, &world.database, &[]).await;
        owner.stop().await;
        assert!(owner.log().contains("could rewrite the record"));
        let mut server = Server::start(folder, &own, &[]).await;
        world.clock.set(desk::clock::Clock::now(&desk::clock::SystemClock));
        let token = world.desk.act(&world.as_("sari"), desk::token::MakeToken { name: "uji".into(), days: 1, scopes: desk::token::TokenScope::ALL.to_vec() }).await.expect("a token");
        let query = format!(
            "mutation {{ ticketOpen(input: {{ report: {{ service: \"{}\", title: \"Internet mati\", description: \"x\", kind: INCIDENT, \
             impact: PERSON, urgency: LOW }} }}) {{ ticket {{ number }} userErrors {{ message }} }} }}",
            world.services["TIK-01"]
        );
        let body = serde_json::json!({ "query": query }).to_string();
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let reply = ask(&server, "POST", "/graphql", &headers, body).await;
        assert_eq!(reply.json()["data"]["ticketOpen"]["userErrors"], serde_json::json!([]), "{reply:?}");
        server.stop().await;
        assert!(!server.log().contains("could rewrite the record"));

        let db = Database::connect(own).await.expect("the role signs in");
        for wrong in ["UPDATE event SET seq = 0", "DELETE FROM seal", "TRUNCATE seal_leaf", "DROP TABLE event"] {
            assert!(db.execute_unprepared(wrong).await.is_err(), "{wrong}");
        }
        db.close().await.expect("closing");
    }
}
