//! What is sealed in a case becomes unreadable for ever: the law's time for keeping it is over. What was decided stays.

use catalogue::Citation;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

/// Says in the case that it was done and under which article; whoever carries it out destroys the keys in the same breath.
pub fn erase(case: &Case, deed: &Deed, law: Citation) -> Outcome {
    chart::check(case, None, Act::Erase, deed)?;
    if case.erased().is_some() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::Erased { law }])
}

#[cfg(test)]
mod tests {
    use super::erase;
    use crate::chart::{Stage, possible};
    use crate::refusal::Refusal;
    use crate::specimen::{decided, filed, law, on, person, representative, town};
    use crate::who::Who;

    #[test]
    fn not_while_it_is_decided_and_never_twice() {
        let town = town();
        let deed = on(&town, "2036-06-01", Who::Clock);
        assert!(matches!(erase(&filed(&town), &deed, law()), Err(Refusal::NotPossibleNow { .. })));
        let mut case = decided(&town);
        let by_hand = on(&town, "2036-06-01", representative());
        assert!(matches!(erase(&case, &by_hand, law()), Err(Refusal::OnlyTheClock { .. })));
        let before = case.parts().clone();
        town.carry_out(&mut case, &deed, |c, d| erase(c, d, law())).unwrap();
        assert_eq!(case.erased().map(|(at, law)| (at.day, law.clone())), Some((deed.today(), law())));
        assert_eq!((case.stage(), case.parts()), (Stage::Decided, &before), "what was decided stays");
        assert_eq!(erase(&case, &deed, law()), Ok(Vec::new()));
        assert!(possible(&case, None, &person()).is_empty(), "nobody writes into it any more");
    }
}
