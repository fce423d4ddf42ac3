//! Imports run one way.

#[path = "circles/mod.rs"]
mod pairs;

use std::fs;
use std::path::Path;

#[test]
fn no_two_modules_import_each_other() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(pairs::pairs(&src), Vec::<String>::new());
    assert_eq!(pairs::rooms(&src), Vec::<String>::new());
}

#[test]
fn circles_are_found_behind_re_exports_without_a_use_and_between_rooms() {
    let src = Path::new(env!("CARGO_TARGET_TMPDIR")).join("circles");
    let files = [
        ("lib.rs", "mod a;\nmod b;\npub use a::One;\n"),
        (
            "a.rs",
            "use crate::b::{\n    self,\n    Two,\n};\npub struct One;\n",
        ),
        ("b/mod.rs", "mod c;\npub use c::Two;\n"),
        ("b/c.rs", "// crate::none\npub struct Two(crate::One);\n"),
        ("d/mod.rs", "mod e;\npub struct Three;\n"),
        ("d/e.rs", "use crate::g::Four;\n"),
        ("g.rs", "use crate::d::Three;\npub struct Four;\n"),
    ];
    for (name, text) in files {
        let path = src.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    assert_eq!(pairs::pairs(&src), ["crate::a <-> crate::b::c"]);
    assert_eq!(
        pairs::rooms(&src),
        ["crate::a <-> crate::b", "crate::d <-> crate::g"]
    );
}
