package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTemplateTest {

    private static final IndexName ORDERS = new IndexName("orders", IndexRotation.NO_ROTATION);

    @ParameterizedTest
    @CsvSource({
        "id, string, keyword",
        "id, long, keyword",
        "customerId, long, keyword",
        "order_id, string, keyword",
        "date, string, date",
        "occurredAt, string, date",
        "amount, double, scaled_float",
        "amount, long, scaled_float",
        "unitPrice, double, scaled_float",
        "quantity, long, double",
        "weight, double, double",
        "name, string, text",
        // Lower-case endings are no words of their own.
        "paid, string, text",
        "format, string, text"
    })
    void mapsAFieldByItsName(String field, String jsonType, String type) {
        JsonNode rules = template(ORDERS, "{}").at("/template/mappings/dynamic_templates");

        assertThat(
                        StreamSupport.stream(rules.spliterator(), false)
                                .map(rule -> rule.elements().next())
                                .filter(
                                        rule ->
                                                rule.get("match_mapping_type")
                                                        .asText()
                                                        .equals(jsonType))
                                .filter(
                                        rule ->
                                                field.matches(
                                                        rule.get("match")
                                                                .asText()
                                                                .replace("*", ".*")))
                                .findFirst()
                                .orElseThrow()
                                .at("/mapping/type")
                                .asText())
                .isEqualTo(type);
    }

    @Test
    void moneyHasFiveExactDecimals() {
        assertThat(template(ORDERS, "{}").toString())
                .contains("\"type\":\"scaled_float\",\"scaling_factor\":100000");
    }

    @Test
    void nothingBecomesADateBecauseItLooksLikeOne() {
        assertThat(template(ORDERS, "{}").at("/template/mappings/date_detection").asBoolean(true))
                .isFalse();
    }

    @Test
    void appliesToTheIndexAndToThoseThatRotationMakes() {
        assertThat(template(ORDERS, "{}").get("index_patterns").toString())
                .isEqualTo("[\"orders\"]");
        assertThat(
                        template(new IndexName("orders", IndexRotation.ONE_DAY), "{}")
                                .get("index_patterns")
                                .toString())
                .isEqualTo("[\"orders\",\"orders-*\"]");
    }

    @Test
    void takesOwnMappings() {
        assertThat(
                        template(ORDERS, "{\"items\":{\"type\":\"nested\"}}")
                                .at("/template/mappings/properties/items/type")
                                .asText())
                .isEqualTo("nested");
    }

    private static JsonNode template(IndexName index, String mappings) {
        return FakeOpenSearch.json(IndexTemplate.of(index, mappings).body());
    }
}
