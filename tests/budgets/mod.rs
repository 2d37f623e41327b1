//! docs/budgets.md says what the program holds: each number in it is the program's own, and each story in it is told.

use async_graphql::{Name, Value};
use desk::setting::SettingKey;
use desk::store::search;
use desk::{file, knock, pace, room, session, throttle};
use graphql::budget;
use std::collections::BTreeMap;
use std::path::Path;
use tanggap::http::graphql_http::Limits;
use tanggap::http::{self, flow, listen, log};
use tanggap::import::table;

const DOCUMENT: &str = include_str!("../../docs/budgets.md");

/// The rows of the table of budgets: what, how much, where it is said, what the person reads, and what shows it.
fn rows() -> BTreeMap<&'static str, Vec<&'static str>> {
    let lines = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = lines.map(|line| line.split(" | ").map(str::trim).collect::<Vec<_>>());
    cells
        .filter(|cells| cells.len() == 5 && !cells[0].starts_with("---") && cells[0] != "What")
        .map(|cells| (cells[0], cells))
        .collect()
}

#[test]
fn each_number_is_the_programs_own() {
    let seconds = |time: std::time::Duration| time.as_secs().to_string();
    let number = |key: SettingKey| key.default_value().to_string();
    let expected = [
        ("Tries at one login from one place before the first wait", (throttle::FREE_FAILURES + 1).to_string()),
        ("The longest wait of a try, seconds", throttle::LONGEST_WAIT.num_seconds().to_string()),
        ("Strangers' tries from one network, at once", throttle::OF_NETWORK.burst.to_string()),
        ("After that one in so many seconds", throttle::OF_NETWORK.every.num_seconds().to_string()),
        ("Strangers' tries at one login, at once", throttle::OF_LOGIN.burst.to_string()),
        ("After that one in so many seconds, from wherever", throttle::OF_LOGIN.every.num_seconds().to_string()),
        ("Tries underway from one network or device", knock::AT_ONCE.to_string()),
        ("Tries waiting from one network or device", knock::WAITING.to_string()),
        ("Strangers waiting, from wherever", knock::STRANGERS_WAITING.to_string()),
        ("Bytes of a question", Limits::default().body_bytes.to_string()),
        ("Bytes of a question by somebody who shows no account", Limits::default().strangers_body_bytes.to_string()),
        (
            "Bytes of all arguments of a question, a variable counted wherever it is named",
            Limits::default().input_bytes.to_string(),
        ),
        ("Passwords of one person looked at, at once", knock::HASHES_AT_ONCE.to_string()),
        ("Passwords of one person waiting for that", knock::HASHES_WAITING.to_string()),
        ("Sessions of one person", session::SESSIONS.to_string()),
        ("Bytes of texts that end a page of a timeline", desk::view::PAGE_BYTES.to_string()),
        ("Commands of a requester in an hour", number(SettingKey::RequesterPerHour)),
        ("Commands of somebody with a role in an hour", number(SettingKey::StaffPerHour)),
        ("Bytes in a day for each of these commands", pace::BYTES_A_DAY.to_string()),
        ("Bytes of a command while there is little room", room::SHORT.to_string()),
        ("Matches that a search looks at", search::PAGE.to_string()),
        ("Texts of one ticket among them", search::OF_EACH.to_string()),
        ("Times that it looks again, at three times as many, where few tickets fill them", search::AGAIN.to_string()),
        ("Bytes of an answer", budget::ANSWER_BYTES.to_string()),
        ("Rows of lists without a page in an answer", budget::ANSWER_ROWS.to_string()),
        ("Operations of one person at once", budget::OPERATIONS.to_string()),
        ("Operations of one person waiting", budget::OPERATIONS_WAITING.to_string()),
        ("Sockets of one person", http::SOCKETS.to_string()),
        ("Subscriptions of one person", http::SUBSCRIPTIONS.to_string()),
        ("Uploads and imports of one person at once", http::UPLOADS.each.to_string()),
        ("Uploads and imports of one person waiting", http::UPLOADS.waiting.to_string()),
        ("Uploads and imports of all", http::UPLOADS.all.to_string()),
        ("Downloads of one person at once", http::DOWNLOADS.each.to_string()),
        ("Downloads of all", http::DOWNLOADS.all.to_string()),
        ("Previews of one person at once", http::PREVIEWS.each.to_string()),
        ("Previews of all", http::PREVIEWS.all.to_string()),
        ("Exports of one person at once", http::EXPORTS.each.to_string()),
        ("Exports of all", http::EXPORTS.all.to_string()),
        ("Bytes that have to come in each window of an upload", flow::LEAST.to_string()),
        ("Seconds of such a window", seconds(flow::WINDOW)),
        ("Seconds for a request", seconds(log::LONGEST)),
        ("Seconds for an upload, an import, an export's first page", seconds(log::LONGEST_UPLOAD)),
        ("Seconds for a download or an export", seconds(flow::LONGEST_DOWNLOAD)),
        ("Connections of one network", listen::OF_ONE_NETWORK.to_string()),
        ("Connections of all", listen::CONNECTIONS.to_string()),
        ("Bytes of a file", file::LARGEST.to_string()),
        ("Files of one message", file::MOST_PER_MESSAGE.to_string()),
        ("Bytes of one person that are attached to nothing", file::UNATTACHED_QUOTA.to_string()),
        ("Files of one person in a minute", file::PER_MINUTE.to_string()),
        ("Megabytes of one person in 24 hours", number(SettingKey::FilesPerDay)),
        ("Megabytes of files of one ticket", number(SettingKey::FilesPerTicket)),
        ("Bytes of a table", table::MOST_BYTES.to_string()),
        ("Rows of a table", table::MOST_ROWS.to_string()),
        ("Columns of a table", table::MOST_COLUMNS.to_string()),
        ("Bytes of a cell", table::LONGEST_CELL.to_string()),
        ("Problems told of a table", table::MOST_PROBLEMS.to_string()),
        ("Tables planned at once, of all", desk::import::PLANNED_AT_ONCE.to_string()),
        ("Units one below the other", desk::unit::DEEPEST.to_string()),
    ];
    let rows = rows();
    for (what, much) in &expected {
        let row = rows.get(what).unwrap_or_else(|| panic!("{what:?} is not in the document"));
        assert_eq!(row[1].replace(',', ""), *much, "{what}");
    }
    let known: Vec<_> = rows.keys().filter(|what| expected.iter().all(|(known, _)| known != *what)).collect();
    assert!(known.is_empty(), "what nobody holds the document to: {known:?}");
}

#[test]
fn each_budget_has_its_story() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (what, row) in rows() {
        for named in row[4].split(", ") {
            let (file, story) = named.trim_matches('`').split_once("::").unwrap_or_else(|| panic!("{what}: {named}"));
            let text =
                std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{what}: {file}: {error}"));
            assert!(
                text.contains(&format!("{story}, |world|")) || text.contains(&format!("fn {story}(")),
                "{what}: {named}"
            );
        }
    }
}

#[test]
fn a_value_is_measured_as_it_will_be_written() {
    let text = |n: usize| Value::String("x".repeat(n));
    let nested = Value::List(vec![text(10), Value::Object([(Name::new("a"), text(20))].into_iter().collect())]);
    let written = serde_json::to_string(&nested).expect("JSON").len();
    let measured = budget::size(&nested, 1_000).expect("it fits");
    assert!(measured >= written && measured < written + 10, "{measured} {written}");
    assert_eq!(budget::size(&nested, written - 5), None);
    assert_eq!(budget::size(&Value::List(vec![text(600), text(600)]), 1_000), None);
}
