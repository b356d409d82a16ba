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
