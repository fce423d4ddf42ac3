//! The open-file limit: raised where it is too low, and where that is not
//! enough, fewer servers at a time.

use super::progress::Progress;

/// Open files that this program has use for besides its servers: those that
/// are open now, and a script, a name lookup, the terminal.
const RESERVE: usize = 24;

/// How many servers at a time the open-file limit has room for, of so many
/// that are wanted and take so many files each. The limit is raised for them
/// as far as it goes, and is named to the user where that is not enough.
pub(super) fn allow(wanted: usize, each: usize, progress: &mut Progress) -> usize {
    let needed = RESERVE + wanted * each;
    let Some(limit) = raise(needed) else {
        return wanted;
    };
    let room = fitting(limit, each);
    if room >= wanted {
        return wanted;
    }
    progress.tell(&format!(
        "the open-file limit is {limit}: asking {room} servers at a time instead of {wanted} \
         (raise it with 'ulimit -Hn', or lower --parallel)"
    ));
    room
}

/// Raises the limit so that so many servers can be held open at once, with so
/// many files each. What to tell the user where that is not enough.
pub(super) fn hold(servers: usize, each: usize) -> Option<String> {
    // Two more for one that is being connected to.
    let limit = raise(RESERVE + servers + each)?;
    let room = limit.saturating_sub(RESERVE + each);
    (room < servers).then(|| {
        format!(
            "the open-file limit is {limit}: of {servers} servers about {room} can be held open \
             (raise it with 'ulimit -Hn')"
        )
    })
}

/// Servers at a time, at least one, within so many open files.
fn fitting(limit: usize, each: usize) -> usize {
    (limit.saturating_sub(RESERVE) / each).max(1)
}

/// Raises the limit to what is needed, or as far as it may be raised. What it
/// is then; nothing where there is none.
#[cfg(unix)]
fn raise(needed: usize) -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let (current, needed) = (current?, needed as u64);
    if current >= needed {
        return usize::try_from(current).ok();
    }
    // No further than is needed: macOS refuses what is beyond a limit of its
    // own, which it does not show here. Its `OPEN_MAX` it always takes.
    let wanted = maximum.map_or(needed, |maximum| maximum.min(needed));
    let limits = [wanted, wanted.min(10_240)].into_iter();
    let raised = limits.filter(|limit| *limit > current).find(|limit| {
        let told = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(*limit),
                maximum,
            },
        );
        if let Err(error) = &told {
            log::debug!("the open-file limit is not raised to {limit}: {error}");
        }
        told.is_ok()
    });
    usize::try_from(raised.unwrap_or(current)).ok()
}

/// Windows counts sockets by the million.
#[cfg(not(unix))]
fn raise(_needed: usize) -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_room_for_one() {
        assert_eq!(fitting(0, 2), 1);
        assert_eq!(fitting(RESERVE + 1, 2), 1);
        assert_eq!(fitting(64, 2), 20);
        assert_eq!(fitting(1024, 2), 500);
    }
}
