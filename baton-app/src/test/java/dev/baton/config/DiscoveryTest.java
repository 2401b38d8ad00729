// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

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

final class DiscoveryTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path folder;
  private Discovery discovery;
  private Folders folders;

  @BeforeEach
  void setUp() {
    folders = Folders.of(Map.of("HOME", folder.toString()));
    discovery = new Discovery(folders);
  }

  @Test
  void announced_isFoundByFolderAndAsNewest() {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    try (Discovery.Announcement announcement = discovery.announce("http://h:1", data, NOW)) {
      assertThat(discovery.newest().map(RunningServer::endpoint)).contains("http://h:1");
      assertThat(discovery.inFolder(data.path()).map(RunningServer::data)).contains(data.path());
      assertThat(announcement).isNotNull();
    }
    assertThat(discovery.newest()).isEmpty();
    assertThat(discovery.inFolder(data.path())).isEmpty();
  }

  @Test
  void newest_ofSeveral_isTheLastOneReady() {
    DataFolder old = DataFolder.open(folder.resolve("old"));
    DataFolder young = DataFolder.open(folder.resolve("young"));
    try (Discovery.Announcement first =
            discovery.announce("http://young:2", young, NOW.plusSeconds(9));
        Discovery.Announcement second = discovery.announce("http://old:1", old, NOW)) {
      assertThat(discovery.running()).hasSize(2);
      assertThat(discovery.newest().map(RunningServer::endpoint)).contains("http://young:2");
      assertThat(first).isNotSameAs(second);
    }
  }

  @Test
  void ofDeadProcess_isIgnoredAndRemoved() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    discovery.announce("http://h:1", data, NOW);
    rewrite("\"pid\" : " + ProcessHandle.current().pid(), "\"pid\" : 999999999");

    assertThat(discovery.newest()).isEmpty();
    assertThat(Files.list(folders.state().resolve("servers"))).isEmpty();
  }

  @Test
  void ofEarlierProcessWithTheSameNumber_isIgnored() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    discovery.announce("http://h:1", data, NOW);
    rewrite(
        ProcessHandle.current().info().startInstant().orElseThrow().toString(),
        "2020-01-01T00:00:00Z");

    assertThat(discovery.newest()).isEmpty();
  }

  @Test
  void garbage_isIgnored() throws IOException {
    Files.createDirectories(folders.state().resolve("servers"));
    Files.writeString(folders.state().resolve("servers/1-a"), "{");

    assertThat(discovery.newest()).isEmpty();
  }

  @Test
  void foldersAndFiles_areForTheOwnerOnly() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    data.adminCredentials().write(new Credentials.Password("super", "secret"), null);
    discovery.announce("http://h:1", data, NOW);

    assertThat(permissions(data.path())).isEqualTo("rwx------");
    assertThat(permissions(folders.state().resolve("servers"))).isEqualTo("rwx------");
    assertThat(permissions(data.adminCredentials().path())).isEqualTo("rw-------");
  }

  private void rewrite(String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(folders.state().resolve("servers"))) {
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
