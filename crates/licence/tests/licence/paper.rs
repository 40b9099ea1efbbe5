use std::io::Write;
use std::process::{Command, Stdio};

use std::collections::BTreeMap;

use licence::{
    Attachment, Code, Licence, Paper, PartState, Rendered, Template, Typeface, Words, qr_modules, qr_svg, qr_text,
    render_pdf,
};

use crate::sample::{ORIGIN, day, key, licence, licence_of_a_sector};

fn render(parts: usize, language: &str) -> Rendered {
    let licence = licence(parts);
    let text = qr_text(&licence, ORIGIN, &key()).unwrap();
    render_pdf(&licence, language, &text, &key()).unwrap()
}

/// Keeps the papers when `LICENCE_PAPERS` names a folder: for a person to look at, and those in `judged` for programs of
/// others.
fn keep(name: &str, rendered: &Rendered) {
    if let Some(folder) = std::env::var_os("LICENCE_PAPERS") {
        let file = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, &rendered.bytes).unwrap();
    }
}

#[test]
fn papers_for_the_judges() {
    let Some(folder) = std::env::var_os("LICENCE_PAPERS") else {
        println!("skipped: LICENCE_PAPERS names no folder; `cargo xtask paper` sets it");
        return;
    };
    let whole = licence_of_a_sector(6);
    for language in ["zh", "en"] {
        let usual = Template::default();
        keep(&format!("judged/licence.{language}.pdf"), &paper(&whole, &usual, language, &[], false));
        keep(&format!("judged/sticker.{language}.pdf"), &paper(&whole, &usual, language, &[], true));
    }
    let credential = Attachment {
        name: "licence.sdjwt".to_owned(),
        media_type: "application/dc+sd-jwt".to_owned(),
        described_by: "credential",
        bytes: b"eyJ.a.b~".to_vec(),
    };
    let template = Template::written(["title", "number", "name", "facts", "parts", "notice"], [], [], BTreeMap::new());
    keep("judged/licence-own.en.pdf", &paper(&whole, &template, "en", &[credential], false));
    let judged = std::path::Path::new(&folder).join("judged");
    std::fs::write(judged.join("certificate.der"), key().certificate_der()).unwrap();
    std::fs::write(judged.join("qr.txt"), qr_text(&whole, ORIGIN, &key()).unwrap()).unwrap();
}

/// The text of a PDF by an independent reader, or nothing where `pdftotext` is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = reader.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    let writer = std::thread::spawn(move || drop(input.write_all(&pdf)));
    let output = reader.wait_with_output().ok()?;
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.chars().filter(|c| !c.is_whitespace()).collect())
}

/// Reads a QR code as a camera would get it: grey pixels, a margin, each module five pixels wide.
fn scan(text: &str) -> String {
    let modules = qr_modules(text).unwrap();
    let (scale, quiet) = (5, 4);
    let side = (modules.width() + 2 * quiet) * scale;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let (x, y) = ((x / scale).wrapping_sub(quiet), (y / scale).wrapping_sub(quiet));
        if modules.is_dark(x, y) { 18 } else { 240 }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn another_program_reads_our_qr_codes_back() {
    for parts in [1, 6, 8] {
        let text = qr_text(&licence(parts), ORIGIN, &key()).unwrap();
        assert_eq!(scan(&text), text);
    }
}

/// The first page as a printer would get it, where `pdftoppm` is installed: width, height and grey pixels.
fn printed(pdf: &[u8], dots_per_inch: usize) -> Option<(usize, usize, Vec<u8>)> {
    let folder = std::env::temp_dir().join(format!("licence-paper-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("paper.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftoppm")
        .args(["-r", &dots_per_inch.to_string(), "-gray", "-f", "1", "-l", "1"])
        .arg(&file)
        .stderr(Stdio::null())
        .output();
    std::fs::remove_dir_all(&folder).unwrap();
    let picture = output.ok()?.stdout;
    let mut head = picture.split(|byte| byte.is_ascii_whitespace()).take(4);
    assert_eq!(head.next(), Some(b"P5".as_slice()));
    let [width, height, most] = [(); 3].map(|()| std::str::from_utf8(head.next().unwrap()).unwrap().parse().unwrap());
    assert_eq!(most, 255);
    let pixels = picture[picture.len() - width * height..].to_vec();
    Some((width, height, pixels))
}

#[test]
fn the_code_on_the_printed_page_can_be_scanned() {
    for (parts, language) in [(6, "zh"), (8, "en")] {
        let text = qr_text(&licence(parts), ORIGIN, &key()).unwrap();
        let Some((width, height, pixels)) = printed(&render(parts, language).bytes, 400) else { return };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
        let read: Vec<String> = image.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect();
        assert_eq!(read, [text]);
    }
}

#[test]
fn the_svg_draws_exactly_the_modules_and_has_no_inline_style() {
    let svg = qr_svg("https://a.example/v#x");
    let modules = qr_modules("https://a.example/v#x").unwrap();
    let side = modules.width() + 8;
    assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
    assert!(!svg.contains("style"));
    let path = svg.rsplit("d=\"").next().unwrap().split('"').next().unwrap();
    let drawn: usize =
        path.split('M').filter_map(|run| run.split('h').nth(1)?.split('v').next()?.parse::<usize>().ok()).sum();
    let dark = (0..modules.width()).flat_map(|y| (0..modules.width()).map(move |x| (x, y)));
    assert_eq!(drawn, dark.filter(|(x, y)| modules.is_dark(*x, *y)).count());
    assert_eq!(qr_svg(&"x".repeat(5_000)), "");
}

#[test]
fn the_paper_says_everything_in_both_languages() {
    for (language, expected) in [
        (
            "en",
            [
                "ComprehensiveLicence",
                "综合许可证",
                "Foodbusinesslicence",
                "JY2-11-EXAMPLE-0061",
                "SPECIMEN",
                "21May2031",
            ],
        ),
        ("zh", ["综合许可证", "ComprehensiveLicence", "食品经营许可", "区市场监督管理局", "样本", "2031-05-21"]),
    ] {
        let rendered = render(6, language);
        keep(&format!("licence-6.{language}.pdf"), &rendered);
        assert_eq!((rendered.pages, rendered.missing.as_slice()), (1, [].as_slice()));
        let Some(text) = text_of(&rendered.bytes) else { continue };
        for words in
            expected.iter().chain(&["荷苑小馆", "榕城荷苑餐饮管理有限公司", "91110108MAEXAMP1E0", "HD-CL-26-001842"])
        {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        assert!(text.contains(&licence(1).code.to_string()));
    }
}

#[test]
fn the_same_licence_gives_the_same_bytes() {
    assert_eq!(render(6, "zh"), render(6, "zh"));
}

#[test]
fn the_paper_is_tagged_and_says_its_language() {
    let bytes = render(2, "zh").bytes;
    let text = String::from_utf8_lossy(&bytes);
    for part in ["/StructTreeRoot", "/Lang", "pdfuaid:part", "pdfaid:part", "/GTS_PDFA1"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn nothing_stands_behind_the_end_of_the_file() {
    assert!(render(1, "zh").bytes.ends_with(b"%%EOF\n"));
}

/// A paper of the sample with a choice of what matters in a test.
fn paper(
    licence: &Licence,
    template: &Template,
    language: &str,
    attachments: &[Attachment],
    sticker: bool,
) -> Rendered {
    let text = qr_text(licence, ORIGIN, &key()).unwrap();
    let typeface = Typeface::embedded_only().unwrap();
    let key = key();
    let paper = Paper { licence, template, language, qr_text: &text, key: &key, attachments, typeface };
    if sticker { paper.sticker().unwrap() } else { paper.pdf().unwrap() }
}

#[test]
fn the_sector_has_a_page_of_its_own_behind_the_licence() {
    for language in ["en", "zh"] {
        let rendered = paper(&licence_of_a_sector(6), &Template::default(), language, &[], false);
        keep(&format!("licence-sector.{language}.pdf"), &rendered);
        assert_eq!(rendered.pages, 2);
        let Some(text) = text_of(&rendered.bytes) else { continue };
        let expected: &[&str] = match language {
            "en" => &["Sector:Restaurant", "Cleanthekitchenair", "article81", "Whatislookedatinavisit", "Page2of2"],
            _ => &["行业：餐馆", "净化油烟", "第八十一条", "检查要点", "从业人员健康证明"],
        };
        for words in expected {
            assert!(text.contains(words), "{words} is not in {text}");
        }
    }
}

#[test]
fn a_city_writes_its_own_words_and_its_own_order() {
    let words = BTreeMap::from([
        ("title".to_owned(), Words::of("One Licence", "一证通")),
        ("check".to_owned(), Words::of("Look it up at {address} with", "请在{address}查询")),
    ]);
    let blocks = ["title", "parts", "name", "facts", "no-such-block"];
    let template = Template::written(blocks, ["issued", "holder"], ["qr", "code"], words);
    let rendered = paper(&licence_of_a_sector(2), &template, "en", &[], false);
    keep("licence-own.en.pdf", &rendered);
    assert_eq!(rendered.pages, 1);
    let Some(text) = text_of(&rendered.bytes) else { return };
    for words in ["OneLicence", "一证通", "Lookitupatlicences.rongcheng.example/vwith"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}"));
    assert!(place("Foodbusinesslicence") < place("荷苑小馆"));
    assert!(!text.contains("Unifiedcode") && !text.contains("Cleanthekitchenair"));
}

#[test]
fn the_sticker_for_the_window_is_one_a5_page_with_the_code() {
    for language in ["en", "zh"] {
        let rendered = paper(&licence(6), &Template::default(), language, &[], true);
        keep(&format!("sticker.{language}.pdf"), &rendered);
        assert_eq!((rendered.pages, rendered.missing.len()), (1, 0));
        let Some((width, height, _)) = printed(&rendered.bytes, 72) else { continue };
        assert_eq!((width, height), (420, 596));
        let Some(text) = text_of(&rendered.bytes) else { continue };
        assert!(text.contains(&licence(1).code.to_string()) && text.contains("荷苑小馆"), "{text}");
        assert!(text.contains(if language == "zh" { "餐馆" } else { "Restaurant" }));
    }
}

#[test]
fn the_paper_itself_says_which_characters_it_could_not_print() {
    let mut odd = licence(1);
    odd.trade_name = "龘面馆\u{E123}".to_owned();
    let rendered = paper(&odd, &Template::default(), "en", &[], false);
    assert_eq!(rendered.missing, ['龘', '\u{E123}']);
    keep("licence-missing.en.pdf", &rendered);
    let Some(text) = text_of(&rendered.bytes) else { return };
    assert!(text.contains("〓面馆〓") && text.contains("(U+9F98U+E123)"), "{text}");
}

#[test]
fn what_is_attached_can_be_taken_out_again() {
    let credential = Attachment {
        name: "licence.sdjwt".to_owned(),
        media_type: "application/dc+sd-jwt".to_owned(),
        described_by: "credential",
        bytes: b"eyJ.a.b~".to_vec(),
    };
    let bytes = paper(&licence(1), &Template::default(), "zh", &[credential], false).bytes;
    let text = qr_text(&licence(1), ORIGIN, &key()).unwrap();
    for attached in [text.as_bytes(), b"eyJ.a.b~"] {
        assert!(bytes.windows(attached.len()).any(|window| window == attached));
    }
}

#[test]
fn much_content_goes_on_to_more_pages() {
    let rendered = render(8, "en");
    keep("licence-8.en.pdf", &rendered);
    keep("licence-8.zh.pdf", &render(8, "zh"));
    let mut long = licence(8);
    for part in &mut long.parts {
        part.conditions =
            vec![
                Words::of(&"The exits stay free at all times. ".repeat(8), &"出口时刻保持畅通。".repeat(12));
                4
            ];
    }
    long.parts[1].state = PartState::Suspended;
    long.parts[7].from = day("2026-07-01");
    // One row taller than a page.
    long.parts[3].conditions = vec![Words::of(&"No flashing light. ".repeat(20), "不得闪烁。"); 30];
    let text = qr_text(&long, ORIGIN, &key()).unwrap();
    for language in ["en", "zh"] {
        let rendered = render_pdf(&long, language, &text, &key()).unwrap();
        keep(&format!("licence-long.{language}.pdf"), &rendered);
        assert!(rendered.pages > 1);
        let Some(words) = text_of(&rendered.bytes) else { continue };
        if language == "en" {
            assert_eq!(words.matches("flashing").count(), 600);
            assert!(words.contains("Suspended") && words.contains("from1Jul2026"));
            assert!(words.contains(&format!("Page{0}of{0}", rendered.pages)));
        }
    }
}

#[test]
fn characters_without_a_shape_are_named() {
    let mut odd = licence(1);
    odd.holder = "龘𰻝\u{10FFFD}面馆".to_owned();
    let text = qr_text(&odd, ORIGIN, &key()).unwrap();
    let only = paper(&odd, &Template::default(), "zh", &[], false);
    assert_eq!(only.missing, ['龘', '𰻝', '\u{10FFFD}']);
    let with_system = render_pdf(&odd, "zh", &text, &key()).unwrap();
    assert!(with_system.missing.contains(&'\u{10FFFD}'));
}

#[test]
fn steering_characters_are_not_drawn_and_strange_names_do_no_harm() {
    let mut odd = licence(1);
    odd.holder = "\u{202E}abc\u{200B}\n\tdef".to_owned();
    odd.trade_name = String::new();
    odd.premises = "x".repeat(300);
    odd.code = Code::from_random([0; 6]);
    odd.parts.clear();
    let text = qr_text(&odd, ORIGIN, &key()).unwrap();
    let rendered = render_pdf(&odd, "fr", &text, &key()).unwrap();
    keep("licence-odd.pdf", &rendered);
    assert!(rendered.missing.is_empty());
}
