//! The hash pool: two passwords at a time, a short queue, and no network that fills it alone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::network::Network;
use crate::refusal::Refusal;

/// How many passwords are hashed at once; each takes 46 MiB.
const AT_ONCE: usize = 2;
/// How many may wait.
const WAITING_MAX: usize = 64;
/// How many of them from one network.
const WAITING_OF_ONE_MAX: usize = 16;

/// Where passwords are hashed: bounded in time and memory, whoever asks how often.
#[derive(Debug)]
pub(crate) struct Hashing {
    turns: Arc<Semaphore>,
    waiting: Arc<Mutex<BTreeMap<Network, usize>>>,
    /// How many were hashed since it began.
    #[cfg(test)]
    pub(crate) count: std::sync::atomic::AtomicUsize,
}

/// A place in the queue; it is given back when this is dropped.
struct Place {
    waiting: Arc<Mutex<BTreeMap<Network, usize>>>,
    network: Network,
}

impl Hashing {
    pub(crate) fn new() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::default(),
            #[cfg(test)]
            count: std::sync::atomic::AtomicUsize::new(0),
        }
    }

    /// Does work that hashes one password, when its turn comes.
    ///
    /// # Errors
    /// When too many wait already; nothing was done.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        network: Network,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = self.place(network).ok_or(Refusal::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Refusal::Busy)?;
        #[cfg(test)]
        self.count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        // The turn and the place are held by the work itself: who goes away meanwhile gives neither back early.
        let done = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop((turn, place));
            answer
        });
        Ok(done.await.expect("hashing does not panic"))
    }

    fn place(&self, network: Network) -> Option<Place> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = waiting.values().sum();
        let of_one = waiting.entry(network).or_insert(0);
        if all >= WAITING_MAX || *of_one >= WAITING_OF_ONE_MAX {
            if *of_one == 0 {
                waiting.remove(&network);
            }
            return None;
        }
        *of_one += 1;
        Some(Place { waiting: self.waiting.clone(), network })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of_one) = waiting.get_mut(&self.network) {
            *of_one -= 1;
            if *of_one == 0 {
                waiting.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a19_a_storm_runs_two_at_a_time_and_leaves_room_for_others() {
        let hashing = Arc::new(Hashing::new());
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = |running: Arc<AtomicUsize>, most: Arc<AtomicUsize>| {
            move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                for _ in 0..10_000 {
                    std::hint::spin_loop();
                }
                running.fetch_sub(1, Ordering::SeqCst);
            }
        };
        let gate = hashing.turns.clone().acquire_many_owned(2).await.expect("open");
        let storm: Vec<_> = (0..10_000)
            .map(|_| {
                let (hashing, work) = (hashing.clone(), work(running.clone(), most.clone()));
                tokio::spawn(async move { hashing.run(Network::of("203.0.113.9"), work).await })
            })
            .collect();
        while hashing.waiting.lock().expect("sound").values().sum::<usize>() < WAITING_OF_ONE_MAX {
            tokio::task::yield_now().await;
        }
        let other = hashing.run(Network::of("198.51.100.7"), work(running.clone(), most.clone()));
        drop(gate);
        assert_eq!(other.await, Ok(()));
        let mut served = 0;
        for attempt in storm {
            served += usize::from(attempt.await.expect("no panic").is_ok());
        }
        assert!(served >= WAITING_OF_ONE_MAX, "{served}");
        assert!(most.load(Ordering::SeqCst) <= AT_ONCE);
        assert!(hashing.waiting.lock().expect("sound").is_empty());
    }
}
