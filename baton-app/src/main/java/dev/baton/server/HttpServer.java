// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Service;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Serves a table of routes on virtual threads. What no route answers goes to the fallback. Stopping
 * takes at most some seconds if whoever runs streams ends them before.
 */
public final class HttpServer implements Service {

  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int MAX_HEADERS = 16 << 10;

  private final ServerOptions options;
  private final List<Route> routes;
  private final Dispatch dispatch;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private @Nullable Javalin javalin;
  private boolean stopped;

  public HttpServer(
      ServerOptions options,
      List<Route> routes,
      Route.Handler fallback,
      Function<Request, Caller> authentication,
      Clock clock,
      MeterRegistry registry) {
    this.options = options;
    this.routes = List.copyOf(routes);
    this.dispatch =
        new Dispatch(options, fallback, authentication, clock, new HttpMetrics(registry));
  }

  @Override
  public void start() {
    lock.lock();
    try {
      if (javalin == null && !stopped) {
        javalin = Javalin.create(this::configure);
        javalin.start();
      }
    } catch (JavalinBindException e) {
      stopped = true;
      throw new UnavailableException(
          "cannot listen on '" + options.host() + ":" + options.port() + "': is it in use?", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      if (javalin != null && !stopped) {
        javalin.stop();
      }
      stopped = true;
    } finally {
      lock.unlock();
    }
  }

  /** The bound port, once started. */
  public int port() {
    lock.lock();
    try {
      if (javalin == null) {
        throw new IllegalStateException("the server was not started");
      }
      return javalin.port();
    } finally {
      lock.unlock();
    }
  }

  /** Where clients on this machine find the server, once started; without a final slash. */
  public URI uri() {
    String host =
        switch (options.host()) {
          case "0.0.0.0", "", "::", "[::]" -> "localhost";
          default -> options.host();
        };
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + bracketed + ":" + port());
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.defaultContentType = "application/json";
    config.jetty.modifyServer(server -> server.setStopTimeout(STOP.toMillis()));
    config.jetty.modifyHttpConfiguration(HttpServer::configure);
    config.jetty.addConnector((server, http) -> {
      ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
      connector.setHost(options.host());
      connector.setPort(options.port());
      connector.setIdleTimeout(IDLE.toMillis());
      return connector;
    });
    register(config);
  }

  private static void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(MAX_HEADERS);
  }

  private void register(JavalinConfig config) {
    for (Route route : routes) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(route.method().name()),
          route.path(),
          context -> dispatch.handle(context, route));
    }
    // After all others: Javalin takes the first that matches.
    for (Route.Method method : Route.Method.values()) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(method.name()),
          "/<path>",
          context -> dispatch.fallback(context, method));
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(method.name()),
          "/",
          context -> dispatch.fallback(context, method));
    }
    config.routes.options("/<path>", HttpServer::options);
  }

  private static void options(Context context) {
    context.status(204).header("Allow", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
  }
}
