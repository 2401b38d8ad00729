// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineLine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests output that a node no longer shows, as after it started a new log file. */
@Tag("integration")
@ResourceLock("kubernetes")
final class RotatedOutputTest {

  private final KubernetesFixture fixture = new KubernetesFixture();
  private final Engine engine = fixture.engineFactory().open("lost-output", fixture.settings());
  private final String name = "lost-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void delete() {
    engine.delete(name);
    engine.close();
  }

  private List<EngineLine> lines(@Nullable String after) throws InterruptedException {
    List<EngineLine> lines = new ArrayList<>();
    engine.logs(name, after, lines::add);
    return lines;
  }

  @Test
  void logs_whoseFileWasReplaced_sayThatLinesMayBeMissing() throws Exception {
    engine.create(
        fixture
            .engineFactory()
            .spec(name, fixture.settings())
            .command("sh", "-c", "echo one; echo two; echo three")
            .build());
    List<EngineLine> all = lines(null);
    assertThat(all).extracting(EngineLine::text).containsExactly("one", "two", "three");
    String pod = all.getFirst().position().split("/")[0];
    Files.writeString(log(pod), "");
    String after = all.getFirst().position();
    List<EngineLine> rest = lines(after);
    assertThat(rest)
        .singleElement()
        .satisfies(line -> assertThat(line.text()).contains(pod, "lines may be missing here"));
    assertThat(lines(rest.getFirst().position())).hasSize(1);
    assertThat(lines(null)).isEmpty();
  }

  private Path log(String pod) throws IOException {
    Path logs = fixture.server().podLogs();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(logs, "*_" + pod + "_*")) {
      return folders.iterator().next().resolve("jobcontainer/0.log");
    }
  }
}
