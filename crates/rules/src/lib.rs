//! Values, working days and conditions: type them, evaluate them with facts still missing, explain the answer.
//!
//! Read in this order: [`Day`] and [`Calendar`] (what a deadline is), [`Value`] and [`Type`] (what a fact can be),
//! [`Condition`] (what the law says about facts), [`Slices`] (many conditions answered at once), [`Diagram`] (every
//! outcome of a condition at once), [`Questionnaire`] (what to ask next).
//!
//! What is not here: permits, people, files, the clock. Every function takes values and a day and returns values.

mod asking;
mod calendar;
mod condition;
mod day;
mod diagram;
mod slices;
mod span;
mod value;

pub use asking::{Asked, Expected, Found, Next, Questionnaire, Questions, Several, Standing};
pub use calendar::{Calendar, CalendarGap, Year};
pub use condition::{
    Comparison, Condition, Edit, EditKind, Expr, Flaw, FlawKind, Knowledge, Macro, Mention, Mentioned, Operation,
    Point, Scope, Side, Ternary, mentions,
};
pub use day::{Day, Month};
pub use diagram::{Bounds, Diagram, Diagrams, Difference, Under, Variable};
pub use slices::{Answers, Placed, Slices};
pub use span::{DayUnit, Span};
pub use value::{FactId, Mistake, Row, Type, Value};
