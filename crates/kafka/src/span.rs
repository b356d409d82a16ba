/// What is to be read of a partition, in absolute offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The partition.
    pub partition: i32,
    /// The first offset to read.
    pub from: i64,
    /// The first offset that is not read any more; none follows the partition without an end.
    pub to: Option<i64>,
}

impl Span {
    fn is_empty(&self) -> bool {
        self.to.is_some_and(|to| to <= self.from)
    }
}

/// Why a partition brings nothing more, for now or for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All that the [`Span`] asked for has been read.
    Range,
    /// The end of what is there. A span without an end goes on when there is more; one that reaches beyond is over.
    Eof,
}

/// How far each partition of a reader is.
#[derive(Default)]
pub(crate) struct Positions {
    /// By partition.
    all: Vec<Position>,
    /// Where the last one was found: records come in long runs of one partition.
    last: usize,
}

/// How far one partition is.
pub(crate) struct Position {
    span: Span,
    next: i64,
    open: bool,
}

impl Positions {
    /// Reads this from now on; tells whether there is anything to read, and whether the partition was read before.
    pub(crate) fn begin(&mut self, span: Span) -> Begin {
        let position = Position {
            span,
            next: span.from,
            open: !span.is_empty(),
        };
        let open = position.open;
        let found = self
            .all
            .binary_search_by_key(&span.partition, |known| known.span.partition);
        let replaces = match found {
            Ok(at) => std::mem::replace(&mut self.all[at], position).open,
            Err(at) => {
                self.all.insert(at, position);
                false
            }
        };
        Begin { open, replaces }
    }

    /// A partition that is still read.
    pub(crate) fn open(&mut self, partition: i32) -> Option<&mut Position> {
        let is_it = |position: &Position| position.span.partition == partition;
        if !self.all.get(self.last).is_some_and(is_it) {
            self.last = self
                .all
                .binary_search_by_key(&partition, |known| known.span.partition)
                .ok()?;
        }
        self.all.get_mut(self.last).filter(|position| position.open)
    }

    pub(crate) fn any_open(&self) -> bool {
        self.all.iter().any(|position| position.open)
    }

    pub(crate) fn any_bounded_open(&self) -> bool {
        self.all
            .iter()
            .any(|position| position.open && position.span.to.is_some())
    }
}

/// What [`Positions::begin`] found.
pub(crate) struct Begin {
    pub(crate) open: bool,
    pub(crate) replaces: bool,
}

impl Position {
    /// The offset after the last one that was read or passed by.
    pub(crate) fn next(&self) -> i64 {
        self.next
    }

    pub(crate) fn to(&self) -> Option<i64> {
        self.span.to
    }

    /// Whether an offset is beyond what was asked for.
    pub(crate) fn is_past(&self, offset: i64) -> bool {
        self.span.to.is_some_and(|to| offset >= to)
    }

    /// Everything before `next` has been read.
    pub(crate) fn advance(&mut self, next: i64) {
        self.next = next;
    }

    /// Nothing more is read.
    pub(crate) fn close(&mut self) {
        self.open = false;
    }
}
