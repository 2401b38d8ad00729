// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.Credentials;
import dev.baton.job.JobId;
import dev.baton.launch.BoardOptions;
import dev.baton.launch.ProcessOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests the command lines of Nuvla's executors and distributors, from 2019 until today. */
final class NuvlaFlagAliasesTest {

  private static final String LEVEL = "baton.log.level";

  @TempDir Path folder;
  private String level = "";

  @BeforeEach
  void rememberLevel() {
    level = System.getProperty(LEVEL, "");
  }

  @AfterEach
  void restoreLevel() {
    if (level.isEmpty()) {
      System.clearProperty(LEVEL);
    } else {
      System.setProperty(LEVEL, level);
    }
  }

  @Test
  void executor_asDocumentedIn2019_isUnderstood() {
    ProcessOptions options =
        executor(
            "--endpoint=https://nuvla.example.org/",
            "--user=super",
            "--password=sesame",
            "--zk-hosts=zk1:2181,zk2:2181",
            "--threads=8",
            "--es-hosts-list=es1:9200,es2:9200");

    assertThat(options.backend().endpoint()).isEqualTo("https://nuvla.example.org");
    assertThat(options.backend().login().credentials())
        .isEqualTo(new Credentials.Password("super", "sesame"));
    assertThat(hosts(options)).isEqualTo("zk1:2181,zk2:2181");
    assertThat(options.executor().threads()).isEqualTo(8);
    assertThat(options.backend().pull()).isNull();
  }

  @Test
  void executor_asCodedIn2019_isUnderstood() {
    for (String prefix : List.of("--ss-", "--api-")) {
      ProcessOptions options =
          executor(
              prefix + "url",
              "https://nuvla.example.org/api",
              prefix + "user",
              "super",
              prefix + "pass",
              "sesame",
              prefix + "insecure",
              "--name",
              "fred",
              "--es-hosts",
              "es1:9200",
              "es2:9200");

      assertThat(options.backend().endpoint()).isEqualTo("https://nuvla.example.org");
      assertThat(options.backend().login().credentials())
          .isEqualTo(new Credentials.Password("super", "sesame"));
      assertThat(options.backend().login().tls().insecure()).isTrue();
      assertThat(options.name()).isEqualTo("fred");
    }
  }

  @Test
  void executor_ofToday_isUnderstood() {
    ProcessOptions options =
        executor(
            "--api-url",
            "https://nuvla.example.org",
            "--api-key",
            "credential/1",
            "--api-secret",
            "sesame",
            "--zk-hosts",
            "zk1:2181",
            "zk2:2181",
            "zk3:2181/jobs",
            "--statsd",
            "stats.example.org:8125",
            "-l",
            "WARNING",
            "--nuvlaedge-fs",
            "/srv/nuvlaedge/shared/");

    assertThat(options.backend().login().credentials())
        .isEqualTo(new Credentials.ApiKey("credential/1", "sesame"));
    assertThat(hosts(options)).isEqualTo("zk1:2181,zk2:2181,zk3:2181/jobs");
    assertThat(options.statsd()).isEqualTo("stats.example.org:8125");
    assertThat(System.getProperty(LEVEL)).isEqualTo("WARN");
    assertThat(options.backend().login().tls().insecure()).isFalse();
  }

  @Test
  void statsd_beyondTheLastPort_isRefused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> executor("--statsd", "stats.example.org:65536"))
        .withMessageContaining("statsd is 'stats.example.org:65536'; expected HOST or HOST:PORT");
  }

  @Test
  void executor_atTheEdge_isUnderstood() {
    ProcessOptions options =
        executor(
            "--api-url=https://nuvla.example.org",
            "--api-insecure",
            "--api-authn-header=internal group/nuvla-admin group/nuvla-admin",
            "--job-id",
            "job/0f21f6f9-6f1c-4a0e-9d3a-6f1c4a0e9d3a",
            "--debug");

    assertThat(options.backend().pull())
        .isEqualTo(new JobId("0f21f6f9-6f1c-4a0e-9d3a-6f1c4a0e9d3a"));
    assertThat(options.backend().login().header())
        .isEqualTo("internal group/nuvla-admin group/nuvla-admin");
    assertThat(options.backend().login().tls().insecure()).isTrue();
    assertThat(System.getProperty(LEVEL)).isEqualTo("DEBUG");
  }

  @Test
  void distributor_ofToday_isUnderstood() {
    ProcessOptions options =
        options(
            Map.of(),
            "distributor",
            "--api-url",
            "https://nuvla.example.org",
            "--zk-hosts",
            "zk1:2181",
            "--threads=8",
            "--distribution-exclude",
            "monitor_bulk_jobs",
            "usage_report",
            "--distribution-interval",
            "cleanup_jobs:3600",
            "monitor_bulk_job:10");

    assertThat(options.distributor().exclude())
        .containsExactlyInAnyOrder("monitor_bulk_jobs", "usage_report");
    assertThat(options.distributor().intervals())
        .isEqualTo(
            Map.of(
                "cleanup_jobs", Duration.ofHours(1), "monitor_bulk_job", Duration.ofSeconds(10)));
  }

  @Test
  void distributor_ofOneDistribution_isUnderstoodAndItsIntervalNoted() {
    TestBaton.Result result =
        TestBaton.runIn(
            environment(Map.of()),
            "",
            "distributor",
            "--api-url=http://127.0.0.1:1",
            "--api-user=super",
            "--api-pass=sesame",
            "--interval",
            "60",
            "--wait-for-store=0");

    assertThat(result.err())
        .contains("--interval has no effect: name the distribution: --distribution-interval");
  }

  @Test
  void cookiesAndLevelInTheEnvironment_areTaken() {
    String jar =
        "#LWP-Cookies-2.0\nSet-Cookie3: com.sixsq.nuvla.cookie=\"a \\\"b\\\"\"; path=\"/\"; secure;"
            + " version=0\nSet-Cookie3: other=1; path=\"/\"\n";
    Map<String, String> environment =
        Map.of(
            "JOB_LOG_LEVEL",
            "CRITICAL",
            "JOB_COOKIES",
            Base64.getEncoder().encodeToString(jar.getBytes(StandardCharsets.UTF_8)));

    ProcessOptions options = options(environment, "executor", "--log-level", "debug");

    assertThat(options.backend().login().cookies())
        .isEqualTo("com.sixsq.nuvla.cookie=a \"b\"; other=1");
    assertThat(System.getProperty(LEVEL)).isEqualTo("ERROR");
  }

  @Test
  void flags_whenTheEnvironmentHasAnotherLogin_win() {
    Map<String, String> environment =
        Map.of("BATON_API_KEY", "credential/1", "BATON_API_SECRET", "x", "BATON_PASSWORD", "y");

    assertThat(options(environment, "executor", "--user", "jane").backend().login().credentials())
        .isEqualTo(new Credentials.Password("jane", "y"));
    assertThat(
            options(environment, "executor", "--user", "jane", "--api-key", "credential/2")
                .backend()
                .login()
                .credentials())
        .isEqualTo(new Credentials.ApiKey("credential/2", "x"));
  }

  @Test
  void wrongValues_areAllNamed() {
    assertThatThrownBy(() ->
            executor("--zk-hosts", "a:2181/x", "b:port", "--job-id", "deployment/1", "--user=x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "zk-hosts has 'a:2181/x'",
            "zk-hosts has 'b:port'",
            "'deployment/1' is not a job id",
            "user and password must be set together");
    assertThatThrownBy(
            () -> options(Map.of(), "distributor", "--distribution-interval", "cleanup_jobs"))
        .hasMessageContaining("distribution-interval has 'cleanup_jobs'; expected NAME:SECONDS");
    assertThatThrownBy(() -> options(Map.of("JOB_COOKIES", "%"), "executor"))
        .hasMessageContaining("JOB_COOKIES: there is no cookie in it");
  }

  @Test
  void flagsWithoutEffect_areNotedAndNoSecretIsShown() {
    TestBaton.Result result =
        TestBaton.runIn(
            environment(Map.of()),
            "",
            "executor",
            "--endpoint=http://127.0.0.1:1",
            "--user=super",
            "--password=sesame",
            "--es-hosts-list=es1",
            "--wait-for-store=0");

    assertThat(result.err())
        .contains("--es-hosts-list has no effect: jobs are read through the API")
        .doesNotContain("sesame");
  }

  @Test
  void help_showsNoOldNames() {
    TestBaton.Result result = TestBaton.runIn(environment(Map.of()), "", "executor", "--help");

    assertThat(result.out())
        .contains("--zk-hosts", "--job-id", "--endpoint")
        .doesNotContain("--api-url", "--ss-", "--es-hosts", "--password", "--debug");
  }

  private static String hosts(ProcessOptions options) {
    assertThat(options.backend().usesNuvlaServer()).isTrue();
    assertThat(options.backend().board()).isInstanceOf(BoardOptions.OnServers.class);
    return ((BoardOptions.OnServers) options.backend().board()).servers();
  }

  private ProcessOptions executor(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "executor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return options(Map.of(), all);
  }

  private ProcessOptions options(Map<String, String> environment, String... arguments) {
    CommandLine line =
        BuildCommandLine.of(TestBaton.contextOf(environment(environment)), List.of(arguments));
    List<CommandLine> parsed = line.parseArgs(arguments).asCommandLineList();
    return ((ProcessCommand) parsed.getLast().getCommandSpec().userObject()).options();
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOME", folder.toString());
    return environment;
  }
}
