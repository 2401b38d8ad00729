// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.job.Timestamps;
import dev.baton.protocol.Gzip;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * Answers the requests of executors as Nuvla's server does, with the jobs in memory: GET and PUT of
 * a job, and searches by ids. Counts the requests.
 */
final class NuvlaLikeApi implements MeasuredCimiServer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("job/[0-9a-f-]{36}");
  private static final String RUNNING = "RUNNING";
  private static final String STATE = "state";

  private static final int PER_TRANSACTION = 200;

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong startedAgain = new AtomicLong();
  private final Map<String, ObjectNode> jobs = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final MeasuredZooKeeper measuredZooKeeper;
  private final ZooKeeper queue;

  private NuvlaLikeApi(HttpServer server, MeasuredZooKeeper measuredZooKeeper, ZooKeeper queue) {
    this.server = server;
    this.measuredZooKeeper = measuredZooKeeper;
    this.queue = queue;
  }

  static NuvlaLikeApi start() throws Exception {
    // Without this, answers on connections that are kept open wait for Nagle's algorithm.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    MeasuredZooKeeper measuredZooKeeper = MeasuredZooKeeper.start();
    ZooKeeper queue = new ZooKeeper(measuredZooKeeper.hosts(), 30_000, event -> {});
    for (String folder : List.of("/job", "/job/entries")) {
      queue.create(folder, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    NuvlaLikeApi api = new NuvlaLikeApi(server, measuredZooKeeper, queue);
    server.createContext("/", api::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return api;
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public String zooKeeper() {
    return measuredZooKeeper.hosts();
  }

  @Override
  public OptionalLong requests() {
    return OptionalLong.of(requests.get());
  }

  @Override
  public OptionalLong startedAgain() {
    return OptionalLong.of(startedAgain.get());
  }

  /** Posts jobs as Nuvla's server does: one document and one entry with priority 999 for each. */
  @Override
  public void post(int count) throws Exception {
    for (int done = 0; done < count; done += PER_TRANSACTION) {
      List<Op> entries = new ArrayList<>();
      for (int i = done; i < Math.min(count, done + PER_TRANSACTION); i++) {
        String id = "job/" + UUID.randomUUID();
        add(id);
        entries.add(
            Op.create(
                "/job/entries/entry-999-",
                id.getBytes(StandardCharsets.UTF_8),
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_SEQUENTIAL));
      }
      queue.multi(entries);
    }
  }

  /** Adds a QUEUED job with the attributes that Nuvla's server gives to a job. */
  private void add(String id) {
    String now = now();
    ObjectNode job = JSON.createObjectNode();
    job.put("id", id).put("resource-type", "job").put("created", now).put("updated", now);
    job.put("created-by", "user/bench").put("action", "noop").put(STATE, "QUEUED");
    job.put("progress", 0).put("version", 2).put("execution-mode", "push");
    job.putObject("target-resource").put("href", "deployment/bench");
    job.putArray("affected-resources").addObject().put("href", "deployment/bench");
    ObjectNode acl = job.putObject("acl");
    List<String> rights =
        List.of(
            "owners",
            "view-acl",
            "view-data",
            "view-meta",
            "edit-acl",
            "edit-data",
            "edit-meta",
            "manage",
            "delete");
    rights.forEach(right -> acl.putArray(right).add("group/nuvla-admin"));
    jobs.put(id, job);
  }

  private static String now() {
    return Timestamps.write(Clock.system().now());
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      sent = Gzip.decompress(sent);
    }
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath().replaceFirst("^/api/", "");
    String method = exchange.getRequestMethod();
    ObjectNode job = jobs.get(path);
    if (path.equals("job")) {
      reply(exchange, 200, search(new String(sent, StandardCharsets.UTF_8)));
    } else if (job == null) {
      reply(exchange, 404, problem(404, path + " not found"));
    } else if (method.equals("PUT")) {
      edit(exchange, job, JSON.readTree(sent));
    } else {
      reply(exchange, 200, copy(job));
    }
  }

  private ObjectNode search(String form) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", "job").put("resource-type", "job-collection");
    ArrayNode resources = answer.putArray("resources");
    Matcher ids = ID.matcher(URLDecoder.decode(form, StandardCharsets.UTF_8));
    while (ids.find()) {
      ObjectNode job = jobs.get(ids.group());
      if (job != null) {
        resources.add(copy(job));
      }
    }
    return answer.put("count", resources.size());
  }

  private static ObjectNode copy(ObjectNode job) {
    synchronized (job) {
      return job.deepCopy();
    }
  }

  private void edit(HttpExchange exchange, ObjectNode job, JsonNode values) throws IOException {
    ObjectNode edited;
    synchronized (job) {
      String before = job.path(STATE).asText();
      if (before.equals("SUCCESS") || before.equals("FAILED") || before.equals("CANCELED")) {
        edited = null;
      } else {
        String now = now();
        job.setAll((ObjectNode) values);
        job.put("updated", now).put("updated-by", "internal");
        count(job, before, now);
        edited = job.deepCopy();
      }
    }
    if (edited == null) {
      reply(exchange, 409, problem(409, "edit is not allowed in final state"));
    } else {
      reply(exchange, 200, edited);
    }
  }

  private void count(ObjectNode job, String before, String now) {
    String state = job.path(STATE).asText();
    if (state.equals(RUNNING)) {
      if (before.equals(RUNNING)) {
        startedAgain.incrementAndGet();
      } else {
        job.put("started", now);
      }
    } else if (!state.equals("QUEUED")) {
      Instant started = Timestamps.read("started", job.path("started").asText(now));
      job.put("progress", 100);
      job.put("duration", Clock.system().now().getEpochSecond() - started.getEpochSecond());
    }
  }

  private static ObjectNode problem(int status, String message) {
    return JSON.createObjectNode().put("status", status).put("message", message);
  }

  private static void reply(HttpExchange exchange, int status, JsonNode body) {
    try (exchange) {
      byte[] bytes = JSON.writeValueAsBytes(body);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void forgetFinalJobs() {
    jobs.values().removeIf(job -> copy(job).path("progress").asInt() == 100);
  }

  @Override
  public void close() throws Exception {
    server.stop(0);
    queue.close();
    measuredZooKeeper.close();
  }
}
