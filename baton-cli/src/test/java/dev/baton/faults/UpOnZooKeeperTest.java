// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests {@code baton up} with an embedded ZooKeeper. */
@Execution(ExecutionMode.CONCURRENT)
final class UpOnZooKeeperTest {

  @TempDir Path folder;

  private BatonProcess up(int port) {
    return BatonProcess.start(
        folder,
        Map.of(
            "BATON_ADMIN_PASSWORD",
            TestInstallation.PASSWORD,
            "BATON_DATA",
            folder.resolve("data").toString(),
            "XDG_STATE_HOME",
            folder.resolve("state").toString()),
        "up",
        "--port",
        "0",
        "--lease",
        "2s",
        "--board",
        "zookeeper",
        "--zk-port",
        String.valueOf(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<ObjectNode> commands(int count, String... words) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "run_command");
          List.of(words).forEach(job.putObject("payload").putArray("command")::add);
          return job;
        })
        .toList();
  }

  @Test
  void job_ofAnActionThatOnlyOthersHave_waitsAndShowsItsEntry() throws IOException {
    try (BatonProcess up = up(freePort())) {
      String endpoint = up.awaitLine("Baton is up: ");
      TestApiClient api = TestApiClient.login(endpoint, "super", TestInstallation.PASSWORD);
      ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "only_python");
      job.putArray("tags").add("mine");
      String id = api.post(List.of(job)).getFirst();
      await()
          .untilAsserted(() ->
              assertThat(api.get(id).get("tags").toString())
                  .matches("\\[\"mine\",\"/job/entries/entry-999-\\d{10}\"]"));
      assertThat(api.get(id + "?select=tags").get("tags")).hasSize(2);
      await()
          .untilAsserted(() ->
              assertThat(api.get(id + "/why").get("summary").asText())
                  .startsWith("is due; no live executor of Baton has the action 'only_python'"));
      assertThat(api.send("POST", id + "/cancel", "").statusCode()).isEqualTo(200);
      assertThat(api.get(id).get("tags")).hasSize(1);
    }
  }

  @Test
  void jobs_whenTheProcessIsKilledWithItsZookeeper_allSucceed() throws IOException {
    int port = freePort();
    try (BatonProcess first = up(port)) {
      String endpoint = first.awaitLine("Baton is up: ");
      TestApiClient api = TestApiClient.login(endpoint, "super", TestInstallation.PASSWORD);
      api.post(commands(20, "sleep", "2"));
      await().until(() -> api.states().containsKey("RUNNING"));
      first.killHard();
    }
    assertThat(Files.isDirectory(folder.resolve("data/zookeeper/version-2"))).isTrue();
    try (BatonProcess second = up(port)) {
      String endpoint = second.awaitLine("Baton is up: ");
      TestApiClient api = TestApiClient.login(endpoint, "super", TestInstallation.PASSWORD);
      api.post(commands(5, "true"));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> api.states().getOrDefault("SUCCESS", 0L) >= 25);
    }
  }
}
