// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An open connection. Any thread may close it; closing ends reads in progress. */
record DockerConnection(InputStream in, OutputStream out, Closeable socket) implements Closeable {
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
