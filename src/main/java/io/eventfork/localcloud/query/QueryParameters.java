package io.eventfork.localcloud.query;

import io.eventfork.localcloud.ServiceRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of a request of the AWS Query protocol: form fields, where dots and numbers spell
 * structures, lists ({@code Tags.member.1.Key}) and maps ({@code Attributes.entry.1.key}).
 *
 * <p>Immutable and thread-safe; a view of a part costs nothing.
 */
public final class QueryParameters {

    private final NavigableMap<String, String> fields;
    private final String prefix;

    private QueryParameters(NavigableMap<String, String> fields, String prefix) {
        this.fields = fields;
        this.prefix = prefix;
    }

    /**
     * Reads the query string and the form in the body.
     *
     * @throws QueryException if a field is not percent-encoded UTF-8
     */
    public static QueryParameters of(ServiceRequest request) {
        NavigableMap<String, String> fields = new TreeMap<>();
        addFields(request.query(), fields);
        addFields(new String(request.body(), StandardCharsets.UTF_8), fields);
        return new QueryParameters(fields, "");
    }

    private static void addFields(String form, Map<String, String> fields) {
        int start = 0;
        while (start < form.length()) {
            int end = form.indexOf('&', start);
            if (end < 0) {
                end = form.length();
            }
            if (end > start) {
                addField(form.substring(start, end), fields);
            }
            start = end + 1;
        }
    }

    private static void addField(String field, Map<String, String> fields) {
        int equals = field.indexOf('=');
        String name = equals < 0 ? field : field.substring(0, equals);
        String value = equals < 0 ? "" : field.substring(equals + 1);
        try {
            fields.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8),
                    URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new QueryException(
                    400, "MalformedQueryString", "The request contains a malformed form field.");
        }
    }

    /** The value of a field. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(fields.get(prefix + name));
    }

    /** The value of a field, or the empty text. */
    public String get(String name) {
        return fields.getOrDefault(prefix + name, "");
    }

    /**
     * The structures of a list, for example {@code members("Tags.member")}, in order.
     *
     * @param name the name of the list up to the numbers
     */
    public List<QueryParameters> members(String name) {
        List<QueryParameters> members = new ArrayList<>();
        for (int number = 1; ; number++) {
            String member = prefix + name + '.' + number + '.';
            String next = fields.ceilingKey(member);
            if (next == null || !next.startsWith(member)) {
                return members;
            }
            members.add(new QueryParameters(fields, member));
        }
    }

    /** The texts of a list, for example {@code values("TagKeys.member")}, in order. */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (int number = 1; ; number++) {
            String value = fields.get(prefix + name + '.' + number);
            if (value == null) {
                return values;
            }
            values.add(value);
        }
    }

    /**
     * A map of texts, for example {@code map("Attributes.entry", "key", "value")}, in order.
     *
     * @param name the name of the map up to the numbers
     */
    public Map<String, String> map(String name, String key, String value) {
        Map<String, String> map = new LinkedHashMap<>();
        for (QueryParameters entry : members(name)) {
            map.put(entry.get(key), entry.get(value));
        }
        return map;
    }
}
