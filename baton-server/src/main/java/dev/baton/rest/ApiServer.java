// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.AccountStore;
import dev.baton.backend.Backend;
import dev.baton.dashboard.Dashboard;
import dev.baton.error.InvalidInputException;
import dev.baton.jobservice.Administrators;
import dev.baton.jobservice.JobService;
import dev.baton.member.Member;
import dev.baton.plugin.Catalogue;
import dev.baton.server.AccountCache;
import dev.baton.server.Accounts;
import dev.baton.server.Authenticator;
import dev.baton.server.HealthChecks;
import dev.baton.server.HttpServer;
import dev.baton.server.LoginService;
import dev.baton.server.Metric;
import dev.baton.server.Route;
import dev.baton.server.ServerMetrics;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerTls;
import dev.baton.server.SessionCookies;
import dev.baton.server.SignInLinks;
import dev.baton.server.remoteexecutor.BackendCallHandler;
import dev.baton.server.remoteexecutor.BackendEndpoint;
import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.service.ServiceGroup;
import dev.baton.tls.WatchCertificate;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The REST API of a backend. {@link #stop} ends open streams and takes a few seconds at most. It
 * does not close the backend.
 */
public final class ApiServer implements Service {

  private static final List<String> COLLECTIONS =
      List.of(
          "action",
          "board",
          "credential",
          "distribution",
          "engine",
          "executor",
          "job",
          "session",
          "session-template",
          "user");
  private static final Duration PROVIDE = Duration.ofDays(1);
  private static final Duration CLEANUP = Duration.ofHours(1);
  private static final Duration COUNT_EVENTS = Duration.ofSeconds(5);

  private final HttpServer http;
  private final Service services;
  private final Accounts accounts;
  private final SignInLinks signInLinks;
  private final JobService jobService;
  private final CountDownLatch stopping;

  private ApiServer(
      HttpServer http,
      Service services,
      Accounts accounts,
      SignInLinks signInLinks,
      JobService jobService,
      CountDownLatch stopping) {
    this.http = http;
    this.services = services;
    this.accounts = accounts;
    this.signInLinks = signInLinks;
    this.jobService = jobService;
    this.stopping = stopping;
  }

  /**
   * Creates a server that is not started yet. It also answers the protocol calls of remote
   * executors.
   *
   * @param backend must have accounts
   * @param registry receives the metrics; if it is or contains a Prometheus registry, {@code
   *     /metrics} uses that registry
   */
  public static ApiServer create(
      ServerOptions options,
      Backend backend,
      Catalogue catalogue,
      Clock clock,
      MeterRegistry registry) {
    return create(options, backend, catalogue, clock, registry, Tracer.OFF);
  }

  /** Creates a server as the other method does, whose requests and posts are spans. */
  public static ApiServer create(
      ServerOptions options,
      Backend backend,
      Catalogue catalogue,
      Clock clock,
      MeterRegistry registry,
      Tracer tracer) {
    int executorsPerKey = options.limits().executorsPerKey();
    return create(
        options,
        backend,
        catalogue,
        clock,
        registry,
        tracer,
        jobService -> new BackendEndpoint(backend, jobService, clock, executorsPerKey));
  }

  /** Creates a server with another handler for the protocol calls of remote executors. */
  static ApiServer create(
      ServerOptions options,
      Backend backend,
      Catalogue catalogue,
      Clock clock,
      MeterRegistry registry,
      Tracer tracer,
      Function<JobService, BackendCallHandler> handlerOf) {
    AccountStore store =
        AccountCache.around(
            backend
                .accounts()
                .orElseThrow(() ->
                    new InvalidInputException(
                        "a server needs a store with accounts; '"
                            + backend.description()
                            + "' has none")),
            clock);
    Accounts accounts = Accounts.of(store, clock);
    LoginService loginService = LoginService.of(store, accounts, clock);
    ServerMetrics serverMetrics = ServerMetrics.of(registry, options, backend, clock);
    JobRoutes jobRoutes =
        JobRoutes.create(
            options,
            backend,
            Administrators.in(store),
            catalogue,
            tracer,
            clock,
            serverMetrics.registry());
    BackendCallHandler calls = handlerOf.apply(jobRoutes.jobService());
    CloudEntryPoint cloudEntryPoint = new CloudEntryPoint(COLLECTIONS, clock.now());
    List<Route> routes = new ArrayList<>(cloudEntryPoint.routes());
    Dashboard dashboard = Dashboard.load(options.basePath());
    BrowserMessages messages = new BrowserMessages(dashboard);
    SignInLinks signInLinks = new SignInLinks(accounts, clock);
    routes.addAll(accountRoutes(accounts, signInLinks, messages, loginService, options, clock));
    routes.addAll(jobRoutes.routes());
    routes.addAll(new HealthChecks(backend, clock).routes());
    routes.addAll(serverMetrics.routes());
    routes.addAll(new BackendResource(calls).routes());
    routes.addAll(new BackupResource(backend, clock).routes());
    routes.addAll(new OpenApiDocument(routes).routes());
    // The dashboard is no part of the API, so the API document does not list its paths.
    routes.addAll(new DashboardRoutes(dashboard).routes());
    HttpServer http =
        new HttpServer(
            options,
            routes,
            messages.around(new UnknownPaths(COLLECTIONS, routes)::answer),
            new Authenticator(options, loginService)::caller,
            tracer,
            clock,
            serverMetrics.registry());
    // The services stop in reverse order: streams and long polls end before the server waits for
    // its open requests.
    List<Service> services =
        new ArrayList<>(
            List.of(
                serverMetrics,
                removeExpired(loginService),
                provideActions(backend, catalogue),
                countEvents(backend),
                http,
                jobRoutes.feed(),
                calls));
    ServerTls tls = options.tls();
    if (tls != null) {
      Metric.CERTIFICATE_VALID.secondsUntil(
          serverMetrics.registry(), http::certificateExpiry, clock, "server");
      services.add(WatchCertificate.of(tls.certificate(), http::certificateExpiry, clock));
    }
    return new ApiServer(
        http,
        new ServiceGroup(services),
        accounts,
        signInLinks,
        jobRoutes.jobService(),
        jobRoutes.stopping());
  }

  private static List<Route> accountRoutes(
      Accounts accounts,
      SignInLinks signInLinks,
      BrowserMessages messages,
      LoginService loginService,
      ServerOptions options,
      Clock clock) {
    SessionCookies sessionCookies = new SessionCookies(options);
    SignInLinkLogin signInLinkLogin =
        new SignInLinkLogin(
            signInLinks, loginService, sessionCookies, messages, options.basePath() + "/");
    // All ways to log in, in the order in which the API lists them.
    LoginMethods loginMethods =
        new LoginMethods(
            List.of(
                new PasswordLogin(accounts, loginService),
                new ApiKeyLogin(loginService),
                signInLinkLogin));
    List<Route> routes =
        new ArrayList<>(
            new SessionResource(loginService, loginMethods, sessionCookies, clock).routes());
    routes.addAll(signInLinkLogin.routes());
    routes.addAll(new SessionTemplates(loginMethods, clock).routes());
    routes.addAll(new UserResource(accounts, sessionCookies, clock).routes());
    routes.addAll(
        new CredentialResource(loginService, clock, options.limits().keysPerUser()).routes());
    return routes;
  }

  /**
   * Stores those actions of the server that the store does not contain yet. An action that an
   * executor has stored stays unchanged. Runs repeatedly, because an administrator can remove an
   * action.
   */
  private static Service provideActions(Backend backend, Catalogue catalogue) {
    return PollLoop.of(
        "provide-actions",
        () -> {
          Set<String> known =
              backend.actions().all().stream()
                  .map(each -> each.action().name())
                  .collect(Collectors.toSet());
          backend
              .actions()
              .provide(
                  "the server on " + Member.localHost(),
                  catalogue.actions().stream()
                      .filter(action -> !known.contains(action.name()))
                      .toList());
          return PassResult.waitFor(PROVIDE);
        });
  }

  /** Counts the events of jobs for the time series. Every server does this; one of them counts. */
  private static Service countEvents(Backend backend) {
    AtomicBoolean more = new AtomicBoolean();
    return PollLoop.of(
        "count-events",
        () -> {
          Duration interval = more.get() ? Duration.ZERO : COUNT_EVENTS;
          more.set(
              backend.statistics().filter(statistics -> statistics.collect(interval)).isPresent());
          return more.get() ? PassResult.again() : PassResult.waitFor(COUNT_EVENTS);
        });
  }

  private static Service removeExpired(LoginService loginService) {
    return PollLoop.of(
        "sessions",
        () -> {
          loginService.removeExpired();
          return PassResult.waitFor(CLEANUP);
        });
  }

  @Override
  public void start() {
    services.start();
  }

  /**
   * Ends streams and long polls at once, then stops the HTTP server and the poll loops, each within
   * ten seconds.
   */
  @Override
  public void stop() {
    stopping.countDown();
    services.stop();
  }

  /** The port to which the server is bound; available after the start. */
  public int port() {
    return http.port();
  }

  /** The address for clients on this machine, without a final slash; available after the start. */
  public URI uri() {
    return http.uri();
  }

  /** The accounts of the server, so that the first start can create the administrator. */
  public Accounts accounts() {
    return accounts;
  }

  /** The links with which a user of this machine signs in once. */
  public SignInLinks signInLinks() {
    return signInLinks;
  }

  /**
   * The job service with the rules of the API. The executor and the distributor in the same process
   * use it too.
   */
  public JobService jobService() {
    return jobService;
  }
}
