package io.eventfork.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether the ports that the settings name can be listened on. Stateless. */
final class FreePorts {

    private FreePorts() {}

    /**
     * Looks at the port of the routes and at that of health and metrics.
     *
     * @throws StartException if one is taken, or both are the same: its sentence says what to set
     */
    static void require(Settings settings) {
        int port = settings.number("eventfork.port", 0, 65_535);
        int observePort = settings.number("eventfork.observe-port", 0, 65_535);
        if (port != 0 && port == observePort) {
            throw new StartException(
                    "Health and metrics need a port of their own: choose another with --observe-port.");
        }
        require(settings.text(Exposure.HOST), port, "--port");
        require(settings.text(Exposure.OBSERVE_HOST), observePort, "--observe-port");
    }

    private static void require(String host, int port, String option) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new StartException(
                    "Cannot listen on %s:%d (%s); stop what uses the port, or choose another with %s."
                            .formatted(host, port, e.getMessage(), option),
                    e);
        }
    }
}
