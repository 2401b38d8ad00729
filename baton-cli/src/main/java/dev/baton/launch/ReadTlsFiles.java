// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.tls.PemFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the names of the files with certificates and keys. The files are read by their users. */
final class ReadTlsFiles {

  private ReadTlsFiles() {}

  static @Nullable PemFile of(Settings settings, SettingKey settingKey) {
    String path = settings.text(settingKey);
    return path == null ? null : new PemFile(settingKey.word(), Path.of(path));
  }
}
