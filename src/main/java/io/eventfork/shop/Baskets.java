package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import io.eventfork.table.PartitionPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Takes baskets in, and shows them. Each write has a version of its own, so that a checkout deletes
 * the basket that it has read and none that was written since. Thread-safe.
 */
public final class Baskets {

    /** What tells two writes of a basket apart; nobody outside of the shop sees it. */
    static final String VERSION = "version";

    private static final String BASKET = "shop.basket";
    private static final String USER = "userName";

    private final ShopBodies bodies;

    Baskets(ShopBodies bodies) {
        this.bodies = bodies;
    }

    /**
     * Turns the request into the item to put, over the user's basket until now.
     *
     * @throws ProblemException 400 if the request is at fault
     */
    public void put(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        ShopBodies.Body body = bodies.read(message, ShopBodies.BASKET, compatible);
        ObjectNode basket = body.kept();
        requireUser(body.sent());
        body.requireIdentifiers(identifiers(body.sent()));
        basket.remove(VERSION);
        exchange.setProperty(BASKET, basket.deepCopy());
        basket.put(VERSION, UUID.randomUUID().toString());
        Map<String, AttributeValue> item = ItemJson.item(basket);
        message.removeHeaders("*");
        message.setHeader(Ddb2Constants.ITEM, item);
        message.setHeader(Ddb2Constants.RETURN_VALUES, "ALL_OLD");
        message.setBody(null);
    }

    /** What the contract demands, and the table also of those who are compatible. */
    private static void requireUser(JsonNode basket) {
        JsonNode user = basket.path(USER);
        if (!user.isTextual() || user.textValue().isEmpty()) {
            ShopBodies.refuse(List.of(new Fault("/" + USER, "must be a text")));
        }
    }

    private static List<String> identifiers(JsonNode basket) {
        List<String> pointers = new ArrayList<>();
        pointers.add("/" + USER);
        IntStream.range(0, basket.path("items").size())
                .forEach(i -> pointers.add("/items/" + i + "/productId"));
        return pointers;
    }

    /** Answers the basket: 201 and where it is if the user had none, else 200. */
    public void stored(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        ObjectNode basket = (ObjectNode) exchange.removeProperty(BASKET);
        if (compatible) {
            ShopAnswers.envelope(message, "POST", Optional.of(ShopAnswers.written()));
            return;
        }
        boolean isNew = ShopItems.item(message).isEmpty();
        ShopAnswers.resource(message, isNew ? 201 : 200, basket);
        message.setHeader(
                "Location", "/basket/" + PartitionPages.segment(basket.get(USER).textValue()));
    }

    /**
     * Answers the basket that was read.
     *
     * @throws ProblemException 404 if there is none, unless compatible
     */
    public void show(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        if (compatible) {
            ShopAnswers.envelope(message, "GET", Optional.of(shown(ShopItems.item(message))));
        } else {
            ShopAnswers.resource(message, 200, shown(ShopItems.found(message)));
        }
    }

    /** A basket as others see it. */
    static ObjectNode shown(Map<String, AttributeValue> item) {
        return ItemJson.json(item).without(VERSION);
    }
}
