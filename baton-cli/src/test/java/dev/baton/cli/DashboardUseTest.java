// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uses the dashboard as a person does: by mouse, by keyboard, with and without rights. */
final class DashboardUseTest {

  private static final String HOSTILE = "<img src=x onerror=\\\"window.hacked=1\\\">";

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  private Locator button(String name) {
    return DashboardBrowser.button(page, name);
  }

  @Test
  void hostileTexts_areShownAsText() {
    String echo =
        "echo '" + HOSTILE.replace("\\\"", "") + "<script>window.hacked=1</script>'; exit 3";
    String id =
        DashboardBrowser.post(
            page,
            "job",
            """
            {"action": "run_command", "name": "%1$s", "description": "%1$s", "tags": ["%1$s"],
             "labels": {"a": "<svg onload=alert(1)>"}, "unique-key": "%1$s",
             "payload": {"command": ["sh", "-c", "%2$s"]}}\
            """
                .formatted(HOSTILE, echo));
    String path = "/jobs/" + id.substring(4);
    page.navigate(path);
    assertThat(page.locator(".job-title")).containsText("failed");
    for (String tab :
        new String[] {"", "?tab=logs", "?tab=why", "?tab=payload", "?tab=history", "?tab=raw"}) {
      page.navigate(path + tab);
      assertThat(page.locator(".job-title")).containsText("<img src=x");
      assertUnharmed();
    }
    page.navigate(path + "?tab=logs");
    assertThat(page.locator(".log[role=region]")).containsText("<script>window.hacked=1</script>");
    assertUnharmed();
    page.navigate("/jobs");
    assertThat(page.locator(".jobs")).containsText("<img src=x");
    assertUnharmed();
    page.navigate("/");
    assertThat(page.locator(".figures")).isVisible();
    assertUnharmed();
  }

  /** Checks that the page runs no script of a job and shows no markup of it. */
  private void assertUnharmed() {
    assertThat(page.evaluate("window.hacked === undefined")).as(page.url()).isEqualTo(true);
    assertThat(page.locator("#app img, #app script, #app iframe")).hasCount(0);
  }

  @Test
  void traceOfAJob_isALinkIfItIsRecorded() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    for (String flags : List.of("01", "00")) {
      String id =
          DashboardBrowser.post(
              page,
              "job",
              "{\"action\": \"dummy_test_action\", \"payload\": {\"seconds\": 0},"
                  + " \"traceparent\": \"00-%s-00f067aa0ba902b7-%s\"}".formatted(trace, flags));
      page.navigate("/jobs/" + id.substring(4));
      assertThat(page.getByText(trace).first()).isVisible();
      assertThat(page.locator("a[href='https://traces.example.com/" + trace + "']"))
          .hasCount(flags.equals("01") ? 1 : 0);
    }
  }

  @Test
  void linkOfATag_showsOnlyJobsWithThatTag() {
    DASHBOARD.run("post", "dummy_test_action", "--seconds", "0", "--name", "of-another-tag");
    page.navigate("/jobs/" + postWithTag("x' or state!='y").substring(4));
    page.locator("a.tag").click();
    assertThat(page.locator(".chip")).containsText("tags=\"x' or state!='y\"");
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    assertThat(page.locator(".jobs .body .row")).containsText("with-tag");
  }

  @Test
  void linkOfATag_isThereIfTheFilterLanguageHasAFormForIt() {
    page.navigate("/jobs/" + postWithTag("C:\\temp \"new\"").substring(4));
    page.locator("a.tag").click();
    assertThat(page.locator(".chip")).containsText("tags='C:\\temp \"new\"'");
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    page.navigate("/jobs/" + postWithTag("both ' and \"").substring(4));
    assertThat(page.locator("span.tag")).hasText("both ' and \"");
    assertThat(page.locator("a.tag")).hasCount(0);
  }

  @Test
  void charactersThatTurnTheText_areShownAsSigns() {
    String id =
        DASHBOARD.run(
            "post", "run_command", "--name", "safe\u202Egnp.exe", "--", "echo", "a\u2066b\u2069");
    page.navigate("/jobs/" + id.substring(4) + "?tab=logs");
    assertThat(page.locator(".job-title")).containsText("safe[U+202E]gnp.exe");
    assertThat(page.locator(".log-line").last()).containsText("a[U+2066]b[U+2069]");
    page.navigate("/jobs");
    assertThat(page.locator(".jobs")).containsText("safe[U+202E]gnp.exe");
  }

  @Test
  void charactersThatCannotBeSeen_areShownAsSigns_exceptInEmojiAndScriptsThatNeedThem() {
    String family = "\uD83D\uDC69\u200D\uD83D\uDC66";
    String persian = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645";
    String id =
        DASHBOARD.run(
            "post",
            "run_command",
            "--name",
            "pay\u200Bpal " + family + persian,
            "--",
            "echo",
            "a\u00ADb\u2060c\u200Dd\u0007e");
    page.navigate("/jobs/" + id.substring(4) + "?tab=logs");
    assertThat(page.locator(".job-title")).containsText("pay[U+200B]pal " + family + persian);
    assertThat(page.locator(".log-line").last())
        .containsText("a[U+00AD]b[U+2060]c[U+200D]d[U+0007]e");
  }

  @Test
  void jobThatIsMissing_saysSo_andOffersTheListAndASearch() {
    page.navigate("/jobs/00000000-0000-0000-0000-000000000000");
    assertThat(page.locator(".empty")).containsText("There is no such job");
    assertThat(button("Try again")).hasCount(0);
    assertThat(page.locator(".empty a")).hasAttribute("href", "/jobs");
    page.getByLabel("Search jobs").fill("nothing");
    page.keyboard().press("Enter");
    assertThat(page.locator(".chip")).containsText("text: nothing");
    assertThat(DASHBOARD.browser().takeProblems())
        .allSatisfy(each -> assertThat(each).contains("404"));
  }

  @Test
  void repost_isOfferedWhenItIsKnownThatTheUserMayPostTheAction() {
    String id = DASHBOARD.run("post", "run_command", "--", "true");
    page.route("**/api/action?*", route -> {});
    page.navigate("/jobs/" + id.substring(4));
    assertThat(page.locator(".job-title")).containsText("run_command");
    assertThat(page.locator(".job-actions button").first()).isVisible();
    assertThat(page.locator(".job-actions a")).hasCount(0);
    page.unroute("**/api/action?*");
    page.reload();
    assertThat(page.locator(".job-actions a")).hasText("Edit and repost");
  }

  @Test
  void timesInTheReasonOfAWait_areInTheZoneOfTheUser() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    Object due =
        page.evaluate(
            "id => fetch('/api/' + id).then(each => each.json()).then(each => each['not-before'])",
            id);
    String here =
        "not before "
            + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .withZone(ZoneId.of("Asia/Kolkata"))
                .format(Instant.parse((String) due))
            + ",";
    try (BrowserContext context =
        Objects.requireNonNull(page.context().browser())
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(DASHBOARD.server().endpoint())
                    .setStorageState(page.context().storageState())
                    .setTimezoneId("Asia/Kolkata"))) {
      Page abroad = context.newPage();
      abroad.navigate("/jobs/" + id.substring(4) + "?tab=why");
      assertThat(abroad.locator(".why-summary")).containsText(here);
      assertThat(abroad.locator(".gates li", new Page.LocatorOptions().setHasText("delay")))
          .containsText(here);
      abroad.navigate("/board");
      assertThat(abroad.locator("tbody tr", new Page.LocatorOptions().setHasText(here)).first())
          .containsText("delay");
    }
  }

  @Test
  void gateAfterTheClosedOne_isNotShownAsASecondFault() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--requires", "has_nothing_like_it");
    page.navigate("/jobs/" + id.substring(4) + "?tab=why");
    assertThat(page.locator(".gates li.closed")).hasCount(1);
    assertThat(page.locator(".gates li.unchecked")).containsText("slots");
    DASHBOARD.run("job", "cancel", id);
  }

  private static String postWithTag(String tag) {
    return DASHBOARD.run(
        "post", "dummy_test_action", "--seconds", "0", "--name", "with-tag", "--tag", tag);
  }

  @Test
  void keyboardAlone_reachesAJobAndComesBack() {
    DASHBOARD.run(
        "post", "dummy_test_action", "--seconds", "0", "--name", "by-keys", "--wait", "-q");
    page.keyboard().press("g");
    page.keyboard().press("j");
    assertThat(page.locator("h1")).hasText("Jobs");
    assertThat(page.locator(".jobs .body .row").first()).isVisible();
    page.keyboard().press("/");
    page.keyboard().type("name=by-keys");
    page.keyboard().press("Enter");
    assertThat(page.locator(".chip")).containsText("name='by-keys'");
    assertThat(page.locator("#filter-suggestions")).isHidden();
    page.keyboard().press("Escape");
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    page.keyboard().press("j");
    page.keyboard().press("x");
    assertThat(page.locator(".bulk")).containsText("1 of 1 selected");
    page.keyboard().press(".");
    assertThat(page.locator(".bulk button.button").first()).isFocused();
    page.keyboard().press("Escape");
    page.keyboard().press("j");
    page.evaluate("document.activeElement.blur()");
    page.keyboard().press("Enter");
    assertThat(page.locator(".job-title")).containsText("by-keys");
    page.keyboard().press("Escape");
    assertThat(page.locator(".chip")).containsText("name='by-keys'");
    assertThat(page.locator(".jobs .body .row.cursor")).containsText("by-keys");
    page.keyboard().press("?");
    assertThat(page.locator("dialog")).containsText("Keyboard");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).isHidden();
    page.keyboard().press("Control+k");
    assertThat(page.locator(".palette-input")).isFocused();
    page.keyboard().type("executors");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Executors");
  }

  @Test
  void dialog_hasTheKeyboardAsSoonAsItIsInThePage() {
    Object isOpen =
        page.evaluate(
            """
            async () => {
              const added = new Promise((done) => new MutationObserver(() => {
                const dialog = document.querySelector('dialog');
                return dialog && done(dialog.open);
              }).observe(document.body, {childList: true, subtree: true}));
              document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '?', bubbles: true}));
              return added;
            }\
            """);
    assertThat((Boolean) isOpen).isTrue();
  }

  @Test
  void shortIdInThePalette_findsItsJob() {
    String id =
        DASHBOARD.run("post", "dummy_test_action", "--seconds", "0", "--name", "by-short-id");
    String shown = id.substring(id.lastIndexOf('-') + 1).substring(0, 8);
    page.keyboard().press("Control+k");
    page.locator(".palette-input").fill(shown);
    page.locator("#palette-list .menu-item", new Page.LocatorOptions().setHasText("Job " + shown))
        .click();
    assertThat(page.locator(".job-title")).containsText("by-short-id");
  }

  @Test
  void form_showsItsOptionsOnTheCommandLine() {
    page.navigate("/post?action=dummy_test_action");
    page.locator(".options .field input").first().fill("my job");
    page.locator(".options .field", new Page.LocatorOptions().setHasText("Tags"))
        .locator("input")
        .fill("a b");
    assertThat(page.locator(".command").first()).containsText("--name 'my job' --tag 'a,b'");
  }

  @Test
  void longForm_foldsTheRareFields_butNotOneWithAnError() {
    page.navigate("/post?action=run_container");
    assertThat(page.getByLabel("image", new Page.GetByLabelOptions().setExact(true))).isVisible();
    Locator keep = page.getByLabel("keep", new Page.GetByLabelOptions().setExact(true));
    assertThat(keep).isHidden();
    page.locator(".more-fields summary").click();
    keep.fill("ten days");
    page.locator(".more-fields summary").click();
    assertThat(keep).isHidden();
    button("Check").click();
    assertThat(keep).isFocused();
    assertThat(page.locator(".field-error")).containsText("ten days");
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("400");
  }

  @Test
  void dialogOfThePriority_knowsTheUsualOne_andTakesNoEmptyFieldForZero() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    page.navigate("/jobs/" + id.substring(4));
    button("More actions").click();
    page.locator(".popover").getByText("Priority").click();
    Locator priority = page.locator("dialog input");
    assertThat(priority).hasValue("999");
    priority.fill("");
    assertThat(page.locator("dialog .primary")).isDisabled();
    priority.fill("7");
    page.locator("dialog .primary").click();
    assertThat(page.locator(".facts")).containsText("Priority7");
    DASHBOARD.run("job", "cancel", id);
  }

  @Test
  void revertOfAFlow_listsItsAtomsFirst() {
    String id =
        DASHBOARD.run("post", "dummy_test_flow", "--steps", "3", "--seconds", "0", "--wait", "-q");
    page.navigate("/jobs?filter=action%3D'dummy_test_flow' and state%3D'SUCCESS'");
    page.locator(".jobs .body .row a").first().click();
    button("Revert the flow…").click();
    assertThat(page.locator("dialog .reverts li")).hasCount(3);
    assertThat(page.locator("dialog .primary")).hasText("Revert 3 atoms");
    assertThat(id).isEmpty();
  }

  @Test
  void drainOfTheOnlyExecutor_saysThatNoOtherOneClaims() {
    page.navigate("/executors");
    page.locator("tbody tr", new Page.LocatorOptions().setHasText(Pattern.compile("\\d of \\d")))
        .locator(".popover-anchor > button")
        .click();
    page.locator(".popover").getByText("Drain").click();
    assertThat(page.locator("dialog")).containsText("No other executor claims jobs.");
  }

  @Test
  void dialog_givesTheFocusBackToTheButtonThatOpenedIt() {
    page.navigate("/access");
    Locator opener = button("New user…");
    opener.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(opener).isFocused();
  }

  @Test
  void negativeDelay_isRefusedBesideItsField() {
    page.navigate("/post?action=dummy_test_action");
    page.getByLabel("Delay in seconds").fill("-1");
    button("Check").click();
    assertThat(page.locator(".field", new Page.LocatorOptions().setHasText("Delay in seconds")))
        .containsText("Delay is -1; allowed: 0 or more seconds");
    assertThat(page.locator(".verdict")).isEmpty();
    page.getByLabel("Delay in seconds").fill("60");
    button("Check").click();
    assertThat(page.locator(".verdict")).containsText("can be posted");
  }

  @Test
  void logLevel_isShownChangedAndTakenBack() {
    page.navigate("/executors");
    openLogLevel();
    Locator table = page.locator(".levels");
    assertThat(table).containsText("all others");
    assertThat(table).not().containsText("dev.baton.plugin");
    page.getByLabel("Logger").fill("dev.baton.plugin");
    page.locator("dialog select").selectOption("DEBUG");
    button("Log dev.baton.plugin at DEBUG").click();
    assertThat(page.locator(".toast")).containsText("the level of dev.baton.plugin is DEBUG");
    openLogLevel();
    Locator changed =
        table.locator("tr", new Locator.LocatorOptions().setHasText("dev.baton.plugin"));
    assertThat(changed).containsText("DEBUG changed");
    page.getByLabel("Logger").fill("dev.baton.plugin");
    page.locator("dialog select").selectOption("CONFIGURED");
    button("Log dev.baton.plugin as configured").click();
    openLogLevel();
    assertThat(table).containsText("all others");
    assertThat(changed).hasCount(0);
  }

  private void openLogLevel() {
    page.locator("tbody tr .popover-anchor > button").first().click();
    page.locator(".popover").getByText("Log level…").click();
  }

  @Test
  void threadsOfAProcess_areFoundByTheirText() {
    page.navigate("/executors");
    page.locator("tbody tr .popover-anchor > button").first().click();
    page.locator(".popover").getByText("Threads").click();
    Locator found = page.locator("dialog .list-line [role=status]");
    assertThat(found).hasText(Pattern.compile("\\d\\d+ threads"));
    page.getByLabel("Find threads").fill("\"main\"");
    assertThat(found).hasText("1 thread");
    assertThat(page.locator("dialog .thread-dump")).containsText("\"main\"");
    assertThat(page.locator("dialog .thread-dump")).not().containsText("\"baton-");
    page.getByLabel("Find threads").fill("no such thread");
    assertThat(found).hasText("0 threads");
  }

  @Test
  void rightsOfTheSession_areInWords() {
    page.navigate("/access");
    assertThat(page.locator("#content")).containsText("administrator, everybody, signed-in user");
    assertThat(page.locator("#content")).not().containsText("nuvla");
  }

  @Test
  void textsInEmptyFields_canBeReadInTheDark() {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.navigate("/jobs");
    Object contrast =
        page.locator(".filter-row input")
            .evaluate(
                """
                (input) => {
                  const light = (colour) => {
                    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
                      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05;
                  };
                  const text = light(getComputedStyle(input, '::placeholder').color);
                  return text / light(getComputedStyle(document.body).backgroundColor);
                }\
                """);
    assertThat(((Number) contrast).doubleValue()).isGreaterThan(4.5);
  }

  @Test
  void cancelledJob_namesWhoCancelledIt() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h");
    DASHBOARD.run("job", "cancel", id);
    page.navigate("/jobs/" + id.substring(4));
    assertThat(page.locator(".facts")).containsText("Cancelled by");
  }

  @Test
  void form_postsAJob_andShowsItsLog() {
    page.navigate("/post?action=run_command");
    Locator command = page.locator(".field", new Page.LocatorOptions().setHasText("command"));
    for (String word : new String[] {"echo", "from-the-form"}) {
      command.first().getByText("Add").click();
      command.first().getByRole(AriaRole.TEXTBOX).last().fill(word);
    }
    page.getByLabel("Priority").fill("5000");
    button("Check").click();
    assertThat(page.locator(".field .field-error")).containsText("priority is 5000");
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("400");
    page.getByLabel("Priority").fill("");
    button("Post and watch").click();
    assertThat(page.locator(".job-title")).containsText("succeeded");
    assertThat(page.locator(".log-line").last()).containsText("from-the-form");
  }

  @Test
  void enterInAListOfTheForm_addsTheNextField_andAFilledFieldIsNotMissing() {
    page.navigate("/post?action=run_command");
    Locator command =
        page.locator(".field", new Page.LocatorOptions().setHasText("command")).first();
    assertThat(command).containsText("one argument per field");
    button("Post").click();
    assertThat(command.locator(".field-error")).isVisible();
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("400");
    assertThat(command.getByRole(AriaRole.TEXTBOX)).hasCount(1);
    assertThat(command.getByRole(AriaRole.TEXTBOX)).isFocused();
    page.keyboard().type("echo");
    assertThat(command.locator(".field-error")).hasCount(0);
    page.keyboard().press("Enter");
    assertThat(command.getByRole(AriaRole.TEXTBOX)).hasCount(2);
    assertThat(command.getByRole(AriaRole.TEXTBOX).last()).isFocused();
    page.keyboard().type("two");
    assertThat(command.getByRole(AriaRole.TEXTBOX).last()).hasValue("two");
    assertThat(page.locator("h1")).hasText("run_command");
    // The focus moves in the same task, so that the next key cannot come before it.
    assertThat(
            page.evaluate(
                """
                async () => {
                  const old = document.activeElement;
                  old.dispatchEvent(new KeyboardEvent('keydown',
                    {key: 'Enter', bubbles: true, cancelable: true}));
                  for (let i = 0; i < 20; i++) {
                    await null;
                  }
                  return document.activeElement !== old && document.activeElement.value;
                }\
                """))
        .isEqualTo("");
  }

  @Test
  void help_hasTheKeysOfAllPages_eachOnce() {
    page.navigate("/executors");
    assertThat(page.locator("tbody tr").first()).isVisible();
    page.keyboard().press("?");
    Locator help = page.locator("dialog .key-group");
    assertThat(help).hasCount(3);
    assertThat(help.nth(0)).containsText("Go to Actions");
    assertThat(help.nth(1)).containsText("Select the job");
    assertThat(help.nth(2)).containsText("Operations on the job");
    assertThat(page.locator("dialog dd").allInnerTexts()).doesNotHaveDuplicates();
  }

  @Test
  void internalActions_areAtTheEndOfTheListsOfActions() {
    page.navigate("/post");
    Locator names = page.locator(".action-list a strong");
    // An action that Baton gets is for users, or it is internal: see lib/catalogue.js.
    assertThat(names)
        .hasText(
            new String[] {
              "bulk_post",
              "dummy_test_action",
              "dummy_test_flow",
              "run_command",
              "run_container",
              "simple_http_webserver",
              "bulk_cancel_job",
              "bulk_delete_job",
              "bulk_priority_job",
              "bulk_retry_job",
              "cancel_children_jobs",
              "cleanup_jobs",
              "monitor_bulk_job"
            });
    page.keyboard().press("Control+k");
    page.locator(".palette-input").fill("post");
    assertThat(page.locator("#palette-list")).containsText("Post run_command");
    assertThat(page.locator("#palette-list .menu-item").first())
        .not()
        .hasText(Pattern.compile("Post bulk_.*_job.*"));
  }

  @Test
  void postWithoutServer_saysToCheckTheResult_untilTheServerIsBack() {
    page.navigate("/post?action=dummy_test_action");
    assertThat(button("Post")).isVisible();
    page.route("**/api/**", Route::abort);
    button("Post").click();
    assertThat(page.locator(".problem")).containsText("Check the result before you send it again");
    page.unroute("**/api/**");
    assertThat(page.locator(".problem")).hasCount(0);
    DASHBOARD.browser().takeProblems();
  }

  @Test
  void cancel_showsWhatItReverts_andRevertsIt() {
    // The later steps leave enough time for the dialog, even on a busy machine.
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "6", "--seconds", "10");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(page.locator(".node.s-succeeded").first()).isVisible();
    button("Cancel…").click();
    assertThat(page.locator("dialog .reverts li").first()).isVisible();
    assertThat(page.locator("dialog .button.primary")).containsText("Cancel and revert");
    String first = page.locator("dialog .button.primary").innerText();
    assertThat(page.locator("dialog .button.primary")).not().hasText(first);
    page.locator("dialog .button.primary").click();
    assertThat(page.locator(".job-title")).containsText("cancelled");
    assertThat(page.locator(".node.s-reverted").first()).isVisible();
    page.reload();
    assertThat(button("Retry…")).isVisible();
    assertThat(button("Signal…")).hasCount(0);
    assertThat(button("Revert the flow…")).hasCount(0);
  }

  @Test
  void retry_ofManyJobs_namesTheNumberAndShowsProgress() {
    DASHBOARD.run(
        "post",
        "run_command",
        "--count",
        "120",
        "--tag",
        "many",
        "--quiet",
        "--",
        "sh",
        "-c",
        "exit 1");
    page.navigate("/jobs?filter=tags%3D'many' and state%3D'FAILED'");
    // The numbers follow the events of the jobs.
    assertThat(page.locator(".facet", new Page.LocatorOptions().setHasText("failed")))
        .containsText("120");
    page.reload();
    assertThat(page.locator(".jobs .body .row").nth(1)).isVisible();
    page.keyboard().press("j");
    page.keyboard().press("x");
    page.keyboard().press(".");
    assertThat(page.locator(".bulk button.button").first()).isFocused();
    assertThat(page.evaluate("scrollY")).isEqualTo(0);
    page.getByLabel("Select all shown jobs").check();
    assertThat(button("Priority…")).hasCount(0);
    button("Select all 120 that match").click();
    button("Retry 120…").click();
    assertThat(page.locator("dialog")).containsText("copies of them are posted");
    button("Retry 120 jobs").click();
    assertThat(page.locator(".toast").last())
        .containsText("120 jobs posted again Show the new jobs");
    assertThat(page.locator("dialog")).containsText("Done.");
    assertThat(page.locator("dialog")).containsText("120 jobs posted again");
    assertThat(page.locator("dialog")).containsText("100 %");
    page.locator("dialog a", new Page.LocatorOptions().setHasText("Open the bulk job")).click();
    page.locator(".tabs a", new Page.LocatorOptions().setHasText("Children")).click();
    assertThat(page.locator(".empty")).containsText("are not its children");
    page.locator(".empty a", new Page.LocatorOptions().setHasText("Show the 120 new jobs")).click();
    assertThat(page.locator(".chip").first()).containsText("origin/retried-by='");
    assertThat(page.locator(".facet", new Page.LocatorOptions().setHasText("All")))
        .containsText("120");
    page.locator(".jobs .body .row .job-id a").first().click();
    assertThat(page.locator(".job-line")).containsText("retry of");
  }

  @Test
  void failureGroup_opensItsOwnJobsOnly() {
    fail(3, "exit 3");
    fail(2, "echo disk 7 is full >&2; exit 3");
    page.navigate("/jobs?filter=state%3D'FAILED' and action%3D'run_command'");
    Locator disk =
        page.locator(
            ".failures a", new Page.LocatorOptions().setHasText("code <n>: disk <n> is full"));
    // The page reads the groups again twice in a minute.
    assertThat(disk).isVisible();
    disk.click();
    assertThat(page.locator(".jobs .body .row")).hasCount(2);
    page.navigate("/jobs?filter=state%3D'FAILED' and action%3D'run_command'");
    page.locator(
            ".failures a",
            new Page.LocatorOptions().setHasText(Pattern.compile("'sh' ended with code <n>$")))
        .click();
    assertThat(page.locator(".chip").last())
        .containsText("error-pattern=\"'sh' ended with code <n>\"");
    assertThat(page.locator(".jobs .body .row").first()).isVisible();
    assertThat(page.locator(".jobs .body")).not().containsText("disk");
  }

  private static void fail(int jobs, String script) {
    DASHBOARD.run("post", "run_command", "--quiet", "--count", "" + jobs, "--", "sh", "-c", script);
  }

  @Test
  void cancel_ofMoreJobsThanCounted_namesTheNewNumber() {
    String[] waiting = {"post", "dummy_test_action", "--not-before", "1h", "--tag", "growing"};
    DASHBOARD.run(waiting);
    DASHBOARD.run(waiting);
    page.navigate("/jobs?filter=tags%3D'growing'");
    page.locator(".jobs .body .row input").first().check();
    button("Select all 2 that match").click();
    button("Cancel 2…").click();
    assertThat(button("Cancel 2 jobs")).isVisible();
    DASHBOARD.run(waiting);
    button("Cancel 2 jobs").click();
    assertThat(page.locator("dialog")).containsText("now 3 match");
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("400");
    button("Cancel 3 jobs").click();
    assertThat(page.locator("dialog")).containsText("3 jobs cancelled");
  }

  @Test
  void atomOfAFlow_showsItsFailureAndItsLines() {
    String id =
        DASHBOARD.run(
            "post", "dummy_test_flow", "--steps", "3", "--seconds", "0", "--fail-at", "2");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(page.locator(".job-title")).containsText("failed");
    page.locator(".node", new Page.LocatorOptions().setHasText("step_2")).first().click();
    assertThat(page.locator(".atom-panel")).containsText("Failure");
    assertThat(page.locator(".atom-panel")).containsText("Stack trace");
    assertThat(page.locator(".atom-log")).containsText("step_2 failed");
    page.locator(".atom-log a").first().click();
    assertThat(page.locator(".log-line.current")).containsText("step_2");
  }

  @Test
  void flowThatRuns_tellsHowManyAtomsAreDone_andOpensItsPartInTheTree() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "150", "--seconds", "1");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow&view=tree");
    assertThat(page.locator(".job-line", new Page.LocatorOptions().setHasText("atoms done")))
        .containsText(Pattern.compile("[1-9][0-9]* of 150 atoms done"));
    assertThat(page.locator(".job-title .progress")).hasCount(0);
    assertThat(page.locator(".tree-row .s-running").first()).isVisible();
    DASHBOARD.run("job", "cancel", id);
  }

  @Test
  void flowInTheGraph_foldsAndOpens() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "3", "--seconds", "0");
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(page.locator(".node")).not().hasCount(0);
    page.locator(".fold").first().click();
    assertThat(page.locator(".node.folded")).containsText("3 succeeded");
    assertThat(page.locator(".node:not(.folded)")).hasCount(0);
    page.locator(".node.folded").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator(".node:not(.folded)")).not().hasCount(0);
  }

  @Test
  void schedules_showTheNextTenTimesInTheirZone() {
    page.navigate("/schedules");
    Locator cleanup =
        page.locator("tbody tr", new Page.LocatorOptions().setHasText("jobs_cleanup"));
    assertThat(cleanup).containsText("every day");
    assertThat(page.locator("tbody").first()).not().containsText("PT");
    page.getByLabel("Next times of").first().click();
    assertThat(page.locator(".next-runs tbody tr")).hasCount(10);
  }

  @Test
  void board_saysWhyEachJobWaits() {
    DASHBOARD.run("post", "dummy_test_action", "--not-before", "1h", "--name", "later");
    page.navigate("/board");
    Locator held = page.locator("tbody tr", new Page.LocatorOptions().setHasText("delay"));
    assertThat(held.first()).containsText("not before");
    assertThat(held.filter(new Locator.FilterOptions().setHasText("later"))).hasCount(1);
  }

  @Test
  void executors_fitIntoThePage() {
    page.navigate("/executors");
    assertThat(page.locator("tbody tr").first()).containsText("version");
    Locator table = page.locator(".panel .scroll");
    assertThat(table.evaluate("each => each.scrollWidth - each.clientWidth")).isEqualTo(0);
  }

  @Test
  void quantiles_areUpperBounds() {
    DASHBOARD.run("post", "dummy_test_action", "--seconds", "0", "--wait", "-q");
    page.navigate("/");
    assertThat(page.locator(".figures", new Page.LocatorOptions().setHasText("Wait")))
        .containsText("median; p95 ≤");
  }

  @Test
  void flowsWithoutAJob_suggestACommandThatPostsAFlow() {
    DashboardBrowser.answer(
        page, "**/api/job?**", 200, "{\"count\": 0, \"resources\": [], \"operations\": []}");
    page.navigate("/jobs?flows");
    assertThat(page.locator(".empty")).containsText("No flows yet");
    assertThat(page.locator(".empty .command")).containsText("baton post dummy_test_flow");
  }

  @Test
  void engines_showTheCheckOfEachExecutor() {
    page.navigate("/engines");
    assertThat(page.locator("tbody tr").first()).containsText("process");
    assertThat(page.locator("tbody tr").first()).containsText("reachable");
  }
}
