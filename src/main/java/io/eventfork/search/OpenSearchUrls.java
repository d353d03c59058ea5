package io.eventfork.search;

import org.apache.camel.spi.PropertiesFunction;

/**
 * Lets routes name a path of OpenSearch: {@code {{opensearch:_bulk}}} is its URL. While no
 * OpenSearch is configured it is the URL of a host that does not exist, so that routes start all
 * the same. Immutable.
 *
 * @param settings where OpenSearch is
 */
record OpenSearchUrls(OpenSearchSettings settings) implements PropertiesFunction {

    @Override
    public String getName() {
        return "opensearch";
    }

    @Override
    public String apply(String path) {
        return settings.resolve(path).toString();
    }
}
