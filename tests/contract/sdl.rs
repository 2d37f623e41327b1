//! The contract, read from its file with the GraphQL server's own parser.

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use std::collections::BTreeMap;

pub type Field = FieldDefinition;
pub type Input = InputValueDefinition;

/// All types by name.
pub struct Sdl {
    pub types: BTreeMap<String, TypeDefinition>,
}

impl Sdl {
    pub fn read() -> Self {
        let document = parse_schema(include_str!("../../graphql/schema.graphql")).expect("the contract can be read");
        let of_type = |definition| match definition {
            TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
            TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
        };
        Self { types: document.definitions.into_iter().filter_map(of_type).collect() }
    }

    /// The fields of an output type; none for anything else.
    pub fn fields(&self, name: &str) -> Vec<&Field> {
        let fields = match self.types.get(name).map(|it| &it.kind) {
            Some(TypeKind::Object(it)) => &it.fields,
            Some(TypeKind::Interface(it)) => &it.fields,
            _ => return Vec::new(),
        };
        fields.iter().map(|field| &field.node).collect()
    }

    /// The fields of an input type; none for anything else.
    pub fn inputs(&self, name: &str) -> Vec<&Input> {
        match self.types.get(name).map(|it| &it.kind) {
            Some(TypeKind::InputObject(it)) => it.fields.iter().map(|field| &field.node).collect(),
            _ => Vec::new(),
        }
    }

    /// The values of an enumeration; none for anything else.
    pub fn values(&self, name: &str) -> Vec<&str> {
        match self.types.get(name).map(|it| &it.kind) {
            Some(TypeKind::Enum(it)) => it.values.iter().map(|value| value.node.value.node.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}

/// A description, if there is one.
pub fn text(description: &Option<Positioned<String>>) -> Option<&str> {
    description.as_ref().map(|text| text.node.as_str())
}

/// `name: Type`, as the contract writes it.
pub fn shape(it: &Input) -> String {
    format!("{}: {}", it.name.node, it.ty.node)
}

/// `ticketOpen` -> `TicketOpen`.
pub fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

/// `HAND_OVER` -> `HandOver`.
pub fn pascal(code: &str) -> String {
    code.to_lowercase().split('_').map(capital).collect()
}
