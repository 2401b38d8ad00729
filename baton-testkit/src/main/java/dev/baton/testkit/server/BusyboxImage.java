// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Makes container images that contain only BusyBox, without an engine or a registry. */
final class BusyboxImage {

  private static final String BUSYBOX = "busybox";

  private BusyboxImage() {}

  /**
   * Makes an archive as {@code docker save} writes it. The images in it share their only layer.
   *
   * @param names the names of the images, with tags. The first image has no entry point; each other
   *     image sleeps forever.
   */
  static Path archive(Path folder, List<String> names) {
    try {
      Path stage = Files.createDirectories(folder.resolve("image"));
      Path layer = stage.resolve("layer.tar");
      tar(layer, root(folder.resolve("root")));
      String digest = sha256(Files.readAllBytes(layer));
      StringBuilder manifest = new StringBuilder();
      for (String name : names) {
        String entry = name.equals(names.getFirst()) ? "null" : "[\"/bin/sleep\",\"2147483647\"]";
        String config =
            """
            {"architecture":"amd64","os":"linux",
             "config":{"Env":["PATH=/bin"],"Entrypoint":%s,"Cmd":null},
             "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created_by":"baton"}]}
            """
                .formatted(entry, digest);
        String file = sha256(config.getBytes(UTF_8)) + ".json";
        Files.writeString(stage.resolve(file), config);
        manifest
            .append(manifest.isEmpty() ? "[" : ",")
            .append(
                """
                {"Config":"%s","RepoTags":["%s"],"Layers":["layer.tar"]}\
                """
                    .formatted(file, name));
      }
      Files.writeString(stage.resolve("manifest.json"), manifest.append("]"));
      Path archive = folder.resolve("images.tar");
      tar(archive, stage);
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a root file system in which every command is a link to BusyBox. */
  private static Path root(Path root) throws IOException {
    for (String name : List.of("bin", "etc", "tmp", "proc", "sys", "dev", "root")) {
      Files.createDirectories(root.resolve(name));
    }
    Path busybox =
        Path.of(
            InstalledPrograms.program(
                "BusyBox", List.of(Path.of("/bin"), Path.of("/usr/bin")), BUSYBOX));
    Path bin = root.resolve("bin");
    Files.copy(
        busybox,
        bin.resolve(BUSYBOX),
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
    for (String program : output(List.of(busybox.toString(), "--list")).lines().toList()) {
      // BusyBox lists itself too.
      if (!program.equals(BUSYBOX)) {
        Files.createSymbolicLink(bin.resolve(program), Path.of(BUSYBOX));
      }
    }
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
    return root;
  }

  private static void tar(Path archive, Path content) throws IOException {
    output(
        List.of(
            "tar",
            "--sort=name",
            "--mtime=@0",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=a+rX,a-s",
            "-C",
            content.toString(),
            "-cf",
            archive.toString(),
            "."));
  }

  private static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed:\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return output;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
