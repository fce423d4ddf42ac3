//! A page of Markdown: its blocks of code, and the text around them.

use std::path::{Path, PathBuf};

/// The pages that users read, from the root of the repository.
pub(super) const PAGES: [&str; 3] = [README, RECIPES, REFERENCE];
pub(super) const README: &str = "README.md";
pub(super) const RECIPES: &str = "crates/shell/docs/recipes.md";
pub(super) const REFERENCE: &str = "crates/shell/docs/reference.md";

/// A page that was read.
pub(super) struct Page {
    /// From the root of the repository.
    pub(super) name: &'static str,
    pub(super) blocks: Vec<Block>,
    /// All that is no code.
    pub(super) prose: String,
}

/// A block of code.
pub(super) struct Block {
    /// What the fence says it is: `sh`, `text`, ….
    pub(super) language: String,
    pub(super) text: String,
}

impl Block {
    /// Its lines, those that end in a backslash joined.
    pub(super) fn lines(&self) -> Vec<String> {
        let joined = self.text.replace("\\\n", " ");
        joined.lines().map(str::to_owned).collect()
    }
}

impl Page {
    /// Reads one of [`PAGES`].
    pub(super) fn read(name: &'static str) -> Self {
        let text = std::fs::read_to_string(root().join(name)).unwrap();
        let (mut blocks, mut prose) = (Vec::new(), String::new());
        let mut open: Option<Block> = None;
        for line in text.lines() {
            let fence = line.strip_prefix("```");
            match (open.take(), fence) {
                (None, Some(language)) => {
                    open = Some(Block {
                        language: language.to_owned(),
                        text: String::new(),
                    });
                }
                (None, None) => prose = prose + line + "\n",
                (Some(block), Some(_)) => blocks.push(block),
                (Some(mut block), None) => {
                    block.text = block.text + line + "\n";
                    open = Some(block);
                }
            }
        }
        assert!(open.is_none(), "{name}: a block of code is not closed");
        Self {
            name,
            blocks,
            prose,
        }
    }

    /// The text of the block that holds `mark`.
    pub(super) fn block(&self, mark: &str) -> &str {
        let mut found = self.blocks.iter().filter(|block| block.text.contains(mark));
        let block = found
            .next()
            .unwrap_or_else(|| panic!("{}: no block with {mark}", self.name));
        assert!(
            found.next().is_none(),
            "{}: two blocks with {mark}",
            self.name
        );
        &block.text
    }

    /// What headings are called in links.
    pub(super) fn anchors(&self) -> Vec<String> {
        let titles = self.prose.lines().filter_map(|line| line.strip_prefix('#'));
        titles
            .map(|title| anchor(title.trim_start_matches('#').trim()))
            .collect()
    }

    /// Where its links and pictures lead.
    pub(super) fn links(&self) -> impl Iterator<Item = &str> {
        let after = self.prose.split("](").skip(1);
        after.map(|rest| rest.split(')').next().unwrap_or_default())
    }
}

/// The root of the repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a heading is called in a link.
fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
