package io.eventfork.localcloud.eventbridge;

import io.eventfork.localcloud.LocalCloud;
import java.util.regex.Pattern;

/** The Amazon resource names of EventBridge. */
final class Arns {

    /** The bus that every region has. */
    static final String DEFAULT_BUS = "default";

    private static final Pattern BUS =
            Pattern.compile("arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/[./_A-Za-z0-9-]+");

    private Arns() {}

    /** The beginning of the ARN of every bus of a region. */
    static String busPrefix(String region) {
        return "arn:aws:events:" + region + ':' + LocalCloud.ACCOUNT + ":event-bus/";
    }

    static String bus(String region, String name) {
        return busPrefix(region) + name;
    }

    static boolean isBus(String arn) {
        return BUS.matcher(arn).matches();
    }

    static String rule(String region, String bus, String name) {
        String path = bus.equals(DEFAULT_BUS) ? name : bus + '/' + name;
        return "arn:aws:events:" + region + ':' + LocalCloud.ACCOUNT + ":rule/" + path;
    }
}
