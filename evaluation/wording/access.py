"""Words about who may do what, signing in, and starts that would be unsafe."""

ROLES = {"view": "查看", "enter": "录入", "decide": "评审", "manage": "管理"}
LOCAL_PERSON = "本机"

# refusals of what a role may not do
NEEDS_ROLE = "您的角色是“{role}”，{what}要有“{needed}”以上的角色。请找管理员。"
NEEDS_MANAGER = "您的角色是“{role}”，{what}要有“管理”角色。请找管理员。"
ACTIONS = {
    "see": "看排名和图",
    "see_files": "看和下载原始文件",
    "see_raters": "看评分人的情况",
    "export_ranking": "下载排名",
    "keep_views": "存、改、删常用视图",
    "import": "导入和撤回评分",
    "decide": "定名单、转状态",
    "export_list": "下载名单和材料",
    "edit_scheme": "改方案",
    "manage": "改名册、备份、恢复和管理人员",
}
THIS_PAGE = "打开这一页"
NO_RIGHT_TITLE = "没有权限"
TO_HOME = "回首页"
OWN_DIMENSION = "您只能导入{own}的评分，这里有{other}的。请去掉后再导入。"
OWN_IMPORTS = "您只能撤回和恢复{own}的评分表。"
OWN_LINES = "您只能导入{own}的评分，加减分、一票否决、名册请交考核办导入。"
OWN_NAMES = "您只能改{own}的认法。"
BETWEEN = "、"
NOT_IN_SCHEME = "方案以外的指标"

# signing in
TITLE = "登录"
NAME, PASSWORD = "姓名", "密码"
SIGN_IN = "登录"
SIGN_IN_OFFICE = "用单位账号登录"
OFFICE_HINT = "会转到单位的统一登录页，登录后自动回来。"
WRONG = "姓名或密码不对。连续输错 {most} 次，要等 {minutes} 分钟再试。"
LOCKED = "输错次数太多，这个姓名暂时不能登录。请等 {minutes} 分钟再试，或请管理员重设密码。"
EMPTY = "请写上姓名和密码。"
FORGOTTEN = "忘了密码，请管理员重设。"
ENDED = "登录已经结束，请重新登录后再做一次；没有保存任何改动。"
NO_LOOKUP = "暂时查不到登录情况。请过一会儿再试；一直这样，请找管理员。"
ENDED_SHORT = "登录已经结束，请重新登录。"
UNKNOWN_ACCOUNT = "这个账号（{account}）还没有开通。请找管理员。"
NO_ACCOUNT = "没有账号信息"
STALE_SIGN_IN = "登录已满 {hours} 小时，请重新登录。"
SIGN_OUT = "退出登录"
ACCOUNT = "{name}（{role}）"
ONLY_DIMENSIONS = "只能导入：{own}"
CHANGE_PASSWORD = "改密码"
OLD_PASSWORD, NEW_PASSWORD, AGAIN = "现在的密码", "新密码", "再输一遍新密码"
CHANGED = "密码已改，其他地方的登录已经退出。"
WRONG_OLD = "现在的密码不对。"
NOT_EQUAL = "两遍输入的新密码不一样。"
TOO_SHORT = "密码至少 {least} 位。"
TOO_LONG = "密码最多 {most} 位。"
LIKE_NAME = "密码不能和姓名一样。"

# the local person
PERSON_TITLE = "### 使用人"
PERSON_HINT = "写上姓名，记录里就记这个名字；不写记“本机”。"
PERSON_SAVE = "保存姓名"
PERSON_SAVED = "以后的操作记在“{name}”名下。"
PERSON_NOW = "这台电脑上的操作记在“**{name}**”名下。"
CHANGE_NAME = "改姓名"
PEOPLE_TITLE = "### 人员"
PEOPLE_HINT = "添加、删除、改角色、重设密码：在装程序的电脑上运行 python -m evaluation user。"

# people
NO_NAME = "姓名不能是空的。"
NAME_TOO_LONG = "姓名最多 {most} 个字。"
KNOWN = "已经有“{name}”了。改角色用 user role，改密码用 user password。"
UNKNOWN = "没有“{name}”这个人。"
IDENTITY_TAKEN = "这个账号已经给了“{name}”。"
LAST_MANAGER = "“{name}”是最后一个有“管理”角色的人，先给别人“管理”角色。"
ONLY_ENTER_RESTRICTED = "只有“录入”角色可以限定维度。"
UNKNOWN_ROLE = "没有“{role}”这个角色，可选：查看、录入、评审、管理。"
OPEN_FILE = "人员文件 {path} 别人也能读写，为安全起见没有使用。请先运行：chmod 600 {path}"
BROKEN_FILE = "人员文件 {path} 打不开，可能损坏了。请用备份换回，或删掉后重新添加人员。"
IN_DATABASE = "（数据库里）"
NEWER_FILE = "人员文件 {path} 是较新版本的程序写的。请更新程序。"

# unsafe starts
REFUSED_TITLE = "没有启动"
UNKNOWN_MODE = "环境变量 EVALUATION_ACCESS 写的是“{mode}”，只能是 local、password 或 oidc。"
LOCAL_ADDRESS = (
    "现在是单机方式（local），不用登录，只允许本机打开，但程序监听的是“{address}”，别的电脑也能进来。"
    "请去掉 --server.address，或改用要登录的方式：EVALUATION_ACCESS=password。"
)
ALL_ADDRESSES = "所有地址"
LOCAL_HOST = (
    "现在是单机方式（local），不用登录，只允许在本机用 127.0.0.1 或 localhost 打开，这次是从“{host}”来的。"
    "要让别的电脑使用，请改用要登录的方式：EVALUATION_ACCESS=password。"
)
FORWARDED = "代理转发的地址"
FOREIGN_HOST = "这个网址不在允许的范围内（server.allowedHosts）。请用管理员给的网址打开。"
TRUSTED_HEADERS = "server.trustedUserHeaders 会相信请求里自称的身份，谁都能冒充别人。请去掉这个设置。"
AGENT_API = "server.enableAgentApi 让程序绕过页面操作。请去掉这个设置。"
XSRF = "server.enableXsrfProtection 或 server.enableCORS 被关掉了，别的网站可以冒用登录。请去掉这个设置。"
NO_HOSTS = "还没有写明用哪个网址打开。如果就是“{host}”，请在启动命令后加：--server.allowedHosts {host}"
ANY_HOST = "server.allowedHosts 写的是 *，等于不限制网址。请写明主机名或 IP 地址。"
NO_PEOPLE = "还没有能登录的人。请在装程序的电脑上运行：python -m evaluation user add 姓名 --role 管理"
NO_PEOPLE_OIDC = "还没有开通账号。请在装程序的电脑上运行：python -m evaluation user add 姓名 --role 管理 --identity 邮箱"
NO_LIBRARY = "单位账号登录（oidc）要用的程序 Authlib 没有安装。请运行：pip install -r requirements.txt"
NO_SECRETS = "单位账号登录（oidc）还缺设置：{names}。请按 docs/deploy.md 写 .streamlit/secrets.toml。"
WEAK_SECRET = "secrets.toml 里的 cookie_secret 太短，至少 {least} 位随机字符。请删掉这一行，程序会用自己生成的密钥。"
PLAIN_REDIRECT = "secrets.toml 里的 redirect_uri 要以 https:// 开头，否则登录信息会明着传。"
BROKEN_SECRET = "密钥文件 {path} 的内容不对。请删掉它，程序会重新生成（大家要重新登录一次）。"
OPEN_SECRETS = "设置文件 {path} 别人也能读。请先运行：chmod 600 {path}"

# the command line
COMMAND = "人员：添加、删除、改角色、改密码、列出"
COMMANDS = {
    "add": "添加一个人，当场输入密码",
    "remove": "删除一个人，立即退出登录",
    "role": "改角色，立即生效",
    "password": "重设密码，解除锁定",
    "list": "列出人员和角色",
}
HELP_NAME = "姓名"
HELP_ROLE = "角色：查看、录入、评审、管理"
HELP_DIMENSION = "录入的人只能导入这个维度；可以写多次"
HELP_IDENTITY = "单位账号登录时的邮箱或账号编号（sub），不用密码"
PROMPT, PROMPT_AGAIN = "密码：", "再输一遍："
NO_TERMINAL = "密码要当场输入，请在终端窗口里运行。"
ADDED = "已添加 {name}（{role}）。"
REMOVED = "已删除 {name}。"
ROLE_SET = "{name} 现在是“{role}”。"
PASSWORD_SET = "{name} 的密码已重设。"
NOBODY = "还没有人员。"
LIST_COLUMNS = ("姓名", "角色", "只能导入", "登录方式", "锁定")
BY_PASSWORD, BY_ACCOUNT, LOCKED_UNTIL = "密码", "单位账号 {identity}", "到 {at}"
