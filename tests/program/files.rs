//! Bytes up and down.

use super::process::Server;
use super::web::{Browser, ask};
use crate::story;
use desk::id::FileId;
use desk::ticket::Open;
use desk::token::{MakeToken, TokenScope};

/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";

story! {
    /// A file is its uploader's until it is attached, then its readers'; nobody else knows that it exists.
    up_and_down, |world| {
        let server = Server::beside(&world).await;
        let mut bearers = std::collections::BTreeMap::new();
        for person in ["sari", "budi", "ayu"] {
            let make = MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() };
            let token = world.desk.act(&world.as_(person), make).await.expect("a token");
            bearers.insert(person, format!("Bearer {token}"));
        }
        let sari = ("authorization", bearers["sari"].as_str());
        let reply = ask(&server, "POST", "/files", &[sari, ("x-file-name", "foto%20layar%20%C3%A9.png")], PNG).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        let id = reply.json()["id"].as_str().expect("an id").to_owned();
        let path = format!("/files/{id}");

        for (person, status) in [("sari", 200), ("budi", 404), ("ayu", 404)] {
            let reply = ask(&server, "GET", &path, &[("authorization", bearers[person].as_str())], "").await;
            assert_eq!(reply.status, status, "{person}");
        }
        assert_eq!(ask(&server, "GET", &path, &[], "").await.code(), "SIGN_IN_FIRST");
        assert_eq!(Browser::new(&server).get(&path).await.status, 401);

        let mut report = world.report("TIK-01", "Layar biru");
        report.files = vec![id.parse::<FileId>().expect("a file's id")];
        let open = Open { report, on_behalf_of: None };
        world.desk.act(&world.as_("sari"), open).await.expect("a ticket");
        let reply = ask(&server, "GET", &path, &[("authorization", bearers["budi"].as_str())], "").await;
        assert_eq!((reply.status, reply.body.as_slice()), (200, PNG), "the unit's Tier 1 reads it now");
        for (name, value) in [
            ("content-type", "image/png"),
            ("content-disposition", "attachment; filename=\"foto layar _.png\"; filename*=UTF-8''foto%20layar%20%C3%A9.png"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox"),
            ("cache-control", "private, no-store"),
            ("content-encoding", ""),
        ] {
            assert_eq!(reply.header(name), value, "{name}");
        }
        assert_eq!(ask(&server, "GET", &path, &[("authorization", bearers["ayu"].as_str())], "").await.status, 404);

        // Bytes that are not those that were uploaded are nobody's to read.
        let kept = only_file(&world.folder.path().join("files"));
        std::fs::write(&kept, b"bukan gambar itu").expect("other bytes");
        for path in [path.clone(), format!("{path}/preview")] {
            let reply = ask(&server, "GET", &path, &[sari], "").await;
            assert_eq!((reply.status, &*reply.code()), (500, "FILE_DAMAGED"), "{path}");
        }
        std::fs::write(&kept, PNG).expect("the bytes again");

        let small = ask(&server, "GET", &format!("{path}/preview"), &[sari], "").await;
        assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg".to_owned()));
        assert_eq!((small.header("content-disposition"), small.header("content-security-policy")), ("inline".into(), "sandbox".into()));
        assert!(small.body.starts_with(b"\xff\xd8\xff"));
        // Made once and kept beside its file; a browser that has it asks whether it may still show it, and who may not see it learns nothing.
        let (tag, preview) = (small.header("etag"), format!("{path}/preview"));
        assert_eq!(small.header("cache-control"), "private, no-cache");
        std::fs::write(&kept, b"bukan gambar itu").expect("other bytes");
        let again = ask(&server, "GET", &preview, &[sari], "").await;
        assert_eq!((again.status, again.body), (200, small.body.clone()));
        std::fs::write(&kept, PNG).expect("the bytes again");
        let same = ask(&server, "GET", &preview, &[sari, ("if-none-match", tag.as_str())], "").await;
        assert_eq!((same.status, same.body.len()), (304, 0));
        let ayu = ("authorization", bearers["ayu"].as_str());
        for headers in [vec![ayu], vec![ayu, ("if-none-match", tag.as_str())]] {
            assert_eq!(ask(&server, "GET", &preview, &headers, "").await.status, 404);
        }
    }
}

story! {
    /// Over a bad line a file comes in parts: whoever lost the line asks how far it is and goes on from there.
    in_parts, |world| {
        let server = Server::beside(&world).await;
        let token = world.desk.act(&world.as_("sari"), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await.expect("a token");
        let bearer = format!("Bearer {token}");
        let sari = ("authorization", bearer.as_str());
        let size = PNG.len().to_string();
        let headers = [sari, ("x-file-name", "foto.png"), ("x-file-size", size.as_str())];
        let begun = ask(&server, "POST", "/files/parts", &headers, "").await;
        assert_eq!(begun.status, 201, "{begun:?}");
        let path = format!("/files/parts/{}", begun.json()["upload"].as_str().expect("an id"));
        let part = async |from: usize, bytes: &'static [u8]| {
            let from = from.to_string();
            ask(&server, "PATCH", &path, &[sari, ("upload-offset", from.as_str())], bytes).await.json()
        };
        assert_eq!(part(0, &PNG[..20]).await["received"], 20);
        assert_eq!(ask(&server, "GET", &path, &[sari], "").await.json()["received"], 20);
        assert_eq!(part(0, &PNG[..20]).await["received"], 20, "sent again");
        let whole = part(20, &PNG[20..]).await;
        let file = format!("/files/{}", whole["id"].as_str().expect("the file"));
        assert_eq!(ask(&server, "GET", &file, &[sari], "").await.body, PNG);
        for (method, path) in [("GET", path.as_str()), ("GET", "/files/parts/kacau"), ("PATCH", path.as_str())] {
            let reply = ask(&server, method, path, &[sari, ("upload-offset", "0")], "x").await;
            assert_eq!((reply.status, &*reply.code()), (404, "NOT_FOUND"), "{method} {path}");
        }
        assert_eq!(ask(&server, "POST", "/files/parts", &[sari, ("x-file-name", "a.png")], "").await.status, 400);
        assert_eq!(ask(&server, "POST", "/files/parts", &[("x-file-size", "9")], "").await.code(), "SIGN_IN_FIRST");
    }
}

story! {
    /// A form as a browser sends it; a page that only calls itself a picture; too much; nothing.
    what_is_taken, |world| {
        let server = Server::beside(&world).await;
        let token = world.desk.act(&world.as_("sari"), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() }).await.expect("a token");
        let bearer = format!("Bearer {token}");
        let sari = ("authorization", bearer.as_str());
        let form = [
            b"--batas\r\nContent-Disposition: form-data; name=\"catatan\"\r\n\r\nx\r\n".as_slice(),
            b"--batas\r\nContent-Disposition: form-data; name=\"file\"; filename=\"gambar.png\"\r\n",
            b"Content-Type: text/html\r\n\r\n",
            PNG,
            b"\r\n--batas--\r\n",
        ]
        .concat();
        let headers = [sari, ("content-type", "multipart/form-data; boundary=batas")];
        let reply = ask(&server, "POST", "/files", &headers, form).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        let path = format!("/files/{}", reply.json()["id"].as_str().expect("an id"));
        let reply = ask(&server, "GET", &path, &[sari], "").await;
        assert_eq!((reply.header("content-type"), reply.body.as_slice()), ("image/png".to_owned(), PNG));

        let page = "<!DOCTYPE html><script>alert(1)</script>";
        let reply = ask(&server, "POST", "/files", &[sari, ("x-file-name", "foto.png")], page).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        let path = format!("/files/{}", reply.json()["id"].as_str().expect("an id"));
        let reply = ask(&server, "GET", &path, &[sari], "").await;
        assert_eq!(reply.header("content-type"), "application/octet-stream");
        assert!(reply.header("content-disposition").starts_with("attachment; "));
        let reply = ask(&server, "GET", &format!("{path}/preview"), &[sari], "").await;
        assert_eq!((reply.status, &*reply.code()), (422, "PREVIEW_NOT_AN_IMAGE"));

        let reply = ask(&server, "POST", "/files", &[sari, ("x-file-name", "besar.bin")], vec![7; 25_000_001]).await;
        assert_eq!((reply.status, &*reply.code()), (413, "FILE_TOO_LARGE"), "{:?}", reply.json());
        let reply = ask(&server, "POST", "/files", &[sari], "").await;
        assert_eq!((reply.status, &*reply.code()), (422, "BLANK"));
        let headers = [sari, ("content-type", "multipart/form-data; boundary=batas")];
        assert_eq!(ask(&server, "POST", "/files", &headers, "kacau").await.status, 400);
        for path in ["/files/file:00", "/files/ticket:00000000000000000000000000000000", "/files/..%2f..%2fetc%2fpasswd"] {
            assert_eq!(ask(&server, "GET", path, &[sari], "").await.status, 404, "{path}");
        }
    }
}

/// The one file that is kept, two letters down.
fn only_file(files: &std::path::Path) -> std::path::PathBuf {
    let only = |folder: &std::path::Path| {
        let mut entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let found = entries.find(|path| !path.ends_with("parts")).expect("something in it");
        assert!(entries.all(|path| path.ends_with("parts")), "one file");
        found
    };
    only(&only(files))
}
