//! The one thread that may write. It takes what is waiting, runs each job in a savepoint of its
//! own, commits them together with one sync of the disk, and only then tells every caller.

use super::{Error, Tx};
use crate::metrics::Metrics;
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread::JoinHandle,
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot};

/// Jobs that may wait; past this a caller is told to come again rather than kept in memory.
const QUEUE: usize = 1024;
/// Jobs in one commit: more only delays the first of them.
const GROUP_JOBS: usize = 256;
/// Time that a group may gather before it is committed: an answer must not wait for strangers.
const GROUP_TIME: Duration = Duration::from_millis(5);

/// Runs inside the group's transaction, or learns that there is none, and leaves what is to be
/// done after the commit.
type Job = Box<dyn FnOnce(Result<&Connection, Error>) -> Outcome + Send>;
/// Tells the caller; an error says that the commit failed.
type Tell = Box<dyn FnOnce(Option<Error>) + Send>;

struct Outcome {
    tell: Tell,
    error: Option<Error>,
}

/// The caller's end.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the thread. It ends by itself when the last `Writer` is gone, or with an error when
    /// the disk can no longer be trusted.
    pub(super) fn start(
        connection: Connection,
        metrics: Metrics,
    ) -> std::io::Result<(Writer, JoinHandle<Result<(), Error>>)> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(connection, receiver, &metrics))?;
        Ok((Writer(sender), thread))
    }

    /// Runs `work` in a savepoint; `Ok` means that its effects are on the disk.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = connection.and_then(|connection| in_savepoint(connection, work));
            let error = result.as_ref().err().copied();
            let tell: Tell = Box::new(move |failed| {
                // The caller may have stopped waiting; its effects stand all the same.
                let _ = sender.send(match failed {
                    Some(error) => Err(error),
                    None => result,
                });
            });
            Outcome { tell, error }
        });
        self.0.try_send(job).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => Error::Closed,
        })?;
        receiver.await.unwrap_or(Err(Error::Closed))
    }
}

fn run(
    connection: Connection,
    mut jobs: mpsc::Receiver<Job>,
    metrics: &Metrics,
) -> Result<(), Error> {
    while let Some(first) = jobs.blocking_recv() {
        if let Some(error) = group(&connection, first, &mut jobs, metrics) {
            log::error!("writer: {error}; the process ends");
            return Err(error);
        }
    }
    Ok(())
}

/// One commit. Returns the error after which nothing may go on.
fn group(
    connection: &Connection,
    first: Job,
    jobs: &mut mpsc::Receiver<Job>,
    metrics: &Metrics,
) -> Option<Error> {
    let started = Instant::now();
    let mut told: Vec<Tell> = Vec::new();
    let mut failed = connection.execute_batch("BEGIN IMMEDIATE").err().map(Error::from);
    let mut next = Some(first);
    while let Some(job) = next.take() {
        let outcome = job(failed.map_or(Ok(connection), Err));
        told.push(outcome.tell);
        // After some failures SQLite takes back the whole transaction by itself: then nobody's
        // work stands, and there is nothing left to commit.
        let taken_back = failed.is_none() && connection.is_autocommit();
        if taken_back || outcome.error.is_some_and(Error::fatal) {
            failed = Some(outcome.error.unwrap_or(Error::Statement(-1)));
        }
        if failed.is_some() {
            break;
        }
        if told.len() < GROUP_JOBS && started.elapsed() < GROUP_TIME {
            next = jobs.try_recv().ok();
        }
    }
    if failed.is_none() {
        let committing = Instant::now();
        failed = connection.execute_batch("COMMIT").err().map(Error::from);
        metrics.committed(told.len(), committing.elapsed());
    }
    if failed.is_some() && !connection.is_autocommit() {
        // If even that fails, the end of the connection does it.
        let _ = connection.execute_batch("ROLLBACK");
    }
    for tell in told {
        tell(failed);
    }
    failed.filter(|error| error.fatal())
}

/// A job's error or panic takes back that job only.
fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Tx<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    connection.execute_batch("SAVEPOINT job")?;
    let result =
        catch_unwind(AssertUnwindSafe(|| work(&Tx(connection)))).unwrap_or(Err(Error::Panicked));
    match result {
        Ok(value) => {
            connection.execute_batch("RELEASE job")?;
            Ok(value)
        }
        Err(error) => {
            // It may be gone already, together with the whole transaction.
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK TO job; RELEASE job")?;
            }
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_library_takes_the_whole_group_back_nobody_is_told_that_it_stands() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE count (value INTEGER)").unwrap();
        let metrics = Metrics::new();
        let (told, verdicts) = std::sync::mpsc::channel();
        let job = |rolls_back: bool| -> Job {
            let told = told.clone();
            Box::new(move |connection| {
                let result = in_savepoint(connection.unwrap(), |tx| {
                    tx.0.execute("INSERT INTO count (value) VALUES (1)", [])?;
                    if rolls_back {
                        // As SQLite does on its own when the disk is full.
                        tx.0.execute_batch("ROLLBACK")?;
                        return Err(Error::Full);
                    }
                    Ok(())
                });
                let tell = Box::new(move |failed| told.send((rolls_back, failed)).unwrap());
                Outcome { tell, error: result.err() }
            })
        };
        let (sender, mut jobs) = mpsc::channel(4);
        sender.try_send(job(true)).unwrap();
        sender.try_send(job(false)).unwrap();
        assert_eq!(
            group(&connection, job(false), &mut jobs, &metrics),
            None,
            "a full disk is no end"
        );
        assert_eq!(verdicts.try_recv(), Ok((false, Some(Error::Full))));
        assert_eq!(verdicts.try_recv(), Ok((true, Some(Error::Full))));
        let next = jobs.try_recv().unwrap();
        group(&connection, next, &mut jobs, &metrics);
        assert_eq!(verdicts.try_recv(), Ok((false, None)));
        let stored = connection.query_row("SELECT count(*) FROM count", [], |row| row.get(0));
        assert_eq!(stored, Ok(1), "what was told is what is stored");
    }
}
