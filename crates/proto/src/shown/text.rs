//! The text of what a server has shown: a line of words.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use super::{HalfCloses, Probes, ReplyIds, Shown};
use crate::game::{Game, Shape};

/// Words that are read of a text; there are far fewer kinds.
const MOST_WORDS: usize = 64;

fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::Source => "source",
        Shape::OnePacket => "one-packet",
        Shape::WebRcon => "webrcon",
        Shape::BattlEye => "battleye",
        Shape::Telnet => "telnet",
    }
}

impl Probes {
    const ALL: [Self; 3] = [Self::Answered, Self::Ignored, Self::Fatal];

    fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Ignored => "ignored",
            Self::Fatal => "fatal",
        }
    }
}

impl HalfCloses {
    const ALL: [Self; 3] = [Self::Closes, Self::Ignores, Self::Resets];

    fn word(self) -> &'static str {
        match self {
            Self::Closes => "closes",
            Self::Ignores => "ignores",
            Self::Resets => "resets",
        }
    }
}

impl ReplyIds {
    const ALL: [Self; 2] = [Self::Own, Self::Foreign];

    fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Foreign => "foreign",
        }
    }
}

/// One line, without a line's end. Empty where nothing was shown.
impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(shape) = self.shape else {
            return Ok(());
        };
        f.write_str(shape_word(shape))?;
        if let Some(probes) = self.probes {
            write!(f, " probes={}", probes.word())?;
        }
        if let Some(half_closes) = self.half_closes {
            write!(f, " half-close={}", half_closes.word())?;
        }
        if let Some(ids) = self.ids {
            write!(f, " ids={}", ids.word())?;
        }
        if self.one_behind {
            f.write_str(" one-behind")?;
        }
        if self.one_packet_replies {
            f.write_str(" one-packet-replies")?;
        }
        if let Some(game) = self.game {
            write!(f, " game={game}")?;
        }
        Ok(())
    }
}

/// Takes any text: what is not understood was not shown.
impl FromStr for Shown {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let mut words = text.split_ascii_whitespace().take(MOST_WORDS);
        let first = words.next().unwrap_or_default();
        let shapes = [
            Shape::Source,
            Shape::OnePacket,
            Shape::WebRcon,
            Shape::BattlEye,
            Shape::Telnet,
        ];
        let shape = shapes.into_iter().find(|&it| shape_word(it) == first);
        let mut shown = Self {
            shape,
            ..Self::default()
        };
        if shape.is_none() {
            return Ok(shown);
        }
        for word in words {
            match word.split_once('=').unwrap_or((word, "")) {
                ("probes", how) => shown.probes = find(Probes::ALL, Probes::word, how),
                ("half-close", how) => {
                    shown.half_closes = find(HalfCloses::ALL, HalfCloses::word, how);
                }
                ("ids", how) => shown.ids = find(ReplyIds::ALL, ReplyIds::word, how),
                ("one-behind", "") => shown.one_behind = true,
                ("one-packet-replies", "") => shown.one_packet_replies = true,
                ("game", name) => shown.game = find(Game::ALL, Game::name, name),
                _ => {}
            }
        }
        Ok(shown)
    }
}

fn find<T: Copy, const N: usize>(
    all: [T; N],
    word: fn(T) -> &'static str,
    wanted: &str,
) -> Option<T> {
    all.into_iter().find(|&one| word(one) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_back_as_it_was() {
        for shape in [
            Shape::Source,
            Shape::OnePacket,
            Shape::WebRcon,
            Shape::BattlEye,
            Shape::Telnet,
        ] {
            let all = Shown {
                shape: Some(shape),
                probes: Some(Probes::Fatal),
                half_closes: Some(HalfCloses::Resets),
                ids: Some(ReplyIds::Foreign),
                one_behind: true,
                one_packet_replies: true,
                game: Some(Game::Factorio),
            };
            assert_eq!(all.to_string().parse(), Ok(all));
            let bare = Shown::default().with(shape);
            assert_eq!(bare.to_string().parse(), Ok(bare));
        }
        assert_eq!(Shown::default().to_string(), "");
    }

    #[test]
    fn any_text_can_be_read() {
        for text in [
            "",
            "probes=answered",
            "one-packet probes= half-close=x = == one-behind=yes\u{7f} \u{fffd}",
        ] {
            let Ok(shown) = text.parse::<Shown>();
            assert_eq!((shown.probes, shown.one_behind), (None, false), "{text}");
        }
        let Ok(long) =
            ("source ".to_owned() + &"x ".repeat(1 << 16) + "one-behind").parse::<Shown>();
        assert!(!long.one_behind);
    }

    #[test]
    fn it_belongs_to_the_shape_that_it_was_seen_with() {
        let Ok(shown) = "source probes=ignored one-behind".parse::<Shown>();
        assert_eq!(shown.with(Shape::Source), shown);
        assert_eq!(shown.with(Shape::OnePacket).to_string(), "one-packet");
    }
}
