//! What became of a change: what the cluster answered, or what was found where its answer was lost.

use kafka::Error;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Change;
use super::check::State;
use super::make::Answers;
use crate::amount::counted;
use crate::failure::{Code, Failure};
use crate::groups::rights::{Resource, Rights};

/// Problems that are told one by one.
const PROBLEMS: usize = 100;

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChangeOutcome {
    /// It was made.
    Done,
    /// A part of it was made.
    Partial,
    /// No answer came: whether it was made is not known.
    Unknown,
    /// It was not made.
    Refused,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verdict {
    pub(crate) outcome: ChangeOutcome,
    /// A sentence.
    pub(crate) message: String,
    /// The numbers of the parts that were not made.
    pub(crate) failed: Vec<usize>,
    /// What is wrong with each of those, the first 100.
    #[serde(skip)]
    pub(crate) problems: Vec<String>,
    /// Where nothing was made.
    #[serde(skip)]
    pub(crate) failure: Option<Failure>,
}

impl Verdict {
    pub(crate) fn new(outcome: ChangeOutcome, message: impl Into<String>) -> Self {
        Self {
            outcome,
            message: message.into(),
            failed: Vec::new(),
            problems: Vec::new(),
            failure: None,
        }
    }

    pub(crate) fn refused(failure: Failure) -> Self {
        Self {
            failure: Some(failure.clone()),
            ..Self::new(ChangeOutcome::Refused, failure.message)
        }
    }

    fn partial(change: &Change, problems: Vec<(usize, String)>) -> Self {
        let message = format!(
            "{} {} failed.",
            change.done(change.parts() - problems.len()),
            counted(problems.len() as u64, "part")
        );
        let failed = problems.iter().map(|(at, _)| *at).collect();
        let told = problems.into_iter().take(PROBLEMS);
        Self {
            failed,
            problems: told.map(|(_, problem)| problem).collect(),
            ..Self::new(ChangeOutcome::Partial, message)
        }
    }
}

/// What the answers of a cluster mean.
pub(crate) fn judge(change: &Change, answers: kafka::Result<Answers>, rights: &Rights) -> Verdict {
    let answers = match answers {
        Ok(answers) => answers,
        Err(error) if is_lost(&error) => return lost(change, &error),
        Err(error) => return Verdict::refused(failure(change, error, rights)),
    };
    let mut failed: Vec<(usize, Error)> = Vec::new();
    for (at, answer) in answers.into_iter().enumerate() {
        match answer {
            Ok(()) => {}
            Err(error) if is_lost(&error) => return lost(change, &error),
            Err(error) => failed.push((at, error)),
        }
    }
    if failed.is_empty() {
        return Verdict::new(ChangeOutcome::Done, change.done(change.parts()));
    }
    if failed.len() == change.parts() {
        let (_, error) = failed.swap_remove(0);
        return Verdict::refused(failure(change, error, rights));
    }
    let problems = failed.into_iter().map(|(at, error)| {
        let why = failure(change, error, rights).message;
        (at, format!("{}: {why}", change.part(at)))
    });
    Verdict::partial(change, problems.collect())
}

/// What was found of a change whose answer was lost.
pub(crate) fn found(change: &Change, states: &[State]) -> Verdict {
    let count = |state| states.iter().filter(|found| **found == state).count();
    if count(State::After) == states.len() {
        let message = format!(
            "The answer was lost, and it was looked up. {}",
            change.done(states.len())
        );
        return Verdict::new(ChangeOutcome::Done, message);
    }
    if count(State::Before) == states.len() {
        return Verdict::new(
            ChangeOutcome::Refused,
            "The answer was lost, and it was looked up: nothing was changed.",
        );
    }
    if count(State::After) == 0 {
        return Verdict::new(
            ChangeOutcome::Unknown,
            "The answer was lost, and what is there now tells nothing: look at it yourself.",
        );
    }
    let problems = states.iter().enumerate();
    let problems = problems.filter_map(|(at, state)| match state {
        State::After => None,
        State::Before => Some((at, format!("{}: it is as it was.", change.part(at)))),
        State::Otherwise => Some((
            at,
            format!("{}: it was changed otherwise since.", change.part(at)),
        )),
    });
    Verdict::partial(change, problems.collect())
}

/// Whether the change may have been made all the same.
fn is_lost(error: &Error) -> bool {
    match error {
        Error::Timeout { .. }
        | Error::Unreachable { .. }
        | Error::Unresolved { .. }
        | Error::NotKafka { .. } => true,
        Error::Kafka { code, .. } => [
            "BrokerTransportFailure",
            "AllBrokersDown",
            "OperationTimedOut",
            "RequestTimedOut",
            "BadMessage",
            "Panic",
        ]
        .contains(&code.as_str()),
        _ => false,
    }
}

fn lost(change: &Change, error: &Error) -> Verdict {
    let message = format!(
        "No answer came ({error}): whether “{}” was changed is not known.",
        change.resource()
    );
    Verdict::new(ChangeOutcome::Unknown, message)
}

/// Why a cluster does not make a change, for people.
fn failure(change: &Change, error: Error, rights: &Rights) -> Failure {
    match error {
        Error::Forbidden { resource, reason } => {
            let (operation, on) = right(change, resource, &reason);
            rights.lacks(operation, on)
        }
        Error::Kafka { code, reason } => match code.as_str() {
            "TopicAlreadyExists" => Failure::new(
                Code::Conflict,
                format!("There is a topic “{}” already.", change.resource()),
            )
            .hint("Choose another name."),
            "NonEmptyGroup" | "UnknownMemberId" | "GroupSubscribedToTopic" => Failure::new(
                Code::Conflict,
                format!(
                    "The group “{}” is active: its offsets are not changed.",
                    change.resource()
                ),
            )
            .hint("Stop its members first."),
            "SecurityDisabled" => Failure::invalid(
                "This cluster has no list of access rights: everybody may do everything.",
            )
            .hint("Its brokers need an authorizer (authorizer.class.name) first."),
            "UnsupportedFeature" | "UnsupportedVersion" => {
                Failure::invalid("This cluster can't do that: its brokers don't know the request.")
                    .hint("Use a newer Kafka, or its own tools.")
                    .details(reason)
            }
            _ => Failure::invalid(format!(
                "The cluster refused: {}.",
                reason.trim_end_matches('.')
            ))
            .hint("Nothing was changed.")
            .details(code),
        },
        error => error.into(),
    }
}

/// The right that a change needs, where a cluster says for what one is missing.
fn right<'a>(
    change: &'a Change,
    missing: kafka::ResourceKind,
    name: &'a str,
) -> (&'static str, Resource<'a>) {
    use kafka::ResourceKind as Kind;
    let on = Resource::Topic(change.resource());
    match (change, missing) {
        (Change::Offsets { .. }, Kind::Topic) => ("Read", Resource::Topic(name)),
        (Change::Offsets { group, moves }, _) => {
            let forgets = moves.iter().all(|step| step.to.is_none());
            let operation = if forgets { "Delete" } else { "Read" };
            (operation, Resource::Group(group))
        }
        (Change::DeleteGroup { group, .. }, _) => ("Delete", Resource::Group(group)),
        (Change::Produce { .. }, _) => ("Write", on),
        (Change::CreateTopic { .. }, _) => ("Create", on),
        (Change::DeleteTopic { .. } | Change::Purge { .. }, _) => ("Delete", on),
        (Change::Configs { .. }, _) => ("AlterConfigs", on),
        (Change::Partitions { .. }, _) => ("Alter", on),
        (Change::AddAcls { .. } | Change::DeleteAcls { .. }, _) => ("Alter", Resource::Cluster),
    }
}

#[cfg(test)]
mod tests {
    use super::super::OffsetMove;
    use super::*;
    use crate::connections::Connection;

    fn offsets(partitions: i32) -> Change {
        let step = |partition| OffsetMove {
            topic: "orders".to_owned(),
            partition,
            from: Some(1),
            to: Some(2),
        };
        Change::Offsets {
            group: "billing".to_owned(),
            moves: (0..partitions).map(step).collect(),
        }
    }

    fn judged(answers: kafka::Result<Answers>) -> Verdict {
        let rights = Rights::new(&Connection::sandbox(false), "b:9092");
        judge(&offsets(3), answers, &rights)
    }

    fn kafka(code: &str, reason: &str) -> Error {
        Error::Kafka {
            code: code.to_owned(),
            reason: reason.to_owned(),
        }
    }

    fn denied() -> Error {
        Error::Forbidden {
            resource: kafka::ResourceKind::Topic,
            reason: "orders".to_owned(),
        }
    }

    #[test]
    fn what_is_made_in_part_tells_which_part_is_not() {
        let verdict = judged(Ok(vec![Ok(()), Err(denied()), Ok(())]));
        assert_eq!(
            (verdict.outcome, verdict.failed),
            (ChangeOutcome::Partial, vec![1])
        );
        assert_eq!(
            verdict.message,
            "2 offsets of “billing” were set. 1 part failed."
        );
        assert_eq!(
            verdict.problems,
            ["orders 1: READ on the topic “orders” is missing for User:ANONYMOUS."]
        );
        assert_eq!(verdict.failure, None);
    }

    #[test]
    fn what_is_refused_as_a_whole_is_a_failure_and_what_is_lost_is_none() {
        let active = || Err(kafka("UnknownMemberId", "a text"));
        let verdict = judged(Ok(vec![active(), active(), active()]));
        assert_eq!(verdict.outcome, ChangeOutcome::Refused);
        let failure = verdict.failure.expect("a failure");
        assert_eq!(failure.code, Code::Conflict);
        assert!(failure.message.contains("is active"));

        let silence = || Error::Timeout { seconds: 10 };
        let transport = || kafka("BrokerTransportFailure", "gone");
        for answers in [
            Err(silence()),
            Err(transport()),
            Ok(vec![Ok(()), Err(transport()), Err(denied())]),
        ] {
            let verdict = judged(answers);
            assert_eq!(verdict.outcome, ChangeOutcome::Unknown);
            assert_eq!(verdict.failure, None);
        }
        assert_eq!(
            judged(Ok(vec![Ok(()), Ok(()), Ok(())])).outcome,
            ChangeOutcome::Done
        );
    }

    #[test]
    fn what_is_found_says_how_much_of_it_was_made() {
        use State::{After, Before, Otherwise};
        for (states, outcome, failed) in [
            ([After, After, After], ChangeOutcome::Done, vec![]),
            ([Before, Before, Before], ChangeOutcome::Refused, vec![]),
            (
                [After, Before, Otherwise],
                ChangeOutcome::Partial,
                vec![1, 2],
            ),
            ([Otherwise, Before, Before], ChangeOutcome::Unknown, vec![]),
        ] {
            let verdict = found(&offsets(3), &states);
            assert_eq!(
                (verdict.outcome, verdict.failed),
                (outcome, failed),
                "{states:?}"
            );
        }
    }
}
