//! Operations made of the contract itself, so that whatever is added to it is tried too: valid ones, and the same spoiled.

use crate::contract::sdl::{self, Input, Sdl};
use async_graphql::parser::types::{BaseType, Type};
use desk::clock::Chance;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Ids that exist, by their prefix.
pub type Pools = BTreeMap<String, Vec<String>>;

/// Makes operations.
pub struct Maker {
    pub sdl: Sdl,
    pub rng: ChaCha8Rng,
    pub pools: Pools,
}

/// An operation as a client sends it.
#[derive(Debug, Clone)]
pub struct Operation {
    pub query: String,
    pub variables: Value,
}

/// Fields whose name says what their id is of, where it is not the name of the kind itself.
const NAMED: [(&str, &str); 17] = [
    ("assignee", "person"),
    ("requester", "person"),
    ("requesters", "person"),
    ("assignees", "person"),
    ("onBehalfOf", "person"),
    ("aboutPerson", "person"),
    ("substitute", "person"),
    ("owner", "unit"),
    ("parent", "unit"),
    ("queueUnits", "unit"),
    ("other", "ticket"),
    ("target", "ticket"),
    ("aboutTicket", "ticket"),
    ("followUpOf", "ticket"),
    ("files", "file"),
    ("basisFile", "file"),
    ("teams", "team"),
];

const WORDS: [&str; 14] = [
    "Printer macet di loket 3",
    "Mohon dibantu segera, terima kasih.",
    "ASN5",
    "T2-JAR",
    "Asia/Jayapura",
    "+62 812-9999-0001",
    "198501012010012009",
    "orang.baru@kab.example",
    "tickets.reopenDays",
    "=HYPERLINK(\"http://jahat.example\")",
    "'; DROP TABLE ticket; --",
    "<script>alert(1)</script> ![x](http://x/y.png)",
    "ngắn \u{202e}terbalik\u{202c} 🙏🏽 e\u{301}",
    "%_\\ \" OR \"\"*",
];

impl Maker {
    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of.choose(&mut self.rng).expect("something to choose from")
    }

    /// A value of a type, valid as far as the contract can say.
    fn value(&mut self, name: &str, ty: &Type, depth: usize) -> Value {
        if ty.nullable && (depth > 4 || self.chance(40)) {
            return Value::Null;
        }
        match &ty.base {
            BaseType::List(inner) => {
                let most = if depth > 3 { 1 } else { 3 };
                (0..self.rng.random_range(0..=most)).map(|_| self.value(name, inner, depth + 1)).collect()
            }
            BaseType::Named(base) => match base.as_str() {
                "ID" => self.id(name).into(),
                "String" => (*self.one(&WORDS.map(|it| it))).into(),
                "Int" => [0, 1, 2, 3, 4, 5, 25, 2026].choose(&mut self.rng).copied().into(),
                "Boolean" => self.chance(50).into(),
                "DateTime" => self
                    .one(&[
                        "2026-07-06T01:10:00Z",
                        "2026-07-07T08:00:00+08:00",
                        "2027-01-01T00:00:00Z",
                        "2020-02-29T23:59:59.999999Z",
                    ])
                    .into(),
                "NaiveDate" => self.one(&["2026-12-25", "2028-02-29", "1999-01-01"]).into(),
                "JSON" => self.json(),
                other => {
                    let values: Vec<String> = self.sdl.values(other).into_iter().map(str::to_owned).collect();
                    if values.is_empty() {
                        self.input(other, depth + 1)
                    } else {
                        values.choose(&mut self.rng).cloned().into()
                    }
                }
            },
        }
    }

    fn json(&mut self) -> Value {
        let values = [
            json!(7),
            json!(true),
            json!("Asia/Makassar"),
            json!(["DINAS", "SEKDA"]),
            json!("OFF"),
            json!({ "WINDOWS": [["08:00", "12:00"]] }),
            json!({ "code": "BARU", "name": "Baru", "mode": "24x7", "zone": "Asia/Jakarta" }),
            Value::Null,
        ];
        values.choose(&mut self.rng).cloned().unwrap_or_default()
    }

    /// An input object; what may be left out often is.
    fn input(&mut self, name: &str, depth: usize) -> Value {
        let fields: Vec<Input> = self.sdl.inputs(name).into_iter().cloned().collect();
        assert!(!fields.is_empty(), "the contract has no {name}");
        let mut object = Map::new();
        for field in fields {
            let optional = field.ty.node.nullable || field.default_value.is_some();
            if optional && self.chance(55) {
                continue;
            }
            let key = field.name.node.as_str();
            // Mostly a key of its own; now and then one that was sent before.
            let value = if key == "requestId" {
                let keys = if self.chance(10) { 20 } else { 1_000_000 };
                format!("kunci {}", self.rng.random_range(0..keys)).into()
            } else {
                self.value(key, &field.ty.node, depth)
            };
            object.insert(key.to_owned(), value);
        }
        object.into()
    }

    fn id(&mut self, name: &str) -> String {
        let prefix = NAMED.iter().find(|(field, _)| *field == name).map_or(name, |(_, prefix)| prefix);
        let prefix =
            prefix.strip_suffix('s').filter(|_| self.pools.contains_key(&prefix[..prefix.len() - 1])).unwrap_or(prefix);
        match self.pools.get(prefix).cloned() {
            Some(ids) if !ids.is_empty() => ids.choose(&mut self.rng).cloned().unwrap_or_default(),
            _ => self.any_id(),
        }
    }

    /// The id of anything.
    fn any_id(&mut self) -> String {
        let all: Vec<&String> = self.pools.values().flatten().collect();
        all.choose(&mut self.rng).map_or_else(String::new, |id| (*id).clone())
    }

    /// What is asked of an object: some of its fields, and what hangs on them.
    fn selection(&mut self, name: &str, depth: usize) -> String {
        let mut said = Vec::new();
        let fields: Vec<sdl::Field> = self.sdl.fields(name).into_iter().cloned().collect();
        for field in &fields {
            let base = base(&field.ty.node);
            let leaf = self.sdl.fields(&base).is_empty();
            if !self.chance(if leaf { 50 } else { 30 }) || (!leaf && depth == 0) {
                continue;
            }
            let arguments = self.arguments(field);
            let below = if leaf { String::new() } else { format!(" {{ {} }}", self.selection(&base, depth - 1)) };
            said.push(format!("{}{arguments}{below}", field.name.node));
        }
        said.push("__typename".to_owned());
        said.join(" ")
    }

    /// The arguments of a field, written into the query itself.
    fn arguments(&mut self, field: &sdl::Field) -> String {
        let mut said = Vec::new();
        for argument in &field.arguments {
            let argument = &argument.node;
            let value = self.value(argument.name.node.as_str(), &argument.ty.node, 1);
            if !(value.is_null() && argument.ty.node.nullable) {
                said.push(format!("{}: {}", argument.name.node, literal(&value, &self.sdl, &argument.ty.node)));
            }
        }
        if said.is_empty() { String::new() } else { format!("({})", said.join(", ")) }
    }

    /// A mutation with this input; its payload is asked for what went wrong, and for some of the rest.
    pub fn mutation(&mut self, name: &str, input: Value) -> Operation {
        let field = self.sdl.fields("Mutation").into_iter().find(|field| field.name.node == name).cloned();
        let field = field.unwrap_or_else(|| panic!("the contract has no {name}"));
        let payload = base(&field.ty.node);
        let rest = self.selection(&payload, 2);
        let query = format!(
            "mutation ($input: {}Input!) {{ it: {name}(input: $input) {{ why: userErrors {{ code message field changes }} {rest} }} }}",
            sdl::capital(name)
        );
        Operation { query, variables: json!({ "input": input }) }
    }

    /// The input of a mutation.
    pub fn input_of(&mut self, name: &str) -> Value {
        self.input(&format!("{}Input", sdl::capital(name)), 0)
    }

    /// A query.
    pub fn query(&mut self) -> Operation {
        let fields: Vec<sdl::Field> = self.sdl.fields("Query").into_iter().cloned().collect();
        let field = fields.choose(&mut self.rng).expect("a query");
        let base = base(&field.ty.node);
        let arguments = self.arguments(field);
        let below = if base == "Node" {
            " { __typename id ... on Ticket { number viewerCan timeline { kind } } ... on Person { name nip } }"
                .to_owned()
        } else if self.sdl.fields(&base).is_empty() {
            String::new()
        } else {
            let depth = self.rng.random_range(1..4);
            format!(" {{ {} }}", self.selection(&base, depth))
        };
        Operation { query: format!("{{ it: {}{arguments}{below} }}", field.name.node), variables: json!({}) }
    }

    /// Spoils a value somewhere.
    pub fn spoil(&mut self, value: &mut Value) {
        let mut here = value;
        // Down some way, and then this one.
        loop {
            let deeper = match here {
                Value::Object(it) => !it.is_empty(),
                Value::Array(it) => !it.is_empty(),
                _ => false,
            };
            if !deeper || self.rng.random_range(0..100) < 15 {
                break;
            }
            here = match here {
                Value::Object(it) => {
                    let key = it.keys().nth(self.rng.random_range(0..it.len())).cloned().unwrap_or_default();
                    it.get_mut(&key).expect("this key")
                }
                Value::Array(it) => {
                    let index = self.rng.random_range(0..it.len());
                    &mut it[index]
                }
                _ => break,
            };
        }
        *here = match self.rng.random_range(0..14) {
            0 => Value::Null,
            1 => self.any_id().into(),
            2 => format!("ticket:{}", Chance::seeded(self.rng.random()).uuid(chrono::DateTime::UNIX_EPOCH).simple())
                .into(),
            3 => "x".repeat([300, 25_000, 200_000][self.rng.random_range(0..3)]).into(),
            4 => [i64::from(i32::MAX), i64::from(i32::MIN), i64::MAX, -1, 0, 101][self.rng.random_range(0..6)].into(),
            5 => "".into(),
            6 => "a\u{0}b".into(),
            7 => json!([[[[]]]]),
            8 => json!({ "tidak": "ada" }),
            9 => 1.5.into(),
            10 => vec![self.any_id(); 150].into(),
            11 => [
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+262142-12-31T23:59:59Z",
                "2026-02-30T00:00:00Z",
                "9999-12-31",
                "-262143-01-01",
                "-262143-01-01T00:00:00Z",
                "-5000-01-01T00:00:00Z",
                "0026-08-17",
                "+12028-08-17",
                "1899-12-31",
                "2201-01-01T00:00:00Z",
            ][self.rng.random_range(0..12)]
            .into(),
            12 => "TIDAK_ADA".into(),
            _ => match here.take() {
                Value::Object(mut it) => {
                    let key = it.keys().next().cloned().unwrap_or_default();
                    it.remove(&key);
                    it.insert("tidakAda".into(), json!(1));
                    it.into()
                }
                _ => Value::Bool(true),
            },
        };
    }

    /// Spoils the text of an operation.
    pub fn spoil_text(&mut self, operation: &mut Operation) {
        let query = &operation.query;
        operation.query = match self.rng.random_range(0..8) {
            0 => format!("{}{}", query, " ".repeat(70_000)),
            1 => format!("{query} {query}"),
            2 => query.replacen("__typename", &vec!["__typename @include(if: true)"; 80].join(" "), 1),
            3 => query.replacen(
                "__typename",
                &(0..90).map(|n| format!("a{n}: __typename")).collect::<Vec<_>>().join(" "),
                1,
            ),
            4 => format!("{{ viewer {{ person {{ {}id{} }} }} }}", "unit { tier1 { ".repeat(20), "} }".repeat(20)),
            5 => query.chars().take(query.chars().count() / 2).collect(),
            6 => query.replacen("__typename", "tidakAda", 1),
            _ => {
                format!("query {{ ...a }} fragment a on Query {{ version ...b }} fragment b on Query {{ ...a }} {}", "")
            }
        };
    }
}

/// The name at the bottom of a type.
fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

/// A value as GraphQL writes it, which knows enumerations by their type.
fn literal(value: &Value, sdl: &Sdl, ty: &Type) -> String {
    match (value, &ty.base) {
        (Value::Array(items), BaseType::List(inner)) => {
            format!("[{}]", items.iter().map(|item| literal(item, sdl, inner)).collect::<Vec<_>>().join(", "))
        }
        (Value::Object(fields), BaseType::Named(name)) => {
            let inputs = sdl.inputs(name.as_str());
            let of = |key: &str| inputs.iter().find(|input| input.name.node == key).map(|input| input.ty.node.clone());
            let said = fields.iter().map(|(key, value)| match of(key) {
                Some(ty) => format!("{key}: {}", literal(value, sdl, &ty)),
                None => format!("{key}: {value}"),
            });
            format!("{{ {} }}", said.collect::<Vec<_>>().join(", "))
        }
        (Value::String(text), BaseType::Named(name)) if !sdl.values(name.as_str()).is_empty() => text.clone(),
        (other, _) => other.to_string(),
    }
}
