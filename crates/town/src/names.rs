//! Names of people, firms and streets, all invented: any likeness is by chance.

pub(crate) const SURNAMES: &[(&str, &str)] = &[
    ("赵", "Zhao"), ("钱", "Qian"), ("孙", "Sun"), ("李", "Li"), ("周", "Zhou"), ("吴", "Wu"), ("郑", "Zheng"),
    ("王", "Wang"), ("冯", "Feng"), ("陈", "Chen"), ("褚", "Chu"), ("卫", "Wei"), ("蒋", "Jiang"), ("沈", "Shen"),
    ("韩", "Han"), ("杨", "Yang"), ("朱", "Zhu"), ("秦", "Qin"), ("许", "Xu"), ("何", "He"), ("吕", "Lü"),
    ("张", "Zhang"), ("孔", "Kong"), ("曹", "Cao"), ("严", "Yan"), ("华", "Hua"), ("金", "Jin"), ("魏", "Wei"),
    ("陶", "Tao"), ("姜", "Jiang"), ("戚", "Qi"), ("谢", "Xie"), ("邹", "Zou"), ("苏", "Su"), ("潘", "Pan"),
    ("葛", "Ge"), ("范", "Fan"), ("彭", "Peng"), ("鲁", "Lu"), ("韦", "Wei"), ("马", "Ma"), ("苗", "Miao"),
    ("方", "Fang"), ("俞", "Yu"), ("任", "Ren"), ("袁", "Yuan"), ("柳", "Liu"), ("史", "Shi"), ("唐", "Tang"),
    ("费", "Fei"), ("岑", "Cen"), ("薛", "Xue"), ("雷", "Lei"), ("贺", "He"), ("倪", "Ni"), ("汤", "Tang"),
    ("罗", "Luo"), ("毕", "Bi"), ("郝", "Hao"), ("安", "An"), ("常", "Chang"), ("乐", "Yue"), ("于", "Yu"),
    ("傅", "Fu"), ("齐", "Qi"), ("康", "Kang"), ("伍", "Wu"), ("余", "Yu"), ("顾", "Gu"), ("孟", "Meng"),
];

pub(crate) const GIVEN: &[(&str, &str)] = &[
    ("雨桐", "Yutong"), ("思远", "Siyuan"), ("晓岚", "Xiaolan"), ("建国", "Jianguo"), ("文博", "Wenbo"),
    ("佳怡", "Jiayi"), ("子涵", "Zihan"), ("丽华", "Lihua"), ("志强", "Zhiqiang"), ("海燕", "Haiyan"),
    ("明轩", "Mingxuan"), ("秋月", "Qiuyue"), ("立群", "Liqun"), ("春生", "Chunsheng"), ("若兰", "Ruolan"),
    ("振宇", "Zhenyu"), ("慧敏", "Huimin"), ("国栋", "Guodong"), ("静姝", "Jingshu"), ("浩然", "Haoran"),
    ("新月", "Xinyue"), ("永康", "Yongkang"), ("玉珍", "Yuzhen"), ("天佑", "Tianyou"), ("梦洁", "Mengjie"),
    ("宏伟", "Hongwei"), ("素琴", "Suqin"), ("俊杰", "Junjie"), ("雪梅", "Xuemei"), ("承志", "Chengzhi"),
    ("清扬", "Qingyang"), ("德明", "Deming"), ("婉清", "Wanqing"), ("世安", "Shian"), ("可欣", "Kexin"),
    ("长风", "Changfeng"), ("念慈", "Nianci"), ("嘉木", "Jiamu"), ("望舒", "Wangshu"), ("知行", "Zhixing"),
    ("青山", "Qingshan"), ("语嫣", "Yuyan"), ("怀瑾", "Huaijin"), ("乐天", "Letian"), ("书瑶", "Shuyao"),
];

/// Brands of shops and firms. None of them holds the name of a person.
pub(crate) const BRANDS: &[(&str, &str)] = &[
    ("荷苑", "Heyuan"), ("柳荫", "Liuyin"), ("云杉", "Yunshan"), ("稻香里", "Daoxiangli"), ("松间", "Songjian"),
    ("晨露", "Chenlu"), ("鹊桥", "Queqiao"), ("青瓷", "Qingci"), ("拾味", "Shiwei"), ("小满", "Xiaoman"),
    ("谷雨", "Guyu"), ("白鹭", "Bailu"), ("半亩", "Banmu"), ("南窗", "Nanchuang"), ("知味", "Zhiwei"),
    ("竹里", "Zhuli"), ("暖炉", "Nuanlu"), ("麦浪", "Mailang"), ("听雪", "Tingxue"), ("渔火", "Yuhuo"),
    ("石榴", "Shiliu"), ("山海", "Shanhai"), ("田园", "Tianyuan"), ("朝食", "Zhaoshi"), ("满庭", "Manting"),
    ("梧桐", "Wutong"), ("青柠", "Qingning"), ("望山", "Wangshan"), ("半夏", "Banxia"), ("蓝鲸", "Lanjing"),
    ("橙子", "Chengzi"), ("四季", "Siji"), ("归巢", "Guichao"), ("巷口", "Xiangkou"), ("星河", "Xinghe"),
    ("明灯", "Mingdeng"), ("三江", "Sanjiang"), ("一苇", "Yiwei"), ("木棉", "Mumian"), ("芦笛", "Ludi"),
    ("飞白", "Feibai"), ("银杏", "Yinxing"), ("听松", "Tingsong"), ("采薇", "Caiwei"), ("清泉", "Qingquan"),
    ("同舟", "Tongzhou Boat"), ("远帆", "Yuanfan"), ("花间", "Huajian"), ("月牙", "Yueya"), ("红豆", "Hongdou"),
];

/// Streets, all invented; each district of the town has its own.
pub(crate) const STREETS: &[&str] =
    &["柳荫路", "鹊桥街", "青瓷巷", "云杉大街", "稻香里路", "松间胡同", "白鹭路", "晨露街", "谷雨路", "南窗巷"];
