// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineVolume;
import dev.baton.error.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("integration")
@ResourceLock("docker")
final class DockerContainerEngineTest extends ContainerEngineContract {

  @Override
  ContainerEngineFixture fixture() {
    return DockerEngineTest.fixture();
  }

  @Test
  void logs_ofAContainerThatKeepsNone_waitForItsEnd() throws Exception {
    String none = "{\"HostConfig\": {\"LogConfig\": {\"Type\": \"none\", \"Config\": null}}}";
    ObjectNode raw = (ObjectNode) new ObjectMapper().readTree(none);
    assertThat(lines(shell("echo lost; sleep 1").raw(raw))).isEmpty();
  }

  /** Docker only: Podman creates a missing folder. */
  @Test
  void create_folderThatIsNotThere_isRefusedAndMakesNothing(@TempDir Path folder) {
    String missing = folder.resolve("missing").toString();
    EngineSpec spec =
        shell("true")
            .volumes(List.of(new EngineVolume.HostPath(missing, "/mounted", true)))
            .build();
    assertThatThrownBy(() -> engine().create(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(missing);
    assertThat(engine().find(spec.name())).isEmpty();
  }
}
