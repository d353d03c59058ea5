package io.eventfork.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the application from listening where others can reach it while they could read or change
 * what they should not. On loopback, with no proxy in front, it wants nothing. Stateless.
 */
final class Exposure {

    static final String HOST = "eventfork.host";
    static final String OBSERVE_HOST = "eventfork.observe-host";

    private static final String BEHIND_PROXY = "eventfork.behind-proxy";

    private static final Logger LOG = LoggerFactory.getLogger(Exposure.class);

    private Exposure() {}

    /**
     * Looks for what is missing, and for tokens and keys that could not be sent.
     *
     * @throws StartException if something is: its sentence says what to set
     */
    static void check(Settings settings) {
        boolean application = isReachable(settings, HOST);
        boolean observe = isReachable(settings, OBSERVE_HOST);
        boolean proxy = settings.flag(BEHIND_PROXY);
        StringJoiner missing = new StringJoiner("; ");
        // A proxy lets others reach what listens on loopback, too.
        if (Secrets.adminToken(settings).isEmpty() && (application || proxy)) {
            missing.add(token("/admin", Secrets.ADMIN_TOKEN));
        }
        if (Secrets.token(settings, Secrets.OBSERVE_TOKEN).isEmpty() && observe) {
            missing.add(token("/observe", Secrets.OBSERVE_TOKEN));
        }
        if ((application || observe) && !Tls.isWanted(settings) && !proxy) {
            missing.add(
                    "TLS (eventfork.tls.key-store), or --behind-proxy if a proxy does it and nobody"
                            + " else reaches this port");
        }
        Secrets.tokens(settings, Secrets.API_KEYS);
        if (missing.length() > 0) {
            throw new StartException(
                    "Others can reach %s, so these are needed: %s. docs/security.md shows how."
                            .formatted(hosts(settings, application || proxy, observe), missing));
        }
    }

    /** Warns if nobody asks who places orders. */
    static void warn(Settings settings) {
        if (isReachable(settings, HOST)
                && !settings.flag(BEHIND_PROXY)
                && settings.optional(Secrets.API_KEYS).isEmpty()) {
            LOG.warn(
                    "Whoever reaches {} may send requests: set {} to let in only who has a key.",
                    settings.text(HOST),
                    Secrets.API_KEYS);
        }
    }

    /** Whether other machines can reach an address. */
    static boolean isReachable(Settings settings, String name) {
        String host = settings.text(name);
        try {
            return !Arrays.stream(InetAddress.getAllByName(host))
                    .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            throw new StartException("There is no host %s (setting %s).".formatted(host, name), e);
        }
    }

    private static String token(String path, String setting) {
        return "a bearer token for %s (%s, or a file named by %s)"
                .formatted(
                        path,
                        Settings.variable(setting),
                        Settings.variable(Secrets.fileSetting(setting)));
    }

    private static String hosts(Settings settings, boolean application, boolean observe) {
        TreeSet<String> hosts = new TreeSet<>();
        if (application) {
            hosts.add(settings.text(HOST));
        }
        if (observe) {
            hosts.add(settings.text(OBSERVE_HOST));
        }
        return String.join(" and ", hosts);
    }
}
