//! A small region to tell stories in: the same on SQLite and on PostgreSQL, with a clock that stands still and seeded chance.

pub mod golden;
pub mod own_postgres;
pub mod portal;
mod tell;
pub mod verbs;
pub mod words;
pub mod world;

pub use world::World;

/// How often the program is killed in a story about that: a few times in the check, `make soak` asks for more.
#[expect(clippy::disallowed_methods, reason = "how long the check may take is said by whoever starts it")]
pub fn kills() -> usize {
    std::env::var("TANGGAP_TEST_KILLS").map_or(12, |kills| kills.parse().expect("TANGGAP_TEST_KILLS is a number"))
}

/// Compiles one of the libraries beside the stories of the program, to be loaded before it. Rust links with `cc`, so it is there.
pub fn preloaded(folder: &std::path::Path, source: &str) -> String {
    let library = folder.join(source).with_extension("so");
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/program").join(source);
    let mut cc = std::process::Command::new("cc");
    let made =
        cc.args(["-shared", "-fPIC", "-O1", "-o"]).args([&library, &source]).args(["-ldl", "-lpthread"]).status();
    assert!(made.expect("cc").success());
    library.display().to_string()
}

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
