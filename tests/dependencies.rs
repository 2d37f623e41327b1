//! What the tree is made of: licences, crates that must not come in, and where crates come from, as `deny.toml` says it. Told by cargo itself, so that
//! no tool has to be there. What the world has learnt of a crate since (advisories, withdrawn versions) is asked by `make check`.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// `deny.toml`.
fn rules() -> toml::Table {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml");
    std::fs::read_to_string(path).expect("deny.toml").parse().expect("TOML")
}

fn texts(list: &toml::Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|it| it.as_str().expect("a text").to_owned()).collect()
}

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let mut cargo = Command::new(env!("CARGO"));
    let told = cargo.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    told.stdout
}

/// The crates that are built for any of the targets: what `cargo metadata` knows of those that `cargo tree` prints. Of itself the former counts crates of
/// features that nobody switches on.
fn packages(rules: &toml::Table) -> Vec<Value> {
    let mut packages = BTreeMap::new();
    for target in texts(&rules["graph"]["targets"]) {
        let tree = ["tree", "--workspace", "--all-features", "--locked", "--prefix=none", "--format={p}", "--target"];
        let tree = String::from_utf8(cargo(&[&tree[..], &[&target]].concat())).expect("a text");
        // `serde v1.0.228`, `tanggap v0.1.0 (/where/it/lies)`
        let of_line = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ").replacen(" v", " ", 1);
        let built: BTreeSet<String> = tree.lines().map(of_line).collect();
        let metadata = ["metadata", "--format-version=1", "--locked", "--all-features", "--filter-platform", &target];
        let told: Value = serde_json::from_slice(&cargo(&metadata)).expect("JSON");
        let known = told["packages"].as_array().expect("packages").iter();
        let known: BTreeMap<String, Value> = known.map(|it| (name(it), it.clone())).collect();
        for name in built.into_iter().filter(|name| !name.is_empty()) {
            let package = known.get(&name).unwrap_or_else(|| panic!("cargo tells nothing of {name}"));
            packages.insert(name, package.clone());
        }
    }
    packages.into_values().collect()
}

fn name(package: &Value) -> String {
    format!("{} {}", package["name"].as_str().unwrap_or_default(), package["version"].as_str().unwrap_or_default())
}

/// Whether what is allowed fulfils a licence expression (SPDX: `OR`, `AND`, `WITH`, brackets), and what of the allowed it names.
fn fulfilled(expression: &str, allowed: &BTreeSet<String>) -> (bool, BTreeSet<String>) {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let mut named = BTreeSet::new();
    let holds = any(&mut words, allowed, &mut named);
    assert!(words.next().is_none(), "{expression} is no licence expression");
    (holds, named)
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, allowed: &BTreeSet<String>, named: &mut BTreeSet<String>) -> bool {
    let mut holds = all(words, allowed, named);
    while words.next_if_eq(&"OR").is_some() {
        holds |= all(words, allowed, named);
    }
    holds
}

fn all(words: &mut Words<'_>, allowed: &BTreeSet<String>, named: &mut BTreeSet<String>) -> bool {
    let mut holds = one(words, allowed, named);
    while words.next_if_eq(&"AND").is_some() {
        holds &= one(words, allowed, named);
    }
    holds
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>, named: &mut BTreeSet<String>) -> bool {
    let word = words.next().expect("a licence");
    if word == "(" {
        let holds = any(words, allowed, named);
        assert_eq!(words.next(), Some(")"), "a bracket that nothing closes");
        return holds;
    }
    let licence = match words.next_if_eq(&"WITH") {
        Some(_) => format!("{word} WITH {}", words.next().expect("an exception")),
        None => word.to_owned(),
    };
    let holds = allowed.contains(&licence);
    if holds {
        named.insert(licence);
    }
    holds
}

#[test]
fn every_licence_is_allowed_and_every_allowed_one_is_there() {
    let rules = rules();
    let allowed: BTreeSet<String> = texts(&rules["licenses"]["allow"]).into_iter().collect();
    let (mut refused, mut there) = (Vec::new(), BTreeSet::new());
    for package in &packages(&rules) {
        let licence = package["license"].as_str().unwrap_or("none");
        let (holds, named) = fulfilled(licence, &allowed);
        there.extend(named);
        if !holds {
            refused.push(format!("{}: {licence}", name(package)));
        }
    }
    assert!(refused.is_empty(), "deny.toml does not allow the licence of {refused:#?}");
    let left: Vec<_> = allowed.difference(&there).collect();
    assert!(left.is_empty(), "deny.toml allows what no crate has any more: {left:?}");
}

#[test]
fn no_crate_is_there_that_must_not_be() {
    let rules = rules();
    let packages = packages(&rules);
    let versions = |wanted: &str| packages.iter().filter(|it| it["name"] == wanted).map(name).collect::<Vec<_>>();
    for rule in rules["bans"]["deny"].as_array().expect("a list") {
        let (wanted, reason) = (rule["crate"].as_str().expect("a name"), rule["reason"].as_str().expect("a reason"));
        let most = usize::from(rule.get("deny-multiple-versions").is_some());
        let found = versions(wanted);
        assert!(found.len() <= most, "{found:?}: {reason}");
    }
    // Our own crates are named by where they lie; whatever else may be of any version is written by nobody.
    for package in packages.iter().filter(|it| it["source"].is_null()) {
        for needed in package["dependencies"].as_array().expect("a list") {
            assert!(needed["req"] != "*" || needed["path"].is_string(), "{}: any {}", name(package), needed["name"]);
        }
    }
}

#[test]
fn crates_come_from_where_they_may() {
    let rules = rules();
    let known: Vec<_> = texts(&rules["sources"]["allow-registry"]).iter().map(|it| format!("registry+{it}")).collect();
    assert!(texts(&rules["sources"]["allow-git"]).is_empty(), "this test knows no git source");
    for package in &packages(&rules) {
        let Some(source) = package["source"].as_str() else { continue };
        assert!(known.iter().any(|it| it == source), "{} comes from {source}", name(package));
    }
}

#[test]
fn a_licence_expression_is_read() {
    let allowed: BTreeSet<String> = ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"].map(String::from).into();
    let holds = |expression: &str| fulfilled(expression, &allowed).0;
    assert!(holds("MIT") && holds("MIT OR GPL-3.0") && holds("GPL-3.0/MIT") && holds("Zlib AND (GPL-3.0 OR MIT)"));
    assert!(holds("Apache-2.0 WITH LLVM-exception") && holds("Apache-2.0 WITH LLVM-exception OR GPL-3.0"));
    assert!(
        !holds("GPL-3.0") && !holds("MIT AND GPL-3.0") && !holds("Apache-2.0") && !holds("(MIT OR Zlib) AND GPL-3.0")
    );
}
