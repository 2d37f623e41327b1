//! What a service asks of who reports, and who approves.

use super::code::FieldType;
use serde::{Deserialize, Serialize};

/// A field that a service asks for besides title and description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// The key under which the answer is kept.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// The choices of a CHOICE.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// A step of an approval chain, as data: the engine that runs it is the same for changes and for requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalStep {
    /// Who decides.
    pub role: String,
    /// ONE, ANY, MAJORITY or ALL.
    pub mode: String,
}
