package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import io.eventfork.table.PageRequest;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Shows one product, or in the original's other form whether it is of a category. Stateless. */
public final class ProductReads {

    private static final String CATEGORY = "category";
    private static final String ASKED = "shop.category";

    /**
     * Turns the request into the key of a product.
     *
     * @throws ProblemException 400 if the id is no key, or the category is given twice; compatible
     *     also if a query is given without one
     */
    public void ask(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        Object category = message.getHeader(CATEGORY);
        boolean isAsked =
                category != null || compatible && message.getHeader(Exchange.HTTP_QUERY) != null;
        if (isAsked && !(category instanceof String)) {
            throw PageRequest.wrong(CATEGORY, "must be given once");
        }
        exchange.setProperty(ASKED, category);
        ShopItems.askFor(message, ProductWrites.ID, ShopItems.keyOf(message, ProductWrites.ID));
    }

    /**
     * Answers the product that was read; or, if a category was asked for, an array of the product
     * if its category contains that.
     *
     * @throws ProblemException 404 if there is no product and no category was asked for, unless
     *     compatible
     */
    public void show(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        String category = exchange.getProperty(ASKED, String.class);
        Map<String, AttributeValue> item =
                category == null && !compatible
                        ? ShopItems.found(message)
                        : ShopItems.item(message);
        JsonNode product = ItemJson.json(item);
        JsonNode answer = category == null ? product : ifOfCategory(product, category);
        if (compatible) {
            ShopAnswers.envelope(message, "GET", Optional.of(answer));
        } else {
            ShopAnswers.resource(message, 200, answer);
        }
    }

    private static ArrayNode ifOfCategory(JsonNode product, String category) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        if (contains(product.path(CATEGORY), category)) {
            found.add(product);
        }
        return found;
    }

    /** As DynamoDB's function of that name: a part of a text, or an element of a list. */
    private static boolean contains(JsonNode value, String part) {
        if (value.isTextual()) {
            return value.textValue().contains(part);
        }
        for (JsonNode element : value) {
            if (element.isTextual() && element.textValue().equals(part)) {
                return true;
            }
        }
        return false;
    }
}
