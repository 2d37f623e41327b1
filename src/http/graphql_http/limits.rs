//! How big a question may be, decided before anything of it is executed.
//!
//! Three things would otherwise hurt before async-graphql's own depth and complexity limits are asked. Its parser, and
//! whatever walks the values after it, descends into brackets on the call stack; a guard inside the parser library is
//! all that stands between a long row of `[` and the end of the process. Its recursion check walks fragments without
//! remembering them: when `a` spreads `b` twice, `b` spreads `c` twice and so on, twenty-two lines keep a core busy
//! for ten seconds. And one field under many aliases is many calls at the price of one request.
//!
//! A variable is written once and read wherever it is named, so a long one named often is a question far larger than its bytes: it is weighed at each place.

use std::collections::HashMap;
use std::convert::Infallible;

use async_graphql::{
    Name, Positioned, ServerError, Value, Variables,
    parser::types::{Directive, ExecutableDocument, FragmentDefinition, OperationDefinition, Selection, SelectionSet},
};

use super::errors::Code;

#[derive(Clone, Debug)]
pub struct Limits {
    /// The whole HTTP body; text belongs into variables.
    pub body_bytes: usize,
    /// The body of somebody who shows nothing by which they could be known: there is hardly anything they can ask.
    pub strangers_body_bytes: usize,
    /// The GraphQL document alone.
    pub document_bytes: usize,
    /// Words, strings and punctuation marks of the document.
    pub tokens: usize,
    /// Brackets of any sort inside one another.
    pub nesting: usize,
    /// Selections below one another, fragments included; async-graphql's own check stops at the same number.
    pub depth: usize,
    /// Fields, spreads and inline fragments of all definitions, every fragment counted wherever it is spread.
    pub selections: usize,
    /// Fields of one operation's root, which run side by side.
    pub root_fields: usize,
    /// Aliases of all definitions, counted like selections.
    pub aliases: usize,
    /// Directives of all definitions, counted like selections.
    pub directives: usize,
    /// Bytes of all arguments, each variable counted wherever it is named, and [`PART`] for each value within.
    pub input_bytes: usize,
}

/// What it costs to look at one value, however short, in bytes of a long one.
const PART: usize = 16;

impl Default for Limits {
    /// Room for the largest introspection query in use (about 300 selections) several times over.
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            strangers_body_bytes: 8 << 10,
            document_bytes: 64 << 10,
            tokens: 8_000,
            nesting: 48,
            depth: 32,
            selections: 3_000,
            root_fields: 20,
            aliases: 60,
            directives: 60,
            input_bytes: 3 << 20,
        }
    }
}

impl Limits {
    /// Reads the document once, without the stack, and refuses what the parser should not see.
    ///
    /// A string that does not end is refused here: were it skipped, the parser, which tries again from its first
    /// quotation mark, would see brackets that were never counted.
    pub(super) fn scan(&self, document: &str) -> Result<(), ServerError> {
        if document.len() > self.document_bytes {
            return Err(over("bytes in the document", self.document_bytes));
        }
        let (mut rest, mut tokens, mut open) = (document.as_bytes(), 0_usize, 0_usize);
        while let Some(&first) = rest.first() {
            let length = match first {
                b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                    rest = &rest[1..];
                    continue;
                }
                b'#' => {
                    rest = &rest[run(rest, |byte| !matches!(byte, b'\r' | b'\n'))..];
                    continue;
                }
                b'"' => string(rest).ok_or_else(|| Code::BadUserInput.error("Syntax error: unterminated string"))?,
                byte if is_word(byte) => run(rest, is_word),
                _ => 1,
            };
            open = match first {
                b'{' | b'[' | b'(' => open + 1,
                b'}' | b']' | b')' => open.saturating_sub(1),
                _ => open,
            };
            tokens += 1;
            if tokens > self.tokens {
                return Err(over("tokens", self.tokens));
            }
            if open > self.nesting {
                return Err(over("levels of brackets", self.nesting));
            }
            rest = &rest[length..];
        }
        Ok(())
    }

    /// Weighs the parsed document, fragments spread out.
    pub(super) fn weigh(&self, document: &ExecutableDocument, variables: &Variables) -> Result<(), ServerError> {
        let operations = || document.operations.iter().map(|(_, operation)| &operation.node);
        let fragments = &document.fragments;
        let mut scale =
            Scale { limits: self, fragments, variables: weights(operations(), variables), known: HashMap::new() };
        let mut total = Weight::default();
        for operation in operations() {
            let mut weight = scale.selections(&operation.selection_set.node, 0)?;
            if weight.roots > self.root_fields {
                return Err(over("fields at the root", self.root_fields));
            }
            weight.directives += operation.directives.len();
            weight.input += scale.directives(&operation.directives);
            weight.directives += operation.variable_definitions.iter().map(|v| v.node.directives.len()).sum::<usize>();
            total.add(weight, self)?;
        }
        // Validation visits every fragment by itself too, used or not.
        for name in document.fragments.keys() {
            total.add(scale.fragment(name, 0)?, self)?;
        }
        Ok(())
    }
}

fn over(what: &str, limit: usize) -> ServerError {
    Code::TooComplex.error(format!("The request has more than {limit} {what}."))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| !belongs(byte)).unwrap_or(bytes.len())
}

/// The length of the string literal at the beginning of `bytes`, quotation marks included.
fn string(bytes: &[u8]) -> Option<usize> {
    let block = bytes.starts_with(br#"""""#);
    let mut at = if block { 3 } else { 1 };
    loop {
        match *bytes.get(at)? {
            b'\\' if !block => at += 2,
            b'\\' if bytes[at..].starts_with(br#"\""""#) => at += 4,
            b'"' if !block => return Some(at + 1),
            b'"' if bytes[at..].starts_with(br#"""""#) => return Some(at + 3),
            b'\r' | b'\n' if !block => return None,
            _ => at += 1,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Weight {
    roots: usize,
    selections: usize,
    aliases: usize,
    directives: usize,
    input: usize,
}

impl Weight {
    /// Refuses at the first step over the limit, so the sums cannot overflow.
    fn add(&mut self, other: Self, limits: &Limits) -> Result<(), ServerError> {
        self.roots += other.roots;
        self.selections += other.selections;
        self.aliases += other.aliases;
        self.directives += other.directives;
        self.input += other.input;
        match () {
            () if self.selections > limits.selections => Err(over("selections", limits.selections)),
            () if self.aliases > limits.aliases => Err(over("aliases", limits.aliases)),
            () if self.directives > limits.directives => Err(over("directives", limits.directives)),
            () if self.input > limits.input_bytes => Err(over("bytes of input", limits.input_bytes)),
            () => Ok(()),
        }
    }
}

/// What each variable weighs: what was given, or else its default. Two operations may give one name two defaults: the heavier counts.
fn weights<'a>(
    operations: impl Iterator<Item = &'a OperationDefinition>,
    given: &Variables,
) -> HashMap<&'a str, usize> {
    let mut weights = HashMap::new();
    for definition in operations.flat_map(|operation| &operation.variable_definitions) {
        let name = definition.node.name.node.as_str();
        let value = given.get(name).or(definition.node.default_value.as_ref().map(|value| &value.node));
        let weight = weights.entry(name).or_default();
        *weight = value.map_or(PART, bytes).max(*weight);
    }
    weights
}

/// What a value weighs.
fn bytes(value: &Value) -> usize {
    PART + match value {
        Value::String(text) => text.len(),
        Value::Binary(bytes) => bytes.len(),
        Value::List(items) => items.iter().map(bytes).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| name.len() + bytes(value)).sum(),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Enum(_) => 0,
    }
}

struct Scale<'a> {
    limits: &'a Limits,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    variables: HashMap<&'a str, usize>,
    /// Each fragment is weighed once; `None` while that is going on, which is how a circle shows.
    known: HashMap<&'a str, Option<Weight>>,
}

impl<'a> Scale<'a> {
    fn selections(&mut self, set: &'a SelectionSet, depth: usize) -> Result<Weight, ServerError> {
        if depth > self.limits.depth {
            return Err(over("levels of selections", self.limits.depth));
        }
        let mut total = Weight::default();
        for selection in &set.items {
            let mut weight = match &selection.node {
                Selection::Field(field) => {
                    let mut weight = self.selections(&field.node.selection_set.node, depth + 1)?;
                    weight.roots = 1;
                    weight.input += self.arguments(&field.node.arguments);
                    weight.aliases += usize::from(field.node.alias.is_some());
                    weight
                }
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, depth + 1)?,
                Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node, depth + 1)?,
            };
            weight.selections += 1;
            weight.directives += selection.node.directives().len();
            weight.input += self.directives(selection.node.directives());
            total.add(weight, self.limits)?;
        }
        Ok(total)
    }

    fn directives(&self, all: &[Positioned<Directive>]) -> usize {
        all.iter().map(|directive| self.arguments(&directive.node.arguments)).sum()
    }

    /// Arguments weigh what is written and what the variables named in them hold.
    fn arguments<T>(&self, all: &[(T, Positioned<async_graphql_value::Value>)]) -> usize {
        let weigh = |value: &async_graphql_value::Value| {
            let mut named = 0_usize;
            let written = value.clone().into_const_with(|name| {
                named = named.saturating_add(self.variables.get(name.as_str()).copied().unwrap_or_default());
                Ok::<_, Infallible>(Value::Null)
            });
            let Ok(written) = written;
            named.saturating_add(bytes(&written))
        };
        all.iter().fold(0, |sum: usize, (_, value)| sum.saturating_add(weigh(&value.node)))
    }

    fn fragment(&mut self, name: &'a str, depth: usize) -> Result<Weight, ServerError> {
        match self.known.get(name) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(Code::BadUserInput.error(format!("Fragment \"{name}\" spreads itself."))),
            None => {}
        }
        // Validation names an unknown fragment better than this could.
        let Some(fragment) = self.fragments.get(name) else { return Ok(Weight::default()) };
        self.known.insert(name, None);
        let mut weight = self.selections(&fragment.node.selection_set.node, depth)?;
        weight.directives += fragment.node.directives.len();
        weight.input += self.directives(&fragment.node.directives);
        self.known.insert(name, Some(weight));
        Ok(weight)
    }
}
