//! Vintage Story with `VintageRCon` 2: Source's login; of a reply, the first 4082
//! bytes come. Each probe is answered, under its own id, by the next ones, and
//! by an empty packet where there are no more. A packet of any other type ends
//! the link.
//!
//! From the mod's source, version 2.0.2, by Shijikori
//! (<https://mods.vintagestory.at/vintagercon>): whoever sends a wrong password is
//! told so, and closed two seconds later.

use std::collections::VecDeque;
use std::time::Duration;

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use crate::frames::Shape;
use crate::outbox::End;

use super::bytes::prefix;
use super::source::Source;
use super::{Dialect, Link};

/// Bytes of a reply in one packet.
const PAGE: usize = 4082;

/// The largest size that it reads.
const MOST: i32 = 4096;

/// How long a wrong password waits for the close.
const DELAY: Duration = Duration::from_secs(2);

/// See the module's documentation.
pub(super) struct VintageStory {
    source: Source,
    /// What is left of the last reply.
    pages: VecDeque<Vec<u8>>,
}

impl VintageStory {
    pub(super) fn new(source: Source) -> Self {
        Self {
            source,
            pages: VecDeque::new(),
        }
    }
}

impl Dialect for VintageStory {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless((10..=MOST).contains(&size))
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.source.refuse(id, link);
        link.wait(DELAY);
        link.end(End::Close);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        if request.body.is_empty() {
            link.send(request.id, shape.kind, b"");
            return;
        }
        self.pages.clear();
        let pages = &mut self.pages;
        let answer = link.run(request.body);
        link.deliver_with(request.id, shape, answer, |link, body| {
            *pages = paged(&body.into_bytes());
            let first = pages.pop_front().unwrap_or_default();
            link.send(request.id, shape.kind, &first);
        });
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if request.kind != SERVERDATA_RESPONSE_VALUE {
            link.end(End::Close);
            return;
        }
        let page = self.pages.pop_front().unwrap_or_default();
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, &page);
    }
}

/// A text in pieces of at most a page, none of which ends inside a character.
fn paged(mut text: &[u8]) -> VecDeque<Vec<u8>> {
    let mut pages = VecDeque::new();
    while !text.is_empty() {
        let page = match prefix(text, PAGE) {
            // Not UTF-8 at all.
            [] => &text[..PAGE.min(text.len())],
            page => page,
        };
        pages.push_back(page.to_vec());
        text = &text[page.len()..];
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::paged;

    #[test]
    fn no_page_ends_inside_a_character() {
        let text = format!("x{}", "\u{20ac}".repeat(3000));
        let pages = paged(text.as_bytes());
        let lengths: Vec<_> = pages.iter().map(Vec::len).collect();
        assert_eq!(lengths, [4081, 4080, 840]);
        assert!(pages.iter().all(|page| std::str::from_utf8(page).is_ok()));
        assert_eq!(paged(&[0x80; 5000]).len(), 2);
        assert!(paged(b"").is_empty());
    }
}
