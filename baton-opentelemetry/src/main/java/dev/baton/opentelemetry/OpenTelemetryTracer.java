// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Lifecycle;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import dev.baton.trace.Tracer;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records spans and sends them to an OpenTelemetry receiver by OTLP over HTTP, in batches, from its
 * own thread. If the receiver does not answer or the queue is full, spans are dropped and counted.
 * Spans that end before the start wait in the queue. {@link #stop()} sends the spans of the queue,
 * and takes at most six seconds.
 */
public final class OpenTelemetryTracer implements Tracer, Service {

  /**
   * The options of a tracer.
   *
   * @param endpoint the address to which spans are posted, with its path
   * @param headers returns the further headers of each request; called before each request
   * @param ratio the share of traces that are recorded, from 0 to 1, of those that begin here
   * @param service the name of the kind of the process
   * @param instance the name of the process
   * @param version the version of the program
   */
  public record Options(
      URI endpoint,
      Supplier<Map<String, String>> headers,
      double ratio,
      String service,
      String instance,
      String version) {}

  /** Counts sent and dropped spans. Called by several threads; does not throw. */
  public interface SpanCounts {
    /** The receiver has accepted these spans. */
    void sent(int spans);

    /** These spans are lost, because the receiver did not accept them or the queue was full. */
    void dropped(int spans);
  }

  /** How long a stop waits for a request under way, before it sends the rest. */
  private static final Duration LAST_PASS = Duration.ofSeconds(2);

  private static final Duration LAST_SPANS = Duration.ofSeconds(3);

  /** How long a stop waits until the client of the receiver has closed its connections. */
  private static final Duration LAST_WORK = Duration.ofSeconds(1);

  private final Clock clock;
  private final ExecutorService sender = Threads.platformPool("otlp-send");
  private final SendSpans sendSpans;
  private final SdkTracerProvider provider;
  private final io.opentelemetry.api.trace.Tracer tracer;
  private final PollLoop loop;
  private final Lifecycle life = new Lifecycle();

  private OpenTelemetryTracer(Options options, SpanCounts counts, Clock clock) {
    this.clock = clock;
    this.sendSpans = new SendSpans(options, sender, counts, this::wake);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(resource(options))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(options.ratio())))
            .addSpanProcessor(sendSpans)
            .build();
    this.tracer = provider.get("dev.baton", options.version());
    this.loop = PollLoop.withGracefulStop("otlp", sendSpans, LAST_PASS);
  }

  /** Creates a tracer; {@link #start} starts to send. */
  public static OpenTelemetryTracer create(Options options, SpanCounts counts, Clock clock) {
    return new OpenTelemetryTracer(options, counts, clock);
  }

  private static Resource resource(Options options) {
    return Resource.getDefault().toBuilder()
        .put("service.name", options.service())
        .put("service.instance.id", options.instance())
        .put("service.version", options.version())
        .build();
  }

  private void wake() {
    loop.wake();
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span start(
      SpanKind kind, String name, @Nullable TraceContext parent, @Nullable Instant since) {
    if (parent == null) {
      return start(kind, name, Context.root(), null, since);
    }
    return parent.isSampled()
        ? start(kind, name, contextOf(parent), parent.tracestate(), since)
        : Tracer.unrecorded(parent);
  }

  private static Context contextOf(TraceContext parent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), parent, ReadTraceContext.INSTANCE);
  }

  /**
   * Starts a span.
   *
   * @param tracestate that of the parent, which the span passes on
   */
  Span start(
      SpanKind kind,
      String name,
      Context parent,
      @Nullable String tracestate,
      @Nullable Instant since) {
    var builder = tracer.spanBuilder(name).setParent(parent).setSpanKind(RecordedSpan.kind(kind));
    if (since != null) {
      builder.setStartTimestamp(since);
    }
    var span = builder.startSpan();
    TraceContext context = written(span.getSpanContext(), tracestate);
    return span.isRecording() ? new RecordedSpan(this, span, context) : Tracer.unrecorded(context);
  }

  private static TraceContext written(SpanContext span, @Nullable String tracestate) {
    String traceparent =
        "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
    return new TraceContext(traceparent, tracestate);
  }

  @Override
  public void start() {
    life.start(loop::start, this::stopAll);
  }

  @Override
  public void stop() {
    life.stop(this::stopAll);
    // A tracer that was never started has no spans to send, but has the threads of its sender.
    sender.shutdownNow();
  }

  private void stopAll() {
    loop.stop();
    sendSpans.sendRest(Deadline.after(clock.nanos(), LAST_SPANS), clock);
    provider.shutdown().join(LAST_WORK.toMillis(), TimeUnit.MILLISECONDS);
    sender.shutdownNow();
  }
}
