// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uses the dashboard in a window of the width of a phone. */
final class DashboardNarrowTest {

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  @Test
  void listOfJobs_selectsAllShownJobs() {
    DASHBOARD.run(
        "post", "dummy_test_action", "--count", "3", "--seconds", "0", "--tag", "all", "--quiet");
    page.setViewportSize(390, 900);
    page.navigate("/jobs?filter=tags%3D'all'");
    assertThat(page.locator(".jobs .body .row")).hasCount(3);
    page.getByText("Select all shown jobs").click();
    assertThat(page.locator(".jobs .body .row.picked")).hasCount(3);
    assertThat(page.locator(".bulk")).containsText("3 of 3 selected");
  }

  @Test
  void executors_showTheirCapabilities() {
    page.setViewportSize(390, 900);
    page.navigate("/executors");
    assertThat(page.locator("tbody .tags .tag").first()).isVisible();
  }

  @Test
  void narrowWindow_showsTheSelectedTab_andTheDownloadOfTheLog() {
    String id = DASHBOARD.run("post", "run_command", "--", "echo", "short");
    page.setViewportSize(390, 900);
    page.navigate("/jobs/" + id.substring(4) + "?tab=raw");
    assertThat(page.locator(".tab.current")).hasText("Raw");
    assertThat(page.locator(".tab.current"))
        .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(0.9));
    page.locator(".more-left").click();
    assertThat(page.locator(".more-right")).isVisible();
    page.navigate("/jobs/" + id.substring(4) + "?tab=logs");
    page.waitForDownload(() -> DashboardBrowser.button(page, "Download").click());
  }

  @Test
  void tabs_whenTheyBecomeWider_stillShowTheCurrentTab() {
    String id = DASHBOARD.run("post", "run_command", "--", "echo", "short");
    page.setViewportSize(390, 900);
    page.navigate("/jobs/" + id.substring(4) + "?tab=raw");
    assertThat(page.locator(".tab.current")).hasText("Raw");
    for (String width : new String[] {"250px", "90px", "170px"}) {
      page.evaluate("width => document.querySelector('.tab').style.minWidth = width", width);
      DashboardBrowser.settle(page);
      assertThat(page.locator(".tab.current"))
          .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(0.9));
    }
  }

  @Test
  void arrowBesideTheTabs_movesThem_andTheCurrentTabDoesNotComeBack() {
    String id = DASHBOARD.run("post", "run_command", "--", "echo", "short");
    page.setViewportSize(320, 900);
    page.navigate("/jobs/" + id.substring(4));
    assertThat(page.locator(".tab.current")).hasText("Timeline");
    page.locator(".more-right").click();
    assertThat(page.locator(".more-left")).isVisible();
    DashboardBrowser.settle(page);
    assertThat(page.locator(".more-left")).isVisible();
    Object position = page.locator(".tabs").evaluate("each => each.scrollLeft");
    assertThat(((Number) position).doubleValue()).isGreaterThan(30);
  }
}
