//! All tests that go through the doors, in one binary so that they link once.

mod access;
mod arrows;
mod budgets;
mod cases;
mod contract;
mod demo;
mod documents;
mod fuzz;
mod graphql;
mod import;
mod program;
mod replay;
mod stories;
mod support;
mod words;
