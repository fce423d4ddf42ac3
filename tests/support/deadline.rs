//! Deadlines for runs that are to end at one, on a machine that may be busy.

/// By how much a deadline grows that was too short for this machine.
const LONGER: f64 = 4.0;

/// The longest that is tried, in seconds.
const LONGEST: f64 = 30.0;

/// What comes of a run that is known to end at its deadline, which is given in
/// seconds. It is short, so that nobody has to wait, and a busy machine may need
/// as long for a login, or for any other thing that has to come before: where
/// `got_there` says that it never came to what is asked, it is tried again with a
/// longer one. What comes of the longest one counts, whatever it is.
///
/// `attempt` has to begin afresh, with a server of its own where that counts.
pub(crate) fn with_deadline<T>(
    first: f64,
    attempt: impl Fn(f64) -> T,
    got_there: impl Fn(&T) -> bool,
) -> T {
    let mut deadline = first;
    loop {
        let outcome = attempt(deadline);
        if got_there(&outcome) || deadline * LONGER > LONGEST {
            return outcome;
        }
        eprintln!("{deadline} s were too short here");
        deadline *= LONGER;
    }
}
