//! A noodle shop in a town that does not exist.

use licence::{Code, Duty, Licence, Part, PartKind, PartState, SigningKey, TrustBundle, Words};
use rules::Day;

pub const ORIGIN: &str = "https://licences.rongcheng.example";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn key() -> SigningKey {
    SigningKey::from_seed("rs-26", &[7; 32]).unwrap()
}

pub fn issuer() -> Words {
    Words::of("Municipal Service Administration", "市政务服务管理局")
}

pub fn trust() -> TrustBundle {
    TrustBundle {
        city: Words::of("Rongcheng", "榕城"),
        origin: ORIGIN.to_owned(),
        specimen: true,
        keys: vec![key().trusted(issuer(), day("2026-01-01"), Some(day("2027-12-31")))],
    }
}

type Row<'a> = (
    &'a str,
    (&'a str, &'a str),
    (&'a str, &'a str, &'a str),
    &'a str,
    (&'a str, &'a str),
    (&'a str, &'a str),
    Option<&'a str>,
);

const ROWS: [Row; 8] = [
    (
        "food-business",
        ("Food business licence", "食品经营许可"),
        ("district-market", "District Market Regulation", "区市场监督管理局"),
        "JY2-11-EXAMPLE-0061",
        ("Hot dishes, noodles, cold dishes; beer", "热食、面点、凉菜制售；啤酒销售"),
        ("Up to 68 seats.", "座位不超过68个。"),
        Some("2031-05-21"),
    ),
    (
        "fire-check",
        ("Fire safety check before opening", "公众聚集场所营业前消防安全检查"),
        ("district-fire", "District Fire and Rescue", "区消防救援支队"),
        "FS-26-EXAMPLE-118",
        ("186 m²", "186平方米"),
        ("Exits A and B at least 1.20 m, kept clear.", "A、B出口净宽不小于1.20米，保持畅通。"),
        None,
    ),
    (
        "sewer-discharge",
        ("Permit to discharge into sewers", "污水排入排水管网许可"),
        ("district-water", "District Water Authority", "区水务局"),
        "PS-26-EXAMPLE-207",
        ("Through a 0.8 m³ grease separator", "经0.8立方米油水分离器排放"),
        ("Emptied monthly.", "每月清掏。"),
        Some("2031-05-21"),
    ),
    (
        "shop-sign",
        ("Shop-front sign permit", "户外牌匾标识设置许可"),
        ("district-city", "District City Management", "区城市管理委员会"),
        "PB-26-EXAMPLE-330",
        ("4.2 m by 0.8 m, above the door", "4.2米×0.8米，门楣上方"),
        ("No flashing light.", "不得闪烁。"),
        Some("2028-05-14"),
    ),
    (
        "kitchen-waste",
        ("Kitchen-waste filing", "厨余垃圾处置备案"),
        ("district-city", "District City Management", "区城市管理委员会"),
        "CY-26-EXAMPLE-412",
        ("Collected daily by the filed carrier", "由备案单位每日收运"),
        ("", ""),
        None,
    ),
    (
        "hygiene",
        ("Public place hygiene licence", "公共场所卫生许可"),
        ("district-health", "District Health Commission", "区卫生健康委员会"),
        "WS-26-EXAMPLE-077",
        ("Dining room of 120 m²", "就餐场所120平方米"),
        ("Air measured once a year.", "每年检测一次空气质量。"),
        Some("2030-05-21"),
    ),
    (
        "alcohol-retail",
        ("Alcohol retail filing", "酒类零售备案"),
        ("district-commerce", "District Commerce Bureau", "区商务局"),
        "JL-26-EXAMPLE-015",
        ("Beer and rice wine for guests", "供堂食顾客的啤酒和黄酒"),
        ("No sale to minors.", "不向未成年人销售。"),
        None,
    ),
    (
        "pavement-seats",
        ("Pavement seating permit", "临时占道经营许可"),
        ("district-city", "District City Management", "区城市管理委员会"),
        "ZD-26-EXAMPLE-009",
        (
            "Four tables, April to October, 10:00 to 22:00, on the marked area before the door",
            "四月至十月，10:00至22:00，门前划定区域内四张桌",
        ),
        (
            "A passage of at least 2 m stays free. No music after 21:00.",
            "保留不少于2米的人行通道；21:00后不得播放音乐。",
        ),
        Some("2026-10-31"),
    ),
];

/// A licence of `parts` parts (at most eight).
pub fn licence(parts: usize) -> Licence {
    let issued_on = day("2026-05-22");
    Licence {
        number: "HD-CL-26-001842".to_owned(),
        code: Code::from_random([0x3b, 0x91, 0x52, 0x7c, 0x0d, 0xe6]),
        city: Words::of("Rongcheng", "榕城"),
        issuer: issuer(),
        holder: "榕城荷苑餐饮管理有限公司".to_owned(),
        credit_code: Some("91110108MAEXAMP1E0".to_owned()),
        trade_name: "荷苑小馆".to_owned(),
        premises: "东湖区柳荫路18号荷苑商业中心一层1-06单元".to_owned(),
        district: Words::of("East Lake District", "东湖区"),
        sector: Words::of("Restaurant", "餐馆"),
        sector_id: "restaurant".to_owned(),
        issued_on,
        version: 1,
        parts: ROWS
            .iter()
            .take(parts)
            .map(|(permit, name, authority, number, scope, condition, until)| Part {
                permit: (*permit).to_owned(),
                name: Words::of(name.0, name.1),
                authority: Words::of(authority.1, authority.2),
                authority_id: authority.0.to_owned(),
                kind: if name.0.contains("filing") { PartKind::Filing } else { PartKind::Licence },
                number: (*number).to_owned(),
                scope: vec![(Words::of("Covers", "范围"), Words::of(scope.0, scope.1))],
                conditions: if condition.0.is_empty() { vec![] } else { vec![Words::of(condition.0, condition.1)] },
                from: issued_on,
                until: until.map(day),
                state: PartState::Valid,
                then: None,
            })
            .collect(),
        duties: Vec::new(),
        checks: Vec::new(),
        specimen: true,
    }
}

/// The same with what belongs to its sector.
pub fn licence_of_a_sector(parts: usize) -> Licence {
    let duty = |name, tells, law| Duty { name, tells, law };
    Licence {
        duties: vec![
            duty(
                Words::of("Clean the kitchen air", "净化油烟"),
                Words::of("Install a fume purifier and keep it running.", "安装油烟净化设施并保持正常使用。"),
                Words::of("Air Pollution Act, article 81", "《大气污染防治法》第八十一条"),
            ),
            duty(
                Words::of("Hand over kitchen waste", "厨余垃圾单独收运"),
                Words::of(
                    "Collect kitchen waste apart and give it to a qualified collector. Keep the contract.",
                    "厨余垃圾单独收集，交给有资质的单位收运，保存合同。",
                ),
                Words::default(),
            ),
        ],
        checks: vec![
            Words::of("Health certificates of everybody who handles food", "从业人员健康证明"),
            Words::of("Exits free and unlocked during opening hours", "营业时间内安全出口畅通、未上锁"),
        ],
        ..licence(parts)
    }
}
