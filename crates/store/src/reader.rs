//! The threads that only read: each has its own connection and sees one moment of the store for a whole job.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

use crate::writer::{Connection, Message};

/// Works until told to close, or until nobody is left who could send anything.
pub(crate) fn work<C: Connection>(mut connection: C, inbox: &Arc<Mutex<Receiver<Message>>>) {
    connection.refuse_writes(true);
    loop {
        // One thread waits at the inbox, the others wait for its place.
        let message = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let mut job = match message {
            Ok(Message::Job(job)) => job,
            Ok(Message::Scrub(_)) => continue,
            Ok(Message::Close) | Err(_) => return,
        };
        if let Err(fault) = connection.begin() {
            job.answer(Some(fault));
            continue;
        }
        job.run(&mut connection);
        connection.rollback();
        job.answer(None);
    }
}
