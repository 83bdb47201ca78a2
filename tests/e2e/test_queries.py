"""The page of queries in a real browser: questions as forms, the console, and no request to anywhere else."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import PHONE, opened, violations

COUNT = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a tz:Measure }"


def typed(page: Page, query: str) -> None:
    page.wait_for_selector(".CodeMirror")
    page.evaluate("q => document.querySelector('.CodeMirror').CodeMirror.setValue(q)", query)


def test_a_question_is_asked_through_its_form_and_back_undoes(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?ask=unit-profile&lang=zh") as page:
        page.wait_for_selector(".table tbody tr")
        page.fill("input[name=unit]", "市财政局")
        page.keyboard.press("Enter")
        expect(page.locator("#answer")).to_have_text("结果 3 行")
        assert "p=unit%3D" in page.url
        page.go_back()
        expect(page.locator("#answer")).to_have_text("结果 73 行")


def test_questions_are_found_by_words(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?lang=en") as page:
        page.fill("input[type=search]", "deadline")
        expect(page.locator("nav .question-list a").filter(has_text="Deadlines due")).to_have_count(1)
        expect(page.locator("nav .question-list a").filter(has_text="Mechanisms")).to_have_count(0)


def test_a_query_of_ones_own_is_run_and_stands_in_the_address(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?console=1&lang=zh") as page:
        typed(page, COUNT)
        page.get_by_role("button", name="运行").click()
        page.wait_for_selector(".table tbody tr")
        assert page.inner_text(".table tbody tr").strip() == "100"
        again = page.url
    with opened(browser, again) as page:
        page.wait_for_selector(".table tbody tr")
        assert page.inner_text(".table tbody tr").strip() == "100"


def test_the_keyboard_runs_a_query_and_leaves_the_editor(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?console=1&lang=zh") as page:
        typed(page, COUNT)
        page.locator(".CodeMirror textarea").focus()
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".table tbody tr")
        page.locator(".CodeMirror textarea").focus()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == "运行"


def test_terms_are_completed_from_this_server(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?console=1&lang=zh") as page:
        typed(page, "")
        page.locator(".CodeMirror textarea").focus()
        page.keyboard.type("SELECT * { ?u tz:lea", delay=30)
        page.wait_for_selector(".CodeMirror-hint")
        assert any(
            "tz:leads" in words and "牵头" in words for words in page.locator(".CodeMirror-hint").all_text_contents()
        )
        page.wait_for_timeout(300)


def test_a_mistake_is_said_in_words(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?console=1&lang=zh") as page:
        typed(page, "SELECT * WHERE { ?a ?b }")
        page.get_by_role("button", name="运行").click()
        page.wait_for_selector("[role=alert]")
        assert len(page.inner_text("[role=alert] p")) > 10


def test_triples_are_shown_as_a_network(browser: Browser, server: str) -> None:
    query = "CONSTRUCT%20%7B%3Fu%20tz%3Aleads%20%3Fm%7D%20WHERE%20%7B%3Fu%20tz%3Aleads%20%3Fm%7D"
    with opened(browser, f"{server}/queries?console=1&show=network&lang=en&sparql={query}") as page:
        page.wait_for_selector(".answer-network canvas")
        assert page.inner_text("figcaption").startswith("70 things, 69 ties")


def test_a_saved_query_is_there_the_next_time(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?console=1&lang=zh") as page:
        typed(page, COUNT)
        page.locator("summary").first.click()
        page.fill(".console-side input", "<b>我的查询</b>")
        page.keyboard.press("Enter")
        page.reload()
        page.get_by_role("button", name="<b>我的查询</b>", exact=True).click()
        page.wait_for_selector(".table tbody tr")
        assert page.inner_text(".table tbody tr").strip() == "100"


def test_the_console_has_no_serious_violation(browser: Browser, server: str) -> None:
    for dark in (False, True):
        with opened(browser, f"{server}/queries?console=1&sparql={COUNT}&lang=en", dark=dark) as page:
            page.wait_for_selector(".CodeMirror")
            page.wait_for_selector(".table tbody tr")
            assert violations(page) == []


def test_people_read_names_and_files_hold_addresses(browser: Browser, server: str, tmp_path: Path) -> None:
    with opened(browser, f"{server}/queries?ask=unit-load&lang=zh") as page:
        first = page.locator(".table tbody th").first
        expect(first).to_have_text("区县（市）政府")
        assert first.locator("a").evaluate("link => link.pathname").startswith("/id/unit/410100/")
        assert "unit/4101" not in page.inner_text(".table")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="下载 CSV").click()
        waiting.value.save_as(tmp_path / "load.csv")
        assert "https://w3id.org/taizhang/id/unit/410100/sifaju,市司法局,56" in (tmp_path / "load.csv").read_text(
            "utf-8"
        )


def test_who_does_not_know_what_to_ask_sees_every_question_with_what_it_answers(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?lang=zh", size=PHONE) as page:
        page.get_by_role("link", name="各单位负荷").click()
        expect(page.locator("#answer")).to_have_text("结果 21 行")


def test_an_example_runs_with_one_click(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?console=1&lang=en") as page:
        page.wait_for_selector(".CodeMirror")
        page.get_by_role("button", name="How many measures each unit leads").click()
        expect(page.locator(".table tbody th").first).to_have_text("市司法局")
