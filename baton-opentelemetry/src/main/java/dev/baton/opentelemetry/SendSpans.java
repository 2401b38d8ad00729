// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import dev.baton.opentelemetry.OpenTelemetryTracer.Options;
import dev.baton.opentelemetry.OpenTelemetryTracer.SpanCounts;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects ended spans in a queue of limited length and sends them in batches. A span that finds
 * the queue full is dropped, so that no job waits for the receiver. The processor of the SDK that
 * does the same does not tell how many spans it has dropped.
 */
final class SendSpans implements SpanProcessor, PollLoop.Pass {

  private static final Logger LOG = LoggerFactory.getLogger(SendSpans.class);

  private static final int MAX_WAITING = 8_192;
  private static final int BATCH = 512;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);

  /** Longer than two requests and the pause between them. */
  private static final Duration BATCH_LIMIT = Duration.ofSeconds(12);

  private final BlockingQueue<SpanData> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final SpanExporter exporter;
  private final URI endpoint;
  private final SpanCounts counts;
  private final Runnable onBatch;
  // Used by the thread of the loop, and after its end by the thread that stops the tracer.
  private boolean isFailing;

  /**
   * @param onBatch called when enough spans wait for a request
   */
  SendSpans(Options options, ExecutorService sender, SpanCounts counts, Runnable onBatch) {
    SilenceLibraryLog.silence();
    this.endpoint = options.endpoint();
    this.counts = counts;
    this.onBatch = onBatch;
    this.exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(options.endpoint().toString())
            .setHeaders(options.headers())
            .setCompression("gzip")
            .setConnectTimeout(REQUEST_LIMIT)
            .setTimeout(REQUEST_LIMIT)
            .setRetryPolicy(RetryPolicy.builder().setMaxAttempts(2).build())
            .setExecutorService(sender)
            .build();
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!waiting.offer(span.toSpanData())) {
      counts.dropped(1);
    } else if (waiting.size() >= BATCH) {
      onBatch.run();
    }
  }

  @Override
  public PassResult runOnce() {
    List<SpanData> batch = nextBatch();
    if (!batch.isEmpty()) {
      send(batch, BATCH_LIMIT);
    }
    return waiting.size() >= BATCH ? PassResult.again() : PassResult.waitFor(PAUSE);
  }

  /** Sends the spans that still wait, until a request fails or the time is over. */
  void sendRest(Deadline deadline, Clock clock) {
    boolean continues = true;
    while (continues && !waiting.isEmpty()) {
      List<SpanData> batch = nextBatch();
      continues = send(batch, deadline.remaining(clock)) && !deadline.isPast(clock);
    }
    int rest = waiting.size();
    waiting.clear();
    if (rest > 0) {
      counts.dropped(rest);
    }
  }

  private List<SpanData> nextBatch() {
    List<SpanData> batch = new ArrayList<>();
    waiting.drainTo(batch, BATCH);
    return batch;
  }

  /** Sends spans once; returns whether the receiver has accepted them. */
  private boolean send(List<SpanData> batch, Duration limit) {
    CompletableResultCode result = exporter.export(batch);
    result.join(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (result.isSuccess()) {
      counts.sent(batch.size());
      tellSuccess();
      return true;
    }
    counts.dropped(batch.size());
    tellFailure(reason(result, limit));
    return false;
  }

  private static String reason(CompletableResultCode result, Duration limit) {
    Throwable failure = result.getFailureThrowable();
    if (failure == null) {
      return "no answer within " + limit.toMillis() + " ms";
    }
    // The library tells the status of an answer only by this type.
    if (failure instanceof FailedExportException.HttpExportException refused
        && refused.getResponse() != null) {
      return "HTTP status " + refused.getResponse().getStatusCode();
    }
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : cause.toString();
  }

  private void tellFailure(String reason) {
    if (isFailing) {
      LOG.debug("spans are dropped, as before: endpoint={} reason={}", endpoint, reason);
    } else {
      isFailing = true;
      LOG.warn(
          "receiver of traces does not accept spans, so Baton drops them until it does:"
              + " endpoint={} reason={}",
          endpoint,
          reason);
    }
  }

  private void tellSuccess() {
    if (isFailing) {
      isFailing = false;
      LOG.info("receiver of traces accepts spans again: endpoint={}", endpoint);
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
