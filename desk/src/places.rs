//! Places that are shared fairly: each key has so many of its own and a short queue for them, so that whoever wants all of them waits for themselves
//! and for nobody else.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many places for each key, on this instance.
#[derive(Debug)]
pub struct Places<K: Eq + Hash> {
    each: usize,
    queue: usize,
    rooms: Rooms<K>,
}

type Rooms<K> = Arc<Mutex<HashMap<K, Room>>>;

#[derive(Debug)]
struct Room {
    places: Arc<Semaphore>,
    /// Those who have a place and those who wait for one.
    inside: usize,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Place<K: Eq + Hash> {
    // Given back first: whoever waits may come in before the room is counted anew.
    _permit: OwnedSemaphorePermit,
    _inside: Inside<K>,
}

/// Somebody who is counted as inside a room.
#[derive(Debug)]
struct Inside<K: Eq + Hash> {
    rooms: Rooms<K>,
    key: K,
}

impl<K: Eq + Hash> Drop for Inside<K> {
    fn drop(&mut self) {
        let mut rooms = held(&self.rooms);
        let left = rooms.get_mut(&self.key).map(|room| {
            room.inside -= 1;
            room.inside
        });
        // Who has ever been here is not remembered.
        if left == Some(0) {
            rooms.remove(&self.key);
        }
    }
}

fn held<K>(rooms: &Rooms<K>) -> MutexGuard<'_, HashMap<K, Room>> {
    rooms.lock().unwrap_or_else(|broken| broken.into_inner())
}

impl<K: Eq + Hash + Clone> Places<K> {
    /// `each` places for each key, and room for `queue` who wait for one.
    pub fn of(each: usize, queue: usize) -> Self {
        Self { each, queue, rooms: Arc::default() }
    }

    /// Takes a place, and waits for it if there is room to wait; none: there is not.
    pub async fn enter(&self, key: K) -> Option<Place<K>> {
        let (places, inside) = self.come_in(key)?;
        let permit = places.acquire_owned().await.ok()?;
        Some(Place { _permit: permit, _inside: inside })
    }

    /// Takes a place if there is one; nobody waits.
    pub fn try_enter(&self, key: K) -> Option<Place<K>> {
        let (places, inside) = self.come_in(key)?;
        let permit = places.try_acquire_owned().ok()?;
        Some(Place { _permit: permit, _inside: inside })
    }

    fn come_in(&self, key: K) -> Option<(Arc<Semaphore>, Inside<K>)> {
        let mut rooms = held(&self.rooms);
        let room =
            rooms.entry(key.clone()).or_insert_with(|| Room { places: Arc::new(Semaphore::new(self.each)), inside: 0 });
        if room.inside >= self.each + self.queue {
            return None;
        }
        room.inside += 1;
        Some((room.places.clone(), Inside { rooms: self.rooms.clone(), key }))
    }

    /// How many keys have somebody inside.
    pub fn keys(&self) -> usize {
        held(&self.rooms).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::pin::pin;

    #[test]
    fn nobody_waits_for_anybody_but_themselves() {
        let places = Places::of(1, 1);
        let first = places.enter("ana").now_or_never().flatten();
        assert!(first.is_some());
        let mut second = pin!(places.enter("ana"));
        assert!(second.as_mut().now_or_never().is_none(), "it waits");
        assert!(places.enter("ana").now_or_never().expect("at once").is_none(), "there is no room to wait");
        assert!(places.enter("budi").now_or_never().flatten().is_some(), "that is nothing to others");
        drop(first);
        assert!(second.now_or_never().flatten().is_some(), "its turn has come");
        assert_eq!(places.keys(), 0);
    }

    #[test]
    fn whoever_leaves_the_queue_makes_room() {
        let places = Places::of(1, 1);
        let first = places.enter(1).now_or_never().flatten();
        {
            let waiting = pin!(places.enter(1));
            assert!(waiting.now_or_never().is_none());
        }
        let mut waiting = pin!(places.enter(1));
        assert!(waiting.as_mut().now_or_never().is_none(), "there is room again");
        drop(first);
        assert!(waiting.now_or_never().flatten().is_some());
        assert_eq!(places.keys(), 0);
    }
}
