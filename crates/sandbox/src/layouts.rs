//! The layout of every request that is served, after Kafka's message definitions:
//! <https://github.com/apache/kafka/tree/trunk/clients/src/main/resources/common/message>.
//! Tagged fields are walked by their sizes and stand nowhere here.

use crate::layout::Shape::{Blob, Fixed, Structs, Text, Values};
use crate::layout::{Field, Shape, always, since, within};

const BYTE: Shape = Fixed(1);
const SHORT: Shape = Fixed(2);
const INT: Shape = Fixed(4);
const LONG: Shape = Fixed(8);
const UUID: Shape = Fixed(16);

pub(crate) const PRODUCE: &[Field] = &[
    always(Text),
    always(SHORT),
    always(INT),
    always(Structs(&[
        within(0, 12, Text),
        since(13, UUID),
        always(Structs(&[always(INT), always(Blob)])),
    ])),
];

pub(crate) const FETCH: &[Field] = &[
    within(0, 14, INT),
    always(INT),
    always(INT),
    always(INT),
    always(BYTE),
    since(7, INT),
    since(7, INT),
    always(Structs(&[
        within(0, 12, Text),
        since(13, UUID),
        always(Structs(&[
            always(INT),
            since(9, INT),
            always(LONG),
            since(12, INT),
            since(5, LONG),
            always(INT),
        ])),
    ])),
    since(
        7,
        Structs(&[within(0, 12, Text), since(13, UUID), always(Values(&INT))]),
    ),
    since(11, Text),
];

pub(crate) const LIST_OFFSETS: &[Field] = &[
    always(INT),
    since(2, BYTE),
    always(Structs(&[
        always(Text),
        always(Structs(&[always(INT), since(4, INT), always(LONG)])),
    ])),
    since(10, INT),
];

pub(crate) const METADATA: &[Field] = &[
    always(Structs(&[since(10, UUID), always(Text)])),
    since(4, BYTE),
    within(8, 10, BYTE),
    since(8, BYTE),
];

pub(crate) const OFFSET_COMMIT: &[Field] = &[
    always(Text),
    always(INT),
    always(Text),
    since(7, Text),
    within(0, 4, LONG),
    always(Structs(&[
        always(Text),
        always(Structs(&[
            always(INT),
            always(LONG),
            since(6, INT),
            always(Text),
        ])),
    ])),
];

const TOPIC_PARTITIONS: &[Field] = &[always(Text), always(Values(&INT))];

pub(crate) const OFFSET_FETCH: &[Field] = &[
    within(0, 7, Text),
    within(0, 7, Structs(TOPIC_PARTITIONS)),
    since(
        8,
        Structs(&[
            always(Text),
            since(9, Text),
            since(9, INT),
            always(Structs(TOPIC_PARTITIONS)),
        ]),
    ),
    since(7, BYTE),
];

pub(crate) const FIND_COORDINATOR: &[Field] =
    &[within(0, 3, Text), since(1, BYTE), since(4, Values(&Text))];

pub(crate) const JOIN_GROUP: &[Field] = &[
    always(Text),
    always(INT),
    since(1, INT),
    always(Text),
    since(5, Text),
    always(Text),
    always(Structs(&[always(Text), always(Blob)])),
    since(8, Text),
];

pub(crate) const HEARTBEAT: &[Field] = &[always(Text), always(INT), always(Text), since(3, Text)];

pub(crate) const LEAVE_GROUP: &[Field] = &[
    always(Text),
    within(0, 2, Text),
    since(3, Structs(&[always(Text), always(Text), since(5, Text)])),
];

pub(crate) const SYNC_GROUP: &[Field] = &[
    always(Text),
    always(INT),
    always(Text),
    since(3, Text),
    since(5, Text),
    since(5, Text),
    always(Structs(&[always(Text), always(Blob)])),
];

pub(crate) const DESCRIBE_GROUPS: &[Field] = &[always(Values(&Text)), since(3, BYTE)];

pub(crate) const LIST_GROUPS: &[Field] = &[since(4, Values(&Text)), since(5, Values(&Text))];

pub(crate) const OFFSET_DELETE: &[Field] = &[
    always(Text),
    always(Structs(&[always(Text), always(Structs(&[always(INT)]))])),
];

pub(crate) const DELETE_GROUPS: &[Field] = &[always(Values(&Text))];

pub(crate) const API_VERSIONS: &[Field] = &[since(3, Text), since(3, Text)];

pub(crate) const CREATE_TOPICS: &[Field] = &[
    always(Structs(&[
        always(Text),
        always(INT),
        always(SHORT),
        always(Structs(&[always(INT), always(Values(&INT))])),
        always(Structs(&[always(Text), always(Text)])),
    ])),
    always(INT),
    always(BYTE),
];

pub(crate) const DELETE_TOPICS: &[Field] = &[
    since(6, Structs(&[always(Text), always(UUID)])),
    within(0, 5, Values(&Text)),
    always(INT),
];

pub(crate) const DELETE_RECORDS: &[Field] = &[
    always(Structs(&[
        always(Text),
        always(Structs(&[always(INT), always(LONG)])),
    ])),
    always(INT),
];

pub(crate) const CREATE_PARTITIONS: &[Field] = &[
    always(Structs(&[
        always(Text),
        always(INT),
        always(Structs(&[always(Values(&INT))])),
    ])),
    always(INT),
    always(BYTE),
];

pub(crate) const INIT_PRODUCER_ID: &[Field] =
    &[always(Text), always(INT), since(3, LONG), since(3, SHORT)];

pub(crate) const OFFSET_FOR_LEADER_EPOCH: &[Field] = &[
    since(3, INT),
    always(Structs(&[
        always(Text),
        always(Structs(&[always(INT), always(INT), always(INT)])),
    ])),
];

pub(crate) const DESCRIBE_CONFIGS: &[Field] = &[
    always(Structs(&[
        always(BYTE),
        always(Text),
        always(Values(&Text)),
    ])),
    always(BYTE),
    since(3, BYTE),
];

pub(crate) const INCREMENTAL_ALTER_CONFIGS: &[Field] = &[
    always(Structs(&[
        always(BYTE),
        always(Text),
        always(Structs(&[always(Text), always(BYTE), always(Text)])),
    ])),
    always(BYTE),
];

pub(crate) const DESCRIBE_CLUSTER: &[Field] = &[always(BYTE), since(1, BYTE), since(2, BYTE)];
