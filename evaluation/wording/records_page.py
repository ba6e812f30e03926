"""Words of the page 记录."""

TITLE = "记录"
JOURNAL = "### 谁在什么时候做了什么　:gray[{shown} 条，共 {of} 条]"
WHO, KIND, UNIT, UNIT_HINT = "谁", "哪一类", "单位", "单位名称或拼音首字母"
ALL = "全部"
HEAD = ("序号", "时间", "谁", "做了什么", "说明")
NOTHING = "没有符合条件的记录。"
NEWER, OLDER, PAGE = "上一页", "下一页", "第 {page} 页，共 {of} 页"
KINDS = {
    "intake": "导入与撤回",
    "scheme": "方案与名册",
    "list": "名单",
    "lock": "定稿与更正",
    "refused": "被拒绝的改动",
    "upkeep": "备份与存档",
    "other": "其他",
}
DECIDED = "{unit}：{choice}"
WITHDRAWN = "恢复系统建议"
SEPARATOR = "；"

CHAIN = "### 校验链"
CHAIN_UNKNOWN = "正在核对，稍后刷新可见结果。"
CHAIN_WHOLE = "✓ {at} 核对：{count} 条记录前后相连，原始文件都在，没有改动。"
CHAIN_NOW = "再核对一次"

CHECK = "### 核验　:gray[校验码或存档包]"
CODE = "图上、表上的校验码"
CODE_HINT = "如 7F3A-91C2"
CODE_UNREADABLE = "校验码是 8 位数字和 A–F 字母，如 7F3A-91C2。"
CODE_UNKNOWN = "这份记录里没有哪个时候的数据对得上这个校验码。可能是抄错了、别处的数据、试算的图，或旧版程序印的。"
CODE_FOUND = "**{code}** 是 {at} 的数据：{period} {group}，方案第 {scheme} 版；那时最后一步是 {actor}{what}。"
CODE_SAME, CODE_DIFFERENT = "✓ 用那时的数据重算，校验码一致。", "用那时的数据重算，校验码不一致，请保留材料备查！"
CODE_LOCKED = "这就是 {award} 定稿的名单：{units}。"
CODE_TOP = "那时的前几名，可与手里的材料对照："
CODE_HEAD = ("名次", "单位", "总分")
ARCHIVE = "存档包"
ARCHIVE_LOAD = "载入这个存档包…"
ARCHIVE_LOAD_TITLE = "载入存档包"
ARCHIVE_LOAD_TEXT = "请先看校验码和纸质材料上的是不是同一个。载入后，这台电脑就用存档包里的名册、方案、评分表和记录继续。"
ARCHIVE_CONFIRM = "确认载入"
ARCHIVE_ELSEWHERE = "这里已经开始使用正式数据，只能核对，不能载入。"
ARCHIVE_BY_OWNER = (
    "这里只是点过“开始使用”，还没有数据，可以载入；但程序在数据库里只能添加，不能删掉那几条开始的记录。"
    "请数据库管理员用建表的账号运行：python -m evaluation restore 存档包.zip"
)

BACKUPS = "### 备份　:gray[每天自动一份，保留最近 {keep} 天的]"
BACKUP_NOW = "现在备份"
BACKED_UP = "已备份，试恢复通过。"
NO_BACKUP = "还没有备份。"
NO_DATA = "演示数据不用备份；开始使用后每天自动备份一份。"
BACKUP_LINE = "{at}　{size}"
RESTORE = "恢复…"
RESTORE_TITLE = "恢复到备份"
RESTORE_TEXT = "数据回到 {at} 的样子，之后的记录不再显示。恢复前会先把现在的数据再备份一份。"
RESTORE_CONFIRM = "确认恢复"
RESTORED = "已恢复。"
RESTORED_OVER_BROKEN = "已恢复。恢复前的数据没有通过检查，原样留在 backups 文件夹的 {name}，请交管理员备查。"
COPIES = "### 备份　:gray[{count} 份]"
COPIES_HINT = "从新到旧逐份试恢复，通过的才能选。恢复以后，那份备份之后做的事要重新做。"
NO_COPIES_TITLE = "### 没有备份"
NO_COPIES = "备份文件夹里没有备份：{folder}。别处存有备份（journal-年月日-时分秒.sqlite）的，请拷到这个文件夹再刷新。"
PROVING = ":gray[正在试恢复…]"
PROVEN = "✓ 试恢复通过，{count} 条记录"
NOT_PROVEN = "✗ 试恢复没有通过，不能用"
RESTORE_DAMAGED = "数据回到 {at} 的样子，之后做的事要重新做。现在的数据文件会原样留在 backups 文件夹，以后还能请人看里面有什么。"
FILES = "数据文件夹：{folder}。请不要自己删改里面的文件。"
CANCEL = "取消"
ARCHIVE_DOCUMENT = "存档包"
ARCHIVE_FILE = "{period}{award}存档包.zip"
