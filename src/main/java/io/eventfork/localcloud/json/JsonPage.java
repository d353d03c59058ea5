package io.eventfork.localcloud.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Some entries of a sorted map. A token names the last key of the page before, so that nothing is
 * skipped or repeated when entries come and go in between.
 *
 * @param entries the entries, by key
 * @param nextToken the token of the next page; empty on the last one
 */
public record JsonPage<T>(List<T> entries, Optional<String> nextToken) {

    /**
     * The entries whose key begins with a prefix.
     *
     * @param limit the most on a page
     * @param token of the page before
     * @param wanted which of them count
     * @throws JsonException if the token is not one of this list
     */
    public static <T> JsonPage<T> of(
            NavigableMap<String, T> all,
            String prefix,
            int limit,
            Optional<String> token,
            Predicate<T> wanted) {
        NavigableMap<String, T> rest =
                token.map(text -> all.tailMap(lastKey(text, prefix), false))
                        .orElseGet(() -> all.tailMap(prefix, true));
        List<T> entries = new ArrayList<>();
        String last = "";
        for (Map.Entry<String, T> entry : rest.entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (!wanted.test(entry.getValue())) {
                continue;
            }
            if (entries.size() == limit) {
                return new JsonPage<>(entries, Optional.of(tokenOf(last)));
            }
            entries.add(entry.getValue());
            last = entry.getKey();
        }
        return new JsonPage<>(entries, Optional.empty());
    }

    private static String tokenOf(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String lastKey(String token, String prefix) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (key.startsWith(prefix)) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, as a token of another list.
        }
        throw JsonException.validation("Invalid pagination token.");
    }
}
