//! A small region to tell stories in: the same on SQLite and on PostgreSQL, with a clock that stands still and seeded chance.

pub mod golden;
mod tell;
pub mod words;
pub mod world;

pub use world::World;

/// Tells a story once on SQLite and once on PostgreSQL.
#[macro_export]
macro_rules! story {
    ($(#[$doc:meta])* $name:ident, |$world:ident| $body:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn tell($world: $crate::support::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                tell($crate::support::World::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                tell($crate::support::World::on_postgres().await).await;
            }
        }
    };
}
