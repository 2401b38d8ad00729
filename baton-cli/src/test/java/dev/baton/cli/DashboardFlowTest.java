// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looks at flows that fail, that are being cancelled, and that have very many steps. */
final class DashboardFlowTest {

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  private Locator having(String selector, String text) {
    return page.locator(selector, new Page.LocatorOptions().setHasText(text));
  }

  private void answer(String path, String json) {
    DashboardBrowser.answer(page, path, 200, json);
  }

  @Test
  void failedAtomOfARevertedFlow_looksFailedInEachView() {
    String id =
        DASHBOARD.run(
            "post", "dummy_test_flow", "--steps", "3", "--seconds", "0", "--fail-at", "2");
    String flow = "/jobs/" + id.substring(4) + "?tab=flow";
    page.navigate(flow);
    assertThat(page.locator(".job-title")).containsText("failed");
    assertThat(having(".node.s-failed", "step_2")).containsText("failed, reverted");
    assertThat(having(".node.s-reverted", "step_1")).hasCount(1);
    assertThat(having(".flow-legend li", "failed, reverted")).containsText("1");
    page.navigate(flow + "&view=tree");
    assertThat(having(".tree-row", "step_2").locator(".mark.s-failed")).hasCount(1);
    assertThat(having(".tree-row", "step_1").locator(".mark.s-reverted")).hasCount(1);
    assertThat(having(".tree-row", "step_3")).containsText("not run");
    assertThat(having(".tree-row", "step_3").locator(".mark.s-unused")).hasCount(1);
    page.navigate(flow + "&view=chart");
    assertThat(having(".lane", "step_2").locator(".shape.s-failed")).hasCount(1);
    assertThat(having(".lane", "step_1").locator(".shape.s-reverted")).hasCount(1);
    page.setViewportSize(390, 900);
    assertThat(having(".lane", "step_1").locator("text").first()).hasText("step_1");
    Locator reverts = page.locator(".lane rect.bar.s-reverted");
    assertThat(reverts).not().hasCount(0);
    // The page draws the chart again after the window has changed.
    Object cut =
        page.evaluate(
            """
            async () => {
              const cut = () => [...document.querySelectorAll('.lane :is(rect, text)')]
                .filter(each => each.getBoundingClientRect().right > 390).length;
              const end = Date.now() + 60000;
              while (cut() > 0 && Date.now() < end) {
                await new Promise(requestAnimationFrame);
              }
              return cut();
            }\
            """);
    assertThat(cut).isEqualTo(0);
    page.setViewportSize(1440, 900);
    page.navigate(flow + "&atom=step_3&closed=0");
    assertThat(page.locator(".atom-panel .mark")).containsText("not run");
    assertThat(page.locator(".node.folded.s-failed")).containsText("1 failed");
    assertThat(page.locator(".node.folded")).containsText("1 not run");
    page.keyboard().press("Escape");
    assertThat(page.locator(".atom-panel")).hasCount(0);
    assertThat(page.locator(".graph")).isVisible();
  }

  @Test
  void atomsOfAFlowThatWasCancelledWithoutRevert_areNotShownAsRunningOrWaiting() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "3", "--seconds", "30");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow&view=tree");
    assertThat(having(".tree-row", "step_1").locator(".mark.s-running")).hasCount(1);
    DashboardBrowser.post(page, id + "/cancel", "{\"revert\": false}");
    assertThat(page.locator(".job-title")).containsText("cancelled");
    assertThat(having(".tree-row", "step_3")).containsText("not run");
    assertThat(page.locator(".content .mark.s-running")).hasCount(0);
    assertThat(page.locator(".content .mark.s-queued")).hasCount(0);
  }

  @Test
  void flowThatRevertsBecauseAStepFailed_isNotShownAsRunning() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "2", "--seconds", "300");
    answer(
        "**/api/job/*/flow",
        """
        {"flow": "dummy_test_flow", "state": "RUNNING", "revision": 9, "atoms": [
          {"name": "step_1", "kind": "task", "state": "REVERTING", "intention": "REVERT"},
          {"name": "step_2", "kind": "task", "state": "REVERTED", "intention": "REVERT",
           "failure": {"type": "dev.baton.action.JobFailedException", "message": "failed"}}]}
        """);
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(having(".why-note", "Reverting step_1; 1 atom reverted")).hasCount(1);
    assertThat(page.locator(".job-title .mark")).containsText("reverting");
    assertThat(having(".job-line", "dummy_test_flow")).containsText("reverting");
    DashboardBrowser.post(page, id + "/cancel", "{\"revert\": false}");
  }

  @Test
  void flowThatWaitedForASignal_isNotShownAsWaitingAfterItsJobWasCancelled() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--not-before", "1h");
    DASHBOARD.run("job", "cancel", id);
    answer(
        "**/api/job/*/flow",
        """
        {"flow": "approve", "state": "SUSPENDED", "revision": 9, "atoms": [
          {"name": "approval", "kind": "task", "state": "RUNNING", "waits": {"signal": "approved"}},
          {"name": "undo", "kind": "task", "state": "REVERTING",
           "failure": {"type": "dev.baton.action.JobFailedException", "message": "failed"}},
          {"name": "publish", "kind": "task", "state": "PENDING"}]}
        """);
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow&view=tree");
    assertThat(having(".job-line", "approve")).containsText("interrupted");
    assertThat(having(".tree-row", "approval")).containsText("interrupted");
    assertThat(having(".tree-row", "undo")).containsText("failed, revert interrupted");
    assertThat(having(".tree-row", "publish")).containsText("not run");
    assertThat(page.locator(".content .mark.s-waiting, .content .mark.s-running")).hasCount(0);
  }

  @Test
  void flowWithMoreTransitionsThanThePageKeeps_hasAChartThatEndsAtTheLastOfThem() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "1", "--seconds", "0");
    String bars =
        step("task", "step_1", "RUNNING", "12:00:00")
            + step("task", "step_2", "RUNNING", "12:00:00")
            + step("task", "step_2", "SUCCESS", "12:00:01")
            + step("flow", "many", "RUNNING", "12:00:02").repeat(99_996);
    String last = step("flow", "many", "RUNNING", "12:00:02").replace("},", "}");
    answer("**/flow/steps?first=1&*", "{\"more\": true, \"steps\": [" + bars + last + "]}");
    answer("**/flow/steps?first=100001&*", "{\"more\": false, \"steps\": []}");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow&view=chart&atom=step_1");
    assertThat(page.locator(".job-title")).containsText("succeeded");
    Locator size = having(".job-line span", "transitions");
    assertThat(size).hasText("100\u202f000 transitions");
    assertThat(having(".attempts li", "interrupted")).hasCount(1);
    answer("**/flow/steps?first=100001&*", "{\"more\": true, \"steps\": [" + last + "]}");
    page.reload();
    assertThat(size).hasText("the first 100\u202f000 transitions");
    assertThat(having(".flow-main .muted", "The chart ends at")).containsText(":02");
    assertThat(having(".lane", "step_1"))
        .hasAttribute("aria-label", Pattern.compile("end not known 2.0 s"));
    assertThat(having(".lane", "step_2"))
        .hasAttribute("aria-label", Pattern.compile("succeeded 1.0 s"));
    assertThat(having(".attempts li", "end not known")).hasCount(1);
  }

  @Test
  void chartOfAFlowWithManyAtoms_showsMoreOnRequest() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "1", "--seconds", "0");
    String bars =
        IntStream.rangeClosed(1, 350)
            .mapToObj(i -> step("task", "atom_" + i, "RUNNING", "12:00:00"))
            .collect(Collectors.joining());
    String last = step("flow", "many", "RUNNING", "12:00:02").replace("},", "}");
    answer("**/flow/steps?first=1&*", "{\"more\": false, \"steps\": [" + bars + last + "]}");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow&view=chart");
    assertThat(page.locator(".lane")).hasCount(300);
    DashboardBrowser.button(page, "Show 50 more").click();
    assertThat(page.locator(".lane")).hasCount(350);
    assertThat(DashboardBrowser.button(page, "Show 50 more")).hasCount(0);
  }

  private static String step(String kind, String name, String to, String time) {
    return """
    {"kind": "%s", "name": "%s", "from": "PENDING", "to": "%s", "at": "2026-01-05T%sZ"},\
    """
        .formatted(kind, name, to, time);
  }

  @Test
  void graphOfManyAtoms_canBeRead_andTheSearchGoesToAnAtom() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "100", "--seconds", "0");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(page.locator(".job-title")).containsText("succeeded");
    page.reload();
    assertThat(page.locator(".graph-map")).isVisible();
    Object height =
        page.evaluate("document.querySelector('.node text').getBoundingClientRect().height");
    assertThat(((Number) height).doubleValue()).isGreaterThan(7);
    page.getByLabel("Find an atom").fill("step_7");
    assertThat(page.locator(".node.found")).containsText("step_7");
    page.keyboard().press("Enter");
    assertThat(page.locator(".node.found")).containsText("step_70");
    assertThat(page.locator(".node.found")).isInViewport();
    page.getByLabel("Fit the whole graph").click();
    assertThat(page.locator(".graph-map")).hasCount(0);
  }

  @Test
  void flowThatIsBeingCancelled_saysWhichAtomItReverts() {
    String id =
        DASHBOARD.run(
            "post", "dummy_test_flow", "--steps", "3", "--seconds", "20", "--name", "reverted");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(having(".node.s-succeeded", "step_1")).hasCount(1);
    DASHBOARD.run("job", "cancel", id);
    assertThat(page.locator(".job-title")).containsText("cancelling");
    assertThat(having(".why-note", "Cancelling: reverting step_1")).hasCount(1);
    assertThat(having(".job-line", "dummy_test_flow")).containsText("reverting");
    page.navigate("/jobs?filter=name%3D'reverted'");
    assertThat(page.locator(".jobs .body .row")).containsText("cancelling");
    page.navigate("/board");
    assertThat(having("tbody tr", "dummy_test_flow").locator(".mark.s-reverting"))
        .containsText("cancelling");
  }

  @Test
  void flowWhoseRevertEnds_isAtNoMomentShownAsInterrupted() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "3", "--seconds", "4");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow&view=tree");
    assertThat(having(".tree-row", "step_1").locator(".mark.s-succeeded")).hasCount(1);
    page.evaluate(
        """
        () => {
          window.seen = new Set();
          new MutationObserver(() => document.querySelectorAll('.tree-row, .job-line, .flow-legend')
            .forEach(each => window.seen.add(each.textContent)))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
        }\
        """);
    DASHBOARD.run("job", "cancel", id);
    assertThat(having(".tree-row", "step_1").locator(".mark.s-reverted")).hasCount(1);
    assertThat(page.locator(".job-title")).containsText("cancelled");
    assertThat(having(".tree-row", "step_3")).containsText("not run");
    assertThat(page.evaluate("[...window.seen].filter(each => each.includes('interrupted'))"))
        .isEqualTo(List.of());
    assertThat(having(".tree-row", "step_1")).containsText("revert ");
    having(".tree-row", "step_1").click();
    assertThat(page.locator(".atom-panel dt:text-is('Took')")).hasCount(1);
    assertThat(page.locator(".atom-panel dt:text-is('Revert took')")).hasCount(1);
    page.navigate("/jobs/" + id.substring(4) + "?tab=history");
    assertThat(having("tbody tr", "cancel requested")).containsText("by super");
    page.navigate("/jobs/" + id.substring(4));
    assertThat(having("tbody tr", "cancelled, reverted its work").locator(".mark.s-reverted"))
        .hasCount(1);
    assertThat(having("tbody tr", "attempt 1")).hasCount(1);
  }
}
