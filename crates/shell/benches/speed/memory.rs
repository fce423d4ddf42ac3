//! What is kept whole: in how much memory. At the most in one and a half times
//! what is kept.

use std::process::Stdio;

use rcon_sim::Server;

use crate::program::{shell, watch};
use crate::{PASSWORD, Result, table};

/// A reply just short of what is kept where nothing says otherwise, in MiB.
const REPLY: u32 = 62;

/// What may be taken of what is kept, in percent.
const PERCENT: u32 = 150;

pub(crate) fn measure() -> Result {
    let server = Server::builder().password(PASSWORD).count(6).start()?;
    let addresses: Vec<String> = server.addrs().iter().map(ToString::to_string).collect();
    for (servers, options) in [
        (1, &["--json"][..]),
        (1, &["--json", "--color", "never"]),
        (1, &["--json", "--encoding", "windows-1251"]),
        (2, &["--json"]),
        (2, &[]),
        (2, &["--group-by-reply"]),
        // Four are kept, and the one that is printed goes on.
        (6, &[]),
    ] {
        row(&addresses[..servers], options)?;
    }
    #[cfg(unix)]
    for lines in [
        &["!pipe cat >/dev/null :: sim_bytes 65011712"][..],
        &["!set pager on", "sim_bytes 65011712"],
    ] {
        at_prompt::row(&addresses[0], lines)?;
    }
    Ok(())
}

fn row(addresses: &[String], options: &[&str]) -> Result {
    let bytes = u64::from(REPLY) << 20;
    let run = watch(
        shell()
            .args(addresses)
            .args(options)
            .args(["-e", &format!("sim_bytes {bytes}")])
            .stderr(Stdio::null()),
    )?;
    let kept = u32::try_from(addresses.len().min(5))? * REPLY;
    let what = match addresses.len() {
        1 => format!("a reply of {REPLY} MiB, {}", options.join(" ")),
        n => format!("{n} servers with one each {}", options.join(" ")),
    };
    held(&what, kept, run.peak)
}

/// A row, and an error past the promise.
fn held(what: &str, kept: u32, peak: Option<u32>) -> Result {
    let times = peak.map(|peak| f64::from(peak) / 1024.0 / f64::from(kept));
    let shown = times.map_or("-".to_owned(), |times| format!("{times:.2} × {kept} MiB"));
    table::plain(&format!("memory: {what}"), &shown, "< 1.5");
    if peak.is_some_and(|peak| peak / 1024 > kept * PERCENT / 100) {
        return Err(format!("{what}: {shown} were taken").into());
    }
    Ok(())
}

#[cfg(unix)]
mod at_prompt {
    use std::fs::File;
    use std::io::{Read as _, Write as _};
    use std::os::fd::OwnedFd;
    use std::thread;

    use super::{REPLY, held};
    use crate::program::peak_of;
    use crate::{PASSWORD, Result};

    /// Lines at a prompt, the last of which keeps a reply.
    pub(super) fn row(address: &str, lines: &[&str]) -> Result {
        let home = tempfile::tempdir()?;
        let (terminal, end) = pty_process::blocking::open()?;
        terminal.resize(pty_process::Size::new(24, 200))?;
        let mut child = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_rcon-shell"))
            .arg("--no-config")
            .arg(address)
            .env("RCON_PASSWORD", PASSWORD)
            .env("XDG_STATE_HOME", home.path())
            .env("XDG_CACHE_HOME", home.path())
            .env("PAGER", "cat >/dev/null")
            .env("TERM", "xterm")
            .spawn(end)?;
        let mut terminal = File::from(OwnedFd::from(terminal));
        let mut shown = terminal.try_clone()?;
        // Typed ahead of what they wait for.
        write!(terminal, "{}\n!exit\n", lines.join("\n"))?;
        let reading = thread::spawn(move || {
            let mut buffer = [0; 4096];
            // A terminal that nobody writes to any more is an error.
            while let Ok(1..) = shown.read(&mut buffer) {}
        });
        let peak = peak_of(&mut child)?;
        reading.join().map_err(|_| "reading failed")?;
        held(
            &format!("a reply of {REPLY} MiB, {}", lines[0]),
            REPLY,
            peak,
        )
    }
}
