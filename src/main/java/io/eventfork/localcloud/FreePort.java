package io.eventfork.localcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds ports for stand-ins that cannot choose their own, or do not say that theirs is taken. */
final class FreePort {

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

    static int find() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
