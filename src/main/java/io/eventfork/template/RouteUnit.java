package io.eventfork.template;

import java.util.Map;

/**
 * A route, or another entry of a route file that may call the cloud, as plain values: with the
 * parameters of its template and the settings filled in, and with {@code {{queue:name}}} and its
 * like as they were written.
 *
 * @param app the use case it belongs to, {@code checkout}; {@link #SHARED} for what all share
 * @param id its name for messages
 * @param parameters those of its template, by name; empty for a route that is written out
 */
record RouteUnit(String app, String id, Object tree, Map<String, String> parameters) {

    /** What belongs to no use case. */
    static final String SHARED = "shared";

    private static final String ADMIN = "admin";

    /** The use case to which a file belongs. */
    static String appOf(String path) {
        int slash = path.indexOf('/');
        String folder = slash < 0 ? "" : path.substring(0, slash);
        return folder.isEmpty() || folder.equals(ADMIN) ? SHARED : folder;
    }
}
