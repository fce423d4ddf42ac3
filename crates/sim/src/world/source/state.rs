//! `status`, `users` and `stats`: what goes on in the game.

use std::fmt::Write as _;

use super::Source;
use super::registry;

impl Source {
    /// The server, and a table of its players.
    pub(super) fn status(&self) -> String {
        let hostname = registry::find("hostname").map_or("", |entry| self.value(entry));
        let bots = self.players.iter().filter(|p| p.bot).count();
        let humans = self.players.len() - bots;
        let mut text = format!(
            "hostname: {hostname}\n\
             version : 1.0.0.0/24 1000 secure\n\
             udp/ip  : {}\n\
             map     : {} at: 0 x, 0 y, 0 z\n\
             players : {humans} humans, {bots} bots ({} max)\n\n\
             # userid name                uniqueid            connected ping loss state  adr\n",
            self.addr,
            self.map,
            self.number("sv_visiblemaxplayers").max(24.0),
        );
        let up = self.start.elapsed().as_secs() as u32;
        for player in &self.players {
            let name = format!("\"{}\"", player.name);
            // Writing to a String cannot fail.
            let _ = if player.bot {
                writeln!(
                    text,
                    "# {:>6} {name:<19} BOT                                     active",
                    player.id
                )
            } else {
                let id = format!("[U:1:{}]", player.steam % 1_000_000);
                let since = duration(player.since + up);
                writeln!(
                    text,
                    "# {:>6} {name:<19} {id:<19} {since:>9} {:>4} {:>4} active 192.0.2.{}:27005",
                    player.id, player.ping, 0, player.id
                )
            };
        }
        text
    }

    /// The players' slots and numbers.
    pub(super) fn users(&self) -> String {
        let mut text = "<slot:userid:\"name\">\n".to_owned();
        for (slot, player) in self.players.iter().enumerate() {
            let _ = writeln!(text, "{slot}:{}:\"{}\"", player.id, player.name);
        }
        let _ = writeln!(text, "{} users", self.players.len());
        text
    }

    /// A table of one row whose numbers are different each time.
    pub(super) fn stats(&mut self) -> String {
        let up = self.start.elapsed();
        // A second for each question, however fast they come: whoever draws them
        // draws the same again.
        let seconds = f64::from(self.stats_asked);
        self.stats_asked = self.stats_asked.wrapping_add(1);
        // Three waves of different lengths make curves worth drawing.
        // Two parabolas look like a sine from here, and have the demo's host
        // load no library of mathematics.
        let wave = |length: f64| {
            let turn = (seconds / length / std::f64::consts::TAU).fract();
            let (half, up) = if turn < 0.5 {
                (turn, 1.0)
            } else {
                (turn - 0.5, -1.0)
            };
            0.5 + up * 8.0 * half * (0.5 - half)
        };
        let players = f64::from(self.players.len() as u32);
        format!(
            "CPU    In_(KB/s)  Out_(KB/s)  Uptime  Map_changes  FPS      Players  Connects\n\
             {:<6.2} {:<10.2} {:<11.2} {:<7} {:<12} {:<8.2} {:<8} {}\n",
            8.0 + 20.0 * wave(7.0),
            players * (1.0 + wave(3.0)),
            players * (4.0 + 3.0 * wave(5.0)),
            up.as_secs() / 60,
            self.map_changes,
            66.67 - 2.0 * wave(11.0),
            self.players.len(),
            self.players.iter().map(|p| p.id).max().unwrap_or(0),
        )
    }
}

/// `12:34`, or `1:02:03` from an hour on.
fn duration(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}
