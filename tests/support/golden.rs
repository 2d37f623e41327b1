//! Files that are written by a test and read by people: reviewed like code, and equal to what the program says, or the test fails.

use std::path::Path;

/// Compares a file of the tree with what it should hold; with `TANGGAP_BLESS=1` writes it instead.
#[expect(clippy::disallowed_methods, reason = "whether to write or to compare is said by the environment")]
#[track_caller]
pub fn golden(path: &str, now: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var("TANGGAP_BLESS").is_ok_and(|said| said == "1") {
        std::fs::write(&file, now).expect("a file to write");
        return;
    }
    let held = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = held.lines().zip(now.lines()).find(|(held, now)| held != now);
    assert!(
        held == now,
        "{path} is not what the program says; first difference:\n- {}\n+ {}\n\
         Run the tests with TANGGAP_BLESS=1, and read what `git diff {path}` then shows as you would read code.",
        differs.map_or("(the end)", |(held, _)| held),
        differs.map_or("(the end)", |(_, now)| now),
    );
}
