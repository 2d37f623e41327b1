//! What can be done.

use super::Work;
use crate::refusal::Outcome;
use crate::token::Needs;
use futures_util::future::BoxFuture;
use serde::{Serialize, de::DeserializeOwned};

/// Something that can be done, and what it answers: ids, so that the same answer can be given again (R7). Written as an `async fn` under [`command`].
///
/// Its future is boxed, for two reasons. A door that knows eighty commands would hold room for each of them in one function, and unoptimised, a
/// thread's stack is not enough for that. And a future is compiled by whichever crate first polls it: boxed, that is this one, once, instead of the
/// program, its tests and its tools each for itself.
pub trait Command: Serialize + Clone + Send {
    /// What it takes of who acts with a token.
    const NEEDS: Needs;

    /// Whether it counts for how much a person writes. What has a pace of its own does not.
    const COUNTS: bool = true;

    /// Whether nobody else changes the organisation while it runs: for what decides upon much at once. All others find out at their end whether
    /// somebody did, and then run once more.
    const ALONE: bool = false;

    /// What it answers.
    type Answer: Serialize + DeserializeOwned + Send;

    /// Does it. It may run more than once, each time in a transaction of its own of which nothing was stored, if it crosses somebody else's.
    fn run<'a>(self, work: &'a mut Work<'_>) -> BoxFuture<'a, Outcome<Self::Answer>>;
}

/// Boxes the future of a command, as `async_trait` would, but without bounds between lifetimes. The compiler proves for each command that its future may
/// move between threads, with everything it awaits. Such bounds would make each proof a place of its own, in which nothing holds that was proven for
/// another command: that was two thirds of the time of compiling the desk.
macro_rules! command {
    (
        impl Command for $command:ty {
            $(const $name:ident: $type:ty = $value:expr;)+
            $(#[$doc:meta])*
            type Answer = $answer:ty;
            async fn run($self:ident, $work:ident: &mut Work<'_>) -> $outcome:ty $body:block
        }
    ) => {
        impl Command for $command {
            $(const $name: $type = $value;)+
            $(#[$doc])*
            type Answer = $answer;
            fn run<'a>($self, $work: &'a mut Work<'_>) -> futures_util::future::BoxFuture<'a, $outcome> {
                Box::pin(async move $body)
            }
        }
    };
}

pub(crate) use command;
