// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.FileTrace.Call;
import dev.baton.bench.embedded.FileTrace.Delete;
import dev.baton.bench.embedded.FileTrace.SyncBegin;
import dev.baton.bench.embedded.FileTrace.SyncEnd;
import dev.baton.bench.embedded.FileTrace.Truncate;
import dev.baton.bench.embedded.FileTrace.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file while its system calls are applied one after another: as the operating
 * system has it, and as the disk has it after a loss of power.
 */
final class FileImage {

  /** A content that grows. */
  private static final class Content {
    private byte[] bytes;
    private int size;
    private boolean isPresent;

    Content(byte @Nullable [] bytes) {
      this.bytes = bytes == null ? new byte[0] : bytes.clone();
      this.size = this.bytes.length;
      this.isPresent = bytes != null;
    }

    void apply(Call call) {
      switch (call) {
        case Write write -> write(write);
        case Truncate truncate -> resize(Math.toIntExact(truncate.size()));
        case Delete delete -> {
          resize(0);
          isPresent = false;
        }
        case SyncBegin begin -> {}
        case SyncEnd end -> {}
      }
    }

    private void write(Write write) {
      int at = Math.toIntExact(write.at());
      isPresent = true;
      resize(Math.max(size, at + write.bytes().length));
      System.arraycopy(write.bytes(), 0, bytes, at, write.bytes().length);
    }

    private void resize(int newSize) {
      if (newSize > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(newSize, bytes.length * 2));
      }
      if (newSize < size) {
        Arrays.fill(bytes, newSize, size, (byte) 0);
      }
      size = newSize;
    }

    void save(Path file) throws IOException {
      if (isPresent) {
        Files.write(file, Arrays.copyOf(bytes, size));
      } else {
        Files.deleteIfExists(file);
      }
    }

    Content copy() {
      return new Content(isPresent ? Arrays.copyOf(bytes, size) : null);
    }
  }

  private final Content inSystem;
  private final Content onDisk;
  private final List<Call> unsynced = new ArrayList<>();
  private final Map<String, Integer> coveredBySync = new HashMap<>();

  FileImage(Path file) throws IOException {
    byte @Nullable [] bytes = Files.exists(file) ? Files.readAllBytes(file) : null;
    inSystem = new Content(bytes);
    onDisk = new Content(bytes);
  }

  void apply(Call call) {
    inSystem.apply(call);
    switch (call) {
      case SyncBegin begin -> coveredBySync.put(begin.thread(), unsynced.size());
      case SyncEnd end -> sync(coveredBySync.getOrDefault(end.thread(), 0));
      default -> unsynced.add(call);
    }
  }

  private void sync(int covered) {
    // Another thread may have synchronized a part of these changes.
    List<Call> durable = unsynced.subList(0, Math.min(covered, unsynced.size()));
    durable.forEach(onDisk::apply);
    int count = durable.size();
    durable.clear();
    coveredBySync.replaceAll((thread, before) -> Math.max(0, before - count));
  }

  /** Writes the content that the next process finds after a kill. */
  void saveAfterKill(Path file) throws IOException {
    inSystem.save(file);
  }

  /** Writes a content that may be on the disk after a loss of power: some changes are missing. */
  void saveAfterPowerLoss(Path file, SplittableRandom random) throws IOException {
    Content content = onDisk.copy();
    for (Call call : unsynced) {
      if (random.nextBoolean()) {
        content.apply(call);
      }
    }
    content.save(file);
  }
}
