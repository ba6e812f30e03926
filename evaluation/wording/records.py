"""Words about the journal: what was done, and why a save or a file is refused."""

STALE = "没有保存。您打开这页之后，{actor}在 {at} {what}。请先看新数据，再确认一次。"
OFFICE_BEGUN = "没有保存：正式数据已经开始使用，您刚才打开的还是演示数据。现在这一页是正式数据，请看过再做一次。"
DEMONSTRATION_BACK = "没有保存：这里已经回到演示数据，您刚才打开的是正式数据。现在这一页是演示数据，请看过再做一次。"
BROKEN = "记录第 {position} 条与校验链不符，可能被改动过。请用最近的备份恢复，并保留现在的文件备查。"
NEWER = "这份数据是较新版本的程序写的（版本 {found}，本程序到 {known}）。请更新程序后再打开，数据没有改动。"
OLDER = "这份数据是很早版本的程序写的（版本 {found}，本程序是 {known}），没有打开。请先用中间版本的程序打开一次，数据没有改动。"
NO_CONTENT = "记录里缺少文件内容 {sha256}。请用备份恢复。"
LOCAL_PERSON = "本机"
DISK = "没有保存：{reason}。请检查磁盘空间和写入权限，再试一次；已有数据没有改动。"
UNREADABLE = "读不出数据：{reason}。请检查磁盘空间和读写权限，再试一次；已有数据没有改动。"
DAMAGED = "数据文件有损坏，没有继续。请用最近的备份恢复，并保留现在的文件备查。"
UPKEEP_FAILED = "程序出错，原因记在运行窗口里，请告诉管理员。"
NO_UPKEEP = "{at} 的自动核对和备份没有做成：{sentence}最近一份备份：{last}。过一会儿会自动再试，也可以在“记录”里点“现在备份”。"
NO_CHECK = "{at} 的自动核对没有做成：{sentence}过一会儿会自动再试。"
NO_COPY_YET = "还没有"
GONE = "数据文件 journal.sqlite 不见了。有人移走的，请原样放回；找不回来，请用最近的备份恢复。"
LOST = "数据文件 journal.sqlite 是空的，这里原来有 {count} 条记录：文件可能被删掉或换掉了。请用最近的备份恢复。"
NO_FOLDER = "打不开数据文件夹“{folder}”。请检查磁盘空间和写入权限。"
UNKNOWN_KIND = "这份数据第 {position} 条记录是较新版本的程序写的，本程序还不认得。请更新程序后再打开，数据没有改动。"
DISK_REASONS = {"full": "磁盘满了", "readonly": "文件是只读的", "unable to open": "打不开数据文件", "disk I/O": "磁盘读写出错"}
NOT_A_JOURNAL = (
    "这个文件不是考评台的数据文件，或者开头已经损坏，没有动它。请检查文件名和所在文件夹；损坏了的，请用最近的备份恢复。"
)
LOCKED_JOURNAL = "没有保存：另一个程序正在写入。请稍等几秒再试一次；已有数据没有改动。"
BROKEN_ARCHIVE = "存档包的记录第 {position} 条对不上校验链，可能被改动过，没有载入。"
NOT_EMPTY = "这里已经有数据，存档包只能载入还没有数据的安装。请换一个空的数据文件夹（EVALUATION_HOME）。"
UNKNOWN_IMPORT = "没有保存：记录第 {position} 条不是导入{file}。请刷新页面再看一次。"
SWITCHED = {
    "import_undone": "没有保存：{file}已经撤回了。请刷新页面再看一次。",
    "import_redone": "没有保存：{file}没有撤回，不用恢复。请刷新页面再看一次。",
}

KINDS = {
    "roster_set": "设定了名册（{count} 个单位）",
    "scheme_set": "设定了考核方案“{name}”",
    "sheet_imported": "导入了{file}",
    "adjustments_imported": "导入了加减分（{file}）",
    "vetoes_imported": "导入了一票否决（{file}）",
    "import_undone": "撤回了{file}",
    "import_redone": "恢复了{file}",
    "names_confirmed": "确认了{count} 个名字和列（{file}）",
    "name_forgotten": "忘掉了“{found}”的认法",
    "decided": "改了{award}名单",
    "award_moved": "把{period}{award}转到了{state_in_words}",
    "award_locked": "把{period}{award}定了稿",
    "lock_withdrawn": "撤回了{period}{award}的定稿：{reason}",
    "correction_opened": "给{period}{award}开了更正：{reason}",
    "objection_noted": "登记了对{period}{award}的异议（{raised_by}）",
    "objection_settled": "写下了{period}{award}异议的处理结果",
    "list_saved": "存了{period}{award}的“{name}”",
    "archive_loaded": "载入了{period}{award}的存档包{doubt}",
    "backup_restored": "恢复到备份{name}",
    "rectification_saved": "保存了{period}{group}的整改清单（{count} 个单位）",
    "refused": "想改已经定稿的{period}{award}，没有成功（{what}）",
    "demonstration_loaded": "载入了演示数据",
    "office_opened": "开始使用正式数据",
    "office_closed": "回到了演示数据",
}
NOT_REPRODUCED = "（重算结果与定稿时不一致）"
DEMONSTRATION_PERSON = "演示"
