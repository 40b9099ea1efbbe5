//! The published JSON Schema of a definition file, so that every editor completes and explains while typing.

/// The schema as JSON text, made from [`crate::written::File`].
pub fn json_schema() -> String {
    format!("{:#}", schemars::schema_for!(crate::written::File).as_value())
}
