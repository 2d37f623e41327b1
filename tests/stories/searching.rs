//! What a search finds where others have written the same words since, many times.

use crate::story;
use crate::support::words::*;
use desk::id::Id;
use desk::ticket::Audience;

story! {
    /// Whoever reported it, whose people it comes from, who has it and who had it: all find it, however many others write the same word afterwards.
    what_is_ones_own_is_found_among_thousands, |world| {
        let mine = world.opened("sari", "TIK-01", "Pencetak wukkuw tidak menyala").await;
        let theirs = world.opened("ayu", "TIK-01", "Pencetak wukkuw macet").await;
        assert_eq!(world.finds("sari", "wukkuw").await, [mine]);
        assert_eq!(world.finds("putri", "wukkuw").await, [mine, theirs]);
        world.days_pass_until("2026-07-09T08:00:00Z").await;
        world.indexed_often(theirs, Audience::Public, "wukkuw", 1_000).await;
        for who in ["sari", "budi", "hadi"] {
            assert_eq!(world.finds(who, "wukkuw").await, [mine], "{who}");
        }
        // Who oversees everything sees the newest thousand (R36).
        assert_eq!(world.finds("putri", "wukkuw").await, [theirs]);

        // It comes into other hands, and those find it too; whoever had it still does.
        assert_eq!(world.finds("agus", "wukkuw").await, []);
        world.does("budi", escalate(mine)).await;
        assert_eq!(world.finds("agus", "wukkuw").await, [mine]);
        world.does("agus", hand_over(mine, world.teams["T2-APL"])).await;
        for who in ["sari", "budi", "agus", "made"] {
            assert_eq!(world.finds(who, "wukkuw").await, [mine], "{who}");
        }
        assert_eq!(world.finds("warga", "wukkuw").await, []);

        // The words by which the index knows whose it is can be typed by nobody: who hides their name would be found by them.
        let sari = world.people["sari"].uuid().simple().to_string();
        for typed in [format!("p{}", &sari[20..]), format!("\u{fe}p{}", &sari[20..]), format!("p{}", &sari[20..30])] {
            assert_eq!(world.finds("putri", &typed).await, [], "{typed}");
        }
    }
}
