// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import dev.baton.tls.ShowCertificate;
import dev.baton.trace.Tracer;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a table of routes on virtual threads. Requests without a matching route go to the
 * fallback.
 */
public final class HttpServer implements Service {

  /**
   * The name of the request attribute that contains Jetty's endpoint of a connection of HTTP/1.1,
   * which serves one request at a time.
   */
  static final String CONNECTION = "dev.baton.connection";

  /** The methods that a path may have, for the header {@code Allow}. */
  static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private static final Set<String> METHOD_NAMES = Set.of(METHODS.split(", "));
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(5);
  // The idle timeout of connections during a stop. It closes idle connections, and connections of
  // clients that do not read.
  private static final Duration STOP_IDLE = Duration.ofMillis(300);
  private static final int MAX_HEADERS = 16 << 10;

  private final ServerOptions options;
  private final List<Route> routes;
  private final RequestDispatcher requestDispatcher;
  private final ExecutorService threads = Threads.virtualPerTask("http");
  private final Lifecycle life = new Lifecycle();
  // Used only by start and stop.
  private @Nullable Javalin javalin;
  // Written by the thread that starts the server, read by any thread. 0 until the start.
  private volatile int port;
  // Written by the thread that starts the server, read by any thread. Null before, and without TLS.
  private volatile @Nullable ShowCertificate certificate;

  public HttpServer(
      ServerOptions options,
      List<Route> routes,
      Route.Handler fallback,
      Function<Request, Caller> authentication,
      Tracer tracer,
      Clock clock,
      MeterRegistry registry) {
    BasePath.checkKnown(routes);
    this.options = options;
    this.routes = List.copyOf(routes);
    this.requestDispatcher =
        new RequestDispatcher(options, fallback, authentication, tracer, clock, registry);
  }

  @Override
  public void start() {
    life.start(
        () -> {
          Javalin server = Javalin.create(this::configure);
          javalin = server;
          try {
            server.start();
          } catch (JavalinBindException e) {
            throw new UnavailableException(
                "cannot listen on '" + options.host() + ":" + options.port() + "': is it in use?",
                e);
          }
          port = server.port();
        },
        this::end);
  }

  /**
   * Ends streams at once, waits five seconds for other requests, and aborts the rest. Returns
   * within ten seconds.
   */
  @Override
  public void stop() {
    life.stop(this::end);
  }

  private void end() {
    Javalin running = javalin;
    if (running != null) {
      requestDispatcher.closeStreams();
      // The stop runs on a separate thread. On the calling thread, an interrupt would end the
      // stop too early and leave the port open.
      RunWithTimeout.run("http-stop", () -> stop(running), STOP.multipliedBy(2));
    }
  }

  private void stop(Javalin running) {
    drain(running.jettyServer().server());
    running.stop();
    threads.shutdownNow();
    threads.close();
  }

  /** Stops accepting connections and waits for the open requests. */
  private static void drain(Server server) {
    try {
      Graceful.shutdown(server).get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn(
          "requests were aborted, because they did not end in time after the stop: limit={}", STOP);
    } catch (ExecutionException e) {
      LOG.warn("requests may have been aborted by the stop: limit={}", STOP, e.getCause());
    } catch (InterruptedException e) {
      // This thread belongs to the stop, and nothing interrupts it.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * When the certificate in use expires; available after the start, and only with TLS.
   *
   * @throws IllegalStateException if the server was not started, or has no TLS
   */
  public Instant certificateExpiry() {
    ShowCertificate shown = certificate;
    if (shown == null) {
      throw new IllegalStateException("the server was not started, or has no TLS");
    }
    return shown.expiry();
  }

  /** The port to which the server is bound; available after the start. */
  public int port() {
    if (port == 0) {
      throw new IllegalStateException("the server was not started");
    }
    return port;
  }

  /** The address for clients on this machine, without a final slash; available after the start. */
  public URI uri() {
    String host =
        switch (options.host()) {
          case "0.0.0.0", "", "::", "[::]" -> "localhost";
          default -> options.host();
        };
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    String scheme = options.tls() == null ? "http" : "https";
    return URI.create(scheme + "://" + bracketed + ":" + port());
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.threadPool = new VirtualThreadPool(threads);
    config.http.defaultContentType = "application/json";
    // Jetty's own stop timeout is off, because with it a stop fails if a request takes longer. The
    // method drain waits for the requests instead.
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(0);
      server.setErrorHandler(new JettyErrors());
    });
    ServerTls tls = options.tls();
    SslContextFactory.Server ssl = tls == null ? null : open(tls);
    config.jetty.modifyHttpConfiguration(this::configure);
    config.jetty.addConnector((server, http) -> {
      ServerConnector connector = new ServerConnector(server, factories(http, ssl));
      connector.setHost(options.host());
      connector.setPort(options.port());
      connector.setIdleTimeout(IDLE.toMillis());
      connector.setShutdownIdleTimeout(STOP_IDLE.toMillis());
      return connector;
    });
    register(config);
  }

  private SslContextFactory.Server open(ServerTls tls) {
    ShowCertificate shown = tls.show();
    certificate = shown;
    return tls.open(shown);
  }

  /**
   * With TLS, a client chooses between HTTP/2 and HTTP/1.1, and one that speaks plain HTTP gets an
   * answer that says so.
   */
  private ConnectionFactory[] factories(
      HttpConfiguration http, SslContextFactory.@Nullable Server ssl) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (ssl == null) {
      return new ConnectionFactory[] {plain};
    }
    HTTP2ServerConnectionFactory two = new HTTP2ServerConnectionFactory(http);
    two.setConnectProtocolEnabled(false);
    two.setStreamIdleTimeout(options.limits().stall().toMillis());
    ALPNServerConnectionFactory choice =
        new ALPNServerConnectionFactory(two.getProtocol(), plain.getProtocol());
    choice.setDefaultProtocol(plain.getProtocol());
    SslConnectionFactory secure = new SslConnectionFactory(ssl, choice.getProtocol());
    // A connection without TLS goes to the factory after the detector.
    return new ConnectionFactory[] {new DetectorConnectionFactory(secure), plain, choice, two};
  }

  private void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(MAX_HEADERS);
    ConnectionRules.addTo(http, options);
    http.addCustomizer((request, headers) -> {
      ConnectionMetaData connection = request.getConnectionMetaData();
      if (connection.getHttpVersion() == HttpVersion.HTTP_2) {
        // Ends only reads and writes that stall, not a request that takes long to answer.
        request.addIdleTimeoutListener(timeout -> false);
      } else {
        request.setAttribute(CONNECTION, connection.getConnection().getEndPoint());
      }
      return request;
    });
  }

  private void register(JavalinConfig config) {
    for (Route route : routes) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(route.method().name()),
          route.path(),
          context -> requestDispatcher.handle(context, route));
      if (route.method() == Route.Method.GET) {
        // Handles HEAD like GET. Without this route, Javalin would answer HEAD with 200 for every
        // path, even if GET answers 404.
        config.routes.addHttpHandler(
            HandlerType.HEAD, route.path(), context -> requestDispatcher.handle(context, route));
      }
    }
    // The fallback is last, because Javalin uses the first route that matches.
    for (Route.Method method : Route.Method.values()) {
      addFallback(config, HandlerType.findOrCreate(method.name()), method);
    }
    addFallback(config, HandlerType.HEAD, Route.Method.GET);
    for (String path : List.of("/<path>", "/")) {
      config.routes.options(path, HttpServer::options);
    }
    // Javalin would answer a method that no route has with its own form of 404.
    config.routes.before(this::refuseUnknownMethod);
  }

  private void refuseUnknownMethod(Context context) {
    if (!METHOD_NAMES.contains(context.method().name())) {
      requestDispatcher.refuseMethod(context);
      context.skipRemainingHandlers();
    }
  }

  private void addFallback(JavalinConfig config, HandlerType type, Route.Method method) {
    for (String path : List.of("/<path>", "/")) {
      boolean isTaken =
          routes.stream().anyMatch(route -> route.method() == method && route.path().equals(path));
      if (!isTaken) {
        config.routes.addHttpHandler(
            type, path, context -> requestDispatcher.fallback(context, method));
      }
    }
  }

  private static void options(Context context) {
    SecurityHeaders.ALL.forEach(context::header);
    context.status(204).header("Allow", METHODS);
  }
}
