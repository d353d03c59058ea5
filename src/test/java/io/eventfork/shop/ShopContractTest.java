package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.contract.ContractDocument;
import io.eventfork.contract.HttpContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The contract of the shop says what the routes do, and its examples keep it. */
class ShopContractTest {

    private static final ContractDocument CONTRACT = new ContractDocument(ShopBodies.DOCUMENT);

    @Test
    void hasThePathsAndMethodsOfTheRoutes() throws IOException {
        CONTRACT.assertHasThePathsAndMethodsOf("shop");
    }

    @Test
    void theExamplesKeepTheContract() {
        HttpContract contract =
                new HttpContract(
                        ShopBodies.DOCUMENT,
                        ShopBodies.PRODUCT,
                        ShopBodies.CHANGES,
                        ShopBodies.BASKET,
                        ShopBodies.CHECKOUT);

        assertThat(contract.faults(ShopBodies.PRODUCT, example("/paths/~1product/post"))).isEmpty();
        assertThat(contract.faults(ShopBodies.CHANGES, example("/paths/~1product~1{id}/put")))
                .isEmpty();
        assertThat(contract.faults(ShopBodies.BASKET, example("/paths/~1basket/post"))).isEmpty();
        assertThat(contract.faults(ShopBodies.CHECKOUT, example("/paths/~1basket~1checkout/post")))
                .isEmpty();
    }

    private static JsonNode example(String operation) {
        JsonNode example =
                CONTRACT.at(operation + "/requestBody/content/application~1json/example");
        assertThat(example.isObject()).isTrue();
        return example;
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (ShopRoutes shop = new ShopRoutes(false)) {
            String product = example("/paths/~1product/post").toString();
            String basket = example("/paths/~1basket/post").toString();
            assertKept("KeptProduct", shop.send("POST", "/product", product).body());
            assertKept("Basket", shop.send("POST", "/basket", basket).body());
            assertKept("Problem", shop.send("POST", "/product", "{}").body());
            assertKept("Problem", shop.get("/product/p1").body());
            shop.found(basket);
            String checkout = example("/paths/~1basket~1checkout/post").toString();
            assertKept("AcceptedCheckout", shop.send("POST", "/basket/checkout", checkout).body());
            assertKept("Basket", shop.get("/basket/swn").body());
        }
    }

    private static void assertKept(String schema, String answer) {
        assertThat(CONTRACT.faults(schema, ShopRoutes.json(answer))).as(answer).isEmpty();
    }

    @Test
    void namesTheLimitsAsTheSettingsDo() throws IOException {
        CONTRACT.assertNamesLimits(
                "/components/parameters/limit/schema", "shop.page-size", "shop.max-page-size");
    }
}
