// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the programs of Kubernetes, which Debian packages only as source. It searches in this
 * order: the folder or {@code .tar.xz} that the environment variable {@code
 * BATON_KUBERNETES_BINARIES} names; the cache {@code ~/.cache/baton/kubernetes-1.20.2}; a packed
 * build beside the checkout, which is unpacked into the cache.
 */
final class KubernetesBinaries {

  private static final String NAME = "kubernetes-1.20.2";
  private static final String VARIABLE = "BATON_KUBERNETES_BINARIES";
  private static final Path BESIDE =
      Path.of("..", "shared", "services", NAME + "-linux-amd64.tar.xz");
  private static final List<String> PROGRAMS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet");

  private KubernetesBinaries() {}

  /** Returns the folder with all programs. Skips or fails the test if there is none. */
  static Path folder() {
    return Stream.of(named(), Optional.of(cache()), unpacked())
        .flatMap(Optional::stream)
        .filter(KubernetesBinaries::isComplete)
        .findFirst()
        .orElseThrow(() ->
            InstalledPrograms.skipOrFail(
                "Kubernetes",
                "Kubernetes 1.20.2 is not installed (searched for "
                    + String.join(", ", PROGRAMS)
                    + " in $"
                    + VARIABLE
                    + " and "
                    + cache()
                    + "); .ci/kubernetes builds it from Debian's source package"));
  }

  private static Optional<Path> named() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .map(Path::of)
        .map(path -> Files.isRegularFile(path) && !isComplete(cache()) ? unpack(path) : path);
  }

  private static Path cache() {
    return Path.of(System.getProperty("user.home"), ".cache", "baton", NAME);
  }

  /**
   * Unpacks the build beside the checkout. Empty if the cache already has the programs or there is
   * no build.
   */
  private static Optional<Path> unpacked() {
    if (isComplete(cache())) {
      return Optional.empty();
    }
    return checkout()
        .map(root -> root.resolve(BESIDE).normalize())
        .filter(Files::isRegularFile)
        .map(KubernetesBinaries::unpack);
  }

  /** Returns the root folder of the project, which is this folder or a folder above it. */
  private static Optional<Path> checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isRegularFile(folder.resolve(".ci").resolve("run"))) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  /** Unpacks atomically, also when several processes unpack at the same time. */
  private static Path unpack(Path archive) {
    try {
      Files.createDirectories(cache().getParent());
      Path part = Files.createTempDirectory(cache().getParent(), NAME + "-part-");
      Process tar =
          new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", part.toString())
              .inheritIO()
              .start();
      if (tar.waitFor() != 0) {
        throw new IllegalStateException("'" + archive + "' cannot be unpacked, see above");
      }
      return moved(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Path moved(Path part) throws IOException {
    try {
      return Files.move(part, cache());
    } catch (FileSystemException e) {
      if (!isComplete(cache())) {
        throw e;
      }
      // Another process was faster.
      LockedServerFolder.delete(part);
      return cache();
    }
  }

  private static boolean isComplete(Path folder) {
    return PROGRAMS.stream().allMatch(name -> Files.isExecutable(folder.resolve(name)));
  }
}
