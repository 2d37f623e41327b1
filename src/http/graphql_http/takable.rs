//! What no field takes, whatever it is for: looked for in every value of a request before anything of it is executed, so that no field can forget it.

use std::convert::Infallible;

use async_graphql::{
    Name, Positioned, ServerError, Value, Variables,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};
use desk::input::{Untakable, takable};

use super::errors::Code;

/// Looks at the variables and at what is written into the document itself. How deep both may be nested is checked before.
pub(super) fn check(document: &ExecutableDocument, variables: &Variables) -> Result<(), ServerError> {
    for (name, value) in variables.iter() {
        look(value).map_err(|why| refused(why, name))?;
    }
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        for variable in &operation.variable_definitions {
            if let Some(value) = &variable.node.default_value {
                look(&value.node).map_err(|why| refused(why, &variable.node.name.node))?;
            }
        }
        directives(&operation.directives)?;
        selections(&operation.selection_set.node)?;
    }
    for fragment in document.fragments.values() {
        directives(&fragment.node.directives)?;
        selections(&fragment.node.selection_set.node)?;
    }
    Ok(())
}

fn selections(set: &SelectionSet) -> Result<(), ServerError> {
    for selection in &set.items {
        directives(selection.node.directives())?;
        match &selection.node {
            Selection::Field(field) => {
                for (name, value) in &field.node.arguments {
                    let Ok(value) = value.node.clone().into_const_with(absent);
                    look(&value).map_err(|why| refused(why, &name.node))?;
                }
                selections(&field.node.selection_set.node)?;
            }
            Selection::InlineFragment(inline) => selections(&inline.node.selection_set.node)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

fn directives(all: &[Positioned<Directive>]) -> Result<(), ServerError> {
    for directive in all {
        for (name, value) in &directive.node.arguments {
            let Ok(value) = value.node.clone().into_const_with(absent);
            look(&value).map_err(|why| refused(why, &name.node))?;
        }
    }
    Ok(())
}

/// A value of the document; its variables are looked at where they come from.
/// Variables within a value of the document are looked at where they come from.
fn absent(_: Name) -> Result<Value, Infallible> {
    Ok(Value::Null)
}

fn look(value: &Value) -> Result<(), Untakable> {
    match value {
        Value::String(text) => takable(text),
        Value::List(items) => items.iter().try_for_each(look),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| takable(key).and_then(|()| look(value))),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Binary(_) | Value::Enum(_) => Ok(()),
    }
}

fn refused(why: Untakable, name: &str) -> ServerError {
    Code::BadUserInput.error(match why {
        Untakable::Nul => format!("A text must not hold the character NUL (\"{name}\")."),
        Untakable::Year => format!("A date must lie between 1900 and 2200 (\"{name}\")."),
    })
}
