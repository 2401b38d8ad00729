// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.externalboard.ServerAccess;
import dev.baton.service.RunWithTimeout;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client library for the servers of one address. It opens connections that do not reconnect by
 * themselves: a request of a lost connection is never sent again, because it may have taken effect.
 */
final class OpenRedisConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRedisConnection.class);

  /** How long a connection or an answer may take. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final Pattern POLICY = Pattern.compile("maxmemory_policy:(\\S+)");
  private static final String NO_EVICTION = "noeviction";

  private final RedisServers servers;
  private final ClientResources resources;
  private final AbstractRedisClient client;

  private OpenRedisConnection(
      RedisServers servers, ClientResources resources, AbstractRedisClient client) {
    this.servers = servers;
    this.resources = resources;
    this.client = client;
  }

  /**
   * An open connection.
   *
   * @param digest the digest by which Redis knows the script of the board
   * @param policies the memory policy of each server
   */
  record RedisConnection(
      StatefulConnection<String, String> connection,
      RedisScriptingAsyncCommands<String, String> scripts,
      StatefulRedisPubSubConnection<String, String> subscription,
      String digest,
      List<String> policies)
      implements AutoCloseable {

    RedisConnection {
      policies = List.copyOf(policies);
    }

    boolean isOpen() {
      return connection.isOpen() && subscription.isOpen();
    }

    @Override
    public void close() {
      closeIfOpen(connection);
      closeIfOpen(subscription);
    }
  }

  static OpenRedisConnection of(RedisServers servers, ServerAccess access) {
    List<RedisURI> uris = servers.uris(access, TIMEOUT);
    ClientOptions.Builder options =
        (servers.kind() == RedisServers.Kind.CLUSTER
                ? ClusterClientOptions.builder()
                : ClientOptions.builder())
            .autoReconnect(false)
            .protocolVersion(ProtocolVersion.RESP2)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build());
    options.maintNotificationsConfig(MaintNotificationsConfig.disabled());
    if (servers.tls()) {
      options.sslOptions(tls(access));
    }
    ClientResources resources =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    if (servers.kind() == RedisServers.Kind.CLUSTER) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, uris);
      cluster.setOptions((ClusterClientOptions) options.build());
      return new OpenRedisConnection(servers, resources, cluster);
    }
    RedisClient single = RedisClient.create(resources, uris.getFirst());
    single.setOptions(options.build());
    return new OpenRedisConnection(servers, resources, single);
  }

  private static SslOptions tls(ServerAccess access) {
    SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
    Path authority = access.authority();
    if (authority != null) {
      options.trustManager(authority.toFile());
    }
    Path certificate = access.certificate();
    Path key = access.key();
    if (certificate != null && key != null) {
      options.keyManager(certificate.toFile(), key.toFile(), new char[0]);
    }
    return options.build();
  }

  /** Opens a connection for scripts, and a connection that receives notifications. */
  RedisConnection connect() {
    List<StatefulConnection<?, ?>> opened = new ArrayList<>();
    try {
      return switch (client) {
        case RedisClusterClient cluster -> connect(cluster, opened);
        case RedisClient single -> connect(single, opened);
        default -> throw new IllegalStateException("unknown client " + client);
      };
    } catch (RuntimeException e) {
      opened.forEach(OpenRedisConnection::closeIfOpen);
      throw RedisCalls.translated(e, servers.address());
    }
  }

  private static RedisConnection connect(
      RedisClusterClient cluster, List<StatefulConnection<?, ?>> opened) {
    cluster.refreshPartitions();
    StatefulRedisClusterConnection<String, String> connection = cluster.connect();
    opened.add(connection);
    StatefulRedisPubSubConnection<String, String> subscription = cluster.connectPubSub();
    opened.add(subscription);
    List<String> policies = new ArrayList<>();
    connection
        .sync()
        .upstream()
        .commands()
        .info("memory")
        .forEach(memory -> policies.add(policy(memory)));
    return new RedisConnection(
        connection,
        connection.async(),
        subscription,
        connection.async().digest(RedisCalls.SCRIPT),
        policies);
  }

  private static RedisConnection connect(
      RedisClient single, List<StatefulConnection<?, ?>> opened) {
    StatefulRedisConnection<String, String> connection = single.connect();
    opened.add(connection);
    StatefulRedisPubSubConnection<String, String> subscription = single.connectPubSub();
    opened.add(subscription);
    return new RedisConnection(
        connection,
        connection.async(),
        subscription,
        connection.async().digest(RedisCalls.SCRIPT),
        List.of(policy(connection.sync().info("memory"))));
  }

  /** Closes a connection unless the server has closed it. Does not block. */
  private static void closeIfOpen(StatefulConnection<?, ?> connection) {
    if (connection.isOpen()) {
      CompletableFuture<?> unused = connection.closeAsync();
    }
  }

  private static String policy(String memory) {
    Matcher matcher = POLICY.matcher(memory);
    return matcher.find() ? matcher.group(1) : NO_EVICTION;
  }

  /**
   * Connects once and checks the servers.
   *
   * @throws InvalidInputException if a server removes keys when its memory is full, or refuses the
   *     login
   * @throws UnavailableException if no server answers
   */
  void check() {
    try (RedisConnection connection = connect()) {
      for (String policy : connection.policies()) {
        if (!policy.equals(NO_EVICTION)) {
          throw new InvalidInputException(
              "Redis at "
                  + servers.address()
                  + " has maxmemory-policy '"
                  + policy
                  + "', so it would remove entries and locks of jobs when its memory is full;"
                  + " expected 'noeviction': set it in redis.conf, or by CONFIG SET"
                  + " maxmemory-policy noeviction");
        }
      }
    }
  }

  String address() {
    return servers.address();
  }

  /**
   * Closes all connections and ends the threads of the library, within ten seconds. Uses a separate
   * thread, because an interrupt of the calling thread would leave connections open.
   */
  @Override
  public void close() {
    RunWithTimeout.run("redis-close", this::shutdown, TIMEOUT.multipliedBy(2));
  }

  private void shutdown() {
    client.shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    boolean hasEnded =
        resources
            .shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(TIMEOUT.toMillis());
    LOG.debug("threads of Lettuce have ended: redis={} ended={}", servers.address(), hasEnded);
  }
}
