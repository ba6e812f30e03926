"""Words of 存档包, 核验 and backups."""

README = """三个年考评台　存档包

考核期：{period}
奖项：{award}
定稿：{at}　{actor}
校验码：{codes}
程序版本：{program}

里面有什么
  记录.jsonl　　从第一条到定稿的全部记录，每条带校验值，前后相连，改动任何一条都会被发现
  原始文件/　　　各单位交来的文件，一字节没动
  采用的评分/　　入库时采用的每一格评分（CSV）
  方案.toml　　　定稿时的考核方案
  名册.csv　　　 定稿时的名册
  结果/　　　　　定稿时的排名和名单（CSV，可用 WPS 打开）
  存档包.json　　给程序看的目录

怎样核对
  1. 在任何一台装了考评台、还没有数据的电脑上，打开“记录”，选“载入存档包”；
     或者运行　python -m evaluation restore 存档包.zip
  2. 载入后名次、得分、名单和校验码应当与上面一致。
  3. 只想核对、不想载入，在“记录 → 核验”里选这个文件即可。
"""
FOLDER_FILES, FOLDER_MARKS, FOLDER_RESULTS = "原始文件", "采用的评分", "结果"
JOURNAL, SCHEME, ROSTER, MANIFEST, README_FILE = "记录.jsonl", "方案.toml", "名册.csv", "存档包.json", "说明.txt"
ROSTER_HEAD = ("单位", "类别", "别名", "顺序", "标签")
RESULT_HEAD = ("名次", "单位", "总分", "基础分", "加减分")
RESULT_TAIL = ("拟推荐", "没有打分的指标")
YES = "是"

NOT_ARCHIVE = "这个文件不是考评台的存档包。请选“先进集体”页定稿后存下的 ZIP 文件。"
TOO_LARGE = "存档包太大，没有载入（解开后超过 {limit} MB，或文件超过 {count} 个）。"
TOO_MUCH = "存档包太大（解开后超过 {limit} MB），或里面的记录多得不合常理，没有核对。请确认是不是考评台存的那一份。"
INCOMPLETE = "存档包里缺少原始文件，没有载入。"
NEWER = "存档包是较新版本的程序写的，请更新程序后再载入。"
OF_DEMONSTRATION = "这是演示数据的存档包，不能当作正式数据载入。"
NO_LOCK = "存档包里没有定稿的名单。"
NOT_LOCKED = "{list}还没有定稿，定稿后才能存档。"
FINDING = "{list}，校验码 {codes}。{verdict}"
LOADED = "已载入：{finding}"
SAME, DIFFERENT = "重算结果与定稿时一致。", "重算结果与定稿时不一致，请保留文件备查！"
OTHERS_DIFFERENT, BETWEEN = "重算结果与定稿时一致，但里面{lists}的不一致，请保留文件备查！", "、"
NOT_TAKEN = (
    "对不上的名单不能当作定稿载入：可能被人改过，也可能是别的版本的程序存的（版本写在存档包的“说明.txt”里）。"
    "请向出具的单位核对；版本不同的，用那个版本的程序再核对一次。"
)
