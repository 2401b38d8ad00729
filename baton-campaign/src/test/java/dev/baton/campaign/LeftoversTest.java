// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.FolderIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {

  @TempDir Path data;

  @Test
  void files_areThoseOfEngineJobs_andNotTheIdentityOfTheirFolder() throws IOException {
    Path engine = Files.createDirectories(data.resolve("engines/process"));
    assertThat(FolderIdentity.of(engine)).isNotEmpty();
    assertThat(Leftovers.files(data)).isEmpty();

    Path job = Files.createDirectories(engine.resolve("baton-1"));
    Files.writeString(job.resolve("output"), "text\n");
    assertThat(Leftovers.files(data)).containsExactly(job.resolve("output"));
  }
}
