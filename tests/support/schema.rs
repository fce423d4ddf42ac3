//! The form of what `--json` prints, as `crates/shell/schema/record.json` has it.

use std::path::Path;

use boon::{Compiler, Schemas};
use serde_json::Value;

/// Fails unless this is a line that the schema allows.
#[track_caller]
pub(crate) fn assert_is_record(line: &Value) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/record.json");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let schema = compiler
        .compile(&file.display().to_string(), &mut schemas)
        .unwrap_or_else(|error| panic!("the schema itself: {error:#}"));
    if let Err(error) = schemas.validate(line, schema) {
        panic!("not of the promised form: {line}\n{error:#}");
    }
}

#[test]
fn the_schema_can_fail() {
    let wrong = serde_json::json!({"server": "a:1", "command": "x", "ok": true, "error": {}});
    assert!(std::panic::catch_unwind(|| assert_is_record(&wrong)).is_err());
}
