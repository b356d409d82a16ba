use std::time::Duration;

use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;

use crate::access::ResourceKind;
use crate::error::Error;

/// Longer texts of a broker are no sentences.
const SENTENCE: usize = 400;

/// An answer that is an error, before it is known what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: RDKafkaErrorCode,
    /// The broker's or librdkafka's text; may be empty.
    pub(crate) text: String,
}

impl Refusal {
    pub(crate) fn new(code: RDKafkaErrorCode, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }

    pub(crate) fn timed_out() -> Self {
        Self::new(RDKafkaErrorCode::OperationTimedOut, "")
    }

    /// Whether no broker answered, rather than one that refused.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(
            self.code,
            RDKafkaErrorCode::BrokerTransportFailure
                | RDKafkaErrorCode::AllBrokersDown
                | RDKafkaErrorCode::OperationTimedOut
                | RDKafkaErrorCode::RequestTimedOut
                | RDKafkaErrorCode::BadMessage
        )
    }

    /// The error, of `what` was asked about; `limit` is how long was waited.
    pub(crate) fn about(self, what: &str, limit: Duration) -> Error {
        match self.code {
            RDKafkaErrorCode::OperationTimedOut | RDKafkaErrorCode::RequestTimedOut => {
                Error::Timeout {
                    seconds: limit.as_secs().max(1),
                }
            }
            code => match Error::from_code(code, what) {
                Error::Kafka { code, .. } if self.is_sentence() => Error::Kafka {
                    code,
                    reason: self.text,
                },
                error => error,
            },
        }
    }

    /// A broker sends the print of its own objects with some errors: nothing for people.
    fn is_sentence(&self) -> bool {
        !self.text.is_empty()
            && self.text.len() <= SENTENCE
            && !self.text.contains(['\n', '\r'])
            && !self.text.contains("Request(processor=")
            && !self.text.contains("Exception:")
    }
}

impl From<KafkaError> for Refusal {
    fn from(error: KafkaError) -> Self {
        let code = error
            .rdkafka_error_code()
            .unwrap_or(RDKafkaErrorCode::Unknown);
        Self::new(code, "")
    }
}

/// The kind of resource for which a right is missing.
pub(crate) fn denied(code: RDKafkaErrorCode) -> Option<ResourceKind> {
    Some(match code {
        RDKafkaErrorCode::TopicAuthorizationFailed => ResourceKind::Topic,
        RDKafkaErrorCode::GroupAuthorizationFailed => ResourceKind::Group,
        RDKafkaErrorCode::ClusterAuthorizationFailed => ResourceKind::Cluster,
        RDKafkaErrorCode::TransactionalIdAuthorizationFailed => ResourceKind::TransactionalId,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(3);

    #[test]
    fn a_brokers_sentence_is_kept_and_its_dump_is_not() {
        let about = |code, text: &str| Refusal::new(code, text).about("orders", LIMIT);
        let told = about(
            RDKafkaErrorCode::InvalidConfig,
            "Invalid value x for configuration retention.ms",
        );
        assert!(
            matches!(&told, Error::Kafka { reason, .. } if reason.starts_with("Invalid value x"))
        );
        for dump in [
            "Request Request(processor=0, connectionId=127.0.0.1:9092-127.0.0.1:1-0)",
            "java.lang.IllegalStateException: x",
            "line\nline",
            "",
        ] {
            let told = about(RDKafkaErrorCode::InvalidConfig, dump);
            assert!(
                matches!(&told, Error::Kafka { reason, .. } if reason.starts_with("orders: ")),
                "{told:?}"
            );
        }
    }

    #[test]
    fn a_missing_right_names_the_kind_of_its_resource() {
        let told = Refusal::new(RDKafkaErrorCode::ClusterAuthorizationFailed, "Request(…)")
            .about("the cluster", LIMIT);
        let expected = Error::Forbidden {
            resource: ResourceKind::Cluster,
            reason: "the cluster".to_owned(),
        };
        assert_eq!(told, expected);
        assert_eq!(
            Refusal::timed_out().about("", LIMIT),
            Error::Timeout { seconds: 3 }
        );
    }
}
