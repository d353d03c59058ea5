package io.eventfork.runtime;

import io.eventfork.search.OpenSearchSettings;
import io.eventfork.search.RequestAuth;
import io.eventfork.search.SearchBeans;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the settings say of OpenSearch. Stateless. */
final class OpenSearch {

    private static final long LARGEST_REQUEST = 100L << 20;

    private OpenSearch() {}

    /**
     * Where OpenSearch is and how it is used.
     *
     * @throws StartException if a setting is wrong
     */
    static OpenSearchSettings settings(Settings settings) {
        long bulkSize = settings.bytes("eventfork.opensearch.bulk-size");
        if (bulkSize < 1 || bulkSize > LARGEST_REQUEST) {
            throw new StartException(
                    "Setting eventfork.opensearch.bulk-size is '%s'; write 1B to 100MiB."
                            .formatted(settings.text("eventfork.opensearch.bulk-size")));
        }
        return new OpenSearchSettings(
                settings.optional("eventfork.opensearch").map(OpenSearch::url),
                (int) bulkSize,
                settings.duration("eventfork.opensearch.timeout"),
                settings.duration("eventfork.delivery.max-hold"));
    }

    /**
     * How requests are let in.
     *
     * @throws StartException if a setting is wrong
     */
    static RequestAuth auth(Settings settings, Region region) {
        return switch (settings.oneOf("eventfork.opensearch.auth", "none", "basic", "iam")) {
            case "basic" ->
                    RequestAuth.basic(
                            required(settings, "eventfork.opensearch.user"),
                            required(settings, "eventfork.opensearch.password"));
            case "iam" -> SearchBeans.iam(DefaultCredentialsProvider.builder().build(), region);
            default -> RequestAuth.NONE;
        };
    }

    private static String required(Settings settings, String name) {
        return settings.optional(name)
                .orElseThrow(
                        () ->
                                new StartException(
                                        "Setting %s is empty; eventfork.opensearch.auth is basic and needs it."
                                                .formatted(name)));
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notUrl(e);
        }
        throw notUrl(null);
    }

    /** Without the value, which may hold a password. */
    private static StartException notUrl(Exception cause) {
        return new StartException(
                "Setting eventfork.opensearch is not a URL; write one such as http://127.0.0.1:9200, and user and password in their own settings.",
                cause);
    }
}
