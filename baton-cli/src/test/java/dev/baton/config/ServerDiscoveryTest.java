// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.httpclient.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerDiscoveryTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path folder;
  private ServerDiscovery serverDiscovery;
  private UserFolders userFolders;

  @BeforeEach
  void setUp() {
    userFolders = UserFolders.of(Map.of("HOME", folder.toString()));
    serverDiscovery = new ServerDiscovery(userFolders);
  }

  @Test
  void announced_isFoundByFolderAndAsNewest() {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    try (ServerDiscovery.Announcement announcement =
        serverDiscovery.announce("http://h:1", null, data, NOW)) {
      assertThat(serverDiscovery.newest().map(RunningServer::endpoint)).contains("http://h:1");
      assertThat(serverDiscovery.inFolder(data.path()).map(RunningServer::data))
          .contains(data.path());
      assertThat(announcement).isNotNull();
    }
    assertThat(serverDiscovery.newest()).isEmpty();
    assertThat(serverDiscovery.inFolder(data.path())).isEmpty();
  }

  @Test
  void newest_ofSeveral_isTheLastOneReady() {
    DataFolder old = DataFolder.open(folder.resolve("old"));
    DataFolder young = DataFolder.open(folder.resolve("young"));
    try (ServerDiscovery.Announcement first =
            serverDiscovery.announce("http://young:2", null, young, NOW.plusSeconds(9));
        ServerDiscovery.Announcement second =
            serverDiscovery.announce("http://old:1", null, old, NOW)) {
      assertThat(serverDiscovery.running()).hasSize(2);
      assertThat(serverDiscovery.newest().map(RunningServer::endpoint)).contains("http://young:2");
      assertThat(first).isNotSameAs(second);
    }
  }

  @Test
  void ofDeadProcess_isIgnoredAndRemoved() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    serverDiscovery.announce("http://h:1", null, data, NOW);
    rewrite("\"pid\" : " + ProcessHandle.current().pid(), "\"pid\" : 999999999");

    assertThat(serverDiscovery.newest()).isEmpty();
    assertThat(userFolders.state().resolve("servers")).isEmptyDirectory();
  }

  @Test
  void ofEarlierProcessWithTheSameNumber_isIgnored() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    serverDiscovery.announce("http://h:1", null, data, NOW);
    rewrite(
        ProcessHandle.current().info().startInstant().orElseThrow().toString(),
        "2020-01-01T00:00:00Z");

    assertThat(serverDiscovery.newest()).isEmpty();
  }

  @Test
  void garbage_isIgnored() throws IOException {
    Files.createDirectories(userFolders.state().resolve("servers"));
    Files.writeString(userFolders.state().resolve("servers/1-a"), "{");

    assertThat(serverDiscovery.newest()).isEmpty();
  }

  @Test
  void foldersAndFiles_areForTheOwnerOnly() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    data.adminCredentials().write(new Credentials.Password("super", "secret"), null);
    serverDiscovery.announce("http://h:1", null, data, NOW);

    assertThat(permissions(data.path())).isEqualTo("rwx------");
    assertThat(permissions(userFolders.state().resolve("servers"))).isEqualTo("rwx------");
    assertThat(permissions(data.adminCredentials().path())).isEqualTo("rw-------");
  }

  private void rewrite(String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(userFolders.state().resolve("servers"))) {
      Path file = files.findFirst().orElseThrow();
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
