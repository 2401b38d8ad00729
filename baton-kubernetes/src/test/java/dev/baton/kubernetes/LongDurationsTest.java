// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests durations that are long enough to overflow. */
final class LongDurationsTest {

  private static KubernetesSettings settings(String name, Object value) {
    Map<String, String> settings = Map.of(name, value.toString());
    return KubernetesSettings.of(
        new EngineOptions("k8s", "here", Path.of("unused"), settings, Clock.system()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep", "grace", "patience"})
  void setting_isAtMostTheLongestDuration(String name) {
    assertThat(settings(name, InputBounds.LONGEST_DURATION)).isNotNull();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> settings(name, InputBounds.LONGEST_DURATION.plusNanos(1)))
        .withMessageStartingWith("engine 'k8s': " + name + " is 'PT876000H0.000000001S'; expected ")
        .withMessageEndingWith(", at most PT876000H");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> settings(name, Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void manifest_hasSecondsThatKubernetesTakes() {
    KubernetesJobManifest manifest =
        new KubernetesJobManifest(settings("keep", InputBounds.LONGEST_DURATION), "here");
    EngineSpec spec =
        EngineSpec.named("one").image("i").timeout(InputBounds.LONGEST_DURATION).build();
    EngineSpec many =
        EngineSpec.named("many")
            .image("i")
            .timeout(InputBounds.LONGEST_DURATION)
            .instances(new EngineInstances(2, null))
            .build();

    ObjectNode one = manifest.of(spec, "default");
    ObjectNode array = manifest.of(many, "default");

    assertThat(one.at("/spec/ttlSecondsAfterFinished").asLong()).isEqualTo(Integer.MAX_VALUE);
    assertThat(one.at("/spec/activeDeadlineSeconds").asLong()).isEqualTo(Integer.MAX_VALUE);
    assertThat(array.at("/spec/template/spec/activeDeadlineSeconds").asLong())
        .isEqualTo(Integer.MAX_VALUE);
  }
}
