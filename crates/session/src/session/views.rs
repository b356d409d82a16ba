//! Open views: what the grid and the inspector ask for.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use messages::Overflow;

use super::{OpenView, Session, lock};
use crate::ask::{self, Completion, FilterVerdict};
use crate::command_line::{self, CommandLine};
use crate::copy::CopyAs;
use crate::failure::{Code, Failure, Result};
use crate::groups::rights::Rights;
use crate::histogram::Histogram;
use crate::inspect::{Form, Lines, MessageDetail, Part};
use crate::look::{self, Comparison, FoundLines, LineTarget};
use crate::produce::ProduceDraft;
use crate::spec::{FilterText, KeyQuery, ViewSpec};
use crate::tail::{Keep, Tail};
use crate::tick::{PartitionCoverage, Tick};

/// Bytes of records that a view keeps.
const STORE: usize = 256 << 20;
/// How long the brokers have to answer a question.
const ASKING: Duration = Duration::from_secs(10);

impl Session {
    /// Opens a view of a topic and starts to read. `on_tick` returns false when nobody listens any more.
    ///
    /// # Errors
    /// What is wrong with `spec`, or why the topic can't be read.
    pub async fn open_view(
        &self,
        id: &str,
        spec: &ViewSpec,
        on_tick: impl Fn(Tick) -> bool + Send + 'static,
    ) -> Result<u32> {
        let cluster = self.cluster(id).await?;
        let bootstrap = &cluster.kafka.config().bootstrap;
        let rights = Rights::new(&self.connection(id)?, bootstrap);
        let keep = Keep {
            limit: STORE,
            overflow: Overflow::Hold,
            asks: true,
            denied: Some(rights.no_topic(&spec.topic)),
        };
        let tail = Arc::new(Tail::open(&cluster.kafka, spec, keep, on_tick).await?);
        let view = self.next_view.fetch_add(1, Ordering::Relaxed);
        lock(&self.views).insert(
            view,
            OpenView {
                connection: id.to_owned(),
                tail,
                cluster,
            },
        );
        Ok(view)
    }

    /// Closes a view: its reader stops, its records go.
    pub fn close_view(&self, view: u32) {
        lock(&self.views).remove(&view);
    }

    /// Closes all views: the page that showed them is gone.
    pub fn close_views(&self) {
        lock(&self.views).clear();
    }

    /// Shows only what matches. A filter that can't be understood is told, and the one of before goes on.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn set_filter(&self, view: u32, filter: &FilterText) -> Result<FilterVerdict> {
        Ok(self.tail(view)?.set_filter(filter))
    }

    /// What is wrong with a filter, if anything is.
    pub fn check_filter(&self, filter: &FilterText) -> FilterVerdict {
        ask::check(filter)
    }

    /// How a filter may go on at the caret, in UTF-16 units, by the fields of what a view keeps.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn complete_filter(&self, view: u32, text: &str, caret: u32) -> Result<Completion> {
        Ok(self.tail(view)?.complete(text, caret))
    }

    /// A filter with one condition more.
    pub fn add_condition(&self, filter: &FilterText, condition: &str) -> String {
        ask::add(filter, condition)
    }

    /// When the messages that were read, and those that match, were written; in at most `buckets` spans of time.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn view_histogram(&self, view: u32, buckets: u32) -> Result<Histogram> {
        let found = self.tail(view)?.inner().view.histogram(buckets as usize);
        Ok(found.into())
    }

    /// Stops reading; what is kept stays.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn stop_view(&self, view: u32) -> Result<()> {
        self.tail(view)?.stop();
        Ok(())
    }

    /// Goes on reading after a stop, a failure, or with a full store.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn continue_view(&self, view: u32) -> Result<()> {
        self.tail(view)?.read_on()
    }

    /// A window of rows, as `messages::rows` lays it out, with a cell for each of `columns`.
    ///
    /// # Errors
    /// Where the view is closed, or a column names no field.
    pub fn view_rows(
        &self,
        view: u32,
        from: u64,
        count: u32,
        columns: &[String],
    ) -> Result<Vec<u8>> {
        let paths: Vec<messages::Path> = columns
            .iter()
            .map(|column| {
                messages::Path::parse(column).map_err(|problem| Failure::invalid(problem.message))
            })
            .collect::<Result<_>>()?;
        Ok(messages::rows(
            &self.tail(view)?.inner().view,
            from,
            count as usize,
            &paths,
        ))
    }

    /// How far each partition has been read.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn view_coverage(&self, view: u32) -> Result<Vec<PartitionCoverage>> {
        Ok(self.tail(view)?.coverage())
    }

    /// A row's message, without key and value.
    ///
    /// # Errors
    /// Where the view is closed, or the row is no longer kept.
    pub fn message_detail(&self, view: u32, row: u64) -> Result<MessageDetail> {
        self.tail(view)?.detail(row)
    }

    /// A window of the lines of a part of a row's message. Blocks while a large value is laid out.
    ///
    /// # Errors
    /// Where the view is closed, or the row is no longer kept.
    #[expect(
        clippy::too_many_arguments,
        reason = "what the inspector asks for, as the UI sends it"
    )]
    pub fn message_lines(
        &self,
        view: u32,
        row: u64,
        part: Part,
        form: Form,
        folds: &[u32],
        width: u32,
        from: u32,
        count: u32,
    ) -> Result<Lines> {
        let tail = self.tail(view)?;
        tail.lines(row, part, form, folds, width, from, count)
    }

    /// What a line of the inspector stands for; none for a bracket that closes. Blocks while a large value is laid out.
    ///
    /// # Errors
    /// Where the view is closed, or the row is no longer kept.
    pub fn line_target(
        &self,
        view: u32,
        row: u64,
        part: Part,
        form: Form,
        line: u32,
    ) -> Result<Option<LineTarget>> {
        self.tail(view)?.line_target(row, part, form, line)
    }

    /// Lines of a part that hold a text, in any case. Blocks while a large value is laid out.
    ///
    /// # Errors
    /// Where the view is closed, or the row is no longer kept.
    pub fn find_lines(
        &self,
        view: u32,
        row: u64,
        part: Part,
        form: Form,
        text: &str,
    ) -> Result<FoundLines> {
        self.tail(view)?.find(row, part, form, text)
    }

    /// Two messages, field by field; each is a view and a row of it. Blocks while large values are compared.
    ///
    /// # Errors
    /// Where a view is closed, or a row is no longer kept.
    pub fn compare_messages(&self, left: (u32, u64), right: (u32, u64)) -> Result<Comparison> {
        let left = self.tail(left.0)?.message(left.1)?;
        let right = self.tail(right.0)?.message(right.1)?;
        look::compare(&left, &right)
            .ok_or_else(|| Failure::internal("There is nothing to compare."))
    }

    /// Rows as text for the clipboard.
    ///
    /// # Errors
    /// Where the view is closed, a row is no longer kept, or it is more than a clipboard should get.
    pub fn copy_rows(&self, view: u32, rows: &[u64], copy_as: CopyAs) -> Result<String> {
        let open = self.view(view)?;
        let connection = self.connection(&open.connection)?;
        let bootstrap = &open.cluster.kafka.config().bootstrap;
        open.tail.copy(rows, copy_as, &connection, bootstrap)
    }

    /// What reads the same in a terminal.
    ///
    /// # Errors
    /// Where the connection can't be opened, or a time or an offset in `spec` is none.
    pub async fn command_lines(&self, id: &str, spec: &ViewSpec) -> Result<Vec<CommandLine>> {
        let cluster = self.cluster(id).await?;
        let connection = self.connection(id)?;
        command_line::reading(&connection, &cluster.kafka.config().bootstrap, spec)
    }

    /// The partition that a key is in.
    ///
    /// # Errors
    /// Where there is no such topic, or no answer.
    pub async fn key_partition(&self, id: &str, topic: &str, key: &KeyQuery) -> Result<i32> {
        let cluster = self.cluster(id).await?;
        let metadata = cluster.kafka.metadata(Some(topic), ASKING).await?;
        let partitions = metadata
            .topics
            .first()
            .map_or(0, |topic| topic.partitions.len());
        Ok(key.partition(partitions as u32))
    }

    /// The ids of the cluster's consumer groups, in order; with a topic those first that have an offset in it.
    ///
    /// # Errors
    /// Why the cluster does not answer.
    pub async fn consumer_groups(&self, id: &str) -> Result<Vec<String>> {
        let cluster = self.cluster(id).await?;
        let mut groups: Vec<String> = cluster
            .kafka
            .groups(ASKING)
            .await?
            .groups
            .into_iter()
            .map(|group| group.name)
            .collect();
        groups.sort_unstable();
        Ok(groups)
    }

    /// The text of a part of a row's message, for the clipboard. Blocks while a large value is laid out.
    ///
    /// # Errors
    /// Where the view is closed, the row is no longer kept, or it is more than a clipboard should get.
    pub fn message_text(&self, view: u32, row: u64, part: Part, form: Form) -> Result<String> {
        self.tail(view)?.text(row, part, form)
    }

    /// A row's message as a draft to produce again.
    ///
    /// # Errors
    /// Where the view is closed, or the row is no longer kept.
    pub fn message_draft(&self, view: u32, row: u64) -> Result<ProduceDraft> {
        self.tail(view)?.draft(row)
    }

    fn tail(&self, view: u32) -> Result<Arc<Tail>> {
        Ok(self.view(view)?.tail)
    }

    fn view(&self, view: u32) -> Result<OpenView> {
        lock(&self.views).get(&view).cloned().ok_or_else(|| {
            Failure::new(Code::NotFound, "This view is closed.").hint("Open the topic again.")
        })
    }
}
