//! `tanggap clock`: what the operator of the server can do about a clock that jumped.

use crate::cli::Clock as What;
use crate::config::Config;
use crate::open;
use crate::stop::Stop;
use chrono::TimeDelta;
use desk::doubt::{ConfirmTime, Doubt};
use desk::{Caller, Desk};

/// Does it.
pub async fn run(config: &Config, what: What) -> Result<(), Stop> {
    let desk = open::ready(config).await?;
    let done = act(&desk, what).await;
    desk.close().await?;
    println!("{}", done?);
    Ok(())
}

async fn act(desk: &Desk, what: What) -> Result<String, Stop> {
    let doubts = desk.time_doubts().await?;
    if doubts.is_empty() {
        return Ok("Tidak ada jam yang melompat.".into());
    }
    let confirm = matches!(what, What::Confirm);
    let mut lines = Vec::new();
    for doubt in doubts {
        if confirm {
            desk.act(&Caller::CONSOLE, ConfirmTime { doubt: doubt.id }).await?;
        }
        lines.push(line(&doubt, confirm));
    }
    Ok(lines.join("\n"))
}

fn line(doubt: &Doubt, confirmed: bool) -> String {
    let Doubt { id, since, off, .. } = doubt;
    let way = if *off < TimeDelta::zero() { "mundur" } else { "maju" };
    let state = if confirmed { "dipastikan benar" } else { "menunggu kepastian" };
    let minutes = (off.num_seconds().abs() + 30) / 60;
    format!("{id}: sejak {since} jam {way} {minutes} menit; {state}")
}
