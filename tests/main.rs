//! All tests that go through the doors, in one binary so that they link once.

mod access;
mod arrows;
mod demo;
mod import;
mod program;
mod stories;
mod support;
