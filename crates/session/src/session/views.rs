//! Open views: what the grid and the inspector ask for.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use messages::Overflow;

use super::{OpenView, Session, lock};
use crate::failure::{Code, Failure, Result};
use crate::inspect::{Form, Lines, MessageDetail, Part};
use crate::produce::ProduceDraft;
use crate::start::ViewSpec;
use crate::tail::Tail;
use crate::tick::{PartitionCoverage, Tick};

/// Bytes of records that a view keeps.
const STORE: usize = 256 << 20;

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
        let tail =
            Arc::new(Tail::open(&cluster.kafka, spec, STORE, Overflow::Hold, on_tick).await?);
        let view = self.next_view.fetch_add(1, Ordering::Relaxed);
        lock(&self.views).insert(
            view,
            OpenView {
                connection: id.to_owned(),
                tail,
                _cluster: cluster,
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

    /// Shows what contains `text` only; empty for everything.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn set_filter(&self, view: u32, text: &str) -> Result<()> {
        self.tail(view)?.set_filter(text);
        Ok(())
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

    /// A window of rows, as `messages::rows` lays it out.
    ///
    /// # Errors
    /// Where the view is closed.
    pub fn view_rows(&self, view: u32, from: u64, count: u32) -> Result<Vec<u8>> {
        Ok(messages::rows(
            &self.tail(view)?.inner().view,
            from,
            count as usize,
            &[],
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
        from: u32,
        count: u32,
    ) -> Result<Lines> {
        self.tail(view)?.lines(row, part, form, folds, from, count)
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
        lock(&self.views)
            .get(&view)
            .map(|view| Arc::clone(&view.tail))
            .ok_or_else(|| {
                Failure::new(Code::NotFound, "This view is closed.").hint("Open the topic again.")
            })
    }
}
