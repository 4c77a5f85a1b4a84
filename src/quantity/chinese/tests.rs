//! Tables of Chinese texts and what is read in them.

use proptest::prelude::*;

use crate::quantity::{Figure, Form, Quantity, find_numbers, find_quantities};

/// What is found in a text: mention, value or range, unit, comparator with its cue, noun.
fn read(text: &str) -> Vec<String> {
    let show = |q: &Quantity| {
        let figure = match q.figure {
            Figure::Point(number) => number.value.to_string(),
            Figure::Range { low, high } => format!("{}..{}", low.value, high.value),
        };
        let cue = q.cue.map_or(String::new(), |cue| format!(" {}{}", q.comparator, cue.of(text)));
        let noun = q.noun.map_or(String::new(), |noun| format!(" [{}]", noun.of(text)));
        format!("{} {figure} {}{cue}{noun}", q.span.of(text), q.unit)
    };
    find_quantities(text).iter().map(show).collect()
}

#[test]
fn quantities_have_units_and_comparators() {
    for (text, expected) in [
        ("贸易额为8.2万亿元", vec!["8.2万亿元 8200000000000 CNY"]),
        ("顺差约120亿美元左右", vec!["120亿美元 12000000000 USD ~左右"]),
        ("出口增长了12.6%", vec!["12.6% 12.6 %"]),
        ("提高2.5个百分点", vec!["2.5个百分点 2.5 pp"]),
        ("占百分之四十以上", vec!["百分之四十 40 % >=以上"]),
        ("近四成受访者", vec!["四成 40 % ~近"]),
        ("超过三分之一", vec!["三分之一 33.3333333333333 % >超过"]),
        ("十二点五亿吨", vec!["十二点五亿吨 1250000000 t"]),
        ("产量不足600万辆", vec!["600万 6000000 {vehicle} <不足 [辆]"]),
        ("共320余家企业", vec!["320 320 {company} >余 [企业]"]),
        ("30多个国家", vec!["30 30 {country} >多 [个国家]"]),
        ("500余万人次", vec!["500余万 5000000 {person-time} >余 [人次]"]),
        ("发电4.1亿千瓦时", vec!["4.1亿千瓦时 410000000 kW.h"]),
        ("装机60兆瓦", vec!["60兆瓦 60 MW"]),
        ("耕地三百亩", vec!["三百亩 300 {mu}"]),
        ("规模翻了两番", vec!["翻了两番 4 1"]),
        ("是去年的1.8倍", vec!["1.8倍 1.8 1"]),
        ("售价6元5角", vec!["6元5角 6.5 CNY"]),
        ("买了两斤半", vec!["两斤半 2.5 {jin}"]),
        ("用时1小时30分钟", vec!["1小时30分钟 1.5 h"]),
        ("人民币80元", vec!["人民币80元 80 CNY"]),
        ("投入US$4亿", vec!["US$4亿 400000000 USD"]),
        ("每桶72美元/桶", vec!["72美元/桶 72 USD/[bbl_us]"]),
        ("增长6%至8%", vec!["6%至8% 6..8 %"]),
        ("约3至5万人", vec!["3至5万 30000..50000 {person} ~约 [人]"]),
        ("由4%升到6%", vec!["4% 4 %", "6% 6 %"]),
        ("气温零下8度", vec!["零下8度 -8 Cel"]),
        ("价格打七五折", vec!["七五折 75 %"]),
        ("超2万亿元（约合2800亿美元）", vec!["2万亿元 2000000000000 CNY >超", "2800亿美元 280000000000 USD ~约"]),
        ("規模達三萬億圓", vec!["三萬億圓 3000000000000 CNY"]),
        ("４５．６％", vec!["４５．６％ 45.6 %"]),
        ("位列全国第二位", vec!["第二位 2 1"]),
        ("世界第四大出口国", vec!["第四大 4 1"]),
        ("一半以上", vec!["一半 50 % >=以上"]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_quantity_is_left_out() {
    for text in [
        "2024年",
        "二〇二四年",
        "5月12日",
        "前11个月",
        "近三年",
        "2020至2024年",
        "8点30分",
        "8:30",
        "晚上8:30，",
        "3比2",
        "第三季度",
        "第5号",
        "一些人",
        "一个问题",
        "统一",
        "四川",
        "万一",
        "十分",
        "几十万人",
        "数百亿元",
        "十四五规划",
        "C919",
        "五角大楼",
        "成立",
        "一年",
        "一起",
        "单位：亿元",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn english_around_it_is_read_as_before() {
    assert_eq!(
        read("Trade rose 5.1 percent to 6.2万亿元 (同比增长5.1%), more than $850 billion."),
        ["5.1 percent 5.1 %", "6.2万亿元 6200000000000 CNY", "5.1% 5.1 %", "$850 billion 850000000000 USD >more than"]
    );
}

#[test]
fn every_number_is_found() {
    let values = |text: &str| -> Vec<String> {
        find_numbers(text).iter().map(|n| n.number.value.normalize().to_string()).collect()
    };
    for (text, expected) in [
        ("三加五是八", vec!["5", "8"]),
        ("２０２４年和199个", vec!["2024", "199"]),
        ("百分之十五", vec!["15"]),
        ("两千三百五", vec!["2350"]),
        ("四川一切都好", vec![]),
        ("负二十", vec!["-20"]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
    assert_eq!(find_numbers("三百")[0].form, Form::Words);
}

/// Pieces that Chinese quantities are made of, to be strung together at random.
const PIECES: &[&str] = &[
    "一",
    "两",
    "三",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "兆",
    "零",
    "〇",
    "点",
    "分之",
    "又",
    "半",
    "负",
    "-",
    "5",
    "12.5",
    "１",
    "，",
    ".",
    "％",
    "%",
    "元",
    "角",
    "美元",
    "人民币",
    "US$",
    "成",
    "折",
    "倍",
    "翻",
    "番",
    "第",
    "前",
    "个",
    "家",
    "企业",
    "年",
    "月",
    "约",
    "超过",
    "多",
    "余",
    "以上",
    "至",
    "~",
    "（",
    " ",
    "\n",
    "a",
    "k",
    "零下",
    "度",
    "华氏",
    "99999999999999999999",
    "/",
    "每",
    "吨",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_text_is_read_in_order(pieces in prop::collection::vec(0..PIECES.len(), 0..30), noise in ".{0,6}") {
        let mut text = noise;
        for piece in pieces {
            text.push_str(PIECES[piece]);
        }
        let mut end = 0;
        for found in find_quantities(&text) {
            prop_assert!(found.span.start >= end && !found.span.is_empty(), "{text}: {found:?}");
            prop_assert!(found.span.contains(found.number), "{text}: {found:?}");
            for span in [Some(found.span), Some(found.number), found.cue, found.noun].into_iter().flatten() {
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{text}: {found:?}");
            }
            prop_assert!(found.figure.low() <= found.figure.high(), "{text}: {found:?}");
            end = found.span.end;
        }
        let mut end = 0;
        for found in find_numbers(&text) {
            prop_assert!(found.span.start >= end && text.is_char_boundary(found.span.end), "{text}: {found:?}");
            end = found.span.end;
        }
    }
}
