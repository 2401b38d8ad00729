// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.console.ExitCode;
import dev.baton.testkit.server.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests {@code baton up} with its board on Redis. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
final class UpOnRedisTest {

  private static final Duration BOUND = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final RedisServer redis = RedisServer.started();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  private BatonProcess up(Map<String, String> environment, String... flags) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("BATON_ADMIN_PASSWORD", TestInstallation.PASSWORD);
    all.put("BATON_DATA", folder.resolve("data").toString());
    all.put("XDG_STATE_HOME", folder.resolve("state").toString());
    List<String> arguments = new ArrayList<>(List.of("up", "--port", "0", "--lease", "2s"));
    arguments.addAll(List.of(flags));
    return BatonProcess.start(folder, all, arguments.toArray(String[]::new));
  }

  private static TestApiClient api(BatonProcess up) {
    return TestApiClient.login(up.awaitLine("Baton is up: "), "super", TestInstallation.PASSWORD);
  }

  private static int starts(TestApiClient api, String job, int step) {
    for (JsonNode atom : api.get(job + "/flow").get("atoms")) {
      if (atom.get("name").asText().equals("step_" + step)) {
        return atom.get("starts").asInt();
      }
    }
    return 0;
  }

  @Test
  void flow_whenItsProcessIsKilledAndRedisIsEmptied_continuesAtItsStep() {
    ObjectNode flow = TestApiClient.JSON.createObjectNode().put("action", "dummy_test_flow");
    flow.putObject("payload").put("steps", 3).put("seconds", 4);
    String job;
    try (BatonProcess first = up(Map.of(), "--redis-url", redis.url())) {
      TestApiClient api = api(first);
      job = api.post(List.of(flow)).getFirst();
      await().atMost(BOUND).until(() -> starts(api, job, 2) == 1);
      first.killHard();
    }
    redis.send("flushall");
    try (BatonProcess second = up(Map.of(), "--redis-url", redis.url())) {
      TestApiClient api = api(second);
      await().atMost(BOUND).until(() -> api.states().containsKey("SUCCESS"));
      assertThat(starts(api, job, 1)).isEqualTo(1);
      assertThat(starts(api, job, 2)).isEqualTo(2);
      assertThat(starts(api, job, 3)).isEqualTo(1);
    }
  }

  @Test
  void up_withAWrongPassword_exitsAndDoesNotShowIt() {
    redis.send("config", "set", "requirepass", "correct");
    try (BatonProcess up =
        up(Map.of("BATON_BOARD_PASSWORD", "wrong-secret"), "--redis-url", redis.url())) {
      assertThat(up.awaitEnd(BOUND)).isEqualTo(ExitCode.USAGE);
      assertThat(up.errorText())
          .contains("Redis at 127.0.0.1:" + redis.port() + " refused the connection: WRONGPASS")
          .doesNotContain("wrong-secret");
    }
  }

  @Test
  void up_withoutRedis_exitsAsUnavailable() {
    redis.kill();
    try (BatonProcess up = up(Map.of(), "--redis-url", redis.url(), "--wait-for-store", "0")) {
      assertThat(up.awaitEnd(BOUND)).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(up.errorText()).contains("no Redis server answers at 127.0.0.1:" + redis.port());
    }
  }
}
