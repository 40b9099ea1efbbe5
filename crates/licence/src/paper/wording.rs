//! The fixed words of the paper, in English and Chinese; other languages get the English frame around their own words.

use rules::Day;

use crate::model::{PartKind, PartState};

pub(super) struct Wording {
    /// The language the fixed words are in.
    pub language: &'static str,
    pub title: &'static str,
    /// The title in the other language, for people who read only that.
    pub other_title: &'static str,
    pub number: &'static str,
    pub holder: &'static str,
    pub credit_code: &'static str,
    pub premises: &'static str,
    pub district: &'static str,
    pub sector: &'static str,
    pub issued: &'static str,
    pub version: &'static str,
    pub permit: &'static str,
    pub decided_by: &'static str,
    pub scope: &'static str,
    pub until: &'static str,
    pub no_end: &'static str,
    pub specimen: &'static str,
    pub specimen_notice: &'static str,
    /// Between a label and its value.
    pub colon: &'static str,
    /// Between two facts of a scope.
    pub semicolon: &'static str,
}

const ENGLISH: Wording = Wording {
    language: "en",
    title: "Comprehensive Licence",
    other_title: "综合许可证",
    number: "No. ",
    holder: "Holder",
    credit_code: "Unified code",
    premises: "Premises",
    district: "District",
    sector: "Sector",
    issued: "Issued",
    version: "Version",
    permit: "Permit",
    decided_by: "Decided by, number",
    scope: "Scope and conditions",
    until: "Valid until",
    no_end: "no end date",
    specimen: "SPECIMEN",
    specimen_notice: "This is a specimen. It has no legal force.",
    colon: ": ",
    semicolon: "; ",
};

const CHINESE: Wording = Wording {
    language: "zh",
    title: "综合许可证",
    other_title: "Comprehensive Licence",
    number: "编号 ",
    holder: "经营者名称",
    credit_code: "统一社会信用代码",
    premises: "经营场所",
    district: "所在区",
    sector: "行业类别",
    issued: "发证日期",
    version: "版本",
    permit: "许可事项",
    decided_by: "决定机关与编号",
    scope: "许可内容与条件",
    until: "有效期至",
    no_end: "长期",
    specimen: "样本",
    specimen_notice: "本件为样本，不具法律效力。",
    colon: "：",
    semicolon: "；",
};

impl Wording {
    pub fn in_language(language: &str) -> &'static Wording {
        if language == "zh" || language.starts_with("zh-") { &CHINESE } else { &ENGLISH }
    }

    fn is_chinese(&self) -> bool {
        self.language == "zh"
    }

    pub fn kind(&self, kind: PartKind) -> &'static str {
        match (kind, self.is_chinese()) {
            (PartKind::Licence, true) => "许可",
            (PartKind::Registration, true) => "登记",
            (PartKind::Filing, true) => "备案",
            (PartKind::Upload, true) => "材料上传",
            (PartKind::Licence, false) => "Licence",
            (PartKind::Registration, false) => "Registration",
            (PartKind::Filing, false) => "Filing",
            (PartKind::Upload, false) => "Documents on file",
        }
    }

    /// What to print beside a part that is not valid.
    pub fn state(&self, state: PartState) -> Option<&'static str> {
        match (state, self.is_chinese()) {
            (PartState::Valid, _) => None,
            (PartState::Suspended, true) => Some("已暂停"),
            (PartState::Revoked, true) => Some("已撤销"),
            (PartState::Expired, true) => Some("已到期"),
            (PartState::Withdrawn, true) => Some("已注销"),
            (PartState::Suspended, false) => Some("Suspended"),
            (PartState::Revoked, false) => Some("Revoked"),
            (PartState::Expired, false) => Some("Expired"),
            (PartState::Withdrawn, false) => Some("Withdrawn"),
        }
    }

    /// A date in a sentence or a list of facts.
    pub fn date(&self, day: Day) -> String {
        if self.is_chinese() {
            format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month())
        } else {
            format!("{} {} {}", day.day_of_month(), month(day), day.year())
        }
    }

    /// A date in a table.
    pub fn short_date(&self, day: Day) -> String {
        if self.is_chinese() {
            day.to_string()
        } else {
            let name: String = month(day).chars().take(3).collect();
            format!("{} {name} {}", day.day_of_month(), day.year())
        }
    }

    pub fn from(&self, day: Day) -> String {
        if self.is_chinese() {
            format!("自{}", self.short_date(day))
        } else {
            format!("from {}", self.short_date(day))
        }
    }

    pub fn notice(&self, parts: usize) -> String {
        match (self.is_chinese(), parts) {
            (true, _) => format!(
                "本证集成上列{parts}项许可、登记和备案，由各机关分别决定，各部门均予认可。请在经营场所显著位置公示；\
                 现时状态以下方二维码查询结果为准。"
            ),
            (false, 1) => "This licence holds one permit, decided by the authority named beside it. Show it at the \
                           entrance; the code below always tells the present state."
                .to_owned(),
            (false, _) => format!(
                "This licence brings {parts} permits together. Each was decided by the authority named beside it, and \
                 every authority recognises it. Show it at the entrance; the code below always tells the present state."
            ),
        }
    }

    pub fn check_it(&self, address: &str) -> String {
        if self.is_chinese() {
            format!("核验方式：扫码，或访问{address}输入")
        } else {
            format!("Check it: scan, or open {address} and type")
        }
    }

    pub fn signed(&self, issuer: &str, day: Day, kid: &str) -> String {
        let day = self.date(day);
        if self.is_chinese() {
            format!("{issuer}{day}电子签名（密钥{kid}），断网也可核验。无法通过核验的副本无效。")
        } else {
            format!(
                "Signed electronically by {issuer}, {day}, key {kid}. Anyone can check it, also offline. A copy that \
                 fails the check has no force."
            )
        }
    }

    pub fn page(&self, page: usize, pages: usize) -> String {
        if self.is_chinese() { format!("第{page}页，共{pages}页") } else { format!("Page {page} of {pages}") }
    }

    pub fn qr_described(&self, code: &str) -> String {
        if self.is_chinese() {
            format!("二维码，内含本证的电子签名，核验码{code}")
        } else {
            format!("QR code with this licence's signature; the code to type is {code}")
        }
    }

    pub fn seal_described(&self, city: &str) -> String {
        if self.is_chinese() { format!("{city}印记") } else { format!("Mark of {city}") }
    }
}

fn month(day: Day) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(day.month() - 1).ok().and_then(|place| MONTHS.get(place)).copied().unwrap_or_default()
}
