//! Brings the tables to the shape this program knows; files only add, and one that was applied never changes.

use sha2::{Digest, Sha256};

use crate::tx::bind;
use crate::writer::Connection;
use crate::{Fault, Statement, statement};

/// Every schema file, in order.
static FILES: &[(i64, Statement)] = &[
    (1, Statement { name: "schema/0001_first", text: include_str!("../sql/schema/0001_first.sql") }),
    (2, Statement { name: "schema/0002_catalogues", text: include_str!("../sql/schema/0002_catalogues.sql") }),
    (3, Statement { name: "schema/0003_batches", text: include_str!("../sql/schema/0003_batches.sql") }),
    (4, Statement { name: "schema/0004_credentials", text: include_str!("../sql/schema/0004_credentials.sql") }),
];

/// Applies what is missing. `carry_out` runs one statement that is not in the list of statements.
pub(crate) fn bring_up<C: Connection>(
    connection: &mut C,
    carry_out: impl Fn(&mut C, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    connection.run(&statement::MAKE_SCHEMA_VERSION, bind![])?;
    connection.begin()?;
    match apply(connection, carry_out) {
        Ok(()) => connection.commit(),
        Err(fault) => {
            connection.rollback();
            Err(fault)
        }
    }
}

fn apply<C: Connection>(
    connection: &mut C,
    carry_out: impl Fn(&mut C, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let tx: &mut dyn crate::Tx = connection;
    let applied = tx.list(&statement::SCHEMA_VERSIONS, bind![], |row| Ok((row.int()?, row.text()?)))?;
    for (version, fingerprint) in &applied {
        let Some((_, file)) = FILES.iter().find(|(known, _)| known == version) else {
            return Err(Fault::Schema(format!("version {version} was made by a newer program")));
        };
        if fingerprint != &fingerprint_of(file) {
            return Err(Fault::Schema(format!("{} was changed after it was applied", file.name)));
        }
    }
    for (version, file) in FILES {
        if applied.iter().any(|(known, _)| known == version) {
            continue;
        }
        for text in statements_of(file) {
            carry_out(connection, &text)?;
        }
        connection.run(&statement::KEEP_SCHEMA_VERSION, bind![*version, &fingerprint_of(file)])?;
    }
    Ok(())
}

/// Each statement alone, without remarks: not every engine changes tables inside a transaction.
fn statements_of(file: &Statement) -> Vec<String> {
    let bare: Vec<&str> = file.text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    bare.join("\n").split(';').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

fn fingerprint_of(file: &Statement) -> String {
    let mut digest = Sha256::new();
    for text in statements_of(file) {
        digest.update(text.as_bytes());
        digest.update(b";");
    }
    crate::papers::hexadecimal(&digest.finalize())
}
