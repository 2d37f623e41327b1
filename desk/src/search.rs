//! Search (R36): one analyser makes the tokens for both databases.

pub mod again;
pub mod analyse;
pub(crate) mod number;
pub(crate) mod scope;
pub(crate) mod words;
