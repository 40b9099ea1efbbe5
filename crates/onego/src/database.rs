//! Which database: a folder with SQLite in it, or a PostgreSQL that several programs share.

use std::fs;
use std::path::{Path, PathBuf};

use store::{Place, Server};

/// How it is said: `sqlite:PATH`, or the address of a PostgreSQL.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    pub address: Option<&'a str>,
    pub password_file: Option<&'a Path>,
    /// Paths in the address are relative to this folder.
    pub home: Option<&'a Path>,
}

/// Where the store is. `folder` is where it is without an address; with a PostgreSQL, papers lie there.
pub fn place(asked: Asked<'_>, folder: Option<PathBuf>) -> Result<Place, String> {
    let Some(address) = asked.address else {
        return Ok(folder.map_or(Place::Memory, Place::Folder));
    };
    if let Some(path) = address.strip_prefix("sqlite:") {
        let home = asked.home.unwrap_or(Path::new(""));
        return match path {
            "" => Err("`database` is `sqlite:` without a folder behind it".to_owned()),
            path => Ok(Place::Folder(home.join(path))),
        };
    }
    if !address.starts_with("postgres://") && !address.starts_with("postgresql://") {
        return Err("`database` is neither `sqlite:FOLDER` nor `postgres://USER@HOST/NAME`".to_owned());
    }
    let folder = folder.ok_or("with a PostgreSQL, say with --data in which folder papers lie")?;
    let server = Server::read(address, folder.join("papers"))?;
    match asked.password_file {
        None => Ok(Place::Server(server)),
        Some(file) => {
            let shown = file.display();
            let text = fs::read_to_string(file).map_err(|e| format!("the password of the database `{shown}`: {e}"))?;
            Ok(Place::Server(server.with_password(text.trim_end_matches(['\r', '\n']))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Result<Place, String> {
        let asked = Asked { address: Some(address), home: Some(Path::new("/srv")), ..Asked::default() };
        place(asked, Some(PathBuf::from("/srv/data/store")))
    }

    #[test]
    fn an_address_is_a_folder_or_a_server() {
        assert_eq!(read("sqlite:city"), Ok(Place::Folder(PathBuf::from("/srv/city"))));
        assert!(matches!(read("postgres://onego@a.example,b.example:5433/city"), Ok(Place::Server(_))));
        let without = place(Asked::default(), Some(PathBuf::from("/srv/data/store")));
        assert_eq!(without, Ok(Place::Folder(PathBuf::from("/srv/data/store"))));
    }

    #[test]
    fn a_wrong_address_is_said_and_no_password_with_it() {
        for wrong in ["", "sqlite:", "mysql://u:secret@h/d", "postgres://u:secret@h:port/d", "postgres://u:secret@h"] {
            let said = read(wrong).err().expect("refused");
            assert!(!said.contains("secret"), "{said}");
        }
    }
}
