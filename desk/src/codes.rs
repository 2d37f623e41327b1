//! Enums whose variants are codes: the same word in the database, in an event, in a CSV file and (upper-cased already) in GraphQL.
//!
//! Each is declared once, in the file `code.rs` of its room, which names nothing but ids and other codes. What stands beside a code there is what every
//! door says of it: GraphQL makes its enums of [`DOC`](crate::ticket::Status::DOC) and [`MEANINGS`](crate::ticket::Status::MEANINGS). So those lines
//! say nothing that only who reads the source understands.

/// Declares an enum together with its codes and their meanings, so that a new variant cannot be forgotten anywhere. After the enum may come which
/// variant is the default.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])*
        $vis:vis enum $name:ident { $($(#[doc = $meaning:literal])* $variant:ident = $code:literal),+ $(,)? }
        $(default $default:ident)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[doc = $meaning])* $variant),+ }

        $(impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        })?

        impl $name {
            /// What it is, line by line.
            pub const DOC: &'static str = concat!($($doc, "\n"),*);

            /// Every code with what it means, in the order of declaration.
            pub const MEANINGS: &'static [(&'static str, &'static str)] = &[$(($code, concat!($($meaning, "\n"),*))),+];

            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it is stored and sent.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::codes::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::codes::UnknownCode { of: stringify!($name), code: text.to_owned() }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use codes;

/// A word that is not one of the codes of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// The enum's name.
    pub of: &'static str,
    /// What was given.
    pub code: String,
}

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is not a {}", self.code, self.of)
    }
}

impl std::error::Error for UnknownCode {}
