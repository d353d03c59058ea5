package io.eventfork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that stay free until somebody listens on them: outside of the range from which systems take
 * the ports of outgoing connections. Stateless.
 */
public final class TestPorts {

    private TestPorts() {}

    /** One of loopback. */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // Somebody listens there.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
