//! The contract, `graphql/schema.graphql`, held against its own conventions.

pub mod sdl;

use async_graphql::parser::types::TypeKind;
use desk::ticket::{Verb, rule_of};
use sdl::Sdl;

/// Fails with what breaks a rule.
#[track_caller]
fn holds(rule: &str, wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{rule}\n  {}", wrong.join("\n  "));
}

#[test]
fn the_committed_contract_is_what_the_program_prints() {
    let held = include_str!("../../graphql/schema.graphql");
    assert!(held.trim_end() == tanggap::contract(), "run `make schema` and read the diff");
}

#[test]
fn everything_is_described() {
    let sdl = Sdl::read();
    let mut wrong = Vec::new();
    let mut see = |place: String, description: Option<&str>| {
        if description.is_none_or(|text| text.trim().is_empty()) {
            wrong.push(place);
        }
    };
    for (name, ty) in &sdl.types {
        // The three roots are what everything else hangs on: they are not shown to anybody as things.
        if !["Query", "Mutation", "Subscription"].contains(&&**name) {
            see(name.clone(), sdl::text(&ty.description));
        }
        for field in sdl.fields(name) {
            see(format!("{name}.{}", field.name.node), sdl::text(&field.description));
            for argument in &field.arguments {
                let argument = &argument.node;
                let place = format!("{name}.{}({})", field.name.node, argument.name.node);
                see(place, sdl::text(&argument.description));
            }
        }
        for field in sdl.inputs(name) {
            see(format!("{name}.{}", field.name.node), sdl::text(&field.description));
        }
        if let TypeKind::Enum(it) = &ty.kind {
            for value in &it.values {
                see(format!("{name}.{}", value.node.value.node), sdl::text(&value.node.description));
            }
        }
    }
    holds("Every type, field, argument and value has a description.", wrong);
}

/// How many business days something takes is a setting of each region: a client that reads a number would build upon it.
#[test]
fn no_setting_is_told_as_a_number() {
    const NUMBERS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "ten"];
    let text = include_str!("../../graphql/schema.graphql").replace("working day", "business day");
    let mut wrong = Vec::new();
    for (place, _) in text.match_indices("business day") {
        let before = text[..place].trim_end().rsplit([' ', '\t', '\n']).next().unwrap_or_default().to_lowercase();
        if NUMBERS.contains(&before.as_str()) || before.bytes().any(|byte| byte.is_ascii_digit()) {
            wrong.push(text[..place].lines().next_back().unwrap_or_default().trim().to_owned());
        }
    }
    holds("A number of business days is named by the key of its setting.", wrong);
}

#[test]
fn every_mutation_has_one_input_and_says_why_not() {
    let sdl = Sdl::read();
    let mutations = sdl.fields("Mutation");
    assert!(mutations.len() > 50, "{}", mutations.len());
    let mut wrong = Vec::new();
    for mutation in mutations {
        let name = mutation.name.node.as_str();
        let arguments: Vec<String> = mutation.arguments.iter().map(|it| sdl::shape(&it.node)).collect();
        if arguments != [format!("input: {}Input!", sdl::capital(name))] {
            wrong.push(format!("{name}({})", arguments.join(", ")));
        }
        let payload = mutation.ty.node.to_string();
        let fields = sdl.fields(payload.trim_end_matches('!'));
        let says =
            |field: &&sdl::Field| field.name.node == "userErrors" && field.ty.node.to_string() == "[UserError!]!";
        if !payload.ends_with('!') || !fields.iter().any(says) {
            wrong.push(format!("{name}: {payload} has no userErrors"));
        }
    }
    holds("A mutation takes one input, named after it, and its payload has userErrors.", wrong);
}

/// What has a secret in its answer is not kept under a request id (R7): the secret would lie in the database.
#[test]
fn everything_but_a_secret_can_be_sent_twice() {
    let sdl = Sdl::read();
    let mut wrong = Vec::new();
    for mutation in sdl.fields("Mutation") {
        let name = mutation.name.node.as_str();
        let shapes: Vec<String> =
            sdl.inputs(&format!("{}Input", sdl::capital(name))).iter().map(|it| sdl::shape(it)).collect();
        let secret = ["SecretPayload!", "CodePayload!"].contains(&mutation.ty.node.to_string().as_str());
        if shapes.contains(&"requestId: String".to_owned()) == secret {
            wrong.push(name.to_owned());
        }
    }
    holds("Every mutation takes a requestId, except those that answer with a secret.", wrong);
}

/// R6: what rests on what was seen says what was seen; what commutes does not.
#[test]
fn what_was_seen_is_said_where_the_lifecycle_asks_for_it() {
    let sdl = Sdl::read();
    let mut wrong = Vec::new();
    for verb in Verb::ALL {
        let input = format!("Ticket{}Input", sdl::pascal(verb.code()));
        let fields = sdl.inputs(&input);
        assert!(!fields.is_empty(), "there is no {input}");
        let said = fields.iter().any(|field| sdl::shape(field) == "seen: Int!");
        let needed = rule_of(*verb).is_some_and(|rule| !rule.commutes);
        if said != needed {
            wrong.push(input);
        }
    }
    holds("`seen` is asked for by what does not commute, and by nothing else.", wrong);
}
