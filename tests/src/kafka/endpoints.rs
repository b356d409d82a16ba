use std::{env, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::SHARED;

/// Where a broker is, as one line of JSON between processes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoints {
    /// `host:port` of the PLAINTEXT listener.
    pub plaintext: String,
    /// `host:port` of the `SASL_SSL` listener.
    pub sasl_ssl: String,
    /// `host:port` of the SSL listener.
    pub ssl: String,
    /// The file with the authority's certificate.
    pub ca: PathBuf,
    /// The file that the broker logs to.
    pub log: PathBuf,
}

impl Endpoints {
    /// Those of the broker that [`SHARED`] names, if it is set.
    pub(super) fn from_environment() -> Option<Endpoints> {
        let json = env::var(SHARED).ok().filter(|json| !json.is_empty())?;
        match serde_json::from_str(&json) {
            Ok(endpoints) => Some(endpoints),
            Err(error) => panic!("{SHARED} is not what the binary `kafka` prints: {error}"),
        }
    }
}
