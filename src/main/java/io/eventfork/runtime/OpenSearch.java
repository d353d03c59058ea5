package io.eventfork.runtime;

import io.eventfork.event.CardGuard;
import io.eventfork.search.FailedRetry;
import io.eventfork.search.OpenSearchSettings;
import io.eventfork.search.RequestAuth;
import io.eventfork.search.SearchBeans;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the settings say of OpenSearch. Stateless. */
final class OpenSearch {

    private static final long LARGEST_REQUEST = 100L << 20;
    private static final String URL =
            "one such as http://127.0.0.1:9200, and user and password in their own settings";
    private static final String BASIC = "eventfork.opensearch.auth is basic";

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
                HttpUrls.optional(settings, "eventfork.opensearch", URL),
                (int) bulkSize,
                settings.duration("eventfork.opensearch.timeout"),
                settings.duration("eventfork.delivery.max-hold"));
    }

    /**
     * What indexes failed documents again.
     *
     * @throws StartException if a setting is wrong, or none says where OpenSearch is
     */
    static FailedRetry failedRetry(
            Settings settings, AwsClients clients, CardGuard cardGuard, Clock clock) {
        OpenSearchSettings openSearch = settings(settings);
        if (openSearch.url().isEmpty()) {
            throw new StartException("Say where OpenSearch is: --opensearch URL.");
        }
        return new FailedRetry(
                clients.s3(),
                openSearch,
                auth(settings, clients.region()),
                cardGuard::maskText,
                clock);
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
                            settings.required("eventfork.opensearch.user", BASIC),
                            settings.required("eventfork.opensearch.password", BASIC));
            case "iam" -> SearchBeans.iam(DefaultCredentialsProvider.builder().build(), region);
            default -> RequestAuth.NONE;
        };
    }
}
