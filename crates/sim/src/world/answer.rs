//! What a command comes to.

use std::time::Duration;

use crate::body::Body;
use crate::effect::Effect;
use crate::outbox::End;
use crate::parcel::Parcel;

/// What a command prints and does.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// What goes over the link, in order. None: no packet at all.
    pub(crate) items: Vec<Item>,
    /// What follows for the server.
    pub(crate) consequences: Vec<Consequence>,
    /// Whether a probe after this command is not answered either.
    pub(crate) mutes_probe: bool,
}

/// One thing that goes over the link.
#[derive(Debug)]
pub(crate) enum Item {
    /// Text of the reply, in packets as the server makes them.
    Text(Body),
    /// Nothing for a while.
    Wait(Duration),
    /// A packet that nobody asked for.
    Unsolicited(Vec<u8>),
    /// These bytes, which are a packet already.
    Raw(Vec<u8>),
    /// The first half of a packet with this text.
    Torn(Vec<u8>),
    /// The end of the connection.
    End(End),
}

/// What a command does beyond its reply.
#[derive(Debug)]
pub(crate) enum Consequence {
    /// To the server's links.
    Affect(Effect),
    /// A line in the game's chat.
    Chat(String),
    /// A new password, which drops every link.
    Password(Vec<u8>),
    /// Another map.
    MapChanged,
    /// Bans are lifted.
    Unban,
    /// Something for those who get the log.
    Send(Parcel),
}

impl Answer {
    /// A reply with this text; an empty one is still a reply.
    pub(crate) fn text(body: impl Into<Body>) -> Self {
        Self::item(Item::Text(body.into()))
    }

    /// One item.
    pub(crate) fn item(item: Item) -> Self {
        Self {
            items: vec![item],
            ..Self::default()
        }
    }

    /// An empty reply.
    pub(crate) fn empty() -> Self {
        Self::text("")
    }

    /// No reply.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Adds a consequence.
    pub(crate) fn and(mut self, consequence: Consequence) -> Self {
        self.consequences.push(consequence);
        self
    }

    /// Adds an item.
    pub(crate) fn then(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    /// Adds text to the end of the reply.
    pub(crate) fn push_text(&mut self, text: impl Into<Body>) {
        self.push(Item::Text(text.into()));
    }

    fn push(&mut self, item: Item) {
        match (self.items.last_mut(), item) {
            (Some(Item::Text(body)), Item::Text(more)) => body.append(more),
            (_, item) => self.items.push(item),
        }
    }

    /// Puts another command's answer after this one's.
    pub(crate) fn append(&mut self, other: Self) {
        other.items.into_iter().for_each(|item| self.push(item));
        self.consequences.extend(other.consequences);
        self.mutes_probe |= other.mutes_probe;
    }

    /// Whether this is a reply and has no text.
    pub(crate) fn is_empty_text(&self) -> bool {
        matches!(&self.items[..], [Item::Text(body)] if body.is_empty())
    }
}
