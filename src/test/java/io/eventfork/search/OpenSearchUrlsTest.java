package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenSearchUrlsTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9200, http://127.0.0.1:9200/_bulk",
        "http://127.0.0.1:9200/, http://127.0.0.1:9200/_bulk",
        "https://search.example.org, https://search.example.org/_bulk",
        "https://search.example.org:8443/a/b, https://search.example.org:8443/a/b/_bulk"
    })
    void anEndpointGoesToAPathBelowTheUrl(String url, String bulk) throws Exception {
        assertThat(endpoint(Optional.of(URI.create(url)))).isEqualTo(URI.create(bulk));
    }

    @Test
    void withoutAUrlItGoesToAHostThatSaysWhy() throws Exception {
        assertThat(endpoint(Optional.empty()).getHost()).contains("opensearch-is-not-configured");
    }

    private static URI endpoint(Optional<URI> url) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            SearchBeans.bind(
                    context,
                    new OpenSearchSettings(url, 1, Duration.ofSeconds(1), Duration.ofHours(1)),
                    RequestAuth.NONE);
            String uri = context.resolvePropertyPlaceholders("http:{{opensearch:_bulk}}");
            return context.getEndpoint(uri, HttpEndpoint.class).getHttpUri();
        }
    }
}
