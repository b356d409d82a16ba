use serde::{Deserialize, Serialize};
use specta::Type;

/// The result of everything that a person can ask for.
pub type Result<T> = std::result::Result<T, Failure>;

/// What the UI decides by; a code exists only where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// It is not there, or not to be seen.
    NotFound,
    /// The login is missing or wrong.
    Unauthorized,
    /// A right is missing.
    Forbidden,
    /// Nobody answers.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// It changed meanwhile.
    Conflict,
    /// What was entered can't be used.
    Invalid,
    /// The connection is read-only.
    ReadOnly,
    /// It is a production connection, and the name of what is to be changed was not typed; the details hold that name.
    Confirm,
    /// There is no keychain to keep a secret in.
    NoKeychain,
    /// Anything else.
    Internal,
}

/// The only error that leaves this crate: text for people, a code for decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct Failure {
    /// What the UI decides by.
    pub code: Code,
    /// What happened, to what.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The technical text, shown folded.
    pub details: Option<String>,
}

/// Something to be said once, at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            details: None,
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, message)
    }

    /// For a body that broke: the shell catches panics, so that no promise waits for ever.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Code::Internal, message)
            .hint("This is a fault in Tributary. The log says more; please report it.")
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same of a part of a whole: where that is (may be empty), and how far the whole came.
    pub(crate) fn told_of(mut self, place: &str, so_far: &str) -> Self {
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("{place}: ")
        };
        self.message = format!("{place}{} {so_far}", self.message);
        self
    }

    pub(crate) fn details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into()).filter(|text: &String| !text.is_empty());
        self
    }
}

impl From<kafka::Error> for Failure {
    /// The sentences of `tests/FAULTS.md`: each says what happened and what to do next.
    fn from(error: kafka::Error) -> Self {
        use kafka::Error;
        match error {
            Error::Property { name, reason } => Self::invalid(format!("{name} {reason}.")),
            Error::Unresolved { address, reason } => {
                let host = address.rsplit_once(':').map_or(address.as_str(), |(host, _)| host);
                Self::new(Code::Unreachable, format!("The host name “{host}” does not resolve."))
                    .hint("Check the spelling, and whether this machine needs a VPN or another DNS to know it.")
                    .details(reason)
            }
            Error::Unreachable { address, reason } => Self::new(Code::Unreachable, format!("No broker answers at {address}."))
                .hint("Check that Kafka runs there, the port, and whether a firewall or a VPN stands between.")
                .details(reason),
            Error::Authentication { reason } => Self::new(Code::Unauthorized, "The broker refused the user name or the password.")
                .hint("Check both, and that they belong to this cluster: an API key works for one cluster only.")
                .details(reason),
            Error::Mechanism { reason } => Self::new(Code::Unauthorized, "The broker does not offer this SASL mechanism.")
                .hint("The details name the ones that it offers: choose one of them.")
                .details(reason),
            Error::Certificate { reason } => Self::new(Code::Unauthorized, "The broker's certificate is not trusted.")
                .hint("Choose the CA file that signed it, and use the host name that it was issued for.")
                .details(reason),
            Error::NotTls { address } => Self::new(Code::Unreachable, format!("{address} does not speak TLS."))
                .hint("Choose PLAINTEXT or SASL_PLAINTEXT, or the port of the TLS listener."),
            Error::WantsTls { address } => Self::new(Code::Unreachable, format!("{address} speaks TLS, this connection does not."))
                .hint("Choose SSL or SASL_SSL, or the port of the plaintext listener."),
            Error::NoLogin { address } => {
                Self::new(Code::Unauthorized, format!("{address} asks for no login."))
                    .hint("Choose PLAINTEXT or SSL, or the port of the listener with SASL.")
            }
            Error::NotKafka { address, reason } => Self::new(
                Code::Unreachable,
                format!("{address} does not speak Kafka."),
            )
            .hint("Check the port: something else answers there, a web server or a proxy perhaps.")
            .details(reason),
            Error::TooLarge { topic } => Self::invalid(format!(
                "The message is larger than “{topic}” takes."
            ))
            .hint("The topic's max.message.bytes is the limit: make the message smaller, or have it raised."),
            Error::Tls { reason } => Self::new(Code::Invalid, "TLS could not be set up.")
                .hint("Check the CA file, and certificate or key properties if there are any: each must be there, readable and PEM.")
                .details(reason),
            Error::Timeout { seconds } => Self::new(Code::Timeout, format!("No answer from the cluster within {seconds} s."))
                .hint("The brokers may be busy, or their advertised addresses can't be reached from here. Try again."),
            Error::NotFound { what } => Self::new(Code::NotFound, format!("There is no “{what}”, or you may not see it."))
                .hint("It may have been deleted. Refresh the list of topics."),
            Error::Forbidden { reason, .. } => Self::new(Code::Forbidden, format!("You lack a right: {reason}."))
                .hint("Ask for READ and DESCRIBE on the topic to read it, WRITE to produce."),
            Error::Record { reason } => Self::invalid(format!("Kafka does not take this record: {reason}.")),
            Error::Kafka { code, reason } => {
                Self::new(Code::Internal, format!("The cluster answered with an error: {code}.")).hint("Try again; the details hold Kafka's text.").details(reason)
            }
        }
    }
}
