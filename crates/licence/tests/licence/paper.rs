use std::io::Write;
use std::process::{Command, Stdio};

use licence::{Code, PartState, Rendered, Typeface, Words, qr_modules, qr_svg, qr_text, render_pdf, render_pdf_with};

use crate::sample::{ORIGIN, day, key, licence};

fn render(parts: usize, language: &str) -> Rendered {
    let licence = licence(parts);
    let text = qr_text(&licence, ORIGIN, &key()).unwrap();
    render_pdf(&licence, language, &text, &key()).unwrap()
}

/// Keeps the papers for a person to look at when `LICENCE_PAPERS` names a folder.
fn keep(name: &str, rendered: &Rendered) {
    if let Some(folder) = std::env::var_os("LICENCE_PAPERS") {
        std::fs::write(std::path::Path::new(&folder).join(name), &rendered.bytes).unwrap();
    }
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
    for part in ["/StructTreeRoot", "/Lang", "pdfuaid:part"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn readers_find_the_end_mark_of_the_pdf_before_the_seal() {
    let bytes = render(8, "zh").bytes;
    let tail = &bytes[bytes.len() - 1024..];
    assert!(tail.windows(5).any(|window| window == b"%%EOF"));
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
    let only = render_pdf_with(Typeface::embedded_only().unwrap(), &odd, "zh", &text, &key()).unwrap();
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
