//! Stories through the desk's own commands.

mod after_the_end;
mod appointing;
mod around;
mod back_to_tier1;
mod both_tiers;
mod clocks;
mod commuting;
mod dice;
mod due_times;
mod ending;
mod fallback;
mod files;
mod forwarding;
mod lifecycle;
mod merging;
mod phone_call;
mod reclassifying;
mod redacting;
mod reopening;
mod routing;
mod searching;
mod security;
mod seeing;
mod telling;
mod waiting;
mod writing;
