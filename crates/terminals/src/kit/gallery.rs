//! Every part in every state on one page, in both languages, with invented content: for looking, and for the gates.

use maud::{Markup, PreEscaped, html};

use crate::kit::icons::{icon, mark, merge_figure, names, seal};
use crate::kit::parts::*;
use crate::kit::shell::{CASES, Demo, RailGroup, RailLink, Shell, Terminal, Who};
use crate::words::{Language, Say};

/// Picks the sample in the language of the page.
fn pick<'t>(say: Say, en: &'t str, zh: &'t str) -> &'t str {
    match say.language() {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// A code of white and black squares that says nothing.
fn sample_code() -> Markup {
    let mut path = String::new();
    for y in 0..25_u32 {
        for x in 0..25_u32 {
            let corner = |cx: u32, cy: u32| x.abs_diff(cx).max(y.abs_diff(cy));
            let ring = [corner(3, 3), corner(21, 3), corner(3, 21)].into_iter().min().unwrap_or(9);
            let dark = match ring {
                0 | 1 | 3 => true,
                2 | 4 => false,
                _ => (x * 7 + y * 13 + (x * y) % 5) % 3 == 0,
            };
            if dark {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
    }
    html! { svg viewBox="0 0 25 25" aria-hidden="true" { (PreEscaped(format!("<path d='{path}'/>"))) } }
}

/// The parts of the public terminal, in the public shell.
pub fn public(say: Say) -> Markup {
    let demo = Demo {
        day: pick(say, "Wednesday 20 May 2026", "2026年5月20日（周三）"),
        next_day: "/demo/next-day",
        people: "/demo",
    };
    let mut shell = Shell::new(say, Terminal::Public, pick(say, "Parts and states", "部件与状态"), "/en/gallery");
    shell.current = CASES;
    shell.person = Some(Who { name: pick(say, "Lin Yue", "林悦"), ..Who::default() });
    shell.demo = Some(demo);
    shell.page(html! { (start(say)) (actions_and_states(say)) (case(say)) (papers(say)) (licence(say)) (drawings()) })
}

/// A question with what you will need, in the form shell.
pub fn question(say: Say) -> Markup {
    let mut shell = Shell::new(
        say,
        Terminal::Form,
        pick(say, "How will you cook?", "用什么方式烹饪？"),
        "/en/do/restaurant/q/cooking",
    );
    shell.journey = pick(say, "Open a restaurant", "开办餐馆");
    shell.saved = pick(say, "Saved 09:12", "09:12已保存");
    shell.leave = "/en/";
    shell.progress = Some(0.52);
    let options = [
        Opt {
            value: "gas",
            label: pick(say, "With piped or bottled gas", "管道或瓶装燃气"),
            hint: pick(
                say,
                "Adds the fire safety check. No fee. Decided in parallel, so your date does not move.",
                "增加消防安全检查，不收费，并行办理，不影响承诺日。",
            ),
            ..Opt::default()
        },
        Opt {
            value: "electric",
            label: pick(say, "With electricity only", "仅用电"),
            hint: pick(say, "No fire safety check needed below 300 m².", "300平方米以下无需消防检查。"),
            ..Opt::default()
        },
        Opt {
            value: "none",
            label: pick(say, "We do not cook on the premises", "现场不烹饪"),
            hint: pick(say, "Your food licence becomes a simple filing.", "食品经营许可改为备案。"),
            ..Opt::default()
        },
        Opt {
            value: "unknown",
            label: pick(say, "I do not know yet", "还不知道"),
            hint: pick(
                say,
                "Go on. We plan for gas and you can change it until we decide.",
                "可先继续，按用气准备，决定前可随时修改。",
            ),
            ..Opt::default()
        },
    ];
    let why = html! {
        p { (pick(say, "Two authorities read this answer, and no one else.", "只有两个部门读取此回答。")) }
        p { (chip("fire", pick(say, "Fire and Rescue", "消防救援"))) " " (pick(say, "decides if a check before opening is needed", "判断开业前是否需要检查")) }
    };
    let main = html! {
        (heading_small(&[shell.journey, pick(say, "Question 4 of about 7", "约7题中的第4题")]))
        form method="post" data-live="/en/gallery/need" .stack.s5 {
            (choice(say, &Choice { name: "cooking", legend: shell.title, hint: pick(say, "Choose the main one. You can add others later.", "选主要方式，其他可稍后补充。"), options: &options, chosen: &["gas"], page: true, ..Choice::default() }))
            (why_we_ask(say, true, why))
            (actions(html! { (submit(pick(say, "Continue", "继续"))) (link_button("/en/", pick(say, "Back", "返回"), Tone::Plain)) }))
        }
        (answers(say, "", &[
            (pick(say, "Where will it be?", "在哪里开？"), pick(say, "Unit 1-06, 18 Willow Lane, Haidian", "海淀区柳荫路18号1-06"), "/en/do/restaurant/q/where".to_owned()),
            (pick(say, "How big is it?", "多大面积？"), pick(say, "186 m², from the tenancy register", "186平方米（房屋租赁登记）"), "/en/do/restaurant/q/area".to_owned()),
        ]))
    };
    shell.page(split(main, need(say)))
}

fn heading_small(over: &[&str]) -> Markup {
    html! { p.over { @for item in over { span { (item) } } } }
}

fn need(say: Say) -> Markup {
    let item = |need, name, about| NeedItem { need, name, about, why: None };
    let items = [
        item(
            Need::Sure,
            pick(say, "Food business licence", "食品经营许可"),
            pick(say, "Market Regulation", "市场监管局"),
        ),
        item(
            Need::New,
            pick(say, "Fire safety check", "营业前消防安全检查"),
            pick(say, "because you cook with gas", "因为使用燃气"),
        ),
        item(Need::Sure, pick(say, "Sewer discharge permit", "排水许可"), pick(say, "Water Authority", "水务局")),
        item(
            Need::Maybe,
            pick(say, "Shop-front sign permit", "户外牌匾许可"),
            pick(say, "depends on question 6", "取决于第6题"),
        ),
        item(
            Need::Not,
            pick(say, "Outdoor seating permit", "外摆许可"),
            pick(say, "not needed: no terrace in your lease", "不需要：租约不含露台"),
        ),
    ];
    let counts = [
        NeedCount {
            icon: "file",
            strong: pick(say, "2 papers", "2份材料"),
            rest: pick(say, "to add", "需上传"),
            about: pick(say, "floor plan, kitchen photos", "平面图、厨房照片"),
        },
        NeedCount {
            icon: "link",
            strong: pick(say, "19 facts", "19项信息"),
            rest: pick(say, "we can fetch", "可自动获取"),
            about: pick(say, "3 registers, only if you allow it", "3个登记库，须经您授权"),
        },
        NeedCount {
            icon: "pencil",
            strong: pick(say, "About 12 facts", "约12项信息"),
            rest: pick(say, "only you know", "只有您知道"),
            about: "",
        },
    ];
    need_panel(
        say,
        &NeedPanel {
            lead: pick(say, "Changes as you answer. Nothing is decided yet.", "随回答变化，尚未作出决定。"),
            items: &items,
            counts: &counts,
            days: pick(say, "10 working days after you sign", "签署后10个工作日"),
            fee: pick(say, "Fee: none. Visits: one, together.", "不收费；联合踏勘一次。"),
            ..NeedPanel::default()
        },
    )
}

fn start(say: Say) -> Markup {
    let lines = [
        pick(say, "Food", "食品"),
        pick(say, "Fire safety", "消防"),
        pick(say, "Drainage", "排水"),
        pick(say, "Shop sign", "牌匾"),
        pick(say, "Kitchen waste", "厨余"),
        pick(say, "Business registration", "设立登记"),
        pick(say, "Tax", "税务"),
    ];
    let about = pick(say, "10 working days, about 20 minutes of your time", "10个工作日，约占用您20分钟");
    html! {
        section.hero {
            div.stack {
                h1 { (pick(say, "Tell us what you want to do. Fill in one form.", "想办什么事，说一声，填一张表")) }
                p.lead { (pick(say, "Every permit the city needs from you, asked for once and decided in parallel, by a date we promise.", "所需许可一次提出，各部门同时办理，按承诺日办结。")) }
                div.finder {
                    (search_box(say, pick(say, "What do you want to do?", "您想办什么事？"), "/en/search", "", pick(say, "open a noodle shop", "开一家面馆"), ""))
                    (hits(&[
                        Hit { href: "/en/do/restaurant", icon: "bowl", title: pick(say, "Open a restaurant", "开办餐馆"), about: pick(say, "Noodle shops, cafes, canteens. 5 permits, 1 form.", "面馆、咖啡馆、食堂。5项许可，1张表。") },
                        Hit { href: "/en/do/change", icon: "pencil", title: pick(say, "Change an existing food business", "变更已有餐饮单位"), about: pick(say, "New owner, new menu, bigger premises.", "换人、增项、扩面积。") },
                    ]))
                }
            }
            (merge_figure(&lines))
        }
        (ones(&[pick(say, "website, or one window", "个网站或窗口"), pick(say, "form for every authority", "张表"), pick(say, "date we promise you", "个承诺日"), pick(say, "person who answers", "位代表"), pick(say, "visit at most", "次踏勘")]))
        (starts(&[
            Start { href: "/en/do/restaurant", icon: "bowl", title: pick(say, "Open a restaurant", "开办餐馆"), strong: pick(say, "5 permits become 1 licence", "5项许可合为1证"), about },
            Start { href: "/en/do/supermarket", icon: "cart", title: pick(say, "Open a supermarket", "开办超市"), strong: pick(say, "6 permits become 1 licence", "6项许可合为1证"), about },
            Start { href: "/en/do/event", icon: "stage", title: pick(say, "Hold a large public event", "举办大型活动"), strong: pick(say, "4 approvals, 1 site visit", "4项审批，1次踏勘"), about },
            Start { href: "/en/do/car", icon: "car", title: pick(say, "Test a self-driving vehicle", "自动驾驶道路测试"), strong: pick(say, "3 approvals, 1 road plan", "3项审批，1份道路方案"), about },
        ]))
    }
}

fn actions_and_states(say: Say) -> Markup {
    let button = |label, tone| Button { label, tone, ..Button::default() };
    let seats = pick(say, "How many seats for customers?", "设多少座位？");
    html! {
        (heading(&[pick(say, "Kit", "部件")], pick(say, "Parts and states", "部件与状态"), pick(say, "What every page is made of.", "所有页面由这些部件组成。")))
        (error_summary(say, &[("kitchen", pick(say, "The kitchen (240 m²) cannot be bigger than the whole unit (186 m²).", "厨房面积（240平方米）不应大于整个场所（186平方米）。")), ("open", pick(say, "Do you sell beer?", "销售啤酒吗？"))]))
        div.row {
            (tag(Shape::Ok, pick(say, "Approved", "准予"))) (tag(Shape::Info, pick(say, "Deciding", "审查中"))) (tag(Shape::Warn, pick(say, "One answer needed", "待补1项")))
            (tag(Shape::No, pick(say, "Refused", "不予"))) (tag(Shape::Open, pick(say, "Not started", "未开始"))) (chip("fire", pick(say, "Fire and Rescue", "消防救援")))
            (chip_link("eye", pick(say, "Everyone, 31", "全部31项"), "#", true, "")) (chip_link("bowl", pick(say, "Market Regulation, 21", "市场监管局21项"), "#", false, ""))
        }
        (actions(html! {
            (submit(pick(say, "Save and continue", "保存并继续"))) (button(pick(say, "Change an answer", "修改回答"), Tone::Quiet)) (button(pick(say, "Withdraw", "撤回"), Tone::Bad))
            (button(pick(say, "Right", "正确"), Tone::Good)) (Button { not_now: pick(say, "the one question was asked on 14 May", "一次性补正已于5月14日发出"), ..button(pick(say, "Ask once", "一次补正"), Tone::Quiet) }) (button(pick(say, "Back", "返回"), Tone::Plain))
        }))
        div.two {
            form.stack.s5 method="post" data-save="" enctype="multipart/form-data" {
                (once("sample"))
                (field(say, &Field { name: "seats", label: seats, hint: pick(say, "Count every chair at full house.", "按满座时的椅子数。"), value: "68", input: Input::Whole, width: Width::Small, readers: &[pick(say, "Market Regulation", "市场监管局"), pick(say, "Fire and Rescue", "消防救援")], ..Field::default() }))
                (field(say, &Field { name: "kitchen", label: pick(say, "How big is the kitchen?", "厨房多大？"), error: pick(say, "The kitchen (240 m²) cannot be bigger than the whole unit (186 m²). Did you mean 24?", "厨房面积（240平方米）不应大于整个场所（186平方米）。是否应为24？"), fix: "24", value: "240", input: Input::Decimal, width: Width::Small, suffix: pick(say, "m²", "平方米"), ..Field::default() }))
                (yes_no(say, "cold", pick(say, "Do you prepare cold dishes?", "制作凉菜吗？"), "", "", "yes", true))
                (field(say, &Field { name: "more", label: pick(say, "Tell us why both are right", "说明两者均属实的原因"), lines: 3, ..Field::default() }))
                (rows(say, &Rows { name: "exits", legend: pick(say, "Exits", "出口"), add: pick(say, "Add an exit", "添加出口"), rows: &[(pick(say, "Exit A", "出口A").to_owned(), field(say, &Field { name: "exits.0.width", label: pick(say, "Clear width", "净宽"), value: "1.40", suffix: pick(say, "m", "米"), width: Width::Small, input: Input::Decimal, ..Field::default() }))], ..Rows::default() }))
            }
            div.stack {
                (note(Shape::Info, pick(say, "You allowed these look-ups on 12 May at 09:14.", "您已于5月12日09:14授权查询。")))
                (note(Shape::Warn, pick(say, "The tenancy register is not answering. Type the address; we confirm it tonight. Your date does not move.", "租赁登记暂无响应。请先手填，今晚核对，不影响承诺日。")))
                (note(Shape::Ok, pick(say, "No lease needed. The tenancy register confirms it.", "无需租约，租赁登记可证明。")))
                (note(Shape::No, pick(say, "Something went wrong on our side. Everything up to 09:21 is safe. Number for 12345: E-7K2M.", "系统出错。09:21前的内容已保存。报修编号：E-7K2M。")))
                (note_icon(Shape::Open, "lock", pick(say, "Your answers are kept for 10 years with the licence.", "信息随证保存10年。")))
                (waiting(pick(say, "Asking the tenancy register, usually 2 seconds", "正在查询房屋租赁登记，通常需2秒")))
                (empty(pick(say, "No service for \"dog cafe\".", "没有找到“狗咖”。"), pick(say, "Close to it: open a restaurant, keep animals.", "相近的有：开办餐馆、动物经营。"), Some(link_button("#", pick(say, "Tell a person", "告诉工作人员"), Tone::Quiet))))
                (sections(pick(say, "Sections", "章节"), &[
                    Section { href: "#", title: pick(say, "Your business", "经营主体"), about: pick(say, "9 facts, all fetched", "9项信息均已获取"), shape: Shape::Ok, current: false },
                    Section { href: "#", title: pick(say, "Your premises", "经营场所"), about: pick(say, "1 answer to correct", "1项待修改"), shape: Shape::Warn, current: true },
                    Section { href: "#", title: pick(say, "Food and kitchen", "食品与厨房"), about: pick(say, "8 questions left", "还有8题"), shape: Shape::Open, current: false },
                ], pick(say, "Any order is fine.", "顺序不限。")))
            }
        }
        (register_facts(say, &[
            RegisterFact { label: pick(say, "Address", "地址"), value: pick(say, "Unit 1-06, 18 Willow Lane, Haidian District", "海淀区柳荫路18号1-06"), source: pick(say, "Tenancy register, checked 09:14 today", "房屋租赁登记，今日09:14核对"), readers: &[pick(say, "Food", "食品"), pick(say, "Fire", "消防")], known: Known::Fetched, not_right: "#" },
            RegisterFact { label: pick(say, "Floor area", "建筑面积"), value: pick(say, "190 m²", "190平方米"), source: pick(say, "You, 09:20", "您于09:20填写"), readers: &[pick(say, "Food", "食品")], known: Known::Corrected(pick(say, "186 m²", "186平方米")), not_right: "#" },
        ]))
        (kv(&[(pick(say, "Answer by", "答复截止"), html! { (pick(say, "Friday 12 June 2026", "2026年6月12日（周五）")) }), (pick(say, "Fee", "费用"), html! { (pick(say, "None", "不收费")) })]))
    }
}

fn case(say: Say) -> Markup {
    let names = [
        pick(say, "Food", "食品"),
        pick(say, "Fire safety", "消防"),
        pick(say, "Drainage", "排水"),
        pick(say, "Shop sign", "牌匾"),
        pick(say, "Waste filing", "厨余备案"),
    ];
    let titles_en =
        ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"];
    let titles_zh = ["二", "三", "四", "五", "六", "日", "一", "二", "三", "四", "五", "六", "日", "一", "二"];
    let numbers: Vec<String> = (12..27).map(|day| day.to_string()).collect();
    let days: Vec<LaneDay> = numbers
        .iter()
        .enumerate()
        .map(|(place, day)| LaneDay {
            weekday: pick(say, titles_en[place], titles_zh[place]),
            day,
            off: matches!(place, 4 | 5 | 11 | 12),
        })
        .collect();
    let approved = pick(say, "Approved 19 May", "5月19日准予");
    let lanes = [
        Lane {
            label: names[0],
            stretches: &[(0.5, 2.5, Stretch::Done), (2.5, 3.5, Stretch::Wait), (3.5, 7.6, Stretch::Done)],
            marks: &[
                LaneMark { at: 0.5, shape: Shape::Info, text: "", below: false },
                LaneMark { at: 7.6, shape: Shape::Ok, text: approved, below: false },
            ],
        },
        Lane {
            label: names[1],
            stretches: &[(0.5, 2.5, Stretch::Done), (2.5, 3.5, Stretch::Wait), (3.5, 8.5, Stretch::Done)],
            marks: &[
                LaneMark { at: 0.5, shape: Shape::Info, text: "", below: false },
                LaneMark { at: 6.5, shape: Shape::Info, text: pick(say, "joint visit", "联合踏勘"), below: true },
                LaneMark { at: 10.5, shape: Shape::Open, text: pick(say, "due 22 May", "5月22日前"), below: false },
            ],
        },
        Lane {
            label: names[2],
            stretches: &[(0.5, 8.5, Stretch::Done)],
            marks: &[
                LaneMark { at: 0.5, shape: Shape::Info, text: "", below: false },
                LaneMark { at: 13.5, shape: Shape::Open, text: pick(say, "due 25 May", "5月25日前"), below: false },
            ],
        },
        Lane {
            label: names[3],
            stretches: &[(0.5, 3.5, Stretch::Done)],
            marks: &[LaneMark {
                at: 3.5,
                shape: Shape::Ok,
                text: pick(say, "Approved 15 May", "5月15日准予"),
                below: false,
            }],
        },
        Lane {
            label: names[4],
            stretches: &[],
            marks: &[LaneMark {
                at: 0.5,
                shape: Shape::Ok,
                text: pick(say, "Filed 12 May", "5月12日备案"),
                below: false,
            }],
        },
    ];
    use Step::{Done, Now, Todo};
    let track = |icon, name, about, shape, status, steps, decided| Track {
        icon,
        name,
        about,
        shape,
        status,
        steps,
        decided,
        href: "",
        more: None,
    };
    let (approved_word, deciding) = (pick(say, "Approved", "准予"), pick(say, "Deciding", "审查中"));
    let food =
        [pick(say, "Market Regulation", "市场监管局"), pick(say, "He Jun decided on 19 May", "何峻，5月19日决定")];
    let fire = [
        pick(say, "Fire and Rescue", "消防救援"),
        pick(say, "visited 18 May, decision by 22 May", "5月18日已踏勘，5月22日前决定"),
    ];
    let lines = [names[0], names[1], names[2], names[3], names[4]];
    html! {
        (Promise { word: Word::Promised, over: pick(say, "We have your application HD26-4187-K", "已收到您的申请 HD26-4187-K"), title: pick(say, "You will have our decision by", "最晚办结日"), date: pick(say, "Tuesday 26 May 2026", "2026年5月26日（周二）"), about: pick(say, "One date for all five permits.", "五项许可，同一个日期。"), lines: &lines })
        (Promise { word: Word::Late, over: pick(say, "HD26-4187-K", "HD26-4187-K"), title: pick(say, "We miss 26 May. The new date is", "未能在5月26日办结，新日期"), date: pick(say, "Thursday 28 May 2026", "2026年5月28日（周四）"), about: pick(say, "Reason: second measurement of the exhaust.", "原因：排烟复测。"), lines: &[] })
        (Lanes { days: &days, lanes: &lanes, now: Some(8.5), now_label: say.t("part-now"), date: pick(say, "26 May", "5月26日"), date_about: pick(say, "promised", "承诺办结") })
        (split(html! {
            h2 { (pick(say, "Each permit", "各项许可")) }
            (tracks(say, &[
                track("bowl", pick(say, "Food business licence", "食品经营许可"), &food, Shape::Ok, approved_word, [Done, Done, Done, Done], true),
                track("fire", pick(say, "Fire safety check before opening", "公众聚集场所营业前消防安全检查"), &fire, Shape::Info, deciding, [Done, Done, Done, Now], false),
                track("water", pick(say, "Permit to discharge into sewers", "污水排入排水管网许可"), &fire, Shape::Info, deciding, [Done, Done, Now, Todo], false),
            ]))
            (feed(&[
                (pick(say, "Today 09:05", "今天09:05"), "2026-05-20T09:05", html! { (pick(say, "Su Qing (Water Authority) opened your answer.", "苏青（水务局）查看了油水分离器信息。")) }),
                (pick(say, "Tue 19 May", "5月19日 周二"), "2026-05-19", html! { (pick(say, "Food business licence approved by He Jun.", "何峻（市场监管局）准予食品经营许可。")) }),
            ]))
            (points(&[Point { title: pick(say, "How wide is exit B?", "B出口净宽多少？"), who_icon: "fire", who: pick(say, "Fire and Rescue", "消防救援"), why: html! { (pick(say, "The floor plan does not say. Fire officers need at least 1.10 m for 68 seats.", "平面图未注明。68座至少需1.10米。")) }, answer: field(say, &Field { name: "exit-b", label: pick(say, "Width of exit B", "B出口净宽"), value: "1.20", suffix: pick(say, "m", "米"), width: Width::Small, ..Field::default() }) }]))
        }, html! {
            (card("", Person { name: pick(say, "Zhou Lan", "周岚"), initials: "周", role: pick(say, "Your representative", "您的专属代表"), about: pick(say, "Working days 9:00 to 18:00", "工作日9:00至18:00"), said: pick(say, "\"Fire safety looks fine after the visit.\"", "“踏勘后消防方面没有问题。”"), said_when: pick(say, "Written today, 09:30", "今天09:30"), write: "#", write_label: pick(say, "Write", "留言"), phone: "010-5555-0142" }))
            (card_quiet(pick(say, "If we are late", "如果超期"), html! { p { (pick(say, "You get a written reason the same day, and the delay counts in public.", "当天书面说明理由，并计入公开的兑现率。")) } }))
        }))
    }
}

fn papers(say: Say) -> Markup {
    let checks = [
        (Shape::Ok, html! { (pick(say, "Readable, with a scale (1:100)", "清晰可读，含比例尺（1:100）")) }),
        (
            Shape::Warn,
            html! { (pick(say, "We could not read the width of exit B. Write it here, no new drawing needed.", "未能识别B出口净宽，可直接填写，无需重新出图。")) },
        ),
    ];
    let paper = Paper {
        name: "floor-plan-v2.pdf",
        about: pick(say, "2 pages, 1.4 MB, added 09:20", "2页，1.4 MB，09:20上传"),
        href: "#",
        checks: &checks,
    };
    let readers =
        [("bowl", pick(say, "Market Regulation", "市场监管局")), ("fire", pick(say, "Fire and Rescue", "消防救援"))];
    let row = |label, value| Checked {
        label,
        value,
        source_icon: "link",
        source: pick(say, "Business register", "企业登记"),
        readers: &readers,
        change: "#",
    };
    html! {
        div.two {
            div.stack {
                (file_slot(say, &FileSlot { name: "plan", label: pick(say, "Floor plan", "平面图"), hint: pick(say, "A photo of the drawing is fine.", "图纸照片即可。"), papers: &[paper], ..FileSlot::default() }))
                (file_slot(say, &FileSlot { name: "photos", label: pick(say, "Kitchen photos", "厨房照片"), error: pick(say, "photo.dwg cannot be opened here. Save it as PDF, or take a photo of the print.", "无法打开photo.dwg，请另存为PDF，或拍摄纸质图。"), many: true, ..FileSlot::default() }))
                (file_slot(say, &FileSlot { name: "lease", label: pick(say, "Lease", "租约"), not_needed: pick(say, "No lease needed. The tenancy register confirms it.", "无需租约，租赁登记可证明。"), ..FileSlot::default() }))
            }
            div.stack {
                (summary(say, pick(say, "Your business", "经营主体"), "#", pick(say, "Change this section", "修改此部分"), &[row(pick(say, "Business", "企业名称"), html! { (pick(say, "Beijing Heyuan Catering Co., Ltd.", "北京荷苑餐饮管理有限公司")) }), row(pick(say, "Unified social credit code", "统一社会信用代码"), html! { span.mono { "91110108MAEXAMP1E0" } })]))
                (sign_box(pick(say, "Sign once for all five", "一次签署五项"), pick(say, "By signing you say that what you wrote is true.", "签署即声明所填属实。"), &[pick(say, "Food business licence", "食品经营许可"), pick(say, "Fire safety check before opening", "营业前消防安全检查")], html! {
                    (tick(say, "sign", pick(say, "I, Lin Yue, sign for Beijing Heyuan Catering Co., Ltd.", "本人林悦，代表北京荷苑餐饮管理有限公司签署"), pick(say, "You are its legal representative in the business register.", "企业登记显示您为法定代表人。"), "", true))
                    (actions(Button { label: pick(say, "Sign and submit", "签署并提交"), tone: Tone::Main, icon: "pencil", ..Button::default() }))
                }))
            }
        }
        (Burden { title: pick(say, "Five errands become one", "五件事合为一件"), before_label: pick(say, "Separately", "分别办理"), after_label: pick(say, "In one go", "一次办"), rows: &[(pick(say, "forms", "表格"), 5, 1), (pick(say, "questions", "问题"), 74, 12), (pick(say, "papers", "材料"), 23, 2), (pick(say, "visits", "踏勘"), 3, 1)] })
        (table(pick(say, "Kept promises, last 30 days", "近30天承诺兑现"), &[Column { title: pick(say, "Journey", "事项"), number: false }, Column { title: pick(say, "Cases", "办件"), number: true }], &[vec![html! { (pick(say, "Open a restaurant", "开办餐馆")) }, html! { "1,204" }], vec![html! { (pick(say, "Open a supermarket", "开办超市")) }, html! { "317" }]]))
        (pager(say, 2, 5, |page| format!("?page={page}")))
    }
}

fn licence(say: Say) -> Markup {
    let rows = [
        SheetRow {
            permit: pick(say, "Food business licence", "食品经营许可"),
            authority: pick(say, "District Market Regulation", "区市场监督管理局"),
            number: "JY2-11-EXAMPLE-0061",
            allows: pick(
                say,
                "Hot dishes, noodles, cold dishes; beer. Up to 68 seats.",
                "热食、面点、凉菜制售；啤酒销售。座位不超过68个。",
            ),
            until: "2031-05-21",
            state: "",
        },
        SheetRow {
            permit: pick(say, "Fire safety check", "营业前消防安全检查"),
            authority: pick(say, "District Fire and Rescue", "区消防救援支队"),
            number: "FS-26-EXAMPLE-118",
            allows: pick(
                say,
                "186 m². Exits A and B at least 1.20 m, kept clear.",
                "186平方米。A、B出口净宽不小于1.20米，保持畅通。",
            ),
            until: pick(say, "no end", "长期"),
            state: "",
        },
    ];
    html! {
        (Pass { title: pick(say, "Comprehensive licence", "综合许可证"), shape: Shape::Ok, status: pick(say, "Valid", "有效"), over: pick(say, "Restaurant, Haidian", "餐馆，海淀"), name: pick(say, "Lotus Court Kitchen", "荷苑小馆"), rows: &[(pick(say, "Licence number", "许可证编号"), "HD-CL-26-001842"), (pick(say, "Includes", "包含"), pick(say, "5 permits of 4 authorities", "4个部门的5项许可"))], code: sample_code(), code_label: say.t("part-code") })
        (Verdict { shape: Shape::Ok, title: pick(say, "Genuine and valid", "真实有效"), text: pick(say, "Checked now. Nothing was stored about you.", "刚刚核验，未留存任何信息。"), grade: "" })
        (Verdict { shape: Shape::No, title: pick(say, "Not valid", "无效"), text: pick(say, "This licence was withdrawn on 3 May 2026.", "此证已于2026年5月3日撤回。"), grade: "" })
        (steps(&[(pick(say, "The signature fits", "签名相符"), html! { (pick(say, "Signed with the key of the Municipal Service Administration.", "由市政务服务管理局密钥签名。")) }), (pick(say, "It is in the public log", "已入公开日志"), fingerprint("d070de93162b76f58506c5593e96b2aeb5f51480ab6e22d37f64b3f5a10185b5"))]))
        (grade("A", html! { p { (pick(say, "18 May 2026, before opening", "2026年5月18日，营业前")) } }))
        div.scroll { (Sheet { issuer: pick(say, "Municipal Service Administration (specimen)", "市政务服务管理局（样本）"), title: pick(say, "Comprehensive Licence", "综合许可证"), number_label: pick(say, "No.", "编号"), number: "HD-CL-26-001842", name: pick(say, "Lotus Court Kitchen", "荷苑小馆"), facts: &[(pick(say, "Operator", "经营者名称"), pick(say, "Beijing Heyuan Catering Co., Ltd.", "北京荷苑餐饮管理有限公司")), (pick(say, "Place", "经营场所"), pick(say, "18 Willow Lane, Unit 1-06, Haidian", "海淀区柳荫路18号1-06"))], columns: [pick(say, "Permit", "许可事项"), pick(say, "Authority and number", "决定机关与编号"), pick(say, "What it allows", "许可内容与条件"), pick(say, "Valid until", "有效期至")], rows: &rows, text: pick(say, "This licence combines the permits above; every authority recognises it. Show it where customers can see it.", "本证集成上述许可，各部门均予认可。请在经营场所显著位置公示。"), code: sample_code(), code_label: say.t("part-code"), proof: html! { p { b { (pick(say, "Check: scan, or type at onego.example/v", "核验：扫码，或访问 onego.example/v")) } } p.mono { "7Q4K-93MD-PX" } }, seal_label: pick(say, "Seal of one go", "一次办印"), specimen: pick(say, "SPECIMEN", "样本") }) }
    }
}

fn drawings() -> Markup {
    html! {
        div.row { (mark()) (seal("")) @for name in names() { span title=(name) { (icon(name)) } } }
    }
}

/// The rail every desk page of the gallery shows.
fn rail(say: Say<'_>) -> Vec<RailGroup<'_>> {
    let link = |href, icon, label, count, current| RailLink { href, icon, label, count, current };
    vec![
        RailGroup {
            title: pick(say, "Decide", "办理"),
            links: vec![
                link("/en/desk/inbox", "inbox", pick(say, "Mine", "我的"), Some(14), true),
                link("#", "people", pick(say, "Team pool", "团队池"), Some(23), false),
                link("#", "clock", pick(say, "Due this week", "本周到期"), Some(9), false),
            ],
        },
        RailGroup {
            title: pick(say, "Look up", "查询"),
            links: vec![
                link("#", "search", pick(say, "Cases", "办件"), None, false),
                link("#", "chart", pick(say, "Our numbers", "我们的数据"), None, false),
            ],
        },
    ]
}

fn desk_shell<'a>(say: Say<'a>, title: &'a str, rail: &'a [RailGroup<'a>]) -> Shell<'a> {
    let mut shell = Shell::new(say, Terminal::Desk, title, "/en/desk/inbox");
    shell.person = Some(Who {
        name: pick(say, "Tan Wei", "谭卫"),
        about: pick(say, "Fire and Rescue, Haidian", "海淀区消防救援支队"),
        href: "",
    });
    shell.rail = rail;
    shell
}

/// The inbox of an officer, with the case beside it.
pub fn inbox_page(say: Say) -> Markup {
    let rail = rail(say);
    let check = pick(say, "Fire safety check", "消防安全检查");
    let due = |text, used, closeness| Due { text, said: "", used, closeness };
    let row = |reference, who, due, unread, current| InboxRow {
        href: "/en/desk/case/x",
        reference,
        who,
        what: check,
        flags: &[],
        due,
        unread,
        current,
        pick: true,
    };
    let seen = [("eye", pick(say, "visit done", "已踏勘")), ("tick", pick(say, "all rules pass", "规则全部通过"))];
    let today = [
        row(
            "HD26-4102-P",
            pick(say, "Old Mill Bakery", "老磨坊面包房"),
            due(pick(say, "1 h 20 m", "1小时20分"), 0.97, Closeness::Late),
            true,
            false,
        ),
        row(
            "HD26-4155-T",
            pick(say, "Hutong Hotpot, branch 2", "胡同火锅二店"),
            due(pick(say, "5 h", "5小时"), 0.88, Closeness::Near),
            true,
            false,
        ),
    ];
    let week = [
        InboxRow {
            flags: &seen,
            ..row(
                "HD26-4187-K",
                pick(say, "Lotus Court Kitchen", "荷苑小馆"),
                due(pick(say, "2 days", "2天"), 0.7, Closeness::Calm),
                true,
                true,
            )
        },
        row(
            "HD26-4203-R",
            pick(say, "North Gate Supermarket", "北门超市"),
            due(pick(say, "3 days", "3天"), 0.55, Closeness::Calm),
            false,
            false,
        ),
    ];
    let stopped = [row(
        "HD26-4144-W",
        pick(say, "Spring Garden Canteen", "春园食堂"),
        due(pick(say, "stopped", "计时暂停"), 0.4, Closeness::Stopped),
        false,
        false,
    )];
    let list = inbox(
        say,
        &[
            InboxGroup { icon: "triangle", title: pick(say, "Due today", "今天到期"), urgent: true, rows: &today },
            InboxGroup { icon: "clock", title: pick(say, "This week", "本周"), urgent: false, rows: &week },
            InboxGroup {
                icon: "stopped",
                title: pick(say, "Clock stopped, waiting for the applicant", "计时暂停，等待申请人"),
                urgent: false,
                rows: &stopped,
            },
        ],
        "case",
    );
    let head = html! { h1 { (pick(say, "Mine", "我的")) } span.dim { (pick(say, "5 cases, by legal deadline", "5件，按法定期限")) } span.push.row { (chip_link("", pick(say, "All", "全部"), "#", true, "")) (chip_link("tick", pick(say, "Rules all pass 1", "规则全部通过1"), "#", false, "")) } };
    let side = html! { div.pad {
        div.row { (topic("fire", check)) (tag(Shape::Ok, pick(say, "Visit done 18 May", "5月18日已踏勘"))) }
        (note(Shape::Ok, pick(say, "All 9 rules pass. Nothing left to ask.", "9条规则全部通过，无需再问。")))
        (kv(&[(pick(say, "Premises", "场所"), html! { (pick(say, "186 m², ground floor", "186平方米，首层")) }), (pick(say, "Seats", "座位"), html! { "68" })]))
        (decision(say))
    } };
    let keys = keys_bar(
        say,
        &[
            ("J K", pick(say, "move", "移动")),
            ("Enter", pick(say, "open", "打开")),
            ("A", pick(say, "approve", "准予")),
            ("R", pick(say, "refuse", "不予")),
            ("U", pick(say, "undo", "撤销")),
            ("/", pick(say, "search", "搜索")),
            ("Ctrl K", pick(say, "any command", "任意命令")),
        ],
    );
    desk_shell(say, pick(say, "Mine", "我的"), &rail).page(html! {
        div.panes.with { (pane(head, list)) (pane(html! { h2 { (pick(say, "Lotus Court Kitchen", "荷苑小馆")) } span.mono { "HD26-4187-K" } }, side)) }
        (keys)
        (palette(say, "/en/desk/search", &[Command { href: "#", icon: "tick", title: pick(say, "Approve HD26-4187-K", "准予 HD26-4187-K"), about: "", key: "A" }]))
    })
}

fn decision(say: Say) -> Markup {
    let button = |label, tone, key| Button { label, tone, key, ..Button::default() };
    actions(
        html! { (button(pick(say, "Approve", "准予"), Tone::Main, "A")) (button(pick(say, "Ask once", "一次补正"), Tone::Quiet, "Q")) (button(pick(say, "Refuse", "不予"), Tone::Bad, "R")) },
    )
}

/// The case of an officer in three columns.
pub fn case_page(say: Say) -> Markup {
    let rail = rail(say);
    let fact = |label, value, source, why| SeenFact { label, value, source, why, differs: "" };
    let rule = |shape, text, about| RuleLine { shape, text, about, href: "" };
    let columns = [
        html! { (column_title(pick(say, "What you may see", "您可查看的信息"), pick(say, "14 of 31 facts", "31项中的14项")))
        (seen_facts(&[fact(pick(say, "Address", "地址"), pick(say, "Unit 1-06, 18 Willow Lane", "柳荫路18号1-06"), pick(say, "tenancy register", "租赁登记"), pick(say, "to find the building", "定位建筑")), SeenFact { differs: pick(say, "the register says 186 m²", "登记为186平方米"), ..fact(pick(say, "Floor area", "面积"), pick(say, "190 m²", "190平方米"), pick(say, "applicant", "申请人"), pick(say, "art. 5.5.18, exit width", "第5.5.18条，出口宽度")) }]))
        (note_icon(Shape::Open, "lock", pick(say, "17 facts are not shown because the fire check does not need them.", "17项信息与消防检查无关，不予显示。"))) },
        html! { (column_title(pick(say, "Evidence", "证据"), html! { (chip_link("", pick(say, "Floor plan", "平面图"), "#", true, "1")) (chip_link("", pick(say, "Photos 6", "照片6"), "#", false, "2")) }))
        (card(pick(say, "Joint visit, 18 May", "5月18日联合踏勘"), kv(&[(pick(say, "Exit B measured", "B出口实测"), html! { (pick(say, "1.21 m", "1.21米")) })])))
        (pass_problem("item", pick(say, "Exits are kept clear", "出口保持畅通"), [pick(say, "Pass", "合格"), pick(say, "Problem", "问题"), pick(say, "Not here", "不涉及")], "pass"))
        (letter(pick(say, "Decision of 20 May 2026", "2026年5月20日决定"), pick(say, "The fire safety check is refused", "不予通过消防安全检查"), html! { p { (pick(say, "Why: 80 guests need two exits. Your bakery has one.", "理由：80座须有两个出口，目前只有一个。")) } }))
        (say_aloud(Language::Zh, "您店里做凉菜吗？"))
        (mirror(kv(&[(pick(say, "Seats", "座位"), html! { "68" })]))) },
        html! { (column_title(pick(say, "Decide", "决定"), ""))
        (rules(&[rule(Shape::Ok, pick(say, "Exit width is enough", "出口宽度足够"), pick(say, "need 1.10 m, narrowest is 1.20 m", "需1.10米，最窄1.20米")), rule(Shape::No, pick(say, "Two exits for more than 50 seats", "50座以上须两个出口"), pick(say, "found one", "现有一个")), rule(Shape::Open, pick(say, "Alarm connected", "报警联网"), pick(say, "cannot tell yet", "暂无法判断"))]))
        (decide_box(pick(say, "Your decision", "您的决定"), decision(say), pick(say, "Approving signs with your key and can be undone for 10 minutes.", "准予即以您的密钥签署，10分钟内可撤销。"))) },
    ];
    let head = html! { (Button { label: pick(say, "Inbox", "收件"), icon: "back", key: "Esc", href: "/en/desk/inbox", ..Button::default() }) h1 { (pick(say, "Lotus Court Kitchen", "荷苑小馆")) } span.mono { "HD26-4187-K" } span.push { (Due { text: pick(say, "2 days left of 10", "10天剩2天"), said: "", used: 0.8, closeness: Closeness::Calm }) } };
    desk_shell(say, pick(say, "Lotus Court Kitchen", "荷苑小馆"), &rail).page(html! {
        (pane(head, bench(&columns)))
        (keys_bar(say, &[("A", pick(say, "approve", "准予")), ("R", pick(say, "refuse", "不予"))]))
    })
}

/// The leaders' parts.
pub fn pulse(say: Say) -> Markup {
    let trend = [96.0, 96.4, 97.1, 96.8, 97.6, 98.2];
    let kpi = |label, value, unit, below| Kpi {
        href: "#",
        label,
        value,
        unit,
        trend: &trend,
        target: pick(say, "target 97%", "目标97%"),
        owner: pick(say, "Wu Min", "吴敏"),
        below,
    };
    Shell::new(say, Terminal::Pulse, pick(say, "City pulse", "城市脉搏"), "/en/pulse").page(html! {
        (headline(html! { (pick(say, "Restaurants wait ", "餐馆")) em { (pick(say, "two days longer", "多等两天")) } (pick(say, " in Haidian, because visits are booked out.", "，因海淀踏勘已排满。")) }))
        (kpis(&[kpi(pick(say, "Decided by the promised date", "按承诺日办结"), "98.2", "%", false), kpi(pick(say, "Half of all cases took", "半数办件用时"), "6", pick(say, "days", "天"), false), kpi(pick(say, "Needed no second visit", "无需二次踏勘"), "93.4", "%", true)]))
        (figure(say, pick(say, "Visits are the narrow place", "踏勘是瓶颈"), pick(say, "Working days in each step, median", "各环节工作日，中位数"), bars(&[(pick(say, "Reading", "审阅"), 0.3, "1.1", false), (pick(say, "Visit", "踏勘"), 0.9, "3.4", true)]), Some(table(pick(say, "Steps", "环节"), &[Column { title: pick(say, "Step", "环节"), number: false }, Column { title: pick(say, "Days", "天"), number: true }], &[vec![html! { (pick(say, "Visit", "踏勘")) }, html! { "3.4" }]]))))
        (term("onego check beijing\n  0 errors, 2 warnings", "onego check"))
    })
}

/// Every page of the gallery with its name.
pub fn pages(say: Say) -> Vec<(&'static str, Markup)> {
    vec![
        ("public", public(say)),
        ("question", question(say)),
        ("inbox", inbox_page(say)),
        ("case", case_page(say)),
        ("pulse", pulse(say)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::assets::{SCRIPT, STYLE, mark_path, script_path, style_path};
    use crate::words::Words;

    #[test]
    fn the_pages_keep_the_content_policy_and_say_everything() {
        for language in Language::ALL {
            for (name, page) in pages(Words::load().say(language)) {
                let text = page.into_string();
                assert!(!text.contains(" style=") && !text.contains(" onclick="), "{name}: something inline");
                assert!(!text.contains("<script>") && !text.contains("<style"), "{name}: something inline");
                assert!(!text.contains(">[") && !text.contains("NaN"), "{name}: a word is missing");
                assert!(name == "inbox" || text.matches("<h1").count() >= 1, "{name}: no heading");
            }
        }
    }

    /// Writes the gallery where a browser can open it: `GALLERY=/tmp/gallery cargo test -p terminals gallery -- --ignored`.
    #[test]
    #[ignore = "writes files to look at"]
    fn write_the_gallery() {
        let Some(folder) = std::env::var_os("GALLERY").map(std::path::PathBuf::from) else { return };
        std::fs::create_dir_all(folder.join("assets")).unwrap();
        for (path, text) in [(style_path(), STYLE), (script_path(), SCRIPT), (mark_path(), crate::kit::assets::MARK)] {
            std::fs::write(folder.join(path.trim_start_matches('/')), text).unwrap();
        }
        for language in Language::ALL {
            for (name, page) in pages(Words::load().say(language)) {
                std::fs::write(folder.join(format!("{name}.{language}.html")), page.into_string()).unwrap();
            }
        }
    }
}
