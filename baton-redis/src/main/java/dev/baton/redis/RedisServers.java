// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

import dev.baton.error.InvalidInputException;
import dev.baton.externalboard.ServerAccess;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Redis servers that an address names.
 *
 * @param kind one server, the Sentinels of a server and its replicas, or nodes of a Cluster
 * @param master the name under which the Sentinels know the server; null without Sentinels
 */
record RedisServers(
    Kind kind, boolean tls, List<Node> nodes, int database, @Nullable String master) {

  enum Kind {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  record Node(String host, int port) {}

  private static final Pattern ADDRESS =
      Pattern.compile(
          "redis(s?)(-sentinel|-cluster)?://([^/#?@]+)(?:/(\\d{0,4}))?(?:#([^\\s#]+))?");
  private static final Pattern NODE =
      Pattern.compile("([^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(?::(\\d{1,5}))?");
  private static final int REDIS_PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;

  RedisServers {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads an address such as {@code redis://host:6379/0}.
   *
   * @throws InvalidInputException if the text is not such an address
   */
  static RedisServers parse(String text) {
    Matcher matcher = ADDRESS.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(text);
    }
    Kind kind =
        matcher.group(2) == null
            ? Kind.SINGLE
            : matcher.group(2).equals("-cluster") ? Kind.CLUSTER : Kind.SENTINEL;
    List<Node> nodes = new ArrayList<>();
    for (String node : matcher.group(3).split(",", -1)) {
      nodes.add(node(text, node, kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT));
    }
    String number = matcher.group(4);
    int database = number == null || number.isEmpty() ? 0 : Integer.parseInt(number);
    boolean namesMaster = matcher.group(5) != null;
    if (namesMaster != (kind == Kind.SENTINEL)
        || (kind == Kind.SINGLE && nodes.size() > 1)
        || (kind == Kind.CLUSTER && database > 0)) {
      throw invalid(text);
    }
    return new RedisServers(kind, !matcher.group(1).isEmpty(), nodes, database, matcher.group(5));
  }

  private static Node node(String text, String node, int usualPort) {
    Matcher matcher = NODE.matcher(node);
    int port = 0;
    if (matcher.matches()) {
      port = matcher.group(2) == null ? usualPort : Integer.parseInt(matcher.group(2));
    }
    if (port < 1 || port > 65_535) {
      throw invalid(text);
    }
    return new Node(matcher.group(1), port);
  }

  private static InvalidInputException invalid(String text) {
    return new InvalidInputException(
        problem(text)
            + "; expected redis://host:6379/0, redis-sentinel://s1:26379,s2:26379/0#mymaster or"
            + " redis-cluster://n1:6379,n2:6379, and rediss instead of redis for TLS");
  }

  /** Does not repeat a text that may contain a password. */
  private static String problem(String text) {
    if (text.contains("@")) {
      return "the address of Redis contains '@'; give user and password by board-user and"
          + " board-password-file or BATON_BOARD_PASSWORD, because other users of the machine can"
          + " read arguments";
    }
    if (text.contains("?")) {
      return "the address of Redis contains '?', but it has no parameters; Baton has the settings"
          + " board-user, board-password-file, board-ca-file, board-cert-file and board-key-file";
    }
    return "'" + text + "' does not name Redis servers";
  }

  /** Returns the addresses of the servers for display. */
  String address() {
    return nodes.stream()
        .map(node -> node.host() + ":" + node.port())
        .collect(Collectors.joining(","));
  }

  /**
   * Returns the addresses for the client: one for each node of a Cluster, otherwise one for all.
   */
  List<RedisURI> uris(ServerAccess access, Duration timeout) {
    return switch (kind) {
      case SINGLE, CLUSTER ->
          nodes.stream()
              .map(node -> RedisURI.Builder.redis(node.host(), node.port()))
              .map(builder -> build(builder, access, timeout))
              .toList();
      case SENTINEL -> {
        RedisURI.Builder builder =
            RedisURI.Builder.sentinel(
                nodes.getFirst().host(), nodes.getFirst().port(), String.valueOf(master));
        nodes.stream().skip(1).forEach(node -> builder.withSentinel(node.host(), node.port()));
        RedisURI uri = build(builder, access, timeout);
        uri.getSentinels().forEach(sentinel -> sentinel.setSsl(tls));
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
        yield List.of(uri);
      }
    };
  }

  private RedisURI build(RedisURI.Builder builder, ServerAccess access, Duration timeout) {
    builder.withSsl(tls).withDatabase(database).withTimeout(timeout).withClientName("baton");
    String password = access.password();
    if (password != null) {
      String user = access.user();
      builder.withAuthentication(user == null ? "default" : user, password.toCharArray());
    }
    return builder.build();
  }
}
