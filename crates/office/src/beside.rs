//! A place beside something computed, for what a page made of it and may want again.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

/// Holds one thing, made when it is first asked for and forgotten together with what it lies beside.
#[derive(Default)]
pub struct Beside(OnceLock<Box<dyn Any + Send + Sync>>);

impl Beside {
    /// The thing that lies here; nothing, if somebody put one of another type.
    pub fn thing<T: Any + Send + Sync + Default>(&self) -> Option<&T> {
        self.0.get_or_init(|| Box::<T>::default()).downcast_ref()
    }
}

impl fmt::Debug for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Beside")
    }
}
