//! One catalogue of words: the portal says for a code what the catalogue says, and so does a list that is downloaded.

use crate::support::portal;
use desk::event::Kind;
use desk::person::Language;
use desk::words;
use std::collections::BTreeSet;

/// The sets of codes with their codes, as the catalogue's file has them.
fn sets() -> Vec<(String, Vec<String>)> {
    let file = include_str!("../../desk/words/id/codes.ftl");
    let mut sets: Vec<(String, Vec<String>)> = Vec::new();
    for line in file.lines() {
        match (line.strip_suffix(" ="), line.trim().strip_prefix('.').and_then(|rest| rest.split_once(" ="))) {
            (Some(set), _) => sets.push((set.to_owned(), Vec::new())),
            (None, Some((code, _))) => sets.last_mut().expect("a set before its codes").1.push(code.to_owned()),
            (None, None) => {}
        }
    }
    sets
}

/// Where the portal has the words of a set: `request-state` under `requestState`, and a few elsewhere.
fn in_portal(set: &str) -> Option<String> {
    match set {
        // The form asks a question, and the answer is the word.
        "impact" | "urgency" => Some(format!("question.{set}")),
        "criticality" => Some("priority".to_owned()),
        "status-in-sentence" | "token-scope-in-sentence" => None,
        set => {
            let mut parts = set.split('-');
            let first = parts.next().unwrap_or_default().to_owned();
            Some(parts.fold(first, |name, part| format!("{name}{}{}", part[..1].to_uppercase(), &part[1..])))
        }
    }
}

#[test]
fn the_portal_says_for_a_code_what_the_catalogue_says() {
    let (mut other, mut nothing, mut same) = (Vec::new(), BTreeSet::new(), 0);
    for (name, language) in [("id", Language::Indonesian), ("en", Language::English)] {
        let portal = portal::words(name);
        for (set, codes) in sets() {
            let Some(group) = in_portal(&set) else { continue };
            for code in codes {
                let ours = words::one_of(&set, &code, language).expect("a word of the catalogue");
                let key = if set == "language" { code.to_lowercase() } else { code.clone() };
                match portal.get(&format!("{group}.{key}")) {
                    Some(theirs) if *theirs == ours => same += 1,
                    Some(theirs) => other.push(format!("{name} {set}.{code}: {ours:?}, in the portal {theirs:?}")),
                    None => _ = nothing.insert(format!("{set}.{code}")),
                }
            }
        }
    }
    assert!(other.is_empty(), "{}", other.join("\n"));
    // What is done elsewhere than by a button of a ticket.
    let no_button = ["ATTACH", "END_LEGAL", "OPEN", "RATE", "RECORD", "START_LEGAL"].map(|verb| format!("act.{verb}"));
    assert_eq!(nothing, BTreeSet::from(no_button), "the portal has no word");
    assert!(same > 500, "hardly anything was compared: {same}");
}

#[test]
fn the_words_of_the_portal_are_read_wherever_and_however_they_lie() {
    let mut words = std::collections::BTreeMap::new();
    let file = "import type id from './id'\n/** Words. */\nexport default {\n  role: { TIER1: 'It\\'s', 'TIER2': \"two\" + ' halves', }, // said\n  \
        n: (n: number) => `${n}, {x}`, ...rest,\n  list: ['a', { b: 'c' }],\n  1: 'one',\n} satisfies typeof id\n";
    portal::read(file, &mut words);
    let words: Vec<(&str, &str)> = words.iter().map(|(path, word)| (path.as_str(), word.as_str())).collect();
    assert_eq!(words, [("1", "one"), ("role.TIER1", "It's"), ("role.TIER2", "two halves")]);
}

/// What is said to a requester of an event has to be of one that they see.
#[test]
fn the_portal_tells_requesters_of_no_event_that_the_timeline_keeps_from_them() {
    // Whoever is requester and handler at once sees that somebody took their report.
    let public = |kind: Kind| kind.is_public() || kind == Kind::TicketTaken;
    for name in ["id", "en"] {
        let words = portal::words(name);
        let told: Vec<&str> = words.keys().filter_map(|key| key.strip_prefix("toldEvent.")).collect();
        assert!(told.len() > 8, "hardly anything is said: {told:?}");
        let unseen: Vec<_> = told.into_iter().filter(|code| !code.parse().is_ok_and(public)).collect();
        assert!(unseen.is_empty(), "{name}: {unseen:?}");
    }
}
