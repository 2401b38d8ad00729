// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.opentelemetry.OpenTelemetryTracer;
import dev.baton.server.Metric;
import dev.baton.service.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a process sends its traces.
 *
 * @param endpoint the address of the receiver with its path; null if traces are off
 * @param headers the further headers of requests to the receiver
 * @param ratio the share of the traces that are recorded, of those that begin in this process
 */
public record TraceSettings(
    @Nullable URI endpoint, Supplier<Map<String, String>> headers, double ratio) {

  private static final String PATH = "/v1/traces";

  /** Reads the settings; invalid values are added to the problems of the settings. */
  static TraceSettings of(Settings settings) {
    URI endpoint = settings.parsed(SettingKey.OTLP_ENDPOINT, TraceSettings::endpoint);
    HeadersFile headers =
        settings.parsed(SettingKey.OTLP_HEADERS_FILE, file -> HeadersFile.open(Path.of(file)));
    Double ratio = settings.parsed(SettingKey.TRACE_RATIO, TraceSettings::ratio);
    if (headers != null && settings.text(SettingKey.OTLP_ENDPOINT) == null) {
      settings.problem("otlp-headers-file is set, but not otlp-endpoint; set both or none");
    }
    return new TraceSettings(
        endpoint, headers == null ? Map::of : headers, ratio == null ? 1 : ratio);
  }

  private static URI endpoint(String text) {
    if (text.matches("https?://[^/?#\\s@]+(/[^?#\\s]*)?")) {
      String base = text.replaceFirst("/+$", "");
      try {
        return URI.create(base.endsWith(PATH) ? base : base + PATH);
      } catch (IllegalArgumentException e) {
        throw refused(text, e);
      }
    }
    throw refused(text, null);
  }

  private static InvalidInputException refused(String text, @Nullable Throwable cause) {
    String shown = text.contains("@") ? "an address with credentials" : "'" + text + "'";
    return new InvalidInputException(
        "otlp-endpoint is "
            + shown
            + "; expected an address without credentials, such as http://127.0.0.1:4318; keys"
            + " belong into otlp-headers-file",
        cause);
  }

  private static double ratio(String text) {
    if (!text.matches("0|1|1\\.0{1,9}|0?\\.\\d{1,9}")) {
      throw new InvalidInputException(
          "trace-ratio is '" + text + "'; expected a number from 0 to 1, such as 0.05");
    }
    return Double.parseDouble(text);
  }

  /** Creates the tracer of a process; null if traces are off. */
  @Nullable OpenTelemetryTracer tracer(
      String process, String kind, MeterRegistry registry, Clock clock) {
    return endpoint == null
        ? null
        : OpenTelemetryTracer.create(
            new OpenTelemetryTracer.Options(
                endpoint, headers, ratio, "baton-" + kind, process, BatonVersion.current()),
            new CountSpans(
                Metric.SPANS.counter(registry, "sent"), Metric.SPANS.counter(registry, "dropped")),
            clock);
  }

  private record CountSpans(Counter accepted, Counter lost)
      implements OpenTelemetryTracer.SpanCounts {
    @Override
    public void sent(int spans) {
      accepted.increment(spans);
    }

    @Override
    public void dropped(int spans) {
      lost.increment(spans);
    }
  }
}
