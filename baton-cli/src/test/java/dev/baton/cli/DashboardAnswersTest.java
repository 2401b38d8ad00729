// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Checks what the dashboard shows of answers that are incomplete, rare or extreme. The tests give
 * these answers instead of the server.
 */
final class DashboardAnswersTest {

  private static final Pattern DAY_AND_TIME = Pattern.compile("01-0[5-7] \\d\\d:\\d\\d");

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  private void answer(String path, String json) {
    DashboardBrowser.answer(page, path, 200, json);
  }

  private Locator text(String selector, String text) {
    return page.locator(selector, new Page.LocatorOptions().setHasText(text));
  }

  @Test
  void failuresWithoutCommonText_haveNoLinkToOtherFailures() {
    answer(
        "**/api/job/failures*",
        """
        {"groups": [
          {"fingerprint": "1", "kind": "other", "action": "copy", "pattern": "other errors",
           "message": "rare", "count": 2, "trend": [2], "example": "job/1"},
          {"fingerprint": "2", "kind": "pattern", "action": "copy", "pattern": "'cp' ended with <n>",
           "message": "'cp' ended with 1", "count": 1, "trend": [1], "example": "job/2"},
          {"fingerprint": "3", "kind": "pattern", "action": "copy", "count": 1, "trend": [1],
           "pattern": "'get' failed: dev.baton.error.NotFoundException: no disk <n>",
           "message": "'get' failed: dev.baton.error.NotFoundException: no disk 7"}]}
        """);
    page.navigate("/");
    Locator groups = page.locator(".failures td:first-child");
    assertThat(groups).hasCount(3);
    assertThat(groups.first()).hasText("other errors");
    assertThat(groups.first().locator("a")).hasCount(0);
    assertThat(filterOf(groups.nth(1).locator("a")))
        .isEqualTo(
            "state='FAILED' and action='copy' and ended>'now-24h' and"
                + " error-pattern=\"'cp' ended with <n>\"");
    assertThat(groups.last().locator("a")).hasText("'get' failed: no disk <n>");
    assertThat(groups.last()).containsText("<n> NotFoundException");
    assertThat(filterOf(groups.last().locator("a"))).contains("dev.baton.error.NotFoundException");
  }

  private static String filterOf(Locator link) {
    return (String) link.evaluate("each => new URL(each.href).searchParams.get('filter')");
  }

  @Test
  void figuresThatTheServerHasNotKept_areNotShownAsZero() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    String times =
        String.join(
            ", ",
            IntStream.range(0, 7)
                .mapToObj(day -> "\"" + start.plus(Duration.ofDays(day)) + "\"")
                .toList());
    answer(
        "**/api/job/series*",
        """
        {"times": [%s], "step": 86400, "kept-from": "2026-01-05T12:00:00Z",
         "total": {"succeeded": [0, 0, 0, 0, 0, 3, 4], "failed": [], "canceled": []}}
        """
            .formatted(times));
    page.navigate("/jobs?filter=ended%3E'now-7d'");
    assertThat(page.locator(".chart + .menu-note"))
        .containsText("The server has figures from 2026-01-0");
    assertThat(page.locator(".chart svg"))
        .hasAttribute("aria-label", Pattern.compile("Ended jobs: 7 from 2026-01-0[56] .*"));
    assertThat(page.locator(".chart text.axis", new Page.LocatorOptions().setHasText(":")))
        .hasText(new Pattern[] {DAY_AND_TIME, DAY_AND_TIME});
    page.navigate("/jobs?filter=created%3E'now-7d'");
    assertThat(page.locator(".facets")).isVisible();
    DashboardBrowser.settle(page);
    assertThat(page.locator(".chart")).hasCount(0);
  }

  @Test
  void failuresThatTheCallerMayNotView_haveATime_butNoExampleAndNoError() {
    answer(
        "**/api/job/failures*",
        """
        {"groups": [{"fingerprint": "1", "kind": "pattern", "action": "copy", "count": 2,
          "trend": [2], "first": "2026-01-05T12:00:00Z", "last": "2026-01-05T12:00:00Z"}]}
        """);
    page.navigate("/");
    Locator cells = page.locator(".failures tbody td");
    assertThat(cells.first()).hasText("You may not view the error of these jobs.");
    assertThat(cells.last().locator("time")).isVisible();
    assertThat(page.locator(".failures tbody a")).hasCount(0);
  }

  @Test
  void childrenThatTheServerHasNotRead_areALinkToTheList() {
    String id = DASHBOARD.run("post", "run_command", "--", "true");
    answer(
        "**/api/job/*/children*",
        """
        {"id": "job/1", "children": {"count": 1, "states": {"RUNNING": 1}, "more": false, "jobs": [
          {"id": "job/2", "state": "RUNNING", "action": "fan_out",
           "children": {"more": true, "jobs": []}}]}}
        """);
    page.navigate("/jobs/" + id.substring(4) + "?tab=children");
    assertThat(text(".tree-row", "fan_out")).isVisible();
    assertThat(text(".tree-row a", "List the children")).isVisible();
  }

  @Test
  void waitsOfOneKind_areOneRow_alsoWhileTheJobWaits() {
    String id = DASHBOARD.run("post", "run_command", "--", "true");
    answer(
        "**/api/job/*/history",
        """
        {"events": [
          {"number": 1, "kind": "posted", "at": "2026-01-05T12:00:00Z", "state": "QUEUED"},
          {"number": 2, "kind": "started", "at": "2026-01-05T12:00:01Z", "state": "RUNNING"},
          {"number": 3, "kind": "retried", "at": "2026-01-05T12:00:02Z", "state": "QUEUED"},
          {"number": 4, "kind": "started", "at": "2026-01-05T12:00:03Z", "state": "RUNNING"},
          {"number": 5, "kind": "retried", "at": "2026-01-05T12:00:04Z", "state": "QUEUED"}]}
        """);
    page.navigate("/jobs/" + id.substring(4) + "?tab=why");
    Locator times = page.locator(".gate-times li");
    assertThat(times).hasCount(3);
    assertThat(times.last()).containsText("waits for the next attempt");
    assertThat(times.last()).containsText("2 times");
  }

  private void answerJob(String id, String state, String more) {
    answer(
        "**/api/" + id,
        """
        {"id": "%s", "action": "flow", "state": "%s", "attempt": 1, "created": "2026-01-05T12:00:00Z",
         %s "operations": [{"rel": "cancel", "href": "x"}]}
        """
            .formatted(id, state, more));
  }

  @Test
  void cancelDialog_ofAJobThatEnds_hasNoButtonThatCancels() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    answerJob(id, "RUNNING", "");
    page.navigate("/jobs/" + id.substring(4));
    DashboardBrowser.button(page, "Cancel…").click();
    assertThat(page.locator("dialog .button.primary")).hasText("Cancel the job");
    answerJob(id, "SUCCESS", "");
    assertThat(page.locator("dialog")).containsText("The job has ended: it is succeeded.");
    assertThat(page.locator("dialog .button.primary")).hasCount(0);
  }

  @Test
  void cancelDialog_ofAJobThatIsBeingCancelled_saysSo() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    answerJob(id, "RUNNING", "\"signals\": {\"baton.cancel\": true},");
    page.navigate("/jobs/" + id.substring(4));
    DashboardBrowser.button(page, "Cancel…").click();
    assertThat(page.locator("dialog")).containsText("The cancel was requested already.");
    assertThat(page.locator("dialog .button.primary")).hasCount(0);
  }

  @Test
  void deletedUser_hasNoSessionInTheList() {
    DashboardBrowser.post(page, "user", "{\"name\": \"zoe\", \"password\": \"zoe-zoe-zoe-zoe\"}");
    answer(
        "**/api/session?all=*",
        """
        {"count": 1, "resources": [{"id": "session/1", "user": "zoe-session", "method": "password"}]}
        """);
    page.navigate("/access");
    assertThat(text("td", "zoe-session")).isVisible();
    answer("**/api/session?all=*", "{\"count\": 0, \"resources\": []}");
    DashboardBrowser.button(page, "Delete… zoe").click();
    DashboardBrowser.button(page, "Delete 1 user").click();
    assertThat(text(".toast", "User zoe deleted")).isVisible();
    // Less than the time after which the page reads the sessions again anyway.
    assertThat(text("td", "zoe-session"))
        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(15_000));
  }

  @Test
  void lowRates_fillTheChart_whoseLabelHasNoSumOfRates() {
    answer(
        "**/api/job/series*",
        """
        {"times": ["2026-01-05T12:00:00Z", "2026-01-05T12:01:00Z"], "step": 60,
         "total": {"posted": [3, 3], "started": [3, 3], "succeeded": [3, 3]}, "actions": []}
        """);
    page.navigate("/");
    Locator chart = page.locator(".chart svg[aria-label='Jobs per second']");
    assertThat(chart).isVisible();
    assertThat(chart.locator("text[text-anchor=end]"))
        .hasText(new String[] {"0/s", "0.025/s", "0.05/s"});
  }

  @Test
  void scheduleWithoutLeader_isAWarningThatNamesTheCommand() {
    answer(
        "**/api/distribution?*",
        """
        {"count": 1, "resources": [{"name": "nightly", "kind": "jobs", "description": "x",
          "schedule": "every PT1H", "misfire": "run-once"}]}
        """);
    page.navigate("/");
    Locator finding = text(".look-list li", "The schedule nightly has no leader");
    assertThat(finding).containsText("no distributor with its plugin runs it");
    assertThat(finding).containsText("Start one: baton distributor");
    assertThat(finding.locator(".s-warning")).hasCount(1);
    page.navigate("/schedules");
    assertThat(page.locator("tbody .mark.s-warning")).hasText("no leader");
    assertThat(page.locator(".command")).hasText("baton distributor");
  }

  @Test
  void timelineOfATakenOverJob_saysWhichAttemptWasLost_andWhichContinued() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--seconds", "0");
    answer(
        "**/api/job/*/history",
        """
        {"events": [
          {"number": 1, "at": "2026-12-02T12:00:00Z", "kind": "posted", "state": "QUEUED"},
          {"number": 2, "at": "2026-12-02T12:00:01Z", "kind": "started", "state": "RUNNING",
           "attempt": 1, "owner": "one"},
          {"number": 3, "at": "2026-12-02T12:00:05Z", "kind": "lost", "state": "RUNNING",
           "attempt": 1, "owner": "one"},
          {"number": 4, "at": "2026-12-02T12:00:06Z", "kind": "resumed", "state": "RUNNING",
           "attempt": 2, "owner": "two"},
          {"number": 5, "at": "2026-12-02T12:00:09Z", "kind": "ended", "state": "SUCCESS",
           "attempt": 2}]}
        """);
    page.navigate("/jobs/" + id.substring(4));
    assertThat(page.locator("table.stack tbody tr td:first-child"))
        .hasText(
            new String[] {
              "waited for an executor",
              "attempt 1, lost",
              "waited for an executor again",
              "attempt 2, continued"
            });
  }

  @Test
  void emptyList_offersAnActionThatTheUserMayPost() {
    answer("**/api/action?*", "{\"count\": 1, \"resources\": [{\"name\": \"only_one\"}]}");
    answer(
        "**/api/job?*",
        "{\"count\": 0, \"resources\": [], \"operations\": [{\"rel\": \"add\", \"href\":"
            + " \"job\"}]}");
    page.navigate("/jobs");
    assertThat(page.locator(".empty")).containsText("baton post only_one --follow");
  }

  @Test
  void errorOfAParameter_isBesideItsField_alsoIfItsNameIsAnAttribute() {
    DashboardBrowser.answer(
        page,
        "**/api/job",
        400,
        """
        {"status": 400, "message": "two values are wrong", "fields": [
          {"pointer": "/payload/command/0", "message": "is not a program"},
          {"pointer": "/unique-key", "message": "unique-key is too long"}]}
        """);
    page.navigate("/post?action=run_command");
    DashboardBrowser.button(page, "Post").click();
    assertThat(page.locator(".field", new Page.LocatorOptions().setHasText("is not a program")))
        .containsText("command");
    assertThat(page.locator(".field", new Page.LocatorOptions().setHasText("is too long")))
        .containsText("Unique key");
    assertThat(page.locator(".problem")).hasCount(0);
    Locator key = page.getByLabel("Unique key");
    assertThat(key).hasAttribute("aria-invalid", "true");
    key.fill("short");
    assertThat(page.locator(".field .field-error")).hasCount(1);
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("400");
  }

  @Test
  void errorOfAProxy_isShownWhateverItsDocumentIs() {
    page.navigate("/post?action=dummy_test_action");
    for (String body :
        List.of("null", "[]", "{\"message\": 5}", "{\"fields\": {\"pointer\": \"/payload\"}}")) {
      DashboardBrowser.answer(page, "**/api/job", 400, body);
      page.waitForResponse("**/api/job", () -> DashboardBrowser.button(page, "Post").click());
      assertThat(page.locator(".problem")).containsText("The server answers with status 400");
      page.unroute("**/api/job");
      page.reload();
    }
    assertThat(DASHBOARD.browser().takeProblems())
        .allSatisfy(each -> assertThat(each).contains("400"));
  }

  @Test
  void retriedAttempts_areNamedAsAttempts() {
    answer(
        "**/api/job/series*",
        """
        {"times": ["2026-01-05T12:00:00Z"], "step": 60,
         "total": {"posted": [4], "started": [4], "succeeded": [0], "failed": [1],
           "canceled": [0], "retried": [3], "waiting": [0]}, "actions": []}
        """);
    page.navigate("/");
    assertThat(text(".figures a", "Failed")).containsText("3 attempts failed and were retried");
  }

  @Test
  void countsThatAreNotAvailable_areAnnounced_untilTheyAre() {
    DashboardBrowser.answer(
        page,
        "**/api/job/facets*",
        503,
        "{\"status\": 503, \"message\": \"the database is busy\"}");
    page.navigate("/jobs");
    Locator note = text("[role=status]", "The counts are not available now: the database is busy");
    assertThat(note).isVisible();
    DashboardBrowser.button(page, "Tag").click();
    assertThat(page.locator(".popover:not([hidden])")).containsText("not available now");
    page.unroute("**/api/job/facets*");
    assertThat(note).hasCount(0);
    assertThat(DASHBOARD.browser().takeProblems())
        .allSatisfy(each -> assertThat(each).contains("503"));
  }

  @Test
  void filterThatTheServerRefuses_isNoLostConnection_andCanBeEdited() {
    page.navigate("/jobs?filter=state%3D'FAILED'%20and%20nosuch%3E%3E1");
    Locator problem = page.locator(".filter-problem");
    assertThat(problem).isVisible();
    assertThat(page.locator(".chip.wrong")).hasCount(1);
    assertThat(page.locator(".connection.lost")).hasCount(0);
    assertThat(text(".page-tools a", "Post a job")).isVisible();
    DashboardBrowser.button(page, "Edit the condition").click();
    assertThat(problem).hasCount(0);
    assertThat(page.locator(".chip")).hasCount(1);
    assertThat(DASHBOARD.browser().takeProblems())
        .allSatisfy(each -> assertThat(each).contains("400"));
  }

  @Test
  void schedulesWithoutALeader_areOneFinding() {
    answer(
        "**/api/distribution?*",
        """
        {"count": 2, "resources": [
          {"id": "distribution/a", "name": "hourly"}, {"id": "distribution/b", "name": "nightly"}]}
        """);
    page.navigate("/");
    assertThat(text(".look-list li", "The schedules hourly, nightly have no leader")).hasCount(1);
  }

  @Test
  void zoomIntoThePast_hasNoAgesOfTheJobsThatWaitNow() {
    DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    page.navigate("/");
    assertThat(text("th", "Oldest")).isVisible();
    page.navigate("/?from=now-30m&to=now-10m");
    assertThat(text(".panel", "Waiting jobs by action").locator("tbody tr").first()).isVisible();
    assertThat(text("th", "Oldest")).hasCount(0);
  }

  @Test
  void export_leavesOutJobsThatArePostedDuringIt() {
    DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    page.navigate("/jobs?order=priority");
    DashboardBrowser.button(page, "Export").click();
    Request request =
        page.waitForRequest(
            each -> each.url().contains("last=1000"),
            () -> page.waitForDownload(() -> page.getByText("CSV, up to").click()));
    assertThat(URLDecoder.decode(request.url(), StandardCharsets.UTF_8)).contains("created<='");
  }

  @Test
  void durations_areRoundedBeforeTheirUnitIsChosen() {
    Object texts =
        page.evaluate(
            """
            import(document.querySelector('link[href*="lib-time"]').href).then(time =>
              [999.4, 999.6, 59940, 59960, 119700, 3599600, 90000000].map(time.duration))\
            """);
    assertThat(texts)
        .isEqualTo(
            List.of("999 ms", "1.0 s", "59.9 s", "1 m 00 s", "2 m 00 s", "1 h 00 m", "1 d 1 h"));
  }
}
