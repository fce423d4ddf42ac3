//! Filling in the places of a command, quoted as the console needs it.

use super::error::CannotSay;
use crate::console_text::Player;
use crate::game::{Game, Quoting};

/// What is filled in.
pub(super) struct Filler<'a> {
    pub(super) game: Game,
    pub(super) player: Option<&'a Player>,
    /// The reason of a kick or a ban, the text of a message.
    pub(super) text: &'a str,
    pub(super) minutes: u64,
    /// Whether a sign of the text had to be written as another.
    pub(super) altered: bool,
}

impl Filler<'_> {
    /// The command that a template makes.
    pub(super) fn fill(&mut self, template: &str) -> Result<String, CannotSay> {
        let template = self.without_options(template);
        let mut line = String::new();
        let mut rest = template.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            line.push_str(before);
            let (place, after) = after.split_once('}').unwrap_or((after, ""));
            let quoted = before.ends_with('"');
            line.push_str(&self.place(place, quoted)?);
            rest = after;
        }
        line.push_str(rest);
        Ok(line)
    }

    /// The template without its brackets, and without what is in them where
    /// there is no reason.
    fn without_options(&self, template: &str) -> String {
        let has_reason = !self.text.trim().is_empty();
        let mut pieces = template.split(['[', ']']);
        let mut whole = pieces.next().unwrap_or_default().to_owned();
        let mut optional = true;
        for piece in pieces {
            if !optional || has_reason {
                whole.push_str(piece);
            }
            optional = !optional;
        }
        whole
    }

    fn place(&mut self, place: &str, quoted: bool) -> Result<String, CannotSay> {
        let player = self.player;
        match place {
            "text" | "reason" => {
                let text = self.plain(self.text)?;
                let text = match (text.is_empty(), place) {
                    (true, "text") => return Err(CannotSay::Empty),
                    (true, _) => "no reason".to_owned(),
                    (false, _) => text,
                };
                Ok(if quoted {
                    self.in_quotes(&text)
                } else {
                    self.rest_of_line(&text)
                })
            }
            "label" => {
                let name = self.told("name", player.map(|player| player.name.as_str()))?;
                let name: String = name
                    .chars()
                    .map(|c| if c.is_control() { ' ' } else { c })
                    .collect();
                Ok(self.in_quotes(&name))
            }
            "name" => {
                let name = self.told("name", player.map(|player| player.name.as_str()))?;
                self.identifying("name", name, quoted)
            }
            "id" => {
                let id = self.told("identifier", player.and_then(|player| player.id.as_deref()))?;
                // Identifiers have neither blanks nor quotes: what has is not
                // one, whatever stands around it.
                self.identifying("identifier", id, false)
            }
            "number" => {
                let number = player.and_then(|player| player.number);
                number
                    .map(|number| number.to_string())
                    .ok_or(CannotSay::NotTold {
                        game: self.game,
                        what: "number",
                    })
            }
            "days" => self.days(),
            "seconds" => Ok(self.minutes.saturating_mul(60).to_string()),
            _ => Ok(self.minutes.to_string()),
        }
    }

    fn quoting(&self) -> Quoting {
        self.game.facts().quoting
    }

    fn sign(&self, what: &'static str, sign: char) -> CannotSay {
        let game = self.game;
        CannotSay::Sign { game, what, sign }
    }

    fn told<'b>(&self, what: &'static str, value: Option<&'b str>) -> Result<&'b str, CannotSay> {
        let game = self.game;
        let value = value.filter(|value| !value.is_empty());
        value.ok_or(CannotSay::NotTold { game, what })
    }

    fn days(&self) -> Result<String, CannotSay> {
        let Self { game, minutes, .. } = *self;
        let per_day = 24 * 60;
        if minutes % per_day == 0 {
            return Ok((minutes / per_day).to_string());
        }
        Err(CannotSay::WholeDays { game, minutes })
    }

    /// What says who is meant, so no sign of it can be another's.
    fn identifying(
        &self,
        what: &'static str,
        value: &str,
        quoted: bool,
    ) -> Result<String, CannotSay> {
        let quoting = self.quoting();
        let forbidden = |c: char| {
            c.is_control()
                || matches!(c, '"' | '\\')
                || (!quoted && (c.is_whitespace() || c == '\''))
        };
        if let Some(sign) = value.chars().find(|&c| forbidden(c)) {
            return Err(self.sign(what, sign));
        }
        let mut ends = quoting.ends.iter().filter(|_| !quoted);
        if let Some(end) = ends.find(|end| value.contains(**end)) {
            return Err(self.sign(what, end.chars().next().unwrap_or(' ')));
        }
        match value.chars().next() {
            Some(first) if quoting.selectors.contains(&first) => Err(self.sign(what, first)),
            _ => Ok(value.to_owned()),
        }
    }

    /// A text on one line. A line end or a tab is as good as a blank; nothing
    /// stands for another control character.
    fn plain(&mut self, text: &str) -> Result<String, CannotSay> {
        let mut plain = String::with_capacity(text.len());
        for c in text.trim().chars() {
            let is_break = matches!(c, '\n' | '\r' | '\t');
            if c.is_control() && !is_break {
                return Err(self.sign("text", c));
            }
            self.altered |= is_break;
            plain.push(if is_break { ' ' } else { c });
        }
        Ok(plain)
    }

    /// A text that stands in quotes.
    fn in_quotes(&mut self, text: &str) -> String {
        let Some(quote) = self.quoting().quote else {
            return self.replaced(text, "\"", "'");
        };
        // Which escapes a console knows besides differs: a backslash of the
        // text's own could take the place of ours.
        let text = self.replaced(text, "\\", "/");
        text.replace('"', quote)
    }

    /// A text up to the line's end.
    fn rest_of_line(&mut self, text: &str) -> String {
        let quoting = self.quoting();
        let means = |text: &str| quoting.ends.iter().any(|end| text.contains(end));
        if quoting.takes_off_quotes && (means(text) || text.contains('"')) {
            return format!("\"{}\"", self.in_quotes(text));
        }
        let mut text = text.to_owned();
        for &end in quoting.ends {
            let other = match end {
                ";" => ",",
                "|" => "-",
                _ => " ",
            };
            text = self.replaced(&text, end, other);
        }
        text
    }

    fn replaced(&mut self, text: &str, sign: &str, other: &str) -> String {
        self.altered |= text.contains(sign);
        text.replace(sign, other)
    }
}
