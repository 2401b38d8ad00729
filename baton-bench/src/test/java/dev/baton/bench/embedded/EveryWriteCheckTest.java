// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the replay of writes finds a store that does not synchronize its commits. */
@Tag("integration")
final class EveryWriteCheckTest {

  private static final String LOSSES =
      "power loss at every write: states, with lost writes, inconsistent";

  @TempDir Path folder;

  @BeforeEach
  void needStrace() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/strace"))
            || "1".equals(System.getenv("BATON_REQUIRE_SERVERS")),
        "strace is not installed");
  }

  private String losses(String name) throws Exception {
    EmbeddedStore store = EmbeddedStore.named(name);
    Findings findings = new Findings();
    new EveryWriteCheck(1).run(store, folder.toRealPath(), findings);
    return findings.values(store, LOSSES).getFirst();
  }

  @Test
  void storeThatSynchronizesItsCommits_losesNothing() throws Exception {
    assertThat(losses("sqlite")).matches("[1-9][0-9]*, 0, 0");
  }

  @Test
  void storeThatDoesNotSynchronizeItsCommits_isFound() throws Exception {
    assertThat(losses("sqlite-normal")).matches("[1-9][0-9]*, [1-9][0-9]*, .*");
  }
}
