//! Search (R36): one analyser makes the tokens for both databases.

pub mod analyse;
pub(crate) mod scope;
pub(crate) mod words;
