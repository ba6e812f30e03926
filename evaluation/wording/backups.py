"""Words about backups."""

NOT_SQLITE = "这份数据不在本机文件里，请由数据库管理员备份。"
FAILED = "没有备份成功：请检查磁盘空间和写入权限；现有数据没有改动。"
NOT_RESTORED = "没有恢复：请检查磁盘空间和写入权限；现有数据没有改动。"
BROKEN = "备份“{name}”试恢复没有通过，不能用。"
GONE = "没有这份备份。"
