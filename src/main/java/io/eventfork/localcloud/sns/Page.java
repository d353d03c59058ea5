package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;

/**
 * Up to 100 entries of a list. A token names the last ARN of the page before, so that nothing is
 * skipped or repeated when entries come and go in between.
 *
 * @param entries the entries, by ARN
 * @param nextToken the token of the next page; empty on the last one
 */
record Page<T>(List<T> entries, String nextToken) {

    private static final int SIZE = 100;

    /** The entries whose ARN begins with a prefix. */
    static <T> Page<T> of(NavigableMap<String, T> all, String prefix, String token) {
        NavigableMap<String, T> rest =
                token.isEmpty()
                        ? all.tailMap(prefix, true)
                        : all.tailMap(lastArn(token, prefix), false);
        List<T> entries = new ArrayList<>();
        String last = "";
        for (Map.Entry<String, T> entry : rest.entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (entries.size() == SIZE) {
                return new Page<>(entries, tokenOf(last));
            }
            entries.add(entry.getValue());
            last = entry.getKey();
        }
        return new Page<>(entries, "");
    }

    /** Writes the list and the token of the next page. */
    void write(XmlWriter xml, String listName, Consumer<T> member) {
        xml.open(listName);
        for (T entry : entries) {
            xml.open("member");
            member.accept(entry);
            xml.close();
        }
        xml.close();
        if (!nextToken.isEmpty()) {
            xml.text("NextToken", nextToken);
        }
    }

    private static String tokenOf(String arn) {
        return Base64.getUrlEncoder().encodeToString(arn.getBytes(StandardCharsets.UTF_8));
    }

    private static String lastArn(String token, String prefix) {
        String arn;
        try {
            arn = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SnsErrors.invalidParameter("NextToken");
        }
        if (!arn.startsWith(prefix)) {
            throw SnsErrors.invalidParameter("NextToken");
        }
        return arn;
    }
}
