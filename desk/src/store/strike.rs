//! What is made to go wrong on purpose, for the stories of a store that fails. The program gives a store none of it, and nothing from outside can.

/// Where a transaction can be struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// When it begins.
    Begin,
    /// At one of its statements.
    Statement,
    /// When it is committed.
    Commit,
    /// When it is given up.
    Rollback,
}

/// How it is struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strike {
    /// The database is told this first, behind the desk's back: what it might do by itself, as rolling back, or cutting the line.
    Aside(&'static str),
    /// The database is not asked, and an error is the answer.
    Unasked,
    /// The database does it, and an error is the answer.
    Unheard,
    /// The database is not asked, and no answer ever comes: whoever waits has to leave.
    Silent,
    /// The database does it, and no answer ever comes.
    SilentAfter,
    /// The task panics.
    Panic,
}

/// Says what goes wrong when.
pub trait Strikes: std::fmt::Debug + Send + Sync {
    /// Whether something goes wrong here.
    fn at(&self, point: Point, sql: &str) -> Option<Strike>;
}
