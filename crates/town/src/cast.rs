//! The people one can be in the demo.

use catalogue::{AuthorityId, Words};
use office::Official;

use crate::found::{Town, known, words};

/// Whose hand a persona lends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonaRole {
    Applicant { subject: String },
    Official { id: String },
}

/// Somebody one can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    pub id: String,
    pub name: Words,
    pub role: PersonaRole,
    /// One sentence: who they are and what waits for them.
    pub line: Words,
    pub authority: Option<AuthorityId>,
    /// The page to open first, without language: `desk/inbox`.
    pub start: String,
}

const APPLICANTS: [(usize, &str, &str, &str, &str); 6] = [
    (
        known::LIN_YUE,
        "lin-yue",
        "",
        "Has a firm and a lease and wants to open a noodle shop. Nothing is begun yet.",
        "有公司、有租约，想开一家面馆。一切还没开始。",
    ),
    (
        known::CONCERT,
        "gao-yanan",
        "",
        "Runs a culture firm and wants to hold a concert in October. Nothing is begun yet.",
        "经营一家文化公司，想在十月办一场演唱会。一切还没开始。",
    ),
    (
        known::RUNNING,
        "hu-xiaotang",
        "cases",
        "Her restaurant is being decided: some desks are done, others still look at it.",
        "她的餐馆正在办理：有的部门已办结，有的还在看。",
    ),
    (
        known::NOTICE,
        "shi-kaiwen",
        "cases",
        "The one notice about his coffee shop has arrived and waits for his answer.",
        "他的咖啡店收到了一次性补正通知，等他答复。",
    ),
    (
        known::FINISHED,
        "dong-meiling",
        "wallet",
        "Her eatery is open. The one licence is in her wallet.",
        "她的小吃店已开业，一张综合许可证在她的证照里。",
    ),
    (
        known::SUPERMARKET,
        "tian-dahai",
        "cases",
        "Opens a supermarket with tobacco and central air; the form is half filled.",
        "要开一家卖烟、有集中空调的超市，表格填了一半。",
    ),
];

const OFFICIALS: [(&str, &str, &str, &str); 11] = [
    (
        "market-regulation-hd-1",
        "desk/inbox",
        "Decides food licences and registrations in Haidian. New cases and late ones wait on the desk.",
        "在海淀区决定食品许可和主体登记，案头有新办件也有快到期的。",
    ),
    (
        "fire-rescue-hd-1",
        "desk/inbox",
        "Decides fire safety checks in Haidian. Some applicants committed instead of proving.",
        "在海淀区决定消防安全检查，有的申请人选择了告知承诺。",
    ),
    ("water-hd-1", "desk/inbox", "Decides drainage permits in Haidian.", "在海淀区决定排水许可。"),
    (
        "police-district-hd-1",
        "desk/inbox",
        "Decides large events of Haidian up to the size the city police take over.",
        "在海淀区决定大型活动许可，超过规模的由市公安局决定。",
    ),
    (
        "urban-management-hd-1",
        "desk/inbox",
        "Decides road use and banners in Haidian; sign plans arrive by themselves.",
        "在海淀区决定占道和标语，牌匾方案自动收到。",
    ),
    ("health-commission-hd-1", "desk/inbox", "Decides hygiene licences in Haidian.", "在海淀区决定公共场所卫生许可。"),
    ("tobacco-monopoly-hd-1", "desk/inbox", "Decides tobacco licences in Haidian.", "在海淀区决定烟草专卖零售许可。"),
    (
        "culture-hd-1",
        "desk/inbox",
        "Decides performances in Haidian, in three days.",
        "在海淀区决定营业性演出，三天办结。",
    ),
    (
        "representative-hd-1",
        "desk/inbox",
        "Stands beside applicants in Haidian and sends the one notice of each case.",
        "在海淀区做综窗代表，每件只发一次补正通知。",
    ),
    (
        "clerk-hd-1",
        "desk/inbox",
        "Sits at window 1 in Haidian and fills in the form for who is present.",
        "坐在海淀区1号综合窗口，为到场的人填表。",
    ),
    (
        "market-regulation-city-1",
        "desk/inbox",
        "Leads the city's market regulation: what is late in a district comes to this desk.",
        "市场监管市级负责人：各区逾期的办件上升到这里。",
    ),
];

impl Town {
    /// Everybody one can be here, applicants first.
    pub fn personas(&self) -> Vec<Persona> {
        let applicants = APPLICANTS.iter().filter_map(|(person, id, start, en, zh)| {
            let person = self.people.get(*person)?;
            Some(Persona {
                id: (*id).to_owned(),
                name: person.name.clone(),
                role: PersonaRole::Applicant { subject: person.subject.clone() },
                line: words(*en, *zh),
                authority: None,
                start: (*start).to_owned(),
            })
        });
        let officials = OFFICIALS.iter().filter_map(|(id, start, en, zh)| {
            let official = self.official(id)?;
            Some(Persona {
                id: official.id.clone(),
                name: official.name.clone(),
                role: PersonaRole::Official { id: official.id.clone() },
                line: words(*en, *zh),
                authority: Some(official.authority.clone()),
                start: (*start).to_owned(),
            })
        });
        applicants.chain(officials).collect()
    }

    pub fn official(&self, id: &str) -> Option<&Official> {
        self.officials.iter().find(|o| o.id == id)
    }

    /// Whether an official is played by a visitor of the demo: the town leaves their desks alone.
    pub fn is_played(&self, official: &str) -> bool {
        OFFICIALS.iter().any(|(id, ..)| *id == official)
    }
}
