//! What people really do and type, one file a part: each number is said by the story itself.

mod people;
mod showing;
