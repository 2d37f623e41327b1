//! What real use brought to light: inputs as people and their programs write them, a file for each kind.

mod clocks;
mod dates;
mod finding;
mod people;
mod showing;
mod tables;
mod writing;
