// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.Tracer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a request to its handler and writes the response or the error. */
final class RequestDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);

  private final ServerOptions options;
  private final Route.Handler fallback;
  private final Function<Request, Caller> authentication;
  private final Tracer tracer;
  private final Clock clock;
  private final MeterRegistry registry;
  private final ErrorResponses errors;
  private final RateLimitedLog brokenStreams;
  private final RateLimitedLog failedWaits;
  private final Set<EventSink> streams = ConcurrentHashMap.newKeySet();
  // Written by the thread that stops the server, read by the threads of requests.
  private volatile boolean stopping;

  RequestDispatcher(
      ServerOptions options,
      Route.Handler fallback,
      Function<Request, Caller> authentication,
      Tracer tracer,
      Clock clock,
      MeterRegistry registry) {
    this.options = options;
    this.fallback = fallback;
    this.authentication = authentication;
    this.tracer = tracer;
    this.clock = clock;
    this.errors = new ErrorResponses(clock);
    this.brokenStreams = new RateLimitedLog(LOG, clock);
    this.failedWaits = new RateLimitedLog(LOG, clock);
    this.registry = registry;
  }

  void handle(Context context, Route route) {
    serve(context, route.method(), route.path(), hasBody(route) ? route.handler() : bare(route));
  }

  private static boolean hasBody(Route route) {
    return route.method() != Route.Method.POST || !route.body().isEmpty();
  }

  /** Handles an operation without attributes, which must not ignore what a client sends. */
  private static Route.Handler bare(Route route) {
    return request -> {
      request.refuseAttributes();
      return route.handler().handle(request);
    };
  }

  void fallback(Context context, Route.Method method) {
    serve(context, method, "other", fallback);
  }

  /** Refuses a request with a method that no path has, such as TRACE. */
  void refuseMethod(Context context) {
    String message =
        "method '"
            + InputBounds.shown(context.method().name())
            + "' is not allowed; allowed: "
            + HttpServer.METHODS;
    SecurityHeaders.ALL.forEach(context::header);
    context.status(405).header("Allow", HttpServer.METHODS).contentType("application/json");
    context.result(Response.message(405, message, null).toString());
  }

  /** Ends all open streams. Streams that are opened later end at once. */
  void closeStreams() {
    stopping = true;
    streams.forEach(EventSink::end);
  }

  /** Serves a request. A request that names its trace is a span of that trace. */
  private void serve(Context context, Route.Method method, String route, Route.Handler handler) {
    Request request = new Request(context, options, authentication);
    Span span = TraceRequest.start(tracer, request, context, method, route);
    try (CurrentSpan.Scope scope = CurrentSpan.enter(span)) {
      serveInTrace(request, context, method, route, handler);
    } finally {
      TraceRequest.end(span, context, method, route);
    }
  }

  private void serveInTrace(
      Request request, Context context, Route.Method method, String route, Route.Handler handler) {
    long start = clock.nanos();
    Response reply = bounded(request, replyOf(request, handler, resource(context)));
    UnreadBody.discard(context.req(), options.limits().bulkBody(), clock);
    write(request, context, reply);
    // The label is the route and not the path, because metrics for each path would be too many.
    Duration duration = Duration.ofNanos(clock.nanos() - start);
    Metric.HTTP_REQUESTS
        .timer(registry, method.name(), route, String.valueOf(reply.status()))
        .record(duration);
    AccessLog.write(request, reply.status(), duration);
  }

  /**
   * Converts a JSON response to bytes. If there are more bytes than the limit allows, returns an
   * error instead.
   */
  private Response bounded(Request request, Response reply) {
    if (!(reply instanceof Response.Json json)) {
      return reply;
    }
    byte[] body = json.body().toString().getBytes(StandardCharsets.UTF_8);
    int limit = options.limits().response();
    if (body.length > limit && json.status() < 300) {
      return errors.of(HttpStatusException.answerTooLarge(limit), request, null);
    }
    return new Response.Content(json.status(), "application/json", body, json.headers());
  }

  private Response replyOf(Request request, Route.Handler handler, @Nullable String resource) {
    try {
      CrossSiteGuard.check(request);
      return handler.handle(request);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return errors.of(e, request, resource);
    }
  }

  /**
   * Returns the id of the resource in a path like {@code /api/job/<uuid>/cancel}; null if the path
   * has none.
   */
  private static @Nullable String resource(Context context) {
    String[] segments = context.path().split("/");
    return segments.length < 4 || !segments[1].equals("api") || segments[3].length() > 100
        ? null
        : segments[2] + "/" + segments[3];
  }

  private void write(Request request, Context context, Response reply) {
    context.status(reply.status());
    SecurityHeaders.ALL.forEach(context::header);
    reply
        .headers()
        .forEach((name, text) -> {
          String[] lines = text.split(Response.LINE_END);
          context.header(name, lines[0]);
          Arrays.stream(lines).skip(1).forEach(line -> context.res().addHeader(name, line));
        });
    switch (reply) {
      case Response.Json json -> {
        context.contentType("application/json");
        context.result(json.body().toString());
      }
      case Response.Content content -> {
        context.contentType(content.type());
        context.result(content.body());
      }
      case Response.Awaited awaited -> await(context, awaited.document());
      case Response.Download download -> send(context, download);
      case Response.Events events -> stream(request, context, events);
    }
  }

  private void send(Context context, Response.Download download) {
    context.contentType(download.type());
    try {
      limitStalls(context);
      OutputStream out = context.res().getOutputStream();
      download.content().write(out);
      out.flush();
    } catch (IOException e) {
      brokenStreams.warn(
          "downloads failed; their clients have incomplete files",
          "path=" + context.path() + " reason=" + e);
      LOG.debug("download failed: path={}", context.path(), e);
    } finally {
      download.onClose().run();
    }
  }

  private void await(Context context, Response.AwaitedDocument document) {
    context.contentType("application/json");
    // Tells proxies to forward blanks immediately.
    context.header("X-Accel-Buffering", "no");
    try {
      OutputStream out = context.res().getOutputStream();
      JsonNode body =
          document.await(() -> {
            out.write(' ');
            out.flush();
          });
      out.write(body.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("client disconnected while it waited: path={}", context.path(), e);
    } catch (Exception e) {
      failedWaits.warn(
          "requests that waited failed; their clients send them again",
          "path=" + context.path() + " reason=" + e);
      LOG.debug("request that waited failed: path={}", context.path(), e);
    }
  }

  private void stream(Request request, Context context, Response.Events events) {
    context.contentType("text/event-stream;charset=utf-8");
    if (context.method().equals(HandlerType.HEAD)) {
      events.onClose().run();
      return;
    }
    // Tells proxies to forward each event immediately instead of collecting events in a buffer.
    context.header("X-Accel-Buffering", "no");
    try {
      limitStalls(context);
      // The servlet's stream is used because Javalin's stream does not pass on a flush, and each
      // event must be sent at once.
      run(
          events,
          new EventSink(
              context.res().getOutputStream(),
              () -> isStillAllowed(request.caller(), context),
              clock));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("client disconnected from its stream: path={}", context.path(), e);
    } catch (Exception e) {
      brokenStreams.warn(
          "streams failed; their clients must connect again",
          "path=" + context.path() + " reason=" + e);
      LOG.debug("stream failed: path={}", context.path(), e);
    } finally {
      events.onClose().run();
    }
  }

  private boolean isStillAllowed(Caller caller, Context context) {
    try {
      return caller.equals(new Request(context, options, authentication).caller());
    } catch (UnavailableException e) {
      // It is unknown, and the next check may know it.
      return true;
    } catch (ForbiddenException e) {
      return false;
    }
  }

  /**
   * Sets the time after which a client that does not read is disconnected, because such a client
   * would block a write forever. The heartbeats of a stream come more often, so a client that reads
   * but has no events stays connected.
   */
  private void limitStalls(Context context) {
    if (context.req().getAttribute(HttpServer.CONNECTION) instanceof EndPoint connection) {
      connection.setIdleTimeout(options.limits().stall().toMillis());
    }
  }

  private void run(Response.Events events, EventSink sink) throws Exception {
    streams.add(sink);
    try {
      if (!stopping) {
        events.source().run(sink);
      }
    } finally {
      streams.remove(sink);
    }
  }
}
