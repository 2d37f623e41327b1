//! Stories through the desk's own commands.

mod both_tiers;
