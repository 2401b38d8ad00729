// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineVolume;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.testkit.server.KubernetesServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests that input which the real server refuses is reported in the terms of the spec. */
@Tag("integration")
@ResourceLock("kubernetes")
final class RefusedInputTest {

  private final KubernetesServer server = KubernetesServer.shared();
  private final Map<String, String> settings =
      new HashMap<>(KubernetesFixture.settings(server.kubeconfig()));

  @Test
  void create_withWhatTheServerRefuses_namesTheField() throws IOException {
    refused(spec().label("team", "two words"), "labels (metadata.labels)");
    refused(
        spec()
            .volumes(
                List.of(
                    new EngineVolume.Empty("/same", null), new EngineVolume.Empty("/same", null))),
        "volumes (spec.template.spec.containers[0].volumeMounts[1].mountPath)");
    refused(spec().raw(json("{\"spec\": {\"containers\": \"none\"}}")), "raw does not fit");
    // The server is too old for this field and would ignore it.
    refused(
        spec().raw(json("{\"job\": {\"completionMode\": \"Indexed\"}}")),
        "raw has 'job.completionMode'");
    refused(
        spec().raw(json("{\"job\": {\"completions\": 3, \"parallelism\": -1}}")),
        "instances-at-once (spec.parallelism)");
    refused(spec().raw(json("{\"job\": {\"completions\": -1}}")), "instances (spec.completions)");
    refused(spec().instances(new EngineInstances(3, null)), "update it to 1.29");
    refused(EngineSpec.named("refused").command("true"), "image is missing");
    settings.put("namespace", "nowhere");
    refused(spec(), "namespace 'nowhere' does not exist");
  }

  @Test
  void open_withWrongSettings_namesThemAll() {
    settings.putAll(Map.of("pull-policy", "maybe", "keep", "a day", "user", "root"));
    assertThatThrownBy(() -> open("mine"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("pull-policy is 'maybe'; expected always, if-missing or never")
        .hasMessageContaining("keep is 'a day'")
        .hasMessageContaining("user is 'root'");
    settings.put("colour", "red");
    assertThatThrownBy(() -> open("mine")).hasMessageContaining("no setting 'colour'");
  }

  @Test
  void create_whereTheNameIsTaken_isAConflict() {
    try (Engine other = open("other");
        Engine mine = open("mine")) {
      EngineSpec spec = EngineSpec.named("taken").image(KubernetesServer.IMAGE).build();
      other.create(spec);
      assertThatThrownBy(() -> mine.create(spec))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("'taken'")
          .hasMessageContaining("'mine'");
      mine.delete("taken");
      assertThat(other.find("taken").orElseThrow().deleting()).isFalse();
      other.delete("taken");
    }
  }

  @Test
  void create_withWrongCredentials_isForbidden(@TempDir Path folder) throws IOException {
    String config = Files.readString(server.kubeconfig());
    Path wrong =
        Files.writeString(
            folder.resolve("kubeconfig"), config.replace(server.token(), "nobodys-token"));
    settings.put("kubeconfig", wrong.toString());
    try (Engine engine = open("mine")) {
      assertThatThrownBy(() -> engine.create(spec().build()))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("refused");
    }
  }

  private void refused(EngineSpecBuilder spec, String message) {
    try (Engine engine = open("mine")) {
      assertThatThrownBy(() -> engine.create(spec.build()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(message);
      assertThat(engine.find("refused")).isEmpty();
    }
  }

  private Engine open(String installation) {
    return new KubernetesTestEngineFactory().open(installation, settings);
  }

  private static EngineSpecBuilder spec() {
    return EngineSpec.named("refused").image(KubernetesServer.IMAGE).command("true");
  }

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }
}
