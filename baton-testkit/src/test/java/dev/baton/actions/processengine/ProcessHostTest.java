// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.EnginePlace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests when the processes of a host are in the same place as before. */
final class ProcessHostTest {

  @Test
  void host_withAnotherName_isTheSameUntilItIsBootedAgain(@TempDir Path folder) throws IOException {
    String here = ProcessHost.place(folder).identity();
    assertThat(here).contains("processes=", "; host=");
    String renamed = here.replaceFirst("host=[^/]*/", "host=renamed/");
    assertThat(renamed).isNotEqualTo(here);
    assertThat(EnginePlace.isSame(here, renamed)).isTrue();
    String booted = here.replaceFirst("processes=[^:]*:", "processes=another-boot:");
    assertThat(EnginePlace.isSame(here, booted)).isTrue();
    assertThat(EnginePlace.isSame(renamed, booted)).isFalse();
    assertThat(EnginePlace.isSame(here, here.substring(here.indexOf("host=") + "host=".length())))
        .isTrue();
  }
}
