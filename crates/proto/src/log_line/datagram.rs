//! Source's log over UDP, as `CLog::Print` in `engine/sv_log.cpp` sends it: a
//! header of no connection, a letter, the value of `sv_logsecret` where that is a number
//! other than 0, the line, a newline, a NUL.

/// What packets outside of a connection begin with.
const HEADER: &[u8] = &[0xff; 4];

/// `S2A_LOGSTRING`: a line.
const LINE: u8 = b'R';

/// `S2A_LOGSTRING2`: the secret and a line.
const SECRET_LINE: u8 = b'S';

/// How a line begins.
const START: &[u8] = b"L ";

/// Why a datagram is no line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NotALogLine {
    /// It is not one of Source's, or is cut before the line begins.
    #[error("it is no log line")]
    Form,
    /// There is a secret, and the packet has none.
    #[error("it lacks the secret")]
    SecretMissing,
    /// There is no secret, and the packet has one; or it is another one.
    #[error("its secret is another")]
    SecretWrong,
}

/// The line in a datagram, without its end. `secret` is the value of `sv_logsecret`,
/// `None` where that is 0. Of a datagram that was cut, what there is.
///
/// ```
/// use rcon_proto::log_line::{NotALogLine, unpack};
///
/// let packet = b"\xff\xff\xff\xffRL 11/27/2026 - 19:05:14: Log file closed\n\0";
/// let line = b"L 11/27/2026 - 19:05:14: Log file closed";
/// assert_eq!(unpack(packet, None), Ok(&line[..]));
/// assert_eq!(unpack(packet, Some(b"42")), Err(NotALogLine::SecretMissing));
/// assert_eq!(unpack(b"\xff\xff\xff\xffS42L x\n\0", Some(b"42")), Ok(&b"L x"[..]));
/// assert_eq!(unpack(b"\xff\xff\xff\xffI\x11", None), Err(NotALogLine::Form));
/// ```
///
/// # Errors
///
/// [`NotALogLine`].
pub fn unpack<'a>(datagram: &'a [u8], secret: Option<&[u8]>) -> Result<&'a [u8], NotALogLine> {
    let body = datagram.strip_prefix(HEADER).ok_or(NotALogLine::Form)?;
    let (kind, body) = body.split_first().ok_or(NotALogLine::Form)?;
    let line = match (*kind, secret) {
        (LINE, None) => body,
        (LINE, Some(_)) if body.starts_with(START) => return Err(NotALogLine::SecretMissing),
        (SECRET_LINE, Some(secret)) => {
            // Right before the line, and no longer secret that merely begins so.
            let line = body.strip_prefix(secret).ok_or(NotALogLine::SecretWrong)?;
            if !line.starts_with(START) {
                return Err(NotALogLine::SecretWrong);
            }
            line
        }
        (SECRET_LINE, None) => return Err(NotALogLine::SecretWrong),
        _ => return Err(NotALogLine::Form),
    };
    if !line.starts_with(START) {
        return Err(NotALogLine::Form);
    }
    let end = line
        .iter()
        .rposition(|byte| !matches!(byte, b'\n' | b'\r' | 0));
    Ok(&line[..end.map_or(0, |last| last + 1)])
}
