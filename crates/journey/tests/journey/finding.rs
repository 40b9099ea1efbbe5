//! What people type into the one field, and what they mean.

use std::collections::BTreeSet;

use journey::find::Index;
use proptest::prelude::*;

use super::beijing::beijing;

/// The query, and the wish (or event) that must come first.
const QUERIES: &str = "
    open a restaurant             | restaurant
    restaurant                    | restaurant
    I want to open a restaurant   | restaurant
    resturant                     | restaurant
    restuarant                    | restaurant
    Restaurants                   | restaurant
    open a noodle shop            | noodle-shop
    noodle                        | noodle-shop
    noodels                       | noodle-shop
    ramen                         | noodle-shop
    hot pot                       | hot-pot
    hotpot                        | hot-pot
    bbq                           | barbecue
    barbeque                      | barbecue
    coffee                        | coffee-shop
    cofee shop                    | coffee-shop
    café                          | coffee-shop
    CAFE                          | coffee-shop
    bubble tea                    | tea-shop
    bakery                        | bakery
    bakry                         | bakery
    cake shop                     | bakery
    pub                           | bar
    cocktail bar                  | bar
    ghost kitchen                 | takeaway-kitchen
    take-away kitchen             | takeaway-kitchen
    delivery                      | takeaway-kitchen
    breakfast shop                | small-catering
    supermarket                   | supermarket
    supermaket                    | supermarket
    convenience store             | convenience-store
    convinience store             | convenience-store
    grocery                       | grocery
    fruit shop                    | fruit-shop
    vegetables                    | fruit-shop
    cigarettes                    | tobacco-and-wine
    concert                       | concert
    hold a concert                | concert
    music festival                | concert
    marathon                      | sports-event
    trade fair                    | fair
    exhibiton                     | fair
    lantern fair                  | temple-fair
    job fair                      | job-fair
    beer festival                 | festival
    开餐馆                        | restaurant
    我想开一家餐馆                | restaurant
    开饭店                        | restaurant
    开一家面馆                    | noodle-shop
    我要开个面馆                  | noodle-shop
    牛肉面                        | noodle-shop
    火锅                          | hot-pot
    开火锅店怎么办手续            | hot-pot
    烧烤                          | barbecue
    开咖啡店                      | coffee-shop
    咖啡                          | coffee-shop
    奶茶                          | tea-shop
    面包店                        | bakery
    酒吧                          | bar
    做外卖                        | takeaway-kitchen
    早餐                          | small-catering
    超市                          | supermarket
    便利店                        | convenience-store
    水果店                        | fruit-shop
    卖烟                          | tobacco-and-wine
    演唱会                        | concert
    办演唱会                      | concert
    马拉松                        | sports-event
    展会                          | fair
    庙会                          | temple-fair
    招聘会                        | job-fair
    啤酒节                        | festival
    kcg                           | restaurant
    canguan                       | restaurant
    kafeidian                     | coffee-shop
    ka fei dian                   | coffee-shop
    kaikafeidian                  | coffee-shop
    kkfd                          | coffee-shop
    huoguo                        | hot-pot
    hgd                           | hot-pot
    mianguan                      | noodle-shop
    chaoshi                       | supermarket
    bianlidian                    | convenience-store
    yanchanghui                   | concert
    zhaopinhui                    | job-fair
    ｋｃｇ                        | restaurant
    ＣＯＦＦＥＥ                  | coffee-shop
    烟草专卖零售许可              | open-restaurant
    large public event            | hold-event
";

#[test]
fn the_wish_that_is_meant_comes_first() {
    let catalogue = beijing();
    let index = Index::new(&catalogue);
    let mut wrong = Vec::new();
    let mut n = 0;
    for (query, meant) in QUERIES.lines().filter_map(|line| line.split_once('|')) {
        let hits = index.find(query.trim(), 5);
        let first = hits.first().map(|h| h.wish.clone().unwrap_or_else(|| h.event.to_string()));
        if first.as_deref() != Some(meant.trim()) {
            let told: Vec<_> = hits.iter().map(|h| (h.wish.clone(), h.event.to_string(), h.score)).collect();
            wrong.push(format!("{query}: meant {meant}, found {told:?}"));
        }
        n += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(n >= 60);
}

#[test]
fn what_is_close_to_nothing_finds_nothing_but_has_three_neighbours() {
    let index = Index::new(&beijing());
    for query in ["submarine", "移民火星", "xqzw", "????", "", " ", "12345"] {
        assert!(index.find(query, 5).is_empty(), "{query}: {:?}", index.find(query, 5));
        let near = index.nearest(query, 3);
        assert_eq!(near.len(), 3, "{query}");
        assert!(near.iter().all(|hit| hit.wish.is_some()));
    }
}

#[test]
fn a_hit_is_listed_once_and_the_best_comes_first() {
    let index = Index::new(&beijing());
    for query in ["shop", "open", "开", "店", "festival", "food"] {
        let hits = index.find(query, 50);
        let distinct: BTreeSet<_> = hits.iter().map(|h| (h.event.clone(), h.wish.clone())).collect();
        assert_eq!(distinct.len(), hits.len(), "{query}");
        assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score), "{query}");
        assert!(index.find(query, 2).len() <= 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_query_is_too_strange(query in "\\PC{0,40}") {
        let index = Index::new(&beijing());
        let _ = index.find(&query, 5);
        prop_assert!(index.nearest(&query, 3).len() == 3);
    }
}
