// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.dashboard.Dashboard;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests how a server serves the files of the dashboard. */
final class DashboardRoutesTest {

  private static TestApi api;
  private final TestClient browser = api.anonymous();

  @BeforeAll
  static void start() {
    api = new TestApi();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private String assetOf(String page) {
    Matcher found = Pattern.compile("/assets/app\\.[0-9a-f]+\\.js").matcher(page);
    assertThat(found.find()).isTrue();
    return found.group();
  }

  @Test
  void everyPage_isServedWithoutLoginAndWithAStrictPolicy() {
    for (String path : Dashboard.PATHS) {
      TestResponse page = browser.get(path.replaceAll("\\{\\w+}", "some")).expect(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "*");
    }
  }

  @Test
  void page_thatTheBrowserHas_isNotSentAgain() {
    TestResponse page = browser.get("/").expect(200);

    TestResponse again =
        browser.with("If-None-Match", page.header("ETag")).get("/jobs").expect(304);

    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(page.header("ETag"));
  }

  @Test
  void asset_isCompressedAndKeptForever() {
    String asset = assetOf(browser.get("/").expect(200).body());

    TestResponse plain = browser.get(asset).expect(200);
    TestResponse compressed = browser.with("Accept-Encoding", "gzip, br").get(asset).expect(200);

    assertThat(plain.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(plain.header("Cache-Control")).contains("max-age=31536000", "immutable");
    assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("ETag")).isNotEqualTo(plain.header("ETag"));
    assertThat(compressed.body().length()).isLessThan(plain.body().length());
  }

  @Test
  void assetOfAnotherRelease_isNotFound() {
    browser.get("/assets/app.0000000000000000.js").expectError(404, "reload the page");
  }

  @Test
  void mistypedPath_isNotFound() {
    browser.get("/helth/live").expectError(404, "there is nothing at '/helth/live'");
    browser.get("/jobs/a/b").expectError(404, "there is nothing at");
  }

  @Test
  void mistypedPath_inABrowser_showsAPageWithThePathAsText() {
    TestClient reader = browser.with("Accept", "text/html,application/xhtml+xml");
    TestResponse page = reader.get("/jbos/%3Cb%3E%22x").expect(404);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).isEqualTo(Dashboard.CONTENT_SECURITY_POLICY);
    assertThat(page.body())
        .contains("There is no such page", "href=\"/\"", "/assets/app.")
        .doesNotContain("<b>", "asset:", "{text}");
    reader.get("/api/nothing").expectError(404, "there is nothing at");
  }
}
