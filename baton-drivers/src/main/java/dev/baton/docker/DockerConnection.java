// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An open connection; closing it, from any thread, ends reads that are under way. */
record DockerConnection(InputStream in, OutputStream out, Closeable socket) implements Closeable {
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
