//! The domain's codes as GraphQL enums. Each is tied to the desk's own enum: a variant more or less there does not compile here.

macro_rules! remote {
    ($(#[doc = $doc:literal])* $name:ident is $remote:literal, $path:path { $($(#[doc = $vdoc:literal])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, async_graphql::Enum, Copy, Clone, PartialEq, Eq)]
        #[graphql(remote = $remote)]
        pub enum $name { $($(#[doc = $vdoc])* #[graphql(name = $code)] $variant),+ }

        // A name in GraphQL is the code of the desk.
        const _: () = {
            use $path as Theirs;
            $(assert!($crate::enums::same(Theirs::$variant.code(), $code));)+
        };
    };
}

/// Whether two texts are the same, while this is compiled.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut n = 0;
    while n < one.len() && n < other.len() && one[n] == other[n] {
        n += 1;
    }
    n == one.len() && n == other.len()
}

mod organisation;
mod record;
mod sla;
mod ticket;

pub use organisation::*;
pub use record::*;
pub use sla::*;
pub use ticket::*;
