// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.server.Accounts;
import dev.baton.server.BasePath;
import dev.baton.server.ServerOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a server that a proxy serves below a path. */
final class BasePathTest {

  private static final ServerOptions OPTIONS =
      ServerOptions.at("127.0.0.1", 0).withBasePath("/baton");

  @Test
  void server_answersWithAndWithoutTheBasePath() {
    try (TestApi api = new TestApi(OPTIONS)) {
      for (String before : new String[] {"", "/baton"}) {
        assertThat(api.anonymous().get(before + "/api/cloud-entry-point").expect(200).body())
            .contains("\"base-uri\":\"" + api.server.uri() + "/baton/api/\"");
        api.anonymous().get(before + "/").expect(200);
        api.admin().get(before + "/api/job?last=0").expect(200);
      }
      api.anonymous().get("/baton").expect(200);
      api.anonymous().get("/baton?x=1").expect(200);
      api.anonymous().get("/batons").expect(404);
      api.anonymous().get("/baton/baton/").expect(404);
      for (String outside :
          new String[] {"/baton/..", "/baton/../metrics", "/baton/%2e%2e/api/x"}) {
        api.anonymous().get(outside).expect(400);
      }
    }
  }

  @Test
  void page_refersToFilesAndPagesBelowTheBasePath() {
    try (TestApi api = new TestApi(OPTIONS)) {
      String page = api.anonymous().get("/baton/").expect(200).body();
      assertThat(page).contains("data-base=\"/baton\"").doesNotContain("base:", "\"/assets/");
      Matcher script = Pattern.compile("src=\"(/baton/assets/app[^\"]*)\"").matcher(page);
      assertThat(script.find()).isTrue();
      assertThat(api.anonymous().get(script.group(1)).expect(200).body())
          .contains("'/baton/assets/")
          .doesNotContain("'/assets/");
      assertThat(api.anonymous().with("Accept", "text/html").get("/baton/x").expect(404).body())
          .contains("href=\"/baton/\"");
    }
  }

  @Test
  void cookies_areForTheBasePathOnly() {
    try (TestApi api = new TestApi(OPTIONS)) {
      String token = api.server.signInLinks().issue(Accounts.FIRST_ADMINISTRATOR);
      TestResponse response = api.anonymous().get("/baton/sign-in?token=" + token).expect(303);
      assertThat(response.header("Location")).isEqualTo("/baton/");
      assertThat(response.header("Set-Cookie")).contains("; Path=/baton;");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baton", "/a b", "/a/../b", "/.", "/a//b", "/<script>", "/a?b"})
  void textsThatAreNoPath_areRefused(String text) {
    assertThatThrownBy(() -> BasePath.parse(text)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void slashAtTheEnd_isLeftOut() {
    assertThat(BasePath.parse("/tools/baton/")).isEqualTo("/tools/baton");
    assertThat(BasePath.parse("/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/jobs", "/assets/x", "/metrics"})
  void pathsOfTheServerItself_areRefused(String path) {
    assertThatThrownBy(() -> BasePath.parse(path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the server itself has addresses below");
  }
}
