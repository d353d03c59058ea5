package io.eventfork.template;

import io.eventfork.event.Sha256;
import io.eventfork.provisioning.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names by which resources know each other inside the template: letters and digits only. The same
 * resource always has the same, whatever else is declared, since CloudFormation replaces what gets
 * another. Stateless.
 */
final class LogicalIds {

    /** Where capitals tell the words apart, so that no two names become one. */
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*");

    private static final int HASH_BYTES = 4;

    private LogicalIds() {}

    static String of(ResourceKind kind, String name) {
        return of(capitalized(kind.label()), name);
    }

    /** {@code QueueCheckoutOrders} for the prefix Queue and the name checkout-orders. */
    static String of(String prefix, String name) {
        StringBuilder id = new StringBuilder(prefix);
        for (String word : name.split("[^A-Za-z0-9]+", -1)) {
            id.append(capitalized(word));
        }
        if (!PLAIN.matcher(name).matches()) {
            id.append(hash(name));
        }
        return id.toString();
    }

    private static String capitalized(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String hash(String name) {
        byte[] digest = Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    }
}
