package io.eventfork.localcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for stand-ins that cannot choose their own, or do not say that theirs is taken. */
final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int MOST_TRIES = 100;

    private FreePort() {}

    /** The wanted port, or a free one for 0. */
    static int require(String part, int wanted, String option) {
        if (wanted == 0) {
            return find();
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return wanted;
        } catch (IOException e) {
            throw taken(part, wanted, e, option);
        }
    }

    /** Says that a port cannot be had, and by which option to choose another. */
    static LocalCloudException taken(String part, int port, Throwable cause, String option) {
        return new LocalCloudException(
                "%s cannot listen on 127.0.0.1:%d (%s); stop what uses the port, or choose another with %s."
                        .formatted(part, port, cause.getMessage(), option),
                cause);
    }

    /**
     * A free port that stays free until somebody listens on it: outside of the ranges from which
     * systems take the ports of outgoing connections.
     */
    static int find() {
        for (int tries = 1; ; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                if (tries == MOST_TRIES) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
