// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.flows.ServerPlugin;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cli.TestBaton.Result;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests commands about flows against a real server with a plugin and a real executor. */
final class CliFlowTest {

  private static final String UNKNOWN = "job/00000000-0000-4000-8000-000000000000";

  @TempDir static Path folder;
  private static TestBaton baton;

  @BeforeAll
  static void start() throws IOException {
    baton = new TestBaton(folder, Map.of("--plugins", plugins().toString()));
  }

  private static Path plugins() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream file = Files.newOutputStream(plugins.resolve("servers.jar"));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/dev.baton.plugin.Plugin"));
      jar.write(ServerPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
      for (Class<?> type :
          List.of(
              ServerPlugin.class,
              ServerPlugin.Server.class,
              ServerPlugin.Disks.class,
              ServerPlugin.Erase.class,
              ServerPlugin.Release.class)) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(entry)) {
          bytes.transferTo(jar);
        }
      }
    }
    return plugins;
  }

  @AfterAll
  static void stop() {
    baton.close();
  }

  private static JsonNode json(Result result) {
    assertThat(result.code()).as(result.err()).isZero();
    try {
      return ApiClient.JSON.readTree(result.out());
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + result.out(), e);
    }
  }

  private static long count() {
    return json(baton.run("job", "list", "--last", "0", "--output", "json")).path("count").asLong();
  }

  private static JsonNode job(String id) {
    return json(baton.run("job", "get", id, "--output", "json"));
  }

  private static String waiting(String... flags) {
    String[] words = new String[flags.length + 2];
    words[0] = "post";
    words[1] = "create_server";
    System.arraycopy(flags, 0, words, 2, flags.length);
    String id = baton.run(words).out().strip();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          JsonNode job = job(id);
          return job.path("attempt").asInt() > 0 && job.path("state").asText().equals("QUEUED");
        });
    return id;
  }

  private static String approved() {
    String id = waiting();
    baton.run("job", "signal", id, "approve");
    assertThat(baton.run("job", "wait", id, "--quiet").code()).isZero();
    return id;
  }

  @Test
  void post_withHierarchy_printsTheTreeAndPostsNothing() {
    long before = count();

    Result result = baton.run("post", "create_server", "--hierarchy", "--image", "alpine");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(TestBaton.lines(result.out()))
        .startsWith("\"linear_flow.Flow: create_server(len=5)\"", "|__\"server_retry==1.0\"")
        .contains("|  |__\"make_subnet==1.0\"")
        .hasSize(9);
    assertThat(count()).isEqualTo(before);
    assertThat(baton.run("post", "run_command", "--hierarchy", "--", "ls").err())
        .contains("action 'run_command' runs no flow");
  }

  @Test
  void post_withDryRun_showsTheJobAndPostsNothing() {
    long before = count();

    Result result =
        baton.run("post", "create_server", "--dry-run", "--requires", "has_kvm", "--broken");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("Nothing is posted.")
        .containsPattern("requires +has_kvm\n")
        .containsPattern("payload +\\{\"broken\":true}")
        .containsPattern("make_subnet +task +its revert +create_server / network")
        .containsPattern("open_firewall +task +nothing");
    assertThat(count()).isEqualTo(before);
    assertThat(baton.run("post", "create_server", "--dry-run", "--param", "imgae=x").code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void flowGraph_drawsActions() throws IOException {
    Path file = folder.resolve("flow.mmd");

    Result text = baton.run("flow", "graph", "create_server", "--format", "dot");
    Result written = baton.run("flow", "graph", "make_disks", "-p", "count=2", "-o", "" + file);

    assertThat(text.out()).startsWith("digraph \"create_server\" {");
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(written.out()).isEmpty();
    assertThat(Files.readString(file)).startsWith("flowchart TB").contains("choose_disks");
    assertThat(baton.run("flow", "graph", "create_server").out()).startsWith("<svg ");
  }

  @Test
  void flowGraph_ofWhatCannotBeDrawn_saysWhy() {
    assertThat(baton.run("flow", "graph", "create_server", "--format", "png").err())
        .contains("format is 'png'; allowed: svg, dot, mermaid");
    assertThat(baton.run("flow", "graph", "make_disks").err()).contains("count");
    Result unknown = baton.run("flow", "graph", UNKNOWN);
    assertThat(unknown.code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void show_ofRunningFlows_listsJobsAndTheirAtoms() {
    String id = waiting("--image", "alpine");

    Result result = baton.run("show", id);
    Result all = baton.run("show", id, "--all");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(TestBaton.lines(result.out()).getFirst())
        .startsWith(shown(id) + "  create_server  QUEUED");
    assertThat(result.out())
        .containsPattern("\n  allocate_ip +SUCCESS")
        .containsPattern("\n  network:\n    make_subnet +SUCCESS")
        .containsPattern("\n  approve +RUNNING +.*awaits signal 'approve'")
        .containsPattern("\n  boot +PENDING\n")
        .doesNotContain("server_retry");
    assertThat(all.out()).contains("server_retry");
    JsonNode json = json(baton.run("show", id, "--output", "json"));
    assertThat(json.at("/jobs/0/job/id").asText()).isEqualTo(id);
    assertThat(json.at("/jobs/0/flow/atoms")).hasSize(7);
    assertThat(baton.run("show").out()).contains(shown(id));
    assertThat(baton.run("show", "--full-id").out()).contains(id);
    assertThat(baton.run("show", UNKNOWN).code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void showWatch_endsWithTheJob() {
    String id = waiting("--broken");
    baton.run("job", "signal", id, "approve");

    Result result = baton.run("show", id, "--watch");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(shown(id) + "  create_server  FAILED")
        .containsPattern("boot +REVERTED .*no host has room for 'debian'");
  }

  @Test
  void previewAndCancel_revertOrKeep() {
    String reverted = waiting();
    String kept = waiting();

    Result preview = baton.run("job", "preview-cancel", reverted);
    assertThat(preview.out())
        .startsWith("2 reverts would run; the effects of 2 atoms without a revert would remain.\n")
        .containsPattern("1 +approve +none: its effect stays")
        .containsPattern("4 +allocate_ip +runs");
    assertThat(baton.run("job", "cancel", kept, "--keep").out()).isEqualTo(kept + " CANCELED\n");
    assertThat(baton.run("job", "cancel", reverted).code()).isZero();
    assertThat(baton.run("job", "wait", reverted, "--quiet").code()).isEqualTo(ExitCode.CANCELED);

    assertThat(states(reverted)).contains("REVERTED").doesNotContain("SUCCESS");
    assertThat(states(kept)).contains("SUCCESS").doesNotContain("REVERTED");
    assertThat(baton.run("job", "cancel", kept, "--keep", "--revert").err())
        .contains("contradict each other");
  }

  private static List<String> states(String id) {
    return json(baton.run("job", "flow", id, "--output", "json"))
        .path("atoms")
        .findValuesAsText("state");
  }

  @Test
  void rerunAndRevert_printTheNewJobAlone() {
    String id = approved();

    String again = baton.run("job", "rerun", id, "--from", "boot").out().strip();
    assertThat(again).matches("job/[0-9a-f-]{36}").isNotEqualTo(id);
    assertThat(baton.run("job", "wait", again, "--quiet").code()).isZero();
    String undone = baton.run("job", "revert", again).out().strip();
    assertThat(baton.run("job", "wait", undone, "--quiet").code()).isZero();

    assertThat(states(undone)).containsOnly("REVERTED");
    assertThat(baton.run("job", "revert", undone).code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(baton.run("job", "rerun", id).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void jobFlow_showsAtomsAndSteps() {
    String id = approved();

    Result result = baton.run("job", "flow", id);
    Result atoms = baton.run("job", "flow", id, "--steps", "0");
    Result few = baton.run("job", "flow", id, "--steps", "2");

    assertThat(TestBaton.lines(result.out()).getFirst())
        .isEqualTo(id + " is SUCCESS, its flow 'create_server' is SUCCESS");
    assertThat(result.out())
        .containsPattern("  make_subnet +SUCCESS +1 +0 ")
        .containsPattern("task +boot +PENDING +RUNNING")
        .containsPattern("task +boot +RUNNING +SUCCESS +\\d+m?s");
    assertThat(atoms.out()).contains("boot").doesNotContain("PENDING  RUNNING");
    assertThat(few.out()).contains("There are more steps");
    assertThat(baton.run("job", "flow", UNKNOWN).code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void flow_ofAnAdministrator_mayPostJobsOfActionsForAdministrators() {
    Result result = baton.run("post", "erase_all", "--wait");

    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(
            json(baton.run("job", "list", "--filter", "action='erase'", "--output", "json"))
                .path("resources")
                .findValuesAsText("state"))
        .containsExactly("SUCCESS");
  }

  /** The short form of an id, as tables show it. */
  private static String shown(String id) {
    return ShortJobIds.of(List.of(id), false).text(id);
  }
}
