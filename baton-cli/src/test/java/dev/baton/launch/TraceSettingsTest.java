// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the settings of traces. */
final class TraceSettingsTest {

  @TempDir Path folder;

  private static TraceSettings read(Map<String, String> flags) {
    Settings settings = new Settings(flags, Map.of());
    TraceSettings traces = TraceSettings.of(settings);
    settings.check();
    return traces;
  }

  @Test
  void noSetting_isNoTracer() {
    assertThat(read(Map.of()).tracer("a", "up", new SimpleMeterRegistry(), Clock.system()))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4318, http://127.0.0.1:4318/v1/traces",
    "http://127.0.0.1:4318/, http://127.0.0.1:4318/v1/traces",
    "https://collector/v1/traces, https://collector/v1/traces",
    "https://gateway/otlp, https://gateway/otlp/v1/traces"
  })
  void endpoint_getsThePathOfTraces(String endpoint, URI expected) {
    assertThat(read(Map.of("--otlp-endpoint", endpoint)).endpoint()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "ftp://collector", "http://"})
  void endpoint_thatIsNoAddress_isRefused(String endpoint) {
    assertThatThrownBy(() -> read(Map.of("--otlp-endpoint", endpoint)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("otlp-endpoint is '" + endpoint + "'; expected an address");
  }

  @Test
  void endpoint_withCredentials_isRefusedWithoutThem() {
    assertThatThrownBy(() -> read(Map.of("--otlp-endpoint", "http://user:key@collector")))
        .hasMessageContaining("otlp-endpoint is an address with credentials")
        .hasMessageNotContaining("key@");
  }

  @Test
  void ratio_isANumberFrom0To1() {
    assertThat(read(Map.of()).ratio()).isEqualTo(1);
    assertThat(read(Map.of("--trace-ratio", "0.05")).ratio()).isEqualTo(0.05);
    assertThat(read(Map.of("--trace-ratio", "0")).ratio()).isZero();
    for (String wrong : new String[] {"1.1", "-1", "5%", "NaN", "1e-3"}) {
      assertThatThrownBy(() -> read(Map.of("--trace-ratio", wrong)))
          .hasMessageContaining("trace-ratio is '" + wrong + "'; expected a number from 0 to 1");
    }
  }

  @Test
  void headersFile_isReadAgainForEachRequest_andKeepsItsLastHeadersWhileItIsBroken()
      throws IOException {
    Path file = folder.resolve("headers");
    Files.writeString(file, "# for the receiver\n\nX-Api-Key: k-1\nX-Scope: a: b\n");
    TraceSettings traces =
        read(Map.of("--otlp-endpoint", "http://c", "--otlp-headers-file", file.toString()));
    assertThat(traces.headers().get()).isEqualTo(Map.of("X-Api-Key", "k-1", "X-Scope", "a: b"));

    Files.writeString(file, "X-Api-Key: k-2\n");
    assertThat(traces.headers().get()).isEqualTo(Map.of("X-Api-Key", "k-2"));
    Files.writeString(file, "k-3\n");
    assertThat(traces.headers().get()).isEqualTo(Map.of("X-Api-Key", "k-2"));
    Files.delete(file);
    assertThat(traces.headers().get()).isEqualTo(Map.of("X-Api-Key", "k-2"));
  }

  @Test
  void headersFile_thatIsWrong_isRefusedWithoutItsSecrets() throws IOException {
    Path file = folder.resolve("headers");
    String path = file.toString();
    Files.writeString(file, "X-Api-Key: k-1\nsecret-without-name\n");
    assertThatThrownBy(
            () -> read(Map.of("--otlp-endpoint", "http://c", "--otlp-headers-file", path)))
        .hasMessageContaining("otlp-headers-file '" + path + "': line 2 is not NAME: VALUE")
        .hasMessageNotContaining("secret");
    Files.writeString(file, "X-Api-Key: k-1\n");
    assertThatThrownBy(() -> read(Map.of("--otlp-headers-file", path)))
        .hasMessageContaining("otlp-headers-file is set, but not otlp-endpoint");
    assertThatThrownBy(() ->
            read(Map.of("--otlp-endpoint", "http://c", "--otlp-headers-file", path + ".missing")))
        .hasMessageContaining("cannot be read");
  }
}
