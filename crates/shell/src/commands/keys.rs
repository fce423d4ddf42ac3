//! The keys of the prompt, as `!help keys` and the manual page list them.

/// Keys with what they do.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("Tab", "complete; once more, or with many, list what fits"),
    ("Right, Ctrl-F", "take the hint behind the line"),
    ("Alt-F, Ctrl-Right", "take a word of it"),
    (
        "Up, Down",
        "earlier lines; with something typed, those that begin so",
    ),
    ("Ctrl-P, Ctrl-N", "the same, whatever is typed"),
    ("Ctrl-R, Ctrl-S", "search the history, back and on"),
    (
        "Alt-.",
        "the last argument of earlier lines; again, an older one",
    ),
    (
        "Ctrl-X Ctrl-E",
        "the line in $VISUAL or $EDITOR, and back, unsent",
    ),
    ("Ctrl-C", "give the line up, or the command that runs"),
    ("Ctrl-D", "leave, on an empty line; else delete a character"),
    ("Ctrl-Z", "to the background, as other programs"),
    ("Ctrl-A, Ctrl-E", "to the line's start, to its end"),
    ("Alt-B, Alt-F", "a word back, a word on"),
    (
        "Ctrl-U, Ctrl-K",
        "cut what is before the cursor, what is behind it",
    ),
    (
        "Ctrl-W, Alt-D",
        "cut the word before it, the word behind it",
    ),
    (
        "Ctrl-Y, Alt-Y",
        "put back what was cut; what was cut before that",
    ),
    ("Ctrl-T", "swap two characters"),
    ("Ctrl-_, Ctrl-X Ctrl-U", "undo"),
    ("Ctrl-L", "clear the screen"),
    ("Ctrl-V, Ctrl-Q", "the next key as it is"),
    (
        "\\ and Enter",
        "the command goes on in the next line, a newline in it",
    ),
    (
        "Escape",
        "vi's command mode, if on; v there is Ctrl-X Ctrl-E",
    ),
    ("q", "in a watch and at --More--: leave"),
];
