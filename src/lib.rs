//! What the program's commands do besides serving, where tests can reach it: the demo's history, the import from CSV, the replay of a log.

pub mod demo;
