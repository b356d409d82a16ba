//! A group as CSV.

use std::collections::HashMap;

use kafka::GroupDescription;

use super::detail::host;
use super::lag::{Edge, Standing};
use super::samples::Place;
use crate::failure::{Failure, Result};

const COLUMNS: [&str; 11] = [
    "group",
    "topic",
    "partition",
    "committed",
    "start",
    "end",
    "lag",
    "lost",
    "member",
    "client",
    "host",
];

/// One line a partition, with what is not known left empty (RFC 4180).
pub(crate) fn csv(described: &GroupDescription, standings: &[Standing]) -> Result<Vec<u8>> {
    let members: HashMap<&Place, &kafka::Member> = described
        .members
        .iter()
        .flat_map(|member| member.assigned.iter().map(move |place| (place, member)))
        .collect();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let broken = |error: csv::Error| Failure::internal(format!("The table broke: {error}."));
    writer.write_record(COLUMNS).map_err(broken)?;
    for standing in standings {
        let member = members.get(&standing.place).copied();
        let end = match standing.end {
            Edge::At(end) => Some(end),
            _ => None,
        };
        let row = [
            described.name.clone(),
            standing.place.0.clone(),
            standing.place.1.to_string(),
            number(standing.committed),
            number(standing.start),
            number(end),
            number(standing.messages()),
            number(standing.committed.map(|_| standing.lost())),
            member.map(|member| member.id.clone()).unwrap_or_default(),
            member
                .map(|member| member.client.clone())
                .unwrap_or_default(),
            member
                .map(|member| host(member).to_owned())
                .unwrap_or_default(),
        ];
        writer.write_record(row).map_err(broken)?;
    }
    writer
        .into_inner()
        .map_err(|error| Failure::internal(format!("The table broke: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_a_partition() {
        let member = kafka::Member {
            id: "m-1".to_owned(),
            instance: None,
            client: "a, \"b\"".to_owned(),
            host: "/10.0.0.7".to_owned(),
            assigned: vec![("orders".to_owned(), 0)],
            target: None,
        };
        let described = GroupDescription {
            name: "g".to_owned(),
            kind: kafka::GroupKind::Classic,
            state: kafka::GroupState::Stable,
            assignor: None,
            coordinator: None,
            members: vec![member],
            operations: None,
        };
        let at = |partition, committed, end| Standing {
            place: ("orders".to_owned(), partition),
            committed,
            start: Some(5),
            end,
        };
        let standings = [at(0, Some(3), Edge::At(10)), at(1, None, Edge::Denied)];
        let text = String::from_utf8(csv(&described, &standings).expect("a table"));
        assert_eq!(
            text.expect("text"),
            "group,topic,partition,committed,start,end,lag,lost,member,client,host\r\n\
             g,orders,0,3,5,10,7,2,m-1,\"a, \"\"b\"\"\",10.0.0.7\r\n\
             g,orders,1,,5,,,,,,\r\n"
        );
    }
}
