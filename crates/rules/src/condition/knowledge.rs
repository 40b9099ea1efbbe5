//! What a condition may name and what is known about it: two narrow doors, so that no room has to hand over its own maps.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::{Type, Value};

/// What names a condition may use.
pub trait Scope {
    fn type_of(&self, name: &str) -> Option<Type>;

    /// Every name, so that a misspelt one can be answered with the nearest.
    fn names(&self) -> Vec<String>;
}

/// What is known. `None` is *not known yet*. Parameters (`param.x`) are always known.
pub trait Knowledge {
    fn value(&self, name: &str) -> Option<&Value>;
}

impl<K: Borrow<str> + Ord> Knowledge for BTreeMap<K, Value> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl<K: Borrow<str> + Ord> Scope for BTreeMap<K, Type> {
    fn type_of(&self, name: &str) -> Option<Type> {
        self.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.keys().map(|name| name.borrow().to_owned()).collect()
    }
}

/// Two sources, the first asked first: facts over parameters.
impl<A: Knowledge, B: Knowledge> Knowledge for (A, B) {
    fn value(&self, name: &str) -> Option<&Value> {
        self.0.value(name).or_else(|| self.1.value(name))
    }
}

impl<T: Knowledge + ?Sized> Knowledge for &T {
    fn value(&self, name: &str) -> Option<&Value> {
        (**self).value(name)
    }
}
