//! What real use brought to light: inputs as people and their programs write them, a file for each kind.

mod dates;
mod finding;
mod tables;
