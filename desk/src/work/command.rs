//! What can be done.

use super::Work;
use crate::refusal::Outcome;
use crate::token::Needs;
use serde::{Serialize, de::DeserializeOwned};

/// Something that can be done, and what it answers: ids, so that the same answer can be given again (R7).
///
/// Its future is boxed, for two reasons. A door that knows eighty commands would hold room for each of them in one function, and unoptimised, a
/// thread's stack is not enough for that. And a future is compiled by whichever crate first polls it: boxed, that is this one, once, instead of the
/// program, its tests and its tools each for itself.
#[async_trait::async_trait]
pub trait Command: Serialize + Send {
    /// What it takes of who acts with a token.
    const NEEDS: Needs;

    /// Whether it counts for how much a person writes. What has a pace of its own does not.
    const COUNTS: bool = true;

    /// What it answers.
    type Answer: Serialize + DeserializeOwned + Send;

    /// Does it.
    async fn run(self, work: &mut Work<'_>) -> Outcome<Self::Answer>;
}
