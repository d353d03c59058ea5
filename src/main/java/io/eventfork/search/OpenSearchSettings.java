package io.eventfork.search;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where OpenSearch is, and how it is used.
 *
 * @param url its base URL; empty while none is configured
 * @param bulkSize the largest {@code _bulk} request in bytes
 * @param timeout how long an answer may take
 * @param maxHold how long delivery holds a message without success, the bound of every retry
 */
public record OpenSearchSettings(
        Optional<URI> url, int bulkSize, Duration timeout, Duration maxHold) {

    /** A host that exists nowhere, and says why in every message about it. */
    private static final String NOWHERE = "http://eventfork-opensearch-is-not-configured.invalid";

    /** The URL of a path below the base URL. */
    public URI resolve(String path) {
        String base = url.map(URI::toString).orElse(NOWHERE);
        return URI.create((base.endsWith("/") ? base : base + "/") + path);
    }
}
