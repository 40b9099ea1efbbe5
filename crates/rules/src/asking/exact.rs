//! The least expected cost of a part, by dynamic programming over everything that can still be answered.
//!
//! What makes it quick changes no result: answers after which the same is left are thought through once; a question is
//! given up as soon as what is certain to come costs more than the best one found; and where facts must be asked in any
//! case, a fact is not tried before them when some answers to those leave it without a say.

use std::cmp::Reverse;

use super::search::{Exhausted, ONE, SAME, Search, Solved};
use super::state::State;

/// Below this expected cost a question in vain is not told from rounding.
const CERTAINLY_MORE: u64 = 10 * SAME;
/// How many answers are followed to see that a question is in vain, and how many at each question.
const MOST_TRIES: usize = 24;
const MOST_WAYS: usize = 3;

/// One way a question can end: what is left, in parts, and how likely it is.
struct After {
    parts: Vec<(State, u64)>,
    weight: u64,
}

/// Costs summed by weight, so far certain; beaten when a best one is known that is not clearly worse.
struct Sum {
    ask: u64,
    total: u128,
    cost: u128,
    best: Option<u64>,
}

impl Sum {
    fn share(&self, sum: u128) -> u64 {
        u64::try_from(sum.checked_div(self.total).unwrap_or(0)).unwrap_or(u64::MAX)
    }

    fn cost(&self) -> u64 {
        self.ask.saturating_add(self.share(self.cost))
    }

    fn is_beaten(&self) -> bool {
        self.best.is_some_and(|best| self.cost().saturating_add(SAME) >= best)
    }
}

/// What thinking through one answer counts. Parts with many goals seldom come to an end within the bound, so that they
/// count more than in proportion and are given up soon.
fn work(part: &State) -> usize {
    let goals = part.goals.len() + part.halves.len();
    1 + goals / 4 + goals.saturating_mul(goals) / 64
}

impl Search<'_> {
    /// The first fact, in the author's order, than which none costs less.
    pub(super) fn best_of(
        &mut self,
        part: &State,
        candidates: &[u32],
        forced: Option<u32>,
    ) -> Result<Option<u32>, Exhausted> {
        let Some(forced) = forced else { return Ok(self.least(part, candidates)?.map(|(fact, _)| fact)) };
        // A best one; only those the author puts before it can be preferred, when they are as good.
        let before: Vec<u32> = candidates.iter().copied().take_while(|fact| *fact < forced).collect();
        let mut rivals = Vec::with_capacity(before.len());
        for fact in before {
            if !self.is_in_vain(part, fact, ONE, &mut MOST_TRIES.clone())? {
                rivals.push(fact);
            }
        }
        if rivals.is_empty() {
            return Ok(Some(forced));
        }
        let Some(solved) = self.asking(part, forced, None)? else { return Ok(Some(forced)) };
        for fact in rivals {
            if self.asking(part, fact, Some(solved.cost + 3 * SAME))?.is_some() {
                return Ok(Some(fact));
            }
        }
        Ok(Some(forced))
    }

    /// The least that a part can be expected to cost.
    pub(super) fn part(&mut self, part: State) -> Result<Solved, Exhausted> {
        if let Some(known) = self.solved.get(&part) {
            return Ok(*known);
        }
        self.spend(1)?;
        let candidates = self.candidates(&part);
        let free = candidates.iter().copied().find(|fact| self.cost(*fact) == 0);
        let best = match free.or_else(|| self.forced(&part, &candidates)) {
            Some(only) => self.asking(&part, only, None)?,
            None => self.least(&part, &candidates)?.map(|(_, solved)| solved),
        };
        let best = best.unwrap_or_default();
        self.solved.insert(part, best);
        Ok(best)
    }

    /// The first of these facts than which none costs clearly less.
    fn least(&mut self, part: &State, candidates: &[u32]) -> Result<Option<(u32, Solved)>, Exhausted> {
        // A good one found early rules out others; in the end they are compared in the author's order.
        let guess = if candidates.len() > 2 { self.guess(part, candidates) } else { None };
        let guessed = match guess {
            Some(fact) => self.asking(part, fact, None)?.map(|solved| (fact, solved)),
            None => None,
        };
        let enough = guessed.map(|(_, solved)| solved.cost.saturating_add(4 * SAME));
        let mut best: Option<(u32, Solved)> = None;
        for fact in candidates.iter().copied() {
            let so_far = best.map(|(_, solved)| solved.cost);
            let found = match guessed {
                Some((known, solved)) if known == fact => {
                    so_far.is_none_or(|so_far| solved.cost.saturating_add(SAME) < so_far).then_some(solved)
                }
                _ => self.asking(part, fact, so_far.into_iter().chain(enough).min())?,
            };
            best = found.map(|solved| (fact, solved)).or(best);
        }
        Ok(best)
    }

    /// A fact that is probably a good one to ask: it has a say in many goals that hang on few others.
    fn guess(&mut self, part: &State, candidates: &[u32]) -> Option<u32> {
        let mut says: Vec<u64> = vec![0; candidates.len()];
        for goal in part.open() {
            let support = self.support(goal);
            let say = ONE / (support.1.count() as u64).max(1);
            for (fact, says) in candidates.iter().zip(&mut says) {
                *says += if support.1.contains(*fact) { say } else { 0 };
            }
        }
        let dear = |fact: u32| self.cost(fact).max(1);
        let by_cost = |(fact, says): (&u32, &u64)| says.saturating_mul(1000) / dear(*fact);
        candidates.iter().zip(&says).max_by_key(|one| by_cost(*one)).map(|(fact, _)| *fact)
    }

    /// What it costs to ask this first; nothing when that is not clearly less than `best`.
    fn asking(&mut self, part: &State, fact: u32, best: Option<u64>) -> Result<Option<Solved>, Exhausted> {
        let afters = self.afters(part, fact)?;
        let total = afters.iter().map(|after| u128::from(after.weight)).sum();
        let certain = afters.iter().map(|after| {
            u128::from(after.weight) * after.parts.iter().map(|(_, least)| u128::from(*least)).sum::<u128>()
        });
        let mut sum = Sum { ask: self.cost(fact), total, cost: certain.sum(), best };
        let mut count = 0u128;
        if sum.is_beaten() {
            return Ok(None);
        }
        for After { parts, weight } in afters {
            for (part, least) in parts {
                let solved = self.part(part)?;
                sum.cost += u128::from(weight) * u128::from(solved.cost.saturating_sub(least));
                count += u128::from(weight) * u128::from(solved.count);
            }
            if sum.is_beaten() {
                return Ok(None);
            }
        }
        Ok(Some(Solved { cost: sum.cost(), count: ONE.saturating_add(sum.share(count)) }))
    }

    /// What is left after each answer that makes a difference, with the least each part is certain to cost.
    fn afters(&mut self, part: &State, fact: u32) -> Result<Vec<After>, Exhausted> {
        let mut left: Vec<(State, u64)> = Vec::new();
        for (cells, weight) in self.answers(part, fact) {
            let state = self.restricted(part, &cells);
            // Neighbouring cells often leave the same.
            match left.last_mut() {
                Some((known, together)) if *known == state => *together = together.saturating_add(weight),
                _ => left.push((state, weight)),
            }
        }
        let mut afters = Vec::with_capacity(left.len());
        for (state, weight) in left {
            self.spend(work(part))?;
            let settled = self.answered(state, fact);
            let parts = self.parts(settled);
            let parts = parts.into_iter().map(|part| (self.at_least(&part), part)).map(|(least, part)| (part, least));
            afters.push(After { parts: parts.collect(), weight });
        }
        Ok(afters)
    }

    /// What a part is certain to cost: every fact on which alone a goal hangs must be asked, and one at any rate.
    fn at_least(&mut self, part: &State) -> u64 {
        if let Some(solved) = self.solved.get(part) {
            return solved.cost;
        }
        let candidates = self.candidates(part);
        let alone = self.alone(part, &candidates);
        match alone.first() {
            Some(_) => alone.iter().map(|fact| self.cost(*fact)).sum(),
            None => candidates.iter().map(|fact| self.cost(*fact)).min().unwrap_or(0),
        }
    }

    /// Whether it is certain that asking `fact` first costs more than first asking what must be asked in any case: some
    /// answers to those, likely enough, leave it to no use, or leave something better to ask.
    ///
    /// What must be asked may be asked second without loss, so beginning with `fact` is never better, and for these
    /// answers it is worse. `likely`: of these answers, in parts of [`ONE`], rounded down.
    fn is_in_vain(&mut self, part: &State, fact: u32, likely: u64, tries: &mut usize) -> Result<bool, Exhausted> {
        let enough = |more: u64| u128::from(likely) * u128::from(more) >= u128::from(CERTAINLY_MORE) * u128::from(ONE);
        if !enough(self.cost(fact)) || *tries == 0 {
            return Ok(false);
        }
        *tries -= 1;
        let candidates = self.candidates(part);
        if !candidates.contains(&fact) {
            return Ok(!self.facts_of(part).contains(fact));
        }
        let alone = self.alone(part, &candidates);
        let Some(first) = alone.first() else {
            let Some((_, least)) = self.least(part, &candidates)? else { return Ok(false) };
            let Some(asked) = self.asking(part, fact, None)? else { return Ok(false) };
            return Ok(enough(asked.cost.saturating_sub(least.cost)));
        };
        if alone.contains(&fact) {
            return Ok(false);
        }
        let afters = self.afters(part, *first)?;
        let total: u128 = afters.iter().map(|after| u128::from(after.weight)).sum();
        let mut ways = Vec::with_capacity(afters.len());
        for After { parts, weight } in afters {
            let share = u128::from(likely) * u128::from(weight) / total.max(1);
            let mut with = None;
            for (part, _) in parts {
                let facts = self.facts_of(&part);
                with = if facts.contains(fact) { Some((facts.count(), part)) } else { with };
            }
            let (size, part) = with.unwrap_or_default();
            ways.push((size, Reverse(share), part));
        }
        // Where least is left it is soonest seen.
        ways.sort_by_key(|(size, share, _)| (*size, *share));
        for (size, Reverse(share), part) in ways.into_iter().take(MOST_WAYS) {
            let likely = u64::try_from(share).unwrap_or(0);
            let unused = u128::from(likely) * u128::from(self.cost(fact));
            if size == 0 && unused >= u128::from(CERTAINLY_MORE) * u128::from(ONE)
                || size > 0 && self.is_in_vain(&part, fact, likely, tries)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn spend(&mut self, work: usize) -> Result<(), Exhausted> {
        self.work = self.work.checked_sub(work).ok_or(Exhausted)?;
        Ok(())
    }
}
