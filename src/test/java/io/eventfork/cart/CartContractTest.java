package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.ContractDocument;
import io.eventfork.event.CardGuard;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract says what the routes do. */
class CartContractTest {

    private static final ContractDocument CONTRACT = new ContractDocument("openapi/cart.yaml");

    @Test
    void hasThePathsAndMethodsOfTheRoutes() throws IOException {
        CONTRACT.assertHasThePathsAndMethodsOf("cart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"swn\",\"product\":\"IPhone X\"}",
                "{\"user\":\"s\",\"product\":\"名前\"}",
                "{\"user\":\"swn\"}",
                "{\"user\":\"swn\",\"product\":7}",
                "{\"user\":\"\",\"product\":\"p\"}",
                "{\"user\":\"u\",\"product\":\" p\"}",
                "{\"user\":\"u\",\"product\":\"p \"}",
                "{\"user\":\"u\",\"product\":\"a\\nb\"}"
            })
    void refusesWhatTheRouteRefuses(String text) throws Exception {
        ObjectNode item = (ObjectNode) StrictJson.parse(text);

        assertThat(CONTRACT.faults("Item", item).isEmpty())
                .isEqualTo(new CartNames(new CardGuard(List.of())).faults(item).isEmpty());
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (CartRoutes cart = CartRoutes.run()) {
            cart.deliver("cart-items", CartMessages.added("swn", "Ball", "2026-11-21T12:00:01Z"));

            assertThat(
                            CONTRACT.faults(
                                    "Received",
                                    answer(cart.add("{\"user\":\"u\",\"product\":\"p\"}"))))
                    .isEmpty();
            assertThat(CONTRACT.faults("Problem", answer(cart.add("{}")))).isEmpty();
            JsonNode items = answer(cart.routes.get("/cart/items/swn"));
            assertThat(items).hasSize(1);
            assertThat(CONTRACT.faults("ItemInCart", items.get(0))).isEmpty();
            assertThat(CONTRACT.faults("ItemInCart", items)).isNotEmpty();
        }
    }

    @Test
    void namesTheLimitsAsTheSettingsDo() throws IOException {
        CONTRACT.assertNamesLimits(
                "/paths/~1cart~1items~1{user}/get/parameters/1/schema",
                "cart.items.page-size",
                "cart.items.max-page-size");
        assertThat(CONTRACT.at("/components/schemas/User/maxLength").asInt())
                .isEqualTo(CartNames.LONGEST_USER);
        assertThat(CONTRACT.at("/components/schemas/Product/maxLength").asInt())
                .isEqualTo(CartNames.LONGEST_PRODUCT);
    }

    private static JsonNode answer(HttpResponse<String> response) throws Exception {
        return StrictJson.parse(response.body());
    }
}
