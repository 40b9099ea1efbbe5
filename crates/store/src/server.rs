//! Where a PostgreSQL is, and how it is spoken to.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

/// Of a host list, one that does not answer must not keep the others from being asked.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const KEEPALIVE_AFTER: Duration = Duration::from_secs(30);

/// A PostgreSQL (15 or newer), and the folder of papers that all programs on it share. Shows no password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    pub(crate) config: Config,
    pub(crate) papers: PathBuf,
}

impl Server {
    /// Reads `postgres://user@host1,host2/name` or `host=… dbname=…`. Of several hosts the one that takes writes is
    /// used, whichever that is at the moment: nothing is decided by what a standby says.
    pub fn read(address: &str, papers: PathBuf) -> Result<Server, String> {
        let mut config = Config::from_str(address).map_err(|error| format!("the address of the database: {error}"))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err("the address of the database names no host".to_owned());
        }
        if config.get_dbname().is_none() {
            return Err("the address of the database names no database".to_owned());
        }
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WITHIN);
        }
        config.keepalives_idle(KEEPALIVE_AFTER);
        if config.get_application_name().is_none() {
            config.application_name("onego");
        }
        Ok(Server { config, papers })
    }

    /// Puts the password in, so that it need not stand in the address.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Server {
        self.config.password(password);
        self
    }
}
