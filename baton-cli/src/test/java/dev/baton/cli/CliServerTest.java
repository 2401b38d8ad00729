// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests commands against a real server with a real executor. */
final class CliServerTest {

  private static final String UNKNOWN = "job/00000000-0000-4000-8000-000000000000";

  @TempDir static Path folder;
  private static TestBaton baton;

  @BeforeAll
  static void start() {
    baton = new TestBaton(folder);
  }

  @AfterAll
  static void stop() {
    baton.close();
  }

  @Test
  void post_printsTheIdAlone() {
    Result result = baton.run("post", "dummy_test_action", "--seconds", "0");

    assertThat(result.code()).isZero();
    assertThat(result.out()).matches("job/[0-9a-f-]{36}\n");
    assertThat(result.err())
        .isEqualTo("Server: " + baton.endpoint() + " (data folder " + baton.data() + ")\n");
  }

  @Test
  void post_withWait_tellsTheFinalStateByTextAndCode() {
    Result good = baton.run("post", "run_command", "--wait", "--", "sh", "-c", "exit 0");
    Result bad = baton.run("post", "run_command", "--wait", "--", "sh", "-c", "exit 7");

    assertThat(good.code()).isZero();
    assertThat(good.out()).contains(" SUCCESS, return code 0");
    assertThat(bad.code()).isEqualTo(ExitCode.FAILED);
    assertThat(bad.out()).contains(" FAILED, return code 7");
  }

  @Test
  void post_withFollow_showsWhatTheJobPrints() {
    Result result =
        baton.run("post", "run_command", "--follow", "--", "sh", "-c", "echo one; echo two >&2");

    assertThat(result.code()).isZero();
    assertThat(TestBaton.lines(result.out())).contains("one", "two");
  }

  @Test
  void postContainer_withVariables_takesOneFlagForEach() {
    Result done =
        baton.run(
            "post",
            "run_container",
            "--follow",
            "--env",
            "A=x",
            "--env",
            "B=y=z",
            "--",
            "sh",
            "-c",
            "echo \"$A $B\"");
    assertThat(done.code()).isZero();
    assertThat(done.out()).contains("x y=z");
    Result generic =
        baton.run(
            "post",
            "run_container",
            "--follow",
            "-p",
            "env=A=x",
            "-p",
            "env={\"B\": \"y\"}",
            "--",
            "sh",
            "-c",
            "echo \"$A $B\"");
    assertThat(generic.out()).contains("x y");
    Result wrong = baton.run("post", "run_container", "--env", "A", "--", "true");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("parameter 'env' is 'A'; expected KEY=VALUE");
    assertThat(baton.run("post", "run_container", "--help").out())
        .contains("--env=KEY=VALUE", "may be repeated");
  }

  @Test
  void post_quietly_printsNothing() {
    Result result = baton.run("post", "dummy_test_action", "--seconds", "0", "--wait", "--quiet");

    assertThat(result).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void post_ofMany_printsEachIdAndWaitsForAll() {
    Result result =
        baton.run("post", "dummy_test_action", "-p", "seconds=0", "--count", "25", "--wait");

    assertThat(result.code()).isZero();
    assertThat(TestBaton.lines(result.out())).hasSize(26).last().isEqualTo("25 jobs: 25 SUCCESS");
  }

  @Test
  void post_takesParametersFromStandardInputAndFileAndArgument() throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), "{\"seconds\": 0, \"steps\": 3}");
    String[] rest = {"--param", "steps=5", "--output", "json", "--wait"};

    JsonNode fromInput = json(baton.run(Map.of(), "{\"seconds\": 0}", post(rest, "--params", "-")));
    JsonNode fromFile = json(baton.run(post(rest, "--params", "@" + file)));

    assertThat(fromInput.path("payload").asText()).isEqualTo("{\"seconds\":0,\"steps\":5}");
    assertThat(fromFile.path("payload").asText()).isEqualTo("{\"seconds\":0,\"steps\":5}");
  }

  @Test
  void post_ofParametersThatAreNoSingleDocument_isRefused() {
    for (String params : List.of("{\"seconds\":1}x", "{\"seconds\":1,\"seconds\":2}")) {
      Result result = baton.run("post", "dummy_test_action", "--params", params);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("--params is not JSON");
    }
  }

  @Test
  void label_selectsAndIsShown() {
    String id =
        baton
            .run("post", "dummy_test_action", "--label=team=a", "--label=x.y/z=it's b", "-w")
            .out()
            .lines()
            .findFirst()
            .orElseThrow();
    for (String label : List.of("team=a", "x.y/z=it's b")) {
      assertThat(baton.run("job", "list", "--full-id", "--label", label).out()).contains(id);
    }
    assertThat(baton.run("job", "list", "--full-id", "--label=team=a", "--label=x.y/z=c").out())
        .doesNotContain(id);
    assertThat(baton.run("job", "get", id).out()).contains("team=a, x.y/z=it's b");
    Result wrong = baton.run("post", "dummy_test_action", "--label=team");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--label is 'team'; expected KEY=VALUE");
  }

  @Test
  void post_sendsEveryAttribute() throws IOException {
    JsonNode job =
        json(
            baton.run(
                "post",
                "dummy_test_action",
                "--seconds=0",
                "--priority=7",
                "--not-before=1ms",
                "--timeout=90s",
                "--max-attempts=3",
                "--unique-key=only-one",
                "--name=a name",
                "--tag=a,b",
                "--label=team=a=b",
                "--label",
                "example.com/stage=test, 2",
                "--target=job/x",
                "--wait",
                "--output=json"));

    assertThat(job.path("timeout").asText()).isEqualTo("PT1M30S");
    assertThat(job.path("max-attempts").asInt()).isEqualTo(3);
    assertThat(job.path("unique-key").asText()).isEqualTo("only-one");
    assertThat(job.path("name").asText()).isEqualTo("a name");
    assertThat(job.path("target-resource").path("href").asText()).isEqualTo("job/x");
    assertThat(job.path("labels").toString())
        .isEqualTo("{\"example.com/stage\":\"test, 2\",\"team\":\"a=b\"}");
    assertThat(job.path("state").asText()).isEqualTo("SUCCESS");
  }

  @Test
  void post_withTakenUniqueKey_answersTheFirstJobAndSaysSo() {
    String[] command = {
      "post", "dummy_test_action", "--seconds=60", "--unique-key=taken", "--not-before=1h"
    };
    Result first = baton.run(command);
    Result second = baton.run(command);

    assertThat(second.code()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).contains("unique key 'taken'");
    baton.run("job", "cancel", first.out().strip());
  }

  @Test
  void post_help_showsTheFlagsOfTheAction() {
    Result result = baton.run("post", "dummy_test_action", "--help");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("Parameters of dummy_test_action:", "--steps=N", "default: 10");
  }

  @Test
  void post_ofUnknownAction_suggestsOne() {
    Result result = baton.run("post", "dummy_test_acton");

    assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(result.err())
        .contains(
            "there is no action 'dummy_test_acton'; did you mean 'dummy_test_action'?",
            "--unknown-action allow posts it anyway");
  }

  @Test
  void post_ofUnknownActionThatIsAllowed_postsWhatIsGiven() throws IOException {
    String[] command = {
      "post", "only_python", "--unknown-action", "allow", "-p", "size=3", "--dry-run"
    };
    assertThat(baton.run(command).out()).contains("only_python", "{\"size\":3}");
    Result posted = baton.run("post", "only_python", "--unknown-action", "allow");
    assertThat(posted.code()).isZero();
    JsonNode why = json(baton.run("job", "why", posted.out().strip(), "--output", "json"));
    assertThat(why.path("summary").asText())
        .isEqualTo("waits: none of 1 live executors has the action 'only_python'");
    baton.run("job", "cancel", posted.out().strip());
    assertThat(baton.run("post", "only_python", "--unknown-action", "maybe").err())
        .contains("unknown-action is 'maybe'; allowed: allow, reject");
  }

  @Test
  void postHelp_withServer_listsTheActionsByPlugin() {
    String help = baton.run("post", "--help").out();
    assertThat(help).contains("--not-before", "Actions known to the server at " + baton.endpoint());
    assertThat(help.substring(help.indexOf("Actions known")))
        .containsSubsequence(
            "builtin:",
            "  dummy_test_action      Sleeps",
            "  run_command            Runs an operating-system command",
            "(administrators)",
            "  simple_http_webserver  Serves a directory by HTTP");
  }

  @Test
  void postHelp_withoutServer_listsWhatIsBuiltIn() {
    Result help =
        TestBaton.runIn(Map.of("HOME", folder.resolve("nobody").toString()), "", "post", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("Actions of this program (not of a server: no Baton server found")
        .containsSubsequence("builtin:", "  simple_http_webserver  ", "engines:", "run_container");
  }

  @Test
  void actionForget_ofWhatTheServerHas_isRefused() {
    Result result = baton.run("action", "forget", "run_command");
    assertThat(result.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(result.err()).contains("'run_command' is provided by this server");
    assertThat(baton.run("action", "forget", "nothing_like_it").code())
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void why_ofAWebServerWhosePortIsTaken_namesTheCapabilityAndThePort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      String id = baton.run("post", "simple_http_webserver", "--port", port).out().strip();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            JsonNode why = json(baton.run("job", "why", id, "--output", "json"));
            assertThat(why.path("summary").asText())
                .startsWith("waits: capability 'port_is_free' refuses it on here on ")
                .contains("port " + port + " at 127.0.0.1: Address already in use", "(since 20");
          });
      baton.run("job", "cancel", id);
    }
  }

  @Test
  void post_withBadParameters_isRefusedBeforeAnythingIsPosted() {
    assertThat(baton.run("post", "dummy_test_action", "--steps", "x").err())
        .endsWith("\nbaton: parameter 'steps' is 'x'; expected a whole number\n");
    assertThat(baton.run("post", "dummy_test_action", "--setps", "1").err())
        .contains("Unknown option", "Did you mean '--steps'?");
    Result refused = baton.run("post", "dummy_test_action", "--steps", "0");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("steps");
  }

  @Test
  void jobList_inJson_isTheCollectionAsTheApiAnswersIt() throws IOException {
    String id = baton.run("post", "dummy_test_action", "--seconds=0", "--name=l").out().strip();

    JsonNode page =
        json(baton.run("job", "list", "--filter", "id='" + id + "'", "--output", "json"));

    assertThat(page.path("count").asInt()).isEqualTo(1);
    assertThat(page.path("resources").path(0).path("id").asText()).isEqualTo(id);
    assertThat(page.path("resource-type").asText()).isEqualTo("job-collection");
  }

  @Test
  void jobList_withSelect_hasThoseColumns() {
    baton.run("post", "dummy_test_action", "--seconds=0", "--name=selected");

    Result result = baton.run("job", "list", "--filter", "name='selected'", "--select", "name");

    assertThat(TestBaton.lines(result.out()).getFirst()).matches("id +name");
    assertThat(TestBaton.lines(result.out()).get(1)).endsWith("selected");
  }

  @Test
  void jobList_withMalformedFilter_saysWhy() {
    Result result = baton.run("job", "list", "--filter", "state=");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("baton: Invalid CIMI filter");
  }

  @Test
  void jobCommands_onUnknownJob_exitWithNotFound() {
    for (String command : List.of("get", "why", "logs", "history", "cancel", "retry", "delete")) {
      Result result = baton.run("job", command, UNKNOWN);

      assertThat(result.code()).as(command).isEqualTo(ExitCode.NOT_FOUND);
      assertThat(result.err()).as(command).contains(UNKNOWN + " not found");
    }
  }

  @Test
  void waitingJob_canBeExplainedAndCancelled() {
    String id = baton.run("post", "dummy_test_action", "--not-before", "1h").out().strip();

    Result why = baton.run("job", "why", id);
    Result waited = baton.run("job", "wait", id, "--timeout", "1ms");
    Result cancelled = baton.run("job", "cancel", id);
    Result again = baton.run("job", "cancel", id);

    assertThat(why.out()).startsWith(id + " is QUEUED").contains("closed");
    assertThat(waited.code()).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
    assertThat(cancelled.out()).isEqualTo(id + " CANCELED\n");
    assertThat(again.code()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(baton.run("job", "wait", id).code()).isEqualTo(ExitCode.CANCELED);
  }

  @Test
  void failedJob_canBeRetried_asANewJob() {
    String id =
        TestBaton.lines(baton.run("post", "run_command", "--wait", "--", "false").out()).getFirst();

    Result retried = baton.run("job", "retry", id);

    assertThat(retried.code()).isZero();
    assertThat(retried.out()).matches("job/[0-9a-f-]{36}\n").isNotEqualTo(id + "\n");
  }

  @Test
  void logsAndHistory_tellWhatHappened() {
    Result posted = baton.run("post", "run_command", "--wait", "--", "echo", "hello");
    String id = TestBaton.lines(posted.out()).getFirst();

    assertThat(TestBaton.lines(baton.run("job", "logs", id).out())).contains("hello");
    assertThat(baton.run("job", "history", id).out()).contains("posted", "started", "ended");
    assertThat(baton.run("job", "get", id).out()).contains("run_command", "SUCCESS");
  }

  @Test
  void deletingByFilter_needsAWordOfConfirmation() {
    baton.run("post", "dummy_test_action", "--seconds=0", "--name=doomed", "--wait");
    String[] command = {"job", "delete", "--filter", "name='doomed'"};

    Result asked = baton.run(command);
    Result done = baton.run("job", "delete", "--filter", "name='doomed'", "--yes");

    assertThat(asked.code()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.out()).isEqualTo("Would delete 1 job: 1 SUCCESS\n");
    assertThat(asked.err())
        .isEqualTo("baton: nothing was changed; add --yes to change these jobs\n");
    assertThat(done.out()).isEqualTo("Deleted 1 of 1 jobs\n");
  }

  @Test
  void executors_areListedAndShowTheirThreads() {
    assertThat(baton.run("executor", "list").out()).contains("here", "alive");
    assertThat(baton.run("executor", "threads", "here").out()).contains("baton-");
  }

  @Test
  void lookingAround_works() {
    assertThat(baton.run("action", "list").out()).contains("run_command", "dummy_test_action");
    assertThat(baton.run("action", "show", "run_command").out()).contains("--command");
    assertThat(baton.run("board", "list").code()).isZero();
    Result restored = baton.run("board", "restore");
    assertThat(restored.out()).as(restored.err()).startsWith("Jobs posted again: ");
    assertThat(baton.run("board", "restore", "--output", "json").out()).contains("\"released\" : ");
    assertThat(baton.run("distribution", "list").out()).contains("jobs_cleanup");
    assertThat(baton.run("plugin", "list").out()).contains("builtin");
  }

  @Test
  void users_areAddedWithPasswordFromTheEnvironment_andLogIn() {
    Result added =
        baton.run(Map.of("BATON_NEW_PASSWORD", "first-password"), "", "user", "add", "u");
    Result listed = baton.run(login("u", "first-password"), "", "job", "list");
    Result changed =
        baton.run(Map.of("BATON_NEW_PASSWORD", "other-password"), "", "user", "passwd", "u");
    Result old = baton.run(login("u", "first-password"), "", "job", "list");

    assertThat(added.out()).startsWith("user/");
    assertThat(listed.code()).isZero();
    assertThat(changed.code()).isZero();
    assertThat(old.code()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(old.err()).isEqualTo("baton: invalid credentials for 'u'\n");
    assertThat(baton.run("user", "list").out()).contains("u ");
    assertThat(baton.run("user", "delete", "u").code()).isZero();
    assertThat(baton.run("user", "delete", "u").code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void userAdd_withoutTerminalAndVariable_saysWhatToSet() {
    Result result = baton.run("user", "add", "nobody");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("set BATON_NEW_PASSWORD");
  }

  @Test
  void apiKeys_workForWhatTheyAreFor() throws IOException {
    JsonNode key = json(baton.run("apikey", "create", "--name", "all", "--output", "json"));
    JsonNode limited = json(baton.run("apikey", "create", "--executor", "--output", "json"));

    assertThat(baton.run(key(key), "", "user", "list").code()).isZero();
    assertThat(baton.run(key(limited), "", "user", "add", "x").code()).isNotZero();
    assertThat(baton.run("apikey", "list").out()).contains(key.path("resource-id").asText());
    String id = key.path("resource-id").asText();
    assertThat(baton.run("apikey", "delete", id).code()).isZero();
    assertThat(baton.run(key(key), "", "user", "list").code()).isEqualTo(ExitCode.FORBIDDEN);
  }

  @Test
  void dataFolder_picksTheServer() {
    assertThat(baton.run("--data", baton.data().toString(), "job", "list").code()).isZero();
    assertThat(baton.run("job", "list", "--data", folder.toString()).code())
        .isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(baton.run("job", "list", "--endpoint", baton.endpoint()).code())
        .isEqualTo(ExitCode.FORBIDDEN);
  }

  private static String[] post(String[] rest, String... first) {
    return java.util.stream.Stream.of(
            List.of("post", "dummy_test_action"), List.of(first), List.of(rest))
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  private static Map<String, String> login(String user, String password) {
    return Map.of("BATON_USER", user, "BATON_PASSWORD", password);
  }

  private static Map<String, String> key(JsonNode answer) {
    return Map.of(
        "BATON_API_KEY", answer.path("resource-id").asText(),
        "BATON_API_SECRET", answer.path("secret-key").asText());
  }

  private static JsonNode json(Result result) throws JsonProcessingException {
    assertThat(result.code()).as(result.err()).isZero();
    return ApiClient.JSON.readTree(result.out());
  }
}
