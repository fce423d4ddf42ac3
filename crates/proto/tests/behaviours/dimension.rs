//! Choices as data.

use crate::choices::Choices;

/// One of the choices, for code that goes through all of them.
pub(crate) struct Dimension {
    pub(crate) name: &'static str,
    /// Each value in words.
    pub(crate) words: &'static [&'static str],
    /// Each value as Rust has it.
    pub(crate) paths: &'static [&'static str],
    pub(crate) get: fn(&Choices) -> usize,
    pub(crate) set: fn(&mut Choices, usize),
}

/// Makes an enum of each choice, its first value the ordinary one, and of all of
/// them `Choices`, `ORDINARY` and `DIMENSIONS`.
macro_rules! choices {
    ($( $(#[$doc:meta])* $field:ident: $name:ident { $( $variant:ident = $words:literal, )+ } )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub(crate) enum $name { $( $variant, )+ }

            impl $name {
                const ALL: &[$name] = &[ $( $name::$variant, )+ ];
            }
        )+

        /// A server, the link to it, and what is asked of it.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) struct Choices { $( pub(crate) $field: $name, )+ }

        /// Every choice as it is on most servers.
        pub(crate) const ORDINARY: Choices = Choices { $( $field: $name::ALL[0], )+ };

        pub(crate) const DIMENSIONS: &[Dimension] = &[ $(
            Dimension {
                name: stringify!($field),
                words: &[ $( $words, )+ ],
                paths: &[ $( concat!(stringify!($name), "::", stringify!($variant)), )+ ],
                get: |choices| choices.$field as usize,
                set: |choices, value| choices.$field = $name::ALL[value],
            },
        )+ ];
    };
}

pub(crate) use choices;
