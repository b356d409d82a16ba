use rdkafka::types::RDKafkaErrorCode;

use crate::access::ResourceKind;
use crate::refusal::denied;

/// The result of everything that talks to Kafka.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong between here and a cluster. Addresses are `host:port`; `reason` is librdkafka's
/// own text, never a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A property that may not be set, or whose value librdkafka refuses.
    #[error("{name}: {reason}")]
    Property {
        /// The property's name.
        name: String,
        /// Why, without its value.
        reason: String,
    },
    /// A host name that no resolver knows.
    #[error("{address} does not resolve: {reason}")]
    Unresolved {
        /// Where to.
        address: String,
        /// The resolver's text.
        reason: String,
    },
    /// Nobody answers.
    #[error("no broker answers at {address}: {reason}")]
    Unreachable {
        /// Where to.
        address: String,
        /// What the last attempt said.
        reason: String,
    },
    /// The broker refused the user or the password.
    #[error("authentication failed: {reason}")]
    Authentication {
        /// The broker's text.
        reason: String,
    },
    /// The broker doesn't offer the SASL mechanism.
    #[error("mechanism not offered: {reason}")]
    Mechanism {
        /// The broker's text, with what it offers.
        reason: String,
    },
    /// The broker's certificate is not trusted, or not for this host.
    #[error("certificate not trusted: {reason}")]
    Certificate {
        /// OpenSSL's text.
        reason: String,
    },
    /// TLS was spoken to a listener that speaks none.
    #[error("{address} does not speak TLS")]
    NotTls {
        /// Where to.
        address: String,
    },
    /// Plain text was spoken to a listener that wants TLS.
    #[error("{address} wants TLS")]
    WantsTls {
        /// Where to.
        address: String,
    },
    /// A login was offered to a listener that asks for none.
    #[error("{address} asks for no login")]
    NoLogin {
        /// Where to.
        address: String,
    },
    /// Something answers that is no Kafka broker.
    #[error("{address} does not speak Kafka: {reason}")]
    NotKafka {
        /// Where to.
        address: String,
        /// librdkafka's text.
        reason: String,
    },
    /// More bytes than the topic takes.
    #[error("{topic} does not take messages of this size")]
    TooLarge {
        /// The topic.
        topic: String,
    },
    /// Another failure of the TLS layer, a CA file that can't be read among them.
    #[error("TLS failed: {reason}")]
    Tls {
        /// OpenSSL's text.
        reason: String,
    },
    /// No answer in time.
    #[error("no answer within {seconds} s")]
    Timeout {
        /// How long was waited.
        seconds: u64,
    },
    /// The topic or the partition is not there, or not to be seen by this principal.
    #[error("unknown topic or partition: {what}")]
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// The principal lacks a right.
    #[error("not authorized: {reason}")]
    Forbidden {
        /// The kind of the resource for which it is missing.
        resource: ResourceKind,
        /// The resource's name.
        reason: String,
    },
    /// What was to be written is not acceptable.
    #[error("{reason}")]
    Record {
        /// Why.
        reason: String,
    },
    /// Any other answer of Kafka, by its name and librdkafka's text.
    #[error("{code}: {reason}")]
    Kafka {
        /// Kafka's name of the error, as `NotLeaderForPartition`.
        code: String,
        /// librdkafka's text.
        reason: String,
    },
}

impl Error {
    /// Whether waiting and asking again can't help: a wrong password stays wrong.
    pub fn is_final(&self) -> bool {
        !matches!(
            self,
            Self::Unreachable { .. } | Self::Timeout { .. } | Self::Kafka { .. }
        )
    }

    /// Sorts what librdkafka reports by its code and text. `address` is what the user entered.
    pub(crate) fn from_report(code: RDKafkaErrorCode, reason: &str, address: &str) -> Self {
        let text = reason.to_owned();
        let lower = reason.to_ascii_lowercase();
        match code {
            RDKafkaErrorCode::Resolve => Self::Unresolved {
                address: quoted(reason).unwrap_or(address).to_owned(),
                reason: text,
            },
            RDKafkaErrorCode::BadMessage => Self::NotKafka {
                address: address.to_owned(),
                reason: text,
            },
            // ILLEGAL_SASL_STATE: what a listener without SASL answers to a handshake.
            RDKafkaErrorCode::Authentication
                if lower.contains("not valid in current sasl state") =>
            {
                Self::NoLogin {
                    address: address.to_owned(),
                }
            }
            RDKafkaErrorCode::Authentication | RDKafkaErrorCode::SaslAuthenticationFailed => {
                if lower.contains("unsupported sasl mechanism")
                    || lower.contains("unsupportedsaslmechanism")
                {
                    Self::Mechanism { reason: text }
                } else {
                    Self::Authentication { reason: text }
                }
            }
            RDKafkaErrorCode::UnsupportedSASLMechanism => Self::Mechanism { reason: text },
            _ if lower.contains("certificate verify failed")
                || lower.contains("hostname mismatch") =>
            {
                Self::Certificate { reason: text }
            }
            _ if lower.contains("connecting to a plaintext broker listener")
                || lower.contains("wrong version number") =>
            {
                Self::NotTls {
                    address: address.to_owned(),
                }
            }
            _ if lower.contains("connecting to a ssl listener") => Self::WantsTls {
                address: address.to_owned(),
            },
            RDKafkaErrorCode::SSL => Self::Tls { reason: text },
            RDKafkaErrorCode::BrokerTransportFailure | RDKafkaErrorCode::AllBrokersDown => {
                Self::Unreachable {
                    address: address.to_owned(),
                    reason: text,
                }
            }
            _ => Self::from_code(code, reason),
        }
    }

    /// Sorts an error code that came for a topic, a partition or a request.
    pub(crate) fn from_code(code: RDKafkaErrorCode, what: &str) -> Self {
        if let Some(resource) = denied(code) {
            return Self::Forbidden {
                resource,
                reason: what.to_owned(),
            };
        }
        match code {
            RDKafkaErrorCode::UnknownTopicOrPartition
            | RDKafkaErrorCode::UnknownTopic
            | RDKafkaErrorCode::UnknownPartition
            | RDKafkaErrorCode::NoEnt
            | RDKafkaErrorCode::UnknownTopicId => Self::NotFound {
                what: what.to_owned(),
            },
            RDKafkaErrorCode::MessageSizeTooLarge => Self::TooLarge {
                topic: what.to_owned(),
            },
            RDKafkaErrorCode::InvalidRecord => Self::Record {
                reason: format!("{what}: {code}"),
            },
            _ => Self::Kafka {
                code: format!("{code:?}"),
                reason: if what.is_empty() {
                    code.to_string()
                } else {
                    format!("{what}: {code}")
                },
            },
        }
    }
}

/// The text between the first pair of single quotes: librdkafka quotes the host it could not resolve.
fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('\'')?;
    rest.split_once('\'').map(|(inside, _)| inside)
}
