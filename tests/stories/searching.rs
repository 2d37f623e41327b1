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
        // Who oversees everything sees the newest thousand (R36), of each ticket a few.
        assert_eq!(world.finds("putri", "wukkuw").await, [mine, theirs]);

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

story! {
    /// Whoever writes a word thousands of times on a few tickets of theirs pushes nobody else's out of a search for it, neither in public nor inside.
    a_word_written_thousands_of_times, |world| {
        let quiet = world.opened("sari", "TIK-01", "Pencetak wukkuw tidak menyala").await;
        let mut loud = Vec::new();
        for n in 0..3 {
            loud.push(world.opened("ayu", "TIK-01", &format!("Pencetak wukkuw macet {n}")).await);
        }
        let inside = world.opened("sari", "TIK-01", "Pencetak wukkuw berasap").await;
        for ticket in &loud {
            world.indexed_often(*ticket, Audience::Public, "wukkuw macet", 700).await;
        }
        world.indexed_often(inside, Audience::Internal, "wukkuw", 1_100).await;
        let all = [&[quiet][..], &loud, &[inside]].concat();
        assert_eq!(world.finds("putri", "wukkuw").await, all);
        assert_eq!(world.finds("putri", "wukkuw macet").await, loud);
        // What is inside pushes out nothing that is public on the same ticket.
        assert_eq!(world.finds("sari", "wukkuw").await, [quiet, inside]);
        assert_eq!(world.finds("ayu", "wukkuw").await, loud);
        assert_eq!(world.finds("warga", "wukkuw").await, []);
    }
}
