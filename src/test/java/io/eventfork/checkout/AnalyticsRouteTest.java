package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import io.eventfork.search.FakeOpenSearch;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyticsRouteTest {

    private static final String FOUND =
            """
            {"took":3,"hits":{"total":{"value":3}},"aggregations":{
              "hours":{"buckets":[
                {"key":{"hour":1545033600000,"currency":"usd"},"doc_count":2,
                 "revenue":{"value":550.3000000000001}},
                {"key":{"hour":1545030000000,"currency":"eur"},"doc_count":1,
                 "revenue":{"value":1.0E7}}]},
              "items":{"doc_count":3,"top":{"buckets":[
                {"key":"8711","doc_count":2,"quantity":{"value":3.0},"orders":{"doc_count":2},
                 "name":{"buckets":[{"key":"Hockey Jersey","doc_count":2}]}},
                {"key":"x","doc_count":1,"quantity":{"value":1.0},"orders":{"doc_count":1},
                 "name":{"buckets":[]}}]}}}}
            """;

    private final FakeOpenSearch openSearch = new FakeOpenSearch();
    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        routes =
                RouteTestSupport.run(
                        Map.of("eventfork.opensearch", openSearch.uri().toString()),
                        "errors.camel.yaml",
                        "checkout/analytics.camel.yaml");
    }

    @AfterEach
    void stop() {
        routes.close();
        openSearch.close();
    }

    @Test
    void showsOrdersRevenueAndProducts() throws Exception {
        openSearch.other(200, FOUND);

        HttpResponse<String> response =
                routes.get("/checkout/analytics?from=2018-12-17T08:00:00%2B01:00&limit=2");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"hours\":[{\"hour\":\"2018-12-17T08:00:00Z\",\"currency\":\"USD\",\"orders\":2,\"revenue\":550.30},"
                                + "{\"hour\":\"2018-12-17T07:00:00Z\",\"currency\":\"EUR\",\"orders\":1,\"revenue\":10000000.00}],"
                                + "\"more\":true,"
                                + "\"products\":[{\"product\":\"8711\",\"name\":\"Hockey Jersey\",\"quantity\":3,\"orders\":2},"
                                + "{\"product\":\"x\",\"quantity\":1,\"orders\":1}]}");
        assertThat(ContractTest.faults("Analytics", StrictJson.parse(response.body()))).isEmpty();
        FakeOpenSearch.Request search = openSearch.requests().get(0);
        assertThat(search.method()).isEqualTo("POST");
        assertThat(search.uri().getPath()).isEqualTo("/checkout_events,checkout_events-*/_search");
        assertThat(search.uri().getQuery()).isEqualTo("ignore_unavailable=true");
        JsonNode asked = new ObjectMapper().readTree(search.body());
        assertThat(asked.at("/query/range/date/gte").asText()).isEqualTo("2018-12-17T07:00:00Z");
        assertThat(asked.at("/aggs/hours/composite/size").asInt()).isEqualTo(2);
        assertThat(asked.at("/aggs/items/aggs/top/terms/size").asInt()).isEqualTo(10);
    }

    @Test
    void isEmptyWhileNothingIsIndexed() throws Exception {
        openSearch.other(200, "{\"hits\":{\"total\":{\"value\":0}}}");

        assertThat(routes.get("/checkout/analytics").body())
                .isEqualTo("{\"hours\":[],\"more\":false,\"products\":[]}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 403, 429, 502, 503})
    void answers503WhenOpenSearchIsAway(int status) throws Exception {
        openSearch.other(status, "");

        HttpResponse<String> response = routes.get("/checkout/analytics");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("5");
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.body()).doesNotContain("127.0.0.1");
    }

    @Test
    void answers503WhenNoOpenSearchIsConfigured() throws Exception {
        try (RouteTestSupport without =
                RouteTestSupport.run(
                        Map.of(), "errors.camel.yaml", "checkout/analytics.camel.yaml")) {
            assertThat(without.get("/checkout/analytics").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void answers500WhenTheSearchItselfIsRefused() throws Exception {
        openSearch.other(400, "{}");

        assertThat(routes.get("/checkout/analytics").statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from",
        "to=2018-12-17, to",
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit"
    })
    void refusesBadParameters(String query, String parameter) throws Exception {
        HttpResponse<String> response = routes.get("/checkout/analytics?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(StrictJson.parse(response.body()).at("/faults/0/pointer").textValue())
                .isEqualTo(parameter);
        assertThat(openSearch.requests()).isEmpty();
    }
}
