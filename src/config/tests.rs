use super::*;

fn read(file: &str, variables: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Result<Config, Wrong> {
    let sources = Sources {
        file: (!file.is_empty()).then(|| (PathBuf::from("tanggap.toml"), file.to_owned())),
        variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        flags: flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
    };
    Config::from_sources(sources, false)
}

fn refused(file: &str, variables: &[(&str, &str)], flags: &[(&'static str, &str)]) -> String {
    read(file, variables, flags).expect_err("it should be refused").to_string()
}

#[test]
fn nothing_needs_to_be_said() {
    let config = read("", &[], &[]).unwrap();
    insta::assert_snapshot!(config, @r#"
    listen = "127.0.0.1:8080"  # bawaan
    # public_url: tidak diisi
    trusted_proxies = []  # bawaan
    data_dir = "data"  # bawaan
    files_dir = "data/files"  # bawaan
    disk_reserve = "512MiB"  # bawaan
    database_url = "sqlite://data/tanggap.db"  # bawaan
    write_connections = 16  # bawaan
    read_connections = 16  # bawaan
    migrate = true  # bawaan
    log_format = "text"  # bawaan
    log_filter = "info"  # bawaan
    introspection = true  # bawaan
    # metrics_listen: tidak diisi
    any_operation = false  # bawaan
    worker = true  # bawaan
    # seal_key_file: tidak diisi
    seal_every = "900s"  # bawaan
    # anchor_file: tidak diisi
    "#);
    assert_eq!(config.database_url.sqlite_file(), Some(PathBuf::from("data/tanggap.db")));
}

#[test]
fn a_flag_is_stronger_than_a_variable_and_that_than_the_file() {
    let file = "# PD Contoh\nlisten = \"127.0.0.1:1\"\nread_connections = 3\nlog_format = \"json\"\n";
    let config = read(file, &[("LISTEN", "127.0.0.1:2"), ("READ_CONNECTIONS", "4")], &[("listen", "127.0.0.1:3")]);
    let text = config.unwrap().to_string();
    for line in [
        "listen = \"127.0.0.1:3\"  # --listen",
        "read_connections = 4  # TANGGAP_READ_CONNECTIONS",
        "log_format = \"json\"  # tanggap.toml:4",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_all_at_once() {
    let file = "lisen = \"127.0.0.1:8080\"\n\nworker = \"mungkin\"\n[log]\nformat = \"json\"\n";
    insta::assert_snapshot!(refused(file, &[("PORT", "80"), ("MIGRATES", "true")], &[]), @r"
    Pengaturan tidak dapat dipakai:
      tanggap.toml:1: “lisen” tidak dikenal; mungkin maksudnya “listen”
      tanggap.toml:4: “log” tidak dikenal; `tanggap config` menampilkan semua yang ada
      TANGGAP_PORT: “TANGGAP_PORT” tidak dikenal; `tanggap config` menampilkan semua yang ada
      TANGGAP_MIGRATES: “TANGGAP_MIGRATES” tidak dikenal; mungkin maksudnya “TANGGAP_MIGRATE”
      tanggap.toml:3: “worker” harus berupa true atau false: apakah serve juga mengerjakan yang jatuh tempo; yang tertulis: “mungkin”
    ");
    let file = "listen = \"rumah\"\nread_connections = 0\nseal_every = 1.5\n";
    insta::assert_snapshot!(refused(file, &[("WORKER", "mungkin")], &[("log_filter", "=,=")]), @r"
    Pengaturan tidak dapat dipakai:
      tanggap.toml:3: “seal_every” harus berupa jarak antara dua segel, misalnya 15m atau 1h
      tanggap.toml:1: “listen” harus berupa alamat IP dan port tempat mendengarkan, misalnya 127.0.0.1:8080; yang tertulis: “rumah”
      tanggap.toml:2: “read_connections” harus berupa banyaknya koneksi untuk membaca, 1 sampai 200; yang tertulis: “0”
      --log-filter: “log_filter” harus berupa tingkat catatan, misalnya info atau warn,tanggap=debug; yang tertulis: “=,=”
      TANGGAP_WORKER: “worker” harus berupa true atau false: apakah serve juga mengerjakan yang jatuh tempo; yang tertulis: “mungkin”
    ");
    insta::assert_snapshot!(refused("listen =\n", &[], &[]), @r"
    Pengaturan tidak dapat dipakai:
      tanggap.toml:1: bukan TOML yang benar (string values must be quoted, expected literal string)
    ");
}

#[test]
fn a_password_is_never_shown() {
    let wrong = refused("", &[("DATABASE_URL", "mysql://tanggap:rahasia@db/t")], &[]);
    assert!(wrong.contains("TANGGAP_DATABASE_URL") && !wrong.contains("rahasia"), "{wrong}");
    for url in ["postgres://tanggap:rahasia@db:5432/t", "postgresql://tanggap:ra@hasia@db/t?password=rahasia"] {
        let config = read("", &[("DATABASE_URL", url)], &[]).unwrap();
        let shown = format!("{config}{config:?}");
        assert!(shown.contains("tanggap:***@db") && !shown.contains("hasia"), "{shown}");
        assert!(!config.migrate, "PostgreSQL is migrated by hand unless said otherwise");
        assert_eq!(config.database_url.reveal(), url);
    }
}

#[test]
fn outside_this_machine_only_https() {
    assert!(refused("", &[("PUBLIC_URL", "http://tanggap.kab.go.id")], &[]).contains("harus https"));
    assert!(refused("", &[("LISTEN", "0.0.0.0:80")], &[]).contains("wajib diisi"));
    for url in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:8080", "https://tanggap.kab.go.id"] {
        assert_eq!(read("", &[("PUBLIC_URL", url)], &[]).unwrap().public_url.unwrap().text, url);
    }
    let usual = read("", &[("PUBLIC_URL", "HTTPS://Tanggap.kab.go.id:443/")], &[]).unwrap();
    assert_eq!(usual.public_url.unwrap().text, "https://tanggap.kab.go.id");
    for url in ["tanggap.kab.go.id", "https://", "https://a/b", "https://a:b", "ftp://a", "https://a@b", "https://:80"]
    {
        assert!(refused("", &[("PUBLIC_URL", url)], &[]).contains("public_url"), "{url}");
    }
}

#[test]
fn networks() {
    let list = read("trusted_proxies = [\"10.1.0.0/16\", \"192.168.1.7\", \"fd00::/8\", \"0.0.0.0/0\"]", &[], &[]);
    let all = list.unwrap().trusted_proxies;
    let some = read("", &[("TRUSTED_PROXIES", "10.1.0.0/16, 192.168.1.7,fd00::/8")], &[]).unwrap().trusted_proxies;
    // As the file has it, and as a message shows it.
    let as_shown = "[\"10.1.0.0/16\", '192.168.1.7', \"fd00::/8\"]";
    assert_eq!(read("", &[("TRUSTED_PROXIES", as_shown)], &[]).unwrap().trusted_proxies, some);
    assert_eq!(read("", &[], &[("trusted_proxies", as_shown)]).unwrap().trusted_proxies, some);
    for (address, inside) in [
        ("10.1.2.3", true),
        ("10.2.2.3", false),
        ("192.168.1.7", true),
        ("192.168.1.8", false),
        ("fd12::1", true),
        ("fe80::1", false),
        ("::ffff:10.1.2.3", true),
        ("::", false),
    ] {
        assert_eq!(some.hold(address.parse().unwrap()), inside, "{address}");
    }
    assert!(all.hold("8.8.8.8".parse().unwrap()) && !all.hold("fe80::1".parse().unwrap()));
    for wrong in ["10.1.0.0/33", "10.1", "proksi", "::/129", "[\"10.1\"]", "[10.1.0.0/16]", "[\"::1\"", "[1]"] {
        assert!(refused("", &[("TRUSTED_PROXIES", wrong)], &[]).contains("trusted_proxies"), "{wrong}");
    }
}
