//! What samples of topics are like.

use std::sync::{Arc, PoisonError};

use super::Session;
use crate::analysis::{Analysis, Sample};
use crate::failure::{Code, Failure, Result};
use crate::jobs::{Assignment, JobKind};

/// Analyses that are kept; the oldest go beyond that.
const KEPT: usize = 20;

impl Session {
    /// Starts to read a sample of a topic, the newest messages of each partition. Answers with the job's number, under
    /// which [`Session::analysis`] tells what it is like.
    ///
    /// # Errors
    /// Where `sample` is 0 or above 1,000,000, or why the topic can't be read.
    pub async fn start_analysis(&self, id: &str, topic: &str, sample: u32) -> Result<u32> {
        let cluster = self.cluster(id).await?;
        let sample = Sample::prepare(&cluster.kafka, topic, sample).await?;
        let tally = sample.tally();
        let assignment = Assignment {
            kind: JobKind::Analysis,
            title: format!("Analyse “{topic}”"),
            connection: id.to_owned(),
            topic: topic.to_owned(),
            path: None,
        };
        let job = self.jobs.start(assignment, |control| async move {
            // The job keeps its cluster open.
            sample.run(cluster.kafka.clone(), control).await
        });
        let mut kept = self.analyses.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(job, tally);
        if kept.len() > KEPT {
            kept.pop_first();
        }
        Ok(job)
    }

    /// What is known of a sample so far: also while it is read, and after it was stopped. It sorts up to a million sizes.
    ///
    /// # Errors
    /// [`Code::NotFound`] where it is kept no longer.
    pub fn analysis(&self, job: u32) -> Result<Analysis> {
        let kept = self.analyses.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = kept.get(&job).map(Arc::clone).ok_or_else(|| {
            Failure::new(Code::NotFound, "This analysis is kept no longer.").hint("Start it anew.")
        })?;
        drop(kept);
        let told = tally.lock().unwrap_or_else(PoisonError::into_inner).told();
        Ok(told)
    }
}
