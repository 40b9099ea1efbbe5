//! The sector's own page: what its firms have to do although nobody decides about it, and what is looked at in a visit.

use super::sheet::{DASH, Ink, LEFT, RIGHT, Role, Setter, Voice};
use super::typeface::Face;

const HEADING: Voice = Voice::new(Face::Serif, 17.0, Ink::Black, 1.5);
const BELOW: Voice = Voice::new(Face::Bold, 11.5, Ink::Black, 1.6);
const STRONG: Voice = Voice::new(Face::Bold, 9.8, Ink::Black, 1.45);
const PLAIN: Voice = Voice::new(Face::Sans, 9.6, Ink::Black, 1.48);
const QUIET: Voice = Voice::new(Face::Sans, 8.6, Ink::Grey, 1.48);
const BETWEEN: f32 = 5.0;

impl Setter<'_> {
    /// Begins a page of its own, so that the licence before it stays one sheet to hang up.
    pub(super) fn sector(&mut self) {
        let (licence, wording) = (self.order.licence, self.order.wording);
        let sector = licence.sector.say(self.order.language);
        if sector.is_empty() || (licence.duties.is_empty() && licence.checks.is_empty()) {
            return;
        }
        self.sheets.face = self.sheets.pages.len();
        self.turn();
        let heading = wording.fill("sector-face", &[("sector", sector)]);
        let node = self.node(None, Role::Heading(2, heading.clone()));
        self.paragraph(&heading, HEADING, 0.0, node);
        let node = self.node(None, Role::Paragraph);
        self.paragraph(wording.say("sector-text"), QUIET, 0.0, node);
        self.y += 3.0 * BETWEEN;
    }

    pub(super) fn duties(&mut self) {
        let (licence, language) = (self.order.licence, self.order.language);
        let Some(list) = self.list("duties", licence.duties.is_empty()) else { return };
        for duty in &licence.duties {
            let item = self.node(Some(list), Role::Item);
            let (label, body) = (self.node(item, Role::Label), self.node(item, Role::Body));
            self.ensure(2.0 * STRONG.pitch());
            self.paragraph(duty.name.say(language), STRONG, 0.0, label);
            self.paragraph(duty.tells.say(language), PLAIN, 0.0, body);
            self.paragraph(duty.law.say(language), QUIET, 0.0, body);
            self.y += BETWEEN;
        }
        self.y += 2.0 * BETWEEN;
    }

    pub(super) fn checks(&mut self) {
        let (licence, language) = (self.order.licence, self.order.language);
        let Some(list) = self.list("checks", licence.checks.is_empty()) else { return };
        let dash = self.line(DASH, PLAIN.face, 0.0);
        let indent = dash.advance() * PLAIN.size;
        for check in &licence.checks {
            let item = self.node(Some(list), Role::Item);
            let (label, body) = (self.node(item, Role::Label), self.node(item, Role::Body));
            self.ensure(PLAIN.pitch());
            let y = self.y;
            self.paragraph(DASH, PLAIN, 0.0, label);
            self.y = y;
            self.paragraph(check.say(language), PLAIN, indent, body);
        }
        self.y += 2.0 * BETWEEN;
    }

    /// A heading and the list under it; nothing for an empty one.
    fn list(&mut self, heading: &str, empty: bool) -> Option<usize> {
        if empty {
            return None;
        }
        let words = self.order.wording.say(heading);
        self.ensure(BELOW.pitch() + 2.0 * PLAIN.pitch());
        let node = self.node(None, Role::Heading(3, words.to_owned()));
        self.paragraph(words, BELOW, 0.0, node);
        self.y += BETWEEN * 0.6;
        self.node(None, Role::List)
    }

    fn paragraph(&mut self, text: &str, voice: Voice, indent: f32, node: Option<usize>) {
        if text.trim().is_empty() {
            return;
        }
        for line in self.lines(text, voice, RIGHT - LEFT - indent) {
            self.ensure(voice.pitch());
            let baseline = self.y + voice.size;
            self.add(super::sheet::Thing::Text { x: LEFT + indent, baseline, voice, line, node });
            self.y += voice.pitch();
        }
    }
}
