"""Words about the database that the data lies in: what went wrong with it, and what to do."""

BAD_URL = "EVALUATION_JOURNAL_URL 写得不对，要写成 postgresql://用户@服务器/数据库。请按 docs/deploy.md 改好再启动。"
NO_DRIVER = "连接 PostgreSQL 要用的程序没有安装。请运行：pip install -r requirements-postgresql.txt"
NOT_UTF8 = "数据库“{name}”的编码是 {found}，存不了中文。请让数据库管理员另建一个 UTF8 编码的数据库。"

NOT_SAVED = "没有保存：{reason}。{remedy}"
NOT_OPENED = "打不开数据：{reason}。{remedy}"
NOT_READ = "读不出数据：{reason}。{remedy}"
UNSURE = "保存的时候和数据库断了连接，不知道有没有存上。请等连上以后先看一看：有就不用再做，没有再做一次。"
BUSY = "没有保存：别人正在保存，排队等得太久。请稍等几秒再试一次。"

AWAY = ("连不上数据库服务器", "请过一会儿再试；一直这样，请找管理员看看服务器和网络。")
FULL_HOUSE = ("数据库的连接用满了", "请过一会儿再试；经常这样，请管理员放宽连接数。")
FULL_DISK = ("数据库服务器的磁盘满了", "请找管理员腾出空间再试。")
READ_ONLY = ("数据库现在只能读，不能写", "请找管理员。")
NO_RIGHT = ("数据库没有给这个程序足够的权限", "请管理员按 docs/deploy.md 授权。")
NO_LOGIN = ("数据库不认这个用户名或密码", "请管理员检查 EVALUATION_JOURNAL_URL 和密码文件。")
NO_DATABASE = ("服务器上没有这个数据库", "请管理员检查 EVALUATION_JOURNAL_URL。")
NO_ANSWER = ("数据库太久没有答复", "请过一会儿再试。")

NO_SERVER = "EVALUATION_JOURNAL_URL 还没有写数据库服务器的地址，写成 postgresql://用户@服务器/数据库 再运行。"
NO_SOURCE = "没有这个数据文件：{path}"
SOURCE_BROKEN = "数据文件 {path} 没有通过检查，可能被改动过，没有搬。请先用备份恢复。"
NOT_EMPTY = "没有搬：这里已经有数据（{count} 条记录）。请换一个空的数据库。"
PREPARE = "多台服务器：在 EVALUATION_JOURNAL_URL 的数据库里建好各张表，也可以把原来的数据搬过去"
HELP_FROM = "原来的数据文件（journal.sqlite），连同旁边的人员一起搬；原文件不动"
PREPARED = "数据库已经备好。"
TAKEN_ALONG = "数据库已经备好，搬来 {count} 条记录。"
PEOPLE_KNOWN = "这些人数据库里已经有，以数据库里的为准，没有搬：{names}。"
ON_SERVER_TITLE = "### 备份"
ON_SERVER = "数据在数据库服务器上，备份和恢复由数据库管理员做（做法见 docs/deploy.md）。"
