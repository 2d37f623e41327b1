//! What real use broke, each with the value that is right.

mod writing;
