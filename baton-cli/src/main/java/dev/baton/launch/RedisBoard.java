// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.externalboard.ServerAccess;
import dev.baton.redis.RedisBackend;
import dev.baton.service.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The board on Redis. */
final class RedisBoard implements ExternalBoardKind {

  /** The board is on Redis servers that already run. */
  record OnServers(RedisBackend.Options options) implements BoardOptions.OnServers {
    @Override
    public String servers() {
      return options.url();
    }

    @Override
    public void check() {
      RedisBackend.check(options);
    }

    @Override
    public Backend open(Supplier<Backend> jobs, Clock clock) {
      return RedisBackend.open(jobs.get(), options, clock);
    }
  }

  @Override
  public String word() {
    return "redis";
  }

  @Override
  public String product() {
    return "Redis";
  }

  @Override
  public SettingKey serversKey() {
    return SettingKey.REDIS_URL;
  }

  @Override
  public String noServers() {
    return ExternalBoardKind.super.noServers()
        + "; Baton does not start Redis: run 'redis-server --maxmemory-policy noeviction' and set"
        + " redis-url to redis://127.0.0.1:6379";
  }

  @Override
  public @Nullable String servers(Settings settings) {
    return settings.text(SettingKey.REDIS_URL);
  }

  @Override
  public String noLogbook() {
    return "Redis may lose writes that it has confirmed, for example when a replica takes over, and"
        + " a flow must never repeat an atom whose success was stored; keep the logbook in the"
        + " store";
  }

  @Override
  public BoardOptions read(
      Settings settings, @Nullable String servers, ServerAccess access, boolean keepsFlows) {
    if (servers == null) {
      settings.problem(noServers());
      return new BoardOptions.InStore();
    }
    int window =
        settings.number(SettingKey.BOARD_WINDOW, 10, 40_000, RedisBackend.Options.DEFAULT_WINDOW);
    String prefix = settings.text(SettingKey.BOARD_PREFIX, RedisBackend.Options.DEFAULT_PREFIX);
    try {
      return new OnServers(new RedisBackend.Options(servers, access, prefix, window));
    } catch (InvalidInputException e) {
      settings.problem(String.valueOf(e.getMessage()));
      return new BoardOptions.InStore();
    }
  }
}
