"""Who may do what, and under which settings the app may be used at all."""

import re
from dataclasses import replace

import pytest

from evaluation.access import ACTIONS, EVENTS, PAGES, NotAllowed, Person, Role, action_of, role_named
from evaluation.events import (
    adjustments_imported,
    import_undone,
    name_forgotten,
    office_opened,
    roster_set,
    scheme_set,
)
from evaluation.guard import GuardedHome, GuardedStore
from evaluation.home import PROJECT, Home, default_scheme
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Draft, Journal
from evaluation.problems import EvaluationError, StaleSave
from evaluation.roster import Roster
from evaluation.safe_start import Settings, host_name, is_loopback, refusal
from evaluation.saved_views import save_view
from evaluation.store import Store
from evaluation.wording import access as words
from evaluation.wording import pages, records
from tests import samples

VIEW, ENTER, DECIDE, MANAGE = Role
EXPECTED_PAGES = {
    VIEW: "home ranking unit stability meeting",
    ENTER: "home ranking unit stability meeting import",
    DECIDE: "home ranking unit stability meeting import shortlist rectification scheme",
    MANAGE: "home ranking unit stability meeting import shortlist rectification scheme records",
}
EXPECTED_KINDS = {
    VIEW: "",
    ENTER: "sheet_imported adjustments_imported vetoes_imported import_undone import_redone names_confirmed name_forgotten",
    DECIDE: "decided award_moved award_locked lock_withdrawn correction_opened objection_noted objection_settled list_saved"
    " rectification_saved",
    MANAGE: "roster_set scheme_set archive_loaded backup_restored demonstration_loaded office_opened office_closed refused",
}
GOOD_AUTH = {
    "redirect_uri": "https://kp.example.cn/oauth2callback", "cookie_secret": "x" * 64, "client_id": "a",
    "client_secret": "b", "server_metadata_url": "https://sso.example.cn/.well-known/openid-configuration",
}  # fmt: skip
EVERYWHERE = ("0.0.0.0", "", None, "::", "192.168.1.5", "unix://x")
FOREIGN = ("kp.example.cn", "192.168.1.5:8501", "[fe80::1]:8501", "127.0.0.1.x.cn")
LOCAL = Settings(mode="local", address="127.0.0.1", host="127.0.0.1:8501")
PASSWORD = Settings(mode="password", address="0.0.0.0", host="192.168.1.5:8501", allowed_hosts=("192.168.1.5",), has_manager=True)
OIDC = Settings(
    mode="oidc", address="127.0.0.1", host="kp.example.cn", is_forwarded=True, allowed_hosts=("kp.example.cn",), has_manager=True,
    auth=GOOD_AUTH,
)  # fmt: skip


# --- the table of roles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_just_its_pages(role):
    person = Person("甲", role)
    allowed = set(EXPECTED_PAGES[role].split())
    for page in [*PAGES, "a_page_that_nobody_listed"]:
        assert person.may_open(page) == (page in allowed or role is MANAGE)
        if page in allowed or role is MANAGE:
            person.check_page(page)
        else:
            with pytest.raises(NotAllowed, match=f"“{role.word}”"):
                person.check_page(page)


@pytest.mark.parametrize("role", Role)
def test_each_role_writes_just_its_kinds_of_events(role):
    person = Person("甲", role)
    allowed = {kind for other in Role if other <= role for kind in EXPECTED_KINDS[other].split()}
    for kind in [*records.KINDS, "a_kind_that_nobody_listed"]:
        if kind in allowed or role is MANAGE:
            person.check_kinds([kind])
        else:
            with pytest.raises(NotAllowed):
                person.check_kinds(["names_confirmed", kind] if role >= ENTER else [kind])


def test_every_page_and_every_kind_of_event_has_been_thought_of():
    assert {path.stem for path in (PROJECT / "pages").glob("*.py")} == set(PAGES)
    assert set(EVENTS) <= set(records.KINDS)
    assert set(" ".join(EXPECTED_KINDS.values()).split()) == set(records.KINDS)
    assert set(EVENTS.values()) <= set(ACTIONS) == set(words.ACTIONS)
    assert {action_of(kind) for kind in records.KINDS} == {"import", "decide", "edit_scheme", "manage"}


def test_the_documents_name_each_page_beside_the_role_that_opens_it():
    titles = {
        "home": pages.HOME, "ranking": pages.RANKING, "unit": pages.UNIT_PAGE, "stability": pages.STABILITY,
        "meeting": pages.MEETING, "import": pages.IMPORT, "shortlist": pages.SHORTLIST,
        "rectification": pages.RECTIFICATION, "scheme": pages.SCHEME, "records": pages.RECORDS,
    }  # fmt: skip
    for name in ("deploy.md", "manual.md"):
        lines = (PROJECT / "docs" / name).read_text("utf-8").splitlines()
        for role in Role:
            line = next(line for line in lines if line.startswith(f"| {role.word} |"))
            listed = line.split("|")[2]
            assert {page for page, title in titles.items() if title in listed} == {
                page for page, needed in PAGES.items() if needed is role
            }


def test_roles_have_chinese_names_and_back():
    assert [role_named(role.word) for role in Role] == list(Role)
    assert [role.word for role in Role] == ["查看", "录入", "评审", "管理"]
    with pytest.raises(EvaluationError, match="查看、录入、评审、管理"):
        role_named("admin")


# --- the guard ----------------------------------------------------------------------------------------------------


class Desk:
    """A store behind the guard; ``person`` is who is in front of it now."""

    def __init__(self, store: Store):
        self.raw, self.person = store, Person("甲", MANAGE)
        self.store = GuardedStore(store, self.who)

    def who(self) -> Person:
        if self.person is None:
            raise EvaluationError(words.ENDED)
        return self.person


@pytest.fixture
def desk():
    store = Store(Journal("sqlite://"))
    scheme = default_scheme()
    roster = check_files([File(samples.ROSTER.name, samples.ROSTER.read_bytes())], scheme, Roster(()))
    store.append([office_opened(), scheme_set(scheme), *drafts_for(roster)], "管理员")
    yield Desk(store)
    store.close()


def sheet_drafts(desk: Desk, word: str) -> list[Draft]:
    """What importing the sample sheet of one office would write."""
    path = next(path for path in samples.ALL if word in path.name)
    return drafts_for(check_files([File(path.name, path.read_bytes())], desk.raw.scheme, desk.raw.roster, period="2022年"))


def assert_refused(desk: Desk, drafts: list[Draft], sentence: str) -> None:
    before = desk.raw.journal.head()
    with pytest.raises(EvaluationError, match=sentence):
        desk.store.append(drafts, desk.person.name if desk.person else "甲")
    assert desk.raw.journal.head() == before


def test_a_write_asks_for_the_role_of_this_moment_and_goes_under_ones_own_name(desk):
    drafts = sheet_drafts(desk, "项目建设")
    desk.person = Person("录入员", VIEW)
    assert_refused(desk, drafts, "导入和撤回评分要有“录入”")
    desk.person = Person("录入员", ENTER)
    assert_refused(desk, [*drafts, roster_set(desk.raw.roster)], "“管理”角色")
    written = desk.store.append(drafts, "别人")
    assert {event.actor for event in written} == {"录入员"}
    desk.person = None
    assert_refused(desk, drafts, "登录已经结束")


def test_events_come_in_through_the_guarded_store_alone(desk):
    with pytest.raises(AttributeError):
        desk.store.journal.append([office_opened()], "别人")
    with pytest.raises(AttributeError):
        desk.store.journal.load([], {})
    desk.person = Person("看的人", VIEW)
    with pytest.raises(NotAllowed, match="常用视图"):
        save_view(desk.store.journal, "名", "q=1", "看的人")
    desk.person = Person("录入员", ENTER)
    save_view(desk.store.journal, "名", "q=1", "录入员")
    assert desk.store.journal.verify() is None


def test_a_reporting_office_writes_about_its_own_dimension_only(desk):
    own = desk.raw.scheme.dimension[0].name
    mine, other = sheet_drafts(desk, "项目建设"), sheet_drafts(desk, "营商环境")
    assert own == "项目建设"
    events = desk.raw.append(other, "管理员")
    desk.person = Person("项目办", ENTER, (own,))
    assert_refused(desk, other, "您只能导入项目建设的评分，这里有营商环境")
    assert_refused(desk, [*mine, *other], "这里有营商环境")
    assert_refused(desk, [adjustments_imported("加减分.csv", b"", (), "2022年")], "请交考核办导入")
    foreign = next(event for event in events if event.kind == "sheet_imported")
    assert_refused(desk, [import_undone(foreign.position, foreign.payload["file"])], "您只能撤回和恢复项目建设")
    assert_refused(desk, [import_undone(1, "")], "您只能撤回和恢复项目建设")
    written = desk.store.append(mine)
    imported = next(event for event in written if event.kind == "sheet_imported")
    desk.store.append([import_undone(imported.position, imported.payload["file"])])


def test_a_reporting_office_forgets_names_of_its_own_sheets_only(desk):
    from evaluation.decisions import Remembered

    desk.person = Person("项目办", ENTER, ("项目建设",))
    for sender in ("营商环境", "项目建设、营商环境", ""):
        assert_refused(desk, [name_forgotten(Remembered(sender, "unit", "某村", "甲村"))], "认法")
    desk.store.append([name_forgotten(Remembered("项目建设", "unit", "某村", "甲村"))])


def test_what_a_page_still_has_of_the_other_data_is_no_longer_written_to(tmp_path):
    home = Home(tmp_path / "home")
    guarded = GuardedHome(home, lambda: Person("管理员", MANAGE))
    demonstration = guarded.current
    guarded.open_office()
    with pytest.raises(StaleSave, match="正式数据已经开始使用"):
        demonstration.append([scheme_set(default_scheme())])
    office = guarded.current
    office.append([scheme_set(default_scheme())])
    guarded.close_office()
    with pytest.raises(StaleSave, match="已经回到演示数据"):
        office.append([scheme_set(default_scheme())])
    demonstration.append([scheme_set(default_scheme())])
    home.close()


def test_the_great_steps_of_a_home_ask_for_the_highest_role(tmp_path):
    home = Home(tmp_path / "home")
    person = Person("评审人", DECIDE)
    guarded = GuardedHome(home, lambda: person)
    for step in (
        lambda: guarded.open_office("管理员"), lambda: guarded.close_office("管理员"), guarded.back_up,
        lambda: guarded.restore("x", "管理员"), lambda: guarded.load(None, "管理员"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match="“管理”角色"):
            step()
    with pytest.raises(AttributeError):
        _ = guarded.office
    assert home.office.journal.head()[0] == 0
    person = Person("管理员", MANAGE)
    guarded.open_office("别人")
    assert home.office.journal.events()[-1].actor == "管理员"
    home.close()


# --- how the app may be started -----------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [LOCAL, PASSWORD, OIDC], ids=lambda settings: settings.mode)
def test_each_mode_has_a_safe_start(settings):
    assert refusal(settings) == ""


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (replace(LOCAL, mode="none"), "只能是 local、password 或 oidc"),
        *((replace(LOCAL, address=address), "别的电脑也能进来") for address in EVERYWHERE),
        *((replace(LOCAL, host=host), "这次是从") for host in FOREIGN),
        (replace(LOCAL, is_forwarded=True), "代理转发"),
        *((replace(start, has_trusted_headers=True), "trustedUserHeaders") for start in (LOCAL, PASSWORD, OIDC)),
        *((replace(start, has_agent_api=True), "enableAgentApi") for start in (LOCAL, PASSWORD, OIDC)),
        *((replace(start, guards_forms=False), "enableXsrfProtection") for start in (PASSWORD, OIDC)),
        *((replace(start, allowed_hosts=()), f"--server.allowedHosts {host_name(start.host)}$") for start in (PASSWORD, OIDC)),
        *((replace(start, allowed_hosts=("a.cn", "*")), r"写的是 \*") for start in (PASSWORD, OIDC)),
        (replace(PASSWORD, has_manager=False), "python -m evaluation user add 姓名 --role 管理$|还没有能登录的人"),
        (replace(OIDC, has_manager=False), "--identity 邮箱"),
        (replace(OIDC, has_authlib=False), "Authlib"),
        (replace(OIDC, auth=None), "redirect_uri、cookie_secret、client_id、client_secret、server_metadata_url"),
        (replace(OIDC, auth={**GOOD_AUTH, "client_secret": ""}), "还缺设置：client_secret"),
        (replace(OIDC, auth={**GOOD_AUTH, "cookie_secret": "short"}), "至少 32 位"),
        (replace(OIDC, auth={**GOOD_AUTH, "redirect_uri": "http://kp.example.cn/oauth2callback"}), "https://"),
        (replace(OIDC, open_secrets="/srv/secrets.toml"), "chmod 600 /srv/secrets.toml"),
    ],
)  # fmt: skip
def test_a_start_that_would_let_strangers_in_is_refused_in_words(settings, sentence):
    assert re.search(sentence, refusal(settings))


def test_loopback_is_told_by_what_the_address_is_and_not_by_how_it_begins():
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "::1", "[::1]")))
    assert not any(map(is_loopback, (None, "", "0.0.0.0", "::", "127.0.0.1.example.cn", "localhost.cn", "10.0.0.1")))
