//! Updates on their way to the one who asks for them.

use super::{
    Outcome, StandIn, UPDATES_MAX,
    shapes::{CONFLICT, update_id},
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

impl StandIn {
    /// A later poll ends an earlier one, as the real platform has it.
    pub(super) async fn poll(&self, body: &Value) -> Outcome {
        let number = |key: &str| body.get(key).and_then(Value::as_i64);
        let until = Instant::now() + Duration::from_secs(number("timeout").unwrap_or(0) as u64);
        let limit = number("limit").unwrap_or(100).clamp(1, UPDATES_MAX as i64) as usize;
        let mine = {
            let mut inner = self.inner();
            inner.poll += 1;
            if let Some(offset) = number("offset") {
                inner.updates.retain(|update| update_id(update) >= offset);
            }
            inner.poll
        };
        self.0.arrived.notify_waiters();
        loop {
            let arrived = self.0.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            {
                let inner = self.inner();
                if inner.poll != mine {
                    return Err((409, CONFLICT));
                }
                if !inner.updates.is_empty() {
                    return Ok(inner.updates.iter().take(limit).cloned().collect());
                }
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || tokio::time::timeout(left, arrived).await.is_err() {
                return Ok(json!([]));
            }
        }
    }
}
