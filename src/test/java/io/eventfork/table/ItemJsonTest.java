package io.eventfork.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.StrictJson;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemJsonTest {

    @Test
    void anObjectComesBackAsItWas() throws Exception {
        String json =
                "{\"a\":[1,2.5,\"x\",true,null,[],{}],\"b\":{\"c\":\"\",\"d\":123456789012345678901234567890}}";

        assertThat(StrictJson.write(ItemJson.json(ItemJson.item(StrictJson.parse(json)))))
                .isEqualTo(json);
    }

    @Test
    void numbersStayExact() throws Exception {
        Map<String, AttributeValue> item = ItemJson.item(StrictJson.parse("{\"price\":0.10}"));

        assertThat(item.get("price").n()).isEqualTo("0.10");
        assertThat(ItemJson.json(item).get("price").decimalValue()).isEqualByComparingTo("0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e101", "1e-101", "123456789012345678901234567890123456789"})
    void aNumberThatTheTableWouldChangeIsRefused(String number) {
        assertThat(ItemJson.isExact(new BigDecimal(number))).isFalse();
        assertThatThrownBy(() -> ItemJson.item(StrictJson.parse("{\"n\":" + number + "}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
