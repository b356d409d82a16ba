//! Patience with brokers that don't answer.

use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::feed::Feed;
use crate::jobs::Control;
use crate::sink::Event;

/// How long a lost connection may take to come back.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for what a feed tells, and not for ever while no broker answers.
#[derive(Default)]
pub(crate) struct Lost(Option<(Failure, tokio::time::Instant)>);

impl Lost {
    /// The next event; none where the job is to stop.
    pub(crate) async fn next(
        &mut self,
        feed: &mut Feed,
        control: &Control,
    ) -> Result<Option<Event>> {
        let patience = async {
            match &self.0 {
                Some((_, since)) => tokio::time::sleep_until(*since + PATIENCE).await,
                None => std::future::pending().await,
            }
        };
        let event = tokio::select! {
            biased;
            () = control.stopped() => return Ok(None),
            event = feed.events.recv() => event.ok_or_else(|| Failure::internal("Reading broke off."))?,
            () = patience => {
                let failure = self.0.take().map(|(failure, _)| failure);
                return Err(failure.unwrap_or_else(|| Failure::internal("Reading broke off.")));
            }
        };
        match &event {
            Event::Lost(failure) if self.0.is_none() => {
                self.0 = Some((failure.clone(), tokio::time::Instant::now()));
            }
            Event::Lost(_) | Event::Fault { .. } => {}
            _ => self.0 = None,
        }
        Ok(Some(event))
    }
}
